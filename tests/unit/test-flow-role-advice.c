/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>

#include "gp-error.h"
#include "gp-role-catalogue.h"
#include "gp-staffing.h"

#define HEADER                                                                                     \
    "id,staff_group,roles,action,category,clinical,saving_kg,saving_basis,place,scale,"            \
    "scale_value,scale_unit,scale_activity,scale_instead,cost_gbp,saving_gbp,"                     \
    "minutes,who_to_ask,co_benefit,source,address\n"
#define SWAP(id, cells) id ",*,,do it,Travel,no,,,,swap," cells ",,,,lead,,book,\n"
#define PERCENT(id, value) id ",*,,do it,Travel,no,,,,percent-of-own," value ",,,,,,,lead,,book,\n"

/* One row of data/role-actions.csv serves these staff groups of the NHS Data Dictionary. */
static const char *const staff_groups[] = {
    "Medical and Dental",
    "Students",
    "Nursing and Midwifery Registered",
    "Allied Health Professionals",
    "Additional Professional Scientific and Technical",
    "Healthcare Scientists",
    "Additional Clinical Services",
    "Administrative and Clerical",
    "Estates and Ancillary",
    "Supplementary Roles",
};

static char *
data_file(const char *name)
{
    return g_build_filename(g_getenv("GP_DATA"), name, NULL);
}

/* A book without activity; @own: (nullable): factors of a trust's own. */
static GpBook *
open_book(const char *own)
{
    GpPlaces places = {(char *)g_getenv("GP_FACTORS"), (char *)g_getenv("GP_PLOTS"),
                       (char *)g_getenv("GP_DATA")};
    g_autofree char *folder = g_dir_make_tmp("gp-test-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "own.csv", NULL);
    char *own_factors[] = {path, NULL};
    const GpBookSources sources = {.basis = {.own_factors = own == NULL ? NULL : own_factors}};
    g_autoptr(GError) error = NULL;
    GpBook *book;

    g_assert_true(g_file_set_contents(path, own == NULL ? "" : own, -1, NULL));
    book = gp_book_prepare(&sources, &places, &error);
    g_assert_no_error(error);
    g_unlink(path);
    g_rmdir(folder);
    return book;
}

static GPtrArray *
load(const char *rows)
{
    g_autofree char *folder = g_dir_make_tmp("gp-test-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "role-actions.csv", NULL);
    g_autofree char *text = g_strconcat(HEADER, rows, NULL);
    g_autoptr(GError) error = NULL;
    GPtrArray *actions;

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    actions = gp_role_actions_load(path, NULL, &error);
    g_assert_no_error(error);
    g_unlink(path);
    g_rmdir(folder);
    return actions;
}

static GPtrArray *
load_shipped(void)
{
    g_autofree char *path = data_file("role-actions.csv");
    g_autoptr(GError) error = NULL;
    GPtrArray *actions = gp_role_actions_load(path, NULL, &error);

    g_assert_no_error(error);
    return actions;
}

static GPtrArray *
advise(const GpBook *book,
       const GPtrArray *actions,
       const GpAdviceFor *whom,
       guint n,
       GpIssueList *issues)
{
    const GpConvertOptions options = {.direct_only = TRUE}; /* is not followed */
    g_autoptr(GError) error = NULL;
    GPtrArray *advice = gp_book_role_advice(book, &options, actions, whom, n, issues, &error);

    g_assert_no_error(error);
    g_assert_nonnull(advice);
    return advice;
}

static const GpRoleAdvice *
get(const GPtrArray *advice, guint i)
{
    g_assert_cmpuint(i, <, advice->len);
    return g_ptr_array_index(advice, i);
}

static void
assert_scaled(const GpRoleAdvice *advice, const char *kg, const char *how)
{
    g_autoptr(GString) text = g_string_new(NULL);

    g_assert_true(advice->is_scaled);
    gp_number_append(text, advice->kg, advice->kg_places);
    g_assert_cmpstr(text->str, ==, kg);
    g_assert_cmpstr(advice->how, ==, how);
}

/* Miles of a bus are those of a passenger. Ten miles by car in 2025-26: 10 x (0.26915 + 0.07079)
 * kg, upstream with it; by bus 16.09344 passenger-km x (0.10385 + 0.02649). */
static void
test_swap_published(void)
{
    g_autoptr(GpBook) book = open_book(NULL);
    g_autoptr(GpIssueList) issues = gp_issue_list_new();
    g_autoptr(GPtrArray) actions =
        load(SWAP("a", "10,mile,car-average,bus") SWAP("b", "10,mile,car-average,") SWAP(
            "c", "1,item,inhaler-mdi-large,inhaler-mdi-small") SWAP("d", "250,ml,sevoflurane,"));
    const GpAdviceFor whom = {.role = "Anybody", .staff_group = "", .fy = 2025};
    g_autoptr(GPtrArray) advice = advise(book, actions, &whom, 9, issues);

    g_assert_cmpuint(advice->len, ==, 4);
    assert_scaled(
        get(advice, 0), "1.3017810304",
        "with 10 miles of “Local bus” in place of “Business travel by car, average fuel”, "
        "by the factors used for 2025-26");
    assert_scaled(get(advice, 1), "3.3994",
                  "without 10 miles of “Business travel by car, average fuel”, by the factors used "
                  "for 2025-26");
    assert_scaled(get(advice, 2), "15.39",
                  "with 1 item of “Metered dose inhaler, small volume” in place of “Metered dose "
                  "inhaler, large volume”, by the factors used for 2025-26");
    assert_scaled(get(advice, 3), "49.465",
                  "without 250 ml of “Sevoflurane”, by the factors used for 2025-26");
    g_assert_cmpuint(gp_issue_list_size(issues), ==, 0);
}

/* A trust's own factors count, and what is worse comes out below zero. */
static void
test_swap_own(void)
{
    g_autoptr(GpBook) book = open_book("activity,unit,valid_from,valid_to,kg_co2e\n"
                                       "mule,mile,2010-01-01,2030-12-31,0.3\n"
                                       "ox,mile,2010-01-01,2030-12-31,0.7\n");
    g_autoptr(GpIssueList) issues = gp_issue_list_new();
    g_autoptr(GPtrArray) actions = load(SWAP("a", "3,mile,ox,mule") SWAP("b", "3,mile,mule,ox"));
    const GpAdviceFor whom = {.role = "", .staff_group = "", .fy = 2019};
    g_autoptr(GPtrArray) advice = advise(book, actions, &whom, 2, issues);

    assert_scaled(get(advice, 0), "1.2",
                  "with 3 miles of “mule” in place of “ox”, by the factors used for 2019-20");
    assert_scaled(get(advice, 1), "-1.2",
                  "with 3 miles of “ox” in place of “mule”, by the factors used for 2019-20");
    g_assert_cmpuint(gp_issue_list_size(issues), ==, 0);
}

static void
test_swap_unknown(void)
{
    static const struct {
        const char *cells, *part;
    } cases[] = {
        {"10,mile,hovercraft,", "there is no factor for hovercraft in the unit “mile”"},
        {"10,furlong,car-average,", "there is no factor for car-average in the unit “furlong”"},
        {"10,kWh,car-average,", "there is no factor for car-average in the unit “kWh”"},
        {"10,WTE,workforce-wte,", "there is no factor for workforce-wte in the unit “WTE”"},
        {"10,mile,car-average,natural-gas",
         "there is no factor for natural-gas in the unit “mile”"},
    };
    g_autoptr(GpBook) book = open_book(NULL);

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *row =
            g_strdup_printf("a,*,,do it,Travel,no,,,,swap,%s,,,,lead,,book,\n", cases[i].cells);
        g_autoptr(GPtrArray) actions = load(row);
        g_autoptr(GpIssueList) issues = gp_issue_list_new();
        const GpAdviceFor whom = {.role = "", .staff_group = "", .fy = 2025};
        g_autoptr(GPtrArray) advice = advise(book, actions, &whom, 1, issues);

        g_assert_false(get(advice, 0)->is_scaled);
        g_assert_null(get(advice, 0)->how);
        g_assert_cmpuint(gp_issue_list_size(issues), ==, 1);
        g_assert_cmpint(gp_issue_list_get(issues, 0)->severity, ==, GP_SEVERITY_WARNING);
        g_test_message("%s", gp_issue_list_get(issues, 0)->message);
        g_assert_nonnull(strstr(gp_issue_list_get(issues, 0)->message, cases[i].part));
    }
}

static void
test_percent(void)
{
    g_autoptr(GpBook) book = open_book(NULL);
    g_autoptr(GpIssueList) issues = gp_issue_list_new();
    g_autoptr(GPtrArray) actions =
        load(PERCENT("a", "10") PERCENT("b", "12.5") PERCENT("c", "100") PERCENT("d", "0.000001"));
    const GpOwnKg own[] = {{"Waste", 5}, {"Travel", 1234567}};
    const GpOwnKg without[] = {{"Waste", 5}};
    GpAdviceFor whom = {"Anybody", "", 2025, own, G_N_ELEMENTS(own), 3};
    g_autoptr(GPtrArray) advice = advise(book, actions, &whom, 9, issues);
    g_autoptr(GPtrArray) nothing = NULL;

    assert_scaled(get(advice, 0), "123.4567",
                  "which is 10% of what the role itself causes in “Travel” in 2025-26");
    assert_scaled(get(advice, 1), "154.320875",
                  "which is 12.5% of what the role itself causes in “Travel” in 2025-26");
    assert_scaled(get(advice, 2), "1234.567",
                  "which is 100% of what the role itself causes in “Travel” in 2025-26");
    assert_scaled(get(advice, 3), "0.00001234567",
                  "which is 0.000001% of what the role itself causes in “Travel” in 2025-26");
    whom.own = without;
    whom.n_own = G_N_ELEMENTS(without);
    nothing = advise(book, actions, &whom, 9, issues);
    g_assert_false(get(nothing, 0)->is_scaled);
    g_assert_cmpuint(gp_issue_list_size(issues), ==, 0);
}

static void
test_percent_too_large(void)
{
    g_autoptr(GpBook) book = open_book(NULL);
    g_autoptr(GpIssueList) issues = gp_issue_list_new();
    g_autoptr(GPtrArray) actions = load(PERCENT("a", "99.999999"));
    const GpOwnKg own[] = {{"Travel", gp_power_of_ten(37)}};
    const GpAdviceFor whom = {"Anybody", "", 2025, own, 1, 3};
    const GpConvertOptions options = {0};
    g_autoptr(GError) error = NULL;

    g_assert_null(gp_book_role_advice(book, &options, actions, &whom, 1, issues, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_OVERFLOW);
}

/* The role's own categories, the largest first, decide between actions. */
static void
test_order_by_own(void)
{
    g_autoptr(GpBook) book = open_book(NULL);
    g_autoptr(GpIssueList) issues = gp_issue_list_new();
    g_autoptr(GPtrArray) actions = load_shipped();
    const GpOwnKg own[] = {{"Anaesthetic gases", 900}, {"Electricity", 5}};
    const GpAdviceFor whom = {
        "Consultant anaesthetist", "Medical and Dental", 2025, own, G_N_ELEMENTS(own), 0};
    g_autoptr(GPtrArray) advice = advise(book, actions, &whom, 4, issues);

    g_assert_cmpuint(advice->len, ==, 4);
    for (guint i = 0; i < 3; i++)
        g_assert_cmpstr(get(advice, i)->action->category, ==, "Anaesthetic gases");
    g_assert_cmpstr(get(advice, 3)->action->category, ==, "Electricity");
    g_assert_true(get(advice, 0)->is_scaled); /* low flow */
    g_assert_cmpuint(gp_issue_list_size(issues), ==, 0);
}

/* ---- the shipped file ---- */

static void
test_shipped_groups(void)
{
    g_autoptr(GPtrArray) actions = load_shipped();
    guint n_common = 0;

    g_assert_cmpuint(actions->len, >=, 45);
    for (guint i = 0; i < actions->len; i++) {
        const GpRoleAction *action = g_ptr_array_index(actions, i);
        gboolean is_known = g_str_equal(action->staff_group, "*");

        n_common += is_known && action->roles[0] == NULL ? 1 : 0;
        for (guint k = 0; k < G_N_ELEMENTS(staff_groups); k++)
            is_known = is_known || g_str_equal(action->staff_group, staff_groups[k]);
        g_test_message("%s: %s", action->id, action->staff_group);
        g_assert_true(is_known);
        g_assert_cmpuint(strlen(action->source), >, 10);
    }
    g_assert_cmpuint(n_common, >=, 3);
    for (guint k = 0; k < G_N_ELEMENTS(staff_groups); k++) {
        g_autoptr(GPtrArray) chosen =
            gp_role_actions_choose(actions, "no such role", staff_groups[k], NULL, G_MAXUINT);
        const GpRoleAction *first = g_ptr_array_index(chosen, 0);

        g_assert_cmpuint(chosen->len, >=, n_common + 1);
        g_assert_cmpstr(first->staff_group, ==, staff_groups[k]);
    }
}

/* Every category is one of the catalogue. */
static void
test_shipped_categories(void)
{
    g_autoptr(GpBook) book = open_book(NULL);
    g_autoptr(GPtrArray) actions = load_shipped();
    g_autoptr(GPtrArray) keys = gp_factor_library_keys(book->basis->library);
    g_autoptr(GHashTable) categories = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < keys->len; i++) {
        const GpActivity *activity =
            gp_factor_library_activity(book->basis->library, g_ptr_array_index(keys, i));

        g_hash_table_add(categories, (gpointer)activity->category);
    }
    for (guint i = 0; i < actions->len; i++) {
        const GpRoleAction *action = g_ptr_array_index(actions, i);

        g_test_message("%s: %s", action->id, action->category);
        g_assert_true(g_hash_table_contains(categories, action->category));
    }
}

/* Every swap has factors in every year from 2016-17 on, and saves. */
static void
test_shipped_swaps(void)
{
    g_autoptr(GpBook) book = open_book(NULL);
    g_autoptr(GPtrArray) actions = load_shipped();
    guint n_swaps = 0;

    for (guint i = 0; i < actions->len; i++) {
        GpRoleAction *action = g_ptr_array_index(actions, i);
        g_autoptr(GPtrArray) one = g_ptr_array_new();

        if (action->scale != GP_SCALE_SWAP)
            continue;
        n_swaps++;
        g_ptr_array_add(one, action);
        for (int fy = 2016; fy <= 2026; fy++) {
            const char *role = action->roles[0] == NULL ? "" : action->roles[0];
            const GpAdviceFor whom = {.role = role, .staff_group = action->staff_group, .fy = fy};
            g_autoptr(GpIssueList) issues = gp_issue_list_new();
            g_autoptr(GPtrArray) advice = advise(book, one, &whom, 1, issues);

            g_test_message("%s %d", action->id, fy);
            g_assert_cmpuint(gp_issue_list_size(issues), ==, 0);
            g_assert_true(get(advice, 0)->is_scaled);
            g_assert_true(get(advice, 0)->kg > 0);
        }
    }
    g_assert_cmpuint(n_swaps, >=, 15);
}

/* Roles are called as the catalogue calls them, so that whoever looks one up there finds its
 * actions. */
static void
test_shipped_roles(void)
{
    g_autofree char *path = data_file("roles.csv");
    g_autoptr(GError) error = NULL;
    g_autoptr(GpRoleCatalogue) catalogue = gp_role_catalogue_load(path, NULL, &error);
    g_autoptr(GPtrArray) actions = load_shipped();

    g_assert_no_error(error);
    for (guint i = 0; i < actions->len; i++) {
        const GpRoleAction *action = g_ptr_array_index(actions, i);

        for (char **role = action->roles; *role != NULL; role++) {
            const GpCatalogueRole *found = gp_role_catalogue_find(catalogue, *role, NULL);

            g_test_message("%s: %s", action->id, *role);
            g_assert_nonnull(found);
            g_assert_cmpstr(found->role, ==, *role);
        }
    }
}

/* The template has the columns of the shipped file. */
static void
test_template(void)
{
    g_autofree char *shipped = data_file("role-actions.csv");
    g_autofree char *template = data_file("templates/role-actions.csv");
    g_autoptr(GpCsvTable) a = gp_csv_table_load(shipped, NULL);
    g_autoptr(GpCsvTable) b = gp_csv_table_load(template, NULL);
    g_autoptr(GPtrArray) both = gp_role_actions_load(shipped, template, NULL);

    g_assert_nonnull(both);
    g_assert_cmpuint(gp_csv_table_n_rows(b), ==, 0);
    g_assert_cmpuint(gp_csv_table_n_columns(a), ==, gp_csv_table_n_columns(b));
    for (guint i = 0; i < gp_csv_table_n_columns(a); i++)
        g_assert_cmpstr(gp_csv_table_column_name(a, i), ==, gp_csv_table_column_name(b, i));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/flow/role-advice/swap-published", test_swap_published);
    g_test_add_func("/flow/role-advice/swap-own", test_swap_own);
    g_test_add_func("/flow/role-advice/swap-unknown", test_swap_unknown);
    g_test_add_func("/flow/role-advice/percent", test_percent);
    g_test_add_func("/flow/role-advice/percent-too-large", test_percent_too_large);
    g_test_add_func("/flow/role-advice/order-by-own", test_order_by_own);
    g_test_add_func("/flow/role-advice/shipped-groups", test_shipped_groups);
    g_test_add_func("/flow/role-advice/shipped-categories", test_shipped_categories);
    g_test_add_func("/flow/role-advice/shipped-swaps", test_shipped_swaps);
    g_test_add_func("/flow/role-advice/shipped-roles", test_shipped_roles);
    g_test_add_func("/flow/role-advice/template", test_template);
    return g_test_run();
}
