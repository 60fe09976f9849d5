/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>

#include "gp-attribution.h"
#include "gp-csv.h"
#include "gp-error.h"
#include "gp-number.h"
#include "gp-role-action.h"
#include "gp-role-catalogue.h"
#include "gp-role-rules.h"

#define RULE_HEADER "of,belongs,key,rival_key,pool,reason\n"
#define ELSE "*,nobody,,,,No rule yet.\n"
#define ROLE_HEADER                                                                                \
    "role,staff_group,on_premises_percent,clinical,controls,also,description,source\n"
#define NURSES "Nursing,Nursing,85,yes,,Registered nursing,,\n"

/* A folder of two files: what ships, and the trust's own or none. */
typedef struct {
    char *folder, *shipped, *own;
} Files;

static void
write_files(Files *self, const char *shipped, const char *own)
{
    self->folder = g_dir_make_tmp("gp-test-XXXXXX", NULL);
    self->shipped = g_build_filename(self->folder, "shipped.csv", NULL);
    self->own = own == NULL ? NULL : g_build_filename(self->folder, "own.csv", NULL);
    g_assert_true(g_file_set_contents(self->shipped, shipped, -1, NULL));
    if (own != NULL)
        g_assert_true(g_file_set_contents(self->own, own, -1, NULL));
}

static void
remove_files(Files *self)
{
    g_assert_cmpint(g_unlink(self->shipped), ==, 0);
    if (self->own != NULL)
        g_assert_cmpint(g_unlink(self->own), ==, 0);
    g_assert_cmpint(g_rmdir(self->folder), ==, 0);
    g_free(self->shipped);
    g_free(self->own);
    g_free(self->folder);
}

static GpAttribution *
load_rules(const char *shipped, const char *own)
{
    g_autoptr(GError) error = NULL;
    GpAttribution *rules;
    Files files;

    write_files(&files, shipped, own);
    rules = gp_attribution_load(files.shipped, files.own, &error);
    g_assert_no_error(error);
    remove_files(&files);
    return rules;
}

static GpRoleCatalogue *
load_roles(const char *shipped, const char *own)
{
    g_autoptr(GError) error = NULL;
    GpRoleCatalogue *roles;
    Files files;

    write_files(&files, shipped, own);
    roles = gp_role_catalogue_load(files.shipped, files.own, &error);
    g_assert_no_error(error);
    remove_files(&files);
    return roles;
}

static void
assert_malformed(const GError *error, const char *path, const char *rest)
{
    g_autofree char *message = g_strconcat(path, rest, NULL);

    g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
    g_assert_cmpstr(error->message, ==, message);
}

static void
test_rule_of_activity_goes_before_its_category(void)
{
    g_autoptr(GpAttribution) rules =
        load_rules(RULE_HEADER "Waste,shared,hours,wte,site,Bins.\n"
                               "waste-food,own,bed-days,spend,department,Meals.\n"
                               "Food,nobody,,,,Nobody eats.\n" ELSE,
                   NULL);
    const GpAttributionRule *waste = gp_attribution_find(rules, "Waste", "waste-paper");
    const GpAttributionRule *food = gp_attribution_find(rules, "Waste", "waste-food");
    const GpAttributionRule *nobody = gp_attribution_find(rules, "food", "FOOD");

    g_assert_cmpint(waste->belongs, ==, GP_BELONGS_SHARED);
    g_assert_cmpint(waste->key, ==, GP_KEY_HOURS);
    g_assert_cmpint(waste->rival_key, ==, GP_KEY_WTE);
    g_assert_cmpint(waste->pool, ==, GP_POOL_SITE);
    g_assert_cmpstr(waste->reason, ==, "Bins.");
    g_assert_false(waste->is_own_file);
    g_assert_cmpuint(waste->line, ==, 2);
    g_assert_cmpint(food->belongs, ==, GP_BELONGS_OWN);
    g_assert_cmpint(food->key, ==, GP_KEY_BED_DAYS);
    g_assert_cmpint(food->rival_key, ==, GP_KEY_SPEND);
    g_assert_cmpint(food->pool, ==, GP_POOL_DEPARTMENT);
    g_assert_cmpint(nobody->belongs, ==, GP_BELONGS_NOBODY);
    g_assert_cmpstr(nobody->of, ==, "Food");
    g_assert_cmpstr(gp_attribution_find(rules, "Ghosts", "ghost")->of, ==, "*");
}

static void
test_own_rules_take_the_place_of_shipped_ones(void)
{
    g_autoptr(GpAttribution) rules =
        load_rules(RULE_HEADER "Waste,shared,hours,wte,site,Bins.\n"
                               "Water,shared,hours,wte,site,Taps.\n" ELSE,
                   RULE_HEADER "water,own,contacts,headcount,trust,Ours.\n"
                               "tap-water,nobody,,,,Not ours.\n"
                               "*,shared,wte,spend,trust,All.\n");
    static const char *const of[] = {"Waste", "water", "tap-water", "*"};

    g_assert_cmpuint(gp_attribution_n_rules(rules), ==, G_N_ELEMENTS(of));
    for (guint i = 0; i < G_N_ELEMENTS(of); i++) {
        g_assert_cmpstr(gp_attribution_rule(rules, i)->of, ==, of[i]);
        g_assert_cmpint(gp_attribution_rule(rules, i)->is_own_file, ==, i != 0);
    }
    g_assert_cmpstr(gp_attribution_find(rules, "Water", "water-supply")->reason, ==, "Ours.");
    g_assert_cmpstr(gp_attribution_find(rules, "Water", "tap-water")->reason, ==, "Not ours.");
    g_assert_cmpstr(gp_attribution_find(rules, "Steam", "steam")->reason, ==, "All.");
    g_assert_cmpuint(gp_attribution_find(rules, "Steam", "steam")->line, ==, 4);
    gp_attribution_free(NULL);
}

static void
test_rule_of_several(void)
{
    g_autoptr(GpAttribution) rules =
        load_rules(RULE_HEADER "Food; flight-short ;flight-long,nobody,,,,Whose?\n" ELSE,
                   RULE_HEADER "flight-short,shared,wte,spend,trust,Ours.\n");
    const GpAttributionRule *food = gp_attribution_find(rules, "Food", "apple");

    g_assert_cmpuint(gp_attribution_n_rules(rules), ==, 3);
    g_assert_true(gp_attribution_find(rules, "Travel", "flight-long") == food);
    g_assert_true(gp_attribution_rule(rules, 0) == food);
    g_assert_cmpstr(gp_attribution_find(rules, "Travel", "flight-short")->reason, ==, "Ours.");
    g_assert_cmpstr(gp_attribution_find(rules, "Food; flight-short ", "x")->of, ==, "*");
}

static void
test_own_rules_without_rows(void)
{
    g_autoptr(GpAttribution) rules = load_rules(RULE_HEADER ELSE, "# none yet\n" RULE_HEADER);

    g_assert_cmpuint(gp_attribution_n_rules(rules), ==, 1);
}

static void
test_rules_refused(void)
{
    static const struct {
        const char *row, *message;
    } cases[] = {
        {"Water,shared,hours,wte,site,\n",
         ":3: the reason is missing; it is printed beside the line, for the staff to read"},
        {",shared,hours,wte,site,Taps.\n",
         ":3: a name in “of” is empty; it is a category, the key of an activity, or * for all "
         "others"},
        {"Water,common,hours,wte,site,Taps.\n",
         ":3: “common” is not a way to belong; it is own, shared or nobody"},
        {"Water,shared,ours,wte,site,Taps.\n",
         ":3: “ours” is not a key; it is wte, headcount, hours, floor-area, contacts, bed-days or "
         "spend"},
        {"Water,shared,hours,,site,Taps.\n", ":3: “” is not a rival key; it is wte, headcount, "
                                             "hours, floor-area, contacts, bed-days or "
                                             "spend"},
        {"Water,shared,hours,wte,ward,Taps.\n",
         ":3: “ward” is not a pool; it is department, site or trust"},
        {"Water,shared,hours,HOURS,site,Taps.\n",
         ":3: the key and the rival key are both hours; name another that could be held to be as "
         "fair"},
        {"Water,nobody,,,trust,Taps.\n",
         ":3: what belongs to nobody is not shared: leave key, rival_key and pool empty"},
        {"Water;Waste;water,nobody,,,,Taps.\n", ":3: “water” has a rule already, on line 3"},
        {"Water;,nobody,,,,Taps.\n",
         ":3: a name in “of” is empty; it is a category, the key of an activity, or * for all "
         "others"},
        {"Water,nobody,,,,Taps.\nWATER,nobody,,,,Taps.\n",
         ":4: “WATER” has a rule already, on line 3"},
        {"Water\n", ":3: the row has 1 fields where the header has 6"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = g_strconcat("# rules\n", RULE_HEADER, cases[i].row, ELSE, NULL);
        g_autoptr(GError) error = NULL;
        Files files;

        write_files(&files, text, NULL);
        g_assert_null(gp_attribution_load(files.shipped, NULL, &error));
        assert_malformed(error, files.shipped, cases[i].message);
        remove_files(&files);
    }
}

static void
test_files_of_rules_refused(void)
{
    static const struct {
        const char *shipped, *own, *message;
    } cases[] = {
        {RULE_HEADER "Water,nobody,,,,Taps.\n", NULL,
         ": there is no row * for what no other row is of"},
        {RULE_HEADER ELSE, RULE_HEADER "a,nobody,,,,A.\nb,nobody,,,,B.\na,nobody,,,,A.\n",
         ":4: “a” has a rule already, on line 2"},
        {RULE_HEADER ELSE, "of,belongs,key,rival_kye,pool,reason\n",
         ":1: there is no column “rival_kye” in such a file; did you mean “rival_key”?"},
        {RULE_HEADER ELSE, "# c\nof,belongs,key,rival_key,reason\n",
         ":2: the column pool is needed"},
        {RULE_HEADER ELSE, "of,belongs,key,rival_key,pool,reason,OF\n",
         ":1: the column of is there twice"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        Files files;

        write_files(&files, cases[i].shipped, cases[i].own);
        g_assert_null(gp_attribution_load(files.shipped, files.own, &error));
        assert_malformed(error, cases[i].own == NULL ? files.shipped : files.own, cases[i].message);
        remove_files(&files);
    }
}

static void
test_no_file(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) role_error = NULL;

    g_assert_null(gp_attribution_load("/nowhere/attribution.csv", NULL, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_IO);
    g_assert_null(gp_role_catalogue_load("/nowhere/roles.csv", NULL, &role_error));
    g_assert_error(role_error, GP_ERROR, GP_ERROR_IO);
}

static void
test_keys(void)
{
    g_autoptr(GError) error = NULL;
    GpKey key;

    for (guint i = 0; i < GP_N_KEYS; i++) {
        g_assert_true(gp_key_parse(gp_key_name(i), &key, NULL));
        g_assert_cmpint(key, ==, i);
        g_assert_cmpstr(gp_key_title(i), !=, "");
    }
    g_assert_cmpstr(gp_pool_name(GP_POOL_SITE), ==, "site");
    g_assert_false(gp_key_parse("floor", &key, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_USAGE);
    g_assert_cmpstr(error->message, ==,
                    "“floor” is not a key; it is wte, headcount, hours, floor-area, contacts, "
                    "bed-days or spend");
}

static void
assert_found(const GpRoleCatalogue *roles, const char *name, const char *group, const char *role)
{
    const GpCatalogueRole *found = gp_role_catalogue_find(roles, name, group);

    if (role == NULL) {
        g_assert_null(found);
        return;
    }
    g_assert_nonnull(found);
    g_assert_cmpstr(found->role, ==, role);
}

static void
test_roles_by_every_name(void)
{
    g_autoptr(GpRoleCatalogue) roles = load_roles(
        ROLE_HEADER NURSES "Estates,Estates,95,no,,,,\n"
                           "District nurse,registered  NURSING,12.5,YES,Water; entonox ;,"
                           "Community sister;;DN,Nurses at home.,survey\n"
                           "Support worker,Nursing,45,yes,,,,\n"
                           "Support worker,Estates,100,no,,,,\n",
        NULL);
    const GpCatalogueRole *nurse = gp_role_catalogue_find(roles, "district  nurse ", NULL);

    g_assert_cmpuint(gp_role_catalogue_n_roles(roles), ==, 5);
    g_assert_cmpstr(nurse->staff_group, ==, "Nursing");
    g_assert_cmpint(nurse->premises_micro, ==, GP_MICRO / 8);
    g_assert_true(nurse->is_clinical);
    g_assert_cmpuint(g_strv_length(nurse->controls), ==, 2);
    g_assert_cmpuint(g_strv_length(nurse->also), ==, 2);
    g_assert_cmpstr(nurse->description, ==, "Nurses at home.");
    g_assert_cmpstr(nurse->source, ==, "survey");
    assert_found(roles, "COMMUNITY SISTER", NULL, "District nurse");
    assert_found(roles, "dn", "Estates", "District nurse");
    assert_found(roles, "Ghost", NULL, NULL);
    assert_found(roles, "Ghost", "Ghosts", NULL);
    assert_found(roles, "Ghost", "registered nursing", "Nursing");
    assert_found(roles, "", "Estates", "Estates");
    assert_found(roles, "Estates", NULL, "Estates");
    g_assert_cmpuint(gp_role_catalogue_find(roles, "support worker", "Estates")->line, ==, 6);
    g_assert_cmpuint(gp_role_catalogue_find(roles, "support worker", "Registered nursing")->line,
                     ==, 5);
    g_assert_cmpuint(gp_role_catalogue_find(roles, "support worker", NULL)->line, ==, 5);
    g_assert_cmpuint(gp_role_catalogue_find(roles, "support worker", "Ghosts")->line, ==, 5);
}

static void
test_what_a_role_controls(void)
{
    g_autoptr(GpRoleCatalogue) roles =
        load_roles(ROLE_HEADER NURSES "Midwife,Nursing,97,yes,entonox;waste,,,\n", NULL);
    const GpCatalogueRole *midwife = gp_role_catalogue_find(roles, "Midwife", NULL);
    const GpCatalogueRole *other = gp_role_catalogue_find(roles, "Sister", "Nursing");

    g_assert_true(gp_catalogue_role_controls(midwife, "Anaesthetic gases", "entonox"));
    g_assert_false(gp_catalogue_role_controls(midwife, "Anaesthetic gases", "nitrous-oxide"));
    g_assert_true(gp_catalogue_role_controls(midwife, "Waste", "waste-paper"));
    g_assert_false(gp_catalogue_role_controls(midwife, "Waste water", "sewage"));
    g_assert_false(gp_catalogue_role_controls(other, "Waste", "entonox"));
}

static void
test_own_roles_take_the_place_of_shipped_ones(void)
{
    g_autoptr(GpRoleCatalogue) roles =
        load_roles(ROLE_HEADER "Matron,Nursing,85,yes,Water,Lead nurse;Boss,,\n" NURSES
                               "Sister,Nursing,98,yes,,Charge nurse;Head,,\n",
                   "also,role,clinical,on_premises_percent,staff_group\n,matron,no,50,nursing\n"
                   "Boss;Head,Link nurse,yes,60,Nursing\nSenior,Sister,yes,90,Nursing\n");
    static const char *const names[] = {"matron", "Nursing", "Sister", "Link nurse"};
    const GpCatalogueRole *matron = gp_role_catalogue_find(roles, "Matron", "Nursing");

    g_assert_cmpuint(gp_role_catalogue_n_roles(roles), ==, G_N_ELEMENTS(names));
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_assert_cmpstr(gp_role_catalogue_role(roles, i)->role, ==, names[i]);
        g_assert_cmpint(gp_role_catalogue_role(roles, i)->is_own_file, ==, i != 1);
    }
    g_assert_cmpint(matron->premises_micro, ==, GP_MICRO / 2);
    g_assert_null(matron->controls[0]);
    g_assert_cmpstr(matron->staff_group, ==, "Nursing");
    assert_found(roles, "Lead nurse", "Nursing", "matron");
    assert_found(roles, "boss", "Nursing", "Link nurse");
    assert_found(roles, "Sister", "Nursing", "Sister");
    assert_found(roles, "Senior", NULL, "Sister");
    assert_found(roles, "Charge nurse", "Nursing", "Nursing");
    assert_found(roles, "Charge nurse", NULL, NULL);
    gp_role_catalogue_free(NULL);
}

static void
test_own_staff_group(void)
{
    g_autoptr(GpRoleCatalogue) roles =
        load_roles(ROLE_HEADER NURSES "Sister,Nursing,98,yes,,,,\n", ROLE_HEADER
                   "Warden,Wardens,10,no,,,,\nWardens,Wardens,20,no,,,,\nNursing,Nursing,70,yes,,,,"
                   "\n");

    assert_found(roles, "Ghost", "Wardens", "Wardens");
    assert_found(roles, "Warden", NULL, "Warden");
    g_assert_cmpint(gp_role_catalogue_find(roles, "Ghost", "Nursing")->premises_micro, ==, 700000);
    g_assert_cmpint(gp_role_catalogue_find(roles, "Ghost", "Registered nursing")->premises_micro,
                    ==, 700000);
}

static void
test_roles_refused(void)
{
    static const struct {
        const char *row, *message;
    } cases[] = {
        {",Nursing,10,yes,,,,\n", ":3: the role has no name"},
        {"Sister,,10,yes,,,,\n", ":3: the staff group is missing"},
        {"Sister,Nursing,,yes,,,,\n", ":3: on_premises_percent: a number is missing"},
        {"Sister,Nursing,most,yes,,,,\n", ":3: on_premises_percent: “most” is not a number"},
        {"Sister,Nursing,100.01,yes,,,,\n",
         ":3: on_premises_percent: “100.01” is not between 0 and 100"},
        {"Sister,Nursing,-1,yes,,,,\n", ":3: on_premises_percent: “-1” is not between 0 and 100"},
        {"Sister,Nursing,10,,,,,\n", ":3: clinical: “” is neither yes nor no"},
        {"Sister,Nurses,10,yes,,,,\n",
         ":3: “Nurses” is not a staff group of the catalogue; a new one needs a row in which it "
         "stands as role, too"},
        {"Sister,Nursin,10,yes,,,,\n",
         ":3: “Nursin” is not a staff group of the catalogue, did you mean “Nursing”; a new one "
         "needs a row in which it stands as role, too"},
        {"Sister,Nursing,10,yes,,,,\nSISTER,Nursing,20,yes,,,,\n",
         ":4: “SISTER” is there already, on line 3"},
        {"Sister,Nursing,10,yes,,Head,,\nMatron,Nursing,20,yes,,sister,,\n",
         ":4: “sister” is there already, on line 3"},
        {"Sister,Nursing,10,yes,,Head,,\nMatron,Nursing,20,yes,,Head,,\n",
         ":4: “Head” is there already, on line 3"},
        {"Sister,Nursing,10,yes,,Sister,,\n", ":3: “Sister” is there already, on line 3"},
    };

    for (guint i = 0; i < 2 * G_N_ELEMENTS(cases); i++) {
        gboolean is_own = i >= G_N_ELEMENTS(cases);
        guint k = i % G_N_ELEMENTS(cases);
        g_autofree char *text = g_strconcat("# roles\n", ROLE_HEADER, cases[k].row, NULL);
        g_autofree char *shipped = g_strconcat(text, NURSES, NULL);
        g_autoptr(GError) error = NULL;
        Files files;

        write_files(&files, is_own ? ROLE_HEADER NURSES : shipped, is_own ? text : NULL);
        g_assert_null(gp_role_catalogue_load(files.shipped, files.own, &error));
        assert_malformed(error, is_own ? files.own : files.shipped, cases[k].message);
        remove_files(&files);
    }
}

static void
test_files_of_roles_refused(void)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"role,staff_group,on_premises_percent\n", ":1: the column clinical is needed"},
        {"role,staff_group,on_premises_percent,clinical,band\n",
         ":1: there is no column “band” in such a file"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        Files files;

        write_files(&files, ROLE_HEADER NURSES, cases[i].text);
        g_assert_null(gp_role_catalogue_load(files.shipped, files.own, &error));
        assert_malformed(error, files.own, cases[i].message);
        remove_files(&files);
    }
}

static void
test_unknown_names(void)
{
    static const char *const known[] = {"Water", "water-supply", "entonox"};
    static const struct {
        const char *file;
        guint line;
        const char *message;
    } found[] = {
        {"a.csv", 3,
         "“waterr-supply” is neither a category nor the key of an activity, and has no effect; did "
         "you mean “water-supply”?"},
        {"r.csv", 2, "“steam” is neither a category nor the key of an activity, and has no effect"},
    };
    g_autoptr(GpAttribution) rules =
        load_rules(RULE_HEADER "Water,nobody,,,,Taps.\nghost,nobody,,,,Boo.\n" ELSE,
                   RULE_HEADER "WATER; entonox;*,nobody,,,,Ours.\n"
                               "waterr-supply,nobody,,,,Ours.\n");
    g_autoptr(GpRoleCatalogue) roles =
        load_roles(ROLE_HEADER NURSES "Ghost,Nursing,0,no,ghost,,,\n",
                   ROLE_HEADER "Sister,Nursing,98,yes,Entonox;steam;Water,,,\n");
    g_autoptr(GpIssueList) issues = gp_issue_list_new();

    gp_role_rules_check(rules, "a.csv", roles, "r.csv", known, G_N_ELEMENTS(known), issues);
    g_assert_cmpuint(gp_issue_list_size(issues), ==, G_N_ELEMENTS(found));
    for (guint i = 0; i < G_N_ELEMENTS(found); i++) {
        const GpIssue *issue = gp_issue_list_get(issues, i);

        g_assert_cmpint(issue->severity, ==, GP_SEVERITY_WARNING);
        g_assert_cmpstr(issue->file, ==, found[i].file);
        g_assert_cmpuint(issue->line, ==, found[i].line);
        g_assert_cmpstr(issue->message, ==, found[i].message);
    }
}

/* What ships. */

static GpCsvTable *
load_table(const char *root, const char *path)
{
    g_autofree char *file = g_build_filename(g_getenv(root), path, NULL);
    g_autoptr(GError) error = NULL;
    GpCsvTable *table = gp_csv_table_load(file, &error);

    g_assert_no_error(error);
    return table;
}

static const char *
cell(const GpCsvTable *table, guint row, const char *column)
{
    int index = gp_csv_table_column(table, column);

    g_assert_cmpint(index, >=, 0);
    return gp_csv_table_cell(table, row, index);
}

static GpAttribution *
load_shipped_rules(void)
{
    g_autofree char *file = g_build_filename(g_getenv("GP_DATA"), "attribution.csv", NULL);
    g_autofree char *own =
        g_build_filename(g_getenv("GP_DATA"), "templates", "attribution.csv", NULL);
    g_autoptr(GError) error = NULL;
    GpAttribution *rules = gp_attribution_load(file, own, &error);

    g_assert_no_error(error);
    return rules;
}

static GpRoleCatalogue *
load_shipped_roles(void)
{
    g_autofree char *file = g_build_filename(g_getenv("GP_DATA"), "roles.csv", NULL);
    g_autofree char *own = g_build_filename(g_getenv("GP_DATA"), "templates", "roles.csv", NULL);
    g_autoptr(GError) error = NULL;
    GpRoleCatalogue *roles = gp_role_catalogue_load(file, own, &error);

    g_assert_no_error(error);
    return roles;
}

/* All categories and keys of activities. */
static GHashTable *
known_names(const GpCsvTable *activities)
{
    GHashTable *known = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < gp_csv_table_n_rows(activities); i++) {
        g_hash_table_add(known, (gpointer)cell(activities, i, "activity"));
        g_hash_table_add(known, (gpointer)cell(activities, i, "category"));
    }
    return known;
}

static void
assert_sentence(const char *text)
{
    g_assert_true(g_ascii_isupper(*text));
    g_assert_true(g_str_has_suffix(text, "."));
}

static void
test_shipped_rules(void)
{
    g_autoptr(GpCsvTable) activities = load_table("GP_FACTORS", "activities.csv");
    g_autoptr(GHashTable) known = known_names(activities);
    g_autoptr(GpAttribution) rules = load_shipped_rules();

    for (guint i = 0; i < gp_attribution_n_rules(rules); i++) {
        const GpAttributionRule *rule = gp_attribution_rule(rules, i);
        g_auto(GStrv) names = g_strsplit(rule->of, ";", -1);

        g_test_message("%s", rule->of);
        for (guint k = 0; names[k] != NULL; k++)
            g_assert_true(g_str_equal(names[k], "*") || g_hash_table_contains(known, names[k]));
        assert_sentence(rule->reason);
    }
    for (guint i = 0; i < gp_csv_table_n_rows(activities); i++) {
        const char *category = cell(activities, i, "category");

        if (g_str_equal(cell(activities, i, "boundary"), "outside"))
            continue;
        g_test_message("%s", category);
        g_assert_cmpstr(gp_attribution_find(rules, category, "")->of, ==, category);
    }
}

static void
test_shipped_roles(void)
{
    static const char *const groups[] = {"Medical and Dental",
                                         "Students",
                                         "Nursing and Midwifery Registered",
                                         "Allied Health Professionals",
                                         "Additional Professional Scientific and Technical",
                                         "Healthcare Scientists",
                                         "Additional Clinical Services",
                                         "Administrative and Clerical",
                                         "Estates and Ancillary",
                                         "Supplementary Roles"};
    g_autoptr(GpCsvTable) activities = load_table("GP_FACTORS", "activities.csv");
    g_autoptr(GHashTable) known = known_names(activities);
    g_autoptr(GpRoleCatalogue) roles = load_shipped_roles();

    for (guint i = 0; i < gp_role_catalogue_n_roles(roles); i++) {
        const GpCatalogueRole *role = gp_role_catalogue_role(roles, i);

        g_test_message("%s", role->role);
        for (guint k = 0; role->controls[k] != NULL; k++)
            g_assert_true(g_hash_table_contains(known, role->controls[k]));
        assert_sentence(role->description);
        g_assert_cmpstr(role->source, !=, "");
    }
    for (guint i = 0; i < G_N_ELEMENTS(groups); i++)
        g_assert_cmpstr(gp_role_catalogue_find(roles, "", groups[i])->role, ==, groups[i]);
}

/* What belongs to the roles that control it must have such roles. */
static void
test_shipped_rules_have_roles(void)
{
    g_autoptr(GpCsvTable) activities = load_table("GP_FACTORS", "activities.csv");
    g_autoptr(GpAttribution) rules = load_shipped_rules();
    g_autoptr(GpRoleCatalogue) roles = load_shipped_roles();

    for (guint i = 0; i < gp_csv_table_n_rows(activities); i++) {
        const char *activity = cell(activities, i, "activity");
        const char *category = cell(activities, i, "category");
        guint n = 0;

        if (gp_attribution_find(rules, category, activity)->belongs != GP_BELONGS_OWN)
            continue;
        for (guint k = 0; k < gp_role_catalogue_n_roles(roles); k++)
            n += gp_catalogue_role_controls(gp_role_catalogue_role(roles, k), category, activity)
                     ? 1
                     : 0;
        g_test_message("%s: %u roles", activity, n);
        g_assert_cmpuint(n, >, 0);
    }
}

/* Every role of the samples has a row of its own, in the staff group that the sample says. */
static void
test_roles_of_samples(void)
{
    static const char *const files[] = {"sample/northmoor/invent/roles.csv",
                                        "sample/devon/workforce.csv"};
    g_autoptr(GpRoleCatalogue) roles = load_shipped_roles();

    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(GpCsvTable) table = load_table("GP_DATA", files[i]);

        for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
            const char *name = cell(table, row, "role"), *group = cell(table, row, "staff_group");
            const GpCatalogueRole *role = gp_role_catalogue_find(roles, name, group);

            g_test_message("%s, %s", name, group);
            g_assert_nonnull(role);
            g_assert_cmpstr(role->role, ==, name);
            if (i == 0)
                g_assert_cmpstr(role->staff_group, ==, group);
        }
    }
}

/* Actions are for roles and staff groups of the catalogue. */
static void
test_roles_of_actions(void)
{
    g_autofree char *file = g_build_filename(g_getenv("GP_DATA"), "role-actions.csv", NULL);
    g_autoptr(GpRoleCatalogue) roles = load_shipped_roles();
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) actions = gp_role_actions_load(file, NULL, &error);

    g_assert_no_error(error);
    for (guint i = 0; i < actions->len; i++) {
        const GpRoleAction *action = g_ptr_array_index(actions, i);

        g_test_message("%s", action->id);
        if (!g_str_equal(action->staff_group, "*"))
            g_assert_cmpstr(gp_role_catalogue_find(roles, "", action->staff_group)->role, ==,
                            action->staff_group);
        for (guint k = 0; action->roles[k] != NULL; k++)
            g_assert_cmpstr(gp_role_catalogue_find(roles, action->roles[k], NULL)->role, ==,
                            action->roles[k]);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/attribution/activity-before-category",
                    test_rule_of_activity_goes_before_its_category);
    g_test_add_func("/attribution/own-file", test_own_rules_take_the_place_of_shipped_ones);
    g_test_add_func("/attribution/several", test_rule_of_several);
    g_test_add_func("/attribution/own-file-without-rows", test_own_rules_without_rows);
    g_test_add_func("/attribution/rows-refused", test_rules_refused);
    g_test_add_func("/attribution/files-refused", test_files_of_rules_refused);
    g_test_add_func("/attribution/no-file", test_no_file);
    g_test_add_func("/attribution/keys", test_keys);
    g_test_add_func("/roles/every-name", test_roles_by_every_name);
    g_test_add_func("/roles/controls", test_what_a_role_controls);
    g_test_add_func("/roles/own-file", test_own_roles_take_the_place_of_shipped_ones);
    g_test_add_func("/roles/own-staff-group", test_own_staff_group);
    g_test_add_func("/roles/rows-refused", test_roles_refused);
    g_test_add_func("/roles/files-refused", test_files_of_roles_refused);
    g_test_add_func("/rules/unknown-names", test_unknown_names);
    g_test_add_func("/shipped/rules", test_shipped_rules);
    g_test_add_func("/shipped/roles", test_shipped_roles);
    g_test_add_func("/shipped/rules-have-roles", test_shipped_rules_have_roles);
    g_test_add_func("/shipped/roles-of-samples", test_roles_of_samples);
    g_test_add_func("/shipped/roles-of-actions", test_roles_of_actions);
    return g_test_run();
}
