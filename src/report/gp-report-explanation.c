/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-audit.h"
#include "gp-report-explanation-private.h"
#include "gp-report.h"
#include "gp-rows-private.h"

#define KG_PER_TONNE_PLACES 3 /* 1 t = 10^3 kg */
#define SHOWN_TONNE_PLACES 3

void
gp_step_append_multiplier(const GpExplanationStep *step, const GpUnitTable *units, GString *out)
{
    const GpFactor *factor = step->factor;

    if (step->multiplier_nano == GP_NANO)
        return;
    g_string_append(out, " x ");
    gp_number_append(out, step->multiplier_nano, GP_NANO_PLACES);
    if (*factor->deflator != '\0')
        g_string_append_printf(out, " (pounds of %d in one of the year, by the index %s)",
                               factor->price_year, factor->deflator);
    else
        g_string_append_printf(out, " %s/%s", gp_unit_name(units, factor->unit),
                               gp_unit_name(units, step->unit));
}

void
gp_factor_append_source(const GpFactor *factor, GString *out)
{
    if (factor->is_own)
        g_string_append_printf(out, "  %s:%u", factor->file, factor->line);
    else
        g_string_append_printf(out, "  %s", factor->publication);
    if (*factor->edition != '\0')
        g_string_append_printf(out, ", %s", factor->edition);
    if (*factor->reference != '\0')
        g_string_append_printf(out, "\n  %s", factor->reference);
    if (*factor->provenance != '\0')
        g_string_append_printf(out, " (%s)", factor->provenance);
    g_string_append_c(out, '\n');
}

/* quantity x multiplier x factor = kg, and where the factor is from. */
static void
describe(const GpExplanationStep *step, const GpUnitTable *units, GString *out)
{
    const GpFactor *factor = step->factor;

    g_string_append_printf(out, "\n%s%sscope %s: ", gp_component_name(factor->component),
                           *gp_component_name(factor->component) == '\0' ? "" : ", ",
                           *gp_scope_name(factor->scope) == '\0' ? "not stated"
                                                                 : gp_scope_name(factor->scope));
    gp_number_append(out, step->quantity_micro, GP_MICRO_PLACES);
    g_string_append_printf(out, " %s", gp_unit_name(units, step->unit));
    gp_step_append_multiplier(step, units, out);
    g_string_append(out, " x ");
    gp_number_append(out, factor->kg_co2e_pico, GP_PICO_PLACES);
    g_string_append_printf(out, " kg CO2e/%s = ", gp_unit_name(units, factor->unit));
    gp_number_append(out, step->kg_co2e, step->kg_places);
    g_string_append_printf(out, " kg CO2e%s\n  %" G_GUINT64_FORMAT " %s; %s\n",
                           factor->scope == GP_SCOPE_OUTSIDE ? ", in no total" : "", step->rows,
                           step->rows == 1 ? "row" : "rows", gp_match_rule_name(step->rule));
    gp_factor_append_source(factor, out);
}

static void
add_step(GpRows *rows,
         const char *activity,
         const GpExplanationStep *step,
         const GpUnitTable *units)
{
    const GpFactor *factor = step->factor;

    gp_rows_add(rows, activity);
    gp_rows_add(rows, gp_component_name(factor->component));
    gp_rows_add(rows, gp_scope_name(factor->scope));
    gp_rows_take(rows, g_strdup_printf("%" G_GUINT64_FORMAT, step->rows));
    gp_rows_add_exact(rows, step->quantity_micro, GP_MICRO_PLACES);
    gp_rows_add(rows, gp_unit_name(units, step->unit));
    gp_rows_add_exact(rows, step->multiplier_nano, GP_NANO_PLACES);
    gp_rows_add(rows, factor->deflator);
    if (*factor->deflator == '\0')
        gp_rows_add(rows, "");
    else
        gp_rows_add_exact(rows, step->deflator_nano, GP_NANO_PLACES);
    gp_rows_add_exact(rows, factor->kg_co2e_pico, GP_PICO_PLACES);
    gp_rows_add(rows, gp_unit_name(units, factor->unit));
    gp_rows_add_exact(rows, step->kg_co2e, step->kg_places);
    gp_rows_add(rows, gp_match_rule_name(step->rule));
    gp_rows_add(rows, factor->publication);
    gp_rows_add(rows, factor->edition);
    gp_rows_add(rows, factor->reference);
}

void
gp_report_explanation(const GpExplanation *explanation,
                      const GpUnitTable *units,
                      GpOutput format,
                      GString *out)
{
    static const char *const titles[] = {
        "activity",       "component",  "scope", "rows",        "quantity",
        "unit",           "multiplier", "index", "deflator",    "kg_co2e_per_unit",
        "unit_of_factor", "kg_co2e",    "rule",  "publication", "edition",
        "reference"};
    static const gboolean is_number[G_N_ELEMENTS(titles)] = {FALSE};
    g_auto(GpRows) rows = gp_rows_new(titles, is_number, G_N_ELEMENTS(titles));

    if (format == GP_OUTPUT_TABLE)
        g_string_append_printf(out, "%s\n", explanation->activity);
    for (guint i = 0; i < explanation->steps->len; i++) {
        const GpExplanationStep *step = &g_array_index(explanation->steps, GpExplanationStep, i);

        if (format == GP_OUTPUT_TABLE)
            describe(step, units, out);
        else
            add_step(&rows, explanation->activity, step, units);
    }
    if (format != GP_OUTPUT_TABLE)
        gp_rows_print(&rows, format, out);
}

/* What the other editions would change, in percent to two places. */
static char *
percent_text(const GpAuditYear *year, GpAudit audit)
{
    double own = gp_number_to_double(year->kg_co2e[GP_AUDIT_OWN], year->places[GP_AUDIT_OWN]);
    double other = gp_number_to_double(year->kg_co2e[audit], year->places[audit]);
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    if (year->kg_co2e[GP_AUDIT_OWN] == 0)
        return g_strdup("");
    return g_strdup(g_ascii_formatd(text, sizeof text, "%+.2f", (other - own) / fabs(own) * 100));
}

static void
add_total(GpRows *rows, const GpAuditYear *year, GpAudit audit, gboolean for_people)
{
    GString *text = g_string_new(NULL);

    if (for_people)
        gp_number_append_rounded(text, year->kg_co2e[audit],
                                 year->places[audit] + KG_PER_TONNE_PLACES, SHOWN_TONNE_PLACES);
    else
        gp_number_append(text, year->kg_co2e[audit], year->places[audit]);
    gp_rows_take(rows, g_string_free(text, FALSE));
}

void
gp_report_audit(const GArray *years, GpOutput format, GString *out)
{
    static const char *const for_programs[] = {"year",           "kg_co2e",
                                               "kg_co2e_before", "change_percent_before",
                                               "kg_co2e_after",  "change_percent_after"};
    static const char *const for_people[] = {"year",     "tCO2e",      "year before",
                                             "change %", "year after", "change %"};
    static const gboolean is_number[] = {FALSE, TRUE, TRUE, TRUE, TRUE, TRUE};
    gboolean is_table = format == GP_OUTPUT_TABLE;
    g_auto(GpRows) rows =
        gp_rows_new(is_table ? for_people : for_programs, is_number, G_N_ELEMENTS(is_number));

    for (guint i = 0; i < years->len; i++) {
        const GpAuditYear *year = &g_array_index(years, GpAuditYear, i);
        char label[16];

        gp_fy_print(year->fy, label);
        gp_rows_add(&rows, label);
        add_total(&rows, year, GP_AUDIT_OWN, is_table);
        for (guint audit = GP_AUDIT_BEFORE; audit < GP_N_AUDITS; audit++) {
            add_total(&rows, year, audit, is_table);
            gp_rows_take(&rows, percent_text(year, audit));
        }
    }
    gp_rows_print(&rows, format, out);
}
