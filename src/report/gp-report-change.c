/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-csv.h"
#include "gp-day.h"
#include "gp-report-json-private.h"
#include "gp-report.h"
#include "gp-table-private.h"
#include "gp-words.h"

static const GpChangePart *
category_at(const GpChange *change, guint i)
{
    return &g_array_index(change->categories, GpChangePart, i);
}

/* ---- CSV ---- */

static void
append_csv_step(const GpChange *change, GString *out)
{
    char from[16], to[16];

    gp_fy_print(change->fy[GP_FROM], from);
    gp_fy_print(change->fy[GP_TO], to);
    for (guint i = 0; i < change->categories->len; i++) {
        const GpChangePart *part = category_at(change, i);

        for (guint cause = 0; change->causes[cause] != NULL; cause++) {
            g_string_append_printf(out, "%s,%s,", from, to);
            gp_csv_append_name(out, part->category);
            g_string_append_c(out, ',');
            gp_csv_append_name(out, change->causes[cause]);
            g_string_append(out, part->is_comparable ? ",yes," : ",no,");
            gp_number_append(out, part->effects[cause], change->kg_places);
            g_string_append_c(out, '\n');
        }
    }
}

static void
print_csv(const GpChange *change, GString *out)
{
    g_string_append(out, "from,to,category,cause,comparable,kg_co2e\n");
    if (change->steps->len == 0)
        append_csv_step(change, out);
    for (guint i = 0; i < change->steps->len; i++)
        append_csv_step(g_ptr_array_index(change->steps, i), out);
}

/* ---- JSON ---- */

static void
add_part(cJSON *object, const GpChange *change, const GpChangePart *part, const double *ratios)
{
    cJSON *effects;

    gp_json_add_exact(object, "from_kg", part->kg[GP_FROM], change->kg_places);
    gp_json_add_exact(object, "to_kg", part->kg[GP_TO], change->kg_places);
    gp_json_add_exact(object, "change_kg", part->kg[GP_TO] - part->kg[GP_FROM], change->kg_places);
    effects = cJSON_AddArrayToObject(object, "effects");
    for (guint i = 0; change->causes[i] != NULL; i++) {
        cJSON *effect = cJSON_CreateObject();

        cJSON_AddStringToObject(effect, "cause", change->causes[i]);
        gp_json_add_exact(effect, "kg", part->effects[i], change->kg_places);
        if (ratios != NULL)
            gp_json_add_number(effect, "ratio", round(ratios[i] * 1e6) / 1e6);
        cJSON_AddItemToArray(effects, effect);
    }
    gp_json_add_exact(object, "began_or_ended_kg", part->began_or_ended, change->kg_places);
}

static cJSON *
category_object(const GpChange *change, const GpChangePart *part)
{
    cJSON *object = cJSON_CreateObject();

    cJSON_AddStringToObject(object, "category", part->category);
    cJSON_AddBoolToObject(object, "comparable", part->is_comparable);
    add_part(object, change, part, NULL);
    return object;
}

static cJSON *
change_object(const GpChange *change)
{
    cJSON *object = cJSON_CreateObject(), *categories;
    char fy[16];

    gp_fy_print(change->fy[GP_FROM], fy);
    cJSON_AddStringToObject(object, "from", fy);
    gp_fy_print(change->fy[GP_TO], fy);
    cJSON_AddStringToObject(object, "to", fy);
    add_part(object, change, &change->total, change->ratios);
    categories = cJSON_AddArrayToObject(object, "categories");
    for (guint i = 0; i < change->categories->len; i++)
        cJSON_AddItemToArray(categories, category_object(change, category_at(change, i)));
    return object;
}

static void
print_json(const GpChange *change, const GpIssueList *issues, GString *out)
{
    g_autoptr(GPtrArray) sentences = gp_change_sentences(change);
    GpChangePart comparable = gp_change_comparable(change);
    cJSON *object = change_object(change);
    cJSON *steps;

    add_part(cJSON_AddObjectToObject(object, "comparable"), change, &comparable, NULL);
    steps = cJSON_AddArrayToObject(object, "steps");

    for (guint i = 0; i < change->steps->len; i++)
        cJSON_AddItemToArray(steps, change_object(g_ptr_array_index(change->steps, i)));
    cJSON_AddItemToObject(
        object, "sentences",
        cJSON_CreateStringArray((const char *const *)sentences->pdata, (int)sentences->len));
    gp_json_add_issues(object, issues);
    gp_json_print(object, out);
}

/* ---- the table ---- */

/* Figures in whole kilograms, as they are shown: what rounding leaves goes on the largest of the
 * effects, so that the shown ones sum too. */
typedef struct {
    GpInt128 kg[GP_N_ENDS];
    GpInt128 effects[GP_CHANGE_MAX_CAUSES];
    GpInt128 left_out; /* of categories that cannot be compared */
} Shown;

static Shown
show(const GpChange *change, const GpChangePart *part, const GpChangePart *comparable)
{
    Shown shown = {{0}, {0}, 0};
    GpInt128 left;
    guint largest = 0;

    for (guint end = 0; end < GP_N_ENDS; end++)
        shown.kg[end] = gp_number_round(part->kg[end], change->kg_places);
    left = shown.kg[GP_TO] - shown.kg[GP_FROM];
    shown.left_out = gp_number_round(part->kg[GP_TO] - part->kg[GP_FROM] -
                                         (comparable->kg[GP_TO] - comparable->kg[GP_FROM]),
                                     change->kg_places);
    left -= shown.left_out;
    for (guint i = 0; change->causes[i] != NULL; i++) {
        shown.effects[i] = gp_number_round(comparable->effects[i], change->kg_places);
        left -= shown.effects[i];
        if (ABS(shown.effects[i]) > ABS(shown.effects[largest]))
            largest = i;
    }
    if (shown.effects[largest] == 0 && shown.left_out != 0)
        shown.left_out += left;
    else
        shown.effects[largest] += left;
    return shown;
}

static void
add_row(GpTextTable *table, const char *title, GpInt128 kg, gboolean with_plus)
{
    gp_text_table_add(table, g_strdup(title));
    gp_text_table_add(table, gp_change_tonnes(kg, with_plus));
}

static void
print_causes(const GpChange *change, GString *out)
{
    static const char *const titles[] = {"cause", "tCO2e"};
    static const gboolean is_number[] = {FALSE, TRUE};
    GpChangePart comparable = gp_change_comparable(change);
    Shown shown = show(change, &change->total, &comparable);
    g_auto(GpTextTable) table;
    char fy[16];

    gp_text_table_init(&table, titles, is_number, G_N_ELEMENTS(titles));
    gp_fy_print(change->fy[GP_FROM], fy);
    add_row(&table, fy, shown.kg[GP_FROM], FALSE);
    for (guint i = 0; change->causes[i] != NULL; i++) {
        if (shown.effects[i] != 0)
            add_row(&table, gp_change_cause_title(change->causes[i]), shown.effects[i], TRUE);
    }
    if (shown.left_out != 0)
        add_row(&table, "not compared", shown.left_out, TRUE);
    gp_fy_print(change->fy[GP_TO], fy);
    add_row(&table, fy, shown.kg[GP_TO], FALSE);
    gp_text_table_print(&table, 1, out);
}

static const char *
short_title(const char *cause)
{
    static const struct {
        const char *key, *title;
    } titles[] = {
        {"factor-grid", "grid"},
        {"factor-other", "factors"},
        {"price", "prices"},
        {"boundary", "sites"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(titles); i++) {
        if (g_str_equal(cause, titles[i].key))
            return titles[i].title;
    }
    return cause;
}

/* A row of a table with a column for each cause that there is. */
typedef struct {
    char *title;
    Shown shown;
} WideRow;

static void
clear_wide_row(gpointer data)
{
    g_free(((WideRow *)data)->title);
}

static GArray *
wide_rows_new(void)
{
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(WideRow));

    g_array_set_clear_func(rows, clear_wide_row);
    return rows;
}

static gboolean
is_cause_there(const GArray *rows, guint cause)
{
    for (guint i = 0; i < rows->len; i++) {
        if (g_array_index(rows, WideRow, i).shown.effects[cause] != 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_any_left_out(const GArray *rows)
{
    for (guint i = 0; i < rows->len; i++) {
        if (g_array_index(rows, WideRow, i).shown.left_out != 0)
            return TRUE;
    }
    return FALSE;
}

static void
print_wide_table(const GpChange *change,
                 const GArray *rows,
                 const char *const first_titles[3],
                 GString *out)
{
    static const gboolean is_number[GP_CHANGE_MAX_CAUSES + 4] = {
        FALSE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE};
    const char *titles[GP_CHANGE_MAX_CAUSES + 4] = {first_titles[0], first_titles[1],
                                                    first_titles[2]};
    gboolean has_left_out = is_any_left_out(rows);
    guint n = 3;
    g_auto(GpTextTable) table;

    for (guint cause = 0; change->causes[cause] != NULL; cause++) {
        if (is_cause_there(rows, cause))
            titles[n++] = short_title(change->causes[cause]);
    }
    if (has_left_out)
        titles[n++] = "not compared";
    gp_text_table_init(&table, titles, is_number, n);
    for (guint i = 0; i < rows->len; i++) {
        const WideRow *row = &g_array_index(rows, WideRow, i);

        gp_text_table_add(&table, g_strdup(row->title));
        for (guint end = 0; end < GP_N_ENDS; end++)
            gp_text_table_add(&table, row->shown.left_out != 0 && row->shown.kg[end] == 0
                                          ? g_strdup("no data")
                                          : gp_change_tonnes(row->shown.kg[end], FALSE));
        for (guint cause = 0; change->causes[cause] != NULL; cause++) {
            if (is_cause_there(rows, cause))
                gp_text_table_add(&table, gp_change_tonnes(row->shown.effects[cause], TRUE));
        }
        if (has_left_out)
            gp_text_table_add(&table, gp_change_tonnes(row->shown.left_out, TRUE));
    }
    gp_text_table_print(&table, 0, out);
}

static void
print_categories(const GpChange *change, GString *out)
{
    static const GpChangePart nothing = {.category = NULL};
    g_autoptr(GArray) rows = wide_rows_new();
    char from[16], to[16];
    const char *const titles[] = {"category", from, to};

    gp_fy_print(change->fy[GP_FROM], from);
    gp_fy_print(change->fy[GP_TO], to);
    for (guint i = 0; i < change->categories->len; i++) {
        const GpChangePart *part = category_at(change, i);
        WideRow row = {g_strdup(*part->category == '\0' ? "(none)" : part->category),
                       show(change, part, part->is_comparable ? part : &nothing)};

        g_array_append_val(rows, row);
    }
    print_wide_table(change, rows, titles, out);
}

static void
print_steps(const GpChange *change, GString *out)
{
    static const char *const titles[] = {"years", "from", "to"};
    g_autoptr(GArray) rows = wide_rows_new();

    for (guint i = 0; i < change->steps->len; i++) {
        const GpChange *step = g_ptr_array_index(change->steps, i);
        GpChangePart comparable = gp_change_comparable(step);
        WideRow row = {NULL, show(step, &step->total, &comparable)};
        char from[16], to[16];

        gp_fy_print(step->fy[GP_FROM], from);
        gp_fy_print(step->fy[GP_TO], to);
        row.title = g_strdup_printf("%s to %s", from, to);
        g_array_append_val(rows, row);
    }
    print_wide_table(change, rows, titles, out);
    g_string_append_c(out, '\n');
}

static void
print_table(const GpChange *change, GString *out)
{
    g_autoptr(GPtrArray) sentences = gp_change_sentences(change);
    char from[16], to[16];

    gp_fy_print(change->fy[GP_FROM], from);
    gp_fy_print(change->fy[GP_TO], to);
    g_string_append_printf(out, "What changed from %s to %s, and why%s\n\n", from, to,
                           change->steps->len == 0 ? "" : ", year by year");
    print_causes(change, out);
    g_string_append_c(out, '\n');
    for (guint i = 0; i < sentences->len; i++)
        g_string_append_printf(out, "%s\n", (const char *)g_ptr_array_index(sentences, i));
    g_string_append_c(out, '\n');
    if (change->steps->len > 0)
        print_steps(change, out);
    print_categories(change, out);
}

void
gp_report_change(const GpChange *change, const GpIssueList *issues, GpOutput format, GString *out)
{
    switch (format) {
    case GP_OUTPUT_CSV:
        print_csv(change, out);
        return;
    case GP_OUTPUT_JSON:
        print_json(change, issues, out);
        return;
    case GP_OUTPUT_TABLE:
        print_table(change, out);
        return;
    }
}
