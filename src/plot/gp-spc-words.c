/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-spc-chart-private.h"

#define MAX_NAME_CHARACTERS 90
#define MAX_TITLE_CHARACTERS 60 /* of the measure, in the title */

static char *
measure_of(const GpSpcDrawing *self, guint max_characters)
{
    const char *measure = self->chart->measure != NULL ? self->chart->measure : self->series->title;
    char *shown = gp_picture_text(measure, max_characters);

    if (*shown == '\0') {
        g_free(shown);
        return g_strdup("The measure");
    }
    return shown;
}

/* ---- the title ---- */

/* How many points up to the last one lie outside the same limit. */
static guint
n_outside(const GpXmr *xmr)
{
    const GpXmrPoint *last = gp_xmr_point(xmr, xmr->last);
    guint n = 1;

    while (xmr->last >= n) {
        const GpXmrPoint *before = gp_xmr_point(xmr, xmr->last - n);

        if (before->rule != GP_XMR_OUTSIDE || before->sign != last->sign ||
            before->segment != last->segment)
            break;
        n++;
    }
    return n;
}

static char *
outside_words(const GpSpcDrawing *self, const GpXmrPoint *last)
{
    GpDay day = gp_series_point(self->series, self->xmr->last)->day;
    guint n = n_outside(self->xmr);
    g_autofree char *date = gp_words_date(self->series, day, FALSE);
    g_autofree char *times = gp_words_times(self->series, n);

    if (n > 1)
        return g_strdup_printf("ran unusually %s for %s", last->sign > 0 ? "high" : "low", times);
    return g_strdup_printf("%s in %s",
                           last->sign > 0 ? "rose unusually high" : "fell unusually low", date);
}

/* What the last point did, in the past tense: right for one measure and for many things. */
static char *
last_words(const GpSpcDrawing *self, const GpXmrPoint *last)
{
    gboolean is_high = last->sign > 0;
    g_autofree char *times = gp_words_times(self->series, last->rule_last - last->rule_first + 1);

    switch (last->rule) {
    case GP_XMR_NONE:
        break;
    case GP_XMR_OUTSIDE:
        return outside_words(self, last);
    case GP_XMR_TREND:
        return g_strdup_printf("%s for %s in a row", is_high ? "rose" : "fell", times);
    case GP_XMR_TWO_OF_THREE:
        return g_strdup_printf("ran close to the %s limit", is_high ? "upper" : "lower");
    case GP_XMR_SHIFT:
        return g_strdup_printf("stayed %s the mean for %s", is_high ? "above" : "below", times);
    }
    return g_strdup("showed no significant change");
}

/* ` and would meet the target`, if nothing changes */
static char *
assurance_clause(const GpXmr *xmr)
{
    static const char *const clauses[] = {
        [GP_ASSURANCE_PASS] = "would meet the target",
        [GP_ASSURANCE_FAIL] = "would miss the target",
        [GP_ASSURANCE_INCONSISTENT] = "may miss the target",
    };
    gboolean is_good = xmr->assurance == GP_ASSURANCE_PASS;
    gboolean is_against = xmr->variation == GP_XMR_IMPROVEMENT ? !is_good
                          : xmr->variation == GP_XMR_CONCERN   ? is_good
                                                               : FALSE;

    if (xmr->assurance == GP_ASSURANCE_NONE)
        return g_strdup("");
    return g_strdup_printf("%s %s", is_against ? ", but" : " and", clauses[xmr->assurance]);
}

char *
gp_spc_title(const GpSpcDrawing *self)
{
    const GpXmrPoint *last = gp_spc_last(self);
    const GpXmrSegment *segment = gp_spc_last_segment(self);
    g_autofree char *measure = measure_of(self, MAX_TITLE_CHARACTERS);
    g_autofree char *what = NULL;
    g_autofree char *clause = NULL;

    if (last == NULL)
        return g_strdup_printf("%s: no data yet", measure);
    if (!segment->has_limits) {
        g_autofree char *times = gp_words_times(self->series, segment->n_based);

        return g_strdup_printf("%s: too early to say, with %s of figures", measure, times);
    }
    what = last_words(self, last);
    clause = assurance_clause(self->xmr);
    return g_strdup_printf("%s %s%s", measure, what, clause);
}

/* ---- around the frame ---- */

/* What was taken out, in a few words: `weather taken out`. */
static char *
short_adjustment(const char *adjustment)
{
    const char *colon = strchr(adjustment, ':');
    gsize length = colon == NULL ? strlen(adjustment) : (gsize)(colon - adjustment);
    char *words = g_strndup(adjustment, length);

    words[0] = g_ascii_tolower(words[0]);
    return words;
}

char *
gp_spc_subtitle(const GpSpcDrawing *self)
{
    guint n = self->series->points->len;
    g_autofree char *measure = measure_of(self, MAX_NAME_CHARACTERS);
    g_autofree char *trust = gp_picture_text(self->chart->subject.trust_name, MAX_NAME_CHARACTERS);
    GString *out = g_string_new(measure);

    if (self->chart->adjustment != NULL) {
        g_autofree char *adjustment = short_adjustment(self->chart->adjustment);

        g_string_append_printf(out, ", %s", adjustment);
    }
    if (*trust != '\0')
        g_string_append_printf(out, ", %s", trust);
    if (n > 0) {
        g_autofree char *first =
            gp_words_date(self->series, gp_series_point(self->series, 0)->day, FALSE);
        g_autofree char *last =
            gp_words_date(self->series, gp_series_point(self->series, n - 1)->day, FALSE);

        g_string_append_printf(out, ", %s", first);
        if (n > 1)
            g_string_append_printf(out, " to %s", last);
    }
    return g_string_free(out, FALSE);
}

char *
gp_spc_axis_words(const GpSpcDrawing *self)
{
    const char *each = !self->series->by_month           ? "each date"
                       : self->series->step_months == 1  ? "each month"
                       : self->series->step_months == 3  ? "each quarter"
                       : self->series->step_months == 12 ? "each year"
                                                         : "each date";
    const char *unit = *self->unit.axis == '\0' ? "Value" : self->unit.axis;

    return g_strdup_printf("%s, %s%s", unit, each,
                           self->axis.low > 0 ? " (axis does not start at zero)" : "");
}

static const char *
direction_words(GpDirection direction)
{
    static const char *const words[] = {
        [GP_DIRECTION_INCREASE] = " Higher is better.",
        [GP_DIRECTION_DECREASE] = " Lower is better.",
        [GP_DIRECTION_NEUTRAL] = "",
    };

    return words[direction];
}

static void
append_base(const GpSpcDrawing *self, GString *out)
{
    const GpXmrSegment *segment = gp_spc_last_segment(self);

    if (segment == NULL)
        return;
    if (self->xmr->fix_after > 0)
        g_string_append_printf(out, " Limits rest on the first %u points of each stretch.",
                               self->xmr->fix_after);
    if (segment->has_limits && segment->n_based < GP_XMR_MIN_POINTS)
        g_string_append_printf(out, " The latest limits are trial limits, of fewer than %d points.",
                               GP_XMR_MIN_POINTS);
}

/* Where the breaks are too many for labels of their own. */
static void
append_breaks(const GpSpcDrawing *self, GString *out)
{
    if (gp_spc_has_break_labels(self))
        return;
    for (guint i = 1; i < self->xmr->segments->len; i++) {
        g_autofree char *words = gp_spc_break_words(self, gp_xmr_segment(self->xmr, i));

        g_string_append_printf(out, " %s.", words);
    }
}

char *
gp_spc_method(const GpSpcDrawing *self)
{
    GString *out = g_string_new(NULL);

    g_string_append_printf(
        out,
        "XmR chart (NHS England, Making Data Count): limits are the mean ± " GP_XMR_LIMIT
        " average moving ranges, %s. Special causes: a point outside a limit; %d points in a row "
        "rising or falling; two of three close to a limit; %d on one side of the mean.%s",
        self->xmr->is_screened ? "ranges of " GP_XMR_SCREEN " averages or more left out"
                               : "all ranges counted",
        GP_XMR_RUN, GP_XMR_RUN, direction_words(self->xmr->direction));
    append_base(self, out);
    append_breaks(self, out);
    if (self->chart->adjustment != NULL)
        g_string_append_printf(out, " %s", self->chart->adjustment);
    return g_string_free(out, FALSE);
}

const char *
gp_spc_assurance_words(const GpXmr *xmr)
{
    static const char *const words[] = {
        [GP_ASSURANCE_NONE] = "cannot be told",
        [GP_ASSURANCE_PASS] = "consistently met",
        [GP_ASSURANCE_FAIL] = "consistently missed",
        [GP_ASSURANCE_INCONSISTENT] = "hit and miss",
    };

    return xmr->has_target ? words[xmr->assurance] : "no target is set";
}

/* ---- among the lines ---- */

static gboolean
goes_on(const GpSpcCause *cause, const GpXmrPoint *point, guint i)
{
    gboolean is_run = cause->rule == GP_XMR_TREND || cause->rule == GP_XMR_SHIFT;

    if (point->rule != cause->rule || point->sign != cause->sign ||
        point->segment != cause->segment)
        return FALSE;
    if (is_run)
        return point->rule_first == cause->from;
    return i <= cause->last + (cause->rule == GP_XMR_OUTSIDE ? 1 : 2);
}

GArray *
gp_spc_causes(const GpXmr *xmr)
{
    GArray *causes = g_array_new(FALSE, FALSE, sizeof(GpSpcCause));

    for (guint i = 0; i < xmr->points->len; i++) {
        const GpXmrPoint *point = gp_xmr_point(xmr, i);
        GpSpcCause cause = {.first = i,
                            .last = i,
                            .from = point->rule_first,
                            .rule = point->rule,
                            .type = point->type,
                            .sign = point->sign,
                            .segment = point->segment};
        GpSpcCause *before = NULL;

        if (point->rule == GP_XMR_NONE)
            continue;
        for (guint k = causes->len; k-- > 0 && before == NULL;) {
            GpSpcCause *other = &g_array_index(causes, GpSpcCause, k);

            before = goes_on(other, point, i) ? other : NULL;
        }
        if (before != NULL)
            before->last = i;
        else
            g_array_append_val(causes, cause);
    }
    return causes;
}

char *
gp_spc_cause_words(const GpSpcDrawing *self, const GpSpcCause *cause)
{
    gboolean is_high = cause->sign > 0;
    guint n_last = gp_xmr_point(self->xmr, cause->last)->rule_last - cause->from + 1;
    g_autofree char *times = gp_words_times(
        self->series, cause->rule == GP_XMR_OUTSIDE ? cause->last - cause->first + 1 : n_last);
    g_autofree char *date =
        gp_words_date(self->series, gp_series_point(self->series, cause->first)->day, TRUE);
    const char *limit = is_high ? "upper" : "lower";

    switch (cause->rule) {
    case GP_XMR_OUTSIDE:
        return g_strdup_printf("%s %s the %s limit", cause->last > cause->first ? times : date,
                               is_high ? "above" : "below", limit);
    case GP_XMR_TREND:
        return g_strdup_printf("%s %s", times, is_high ? "rising" : "falling");
    case GP_XMR_TWO_OF_THREE:
        return g_strdup_printf("%s close to the %s limit", date, limit);
    case GP_XMR_SHIFT:
        return g_strdup_printf("%s %s the mean", times, is_high ? "above" : "below");
    case GP_XMR_NONE:
        break;
    }
    return g_strdup("");
}

char *
gp_spc_break_words(const GpSpcDrawing *self, const GpXmrSegment *segment)
{
    g_autofree char *date =
        gp_words_date(self->series, gp_series_point(self->series, segment->first)->day, FALSE);
    g_autofree char *reason = gp_picture_text(segment->reason, MAX_NAME_CHARACTERS);

    return g_strdup_printf("New limits from %s: %s", date,
                           *reason == '\0' ? "no reason is recorded" : reason);
}

/* ---- for those who cannot see it ---- */

static void
append_limits(const GpSpcDrawing *self, GString *out)
{
    const GpXmrSegment *segment = gp_spc_last_segment(self);
    g_autofree char *lower = gp_spc_figure(self, gp_spc_level(segment->lower));
    g_autofree char *upper = gp_spc_figure(self, gp_spc_level(segment->upper));
    g_autofree char *mean =
        gp_words_with_unit(&self->unit, gp_spc_level(segment->mean), self->places, FALSE);

    g_string_append_printf(out, " Mean %s, lower limit %s, upper limit %s.", mean, lower, upper);
}

char *
gp_spc_description(const GpSpcDrawing *self)
{
    g_autofree char *subtitle = gp_spc_subtitle(self);
    GString *out = g_string_new(subtitle);

    g_string_append_c(out, '.');
    if (gp_spc_last(self) != NULL) {
        double value = gp_series_value(self->series, self->xmr->last);
        g_autofree char *date =
            gp_words_date(self->series, gp_series_point(self->series, self->xmr->last)->day, FALSE);
        g_autofree char *figure = gp_words_with_unit(&self->unit, value, self->places, FALSE);

        g_string_append_printf(out, " %s: %s.", date, figure);
        if (gp_spc_last_segment(self)->has_limits)
            append_limits(self, out);
        g_string_append_printf(out, " Variation: %s.",
                               gp_words_variation_icon(self->xmr->variation));
    }
    if (self->xmr->has_target) {
        g_autofree char *target =
            gp_words_with_unit(&self->unit, gp_spc_target(self->xmr), self->places, FALSE);

        g_string_append_printf(out, " Target %s. Assurance: %s.", target,
                               gp_spc_assurance_words(self->xmr));
    }
    for (guint i = 1; i < self->xmr->segments->len; i++) {
        g_autofree char *words = gp_spc_break_words(self, gp_xmr_segment(self->xmr, i));

        g_string_append_printf(out, " %s.", words);
    }
    if (self->chart->subject.data_note != NULL)
        g_string_append_printf(out, " %s", self->chart->subject.data_note);
    return g_string_free(out, FALSE);
}
