/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-csv.h"
#include "gp-error.h"
#include "gp-report-json-private.h"
#include "gp-report.h"
#include "gp-table-private.h"

#define KG_PER_TONNE_PLACES 3 /* 1 t = 10^3 kg */
#define SHOWN_TONNE_PLACES 3
#define SHOWN_QUANTITY_PLACES 2

static const GpEmissionRow *
get_row(const GpEmissions *emissions, guint i)
{
    return &g_array_index(emissions->rows, GpEmissionRow, i);
}

gboolean
gp_output_parse(const char *text, GpOutput *out_format, GError **error)
{
    static const char *const names[] = {"table", "csv", "json"};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_str_equal(text, names[i])) {
            *out_format = i;
            return TRUE;
        }
    }
    return gp_throw(error, GP_ERROR_USAGE, "“%s” is not a format; choose table, csv or json", text);
}

void
gp_report_emissions_header(const GpBy *by, GString *out)
{
    for (guint i = 0; i < by->n; i++)
        g_string_append_printf(out, "%s,", gp_dimension_name(by->list[i]));
    g_string_append(out, "rows,quantity,unit,kg_co2e\n");
}

/* The labels of a row, and where in @out each of those of the row before begins. Sorted rows have
 * most labels in common, which are copied as they stand there. */
static void
append_labels(const GpBy *by,
              const GpEmissionRow *row,
              const GpEmissionRow *before,
              gsize *places,
              GString *out)
{
    guint same = 0;
    gsize first = places[0];

    while (before != NULL && same < by->n && row->labels[same] == before->labels[same])
        same++;
    places[0] = out->len;
    g_string_append_len(out, out->str + first, (gssize)(same == 0 ? 0 : places[same] - first));
    for (guint i = 1; i <= same; i++)
        places[i] += places[0] - first;
    for (guint i = same; i < by->n; i++) {
        gp_csv_append_name(out, row->labels[i]);
        g_string_append_c(out, ',');
        places[i + 1] = out->len;
    }
}

static void
append_figures(const GpEmissionRow *row, int kg_places, GString *out)
{
    char text[3 * GP_NUMBER_BYTES];
    gsize n = gp_number_print((GpInt128)row->rows, 0, text);

    text[n++] = ',';
    if (row->unit != NULL)
        n += gp_number_print(row->quantity, GP_QUANTITY_PLACES, text + n);
    text[n++] = ',';
    g_string_append_len(out, text, (gssize)n);
    gp_csv_append_name(out, row->unit == NULL ? "" : row->unit);
    text[0] = ',';
    n = 1 + gp_number_print(row->kg_co2e, kg_places, text + 1);
    text[n++] = '\n';
    g_string_append_len(out, text, (gssize)n);
}

void
gp_report_emissions_rows(const GpBy *by, int kg_places, const GArray *rows, GString *out)
{
    gsize places[GP_N_DIMENSIONS + 1] = {out->len};
    const GpEmissionRow *before = NULL;

    for (guint i = 0; i < rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(rows, GpEmissionRow, i);

        append_labels(by, row, before, places, out);
        append_figures(row, kg_places, out);
        before = row;
    }
}

static cJSON *
row_object(const GpEmissions *emissions, const GpEmissionRow *row)
{
    cJSON *object = cJSON_CreateObject();

    for (guint k = 0; k < emissions->by.n; k++)
        cJSON_AddStringToObject(object, gp_dimension_name(emissions->by.list[k]), row->labels[k]);
    cJSON_AddNumberToObject(object, "rows", (double)row->rows);
    if (row->unit == NULL) {
        cJSON_AddNullToObject(object, "quantity");
        cJSON_AddNullToObject(object, "unit");
    } else {
        gp_json_add_exact(object, "quantity", row->quantity, GP_QUANTITY_PLACES);
        cJSON_AddStringToObject(object, "unit", row->unit);
    }
    gp_json_add_exact(object, "kg_co2e", row->kg_co2e, emissions->kg_places);
    gp_json_add_number(
        object, "t_co2e",
        gp_number_to_double(row->kg_co2e, emissions->kg_places + KG_PER_TONNE_PLACES));
    return object;
}

/* The object `marks`: by year, where there are any. */
static void
add_marks(cJSON *object, const GArray *marks)
{
    cJSON *by_year;

    if (marks == NULL || marks->len == 0)
        return;
    by_year = cJSON_AddObjectToObject(object, "marks");
    for (guint i = 0; i < marks->len; i++) {
        char label[16];

        gp_fy_print(g_array_index(marks, GpYearMark, i).fy, label);
        cJSON_AddStringToObject(by_year, label, gp_year_mark(marks, label));
    }
}

static void
print_json(const GpEmissions *emissions,
           const GArray *marks,
           const GpIssueList *issues,
           GString *out)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *rows = cJSON_AddArrayToObject(object, "rows");
    cJSON *factors;

    for (guint i = 0; i < emissions->rows->len; i++)
        cJSON_AddItemToArray(rows, row_object(emissions, get_row(emissions, i)));
    gp_json_add_exact(object, "total_kg_co2e", gp_emissions_total(emissions), emissions->kg_places);
    gp_json_add_issues(object, issues);
    factors = cJSON_AddArrayToObject(object, "factors");
    for (guint i = 0; i < emissions->editions->len; i++)
        cJSON_AddItemToArray(factors,
                             cJSON_CreateString(g_ptr_array_index(emissions->editions, i)));
    gp_json_add_matches(object, &emissions->matches);
    add_marks(object, marks);
    gp_json_print(object, out);
}

static char *
tonnes_text(GpInt128 kg, int kg_places)
{
    GString *text = g_string_new(NULL);

    gp_number_append_rounded(text, kg, kg_places + KG_PER_TONNE_PLACES, SHOWN_TONNE_PLACES);
    return g_string_free(text, FALSE);
}

static char *
quantity_text(const GpEmissionRow *row)
{
    GString *text = g_string_new(NULL);

    if (row->unit != NULL)
        gp_number_append_rounded(text, row->quantity, GP_QUANTITY_PLACES, SHOWN_QUANTITY_PLACES);
    return g_string_free(text, FALSE);
}

static const char *
label_for_people(GpDimension dimension, const char *label)
{
    if (*label != '\0')
        return label;
    return dimension == GP_BY_SCOPE || dimension == GP_BY_COMPONENT || dimension == GP_BY_BOUNDARY
               ? "not stated"
               : "(none)";
}

/* A label with the mark of its year. */
static char *
marked_label(const GpEmissions *emissions, const GArray *marks, const GpEmissionRow *row, guint k)
{
    GpDimension dimension = emissions->by.list[k];
    const char *mark = dimension == GP_BY_YEAR ? gp_year_mark(marks, row->labels[k]) : "";

    return g_strconcat(label_for_people(dimension, row->labels[k]), *mark == '\0' ? "" : " ", mark,
                       NULL);
}

/* What the marks of a table mean, above it. */
static void
print_marks(const GpEmissions *emissions, const GArray *marks, GString *out)
{
    gboolean has_restated = FALSE, has_break = FALSE;
    int year = gp_by_find(&emissions->by, GP_BY_YEAR);

    for (guint i = 0; year >= 0 && i < emissions->rows->len; i++) {
        const char *mark = gp_year_mark(marks, get_row(emissions, i)->labels[year]);

        has_restated |= strstr(mark, "[r]") != NULL;
        has_break |= strstr(mark, "[b]") != NULL;
    }
    if (has_restated)
        g_string_append(out, "[r] revised: restated since it was first published\n");
    if (has_break)
        g_string_append(out, "[b] break: published as not comparable with the baseline year\n");
    if (has_restated || has_break)
        g_string_append_c(out, '\n');
}

static void
print_table(const GpEmissions *emissions, const GArray *marks, GString *out)
{
    guint n = emissions->by.n;
    const char *titles[GP_N_DIMENSIONS + 4];
    gboolean is_number[GP_N_DIMENSIONS + 4] = {FALSE};
    g_auto(GpTextTable) table;

    for (guint i = 0; i < n; i++)
        titles[i] = gp_dimension_name(emissions->by.list[i]);
    titles[n] = "rows";
    titles[n + 1] = "quantity";
    titles[n + 2] = "unit";
    titles[n + 3] = "tCO2e";
    is_number[n] = is_number[n + 1] = is_number[n + 3] = TRUE;
    gp_text_table_init(&table, titles, is_number, n + 4);
    for (guint i = 0; i < emissions->rows->len; i++) {
        const GpEmissionRow *row = get_row(emissions, i);

        for (guint k = 0; k < n; k++)
            gp_text_table_add(&table, marked_label(emissions, marks, row, k));
        gp_text_table_add(&table, g_strdup_printf("%" G_GUINT64_FORMAT, row->rows));
        gp_text_table_add(&table, quantity_text(row));
        gp_text_table_add(&table, g_strdup(row->unit == NULL ? "" : row->unit));
        gp_text_table_add(&table, tonnes_text(row->kg_co2e, emissions->kg_places));
    }
    gp_text_table_add(&table, g_strdup("Total"));
    for (guint k = 1; k < n + 3; k++)
        gp_text_table_add(&table, g_strdup(""));
    gp_text_table_add(&table, tonnes_text(gp_emissions_total(emissions), emissions->kg_places));
    gp_text_table_print(&table, 1, out);
}

/* How many sets of factors are named in full below a table. */
#define SHOWN_EDITIONS 12

static void
print_editions(const GpEmissions *emissions, GString *out)
{
    guint n = MIN(emissions->editions->len, SHOWN_EDITIONS);

    g_string_append(out, "\nFactors:\n");
    for (guint i = 0; i < n; i++)
        g_string_append_printf(out, "  %s\n",
                               (const char *)g_ptr_array_index(emissions->editions, i));
    if (n < emissions->editions->len)
        g_string_append_printf(out, "  and %u more (--format json lists them all)\n",
                               emissions->editions->len - n);
}

void
gp_report_emissions(const GpEmissions *emissions,
                    const GArray *marks,
                    const GpIssueList *issues,
                    GpOutput format,
                    GString *out)
{
    switch (format) {
    case GP_OUTPUT_CSV:
        gp_report_emissions_header(&emissions->by, out);
        gp_report_emissions_rows(&emissions->by, emissions->kg_places, emissions->rows, out);
        return;
    case GP_OUTPUT_JSON:
        print_json(emissions, marks, issues, out);
        return;
    case GP_OUTPUT_TABLE:
        print_marks(emissions, marks, out);
        print_table(emissions, marks, out);
        if (emissions->editions->len > 0) {
            print_editions(emissions, out);
            gp_matches_print(&emissions->matches, out);
        }
        return;
    }
}
