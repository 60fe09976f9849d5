/* SPDX-License-Identifier: MIT */
#include "gp-return-private.h"

/*
 * The GHG Protocol's scopes, and its fifteen categories of scope 3 (Corporate Value Chain (Scope 3)
 * Accounting and Reporting Standard, 2011, table 5.3). Notation keys are those of national
 * inventories (UNFCCC): NE not estimated, NO not occurring, IE included elsewhere.
 */

#define N_CATEGORIES 15

static const struct {
    const char *title;
    const char *without; /* the key where there are no figures */
    const char *remark;
} categories[N_CATEGORIES] = {
    {"Purchased goods and services", "NE",
     "Worked out from spend unless the supplier's own figure is used."},
    {"Capital goods", "NE", "Buildings and equipment, from spend."},
    {"Fuel- and energy-related activities", "NE",
     "Well-to-tank, and transmission and distribution."},
    {"Upstream transportation and distribution", "NE", "Freight that the trust pays for."},
    {"Waste generated in operations", "NE", "Waste and waste water."},
    {"Business travel", "NE", "In the trust's own vehicles: scope 1."},
    {"Employee commuting", "NE", "With homeworking."},
    {"Upstream leased assets", "NE",
     "Leased buildings and vehicles that the trust runs are in scopes 1 and 2."},
    {"Downstream transportation and distribution", "NO",
     "A trust sells no goods that would be carried on."},
    {"Processing of sold products", "NO", "A trust sells no intermediate products."},
    {"Use of sold products", "NE", "Medicines that patients use at home, such as inhalers."},
    {"End-of-life treatment of sold products", "NE", "Not worked out."},
    {"Downstream leased assets", "NE", "Space that the trust lets to others."},
    {"Franchises", "NO", "A trust has no franchises."},
    {"Investments", "NE", "Subsidiaries and charities that are not in the figures."},
};

/* The category of a line of scope 3; 0: none. Well-to-tank of what the trust itself burns or buys
 * is in the third, that of travel and freight with the travel and freight. */
static int
category_of(const GpScopedLine *line)
{
    if (!g_str_equal(line->scope, "3") || line->activity == NULL)
        return 0;
    return (int)g_ascii_strtoll(line->activity->ghg_scope3_category, NULL, 10);
}

static gboolean
is_patient_travel(const GpScopedLine *line)
{
    return line->activity != NULL &&
           g_str_equal(line->activity->category, "Patient and visitor travel");
}

static gboolean
is_of_scope(const GpScopedLine *line, gconstpointer scope)
{
    return g_str_equal(line->scope, scope);
}

static gboolean
is_of_category(const GpScopedLine *line, gconstpointer category)
{
    return !is_patient_travel(line) && category_of(line) == GPOINTER_TO_INT(category);
}

/* In scope 3, but in none of its categories. */
static gboolean
is_of_no_category(const GpScopedLine *line, gconstpointer unused)
{
    (void)unused;
    return g_str_equal(line->scope, "3") && !is_patient_travel(line) &&
           (category_of(line) < 1 || category_of(line) > N_CATEGORIES);
}

static gboolean
is_of_scope_3(const GpScopedLine *line, gconstpointer unused)
{
    (void)unused;
    return g_str_equal(line->scope, "3") && !is_patient_travel(line);
}

static gboolean
is_of_patients(const GpScopedLine *line, gconstpointer unused)
{
    (void)unused;
    return is_patient_travel(line);
}

static void
add_columns(const GArray *years, GpDocTable *table)
{
    gp_doc_table_add_text_column(table, "Scope or category", "scope");
    for (guint i = 0; i < years->len; i++) {
        int fy = g_array_index(years, int, i);

        gp_doc_table_add_fy_columns(table, fy, fy, 1);
    }
    gp_doc_table_add_text_column(table, "Key", "key");
    gp_doc_table_add_text_column(table, "Remark", "remark");
}

/* Sets the sums of a row, and its notation key and remark. */
static void
fill(const GpFiling *filing,
     GpDocTable *table,
     const GArray *years,
     GpScopedFunc choose,
     gconstpointer data,
     const char *without,
     const char *remark)
{
    gboolean has = FALSE;

    for (guint i = 0; i < years->len; i++) {
        int fy = g_array_index(years, int, i);

        has = gp_filing_set_sum(filing, table, i + 1, fy, choose, data) || has;
    }
    gp_doc_table_set_text(table, years->len + 1, has ? "" : without);
    gp_doc_table_set_text(table, years->len + 2, remark);
}

static GpDocTable *
scopes_table(const GpFiling *filing, const GArray *years)
{
    g_autofree char *caption =
        gp_composing_caption(&filing->composing, "Emissions by GHG Protocol scope",
                             g_array_index(years, int, 0), filing->composing.fy);
    GpDocTable *table = gp_doc_table_new("ghg-scopes", caption);

    add_columns(years, table);
    gp_doc_table_add_row(table, "Scope 1: direct");
    fill(filing, table, years, is_of_scope, "1", "NE",
         "Fuel, fleet, anaesthetic gases, refrigerants.");
    gp_doc_table_add_row(table, "Scope 2: energy bought, location-based");
    fill(filing, table, years, is_of_scope, "2", "NE", "By the average of the grid.");
    gp_doc_table_add_row(table, "Scope 2: energy bought, market-based");
    fill(filing, table, years, is_of_scope, "market-based", "NE",
         "Needs the contracts and certificates of the electricity that was bought.");
    gp_doc_table_add_row(table, "Scope 3: value chain");
    fill(filing, table, years, is_of_scope_3, NULL, "NE", "The sum of the categories below.");
    gp_doc_table_add_row(table, "Outside the scopes: biogenic carbon dioxide");
    fill(filing, table, years, is_of_scope, "outside", "NO",
         "Of wood and biogas; listed, and in no total.");
    gp_doc_table_add_row(table, "Beyond the scopes: patients' and visitors' travel");
    fill(filing, table, years, is_of_patients, NULL, "NE",
         "In the NHS Carbon Footprint Plus, not in the GHG Protocol.");
    return table;
}

static GpDocTable *
categories_table(const GpFiling *filing, const GArray *years)
{
    g_autofree char *caption =
        gp_composing_caption(&filing->composing, "Scope 3 by category",
                             g_array_index(years, int, 0), filing->composing.fy);
    GpDocTable *table = gp_doc_table_new("ghg-scope-3", caption);
    GpInt128 kg;

    gp_doc_table_add_note(table, "NE: not estimated. NO: not occurring.");
    add_columns(years, table);
    for (int i = 0; i < N_CATEGORIES; i++) {
        g_autofree char *title = g_strdup_printf("%d. %s", i + 1, categories[i].title);

        gp_doc_table_add_row(table, title);
        fill(filing, table, years, is_of_category, GINT_TO_POINTER(i + 1), categories[i].without,
             categories[i].remark);
    }
    if (gp_filing_sum(filing, filing->composing.fy, is_of_no_category, NULL, &kg)) {
        gp_doc_table_add_row(table, "In none of the categories");
        fill(filing, table, years, is_of_no_category, NULL, "",
             "Activities that only the trust's own factors know.");
    }
    gp_doc_table_add_total(table, "Scope 3");
    fill(filing, table, years, is_of_scope_3, NULL, "NE", "");
    return table;
}

GpDocument *
gp_compose_ghg(const GpBoard *board)
{
    GpDocument *document = gp_compose_document(board, "Emissions by the GHG Protocol");
    GpSection *section = gp_document_add_section(document, "scopes", "Scopes and categories", 1);
    g_auto(GpFiling) filing;
    g_autoptr(GArray) years = NULL;

    gp_filing_init(&filing, board, document);
    years = gp_filing_years(&filing, 2);
    if (years->len == 0) {
        gp_section_note(section, "There are no emissions to report yet.");
        return document;
    }
    gp_section_say(section,
                   "The same emissions as in the NHS Carbon Footprint and the Plus, by the "
                   "scopes of the GHG Protocol. Electricity is location-based: by the "
                   "average of the national grid, whatever tariff was bought.");
    gp_section_add_table(section, scopes_table(&filing, years));
    gp_section_add_table(section, categories_table(&filing, years));
    return document;
}
