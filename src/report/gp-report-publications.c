/* SPDX-License-Identifier: MIT */
#include "gp-emissions.h"
#include "gp-report.h"
#include "gp-rows-private.h"
#include "gp-table-private.h"

#define KG_PER_TONNE_PLACES 3
#define SHOWN_TONNE_PLACES 3

static char *
fy_text(int fy)
{
    char label[16];

    gp_fy_print(fy, label);
    return g_strdup(label);
}

static char *
tonnes_text(const GpPublication *self, GpInt128 kg)
{
    GString *text = g_string_new(NULL);

    gp_number_append_rounded(text, kg, self->kg_places + KG_PER_TONNE_PLACES, SHOWN_TONNE_PLACES);
    return g_string_free(text, FALSE);
}

static const char *
kind_of(const GpPublication *self)
{
    return self->is_restatement ? "restatement" : "publication";
}

static int
year_at(const GpPublication *self, guint i)
{
    return g_array_index(self->years, GpPublishedYear, i).fy;
}

static char *
years_text(const GArray *fys)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < fys->len; i++) {
        g_autofree char *year = fy_text(g_array_index(fys, int, i));

        g_string_append_printf(text, "%s%s", i == 0 ? "" : " ", year);
    }
    return g_string_free(text, FALSE);
}

static char *
span_text(const GpPublication *self)
{
    g_autofree char *first = NULL, *last = NULL;

    if (self->years->len == 0)
        return g_strdup("none");
    first = fy_text(year_at(self, 0));
    last = fy_text(year_at(self, self->years->len - 1));
    return self->years->len == 1 ? g_steal_pointer(&first)
                                 : g_strdup_printf("%s to %s", first, last);
}

/* For people: what the latest year of each was, and why it was made. */
static void
print_list(const GPtrArray *publications, GString *out)
{
    static const char *const titles[] = {"publication",     "kind",        "by",
                                         "years",           "latest year", "NCF, tCO2e",
                                         "NCF Plus, tCO2e", "all, tCO2e",  "reason or note"};
    static const gboolean is_number[] = {FALSE, FALSE, FALSE, FALSE, FALSE,
                                         TRUE,  TRUE,  TRUE,  FALSE};
    g_auto(GpRows) rows = gp_rows_new(titles, is_number, G_N_ELEMENTS(titles));

    for (guint i = 0; i < publications->len; i++) {
        const GpPublication *self = g_ptr_array_index(publications, i);
        int latest = self->years->len == 0 ? 0 : year_at(self, self->years->len - 1);

        gp_rows_add(&rows, self->id);
        gp_rows_add(&rows, kind_of(self));
        gp_rows_add(&rows, self->by);
        gp_rows_take(&rows, span_text(self));
        gp_rows_take(&rows, latest == 0 ? g_strdup("") : fy_text(latest));
        for (GpTotal total = 0; total < GP_N_TOTALS; total++)
            gp_rows_take(&rows, tonnes_text(self, gp_publication_total(self, latest, total)));
        gp_rows_add(&rows, self->is_restatement ? self->reason : self->note);
    }
    gp_rows_print(&rows, GP_OUTPUT_TABLE, out);
}

void
gp_report_publications(const GPtrArray *publications, GpOutput format, GString *out)
{
    static const char *const titles[] = {"id",        "day",         "kind",           "by",
                                         "note",      "reason",      "restated_years", "first_year",
                                         "last_year", "ncf_kg_co2e", "plus_kg_co2e",   "kg_co2e",
                                         "originals", "editions",    "program",        "previous",
                                         "sha256"};
    static const gboolean is_number[G_N_ELEMENTS(titles)] = {FALSE};
    g_auto(GpRows) rows = gp_rows_new(titles, is_number, G_N_ELEMENTS(titles));

    if (format == GP_OUTPUT_TABLE) {
        print_list(publications, out);
        return;
    }
    for (guint i = 0; i < publications->len; i++) {
        const GpPublication *self = g_ptr_array_index(publications, i);
        int latest = self->years->len == 0 ? 0 : year_at(self, self->years->len - 1);

        gp_rows_add(&rows, self->id);
        gp_rows_add(&rows, self->day);
        gp_rows_add(&rows, kind_of(self));
        gp_rows_add(&rows, self->by);
        gp_rows_add(&rows, self->note);
        gp_rows_add(&rows, self->reason);
        gp_rows_take(&rows, years_text(self->restated_fys));
        gp_rows_take(&rows, latest == 0 ? g_strdup("") : fy_text(year_at(self, 0)));
        gp_rows_take(&rows, latest == 0 ? g_strdup("") : fy_text(latest));
        for (GpTotal total = 0; total < GP_N_TOTALS; total++)
            gp_rows_add_exact(&rows, gp_publication_total(self, latest, total), self->kg_places);
        gp_rows_take(&rows, g_strdup_printf("%u", self->originals->len));
        gp_rows_take(&rows, g_strdup_printf("%u", self->editions->len));
        gp_rows_add(&rows, self->program);
        gp_rows_add(&rows, self->previous);
        gp_rows_add(&rows, self->sha256 == NULL ? "" : self->sha256);
    }
    gp_rows_print(&rows, format, out);
}

/* ---- one ---- */

static const char *
comparable_text(const GpPublication *self, int fy)
{
    static const char *const words[] = {"not known", "yes", "no [b]"};
    const GpPublishedYear *year = gp_publication_year(self, fy);

    return words[year == NULL ? GP_COMPARABLE_UNKNOWN : year->comparable];
}

/* A quality's part of all that a year emitted, in whole percent. */
static char *
share_text(const GpPublication *self, int fy, GpQuality quality)
{
    double part = 0, whole = 0;

    for (guint i = 0; i < self->figures->len; i++) {
        const GpPublishedFigure *figure = &g_array_index(self->figures, GpPublishedFigure, i);

        if (figure->fy != fy)
            continue;
        part += gp_number_to_double(figure->kg_by_quality[quality], self->kg_places);
        whole += gp_number_to_double(figure->kg_co2e, self->kg_places);
    }
    return whole > 0 ? g_strdup_printf("%d%%", (int)(100 * part / whole + 0.5)) : g_strdup("[z]");
}

static void
print_head(const GpPublication *self, GString *out)
{
    g_string_append_printf(out, "%s: %s %s of %s, by %s\n", self->trust, kind_of(self), self->id,
                           self->day, self->by);
    if (*self->note != '\0')
        gp_text_paragraph_print("Note:", 9, self->note, out);
    if (*self->reason != '\0')
        gp_text_paragraph_print("Reason:", 9, self->reason, out);
    g_string_append_c(out, '\n');
}

static void
print_one(const GpPublication *self, GString *out)
{
    static const char *const titles[] = {"year",       "NCF, tCO2e", "NCF Plus, tCO2e",
                                         "all, tCO2e", "comparable", "measured",
                                         "estimated",  "modelled"};
    static const gboolean is_number[] = {FALSE, TRUE, TRUE, TRUE, FALSE, TRUE, TRUE, TRUE};
    g_auto(GpRows) rows = gp_rows_new(titles, is_number, G_N_ELEMENTS(titles));

    print_head(self, out);
    for (guint i = 0; i < self->years->len; i++) {
        int fy = year_at(self, i);

        gp_rows_take(&rows, fy_text(fy));
        for (GpTotal total = 0; total < GP_N_TOTALS; total++)
            gp_rows_take(&rows, tonnes_text(self, gp_publication_total(self, fy, total)));
        gp_rows_add(&rows, comparable_text(self, fy));
        for (GpQuality quality = GP_QUALITY_MEASURED; quality <= GP_QUALITY_MODELLED; quality++)
            gp_rows_take(&rows, share_text(self, fy, quality));
    }
    gp_rows_print(&rows, GP_OUTPUT_TABLE, out);
    g_string_append(out, "\nOf:\n");
    for (guint i = 0; i < self->originals->len; i++) {
        const GpPublishedOriginal *original =
            &g_array_index(self->originals, GpPublishedOriginal, i);

        g_string_append_printf(out, "  %.12s  %s (%s), %" G_GUINT64_FORMAT " %s\n",
                               original->sha256, original->name, original->source, original->rows,
                               original->rows == 1 ? "row" : "rows");
    }
    g_string_append(out, "\nFactors:\n");
    for (guint i = 0; i < self->editions->len; i++) {
        const GpPublishedEdition *edition = &g_array_index(self->editions, GpPublishedEdition, i);

        g_string_append_printf(out, "  %.12s  %s\n", edition->sha256, edition->name);
    }
    g_string_append_printf(out, "\nMade with greenplan %s; SHA-256 of the file: %s\n",
                           self->program, self->sha256 == NULL ? "none" : self->sha256);
}

void
gp_report_publication(const GpPublication *self, GpOutput format, GString *out)
{
    static const char *const titles[] = {"year",
                                         "comparable",
                                         "boundary",
                                         "category",
                                         "kg_co2e",
                                         "not_stated_kg_co2e",
                                         "measured_kg_co2e",
                                         "estimated_kg_co2e",
                                         "modelled_kg_co2e"};
    static const gboolean is_number[G_N_ELEMENTS(titles)] = {FALSE};
    static const char *const comparable[] = {"", "yes", "no"};
    g_auto(GpRows) rows = gp_rows_new(titles, is_number, G_N_ELEMENTS(titles));

    if (format == GP_OUTPUT_TABLE) {
        print_one(self, out);
        return;
    }
    for (guint i = 0; i < self->figures->len; i++) {
        const GpPublishedFigure *figure = &g_array_index(self->figures, GpPublishedFigure, i);
        const GpPublishedYear *year = gp_publication_year(self, figure->fy);

        gp_rows_take(&rows, fy_text(figure->fy));
        gp_rows_add(&rows, comparable[year == NULL ? GP_COMPARABLE_UNKNOWN : year->comparable]);
        gp_rows_add(&rows, figure->boundary);
        gp_rows_add(&rows, figure->category);
        gp_rows_add_exact(&rows, figure->kg_co2e, self->kg_places);
        for (guint k = 0; k < GP_N_QUALITIES; k++)
            gp_rows_add_exact(&rows, figure->kg_by_quality[k], self->kg_places);
    }
    gp_rows_print(&rows, format, out);
}
