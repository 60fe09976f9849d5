/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-role-publish-private.h"
#include "gp-text.h"

#define ANY G_MAXUINT32 /* all rows */

static const char *const other_categories = "Other categories";

/* A year on its way out. */
typedef struct {
    const GpStaffTally *tally;
    const GpDisclosure *disclosure;
    GpRolePublished *out;
    guint32 *categories; /* ids by name */
} Year;

/* ---- names ---- */

static const char *
told(const char *name)
{
    return *name == '\0' ? "Not told" : name;
}

static const char *
keep(const Year *self, const char *text)
{
    return g_string_chunk_insert_const(self->out->texts, text);
}

static const GpDiscloseRow *
row_at(const GArray *rows, guint32 row)
{
    return &g_array_index(rows, GpDiscloseRow, row);
}

static const char *
name_of_role_row(const Year *self, guint32 row)
{
    const GpDiscloseInput *input = &self->tally->input;
    const GpDiscloseRow *it;
    g_autofree char *others = NULL;

    if (row == ANY)
        return GP_ROLE_PUBLISHED_EVERY;
    it = row_at(self->disclosure->role_rows, row);
    if (it->kind == GP_DISCLOSE_OTHER)
        return "Other roles";
    if (it->kind == GP_DISCLOSE_ONE)
        return told(input->roles[it->id]);
    others = g_strdup_printf(*input->groups[it->id] == '\0' ? "Other roles without a staff group%s"
                                                            : "Other %s roles",
                             input->groups[it->id]);
    return keep(self, others);
}

static const char *
group_of_role_row(const Year *self, guint32 row)
{
    const GpDiscloseInput *input = &self->tally->input;
    const GpDiscloseRow *it;

    if (row == ANY)
        return GP_ROLE_PUBLISHED_EVERY;
    it = row_at(self->disclosure->role_rows, row);
    if (it->kind == GP_DISCLOSE_OTHER)
        return "Several";
    return told(
        input->groups[it->kind == GP_DISCLOSE_GROUP ? it->id : input->group_of_role[it->id]]);
}

static const char *
name_of_site_row(const Year *self, guint32 row)
{
    const GpDiscloseRow *it;

    if (row == ANY)
        return GP_ROLE_PUBLISHED_EVERY;
    it = row_at(self->disclosure->site_rows, row);
    return it->kind == GP_DISCLOSE_OTHER ? "Other sites" : told(self->tally->input.sites[it->id]);
}

/* ---- sums of cells ---- */

typedef struct {
    gboolean is_there; /* there is staff, or kg */
    gint64 people_micro, wte_micro;
    GpInt128 *kg; /* by line */
    guint8 *has;
} Sum;

static void
sum_clear(Sum *self)
{
    g_free(self->kg);
    g_free(self->has);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sum, sum_clear)

static void
sum_init(Sum *self, const Year *year, guint32 role_row, guint32 site_row)
{
    const GpStaffTally *tally = year->tally;
    guint n_lines = tally->input.n_lines;

    *self = (Sum){.kg = g_new0(GpInt128, n_lines + 1), .has = g_new0(guint8, n_lines + 1)};
    for (guint i = 0; i < tally->input.n_cells; i++) {
        const GpDiscloseCell *cell = &tally->input.cells[i];

        if ((role_row != ANY && year->disclosure->row_of_role[cell->role] != role_row) ||
            (site_row != ANY && year->disclosure->row_of_site[cell->site] != site_row))
            continue;
        self->is_there |= cell->has_staff;
        self->people_micro += cell->people;
        self->wte_micro += g_array_index(tally->wte_micro, gint64, i);
        for (guint line = 0; line < n_lines; line++) {
            self->kg[line] += tally->kg[(gsize)i * n_lines + line];
            self->has[line] |= tally->has[(gsize)i * n_lines + line];
            self->is_there |= tally->has[(gsize)i * n_lines + line];
        }
    }
}

/* ---- figures ---- */

/* @value / 10^@places to the nearest multiple of @step, half to an even one. */
static GpInt128
round_to(GpInt128 value, int places, gint64 step)
{
    return gp_number_divide(value, gp_power_of_ten(places) * step) * step;
}

static void
add_figure(const Year *self, GpRolePublishedFigure figure, const Sum *sum, GpInt128 kg)
{
    GpInt128 per_wte_micro;

    figure.fy = self->tally->year->fy;
    if (figure.is_shown) {
        figure.people =
            (gint64)round_to(sum->people_micro, GP_MICRO_PLACES, GP_ROLE_PUBLISHED_PEOPLE_STEP);
        figure.wte = (gint64)round_to(sum->wte_micro, GP_MICRO_PLACES, GP_ROLE_PUBLISHED_WTE_STEP);
        figure.kg_co2e = round_to(kg, self->tally->year->kg_places, GP_ROLE_PUBLISHED_KG_STEP);
        figure.has_per_wte =
            gp_kg_per_wte(kg, self->tally->year->kg_places, sum->wte_micro, &per_wte_micro);
        if (figure.has_per_wte)
            figure.kg_per_wte =
                round_to(per_wte_micro, GP_MICRO_PLACES, GP_ROLE_PUBLISHED_KG_PER_WTE_STEP);
    }
    g_array_append_val(self->out->figures, figure);
}

/* Whether a row of roles, or all, shows a category only within the others. */
static gboolean
is_other(const Year *self, guint32 role_row, guint32 category)
{
    const GpDisclosure *disclosure = self->disclosure;

    if (role_row != ANY)
        return disclosure->is_other[role_row * disclosure->n_categories + category];
    for (guint32 row = 0; row < disclosure->role_rows->len; row++) {
        if (!is_other(self, row, category))
            return FALSE;
    }
    return TRUE;
}

/* Which lines go into a figure: those of one category, of all, or of the others of a table. */
static gboolean
is_in(const Year *self, guint line, guint32 role_row, guint32 category, gboolean by_site)
{
    const GpDisclosure *disclosure = self->disclosure;
    guint32 of = self->tally->input.lines[line].category;

    if (category == ANY || category == of)
        return TRUE;
    if (category != disclosure->n_categories)
        return FALSE;
    return by_site ? !disclosure->is_by_site[of] : is_other(self, role_row, of);
}

static gboolean
add_part(const Year *self,
         GpRolePublishedFigure *figure,
         guint32 role_row,
         guint32 category,
         const Sum *sum)
{
    const GpDiscloseInput *input = &self->tally->input;
    gboolean by_site = figure->table != GP_ROLE_PUBLISHED_ROLES, has = FALSE;
    GpInt128 kg = 0;

    for (guint line = 0; line < input->n_lines; line++) {
        gboolean is_other_part =
            figure->part ==
            (input->lines[line].is_own ? GP_ROLE_PUBLISHED_SHARED : GP_ROLE_PUBLISHED_OWN);

        if (is_other_part || !sum->has[line] || !is_in(self, line, role_row, category, by_site))
            continue;
        kg += sum->kg[line];
        has = TRUE;
    }
    if (has || (category == ANY && figure->part == GP_ROLE_PUBLISHED_ALL))
        add_figure(self, *figure, sum, kg);
    return has;
}

static gboolean
may_tell_parts(const Year *self, guint32 role_row, guint32 category)
{
    guint n = self->disclosure->n_categories;

    if (category == ANY)
        return gp_disclosure_row_has_parts(self->disclosure, role_row);
    return !self->disclosure->is_together[role_row * (n + 1) + category];
}

/* The figures of a row in one category, ANY or, as the number of categories, the others. */
static void
add_category(const Year *self,
             GpRolePublishedFigure figure,
             guint32 role_row,
             guint32 category,
             const Sum *sum)
{
    figure.category = GP_ROLE_PUBLISHED_EVERY;
    if (category != ANY)
        figure.category = category == self->disclosure->n_categories
                              ? other_categories
                              : keep(self, self->tally->input.categories[category]);
    figure.part = GP_ROLE_PUBLISHED_ALL;
    figure.is_shown = TRUE;
    add_part(self, &figure, role_row, category, sum);
    if (figure.table != GP_ROLE_PUBLISHED_ROLES || role_row == ANY)
        return;
    figure.is_shown = may_tell_parts(self, role_row, category);
    figure.part = GP_ROLE_PUBLISHED_OWN;
    add_part(self, &figure, role_row, category, sum);
    figure.part = GP_ROLE_PUBLISHED_SHARED;
    add_part(self, &figure, role_row, category, sum);
}

static GpRolePublishedFigure
figure_of(const Year *self, GpRolePublishedTable table, guint32 role_row, guint32 site_row)
{
    return (GpRolePublishedFigure){.table = table,
                                   .staff_group = keep(self, group_of_role_row(self, role_row)),
                                   .role = keep(self, name_of_role_row(self, role_row)),
                                   .site = keep(self, name_of_site_row(self, site_row))};
}

static void
add_row(const Year *self, GpRolePublishedTable table, guint32 role_row, guint32 site_row)
{
    const GpDisclosure *disclosure = self->disclosure;
    GpRolePublishedFigure figure = figure_of(self, table, role_row, site_row);
    g_auto(Sum) sum = {0};

    sum_init(&sum, self, role_row, site_row);
    add_category(self, figure, role_row, ANY, &sum);
    for (guint i = 0; i < disclosure->n_categories; i++) {
        guint32 category = self->categories[i];

        if (table == GP_ROLE_PUBLISHED_ROLES ? !is_other(self, role_row, category)
                                             : disclosure->is_by_site[category])
            add_category(self, figure, role_row, category, &sum);
    }
    add_category(self, figure, role_row, disclosure->n_categories, &sum);
}

static void
add_hidden(const Year *self, GpRolePublishedFigure figure)
{
    figure.category = GP_ROLE_PUBLISHED_EVERY;
    figure.part = GP_ROLE_PUBLISHED_ALL;
    add_figure(self, figure, NULL, 0);
}

/* ---- tables ---- */

static gboolean
is_by_name(const GArray *rows, guint32 row)
{
    return row != GP_DISCLOSE_NOWHERE && row_at(rows, row)->kind == GP_DISCLOSE_ONE;
}

static void
add_roles(const Year *self)
{
    const GpDiscloseInput *input = &self->tally->input;
    g_autofree guint32 *places = gp_dict_ranks(self->tally->roles);
    g_autofree guint32 *by_name = g_new(guint32, input->n_roles + 1);

    add_row(self, GP_ROLE_PUBLISHED_ROLES, ANY, ANY);
    for (guint32 row = 0; row < self->disclosure->role_rows->len; row++)
        add_row(self, GP_ROLE_PUBLISHED_ROLES, row, ANY);
    for (guint32 role = 0; role < input->n_roles; role++)
        by_name[places[role]] = role;
    for (guint32 i = 0; i < input->n_roles; i++) {
        guint32 role = by_name[i];
        const char *group = told(input->groups[input->group_of_role[role]]);

        if (!is_by_name(self->disclosure->role_rows, self->disclosure->row_of_role[role]))
            add_hidden(self, (GpRolePublishedFigure){.table = GP_ROLE_PUBLISHED_ROLES,
                                                     .staff_group = keep(self, group),
                                                     .role = keep(self, told(input->roles[role])),
                                                     .site = GP_ROLE_PUBLISHED_EVERY});
    }
}

static void
add_sites(const Year *self)
{
    const GpDiscloseInput *input = &self->tally->input;
    g_autofree guint32 *places = gp_dict_ranks(self->tally->sites);
    g_autofree guint32 *by_name = g_new(guint32, input->n_sites + 1);

    for (guint32 row = 0; row < self->disclosure->site_rows->len; row++)
        add_row(self, GP_ROLE_PUBLISHED_SITES, ANY, row);
    for (guint32 site = 0; site < input->n_sites; site++)
        by_name[places[site]] = site;
    for (guint32 i = 0; i < input->n_sites; i++) {
        guint32 site = by_name[i];

        if (!is_by_name(self->disclosure->site_rows, self->disclosure->row_of_site[site]))
            add_hidden(self, (GpRolePublishedFigure){.table = GP_ROLE_PUBLISHED_SITES,
                                                     .staff_group = GP_ROLE_PUBLISHED_EVERY,
                                                     .role = GP_ROLE_PUBLISHED_EVERY,
                                                     .site = keep(self, told(input->sites[site]))});
    }
}

static void
add_cells(const Year *self)
{
    const GpDisclosure *disclosure = self->disclosure;
    guint n_sites = disclosure->site_rows->len;

    for (guint32 i = 0; i < disclosure->role_rows->len * n_sites; i++) {
        guint32 role_row = i / n_sites, site_row = i % n_sites;
        g_auto(Sum) sum = {0};

        if (disclosure->cell_is_shown[i]) {
            add_row(self, GP_ROLE_PUBLISHED_ROLES_AT_SITES, role_row, site_row);
            continue;
        }
        sum_init(&sum, self, role_row, site_row);
        if (sum.is_there)
            add_hidden(self, figure_of(self, GP_ROLE_PUBLISHED_ROLES_AT_SITES, role_row, site_row));
    }
}

/* ---- what is put together ---- */

static void
take_group(const Year *self, GpRolePublishedGroup *group)
{
    g_ptr_array_sort(group->members, gp_text_compare);
    g_ptr_array_add(self->out->groups, group);
}

static void
add_members_of_rows(const Year *self, const GArray *rows, gboolean are_roles)
{
    const GpDiscloseInput *input = &self->tally->input;
    const guint32 *row_of =
        are_roles ? self->disclosure->row_of_role : self->disclosure->row_of_site;
    const char *const *names = are_roles ? input->roles : input->sites;

    for (guint32 row = 0; row < rows->len; row++) {
        GpRolePublishedGroup *group;

        if (is_by_name(rows, row))
            continue;
        group = gp_role_published_group_new(self->tally->year->fy,
                                            are_roles ? keep(self, name_of_role_row(self, row))
                                                      : "Other sites");
        for (guint32 i = 0; i < (are_roles ? input->n_roles : input->n_sites); i++) {
            if (row_of[i] == row)
                g_ptr_array_add(group->members, (gpointer)keep(self, told(names[i])));
        }
        take_group(self, group);
    }
}

/* The categories that a row of roles (or, ANY, the tables with sites) shows in one sum. */
static void
add_members_of_categories(const Year *self, guint32 role_row)
{
    const GpDisclosure *disclosure = self->disclosure;
    const char *of = role_row == ANY ? "sites" : name_of_role_row(self, role_row);
    g_autofree char *name = g_strdup_printf("%s: %s", other_categories, of);
    GpRolePublishedGroup *group =
        gp_role_published_group_new(self->tally->year->fy, keep(self, name));

    for (guint32 i = 0; i < disclosure->n_categories; i++) {
        if (role_row == ANY ? !disclosure->is_by_site[i] : is_other(self, role_row, i))
            g_ptr_array_add(group->members, (gpointer)keep(self, self->tally->input.categories[i]));
    }
    take_group(self, group);
    if (group->members->len == 0)
        g_ptr_array_set_size(self->out->groups, (int)self->out->groups->len - 1);
}

/* ---- a year ---- */

static void
publish_year(gpointer data, gpointer user_data)
{
    const GpDisclosedYear *disclosed = data;
    GpRolePublished *out = user_data;
    const GpRoleYear *year = disclosed->year;
    const GpStaffTally *tally = disclosed->tally;
    const GpDisclosure *disclosure = disclosed->disclosure;
    g_autofree guint32 *places = gp_dict_ranks(tally->categories);
    g_autofree guint32 *categories = g_new(guint32, tally->input.n_categories + 1);
    Year self = {tally, disclosure, out, categories};

    for (guint32 i = 0; i < tally->input.n_categories; i++)
        categories[places[i]] = i;
    g_array_append_val(out->fys, year->fy);
    if (disclosure->is_nothing) {
        add_hidden(&self, figure_of(&self, GP_ROLE_PUBLISHED_ROLES, ANY, ANY));
        return;
    }
    add_roles(&self);
    add_sites(&self);
    add_cells(&self);
    add_members_of_rows(&self, disclosure->role_rows, TRUE);
    add_members_of_rows(&self, disclosure->site_rows, FALSE);
    for (guint32 row = 0; row < disclosure->role_rows->len; row++)
        add_members_of_categories(&self, row);
    add_members_of_categories(&self, ANY);
}

GpRolePublished *
gp_roles_publish(
    GpRoles *self, int only_fy, const GpPublishRule *rule, GpIssueList *issues, GError **error)
{
    g_autoptr(GpRolePublished) out = gp_role_published_new(rule->threshold);
    g_autoptr(GPtrArray) years = gp_roles_disclose(self, only_fy, rule, FALSE, issues, error);

    if (years == NULL)
        return NULL;
    g_ptr_array_foreach(years, publish_year, out);
    return g_steal_pointer(&out);
}

/* ---- audit ---- */

static void
take_leak(GpRolePublishedAudit *out, const GpStaffTally *tally, const GpDiscloseLeak *leak)
{
    const GpDiscloseInput *input = &tally->input;
    GpRolePublishedLeak *taken = gp_role_published_leak_new(tally->year->fy, leak->people);

    for (guint i = 0; i < leak->categories->len; i++) {
        const char *name = input->categories[g_array_index(leak->categories, guint32, i)];

        g_ptr_array_add(taken->categories, g_string_chunk_insert_const(out->texts, name));
    }
    for (guint i = 0; i < leak->cells->len; i++) {
        const GpDiscloseCell *cell = &input->cells[g_array_index(leak->cells, guint32, i)];
        g_autofree char *who = g_strdup_printf("%s at %s", told(input->roles[cell->role]),
                                               told(input->sites[cell->site]));

        g_ptr_array_add(taken->who, g_string_chunk_insert_const(out->texts, who));
    }
    g_ptr_array_sort(taken->categories, gp_text_compare);
    g_ptr_array_sort(taken->who, gp_text_compare);
    g_ptr_array_add(out->leaks, taken);
}

static guint
count_by_name(const GArray *rows)
{
    guint n = 0;

    for (guint32 i = 0; i < rows->len; i++)
        n += is_by_name(rows, i) ? 1 : 0;
    return n;
}

static guint
count_cells(const GpDisclosure *disclosure)
{
    guint n = 0;

    for (guint i = 0; i < disclosure->role_rows->len * disclosure->site_rows->len; i++)
        n += disclosure->cell_is_shown[i];
    return n;
}

static void
audit_year(gpointer data, gpointer user_data)
{
    const GpDisclosedYear *disclosed = data;
    GpRolePublishedAudit *out = user_data;
    const GpStaffTally *tally = disclosed->tally;
    const GpDisclosure *disclosure = disclosed->disclosure;
    const GpDiscloseAudit *audit = disclosed->audit;
    GpRolePublishedAuditYear counts = {.fy = disclosed->year->fy,
                                       .n_roles = tally->input.n_roles,
                                       .n_roles_shown = count_by_name(disclosure->role_rows),
                                       .n_sites = tally->input.n_sites,
                                       .n_sites_shown = count_by_name(disclosure->site_rows),
                                       .n_cells_shown = count_cells(disclosure),
                                       .n_figures = audit->n_figures,
                                       .n_ties = audit->n_ties};

    g_array_append_val(out->years, counts);
    for (guint i = 0; i < audit->leaks->len; i++)
        take_leak(out, tally, g_ptr_array_index(audit->leaks, i));
}

GpRolePublishedAudit *
gp_roles_audit_disclosure(
    GpRoles *self, int only_fy, const GpPublishRule *rule, GpIssueList *issues, GError **error)
{
    g_autoptr(GpRolePublishedAudit) out = gp_role_published_audit_new(rule->threshold);
    g_autoptr(GPtrArray) years = gp_roles_disclose(self, only_fy, rule, TRUE, issues, error);

    if (years == NULL)
        return NULL;
    g_ptr_array_foreach(years, audit_year, out);
    return g_steal_pointer(&out);
}
