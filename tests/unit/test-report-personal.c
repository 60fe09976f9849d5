/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-report.h"

static GpFactor factor = {.activity = "bus",
                          .scope = GP_SCOPE_3,
                          .component = GP_COMPONENT_COMBUSTION,
                          .kg_co2e_pico = 125000000000,
                          .publication = "A book",
                          .edition = "2",
                          .reference = "table 1",
                          .provenance = "",
                          .deflator = ""};
static GpFactor biogenic = {.activity = "bus",
                            .scope = GP_SCOPE_OUTSIDE,
                            .component = GP_COMPONENT_COMBUSTION,
                            .kg_co2e_pico = 777000000000,
                            .publication = "Not to be seen",
                            .edition = "",
                            .reference = "",
                            .provenance = "",
                            .deflator = ""};

static GpUnitTable *
units_new(void)
{
    g_autofree char *path = g_build_filename(g_getenv("GP_FACTORS"), "units.csv", NULL);
    g_autoptr(GError) error = NULL;
    GpUnitTable *units = gp_unit_table_new();

    g_assert_true(gp_unit_table_load(units, path, &error));
    g_assert_no_error(error);
    return units;
}

/* 8 miles by a bus at 0.125 kg a mile: 1 kg; the biogenic part is in no total. */
static GpPersonal *
personal_new(const GpUnitTable *units)
{
    GpPersonal *self = gp_personal_new(2024);
    GpPersonalLine *line = g_new0(GpPersonalLine, 1);
    GpUnit mile = gp_unit_table_find(units, "mile", strlen("mile"));
    const GpFactor *factors[] = {&factor, &biogenic};

    factor.unit = biogenic.unit = mile;
    line->group = "Commuting";
    line->what = g_strdup("Commuting by bus");
    line->activity = g_strdup("bus");
    line->how = g_strdup("8 miles a year");
    line->unit = "mile";
    line->quantity_micro = 8 * GP_MICRO;
    line->steps = gp_explanation_new(line->activity);
    line->kg_co2e = 1000;
    for (guint i = 0; i < G_N_ELEMENTS(factors); i++) {
        GpExplanationStep step = {.unit = mile,
                                  .quantity_micro = 8 * GP_MICRO,
                                  .rows = 1,
                                  .factor = factors[i],
                                  .multiplier_nano = GP_NANO,
                                  .kg_co2e = 1000,
                                  .kg_places = 3};

        g_array_append_val(line->steps->steps, step);
    }
    g_ptr_array_add(self->lines, line);
    self->kg_co2e = 1000;
    self->kg_places = 3;
    return self;
}

static GpPersonalRole *
role_new(void)
{
    GpPersonalRole *role = g_new0(GpPersonalRole, 1);

    *role = (GpPersonalRole){.role = g_strdup("Other nursing roles"),
                             .site = g_strdup("ZZN01"),
                             .fy = 2023,
                             .own_kg = 410,
                             .shared_kg = 1250,
                             .my_shared_kg = 1000,
                             .kg_places = 0};
    return role;
}

static char *
print(const GpPersonal *personal, const GpUnitTable *units, GpOutput format)
{
    g_autoptr(GpIssueList) issues = gp_issue_list_new();
    GString *out = g_string_new(NULL);

    gp_report_personal(personal, units, issues, format, out);
    return g_string_free(out, FALSE);
}

static void
test_table(void)
{
    g_autoptr(GpUnitTable) units = units_new();
    g_autoptr(GpPersonal) personal = personal_new(units);
    g_autofree char *without = print(personal, units, GP_OUTPUT_TABLE);
    g_autofree char *with = NULL;

    g_assert_null(strstr(without, "as published"));
    g_assert_null(strstr(without, "Not to be seen"));
    g_assert_null(strstr(without, "Taken where"));
    g_assert_nonnull(strstr(without, "8 mile x 0.125 kg/mile = 1 kg"));
    g_assert_nonnull(strstr(without, "= 1 kg: the journey itself\n  A book, 2\n  table 1\n"));
    g_assert_true(g_str_has_suffix(without, "Nothing of it was stored or sent.\n"));
    personal->role = role_new();
    g_ptr_array_add(personal->assumed, g_strdup("four wheels"));
    with = print(personal, units, GP_OUTPUT_TABLE);
    g_assert_nonnull(
        strstr(with, "\nOther nursing roles at ZZN01, as published for 2023-24\n"
                     "  own emissions of the role, on average: 410 kg for each WTE\n"
                     "  your share of the building and the like: 1,000 kg, of 1,250 kg for each "
                     "WTE\n"
                     "\nTaken where you told nothing:\n  four wheels\n"));
    /* What the trust published is set beside one's own and never added to it. */
    g_assert_nonnull(strstr(with, "Total                                               1.0\n"));
}

static void
test_json(void)
{
    g_autoptr(GpUnitTable) units = units_new();
    g_autoptr(GpPersonal) personal = personal_new(units);
    g_autofree char *without = print(personal, units, GP_OUTPUT_JSON);
    g_autofree char *with = NULL;

    g_assert_nonnull(strstr(without, "\"role\":\tnull"));
    g_assert_null(strstr(without, "Not to be seen"));
    personal->role = role_new();
    with = print(personal, units, GP_OUTPUT_JSON);
    g_assert_nonnull(strstr(with, "\"role\":\t\"Other nursing roles\""));
    g_assert_nonnull(strstr(with, "\"year\":\t\"2023-24\""));
    g_assert_nonnull(strstr(with, "\"own_kg_co2e_per_wte\":\t\"410\""));
    g_assert_nonnull(strstr(with, "\"my_shared_kg_co2e\":\t\"1000\""));
    g_assert_nonnull(strstr(with, "\"total_kg_co2e\":\t\"1\""));
}

static void
test_csv(void)
{
    g_autoptr(GpUnitTable) units = units_new();
    g_autoptr(GpPersonal) personal = personal_new(units);
    g_autofree char *text = print(personal, units, GP_OUTPUT_CSV);

    g_assert_cmpstr(
        text, ==,
        "group,what,how,activity,quantity,unit,component,scope,multiplier,"
        "kg_co2e_per_unit,unit_of_factor,kg_co2e,rule,publication,edition,reference\n"
        "Commuting,Commuting by bus,8 miles a year,bus,8,mile,combustion,3,1,0.125,mile,"
        "1,exact,A book,2,table 1\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/personal/table", test_table);
    g_test_add_func("/personal/json", test_json);
    g_test_add_func("/personal/csv", test_csv);
    return g_test_run();
}
