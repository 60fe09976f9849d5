/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "figures.h"

#define FY 2025

static void
add(GpRolePublished *published,
    const char *role,
    GpRolePublishedPart part,
    gint64 kg_per_wte,
    gboolean is_shown)
{
    const GpRolePublishedFigure figure = {.fy = FY,
                                          .table = GP_ROLE_PUBLISHED_ROLES,
                                          .staff_group = "Nursing",
                                          .role =
                                              g_string_chunk_insert_const(published->texts, role),
                                          .site = GP_ROLE_PUBLISHED_EVERY,
                                          .category = GP_ROLE_PUBLISHED_EVERY,
                                          .part = part,
                                          .is_shown = is_shown,
                                          .has_per_wte = TRUE,
                                          .kg_per_wte = kg_per_wte};

    g_array_append_val(published->figures, figure);
}

static void
add_parted(GpRolePublished *published, const char *role, gint64 own, gint64 shared)
{
    add(published, role, GP_ROLE_PUBLISHED_ALL, own + shared, TRUE);
    add(published, role, GP_ROLE_PUBLISHED_OWN, own, TRUE);
    add(published, role, GP_ROLE_PUBLISHED_SHARED, shared, TRUE);
}

static GpRolePublished *
published_new(void)
{
    GpRolePublished *self = gp_role_published_new(8);
    const int fys[] = {2024, FY};

    g_array_append_vals(self->fys, fys, G_N_ELEMENTS(fys));
    add(self, GP_ROLE_PUBLISHED_EVERY, GP_ROLE_PUBLISHED_ALL, 1500, TRUE);
    return self;
}

/* Two roles, one put together of two, and one that is hidden. */
static GpRolePublished *
published_of_all_kinds(void)
{
    GpRolePublished *self = published_new();
    GpRolePublishedGroup *group = gp_role_published_group_new(FY, "Other Nursing roles");
    GpRolePublishedGroup *categories = gp_role_published_group_new(FY, "Other categories: Nurse");

    add_parted(self, "Nurse", 200, 1200);
    add_parted(self, "Driver", 2000, 300);
    add(self, "Other Nursing roles", GP_ROLE_PUBLISHED_ALL, 900, TRUE);
    add(self, "Other Nursing roles", GP_ROLE_PUBLISHED_OWN, 0, FALSE);
    add(self, "Matron", GP_ROLE_PUBLISHED_ALL, 0, FALSE);
    g_ptr_array_add(group->members, (char *)"Matron");
    g_ptr_array_add(group->members, (char *)"School nurse");
    g_ptr_array_add(categories->members, (char *)"Waste");
    g_ptr_array_add(self->groups, group);
    g_ptr_array_add(self->groups, categories);
    return self;
}

static GpFigure *
figure_of(const GpRolePublished *published)
{
    const GpRolesChart chart = {.subject = {"Invented NHS Trust", "invented figures", NULL},
                                .published = published};
    g_autoptr(GError) error = NULL;
    GpFigure *figure = gp_figure_of_roles(&chart, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(gp_figure_name(figure), ==, "roles");
    return figure;
}

static void
assert_title(const GpRolePublished *published, const char *title)
{
    g_autoptr(GpFigure) figure = figure_of(published);

    g_assert_cmpstr(gp_figure_title(figure), ==, title);
}

/* ── Words ──────────────────────────────────────────────────────────────────────────────────── */

static void
test_titles(void)
{
    g_autoptr(GpRolePublished) published = published_new();

    assert_title(NULL, "No footprint of a role can be shown yet");
    assert_title(published, "No footprint of a role can be shown yet");
    add_parted(published, "Nurse", 200, 1200);
    assert_title(published, "The footprint of the one role shown is 1,400 kg for each WTE");
    add_parted(published, "Matron", 0, 1400);
    assert_title(published, "The footprint of every role is about 1,400 kg for each WTE");
    add_parted(published, "Driver", 2000, 300);
    assert_title(published, "The footprint of a role is between 1,400 and 2,300 kg for each WTE");
}

static void
test_description(void)
{
    g_autoptr(GpRolePublished) published = published_of_all_kinds();
    g_autoptr(GpFigure) figure = figure_of(published);

    g_assert_cmpstr(
        gp_figure_description(figure), ==,
        "Footprint of roles for each whole-time equivalent (WTE), Invented NHS Trust, financial "
        "year 2025/26. The footprint of a role is between 900 and 2,300 kg for each WTE. The "
        "trust's mean: 1,500 kg. Driver: 2,300 kg. Nurse: 1,400 kg. Other Nursing roles: 900 kg. "
        "Rounded to 10 kg; nothing here is about fewer than 8 people. 1 role is not shown alone: "
        "of few people, or so that no others can be worked out. Put together: Other Nursing roles "
        "(Matron and School nurse).");
}

/* ── Data ───────────────────────────────────────────────────────────────────────────────────── */

static void
test_bars(void)
{
    const double own[] = {0, 2000, 2.14, 2.86, 0, 200, 1.14, 1.86};
    const double shared[] = {2000, 2300, 2.14, 2.86, 200, 1400, 1.14, 1.86};
    const double whole[] = {0, 900, 0.14, 0.86};
    g_autoptr(GpRolePublished) published = published_of_all_kinds();
    g_autoptr(GpFigure) figure = figure_of(published);
    g_autofree char *script = figure_script(figure);
    g_autoptr(GArray) own_cells = script_block(script, "own");
    g_autoptr(GArray) shared_cells = script_block(script, "shared");
    g_autoptr(GArray) whole_cells = script_block(script, "whole");

    g_assert_cmpuint(own_cells->len, ==, 8);
    assert_cells(own_cells, 0, own, 8);
    g_assert_cmpuint(shared_cells->len, ==, 8);
    assert_cells(shared_cells, 0, shared, 8);
    g_assert_cmpuint(whole_cells->len, ==, 4);
    assert_cells(whole_cells, 0, whole, 4);
    g_assert_cmpuint(script_count(script, "n_keys"), ==, 3);
    g_assert_cmpuint(script_count(script, "mean"), ==, 1500);
    g_assert_true(script_says(script, "The trust's mean: 1,500"));
    g_assert_false(script_says(script, "Matron"));
}

/* Nothing of another year, table or category, whatever else is published. */
static void
test_only_totals_of_the_year(void)
{
    g_autoptr(GpRolePublished) published = published_new();
    g_autoptr(GpFigure) figure = NULL;
    g_autofree char *script = NULL;

    add_parted(published, "Nurse", 200, 1200);
    for (guint i = 0; i < 3; i++) {
        GpRolePublishedFigure *last;

        add(published, "Elsewhere", GP_ROLE_PUBLISHED_ALL, 5000, TRUE);
        last =
            &g_array_index(published->figures, GpRolePublishedFigure, published->figures->len - 1);
        last->fy = i == 0 ? FY - 1 : FY;
        last->table = i == 1 ? GP_ROLE_PUBLISHED_ROLES_AT_SITES : GP_ROLE_PUBLISHED_ROLES;
        last->category = i == 2 ? "Waste" : GP_ROLE_PUBLISHED_EVERY;
    }
    figure = figure_of(published);
    script = figure_script(figure);
    g_assert_cmpuint(script_count(script, "n_rows"), ==, 1);
    g_assert_false(script_says(script, "Elsewhere"));
}

static void
test_no_more_than_twenty(void)
{
    g_autoptr(GpRolePublished) published = published_new();
    g_autoptr(GpFigure) figure = NULL;
    g_autofree char *script = NULL;

    for (guint i = 0; i < 60; i++) {
        g_autofree char *name = g_strdup_printf("Role %u", i + 1);

        add_parted(published, name, 10 * i, 1000);
    }
    figure = figure_of(published);
    script = figure_script(figure);
    g_assert_cmpuint(script_count(script, "n_rows"), ==, 20);
    g_assert_true(script_says(script, "Role 60"));
    g_assert_true(script_says(script, "Role 41"));
    g_assert_false(script_says(script, "Role 40"));
    g_assert_nonnull(strstr(script, "The 20 largest of 60 are shown."));
}

/* ── Pictures ───────────────────────────────────────────────────────────────────────────────── */

static void
check_picture(const GpRolesChart *chart)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GpFigure) figure = gp_figure_of_roles(chart, &error);
    g_autofree char *script = NULL;
    g_autofree char *text = NULL;

    g_assert_no_error(error);
    script = figure_script(figure);
    text = figure_drawn(figure);
    check_labels(script);
    g_assert_true(text == NULL || strstr(text, "no figure") == NULL);
}

static void
test_extremes(void)
{
    static const gint64 cases[][4] = {/* roles, own, shared, more for each */
                                      {0, 0, 0, 0},         {1, 0, 0, 0},       {1, 10, 1490, 0},
                                      {2, 700, 700, 100},   {20, 0, 0, 0},      {60, 100, 900, 40},
                                      {5, -300, 100, 50},   {5, -300, -100, 0}, {5, 1, 2, 0},
                                      {3, 900000000, 1, 5}, {12, 1300, 180, 1}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GpRolePublished) published = published_new();
        const GpRolesChart chart = {.subject = {"Invented NHS Trust", "invented figures", NULL},
                                    .published = published};

        g_test_message("%u", i);
        for (gint64 k = 0; k < cases[i][0]; k++) {
            g_autofree char *name = g_strdup_printf("Role %d", (int)k + 1);

            add_parted(published, name, cases[i][1] + k * cases[i][3], cases[i][2]);
        }
        check_picture(&chart);
    }
}

static void
test_nothing_published(void)
{
    const GpRolesChart chart = {.subject = {"", "invented figures", "Invented data"}};

    check_picture(&chart);
}

static void
test_names(void)
{
    for (guint i = 0; i < FIGURE_SCRIPTS || figure_hostile[i - FIGURE_SCRIPTS] != NULL; i++) {
        g_autofree char *name =
            i < FIGURE_SCRIPTS ? figure_long_name(i) : g_strdup(figure_hostile[i - FIGURE_SCRIPTS]);
        g_autoptr(GpRolePublished) published = published_of_all_kinds();
        const GpRolesChart chart = {.subject = {name, name, name}, .published = published};
        GpRolePublishedGroup *group = published->groups->pdata[0];

        for (guint k = 0; k < 5; k++)
            add_parted(published, name, 100 * k, 900);
        g_ptr_array_add(group->members, name);
        check_picture(&chart);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/plot-roles/titles", test_titles);
    g_test_add_func("/plot-roles/description", test_description);
    g_test_add_func("/plot-roles/data/bars", test_bars);
    g_test_add_func("/plot-roles/data/totals", test_only_totals_of_the_year);
    g_test_add_func("/plot-roles/data/twenty", test_no_more_than_twenty);
    g_test_add_func("/plot-roles/picture/extremes", test_extremes);
    g_test_add_func("/plot-roles/picture/nothing", test_nothing_published);
    g_test_add_func("/plot-roles/picture/names", test_names);
    return g_test_run();
}
