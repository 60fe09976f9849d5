/* SPDX-License-Identifier: MIT */
#include "gp-emissions.h"
#include "gp-json.h"
#include "gp-publication-private.h"

static void
add_exact(GString *out, const char *key, GpInt128 value, int places)
{
    g_string_append(out, ", ");
    gp_json_append_exact(out, key, value, places);
}

static void
add_fy(GString *out, int fy)
{
    char label[16];

    gp_fy_print(fy, label);
    g_string_append_printf(out, "\"%s\"", label);
}

static void
add_fys(GString *out, const char *key, const GArray *fys)
{
    g_string_append_printf(out, "  \"%s\": [", key);
    for (guint i = 0; i < fys->len; i++) {
        g_string_append(out, i == 0 ? "" : ", ");
        add_fy(out, g_array_index(fys, int, i));
    }
    g_string_append(out, "],\n");
}

static void
add_head(GString *out, const GpPublication *self)
{
    const char *const texts[][2] = {{"id", self->id},          {"day", self->day},
                                    {"by", self->by},          {"note", self->note},
                                    {"reason", self->reason},  {"trust", self->trust},
                                    {"program", self->program}};

    g_string_append_printf(out,
                           "{\n  \"greenplan_publication\": %d,\n"
                           "  \"kind\": \"%s\",\n",
                           GP_PUBLICATION_FORMAT,
                           self->is_restatement ? "restatement" : "publication");
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_string_append(out, "  ");
        gp_json_append_member(out, texts[i][0], texts[i][1]);
        g_string_append(out, ",\n");
    }
    g_string_append_printf(out, "  \"invented\": %s,\n", self->is_invented ? "true" : "false");
    g_string_append(out, "  \"previous\": {");
    gp_json_append_member(out, "id", self->previous);
    g_string_append(out, ", ");
    gp_json_append_member(out, "sha256", self->previous_sha256);
    g_string_append_printf(out, "},\n  \"kg_places\": %d,\n", self->kg_places);
    add_fys(out, "baseline_years", self->baseline_fys);
    add_fys(out, "restated_years", self->restated_fys);
}

static void
add_settings(GString *out, const char *key, const GArray *settings)
{
    g_string_append_printf(out, "  \"%s\": [", key);
    for (guint i = 0; i < settings->len; i++) {
        const GpPublishedSetting *setting = &g_array_index(settings, GpPublishedSetting, i);

        g_string_append(out, i == 0 ? "\n    {" : ",\n    {");
        gp_json_append_member(out, "name", setting->name);
        g_string_append(out, ", ");
        gp_json_append_member(out, "value", setting->value);
        g_string_append_c(out, '}');
    }
    g_string_append(out, "\n  ],\n");
}

static void
add_years(GString *out, const GpPublication *self)
{
    static const char *const words[] = {"unknown", "yes", "no"};

    g_string_append(out, "  \"years\": [");
    for (guint i = 0; i < self->years->len; i++) {
        const GpPublishedYear *year = &g_array_index(self->years, GpPublishedYear, i);

        g_string_append(out, i == 0 ? "\n    {\"year\": " : ",\n    {\"year\": ");
        add_fy(out, year->fy);
        g_string_append_printf(out, ", \"comparable\": \"%s\"", words[year->comparable]);
        for (GpTotal total = 0; total < GP_N_TOTALS; total++) {
            g_autofree char *key = g_strdup_printf("%s_kg_co2e", gp_total_name(total));

            add_exact(out, key, gp_publication_total(self, year->fy, total), self->kg_places);
        }
        g_string_append_c(out, '}');
    }
    g_string_append(out, "\n  ],\n");
}

static void
add_place(GString *out, gboolean is_first, int fy, const char *boundary, const char *category)
{
    g_string_append(out, is_first ? "\n    {\"year\": " : ",\n    {\"year\": ");
    add_fy(out, fy);
    g_string_append(out, ", ");
    gp_json_append_member(out, "boundary", boundary);
    g_string_append(out, ", ");
    gp_json_append_member(out, "category", category);
}

static void
add_figures(GString *out, const GpPublication *self)
{
    static const char *const keys[GP_N_QUALITIES] = {"not_stated_kg_co2e", "measured_kg_co2e",
                                                     "estimated_kg_co2e", "modelled_kg_co2e"};

    g_string_append(out, "  \"figures\": [");
    for (guint i = 0; i < self->figures->len; i++) {
        const GpPublishedFigure *figure = &g_array_index(self->figures, GpPublishedFigure, i);

        add_place(out, i == 0, figure->fy, figure->boundary, figure->category);
        add_exact(out, "kg_co2e", figure->kg_co2e, self->kg_places);
        for (guint k = 0; k < GP_N_QUALITIES; k++)
            add_exact(out, keys[k], figure->kg_by_quality[k], self->kg_places);
        g_string_append_c(out, '}');
    }
    g_string_append(out, "\n  ],\n");
}

static void
add_list(GString *out, const char *key, const char *const *texts)
{
    g_string_append_printf(out, ", \"%s\": [", key);
    for (guint i = 0; texts[i] != NULL; i++) {
        g_string_append(out, i == 0 ? "" : ", ");
        gp_json_append_text(out, texts[i]);
    }
    g_string_append_c(out, ']');
}

static void
add_lines(GString *out, const GpPublication *self)
{
    g_string_append(out, "  \"lines\": [");
    for (guint i = 0; i < self->lines->len; i++) {
        const GpPublishedLine *line = &g_array_index(self->lines, GpPublishedLine, i);
        char months[13] = "............";

        for (guint month = 0; month < 12; month++) {
            if (line->months & 1U << month)
                months[month] = "AMJJASONDJFM"[month];
        }
        add_place(out, i == 0, line->fy, line->boundary, line->category);
        g_string_append(out, ", ");
        gp_json_append_member(out, "activity", line->activity);
        add_exact(out, "kg_co2e", line->kg_co2e, self->kg_places);
        if (line->unit != NULL) {
            add_exact(out, "quantity", line->quantity, GP_QUANTITY_PLACES);
            g_string_append(out, ", ");
            gp_json_append_member(out, "unit", line->unit);
        }
        g_string_append_printf(out, ", \"months\": \"%s\"", months);
        add_list(out, "sources", line->sources);
        add_list(out, "editions", line->editions);
        g_string_append_c(out, '}');
    }
    g_string_append(out, "\n  ],\n");
}

static void
add_editions(GString *out, const GpPublication *self)
{
    g_string_append(out, "  \"editions\": [");
    for (guint i = 0; i < self->editions->len; i++) {
        const GpPublishedEdition *edition = &g_array_index(self->editions, GpPublishedEdition, i);

        g_string_append(out, i == 0 ? "\n    {" : ",\n    {");
        gp_json_append_member(out, "name", edition->name);
        g_string_append_printf(out, ", \"rows\": %" G_GUINT64_FORMAT ", ", edition->rows);
        gp_json_append_member(out, "sha256", edition->sha256);
        g_string_append_c(out, '}');
    }
    g_string_append(out, "\n  ],\n");
}

static void
add_originals(GString *out, const GpPublication *self)
{
    g_string_append(out, "  \"originals\": [");
    for (guint i = 0; i < self->originals->len; i++) {
        const GpPublishedOriginal *original =
            &g_array_index(self->originals, GpPublishedOriginal, i);

        g_string_append(out, i == 0 ? "\n    {" : ",\n    {");
        gp_json_append_member(out, "sha256", original->sha256);
        g_string_append(out, ", ");
        gp_json_append_member(out, "source", original->source);
        g_string_append(out, ", ");
        gp_json_append_member(out, "name", original->name);
        g_string_append_printf(out, ", \"rows\": %" G_GUINT64_FORMAT "}", original->rows);
    }
    g_string_append(out, "\n  ],\n");
}

void
gp_publication_print(const GpPublication *self, GString *out)
{
    g_autofree char *seal = NULL;
    gsize start = out->len;

    add_head(out, self);
    add_settings(out, "settings", self->settings);
    add_settings(out, "digests", self->digests);
    add_years(out, self);
    add_figures(out, self);
    add_lines(out, self);
    add_editions(out, self);
    add_originals(out, self);
    seal = g_compute_checksum_for_string(G_CHECKSUM_SHA256, out->str + start,
                                         (gssize)(out->len - start));
    g_string_append_printf(out, "  \"seal\": \"%s\"\n}\n", seal);
}
