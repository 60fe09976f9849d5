/* SPDX-License-Identifier: MIT */
#include "gp-track.h"

#include <float.h>
#include <math.h>

#include "gp-error.h"

/* Effects are worked out to a millionth of a kilogram; what is left of a source's change, down to
 * its last digit, goes on its largest effect. */
#define EFFECT_PLACES 6

/* Above this a double times a power of ten may leave 128 bits. */
#define LARGEST_EFFECT 1e37

/* One source as a product of terms, one a cause. */
typedef struct {
    const GpInt128 *kg;                /* (array length=GP_N_ENDS) */
    double logs[GP_CHANGE_MAX_CAUSES]; /* of each term's ratio; their sum is that of the kg */
    int sole_cause;                    /* -1, or the cause of all of the change */
    GpChangeDetail *detail;            /* (nullable) */
} Terms;

static gboolean
throw_too_large(GError **error)
{
    return gp_throw(error, GP_ERROR_OVERFLOW, "a change is too large to be split exactly");
}

static int
sign_of(GpInt128 value)
{
    return (value > 0) - (value < 0);
}

/* ln(to / from) of two figures of one sign, neither 0. Turned round it is the same number with
 * the other sign, to the last bit. */
static double
log_ratio(GpInt128 from, GpInt128 to)
{
    GpInt128 low = from < 0 ? -from : from, high = to < 0 ? -to : to;
    double sign = 1;

    if (low > high) {
        GpInt128 swapped = low;

        low = high;
        high = swapped;
        sign = -1;
    }
    return sign * log1p((double)(high - low) / (double)low);
}

/* The same of two numbers above 0. */
static double
log_ratio_of(const double ends[GP_N_ENDS])
{
    double low = MIN(ends[GP_FROM], ends[GP_TO]), high = MAX(ends[GP_FROM], ends[GP_TO]);

    return ends[GP_TO] < ends[GP_FROM] ? -log1p((high - low) / low) : log1p((high - low) / low);
}

/* The logarithmic mean of two figures of one sign, neither 0: in kg. */
static double
log_mean(const GpInt128 kg[GP_N_ENDS], int kg_places)
{
    double from = gp_number_to_double(kg[GP_FROM], kg_places);
    double log = log_ratio(kg[GP_FROM], kg[GP_TO]);
    double change = gp_number_to_double(kg[GP_TO] - kg[GP_FROM], kg_places);

    return kg[GP_FROM] == kg[GP_TO] || fabs(log) < DBL_MIN ? from : change / log;
}

/* @effect_kg as an integer of 10^-kg_places, to EFFECT_PLACES. */
static gboolean
to_exact(double effect_kg, int kg_places, GpInt128 *out_effect)
{
    int places = MIN(EFFECT_PLACES, kg_places);
    double scaled = rint(effect_kg * pow(10, places));

    if (!(fabs(scaled) < LARGEST_EFFECT))
        return FALSE;
    return gp_multiply((GpInt128)scaled, gp_power_of_ten(kg_places - places), out_effect);
}

/* effect = log mean * ln ratio, and the residue on the largest. */
static gboolean
split(const Terms *terms, guint n_causes, int kg_places, GpInt128 *effects)
{
    double mean = log_mean(terms->kg, kg_places);
    GpInt128 left;
    guint largest = 0;

    if (!gp_subtract(terms->kg[GP_TO], terms->kg[GP_FROM], &left))
        return FALSE;
    for (guint i = 0; i < n_causes; i++) {
        if (!to_exact(mean * terms->logs[i], kg_places, &effects[i]) ||
            !gp_subtract(left, effects[i], &left))
            return FALSE;
        if (fabs(terms->logs[i]) > fabs(terms->logs[largest]))
            largest = i;
    }
    if (terms->detail != NULL) {
        terms->detail->mean_kg = mean;
        terms->detail->log = log_ratio(terms->kg[GP_FROM], terms->kg[GP_TO]);
        terms->detail->residue = left;
        terms->detail->residue_cause = largest;
    }
    return gp_add(effects[largest], left, &effects[largest]);
}

static void
keep(const Terms *terms, const GpInt128 *effects)
{
    GpChangeDetail *detail = terms->detail;

    detail->sole_cause = terms->sole_cause;
    for (guint end = 0; end < GP_N_ENDS; end++)
        detail->kg[end] = terms->kg[end];
    for (guint i = 0; i < GP_CHANGE_MAX_CAUSES; i++) {
        detail->effects[i] = effects[i];
        detail->logs[i] = terms->logs[i];
    }
}

static gboolean
add_to_part(GpChangePart *part,
            const GpInt128 kg[GP_N_ENDS],
            const GpInt128 *effects,
            GpInt128 began_or_ended)
{
    gboolean fits = gp_add(part->began_or_ended, began_or_ended, &part->began_or_ended);

    for (guint end = 0; end < GP_N_ENDS; end++)
        fits = gp_add(part->kg[end], kg[end], &part->kg[end]) && fits;
    for (guint i = 0; i < GP_CHANGE_MAX_CAUSES; i++)
        fits = gp_add(part->effects[i], effects[i], &part->effects[i]) && fits;
    return fits;
}

/* Adds a source to its category and to the total. */
static gboolean
add_source(GpChange *self, const char *category, const Terms *terms, gboolean is_undivided)
{
    guint n_causes = g_strv_length(self->causes);
    GpInt128 effects[GP_CHANGE_MAX_CAUSES] = {0};
    GpInt128 change, began_or_ended = 0;

    if (!gp_subtract(terms->kg[GP_TO], terms->kg[GP_FROM], &change))
        return FALSE;
    if (terms->sole_cause >= 0) {
        effects[terms->sole_cause] = change;
        began_or_ended = is_undivided ? change : 0;
    } else if (!split(terms, n_causes, self->kg_places, effects)) {
        return FALSE;
    }
    if (terms->detail != NULL)
        keep(terms, effects);
    return add_to_part(gp_change_category(self, category), terms->kg, effects, began_or_ended) &&
           add_to_part(&self->total, terms->kg, effects, began_or_ended);
}

/* The multiplicative twin of the total's effects. */
static void
find_ratios(GpChange *self)
{
    const GpInt128 *kg = self->total.kg;
    double mean;

    if (kg[GP_FROM] <= 0 || kg[GP_TO] <= 0)
        return;
    mean = log_mean(kg, self->kg_places);
    for (guint i = 0; self->causes[i] != NULL; i++)
        self->ratios[i] = exp(gp_number_to_double(self->total.effects[i], self->kg_places) / mean);
}

/* ---- sources of a footprint ---- */

static GpCause
factor_cause(const GpChangeSource *source)
{
    return source->is_grid ? GP_CAUSE_GRID : GP_CAUSE_FACTOR;
}

/* The cause of all of the change where ratios do not exist, or -1. */
static int
find_sole_cause(const GpChangeSource *source, gboolean *out_is_undivided)
{
    const GpInt128 *kg = source->kg, *quantity = source->quantity;

    *out_is_undivided = FALSE;
    if (sign_of(quantity[GP_FROM]) * sign_of(quantity[GP_TO]) > 0) {
        if (sign_of(kg[GP_FROM]) * sign_of(kg[GP_TO]) > 0)
            return -1;
        if (kg[GP_FROM] == 0 || kg[GP_TO] == 0)
            return (int)(source->lacks_factor ? GP_CAUSE_METHOD : factor_cause(source));
    }
    for (guint end = 0; end < GP_N_ENDS; end++) {
        if (quantity[end] == 0 && source->open_share[end] <= 0)
            return GP_CAUSE_BOUNDARY;
    }
    *out_is_undivided = TRUE;
    return GP_CAUSE_ACTIVITY;
}

static void
take_logs(const GpChangeSource *source, double logs[GP_CHANGE_MAX_CAUSES])
{
    double price = log_ratio_of(source->price_index);
    double factor = log_ratio(source->kg[GP_FROM], source->kg[GP_TO]) -
                    log_ratio(source->quantity[GP_FROM], source->quantity[GP_TO]);
    gboolean is_told = source->open_share[GP_FROM] > 0 && source->open_share[GP_TO] > 0;

    logs[GP_CAUSE_BOUNDARY] = is_told ? log_ratio_of(source->open_share) : 0;
    logs[GP_CAUSE_WEATHER] = log_ratio_of(source->weather_index);
    logs[GP_CAUSE_PRICE] = source->is_deflated ? 0 : price;
    logs[GP_CAUSE_METHOD] = source->method_log;
    logs[factor_cause(source)] = factor - source->method_log + (source->is_deflated ? price : 0);
    logs[GP_CAUSE_ACTIVITY] = log_ratio(source->quantity[GP_FROM], source->quantity[GP_TO]) -
                              logs[GP_CAUSE_BOUNDARY] - logs[GP_CAUSE_WEATHER] - price;
}

/* The terms themselves, as their logarithms are taken. */
static void
keep_terms(const GpChangeSource *source, int kg_places)
{
    GpChangeDetail *detail = source->detail;
    gboolean is_told = source->open_share[GP_FROM] > 0 && source->open_share[GP_TO] > 0;

    detail->is_footprint = TRUE;
    detail->is_deflated = source->is_deflated;
    for (guint end = 0; end < GP_N_ENDS; end++) {
        double quantity = gp_number_to_double(source->quantity[end], source->quantity_places);
        double kg = gp_number_to_double(source->kg[end], kg_places);
        double open = is_told ? source->open_share[end] : 1;
        double price = source->price_index[end];
        double method = end == GP_TO ? exp(source->method_log) : 1;

        detail->quantity[end] = quantity;
        detail->prices[end] = price;
        detail->terms[GP_CAUSE_BOUNDARY][end] = open;
        detail->terms[GP_CAUSE_WEATHER][end] = source->weather_index[end];
        detail->terms[GP_CAUSE_PRICE][end] = source->is_deflated ? 1 : price;
        detail->terms[GP_CAUSE_METHOD][end] = method;
        detail->terms[GP_CAUSE_GRID][end] = detail->terms[GP_CAUSE_FACTOR][end] = 1;
        detail->terms[factor_cause(source)][end] =
            source->quantity[end] == 0 ? NAN
                                       : kg / quantity / method * (source->is_deflated ? price : 1);
        detail->terms[GP_CAUSE_ACTIVITY][end] =
            quantity / open / source->weather_index[end] / price;
    }
}

GpChange *
gp_change_of_sources(const GpChangeSource *sources, guint n, int kg_places, GError **error)
{
    const char *causes[GP_N_CAUSES + 1] = {NULL};
    g_autoptr(GpChange) self = NULL;

    for (GpCause cause = 0; cause < GP_N_CAUSES; cause++)
        causes[cause] = gp_cause_key(cause);
    self = gp_change_new(causes, kg_places);
    for (guint i = 0; i < n; i++) {
        gboolean is_undivided;
        Terms terms = {.kg = sources[i].kg,
                       .sole_cause = find_sole_cause(&sources[i], &is_undivided),
                       .detail = sources[i].detail};

        if (terms.sole_cause < 0)
            take_logs(&sources[i], terms.logs);
        if (terms.detail != NULL)
            keep_terms(&sources[i], kg_places);
        if (!add_source(self, sources[i].category, &terms, is_undivided)) {
            throw_too_large(error);
            return NULL;
        }
    }
    find_ratios(self);
    return g_steal_pointer(&self);
}

/* ---- sources as levels, each explained by the one before ---- */

static Terms
terms_of_levels(const GpChangeLevels *source, guint n_levels, gboolean *out_is_undivided)
{
    Terms terms = {.kg = source->levels[n_levels - 1], .sole_cause = -1, .detail = source->detail};
    double before = 0;

    *out_is_undivided = FALSE;
    for (guint i = 0; i < n_levels; i++) {
        const GpInt128 *level = source->levels[i];
        double log;

        if (sign_of(level[GP_FROM]) * sign_of(level[GP_TO]) <= 0) {
            terms.sole_cause = (int)i;
            *out_is_undivided = i == 0;
            return terms;
        }
        log = log_ratio(level[GP_FROM], level[GP_TO]);
        terms.logs[i] = log - before;
        before = log;
    }
    return terms;
}

/* The first level, and of the others the ratio to the one before. */
static void
keep_ratios(const GpChangeLevels *source, guint n_levels, int places)
{
    for (guint end = 0; end < GP_N_ENDS; end++) {
        double before = 1;

        for (guint i = 0; i < n_levels; i++) {
            double level = gp_number_to_double(source->levels[i][end], places);

            source->detail->terms[i][end] =
                i > 0 && source->levels[i - 1][end] == 0 ? NAN : level / before;
            before = level;
        }
    }
}

GpChange *
gp_change_of_levels(
    const GpChangeLevels *sources, guint n, const char *const *causes, int places, GError **error)
{
    guint n_levels = g_strv_length((char **)causes);
    g_autoptr(GpChange) self = gp_change_new(causes, places);

    for (guint i = 0; i < n; i++) {
        gboolean is_undivided;
        Terms terms = terms_of_levels(&sources[i], n_levels, &is_undivided);

        if (terms.detail != NULL)
            keep_ratios(&sources[i], n_levels, places);
        if (!add_source(self, sources[i].name, &terms, is_undivided)) {
            throw_too_large(error);
            return NULL;
        }
    }
    find_ratios(self);
    return g_steal_pointer(&self);
}

/* ---- years in a chain ---- */

static gboolean
add_step(GpChange *self, const GpChange *step, gboolean is_first, gboolean is_last)
{
    for (guint i = 0; i < step->categories->len; i++) {
        const GpChangePart *part = &g_array_index(step->categories, GpChangePart, i);
        GpChangePart *sum = gp_change_category(self, part->category);
        const GpInt128 ends[GP_N_ENDS] = {is_first ? part->kg[GP_FROM] : 0,
                                          is_last ? part->kg[GP_TO] : 0};

        sum->is_comparable &= part->is_comparable;
        if (!add_to_part(sum, ends, part->effects, part->began_or_ended) ||
            !add_to_part(&self->total, ends, part->effects, part->began_or_ended))
            return FALSE;
    }
    return TRUE;
}

GpChange *
gp_change_chain(GPtrArray *steps, GError **error)
{
    const GpChange *first = g_ptr_array_index(steps, 0);
    const GpChange *last = g_ptr_array_index(steps, steps->len - 1);
    g_autoptr(GpChange) self = gp_change_new((const char *const *)first->causes, first->kg_places);

    self->fy[GP_FROM] = first->fy[GP_FROM];
    self->fy[GP_TO] = last->fy[GP_TO];
    for (guint i = 0; i < steps->len; i++) {
        if (!add_step(self, g_ptr_array_index(steps, i), i == 0, i == steps->len - 1)) {
            throw_too_large(error);
            return NULL;
        }
    }
    find_ratios(self);
    g_ptr_array_unref(self->steps);
    self->steps = g_ptr_array_ref(steps);
    return g_steal_pointer(&self);
}
