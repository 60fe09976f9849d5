/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-find-private.h"
#include "gp-text.h"

/*
 * Sources that are late, never came or are ahead of time, files with refused rows, sites that
 * nobody knows.
 */

#define SHOWN_DIGITS 12 /* of a SHA-256 */

/* Days in a period, and after it until its data are late: a bill takes a month, a yearly return
 * is published months after its year. */
static const struct {
    const char *name;
    int days, grace;
} every_days[] = {
    [GP_EVERY_DAY] = {"day", 1, 3},       [GP_EVERY_WEEK] = {"week", 7, 7},
    [GP_EVERY_MONTH] = {"month", 31, 31}, [GP_EVERY_QUARTER] = {"quarter", 92, 45},
    [GP_EVERY_YEAR] = {"year", 366, 123},
};

static void
extend(GpDay *last, GpDay day)
{
    *last = MAX(*last, day);
}

/* The last day that is known from a source, or -1. Of days that have not come yet nothing is known.
 */
static GpDay
last_day_of(const GpCheck *self, const char *source)
{
    GpDay last = -1;

    for (guint i = 0; i < self->input->n_originals; i++) {
        const GpCheckOriginal *original = &self->input->originals[i];

        if (g_str_equal(original->source, source) && original->days.last <= self->input->today)
            extend(&last, original->days.last);
    }
    for (guint i = 0; i < self->streams->streams->len; i++) {
        if (g_str_equal(gp_check_stream(self, i)->source, source))
            extend(&last, gp_check_stream(self, i)->span.last);
    }
    return last;
}

static gboolean
has_original(const GpCheck *self, const char *source)
{
    for (guint i = 0; i < self->input->n_originals; i++) {
        if (g_str_equal(self->input->originals[i].source, source))
            return TRUE;
    }
    return FALSE;
}

static void
check_source(GpCheck *self, const GpCheckSource *source)
{
    GpDay last = last_day_of(self, source->name);
    GpFindingPlace place = {.source = source->name, .period = GP_NO_PERIOD};
    char day[16];

    if (last < 0 && !has_original(self, source->name)) {
        place.code = "never-came";
        gp_check_add_finding(self, &place, GP_SEVERITY_WARNING,
                             g_strdup("the settings name this source, but nothing has ever come "
                                      "from it"),
                             g_strdup_printf("bring its data in (greenplan import FILE --source "
                                             "%s), or take its group out of greenplan.ini",
                                             source->name));
        return;
    }
    if (last < 0 || source->every == GP_EVERY_UNKNOWN ||
        self->input->today <=
            last + every_days[source->every].days + every_days[source->every].grace)
        return;
    place.code = "stale";
    place.period = (GpSpan){last + 1, self->input->today};
    place.is_open = TRUE;
    gp_day_print(last, day);
    gp_check_add_finding(self, &place, GP_SEVERITY_WARNING,
                         g_strdup_printf("its data end on %s, %d days ago; they should come every "
                                         "%s",
                                         day, self->input->today - last,
                                         every_days[source->every].name),
                         g_strdup("ask whoever delivers it, or look whether its pull fails"));
}

/* @futures: of one source */
static void
add_future(GpCheck *self, const GpFuture *futures, guint n)
{
    GpFindingPlace place = {.code = "future",
                            .source = futures->source,
                            .activity = futures->activity,
                            .site = futures->site,
                            .period = futures->span};
    guint64 rows = 0;
    char today[16];

    for (guint i = 0; i < n; i++) {
        if (!g_str_equal(futures[i].activity, futures->activity))
            place.activity = NULL;
        if (!g_str_equal(futures[i].site, futures->site))
            place.site = NULL;
        place.period.first = MIN(place.period.first, futures[i].span.first);
        place.period.last = MAX(place.period.last, futures[i].span.last);
        rows += futures[i].rows;
    }
    gp_day_print(self->input->today, today);
    gp_check_add_finding(self, &place, GP_SEVERITY_ERROR,
                         g_strdup_printf("%" G_GUINT64_FORMAT " row%s of days after %s, the day of "
                                         "this check",
                                         rows, rows == 1 ? "" : "s", today),
                         g_strdup("look whether the year is a slip, and have the file mended and "
                                  "import it again; forecasts do not belong among the figures"));
}

static void
check_future(GpCheck *self)
{
    const GpFuture *futures = (const GpFuture *)(const void *)self->streams->future->data;
    guint n = self->streams->future->len;

    for (guint first = 0, end; first < n; first = end) {
        end = first + 1;
        while (end < n && g_str_equal(futures[end].source, futures[first].source))
            end++;
        add_future(self, futures + first, end - first);
    }
}

static void
check_refused(GpCheck *self, const GpCheckOriginal *original)
{
    GpFindingPlace place = {.code = "refused-rows",
                            .source = original->source,
                            .subject = original->sha256,
                            .period = original->days};
    g_autofree char *name = gp_text_printable(original->name, strlen(original->name), 120);

    if (original->refused == 0 || (original->rows == 0 && original->superseded > 0))
        return;
    gp_check_add_finding(
        self, &place, GP_SEVERITY_ERROR,
        g_strdup_printf("%" G_GUINT64_FORMAT " row%s of %s %s missing from the figures",
                        original->refused, original->refused == 1 ? "" : "s", name,
                        original->refused == 1 ? "was refused and is" : "were refused and are"),
        g_strdup_printf("see which rows and why with “greenplan originals %.*s”, mend them where "
                        "they come from, and import the mended file",
                        SHOWN_DIGITS, original->sha256));
}

static gboolean
is_known_site(const GpCheckInput *input, const char *site)
{
    for (guint i = 0; i < input->n_sites; i++) {
        if (g_str_equal(input->sites[i].code, site))
            return TRUE;
    }
    return FALSE;
}

static void
add_unknown_site(GpCheck *self, const char *source, const char *site)
{
    GpFindingPlace place = {.code = "unknown-site",
                            .source = source,
                            .site = site,
                            .period = GP_NO_PERIOD};
    g_autofree const char **codes = g_new(const char *, self->input->n_sites);
    const char *near;

    for (guint i = 0; i < self->input->n_sites; i++)
        codes[i] = self->input->sites[i].code;
    near = gp_text_closest(site, codes, self->input->n_sites);
    gp_check_add_finding(
        self, &place, GP_SEVERITY_WARNING,
        near == NULL ? g_strdup("sites.csv has no such site")
                     : g_strdup_printf("sites.csv has no such site; did you mean “%s”?", near),
        g_strdup("add the site to sites.csv, or mend its code where the file comes "
                 "from; until then its figures stand apart from the site's"));
}

/* Streams are by source, so the sites of one source follow one another but for the activities. */
static void
check_sites(GpCheck *self)
{
    guint n = self->streams->streams->len;

    for (guint first = 0, end; first < n; first = end) {
        const char *source = gp_check_stream(self, first)->source;
        g_autoptr(GPtrArray) sites = g_ptr_array_new();

        for (end = first; end < n && g_str_equal(gp_check_stream(self, end)->source, source); end++)
            g_ptr_array_add(sites, (gpointer)gp_check_stream(self, end)->site);
        g_ptr_array_sort(sites, gp_text_compare);
        for (guint i = 0; i < sites->len; i++) {
            const char *site = g_ptr_array_index(sites, i);

            if (*site != '\0' && (i == 0 || !g_str_equal(site, g_ptr_array_index(sites, i - 1))) &&
                !is_known_site(self->input, site))
                add_unknown_site(self, source, site);
        }
    }
}

void
gp_find_sources(GpCheck *self)
{
    for (guint i = 0; i < self->input->n_sources; i++)
        check_source(self, &self->input->sources[i]);
    for (guint i = 0; i < self->input->n_originals; i++)
        check_refused(self, &self->input->originals[i]);
    check_future(self);
    if (self->input->n_sites > 0)
        check_sites(self);
}
