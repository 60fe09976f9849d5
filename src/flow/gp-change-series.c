/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-flow-private.h"
#include "gp-text.h"

/* A file of levels by source and year. */
typedef struct {
    GpCsvTable *table;
    int source, year;
    guint n_levels;
    int level[GP_CHANGE_MAX_CAUSES]; /* columns */
    GPtrArray *causes;               /* (element-type utf8) ended by NULL */
    GStringChunk *names;
} Series;

#define MAX_NAME 80 /* characters of a source or a level */

static void
series_clear(Series *self)
{
    gp_csv_table_free(self->table);
    g_ptr_array_unref(self->causes);
    g_string_chunk_free(self->names);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Series, series_clear)

/* A name that is safe to print. */
static const char *
get_name(const Series *self, const char *text)
{
    g_autofree char *name = gp_text_printable(text, strlen(text), MAX_NAME);

    return g_string_chunk_insert_const(self->names, name);
}

static const char *
level_name(const Series *self, int column)
{
    return get_name(self, gp_csv_table_column_name(self->table, (guint)column));
}

/* Names the effect of a level: of itself, or of its ratio to the level before. */
static void
add_level(Series *self, int column)
{
    const char *name = level_name(self, column);

    g_ptr_array_add(self->causes,
                    self->n_levels == 0
                        ? g_strdup(name)
                        : g_strdup_printf("%s per %s", name,
                                          level_name(self, self->level[self->n_levels - 1])));
    self->level[self->n_levels++] = column;
}

static gboolean
find_columns(Series *self, const char *path, GError **error)
{
    self->source = gp_csv_table_column(self->table, "source");
    self->year = gp_csv_table_column(self->table, "year");
    for (guint i = 0; i < gp_csv_table_n_columns(self->table); i++) {
        if ((int)i == self->source || (int)i == self->year)
            continue;
        if (self->n_levels == GP_CHANGE_MAX_CAUSES)
            return gp_throw(error, GP_ERROR_MALFORMED, "%s: there may be %d levels at most", path,
                            GP_CHANGE_MAX_CAUSES);
        add_level(self, (int)i);
    }
    g_ptr_array_add(self->causes, NULL);
    if (self->source < 0 || self->year < 0 || self->n_levels < 2)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: the columns source, year and at least two levels are needed, the last "
                        "of them in kg",
                        path);
    return TRUE;
}

/* The source of a row, made where it is new. */
static GpChangeLevels *
get_source(GArray *sources, const char *name)
{
    GpChangeLevels source = {.name = name};

    for (guint i = 0; i < sources->len; i++) {
        GpChangeLevels *old = &g_array_index(sources, GpChangeLevels, i);

        if (g_str_equal(old->name, name))
            return old;
    }
    g_array_append_val(sources, source);
    return &g_array_index(sources, GpChangeLevels, sources->len - 1);
}

static gboolean
read_row(const Series *self,
         guint row,
         const GpChangeAsk *ask,
         GArray *sources,
         gboolean has_fy[GP_N_ENDS],
         GHashTable *seen,
         GError **error)
{
    const char *name = get_name(self, gp_csv_table_cell(self->table, row, self->source));
    const char *year = gp_csv_table_cell(self->table, row, self->year);
    g_autofree char *quoted = gp_text_quoted(year);
    GpEnd end;
    int fy;

    if (!gp_fy_parse(year, &fy))
        return gp_throw(error, GP_ERROR_MALFORMED, "“%s” is not a financial year as in 2019-20",
                        quoted);
    if (!g_hash_table_add(seen, g_strdup_printf("%d\x1f%s", fy, name))) {
        g_autofree char *source = gp_text_quoted(name);

        return gp_throw(error, GP_ERROR_MALFORMED, "“%s” is there twice in “%s”", source, quoted);
    }
    end = fy == ask->fy[GP_FROM] ? GP_FROM : fy == ask->fy[GP_TO] ? GP_TO : GP_N_ENDS;
    for (guint i = 0; i < self->n_levels; i++) {
        gint64 micro;

        if (!gp_number_parse_text(gp_csv_table_cell(self->table, row, self->level[i]),
                                  GP_MICRO_PLACES, &micro, error))
            return FALSE;
        if (end != GP_N_ENDS)
            get_source(sources, name)->levels[i][end] = micro;
    }
    if (end != GP_N_ENDS)
        has_fy[end] = TRUE;
    return TRUE;
}

static GArray *
read_sources(const Series *self, const char *path, const GpChangeAsk *ask, GError **error)
{
    g_autoptr(GArray) sources = g_array_new(FALSE, FALSE, sizeof(GpChangeLevels));
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gboolean has_fy[GP_N_ENDS] = {FALSE};

    for (guint row = 0; row < gp_csv_table_n_rows(self->table); row++) {
        if (!read_row(self, row, ask, sources, has_fy, seen, error)) {
            g_prefix_error(error, "%s:%u: ", path, gp_csv_table_line(self->table, row));
            return NULL;
        }
    }
    for (guint end = 0; end < GP_N_ENDS; end++) {
        char label[16];

        gp_fy_print(ask->fy[end], label);
        if (!has_fy[end])
            return gp_throw_null(error, GP_ERROR_MISSING, "%s: there is nothing for %s", path,
                                 label);
    }
    return g_steal_pointer(&sources);
}

/* Each source by its name, to be filled in. */
static GArray *
name_details(GArray *sources)
{
    GArray *details = gp_change_details_new(sources->len);

    for (guint i = 0; i < sources->len; i++) {
        GpChangeLevels *source = &g_array_index(sources, GpChangeLevels, i);

        source->detail = &g_array_index(details, GpChangeDetail, i);
        source->detail->category = g_strdup(source->name);
        source->detail->activity = g_strdup(source->name);
        source->detail->site = g_strdup("");
        source->detail->component = g_strdup("");
        source->detail->unit = g_strdup("");
    }
    return details;
}

GpChange *
gp_change_of_series(const char *path, const GpChangeAsk *ask, GError **error)
{
    g_auto(Series) self = {.causes = g_ptr_array_new_with_free_func(g_free),
                           .names = g_string_chunk_new(1024)};
    g_autoptr(GArray) sources = NULL;
    g_autoptr(GArray) details = NULL;
    GpChange *change;

    self.table = gp_csv_table_load(path, error);
    if (self.table == NULL || !find_columns(&self, path, error) ||
        (sources = read_sources(&self, path, ask, error)) == NULL)
        return NULL;
    details = ask->keeps_details ? name_details(sources) : gp_change_details_new(0);
    change = gp_change_of_levels((const GpChangeLevels *)(const void *)sources->data, sources->len,
                                 (const char *const *)self.causes->pdata, GP_MICRO_PLACES, error);
    if (change == NULL)
        return NULL;
    g_array_unref(change->details);
    change->details = g_steal_pointer(&details);
    for (guint end = 0; end < GP_N_ENDS; end++)
        change->fy[end] = ask->fy[end];
    return change;
}
