/* SPDX-License-Identifier: MIT */
#include "gp-role-action.h"

#include <glib/gstdio.h>
#include <string.h>

#include "gp-error.h"

#define HEADER                                                                                     \
    "id,staff_group,roles,action,category,clinical,saving_kg,saving_basis,place,scale,"            \
    "scale_value,scale_unit,scale_activity,scale_instead,cost_gbp,saving_gbp,"                     \
    "minutes,who_to_ask,co_benefit,source,address\n"
#define PLAIN "a,*,,do it,Waste,no,,,,none,,,,,,,,the lead,,a book,\n"

/* Files that are gone with the test. */
typedef struct {
    char *folder, *shipped, *own;
} Files;

static Files
write_files(const char *shipped, const char *own)
{
    char *folder = g_dir_make_tmp("gp-test-XXXXXX", NULL);
    Files files = {folder, g_build_filename(folder, "shipped.csv", NULL),
                   g_build_filename(folder, "own.csv", NULL)};

    g_assert_true(g_file_set_contents(files.shipped, shipped, -1, NULL));
    if (own != NULL)
        g_assert_true(g_file_set_contents(files.own, own, -1, NULL));
    return files;
}

static void
files_clear(Files *self)
{
    g_unlink(self->shipped);
    g_unlink(self->own);
    g_assert_cmpint(g_rmdir(self->folder), ==, 0);
    g_free(self->folder);
    g_free(self->shipped);
    g_free(self->own);
}

static GPtrArray *
load(const char *shipped, const char *own)
{
    Files files = write_files(shipped, own);
    g_autoptr(GError) error = NULL;
    GPtrArray *actions =
        gp_role_actions_load(files.shipped, own == NULL ? NULL : files.own, &error);

    g_assert_no_error(error);
    g_assert_nonnull(actions);
    files_clear(&files);
    return actions;
}

/* The message begins with `path:@line: ` of the own file if there is one, and holds @part. */
static void
assert_refused(const char *shipped, const char *own, guint line, const char *part)
{
    Files files = write_files(shipped, own);
    g_autoptr(GError) error = NULL;
    g_autofree char *begin =
        g_strdup_printf("%s:%u: ", own == NULL ? files.shipped : files.own, line);

    g_assert_null(gp_role_actions_load(files.shipped, own == NULL ? NULL : files.own, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
    g_test_message("%s", error->message);
    g_assert_true(g_str_has_prefix(error->message, begin));
    g_assert_nonnull(strstr(error->message, part));
    files_clear(&files);
}

static const GpRoleAction *
get(const GPtrArray *actions, guint i)
{
    g_assert_cmpuint(i, <, actions->len);
    return g_ptr_array_index(actions, i);
}

static void
test_every_column(void)
{
    g_autoptr(GPtrArray) actions =
        load("# a comment\n" HEADER
             "x-1,Students, Nurse ;;Chef,Go by bus,Business travel,yes,\"1,234.5\",a year,Barts,"
             "swap,10,mile,car-average,bus,60,0.01,-210,travel lead,a walk,"
             "a book,https://b\n",
             NULL);
    const GpRoleAction *action = get(actions, 0);

    g_assert_cmpuint(actions->len, ==, 1);
    g_assert_cmpstr(action->id, ==, "x-1");
    g_assert_cmpstr(action->staff_group, ==, "Students");
    g_assert_cmpuint(g_strv_length(action->roles), ==, 2);
    g_assert_cmpstr(action->roles[0], ==, "Nurse");
    g_assert_cmpstr(action->roles[1], ==, "Chef");
    g_assert_cmpstr(action->action, ==, "Go by bus");
    g_assert_cmpstr(action->category, ==, "Business travel");
    g_assert_true(action->is_clinical);
    g_assert_true(action->has_saving && action->has_cost && action->has_gbp && action->has_minutes);
    g_assert_cmpint(action->saving_micro_kg, ==, G_GINT64_CONSTANT(1234500000));
    g_assert_cmpstr(action->saving_basis, ==, "a year");
    g_assert_cmpstr(action->place, ==, "Barts");
    g_assert_cmpint(action->scale, ==, GP_SCALE_SWAP);
    g_assert_cmpint(action->scale_value_micro, ==, 10 * GP_MICRO);
    g_assert_cmpstr(action->scale_unit, ==, "mile");
    g_assert_cmpstr(action->scale_activity, ==, "car-average");
    g_assert_cmpstr(action->scale_instead, ==, "bus");
    g_assert_cmpint(action->cost_micro_gbp, ==, 60 * GP_MICRO);
    g_assert_cmpint(action->saving_micro_gbp, ==, 10000);
    g_assert_cmpint(action->minutes, ==, -210);
    g_assert_cmpstr(action->who_to_ask, ==, "travel lead");
    g_assert_cmpstr(action->co_benefit, ==, "a walk");
    g_assert_cmpstr(action->source, ==, "a book");
    g_assert_cmpstr(action->address, ==, "https://b");
    gp_role_action_free(NULL);
    gp_role_advice_free(NULL);
}

/* What is not told is told apart from 0. */
static void
test_not_published(void)
{
    g_autoptr(GPtrArray) actions =
        load(HEADER PLAIN "b,*,,do it,Waste,no,0,a year,there,none,,,,,0,0,0,lead,,book,\n", NULL);
    const GpRoleAction *none = get(actions, 0), *zero = get(actions, 1);

    g_assert_false(none->has_saving || none->has_cost || none->has_gbp || none->has_minutes);
    g_assert_cmpuint(g_strv_length(none->roles), ==, 0);
    g_assert_cmpint(none->scale, ==, GP_SCALE_NONE);
    g_assert_false(none->is_clinical);
    g_assert_true(zero->has_saving && zero->has_cost && zero->has_gbp && zero->has_minutes);
}

static void
test_refused(void)
{
    static const struct {
        const char *row, *part;
    } cases[] = {
        {",*,,do it,Waste,no,,,,none,,,,,,,,lead,,book,", "id is empty"},
        {"b,,,do it,Waste,no,,,,none,,,,,,,,lead,,book,", "staff_group is empty"},
        {"b,*,,,Waste,no,,,,none,,,,,,,,lead,,book,", "action is empty"},
        {"b,*,,do it,,no,,,,none,,,,,,,,lead,,book,", "category is empty"},
        {"b,*,,do it,Waste,no,,,,none,,,,,,,,,,book,", "who_to_ask is empty"},
        {"b,*,,do it,Waste,no,,,,none,,,,,,,,lead,,,", "source is empty"},
        {"b,*,,do it,Waste,maybe,,,,none,,,,,,,,lead,,book,", "clinical is no or yes, not “maybe”"},
        {"b,*,,do it,Waste,no,,,,all,,,,,,,,lead,,book,",
         "scale is none, swap or percent-of-own, not “all”"},
        {"b,*,,do it,Waste,no,,,,,,,,,,,,lead,,book,", "not “”"},
        {"b,*,,do it,Waste,no,much,a,b,none,,,,,,,,lead,,book,", "saving_kg: "},
        {"b,*,,do it,Waste,no,-1,a,b,none,,,,,,,,lead,,book,", "saving_kg: “-1” is below zero"},
        {"b,*,,do it,Waste,no,1,,b,none,,,,,,,,lead,,book,", "saving_basis is empty"},
        {"b,*,,do it,Waste,no,1,a,,none,,,,,,,,lead,,book,", "place is empty"},
        {"b,*,,do it,Waste,no,,a,,none,,,,,,5,,lead,,book,", "place is empty"},
        {"b,*,,do it,Waste,no,,a,b,none,,,,,£5,,,lead,,book,", "cost_gbp: "},
        {"b,*,,do it,Waste,no,,a,b,none,,,,,-5,,,lead,,book,", "cost_gbp: “-5” is below zero"},
        {"b,*,,do it,Waste,no,,a,b,none,,,,,,1e3,,lead,,book,", "saving_gbp: "},
        {"b,*,,do it,Waste,no,,,,none,,,,,,,long,lead,,book,", "minutes: "},
        {"b,*,,do it,Waste,no,,,,none,,,,,,,-600000,lead,,book,", "more than a year"},
        {"b,*,,do it,Waste,no,,,,none,10,,,,,,,lead,,book,", "scale_value says “10”"},
        {"b,*,,do it,Waste,no,,,,none,,,,bus,,,,lead,,book,", "scale_instead says “bus”"},
        {"b,*,,do it,Waste,no,,,,swap,,mile,car,,,,,lead,,book,", "scale_value is empty"},
        {"b,*,,do it,Waste,no,,,,swap,ten,mile,car,,,,,lead,,book,", "scale_value: "},
        {"b,*,,do it,Waste,no,,,,swap,0,mile,car,,,,,lead,,book,", "scale_value is 0"},
        {"b,*,,do it,Waste,no,,,,swap,-1,mile,car,,,,,lead,,book,", "below zero"},
        {"b,*,,do it,Waste,no,,,,swap,10,,car,,,,,lead,,book,", "scale_unit is empty"},
        {"b,*,,do it,Waste,no,,,,swap,10,mile,,,,,,lead,,book,", "scale_activity is empty"},
        {"b,*,,do it,Waste,no,,,,percent-of-own,,,,,,,,lead,,book,", "scale_value is empty"},
        {"b,*,,do it,Waste,no,,,,percent-of-own,101,,,,,,,lead,,book,", "more than 100%"},
        {"b,*,,do it,Waste,no,,,,percent-of-own,10,mile,,,,,,lead,,book,", "scale_unit says"},
        {"a,*,,do it,Waste,no,,,,none,,,,,,,,lead,,book,", "there is an action “a” above"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = g_strconcat(HEADER PLAIN, cases[i].row, "\n", NULL);

        assert_refused(text, NULL, 3, cases[i].part);
        assert_refused(HEADER, text, 3, cases[i].part);
    }
}

static void
test_no_file(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(gp_role_actions_load("/nowhere/role-actions.csv", NULL, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_IO);
}

/* A trust's own are added; the id of a shipped one takes its place. */
static void
test_own(void)
{
    g_autoptr(GPtrArray) actions = load(HEADER "m,*,,shipped,Waste,no,,,,none,,,,,,,,lead,,book,\n"
                                               "z,*,,last,Waste,no,,,,none,,,,,,,,lead,,book,\n",
                                        HEADER "m,*,,ours,Waste,no,,,,none,,,,,,,,lead,,book,\n"
                                               "c,*,,new,Waste,no,,,,none,,,,,,,,lead,,book,\n");

    g_assert_cmpuint(actions->len, ==, 3);
    g_assert_cmpstr(get(actions, 0)->action, ==, "new");
    g_assert_cmpstr(get(actions, 1)->action, ==, "ours");
    g_assert_cmpstr(get(actions, 2)->action, ==, "last");
}

/* Rows of `id,staff_group,roles,category`. */
static GPtrArray *
load_short(const char *const *rows, guint n, gboolean backwards)
{
    g_autoptr(GString) text = g_string_new(HEADER);

    for (guint i = 0; i < n; i++) {
        g_auto(GStrv) cells = g_strsplit(rows[backwards ? n - 1 - i : i], ",", 4);

        g_string_append_printf(text, "%s,%s,%s,do it,%s,no,,,,none,,,,,,,,lead,,book,\n", cells[0],
                               cells[1], cells[2], cells[3]);
    }
    return load(text->str, NULL);
}

static void
assert_chosen(const GPtrArray *actions,
              const char *role,
              const char *group,
              const char *const *categories,
              guint n,
              const char *expected)
{
    g_autoptr(GPtrArray) chosen = gp_role_actions_choose(actions, role, group, categories, n);
    g_autoptr(GString) ids = g_string_new(NULL);

    for (guint i = 0; i < chosen->len; i++)
        g_string_append_printf(ids, "%s%s", i == 0 ? "" : " ", get(chosen, i)->id);
    g_assert_cmpstr(ids->str, ==, expected);
}

static void
test_choose(void)
{
    static const char *const rows[] = {
        "a-all,*,,Waste",           "b-all,*,,Travel",          "c-nurses,Nursing,,Waste",
        "d-nurses,Nursing,,Travel", "e-nurses,Nursing,,Water",  "f-midwife,Nursing,Midwife,Waste",
        "g-midwife,*,Midwife,Gas",  "h-chef,Estates,Chef,Food", "i-estates,Estates,,Waste",
        "j-midwife,*,Midwife,Gas",  "k-two,*,Chef;Midwife,Gas",
    };
    static const char *const gas_first[] = {"Gas", "Travel", "Waste", NULL};
    static const char *const none[] = {NULL};

    for (guint backwards = 0; backwards < 2; backwards++) {
        g_autoptr(GPtrArray) actions = load_short(rows, G_N_ELEMENTS(rows), backwards == 1);

        assert_chosen(actions, "Midwife", "Nursing", gas_first, 100,
                      "g-midwife j-midwife k-two f-midwife d-nurses c-nurses e-nurses b-all a-all");
        assert_chosen(actions, "Midwife", "Nursing", gas_first, 3, "g-midwife j-midwife k-two");
        assert_chosen(actions, "Midwife", "Nursing", NULL, 4,
                      "f-midwife g-midwife j-midwife k-two");
        assert_chosen(actions, "Midwife", "Nursing", none, 2, "f-midwife g-midwife");
        assert_chosen(actions, "midwife", "NURSING", gas_first, 5,
                      "g-midwife j-midwife k-two f-midwife d-nurses");
        /* in another group than the file's: the role is still named */
        assert_chosen(actions, "Midwife", "Estates", gas_first, 100,
                      "g-midwife j-midwife k-two f-midwife i-estates b-all a-all");
        assert_chosen(actions, "Nurse", "Nursing", gas_first, 100,
                      "d-nurses c-nurses e-nurses b-all a-all");
        assert_chosen(actions, "Porter", "Unknown group", gas_first, 100, "b-all a-all");
        assert_chosen(actions, "Porter", "*", NULL, 100, "a-all b-all");
        assert_chosen(actions, "Nurse", "Nursing", gas_first, 0, "");
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/model/role-action/every-column", test_every_column);
    g_test_add_func("/model/role-action/not-published", test_not_published);
    g_test_add_func("/model/role-action/refused", test_refused);
    g_test_add_func("/model/role-action/no-file", test_no_file);
    g_test_add_func("/model/role-action/own", test_own);
    g_test_add_func("/model/role-action/choose", test_choose);
    return g_test_run();
}
