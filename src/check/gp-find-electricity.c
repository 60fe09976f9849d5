/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-find-private.h"

/*
 * Sites that have figures, but none of electricity: at no time, or in a financial year.
 */

#define ELECTRICITY "electricity"
#define MIN_SITES 4      /* before most of them says anything of the others */
#define MAX_WITHOUT 0.25 /* of the sites: otherwise it is another source that has it */
#define N_FYS (GP_LAST_YEAR - GP_FIRST_YEAR + 2)

/* What a source has of a site, above zero. */
typedef struct {
    const char *name;
    const GpStream *electricity; /* (nullable): the stream, if it is above zero at any time */
    guint8 has[N_FYS];           /* by financial year: bits of HAS_ */
} Site;

enum { HAS_ELECTRICITY = 1, HAS_YEARLY = 2 /* figures that are given by the year */ };

static guint
index_of_fy(GpDay day)
{
    return (guint)(gp_fy_of_day(day) - (GP_FIRST_YEAR - 1));
}

static void
add_series(Site *site, const GpSeries *series, gboolean is_electricity)
{
    for (guint i = 0; i < series->points->len; i++) {
        const GpPoint *point = gp_series_point(series, i);
        guint last = index_of_fy(point->span.last);

        if (point->quantity <= 0)
            continue;
        if (is_electricity)
            site->electricity = series->stream;
        for (guint fy = index_of_fy(point->span.first); fy <= last; fy++)
            site->has[fy] |= (is_electricity ? HAS_ELECTRICITY : 0) |
                             (series->grain == GP_GRAIN_YEAR ? HAS_YEARLY : 0);
    }
}

static int
compare_sites(gconstpointer a, gconstpointer b)
{
    const Site *x = *(Site *const *)a, *y = *(Site *const *)b;

    return strcmp(x->name, y->name);
}

/* The sites of the streams @first to @end, of one source. Transfer container and elements. */
static GPtrArray *
gather_sites(const GpCheck *self, guint first, guint end)
{
    GPtrArray *sites = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) by_name = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = first; i < end; i++) {
        const GpStream *stream = gp_check_stream(self, i);
        Site *site = g_hash_table_lookup(by_name, stream->site);

        if (*stream->site == '\0')
            continue;
        if (site == NULL) {
            site = g_new0(Site, 1);
            site->name = stream->site;
            g_hash_table_insert(by_name, (gpointer)stream->site, site);
            g_ptr_array_add(sites, site);
        }
        for (guint grain = 0; grain < GP_N_GRAINS; grain++)
            add_series(site, &stream->series[grain], g_str_equal(stream->activity, ELECTRICITY));
    }
    g_ptr_array_sort(sites, compare_sites);
    return sites;
}

static void
add_without(GpCheck *self, const GpFindingPlace *place, GPtrArray *without, guint n_sites)
{
    gboolean is_year = place->period.first <= place->period.last;
    GpFindingPlace complete = *place;
    g_autofree char *list = NULL;

    g_ptr_array_add(without, NULL);
    list = g_strjoinv(", ", (char **)without->pdata);
    complete.code = "no-electricity";
    complete.activity = ELECTRICITY;
    complete.subject = list;
    gp_check_add_finding(
        self, &complete, GP_SEVERITY_WARNING,
        g_strdup_printf("%u of %u sites %s other figures%s, but none of electricity%s: %s",
                        without->len - 1, n_sites, without->len == 2 ? "has" : "have",
                        is_year ? " of this year" : "",
                        is_year ? ", though other years have it" : "", list),
        g_strdup(is_year ? "every building uses some: ask whether it was left out, or filed in "
                           "another column or at another site; until then the total of the year "
                           "is too low"
                         : "every building uses some: ask who pays for it there. If it is in "
                           "another site's bill, acknowledge it and say which"));
}

/* A source that has electricity at most of its sites should have it at all. */
static void
check_ever(GpCheck *self, const char *source, const GPtrArray *sites)
{
    g_autoptr(GPtrArray) without = g_ptr_array_new();
    GpFindingPlace place = {.source = source, .period = GP_NO_PERIOD};

    for (guint i = 0; i < sites->len; i++) {
        const Site *site = g_ptr_array_index(sites, i);

        if (site->electricity == NULL)
            g_ptr_array_add(without, (gpointer)site->name);
    }
    if (without->len > 0 && sites->len >= MIN_SITES && without->len < MAX_WITHOUT * sites->len)
        add_without(self, &place, without, sites->len);
}

/* Whether a fault of the series itself tells about these days. */
static gboolean
is_told(const GpCheck *self, const GpStream *stream, GpSpan span)
{
    for (guint i = 0; i < self->faults->len; i++) {
        const GpFault *fault = &g_array_index(self->faults, GpFault, i);

        if (fault->series->stream == stream && fault->span.first <= span.last &&
            span.first <= fault->span.last)
            return TRUE;
    }
    return FALSE;
}

/* Yearly figures are too few for their own history to show what a year lacks. */
static void
check_year(GpCheck *self, const char *source, const GPtrArray *sites, guint fy)
{
    g_autoptr(GPtrArray) without = g_ptr_array_new();
    GpFindingPlace place = {.source = source, .period = gp_fy_span((int)fy + GP_FIRST_YEAR - 1)};
    guint n_sites = 0, n_with = 0;

    for (guint i = 0; i < sites->len; i++) {
        const Site *site = g_ptr_array_index(sites, i);

        if ((site->has[fy] & HAS_YEARLY) == 0)
            continue;
        n_sites++;
        if ((site->has[fy] & HAS_ELECTRICITY) != 0)
            n_with++;
        else if (site->electricity != NULL && !is_told(self, site->electricity, place.period))
            g_ptr_array_add(without, (gpointer)site->name);
    }
    if (without->len > 0 && n_with > 0)
        add_without(self, &place, without, n_sites);
}

void
gp_find_electricity(GpCheck *self)
{
    guint n = self->streams->streams->len;

    for (guint first = 0, end; first < n; first = end) {
        const char *source = gp_check_stream(self, first)->source;
        g_autoptr(GPtrArray) sites = NULL;

        for (end = first; end < n && g_str_equal(gp_check_stream(self, end)->source, source);)
            end++;
        sites = gather_sites(self, first, end);
        check_ever(self, source, sites);
        for (guint fy = 0; fy < N_FYS; fy++)
            check_year(self, source, sites, fy);
    }
}
