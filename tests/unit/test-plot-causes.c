/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "figures.h"

#define TONNE G_GINT64_CONSTANT(1000) /* in kg: kg_places is 0 */

static GpChange *
change_new(const gint64 *kg, gint64 from_kg)
{
    const char *causes[GP_N_CAUSES + 1] = {NULL};
    GpChange *self;
    GpChangePart *part;

    for (guint i = 0; i < GP_N_CAUSES; i++)
        causes[i] = gp_cause_key(i);
    self = gp_change_new(causes, 0);
    self->fy[GP_FROM] = 2019;
    self->fy[GP_TO] = 2024;
    part = gp_change_category(self, "Energy");
    part->kg[GP_FROM] = part->kg[GP_TO] = from_kg;
    for (guint i = 0; i < GP_N_CAUSES; i++) {
        part->effects[i] = kg[i];
        part->kg[GP_TO] += kg[i];
    }
    return self;
}

static GpFigure *
figure_of(const GpChange *change)
{
    GpCausesChart chart = {.subject = {"Invented NHS Trust", "invented figures", NULL},
                           .measure = "NHS Carbon Footprint",
                           .change = change};
    g_autoptr(GError) error = NULL;
    GpFigure *figure = gp_figure_of_causes(&chart, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(gp_figure_name(figure), ==, "causes");
    return figure;
}

static char *
script_of(const GpChange *change)
{
    g_autoptr(GpFigure) figure = figure_of(change);

    return figure_script(figure);
}

/* ── Title ──────────────────────────────────────────────────────────────────────────────────── */

typedef struct {
    const char *title;
    gint64 kg[GP_N_CAUSES]; /* activity, grid, other factors, prices, methods, weather, sites */
} TitleCase;

static const TitleCase title_cases[] = {
    {"We cut 574 tonnes; the grid took off 818 more", {-574000, -818000, 10000}},
    {"We cut 574 tonnes; others took off 1,000 more", {-574000, -600000, -400000}},
    {"We cut 574 tonnes, but prices added 818", {-574000, 0, 0, 818000}},
    {"We added 574 tonnes, but the grid took off 818", {574000, -818000}},
    {"We added 12 tonnes; revised methods added 1 more", {12000, 0, 0, 0, 1000}},
    {"We cut 1 tonne", {-1000}},
    {"The grid took off 818 tonnes", {0, -818000}},
    {"We cut 10 tonnes, but the weather added 900", {-10000, 0, 0, 0, 0, 900000}},
    {"Sites that opened or closed took off 900 tonnes, but the weather added 300",
     {10000, 0, 0, 0, 0, 300000, -900000}},
    {"Nothing changed between the two years", {0}},
};

static void
test_titles(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(title_cases); i++) {
        g_autoptr(GpChange) change = change_new(title_cases[i].kg, 5000 * TONNE);
        g_autoptr(GpFigure) figure = figure_of(change);

        g_assert_cmpstr(gp_figure_title(figure), ==, title_cases[i].title);
    }
}

/* ── Data ───────────────────────────────────────────────────────────────────────────────────── */

static void
test_bars_stand_on_one_another(void)
{
    const gint64 kg[GP_N_CAUSES] = {-500000, -300000, 0, 100000};
    const double bars[] = {0,    0, 5000, 1,    1,    5000, 4500, 2, 2,    4500,
                           4200, 2, 3,    4200, 4300, 3,    4,    0, 4300, 1};
    const double connected[] = {0, 5000, 1, 4500, 2, 4200, 3, 4300};
    g_autoptr(GpChange) change = change_new(kg, 5000 * TONNE);
    g_autofree char *script = script_of(change);
    g_autoptr(GArray) drawn = script_block(script, "bars");
    g_autoptr(GArray) drawn_connected = script_block(script, "connected");

    g_assert_cmpuint(drawn->len, ==, G_N_ELEMENTS(bars));
    assert_cells(drawn, 0, bars, G_N_ELEMENTS(bars));
    g_assert_cmpuint(drawn_connected->len, ==, G_N_ELEMENTS(connected));
    assert_cells(drawn_connected, 0, connected, G_N_ELEMENTS(connected));
    g_assert_cmpfloat_with_epsilon(script_number(script, "y_low"), 0, 1e-9);
    g_assert_cmpuint(script_count(script, "n_brackets"), ==, 2);
}

/* Each effect has 0.4 of what is shown: every figure and every sum is rounded once, by itself, as
 * in tables and sentences. */
static void
test_each_figure_is_rounded_by_itself(void)
{
    const gint64 kg[GP_N_CAUSES] = {-900400, 400, 1400, 2400, 3400, 4400, 5400};
    g_autoptr(GpChange) change = change_new(kg, 5000 * TONNE);
    g_autofree char *script = script_of(change);
    g_autoptr(GArray) bars = script_block(script, "bars");
    double sum = 0;

    for (guint i = 1; i + 1 < bars->len / 4; i++)
        sum += cell(bars, 4 * i + 2) - cell(bars, 4 * i + 1);
    g_assert_cmpfloat_with_epsilon(sum, -885, 1e-6);
    g_assert_true(script_says(script, "5,000"));
    g_assert_true(script_says(script, "4,117"));
    g_assert_true(script_says(script, "−900"));
    g_assert_true(script_says(script, "What others did +8"));
    g_assert_nonnull(strstr(script, "the grid."));
}

static void
test_what_cannot_be_compared(void)
{
    const gint64 kg[GP_N_CAUSES] = {-500000, -300000};
    g_autoptr(GpChange) change = change_new(kg, 5000 * TONNE);
    GpChangePart *waste = gp_change_category(change, "Waste");
    g_autoptr(GpFigure) figure = NULL;
    g_autofree char *script = NULL;
    g_autofree char *none = NULL;

    waste->kg[GP_TO] = 900 * TONNE;
    waste->is_comparable = FALSE;
    figure = figure_of(change);
    script = figure_script(figure);
    g_assert_true(script_says(script, "4,200"));
    g_assert_nonnull(strstr(gp_figure_description(figure), "Waste (+900 t)"));
    g_assert_nonnull(strstr(script, "what can be compared fell by 800 tonnes (16%)"));
    gp_change_category(change, "Energy")->is_comparable = FALSE;
    none = script_of(change);
    g_assert_true(script_says(none, "Nothing can be compared between the two years"));
    g_assert_cmpuint(script_count(none, "is_empty"), ==, 1);
}

static void
test_levels_of_a_file(void)
{
    const char *causes[] = {"contacts", "kWh a contact", NULL};
    g_autoptr(GpChange) change = gp_change_new(causes, 0);
    GpChangePart *part = gp_change_category(change, "all");
    g_autoptr(GpFigure) figure = NULL;
    g_autofree char *script = NULL;

    change->fy[GP_FROM] = 2019;
    change->fy[GP_TO] = 2020;
    part->kg[GP_FROM] = 1000 * TONNE;
    part->effects[0] = 100 * TONNE;
    part->effects[1] = -300 * TONNE;
    part->kg[GP_TO] = 800 * TONNE;
    figure = figure_of(change);
    script = figure_script(figure);
    g_assert_cmpstr(gp_figure_title(figure), ==,
                    "“kWh a contact” took off 300 tonnes, but “contacts” added 100");
    g_assert_cmpuint(script_count(script, "n_brackets"), ==, 0);
    g_assert_true(script_says(script, "contacts"));
    g_assert_null(strstr(script, "What we did"));
}

/* ── Words ──────────────────────────────────────────────────────────────────────────────────── */

static void
test_all_is_said(void)
{
    static const char *const wanted[] = {
        "2019/20",
        "2024/25",
        "5,000",
        "−574",
        "−818",
        "+30",
        "Activity",
        "Grid electricity",
        "The weather",
        "What we did",
        "What others did −818",
        "Tonnes CO₂e (t)",
        "NHS Carbon Footprint, Invented NHS Trust, 2019/20 to 2024/25: fell by 1,362 tonnes (27%)",
        "Source: invented figures",
    };
    const gint64 kg[GP_N_CAUSES] = {-574000, -818000, 0, 0, 0, 30000};
    g_autoptr(GpChange) change = change_new(kg, 5000 * TONNE);
    g_autoptr(GpFigure) figure = NULL;
    g_autofree char *script = NULL;
    g_autofree char *drawn = NULL;

    gp_change_category(change, "Energy")->began_or_ended = -12000;
    figure = figure_of(change);
    script = figure_script(figure);
    check_labels(script);
    for (guint i = 0; i < G_N_ELEMENTS(wanted); i++) {
        g_test_message("%s", wanted[i]);
        g_assert_true(script_says(script, wanted[i]));
    }
    g_assert_nonnull(strstr(script, "−12 t"));
    g_assert_nonnull(strstr(gp_figure_description(figure), "What we did: −574 t."));
    drawn = figure_drawn(figure);
    for (guint i = 0; drawn != NULL && i < G_N_ELEMENTS(wanted); i++)
        g_assert_nonnull(strstr(drawn, wanted[i]));
}

/* ── Extremes ───────────────────────────────────────────────────────────────────────────────── */

typedef struct {
    const char *name;
    gint64 from_t;
    gint64 kg[GP_N_CAUSES];
} Extreme;

static const Extreme extremes[] = {
    {"all zero", 0, {0}},
    {"no change", 900, {0}},
    {"all causes", 40000, {-2408098, 210180, -154606, 2909335, -71850, -56267, 595031}},
    {"below zero", 10, {-30000, 5000}},
    {"from below zero", -500, {100000, 900000, -20000}},
    {"to nothing", 500, {-500000}},
    {"from nothing", 0, {500000, 1, 1, 1, 1, 1, 1}},
    {"tiny", 0, {7, -2, 1, 1, 1, 1, 1}},
    {"huge", 900000000, {-90000000000, 70000000000, -5, 5, 60000000000, -90000000, 1}},
};

static void
test_extremes(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(extremes); i++) {
        g_autoptr(GpChange) change = change_new(extremes[i].kg, extremes[i].from_t * TONNE);
        g_autoptr(GpFigure) figure = figure_of(change);
        g_autofree char *script = figure_script(figure);
        g_autofree char *text = NULL;

        g_test_message("%s", extremes[i].name);
        check_labels(script);
        g_assert_null(strstr(script, "no figure\n"));
        text = figure_drawn(figure);
        g_assert_true(text == NULL || strstr(text, gp_figure_title(figure)) != NULL);
    }
}

static void
test_names_from_outside(void)
{
    const char *names[FIGURE_SCRIPTS + 32] = {NULL};
    char *long_names[FIGURE_SCRIPTS];
    guint n = 0;

    for (; n < FIGURE_SCRIPTS; n++)
        names[n] = long_names[n] = figure_long_name(n);
    for (guint i = 0; figure_hostile[i] != NULL; i++)
        names[n++] = figure_hostile[i];
    for (guint i = 0; i < n; i++) {
        const char *causes[] = {names[i], names[(i + 1) % n], "kg", NULL};
        g_autoptr(GpChange) change = gp_change_new(causes, 0);
        GpCausesChart chart = {{names[i], names[i], names[i]}, names[i], change};
        g_autoptr(GpFigure) figure = NULL;
        g_autofree char *script = NULL;
        g_autofree char *text = NULL;

        change->fy[GP_TO] = change->fy[GP_FROM] = 2019;
        gp_change_category(change, "all")->effects[0] = 7 * TONNE;
        gp_change_category(change, "all")->kg[GP_TO] = 7 * TONNE;
        gp_change_category(change, names[i])->is_comparable = FALSE;
        figure = gp_figure_of_causes(&chart, NULL);
        script = figure_script(figure);
        check_labels(script);
        text = figure_drawn(figure);
        g_assert_true(text == NULL || g_utf8_validate(text, -1, NULL));
    }
    for (guint i = 0; i < FIGURE_SCRIPTS; i++)
        g_free(long_names[i]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_nonnull(g_getenv("GP_PLOTS"));
    g_test_add_func("/plot-causes/title/table", test_titles);
    g_test_add_func("/plot-causes/data/bars", test_bars_stand_on_one_another);
    g_test_add_func("/plot-causes/data/sum", test_each_figure_is_rounded_by_itself);
    g_test_add_func("/plot-causes/data/left-out", test_what_cannot_be_compared);
    g_test_add_func("/plot-causes/data/levels", test_levels_of_a_file);
    g_test_add_func("/plot-causes/words/all", test_all_is_said);
    g_test_add_func("/plot-causes/picture/extremes", test_extremes);
    g_test_add_func("/plot-causes/picture/names", test_names_from_outside);
    return g_test_run();
}
