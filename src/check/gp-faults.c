/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gp-find-private.h"

/*
 * Faults of single series as findings. What befalls most of a source, or most sites of an
 * activity, at the same time in the same way has one cause, and is one finding.
 */

#define MOST 0.8           /* of the streams that could have the fault */
#define MIN_TOGETHER_GAP 2 /* streams: gaps in the same days are hardly chance */
#define MIN_TOGETHER 3
#define SMALL 0.01 /* of a source's quantity of that kind */

static const struct {
    const char *code;
    GpSeverity severity;
} kinds[] = {
    [GP_FAULT_SLIP] = {"unit-slip", GP_SEVERITY_ERROR},
    [GP_FAULT_DOUBLED] = {"doubled", GP_SEVERITY_ERROR},
    [GP_FAULT_SPIKE] = {"spike", GP_SEVERITY_WARNING},
    [GP_FAULT_ZERO] = {"zero", GP_SEVERITY_WARNING},
    [GP_FAULT_NEGATIVE] = {"negative", GP_SEVERITY_WARNING},
    [GP_FAULT_THIN] = {"readings-missing", GP_SEVERITY_WARNING},
    [GP_FAULT_GAP] = {"gap", GP_SEVERITY_ERROR},
    [GP_FAULT_STOPPED] = {"stopped", GP_SEVERITY_WARNING},
};

/* What is missing is an error, unless it is little beside what the source has of that kind. */
static gboolean
is_small(const GpCheck *self, const GpFault *fault)
{
    const GpSeries *series = fault->series;
    double all = 0;

    for (guint i = 0; i < self->streams->streams->len; i++) {
        const GpStream *stream = gp_check_stream(self, i);
        const GpSeries *other = &stream->series[series->grain];

        if (stream->kind == series->stream->kind &&
            g_str_equal(stream->source, series->stream->source) && other->points->len > 0)
            all += isnan(other->middle_rate) ? 0 : other->middle_rate;
    }
    return series->middle_rate < SMALL * all;
}

typedef enum {
    OF_SOURCE,
    OF_SITE,     /* all that a site has of the source */
    OF_ACTIVITY, /* all that the source has of an activity */
} Scope;

/* Faults that are told together, and where. */
typedef struct {
    const GpFault *faults;
    guint n;
    Scope scope;
} Group;

static int
compare_doubles(double a, double b)
{
    return (a > b) - (a < b);
}

/* Whether two faults may have the same cause, or which comes first. */
static int
compare_causes(const GpFault *x, const GpFault *y)
{
    int order = (int)x->kind - (int)y->kind;

    order = order != 0 ? order : strcmp(x->series->stream->source, y->series->stream->source);
    order = order != 0 ? order : compare_doubles(x->span.first, y->span.first);
    order = order != 0 ? order : compare_doubles(x->span.last, y->span.last);
    return order != 0 ? order : compare_doubles(x->factor, y->factor);
}

static int
compare_faults(gconstpointer a, gconstpointer b)
{
    const GpFault *x = a, *y = b;
    int order = compare_causes(x, y);

    order = order != 0 ? order : strcmp(x->series->stream->activity, y->series->stream->activity);
    order = order != 0 ? order : strcmp(x->series->stream->site, y->series->stream->site);
    order = order != 0 ? order : (int)x->series->stream->kind - (int)y->series->stream->kind;
    return order != 0 ? order : (int)x->series->grain - (int)y->series->grain;
}

static gboolean
is_gap(const GpFault *fault)
{
    return fault->kind == GP_FAULT_GAP || fault->kind == GP_FAULT_STOPPED;
}

static gboolean
is_in_scope(const GpStream *stream, const Group *group)
{
    const GpStream *first = group->faults[0].series->stream;

    return g_str_equal(stream->source, first->source) &&
           (group->scope != OF_SITE || g_str_equal(stream->site, first->site)) &&
           (group->scope != OF_ACTIVITY || g_str_equal(stream->activity, first->activity));
}

/* Whether the group is most of what the source, or the site or activity of it, has. */
static gboolean
is_together(const GpCheck *self, const Group *group)
{
    const GpFault *fault = group->faults;
    guint n_there = is_gap(fault) ? group->n : 0;

    if (group->n < (is_gap(fault) ? MIN_TOGETHER_GAP : MIN_TOGETHER))
        return FALSE;
    for (guint i = 0; i < self->streams->streams->len; i++) {
        const GpStream *stream = gp_check_stream(self, i);

        if (is_in_scope(stream, group) && gp_stream_covers(stream, fault->span))
            n_there++;
    }
    return group->n >= MOST * n_there;
}

static guint
count_activities(const Group *group)
{
    guint n = 1;

    for (guint i = 1; i < group->n; i++)
        n += !g_str_equal(group->faults[i].series->stream->activity,
                          group->faults[i - 1].series->stream->activity);
    return n;
}

static void
append_count(GString *out, guint64 n, const char *what)
{
    g_string_append_printf(out, "%" G_GUINT64_FORMAT " %s%s", n, what, n == 1 ? "" : "s");
}

static void
append_usual(GString *out, const GpFault *fault)
{
    gp_append_quantity(out, fault->series->stream, fault->usual, TRUE);
}

static void
append_amount(GString *out, const GpFault *fault)
{
    gp_append_quantity(out, fault->series->stream, fault->quantity, FALSE);
}

static const char *
compared_with(const GpFault *fault)
{
    if (fault->series->grain == GP_GRAIN_YEAR)
        return "the years beside it have";
    return fault->series->has_season ? "is usual for this time of year"
                                     : "the periods beside it have";
}

static void
describe_slip(GString *out, const GpFault *fault)
{
    append_amount(out, fault);
    if (fault->n_points > 1) {
        g_string_append(out, " in ");
        append_count(out, fault->n_points, "period");
    }
    g_string_append(out, " is ");
    gp_append_times(out, fault->quantity / fault->usual);
    g_string_append(out, " what is usual (");
    append_usual(out, fault);
    g_string_append_printf(out, "): %s", fault->words);
    if (fault->unit != GP_UNIT_NONE && fault->unit != fault->series->stream->shown_unit)
        g_string_append_printf(
            out, "; these rows are given in %s, most others in %s",
            gp_unit_name(fault->series->stream->units, fault->unit),
            gp_unit_name(fault->series->stream->units, fault->series->stream->shown_unit));
}

static void
describe_spike(GString *out, const GpFault *fault)
{
    append_amount(out, fault);
    g_string_append(out, " is ");
    gp_append_times(out, fault->quantity / fault->usual);
    g_string_append_printf(out, " what %s (", compared_with(fault));
    append_usual(out, fault);
    g_string_append_c(out, ')');
}

static void
describe_gap(GString *out, const GpFault *fault)
{
    GpMonth first = gp_month_of_day(fault->span.first), last = gp_month_of_day(fault->span.last);
    gboolean is_whole = gp_month_first_day(first) == fault->span.first &&
                        gp_month_last_day(last) == fault->span.last;
    guint days = (guint)(fault->span.last - fault->span.first + 1);

    if (fault->kind == GP_FAULT_STOPPED) {
        g_string_append(out, "the figures end here, though others of this source go on");
        return;
    }
    g_string_append(out, "figures are missing for ");
    if (fault->series->grain == GP_GRAIN_YEAR)
        append_count(out, (days + 183) / 366, "year");
    else if (is_whole)
        append_count(out, (guint)(last - first + 1), "month");
    else
        append_count(out, days, "day");
    g_string_append(out, " of a series that otherwise has them regularly");
}

static void
describe(GString *out, const GpFault *fault)
{
    switch (fault->kind) {
    case GP_FAULT_SLIP:
        describe_slip(out, fault);
        return;
    case GP_FAULT_DOUBLED:
        append_count(out, fault->rows, "row");
        g_string_append_printf(out, " instead of %" G_GUINT64_FORMAT ", and ", fault->usual_rows);
        describe_spike(out, fault);
        return;
    case GP_FAULT_SPIKE:
        describe_spike(out, fault);
        return;
    case GP_FAULT_ZERO:
        g_string_append(out, "exactly zero");
        if (fault->n_points > 1) {
            g_string_append(out, " in ");
            append_count(out, fault->n_points, "period");
        }
        g_string_append(out, ", in a series that otherwise is not (usually ");
        append_usual(out, fault);
        g_string_append_c(out, ')');
        return;
    case GP_FAULT_NEGATIVE:
        append_amount(out, fault);
        g_string_append(out, " is below zero, in a series that otherwise is above it");
        return;
    case GP_FAULT_THIN:
        append_count(out, fault->rows, "row");
        g_string_append_printf(out, " where a month has about %" G_GUINT64_FORMAT,
                               fault->usual_rows);
        return;
    case GP_FAULT_GAP:
    case GP_FAULT_STOPPED:
        describe_gap(out, fault);
        return;
    }
}

static char *
advise(const GpFault *fault)
{
    switch (fault->kind) {
    case GP_FAULT_SLIP:
        return g_strdup("compare with the bill or the ledger; if the unit is wrong, have the file "
                        "mended and import it again");
    case GP_FAULT_DOUBLED:
        return g_strdup("look whether the same rows are in the file twice, or a correction was "
                        "added instead of taking the first figure's place");
    case GP_FAULT_SPIKE:
        return g_strdup("compare with the bill or the reading; if it is right, acknowledge it with "
                        "the reason, so that the next reader knows");
    case GP_FAULT_ZERO:
        return g_strdup("find out whether a reading is missing: many files write 0 where there is "
                        "none. If it is, ask for the figure; if it is a true zero, acknowledge it "
                        "with the reason");
    case GP_FAULT_NEGATIVE:
        return g_strdup("it is probably a credit for earlier months: find out which, and have the "
                        "figures of these months corrected instead");
    case GP_FAULT_THIN:
        return g_strdup("ask for the readings that are missing, and import the whole month again");
    case GP_FAULT_GAP:
        return g_strdup(
            "ask for the missing figures and import them; the total of this time is too "
            "low until then");
    case GP_FAULT_STOPPED:
        return g_strdup("if they should go on, ask for the figures since then. If a site was given "
                        "up, enter the month in the column closed of sites.csv; if a meter or a "
                        "contract has ended, acknowledge it with that reason");
    }
    return NULL;
}

static char *
describe_group(const Group *group)
{
    const GpFault *fault = group->faults;
    GString *out = g_string_new(NULL);

    if (group->n > 1) {
        guint n_activities = count_activities(group);

        if (group->scope == OF_SITE) {
            g_string_append_printf(out, "%u activities at the same time: ", n_activities);
        } else if (n_activities > 1) {
            append_count(out, group->n, "series");
            g_string_truncate(out, out->len - 1);
            g_string_append_printf(out, " of %u activities at the same time: ", n_activities);
        } else {
            g_string_append_printf(out, "%u sites at the same time: ", group->n);
        }
        if (!is_gap(fault))
            g_string_append_printf(out, "for example %s%s%s: ", fault->series->stream->activity,
                                   *fault->series->stream->site == '\0' ? "" : " at ",
                                   fault->series->stream->site);
    }
    describe(out, fault);
    return g_string_free(out, FALSE);
}

static void
write_group(GpCheck *self, const Group *group)
{
    const GpFault *fault = group->faults;
    const GpStream *stream = fault->series->stream;
    gboolean has_one_activity = count_activities(group) == 1;
    GpFindingPlace place = {.code = kinds[fault->kind].code,
                            .source = stream->source,
                            .activity = has_one_activity ? stream->activity : NULL,
                            .site = group->n == 1 || group->scope == OF_SITE ? stream->site : NULL,
                            .subject =
                                group->n == 1 ? gp_unit_name(stream->units, stream->kind) : NULL,
                            .period = fault->span,
                            .is_open = fault->is_open};

    gp_check_add_finding(self, &place,
                         fault->kind == GP_FAULT_GAP && group->n == 1 && is_small(self, fault)
                             ? GP_SEVERITY_WARNING
                             : kinds[fault->kind].severity,
                         describe_group(group), advise(fault));
}

/* Writes of what ends, or is missing, in the same days: sites of which most is. Returns: the rest
 */
static GArray *
write_sites(GpCheck *self, const GpFault *faults, guint n)
{
    GArray *rest = g_array_new(FALSE, FALSE, sizeof(GpFault));
    g_autoptr(GHashTable) told = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < n; i++) {
        const char *site = faults[i].series->stream->site;
        g_autoptr(GArray) at_site = g_array_new(FALSE, FALSE, sizeof(GpFault));
        Group group;

        if (g_hash_table_contains(told, site))
            continue;
        for (guint k = i; is_gap(faults) && *site != '\0' && k < n; k++) {
            if (g_str_equal(faults[k].series->stream->site, site))
                g_array_append_val(at_site, faults[k]);
        }
        group = (Group){(const GpFault *)(const void *)at_site->data, at_site->len, OF_SITE};
        if (at_site->len > 1 && count_activities(&group) > 1 && is_together(self, &group)) {
            write_group(self, &group);
            g_hash_table_add(told, (gpointer)site);
        } else {
            g_array_append_val(rest, faults[i]);
        }
    }
    return rest;
}

/* Faults of one cause in one activity: together if most of its sites have them, else each. */
static void
write_activity(GpCheck *self, const GpFault *faults, guint n)
{
    Group group = {faults, n, OF_ACTIVITY};

    if (is_together(self, &group)) {
        write_group(self, &group);
        return;
    }
    for (guint i = 0; i < n; i++)
        write_group(self, &(Group){faults + i, 1, OF_ACTIVITY});
}

static void
write_cause(GpCheck *self, const GpFault *faults, guint n)
{
    Group group = {faults, n, OF_SOURCE};
    g_autoptr(GArray) rest = NULL;

    if (is_together(self, &group)) {
        write_group(self, &group);
        return;
    }
    rest = write_sites(self, faults, n);
    faults = (const GpFault *)(const void *)rest->data;
    for (guint first = 0, end; first < rest->len; first = end) {
        end = first + 1;
        while (end < rest->len && g_str_equal(faults[end].series->stream->activity,
                                              faults[first].series->stream->activity))
            end++;
        write_activity(self, faults + first, end - first);
    }
}

void
gp_faults_write(GpCheck *self)
{
    const GpFault *faults = (const GpFault *)(const void *)self->faults->data;
    guint n = self->faults->len;

    g_array_sort(self->faults, compare_faults);
    for (guint first = 0, end; first < n; first = end) {
        end = first + 1;
        while (end < n && compare_causes(&faults[first], &faults[end]) == 0)
            end++;
        write_cause(self, faults + first, end - first);
    }
}
