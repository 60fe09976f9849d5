/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-csv.h"
#include "gp-report-json-private.h"
#include "gp-report.h"
#include "gp-table-private.h"

/* Figures as rows of named texts: each row is an array of as many texts as there are titles. An
 * empty text is null in JSON. */
typedef struct {
    const char *const *titles;
    const gboolean *is_number;
    guint n_columns;
    GPtrArray *cells; /* (element-type utf8) */
} Rows;

static char *
cell_at(const Rows *rows, guint i)
{
    return g_ptr_array_index(rows->cells, i);
}

static void
print_csv(const Rows *rows, GString *out)
{
    for (guint i = 0; i < rows->n_columns; i++)
        g_string_append_printf(out, "%s%s", i == 0 ? "" : ",", rows->titles[i]);
    for (guint i = 0; i < rows->cells->len; i++) {
        g_string_append_c(out, i % rows->n_columns == 0 ? '\n' : ',');
        gp_csv_append(out, cell_at(rows, i));
    }
    g_string_append_c(out, '\n');
}

static void
print_json(const Rows *rows, GString *out)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *array = cJSON_AddArrayToObject(object, "rows");
    cJSON *row = NULL;

    for (guint i = 0; i < rows->cells->len; i++) {
        const char *title = rows->titles[i % rows->n_columns];

        if (i % rows->n_columns == 0) {
            row = cJSON_CreateObject();
            cJSON_AddItemToArray(array, row);
        }
        if (*cell_at(rows, i) == '\0')
            cJSON_AddNullToObject(row, title);
        else
            cJSON_AddStringToObject(row, title, cell_at(rows, i));
    }
    gp_json_print(object, out);
}

static void
print_table(const Rows *rows, GString *out)
{
    g_auto(GpTextTable) table;

    gp_text_table_init(&table, rows->titles, rows->is_number, rows->n_columns);
    for (guint i = 0; i < rows->cells->len; i++)
        gp_text_table_add(&table, g_strdup(cell_at(rows, i)));
    gp_text_table_print(&table, 0, out);
}

static void
print_rows(const Rows *rows, GpFormat format, GString *out)
{
    switch (format) {
    case GP_FORMAT_CSV:
        print_csv(rows, out);
        return;
    case GP_FORMAT_JSON:
        print_json(rows, out);
        return;
    case GP_FORMAT_TABLE:
        print_table(rows, out);
        return;
    }
}

static void
add(Rows *rows, const char *text)
{
    g_ptr_array_add(rows->cells, g_strdup(text));
}

static void
add_factor(Rows *rows, gint64 pico)
{
    GString *text = g_string_new(NULL);

    gp_number_append(text, pico, GP_PICO_PLACES);
    g_ptr_array_add(rows->cells, g_string_free(text, FALSE));
}

void
gp_report_activities(const GPtrArray *activities,
                     const GpUnitTable *units,
                     GpFormat format,
                     GString *out)
{
    static const char *const titles[] = {"activity", "title",    "unit",
                                         "scope",    "category", "boundary"};
    static const gboolean is_number[G_N_ELEMENTS(titles)] = {FALSE};
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
    Rows rows = {titles, is_number, G_N_ELEMENTS(titles), cells};

    for (guint i = 0; i < activities->len; i++) {
        const GpActivity *activity = g_ptr_array_index(activities, i);

        add(&rows, activity->key);
        add(&rows, activity->title);
        add(&rows, gp_unit_name(units, activity->canonical_unit));
        add(&rows, gp_scope_name(activity->scope));
        add(&rows, activity->category);
        add(&rows, gp_boundary_name(activity->boundary));
    }
    print_rows(&rows, format, out);
}

static void
add_neighbour(Rows *rows, const GpFactor *factor)
{
    if (factor == NULL) {
        add(rows, "");
        add(rows, "");
        return;
    }
    add_factor(rows, factor->kg_co2e_pico);
    add(rows, factor->edition);
}

static void
add_view(Rows *rows, const GpFactorView *view, const GpUnitTable *units)
{
    const GpFactor *factor = view->factor;

    add(rows, factor->activity);
    add(rows, gp_component_name(factor->component));
    add(rows, gp_unit_name(units, factor->unit));
    add(rows, gp_scope_name(factor->scope));
    add_factor(rows, factor->kg_co2e_pico);
    for (guint gas = 0; gas < GP_N_GASES; gas++) {
        if (factor->has_gas[gas])
            add_factor(rows, factor->gas_pico[gas]);
        else
            add(rows, "");
    }
    add(rows, factor->gwp);
    add(rows, gp_match_rule_name(view->rule));
    add(rows, factor->publication);
    add(rows, factor->edition);
    add(rows, factor->reference);
    add(rows, factor->provenance);
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
    g_string_append_c(out, '\n');
}

void
gp_report_factors(const GArray *views, const GpUnitTable *units, GpFormat format, GString *out)
{
    static const char *const titles[] = {
        "activity",       "component",     "unit",         "scope",      "kg_co2e",
        "kg_co2",         "kg_ch4",        "kg_n2o",       "gwp",        "rule",
        "publication",    "edition",       "reference",    "provenance", "kg_co2e_before",
        "edition_before", "kg_co2e_after", "edition_after"};
    static const gboolean is_number[G_N_ELEMENTS(titles)] = {
        [4] = TRUE, [5] = TRUE, [6] = TRUE, [7] = TRUE, [14] = TRUE, [16] = TRUE};
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
    Rows rows = {titles, is_number, G_N_ELEMENTS(titles), cells};

    for (guint i = 0; i < views->len; i++) {
        if (format == GP_FORMAT_TABLE)
            describe(&g_array_index(views, GpFactorView, i), units, out);
        else
            add_view(&rows, &g_array_index(views, GpFactorView, i), units);
    }
    if (format == GP_FORMAT_TABLE)
        return;
    print_rows(&rows, format, out);
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
                         GpFormat format,
                         GString *out)
{
    static const char *const titles[] = {"activity",     "component",  "unit",
                                         "kg_co2e_from", "kg_co2e_to", "change_percent"};
    static const gboolean is_number[] = {FALSE, FALSE, FALSE, TRUE, TRUE, TRUE};
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
    Rows rows = {titles, is_number, G_N_ELEMENTS(titles), cells};

    for (guint i = 0; i < pairs->len; i++) {
        const GpFactorPair *pair = &g_array_index(pairs, GpFactorPair, i);
        const GpFactor *factor = pair->to == NULL ? pair->from : pair->to;

        add(&rows, factor->activity);
        add(&rows, gp_component_name(factor->component));
        add(&rows, gp_unit_name(units, factor->unit));
        if (pair->from == NULL)
            add(&rows, "");
        else
            add_factor(&rows, pair->from->kg_co2e_pico);
        if (pair->to == NULL)
            add(&rows, "");
        else
            add_factor(&rows, pair->to->kg_co2e_pico);
        g_ptr_array_add(rows.cells, change_text(pair));
    }
    print_rows(&rows, format, out);
}
