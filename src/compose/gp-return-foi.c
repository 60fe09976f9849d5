/* SPDX-License-Identifier: MIT */
#include "gp-return-private.h"

/*
 * What trusts are asked again and again under the Freedom of Information Act: emissions by year and
 * for each member of staff, energy by fuel, the fleet, targets, and what is done.
 */

/* ---- emissions ---- */

static gint64
size_of(const GpBoard *board, int fy, GpIntensityBase base)
{
    for (guint i = 0; i < board->sizes->len; i++) {
        const GpBoardSize *size = &g_array_index(board->sizes, GpBoardSize, i);

        if (size->fy == fy)
            return size->per_micro[base];
    }
    return 0;
}

/* Tonnes for one WTE, of sums; to nine places. */
static void
set_rate(GpDocTable *table, guint column, GpInt128 kg, int kg_places, gint64 wte_micro)
{
    if (wte_micro > 0)
        gp_doc_table_set_double(table, column,
                                gp_number_to_double(kg, kg_places + 3) /
                                    gp_number_to_double(wte_micro, GP_MICRO_PLACES));
}

static GpDocTable *
emissions_table(const GpFiling *filing, const GArray *years)
{
    const GpComposing *composing = &filing->composing;
    g_autofree char *caption = gp_composing_caption(composing, "Emissions of each financial year",
                                                    g_array_index(years, int, 0),
                                                    g_array_index(years, int, years->len - 1));
    GpDocTable *table = gp_doc_table_new("foi-emissions", caption);

    gp_doc_table_add_text_column(table, "Financial year", "year");
    gp_doc_table_add_column(table, gp_total_title(GP_TOTAL_NCF), "t CO₂e", "ncf_t_co2e", 0);
    gp_doc_table_add_column(table, "Staff", "WTE", "staff_wte", 0);
    gp_doc_table_add_column(table, "For each WTE", "t CO₂e", "ncf_t_co2e_per_wte", 2);
    gp_doc_table_add_column(table, gp_total_title(GP_TOTAL_PLUS), "t CO₂e", "plus_t_co2e", 0);
    for (guint i = 0; i < years->len; i++) {
        int fy = g_array_index(years, int, i);
        g_autofree char *label = gp_words_fy(fy);
        gint64 wte_micro = size_of(composing->board, fy, GP_INTENSITY_WTE);
        GpMark mark = gp_composing_mark(composing, fy);
        GpInt128 kg;

        gp_doc_table_add_row(table, label);
        if (wte_micro > 0)
            gp_doc_table_set_value(table, 2, wte_micro, GP_MICRO_PLACES);
        if (gp_cut_sum(composing->ncf, fy, &kg)) {
            gp_doc_table_set_kg(table, 1, kg, composing->ncf->kg_places);
            set_rate(table, 3, kg, composing->ncf->kg_places, wte_micro);
            if (mark != GP_MARK_NONE)
                gp_doc_table_set_mark(table, 1, mark);
        }
        if (gp_composing_counts_plus(composing, fy) && gp_cut_sum(composing->plus, fy, &kg))
            gp_doc_table_set_kg(table, 4, kg, composing->plus->kg_places);
    }
    return table;
}

/* ---- energy ---- */

static const struct {
    const char *title;
    const char *activities;
    gboolean is_fossil;
} fuels[] = {
    {"Natural gas", "natural-gas", TRUE},
    {"Oil", GP_KEYS_OIL, TRUE},
    {"LPG", "lpg", TRUE},
    {"Coal", "coal", TRUE},
    {"Wood and other biomass", GP_KEYS_BIOMASS, FALSE},
    {"Heat bought", "district-heat", FALSE},
    {"Electricity from the grid", "electricity", FALSE},
};

static GpDocTable *
energy_table(const GpFiling *filing, int fy)
{
    g_autofree char *caption =
        gp_composing_caption(&filing->composing, "Energy used in buildings, by fuel", fy, fy);
    GpDocTable *table = gp_doc_table_new("foi-energy", caption);
    GpInt128 quantity[G_N_ELEMENTS(fuels)], total = 0, fossil = 0;

    gp_doc_table_add_text_column(table, "Fuel", "fuel");
    gp_doc_table_add_column(table, "Energy", "kWh", "energy_kwh", 0);
    gp_doc_table_add_column(table, "Share", "%", "share_percent", 1);
    for (guint i = 0; i < G_N_ELEMENTS(fuels); i++) {
        if (!gp_filing_quantity(filing, fy, NULL, fuels[i].activities, "kWh", &quantity[i]))
            quantity[i] = 0;
        total += quantity[i];
        fossil += fuels[i].is_fossil ? quantity[i] : 0;
    }
    for (guint i = 0; i < G_N_ELEMENTS(fuels); i++) {
        if (quantity[i] == 0)
            continue;
        gp_doc_table_add_row(table, fuels[i].title);
        gp_doc_table_set_value(table, 1, quantity[i], GP_QUANTITY_PLACES);
        gp_doc_table_set_double(
            table, 2, 100 * gp_number_to_double(quantity[i], 0) / gp_number_to_double(total, 0));
    }
    if (total <= 0)
        return table;
    gp_doc_table_add_row(table, "Of these, burnt on site and fossil");
    gp_doc_table_set_value(table, 1, fossil, GP_QUANTITY_PLACES);
    gp_doc_table_set_double(table, 2,
                            100 * gp_number_to_double(fossil, 0) / gp_number_to_double(total, 0));
    gp_doc_table_add_total(table, "All energy");
    gp_doc_table_set_value(table, 1, total, GP_QUANTITY_PLACES);
    gp_doc_table_set_double(table, 2, 100);
    gp_doc_table_add_note(table, "How the grid's electricity was generated is not known here.");
    return table;
}

/* ---- the fleet ---- */

static const struct {
    const char *title;
    const char *distances;
    const char *litres;
} drives[] = {
    {"Petrol", "fleet-car-petrol|fleet-van-petrol", "fleet-petrol"},
    {"Diesel", "fleet-car-diesel|fleet-van-diesel|fleet-hgv-diesel", "fleet-diesel"},
    {"Hybrid", "fleet-car-hybrid", ""},
    {"Plug-in hybrid", "fleet-car-phev", ""},
    {"Battery electric", "fleet-car-bev|fleet-van-bev", ""},
    {"Fuel not known", "fleet-car-average|fleet-van-average", ""},
};

static GpDocTable *
fleet_table(const GpFiling *filing, int fy)
{
    g_autofree char *caption =
        gp_composing_caption(&filing->composing, "Fleet and leased vehicles, by fuel", fy, fy);
    GpDocTable *table = gp_doc_table_new("foi-fleet", caption);
    GpInt128 total = 0, quantity;

    gp_doc_table_add_note(table, "Fuel and distance are two ways in which fleets are recorded: "
                                 "neither is worked out from the other. Numbers of vehicles are "
                                 "not activity data.");
    gp_doc_table_add_text_column(table, "Fuel", "fuel");
    gp_doc_table_add_column(table, "Distance", "km", "distance_km", 0);
    gp_doc_table_add_column(table, "Share of the distance", "%", "distance_percent", 1);
    gp_doc_table_add_column(table, "Fuel used", "litres", "fuel_litres", 0);
    for (guint i = 0; i < G_N_ELEMENTS(drives); i++) {
        gp_filing_quantity(filing, fy, NULL, drives[i].distances, "km", &quantity);
        total += quantity;
    }
    for (guint i = 0; i < G_N_ELEMENTS(drives); i++) {
        GpInt128 litres;
        gboolean has_km =
            gp_filing_quantity(filing, fy, NULL, drives[i].distances, "km", &quantity);
        gboolean has_litres =
            gp_filing_quantity(filing, fy, NULL, drives[i].litres, "litre", &litres);

        if (!has_km && !has_litres)
            continue;
        gp_doc_table_add_row(table, drives[i].title);
        if (has_km)
            gp_doc_table_set_value(table, 1, quantity, GP_QUANTITY_PLACES);
        if (has_km && total > 0)
            gp_doc_table_set_double(
                table, 2, 100 * gp_number_to_double(quantity, 0) / gp_number_to_double(total, 0));
        if (has_litres)
            gp_doc_table_set_value(table, 3, litres, GP_QUANTITY_PLACES);
    }
    return table;
}

/* ---- targets and steps ---- */

static void
answer_targets(const GpBoard *board, GpSection *section)
{
    for (guint i = 0; i < board->standings->len; i++) {
        const GpBoardTarget *standing = gp_board_target(board, i);
        const GpTarget *target = standing->target;
        const GpMilestone *last = &target->milestones[target->n_milestones - 1];
        g_autofree char *by = gp_words_fys(gp_milestone_first_fy(last), last->fy);
        g_autofree char *from = gp_words_fy(target->baseline_fy);
        g_autofree char *cut = gp_words_percent(last->reduction_percent);
        g_autofree char *text = NULL;

        text = g_strdup_printf("%s below %s by %s. %s%s%s", cut, from, by,
                               *target->adopted_by == '\0'
                                   ? "The trust has not recorded that it adopted it."
                                   : "Adopted by ",
                               *target->adopted_by == '\0' ? "" : target->adopted_by,
                               *target->adopted_by == '\0' ? "" : ".");
        gp_section_add_answer(
            section, target->name, text, GP_TONE_UNKNOWN,
            standing->trajectory == NULL ? "" : gp_verdict_title(standing->trajectory->verdict));
    }
    if (board->standings->len == 0)
        gp_section_say(section, "The trust has recorded no targets.");
}

static void
answer_steps(const GpBoard *board, GpSection *section)
{
    GPtrArray *steps = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; board->actions != NULL && i < board->actions->len; i++) {
        const GpAction *action = board->actions->pdata[i];

        if (action->status == GP_ACTION_DONE || action->status == GP_ACTION_UNDER_WAY)
            g_ptr_array_add(
                steps, g_strdup_printf("%s (%s)", action->title,
                                       action->status == GP_ACTION_DONE ? "done" : "under way"));
    }
    if (steps->len == 0)
        gp_section_say(section, "No actions that are done or under way are recorded.");
    gp_section_add_list(section, steps);
}

static void
answer_or_say(GpSection *section, GpDocTable *table, const char *without)
{
    if (table->rows->len > 0) {
        gp_section_add_table(section, table);
        return;
    }
    gp_doc_table_free(table);
    gp_section_say(section, "%s", without);
}

GpDocument *
gp_compose_foi(const GpBoard *board)
{
    GpDocument *document = gp_compose_document(board, "Answers to questions about our emissions");
    GpSection *section =
        gp_document_add_section(document, "emissions", "What were the trust's emissions?", 1);
    g_auto(GpFiling) filing;
    g_autoptr(GArray) years = NULL;

    gp_filing_init(&filing, board, document);
    years = gp_filing_years(&filing, 5);
    if (years->len == 0) {
        gp_section_note(section, "The trust has worked out no emissions yet.");
        return document;
    }
    gp_section_add_table(section, emissions_table(&filing, years));
    section = gp_document_add_section(document, "energy", "Which energy is used?", 1);
    answer_or_say(section, energy_table(&filing, filing.composing.fy),
                  "There is no energy data in kWh for this year.");
    section = gp_document_add_section(document, "fleet", "What does the fleet run on?", 1);
    answer_or_say(section, fleet_table(&filing, filing.composing.fy),
                  "There is no data of the fleet for this year.");
    section = gp_document_add_section(document, "targets", "Which targets are there?", 1);
    answer_targets(board, section);
    section = gp_document_add_section(document, "steps", "What is being done?", 1);
    answer_steps(board, section);
    return document;
}
