/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-emission-factor.h"
#include "gp-emissions.h"
#include "gp-error.h"
#include "gp-issue.h"
#include "gp-target.h"
#include "gp-timeline.h"
#include "gp-trajectory.h"

static GpDay
day(int year, int month, int day_of_month)
{
    GpDay result = -1;

    g_assert_true(gp_day_from_civil(year, month, day_of_month, &result));
    return result;
}

/* Slots follow one another without gaps, inside their months, and every day knows its own. */
static void
assert_timeline(const GpTimeline *timeline)
{
    GpDay next = 0;

    for (GpSlot slot = 0; slot < gp_timeline_n_slots(timeline); slot++) {
        GpSpan span = gp_timeline_slot_span(timeline, slot);
        GpMonth month = gp_timeline_slot_month(timeline, slot);

        g_assert_cmpint(span.first, ==, next);
        g_assert_cmpint(span.last, >=, span.first);
        g_assert_cmpint(gp_month_of_day(span.first), ==, month);
        g_assert_cmpint(gp_month_of_day(span.last), ==, month);
        for (next = span.first; next <= span.last; next++)
            g_assert_cmpuint(gp_timeline_slot_of_day(timeline, next), ==, slot);
    }
    g_assert_cmpint(next, ==, day(2100, 12, 31) + 1);
}

static void
test_timeline_without_splits(void)
{
    g_autoptr(GpTimeline) timeline = gp_timeline_new(NULL, 0);

    g_assert_cmpuint(gp_timeline_n_slots(timeline), ==, GP_N_MONTHS);
    g_assert_cmpint(gp_timeline_slot_month(timeline, 411), ==, 411);
    assert_timeline(timeline);
    gp_timeline_free(NULL);
}

static void
test_timeline_splits(void)
{
    const GpDay splits[] = {day(2024, 6, 16), day(2024, 4, 1), day(2020, 2, 29), day(2024, 6, 16),
                            day(2024, 6, 17), day(1990, 1, 1), day(1990, 1, 2),  day(2100, 12, 31)};
    g_autoptr(GpTimeline) timeline = gp_timeline_new(splits, G_N_ELEMENTS(splits));
    GpSlot slot = gp_timeline_slot_of_day(timeline, day(2024, 6, 15));

    assert_timeline(timeline);
    g_assert_cmpuint(gp_timeline_n_slots(timeline), ==, GP_N_MONTHS + 5);
    g_assert_cmpint(gp_timeline_slot_span(timeline, slot).first, ==, day(2024, 6, 1));
    g_assert_cmpint(gp_timeline_slot_span(timeline, slot).last, ==, day(2024, 6, 15));
    g_assert_cmpint(gp_timeline_slot_span(timeline, slot + 1).last, ==, day(2024, 6, 16));
    g_assert_cmpint(gp_timeline_slot_span(timeline, slot + 2).last, ==, day(2024, 6, 30));
    g_assert_cmpint(gp_timeline_slot_month(timeline, slot + 2), ==, gp_month_from_civil(2024, 6));
}

static void
test_timeline_splits_out_of_range(void)
{
    const GpDay splits[] = {-1, G_MININT32, day(2100, 12, 31) + 1, G_MAXINT32};
    g_autoptr(GpTimeline) timeline = gp_timeline_new(splits, G_N_ELEMENTS(splits));

    g_assert_cmpuint(gp_timeline_n_slots(timeline), ==, GP_N_MONTHS);
    assert_timeline(timeline);
}

static void
test_timeline_split_every_day(void)
{
    guint n = (guint)day(2100, 12, 31) + 1;
    g_autofree GpDay *splits = g_new(GpDay, n);
    g_autoptr(GpTimeline) timeline = NULL;

    for (guint i = 0; i < n; i++)
        splits[i] = (GpDay)(n - 1 - i);
    timeline = gp_timeline_new(splits, n);
    g_assert_cmpuint(gp_timeline_n_slots(timeline), ==, n);
    assert_timeline(timeline);
}

static void
test_issue_print(void)
{
    static const struct {
        const char *file;
        guint64 line;
        guint column;
        const char *text;
    } cases[] = {
        {"energy.csv", 12, 3, "energy.csv:12:3: “x” is odd"},
        {"energy.csv", 12, 0, "energy.csv:12: “x” is odd"},
        {"energy.csv", 0, 0, "energy.csv: “x” is odd"},
        {"energy.csv", G_MAXUINT64, 0, "energy.csv:18446744073709551615: “x” is odd"},
        {NULL, 0, 0, "“x” is odd"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GpIssueList) list = gp_issue_list_new();
        g_autoptr(GString) out = g_string_new("> ");

        gp_issue_list_add_at(list, GP_SEVERITY_ERROR, "odd", cases[i].file, cases[i].line,
                             cases[i].column, "“%s” is odd", "x");
        gp_issue_print(gp_issue_list_get(list, 0), out);
        g_assert_cmpstr(out->str + 2, ==, cases[i].text);
    }
}

static void
test_issue_list(void)
{
    g_autoptr(GpIssueList) list = gp_issue_list_new();
    const GpIssue *issue;

    g_assert_cmpuint(gp_issue_list_size(list), ==, 0);
    g_assert_false(gp_issue_list_must_be_seen(list));
    gp_issue_list_add(list, GP_SEVERITY_NOTE, "quiet", "%d%%", 5);
    g_assert_false(gp_issue_list_must_be_seen(list));
    gp_issue_list_add(list, GP_SEVERITY_WARNING, "loud", "careful");
    g_assert_true(gp_issue_list_must_be_seen(list));
    g_assert_cmpuint(gp_issue_list_size(list), ==, 2);
    issue = gp_issue_list_get(list, 0);
    g_assert_cmpstr(issue->message, ==, "5%");
    g_assert_cmpstr(issue->code, ==, "quiet");
    g_assert_cmpint(issue->severity, ==, GP_SEVERITY_NOTE);
    g_assert_null(issue->file);
    g_assert_cmpstr(gp_severity_name(GP_SEVERITY_NOTE), ==, "note");
    g_assert_cmpstr(gp_severity_name(GP_SEVERITY_WARNING), ==, "warning");
    g_assert_cmpstr(gp_severity_name(GP_SEVERITY_ERROR), ==, "error");
    gp_issue_list_free(NULL);
}

static void
test_issue_move(void)
{
    g_autoptr(GpIssueList) all = gp_issue_list_new(), part = gp_issue_list_new();

    gp_issue_list_add(all, GP_SEVERITY_NOTE, "first", "first");
    for (guint i = 1; i <= 100; i++)
        gp_issue_list_add_at(part, GP_SEVERITY_ERROR, "odd", "a.csv", i, 2, "row %u", i);
    gp_issue_list_add(part, GP_SEVERITY_NOTE, "no-line", "no line");
    gp_issue_list_move(all, part, 1000);
    g_assert_cmpuint(gp_issue_list_size(part), ==, 0);
    g_assert_cmpuint(gp_issue_list_size(all), ==, 102);
    g_assert_cmpuint(gp_issue_list_get(all, 1)->line, ==, 1001);
    g_assert_cmpuint(gp_issue_list_get(all, 100)->line, ==, 1100);
    g_assert_cmpstr(gp_issue_list_get(all, 100)->message, ==, "row 100");
    g_assert_cmpuint(gp_issue_list_get(all, 101)->line, ==, 0);
    gp_issue_list_move(all, part, 5);
    gp_issue_list_add(part, GP_SEVERITY_ERROR, "again", "in use again");
    gp_issue_list_move(all, part, 5);
    g_assert_cmpuint(gp_issue_list_size(all), ==, 103);
}

static void
test_by_parse(void)
{
    static const struct {
        const char *text;
        guint n;
        GpDimension list[3];
    } cases[] = {
        {"year", 1, {GP_BY_YEAR}},
        {"year,scope", 2, {GP_BY_YEAR, GP_BY_SCOPE}},
        {"scope,year", 2, {GP_BY_SCOPE, GP_BY_YEAR}},
        {" month , site ,gas ", 3, {GP_BY_MONTH, GP_BY_SITE, GP_BY_GAS}},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        GpBy by;

        g_assert_true(gp_by_parse(cases[i].text, &by, &error));
        g_assert_no_error(error);
        g_assert_cmpuint(by.n, ==, cases[i].n);
        for (guint j = 0; j < by.n; j++) {
            g_assert_cmpint(by.list[j], ==, cases[i].list[j]);
            g_assert_cmpint(gp_by_find(&by, by.list[j]), ==, (int)j);
        }
        g_assert_cmpint(gp_by_find(&by, GP_BY_EDITION), ==, -1);
    }
}

static void
test_by_parse_all(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    GpBy by;

    for (guint i = 0; i < GP_N_DIMENSIONS; i++)
        g_string_append_printf(text, "%s%s", i == 0 ? "" : ",", gp_dimension_name(i));
    g_assert_true(gp_by_parse(text->str, &by, NULL));
    g_assert_cmpuint(by.n, ==, GP_N_DIMENSIONS);
    for (guint i = 0; i < GP_N_DIMENSIONS; i++)
        g_assert_cmpint(gp_by_find(&by, i), ==, (int)i);
    g_string_append(text, ",year");
    g_assert_false(gp_by_parse(text->str, &by, NULL));
}

static void
test_by_parse_refused(void)
{
    static const char *const cases[] = {
        "",      ",",          "year,",      ",year",     "year,,scope",      "Year",
        "years", "year scope", "year;scope", "year,year", "scope,site,scope", "kg"};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        GpBy by;

        g_test_message("“%s”", cases[i]);
        g_assert_false(gp_by_parse(cases[i], &by, &error));
        g_assert_error(error, GP_ERROR, GP_ERROR_USAGE);
    }
}

static void
add_emissions(GpEmissions *self, const char *first, const char *second, gint64 kg, gboolean outside)
{
    GpEmissionRow row = {.labels = {g_string_chunk_insert(self->labels, first),
                                    g_string_chunk_insert(self->labels, second)},
                         .rows = 1,
                         .kg_co2e = kg,
                         .is_outside = outside};

    g_array_append_val(self->rows, row);
}

static void
test_emissions_sort(void)
{
    static const char *const expected[][2] = {
        {"", "z"},        {"2019-20", ""},  {"2019-20", "B"},
        {"2019-20", "a"}, {"2020-21", "a"}, {"é", "a"},
    };
    const GpBy by = {{GP_BY_YEAR, GP_BY_SITE}, 2};
    g_autoptr(GpEmissions) emissions = gp_emissions_new(&by, 3);

    for (guint i = 0; i < 6; i++)
        add_emissions(emissions, expected[i * 5 % 6][0], expected[i * 5 % 6][1], 1, FALSE);
    gp_emissions_sort(emissions);
    for (guint i = 0; i < 6; i++) {
        const GpEmissionRow *row = &g_array_index(emissions->rows, GpEmissionRow, i);

        g_assert_cmpstr(row->labels[0], ==, expected[i][0]);
        g_assert_cmpstr(row->labels[1], ==, expected[i][1]);
    }
}

static void
test_emissions_total(void)
{
    const GpBy by = {{GP_BY_SCOPE, GP_BY_SITE}, 2};
    g_autoptr(GpEmissions) emissions = gp_emissions_new(&by, 6);

    gp_emissions_sort(emissions);
    g_assert_true(gp_emissions_total(emissions) == 0);
    add_emissions(emissions, "1", "a", G_MAXINT64, FALSE);
    add_emissions(emissions, "2", "a", G_MAXINT64, FALSE);
    add_emissions(emissions, "3", "a", -5, FALSE);
    add_emissions(emissions, "outside", "a", 1000, TRUE);
    g_assert_true(gp_emissions_total(emissions) == (GpInt128)G_MAXINT64 * 2 - 5);
    g_assert_cmpint(emissions->kg_places, ==, 6);
    gp_emissions_free(NULL);
}

static void
test_verdicts(void)
{
    g_assert_cmpstr(gp_verdict_key(GP_VERDICT_AT_RISK), ==, "at-risk");
    g_assert_cmpstr(gp_verdict_key(GP_VERDICT_TOO_EARLY), ==, "too-early");
    g_assert_cmpstr(gp_verdict_title(GP_VERDICT_AT_RISK), ==, "At risk");
    g_assert_cmpstr(gp_verdict_title(GP_VERDICT_OFF_TRACK), ==, "Off track");
}

static void
test_trajectory_free(void)
{
    GpTrajectory *trajectory = g_new0(GpTrajectory, 1);

    trajectory->path = g_new0(GpPathYear, 3);
    trajectory->forecast = g_new0(GpForecastYear, 2);
    trajectory->reasons = g_strsplit("one,two", ",", -1);
    gp_trajectory_free(trajectory);
    gp_trajectory_free(NULL);
    gp_target_free(NULL);
}

static void
test_factor_words(void)
{
    g_autoptr(GError) error = NULL;
    GpComponent component = GP_COMPONENT_SUPPLY;
    GpBoundary boundary = GP_BOUNDARY_NCF;
    GpScope scope = GP_SCOPE_1;

    for (guint i = 0; i <= GP_SCOPE_OUTSIDE; i++)
        g_assert_true(gp_scope_parse(gp_scope_name(i), &scope, &error) && scope == i);
    for (guint i = 0; i <= GP_COMPONENT_PURCHASE; i++)
        g_assert_true(gp_component_parse(gp_component_name(i), &component, &error) &&
                      component == i);
    for (guint i = 0; i <= GP_BOUNDARY_OUTSIDE; i++)
        g_assert_true(gp_boundary_parse(gp_boundary_name(i), &boundary, &error) && boundary == i);
    g_assert_no_error(error);
    g_assert_false(gp_scope_parse("4", &scope, NULL));
    g_assert_false(gp_component_parse("WTT", &component, NULL));
    g_assert_false(gp_boundary_parse("all", &boundary, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
    g_assert_cmpint(boundary, ==, GP_BOUNDARY_OUTSIDE);
    g_assert_true(gp_component_is_upstream(GP_COMPONENT_WTT_TD));
    g_assert_false(gp_component_is_upstream(GP_COMPONENT_GENERATION));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/model/timeline/without-splits", test_timeline_without_splits);
    g_test_add_func("/model/timeline/splits", test_timeline_splits);
    g_test_add_func("/model/timeline/splits-out-of-range", test_timeline_splits_out_of_range);
    g_test_add_func("/model/timeline/split-every-day", test_timeline_split_every_day);
    g_test_add_func("/model/issue/print", test_issue_print);
    g_test_add_func("/model/issue/list", test_issue_list);
    g_test_add_func("/model/issue/move", test_issue_move);
    g_test_add_func("/model/by/parse", test_by_parse);
    g_test_add_func("/model/by/all", test_by_parse_all);
    g_test_add_func("/model/by/refused", test_by_parse_refused);
    g_test_add_func("/model/emissions/sort", test_emissions_sort);
    g_test_add_func("/model/emissions/total", test_emissions_total);
    g_test_add_func("/model/trajectory/verdicts", test_verdicts);
    g_test_add_func("/model/trajectory/free", test_trajectory_free);
    g_test_add_func("/model/factor/words", test_factor_words);
    return g_test_run();
}
