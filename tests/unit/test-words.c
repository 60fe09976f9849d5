/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-words.h"

/* The grammar of every sentence, for each sign and size, for one, for several and for none. */

#define TONNE ((GpInt128)1000 * GP_MICRO)
#define KG ((GpInt128)GP_MICRO)

static void
assert_text(char *text, const char *expected)
{
    g_assert_cmpstr(text, ==, expected);
    g_free(text);
}

static void
test_counts(void)
{
    assert_text(gp_words_count(0, "site", "sites"), "no sites");
    assert_text(gp_words_count(1, "site", "sites"), "1 site");
    assert_text(gp_words_count(2, "site", "sites"), "2 sites");
    assert_text(gp_words_count(1234, "site", "sites"), "1,234 sites");
    assert_text(gp_words_count(1, "category", "categories"), "1 category");
    assert_text(gp_words_count(21, "category", "categories"), "21 categories");
}

static void
test_lists(void)
{
    const char *const items[] = {"a", "b", "c", "d"};
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    assert_text(gp_words_list(items, 0), "");
    assert_text(gp_words_list(items, 1), "a");
    assert_text(gp_words_list(items, 2), "a and b");
    assert_text(gp_words_list(items, 4), "a, b, c and d");
    assert_text(gp_words_list_some(names, 2, "more site", "more sites"), "");
    for (guint i = 0; i < G_N_ELEMENTS(items); i++)
        g_ptr_array_add(names, (gpointer)items[i]);
    assert_text(gp_words_list_some(names, 4, "more site", "more sites"), "a, b, c and d");
    assert_text(gp_words_list_some(names, 3, "more site", "more sites"), "a, b, c and 1 more site");
    assert_text(gp_words_list_some(names, 1, "more site", "more sites"), "a and 3 more sites");
    assert_text(gp_words_quoted("Waste"), "“Waste”");
    assert_text(gp_words_quoted(""), "“”");
}

static void
test_dates(void)
{
    assert_text(gp_words_day("2026-11-22"), "22 November 2026");
    assert_text(gp_words_day("2024-02-01"), "1 February 2024");
    assert_text(gp_words_day("2026-13-01"), "2026-13-01");
    assert_text(gp_words_day("last week"), "last week");
    assert_text(gp_words_day(""), "");
    assert_text(gp_words_month(gp_month_from_civil(2025, 3)), "March 2025");
    assert_text(gp_words_short_month(gp_month_from_civil(2025, 9)), "Sep 2025");
    assert_text(gp_words_fy(1999), "1999/00");
    assert_text(gp_words_fys(2019, 2019), "2019/20");
    assert_text(gp_words_fys(2013, 2025), "2013/14 to 2025/26");
}

static void
test_texts(void)
{
    assert_text(gp_words_begin("no sites"), "No sites");
    assert_text(gp_words_begin("été"), "Été");
    assert_text(gp_words_begin("1 site"), "1 site");
    assert_text(gp_words_begin("“a”"), "“a”");
    assert_text(gp_words_begin(""), "");
    assert_text(gp_words_with_fys("2023-24 is incomplete; 2024-25, too"),
                "2023/24 is incomplete; 2024/25, too");
    assert_text(gp_words_with_fys("2024-06, 2024-06-14, 12024-25 and 2024-255"),
                "2024-06, 2024-06-14, 12024-25 and 2024-255");
    assert_text(gp_words_with_fys("1999-00"), "1999/00");
    assert_text(gp_words_with_fys(""), "");
    assert_text(gp_words_without_folders("used (/srv/our trust/factors.csv): gas"),
                "used (factors.csv): gas");
    assert_text(gp_words_without_folders("/srv/a/b.csv:3:2: kWh/m2 and /month"),
                "b.csv:3:2: kWh/m2 and /month");
    assert_text(gp_words_without_folders("see https://a.b/c/d, “/x/y”"),
                "see https://a.b/c/d, “/x/y”");
    assert_text(gp_words_without_folders("(/"), "(/");
}

static void
test_sizes(void)
{
    const struct {
        GpInt128 micro_kg;
        const char *size, *level;
    } rows[] = {
        {0, "0 tonnes", "0 tonnes"},
        {1, "less than 0.1 tonnes", "less than 0.1 tonnes"},
        {49 * KG, "less than 0.1 tonnes", "less than 0.1 tonnes"},
        {51 * KG, "0.1 tonnes", "0.1 tonnes"},
        {949 * KG, "0.9 tonnes", "0.9 tonnes"},
        {951 * KG, "1 tonne", "1 tonne"},
        {TONNE, "1 tonne", "1 tonne"},
        {1049 * KG, "1 tonne", "1 tonne"},
        {1051 * KG, "1.1 tonnes", "1.1 tonnes"},
        {2 * TONNE, "2 tonnes", "2 tonnes"},
        {7240 * KG, "7.2 tonnes", "7.2 tonnes"},
        {9951 * KG, "10 tonnes", "10 tonnes"},
        {10400 * KG, "10 tonnes", "10 tonnes"},
        {999600 * KG, "1,000 tonnes", "1,000 tonnes"},
        {13061302 * KG, "13,061 tonnes", "13,061 tonnes"},
        {-1, "less than 0.1 tonnes", "less than 0.1 tonnes below zero"},
        {-TONNE, "1 tonne", "1 tonne below zero"},
        {-31 * TONNE, "31 tonnes", "31 tonnes below zero"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_text(gp_words_size(rows[i].micro_kg), rows[i].size);
        assert_text(gp_words_level(rows[i].micro_kg), rows[i].level);
    }
    g_assert_true(gp_words_micro_kg(1234, 3) == 1234000);
    g_assert_true(gp_words_micro_kg(1234, 6) == 1234);
    g_assert_true(gp_words_micro_kg(1500, 9) == 2);
    g_assert_true(gp_words_micro_of_double(-1.5) == -1500000);
    g_assert_true(gp_words_is_nothing(499999));
    g_assert_false(gp_words_is_nothing(-500001));
}

static void
test_percents(void)
{
    const struct {
        double percent;
        const char *text;
    } rows[] = {
        {0, "0%"},
        {0.01, "less than 0.1%"},
        {-0.049, "less than 0.1%"},
        {0.05, "0.1%"},
        {4.0, "4%"},
        {4.94, "4.9%"},
        {-4.94, "4.9%"},
        {9.94, "9.9%"},
        {9.96, "10%"},
        {28.4, "28%"},
        {-100, "100%"},
        {163.5, "164%"},
        {1234, "1,234%"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        assert_text(gp_words_percent(rows[i].percent), rows[i].text);
    assert_text(gp_words_share(0, 10), "none");
    assert_text(gp_words_share(10, 10), "all");
    assert_text(gp_words_share(1, 1000), "less than 1%");
    assert_text(gp_words_share(999, 1000), "more than 99%");
    assert_text(gp_words_share(62, 100), "62%");
    g_assert_null(gp_words_share(1, 0));
    g_assert_null(gp_words_share(-1, 10));
    g_assert_null(gp_words_share(11, 10));
    g_assert_null(gp_words_share(0, -10));
}

static void
test_moves(void)
{
    const struct {
        GpInt128 from, to;
        const char *moved, *sentence;
    } rows[] = {
        {5285 * TONNE, 3807 * TONNE, "fell by 1,478 tonnes (28%)",
         "Emissions fell by 1,478 tonnes (28%), from 5,285 tonnes in 2013/14 to 3,807 tonnes in "
         "2019/20."},
        {TONNE, 2 * TONNE, "rose by 1 tonne (100%)",
         "Emissions rose by 1 tonne (100%), from 1 tonne in 2013/14 to 2 tonnes in 2019/20."},
        {5 * TONNE, 5 * TONNE, "did not change",
         "Emissions did not change: 5 tonnes in both 2013/14 and 2019/20."},
        {5 * TONNE, 5 * TONNE + 499999, "did not change",
         "Emissions did not change: 5 tonnes in both 2013/14 and 2019/20."},
        {0, 0, "did not change", "Emissions did not change: 0 tonnes in both 2013/14 and 2019/20."},
        {0, 3 * TONNE, "rose by 3 tonnes",
         "Emissions rose by 3 tonnes, from 0 tonnes in 2013/14 to 3 tonnes in 2019/20."},
        {TONNE, 0, "fell by 1 tonne (100%)",
         "Emissions fell by 1 tonne (100%), from 1 tonne in 2013/14 to 0 tonnes in 2019/20."},
        {100 * TONNE, 100 * TONNE - 20 * KG, "fell by less than 0.1 tonnes (less than 0.1%)",
         "Emissions fell by less than 0.1 tonnes (less than 0.1%), from 100 tonnes in 2013/14 to "
         "100 tonnes in 2019/20."},
        {10 * TONNE, -5 * TONNE, "fell by 15 tonnes",
         "Emissions fell by 15 tonnes, from 10 tonnes in 2013/14 to 5 tonnes below zero in "
         "2019/20."},
        {-31 * TONNE, -30 * TONNE, "rose by 1 tonne",
         "Emissions rose by 1 tonne, from 31 tonnes below zero in 2013/14 to 30 tonnes below zero "
         "in 2019/20."},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_text(gp_words_moved(rows[i].from, rows[i].to), rows[i].moved);
        assert_text(gp_words_change("Emissions", 2013, rows[i].from, 2019, rows[i].to),
                    rows[i].sentence);
    }
}

static void
test_gaps(void)
{
    assert_text(gp_words_gap(1179000, 4.9), "1,179 tonnes (4.9%) above the path");
    assert_text(gp_words_gap(-1000, -12.2), "1 tonne (12%) below the path");
    assert_text(gp_words_gap(-1000, NAN), "1 tonne below the path");
    assert_text(gp_words_gap(0, 0), "on the path");
    assert_text(gp_words_gap(0.4, 0), "on the path");
    assert_text(gp_words_gap(20, NAN), "less than 0.1 tonnes above the path");
    assert_text(gp_words_pounds(14500000), "£14,500,000");
    assert_text(gp_words_pounds(-863.2), "−£863");
    assert_text(gp_words_pounds(0), "£0");
    assert_text(gp_words_pounds(-0.2), "£0");
}

/* ---- targets ---- */

static GpMilestone milestone;
static GpTarget target = {.name = (char *)"Green Plan",
                          .boundary = (char *)"ncf",
                          .baseline_fy = 2019,
                          .milestones = &milestone,
                          .n_milestones = 1,
                          .category = (char *)"",
                          .site = (char *)""};

static void
test_targets(void)
{
    milestone = (GpMilestone){2031, 47, 2027};
    assert_text(gp_words_target(&target), "47% less than in 2019/20 by 2027/28 to 2031/32");
    milestone = (GpMilestone){2039, 100, 0};
    assert_text(gp_words_target(&target), "net zero by 2039/40");
    milestone = (GpMilestone){2030, -5, 0};
    assert_text(gp_words_target(&target), "5% more than in 2019/20 by 2030/31");
    assert_text(gp_words_target_subject(&target, NULL), "the NHS Carbon Footprint");
    target.category = (char *)"Waste";
    assert_text(gp_words_target_subject(&target, NULL), "“Waste” in the NHS Carbon Footprint");
    target.site = (char *)"RV1";
    assert_text(gp_words_target_subject(&target, NULL),
                "“Waste” at “RV1” in the NHS Carbon Footprint");
    target.category = (char *)"";
    target.boundary = (char *)"plus";
    assert_text(gp_words_target_subject(&target, "Wonford"),
                "“Wonford” in the NHS Carbon Footprint Plus");
    target.site = (char *)"";
    target.boundary = (char *)"ncf";
}

/* A trajectory of a target of half of 1,000 tonnes by 2024/25, judged in 2021/22. */
typedef struct {
    GpPathYear path[6];
    GpForecastYear forecast[1];
    GpUncertainty uncertainty;
    char *reasons[3];
    GpTrajectory early;
    GpTrajectory self;
} Track;

static void
track_init(Track *track, double latest_tonnes)
{
    *track =
        (Track){.reasons = {(char *)"In 2021-22 …", (char *)"On track because so it is.", NULL}};
    for (int i = 0; i < 6; i++)
        track->path[i] = (GpPathYear){2019 + i, 1000000 - 100000 * i};
    track->self = (GpTrajectory){.baseline_fy = 2019,
                                 .baseline_kg = 1000000,
                                 .path = track->path,
                                 .n_path = 6,
                                 .latest_fy = 2021,
                                 .latest_kg = latest_tonnes * 1000,
                                 .gap_kg = latest_tonnes * 1000 - 800000,
                                 .gap_percent = latest_tonnes / 8 - 100,
                                 .cumulative_gap_kg = latest_tonnes * 1000 - 800000,
                                 .budget_kg = 4500000,
                                 .budget_spent_kg = 1900000 + latest_tonnes * 1000,
                                 .pace_achieved_kg_per_year = (latest_tonnes - 1000) * 500,
                                 .pace_achieved_percent = (latest_tonnes / 1000 - 1) * 50,
                                 .pace_needed_kg_per_year = (500 - latest_tonnes) * 1000 / 3,
                                 .pace_needed_percent = NAN,
                                 .n_comparable = 7,
                                 .verdict = GP_VERDICT_ON_TRACK,
                                 .reasons = track->reasons};
}

static void
test_standing(void)
{
    Track track;

    track_init(&track, 805);
    assert_text(gp_words_standing(&track.self),
                "In 2021/22 emissions were 805 tonnes: 5 tonnes (0.6%) above the path.");
    assert_text(gp_words_sum_standing(&track.self),
                "Added up over the comparable years since 2019/20 they are 5 tonnes above the "
                "path.");
    g_assert_null(gp_words_reached(&track.self));
    g_assert_cmpstr(gp_words_why(&track.self), ==, "On track because so it is.");
    track.self.verdict = GP_VERDICT_OFF_TRACK;
    g_assert_null(gp_words_why(&track.self));
    track_init(&track, 800);
    assert_text(gp_words_standing(&track.self),
                "In 2021/22 emissions were 800 tonnes: on the path.");
    track_init(&track, 500);
    assert_text(gp_words_reached(&track.self),
                "The level that the target asks for in 2024/25 is reached already.");
    track_init(&track, -2);
    assert_text(gp_words_standing(&track.self),
                "In 2021/22 emissions were 2 tonnes below zero: 802 tonnes (100%) below the path.");
    track.self.latest_fy = 0;
    g_assert_null(gp_words_standing(&track.self));
    g_assert_null(gp_words_pace(&track.self));
    g_assert_null(gp_words_budget(&track.self));
    track.self.cumulative_gap_kg = NAN;
    g_assert_null(gp_words_sum_standing(&track.self));
}

static void
test_pace(void)
{
    Track track;

    track_init(&track, 800);
    assert_text(gp_words_pace(&track.self),
                "Pace since 2019/20: 100 tonnes less a year (10%). Needed from here to 2024/25: "
                "100 tonnes less a year.");
    track_init(&track, 1100);
    assert_text(gp_words_pace(&track.self),
                "Pace since 2019/20: 50 tonnes more a year (5%). Needed from here to 2024/25: 200 "
                "tonnes less a year.");
    track_init(&track, 1000);
    assert_text(gp_words_pace(&track.self),
                "Pace since 2019/20: no change. Needed from here to 2024/25: 167 tonnes less a "
                "year.");
    track_init(&track, 400);
    assert_text(gp_words_pace(&track.self),
                "Pace since 2019/20: 300 tonnes less a year (30%). No further fall is needed to "
                "the level of 2024/25.");
    track.self.pace_needed_kg_per_year = NAN;
    assert_text(gp_words_pace(&track.self), "Pace since 2019/20: 300 tonnes less a year (30%).");
    track.self.pace_achieved_kg_per_year = NAN;
    g_assert_null(gp_words_pace(&track.self));
}

static void
test_budget(void)
{
    Track track;

    track_init(&track, 800);
    assert_text(gp_words_budget(&track.self),
                "The path allows 4,500 tonnes in all over 2019/20 to 2024/25; the comparable years "
                "so far used 2,700 tonnes (60%).");
    track.self.budget_exhausted_fy = 2023;
    assert_text(gp_words_budget(&track.self),
                "The path allows 4,500 tonnes in all over 2019/20 to 2024/25; the comparable years "
                "so far used 2,700 tonnes (60%); if the trend continues, nothing is left after "
                "2023/24.");
    track.self.budget_exhausted_fy = 2021;
    assert_text(gp_words_budget(&track.self),
                "The path allows 4,500 tonnes in all over 2019/20 to 2024/25; the comparable years "
                "so far used 2,700 tonnes (60%); nothing is left since 2021/22.");
    track.self.budget_kg = 0;
    g_assert_null(gp_words_budget(&track.self));
}

static void
test_forecast(void)
{
    Track track;

    track_init(&track, 800);
    g_assert_null(gp_words_forecast(&track.self));
    track.forecast[0] = (GpForecastYear){2024, 510000, -2000, 900000, 0, 0};
    track.self.forecast = track.forecast;
    track.self.n_forecast = 1;
    assert_text(
        gp_words_forecast(&track.self),
        "If the trend of the last 7 comparable years continues, 2024/25 will see 510 tonnes "
        "(in 8 of 10 cases between 2 tonnes below zero and 900 tonnes), against a path of "
        "500 tonnes.");
    track.self.n_comparable = 14;
    track.forecast[0].fy = 2023;
    assert_text(gp_words_forecast(&track.self),
                "If the trend of the last 10 comparable years continues, 2023/24 will see 510 "
                "tonnes (in 8 of 10 cases between 2 tonnes below zero and 900 tonnes), against a "
                "path of 600 tonnes.");
    g_assert_null(gp_words_early_edge(&track.self));
    track.early = track.self;
    track.early.n_path = 4;
    track.early.gap_kg = 100000;
    track.early.gap_percent = NAN;
    track.early.verdict = GP_VERDICT_AT_RISK;
    g_assert_null(gp_words_early_verdict(&track.self));
    track.self.early = &track.early;
    assert_text(gp_words_early_verdict(&track.self),
                "By the early edge of the target, 2022/23, it is at risk.");
    track.early.verdict = GP_VERDICT_TOO_EARLY;
    assert_text(gp_words_early_verdict(&track.self),
                "By the early edge of the target, 2022/23, it is too early to tell.");
    track.early.verdict = track.self.verdict;
    g_assert_null(gp_words_early_verdict(&track.self));
    track.early.verdict = GP_VERDICT_AT_RISK;
    assert_text(
        gp_words_early_edge(&track.self),
        "The target is a band of years. Judged by its early edge, 2022/23: At risk; the "
        "path to it asks for 700 tonnes in 2021/22, and emissions were 100 tonnes above the "
        "path.");
}

static void
test_uncertainty(void)
{
    Track track;

    track_init(&track, 800);
    g_assert_null(gp_words_uncertain(&track.self));
    track.uncertainty = (GpUncertainty){.from_fy = 2019,
                                        .to_fy = 2021,
                                        .change_kg = -200000,
                                        .change_half95_kg = 90000};
    track.self.uncertainty = &track.uncertainty;
    assert_text(gp_words_uncertain(&track.self),
                "The fall since 2019/20, 200 tonnes, is more than data and factors may be off by "
                "(90 tonnes, in 95 of 100 cases).");
    track.uncertainty.change_kg = 200000;
    assert_text(gp_words_uncertain(&track.self),
                "The rise since 2019/20, 200 tonnes, is more than data and factors may be off by "
                "(90 tonnes, in 95 of 100 cases).");
    track.uncertainty.change_kg = -1000;
    assert_text(gp_words_uncertain(&track.self),
                "The change since 2019/20 (1 tonne) is too small to tell: data and factors may be "
                "off by 90 tonnes.");
    track.uncertainty.change_kg = 0;
    assert_text(gp_words_uncertain(&track.self),
                "The change since 2019/20 (0 tonnes) is too small to tell: data and factors may be "
                "off by 90 tonnes.");
    track.uncertainty.from_fy = 0;
    g_assert_null(gp_words_uncertain(&track.self));
}

static void
test_laggard(void)
{
    Track track, part;
    GpTrajectoryPart parts[2];

    track_init(&track, 800);
    track_init(&part, 880);
    parts[0] = (GpTrajectoryPart){(char *)"Gas", NULL, 0, &part.self};
    parts[1] = (GpTrajectoryPart){(char *)"New", NULL, 0, NULL};
    g_assert_null(gp_words_laggard(&track.self));
    track.self.parts = parts;
    track.self.n_parts = 2;
    part.self.baseline_kg = 900000;
    part.self.latest_kg = 400000;
    part.self.gap_kg = 40000;
    assert_text(gp_words_laggard(&track.self),
                "Furthest above its share of the path is “Gas”, 50% of the total: it fell by 500 "
                "tonnes (56%) since 2019/20, and its share asks for a fall of 60%.");
    part.self.baseline_kg = 300000;
    assert_text(gp_words_laggard(&track.self),
                "Furthest above its share of the path is “Gas”, 50% of the total: it rose by 100 "
                "tonnes (33%) since 2019/20, and its share asks for a rise of 20%.");
    part.self.gap_kg = 3000;
    g_assert_null(gp_words_laggard(&track.self));
    part.self.gap_kg = 40000;
    part.self.latest_fy = 2020;
    g_assert_null(gp_words_laggard(&track.self));
}

/* ---- months ---- */

static void
test_unusual(void)
{
    const struct {
        GpXmrRule rule;
        int sign;
        const char *words;
    } rows[] = {
        {GP_XMR_OUTSIDE, 1, "Above the upper limit"},
        {GP_XMR_OUTSIDE, -1, "Below the lower limit"},
        {GP_XMR_TREND, 1, "Rising for 7 months or more in a row"},
        {GP_XMR_TREND, -1, "Falling for 7 months or more in a row"},
        {GP_XMR_TWO_OF_THREE, 1, "Near the upper limit in 2 of 3 months"},
        {GP_XMR_TWO_OF_THREE, -1, "Near the lower limit in 2 of 3 months"},
        {GP_XMR_SHIFT, 1, "Above the mean for 7 months or more in a row"},
        {GP_XMR_SHIFT, -1, "Below the mean for 7 months or more in a row"},
    };
    GpXmrPoint point = {.rule = GP_XMR_NONE};

    g_assert_null(gp_words_unusual(&point));
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        point = (GpXmrPoint){.rule = rows[i].rule, .sign = rows[i].sign};
        assert_text(gp_words_unusual(&point), rows[i].words);
    }
}

static void
test_variation(void)
{
    g_autoptr(GpXmr) chart = gp_xmr_new(1);
    GpXmrSegment segment = {.n = 1, .n_based = 12, .has_limits = TRUE, .reason = NULL};

    chart->segments =
        chart->segments == NULL ? g_array_new(FALSE, TRUE, sizeof(GpXmrSegment)) : chart->segments;
    g_array_set_size(chart->points, 1);
    g_assert_null(gp_words_variation(chart));
    g_array_append_val(chart->segments, segment);
    assert_text(gp_words_variation(chart), "Within the usual ups and downs");
    g_array_index(chart->points, GpXmrPoint, 0) = (GpXmrPoint){.rule = GP_XMR_OUTSIDE, .sign = -1};
    chart->variation = GP_XMR_IMPROVEMENT;
    assert_text(gp_words_variation(chart), "Below the lower limit, an improvement");
    chart->variation = GP_XMR_CONCERN;
    assert_text(gp_words_variation(chart), "Below the lower limit, to be looked into");
    chart->variation = GP_XMR_NEUTRAL_LOW;
    assert_text(gp_words_variation(chart), "Below the lower limit");
    g_array_index(chart->segments, GpXmrSegment, 0).n_based = 11;
    assert_text(gp_words_variation(chart),
                "Below the lower limit (by trial limits, of fewer than 12 months)");
    g_array_index(chart->segments, GpXmrSegment, 0).has_limits = FALSE;
    assert_text(gp_words_variation(chart), "Too few months to tell");
    g_assert_null(gp_words_assurance(chart));
    chart->assurance = GP_ASSURANCE_PASS;
    assert_text(gp_words_assurance(chart), "The usual ups and downs keep to it");
    chart->assurance = GP_ASSURANCE_FAIL;
    assert_text(gp_words_assurance(chart), "The usual ups and downs miss it");
    chart->assurance = GP_ASSURANCE_INCONSISTENT;
    assert_text(gp_words_assurance(chart),
                "The usual ups and downs keep to it in some months and miss it in others");
}

/* ---- causes ---- */

static GpChange *
change_of(GpInt128 from, GpInt128 to, GpInt128 activity, GpInt128 grid)
{
    const char *causes[GP_N_CAUSES + 1] = {NULL};
    GpChange *change;
    GpChangePart *part;

    for (guint i = 0; i < GP_N_CAUSES; i++)
        causes[i] = gp_cause_key(i);
    change = gp_change_new(causes, 6);
    change->fy[GP_FROM] = 2018;
    change->fy[GP_TO] = 2019;
    part = gp_change_category(change, "Electricity");
    part->is_comparable = TRUE;
    part->kg[GP_FROM] = from;
    part->kg[GP_TO] = to;
    part->effects[GP_CAUSE_ACTIVITY] = activity;
    part->effects[GP_CAUSE_GRID] = grid;
    change->total.kg[GP_FROM] = from;
    change->total.kg[GP_TO] = to;
    return change;
}

static void
assert_prose(GpChange *change, const char *const *expected)
{
    g_autoptr(GPtrArray) sentences = gp_change_prose(change);

    for (guint i = 0; i < sentences->len; i++)
        g_assert_cmpstr(sentences->pdata[i], ==, expected[i]);
    g_assert_null(expected[sentences->len]);
    gp_change_free(change);
}

static void
test_causes(void)
{
    const char *const fell[] = {
        "Emissions fell by 20 tonnes (20%), from 100 tonnes in 2018/19 to 80 tonnes in 2019/20.",
        "What we did took off 5 tonnes (25% of the fall); what others did took off 15 tonnes (75% "
        "of the fall): grid electricity −15 tonnes.",
        NULL};
    const char *const against[] = {
        "Emissions rose by 1 tonne (1.0%), from 100 tonnes in 2018/19 to 101 tonnes in 2019/20.",
        "What we did added 3 tonnes; what others did took off 2 tonnes: grid electricity −2 "
        "tonnes.",
        NULL};
    const char *const nothing[] = {"Emissions were 100 tonnes in both 2018/19 and 2019/20.",
                                   "What we did made no difference; what others did made no "
                                   "difference.",
                                   NULL};

    assert_prose(change_of(100 * TONNE, 80 * TONNE, -5 * TONNE, -15 * TONNE), fell);
    assert_prose(change_of(100 * TONNE, 101 * TONNE, 3 * TONNE, -2 * TONNE), against);
    assert_prose(change_of(100 * TONNE, 100 * TONNE, 0, 0), nothing);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/words/counts", test_counts);
    g_test_add_func("/words/lists", test_lists);
    g_test_add_func("/words/dates", test_dates);
    g_test_add_func("/words/texts", test_texts);
    g_test_add_func("/words/sizes", test_sizes);
    g_test_add_func("/words/percents", test_percents);
    g_test_add_func("/words/moves", test_moves);
    g_test_add_func("/words/gaps", test_gaps);
    g_test_add_func("/words/targets", test_targets);
    g_test_add_func("/words/standing", test_standing);
    g_test_add_func("/words/pace", test_pace);
    g_test_add_func("/words/budget", test_budget);
    g_test_add_func("/words/forecast", test_forecast);
    g_test_add_func("/words/uncertainty", test_uncertainty);
    g_test_add_func("/words/laggard", test_laggard);
    g_test_add_func("/words/unusual", test_unusual);
    g_test_add_func("/words/variation", test_variation);
    g_test_add_func("/words/causes", test_causes);
    return g_test_run();
}
