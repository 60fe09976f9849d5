/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-find-private.h"

/*
 * Two sources that give the same activity of the same site for the same days: both are counted.
 */

#define MIN_DIGITS 5      /* of equal figures together: then they are not equal by chance */
#define NEAR_SHARE 0.05   /* two counts of one thing differ by less */
#define MIN_NEAR_MONTHS 3 /* near figures, before nearness is more than chance */
#define MIN_NEAR_PART 0.8 /* of the periods that both have */
#define MIN_COVERED 0.9   /* of a longer period, before its parts stand for it */

/* What two sources have in common of one activity. */
typedef struct {
    const GpStream *a, *b;
    guint n_both; /* periods that both have */
    guint n_same; /* exactly the same quantity */
    guint n_near;
    guint n_digits; /* of those that are the same */
    guint n_sites;
    const char *site;
    gboolean has_longer; /* a quarter or a year is among them */
    double quantity;     /* that counts twice */
    GpSpan span;
} Overlap;

static guint
count_digits(GpInt128 value)
{
    guint n = 0;

    for (value = value < 0 ? -value : value; value != 0 && value % 10 == 0;)
        value /= 10;
    for (; value != 0; value /= 10)
        n++;
    return n;
}

/* What @stream has within the days of a point of another source, if it has nearly all of them. */
static gboolean
sum_within(const GpStream *stream, GpSpan span, GpInt128 *out_sum)
{
    double days = 0;

    *out_sum = 0;
    for (guint grain = 0; grain < GP_N_GRAINS; grain++) {
        const GpSeries *series = &stream->series[grain];

        for (guint i = 0; i < series->points->len; i++) {
            const GpPoint *point = gp_series_point(series, i);

            if (point->span.first < span.first || point->span.last > span.last)
                continue;
            *out_sum += point->quantity;
            days += point->days;
        }
    }
    return days >= MIN_COVERED * (span.last - span.first + 1);
}

static void
compare_point(Overlap *overlap, const GpSeries *series, const GpPoint *point, const GpStream *other)
{
    GpInt128 there;
    double a, b;

    if (point->quantity <= 0 || !sum_within(other, point->span, &there) || there <= 0)
        return;
    a = gp_point_quantity(point);
    b = gp_number_to_double(there, GP_STREAM_PLACES);
    overlap->n_both++;
    if (fabs(log(a / b)) > NEAR_SHARE)
        return;
    overlap->n_near++;
    overlap->has_longer |= series->grain != GP_GRAIN_MONTH;
    overlap->quantity += MIN(a, b);
    if (there == point->quantity) {
        overlap->n_same++;
        overlap->n_digits += count_digits(there);
    }
    if (overlap->span.last < overlap->span.first)
        overlap->span = point->span;
    overlap->span.first = MIN(overlap->span.first, point->span.first);
    overlap->span.last = MAX(overlap->span.last, point->span.last);
}

/* Periods of @a against what @b has in them; the same grain is compared once only. */
static void
compare_streams(Overlap *overlap, const GpStream *a, const GpStream *b)
{
    guint n_near = overlap->n_near;

    for (guint grain = 0; grain < GP_N_GRAINS; grain++) {
        const GpSeries *here = &a->series[grain], *there = &b->series[grain];

        for (guint i = 0; i < here->points->len; i++)
            compare_point(overlap, here, gp_series_point(here, i), b);
        for (guint i = 0;
             grain != GP_GRAIN_MONTH && here->points->len == 0 && i < there->points->len; i++)
            compare_point(overlap, there, gp_series_point(there, i), a);
    }
    if (overlap->n_near > n_near) {
        overlap->site = overlap->n_sites == 0 ? a->site : "";
        overlap->n_sites++;
    }
}

static gboolean
is_telling(const Overlap *overlap)
{
    if (overlap->n_same > 0 && overlap->n_digits >= MIN_DIGITS)
        return TRUE;
    return overlap->n_near >= MIN_NEAR_PART * overlap->n_both &&
           (overlap->has_longer || overlap->n_near >= MIN_NEAR_MONTHS) && overlap->n_near > 0;
}

static gboolean
is_same(const Overlap *overlap)
{
    return overlap->n_same > 0 && overlap->n_digits >= MIN_DIGITS;
}

/* Adds up what two sources have in common of several activities. */
static Overlap
sum_up(const Overlap *overlaps, guint n)
{
    Overlap sum = overlaps[0];

    for (guint i = 1; i < n; i++) {
        sum.n_same += overlaps[i].n_same;
        sum.n_near += overlaps[i].n_near;
        sum.n_sites = MAX(sum.n_sites, overlaps[i].n_sites);
        sum.site = g_str_equal(sum.site, overlaps[i].site) ? sum.site : "";
        sum.span.first = MIN(sum.span.first, overlaps[i].span.first);
        sum.span.last = MAX(sum.span.last, overlaps[i].span.last);
    }
    return sum;
}

static char *
describe(const Overlap *sum, guint n_activities)
{
    GString *out = g_string_new(NULL);

    if (is_same(sum))
        g_string_append_printf(out, "%u figure%s of “%s” %s in “%s” too, to the last digit",
                               sum->n_same, sum->n_same == 1 ? "" : "s", sum->a->source,
                               sum->n_same == 1 ? "stands" : "stand", sum->b->source);
    else
        g_string_append_printf(out, "“%s” and “%s” have nearly the same figures for %u period%s",
                               sum->a->source, sum->b->source, sum->n_near,
                               sum->n_near == 1 ? "" : "s");
    if (n_activities > 1)
        g_string_append_printf(out, " (%u activities, %u site%s)", n_activities, sum->n_sites,
                               sum->n_sites == 1 ? "" : "s");
    else if (sum->n_sites > 1)
        g_string_append_printf(out, " (%u sites)", sum->n_sites);
    g_string_append(out, is_same(sum) ? "; " : "; perhaps ");
    if (n_activities > 1)
        g_string_append(out, "they");
    else
        gp_append_quantity(out, sum->a, sum->quantity, TRUE);
    g_string_append(out, " count twice");
    return g_string_free(out, FALSE);
}

/* What two sources have in common, be it one activity or several. */
static void
add_copy(GpCheck *self, const Overlap *overlaps, guint n)
{
    const Overlap sum = sum_up(overlaps, n);
    g_autofree char *sources = g_strdup_printf("%s + %s", sum.a->source, sum.b->source);
    GpFindingPlace place = {.code = is_same(&sum) ? "same-figures" : "two-sources",
                            .source = sources,
                            .activity = n == 1 ? sum.a->activity : NULL,
                            .site = sum.site,
                            .period = sum.span};

    gp_check_add_finding(
        self, &place, is_same(&sum) ? GP_SEVERITY_ERROR : GP_SEVERITY_WARNING, describe(&sum, n),
        g_strdup("find out which source is the right one for these days, and leave the rows of the "
                 "other out of the figures with a line in set-aside.csv, or stop importing it"));
}

static int
compare_by_activity(gconstpointer a, gconstpointer b)
{
    const GpStream *x = *(GpStream *const *)a, *y = *(GpStream *const *)b;
    int order = strcmp(x->activity, y->activity);

    order = order != 0 ? order : (x->kind > y->kind) - (x->kind < y->kind);
    order = order != 0 ? order : strcmp(x->source, y->source);
    return order != 0 ? order : strcmp(x->site, y->site);
}

static gboolean
is_same_list(const GpStream *a, const GpStream *b)
{
    return a->kind == b->kind && g_str_equal(a->activity, b->activity) &&
           g_str_equal(a->source, b->source);
}

/* Two lists of streams of one activity, each of one source and by site. */
static void
compare_lists(GArray *overlaps,
              GpStream *const *a,
              GpStream *const *a_end,
              GpStream *const *b,
              GpStream *const *b_end)
{
    Overlap overlap = {.a = *a, .b = *b, .span = GP_NO_PERIOD};

    while (a < a_end && b < b_end) {
        int order = strcmp((*a)->site, (*b)->site);

        if (order == 0)
            compare_streams(&overlap, *a, *b);
        a += order <= 0;
        b += order >= 0;
    }
    if (is_telling(&overlap))
        g_array_append_val(overlaps, overlap);
}

static GpStream *const *
end_of_list(GpStream *const *list, GpStream *const *end)
{
    GpStream *const *at = list;

    while (at < end && is_same_list(*list, *at))
        at++;
    return at;
}

/* Same figures apart from near ones, by source; activities keep their order. */
static int
compare_overlaps(gconstpointer x, gconstpointer y)
{
    const Overlap *a = x, *b = y;
    int order = is_same(b) - is_same(a);

    order = order != 0 ? order : strcmp(a->a->source, b->a->source);
    order = order != 0 ? order : strcmp(a->b->source, b->b->source);
    order = order != 0 ? order : strcmp(a->a->activity, b->a->activity);
    return order != 0 ? order : (a->a->kind > b->a->kind) - (a->a->kind < b->a->kind);
}

static gboolean
is_same_pair(const Overlap *a, const Overlap *b)
{
    return is_same(a) == is_same(b) && g_str_equal(a->a->source, b->a->source) &&
           g_str_equal(a->b->source, b->b->source);
}

static void
write_overlaps(GpCheck *self, GArray *overlaps)
{
    const Overlap *all = (const Overlap *)(const void *)overlaps->data;

    g_array_sort(overlaps, compare_overlaps);
    for (guint first = 0, end; first < overlaps->len; first = end) {
        for (end = first + 1; end < overlaps->len && is_same_pair(&all[first], &all[end]);)
            end++;
        add_copy(self, &all[first], end - first);
    }
}

void
gp_find_copies(GpCheck *self)
{
    g_autoptr(GPtrArray) sorted = g_ptr_array_copy(self->streams->streams, NULL, NULL);
    g_autoptr(GArray) overlaps = g_array_new(FALSE, FALSE, sizeof(Overlap));
    GpStream *const *end;

    if (sorted->len == 0)
        return;
    g_ptr_array_set_free_func(sorted, NULL);
    g_ptr_array_sort(sorted, compare_by_activity);
    end = (GpStream *const *)sorted->pdata + sorted->len;
    for (GpStream *const *a = (GpStream *const *)sorted->pdata; a < end;) {
        GpStream *const *a_end = end_of_list(a, end), *const *b = a_end;

        while (b < end && (*b)->kind == (*a)->kind && g_str_equal((*b)->activity, (*a)->activity)) {
            GpStream *const *b_end = end_of_list(b, end);

            if (!gp_check_is_uncounted(self, (*a)->source) &&
                !gp_check_is_uncounted(self, (*b)->source))
                compare_lists(overlaps, a, a_end, b, b_end);
            b = b_end;
        }
        a = a_end;
    }
    write_overlaps(self, overlaps);
}
