/* SPDX-License-Identifier: MIT */
#include "gp-check-private.h"

#define ROUNDING_PICO (20 * GP_PICO / 1000000) /* 0.00002: some are sums of rounded figures */
#define LEAST_EXACT_PICO (GP_PICO / 1000)      /* below 0.001 net and gross may be equal */
#define CONVERSION_PER_MILLE 1                 /* of the figure, where that is more */

static const GpFactor *
get(const GArray *factors, guint i)
{
    return &g_array_index(factors, GpFactor, i);
}

/* ---- net-below-gross and unit-slip: two units of one component ---- */

static void
check_net(GpCheck *self, const GpFactor *net, const GpFactor *gross)
{
    const GpFinding finding = {"net-below-gross", net, gross, net->first_year, net->last_year};
    g_autofree char *net_text = NULL, *gross_text = NULL;

    if (net->kg_co2e_pico > gross->kg_co2e_pico ||
        (net->kg_co2e_pico == gross->kg_co2e_pico && gross->kg_co2e_pico < LEAST_EXACT_PICO))
        return;
    net_text = gp_check_figure(net->kg_co2e_pico);
    gross_text = gp_check_figure(gross->kg_co2e_pico);
    gp_check_report(self, &finding,
                    "%s kg CO2e is not above the %s for a kWh of gross calorific value (%s:%u); "
                    "a net kWh always causes more: the two may have been exchanged" GP_CHECK_ADVICE,
                    net_text, gross_text, gross->file, gross->line);
}

/* @y must be @x times how many units of @x one unit of @y is. */
static void
check_conversion(GpCheck *self, const GpFactor *x, const GpFactor *y)
{
    const GpFinding finding = {"unit-slip", y, x, y->first_year, y->last_year};
    gint64 multiplier;
    GpInt128 expected, allowed;
    g_autofree char *x_text = NULL, *y_text = NULL, *expected_text = NULL;

    if (!gp_unit_convert_nano(self->units, y->unit, x->unit, &multiplier))
        return;
    expected = gp_number_round((GpInt128)x->kg_co2e_pico * multiplier, GP_NANO_PLACES);
    allowed = ROUNDING_PICO + gp_number_round((GpInt128)ROUNDING_PICO * multiplier, GP_NANO_PLACES);
    allowed = MAX(allowed, ABS(expected) * CONVERSION_PER_MILLE / 1000);
    if (ABS(y->kg_co2e_pico - expected) <= allowed)
        return;
    x_text = gp_check_figure(x->kg_co2e_pico);
    y_text = gp_check_figure(y->kg_co2e_pico);
    expected_text = gp_check_figure(expected);
    gp_check_report(self, &finding,
                    "%s kg CO2e, but %s per %s (%s:%u) make %s; one of the two may have slipped "
                    "into the other's unit" GP_CHECK_ADVICE,
                    y_text, x_text, gp_unit_name(self->units, x->unit), x->file, x->line,
                    expected_text);
}

static void
check_two_units(GpCheck *self, const GpFactor *x, const GpFactor *y)
{
    if (x->unit == y->unit || x->component != y->component ||
        gp_check_is_outside(x) != gp_check_is_outside(y) || !gp_check_overlaps(x, y))
        return;
    if (x->unit == self->kwh && y->unit == self->kwh_net)
        check_net(self, y, x);
    else if (x->unit == self->kwh_net && y->unit == self->kwh)
        check_net(self, x, y);
    else if (gp_unit_kind(self->units, x->unit) == gp_unit_kind(self->units, y->unit))
        check_conversion(self, x, y);
}

static void
check_units(GpCheck *self, const GArray *factors)
{
    for (guint i = 0; i < factors->len; i++) {
        for (guint k = i + 1; k < factors->len; k++)
            check_two_units(self, get(factors, i), get(factors, k));
    }
}

/* ---- wtt and no-wtt: two components of one unit ---- */

/* The last factor of the component at the time of @beside, for its unit. */
static const GpFactor *
find_component(const GArray *factors, GpComponent component, const GpFactor *beside)
{
    const GpFactor *found = NULL;

    for (guint i = 0; i < factors->len; i++) {
        const GpFactor *factor = get(factors, i);

        if (factor->component == component && factor->unit == beside->unit &&
            !gp_check_is_outside(factor) && gp_check_overlaps(factor, beside))
            found = factor;
    }
    return found;
}

/* A trust's own goes before the published one, as it does in the sums. */
static const GpFactor *
find_partner(const GpActivityEntry *entry, GpComponent component, const GpFactor *beside)
{
    const GpFactor *own = beside->is_own ? find_component(entry->own, component, beside) : NULL;

    return own != NULL ? own : find_component(entry->published, component, beside);
}

static void
check_upstream(GpCheck *self, const GpActivityEntry *entry, const GpFactor *factor)
{
    const gboolean is_of_td = factor->component == GP_COMPONENT_WTT_TD;
    const GpFactor *main =
        find_partner(entry, is_of_td ? GP_COMPONENT_TD : GP_COMPONENT_COMBUSTION, factor);
    const GpFactor *power = is_of_td ? NULL : find_partner(entry, GP_COMPONENT_GENERATION, factor);
    const GpFinding finding = gp_check_finding("wtt", factor);
    GpInt128 sum = (GpInt128)(main == NULL ? 0 : main->kg_co2e_pico) +
                   (power == NULL ? 0 : power->kg_co2e_pico);
    g_autofree char *text = NULL, *sum_text = NULL;

    if ((main == NULL && power == NULL) || factor->kg_co2e_pico <= sum)
        return;
    text = gp_check_figure(factor->kg_co2e_pico);
    sum_text = gp_check_figure(sum);
    gp_check_report(self, &finding,
                    "%s kg CO2e is more than the %s of %s; to bring a fuel to the tank seldom "
                    "takes more than to use it" GP_CHECK_ADVICE,
                    text, sum_text,
                    is_of_td        ? "transmission and distribution"
                    : power == NULL ? "combustion"
                    : main == NULL  ? "generation"
                                    : "combustion and generation");
}

static gboolean
has_well_to_tank(const GpCheck *self, const GArray *factors, const GpFactor *beside)
{
    for (guint i = 0; i < factors->len; i++) {
        const GpFactor *factor = get(factors, i);

        if (factor->component == GP_COMPONENT_WTT && gp_check_overlaps(factor, beside) &&
            gp_unit_kind(self->units, factor->unit) == gp_unit_kind(self->units, beside->unit))
            return TRUE;
    }
    return FALSE;
}

static void
check_well_to_tank(GpCheck *self, const GArray *factors, const GpFactor *factor)
{
    const GpFinding finding = gp_check_finding("no-wtt", factor);

    if ((factor->scope != GP_SCOPE_1 && factor->scope != GP_SCOPE_2) || factor->kg_co2e_pico == 0 ||
        has_well_to_tank(self, factors, factor))
        return;
    gp_check_report(self, &finding,
                    "no well-to-tank figure goes with it, so that scope 3 would come out too low; "
                    "add the row to curated.csv, or list it in known-jumps.csv with the reason");
}

void
gp_check_pairs(GpCheck *self, const GpActivityEntry *entry, GpCheckLevel level)
{
    const GArray *factors = level == GP_CHECK_OWN ? entry->own : entry->published;

    check_units(self, factors);
    for (guint i = 0; level != GP_CHECK_PUBLISHED && i < factors->len; i++) {
        const GpFactor *factor = get(factors, i);

        if (gp_check_is_outside(factor))
            continue;
        if (factor->component == GP_COMPONENT_WTT || factor->component == GP_COMPONENT_WTT_TD)
            check_upstream(self, entry, factor);
        if (level == GP_CHECK_CURATED && (factor->component == GP_COMPONENT_COMBUSTION ||
                                          factor->component == GP_COMPONENT_GENERATION))
            check_well_to_tank(self, factors, factor);
    }
}
