/* SPDX-License-Identifier: MIT */
#include "gp-check-private.h"

#define LEAST_MISS_PICO                                                                            \
    (20 * GP_PICO / 1000000) /* 0.00002: four figures rounded to five places                       \
                              */
#define MISS_DIVISOR 100000  /* 0.001% of the total */

static void
check_gases(GpCheck *self, const GpFactor *factor)
{
    const GpFinding finding = gp_check_finding("gases", factor);
    GpInt128 sum = 0, miss, allowed = (GpInt128)ABS(factor->kg_co2e_pico) / MISS_DIVISOR;
    g_autofree char *total_text = NULL, *sum_text = NULL;

    for (guint gas = 0; gas < GP_N_GASES; gas++) {
        if (!factor->has_gas[gas])
            return;
        sum += factor->gas_pico[gas];
    }
    miss = ABS(sum - factor->kg_co2e_pico);
    if (miss <= MAX(allowed, LEAST_MISS_PICO))
        return;
    total_text = gp_check_figure(factor->kg_co2e_pico);
    sum_text = gp_check_figure(sum);
    gp_check_report(self, &finding,
                    "CO2, CH4 and N2O add up to %s, but the total is %s kg CO2e; see in the "
                    "publication which of the four is wrong" GP_CHECK_ADVICE,
                    sum_text, total_text);
}

static void
check_sign(GpCheck *self, const GpFactor *factor)
{
    const GpFinding finding = gp_check_finding("negative", factor);
    gint64 lowest = factor->kg_co2e_pico;
    g_autofree char *text = NULL;

    for (guint gas = 0; gas < GP_N_GASES; gas++) {
        if (factor->has_gas[gas])
            lowest = MIN(lowest, factor->gas_pico[gas]);
    }
    if (lowest >= 0)
        return;
    text = gp_check_figure(lowest);
    gp_check_report(self, &finding,
                    "%s kg CO2e is below zero; removals and avoided emissions are reported apart, "
                    "never taken off" GP_CHECK_ADVICE,
                    text);
}

static void
check_reference(GpCheck *self, const GpFactor *factor, GpCheckLevel level)
{
    const GpFinding finding = gp_check_finding("reference", factor);
    gboolean is_missing = *factor->reference == '\0';

    if (level == GP_CHECK_OWN) {
        if (is_missing && *factor->publication == '\0')
            gp_check_report(self, &finding,
                            "nothing says where the figure comes from; fill the column reference "
                            "or publication");
        return;
    }
    if (is_missing || *factor->provenance == '\0')
        gp_check_report(self, &finding,
                        "the column %s is empty; fill it, so that the figure can "
                        "be found again in its source",
                        is_missing ? "reference" : "provenance");
}

static void
check_validity(GpCheck *self, const GpFactor *factor)
{
    const GpFinding finding = gp_check_finding("validity", factor);
    int year, first_month, first_day, last_month, last_day;
    char first[16], last[16];

    gp_day_to_civil(factor->valid.first, &year, &first_month, &first_day);
    gp_day_to_civil(factor->valid.last, &year, &last_month, &last_day);
    if (first_month == 1 && first_day == 1 && last_month == 12 && last_day == 31)
        return;
    gp_day_print(factor->valid.first, first);
    gp_day_print(factor->valid.last, last);
    gp_check_report(self, &finding,
                    "valid from %s to %s, but editions of the library are valid for whole "
                    "calendar years; make it 1 January to 31 December",
                    first, last);
}

void
gp_check_rows(GpCheck *self, const GArray *factors, GpCheckLevel level)
{
    for (guint i = 0; i < factors->len; i++) {
        const GpFactor *factor = &g_array_index(factors, GpFactor, i);

        check_gases(self, factor);
        check_sign(self, factor);
        check_reference(self, factor, level);
        if (level != GP_CHECK_OWN)
            check_validity(self, factor);
    }
}
