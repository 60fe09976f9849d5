/* SPDX-License-Identifier: MIT */
#include "gp-role-catalogue.h"

#include <string.h>

#include "gp-csv.h"
#include "gp-error.h"
#include "gp-number.h"
#include "gp-text.h"

#define PERCENT_PLACES 4 /* a per cent in millionths of the whole */

struct _GpRoleCatalogue {
    GPtrArray *rows;     /* (element-type GpCatalogueRole) of both files, the trust's own first */
    GPtrArray *roles;    /* the rows that hold */
    GHashTable *groups;  /* folded name of a staff group to its row */
    GHashTable *by_name; /* folded name to a role, the first that has it */
    GHashTable *by_both; /* folded name, line feed, folded staff group to a role */
};

static void
free_role(gpointer data)
{
    GpCatalogueRole *self = data;

    g_free(self->role);
    g_free(self->staff_group);
    g_strfreev(self->controls);
    g_strfreev(self->also);
    g_free(self->description);
    g_free(self->source);
    g_free(self);
}

static const char *
cell(const GpCsvTable *table, guint row, const char *column)
{
    return gp_csv_table_cell(table, row, gp_csv_table_column(table, column));
}

/* The texts that `;` parts, without blanks at their ends and empty ones. */
static char **
split_list(const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, ";", -1);
    g_autoptr(GStrvBuilder) list = g_strv_builder_new();

    for (guint i = 0; parts[i] != NULL; i++) {
        if (*g_strstrip(parts[i]) != '\0')
            g_strv_builder_add(list, parts[i]);
    }
    return g_strv_builder_end(list);
}

static gboolean
parse_percent(const char *text, gint64 *out_micro, GError **error)
{
    g_autofree char *quoted = gp_text_quoted(text);

    if (!gp_number_parse_text(text, PERCENT_PLACES, out_micro, error)) {
        g_prefix_error(error, "on_premises_percent: ");
        return FALSE;
    }
    return (*out_micro >= 0 && *out_micro <= GP_MICRO) ||
           gp_throw(error, GP_ERROR_MALFORMED, "on_premises_percent: “%s” is not between 0 and 100",
                    quoted);
}

static gboolean
parse_yes(const char *text, gboolean *out_is_yes, GError **error)
{
    g_autofree char *quoted = gp_text_quoted(text);

    *out_is_yes = g_ascii_strcasecmp(text, "yes") == 0;
    return *out_is_yes || g_ascii_strcasecmp(text, "no") == 0 ||
           gp_throw(error, GP_ERROR_MALFORMED, "clinical: “%s” is neither yes nor no", quoted);
}

static GpCatalogueRole *
read_role(const GpCsvTable *table, guint row, gboolean is_own_file, GError **error)
{
    GpCatalogueRole *role = g_new0(GpCatalogueRole, 1);

    role->role = g_strdup(cell(table, row, "role"));
    role->staff_group = g_strdup(cell(table, row, "staff_group"));
    role->controls = split_list(cell(table, row, "controls"));
    role->also = split_list(cell(table, row, "also"));
    role->description = g_strdup(cell(table, row, "description"));
    role->source = g_strdup(cell(table, row, "source"));
    role->is_own_file = is_own_file;
    role->line = gp_csv_table_line(table, row);
    if (*role->role == '\0')
        gp_throw(error, GP_ERROR_MALFORMED, "the role has no name");
    else if (*role->staff_group == '\0')
        gp_throw(error, GP_ERROR_MALFORMED, "the staff group is missing");
    else if (parse_percent(cell(table, row, "on_premises_percent"), &role->premises_micro, error) &&
             parse_yes(cell(table, row, "clinical"), &role->is_clinical, error))
        return role;
    free_role(role);
    return NULL;
}

static char *
fold_both(const char *name, const char *staff_group)
{
    g_autofree char *folded = gp_text_fold(name), *folded_group = gp_text_fold(staff_group);

    return g_strconcat(folded, "\n", folded_group, NULL);
}

static gboolean
is_group_row(const GpCatalogueRole *role)
{
    g_autofree char *name = gp_text_fold(role->role), *group = gp_text_fold(role->staff_group);

    return g_str_equal(name, group);
}

static GpCatalogueRole *
find_group(const GpRoleCatalogue *self, const char *staff_group)
{
    g_autofree char *folded = gp_text_fold(staff_group);

    return g_hash_table_lookup(self->groups, folded);
}

/* The trust's own file comes first, and its row keeps the names of the shipped one. */
static void
add_group(GpRoleCatalogue *self, GpCatalogueRole *role)
{
    GpCatalogueRole *earlier = find_group(self, role->role);

    if (!is_group_row(role))
        return;
    for (int k = -1; k < 0 || role->also[k] != NULL; k++) {
        g_autofree char *folded = gp_text_fold(k < 0 ? role->role : role->also[k]);

        if (!g_hash_table_contains(self->groups, folded))
            g_hash_table_insert(self->groups, g_steal_pointer(&folded),
                                earlier == NULL ? role : earlier);
    }
}

/* Writes the staff group as its own row does. */
static gboolean
resolve_group(const GpRoleCatalogue *self, GpCatalogueRole *role, GError **error)
{
    const GpCatalogueRole *group = find_group(self, role->staff_group);
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_autofree char *quoted = gp_text_quoted(role->staff_group);
    const char *closest;

    if (group != NULL) {
        char *name = g_strdup(group->staff_group);

        g_free(role->staff_group);
        role->staff_group = name;
        return TRUE;
    }
    for (guint i = 0; i < self->rows->len; i++) {
        const GpCatalogueRole *row = g_ptr_array_index(self->rows, i);

        if (is_group_row(row))
            g_ptr_array_add(names, row->role);
    }
    closest = gp_text_closest(role->staff_group, (const char *const *)names->pdata, names->len);
    return gp_throw(error, GP_ERROR_MALFORMED,
                    "“%s” is not a staff group of the catalogue%s%s%s; a new one needs a row in "
                    "which it stands as role, too",
                    quoted, closest == NULL ? "" : ", did you mean “",
                    closest == NULL ? "" : closest, closest == NULL ? "" : "”");
}

/* Makes @name of @row lead to @target, unless the trust's own file has the name. */
static gboolean
add_name(GpRoleCatalogue *self,
         const char *name,
         const GpCatalogueRole *row,
         GpCatalogueRole *target,
         GError **error)
{
    g_autofree char *folded = gp_text_fold(name), *both = fold_both(name, row->staff_group);
    const GpCatalogueRole *earlier = g_hash_table_lookup(self->by_both, both);

    if (earlier != NULL && earlier->is_own_file == row->is_own_file) {
        g_autofree char *quoted = gp_text_quoted(name);

        return gp_throw(error, GP_ERROR_MALFORMED, "“%s” is there already, on line %u", quoted,
                        earlier->line);
    }
    if (earlier == NULL)
        g_hash_table_insert(self->by_both, g_steal_pointer(&both), target);
    if (!g_hash_table_contains(self->by_name, folded))
        g_hash_table_insert(self->by_name, g_steal_pointer(&folded), target);
    return TRUE;
}

/* The row of the trust's own file in the place of a shipped one; the row itself if there is none.
 */
static GpCatalogueRole *
find_target(const GpRoleCatalogue *self, GpCatalogueRole *row)
{
    g_autofree char *both = fold_both(row->role, row->staff_group);
    GpCatalogueRole *named = row->is_own_file ? NULL : g_hash_table_lookup(self->by_both, both);
    g_autofree char *named_both = named == NULL ? NULL : fold_both(named->role, named->staff_group);

    return named != NULL && named->is_own_file && g_str_equal(named_both, both) ? named : row;
}

/* The names of the rows from @first on: first what they are called, then what they are called also,
 * which of a replaced row holds on where the new one is silent on it. */
static gboolean
add_names(GpRoleCatalogue *self, const char *path, guint first, guint n, GError **error)
{
    for (guint i = 0; i < 2 * n; i++) {
        GpCatalogueRole *row = g_ptr_array_index(self->rows, first + i % n);
        GpCatalogueRole *target = find_target(self, row);
        gboolean is_good = TRUE;

        if (i < n)
            is_good = add_name(self, row->role, row, target, error);
        else if (target == row || target->also[0] == NULL)
            for (guint k = 0; is_good && row->also[k] != NULL; k++)
                is_good = add_name(self, row->also[k], row, target, error);
        if (!is_good) {
            g_prefix_error(error, "%s:%u: ", path, row->line);
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
read_file(GpRoleCatalogue *self, const char *path, gboolean is_own_file, GError **error)
{
    static const char *const columns[] = {"role",        "staff_group", "on_premises_percent",
                                          "clinical",    "controls",    "also",
                                          "description", "source"};
    g_autoptr(GpCsvTable) table = gp_csv_table_load(path, error);

    if (table == NULL ||
        !gp_csv_table_check_columns(table, columns, G_N_ELEMENTS(columns), 4, error))
        return FALSE;
    for (guint i = 0; i < gp_csv_table_n_rows(table); i++) {
        GpCatalogueRole *row = read_role(table, i, is_own_file, error);

        if (row == NULL) {
            g_prefix_error(error, "%s:%u: ", path, gp_csv_table_line(table, i));
            return FALSE;
        }
        g_ptr_array_add(self->rows, row);
        add_group(self, row);
    }
    return TRUE;
}

/* Works out the staff groups and names of the rows from @first on. */
static gboolean
settle(GpRoleCatalogue *self, const char *path, guint first, guint n, GError **error)
{
    for (guint i = first; i < first + n; i++) {
        GpCatalogueRole *row = g_ptr_array_index(self->rows, i);

        if (!resolve_group(self, row, error)) {
            g_prefix_error(error, "%s:%u: ", path, row->line);
            return FALSE;
        }
    }
    return add_names(self, path, first, n, error);
}

/* The rows that hold: the shipped ones or what replaces them, then the others of the own file. */
static void
list_roles(GpRoleCatalogue *self, guint n_own)
{
    g_autoptr(GHashTable) listed = g_hash_table_new(NULL, NULL);

    for (guint i = n_own; i < self->rows->len + n_own; i++) {
        GpCatalogueRole *role =
            find_target(self, g_ptr_array_index(self->rows, i % self->rows->len));

        if (g_hash_table_add(listed, role))
            g_ptr_array_add(self->roles, role);
    }
}

GpRoleCatalogue *
gp_role_catalogue_load(const char *shipped, const char *own, GError **error)
{
    g_autoptr(GpRoleCatalogue) self = g_new0(GpRoleCatalogue, 1);
    guint n_own;

    self->rows = g_ptr_array_new_with_free_func(free_role);
    self->roles = g_ptr_array_new();
    self->groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    self->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    self->by_both = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (own != NULL && !read_file(self, own, TRUE, error))
        return NULL;
    n_own = self->rows->len;
    if (!read_file(self, shipped, FALSE, error) || !settle(self, own, 0, n_own, error) ||
        !settle(self, shipped, n_own, self->rows->len - n_own, error))
        return NULL;
    list_roles(self, n_own);
    return g_steal_pointer(&self);
}

void
gp_role_catalogue_free(GpRoleCatalogue *self)
{
    if (self == NULL)
        return;
    g_hash_table_unref(self->by_both);
    g_hash_table_unref(self->by_name);
    g_hash_table_unref(self->groups);
    g_ptr_array_unref(self->roles);
    g_ptr_array_unref(self->rows);
    g_free(self);
}

const GpCatalogueRole *
gp_role_catalogue_find(const GpRoleCatalogue *self, const char *role, const char *staff_group)
{
    const GpCatalogueRole *group = staff_group == NULL ? NULL : find_group(self, staff_group);
    const GpCatalogueRole *found = NULL;

    if (group != NULL) {
        g_autofree char *both = fold_both(role, group->staff_group);

        found = g_hash_table_lookup(self->by_both, both);
    }
    if (found == NULL) {
        g_autofree char *folded = gp_text_fold(role);

        found = g_hash_table_lookup(self->by_name, folded);
    }
    return found != NULL ? found : group;
}

gboolean
gp_catalogue_role_controls(const GpCatalogueRole *self, const char *category, const char *activity)
{
    for (guint i = 0; self->controls[i] != NULL; i++) {
        const char *control = self->controls[i];
        gsize length = strlen(control);

        if (gp_text_equal_ignoring_case(control, length, category, strlen(category)) ||
            gp_text_equal_ignoring_case(control, length, activity, strlen(activity)))
            return TRUE;
    }
    return FALSE;
}

guint
gp_role_catalogue_n_roles(const GpRoleCatalogue *self)
{
    return self->roles->len;
}

const GpCatalogueRole *
gp_role_catalogue_role(const GpRoleCatalogue *self, guint i)
{
    return g_ptr_array_index(self->roles, i);
}
