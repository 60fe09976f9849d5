/* SPDX-License-Identifier: MIT */
#include "gp-csv.h"
#include "gp-day.h"
#include "gp-report-json-private.h"
#include "gp-report-roles-private.h"
#include "gp-report.h"

#define NOT_ALLOCATED "(not allocated)"

static gboolean
by_category(const GpRoleCut *cut)
{
    return gp_cuts_have(&cut->cuts, GP_CUT_CATEGORY);
}

static GpInt128
total_of(const GpRoleCutRow *row)
{
    return row->kg[GP_PART_OWN] + row->kg[GP_PART_SHARED] + row->kg[GP_PART_NOBODY];
}

/* The label of a column of staff; what nobody has says so in the first of them. */
static const char *
label_of(const GpRoleCut *cut, const GpRoleCutRow *row, guint at)
{
    if (!row->is_not_allocated || cut->cuts.list[at] > GP_CUT_DEPARTMENT)
        return row->labels[at];
    for (guint i = 0; i < at; i++) {
        if (cut->cuts.list[i] <= GP_CUT_DEPARTMENT)
            return "";
    }
    return NOT_ALLOCATED;
}

/* All rows together: the trust, or a role. */
static GpInt128
sum_of(const GpRoleCut *cut)
{
    GpInt128 kg = 0;

    for (guint i = 0; i < cut->rows->len; i++)
        kg += total_of(&g_array_index(cut->rows, GpRoleCutRow, i));
    return kg;
}

/* ---- CSV ---- */

static void
append_number(GString *out, GpInt128 value, int places)
{
    g_string_append_c(out, ',');
    gp_number_append(out, value, places);
}

static void
append_text(GString *out, const char *text)
{
    g_string_append_c(out, ',');
    gp_csv_append_name(out, text);
}

static void
append_row(const GpRoleCut *cut, const GpRoleCutRow *row, GString *out)
{
    int places = cut->year->kg_places;

    for (guint i = 0; i < cut->cuts.n; i++) {
        if (i > 0)
            g_string_append_c(out, ',');
        gp_csv_append_name(out, label_of(cut, row, i));
    }
    if (by_category(cut)) {
        append_text(out, gp_part_name(row->line->part));
        append_text(out, row->line->key);
        append_text(out, row->line->pool);
        append_text(out, row->line->reason);
    } else if (row->is_not_allocated) {
        g_string_append(out, ",,,,");
    } else {
        append_number(out, row->wte_micro, GP_MICRO_PLACES);
        g_string_append_printf(out, ",%" G_GINT64_FORMAT, gp_whole_people(row->people_micro));
        append_number(out, row->kg[GP_PART_OWN], places);
        append_number(out, row->kg[GP_PART_SHARED], places);
    }
    append_number(out, total_of(row), places);
    g_string_append_c(out, '\n');
}

static void
print_csv(const GpRoleCut *cut, GString *out)
{
    for (guint i = 0; i < cut->cuts.n; i++)
        g_string_append_printf(out, "%s%s", i == 0 ? "" : ",", gp_cut_column(cut->cuts.list[i]));
    g_string_append(out, by_category(cut)
                             ? ",part,key,pool,reason,kg_co2e\n"
                             : ",wte,people,attributable_kg_co2e,shared_kg_co2e,kg_co2e\n");
    for (guint i = 0; i < cut->rows->len; i++)
        append_row(cut, &g_array_index(cut->rows, GpRoleCutRow, i), out);
}

/* ---- JSON ---- */

static cJSON *
row_object(const GpRoleCut *cut, const GpRoleCutRow *row)
{
    cJSON *object = cJSON_CreateObject();
    int places = cut->year->kg_places;

    for (guint i = 0; i < cut->cuts.n; i++)
        cJSON_AddStringToObject(object, gp_cut_column(cut->cuts.list[i]), row->labels[i]);
    cJSON_AddBoolToObject(object, "not_allocated", row->is_not_allocated);
    if (by_category(cut)) {
        cJSON_AddStringToObject(object, "part", gp_part_name(row->line->part));
        cJSON_AddStringToObject(object, "key", row->line->key);
        cJSON_AddStringToObject(object, "pool", row->line->pool);
        cJSON_AddStringToObject(object, "reason", row->line->reason);
    } else if (!row->is_not_allocated) {
        gp_json_add_exact(object, "wte", row->wte_micro, GP_MICRO_PLACES);
        cJSON_AddNumberToObject(object, "people", (double)gp_whole_people(row->people_micro));
        gp_json_add_exact(object, "attributable_kg_co2e", row->kg[GP_PART_OWN], places);
        gp_json_add_exact(object, "shared_kg_co2e", row->kg[GP_PART_SHARED], places);
    }
    gp_json_add_exact(object, "kg_co2e", total_of(row), places);
    return object;
}

static void
print_json(const GpRoleCut *cut, const GpIssueList *issues, GString *out)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *rows;

    gp_json_add_use(object);
    gp_json_add_role_year(object, cut->year);
    if (cut->role != NULL) {
        cJSON_AddStringToObject(object, "role", cut->role);
        gp_json_add_exact(object, "role_kg_co2e", sum_of(cut), cut->year->kg_places);
    }
    rows = cJSON_AddArrayToObject(object, "rows");
    for (guint i = 0; i < cut->rows->len; i++)
        cJSON_AddItemToArray(rows, row_object(cut, &g_array_index(cut->rows, GpRoleCutRow, i)));
    gp_json_add_issues(object, issues);
    gp_json_add_matches(object, &cut->year->matches);
    gp_json_print(object, out);
}

/* ---- table ---- */

#define MAX_COLUMNS (GP_N_CUTS + 4)

static guint
list_titles(const GpRoleCut *cut, const char **titles, gboolean *is_number)
{
    static const char *const figures[] = {"WTE", "own kg", "shared kg", "kg"};
    static const char *const lines[] = {"", "by", "kg"};
    guint n = 0;

    for (; n < cut->cuts.n; n++)
        titles[n] = gp_cut_name(cut->cuts.list[n]);
    for (guint i = 0; i < (by_category(cut) ? G_N_ELEMENTS(lines) : G_N_ELEMENTS(figures)); i++) {
        is_number[n] = !by_category(cut) || i == 2;
        titles[n++] = by_category(cut) ? lines[i] : figures[i];
    }
    return n;
}

static void
add_row(GpTextTable *text, const GpRoleCut *cut, const GpRoleCutRow *row)
{
    int places = cut->year->kg_places;

    for (guint i = 0; i < cut->cuts.n; i++)
        gp_text_table_add(text,
                          g_strdup(row->is_not_allocated ? label_of(cut, row, i)
                                                         : gp_role_label(label_of(cut, row, i))));
    if (by_category(cut)) {
        gp_text_table_add(text, g_strdup(gp_part_name(row->line->part)));
        gp_text_table_add(text, g_strdup(row->line->key));
    } else {
        gp_text_table_add(text, row->is_not_allocated
                                    ? g_strdup("")
                                    : gp_rounded(row->wte_micro, GP_MICRO_PLACES, 1));
        gp_text_table_add(text, gp_rounded(row->kg[GP_PART_OWN], places, 0));
        gp_text_table_add(text, gp_rounded(row->kg[GP_PART_SHARED], places, 0));
    }
    gp_text_table_add(text, gp_rounded(total_of(row), places, 0));
}

static gboolean
is_shown(const GpRoleCut *cut, const GpRoleLine *line)
{
    for (guint i = 0; i < cut->rows->len; i++) {
        if (g_array_index(cut->rows, GpRoleCutRow, i).line == line)
            return TRUE;
    }
    return FALSE;
}

/* The reasons of the lines that are shown, each once. */
static void
print_reasons(const GpRoleCut *cut, GString *out)
{
    const GpRoleYear *year = cut->year;

    g_string_append_c(out, '\n');
    for (guint i = 0; i < year->lines->len; i++) {
        const GpRoleLine *line = gp_role_year_line(year, i);

        if (!is_shown(cut, line))
            continue;
        g_string_append_printf(out, "%s, %s%s%s: %s\n", line->category, gp_part_name(line->part),
                               *line->key == '\0' ? "" : " by ", line->key, line->reason);
    }
}

static void
print_table(const GpRoleCut *cut, GString *out)
{
    const char *titles[MAX_COLUMNS];
    gboolean is_number[MAX_COLUMNS] = {FALSE};
    guint n = list_titles(cut, titles, is_number);
    g_auto(GpTextTable) text;
    char fy[16];

    gp_fy_print(cut->year->fy, fy);
    g_string_append_printf(out, "Footprint of %s, %s (kg CO2e)\n\n",
                           cut->role == NULL ? "roles" : cut->role, fy);
    gp_text_table_init(&text, titles, is_number, n);
    for (guint i = 0; i < cut->rows->len; i++)
        add_row(&text, cut, &g_array_index(cut->rows, GpRoleCutRow, i));
    gp_text_table_add(&text, g_strdup(cut->role == NULL ? "Trust" : "Together"));
    for (guint i = 1; i + 1 < n; i++)
        gp_text_table_add(&text, g_strdup(""));
    gp_text_table_add(&text, gp_rounded(sum_of(cut), cut->year->kg_places, 0));
    gp_text_table_print(&text, 1, out);
    if (by_category(cut))
        print_reasons(cut, out);
    gp_roles_print_use(out);
    gp_matches_print(&cut->year->matches, out);
}

void
gp_report_role_cut(const GpRoleCut *cut, const GpIssueList *issues, GpOutput format, GString *out)
{
    switch (format) {
    case GP_OUTPUT_CSV:
        print_csv(cut, out);
        return;
    case GP_OUTPUT_JSON:
        print_json(cut, issues, out);
        return;
    case GP_OUTPUT_TABLE:
        print_table(cut, out);
        return;
    }
}
