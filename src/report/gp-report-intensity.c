/* SPDX-License-Identifier: MIT */
#include "gp-csv.h"
#include "gp-report-json-private.h"
#include "gp-report.h"
#include "gp-table-private.h"

#define KG_PER_TONNE_PLACES 3 /* 1 t = 10^3 kg */
#define SHOWN_PLACES 3

static const GpEmissionRow *
get_row(const GpEmissions *emissions, guint i)
{
    return &g_array_index(emissions->rows, GpEmissionRow, i);
}

static void
print_csv(const GpEmissions *emissions, const GpIntensity *intensity, GString *out)
{
    for (guint i = 0; i < emissions->by.n; i++)
        g_string_append_printf(out, "%s,", gp_dimension_name(emissions->by.list[i]));
    g_string_append(out, "kg_co2e,per_quantity,per_unit,kg_co2e_per_unit\n");
    for (guint i = 0; i < emissions->rows->len; i++) {
        const GpEmissionRow *row = get_row(emissions, i);
        GpInt128 rate;

        for (guint k = 0; k < emissions->by.n; k++) {
            gp_csv_append_name(out, row->labels[k]);
            g_string_append_c(out, ',');
        }
        gp_number_append(out, row->kg_co2e, emissions->kg_places);
        g_string_append_c(out, ',');
        if (intensity->per_micro[i] > 0)
            gp_number_append(out, intensity->per_micro[i], GP_MICRO_PLACES);
        g_string_append_printf(out, ",%s,", intensity->unit);
        if (gp_intensity_rate(intensity, emissions, i, &rate))
            gp_number_append(out, rate, GP_MICRO_PLACES);
        g_string_append_c(out, '\n');
    }
}

static cJSON *
row_object(const GpEmissions *emissions, const GpIntensity *intensity, guint i)
{
    const GpEmissionRow *row = get_row(emissions, i);
    cJSON *object = cJSON_CreateObject();
    GpInt128 rate;

    for (guint k = 0; k < emissions->by.n; k++)
        cJSON_AddStringToObject(object, gp_dimension_name(emissions->by.list[k]), row->labels[k]);
    gp_json_add_exact(object, "kg_co2e", row->kg_co2e, emissions->kg_places);
    cJSON_AddStringToObject(object, "per_unit", intensity->unit);
    if (gp_intensity_rate(intensity, emissions, i, &rate)) {
        gp_json_add_exact(object, "per_quantity", intensity->per_micro[i], GP_MICRO_PLACES);
        gp_json_add_exact(object, "kg_co2e_per_unit", rate, GP_MICRO_PLACES);
    } else {
        cJSON_AddNullToObject(object, "per_quantity");
        cJSON_AddNullToObject(object, "kg_co2e_per_unit");
    }
    return object;
}

static void
print_json(const GpEmissions *emissions,
           const GpIntensity *intensity,
           const GpIssueList *issues,
           GString *out)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *rows = cJSON_AddArrayToObject(object, "rows");

    for (guint i = 0; i < emissions->rows->len; i++)
        cJSON_AddItemToArray(rows, row_object(emissions, intensity, i));
    gp_json_add_issues(object, issues);
    gp_json_add_matches(object, &emissions->matches);
    gp_json_print(object, out);
}

static char *
rounded(GpInt128 value, int places)
{
    GString *text = g_string_new(NULL);

    gp_number_append_rounded(text, value, places, SHOWN_PLACES);
    return g_string_free(text, FALSE);
}

static void
print_table(const GpEmissions *emissions, const GpIntensity *intensity, GString *out)
{
    guint n = emissions->by.n;
    g_autofree char *per = g_strdup_printf("kg per %s", intensity->unit);
    const char *titles[GP_N_DIMENSIONS + 3];
    gboolean is_number[GP_N_DIMENSIONS + 3] = {FALSE};
    g_auto(GpTextTable) table;

    for (guint i = 0; i < n; i++)
        titles[i] = gp_dimension_name(emissions->by.list[i]);
    titles[n] = "tCO2e";
    titles[n + 1] = intensity->unit;
    titles[n + 2] = per;
    is_number[n] = is_number[n + 1] = is_number[n + 2] = TRUE;
    gp_text_table_init(&table, titles, is_number, n + 3);
    for (guint i = 0; i < emissions->rows->len; i++) {
        const GpEmissionRow *row = get_row(emissions, i);
        gboolean is_known;
        GpInt128 rate;

        for (guint k = 0; k < n; k++)
            gp_text_table_add(&table,
                              g_strdup(*row->labels[k] == '\0' ? "(none)" : row->labels[k]));
        is_known = gp_intensity_rate(intensity, emissions, i, &rate);
        gp_text_table_add(&table,
                          rounded(row->kg_co2e, emissions->kg_places + KG_PER_TONNE_PLACES));
        gp_text_table_add(&table, is_known ? rounded(intensity->per_micro[i], GP_MICRO_PLACES)
                                           : g_strdup("no data"));
        gp_text_table_add(&table, is_known ? rounded(rate, GP_MICRO_PLACES) : g_strdup("no data"));
    }
    gp_text_table_print(&table, 0, out);
    g_string_append(out, "\nA rate can fall while the footprint rises: targets are about the "
                         "footprint, in the column tCO2e.\n");
    gp_matches_print(&emissions->matches, out);
}

void
gp_report_intensity(const GpEmissions *emissions,
                    const GpIntensity *intensity,
                    const GpIssueList *issues,
                    GpOutput format,
                    GString *out)
{
    switch (format) {
    case GP_OUTPUT_CSV:
        print_csv(emissions, intensity, out);
        return;
    case GP_OUTPUT_JSON:
        print_json(emissions, intensity, issues, out);
        return;
    case GP_OUTPUT_TABLE:
        print_table(emissions, intensity, out);
        return;
    }
}
