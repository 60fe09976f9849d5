/* SPDX-License-Identifier: MIT */
#include "gp-return-private.h"

/*
 * Energy, water and waste in the shape of the Estates Returns Information Collection: the fields
 * of the collection of 2023/24 that activity data can fill, as NHS England publishes them. Where
 * the trust's own collection has other names, the columns' order is the same.
 */

static const GpFilingField fields[] = {
    {"Electricity consumed", "electricity_kwh", "electricity", "kWh", "kWh", 0},
    {"Gas consumed", "gas_kwh", "natural-gas", "kWh", "kWh", 0},
    {"Oil consumed", "oil_kwh", GP_KEYS_OIL, "kWh", "kWh", 0},
    {"Coal consumed", "coal_kwh", "coal", "kWh", "kWh", 0},
    {"Other fuel consumed", "other_fuel_kwh", "lpg|" GP_KEYS_BIOMASS, "kWh", "kWh", 0},
    {"Steam and hot water consumed", "steam_hot_water_kwh", "district-heat", "kWh", "kWh", 0},
    {"Electricity exported", "electricity_exported_kwh", "electricity-exported", "kWh", "kWh", 0},
    {"Water volume", "water_m3", "water-supply", "m3", "m³", 0},
    {"Sewage volume", "sewage_m3", "water-treatment", "m3", "m³", 0},
    {"Clinical waste, incinerated", "clinical_incineration_t", "waste-clinical-high-temperature",
     "tonne", "t", 1},
    {"Clinical waste, alternative treatment", "clinical_alternative_t", "waste-clinical-infectious",
     "tonne", "t", 1},
    {"Offensive waste", "offensive_t", "waste-offensive", "tonne", "t", 1},
    {"Waste to landfill", "landfill_t", GP_KEYS_LANDFILL, "tonne", "t", 1},
    {"Waste to energy recovery", "energy_recovery_t", GP_KEYS_ENERGY_RECOVERY, "tonne", "t", 1},
    {"Waste recycled", "recycled_t",
     "waste-recycling|waste-paper|waste-plastics|waste-metal|waste-glass|waste-wood|waste-"
     "composting",
     "tonne", "t", 1},
    {"Food waste", "food_t", "waste-food", "tonne", "t", 1},
    {"Electrical waste (WEEE)", "weee_t", "waste-weee", "tonne", "t", 1},
};

/* The sites that used anything in a year. Returns: (transfer container) (element-type utf8) */
static GPtrArray *
sites_of(const GpFiling *filing, int fy)
{
    GPtrArray *sites = g_ptr_array_new();

    for (guint i = 0; i < filing->used->len; i++) {
        const GpUsedLine *line = &g_array_index(filing->used, GpUsedLine, i);

        if (line->fy == fy && *line->site != '\0' &&
            !g_ptr_array_find_with_equal_func(sites, line->site, g_str_equal, NULL))
            g_ptr_array_add(sites, (gpointer)line->site);
    }
    return sites;
}

static const char *
site_name(const GpFiling *filing, const char *code)
{
    const GpSites *sites = filing->composing.board->sites;

    for (guint i = 0; sites != NULL && i < sites->list->len; i++) {
        const GpSite *site = &g_array_index(sites->list, GpSite, i);

        if (g_str_equal(site->code, code))
            return site->name;
    }
    return "";
}

/* The sites of the latest year: a row a site, a column a field. */
static GpDocTable *
sites_table(const GpFiling *filing, const GPtrArray *sites)
{
    int fy = filing->composing.fy;
    g_autofree char *caption =
        gp_composing_caption(&filing->composing, "Energy, water and waste of each site", fy, fy);
    GpDocTable *table = gp_doc_table_new("estates-return-sites", caption);
    gboolean is_used[G_N_ELEMENTS(fields)] = {FALSE};
    GpInt128 quantity;

    gp_doc_table_add_note(table, "Fields that no site has are left out.");
    gp_doc_table_add_text_column(table, "Site", "site");
    gp_doc_table_add_text_column(table, "Name", "name");
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        for (guint k = 0; k < sites->len; k++)
            is_used[i] =
                is_used[i] || gp_filing_quantity(filing, fy, sites->pdata[k], fields[i].activities,
                                                 fields[i].unit, &quantity);
        if (is_used[i])
            gp_doc_table_add_column(table, fields[i].title, fields[i].shown_unit, fields[i].key,
                                    fields[i].places);
    }
    for (guint k = 0; k < sites->len; k++) {
        guint column = 2;

        gp_doc_table_add_row(table, sites->pdata[k]);
        gp_doc_table_set_text(table, 1, site_name(filing, sites->pdata[k]));
        for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
            if (is_used[i])
                gp_filing_set_quantity(filing, table, column++, fy, sites->pdata[k],
                                       fields[i].activities, fields[i].unit);
        }
    }
    return table;
}

GpDocument *
gp_compose_eric(const GpBoard *board)
{
    GpDocument *document = gp_compose_document(board, "Energy, water and waste (ERIC fields)");
    GpSection *section = gp_document_add_section(document, "trust", "The trust", 1);
    g_auto(GpFiling) filing;
    g_autoptr(GArray) years = NULL;
    g_autoptr(GPtrArray) sites = NULL;
    GpDocTable *table;

    gp_filing_init(&filing, board, document);
    years = gp_filing_years(&filing, 5);
    if (years->len == 0) {
        gp_section_note(section, "There is no activity to return yet.");
        return document;
    }
    gp_section_say(section,
                   "What activity data can fill of the Estates Returns Information "
                   "Collection. Costs, counts of meters and plant, and floor areas are not "
                   "activity and are to be added. Check the names against the "
                   "collection of the year: they change.");
    table = gp_filing_fields_table(&filing, "estates-return-trust", "Energy, water and waste",
                                   "Field", "field", fields, G_N_ELEMENTS(fields), years);
    gp_doc_table_add_note(table, "A sum that leaves out what came in other units is not given.");
    gp_section_add_table(section, table);
    sites = sites_of(&filing, filing.composing.fy);
    section = gp_document_add_section(document, "sites", "Sites", 1);
    if (sites->len == 0)
        gp_section_say(section, "The activity of this year does not name sites.");
    else
        gp_section_add_table(section, sites_table(&filing, sites));
    return document;
}
