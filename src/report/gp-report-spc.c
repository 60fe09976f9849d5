/* SPDX-License-Identifier: MIT */
#include "gp-report-json-private.h"
#include "gp-report.h"
#include "gp-table-private.h"

/* ---- CSV and JSON: what programs read ---- */

/* Mean and limits of one point, in the order of the columns. NULL: not known. */
typedef struct {
    const GpInt128 *mean, *lower, *upper, *near_lower, *near_upper;
} Levels;

static Levels
levels_of(const GpXmrSegment *segment)
{
    Levels levels = {.mean = segment->n_based > 0 ? &segment->mean : NULL};

    if (segment->has_limits)
        levels = (Levels){&segment->mean, &segment->lower, &segment->upper, &segment->near_lower,
                          &segment->near_upper};
    return levels;
}

static void
append_level(GString *out, const GpInt128 *level)
{
    g_string_append_c(out, ',');
    if (level != NULL)
        gp_number_append(out, *level, GP_XMR_PLACES);
}

static void
print_csv(const GpSeries *series, const GpXmr *chart, GString *out)
{
    g_string_append(out, "date,value,mean,lower,upper,near_lower,near_upper,rule,type,segment\n");
    for (guint i = 0; i < series->points->len; i++) {
        const GpSeriesPoint *point = gp_series_point(series, i);
        const GpXmrPoint *mark = gp_xmr_point(chart, i);
        Levels levels = levels_of(gp_xmr_segment(chart, mark->segment));
        char date[16];

        gp_series_print_date(series, point->day, date);
        g_string_append_printf(out, "%s,", date);
        if (point->has_value)
            gp_number_append(out, point->value_micro, GP_MICRO_PLACES);
        append_level(out, levels.mean);
        append_level(out, levels.lower);
        append_level(out, levels.upper);
        append_level(out, levels.near_lower);
        append_level(out, levels.near_upper);
        g_string_append_printf(out, ",%s,%s,%u\n", gp_xmr_rule_name(mark->rule),
                               gp_xmr_type_name(mark->type), mark->segment + 1);
    }
}

static void
add_level(cJSON *object, const char *name, const GpInt128 *level)
{
    if (level == NULL)
        cJSON_AddNullToObject(object, name);
    else
        cJSON_AddNumberToObject(object, name, gp_number_to_double(*level, GP_XMR_PLACES));
}

static void
add_levels(cJSON *object, const Levels *levels)
{
    add_level(object, "mean", levels->mean);
    add_level(object, "lower", levels->lower);
    add_level(object, "upper", levels->upper);
    add_level(object, "near_lower", levels->near_lower);
    add_level(object, "near_upper", levels->near_upper);
}

static void
add_date(cJSON *object, const char *name, const GpSeries *series, guint i)
{
    char date[16];

    gp_series_print_date(series, gp_series_point(series, i)->day, date);
    cJSON_AddStringToObject(object, name, date);
}

static cJSON *
row_object(const GpSeries *series, const GpXmr *chart, guint i)
{
    const GpSeriesPoint *point = gp_series_point(series, i);
    const GpXmrPoint *mark = gp_xmr_point(chart, i);
    Levels levels = levels_of(gp_xmr_segment(chart, mark->segment));
    cJSON *object = cJSON_CreateObject();

    add_date(object, "date", series, i);
    if (point->has_value)
        cJSON_AddNumberToObject(object, "value",
                                gp_number_to_double(point->value_micro, GP_MICRO_PLACES));
    else
        cJSON_AddNullToObject(object, "value");
    add_levels(object, &levels);
    cJSON_AddStringToObject(object, "rule", gp_xmr_rule_name(mark->rule));
    cJSON_AddStringToObject(object, "type", gp_xmr_type_name(mark->type));
    cJSON_AddNumberToObject(object, "segment", mark->segment + 1);
    return object;
}

static cJSON *
segment_object(const GpSeries *series, const GpXmr *chart, guint number)
{
    const GpXmrSegment *segment = gp_xmr_segment(chart, number);
    Levels levels = levels_of(segment);
    cJSON *object = cJSON_CreateObject();

    cJSON_AddNumberToObject(object, "segment", number + 1);
    add_date(object, "from", series, segment->first);
    add_date(object, "to", series, segment->first + segment->n - 1);
    cJSON_AddStringToObject(object, "reason", segment->reason);
    cJSON_AddNumberToObject(object, "points", segment->n_based);
    cJSON_AddBoolToObject(object, "trial", segment->n_based < GP_XMR_MIN_POINTS);
    cJSON_AddNumberToObject(object, "ranges_left_out", segment->n_screened);
    add_levels(object, &levels);
    cJSON_AddStringToObject(object, "assurance", gp_assurance_name(segment->assurance));
    return object;
}

static void
print_json(const GpSeries *series,
           const GpXmr *chart,
           const char *adjustment,
           const GpIssueList *issues,
           GString *out)
{
    cJSON *object = cJSON_CreateObject(), *array;

    cJSON_AddStringToObject(object, "title", series->title);
    cJSON_AddStringToObject(object, "unit", series->unit);
    if (adjustment == NULL)
        cJSON_AddNullToObject(object, "adjustment");
    else
        cJSON_AddStringToObject(object, "adjustment", adjustment);
    cJSON_AddStringToObject(object, "direction", gp_direction_name(chart->direction));
    if (chart->has_target)
        cJSON_AddNumberToObject(object, "target",
                                gp_number_to_double(chart->target_micro, GP_MICRO_PLACES));
    else
        cJSON_AddNullToObject(object, "target");
    cJSON_AddBoolToObject(object, "screened", chart->is_screened);
    array = cJSON_AddArrayToObject(object, "segments");
    for (guint i = 0; i < chart->segments->len; i++)
        cJSON_AddItemToArray(array, segment_object(series, chart, i));
    array = cJSON_AddArrayToObject(object, "rows");
    for (guint i = 0; i < series->points->len; i++)
        cJSON_AddItemToArray(array, row_object(series, chart, i));
    cJSON_AddStringToObject(object, "variation", gp_xmr_type_name(chart->variation));
    cJSON_AddStringToObject(object, "assurance", gp_assurance_name(chart->assurance));
    gp_json_add_issues(object, issues);
    gp_json_print(object, out);
}

/* ---- the table: what people read ---- */

/* So many decimal places that the largest value shows about four digits. */
static int
places_for(const GpSeries *series)
{
    gint64 limits[] = {1000 * GP_MICRO, 100 * GP_MICRO, GP_MICRO, GP_MICRO / 10, GP_MICRO / 100};
    static const int places[] = {0, 1, 2, 3, 4, 6};
    GpInt128 largest = 0;
    guint i = 0;

    for (guint k = 0; k < series->points->len; k++) {
        GpInt128 value = gp_series_point(series, k)->value_micro;

        largest = MAX(largest, value < 0 ? -value : value);
    }
    while (i < G_N_ELEMENTS(limits) && largest < limits[i])
        i++;
    return places[i];
}

static char *
shown(GpInt128 value, int value_places, int places)
{
    GString *text = g_string_new(NULL);

    gp_number_append_rounded(text, value, value_places, places);
    if (*text->str == '-') {
        g_string_erase(text, 0, 1);
        g_string_prepend(text, "−");
    }
    return g_string_free(text, FALSE);
}

static char *
shown_level(const GpInt128 *level, int places)
{
    return level == NULL ? g_strdup("") : shown(*level, GP_XMR_PLACES, places);
}

/* The words of Making Data Count for its icons. */
static void
print_variation(const GpSeries *series, const GpXmr *chart, GString *out)
{
    const GpXmrPoint *last = gp_xmr_point(chart, chart->last);
    const char *way = last->rule == GP_XMR_TREND ? (last->sign > 0 ? "rising" : "falling")
                      : last->sign > 0           ? "higher"
                                                 : "lower";
    char date[16];

    gp_series_print_date(series, gp_series_point(series, chart->last)->day, date);
    g_string_append_printf(out, "Variation in %s: ", date);
    switch (chart->variation) {
    case GP_XMR_COMMON:
        g_string_append(out, "common cause, no significant change.\n");
        return;
    case GP_XMR_IMPROVEMENT:
        g_string_append_printf(
            out, "special cause of improving nature or lower pressure due to %s values", way);
        break;
    case GP_XMR_CONCERN:
        g_string_append_printf(
            out, "special cause of concerning nature or higher pressure due to %s values", way);
        break;
    case GP_XMR_NEUTRAL_HIGH:
    case GP_XMR_NEUTRAL_LOW:
        g_string_append_printf(out, "special cause due to %s values, neither good nor bad", way);
        break;
    }
    g_string_append_printf(out, " (%s).\n", gp_xmr_rule_name(last->rule));
}

static void
print_assurance(const GpXmr *chart, int places, GString *out)
{
    static const char *const words[] = {
        [GP_ASSURANCE_NONE] = "nothing can be said",
        [GP_ASSURANCE_PASS] = "variation indicates consistently passing the target",
        [GP_ASSURANCE_FAIL] = "variation indicates consistently falling short of the target",
        [GP_ASSURANCE_INCONSISTENT] =
            "variation indicates inconsistently passing and falling short of the target",
    };
    g_autofree char *target = shown(chart->target_micro, GP_MICRO_PLACES, places);

    if (chart->has_target)
        g_string_append_printf(out, "Assurance: %s of %s.\n", words[chart->assurance], target);
}

static void
print_segments(const GpSeries *series, const GpXmr *chart, GString *out)
{
    for (guint i = 0; i < chart->segments->len; i++) {
        const GpXmrSegment *segment = gp_xmr_segment(chart, i);
        char date[16];

        gp_series_print_date(series, gp_series_point(series, segment->first)->day, date);
        g_string_append_printf(out, "Limits %u from %s", i + 1, date);
        if (i > 0)
            g_string_append_printf(
                out, ", %s", *segment->reason == '\0' ? "no reason is recorded" : segment->reason);
        g_string_append_printf(out, ": %s%u point%s", chart->fix_after > 0 ? "fixed on " : "",
                               segment->n_based, segment->n_based == 1 ? "" : "s");
        if (segment->n_based < GP_XMR_MIN_POINTS)
            g_string_append_printf(out, ", fewer than %d, so these are trial limits",
                                   GP_XMR_MIN_POINTS);
        if (segment->n_screened > 0)
            g_string_append_printf(out, "; %u range%s too large to count", segment->n_screened,
                                   segment->n_screened == 1 ? " was" : "s were");
        g_string_append(out, ".\n");
    }
}

static void
print_points(const GpSeries *series, const GpXmr *chart, int places, GString *out)
{
    static const char *const titles[] = {"date", "value", "mean", "lower", "upper", "unusual"};
    static const gboolean is_number[] = {FALSE, TRUE, TRUE, TRUE, TRUE, FALSE};
    g_auto(GpTextTable) table;

    gp_text_table_init(&table, titles, is_number, G_N_ELEMENTS(titles));
    for (guint i = 0; i < series->points->len; i++) {
        const GpSeriesPoint *point = gp_series_point(series, i);
        const GpXmrPoint *mark = gp_xmr_point(chart, i);
        Levels levels = levels_of(gp_xmr_segment(chart, mark->segment));
        char date[16];

        gp_series_print_date(series, point->day, date);
        gp_text_table_add(&table, g_strdup(date));
        gp_text_table_add(&table, point->has_value
                                      ? shown(point->value_micro, GP_MICRO_PLACES, places)
                                      : g_strdup("no data"));
        gp_text_table_add(&table, shown_level(levels.mean, places));
        gp_text_table_add(&table, shown_level(levels.lower, places));
        gp_text_table_add(&table, shown_level(levels.upper, places));
        gp_text_table_add(&table, mark->rule == GP_XMR_NONE
                                      ? g_strdup("")
                                      : g_strdup_printf("%s: %s", gp_xmr_rule_name(mark->rule),
                                                        gp_xmr_type_name(mark->type)));
    }
    gp_text_table_print(&table, 0, out);
}

static void
print_table(const GpSeries *series, const GpXmr *chart, const char *adjustment, GString *out)
{
    int places = places_for(series);

    g_string_append_printf(out, "%s%s%s\n\n", series->title, *series->unit == '\0' ? "" : ", ",
                           series->unit);
    print_variation(series, chart, out);
    print_assurance(chart, places, out);
    if (adjustment != NULL)
        g_string_append_printf(out, "%s\n", adjustment);
    print_segments(series, chart, out);
    g_string_append_c(out, '\n');
    print_points(series, chart, places, out);
    g_string_append_printf(out,
                           "\nLimits: mean ± " GP_XMR_LIMIT " average moving ranges%s.\n"
                           "Unusual, the first that holds: outside a limit; trend of %d points up "
                           "or down; two of three points beyond\ntwo thirds of the way to a "
                           "limit; shift of %d points on one side of the mean (NHS England, "
                           "Making Data Count).\n",
                           chart->is_screened ? ", leaving out ranges of " GP_XMR_SCREEN
                                                " averages or more"
                                              : ", all ranges counted",
                           GP_XMR_RUN, GP_XMR_RUN);
}

void
gp_report_spc(const GpSeries *series,
              const GpXmr *chart,
              const char *adjustment,
              const GpIssueList *issues,
              GpOutput format,
              GString *out)
{
    switch (format) {
    case GP_OUTPUT_CSV:
        print_csv(series, chart, out);
        return;
    case GP_OUTPUT_JSON:
        print_json(series, chart, adjustment, issues, out);
        return;
    case GP_OUTPUT_TABLE:
        print_table(series, chart, adjustment, out);
        return;
    }
}
