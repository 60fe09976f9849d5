/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-report.h"
#include "gp-rows-private.h"

void
gp_report_activities(const GPtrArray *activities,
                     const GpUnitTable *units,
                     GpOutput format,
                     GString *out)
{
    static const char *const titles[] = {"activity", "title",    "unit",
                                         "scope",    "category", "boundary"};
    static const gboolean is_number[G_N_ELEMENTS(titles)] = {FALSE};
    g_auto(GpRows) rows = gp_rows_new(titles, is_number, G_N_ELEMENTS(titles));

    for (guint i = 0; i < activities->len; i++) {
        const GpActivity *activity = g_ptr_array_index(activities, i);

        gp_rows_add(&rows, activity->key);
        gp_rows_add(&rows, activity->title);
        gp_rows_add(&rows, gp_unit_name(units, activity->canonical_unit));
        gp_rows_add(&rows, gp_scope_name(activity->scope));
        gp_rows_add(&rows, activity->category);
        gp_rows_add(&rows, gp_boundary_name(activity->boundary));
    }
    gp_rows_print(&rows, format, out);
}

static void
add_neighbour(GpRows *rows, const GpFactor *factor)
{
    if (factor == NULL) {
        gp_rows_add(rows, "");
        gp_rows_add(rows, "");
        return;
    }
    gp_rows_add_exact(rows, factor->kg_co2e_pico, GP_PICO_PLACES);
    gp_rows_add(rows, factor->edition);
}

static void
add_view(GpRows *rows, const GpFactorView *view, const GpUnitTable *units)
{
    const GpFactor *factor = view->factor;

    gp_rows_add(rows, factor->activity);
    gp_rows_add(rows, gp_component_name(factor->component));
    gp_rows_add(rows, gp_unit_name(units, factor->unit));
    gp_rows_add(rows, gp_scope_name(factor->scope));
    gp_rows_add_exact(rows, factor->kg_co2e_pico, GP_PICO_PLACES);
    for (guint gas = 0; gas < GP_N_GASES; gas++) {
        if (factor->has_gas[gas])
            gp_rows_add_exact(rows, factor->gas_pico[gas], GP_PICO_PLACES);
        else
            gp_rows_add(rows, "");
    }
    gp_rows_add(rows, factor->gwp);
    gp_rows_add(rows, gp_match_rule_name(view->rule));
    gp_rows_add(rows, factor->publication);
    gp_rows_add(rows, factor->edition);
    gp_rows_add(rows, factor->reference);
    gp_rows_add(rows, factor->provenance);
    add_neighbour(rows, view->before);
    add_neighbour(rows, view->after);
}

static void
describe_neighbour(const GpFactor *factor, const char *word, GString *out)
{
    if (factor == NULL)
        return;
    g_string_append_printf(out, "  %s: ", word);
    gp_number_append(out, factor->kg_co2e_pico, GP_PICO_PLACES);
    g_string_append_printf(out, " in %s\n", factor->edition);
}

static void
describe_gases(const GpFactor *factor, GString *out)
{
    static const char *const names[GP_N_GASES] = {"CO2", "CH4", "N2O"};
    gboolean has_any = FALSE;

    for (guint gas = 0; gas < GP_N_GASES; gas++) {
        if (!factor->has_gas[gas])
            continue;
        g_string_append_printf(out, "%s%s ", has_any ? ", " : "  of which ", names[gas]);
        gp_number_append(out, factor->gas_pico[gas], GP_PICO_PLACES);
        has_any = TRUE;
    }
    if (has_any)
        g_string_append_printf(out, "%s%s\n", *factor->gwp == '\0' ? "" : ", by ", factor->gwp);
}

/* A factor in words, for people. */
static void
describe(const GpFactorView *view, const GpUnitTable *units, GString *out)
{
    const GpFactor *factor = view->factor;

    g_string_append_printf(out, "%s, %s, scope %s: ", factor->activity,
                           *gp_component_name(factor->component) == '\0'
                               ? "all components"
                               : gp_component_name(factor->component),
                           gp_scope_name(factor->scope));
    gp_number_append(out, factor->kg_co2e_pico, GP_PICO_PLACES);
    g_string_append_printf(out, " kg CO2e per %s (%s)\n", gp_unit_name(units, factor->unit),
                           gp_match_rule_name(view->rule));
    describe_gases(factor, out);
    g_string_append_printf(out, "  %s, %s\n  %s (%s)\n", factor->publication, factor->edition,
                           factor->reference, factor->provenance);
    describe_neighbour(view->before, "before", out);
    describe_neighbour(view->after, "after", out);
}

void
gp_report_factors(const GArray *views, const GpUnitTable *units, GpOutput format, GString *out)
{
    static const char *const titles[] = {
        "activity",       "component",     "unit",         "scope",      "kg_co2e",
        "kg_co2",         "kg_ch4",        "kg_n2o",       "gwp",        "rule",
        "publication",    "edition",       "reference",    "provenance", "kg_co2e_before",
        "edition_before", "kg_co2e_after", "edition_after"};
    static const gboolean is_number[G_N_ELEMENTS(titles)] = {
        [4] = TRUE, [5] = TRUE, [6] = TRUE, [7] = TRUE, [14] = TRUE, [16] = TRUE};
    g_auto(GpRows) rows = gp_rows_new(titles, is_number, G_N_ELEMENTS(titles));

    for (guint i = 0; i < views->len; i++) {
        if (format == GP_OUTPUT_TABLE && i > 0)
            g_string_append_c(out, '\n');
        if (format == GP_OUTPUT_TABLE)
            describe(&g_array_index(views, GpFactorView, i), units, out);
        else
            add_view(&rows, &g_array_index(views, GpFactorView, i), units);
    }
    if (format == GP_OUTPUT_TABLE)
        return;
    gp_rows_print(&rows, format, out);
}

/* Change in percent to one decimal place, or "" where there is none to give. */
static char *
change_text(const GpFactorPair *pair)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    double from, to;

    if (pair->from == NULL)
        return g_strdup("new");
    if (pair->to == NULL)
        return g_strdup("gone");
    from = gp_number_to_double(pair->from->kg_co2e_pico, GP_PICO_PLACES);
    to = gp_number_to_double(pair->to->kg_co2e_pico, GP_PICO_PLACES);
    if (pair->from->kg_co2e_pico == 0)
        return g_strdup("from zero");
    return g_strdup(g_ascii_formatd(text, sizeof text, "%+.1f", (to - from) / fabs(from) * 100));
}

void
gp_report_factor_changes(const GArray *pairs,
                         const GpUnitTable *units,
                         GpOutput format,
                         GString *out)
{
    static const char *const titles[] = {"activity",     "component",  "scope",         "unit",
                                         "kg_co2e_from", "kg_co2e_to", "change_percent"};
    static const gboolean is_number[] = {FALSE, FALSE, FALSE, FALSE, TRUE, TRUE, TRUE};
    g_auto(GpRows) rows = gp_rows_new(titles, is_number, G_N_ELEMENTS(titles));

    for (guint i = 0; i < pairs->len; i++) {
        const GpFactorPair *pair = &g_array_index(pairs, GpFactorPair, i);
        const GpFactor *factor = pair->to == NULL ? pair->from : pair->to;

        gp_rows_add(&rows, factor->activity);
        gp_rows_add(&rows, gp_component_name(factor->component));
        gp_rows_add(&rows, gp_scope_name(factor->scope));
        gp_rows_add(&rows, gp_unit_name(units, factor->unit));
        if (pair->from == NULL)
            gp_rows_add(&rows, "");
        else
            gp_rows_add_exact(&rows, pair->from->kg_co2e_pico, GP_PICO_PLACES);
        if (pair->to == NULL)
            gp_rows_add(&rows, "");
        else
            gp_rows_add_exact(&rows, pair->to->kg_co2e_pico, GP_PICO_PLACES);
        gp_rows_take(&rows, change_text(pair));
    }
    gp_rows_print(&rows, format, out);
}
