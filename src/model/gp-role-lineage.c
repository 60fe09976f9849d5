/* SPDX-License-Identifier: MIT */
#include "gp-role-lineage.h"

#include <string.h>

#include "gp-csv.h"
#include "gp-day.h"
#include "gp-dict.h"
#include "gp-error.h"
#include "gp-text.h"

#define MAX_CHANGES 10000 /* rows of the file: each is held against those of its names */

/* From the financial year @from on, the role is called by the other name. */
typedef struct {
    int from;
    guint32 role, became; /* ids */
    guint line;
} Change;

/* One name with the changes it has a part in, by year. */
typedef struct {
    char *spelled;   /* as it stands where it stands first */
    GArray *as_role; /* (element-type Change) it turns into something */
    GArray *as_new;  /* (element-type Change) something turns into it */
} Name;

struct _GpRoleLineage {
    GpDict *ids;      /* of folded names */
    GPtrArray *names; /* (element-type Name) by id */
};

static void
name_free(gpointer data)
{
    Name *self = data;

    g_free(self->spelled);
    g_array_unref(self->as_role);
    g_array_unref(self->as_new);
    g_free(self);
}

void
gp_role_lineage_free(GpRoleLineage *self)
{
    if (self == NULL)
        return;
    gp_dict_free(self->ids);
    g_ptr_array_unref(self->names);
    g_free(self);
}

static const Name *
name_of(const GpRoleLineage *self, guint32 id)
{
    return g_ptr_array_index(self->names, id);
}

static guint32
find_name(const GpRoleLineage *self, const char *text)
{
    g_autofree char *folded = gp_text_fold(text);

    return gp_dict_lookup(self->ids, folded, strlen(folded));
}

/* ---- what a name means in a year ---- */

typedef enum {
    IN_USE,  /* or nothing is known to the contrary */
    IS_GONE, /* a row has turned it into something else */
    NOT_YET, /* it comes up later, out of something else */
} Use;

static gboolean
goes_on(const Name *name, int fy, guint32 id)
{
    for (guint i = 0; i < name->as_role->len; i++) {
        const Change *change = &g_array_index(name->as_role, Change, i);

        if (change->from == fy && change->became == id)
            return TRUE;
    }
    return FALSE;
}

/* The latest year up to @fy with a change, or 0. */
static int
latest_change(const GArray *changes, int fy)
{
    int latest = 0;

    for (guint i = 0; i < changes->len; i++) {
        int from = g_array_index(changes, Change, i).from;

        if (from <= fy)
            latest = MAX(latest, from);
    }
    return latest;
}

static int
first_change(const GArray *changes)
{
    return changes->len == 0 ? G_MAXINT : g_array_index(changes, Change, 0).from;
}

/* Whether the name is used in @fy; if it is gone, since when. */
static Use
use_of(const GpRoleLineage *self, guint32 id, int fy, int *out_gone_since)
{
    const Name *name = name_of(self, id);
    int turned = latest_change(name->as_role, fy), begun = latest_change(name->as_new, fy);

    *out_gone_since = turned;
    if (turned > begun && !goes_on(name, turned, id))
        return IS_GONE;
    if (turned == 0 && begun == 0 && first_change(name->as_new) < first_change(name->as_role))
        return NOT_YET;
    return IN_USE;
}

/* How many changes of the year @fy there are, and the first of them. */
static guint
changes_in(const GArray *changes, int fy, guint *out_first)
{
    guint n = 0;

    for (guint i = 0; i < changes->len; i++) {
        if (g_array_index(changes, Change, i).from != fy)
            continue;
        if (n++ == 0)
            *out_first = i;
    }
    return n;
}

/* What a name that is gone by @fy is called then; GP_DICT_NONE if it was split. */
static guint32
follow(const GpRoleLineage *self, guint32 id, int fy, guint32 *out_split, int *out_since)
{
    int since;

    while (use_of(self, id, fy, &since) == IS_GONE) {
        const GArray *changes = name_of(self, id)->as_role;
        guint first = 0;

        *out_split = id;
        *out_since = since;
        if (changes_in(changes, since, &first) > 1)
            return GP_DICT_NONE;
        id = g_array_index(changes, Change, first).became;
        /* What it turned into may itself be gone by @fy, but only in a later year. */
    }
    return id;
}

/* What the name of a role that comes up later was called in @fy; GP_DICT_NONE if that is not one
 * whole role. */
static guint32
follow_back(const GpRoleLineage *self, guint32 id, int fy)
{
    int since;

    while (use_of(self, id, fy, &since) == NOT_YET) {
        const GArray *origins = name_of(self, id)->as_new;
        int begun = first_change(origins);
        guint32 origin = g_array_index(origins, Change, 0).role;
        guint first;

        if (changes_in(origins, begun, &first) > 1 ||
            changes_in(name_of(self, origin)->as_role, begun, &first) > 1)
            return GP_DICT_NONE;
        id = origin;
    }
    return id;
}

const char *
gp_role_lineage_current(const GpRoleLineage *self, const char *role, int fy)
{
    guint32 id = find_name(self, role), now, split;
    int since;

    if (id == GP_DICT_NONE)
        return role;
    now = follow(self, id, fy, &split, &since);
    if (now == id)
        now = follow_back(self, id, fy);
    return now == id || now == GP_DICT_NONE ? role : name_of(self, now)->spelled;
}

/* ---- back through the years ---- */

static void
append_quoted(GString *out, const char *text)
{
    g_autofree char *quoted = gp_text_quoted(text);

    g_string_append_printf(out, "“%s”", quoted);
}

static char *
explain_split(const GpRoleLineage *self, guint32 id, int fy)
{
    GString *out = g_string_new(NULL);
    const Name *name = name_of(self, id);
    guint first = 0, n = changes_in(name->as_role, fy, &first);
    char label[16];

    gp_fy_print(fy, label);
    append_quoted(out, name->spelled);
    g_string_append_printf(out, " was split in %s into ", label);
    for (guint i = 0; i < n; i++) {
        const Change *change = &g_array_index(name->as_role, Change, first + i);

        if (i > 0)
            g_string_append(out, i + 1 == n ? " and " : ", ");
        append_quoted(out, name_of(self, change->became)->spelled);
    }
    g_string_append(out, "; a part cannot be held against the whole");
    return g_string_free(out, FALSE);
}

/* The role of @change became only roles that are in @now. */
static gboolean
is_whole(const GpRoleLineage *self, const Change *change, GHashTable *now)
{
    const GArray *parts = name_of(self, change->role)->as_role;

    for (guint i = 0; i < parts->len; i++) {
        const Change *part = &g_array_index(parts, Change, i);

        if (part->from == change->from &&
            !g_hash_table_contains(now, GUINT_TO_POINTER(part->became)))
            return FALSE;
    }
    return TRUE;
}

/* From the names of the year @fy to those of the year before. NULL: a part of a split role, which
 * @out_split names. */
static GHashTable *
step_back(const GpRoleLineage *self, GHashTable *now, int fy, guint32 *out_split)
{
    g_autoptr(GHashTable) before = g_hash_table_new(g_direct_hash, g_direct_equal);
    GHashTableIter each;
    gpointer key;

    *out_split = GP_DICT_NONE;
    g_hash_table_iter_init(&each, now);
    while (g_hash_table_iter_next(&each, &key, NULL)) {
        guint32 id = GPOINTER_TO_UINT(key);
        const GArray *origins = name_of(self, id)->as_new;
        int since;

        for (guint i = 0; i < origins->len; i++) {
            const Change *change = &g_array_index(origins, Change, i);

            if (change->from != fy)
                continue;
            if (!is_whole(self, change, now))
                *out_split = MIN(*out_split, change->role);
            g_hash_table_add(before, GUINT_TO_POINTER(change->role));
        }
        if (use_of(self, id, fy - 1, &since) != IS_GONE)
            g_hash_table_add(before, key);
    }
    return *out_split == GP_DICT_NONE ? g_steal_pointer(&before) : NULL;
}

static GPtrArray *
spelled(const GpRoleLineage *self, GHashTable *ids)
{
    GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
    GHashTableIter each;
    gpointer key;

    g_hash_table_iter_init(&each, ids);
    while (g_hash_table_iter_next(&each, &key, NULL))
        g_ptr_array_add(texts, g_strdup(name_of(self, GPOINTER_TO_UINT(key))->spelled));
    g_ptr_array_sort(texts, gp_text_compare);
    return texts;
}

gboolean
gp_role_lineage_before(const GpRoleLineage *self,
                       const char *role,
                       int fy,
                       int earlier_fy,
                       GPtrArray **out_roles,
                       char **out_why)
{
    guint32 id = find_name(self, role), split = GP_DICT_NONE;
    g_autoptr(GHashTable) ids = g_hash_table_new(g_direct_hash, g_direct_equal);
    int since = fy;

    if (id == GP_DICT_NONE) {
        *out_roles = g_ptr_array_new_with_free_func(g_free);
        g_ptr_array_add(*out_roles, g_strdup(role));
        return TRUE;
    }
    id = follow(self, id, fy, &split, &since);
    if (id == GP_DICT_NONE) {
        *out_why = explain_split(self, split, since);
        return FALSE;
    }
    g_hash_table_add(ids, GUINT_TO_POINTER(id));
    for (; fy > earlier_fy; fy--) {
        GHashTable *before = step_back(self, ids, fy, &split);

        if (before == NULL) {
            *out_why = explain_split(self, split, fy);
            return FALSE;
        }
        g_hash_table_unref(ids);
        ids = before;
    }
    *out_roles = spelled(self, ids);
    return TRUE;
}

/* ---- reading ---- */

/* A row of the file, to be put in order before names get their numbers: what is said does not
 * depend on the order of rows. */
typedef struct {
    int from;
    const char *role, *became;   /* as spelled: borrowed from the table */
    char *role_key, *became_key; /* folded */
    guint line;
} Row;

static void
row_free(gpointer data)
{
    Row *self = data;

    g_free(self->role_key);
    g_free(self->became_key);
    g_free(self);
}

static int
compare_rows(gconstpointer a, gconstpointer b)
{
    const Row *x = *(const Row *const *)a, *y = *(const Row *const *)b;
    int order = x->from - y->from;

    if (order == 0)
        order = strcmp(x->role_key, y->role_key);
    if (order == 0)
        order = strcmp(x->became_key, y->became_key);
    if (order == 0)
        order = strcmp(x->role, y->role);
    return order == 0 ? strcmp(x->became, y->became) : order;
}

static gboolean
check_name(const char *text, const char *column, GError **error)
{
    if (*text == '\0')
        return gp_throw(error, GP_ERROR_MALFORMED, "the column %s is empty", column);
    return gp_text_is_clean(text, strlen(text)) ||
           gp_throw(error, GP_ERROR_MALFORMED, "“%s” holds characters that cannot be printed",
                    text);
}

static gboolean
read_row(GPtrArray *rows, const GpCsvTable *table, guint at, GError **error)
{
    const char *role = gp_csv_table_cell(table, at, gp_csv_table_column(table, "role"));
    const char *became = gp_csv_table_cell(table, at, gp_csv_table_column(table, "became"));
    const char *from = gp_csv_table_cell(table, at, gp_csv_table_column(table, "from"));
    g_autofree char *quoted = gp_text_quoted(from);
    Row *row;
    int fy;

    if (!check_name(role, "role", error) || !check_name(became, "became", error))
        return FALSE;
    if (!gp_fy_parse(from, &fy))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "from “%s” is not a financial year as in 2024-25", quoted);
    row = g_new0(Row, 1);
    *row = (Row){
        fy, role, became, gp_text_fold(role), gp_text_fold(became), gp_csv_table_line(table, at)};
    g_ptr_array_add(rows, row);
    return TRUE;
}

static guint32
intern_name(GpRoleLineage *self, const char *text, const char *key)
{
    guint32 id = gp_dict_intern(self->ids, key, strlen(key));

    if (id == self->names->len) {
        Name *name = g_new0(Name, 1);

        name->spelled = g_strdup(text);
        name->as_role = g_array_new(FALSE, FALSE, sizeof(Change));
        name->as_new = g_array_new(FALSE, FALSE, sizeof(Change));
        g_ptr_array_add(self->names, name);
    }
    return id;
}

static gboolean
check_change(const GpRoleLineage *self, const Change *change, GError **error)
{
    const Name *role = name_of(self, change->role), *became = name_of(self, change->became);
    g_autofree char *role_text = gp_text_quoted(role->spelled);
    g_autofree char *became_text = gp_text_quoted(became->spelled);
    char label[16], since_label[16];
    guint first = 0;
    int since;

    gp_fy_print(change->from, label);
    if (use_of(self, change->role, change->from - 1, &since) == IS_GONE) {
        gp_fy_print(since, since_label);
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "there is no “%s” to become “%s” in %s: another row says that it has been "
                        "called something else since %s",
                        role_text, became_text, label, since_label);
    }
    if (changes_in(became->as_role, change->from, &first) > 0 &&
        !goes_on(became, change->from, change->became))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "“%s” became “%s” in %s, and another row says that “%s” became something "
                        "else in the same year; write what each is called at the end of it",
                        role_text, became_text, label, became_text);
    return TRUE;
}

/* Rows in their order become changes; each is then held against all the others. */
static gboolean
take_rows(GpRoleLineage *self, const GPtrArray *rows, guint *out_line, GError **error)
{
    for (guint i = 0; i < rows->len; i++) {
        const Row *row = g_ptr_array_index(rows, i);
        const Row *last = i == 0 ? NULL : g_ptr_array_index(rows, i - 1);
        Change change = {row->from, intern_name(self, row->role, row->role_key),
                         intern_name(self, row->became, row->became_key), row->line};

        *out_line = row->line;
        if (last != NULL && last->from == row->from && g_str_equal(last->role_key, row->role_key) &&
            g_str_equal(last->became_key, row->became_key)) {
            *out_line = MAX(last->line, row->line);
            return gp_throw(error, GP_ERROR_MALFORMED, "the row says the same as line %u",
                            MIN(last->line, row->line));
        }
        g_array_append_val(((Name *)g_ptr_array_index(self->names, change.role))->as_role, change);
        g_array_append_val(((Name *)g_ptr_array_index(self->names, change.became))->as_new, change);
    }
    for (guint id = 0; id < self->names->len; id++) {
        const GArray *changes = name_of(self, id)->as_role;

        for (guint i = 0; i < changes->len; i++) {
            const Change *change = &g_array_index(changes, Change, i);

            *out_line = change->line;
            if (!check_change(self, change, error))
                return FALSE;
        }
    }
    return TRUE;
}

static gboolean
read_table(GpRoleLineage *self, const GpCsvTable *table, GError **error)
{
    static const char *const columns[] = {"role", "became", "from", "note"};
    const char *path = gp_csv_table_path(table);
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(row_free);
    guint line = 0;

    if (!gp_csv_table_check_columns(table, columns, G_N_ELEMENTS(columns), 3, error))
        return FALSE;
    if (gp_csv_table_n_rows(table) > MAX_CHANGES)
        return gp_throw(error, GP_ERROR_MALFORMED, "%s: there are more than %u changes of roles",
                        path, MAX_CHANGES);
    for (guint at = 0; at < gp_csv_table_n_rows(table); at++) {
        if (!read_row(rows, table, at, error)) {
            g_prefix_error(error, "%s:%u: ", path, gp_csv_table_line(table, at));
            return FALSE;
        }
    }
    g_ptr_array_sort(rows, compare_rows);
    if (take_rows(self, rows, &line, error))
        return TRUE;
    g_prefix_error(error, "%s:%u: ", path, line);
    return FALSE;
}

GpRoleLineage *
gp_role_lineage_load(const char *path, GError **error)
{
    g_autoptr(GpRoleLineage) self = g_new0(GpRoleLineage, 1);
    g_autoptr(GpCsvTable) table = NULL;

    self->ids = gp_dict_new();
    self->names = g_ptr_array_new_with_free_func(name_free);
    if (path == NULL)
        return g_steal_pointer(&self);
    table = gp_csv_table_load(path, error);
    return table != NULL && read_table(self, table, error) ? g_steal_pointer(&self) : NULL;
}
