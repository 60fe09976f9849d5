/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-emissions.h"
#include "gp-error.h"
#include "gp-restate-private.h"
#include "gp-track.h"

#define HUNDRED_PERCENT (100 * GP_MICRO)

static void
causes_free(gpointer data)
{
    GpRowCauses *self = data;

    g_hash_table_unref(self->sources);
    g_hash_table_unref(self->old_editions);
    g_hash_table_unref(self->new_editions);
    g_free(self);
}

static GpRowCauses *
causes_new(void)
{
    GpRowCauses *self = g_new0(GpRowCauses, 1);

    self->sources = g_hash_table_new(g_str_hash, g_str_equal);
    self->old_editions = g_hash_table_new(g_str_hash, g_str_equal);
    self->new_editions = g_hash_table_new(g_str_hash, g_str_equal);
    return self;
}

/* ---- lines by their places ---- */

static char *
place_of(const GpPublishedLine *line)
{
    return g_strdup_printf("%d\x1f%s\x1f%s\x1f%s", line->fy, line->boundary, line->category,
                           line->activity);
}

static char *
activity_of(const GpPublishedLine *line)
{
    return g_strdup_printf("%d\x1f%s", line->fy, line->activity);
}

/* Names from outside may have become the same when they were made printable: the second line of a
 * place then has a place of its own. */
static void
index_lines(const GpPublication *publication, GHashTable **out_places, GHashTable **out_activities)
{
    *out_places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    *out_activities = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < publication->lines->len; i++) {
        GpPublishedLine *line = &g_array_index(publication->lines, GpPublishedLine, i);
        char *place = place_of(line);

        while (g_hash_table_contains(*out_places, place)) {
            char *next = g_strconcat(place, "\x1f", NULL);

            g_free(place);
            place = next;
        }
        g_hash_table_insert(*out_places, place, line);
        g_hash_table_replace(*out_activities, activity_of(line), line);
    }
}

static void
pair_init(GpPair *self, const GpPublication *old, const GpPublication *new)
{
    *self = (GpPair){.old = old, .new = new};
    self->rows = g_array_new(FALSE, FALSE, sizeof(GpRestatedRow));
    self->causes = g_ptr_array_new_with_free_func(causes_free);
    index_lines(old, &self->old_places, &self->old_activities);
    index_lines(new, &self->new_places, &self->new_activities);
}

static void
pair_clear(GpPair *self)
{
    g_array_unref(self->rows);
    g_ptr_array_unref(self->causes);
    g_hash_table_unref(self->old_places);
    g_hash_table_unref(self->new_places);
    g_hash_table_unref(self->old_activities);
    g_hash_table_unref(self->new_activities);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpPair, pair_clear)

/* ---- the parts of a difference ---- */

/* kg or a quantity to a millionth; one with fewer places is small enough. */
static GpInt128
to_micro(GpInt128 value, int places)
{
    return places >= GP_MICRO_PLACES ? gp_number_round(value, places - GP_MICRO_PLACES)
                                     : value * gp_power_of_ten(GP_MICRO_PLACES - places);
}

static gboolean
from_micro(GpInt128 value, int places, GpInt128 *out)
{
    if (places >= GP_MICRO_PLACES)
        return gp_multiply(value, gp_power_of_ten(places - GP_MICRO_PLACES), out);
    *out = gp_number_round(value, GP_MICRO_PLACES - places);
    return TRUE;
}

/* What another quantity makes at the factors as published: FALSE if that cannot be told. */
static gboolean
at_old_factors(const GpPublishedLine *old,
               const GpPublishedLine *new,
               int kg_places,
               GpInt128 *out_kg)
{
    GpInt128 kg = to_micro(old->kg_co2e, kg_places), product;
    GpInt128 before, now;

    if (old->unit == NULL || new->unit == NULL || !g_str_equal(old->unit, new->unit))
        return FALSE;
    before = to_micro(old->quantity, GP_QUANTITY_PLACES);
    now = to_micro(new->quantity, GP_QUANTITY_PLACES);
    if (before == 0 || !gp_multiply(kg, now - before, &product))
        return FALSE;
    product = gp_number_divide(before < 0 ? -product : product, before < 0 ? -before : before);
    return from_micro(product, kg_places, out_kg);
}

static gboolean
is_same(const GArray *a, const GArray *b, const char *name)
{
    return g_str_equal(gp_published_value(a, name), gp_published_value(b, name));
}

/* Whether factors are chosen as they were. */
static gboolean
has_same_rules(const GpPair *self)
{
    static const char *const settings[] = {"factor_fallback", "factor_year", "gwp", "spend"};

    for (guint i = 0; i < G_N_ELEMENTS(settings); i++) {
        if (!is_same(self->old->settings, self->new->settings, settings[i]))
            return FALSE;
    }
    return TRUE;
}

/* Whether everything that makes kg of a quantity is the same for both lines. */
static gboolean
has_same_factors(const GpPair *self, const GpPublishedLine *old, const GpPublishedLine *new)
{
    if (!has_same_rules(self) ||
        !is_same(self->old->digests, self->new->digests, "price indices") ||
        !is_same(self->old->digests, self->new->digests, "units") ||
        !g_str_equal(self->old->program, self->new->program) ||
        !g_strv_equal(old->editions, new->editions))
        return FALSE;
    for (guint i = 0; old->editions[i] != NULL; i++) {
        if (g_strcmp0(gp_published_edition(self->old, old->editions[i]),
                      gp_published_edition(self->new, old->editions[i])) != 0)
            return FALSE;
    }
    return TRUE;
}

/* Both lines are there: another quantity, and what is left after it. */
static void
split(const GpPair *self,
      const GpPublishedLine *old,
      const GpPublishedLine *new,
      GpInt128 parts[GP_N_RESTATED_PARTS])
{
    int places = self->new->kg_places;
    GpInt128 difference = new->kg_co2e - old->kg_co2e, data = difference, rest;

    if (!has_same_factors(self, old, new) && !at_old_factors(old, new, places, &data))
        data =
            old->quantity == new->quantity &&g_strcmp0(old->unit, new->unit) == 0 ? 0 : difference;
    rest = to_micro(difference - data, places);
    if (rest >= -1 && rest <= 1) /* no more than a milligram: what rounding left */
        data = difference;
    parts[GP_RESTATED_DATA] = data;
    parts[GP_RESTATED_FACTORS] = difference - data;
}

/* Whether the same activity is there in the same quantity, under another category or boundary. */
static gboolean
is_moved(const GpPair *self, const GpPublishedLine *old, const GpPublishedLine *new)
{
    const GpPublishedLine *line = old != NULL ? old : new;
    GHashTable *there = old != NULL ? self->new_activities : self->old_activities;
    GHashTable *here = old != NULL ? self->new_places : self->old_places;
    g_autofree char *activity = activity_of(line);
    const GpPublishedLine *other = g_hash_table_lookup(there, activity);
    g_autofree char *place = other == NULL ? NULL : place_of(other);

    return other != NULL && g_hash_table_contains(here, place) && other->unit != NULL &&
           g_strcmp0(other->unit, line->unit) == 0 && other->quantity == line->quantity;
}

/* Whether data of a year were still coming in when it was published. */
static gboolean
is_open(const GpPublication *self, int fy)
{
    GpSpan day;

    if (fy == g_array_index(self->years, GpPublishedYear, self->years->len - 1).fy)
        return TRUE;
    return gp_period_parse(self->day, strlen(self->day), &day) == GP_PERIOD_READ &&
           day.first <= gp_fy_span(fy).last + GP_RESTATE_OPEN_DAYS;
}

/* Growth and news: never a recalculation. */
static gboolean
is_new(const GpPair *self, const GpPublishedLine *old, const GpPublishedLine *new)
{
    int fy = old != NULL ? old->fy : new->fy;

    if (gp_publication_year(self->old, fy) == NULL)
        return TRUE;
    return new != NULL && (old == NULL || (new->months & ~old->months) != 0) &&
           is_open(self->old, fy);
}

/* An open year is published by the editions that there are; its own come later, by the same rules.
 */
static gboolean
has_new_edition(const GpPair *self, const GpPublishedLine *old, const GpPublishedLine *new)
{
    return is_open(self->old, old->fy) && has_same_rules(self) &&
           !g_strv_equal(old->editions, new->editions);
}

static void
take_names(GHashTable *set, const char **names)
{
    for (; *names != NULL; names++)
        g_hash_table_add(set, (gpointer)*names);
}

static void
take_causes(GpRowCauses *causes,
            const GpPublishedLine *old,
            const GpPublishedLine *new,
            const GpInt128 parts[GP_N_RESTATED_PARTS])
{
    if (parts[GP_RESTATED_DATA] != 0 && old != NULL)
        take_names(causes->sources, old->sources);
    if (parts[GP_RESTATED_DATA] != 0 && new != NULL)
        take_names(causes->sources, new->sources);
    if (parts[GP_RESTATED_FACTORS] != 0 && old != NULL)
        take_names(causes->old_editions, old->editions);
    if (parts[GP_RESTATED_FACTORS] != 0 && new != NULL)
        take_names(causes->new_editions, new->editions);
}

/* ---- rows ---- */

static int
compare_rows(const GpRestatedRow *row, const GpPublishedLine *line)
{
    int order = row->fy - line->fy;

    order = order != 0 ? order : g_strcmp0(row->boundary, line->boundary);
    return order != 0 ? order : g_strcmp0(row->category, line->category);
}

/* The place of the row of a line, made where it is new. Rows are in order. */
static guint
row_of(GpPair *self, const GpPublishedLine *line)
{
    guint low = 0, high = self->rows->len;
    GpRestatedRow row = {.fy = line->fy, .boundary = line->boundary, .category = line->category};

    while (low < high) {
        guint middle = low + (high - low) / 2;
        int order = compare_rows(&g_array_index(self->rows, GpRestatedRow, middle), line);

        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    g_array_insert_val(self->rows, low, row);
    g_ptr_array_insert(self->causes, (gint)low, causes_new());
    return low;
}

static void
add_lines(GpPair *self, const GpPublishedLine *old, const GpPublishedLine *new)
{
    guint at = row_of(self, old != NULL ? old : new);
    GpRestatedRow *row = &g_array_index(self->rows, GpRestatedRow, at);
    GpRowCauses *causes = g_ptr_array_index(self->causes, at);
    GpInt128 old_kg = old == NULL ? 0 : old->kg_co2e, new_kg = new == NULL ? 0 : new->kg_co2e;
    GpInt128 parts[GP_N_RESTATED_PARTS] = {0};

    if (is_new(self, old, new)) {
        parts[GP_RESTATED_NEW] = new_kg - old_kg;
    } else if (old != NULL && new != NULL) {
        split(self, old, new, parts);
        if (has_new_edition(self, old, new)) {
            parts[GP_RESTATED_NEW] = parts[GP_RESTATED_FACTORS];
            parts[GP_RESTATED_FACTORS] = 0;
        }
    } else if (is_moved(self, old, new)) {
        parts[GP_RESTATED_FACTORS] = new_kg - old_kg;
        causes->is_moved = TRUE;
    } else {
        parts[GP_RESTATED_DATA] = new_kg - old_kg;
    }
    take_causes(causes, old, new, parts);
    row->old_kg += old_kg;
    row->new_kg += new_kg;
    for (GpRestatedPart part = 0; part < GP_N_RESTATED_PARTS; part++)
        row->parts[part] += parts[part];
    row->is_recalculated |= parts[GP_RESTATED_DATA] != 0 || parts[GP_RESTATED_FACTORS] != 0;
}

static void
compare_pair(GpPair *self)
{
    GHashTableIter iter;
    gpointer place, line;

    g_hash_table_iter_init(&iter, self->old_places);
    while (g_hash_table_iter_next(&iter, &place, &line))
        add_lines(self, line, g_hash_table_lookup(self->new_places, place));
    g_hash_table_iter_init(&iter, self->new_places);
    while (g_hash_table_iter_next(&iter, &place, &line)) {
        if (!g_hash_table_contains(self->old_places, place))
            add_lines(self, NULL, line);
    }
}

/* ---- years ---- */

static GpRestatedYear *
year_of(GpRestatement *self, int fy, GpTotal total)
{
    for (guint i = 0; i < self->years->len; i++) {
        GpRestatedYear *year = &g_array_index(self->years, GpRestatedYear, i);

        if (year->fy == fy && year->total == total)
            return year;
    }
    return NULL;
}

static int
compare_years(gconstpointer a, gconstpointer b)
{
    const GpRestatedYear *x = a, *y = b;

    return x->fy != y->fy ? x->fy - y->fy : (int)x->total - (int)y->total;
}

static void
add_years(GpRestatement *self, const GpPublication *publication)
{
    for (guint i = 0; i < publication->years->len; i++) {
        int fy = g_array_index(publication->years, GpPublishedYear, i).fy;

        for (GpTotal total = 0; total < GP_N_TOTALS; total++) {
            GpRestatedYear year = {.fy = fy, .total = total};

            if (year_of(self, fy, total) == NULL)
                g_array_append_val(self->years, year);
        }
    }
    g_array_sort(self->years, compare_years);
}

/* What one pair adds to the years; the last pair is the one that is shown. */
static void
take_pair(GpRestatement *self, const GpPair *pair, gboolean is_last)
{
    for (guint i = 0; i < pair->rows->len; i++) {
        const GpRestatedRow *row = &g_array_index(pair->rows, GpRestatedRow, i);

        for (GpTotal total = 0; total < GP_N_TOTALS; total++) {
            GpRestatedYear *year = year_of(self, row->fy, total);

            if (year == NULL || !gp_total_holds(total, row->boundary))
                continue;
            year->recalculated_kg += row->parts[GP_RESTATED_DATA] + row->parts[GP_RESTATED_FACTORS];
            year->is_recalculated |= row->is_recalculated;
            for (GpRestatedPart part = 0; is_last && part < GP_N_RESTATED_PARTS; part++)
                year->parts[part] += row->parts[part];
        }
    }
}

static gint64
percent_of(GpInt128 part, GpInt128 whole, int places)
{
    GpInt128 size = to_micro(whole < 0 ? -whole : whole, places), product, percent;

    if (size == 0 || !gp_multiply(to_micro(part, places), HUNDRED_PERCENT, &product))
        return 0;
    percent = gp_number_divide(product, size);
    return (gint64)CLAMP(percent, -G_MAXINT64, G_MAXINT64);
}

static void
judge_year(GpRestatement *self, GpRestatedYear *year, gboolean is_baseline)
{
    year->old_kg = gp_publication_total(self->old, year->fy, year->total);
    year->new_kg = gp_publication_total(self->new, year->fy, year->total);
    year->is_new = gp_publication_year(self->old, year->fy) == NULL;
    year->is_open = !year->is_new && is_open(self->old, year->fy);
    year->is_baseline = is_baseline;
    year->base_kg = year->new_kg - year->recalculated_kg;
    year->percent_micro = percent_of(year->recalculated_kg, year->base_kg, self->kg_places);
    year->is_over = year->is_recalculated &&
                    (year->base_kg == 0 ? year->recalculated_kg != 0
                                        : ABS(year->percent_micro) > self->threshold_micro);
    self->is_proposed |= year->is_over;
    self->is_recalculated |= year->is_recalculated;
}

static gboolean
is_baseline(const GpPublication *publication, int fy)
{
    for (guint i = 0; i < publication->baseline_fys->len; i++) {
        if (g_array_index(publication->baseline_fys, int, i) == fy)
            return TRUE;
    }
    return FALSE;
}

static guint
last_restatement(const GPtrArray *publications, guint n)
{
    for (guint i = n; i-- > 0;) {
        const GpPublication *publication = g_ptr_array_index(publications, i);

        if (publication->is_restatement)
            return i;
    }
    return 0;
}

/* Rows and words of the last pair. */
static void
show_pair(GpRestatement *self, const GpPair *pair)
{
    for (guint i = 0; i < pair->rows->len; i++) {
        GpRestatedRow row = g_array_index(pair->rows, GpRestatedRow, i);

        row.percent_micro = percent_of(row.new_kg - row.old_kg, row.old_kg, self->kg_places);
        row.why = gp_pair_explain_row(pair, &row, g_ptr_array_index(pair->causes, i));
        g_array_append_val(self->rows, row);
    }
    gp_pair_explain_all(pair, self->why);
}

static gboolean
bring_to_one_scale(
    const GPtrArray *publications, guint n, GpPublication *now, GpRestatement *self, GError **error)
{
    self->kg_places = now->kg_places;
    for (guint i = 0; i < n; i++) {
        const GpPublication *publication = g_ptr_array_index(publications, i);

        self->kg_places = MAX(self->kg_places, publication->kg_places);
    }
    for (guint i = 0; i < n; i++) {
        if (!gp_publication_rescale(g_ptr_array_index(publications, i), self->kg_places, error))
            return FALSE;
    }
    return gp_publication_rescale(now, self->kg_places, error);
}

GpRestatement *
gp_restate(const GPtrArray *publications,
           guint n,
           GpPublication *now,
           gint64 threshold_micro,
           GError **error)
{
    g_autoptr(GpRestatement) self = gp_restatement_new();
    guint since = last_restatement(publications, n);

    g_return_val_if_fail(n > 0 && n <= publications->len, NULL);
    if (!bring_to_one_scale(publications, n, now, self, error))
        return NULL;
    self->old = g_ptr_array_index(publications, n - 1);
    self->new = now;
    self->since = g_ptr_array_index(publications, since);
    self->threshold_micro = threshold_micro;
    add_years(self, self->old);
    add_years(self, now);
    for (guint i = since; i < n; i++) {
        g_auto(GpPair) pair;

        pair_init(&pair, g_ptr_array_index(publications, i),
                  i + 1 < n ? g_ptr_array_index(publications, i + 1) : now);
        compare_pair(&pair);
        take_pair(self, &pair, i + 1 == n);
        if (i + 1 == n)
            show_pair(self, &pair);
    }
    for (guint i = 0; i < self->years->len; i++) {
        GpRestatedYear *year = &g_array_index(self->years, GpRestatedYear, i);

        judge_year(self, year, is_baseline(now, year->fy));
    }
    return g_steal_pointer(&self);
}
