/* SPDX-License-Identifier: MIT */
#include "gp-return-private.h"

/*
 * The sustainability tables of an NHS annual report, with the years before, under the four headings
 * of the Task Force on Climate-related Financial Disclosures that HM Treasury's guidance asks for.
 */

#define MAX_YEARS 5

/* ---- emissions ---- */

typedef struct {
    const char *scope;
    GpBoundary boundary;
} Chosen;

static gboolean
is_chosen(const GpScopedLine *line, gconstpointer data)
{
    const Chosen *chosen = data;

    return line->activity != NULL && line->activity->boundary == chosen->boundary &&
           (chosen->scope == NULL || g_str_equal(line->scope, chosen->scope)) &&
           !g_str_equal(line->scope, gp_scope_name(GP_SCOPE_OUTSIDE));
}

static void
add_year_columns(GpDocTable *table, const GArray *years)
{
    for (guint i = 0; i < years->len; i++) {
        int fy = g_array_index(years, int, i);

        gp_doc_table_add_fy_columns(table, fy, fy, 0);
    }
}

static void
add_scope(const GpFiling *filing,
          GpDocTable *table,
          const GArray *years,
          const char *title,
          const Chosen *chosen)
{
    gp_doc_table_add_row(table, title);
    for (guint i = 0; i < years->len; i++)
        gp_filing_set_sum(filing, table, i + 1, g_array_index(years, int, i), is_chosen, chosen);
}

static void
add_total(const GpFiling *filing,
          GpDocTable *table,
          const GArray *years,
          const char *title,
          const GpCut *cut,
          gboolean is_plus)
{
    const GpComposing *composing = &filing->composing;

    gp_doc_table_add_total(table, title);
    for (guint i = 0; i < years->len; i++) {
        int fy = g_array_index(years, int, i);
        GpMark mark = gp_composing_mark(composing, fy);
        GpInt128 kg;

        if (!gp_cut_sum(cut, fy, &kg) || (is_plus && !gp_composing_counts_plus(composing, fy)))
            continue;
        gp_doc_table_set_kg(table, i + 1, kg, cut->kg_places);
        if (mark != GP_MARK_NONE)
            gp_doc_table_set_mark(table, i + 1, mark);
    }
}

static GpDocTable *
emissions_table(const GpFiling *filing, const GArray *years)
{
    static const Chosen scope_1 = {"1", GP_BOUNDARY_NCF}, scope_2 = {"2", GP_BOUNDARY_NCF},
                        scope_3 = {"3", GP_BOUNDARY_NCF}, wider = {NULL, GP_BOUNDARY_PLUS};
    const GpComposing *composing = &filing->composing;
    g_autofree char *caption =
        gp_composing_caption(composing, "Greenhouse gas emissions", g_array_index(years, int, 0),
                             g_array_index(years, int, years->len - 1));
    GpDocTable *table = gp_doc_table_new("annual-emissions", caption);

    gp_doc_table_add_text_column(table, "Emissions", "emissions");
    add_year_columns(table, years);
    add_scope(filing, table, years, "Scope 1: direct", &scope_1);
    add_scope(filing, table, years, "Scope 2: energy bought, location-based", &scope_2);
    add_scope(filing, table, years, "Scope 3 that the trust controls directly", &scope_3);
    add_total(filing, table, years, gp_total_title(GP_TOTAL_NCF), composing->ncf, FALSE);
    add_scope(filing, table, years, "Supply chain, commuting, patients and visitors", &wider);
    add_total(filing, table, years, gp_total_title(GP_TOTAL_PLUS), composing->plus, TRUE);
    return table;
}

/* ---- what was used ---- */

static const GpFilingField resources[] = {
    {"Natural gas", NULL, "natural-gas", "kWh", "kWh", 0},
    {"Oil", NULL, GP_KEYS_OIL, "kWh", "kWh", 0},
    {"Other fuel", NULL, "lpg|coal|" GP_KEYS_BIOMASS, "kWh", "kWh", 0},
    {"Heat bought", NULL, "district-heat", "kWh", "kWh", 0},
    {"Electricity from the grid", NULL, "electricity", "kWh", "kWh", 0},
    {"Water", NULL, "water-supply", "m3", "m³", 0},
    {"Waste recycled or composted", NULL, GP_KEYS_RECYCLED "|waste-food|waste-weee", "tonne", "t",
     0},
    {"Waste to energy recovery", NULL, GP_KEYS_ENERGY_RECOVERY, "tonne", "t", 0},
    {"Waste to landfill", NULL, GP_KEYS_LANDFILL, "tonne", "t", 0},
    {"Clinical and offensive waste", NULL,
     "waste-clinical-high-temperature|waste-clinical-infectious|waste-offensive", "tonne", "t", 0},
    {"Business travel by car", NULL, "car-*", "km", "km", 0},
    {"Business travel by rail", NULL, "rail", "passenger-km", "passenger km", 0},
    {"Business travel by air", NULL, "flight-*", "passenger-km", "passenger km", 0},
};

/* ---- for each member of staff, square metre, … ---- */

static GpDocTable *
intensity_table(const GpFiling *filing, const GArray *years)
{
    static const char *const titles[GP_N_INTENSITIES] = {
        "For each WTE of staff", "For each square metre", "For each bed day",
        "For each patient contact", "For each million pounds"};
    const GpComposing *composing = &filing->composing;
    g_autofree char *caption = gp_composing_caption(
        composing, "NHS Carbon Footprint for each unit of what the trust is and does",
        g_array_index(years, int, 0), g_array_index(years, int, years->len - 1));
    GpDocTable *table = gp_doc_table_new("annual-intensity", caption);

    gp_doc_table_add_text_column(table, "Measure", "measure");
    for (guint i = 0; i < years->len; i++) {
        int fy = g_array_index(years, int, i);
        g_autofree char *title = gp_words_fy(fy);
        g_autofree char *key = g_strdup_printf("kg_co2e_%d_%02d", fy, (fy + 1) % 100);

        gp_doc_table_add_column(table, title, "kg CO₂e", key, 1);
    }
    for (guint base = 0; base < GP_N_INTENSITIES; base++) {
        gboolean is_begun = FALSE;

        for (guint i = 0; i < composing->board->sizes->len; i++) {
            const GpBoardSize *size = &g_array_index(composing->board->sizes, GpBoardSize, i);
            GpInt128 kg;

            for (guint k = 0; k < years->len; k++) {
                if (g_array_index(years, int, k) != size->fy || size->per_micro[base] <= 0 ||
                    !gp_cut_sum(composing->ncf, size->fy, &kg))
                    continue;
                if (!is_begun)
                    gp_doc_table_add_row(table, titles[base]);
                is_begun = TRUE;
                gp_doc_table_set_double(
                    table, k + 1,
                    gp_number_to_double(kg, composing->ncf->kg_places) /
                        gp_number_to_double(size->per_micro[base], GP_MICRO_PLACES));
            }
        }
    }
    return table;
}

/* ---- the four headings ---- */

static void
say_governance(const GpBoard *board, GpSection *section)
{
    gboolean has_lead = board->board_lead != NULL && *board->board_lead != '\0';
    guint n_adopted = 0;

    for (guint i = 0; i < board->standings->len; i++)
        n_adopted += *gp_board_target(board, i)->target->adopted_by != '\0' ? 1 : 0;
    gp_section_say(section,
                   has_lead ? "%s answers to the board for net zero and the Green Plan."
                            : "%sThe settings do not name who answers to the board for net zero "
                              "and the Green Plan.",
                   has_lead ? board->board_lead : "");
    if (board->standings->len > 0) {
        g_autofree char *count = gp_words_count(board->standings->len, "target", "targets");

        gp_section_say(section, "%u of %s %s recorded as adopted.", n_adopted, count,
                       n_adopted == 1 ? "is" : "are");
    }
    gp_section_say(section, "To be added by the trust: how often the board sees climate-related "
                            "issues, and management's part in them.");
}

static void
say_metrics(const GpFiling *filing, GpSection *section, const GArray *years)
{
    const GpBoard *board = filing->composing.board;
    GpDocTable *intensity = intensity_table(filing, years);

    for (guint i = 0; i < board->standings->len; i++) {
        const GpTrajectory *trajectory = gp_board_target(board, i)->trajectory;

        if (trajectory != NULL) {
            g_autofree char *standing = gp_words_standing(trajectory);

            gp_section_add_answer(
                section, gp_board_target(board, i)->target->name, standing == NULL ? "" : standing,
                gp_tone_of_verdict(trajectory->verdict), gp_verdict_title(trajectory->verdict));
        }
    }
    gp_section_add_table(section, emissions_table(filing, years));
    gp_section_add_table(section, gp_filing_fields_table(filing, "annual-resources",
                                                         "Energy, water, waste and travel",
                                                         "Resource", "resource", resources,
                                                         G_N_ELEMENTS(resources), years));
    if (intensity->rows->len > 0) {
        gp_section_add_table(section, intensity);
    } else {
        gp_doc_table_free(intensity);
        gp_section_say(section, "There are no staff, floor area or activity figures to divide by.");
    }
}

GpDocument *
gp_compose_annual_report(const GpBoard *board)
{
    GpDocument *document = gp_compose_document(board, "Annual report: sustainability tables");
    GpSection *section = gp_document_add_section(document, "governance", "Governance", 1);
    g_auto(GpFiling) filing;
    g_autoptr(GArray) years = NULL;

    gp_filing_init(&filing, board, document);
    years = gp_filing_years(&filing, MAX_YEARS);
    say_governance(board, section);
    section = gp_document_add_section(document, "strategy", "Strategy", 1);
    gp_section_say(section, "To be added by the trust: the climate-related risks and opportunities "
                            "that it has found, and what they mean for its services and money.");
    section = gp_document_add_section(document, "risk", "Risk management", 1);
    gp_section_say(section, "To be added by the trust: how climate-related risks are found, judged "
                            "and managed, and where they stand in the risk register.");
    section = gp_document_add_section(document, "metrics", "Metrics and targets", 1);
    if (years->len == 0)
        gp_section_note(section, "There are no emissions to report yet.");
    else
        say_metrics(&filing, section, years);
    return document;
}
