/* SPDX-License-Identifier: MIT */
#include "gp-track.h"

#include <math.h>
#include <string.h>

#include "gp-error.h"

/* 2019-20 to 2025-26, in kg; the target is 47% less by 2031-32. Checked with predict() of R. */
static const double worked_kg[] = {31.4e6, 29.5e6, 30.2e6, 28.9e6, 27.2e6, 26.6e6, 25.2e6};

#define NEAR_KT(kg, kt, places) g_assert_cmpfloat_with_epsilon((kg) / 1e6, kt, 0.5 * (places))

/* A series and a target that a test can change before it asks for the trajectory. */
typedef struct {
    GpTrackYear years[40];
    guint n_years;
    GpMilestone milestones[4];
    GpTarget target;
} Case;

static void
case_init(Case *self, int first_fy, const double *kg, guint n, int target_fy, double percent)
{
    memset(self, 0, sizeof *self);
    for (guint i = 0; i < n; i++)
        self->years[i] = (GpTrackYear){.fy = first_fy + (int)i, .kg = kg[i], .is_comparable = TRUE};
    self->n_years = n;
    self->milestones[0] = (GpMilestone){target_fy, percent, 0};
    self->target = (GpTarget){
        .baseline_fy = first_fy,
        .baseline_kg = NAN,
        .milestones = self->milestones,
        .n_milestones = 1,
        .shape = GP_PATH_LINEAR,
    };
}

static void
case_init_worked(Case *self)
{
    case_init(self, 2019, worked_kg, G_N_ELEMENTS(worked_kg), 2031, 47);
}

static GpTrajectory *
case_track(const Case *self)
{
    g_autoptr(GError) error = NULL;
    GpTrajectory *trajectory = gp_track(self->years, self->n_years, &self->target, &error);

    g_assert_no_error(error);
    g_assert_nonnull(trajectory);
    return trajectory;
}

/* The same for a series without gaps and a straight line. */
static GpTrajectory *
track(int first_fy, const double *kg, guint n, int target_fy, double percent)
{
    Case c;

    case_init(&c, first_fy, kg, n, target_fy, percent);
    return case_track(&c);
}

static GpTrajectory *
track_worked(void)
{
    return track(2019, worked_kg, G_N_ELEMENTS(worked_kg), 2031, 47);
}

static void
assert_refused(const Case *self, GpErrorCode code, const char *part)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(gp_track(self->years, self->n_years, &self->target, &error));
    g_assert_error(error, GP_ERROR, (int)code);
    g_assert_nonnull(strstr(error->message, part));
}

static void
assert_reason(const GpTrajectory *trajectory, guint i, const char *text)
{
    g_assert_cmpuint(g_strv_length(trajectory->reasons), >, i);
    g_assert_cmpstr(trajectory->reasons[i], ==, text);
}

static void
assert_same(double a, double b)
{
    if (isnan(a) || isnan(b))
        g_assert_true(isnan(a) && isnan(b));
    else
        g_assert_cmpfloat_with_epsilon(a, b, 1e-9 * (1 + fabs(b)));
}

/* Every kg figure of @a is @k times that of @b, and nothing else differs. */
static void
assert_scaled(const GpTrajectory *a, const GpTrajectory *b, double k)
{
    assert_same(a->baseline_kg, k * b->baseline_kg);
    assert_same(a->latest_kg, k * b->latest_kg);
    assert_same(a->gap_kg, k * b->gap_kg);
    assert_same(a->gap_percent, b->gap_percent);
    assert_same(a->cumulative_gap_kg, k * b->cumulative_gap_kg);
    assert_same(a->budget_kg, k * b->budget_kg);
    assert_same(a->budget_spent_kg, k * b->budget_spent_kg);
    g_assert_cmpint(a->budget_exhausted_fy, ==, b->budget_exhausted_fy);
    assert_same(a->pace_achieved_kg_per_year, k * b->pace_achieved_kg_per_year);
    assert_same(a->pace_needed_kg_per_year, k * b->pace_needed_kg_per_year);
    assert_same(a->theil_sen_kg_per_year, k * b->theil_sen_kg_per_year);
    assert_same(a->pace_achieved_percent, b->pace_achieved_percent);
    assert_same(a->pace_needed_percent, b->pace_needed_percent);
    assert_same(a->progress_percent, b->progress_percent);
    assert_same(a->time_percent, b->time_percent);
    assert_same(a->projected_kg, k * b->projected_kg);
    g_assert_cmpint(a->mann_kendall_s, ==, b->mann_kendall_s);
    g_assert_cmpuint(a->mann_kendall_pairs, ==, b->mann_kendall_pairs);
    g_assert_cmpint(a->verdict, ==, b->verdict);
    g_assert_cmpuint(a->n_path, ==, b->n_path);
    for (guint i = 0; i < a->n_path; i++)
        assert_same(a->path[i].kg, k * b->path[i].kg);
    g_assert_cmpuint(a->n_forecast, ==, b->n_forecast);
    for (guint i = 0; i < a->n_forecast; i++) {
        g_assert_cmpint(a->forecast[i].fy, ==, b->forecast[i].fy);
        assert_same(a->forecast[i].central_kg, k * b->forecast[i].central_kg);
        assert_same(a->forecast[i].low80_kg, k * b->forecast[i].low80_kg);
        assert_same(a->forecast[i].high80_kg, k * b->forecast[i].high80_kg);
        assert_same(a->forecast[i].low95_kg, k * b->forecast[i].low95_kg);
        assert_same(a->forecast[i].high95_kg, k * b->forecast[i].high95_kg);
        g_assert_cmpint(a->checks[i].fy, ==, b->checks[i].fy);
        assert_same(a->checks[i].theil_sen_kg, k * b->checks[i].theil_sen_kg);
        assert_same(a->checks[i].drift_kg, k * b->checks[i].drift_kg);
        assert_same(a->checks[i].drift_low95_kg, k * b->checks[i].drift_low95_kg);
        assert_same(a->checks[i].drift_high95_kg, k * b->checks[i].drift_high95_kg);
        assert_same(a->checks[i].log_kg, k * b->checks[i].log_kg);
        assert_same(a->checks[i].log_low95_kg, k * b->checks[i].log_low95_kg);
        assert_same(a->checks[i].log_high95_kg, k * b->checks[i].log_high95_kg);
    }
    g_assert_true((a->early == NULL) == (b->early == NULL));
    if (a->early != NULL)
        assert_scaled(a->early, b->early, k);
}

static void
test_student_t(void)
{
    static const struct {
        int df;
        double t80, t95;
    } cases[] = {
        {3, 1.63774435370, 3.18244630528},  {4, 1.53320627406, 2.77644510520},
        {5, 1.47588404882, 2.57058183564},  {6, 1.43975574727, 2.44691185114},
        {7, 1.41492392765, 2.36462425159},  {8, 1.39681530974, 2.30600413520},
        {30, 1.31041502539, 2.04227245630},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        assert_same(gp_student_t(0.80, cases[i].df), cases[i].t80);
        assert_same(gp_student_t(0.95, cases[i].df), cases[i].t95);
    }
}

/* For 1 and 2 degrees of freedom the quantile can be written down. */
static void
test_student_t_closed_forms(void)
{
    for (int percent = 1; percent < 100; percent++) {
        double p = percent / 100.0;

        assert_same(gp_student_t(p, 1), tan(p * M_PI / 2));
        assert_same(gp_student_t(p, 2), p * sqrt(2 / (1 - p * p)));
    }
    g_assert_cmpfloat_with_epsilon(gp_student_t(0.95, 100000), 1.95998768, 1e-6);
}

static void
test_worked_path(void)
{
    Case c;

    case_init_worked(&c);
    NEAR_KT(gp_target_path_kg(&c.target, 31.4e6, 2025), 24.02, 0.01);
    NEAR_KT(gp_target_path_kg(&c.target, 31.4e6, 2031), 16.642, 0.001);
    c.target.shape = GP_PATH_CONSTANT_PERCENT;
    NEAR_KT(gp_target_path_kg(&c.target, 31.4e6, 2025), 22.86, 0.01);
    NEAR_KT(gp_target_path_kg(&c.target, 31.4e6, 2031), 16.642, 0.001);
}

static void
test_worked_gap_and_budget(void)
{
    g_autoptr(GpTrajectory) t = track_worked();

    g_assert_cmpint(t->latest_fy, ==, 2025);
    NEAR_KT(t->gap_kg, 1.18, 0.01);
    g_assert_cmpfloat_with_epsilon(t->gap_percent, 4.9, 0.05);
    NEAR_KT(t->cumulative_gap_kg, 5.03, 0.01);
    NEAR_KT(t->budget_spent_kg, 199.0, 1e-9);
    NEAR_KT(t->budget_spent_kg - t->cumulative_gap_kg, 193.97, 0.01);
    NEAR_KT(t->budget_kg, 312.27, 0.01);
    g_assert_cmpfloat_with_epsilon(t->budget_spent_kg / t->budget_kg * 100, 63.7, 0.05);
    g_assert_cmpint(t->budget_exhausted_fy, ==, 2031);
}

static void
test_worked_pace_and_forecast(void)
{
    g_autoptr(GpTrajectory) t = track_worked();

    NEAR_KT(t->pace_achieved_kg_per_year, -0.9786, 0.0001);
    NEAR_KT(t->pace_needed_kg_per_year, -1.43, 0.01);
    NEAR_KT(t->theil_sen_kg_per_year, -1.0333, 0.0001);
    g_assert_cmpuint(t->n_forecast, ==, 6);
    g_assert_cmpint(t->forecast[0].fy, ==, 2026);
    NEAR_KT(t->forecast[0].central_kg, 24.51, 0.01);
    NEAR_KT(t->forecast[0].low95_kg, 22.49, 0.01);
    NEAR_KT(t->forecast[0].high95_kg, 26.53, 0.01);
    g_assert_cmpint(t->forecast[5].fy, ==, 2031);
    NEAR_KT(t->forecast[5].central_kg, 19.62, 0.01);
    NEAR_KT(t->forecast[5].low80_kg, 17.84, 0.01);
    NEAR_KT(t->forecast[5].high80_kg, 21.40, 0.01);
    NEAR_KT(t->forecast[5].low95_kg, 16.52, 0.01);
    NEAR_KT(t->forecast[5].high95_kg, 22.72, 0.01);
}

static void
test_worked_pace_in_percent(void)
{
    g_autoptr(GpTrajectory) t = track_worked();

    g_assert_cmpfloat_with_epsilon(t->pace_achieved_percent, -3.6, 0.05);
    g_assert_cmpfloat_with_epsilon(t->pace_needed_percent, -6.7, 0.05);
    g_assert_cmpfloat_with_epsilon(t->progress_percent, 42, 0.5);
    assert_same(t->time_percent, 50);
    NEAR_KT(t->projected_kg, 331.4, 0.1);
    g_assert_cmpfloat_with_epsilon(t->projected_kg / t->budget_kg, 1.06, 0.005);
}

/* The other ways of continuing the past, and the s of the line, which the ranges give back. */
static void
test_worked_checks(void)
{
    g_autoptr(GpTrajectory) t = track_worked();
    const GpForecastCheck *last = &t->checks[5];
    double half = t->forecast[0].high95_kg - t->forecast[0].central_kg;

    g_assert_cmpint(last->fy, ==, 2031);
    NEAR_KT(last->theil_sen_kg, 19.0, 0.1);
    NEAR_KT(last->log_kg, 20.75, 0.01);
    NEAR_KT(last->log_low95_kg, 18.56, 0.01);
    NEAR_KT(last->log_high95_kg, 23.20, 0.01);
    NEAR_KT(last->log_kg - t->forecast[5].central_kg, 1.1, 0.1);
    NEAR_KT(last->drift_kg, 19.0, 0.1);
    NEAR_KT(last->drift_low95_kg, 10.5, 0.1);
    NEAR_KT(last->drift_high95_kg, 27.5, 0.1);
    g_assert_cmpint(t->mann_kendall_s, ==, -19);
    g_assert_cmpuint(t->mann_kendall_pairs, ==, 21);
    NEAR_KT(half / (gp_student_t(0.95, 5) * sqrt(1 + 1 / 7.0 + 16 / 28.0)), 0.6002, 0.0001);
}

/* 4.2% of the base year less every year is the straight line to 50.4% in twelve years. */
static void
test_worked_absolute_contraction(void)
{
    Case c;

    case_init(&c, 2019, worked_kg, G_N_ELEMENTS(worked_kg), 2031, 4.2 * 12);
    for (int t = 0; t <= 12; t++)
        assert_same(gp_target_path_kg(&c.target, 31.4e6, 2019 + t), 31.4e6 * (1 - 0.042 * t));
}

static void
test_worked_verdict(void)
{
    static const char *const reasons[] = {
        "In 2025-26 emissions were 25,200 t, 1,179 t (4.9%) above the path.",
        "Since 2019-20 they are 5,026 t above the path in total.",
        "If the trend of the last 7 comparable years continues, 2031-32 would see 19,621 t (80% "
        "range 17,842 to 21,401 t) against a path of 16,642 t.",
        "Off track because even the low edge of the range is above the path.",
        NULL,
    };
    g_autoptr(GpTrajectory) t = track_worked();

    g_assert_cmpint(t->verdict, ==, GP_VERDICT_OFF_TRACK);
    g_assert_cmpstrv(t->reasons, reasons);
}

static void
test_shapes(void)
{
    /* 1,000 kg in 2020; 20% less by 2022, 60% less by 2026. */
    static const struct {
        GpPathShape shape;
        double kg[9]; /* 2019 to 2027 */
    } cases[] = {
        {GP_PATH_LINEAR, {1000, 1000, 900, 800, 700, 600, 500, 400, 400}},
        {GP_PATH_MILESTONES, {1000, 1000, 900, 800, 700, 600, 500, 400, 400}},
        {GP_PATH_STEPS, {1000, 1000, 1000, 800, 800, 800, 800, 400, 400}},
        {GP_PATH_CONSTANT_PERCENT,
         {1000, 1000, 894.427191, 800, 672.717132, 565.685425, 475.682846, 400, 400}},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GpTrajectory) t = NULL;
        Case c;

        case_init(&c, 2020, NULL, 0, 2022, 20);
        c.milestones[1] = (GpMilestone){2026, 60, 0};
        c.target.n_milestones = 2;
        c.target.shape = cases[i].shape;
        c.target.baseline_kg = 1000;
        for (int fy = 2019; fy <= 2027; fy++)
            g_assert_cmpfloat_with_epsilon(gp_target_path_kg(&c.target, 1000, fy),
                                           cases[i].kg[fy - 2019], 1e-6);
        t = case_track(&c);
        g_assert_cmpuint(t->n_path, ==, 7);
        g_assert_cmpint(t->path[0].fy, ==, 2020);
        g_assert_cmpint(t->path[6].fy, ==, 2026);
        for (guint j = 0; j < t->n_path; j++)
            g_assert_cmpfloat_with_epsilon(t->path[j].kg, cases[i].kg[j + 1], 1e-6);
    }
}

/* 1,000 kg in 2020; 20% less by 2022 to 2024, 40% less by 2026 to 2028. */
static void
test_early_edge(void)
{
    static const double kg[] = {1000, 950, 900, 850, 800};
    g_autoptr(GpTrajectory) t = NULL, alone = NULL;
    Case c, early;

    case_init(&c, 2020, kg, 5, 2024, 20);
    c.milestones[1] = (GpMilestone){2028, 40, 2026};
    c.milestones[0].early_fy = 2022;
    c.target.n_milestones = 2;
    c.target.shape = GP_PATH_MILESTONES;
    early = c;
    early.target.milestones = early.milestones;
    early.milestones[0] = (GpMilestone){2022, 20, 0};
    early.milestones[1] = (GpMilestone){2026, 40, 0};
    t = case_track(&c);
    alone = case_track(&early);
    assert_same(t->gap_kg, 0);
    g_assert_cmpint(t->verdict, ==, GP_VERDICT_ON_TRACK);
    g_assert_nonnull(t->early);
    g_assert_null(t->early->early);
    assert_same(t->early->path[2].kg, 800);
    assert_same(t->early->path[6].kg, 600);
    assert_same(t->early->gap_kg, 100);
    assert_same(t->early->pace_needed_kg_per_year, -100);
    g_assert_cmpint(t->early->verdict, ==, GP_VERDICT_OFF_TRACK);
    assert_scaled(t->early, alone, 1);
    g_assert_cmpstrv(t->early->reasons, alone->reasons);
    g_assert_null(alone->early);
    c.milestones[0].early_fy = 2020; /* the baseline year itself: no path reaches it */
    gp_trajectory_free(g_steal_pointer(&t));
    t = case_track(&c);
    g_assert_null(t->early);
}

static void
test_net_zero_path(void)
{
    static const double kg[] = {1000, 900, 800, 700, 600};
    g_autoptr(GpTrajectory) t = track(2020, kg, 5, 2024, 100);

    assert_same(t->path[4].kg, 0);
    assert_same(t->gap_kg, 600);
    assert_same(t->gap_percent, NAN);
    assert_reason(t, 0, "In 2024-25 emissions were 1 t, 1 t above the path.");
}

static void
test_verdicts(void)
{
    /* The path: 1,000 kg in 2020-21, 100 kg less every year, 400 kg in 2026-27. */
    static const struct {
        double kg[5];
        GpVerdict verdict;
        const char *rule;
    } cases[] = {
        {{1000, 900, 800, 700, 600},
         GP_VERDICT_ON_TRACK,
         "the latest year, the total and the forecast are at or under"},
        {{1000, 850, 850, 700, 600}, GP_VERDICT_AT_RISK, "the forecast is above"},
        {{1000, 1000, 900, 750, 550}, GP_VERDICT_AT_RISK, "the total is above"},
        {{1000, 880, 820, 700, 610},
         GP_VERDICT_AT_RISK,
         "the latest year and the forecast are above"},
        {{1000, 980, 800, 800, 620},
         GP_VERDICT_AT_RISK,
         "the latest year, the total and the forecast are above"},
        {{1000, 1000, 1000, 1000, 1000},
         GP_VERDICT_OFF_TRACK,
         "even the low edge of the range is above"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GpTrajectory) t = track(2020, cases[i].kg, 5, 2026, 60);
        g_autofree char *rule = g_strdup_printf("%s because %s the path.",
                                                gp_verdict_title(cases[i].verdict), cases[i].rule);

        g_assert_cmpint(t->verdict, ==, cases[i].verdict);
        g_assert_cmpstr(t->reasons[g_strv_length(t->reasons) - 1], ==, rule);
    }
}

static void
test_verdict_names(void)
{
    g_assert_cmpstr(gp_verdict_key(GP_VERDICT_ON_TRACK), ==, "on-track");
    g_assert_cmpstr(gp_verdict_key(GP_VERDICT_AT_RISK), ==, "at-risk");
    g_assert_cmpstr(gp_verdict_key(GP_VERDICT_OFF_TRACK), ==, "off-track");
    g_assert_cmpstr(gp_verdict_key(GP_VERDICT_TOO_EARLY), ==, "too-early");
    g_assert_cmpstr(gp_verdict_title(GP_VERDICT_ON_TRACK), ==, "On track");
    g_assert_cmpstr(gp_verdict_title(GP_VERDICT_TOO_EARLY), ==, "Too early");
}

/* 0.9% above the path now and 0.6% in total: still on it, and the reasons say why. */
static void
test_tolerance(void)
{
    static const double kg[] = {1000e6, 930e6, 830e6, 660e6, 605.4e6};
    g_autoptr(GpTrajectory) t = track(2020, kg, 5, 2026, 60);

    g_assert_cmpint(t->verdict, ==, GP_VERDICT_ON_TRACK);
    assert_reason(t, 0,
                  "In 2024-25 emissions were 605,400 t, 5,400 t (0.9%) above the path, within "
                  "the 1% that still counts as on it.");
    assert_reason(t, 1,
                  "Since 2020-21 they are 25,400 t above the path in total, within the 1% that "
                  "still counts as on it.");
}

static void
test_too_early(void)
{
    static const char *const reasons[] = {
        "In 2022-23 emissions were 700 t, 100 t (12.5%) below the path.",
        "Since 2020-21 they are 150 t below the path in total.",
        "Too early because only 3 comparable years are known, and at least 5 are needed.",
        NULL,
    };
    static const double kg[] = {1e6, 0.85e6, 0.7e6};
    g_autoptr(GpTrajectory) t = track(2020, kg, 3, 2026, 60);

    g_assert_cmpint(t->verdict, ==, GP_VERDICT_TOO_EARLY);
    g_assert_cmpuint(t->n_forecast, ==, 0);
    g_assert_cmpint(t->budget_exhausted_fy, ==, 0);
    g_assert_cmpfloat_with_epsilon(t->pace_achieved_kg_per_year, -0.15e6, 1e-6);
    g_assert_cmpfloat_with_epsilon(t->pace_needed_kg_per_year, -0.075e6, 1e-6);
    g_assert_cmpstrv(t->reasons, reasons);
}

static void
test_one_year(void)
{
    static const double kg[] = {1e6};
    g_autoptr(GpTrajectory) t = track(2020, kg, 1, 2030, 50);

    g_assert_cmpint(t->verdict, ==, GP_VERDICT_TOO_EARLY);
    assert_same(t->gap_kg, 0);
    assert_same(t->pace_achieved_kg_per_year, NAN);
    assert_same(t->theil_sen_kg_per_year, NAN);
    g_assert_cmpfloat_with_epsilon(t->pace_needed_kg_per_year, -0.05e6, 1e-6);
    assert_reason(t, 0, "In 2020-21 emissions were 1,000 t, on the path.");
    assert_reason(t, 2,
                  "Too early because only 1 comparable year is known, and at least 5 are "
                  "needed.");
    g_assert_null(t->reasons[3]);
}

static void
test_no_data(void)
{
    g_autoptr(GpTrajectory) t = NULL;
    Case c;

    case_init(&c, 2020, NULL, 0, 2030, 50);
    assert_refused(&c, GP_ERROR_MISSING, "“2020-21”");
    c.target.baseline_kg = 1000;
    t = case_track(&c);
    g_assert_cmpint(t->latest_fy, ==, 0);
    g_assert_cmpuint(t->n_comparable, ==, 0);
    g_assert_cmpuint(t->n_path, ==, 11);
    assert_same(t->budget_kg, 8250);
    assert_same(t->latest_kg, NAN);
    assert_same(t->gap_kg, NAN);
    assert_same(t->gap_percent, NAN);
    assert_same(t->cumulative_gap_kg, NAN);
    assert_same(t->budget_spent_kg, NAN);
    assert_same(t->pace_needed_kg_per_year, NAN);
    g_assert_cmpint(t->budget_exhausted_fy, ==, 0);
    g_assert_cmpint(t->verdict, ==, GP_VERDICT_TOO_EARLY);
    assert_reason(t, 0,
                  "Too early because no comparable year is known, and at least 5 are needed.");
    g_assert_null(t->reasons[1]);
}

/* What must not be used is present with a wild figure, not at all, or as NAN: all the same. */
static void
test_gaps_are_never_used(void)
{
    g_autoptr(GpTrajectory) absent = NULL;
    Case c, without;

    case_init_worked(&c);
    without = c;
    without.target.milestones = without.milestones;
    memmove(&without.years[3], &without.years[4], 3 * sizeof *without.years);
    without.n_years--;
    absent = case_track(&without);
    g_assert_cmpuint(absent->n_comparable, ==, 6);
    g_assert_cmpuint(absent->n_forecast, ==, 6);
    for (guint i = 0; i < 3; i++) {
        static const double wild[] = {NAN, INFINITY, 1e12};
        g_autoptr(GpTrajectory) t = NULL;

        c.years[3] = (GpTrackYear){.fy = 2022, .kg = wild[i], .is_comparable = i < 2};
        t = case_track(&c);
        assert_scaled(t, absent, 1);
        g_assert_cmpstrv(t->reasons, absent->reasons);
    }
    assert_reason(absent, 1,
                  "Since 2019-20 they are 3,837 t above the path in total; 1 year without "
                  "comparable figures is left out.");
}

/* Random series: whatever stands in the years that are not comparable, no figure moves. */
static void
test_forecast_never_uses_other_years(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(20260402);

    for (int round = 0; round < 300; round++) {
        guint n = (guint)g_rand_int_range(rand, 6, 20);
        g_autoptr(GpTrajectory) t = NULL, other = NULL;
        double kg[20];
        Case c;

        for (guint i = 0; i < n; i++)
            kg[i] = g_rand_double_range(rand, 1e5, 1e7);
        case_init(&c, 2010, kg, n, 2032, g_rand_double_range(rand, 0, 99));
        c.milestones[0].early_fy = 2031;
        for (guint i = 1; i < n; i++)
            c.years[i].is_comparable = g_rand_int_range(rand, 0, 3) > 0;
        t = case_track(&c);
        for (guint i = 1; i < n; i++)
            if (!c.years[i].is_comparable)
                c.years[i].kg = g_rand_boolean(rand) ? NAN : g_rand_double_range(rand, -1e9, 0);
        other = case_track(&c);
        if (t->part_above_fy == 0) /* that is a reason, and moves the verdict, by its own rule */
            g_assert_cmpstrv(other->reasons, t->reasons);
        other->verdict = t->verdict;
        other->early->verdict = t->early->verdict;
        assert_scaled(other, t, 1);
        for (guint i = 0; i < t->n_forecast; i++)
            g_assert_cmpint(t->forecast[i].fy, >, t->latest_fy);
        g_assert_cmpuint(t->n_forecast, <=, t->n_comparable);
        g_assert_true(t->n_comparable >= GP_TRACK_MIN_YEARS || t->n_forecast == 0);
    }
}

/* On a straight line a missing year changes neither the slope nor where the line goes. */
static void
test_gap_keeps_the_time_axis(void)
{
    static const double kg[] = {1000, 900, NAN, NAN, 600, 500, 400};
    g_autoptr(GpTrajectory) t = track(2020, kg, 7, 2028, 80);

    assert_same(t->pace_achieved_kg_per_year, -100);
    assert_same(t->theil_sen_kg_per_year, -100);
    g_assert_cmpuint(t->n_forecast, ==, 2);
    assert_same(t->forecast[1].central_kg, 200);
    g_assert_cmpfloat_with_epsilon(t->forecast[1].low95_kg, 200, 1e-6);
}

static void
test_latest_year_not_comparable(void)
{
    g_autoptr(GpTrajectory) t = NULL;
    Case c;

    case_init_worked(&c);
    c.years[6].is_comparable = FALSE;
    t = case_track(&c);
    g_assert_cmpint(t->latest_fy, ==, 2024);
    g_assert_cmpint(t->forecast[0].fy, ==, 2025);
}

static void
test_baseline(void)
{
    Case c;

    case_init_worked(&c);
    c.years[0].is_comparable = FALSE;
    assert_refused(&c, GP_ERROR_MISSING, "“2019-20”");
    c.years[0].is_comparable = TRUE;
    c.years[0].kg = NAN;
    assert_refused(&c, GP_ERROR_MISSING, "“2019-20”");
    c.years[0].kg = 0;
    assert_refused(&c, GP_ERROR_MALFORMED, "not above zero");
    c.target.baseline_kg = 31.4e6;
    {
        g_autoptr(GpTrajectory) t = case_track(&c);

        g_assert_cmpfloat_with_epsilon(t->baseline_kg, 31.4e6, 1e-6);
        g_assert_cmpfloat_with_epsilon(t->path[0].kg, 31.4e6, 1e-6);
    }
}

static void
test_refused_targets(void)
{
    Case c;

    case_init_worked(&c);
    c.target.shape = GP_PATH_CONSTANT_PERCENT;
    c.milestones[0].reduction_percent = 100;
    assert_refused(&c, GP_ERROR_MALFORMED, "100%");
    c.target.shape = GP_PATH_LINEAR;
    c.milestones[0].reduction_percent = 100.5;
    assert_refused(&c, GP_ERROR_MALFORMED, "more than 100%");
    c.milestones[0] = (GpMilestone){2019, 47, 0};
    assert_refused(&c, GP_ERROR_MALFORMED, "not after the baseline year “2019-20”");
    c.milestones[0] = (GpMilestone){2031, 47, 0};
    c.milestones[1] = (GpMilestone){2031, 60, 0};
    c.target.n_milestones = 2;
    assert_refused(&c, GP_ERROR_MALFORMED, "not after the target year before it");
    c.target.n_milestones = 0;
    assert_refused(&c, GP_ERROR_MALFORMED, "no target year");
}

static void
test_years_before_the_baseline(void)
{
    static const double kg[] = {1200, 1100, 1000, 900, 800, 700};
    g_autoptr(GpTrajectory) t = NULL;
    Case c;

    case_init(&c, 2018, kg, 6, 2026, 60);
    c.target.baseline_fy = 2022;
    t = case_track(&c);
    assert_same(t->baseline_kg, 800);
    assert_same(t->budget_spent_kg, 1500);
    assert_same(t->cumulative_gap_kg, 20);
    assert_same(t->pace_achieved_kg_per_year, -100);
    g_assert_cmpuint(t->n_forecast, ==, 3);
}

static void
test_latest_before_the_baseline(void)
{
    static const double kg[] = {1200, 1100};
    g_autoptr(GpTrajectory) t = NULL;
    Case c;

    case_init(&c, 2018, kg, 2, 2030, 50);
    c.target.baseline_fy = 2022;
    c.target.baseline_kg = 1000;
    t = case_track(&c);
    assert_same(t->gap_kg, 100);
    assert_same(t->cumulative_gap_kg, NAN);
    assert_same(t->budget_spent_kg, NAN);
    assert_same(t->pace_achieved_kg_per_year, NAN);
    g_assert_cmpuint(g_strv_length(t->reasons), ==, 2);
}

/* What is known of an incomplete year counts where it can only do harm. */
static void
test_part_above_the_path(void)
{
    static const double kg[] = {1000e6, 950e6, 900e6, 850e6, 800e6, NAN, 790e6};
    g_autoptr(GpTrajectory) above = NULL, below = NULL;
    Case c;

    case_init(&c, 2018, kg, 7, 2038, 80);
    c.years[6].is_comparable = FALSE;
    above = case_track(&c);
    g_assert_cmpint(above->verdict, ==, GP_VERDICT_AT_RISK);
    g_assert_cmpint(above->part_above_fy, ==, 2024);
    assert_reason(above, 2,
                  "2024-25 is incomplete and not compared, but what is known of it, 790,000 t, is "
                  "already 30,000 t above the path.");
    assert_same(above->latest_kg, 800e6);
    c.years[6].kg = 760e6;
    below = case_track(&c);
    g_assert_cmpint(below->verdict, ==, GP_VERDICT_ON_TRACK);
    g_assert_cmpint(below->part_above_fy, ==, 0);
}

static void
test_horizon(void)
{
    static const double kg[] = {1000e6, 999e6, 998e6, 997e6, 996e6};
    g_autoptr(GpTrajectory) t = track(2010, kg, 5, 2040, 1);

    g_assert_cmpuint(t->n_forecast, ==, 5);
    g_assert_cmpint(t->forecast[4].fy, ==, 2019);
    g_assert_cmpuint(g_strv_length(t->reasons), ==, 5);
    assert_reason(t, 3,
                  "The forecast ends in 2019-20, because it looks no further ahead than it has "
                  "years to go by; it does not reach the target year 2040-41.");
}

/* Of fourteen years the first four lie far off the line: the forecast does not see them. */
static void
test_last_ten_years(void)
{
    static const double kg[] = {5000, 5000, 5000, 5000, 996, 995, 994,
                                993,  992,  991,  990,  989, 988, 987};
    g_autoptr(GpTrajectory) t = track(2010, kg, 14, 2040, 1);

    g_assert_cmpuint(t->n_comparable, ==, 14);
    g_assert_cmpuint(t->n_forecast, ==, 10);
    assert_same(t->theil_sen_kg_per_year, -1);
    assert_same(t->forecast[0].central_kg, 986);
    g_assert_cmpfloat(t->pace_achieved_kg_per_year, <, -100);
    g_assert_true(g_str_has_prefix(t->reasons[2], "If the trend of the last 10 comparable"));
}

static void
test_budget_exhausted(void)
{
    static const struct {
        double kg[5];
        int fy;
    } cases[] = {
        {{1000, 900, 800, 700, 600}, 0},        /* exactly the budget of 4,900 */
        {{1000, 1000, 1000, 1000, 1000}, 2024}, /* the latest year itself */
        {{1000, 4000, 1000, 1000, 1000}, 2021}, /* a year long ago */
        {{1000, 950, 900, 850, 800}, 2025},     /* 4,500 so far, then 750 a year */
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GpTrajectory) t = track(2020, cases[i].kg, 5, 2026, 60);

        g_assert_cmpint(t->budget_exhausted_fy, ==, cases[i].fy);
    }
}

/* A baseline of long ago: the years nobody counted are neither free nor above the path. */
static void
test_budget_with_years_without_data(void)
{
    static const double kg[] = {700, 700, 700, 700, 700};
    g_autoptr(GpTrajectory) t = NULL;
    Case c;

    case_init(&c, 2022, kg, 5, 2030, 100);
    c.target.baseline_fy = 2020;
    c.target.baseline_kg = 1000;
    t = case_track(&c);
    assert_same(t->budget_kg, 5500);
    assert_same(t->budget_spent_kg, 3500);
    g_assert_cmpint(t->budget_exhausted_fy, ==, 2027);
    g_assert_nonnull(strstr(t->reasons[1], "2 years without comparable figures are left out"));
}

static void
test_target_year_reached(void)
{
    static const struct {
        double second_kg, latest_kg;
        GpVerdict verdict;
    } cases[] = {
        {800, 600, GP_VERDICT_ON_TRACK},
        {1000, 600, GP_VERDICT_AT_RISK},
        {800, 700, GP_VERDICT_OFF_TRACK},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        double kg[] = {1000, cases[i].second_kg, 700, 600, cases[i].latest_kg};
        g_autoptr(GpTrajectory) t = track(2020, kg, 5, 2023, 40);

        g_assert_cmpuint(t->n_forecast, ==, 0);
        assert_same(t->pace_needed_kg_per_year, NAN);
        assert_same(t->gap_kg, kg[4] - 600);
        assert_same(t->budget_spent_kg, kg[1] + 2300);
        g_assert_cmpint(t->verdict, ==, cases[i].verdict);
        assert_reason(t, 2,
                      "The target year 2023-24 is reached, so the latest year counts in place "
                      "of a forecast.");
    }
}

/* A forecast may run below zero; the words never show a bare minus. */
static void
test_below_zero(void)
{
    static const double kg[] = {5e6, 4e6, 3e6, 2e6, 1e6};
    g_autoptr(GpTrajectory) t = track(2020, kg, 5, 2028, 90);

    g_assert_cmpfloat_with_epsilon(t->forecast[3].central_kg, -3e6, 1e-3);
    assert_reason(t, 2,
                  "If the trend of the last 5 comparable years continues, 2028-29 would see "
                  "3,000 t below zero (80% range 3,000 t below zero to 3,000 t below zero) "
                  "against a path of 500 t.");
}

/* A step over several years counts as so many steps: their errors add up. */
static void
test_drift_with_gaps(void)
{
    static const double kg[] = {1000, 950, 850, NAN, NAN, 760, 700};
    g_autoptr(GpTrajectory) t = track(2020, kg, 7, 2030, 50);
    double errors = 0 + 50 * 50 + 60 * 60 / 3.0 + 10 * 10, s = sqrt(errors / 3);

    assert_same(t->checks[1].drift_kg, 600);
    assert_same(t->checks[1].drift_high95_kg - 600,
                gp_student_t(0.95, 3) * s * sqrt(2 * (1 + 2 / 6.0)));
}

/* A year at or below zero has no logarithm; the other ways go on. */
static void
test_log_needs_figures_above_zero(void)
{
    static const double kg[] = {1000, 600, 300, 0, 50};
    g_autoptr(GpTrajectory) t = track(2020, kg, 5, 2027, 100);

    assert_same(t->checks[0].log_kg, NAN);
    assert_same(t->checks[0].log_high95_kg, NAN);
    g_assert_true(isfinite(t->checks[0].drift_high95_kg));
    assert_same(t->pace_needed_percent, NAN);
}

/* A normal number, from twelve even ones. */
static double
noise(GRand *rand)
{
    double sum = -6;

    for (int i = 0; i < 12; i++)
        sum += g_rand_double(rand);
    return sum;
}

/* How often the 95% ranges hold the truth six years ahead of seven. On independent noise the line
 * keeps its word, on a random walk only the wide check does: that is what it is for. */
static void
test_coverage(void)
{
    enum { ROUNDS = 1500, YEARS = 7, AHEAD = 6 };
    g_autoptr(GRand) rand = g_rand_new_with_seed(20260403);
    int hits[2][2] = {{0, 0}, {0, 0}}; /* noise, walk; line, drift */

    for (int round = 0; round < 2 * ROUNDS; round++) {
        gboolean is_walk = round % 2 == 1;
        double kg[YEARS + AHEAD], level = 0;
        g_autoptr(GpTrajectory) t = NULL;

        for (int i = 0; i < YEARS + AHEAD; i++) {
            double error = 500 * noise(rand);

            level += error;
            kg[i] = 100e3 - 1000 * i + (is_walk ? level : error);
        }
        t = track(2010, kg, YEARS, 2010 + YEARS + AHEAD - 1, 50);
        g_assert_cmpuint(t->n_forecast, ==, AHEAD);
        hits[is_walk][0] += kg[YEARS + AHEAD - 1] >= t->forecast[AHEAD - 1].low95_kg &&
                            kg[YEARS + AHEAD - 1] <= t->forecast[AHEAD - 1].high95_kg;
        hits[is_walk][1] += kg[YEARS + AHEAD - 1] >= t->checks[AHEAD - 1].drift_low95_kg &&
                            kg[YEARS + AHEAD - 1] <= t->checks[AHEAD - 1].drift_high95_kg;
    }
    g_test_message("line %d and %d, drift %d and %d of %d", hits[0][0], hits[1][0], hits[0][1],
                   hits[1][1], ROUNDS);
    g_assert_cmpfloat_with_epsilon(100.0 * hits[0][0] / ROUNDS, 95, 2);
    g_assert_cmpfloat_with_epsilon(100.0 * hits[0][1] / ROUNDS, 100, 1);
    g_assert_cmpfloat_with_epsilon(100.0 * hits[1][0] / ROUNDS, 68, 4);
    g_assert_cmpfloat_with_epsilon(100.0 * hits[1][1] / ROUNDS, 95, 2);
}

static void
test_scaling(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(20260401);

    for (int round = 0; round < 300; round++) {
        double k = exp(g_rand_double_range(rand, -8, 8));
        guint n = (guint)g_rand_int_range(rand, 1, 15);
        g_autoptr(GpTrajectory) t = NULL, scaled = NULL;
        double kg[15];
        Case c;

        for (guint i = 0; i < n; i++)
            kg[i] = g_rand_double_range(rand, 1e5, 1e7);
        case_init(&c, 2015, kg, n, 2030, g_rand_double_range(rand, 0, 99));
        c.target.shape = (GpPathShape)g_rand_int_range(rand, 0, 4);
        c.milestones[0].early_fy = g_rand_int_range(rand, 0, 2) * 2026;
        for (guint i = 1; i < n; i++)
            c.years[i].is_comparable = g_rand_int_range(rand, 0, 4) > 0;
        t = case_track(&c);
        for (guint i = 0; i < n; i++)
            c.years[i].kg *= k;
        scaled = case_track(&c);
        assert_scaled(scaled, t, k);
        g_assert_cmpfloat_with_epsilon(t->path[0].kg, t->baseline_kg, 1e-6);
    }
}

static void
test_free(void)
{
    GpTarget *target = g_new0(GpTarget, 1);

    target->name = g_strdup("net zero");
    target->milestones = g_new0(GpMilestone, 1);
    gp_target_free(target);
    gp_target_free(NULL);
    gp_trajectory_free(NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/track/student-t/table", test_student_t);
    g_test_add_func("/track/student-t/closed-forms", test_student_t_closed_forms);
    g_test_add_func("/track/worked/path", test_worked_path);
    g_test_add_func("/track/worked/gap-and-budget", test_worked_gap_and_budget);
    g_test_add_func("/track/worked/pace-and-forecast", test_worked_pace_and_forecast);
    g_test_add_func("/track/worked/pace-in-percent", test_worked_pace_in_percent);
    g_test_add_func("/track/worked/checks", test_worked_checks);
    g_test_add_func("/track/worked/absolute-contraction", test_worked_absolute_contraction);
    g_test_add_func("/track/worked/verdict", test_worked_verdict);
    g_test_add_func("/track/path/early-edge", test_early_edge);
    g_test_add_func("/track/forecast/never-uses-other-years", test_forecast_never_uses_other_years);
    g_test_add_func("/track/forecast/drift-with-gaps", test_drift_with_gaps);
    g_test_add_func("/track/forecast/log-above-zero", test_log_needs_figures_above_zero);
    g_test_add_func("/track/forecast/coverage", test_coverage);
    g_test_add_func("/track/path/shapes", test_shapes);
    g_test_add_func("/track/path/net-zero", test_net_zero_path);
    g_test_add_func("/track/path/refused-targets", test_refused_targets);
    g_test_add_func("/track/baseline/given-or-found", test_baseline);
    g_test_add_func("/track/baseline/years-before", test_years_before_the_baseline);
    g_test_add_func("/track/baseline/after-the-latest-year", test_latest_before_the_baseline);
    g_test_add_func("/track/series/one-year", test_one_year);
    g_test_add_func("/track/series/no-data", test_no_data);
    g_test_add_func("/track/series/gaps-are-never-used", test_gaps_are_never_used);
    g_test_add_func("/track/series/gap-keeps-the-time-axis", test_gap_keeps_the_time_axis);
    g_test_add_func("/track/series/latest-not-comparable", test_latest_year_not_comparable);
    g_test_add_func("/track/series/scaling", test_scaling);
    g_test_add_func("/track/forecast/part-above-the-path", test_part_above_the_path);
    g_test_add_func("/track/forecast/horizon", test_horizon);
    g_test_add_func("/track/forecast/last-ten-years", test_last_ten_years);
    g_test_add_func("/track/forecast/below-zero", test_below_zero);
    g_test_add_func("/track/budget/exhausted", test_budget_exhausted);
    g_test_add_func("/track/budget/years-without-data", test_budget_with_years_without_data);
    g_test_add_func("/track/verdict/rules", test_verdicts);
    g_test_add_func("/track/verdict/names", test_verdict_names);
    g_test_add_func("/track/verdict/tolerance", test_tolerance);
    g_test_add_func("/track/verdict/too-early", test_too_early);
    g_test_add_func("/track/verdict/target-year-reached", test_target_year_reached);
    g_test_add_func("/track/free", test_free);
    return g_test_run();
}
