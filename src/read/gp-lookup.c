/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-format-private.h"
#include "gp-text.h"

typedef struct {
    char *text; /* folded */
    gboolean has_from, has_to;
    gint64 from, to; /* millionths, both included */
    GpLookupAnswer answer;
} Entry;

struct _GpLookup {
    GpCsvTable *table;
    GArray *entries; /* (element-type Entry) */
};

static void
clear_entry(gpointer data)
{
    g_free(((Entry *)data)->text);
}

gboolean
gp_pattern_fits(const char *pattern, const char *text)
{
    gsize length = strlen(pattern);
    gboolean opens = pattern[0] == '*', ends = length > 1 && pattern[length - 1] == '*';
    g_autofree char *core = NULL;

    if (!opens && !ends)
        return g_str_equal(pattern, text);
    core = g_strndup(pattern + opens, length - (gsize)opens - (gsize)ends);
    if (opens && ends)
        return strstr(text, core) != NULL;
    return opens ? g_str_has_suffix(text, core) : g_str_has_prefix(text, core);
}

static gboolean
read_bound(const GpCsvTable *table,
           guint row,
           const char *column,
           gboolean *out_has,
           gint64 *out_value,
           GError **error)
{
    const char *text = gp_csv_table_cell(table, row, gp_csv_table_column(table, column));
    g_autoptr(GError) reason = NULL;

    *out_has = *text != '\0';
    if (!*out_has || gp_number_parse_text(text, GP_MICRO_PLACES, out_value, &reason))
        return TRUE;
    return gp_throw(error, GP_ERROR_MALFORMED, "%s:%u: %s: %s", gp_csv_table_path(table),
                    gp_csv_table_line(table, row), column, reason->message);
}

/* Two rows that answer the same question. */
static gboolean
check_new(const GpLookup *self, const Entry *entry, guint row, GError **error)
{
    for (guint i = 0; i < self->entries->len; i++) {
        const Entry *other = &g_array_index(self->entries, Entry, i);

        if (g_str_equal(other->text, entry->text) && other->has_from == entry->has_from &&
            other->has_to == entry->has_to && other->from == entry->from && other->to == entry->to)
            return gp_throw(error, GP_ERROR_MALFORMED, "%s:%u: this text is in the table twice",
                            gp_csv_table_path(self->table), gp_csv_table_line(self->table, row));
    }
    return TRUE;
}

static gboolean
take_row(GpLookup *self, guint row, int text_column, int value_column, GError **error)
{
    const GpCsvTable *table = self->table;
    const char *value = gp_csv_table_cell(table, row, value_column);
    const char *reason = gp_csv_table_cell(table, row, gp_csv_table_column(table, "reason"));
    Entry entry = {gp_text_fold(gp_csv_table_cell(table, row, text_column)),
                   FALSE,
                   FALSE,
                   0,
                   0,
                   {NULL, reason}};
    gboolean is_left_out = g_str_equal(value, "skip");
    gboolean good = read_bound(table, row, "from", &entry.has_from, &entry.from, error) &&
                    read_bound(table, row, "to", &entry.has_to, &entry.to, error) &&
                    check_new(self, &entry, row, error);

    if (good && *value == '\0')
        good = gp_throw(error, GP_ERROR_MALFORMED, "%s:%u: the %s is missing",
                        gp_csv_table_path(table), gp_csv_table_line(table, row),
                        gp_csv_table_column_name(table, (guint)value_column));
    if (good && is_left_out && *reason == '\0')
        good = gp_throw(error, GP_ERROR_MALFORMED, "%s:%u: a row that says “skip” needs a reason",
                        gp_csv_table_path(table), gp_csv_table_line(table, row));
    if (!is_left_out)
        entry.answer.value = value;
    g_array_append_val(self->entries, entry);
    return good;
}

GpLookup *
gp_lookup_load(const char *path, const char *value_column, GError **error)
{
    g_autoptr(GpLookup) self = g_new0(GpLookup, 1);
    int text, value;

    self->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    g_array_set_clear_func(self->entries, clear_entry);
    self->table = gp_csv_table_load(path, error);
    if (self->table == NULL)
        return NULL;
    text = gp_csv_table_column(self->table, "text");
    value = gp_csv_table_column(self->table, value_column);
    if (text < 0 || value < 0)
        return gp_throw_null(error, GP_ERROR_MALFORMED,
                             "%s: the table needs the columns “text” and “%s”", path, value_column);
    for (guint i = 0; i < gp_csv_table_n_rows(self->table); i++) {
        if (!take_row(self, i, text, value, error))
            return NULL;
    }
    return g_steal_pointer(&self);
}

void
gp_lookup_free(GpLookup *self)
{
    if (self == NULL)
        return;
    gp_csv_table_free(self->table);
    g_array_unref(self->entries);
    g_free(self);
}

static gboolean
number_fits(const Entry *entry, const gint64 *number)
{
    if (!entry->has_from && !entry->has_to)
        return TRUE;
    return number != NULL && (!entry->has_from || *number >= entry->from) &&
           (!entry->has_to || *number <= entry->to);
}

/* How closely an entry answers: a plain text before any pattern, a longer pattern before a
 * shorter one, a range before none. */
static gsize
closeness(const Entry *entry)
{
    gboolean is_pattern = *entry->text == '*' || g_str_has_suffix(entry->text, "*");

    return (!is_pattern ? G_MAXINT32 : strlen(entry->text)) * 2 +
           (entry->has_from || entry->has_to);
}

const GpLookupAnswer *
gp_lookup_find(const GpLookup *self, const char *text, const gint64 *number)
{
    g_autofree char *folded = gp_text_fold(text);
    const Entry *best = NULL;

    for (guint i = 0; i < self->entries->len; i++) {
        const Entry *entry = &g_array_index(self->entries, Entry, i);

        if ((best == NULL || closeness(entry) > closeness(best)) && number_fits(entry, number) &&
            gp_pattern_fits(entry->text, folded))
            best = entry;
    }
    return best == NULL ? NULL : &best->answer;
}

void
gp_lookup_append(const GpLookup *self, GString *out)
{
    for (guint i = 0; i < self->entries->len; i++) {
        const Entry *entry = &g_array_index(self->entries, Entry, i);

        g_string_append_printf(out, "%s\t%d %d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\t%s\n",
                               entry->text, entry->has_from, entry->has_to, entry->from, entry->to,
                               entry->answer.value == NULL ? "" : entry->answer.value);
    }
}
