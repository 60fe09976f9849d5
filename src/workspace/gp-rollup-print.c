/* SPDX-License-Identifier: MIT */
#include "gp-csv.h"
#include "gp-emissions.h"
#include "gp-json.h"
#include "gp-rollups.h"

static const char *const comparable_words[] = {"unknown", "yes", "no"};

static void
add_head(const GpRollup *self, GString *out)
{
    const char *const texts[][2] = {{"trust", self->trust},     {"ods_code", self->ods_code},
                                    {"icb", self->icb},         {"day", self->day},
                                    {"factors", self->factors}, {"program", self->program}};

    g_string_append_printf(out, "{\n  \"greenplan_rollup\": %d,\n", GP_ROLLUP_FORMAT);
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_string_append(out, "  ");
        gp_json_append_member(out, texts[i][0], texts[i][1]);
        g_string_append(out, ",\n");
    }
    g_string_append_printf(out, "  \"invented\": %s,\n  \"kg_places\": %d,\n  \"units\": {",
                           self->is_invented ? "true" : "false", self->kg_places);
    for (guint i = 0; i < GP_N_INTENSITIES; i++) {
        g_string_append(out, i == 0 ? "" : ", ");
        gp_json_append_member(out, gp_intensity_base_name(i), self->size_units[i]);
    }
    g_string_append(out, "},\n");
}

static void
add_years(const GpRollup *self, GString *out)
{
    g_string_append(out, "  \"years\": [");
    for (guint i = 0; i < self->years->len; i++) {
        const GpRollupYear *year = &g_array_index(self->years, GpRollupYear, i);

        g_string_append(out, i == 0 ? "\n    {" : ",\n    {");
        gp_json_append_fy(out, "year", year->fy);
        for (guint k = 0; k < GP_N_ROLLUP_BOUNDARIES; k++)
            g_string_append_printf(out, ", \"%s_comparable\": \"%s\"", gp_total_name(k),
                                   comparable_words[year->comparable[k]]);
        for (guint k = 0; k < GP_N_INTENSITIES; k++) {
            if (year->per_micro[k] == 0)
                continue;
            g_string_append(out, ", ");
            gp_json_append_exact(out, gp_intensity_base_name(k), year->per_micro[k],
                                 GP_MICRO_PLACES);
        }
        g_string_append_c(out, '}');
    }
    g_string_append(out, "\n  ],\n");
}

static void
add_figures(const GpRollup *self, GString *out)
{
    g_string_append(out, "  \"figures\": [");
    for (guint i = 0; i < self->figures->len; i++) {
        const GpRollupFigure *figure = &g_array_index(self->figures, GpRollupFigure, i);

        g_string_append(out, i == 0 ? "\n    {" : ",\n    {");
        gp_json_append_fy(out, "year", figure->fy);
        g_string_append(out, ", ");
        gp_json_append_member(out, "boundary", figure->boundary);
        g_string_append(out, ", ");
        gp_json_append_member(out, "category", figure->category);
        g_string_append(out, ", ");
        gp_json_append_exact(out, "kg_co2e", figure->kg_co2e, self->kg_places);
        g_string_append_c(out, '}');
    }
    g_string_append(out, "\n  ],\n");
}

static void
add_targets(const GpRollup *self, GString *out)
{
    g_string_append(out, "  \"targets\": [");
    for (guint i = 0; i < self->targets->len; i++) {
        const GpRollupTarget *target = &g_array_index(self->targets, GpRollupTarget, i);
        const char *const texts[][2] = {{"name", target->name},
                                        {"boundary", target->boundary},
                                        {"adopted_by", target->adopted_by},
                                        {"adopted_on", target->adopted_on},
                                        {"owner", target->owner}};

        g_string_append(out, i == 0 ? "\n    {" : ",\n    {");
        for (guint k = 0; k < G_N_ELEMENTS(texts); k++) {
            gp_json_append_member(out, texts[k][0], texts[k][1]);
            g_string_append(out, ", ");
        }
        gp_json_append_fy(out, "baseline_year", target->baseline_fy);
        g_string_append(out, ", ");
        gp_json_append_fy(out, "target_year", target->first_fy);
        g_string_append(out, ", ");
        gp_json_append_fy(out, "target_year_latest", target->target_fy);
        g_string_append(out, ", ");
        gp_json_append_exact(out, "reduction_percent", target->reduction_micro, GP_MICRO_PLACES);
        g_string_append_c(out, '}');
    }
    g_string_append(out, "\n  ]\n}\n");
}

void
gp_rollup_print_json(const GpRollup *self, GString *out)
{
    add_head(self, out);
    add_years(self, out);
    add_figures(self, out);
    add_targets(self, out);
}

/* The columns that every row has alike, and its year. */
static void
begin_row(const GpRollup *self, int fy, const char *measure, GString *out)
{
    const char *const texts[] = {self->ods_code, self->trust, self->icb,
                                 self->is_invented ? "yes" : "no"};
    char label[16];

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        gp_csv_append_name(out, texts[i]);
        g_string_append_c(out, ',');
    }
    gp_fy_print(fy, label);
    g_string_append_printf(out, "%s,%s,", label, measure);
}

static const char *
comparable_word(const GpRollup *self, const GpRollupFigure *figure)
{
    const GpRollupYear *year = gp_rollup_find_year(self, figure->fy);

    for (guint i = 0; year != NULL && i < GP_N_ROLLUP_BOUNDARIES; i++) {
        if (g_str_equal(figure->boundary, gp_total_name(i)))
            return comparable_words[year->comparable[i]];
    }
    return "";
}

void
gp_rollup_print_csv(const GpRollup *self, GString *out)
{
    g_string_append(
        out, "ods_code,trust,icb,invented,year,measure,boundary,category,value,unit,comparable\n");
    for (guint i = 0; i < self->figures->len; i++) {
        const GpRollupFigure *figure = &g_array_index(self->figures, GpRollupFigure, i);

        begin_row(self, figure->fy, "emissions", out);
        g_string_append_printf(out, "%s,", figure->boundary);
        gp_csv_append_name(out, figure->category);
        g_string_append_c(out, ',');
        gp_number_append(out, figure->kg_co2e, self->kg_places);
        g_string_append_printf(out, ",kg CO2e,%s\n", comparable_word(self, figure));
    }
    for (guint i = 0; i < self->years->len; i++) {
        const GpRollupYear *year = &g_array_index(self->years, GpRollupYear, i);

        for (guint k = 0; k < GP_N_INTENSITIES; k++) {
            if (year->per_micro[k] == 0)
                continue;
            begin_row(self, year->fy, gp_intensity_base_name(k), out);
            g_string_append(out, ",,");
            gp_number_append(out, year->per_micro[k], GP_MICRO_PLACES);
            g_string_append_c(out, ',');
            gp_csv_append_name(out, self->size_units[k]);
            g_string_append(out, ",\n");
        }
    }
}
