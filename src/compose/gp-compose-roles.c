/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-compose-private.h"

#define MAX_MEMBERS 30

static gboolean
is_total(const GpRolePublishedFigure *figure, int fy)
{
    return figure->fy == fy && figure->table == GP_ROLE_PUBLISHED_ROLES &&
           figure->part == GP_ROLE_PUBLISHED_ALL &&
           g_str_equal(figure->category, GP_ROLE_PUBLISHED_EVERY);
}

static gboolean
is_everybody(const GpRolePublishedFigure *figure)
{
    return g_str_equal(figure->role, GP_ROLE_PUBLISHED_EVERY);
}

static int
compare_figures(gconstpointer a, gconstpointer b)
{
    const GpRolePublishedFigure *x = *(const GpRolePublishedFigure *const *)a;
    const GpRolePublishedFigure *y = *(const GpRolePublishedFigure *const *)b;
    int by_group = strcmp(x->staff_group, y->staff_group);

    if (is_everybody(x) != is_everybody(y))
        return is_everybody(x) ? 1 : -1;
    return by_group != 0 ? by_group : strcmp(x->role, y->role);
}

/* The roles of a year, by staff group and name, all of them together last. */
static GPtrArray *
list_roles(const GpRolePublished *published, int fy)
{
    GPtrArray *list = g_ptr_array_new();

    for (guint i = 0; i < published->figures->len; i++) {
        const GpRolePublishedFigure *figure = gp_role_published_figure(published, i);

        if (is_total(figure, fy))
            g_ptr_array_add(list, (gpointer)figure);
    }
    g_ptr_array_sort(list, compare_figures);
    return list;
}

static void
add_role(GpDocTable *table, const GpRolePublishedFigure *figure)
{
    if (is_everybody(figure))
        gp_doc_table_add_total(table, "All roles");
    else
        gp_doc_table_add_row(table, figure->role);
    gp_doc_table_set_text(table, 1, is_everybody(figure) ? "" : figure->staff_group);
    for (guint column = 2; !figure->is_shown && column <= 5; column++)
        gp_doc_table_set_mark(table, column, GP_MARK_CONFIDENTIAL);
    if (!figure->is_shown)
        return;
    gp_doc_table_set_value(table, 2, figure->people, 0);
    gp_doc_table_set_value(table, 3, figure->wte, 0);
    gp_doc_table_set_kg(table, 4, figure->kg_co2e, 0);
    if (figure->has_per_wte)
        gp_doc_table_set_value(table, 5, figure->kg_per_wte, 0);
}

static GpDocTable *
roles_table(const GpComposing *self, const GPtrArray *roles, int fy)
{
    g_autofree char *caption =
        gp_composing_caption(self, "Footprints of roles that may be published", fy, fy);
    GpDocTable *table = gp_doc_table_new("roles-published", caption);

    gp_doc_table_add_note(table, "People and WTE (whole-time equivalents) are rounded to 5, "
                                 "emissions to 0.1 tonnes, and kilograms for each WTE to 10, so "
                                 "they need not add up.");
    gp_doc_table_add_text_column(table, "Role", "role");
    gp_doc_table_add_text_column(table, "Staff group", "staff_group");
    gp_doc_table_add_column(table, "People", "", "people", 0);
    gp_doc_table_add_column(table, "WTE", "", "wte", 0);
    gp_doc_table_add_column(table, "Emissions", "t CO₂e", "t_co2e", 1);
    gp_doc_table_add_column(table, "For each WTE", "kg CO₂e", "kg_co2e_per_wte", 0);
    for (guint i = 0; i < roles->len; i++)
        add_role(table, roles->pdata[i]);
    return table;
}

static void
say_average(const GPtrArray *roles, int fy, GpSection *section)
{
    const GpRolePublishedFigure *all = roles->len == 0 ? NULL : roles->pdata[roles->len - 1];
    g_autofree char *label = gp_words_fy(fy), *kg = NULL;

    if (all == NULL || !is_everybody(all) || !all->is_shown || !all->has_per_wte)
        return;
    kg = gp_words_number(gp_number_to_double(all->kg_per_wte, 0), 0, FALSE);
    gp_section_say(section,
                   "Over all roles, %s saw %s kg CO₂e for each whole-time equivalent (WTE).", label,
                   kg);
}

/* Which roles stand behind a row that is put together. */
static void
add_groups(const GpRolePublished *published, int fy, GpSection *section)
{
    gboolean is_first = TRUE;

    for (guint i = 0; i < published->groups->len; i++) {
        const GpRolePublishedGroup *group = published->groups->pdata[i];
        g_autofree char *members = NULL;

        if (group->fy != fy)
            continue;
        if (is_first)
            gp_section_say(section, "What is put together, so that nobody can be told from it:");
        is_first = FALSE;
        members = gp_words_list_some(group->members, MAX_MEMBERS, "more", "more");
        gp_section_add_pair(section, group->row, members);
    }
}

/* Kilograms for each WTE of a role in each year that is published. */
static const GpRolePublishedFigure *
find_role(const GPtrArray *roles, const GpRolePublishedFigure *like)
{
    for (guint i = 0; i < roles->len; i++) {
        if (compare_figures(&roles->pdata[i], &like) == 0)
            return roles->pdata[i];
    }
    return NULL;
}

static void
set_rate(GpDocTable *table, guint column, const GpRolePublishedFigure *figure)
{
    if (figure == NULL)
        return;
    if (!figure->is_shown)
        gp_doc_table_set_mark(table, column, GP_MARK_CONFIDENTIAL);
    else if (figure->has_per_wte)
        gp_doc_table_set_value(table, column, figure->kg_per_wte, 0);
}

static void
free_list(gpointer list)
{
    g_ptr_array_unref(list);
}

static GpDocTable *
rates_table(const GpComposing *self, const GpRolePublished *published, const GPtrArray *latest)
{
    guint n = published->fys->len;
    int first_fy = g_array_index(published->fys, int, 0);
    g_autofree char *caption =
        gp_composing_caption(self, "Footprint for each whole-time equivalent of a role", first_fy,
                             g_array_index(published->fys, int, n - 1));
    g_autoptr(GPtrArray) years = g_ptr_array_new_with_free_func(free_list);
    GpDocTable *table = gp_doc_table_new("roles-by-year", caption);

    gp_doc_table_add_note(table, "The roles of the latest year. A role that was renamed, or that "
                                 "stood with others in another year, has no figure there.");
    gp_doc_table_add_text_column(table, "Role", "role");
    for (guint i = 0; i < n; i++) {
        int fy = g_array_index(published->fys, int, i);
        g_autofree char *title = gp_words_fy(fy);
        g_autofree char *key = g_strdup_printf("kg_co2e_per_wte_%d_%02d", fy, (fy + 1) % 100);

        gp_doc_table_add_column(table, title, "kg CO₂e", key, 0);
        g_ptr_array_add(years, list_roles(published, fy));
    }
    for (guint i = 0; i < latest->len; i++) {
        const GpRolePublishedFigure *figure = latest->pdata[i];

        if (is_everybody(figure))
            gp_doc_table_add_total(table, "All roles");
        else
            gp_doc_table_add_row(table, figure->role);
        for (guint k = 0; k < n; k++)
            set_rate(table, k + 1, find_role(years->pdata[k], figure));
    }
    return table;
}

void
gp_compose_roles(const GpComposing *self)
{
    const GpRolePublished *published = self->board->roles;
    GpSection *section = gp_document_add_section(self->document, "roles", "Roles", 1);
    g_autoptr(GPtrArray) roles = NULL;
    int fy;

    section->begins_page = TRUE;
    if (published == NULL || published->fys->len == 0) {
        gp_section_say(section, "There are no footprints of roles that may be published.");
        return;
    }
    fy = g_array_index(published->fys, int, published->fys->len - 1);
    roles = list_roles(published, fy);
    gp_section_say(section,
                   "These footprints may be published: nothing here is about fewer than %d people. "
                   "They say what the work of a role uses. They do not measure how well anybody "
                   "works.",
                   (int)published->threshold);
    say_average(roles, fy, section);
    gp_composing_add_chart(self, section, "roles", roles_table(self, roles, fy));
    add_groups(published, fy, section);
    if (published->fys->len > 1)
        gp_section_add_table(section, rates_table(self, published, roles));
}
