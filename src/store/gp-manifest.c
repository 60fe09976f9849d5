/* SPDX-License-Identifier: MIT */
#include "gp-store-private.h"

#include "gp-error.h"

/* The columns of the table `original` but its id: texts first, then numbers. */
static const struct {
    const char *name;
    gsize offset;
} texts[] =
    {
        {"sha256", G_STRUCT_OFFSET(GpOriginal, sha256)},
        {"source", G_STRUCT_OFFSET(GpOriginal, source)},
        {"name", G_STRUCT_OFFSET(GpOriginal, name)},
        {"imported_at", G_STRUCT_OFFSET(GpOriginal, imported_at)},
        {"address", G_STRUCT_OFFSET(GpOriginal, address)},
        {"etag", G_STRUCT_OFFSET(GpOriginal, etag)},
        {"last_modified", G_STRUCT_OFFSET(GpOriginal, last_modified)},
        {"period", G_STRUCT_OFFSET(GpOriginal, period)},
        {"unit", G_STRUCT_OFFSET(GpOriginal, unit)},
        {"used_sum", G_STRUCT_OFFSET(GpOriginal, used_sum)},
        {"skipped_sum", G_STRUCT_OFFSET(GpOriginal, skipped_sum)},
        {"refused_sum", G_STRUCT_OFFSET(GpOriginal, refused_sum)},
        {"superseded_sum", G_STRUCT_OFFSET(GpOriginal, superseded_sum)},
},
  numbers[] = {
      {"bytes", G_STRUCT_OFFSET(GpOriginal, bytes)},
      {"rows_in", G_STRUCT_OFFSET(GpOriginal, rows_in)},
      {"rows", G_STRUCT_OFFSET(GpOriginal, rows)},
      {"skipped", G_STRUCT_OFFSET(GpOriginal, skipped)},
      {"refused", G_STRUCT_OFFSET(GpOriginal, refused)},
      {"superseded", G_STRUCT_OFFSET(GpOriginal, superseded)},
      {"days_lost", G_STRUCT_OFFSET(GpOriginal, days_lost)},
};

#define N_TEXTS ((int)G_N_ELEMENTS(texts))
#define N_NUMBERS ((int)G_N_ELEMENTS(numbers))

char *
gp_store_column_text(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);

    return g_utf8_make_valid(text == NULL ? "" : text, -1);
}

/* `sha256, source, …, first_day, last_day` */
static char *
list_columns(void)
{
    GString *list = g_string_new(NULL);

    for (int i = 0; i < N_TEXTS; i++)
        g_string_append_printf(list, "%s, ", texts[i].name);
    for (int i = 0; i < N_NUMBERS; i++)
        g_string_append_printf(list, "%s, ", numbers[i].name);
    g_string_append(list, "first_day, last_day");
    return g_string_free(list, FALSE);
}

static GpOriginal *
read_original(sqlite3_stmt *statement)
{
    GpOriginal *self = g_new0(GpOriginal, 1);

    for (int i = 0; i < N_TEXTS; i++)
        G_STRUCT_MEMBER(char *, self, texts[i].offset) = gp_store_column_text(statement, i);
    for (int i = 0; i < N_NUMBERS; i++)
        G_STRUCT_MEMBER(guint64, self, numbers[i].offset) =
            (guint64)sqlite3_column_int64(statement, N_TEXTS + i);
    self->days = (GpSpan){sqlite3_column_int(statement, N_TEXTS + N_NUMBERS),
                          sqlite3_column_int(statement, N_TEXTS + N_NUMBERS + 1)};
    return self;
}

#define ARRIVAL "imported_at, source, sha256"

/* @where: appended to the query; @sha256: (nullable): its parameter */
static GPtrArray *
query(GpStore *self, const char *where, const char *sha256, GError **error)
{
    g_autofree char *columns = list_columns();
    g_autofree char *sql = g_strdup_printf("SELECT %s FROM original %s", columns, where);
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)gp_original_free);
    g_autoptr(sqlite3_stmt) statement = gp_store_prepare(self, sql, error);
    int status;

    if (statement == NULL)
        return NULL;
    if (sha256 != NULL)
        gp_store_bind_text(statement, 1, sha256);
    while ((status = sqlite3_step(statement)) == SQLITE_ROW)
        g_ptr_array_add(list, read_original(statement));
    if (status == SQLITE_DONE)
        return g_steal_pointer(&list);
    gp_store_throw(self, error);
    return NULL;
}

GPtrArray *
gp_store_list_originals(GpStore *self, GError **error)
{
    return query(self, "ORDER BY " ARRIVAL, NULL, error);
}

GPtrArray *
gp_store_list_refused(GpStore *self, GError **error)
{
    return query(self, "WHERE refused > 0 ORDER BY " ARRIVAL, NULL, error);
}

gboolean
gp_store_find_original(GpStore *self, const char *sha256, GpOriginal **out_original, GError **error)
{
    g_autoptr(GPtrArray) found = query(self, "WHERE sha256 = ?", sha256, error);

    if (found == NULL)
        return FALSE;
    *out_original = found->len == 0 ? NULL : g_ptr_array_steal_index(found, 0);
    return TRUE;
}

/* `INSERT … ON CONFLICT … DO UPDATE …`, which keeps the id of bytes that are there. */
static char *
upsert_sql(void)
{
    g_autofree char *columns = list_columns();
    g_auto(GStrv) names = g_strsplit(columns, ", ", -1);
    g_autoptr(GString) places = g_string_new("?"), changes = g_string_new(NULL);

    for (guint i = 1; names[i] != NULL; i++) {
        g_string_append(places, ", ?");
        g_string_append_printf(changes, "%s%s = excluded.%s", i == 1 ? "" : ", ", names[i],
                               names[i]);
    }
    return g_strdup_printf("INSERT INTO original (%s) VALUES (%s) "
                           "ON CONFLICT (sha256) DO UPDATE SET %s RETURNING id",
                           columns, places->str, changes->str);
}

static gboolean
put_original(GpStore *self, const GpOriginal *original, gint64 *out_id, GError **error)
{
    g_autofree char *sql = upsert_sql();
    g_autoptr(sqlite3_stmt) statement = gp_store_prepare(self, sql, error);

    if (statement == NULL)
        return FALSE;
    for (int i = 0; i < N_TEXTS; i++) {
        const char *text = G_STRUCT_MEMBER(char *, original, texts[i].offset);

        gp_store_bind_text(statement, i + 1, text == NULL ? "" : text);
    }
    for (int i = 0; i < N_NUMBERS; i++)
        sqlite3_bind_int64(statement, N_TEXTS + i + 1,
                           (gint64)G_STRUCT_MEMBER(guint64, original, numbers[i].offset));
    sqlite3_bind_int64(statement, N_TEXTS + N_NUMBERS + 1, original->days.first);
    sqlite3_bind_int64(statement, N_TEXTS + N_NUMBERS + 2, original->days.last);
    if (sqlite3_step(statement) != SQLITE_ROW)
        return gp_store_throw(self, error);
    *out_id = sqlite3_column_int64(statement, 0);
    return gp_store_step(self, statement, error);
}

gboolean
gp_store_put(GpStore *self, const GpOriginal *original, const GpCube *cube, GError **error)
{
    g_autoptr(GpOriginal) before = NULL;
    gint64 id = 0;

    g_return_val_if_fail(self->is_changing, FALSE);

    return gp_store_require_transaction(self, error) &&
           gp_store_find_original(self, original->sha256, &before, error) &&
           put_original(self, original, &id, error) &&
           (before == NULL || gp_cells_delete(self, id, error)) &&
           gp_cells_write(self, id, cube, error);
}
