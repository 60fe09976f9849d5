/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-csv.h"
#include "gp-day.h"
#include "gp-report-json-private.h"
#include "gp-report-role-actions-private.h"
#include "gp-report-roles-private.h"
#include "gp-report.h"

#define REASON_INDENT 29 /* columns for the longest category */

static const GpRolePart *
get_part(const GpRoleProfile *profile, guint i)
{
    return &g_array_index(profile->parts, GpRolePart, i);
}

static const GpRoleTrend *
get_trend(const GpRoleProfile *profile, guint i)
{
    return &g_array_index(profile->trends, GpRoleTrend, i);
}

static GpInt128
own_and_shared(const GpInt128 *kg)
{
    return kg[GP_PART_OWN] + kg[GP_PART_SHARED];
}

/* ---- CSV ---- */

static void
append_per_wte(GString *out, GpInt128 kg, int places, gint64 wte_micro)
{
    GpInt128 per_wte;

    g_string_append_c(out, ',');
    if (gp_kg_per_wte(kg, places, wte_micro, &per_wte))
        gp_number_append(out, per_wte, GP_MICRO_PLACES);
}

static void
append_line(const GpRoleProfile *profile, const GpRolePart *part, GString *out)
{
    const char *texts[] = {part->line->category, gp_part_name(part->line->part), part->line->key,
                           part->line->reason};
    int places = profile->year->kg_places;
    char fy[16];

    gp_fy_print(profile->year->fy, fy);
    g_string_append(out, fy);
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_string_append_c(out, ',');
        gp_csv_append_name(out, texts[i]);
    }
    g_string_append_c(out, ',');
    gp_number_append(out, profile->role.wte_micro, GP_MICRO_PLACES);
    g_string_append_c(out, ',');
    gp_number_append(out, part->kg, places);
    append_per_wte(out, part->kg, places, profile->role.wte_micro);
    append_per_wte(out, part->trust_kg, places, profile->trust.wte_micro);
    g_string_append_c(out, '\n');
}

static void
append_trend(const GpRoleTrend *trend, GString *out)
{
    char fy[16];

    gp_fy_print(trend->fy, fy);
    g_string_append_printf(out, "%s,All,,,", fy);
    if (trend->is_comparable) {
        gp_csv_append_name(out, "");
        g_string_append_c(out, ',');
        gp_number_append(out, trend->wte_micro, GP_MICRO_PLACES);
        g_string_append_c(out, ',');
        gp_number_append(out, own_and_shared(trend->kg), trend->kg_places);
        append_per_wte(out, own_and_shared(trend->kg), trend->kg_places, trend->wte_micro);
    } else {
        gp_csv_append_name(out, trend->why_not);
        g_string_append(out, ",,,");
    }
    append_per_wte(out, own_and_shared(trend->trust_kg), trend->kg_places, trend->trust_wte_micro);
    g_string_append_c(out, '\n');
}

static void
print_csv(const GpRoleProfile *profile, GString *out)
{
    g_string_append(out, "year,category,part,key,reason,wte,kg_co2e,kg_co2e_per_wte,"
                         "trust_kg_co2e_per_wte\n");
    for (guint i = 0; i < profile->parts->len; i++)
        append_line(profile, get_part(profile, i), out);
    for (guint i = 0; i < profile->trends->len; i++)
        append_trend(get_trend(profile, i), out);
}

/* ---- JSON ---- */

static cJSON *
part_object(const GpRoleProfile *profile, const GpRolePart *part)
{
    cJSON *object = cJSON_CreateObject();
    int places = profile->year->kg_places;

    cJSON_AddStringToObject(object, "category", part->line->category);
    cJSON_AddStringToObject(object, "part", gp_part_name(part->line->part));
    cJSON_AddStringToObject(object, "key", part->line->key);
    cJSON_AddStringToObject(object, "pool", part->line->pool);
    cJSON_AddStringToObject(object, "reason", part->line->reason);
    gp_json_add_exact(object, "kg_co2e", part->kg, places);
    gp_json_add_per_wte(object, "kg_co2e_per_wte", part->kg, places, profile->role.wte_micro);
    gp_json_add_per_wte(object, "trust_kg_co2e_per_wte", part->trust_kg, places,
                        profile->trust.wte_micro);
    return object;
}

static cJSON *
trend_object(const GpRoleTrend *trend)
{
    cJSON *object = cJSON_CreateObject();
    const GpInt128 *kg = trend->kg;

    gp_json_add_fy(object, "year", trend->fy);
    cJSON_AddBoolToObject(object, "comparable", trend->is_comparable);
    if (trend->is_comparable) {
        gp_json_add_exact(object, "wte", trend->wte_micro, GP_MICRO_PLACES);
        gp_json_add_exact(object, "attributable_kg_co2e", kg[GP_PART_OWN], trend->kg_places);
        gp_json_add_exact(object, "shared_kg_co2e", kg[GP_PART_SHARED], trend->kg_places);
        gp_json_add_per_wte(object, "attributable_kg_co2e_per_wte", kg[GP_PART_OWN],
                            trend->kg_places, trend->wte_micro);
        gp_json_add_per_wte(object, "kg_co2e_per_wte", own_and_shared(kg), trend->kg_places,
                            trend->wte_micro);
    } else {
        cJSON_AddStringToObject(object, "why_not", trend->why_not);
    }
    gp_json_add_per_wte(object, "trust_kg_co2e_per_wte", own_and_shared(trend->trust_kg),
                        trend->kg_places, trend->trust_wte_micro);
    return object;
}

static void
print_json(const GpRoleProfile *profile,
           const GPtrArray *advice,
           const GpIssueList *issues,
           GString *out)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *list;

    gp_json_add_use(object);
    cJSON_AddStringToObject(object, "role", profile->role.name);
    cJSON_AddStringToObject(object, "staff_group", profile->role.staff_group);
    cJSON_AddStringToObject(object, "description",
                            profile->entry == NULL ? "" : profile->entry->description);
    gp_json_add_role_year(object, profile->year);
    gp_json_add_group(object, &profile->role, profile->year->kg_places);
    gp_json_add_group(cJSON_AddObjectToObject(object, "all_staff"), &profile->trust,
                      profile->year->kg_places);
    list = cJSON_AddArrayToObject(object, "made_of");
    for (guint i = 0; i < profile->parts->len; i++)
        cJSON_AddItemToArray(list, part_object(profile, get_part(profile, i)));
    list = cJSON_AddArrayToObject(object, "trend");
    for (guint i = 0; i < profile->trends->len; i++)
        cJSON_AddItemToArray(list, trend_object(get_trend(profile, i)));
    cJSON_AddItemToObject(object, "actions", gp_role_actions_json(advice));
    gp_json_add_issues(object, issues);
    gp_json_print(object, out);
}

/* ---- for people ---- */

static char *
per_wte(GpInt128 kg, int places, gint64 wte_micro)
{
    GpInt128 micro_kg;

    return gp_kg_per_wte(kg, places, wte_micro, &micro_kg)
               ? gp_rounded(micro_kg, GP_MICRO_PLACES, 0)
               : g_strdup("no staff");
}

static void
print_head(const GpRoleProfile *profile, GString *out)
{
    const GpRoleGroup *role = &profile->role;
    int places = profile->year->kg_places;
    g_autofree char *each = per_wte(gp_role_group_kg(role), places, role->wte_micro);
    g_autofree char *staff =
        per_wte(gp_role_group_kg(&profile->trust), places, profile->trust.wte_micro);
    g_autofree char *wte = gp_rounded(role->wte_micro, GP_MICRO_PLACES, 1);
    g_autofree char *all = gp_rounded(gp_role_group_kg(role), places, 0);
    g_autofree char *own = gp_percent_of(role->kg[GP_PART_OWN], gp_role_group_kg(role));
    char fy[16];

    gp_fy_print(profile->year->fy, fy);
    g_string_append_printf(out, "%s, %s\n", role->name, fy);
    if (*role->staff_group != '\0' && !g_str_equal(role->staff_group, role->name))
        g_string_append_printf(out, "%s\n", role->staff_group);
    if (profile->entry != NULL && *profile->entry->description != '\0')
        g_string_append_printf(out, "%s\n", profile->entry->description);
    g_string_append_printf(out,
                           "\n%s kg CO2e for each whole-time equivalent (WTE); %s kg is the "
                           "average of all staff.\n%s WTE together: %s kg",
                           each, staff, wte, all);
    if (*own != '\0')
        g_string_append_printf(out, ", of which %s is the role's own", own);
    g_string_append(out, ".\n");
}

/* All lines of one category. */
typedef struct {
    const char *category;
    GpInt128 kg, trust_kg;
    GString *keys;
} Heading;

static void
heading_clear(gpointer data)
{
    g_string_free(((Heading *)data)->keys, TRUE);
}

static void
add_to_heading(GArray *headings, const GpRolePart *part)
{
    const char *key = *part->line->key == '\0' ? "name" : part->line->key;
    Heading heading = {part->line->category, part->kg, part->trust_kg, NULL};

    for (guint i = 0; i < headings->len; i++) {
        Heading *known = &g_array_index(headings, Heading, i);

        if (!g_str_equal(known->category, heading.category))
            continue;
        known->kg += part->kg;
        known->trust_kg += part->trust_kg;
        if (strstr(known->keys->str, key) == NULL)
            g_string_append_printf(known->keys, ", %s", key);
        return;
    }
    heading.keys = g_string_new(key);
    g_array_append_val(headings, heading);
}

static int
compare_headings(gconstpointer a, gconstpointer b)
{
    const Heading *x = a, *y = b;

    if (x->kg != y->kg)
        return x->kg > y->kg ? -1 : 1;
    return strcmp(x->category, y->category);
}

/* What is own or shared, by category, the largest first. */
static GArray *
list_headings(const GpRoleProfile *profile, GpPart which)
{
    GArray *headings = g_array_new(FALSE, FALSE, sizeof(Heading));

    g_array_set_clear_func(headings, heading_clear);
    for (guint i = 0; i < profile->parts->len; i++) {
        if (get_part(profile, i)->line->part == which)
            add_to_heading(headings, get_part(profile, i));
    }
    g_array_sort(headings, compare_headings);
    return headings;
}

/* Why each line goes to the role, in the order of the categories. */
static void
print_reasons(const GpRoleProfile *profile, GpPart which, const GArray *headings, GString *out)
{
    g_string_append_c(out, '\n');
    for (guint i = 0; i < headings->len; i++) {
        const char *category = g_array_index(headings, Heading, i).category;
        const char *title = category;

        for (guint k = 0; k < profile->parts->len; k++) {
            const GpRoleLine *line = get_part(profile, k)->line;

            if (line->part != which || !g_str_equal(line->category, category))
                continue;
            gp_text_paragraph_print(title, REASON_INDENT, line->reason, out);
            title = "";
        }
    }
}

static void
print_headings(const GpRoleProfile *profile, const GArray *headings, GString *out)
{
    static const char *const titles[] = {"", "kg per WTE", "all staff", "kg", "by"};
    static const gboolean is_number[] = {FALSE, TRUE, TRUE, TRUE, FALSE};
    int places = profile->year->kg_places;
    g_auto(GpTextTable) text;

    gp_text_table_init(&text, titles, is_number, G_N_ELEMENTS(titles));
    for (guint i = 0; i < headings->len; i++) {
        const Heading *heading = &g_array_index(headings, Heading, i);

        gp_text_table_add(&text, g_strdup(heading->category));
        gp_text_table_add(&text, per_wte(heading->kg, places, profile->role.wte_micro));
        gp_text_table_add(&text, per_wte(heading->trust_kg, places, profile->trust.wte_micro));
        gp_text_table_add(&text, gp_rounded(heading->kg, places, 0));
        gp_text_table_add(&text, g_strdup(heading->keys->str));
    }
    gp_text_table_print(&text, 0, out);
}

static void
print_parts(const GpRoleProfile *profile, GpPart which, const char *title, GString *out)
{
    g_autoptr(GArray) headings = list_headings(profile, which);

    if (headings->len == 0)
        return;
    g_string_append_printf(out, "\n%s\n\n", title);
    print_headings(profile, headings, out);
    print_reasons(profile, which, headings, out);
}

static void
print_trends(const GpRoleProfile *profile, GString *out)
{
    static const char *const titles[] = {"year",   "WTE",        "own kg per WTE",
                                         "shared", "kg per WTE", "all staff"};
    static const gboolean is_number[] = {FALSE, TRUE, TRUE, TRUE, TRUE, TRUE};
    g_auto(GpTextTable) text;

    g_string_append(out, "\nYear by year\n\n");
    gp_text_table_init(&text, titles, is_number, G_N_ELEMENTS(titles));
    for (guint i = 0; i < profile->trends->len; i++) {
        const GpRoleTrend *trend = get_trend(profile, i);
        const GpInt128 figures[] = {trend->kg[GP_PART_OWN], trend->kg[GP_PART_SHARED],
                                    own_and_shared(trend->kg)};
        char fy[16];

        gp_fy_print(trend->fy, fy);
        gp_text_table_add(&text, g_strdup(fy));
        gp_text_table_add(&text, trend->is_comparable
                                     ? gp_rounded(trend->wte_micro, GP_MICRO_PLACES, 1)
                                     : g_strdup("[b]"));
        for (guint k = 0; k < G_N_ELEMENTS(figures); k++)
            gp_text_table_add(&text, trend->is_comparable
                                         ? per_wte(figures[k], trend->kg_places, trend->wte_micro)
                                         : g_strdup(""));
        gp_text_table_add(&text, per_wte(own_and_shared(trend->trust_kg), trend->kg_places,
                                         trend->trust_wte_micro));
    }
    gp_text_table_print(&text, 0, out);
    for (guint i = 0; i < profile->trends->len; i++) {
        const GpRoleTrend *trend = get_trend(profile, i);
        char fy[16];

        gp_fy_print(trend->fy, fy);
        if (!trend->is_comparable)
            g_string_append_printf(out, "[b] %s: not comparable, %s\n", fy, trend->why_not);
    }
}

static void
print_table(const GpRoleProfile *profile, const GPtrArray *advice, GString *out)
{
    print_head(profile, out);
    print_parts(profile, GP_PART_OWN, "What you can change first: the role's own", out);
    print_parts(profile, GP_PART_SHARED, "Your share of what many use", out);
    print_trends(profile, out);
    if (advice->len > 0) {
        g_string_append(out, "\nWhat can be done\n\n");
        gp_role_actions_print(advice, out);
    }
    g_string_append_c(out, '\n');
    gp_roles_print_use(out);
}

void
gp_report_role_profile(const GpRoleProfile *profile,
                       const GPtrArray *advice,
                       const GpIssueList *issues,
                       GpOutput format,
                       GString *out)
{
    switch (format) {
    case GP_OUTPUT_CSV:
        print_csv(profile, out);
        return;
    case GP_OUTPUT_JSON:
        print_json(profile, advice, issues, out);
        return;
    case GP_OUTPUT_TABLE:
        print_table(profile, advice, out);
        return;
    }
}
