/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-csv.h"
#include "gp-day.h"
#include "gp-report-json-private.h"
#include "gp-report-roles-private.h"
#include "gp-report.h"

#define NOT_SHOWN "[c]"
#define GROUP_WIDTH 2

/* ---- CSV ---- */

static void
append_texts(GString *out, const GpRolePublishedFigure *figure)
{
    const char *const texts[] = {gp_role_published_table_name(figure->table),
                                 figure->staff_group,
                                 figure->role,
                                 figure->site,
                                 figure->category,
                                 gp_role_published_part_name(figure->part)};
    char fy[16];

    gp_fy_print(figure->fy, fy);
    g_string_append(out, fy);
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_string_append_c(out, ',');
        gp_csv_append_name(out, texts[i]);
    }
}

static void
append_figure(GString *out, const GpRolePublishedFigure *figure)
{
    append_texts(out, figure);
    if (!figure->is_shown) {
        g_string_append(out, "," NOT_SHOWN "," NOT_SHOWN "," NOT_SHOWN "," NOT_SHOWN "\n");
        return;
    }
    g_string_append_printf(out, ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",", figure->people,
                           figure->wte);
    gp_number_append(out, figure->kg_co2e, 0);
    g_string_append_c(out, ',');
    if (figure->has_per_wte)
        gp_number_append(out, figure->kg_per_wte, 0);
    g_string_append_c(out, '\n');
}

static void
print_csv(const GpRolePublished *published, GString *out)
{
    g_string_append(out, "year,table,staff_group,role,site,category,part,people,wte,kg_co2e,"
                         "kg_co2e_per_wte\n");
    for (guint i = 0; i < published->figures->len; i++)
        append_figure(out, gp_role_published_figure(published, i));
}

/* ---- JSON ---- */

static void
add_whole(cJSON *object, const char *name, GpInt128 value)
{
    cJSON_AddNumberToObject(object, name, gp_number_to_double(value, 0));
}

static cJSON *
figure_object(const GpRolePublishedFigure *figure)
{
    cJSON *object = cJSON_CreateObject();

    gp_json_add_fy(object, "year", figure->fy);
    cJSON_AddStringToObject(object, "table", gp_role_published_table_name(figure->table));
    cJSON_AddStringToObject(object, "staff_group", figure->staff_group);
    cJSON_AddStringToObject(object, "role", figure->role);
    cJSON_AddStringToObject(object, "site", figure->site);
    cJSON_AddStringToObject(object, "category", figure->category);
    cJSON_AddStringToObject(object, "part", gp_role_published_part_name(figure->part));
    cJSON_AddBoolToObject(object, "shown", figure->is_shown);
    if (!figure->is_shown)
        return object;
    add_whole(object, "people", figure->people);
    add_whole(object, "wte", figure->wte);
    add_whole(object, "kg_co2e", figure->kg_co2e);
    if (figure->has_per_wte)
        add_whole(object, "kg_co2e_per_wte", figure->kg_per_wte);
    else
        cJSON_AddNullToObject(object, "kg_co2e_per_wte");
    return object;
}

static void
add_texts(cJSON *object, const char *name, const GPtrArray *texts)
{
    cJSON *array = cJSON_AddArrayToObject(object, name);

    for (guint i = 0; i < texts->len; i++)
        cJSON_AddItemToArray(array, cJSON_CreateString(g_ptr_array_index(texts, i)));
}

static void
print_json(const GpRolePublished *published, const GpIssueList *issues, GString *out)
{
    cJSON *object = cJSON_CreateObject(), *rounding, *rows, *groups;

    cJSON_AddStringToObject(object, "use", "may be published");
    add_whole(object, "threshold_people", published->threshold);
    rounding = cJSON_AddObjectToObject(object, "rounded_to");
    cJSON_AddNumberToObject(rounding, "people", GP_ROLE_PUBLISHED_PEOPLE_STEP);
    cJSON_AddNumberToObject(rounding, "wte", GP_ROLE_PUBLISHED_WTE_STEP);
    cJSON_AddNumberToObject(rounding, "kg_co2e", GP_ROLE_PUBLISHED_KG_STEP);
    cJSON_AddNumberToObject(rounding, "kg_co2e_per_wte", GP_ROLE_PUBLISHED_KG_PER_WTE_STEP);
    rows = cJSON_AddArrayToObject(object, "rows");
    for (guint i = 0; i < published->figures->len; i++)
        cJSON_AddItemToArray(rows, figure_object(gp_role_published_figure(published, i)));
    groups = cJSON_AddArrayToObject(object, "put_together");
    for (guint i = 0; i < published->groups->len; i++) {
        const GpRolePublishedGroup *group = g_ptr_array_index(published->groups, i);
        cJSON *item = cJSON_CreateObject();

        gp_json_add_fy(item, "year", group->fy);
        cJSON_AddStringToObject(item, "row", group->row);
        add_texts(item, "members", group->members);
        cJSON_AddItemToArray(groups, item);
    }
    gp_json_add_issues(object, issues);
    gp_json_print(object, out);
}

/* ---- table ---- */

/* What a person reads of a role: its totals in all years. */
typedef struct {
    const char *staff_group, *role;
    const GpRolePublishedFigure **years; /* (nullable) each */
} Line;

static gboolean
is_total_of_role(const GpRolePublishedFigure *figure)
{
    return figure->table == GP_ROLE_PUBLISHED_ROLES && figure->part == GP_ROLE_PUBLISHED_ALL &&
           g_str_equal(figure->category, GP_ROLE_PUBLISHED_EVERY);
}

static int
compare_lines(gconstpointer a, gconstpointer b)
{
    const Line *x = a, *y = b;
    gboolean x_is_all = g_str_equal(x->role, GP_ROLE_PUBLISHED_EVERY);
    gboolean y_is_all = g_str_equal(y->role, GP_ROLE_PUBLISHED_EVERY);
    int by_group = strcmp(x->staff_group, y->staff_group);

    if (x_is_all || y_is_all)
        return x_is_all - y_is_all;
    return by_group != 0 ? by_group : strcmp(x->role, y->role);
}

static guint
place_of_year(const GpRolePublished *published, int fy)
{
    guint place = 0;

    while (g_array_index(published->fys, int, place) != fy)
        place++;
    return place;
}

static void
clear_line(gpointer data)
{
    g_free(((Line *)data)->years);
}

/* The lines by staff group and name; all roles last. */
static GArray *
list_lines(const GpRolePublished *published)
{
    g_autoptr(GHashTable) known = /* by staff group and role: its place in the list */
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(Line));

    g_array_set_clear_func(lines, clear_line);
    for (guint i = 0; i < published->figures->len; i++) {
        const GpRolePublishedFigure *figure = gp_role_published_figure(published, i);
        g_autofree char *key = g_strconcat(figure->staff_group, "\n", figure->role, NULL);
        gpointer at;
        Line line = {figure->staff_group, figure->role, NULL};

        if (!is_total_of_role(figure))
            continue;
        if (!g_hash_table_lookup_extended(known, key, NULL, &at)) {
            at = GUINT_TO_POINTER(lines->len);
            g_hash_table_insert(known, g_steal_pointer(&key), at);
            line.years = g_new0(const GpRolePublishedFigure *, published->fys->len);
            g_array_append_val(lines, line);
        }
        g_array_index(lines, Line, GPOINTER_TO_UINT(at))
            .years[place_of_year(published, figure->fy)] = figure;
    }
    g_array_sort(lines, compare_lines);
    return lines;
}

static char *
shown(const GpRolePublishedFigure *figure, GpInt128 value)
{
    if (figure == NULL)
        return g_strdup("");
    return figure->is_shown ? gp_rounded(value, 0, 0) : g_strdup(NOT_SHOWN);
}

static void
add_line(GpTextTable *text, const Line *line, guint n_years)
{
    const GpRolePublishedFigure *last = line->years[n_years - 1];

    gp_text_table_add(text, g_strdup(line->role));
    gp_text_table_add(text, shown(last, last == NULL ? 0 : last->people));
    gp_text_table_add(text, shown(last, last == NULL ? 0 : last->wte));
    gp_text_table_add(text, shown(last, last == NULL ? 0 : last->kg_co2e));
    for (guint i = 0; i < n_years; i++) {
        const GpRolePublishedFigure *figure = line->years[i];
        gboolean has_none = figure != NULL && figure->is_shown && !figure->has_per_wte;

        gp_text_table_add(text, has_none ? g_strdup("")
                                         : shown(figure, figure == NULL ? 0 : figure->kg_per_wte));
    }
}

/* Not where the whole trust is too few. */
static gboolean
has_total(const GArray *lines)
{
    return lines->len > 0 &&
           g_str_equal(g_array_index(lines, Line, lines->len - 1).role, GP_ROLE_PUBLISHED_EVERY);
}

static void
print_groups(const GpRolePublished *published, int fy, GString *out)
{
    char text[16];

    gp_fy_print(fy, text);
    for (guint i = 0; i < published->groups->len; i++) {
        const GpRolePublishedGroup *group = g_ptr_array_index(published->groups, i);
        g_autoptr(GString) members = g_string_new(NULL);

        for (guint j = 0; group->fy == fy && j < group->members->len; j++)
            g_string_append_printf(members, "%s%s", j == 0 ? "" : ", ",
                                   (const char *)g_ptr_array_index(group->members, j));
        if (group->fy != fy)
            continue;
        g_string_append_printf(out, "\n%s, %s:\n", group->row, text);
        gp_text_paragraph_print("", GROUP_WIDTH, members->str, out);
    }
}

static void
print_notes(const GpRolePublished *published, GString *out)
{
    g_string_append_printf(
        out,
        "\n[c]: not shown by itself; of few people, or others could be worked out from it. Nothing "
        "here is about fewer\nthan %" G_GINT64_FORMAT
        " people. People and WTE are rounded to 5, kg to 100, kg per WTE to 10, so they need not "
        "add up.\n",
        published->threshold);
    if (published->fys->len > 0)
        print_groups(published, g_array_index(published->fys, int, published->fys->len - 1), out);
}

static void
print_table(const GpRolePublished *published, GString *out)
{
    guint n_years = published->fys->len, n = 4 + n_years;
    g_autoptr(GArray) lines = list_lines(published);
    g_autofree const char **titles = g_new(const char *, n);
    g_autofree gboolean *is_number = g_new(gboolean, n);
    g_autofree char *fys = g_new0(char, 16 * n);
    g_auto(GpTextTable) text;

    for (guint i = 0; i < n; i++)
        is_number[i] = i > 0;
    titles[0] = "Role";
    titles[1] = "People";
    titles[2] = "WTE";
    titles[3] = "kg CO2e";
    for (guint i = 0; i < n_years; i++) {
        gp_fy_print(g_array_index(published->fys, int, i), fys + i * 16);
        titles[4 + i] = fys + i * 16;
    }
    g_string_append_printf(out,
                           "Footprint of roles for publication: people, WTE and kg CO2e of %s, and "
                           "kg CO2e per WTE by year\n\n",
                           fys + (n_years - 1) * 16);
    gp_text_table_init(&text, titles, is_number, n);
    for (guint i = 0; i < lines->len; i++)
        add_line(&text, &g_array_index(lines, Line, i), n_years);
    gp_text_table_print(&text, has_total(lines) ? 1 : 0, out);
    print_notes(published, out);
}

void
gp_report_published(const GpRolePublished *published,
                    const GpIssueList *issues,
                    GpOutput format,
                    GString *out)
{
    switch (format) {
    case GP_OUTPUT_CSV:
        print_csv(published, out);
        return;
    case GP_OUTPUT_JSON:
        print_json(published, issues, out);
        return;
    case GP_OUTPUT_TABLE:
        print_table(published, out);
        return;
    }
}
