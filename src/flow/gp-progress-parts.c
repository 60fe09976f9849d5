/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-error.h"
#include "gp-flow-private.h"
#include "gp-text.h"
#include "gp-track.h"

static gboolean
is_given(const char *text)
{
    return text != NULL && *text != '\0';
}

gboolean
gp_target_is_of_part(const GpTarget *target)
{
    return is_given(target->category);
}

static void
take_from_action(GpTarget *target, const GpCsvTable *actions, guint row)
{
    const char *site = gp_csv_table_cell(actions, row, gp_csv_table_column(actions, "site"));

    g_free(target->category);
    target->category =
        g_strdup(gp_csv_table_cell(actions, row, gp_csv_table_column(actions, "category")));
    if (is_given(target->site))
        return;
    g_free(target->site);
    target->site = g_strdup(site);
}

static gboolean
follow_action(GpTarget *target, const GpCsvTable *actions, GError **error)
{
    int id = actions == NULL ? -1 : gp_csv_table_column(actions, "id");

    for (guint row = 0; id >= 0 && row < gp_csv_table_n_rows(actions); row++) {
        if (!g_str_equal(gp_csv_table_cell(actions, row, id), target->action))
            continue;
        take_from_action(target, actions, row);
        return TRUE;
    }
    return gp_throw(error, GP_ERROR_MISSING,
                    "the target “%s” is to be reached by the action “%s”, which is not in "
                    "actions.csv",
                    target->name, target->action);
}

gboolean
gp_targets_follow_actions(const GPtrArray *targets, const char *actions, GError **error)
{
    g_autoptr(GpCsvTable) table = NULL;

    for (guint i = 0; i < targets->len; i++) {
        GpTarget *target = g_ptr_array_index(targets, i);

        if (!is_given(target->action) || is_given(target->category))
            continue;
        if (table == NULL && actions != NULL && (table = gp_csv_table_load(actions, error)) == NULL)
            return FALSE;
        if (!follow_action(target, table, error))
            return FALSE;
    }
    return TRUE;
}

GpWithin
gp_target_within(const GpTarget *target)
{
    return g_str_equal(target->boundary, "ncf")    ? GP_WITHIN_NCF
           : g_str_equal(target->boundary, "plus") ? GP_WITHIN_PLUS
                                                   : GP_WITHIN_ALL;
}

static gboolean
is_about(const GpTarget *target, const GpEmissionRow *row, int site_place)
{
    return (!is_given(target->category) || g_str_equal(row->labels[1], target->category)) &&
           (site_place < 0 || g_str_equal(row->labels[site_place], target->site));
}

GpEmissions *
gp_target_convert(const GpBook *book,
                  const GpConvertOptions *options,
                  const GpTarget *target,
                  GpIssueList *issues,
                  GError **error)
{
    GpConvertOptions filled = *options;
    GpEmissions *emissions;
    int site_place = -1;
    guint n_kept = 0;

    filled.within = gp_target_within(target);
    if (is_given(target->site)) {
        site_place = (int)filled.by.n;
        filled.by.list[filled.by.n++] = GP_BY_SITE;
    }
    emissions = gp_book_convert(book, &filled, issues, error);
    if (emissions == NULL)
        return NULL;
    for (guint i = 0; i < emissions->rows->len; i++) {
        GpEmissionRow row = g_array_index(emissions->rows, GpEmissionRow, i);

        if (is_about(target, &row, site_place))
            g_array_index(emissions->rows, GpEmissionRow, n_kept++) = row;
    }
    g_array_set_size(emissions->rows, n_kept);
    if (!is_given(target->category) && site_place < 0)
        return emissions;
    emissions->matches = (GpMatchCount){{0}}; /* they were counted over everything */
    if (n_kept > 0)
        return emissions;
    gp_emissions_free(emissions);
    return gp_throw_null(error, GP_ERROR_MISSING, "there are no emissions of %s%s%s%s%s",
                         is_given(target->category) ? "“" : "",
                         is_given(target->category) ? target->category : "",
                         is_given(target->category) ? "”" : "",
                         site_place < 0               ? ""
                         : is_given(target->category) ? " at the site "
                                                      : "the site ",
                         site_place < 0 ? "" : target->site);
}

/* The total of one category or site in one year, and the months behind it. */
typedef struct {
    GpInt128 kg;
    guint months; /* a bit each */
} Sum;

/* A bit for the month of a label as in 2019-04. */
static guint
month_bit(const char *label)
{
    return 1U << g_ascii_strtoull(label + strlen("2019-"), NULL, 10);
}

static int
first_fy(const GArray *years)
{
    return g_array_index(years, GpTrackYear, 0).fy;
}

/* The sums of each label at @place by year; the emissions begin with year, category and month.
 * Returns: (element-type utf8 Sum array) */
static GHashTable *
sum_by(const GArray *track, const GpEmissions *emissions, int place)
{
    GHashTable *sums = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);

    for (guint i = 0; i < emissions->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(emissions->rows, GpEmissionRow, i);
        Sum *years = g_hash_table_lookup(sums, row->labels[place]);
        int fy;

        gp_fy_parse(row->labels[0], &fy);
        if (years == NULL) {
            years = g_new0(Sum, track->len);
            g_hash_table_insert(sums, (gpointer)row->labels[place], years);
        }
        years[fy - first_fy(track)].kg += row->kg_co2e;
        years[fy - first_fy(track)].months |= month_bit(row->labels[2]);
    }
    return sums;
}

static GpTrajectoryPart
make_part(const GArray *track, const char *name, const Sum *sums, int places, const GpTarget *of)
{
    GpTrajectoryPart part = {gp_text_printable(name, strlen(name), G_MAXUINT),
                             g_new(GpTrackYear, track->len), track->len, NULL};
    int base = of->baseline_fy - first_fy(track);
    int n_needed =
        base >= 0 && base < (int)part.n_years ? __builtin_popcount(sums[base].months) : 0;
    GpTarget own = *of;

    for (guint i = 0; i < part.n_years; i++) {
        const GpTrackYear *total = &g_array_index(track, GpTrackYear, i);

        part.years[i] =
            (GpTrackYear){.fy = total->fy,
                          .kg = sums[i].months == 0 ? NAN : gp_number_to_double(sums[i].kg, places),
                          .is_comparable = total->is_comparable &&
                                           __builtin_popcount(sums[i].months) >= n_needed};
    }
    own.baseline_kg = NAN;
    part.trajectory = gp_track(part.years, part.n_years, &own, NULL);
    return part;
}

static double
latest_kg(const GpTrajectoryPart *part)
{
    return part->trajectory == NULL || isnan(part->trajectory->latest_kg)
               ? -INFINITY
               : part->trajectory->latest_kg;
}

static int
compare_parts(gconstpointer a, gconstpointer b)
{
    double x = latest_kg(a), y = latest_kg(b);

    return x > y   ? -1
           : x < y ? 1
                   : g_strcmp0(((const GpTrajectoryPart *)a)->name,
                               ((const GpTrajectoryPart *)b)->name);
}

/* The parts by a label, the largest first. Returns: (transfer full) (element-type
 * GpTrajectoryPart) */
static GArray *
parts_by(const GArray *track, const GpEmissions *emissions, int place, const GpTarget *target)
{
    g_autoptr(GHashTable) sums = sum_by(track, emissions, place);
    GArray *parts = g_array_new(FALSE, FALSE, sizeof(GpTrajectoryPart));
    GHashTableIter iter;
    gpointer name, years;

    g_hash_table_iter_init(&iter, sums);
    while (g_hash_table_iter_next(&iter, &name, &years)) {
        GpTrajectoryPart part = make_part(track, name, years, emissions->kg_places, target);

        g_array_append_val(parts, part);
    }
    g_array_sort(parts, compare_parts);
    return parts;
}

void
gp_progress_add_parts(GpProgress *self, const GpEmissions *emissions, const GpTarget *target)
{
    GpTrajectory *trajectory = self->trajectory;
    GArray *parts;

    if (self->years->len == 0)
        return;
    parts = parts_by(self->years, emissions, 1, target);
    trajectory->n_parts = parts->len;
    trajectory->parts = (GpTrajectoryPart *)(void *)g_array_free(parts, FALSE);
}

gboolean
gp_progress_parts_by_site(const GpBook *book,
                          const GpConvertOptions *options,
                          const GpTarget *target,
                          const GArray *years,
                          GArray *out_parts,
                          GpIssueList *issues,
                          GError **error)
{
    GpConvertOptions filled = *options;
    g_autoptr(GpEmissions) emissions = NULL;
    g_autoptr(GArray) parts = NULL;

    filled.by = gp_category_years_by;
    filled.by.list[filled.by.n] = GP_BY_SITE;
    if (*target->site == '\0')
        filled.by.n++; /* else it is added there */
    emissions = gp_target_convert(book, &filled, target, issues, error);
    if (emissions == NULL)
        return FALSE;
    if (years->len == 0)
        return TRUE;
    parts = parts_by(years, emissions, (int)gp_category_years_by.n, target);
    g_array_append_vals(out_parts, parts->data, parts->len);
    return TRUE;
}
