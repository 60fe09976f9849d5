/* SPDX-License-Identifier: MIT */
#include "gp-role-action.h"

#include <string.h>

#include "gp-csv.h"
#include "gp-error.h"
#include "gp-record.h"
#include "gp-text.h"

#define EVERYBODY "*"
#define HUNDRED_PERCENT (100 * GP_MICRO)
#define MAX_MINUTES (366 * 24 * 60) /* a year: beyond that it is a slip */

void
gp_role_action_free(GpRoleAction *self)
{
    if (self == NULL)
        return;
    g_free(self->id);
    g_free(self->staff_group);
    g_strfreev(self->roles);
    g_free(self->action);
    g_free(self->category);
    g_free(self->saving_basis);
    g_free(self->place);
    g_free(self->scale_unit);
    g_free(self->scale_activity);
    g_free(self->scale_instead);
    g_free(self->who_to_ask);
    g_free(self->co_benefit);
    g_free(self->source);
    g_free(self->address);
    g_free(self);
}

void
gp_role_advice_free(GpRoleAdvice *self)
{
    if (self == NULL)
        return;
    g_free(self->how);
    g_free(self);
}

static gboolean
read_amount(const GpRecord *row, const char *column, gboolean *out_has, gint64 *out, GError **error)
{
    if (!gp_record_number(row, column, GP_MICRO_PLACES, out_has, out, error))
        return FALSE;
    return !*out_has || *out >= 0 ||
           gp_throw(error, GP_ERROR_MALFORMED, "%s: “%.40s” is below zero", column,
                    gp_record_cell(row, column));
}

static gboolean
read_figures(GpRoleAction *self, const GpRecord *row, GError **error)
{
    if (!read_amount(row, "saving_kg", &self->has_saving, &self->saving_micro_kg, error) ||
        !read_amount(row, "cost_gbp", &self->has_cost, &self->cost_micro_gbp, error) ||
        !read_amount(row, "saving_gbp", &self->has_gbp, &self->saving_micro_gbp, error) ||
        !gp_record_number(row, "minutes", 0, &self->has_minutes, &self->minutes, error))
        return FALSE;
    return ABS(self->minutes) <= MAX_MINUTES ||
           gp_throw(error, GP_ERROR_MALFORMED, "minutes: “%.40s” is more than a year",
                    gp_record_cell(row, "minutes"));
}

static gboolean
read_choice(const GpRecord *row,
            const char *column,
            const char *const *names,
            guint n,
            guint *out,
            GError **error)
{
    const char *text = gp_record_cell(row, column);
    g_autoptr(GString) list = g_string_new(NULL);

    for (*out = 0; *out < n; (*out)++) {
        if (g_str_equal(text, names[*out]))
            return TRUE;
        g_string_append_printf(list, "%s%s",
                               *out == 0       ? ""
                               : *out + 1 == n ? " or "
                                               : ", ",
                               names[*out]);
    }
    return gp_throw(error, GP_ERROR_MALFORMED, "%s is %s, not “%.40s”", column, list->str, text);
}

static gboolean
check_filled(
    const GpRecord *row, const char *const *columns, guint n, const char *why, GError **error)
{
    for (guint i = 0; i < n; i++) {
        if (*gp_record_cell(row, columns[i]) == '\0')
            return gp_throw(error, GP_ERROR_MALFORMED, "%s is empty%s", columns[i], why);
    }
    return TRUE;
}

static gboolean
check_empty(
    const GpRecord *row, const char *const *columns, guint n, const char *scale, GError **error)
{
    for (guint i = 0; i < n; i++) {
        if (*gp_record_cell(row, columns[i]) != '\0')
            return gp_throw(error, GP_ERROR_MALFORMED,
                            "%s says “%.40s”, but the scale is %s and does not use it", columns[i],
                            gp_record_cell(row, columns[i]), scale);
    }
    return TRUE;
}

/* The columns that a scale needs are filled, and the others are empty. */
static gboolean
check_scale(const GpRoleAction *self, const GpRecord *row, const char *scale, GError **error)
{
    static const char *const columns[] = {"scale_value", "scale_unit", "scale_activity",
                                          "scale_instead"}; /* which may be empty */
    static const guint n_columns = G_N_ELEMENTS(columns), n_needed[] = {0, 3, 1};
    const guint n = n_needed[self->scale];

    if (!check_filled(row, columns, n, ", but its scale needs it", error))
        return FALSE;
    return self->scale == GP_SCALE_SWAP ||
           check_empty(row, columns + n, n_columns - n, scale, error);
}

static gboolean
read_scale(GpRoleAction *self, const GpRecord *row, GError **error)
{
    static const char *const scales[] = {"none", "swap", "percent-of-own"};
    gboolean has_value;
    guint scale;

    if (!read_choice(row, "scale", scales, G_N_ELEMENTS(scales), &scale, error) ||
        !read_amount(row, "scale_value", &has_value, &self->scale_value_micro, error))
        return FALSE;
    self->scale = scale;
    self->scale_unit = gp_record_copy(row, "scale_unit");
    self->scale_activity = gp_record_copy(row, "scale_activity");
    self->scale_instead = gp_record_copy(row, "scale_instead");
    if (!check_scale(self, row, scales[scale], error))
        return FALSE;
    if (has_value && self->scale_value_micro == 0)
        return gp_throw(error, GP_ERROR_MALFORMED, "scale_value is 0: that saves nothing");
    if (self->scale == GP_SCALE_PERCENT_OF_OWN && self->scale_value_micro > HUNDRED_PERCENT)
        return gp_throw(error, GP_ERROR_MALFORMED, "scale_value: “%.40s” is more than 100%%",
                        gp_record_cell(row, "scale_value"));
    return TRUE;
}

static char **
split_roles(const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, ";", -1);
    g_autoptr(GStrvBuilder) roles = g_strv_builder_new();

    for (char **part = parts; *part != NULL; part++) {
        if (*g_strstrip(*part) != '\0')
            g_strv_builder_add(roles, *part);
    }
    return g_strv_builder_end(roles);
}

static GpRoleAction *
read_action(const GpRecord *row, GError **error)
{
    static const char *const needed[] = {"id",       "staff_group", "action",
                                         "category", "who_to_ask",  "source"};
    static const char *const of_figures[] = {"saving_basis", "place"};
    static const char *const answers[] = {"no", "yes"};
    g_autoptr(GpRoleAction) self = g_new0(GpRoleAction, 1);
    guint clinical;

    self->id = gp_record_copy(row, "id");
    self->staff_group = gp_record_copy(row, "staff_group");
    self->roles = split_roles(gp_record_cell(row, "roles"));
    self->action = gp_record_copy(row, "action");
    self->category = gp_record_copy(row, "category");
    self->saving_basis = gp_record_copy(row, "saving_basis");
    self->place = gp_record_copy(row, "place");
    self->who_to_ask = gp_record_copy(row, "who_to_ask");
    self->co_benefit = gp_record_copy(row, "co_benefit");
    self->source = gp_record_copy(row, "source");
    self->address = gp_record_copy(row, "address");
    if (!check_filled(row, needed, G_N_ELEMENTS(needed), "", error) ||
        !read_choice(row, "clinical", answers, G_N_ELEMENTS(answers), &clinical, error) ||
        !read_figures(self, row, error) || !read_scale(self, row, error))
        return NULL;
    self->is_clinical = clinical == 1;
    if ((self->has_saving || self->has_gbp || self->has_cost) &&
        !check_filled(row, of_figures, G_N_ELEMENTS(of_figures), ", but a figure is told", error))
        return NULL;
    return g_steal_pointer(&self);
}

/* Adds an action, or puts it in the place of one of the first @n_shipped. */
static gboolean
add_action(GPtrArray *actions, GHashTable *seen, GpRoleAction *action, guint n_shipped)
{
    if (!g_hash_table_add(seen, g_strdup(action->id)))
        return FALSE;
    for (guint i = 0; i < n_shipped; i++) {
        GpRoleAction *old = g_ptr_array_index(actions, i);

        if (g_str_equal(old->id, action->id)) {
            gp_role_action_free(old);
            g_ptr_array_index(actions, i) = action;
            return TRUE;
        }
    }
    g_ptr_array_add(actions, action);
    return TRUE;
}

static gboolean
load_file(GPtrArray *actions, const char *path, GError **error)
{
    g_autoptr(GpCsvTable) table = gp_csv_table_load(path, error);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const guint n_shipped = actions->len;

    for (guint i = 0; table != NULL && i < gp_csv_table_n_rows(table); i++) {
        const GpRecord row = {table, i};
        g_autoptr(GpRoleAction) action = read_action(&row, error);

        if (action != NULL && !add_action(actions, seen, action, n_shipped)) {
            gp_throw(error, GP_ERROR_MALFORMED, "there is an action “%.40s” above already",
                     action->id);
        } else if (action != NULL) {
            g_steal_pointer(&action);
            continue;
        }
        g_prefix_error(error, "%s:%u: ", path, gp_csv_table_line(table, i));
        return FALSE;
    }
    return table != NULL;
}

static int
compare_ids(gconstpointer a, gconstpointer b)
{
    const GpRoleAction *const *left = a, *const *right = b;

    return strcmp((*left)->id, (*right)->id);
}

GPtrArray *
gp_role_actions_load(const char *shipped, const char *own, GError **error)
{
    g_autoptr(GPtrArray) actions =
        g_ptr_array_new_with_free_func((GDestroyNotify)gp_role_action_free);

    if (!load_file(actions, shipped, error) || (own != NULL && !load_file(actions, own, error)))
        return NULL;
    g_ptr_array_sort(actions, compare_ids);
    return g_steal_pointer(&actions);
}

static gboolean
is_same(const char *a, const char *b)
{
    return gp_text_equal_ignoring_case(a, strlen(a), b, strlen(b));
}

/* How near an action is to a role, and how far down its category stands in the role's list. */
typedef struct {
    GpRoleAction *action;
    enum { NAMES_ROLE, OF_GROUP, FOR_ALL, FOR_OTHERS } nearness;
    guint category;
} Candidate;

static Candidate
judge(GpRoleAction *action,
      const char *role,
      const char *staff_group,
      const char *const *categories)
{
    Candidate self = {action, FOR_OTHERS, 0};

    for (char **name = action->roles; *name != NULL; name++) {
        if (is_same(*name, role))
            self.nearness = NAMES_ROLE;
    }
    if (action->roles[0] == NULL && is_same(action->staff_group, staff_group))
        self.nearness = OF_GROUP;
    else if (action->roles[0] == NULL && g_str_equal(action->staff_group, EVERYBODY))
        self.nearness = FOR_ALL;
    while (categories != NULL && categories[self.category] != NULL &&
           !g_str_equal(categories[self.category], action->category))
        self.category++;
    return self;
}

static int
compare_candidates(gconstpointer a, gconstpointer b)
{
    const Candidate *left = a, *right = b;

    if (left->nearness != right->nearness)
        return left->nearness < right->nearness ? -1 : 1;
    if (left->category != right->category)
        return left->category < right->category ? -1 : 1;
    return strcmp(left->action->id, right->action->id);
}

GPtrArray *
gp_role_actions_choose(const GPtrArray *actions,
                       const char *role,
                       const char *staff_group,
                       const char *const *categories,
                       guint n)
{
    g_autoptr(GArray) candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    GPtrArray *chosen = g_ptr_array_new();

    for (guint i = 0; i < actions->len; i++) {
        Candidate candidate = judge(g_ptr_array_index(actions, i), role, staff_group, categories);

        if (candidate.nearness != FOR_OTHERS)
            g_array_append_val(candidates, candidate);
    }
    g_array_sort(candidates, compare_candidates);
    for (guint i = 0; i < MIN(n, candidates->len); i++)
        g_ptr_array_add(chosen, g_array_index(candidates, Candidate, i).action);
    return chosen;
}
