/* SPDX-License-Identifier: MIT */
#include "gp-csv.h"
#include "gp-day.h"
#include "gp-report-json-private.h"
#include "gp-report-roles-private.h"
#include "gp-report.h"

/* One group under both. */
typedef struct {
    const GpRoleGroup *rule, *rival;
} Pair;

/* The groups of both years, which are of the same staff. */
typedef struct {
    const GpRoleRivals *rivals;
    GArray *rule, *rival; /* (element-type GpRoleGroup) */
} Sides;

static Sides
sides_of(const GpRoleRivals *rivals)
{
    return (Sides){rivals, gp_role_year_groups(rivals->by_rules, rivals->grouping),
                   gp_role_year_groups(rivals->by_rivals, rivals->grouping)};
}

static void
sides_clear(Sides *self)
{
    g_array_unref(self->rule);
    g_array_unref(self->rival);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sides, sides_clear)

static Pair
pair_at(const Sides *self, guint i)
{
    return (Pair){&g_array_index(self->rule, GpRoleGroup, i),
                  &g_array_index(self->rival, GpRoleGroup, i)};
}

static GpInt128
difference(const Pair *pair)
{
    return pair->rival->kg[GP_PART_SHARED] - pair->rule->kg[GP_PART_SHARED];
}

/* How much of what is shared goes to others under the rivals. */
static GpInt128
moved(const Sides *self)
{
    GpInt128 kg = 0;

    for (guint i = 0; i < self->rule->len; i++) {
        Pair pair = pair_at(self, i);

        kg += MAX(difference(&pair), 0);
    }
    return kg;
}

static GpInt128
shared(const Sides *self)
{
    GpInt128 kg = 0;

    for (guint i = 0; i < self->rule->len; i++)
        kg += g_array_index(self->rule, GpRoleGroup, i).kg[GP_PART_SHARED];
    return kg;
}

static void
print_csv(const Sides *self, GString *out)
{
    int places = self->rivals->by_rules->kg_places;

    g_string_append_printf(out,
                           "%s,wte,shared_kg_co2e,shared_kg_co2e_by_rival,difference_kg_co2e,"
                           "kg_co2e_per_wte,kg_co2e_per_wte_by_rival\n",
                           gp_grouping_column(self->rivals->grouping));
    for (guint i = 0; i < self->rule->len; i++) {
        Pair pair = pair_at(self, i);
        GpInt128 figures[] = {pair.rule->kg[GP_PART_SHARED], pair.rival->kg[GP_PART_SHARED],
                              difference(&pair)};

        gp_csv_append_name(out, pair.rule->name);
        g_string_append_c(out, ',');
        gp_number_append(out, pair.rule->wte_micro, GP_MICRO_PLACES);
        for (guint k = 0; k < G_N_ELEMENTS(figures); k++) {
            g_string_append_c(out, ',');
            gp_number_append(out, figures[k], places);
        }
        gp_role_append_per_wte(out, pair.rule, places);
        gp_role_append_per_wte(out, pair.rival, places);
        g_string_append_c(out, '\n');
    }
}

static void
print_json(const Sides *self, const GpIssueList *issues, GString *out)
{
    const GpRoleYear *year = self->rivals->by_rules;
    cJSON *object = cJSON_CreateObject();
    cJSON *rows;

    gp_json_add_use(object);
    gp_json_add_role_year(object, year);
    cJSON_AddStringToObject(object, "rival",
                            self->rivals->key == NULL ? "of each rule" : self->rivals->key);
    gp_json_add_exact(object, "shared_kg_co2e", shared(self), year->kg_places);
    gp_json_add_exact(object, "moved_kg_co2e", moved(self), year->kg_places);
    rows = cJSON_AddArrayToObject(object, "rows");
    for (guint i = 0; i < self->rule->len; i++) {
        Pair pair = pair_at(self, i);
        cJSON *row = cJSON_CreateObject();

        cJSON_AddStringToObject(row, gp_grouping_column(self->rivals->grouping), pair.rule->name);
        gp_json_add_group(cJSON_AddObjectToObject(row, "by_rules"), pair.rule, year->kg_places);
        gp_json_add_group(cJSON_AddObjectToObject(row, "by_rival"), pair.rival, year->kg_places);
        cJSON_AddItemToArray(rows, row);
    }
    gp_json_add_role_lines(object, year);
    gp_json_add_issues(object, issues);
    gp_json_print(object, out);
}

static char *
per_wte(const GpRoleGroup *group, int places)
{
    GpInt128 micro_kg;

    return gp_kg_per_wte(gp_role_group_kg(group), places, group->wte_micro, &micro_kg)
               ? gp_rounded(micro_kg, GP_MICRO_PLACES, 0)
               : g_strdup("no staff");
}

static void
print_table(const Sides *self, GString *out)
{
    static const char *const titles[] = {"",           "WTE",        "shared kg", "by rival",
                                         "difference", "kg per WTE", "by rival",  "change"};
    static const gboolean is_number[] = {FALSE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE};
    int places = self->rivals->by_rules->kg_places;
    g_auto(GpTextTable) text;
    g_autofree char *moved_kg = gp_rounded(moved(self), places, 0);
    g_autofree char *percent = gp_percent_of(moved(self), shared(self));
    char fy[16];

    gp_fy_print(self->rivals->by_rules->fy, fy);
    g_string_append_printf(out, "How far the choice of keys matters, %s (kg CO2e): %s\n\n", fy,
                           self->rivals->key == NULL ? "each category by its rival key"
                                                     : self->rivals->key);
    gp_text_table_init(&text, titles, is_number, G_N_ELEMENTS(titles));
    for (guint i = 0; i < self->rule->len; i++) {
        Pair pair = pair_at(self, i);

        gp_text_table_add(&text, g_strdup(gp_role_label(pair.rule->name)));
        gp_text_table_add(&text, gp_rounded(pair.rule->wte_micro, GP_MICRO_PLACES, 1));
        gp_text_table_add(&text, gp_rounded(pair.rule->kg[GP_PART_SHARED], places, 0));
        gp_text_table_add(&text, gp_rounded(pair.rival->kg[GP_PART_SHARED], places, 0));
        gp_text_table_add(&text, gp_rounded(difference(&pair), places, 0));
        gp_text_table_add(&text, per_wte(pair.rule, places));
        gp_text_table_add(&text, per_wte(pair.rival, places));
        gp_text_table_add(
            &text, gp_percent_change(gp_role_group_kg(pair.rival), places, pair.rival->wte_micro,
                                     gp_role_group_kg(pair.rule), places, pair.rule->wte_micro));
    }
    gp_text_table_print(&text, 0, out);
    g_string_append_printf(out,
                           "\nThe rival keys would move %s kg, %s of what is shared, from some to "
                           "others. The trust's total, what is\nattributable and what is not "
                           "allocated stay the same.\n",
                           moved_kg, percent);
    gp_roles_print_use(out);
}

void
gp_report_role_rivals(const GpRoleRivals *rivals,
                      const GpIssueList *issues,
                      GpOutput format,
                      GString *out)
{
    g_auto(Sides) sides = sides_of(rivals);

    switch (format) {
    case GP_OUTPUT_CSV:
        print_csv(&sides, out);
        return;
    case GP_OUTPUT_JSON:
        print_json(&sides, issues, out);
        return;
    case GP_OUTPUT_TABLE:
        print_table(&sides, out);
        return;
    }
}
