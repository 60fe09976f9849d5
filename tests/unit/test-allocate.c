/* SPDX-License-Identifier: MIT */
#include "gp-allocate.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define FY 2023
#define PLACES 3
#define STAFF "period,site,department,role,staff_group,wte,headcount\n"
#define N_RANDOM 10000  /* trusts */
#define N_OF_ONE_SET 20 /* of these by one set of rules */

/* Emissions in thousandths of a kg; what is not told is "". */
typedef struct {
    const char *category, *activity, *site, *department, *role;
    gint64 kg;
} Emission;

typedef struct {
    int year, month;
    const char *boundary, *gas;
} Moment;

/* All that footprints of roles are made of. */
typedef struct {
    GpWorkforce *workforce;
    GpRoleCatalogue *catalogue;
    GpAttribution *attribution;
    GpRoleLineage *lineage;
    GpEmissionCells *cells; /* each in a batch of its own */
    GStringChunk *texts;
} Trust;

static const char catalogue_text[] =
    "role,staff_group,on_premises_percent,clinical,controls,also,description,source\n"
    "Nursing,Nursing,100,yes,,,,test\n"
    "Doctor,Nursing,100,yes,Gases,,,test\n"
    "Field nurse,Nursing,25,yes,,,,test\n"
    "Remote clerk,Nursing,0,no,,,,test\n"
    "Midwife,Nursing,100,yes,entonox,,,test\n";

static const char rules_text[] = "of,belongs,key,rival_key,pool,reason\n"
                                 "*,shared,wte,headcount,site,Everybody shares it.\n"
                                 "Heat,shared,hours,wte,site,By hours there.\n"
                                 "Gases,own,wte,headcount,department,They decide on it.\n"
                                 "Building,nobody,,,,The board decides on it.\n"
                                 "Goods,shared,wte,headcount,department,The team uses it.\n"
                                 "Bill,shared,floor-area,wte,trust,Larger sites use more.\n"
                                 "Orders,shared,spend,wte,trust,Who orders more uses more.\n";

static char *
write_file(const char *text)
{
    char *path = NULL;
    int fd = g_file_open_tmp("gp-allocate-XXXXXX", &path, NULL);

    close(fd);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

/* The rows of @text; a file without any would be refused. */
static GpWorkforce *
read_staff(const char *text)
{
    g_autofree char *path = write_file(text);
    g_autoptr(GpIssueList) issues = gp_issue_list_new();
    g_autoptr(GError) error = NULL;
    GpWorkforce *workforce = strchr(text, '\n')[1] == '\0'
                                 ? gp_workforce_new()
                                 : gp_workforce_load(path, NULL, issues, &error);

    g_unlink(path);
    g_assert_no_error(error);
    return workforce;
}

/* A cell of one unit, with all that its batch borrows. */
typedef struct {
    GpCell cell;
    guint32 plan; /* of the only `what` */
} OneCell;

/* Without emissions. */
static void
empty(Trust *self)
{
    gp_emission_cells_free(self->cells);
    self->cells = gp_emission_cells_new();
    self->cells->kg_places = PLACES;
    self->cells->first_month = gp_month_from_civil(2023, 4);
    self->cells->last_month = gp_month_from_civil(2024, 3);
}

/* A trust without emissions; @staff is taken over. */
static void
trust_init(Trust *self, GpWorkforce *staff, const char *rules, const char *changes)
{
    g_autofree char *rules_path = write_file(rules);
    g_autofree char *catalogue_path = write_file(catalogue_text);
    g_autofree char *changes_path = changes == NULL ? NULL : write_file(changes);
    g_autoptr(GError) error = NULL;

    self->workforce = staff;
    self->catalogue = gp_role_catalogue_load(catalogue_path, NULL, &error);
    g_assert_no_error(error);
    self->attribution = gp_attribution_load(rules_path, NULL, &error);
    g_assert_no_error(error);
    self->lineage = gp_role_lineage_load(changes_path, &error);
    g_assert_no_error(error);
    self->texts = g_string_chunk_new(4096);
    empty(self);
    g_unlink(rules_path);
    g_unlink(catalogue_path);
    if (changes_path != NULL)
        g_unlink(changes_path);
}

static void
trust_clear(Trust *self)
{
    gp_workforce_free(self->workforce);
    gp_role_catalogue_free(self->catalogue);
    gp_attribution_free(self->attribution);
    gp_role_lineage_free(self->lineage);
    gp_emission_cells_free(self->cells);
    g_string_chunk_free(self->texts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Trust, trust_clear)

static const char *
keep(Trust *self, const char *text)
{
    return g_string_chunk_insert_const(self->texts, text);
}

/* A cell with a plan, a kind and a place of its own. */
static void
add_emission_at(Trust *self, const Emission *emission, const Moment *moment, GpInt128 kg)
{
    GpEmissionCells *cells = self->cells;
    guint32 i = cells->batches->len;
    GpEmissionKind kind = {
        .activity = keep(self, emission->activity),
        .activity_category = keep(self, emission->category),
        .category = keep(self, emission->category),
        .boundary = keep(self, moment->boundary),
        .gas = keep(self, moment->gas),
    };
    GpEmissionPlace place = {keep(self, emission->site), keep(self, emission->department),
                             keep(self, emission->role)};
    GpEmissionRate rate = {i, kg};
    GpEmissionPlan plan = {i, 1};
    OneCell *one = g_new0(OneCell, 1);
    GpEmissionBatch batch = {gp_month_from_civil(moment->year, moment->month), &one->cell, 1,
                             &one->plan};

    *one = (OneCell){{.what = 0, .who = i, .quantity_low = 1, .rows = 1}, i};
    g_ptr_array_add(cells->owned, one);

    g_array_append_val(cells->kinds, kind);
    g_array_append_val(cells->places, place);
    g_array_append_val(cells->rates, rate);
    g_array_append_val(cells->plans, plan);
    g_array_append_val(cells->batches, batch);
}

static void
add_emission(Trust *self, const Emission *emission)
{
    static const Moment moment = {2023, 5, "ncf", "co2"};

    add_emission_at(self, emission, &moment, emission->kg);
}

static GpAllocateInput
input_of(const Trust *self)
{
    return (GpAllocateInput){.cells = self->cells,
                             .fy = FY,
                             .workforce = self->workforce,
                             .workforce_fy = FY,
                             .catalogue = self->catalogue,
                             .attribution = self->attribution,
                             .lineage = self->lineage};
}

/* `name people wte own+shared` of every group, then what nobody has, a line each. */
static char *
groups_text(const GpRoleYear *year, GpGrouping grouping)
{
    g_autoptr(GArray) groups = gp_role_year_groups(year, grouping);
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < groups->len; i++) {
        const GpRoleGroup *group = &g_array_index(groups, GpRoleGroup, i);

        g_string_append_printf(out, "%s ", group->name);
        gp_number_append(out, group->people_micro, GP_MICRO_PLACES);
        g_string_append_c(out, ' ');
        gp_number_append(out, group->wte_micro, GP_MICRO_PLACES);
        g_string_append_c(out, ' ');
        gp_number_append(out, group->kg[GP_PART_OWN], year->kg_places);
        g_string_append_c(out, '+');
        gp_number_append(out, group->kg[GP_PART_SHARED], year->kg_places);
        g_string_append_c(out, '\n');
    }
    gp_number_append(out, gp_role_year_not_allocated(year), year->kg_places);
    return g_string_free(out, FALSE);
}

static GpInt128
sum_of(const GpRoleYear *year)
{
    GpInt128 sum = 0;

    for (guint line = 0; line < year->lines->len; line++)
        sum += gp_role_year_line_kg(year, line);
    return sum;
}

static void
assert_allocates(const char *staff,
                 const Emission *emissions,
                 guint n,
                 const GpPlaceMeasure *measures,
                 guint n_measures,
                 const char *expected)
{
    g_auto(Trust) trust = {.workforce = NULL};
    g_autoptr(GpRoleYear) year = NULL;
    g_autofree char *text = NULL;
    GpAllocateInput input;

    trust_init(&trust, read_staff(staff), rules_text, NULL);
    for (guint i = 0; i < n; i++)
        add_emission(&trust, &emissions[i]);
    input = input_of(&trust);
    input.measures = measures;
    input.n_measures = n_measures;
    year = gp_allocate(&input);
    text = groups_text(year, GP_GROUP_ROLE);
    g_assert_cmpstr(text, ==, expected);
    g_assert_true(sum_of(year) == year->total_kg);
}

#define ASSERT_ALLOCATES(staff, emissions, expected)                                               \
    assert_allocates(staff, emissions, G_N_ELEMENTS(emissions), NULL, 0, expected)

static void
test_own_and_shared(void)
{
    static const Emission emissions[] = {{"Any", "x", "", "", "", 100000},
                                         {"Any", "x", "", "", "Nurse", 7000},
                                         {"Any", "x", "A", "", "Nurse", 1}};

    ASSERT_ALLOCATES(STAFF "2023-24,A,,Nurse,,30,31\n2023-24,B,,Nurse,,20,25\n"
                           "2023-24,A,,Porter,,50,50\n",
                     emissions, "Nurse 56 50 7.001+50\nPorter 50 50 0+50\n0");
}

static void
test_pools(void)
{
    static const char staff[] = STAFF "2023-24,A,D1,Nurse,,30,30\n2023-24,A,D2,Porter,,10,10\n"
                                      "2023-24,B,D1,Nurse,,40,40\n";
    static const Emission by_site[] = {{"Any", "x", "A", "", "", 40000},
                                       {"Any", "x", "B", "", "", 1000},
                                       {"Any", "x", "", "", "", 8000}};
    static const Emission by_department[] = {{"Goods", "x", "A", "D1", "", 3000},
                                             {"Goods", "x", "", "D2", "", 500},
                                             {"Goods", "x", "A", "", "", 40}};

    ASSERT_ALLOCATES(staff, by_site, "Nurse 70 70 0+38\nPorter 10 10 0+11\n0");
    ASSERT_ALLOCATES(staff, by_department, "Nurse 70 70 0+3.03\nPorter 10 10 0+0.51\n0");
}

/* Where no staff of a place is known, or none that works there any hour, a larger place shares. */
static void
test_places_without_staff(void)
{
    static const Emission emissions[] = {{"Any", "x", "Z", "", "", 80000},
                                         {"Goods", "x", "A", "D9", "", 4000},
                                         {"Goods", "x", "Y", "D8", "", 4000}};
    static const char staff[] = STAFF "2023-24,A,,Nurse,,30,30\n2023-24,A,,Porter,,10,10\n"
                                      "2023-24,Z,,Nurse,,0,3\n2022-23,Z,,Porter,,9,9\n";
    g_auto(Trust) trust = {.workforce = NULL};
    g_autoptr(GpRoleYear) year = NULL;
    GpAllocateInput input;

    ASSERT_ALLOCATES(staff, emissions, "Nurse 33 30 0+66\nPorter 10 10 0+22\n0");
    trust_init(&trust, read_staff(staff), rules_text, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(emissions); i++)
        add_emission(&trust, &emissions[i]);
    input = input_of(&trust);
    year = gp_allocate(&input);
    g_assert_cmpuint(year->without_staff->len, ==, 3);
    g_assert_cmpstr(year->without_staff->pdata[0], ==, "D8 at Y");
    g_assert_cmpstr(year->without_staff->pdata[1], ==, "D9 at A");
    g_assert_cmpstr(year->without_staff->pdata[2], ==, "Z");
}

static void
test_nobody(void)
{
    static const Emission emissions[] = {{"Any", "x", "A", "", "", 80000},
                                         {"Any", "x", "", "", "", -1}};
    static const Emission with_role[] = {{"Any", "x", "A", "", "", 80000},
                                         {"Any", "x", "", "", "Nurse", 5}};
    static const Emission building[] = {{"Building", "x", "A", "", "", 7}};

    ASSERT_ALLOCATES(STAFF, emissions, "79.999");
    ASSERT_ALLOCATES(STAFF, with_role, "Nurse 0 0 0.005+0\n80");
    ASSERT_ALLOCATES(STAFF "2022-23,A,,Nurse,,9,9\n", emissions, "79.999");
    ASSERT_ALLOCATES(STAFF "2023-24,A,,Nurse,,0,30\n", emissions, "Nurse 30 0 0+0\n79.999");
    ASSERT_ALLOCATES(STAFF "2023-24,A,,Nurse,,10,10\n", building, "Nurse 10 10 0+0\n0.007");
    assert_allocates(STAFF, NULL, 0, NULL, 0, "0");
}

/* A quarter of the hours on the premises: 10 WTE of the field count as 2.5. Who is never there has
 * no part of the heat, but of everything else. */
static void
test_hours(void)
{
    static const Emission emissions[] = {{"Heat", "x", "A", "", "", 12500},
                                         {"Any", "x", "A", "", "", 30000}};

    ASSERT_ALLOCATES(STAFF "2023-24,A,,Nurse,Nursing,10,10\n2023-24,A,,Field nurse,Nursing,10,10\n"
                           "2023-24,A,,Remote clerk,Nursing,10,10\n",
                     emissions,
                     "Field nurse 10 10 0+12.5\nNurse 10 10 0+20\nRemote clerk 10 10 0+10\n0");
}

/* Those who decide on it, in the smallest place that has any; else nobody. */
static void
test_control(void)
{
    static const char staff[] = STAFF "2023-24,A,D1,Doctor,,10,10\n2023-24,A,D1,Nurse,,10,10\n"
                                      "2023-24,A,D2,Nurse,,10,10\n2023-24,A,D2,Midwife,,5,5\n";
    static const Emission emissions[] = {{"Gases", "nitrous-oxide", "A", "D1", "", 5000},
                                         {"Gases", "entonox", "A", "D2", "", 700}};
    static const Emission elsewhere[] = {{"Gases", "nitrous-oxide", "B", "D3", "", 5000}};

    ASSERT_ALLOCATES(staff, emissions, "Doctor 10 10 5+0\nMidwife 5 5 0.7+0\nNurse 20 20 0+0\n0");
    ASSERT_ALLOCATES(staff, elsewhere, "Doctor 10 10 5+0\nMidwife 5 5 0+0\nNurse 20 20 0+0\n0");
    ASSERT_ALLOCATES(STAFF "2023-24,A,D1,Nurse,,10,10\n", elsewhere, "Nurse 10 10 0+0\n5");
}

/* Sites by floor area first, and within a site by hours: 9 to 1, and of the 9 two to one. */
static void
test_places_by_measure(void)
{
    static const char staff[] = STAFF "2023-24,A,D1,Nurse,,20,20\n2023-24,A,D2,Porter,,10,10\n"
                                      "2023-24,B,D3,Clerk,,90,90\n2023-24,C,D4,Driver,,5,5\n";
    static const Emission emissions[] = {{"Bill", "x", "", "", "", 1000}};
    static const Emission orders[] = {{"Orders", "x", "", "", "", 1000}};
    static const GpPlaceMeasure areas[] = {
        {GP_KEY_FLOOR_AREA, "A", "", 900},      {GP_KEY_FLOOR_AREA, "B", "", 100},
        {GP_KEY_FLOOR_AREA, "Empty", "", 5000}, {GP_KEY_SPEND, "A", "D1", 7},
        {GP_KEY_SPEND, "B", "D3", 3},           {GP_KEY_SPEND, "A", "D2", -4}};

    assert_allocates(staff, emissions, 1, areas, 6,
                     "Clerk 90 90 0+0.1\nDriver 5 5 0+0\nNurse 20 20 0+0.6\nPorter 10 10 0+0.3\n0");
    assert_allocates(staff, orders, 1, areas, 6,
                     "Clerk 90 90 0+0.3\nDriver 5 5 0+0\nNurse 20 20 0+0.7\nPorter 10 10 0+0\n0");
    assert_allocates(staff, emissions, 1, NULL, 0,
                     "Clerk 90 90 0+0.72\nDriver 5 5 0+0.04\nNurse 20 20 0+0.16\n"
                     "Porter 10 10 0+0.08\n0");
}

static void
test_rivals(void)
{
    static const Emission emission = {"Any", "x", "", "", "", 9000};
    static const Emission gases = {"Gases", "x", "", "", "", 500};
    GpKey wte = GP_KEY_WTE;
    g_auto(Trust) trust = {.workforce = NULL};
    g_autoptr(GpRoleYear) rivals = NULL, instead = NULL;
    g_autofree char *by_people = NULL, *by_wte = NULL;
    GpAllocateInput input;

    trust_init(&trust, read_staff(STAFF "2023-24,A,,Doctor,,10,10\n2023-24,A,,Nurse,,10,20\n"),
               rules_text, NULL);
    add_emission(&trust, &emission);
    add_emission(&trust, &gases);
    input = input_of(&trust);
    input.with_rivals = TRUE;
    rivals = gp_allocate(&input);
    by_people = groups_text(rivals, GP_GROUP_ROLE);
    g_assert_cmpstr(by_people, ==, "Doctor 10 10 0.5+3\nNurse 20 10 0+6\n0");
    g_assert_cmpstr(gp_role_year_line(rivals, 0)->key, ==, "headcount");
    input.instead = &wte;
    instead = gp_allocate(&input);
    by_wte = groups_text(instead, GP_GROUP_ROLE);
    g_assert_cmpstr(by_wte, ==, "Doctor 10 10 0.5+4.5\nNurse 20 10 0+4.5\n0");
}

static void
test_negative_and_ties(void)
{
    static const char staff[] = STAFF "2023-24,,,A,,1,1\n2023-24,,,B,,1,1\n2023-24,,,C,,1,1\n";
    static const Emission credit[] = {{"Any", "x", "", "", "", -10}, {"Any", "x", "", "", "A", -7}};
    static const Emission tie[] = {{"Any", "x", "", "", "", 11}};

    ASSERT_ALLOCATES(staff, credit, "A 1 1 -0.007+-0.004\nB 1 1 0+-0.003\nC 1 1 0+-0.003\n0");
    ASSERT_ALLOCATES(staff, tie, "A 1 1 0+0.004\nB 1 1 0+0.004\nC 1 1 0+0.003\n0");
}

/* Means over the extracts of the year; who is in one of two counts half. */
static void
test_means(void)
{
    static const Emission emissions[] = {{"Any", "x", "", "", "", 40000}};
    g_auto(Trust) trust = {.workforce = NULL};
    g_autoptr(GpRoleYear) year = NULL;
    GpAllocateInput input;

    ASSERT_ALLOCATES(STAFF "2023-04,A,,Nurse,,20,20\n2023-10,A,,Nurse,,40,40\n"
                           "2023-04,B,,Porter,,20,21\n2024-04,A,,Nurse,,1000,1000\n",
                     emissions, "Nurse 30 30 0+30\nPorter 10.5 10 0+10\n0");
    trust_init(&trust, read_staff(STAFF "2023-24,A,,Nurse,,20.9,\n"), rules_text, NULL);
    input = input_of(&trust);
    year = gp_allocate(&input);
    g_assert_true(year->people_are_from_wte);
    g_assert_cmpint(gp_role_year_post(year, 0)->people_micro, ==, 20 * GP_MICRO);
}

/* A claim under the old name goes to the staff under the new one; so does one under the new name
 * before it was used. */
static void
test_renamed(void)
{
    static const Emission emissions[] = {{"Any", "x", "", "", "Sister", 5},
                                         {"Any", "x", "", "", "Head nurse", 2}};
    g_auto(Trust) trust = {.workforce = NULL};
    g_autoptr(GpRoleYear) year = NULL, before = NULL;
    g_autofree char *text = NULL, *text_before = NULL;
    GpAllocateInput input;

    trust_init(&trust, read_staff(STAFF "2023-24,A,,Head nurse,,1,1\n2022-23,A,,Sister,,1,1\n"),
               rules_text, "role,became,from,note\nSister,Head nurse,2023-24,new name\n");
    for (guint i = 0; i < G_N_ELEMENTS(emissions); i++)
        add_emission(&trust, &emissions[i]);
    input = input_of(&trust);
    year = gp_allocate(&input);
    text = groups_text(year, GP_GROUP_ROLE);
    g_assert_cmpstr(text, ==, "Head nurse 1 1 0.007+0\n0");
    input.fy = input.workforce_fy = FY - 1;
    before = gp_allocate(&input);
    text_before = groups_text(before, GP_GROUP_ROLE);
    g_assert_cmpstr(text_before, ==, "Sister 1 1 0.007+0\n0");
}

/* A role into which another was merged was there before: what names it stays its own, under
 * whatever capitals. The staff's year says what a name means, not that of the activity. */
static void
test_merged(void)
{
    static const Emission emissions[] = {{"Any", "x", "", "", "Sister", 5},
                                         {"Any", "x", "", "", "head  NURSE", 2},
                                         {"Any", "x", "", "", "Head nurse", 4}};
    g_auto(Trust) trust = {.workforce = NULL};
    g_autoptr(GpRoleYear) year = NULL, before = NULL;
    g_autofree char *text = NULL, *text_before = NULL;
    GpAllocateInput input;

    trust_init(&trust,
               read_staff(STAFF "2023-24,A,,Head nurse,,3,3\n2022-23,A,,Sister,,1,1\n"
                                "2022-23,A,,Head nurse,,2,2\n"),
               rules_text, "role,became,from,note\nSISTER,Head Nurse,2023-24,\n");
    for (guint i = 0; i < G_N_ELEMENTS(emissions); i++)
        add_emission(&trust, &emissions[i]);
    input = input_of(&trust);
    year = gp_allocate(&input);
    text = groups_text(year, GP_GROUP_ROLE);
    g_assert_cmpstr(text, ==, "Head nurse 3 3 0.011+0\n0");
    input.workforce_fy = FY - 1;
    before = gp_allocate(&input);
    text_before = groups_text(before, GP_GROUP_ROLE);
    g_assert_cmpstr(text_before, ==, "Head nurse 2 2 0.006+0\nSister 1 1 0.005+0\n0");
}

/* ---- random trusts ---- */

static char *
random_name(GRand *rand, const char *prefix, gint32 n)
{
    return g_rand_int_range(rand, 0, 4) == 0
               ? g_strdup("")
               : g_strdup_printf("%s%d", prefix, g_rand_int_range(rand, 0, n));
}

static GpWorkforce *
random_staff(GRand *rand)
{
    static const char *const roles[] = {"Doctor",       "Midwife", "Field nurse", "Porter",
                                        "Remote clerk", "Nurse",   "Chaplain"};
    g_autoptr(GpIssueList) issues = gp_issue_list_new();
    GpWorkforce *workforce = gp_workforce_new();
    GpDay months[2];

    gp_day_from_civil(2023, 4, 1, &months[0]);
    gp_day_from_civil(2023, 10, 1, &months[1]);
    for (gint32 i = g_rand_int_range(rand, 0, 14); i > 0; i--) {
        g_autofree char *site = random_name(rand, "S", 4);
        g_autofree char *department = random_name(rand, "D", 4);
        GpDay first = months[g_rand_int_range(rand, 0, 2)];
        GpPost post = {.period = {first, first + 29},
                       .site = site,
                       .department = department,
                       .role = roles[g_rand_int_range(rand, 0, G_N_ELEMENTS(roles))],
                       .staff_group = "Nursing",
                       .wte_micro = g_rand_int_range(rand, 0, 99 * GP_MICRO),
                       .headcount = g_rand_int_range(rand, 0, 40)};

        if (g_rand_int_range(rand, 0, 3) == 0)
            post.wte_micro = 0;
        gp_workforce_add(workforce, &post);
    }
    g_assert_true(gp_workforce_settle(workforce, issues, NULL));
    return workforce;
}

/* A rule of each kind for categories C0 to C5. */
static char *
random_rules(GRand *rand)
{
    static const char *const belongs[] = {"shared", "shared", "own"};
    static const char *const pools[] = {"department", "site", "trust"};
    GString *text = g_string_new("of,belongs,key,rival_key,pool,reason\n"
                                 "*,shared,wte,headcount,trust,All of it.\n"
                                 "C5,nobody,,,,Nobody.\n");

    for (guint i = 0; i < 5; i++) {
        GpKey key = (GpKey)g_rand_int_range(rand, 0, GP_N_KEYS);
        GpKey rival = (GpKey)(((gint32)key + g_rand_int_range(rand, 1, GP_N_KEYS)) % GP_N_KEYS);

        g_string_append_printf(text, "C%u,%s,%s,%s,%s,Reason %u.\n", i,
                               belongs[g_rand_int_range(rand, 0, G_N_ELEMENTS(belongs))],
                               gp_key_name(key), gp_key_name(rival),
                               pools[g_rand_int_range(rand, 0, G_N_ELEMENTS(pools))], i);
    }
    return g_string_free(text, FALSE);
}

static void
add_random_emissions(Trust *trust, GRand *rand)
{
    static const int months[][2] = {{2023, 4}, {2023, 9}, {2024, 3}};
    static const char *const gases[] = {"co2", "ch4", "n2o", ""};
    static const char *const roles[] = {"", "", "", "Doctor", "Nurse", "Ghost"};

    for (gint32 i = g_rand_int_range(rand, 0, 16); i > 0; i--) {
        g_autofree char *category = random_name(rand, "C", 7);
        g_autofree char *site = random_name(rand, "S", 6);
        g_autofree char *department = random_name(rand, "D", 6);
        Emission emission = {.category = category,
                             .activity = g_rand_boolean(rand) ? "entonox" : "other",
                             .site = site,
                             .department = department,
                             .role = roles[g_rand_int_range(rand, 0, G_N_ELEMENTS(roles))]};
        gint32 month = g_rand_int_range(rand, 0, G_N_ELEMENTS(months));
        Moment moment = {months[month][0], months[month][1], g_rand_boolean(rand) ? "ncf" : "plus",
                         gases[g_rand_int_range(rand, 0, G_N_ELEMENTS(gases))]};

        add_emission_at(trust, &emission, &moment,
                        (gint32)g_rand_int(rand) * ((GpInt128)1 << g_rand_int_range(rand, 0, 80)));
    }
}

static gboolean
is_in_slice(const GpEmissionBatch *batch,
            const GpEmissionKind *kind,
            const GpBy *by,
            const GpRoleSlice *slice)
{
    char month[16];

    gp_month_print(batch->month, month);
    for (guint k = 0; k < by->n; k++) {
        const char *label = by->list[k] == GP_BY_MONTH ? month
                            : by->list[k] == GP_BY_GAS ? kind->gas
                                                       : kind->boundary;

        if (!g_str_equal(label, slice->labels[k]))
            return FALSE;
    }
    return TRUE;
}

/* What was emitted in a slice and a category, straight from the cells. */
static GpInt128
emitted(const Trust *trust, const GpBy *by, const GpRoleSlice *slice, const char *category)
{
    GpInt128 kg = 0;

    for (guint i = 0; i < trust->cells->batches->len; i++) {
        const GpEmissionBatch *batch = &g_array_index(trust->cells->batches, GpEmissionBatch, i);
        const GpEmissionRate *rate =
            &g_array_index(trust->cells->rates, GpEmissionRate, *batch->plans);
        const GpEmissionKind *kind =
            &g_array_index(trust->cells->kinds, GpEmissionKind, *batch->plans);

        if (g_str_equal(kind->category, category) && is_in_slice(batch, kind, by, slice))
            kg += rate->rate;
    }
    return kg;
}

static GpInt128
emitted_in_all(const Trust *trust)
{
    GpInt128 kg = 0;

    for (guint i = 0; i < trust->cells->batches->len; i++)
        kg += g_array_index(trust->cells->rates, GpEmissionRate, i).rate;
    return kg;
}

static GpInt128
allocated(const GpRoleYear *year, const GpRoleSlice *slice, const char *category)
{
    GpInt128 kg = 0;

    for (guint line = 0; line < year->lines->len; line++) {
        if (!g_str_equal(gp_role_year_line(year, line)->category, category))
            continue;
        kg += slice->not_allocated[line];
        for (guint post = 0; post < year->posts->len; post++)
            kg += gp_role_slice_kg(year, slice, post)[line];
    }
    return kg;
}

/* Every month, boundary, gas and category by itself sums to what was emitted, and all views are of
 * one mould: what a post has of a line is the same however the year is cut. */
static void
assert_adds_up(const Trust *trust, GpAllocateInput *input)
{
    static const GpBy cuts[] = {{{GP_BY_MONTH}, 1},
                                {{GP_BY_GAS}, 1},
                                {{GP_BY_BOUNDARY, GP_BY_MONTH, GP_BY_GAS}, 3}};
    g_autoptr(GpRoleYear) whole = gp_allocate(input);

    g_assert_true(sum_of(whole) == whole->total_kg);
    g_assert_true(whole->total_kg == emitted_in_all(trust));
    for (guint cut = 0; cut < G_N_ELEMENTS(cuts); cut++) {
        g_autoptr(GpRoleYear) year = NULL;

        input->slices = cuts[cut];
        year = gp_allocate(input);
        for (guint i = 0; i < year->slices->len; i++) {
            const GpRoleSlice *slice = &g_array_index(year->slices, GpRoleSlice, i);

            for (guint line = 0; line < year->lines->len; line++) {
                const char *category = gp_role_year_line(year, line)->category;

                g_assert_true(allocated(year, slice, category) ==
                              emitted(trust, &cuts[cut], slice, category));
            }
        }
        for (guint post = 0; post < whole->posts->len; post++) {
            for (guint line = 0; line < whole->lines->len; line++)
                g_assert_true(gp_role_year_kg(year, post, line) ==
                              gp_role_year_kg(whole, post, line));
        }
    }
}

/* Cells may come in any order. */
static void
assert_order_does_not_matter(Trust *trust, const GpAllocateInput *input)
{
    g_autoptr(GpRoleYear) forward = gp_allocate(input), backward = NULL;
    GArray *batches = trust->cells->batches;

    for (guint i = 0; i < batches->len / 2; i++) {
        GpEmissionBatch *first = &g_array_index(batches, GpEmissionBatch, i);
        GpEmissionBatch *last = &g_array_index(batches, GpEmissionBatch, batches->len - 1 - i);
        GpEmissionBatch kept = *first;

        *first = *last;
        *last = kept;
    }
    backward = gp_allocate(input);
    g_assert_cmpuint(forward->posts->len, ==, backward->posts->len);
    g_assert_cmpuint(forward->lines->len, ==, backward->lines->len);
    g_assert_cmpuint(forward->without_staff->len, ==, backward->without_staff->len);
    for (guint post = 0; post < forward->posts->len; post++) {
        g_assert_cmpstr(gp_role_year_post(forward, post)->role, ==,
                        gp_role_year_post(backward, post)->role);
        g_assert_cmpstr(gp_role_year_post(forward, post)->department, ==,
                        gp_role_year_post(backward, post)->department);
        for (guint line = 0; line < forward->lines->len; line++)
            g_assert_true(gp_role_year_kg(forward, post, line) ==
                          gp_role_year_kg(backward, post, line));
    }
    for (guint line = 0; line < forward->lines->len; line++) {
        const GpRoleLine *a = gp_role_year_line(forward, line);
        const GpRoleLine *b = gp_role_year_line(backward, line);

        g_assert_cmpstr(a->category, ==, b->category);
        g_assert_cmpstr(a->reason, ==, b->reason);
        g_assert_cmpstr(a->pool, ==, b->pool);
    }
}

static void
test_random_trusts(void)
{
    static const GpPlaceMeasure measures[] = {
        {GP_KEY_FLOOR_AREA, "S0", "", 700},    {GP_KEY_FLOOR_AREA, "S1", "", 30000},
        {GP_KEY_CONTACTS, "S0", "D1", 12},     {GP_KEY_CONTACTS, "S0", "", 5},
        {GP_KEY_BED_DAYS, "S2", "", 99999999}, {GP_KEY_SPEND, "", "D0", 1234567},
        {GP_KEY_SPEND, "S1", "D1", 7},         {GP_KEY_SPEND, "S3", "", -100}};
    g_autoptr(GRand) rand = g_rand_new_with_seed(20190401);

    for (guint set = 0; set < N_RANDOM / N_OF_ONE_SET; set++) {
        g_autofree char *rules = random_rules(rand);
        g_auto(Trust) trust = {.workforce = NULL};

        trust_init(&trust, gp_workforce_new(), rules, NULL);
        for (guint i = 0; i < N_OF_ONE_SET; i++) {
            GpAllocateInput input;

            gp_workforce_free(trust.workforce);
            trust.workforce = random_staff(rand);
            empty(&trust);
            add_random_emissions(&trust, rand);
            input = input_of(&trust);
            input.measures = measures;
            input.n_measures = (guint)g_rand_int_range(rand, 0, G_N_ELEMENTS(measures) + 1);
            input.with_rivals = g_rand_boolean(rand);
            assert_adds_up(&trust, &input);
            assert_order_does_not_matter(&trust, &input);
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/allocate/own-and-shared", test_own_and_shared);
    g_test_add_func("/allocate/pools", test_pools);
    g_test_add_func("/allocate/places-without-staff", test_places_without_staff);
    g_test_add_func("/allocate/nobody", test_nobody);
    g_test_add_func("/allocate/hours", test_hours);
    g_test_add_func("/allocate/control", test_control);
    g_test_add_func("/allocate/places-by-measure", test_places_by_measure);
    g_test_add_func("/allocate/rivals", test_rivals);
    g_test_add_func("/allocate/negative-and-ties", test_negative_and_ties);
    g_test_add_func("/allocate/means", test_means);
    g_test_add_func("/allocate/renamed", test_renamed);
    g_test_add_func("/allocate/merged", test_merged);
    g_test_add_func("/allocate/random-trusts", test_random_trusts);
    return g_test_run();
}
