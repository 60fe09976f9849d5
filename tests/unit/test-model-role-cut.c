/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-role-cut.h"

#define FY 2023
#define PLACES 3
#define N_RANDOM 20 /* trusts for every choice of dimensions */

enum { N_MONTHS = 3, N_BOUNDARIES = 2, N_GASES = 3, N_MOMENTS = N_MONTHS * N_BOUNDARIES * N_GASES };

static const char *const months[N_MONTHS] = {"2023-04", "2023-05", "2024-01"};
static const char *const boundaries[N_BOUNDARIES] = {"ncf", "plus"};
static const char *const gases[N_GASES] = {"ch4", "co2", "n2o"};

static const GpRolePost posts[] = {
    {"B", "Ward", "Nurse", "Nursing", 20500000, 25 * GP_MICRO},
    {"A", "Ward", "Nurse", "Nursing", 30 * GP_MICRO, 40 * GP_MICRO},
    {"A", "Theatre", "Nurse", "Nursing", 1, GP_MICRO},
    {"", "", "Manager", "Other", 7 * GP_MICRO, 9 * GP_MICRO},
    {"A", "", "Doctor", "Medical", 10 * GP_MICRO, 12 * GP_MICRO},
    {"AT", "heatre", "Doctor", "Medical", 0, 0}, /* not A, Theatre */
    {"A", "Estates", "Porter", "Other", 4 * GP_MICRO, 4 * GP_MICRO},
};

static const GpRoleLine lines[] = {
    {"Building", GP_PART_NOBODY, "", "", "The board decides."},
    {"Travel", GP_PART_OWN, "", "", "The data name the role."},
    {"Travel", GP_PART_SHARED, "wte", "site", "Everybody travels."},
    {"Waste", GP_PART_SHARED, "hours", "site", "By hours there."},
    {"Waste", GP_PART_SHARED, "wte", "trust", "Everybody throws away."},
    {"Waste", GP_PART_NOBODY, "", "", "Nobody knows."},
};

static const char *const roles[] = {"Doctor", "Manager", "Nurse", "Porter"};

enum { N_POSTS = G_N_ELEMENTS(posts), N_LINES = G_N_ELEMENTS(lines) };

/* What a trust emits in a month within a boundary as a gas. */
typedef struct {
    const char *month, *boundary, *gas;
    GpInt128 kg[N_POSTS * N_LINES];
    GpInt128 not_allocated[N_LINES];
} Moment;

/* ---- a year ---- */

static const char *
label_of_moment(const Moment *self, GpDimension dimension)
{
    return dimension == GP_BY_MONTH      ? self->month
           : dimension == GP_BY_BOUNDARY ? self->boundary
                                         : self->gas;
}

static gboolean
is_in_slice(const GpRoleYear *year, const GpRoleSlice *slice, const Moment *moment)
{
    for (guint d = 0; d < year->by.n; d++) {
        if (!g_str_equal(slice->labels[d], label_of_moment(moment, year->by.list[d])))
            return FALSE;
    }
    return TRUE;
}

/* Returns: (nullable) */
static GpRoleSlice *
slice_of(const GpRoleYear *year, const Moment *moment)
{
    for (guint i = 0; i < year->slices->len; i++) {
        GpRoleSlice *slice = &g_array_index(year->slices, GpRoleSlice, i);

        if (is_in_slice(year, slice, moment))
            return slice;
    }
    return NULL;
}

static int
compare_slices(gconstpointer a, gconstpointer b, gpointer by)
{
    const GpRoleSlice *x = a, *y = b;
    int order = 0;

    for (guint d = 0; order == 0 && d < ((const GpBy *)by)->n; d++)
        order = strcmp(x->labels[d], y->labels[d]);
    return order;
}

static void
add_slices(GpRoleYear *year, const Moment *moments, guint n_moments)
{
    for (guint m = 0; m < n_moments; m++) {
        GpRoleSlice slice = {.kg = NULL};

        if (slice_of(year, &moments[m]) != NULL)
            continue;
        for (guint d = 0; d < year->by.n; d++)
            slice.labels[d] = label_of_moment(&moments[m], year->by.list[d]);
        g_array_append_val(year->slices, slice);
    }
    g_array_sort_with_data(year->slices, compare_slices, &year->by);
}

static void
add_moment(GpRoleYear *year, const Moment *moment)
{
    GpRoleSlice *slice = slice_of(year, moment);

    for (guint i = 0; i < N_POSTS * N_LINES; i++) {
        gp_role_slice_kg(year, slice, i / N_LINES)[i % N_LINES] += moment->kg[i];
        year->total_kg += moment->kg[i];
    }
    for (guint i = 0; i < N_LINES; i++) {
        slice->not_allocated[i] += moment->not_allocated[i];
        year->total_kg += moment->not_allocated[i];
    }
}

/* The moments in the slices that @cuts needs. */
static GpRoleYear *
year_new(const Moment *moments, guint n_moments, const GpCuts *cuts)
{
    GpRoleYear *year = gp_role_year_new(FY, FY, PLACES);

    year->by = gp_cuts_slices(cuts);
    for (guint i = 0; i < N_POSTS; i++)
        gp_role_year_add_post(year, &posts[i]);
    g_array_append_vals(year->lines, lines, N_LINES);
    add_slices(year, moments, n_moments);
    gp_role_year_make_room(year);
    for (guint m = 0; m < n_moments; m++)
        add_moment(year, &moments[m]);
    return year;
}

/* Often nothing, sometimes much, sometimes so little that sums cancel. */
static GpInt128
random_kg(void)
{
    switch (g_test_rand_int_range(0, 4)) {
    case 0:
        return g_test_rand_int_range(-1, 2);
    case 1:
        return (GpInt128)g_test_rand_int() * G_GINT64_CONSTANT(1000000000000000000);
    default:
        return 0;
    }
}

static void
fill(Moment *moments)
{
    memset(moments, 0, N_MOMENTS * sizeof *moments);
    for (guint m = 0; m < N_MOMENTS; m++) {
        Moment *moment = &moments[m];

        moment->month = months[m / (N_BOUNDARIES * N_GASES)];
        moment->boundary = boundaries[m / N_GASES % N_BOUNDARIES];
        moment->gas = gases[m % N_GASES];
        for (guint line = 0; line < N_LINES; line++) {
            if (lines[line].part == GP_PART_NOBODY)
                moment->not_allocated[line] = random_kg();
            for (guint post = 0; lines[line].part != GP_PART_NOBODY && post < N_POSTS; post++)
                moment->kg[post * N_LINES + line] = random_kg();
        }
    }
}

/* ---- what a cut must be, told plainly ---- */

typedef struct {
    GpInt128 kg[GP_N_PARTS];
} Sum;

static GHashTable *
sums_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

/* @key: taken over */
static void
add_to(GHashTable *sums, char *key, GpPart part, GpInt128 kg)
{
    Sum *sum = g_hash_table_lookup(sums, key);

    if (sum == NULL) {
        sum = g_new0(Sum, 1);
        g_hash_table_insert(sums, g_strdup(key), sum);
    }
    sum->kg[part] += kg;
    g_free(key);
}

static gboolean
is_of_staff(GpCut cut)
{
    return cut == GP_CUT_ROLE || cut == GP_CUT_STAFF_GROUP || cut == GP_CUT_SITE ||
           cut == GP_CUT_DEPARTMENT;
}

static const char *
label_of_staff(const GpRolePost *post, GpCut cut)
{
    return cut == GP_CUT_ROLE          ? post->role
           : cut == GP_CUT_STAFF_GROUP ? post->staff_group
           : cut == GP_CUT_SITE        ? post->site
                                       : post->department;
}

static const char *
label_of_slice(const GpRoleYear *year, const GpRoleSlice *slice, GpCut cut)
{
    GpDimension dimension = cut == GP_CUT_MONTH      ? GP_BY_MONTH
                            : cut == GP_CUT_BOUNDARY ? GP_BY_BOUNDARY
                                                     : GP_BY_GAS;

    return slice->labels[gp_by_find(&year->by, dimension)];
}

/* The labels of a row in words, with its line where lines are told apart. @post: NULL: nobody */
static char *
key_of(const GpRoleYear *year,
       const GpCuts *cuts,
       const GpRoleSlice *slice,
       const GpRolePost *post,
       guint line)
{
    GString *key = g_string_new(post == NULL ? "nobody" : "staff");

    for (guint i = 0; i < cuts->n; i++) {
        GpCut cut = cuts->list[i];

        g_string_append_c(key, '|');
        if (cut == GP_CUT_CATEGORY)
            g_string_append_printf(key, "%s %u", lines[line].category, line);
        else if (!is_of_staff(cut))
            g_string_append(key, label_of_slice(year, slice, cut));
        else if (post != NULL)
            g_string_append(key, label_of_staff(post, cut));
    }
    return g_string_free(key, FALSE);
}

static char *
key_of_row(const GpRoleYear *year, const GpCuts *cuts, const GpRoleCutRow *row)
{
    GString *key = g_string_new(row->is_not_allocated ? "nobody" : "staff");

    for (guint i = 0; i < cuts->n; i++) {
        g_string_append_printf(key, "|%s", row->labels[i]);
        if (cuts->list[i] == GP_CUT_CATEGORY)
            g_string_append_printf(key, " %d", (int)(row->line - gp_role_year_line(year, 0)));
    }
    return g_string_free(key, FALSE);
}

static GHashTable *
sums_of_year(const GpRoleYear *year, const GpCuts *cuts, const char *role)
{
    GHashTable *sums = sums_new();

    for (guint s = 0; s < year->slices->len; s++) {
        const GpRoleSlice *slice = &g_array_index(year->slices, GpRoleSlice, s);

        for (guint i = 0; i < N_POSTS * N_LINES; i++) {
            const GpRolePost *post = &posts[i / N_LINES];
            guint line = i % N_LINES;
            GpInt128 kg = gp_role_slice_kg(year, slice, i / N_LINES)[line];

            if (kg != 0 && (role == NULL || g_str_equal(role, post->role)))
                add_to(sums, key_of(year, cuts, slice, post, line), lines[line].part, kg);
        }
        for (guint line = 0; role == NULL && line < N_LINES; line++) {
            if (slice->not_allocated[line] != 0)
                add_to(sums, key_of(year, cuts, slice, NULL, line), lines[line].part,
                       slice->not_allocated[line]);
        }
    }
    return sums;
}

/* ---- checks of a cut ---- */

static const GpRoleCutRow *
row_of(const GpRoleCut *cut, guint i)
{
    g_assert_cmpuint(i, <, cut->rows->len);
    return &g_array_index(cut->rows, GpRoleCutRow, i);
}

static void
add_rows(GHashTable *sums, const GpRoleCut *cut, gboolean only_not_allocated)
{
    for (guint i = 0; i < cut->rows->len; i++) {
        const GpRoleCutRow *row = row_of(cut, i);

        for (guint part = 0; part < GP_N_PARTS; part++) {
            if (row->is_not_allocated || !only_not_allocated)
                add_to(sums, key_of_row(cut->year, &cut->cuts, row), part, row->kg[part]);
        }
    }
}

static void
assert_same_sums(GHashTable *sums, GHashTable *expected)
{
    GHashTableIter iter;
    gpointer key, value;

    g_assert_cmpuint(g_hash_table_size(sums), ==, g_hash_table_size(expected));
    g_hash_table_iter_init(&iter, expected);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        const Sum *sum = g_hash_table_lookup(sums, key), *as = value;

        if (sum == NULL || memcmp(sum->kg, as->kg, sizeof sum->kg) != 0)
            g_test_message("%s", (const char *)key);
        g_assert_nonnull(sum);
        g_assert_true(memcmp(sum->kg, as->kg, sizeof sum->kg) == 0);
    }
}

/* No row twice, and each after the one before. */
static void
assert_in_order(const GpRoleCut *cut)
{
    for (guint i = 1; i < cut->rows->len; i++) {
        const GpRoleCutRow *a = row_of(cut, i - 1), *b = row_of(cut, i);
        int order = (int)a->is_not_allocated - (int)b->is_not_allocated;

        for (guint d = 0; order == 0 && d < cut->cuts.n; d++)
            order = strcmp(a->labels[d], b->labels[d]);
        if (order == 0 && gp_cuts_have(&cut->cuts, GP_CUT_CATEGORY))
            order = a->line < b->line ? -1 : 1;
        g_assert_cmpint(order, <, 0);
    }
}

static gboolean
is_post_of_row(const GpRoleCut *cut, const GpRoleCutRow *row, const GpRolePost *post)
{
    if (cut->role != NULL && !g_str_equal(cut->role, post->role))
        return FALSE;
    for (guint i = 0; i < cut->cuts.n; i++) {
        if (is_of_staff(cut->cuts.list[i]) &&
            !g_str_equal(row->labels[i], label_of_staff(post, cut->cuts.list[i])))
            return FALSE;
    }
    return TRUE;
}

/* The staff of a row is all who have its labels, whatever they emit. */
static void
assert_staff(const GpRoleCut *cut)
{
    for (guint i = 0; i < cut->rows->len; i++) {
        const GpRoleCutRow *row = row_of(cut, i);
        gint64 wte_micro = 0, people_micro = 0;

        for (guint p = 0; p < N_POSTS && !row->is_not_allocated; p++) {
            if (!is_post_of_row(cut, row, &posts[p]))
                continue;
            wte_micro += posts[p].wte_micro;
            people_micro += posts[p].people_micro;
        }
        g_assert_cmpint(row->wte_micro, ==, wte_micro);
        g_assert_cmpint(row->people_micro, ==, people_micro);
    }
}

/* Returns: the cut, which is as it must be */
static GpRoleCut *
check_cut(const GpRoleYear *year, const GpCuts *cuts, const char *role)
{
    GpRoleCut *cut = gp_role_year_cut(year, cuts, role);
    g_autoptr(GHashTable) expected = sums_of_year(year, cuts, role);
    g_autoptr(GHashTable) sums = sums_new();

    g_assert_cmpuint(cut->rows->len, ==, g_hash_table_size(expected));
    add_rows(sums, cut, FALSE);
    assert_same_sums(sums, expected);
    assert_in_order(cut);
    assert_staff(cut);
    return cut;
}

static GpInt128
total_of(const GpRoleCut *cut)
{
    GpInt128 kg = 0;

    for (guint i = 0; i < cut->rows->len; i++) {
        for (guint part = 0; part < GP_N_PARTS; part++)
            kg += row_of(cut, i)->kg[part];
    }
    return kg;
}

/* ---- every choice ---- */

static void
check_choice(const Moment *moments, const GpCuts *cuts)
{
    g_autoptr(GpRoleYear) year = year_new(moments, N_MOMENTS, cuts);
    g_autoptr(GpRoleCut) all = check_cut(year, cuts, NULL);
    g_autoptr(GHashTable) sums_of_all = sums_new(), sums_of_each = sums_new();

    g_assert_true(total_of(all) == year->total_kg);
    add_rows(sums_of_all, all, FALSE);
    add_rows(sums_of_each, all, TRUE);
    for (guint i = 0; i < G_N_ELEMENTS(roles); i++) {
        g_autoptr(GpRoleCut) of_role = check_cut(year, cuts, roles[i]);

        add_rows(sums_of_each, of_role, FALSE);
    }
    assert_same_sums(sums_of_each, sums_of_all);
}

/* All lists of up to @n_more further dimensions, in any order. */
static guint
check_choices(const Moment *moments, const GpCuts *so_far, guint n_more)
{
    guint n = 0;

    for (guint cut = 0; n_more > 0 && cut < GP_N_CUTS; cut++) {
        GpCuts cuts = *so_far;

        if (gp_cuts_have(so_far, cut))
            continue;
        cuts.list[cuts.n++] = cut;
        check_choice(moments, &cuts);
        n += 1 + check_choices(moments, &cuts, n_more - 1);
    }
    return n;
}

static void
test_every_choice(void)
{
    const GpCuts none = {.n = 0};
    g_autofree Moment *moments = g_new(Moment, N_MOMENTS);

    for (guint i = 0; i < N_RANDOM; i++) {
        fill(moments);
        g_assert_cmpuint(check_choices(moments, &none, 3), ==, 8 + 8 * 7 + 8 * 7 * 6);
    }
}

static void
test_all_dimensions_at_once(void)
{
    g_autofree Moment *moments = g_new(Moment, N_MOMENTS);
    GpCuts cuts;

    g_assert_true(
        gp_cuts_parse("gas,category,department,month,role,boundary,site,staff-group", &cuts, NULL));
    for (guint i = 0; i < N_RANDOM; i++) {
        fill(moments);
        check_choice(moments, &cuts);
    }
}

/* ---- one by one ---- */

static void
assert_row(const GpRoleCut *cut, guint i, const char *labels, gint64 wte, const gint64 *kg)
{
    const GpRoleCutRow *row = row_of(cut, i);
    g_autoptr(GString) text = g_string_new(row->labels[0]);

    for (guint d = 1; d < cut->cuts.n; d++)
        g_string_append_printf(text, "|%s", row->labels[d]);
    g_assert_cmpstr(text->str, ==, labels);
    g_assert_cmpint(row->wte_micro, ==, wte);
    for (guint part = 0; part < GP_N_PARTS; part++)
        g_assert_true(row->kg[part] == kg[part]);
}

/* In months of another order than the slices', and what nobody has after all staff. */
static void
test_labels_in_order(void)
{
    Moment moments[] = {{.month = months[0]}, {.month = months[1]}};
    g_autoptr(GpRoleYear) year = NULL;
    g_autoptr(GpRoleCut) all = NULL, of_nurses = NULL;
    GpCuts cuts;

    moments[0].kg[0 * N_LINES + 2] = 5; /* a nurse at B */
    moments[0].kg[1 * N_LINES + 1] = 7; /* a nurse at A */
    moments[1].kg[1 * N_LINES + 2] = 11;
    moments[1].kg[3 * N_LINES + 3] = 13; /* a manager, nowhere */
    moments[1].kg[6 * N_LINES + 3] = 17; /* a porter at A */
    moments[0].not_allocated[0] = 19;
    g_assert_true(gp_cuts_parse("site,month", &cuts, NULL));
    year = year_new(moments, G_N_ELEMENTS(moments), &cuts);
    all = check_cut(year, &cuts, NULL);
    of_nurses = check_cut(year, &cuts, "Nurse");
    g_assert_cmpuint(all->rows->len, ==, 5);
    assert_row(all, 0, "|2023-05", 7 * GP_MICRO, (const gint64[]){0, 13, 0});
    assert_row(all, 1, "A|2023-04", 44 * GP_MICRO + 1, (const gint64[]){7, 0, 0});
    assert_row(all, 2, "A|2023-05", 44 * GP_MICRO + 1, (const gint64[]){0, 28, 0});
    assert_row(all, 3, "B|2023-04", 20500000, (const gint64[]){0, 5, 0});
    assert_row(all, 4, "|2023-04", 0, (const gint64[]){0, 0, 19});
    g_assert_true(row_of(all, 4)->is_not_allocated);
    g_assert_null(row_of(all, 0)->line);
    g_assert_cmpuint(of_nurses->rows->len, ==, 3);
    assert_row(of_nurses, 0, "A|2023-04", 30 * GP_MICRO + 1, (const gint64[]){7, 0, 0});
    assert_row(of_nurses, 1, "A|2023-05", 30 * GP_MICRO + 1, (const gint64[]){0, 11, 0});
    assert_row(of_nurses, 2, "B|2023-04", 20500000, (const gint64[]){0, 5, 0});
}

/* Something was there, though nothing is left. */
static void
test_sums_that_cancel_stay(void)
{
    static const char *const by[] = {"staff-group", "month", "category"};
    Moment moment = {.month = months[0]};

    moment.kg[0 * N_LINES + 2] = 5; /* two nurses */
    moment.kg[1 * N_LINES + 2] = -5;
    for (guint i = 0; i < G_N_ELEMENTS(by); i++) {
        g_autoptr(GpRoleYear) year = NULL;
        g_autoptr(GpRoleCut) cut = NULL;
        GpCuts cuts;

        g_assert_true(gp_cuts_parse(by[i], &cuts, NULL));
        year = year_new(&moment, 1, &cuts);
        cut = check_cut(year, &cuts, NULL);
        g_assert_cmpuint(cut->rows->len, ==, 1);
        g_assert_true(total_of(cut) == 0);
    }
}

static void
test_no_such_role(void)
{
    static const char *const by[] = {"role", "month", "category", "site,gas,category"};
    g_autofree Moment *moments = g_new(Moment, N_MOMENTS);

    fill(moments);
    for (guint i = 0; i < G_N_ELEMENTS(by); i++) {
        g_autoptr(GpRoleYear) year = NULL;
        g_autoptr(GpRoleCut) cut = NULL;
        GpCuts cuts;

        g_assert_true(gp_cuts_parse(by[i], &cuts, NULL));
        year = year_new(moments, N_MOMENTS, &cuts);
        cut = gp_role_year_cut(year, &cuts, "Chaplain");
        g_assert_cmpuint(cut->rows->len, ==, 0);
        g_assert_cmpstr(cut->role, ==, "Chaplain");
    }
    gp_role_cut_free(NULL);
}

static void
assert_nothing(const GpRoleYear *year, const GpCuts *cuts)
{
    g_autoptr(GpRoleCut) all = gp_role_year_cut(year, cuts, NULL);
    g_autoptr(GpRoleCut) of_role = gp_role_year_cut(year, cuts, "Nurse");

    g_assert_cmpuint(all->rows->len, ==, 0);
    g_assert_cmpuint(of_role->rows->len, ==, 0);
}

/* No slices; slices in which nothing is; nobody and no lines. */
static void
test_empty_years(void)
{
    static const char *const by[] = {"role", "month", "category", "month,site,category"};
    const Moment moment = {.month = months[0]};

    for (guint i = 0; i < G_N_ELEMENTS(by); i++) {
        g_autoptr(GpRoleYear) no_slices = NULL, no_kg = NULL;
        g_autoptr(GpRoleYear) nobody = gp_role_year_new(FY, FY, PLACES);
        GpCuts cuts;

        g_assert_true(gp_cuts_parse(by[i], &cuts, NULL));
        no_slices = year_new(NULL, 0, &cuts);
        no_kg = year_new(&moment, 1, &cuts);
        g_assert_cmpuint(no_kg->slices->len, ==, 1);
        assert_nothing(no_slices, &cuts);
        assert_nothing(no_kg, &cuts);
        assert_nothing(nobody, &cuts);
    }
}

/* ---- words ---- */

static void
test_words(void)
{
    static const struct {
        const char *name, *column;
        guint n_slices;
    } known[GP_N_CUTS] = {{"role", "role", 0},         {"staff-group", "staff_group", 0},
                          {"site", "site", 0},         {"department", "department", 0},
                          {"category", "category", 0}, {"month", "month", 1},
                          {"boundary", "boundary", 1}, {"gas", "gas", 1}};
    GpCuts cuts;
    GpBy by;

    for (guint i = 0; i < GP_N_CUTS; i++) {
        g_assert_true(gp_cuts_parse(known[i].name, &cuts, NULL));
        g_assert_cmpuint(cuts.n, ==, 1);
        g_assert_cmpuint(cuts.list[0], ==, i);
        g_assert_cmpstr(gp_cut_name(i), ==, known[i].name);
        g_assert_cmpstr(gp_cut_column(i), ==, known[i].column);
        g_assert_cmpuint(gp_cuts_slices(&cuts).n, ==, known[i].n_slices);
    }
    g_assert_true(gp_cuts_parse("gas,site,month", &cuts, NULL));
    by = gp_cuts_slices(&cuts);
    g_assert_cmpuint(by.n, ==, 2);
    g_assert_cmpint(by.list[0], ==, GP_BY_GAS);
    g_assert_cmpint(by.list[1], ==, GP_BY_MONTH);
    g_assert_true(gp_cuts_have(&cuts, GP_CUT_SITE));
    g_assert_false(gp_cuts_have(&cuts, GP_CUT_ROLE));
}

static void
test_words_refused(void)
{
#define NOT_BY                                                                                     \
    "roles can be listed by role, staff-group, site, department, category, month, boundary and "   \
    "gas, not by "
    static const struct {
        const char *text, *message;
    } cases[] = {{"", "the list of --by is empty"},
                 {",", NOT_BY "“”"},
                 {"site,", NOT_BY "“”"},
                 {"Site", NOT_BY "“Site”"},
                 {"site, gas", NOT_BY "“ gas”"},
                 {"year", NOT_BY "“year”"},
                 {"site,gas,site", "site is there twice"}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        GpCuts cuts;

        g_assert_false(gp_cuts_parse(cases[i].text, &cuts, &error));
        g_assert_error(error, GP_ERROR, GP_ERROR_USAGE);
        g_assert_cmpstr(error->message, ==, cases[i].message);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/role-cut/every-choice", test_every_choice);
    g_test_add_func("/role-cut/all-dimensions-at-once", test_all_dimensions_at_once);
    g_test_add_func("/role-cut/labels-in-order", test_labels_in_order);
    g_test_add_func("/role-cut/sums-that-cancel", test_sums_that_cancel_stay);
    g_test_add_func("/role-cut/no-such-role", test_no_such_role);
    g_test_add_func("/role-cut/empty-years", test_empty_years);
    g_test_add_func("/role-cut/words", test_words);
    g_test_add_func("/role-cut/words-refused", test_words_refused);
    return g_test_run();
}
