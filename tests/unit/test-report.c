/* SPDX-License-Identifier: MIT */
#include "gp-report.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

#include "gp-csv.h"
#include "gp-error.h"
#include "gp-text.h"

#define PLACES 9

static GpEmissions *
emissions_new(const char *by_text)
{
    GpBy by;

    g_assert_true(gp_by_parse(by_text, &by, NULL));
    return gp_emissions_new(&by, PLACES);
}

/* @labels: one of each dimension, parted by `|`; @kg in the ninth decimal place. */
static GpEmissionRow *
add_row(GpEmissions *self, const char *labels, gint64 quantity_micro, const char *unit, GpInt128 kg)
{
    g_auto(GStrv) list = g_strsplit(labels, "|", -1);
    GpEmissionRow row = {.rows = 2,
                         .unit = unit,
                         .quantity = (GpInt128)quantity_micro * GP_NANO,
                         .kg_co2e = kg};

    for (guint i = 0; i < self->by.n; i++)
        row.labels[i] = g_string_chunk_insert(self->labels, list[i]);
    g_array_append_val(self->rows, row);
    return &g_array_index(self->rows, GpEmissionRow, self->rows->len - 1);
}

static GString *
print(const GpEmissions *emissions, GpOutput format)
{
    g_autoptr(GpIssueList) issues = gp_issue_list_new();
    GString *out = g_string_new(NULL);

    gp_issue_list_add(issues, GP_SEVERITY_NOTE, "a-code", "“a” and \"b\"");
    gp_issue_list_add_at(issues, GP_SEVERITY_ERROR, "b-code", "in, a \"file\".csv", 7, 3, "c\\d\n");
    gp_report_emissions(emissions, NULL, issues, format, out);
    return out;
}

static void
assert_prints(const GpEmissions *emissions, GpOutput format, const char *expected)
{
    g_autoptr(GString) out = print(emissions, format);

    g_assert_cmpstr(out->str, ==, expected);
}

static const cJSON *
member(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

    g_assert_nonnull(item);
    return item;
}

static const char *
text_member(const cJSON *object, const char *name)
{
    g_assert_true(cJSON_IsString(member(object, name)));
    return member(object, name)->valuestring;
}

/* Whole and nothing but JSON. */
static cJSON *
parse(const GString *out)
{
    const char *end = NULL;
    cJSON *json = cJSON_ParseWithOpts(out->str, &end, FALSE);

    g_assert_nonnull(json);
    g_assert_cmpstr(end, ==, "\n");
    return json;
}

static void
test_formats(void)
{
    static const char *const names[] = {"table", "csv", "json"};
    g_autoptr(GError) error = NULL;
    GpOutput format = GP_OUTPUT_JSON;

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_assert_true(gp_output_parse(names[i], &format, NULL));
        g_assert_cmpint(format, ==, i);
    }
    g_assert_false(gp_output_parse("CSV", &format, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_USAGE);
    g_assert_cmpint(format, ==, GP_OUTPUT_JSON);
}

static void
test_csv(void)
{
    g_autoptr(GpEmissions) emissions = emissions_new("site,year");

    add_row(emissions, "A, B|2019-20", 1500000, "kWh", 1);
    add_row(emissions, "St \"Mary\"|2019-20", -1, "GBP", G_GINT64_CONSTANT(-1000000000));
    add_row(emissions, "Two\nlines|", 5, NULL, (GpInt128)GP_PICO * GP_PICO * GP_MICRO);
    add_row(emissions, "£ Ünï|2020-21", 0, "kWh", 0);
    assert_prints(emissions, GP_OUTPUT_CSV,
                  "site,year,rows,quantity,unit,kg_co2e\n"
                  "\"A, B\",2019-20,2,1.5,kWh,0.000000001\n"
                  "\"St \"\"Mary\"\"\",2019-20,2,-0.000001,GBP,-1\n"
                  "\"Two\nlines\",,2,,,1000000000000000000000\n"
                  "£ Ünï,2020-21,2,0,kWh,0\n");
}

/* What the CSV says is read again as it was. */
static void
test_csv_reads_back(void)
{
    static const char *const labels[] = {"A, B", "\"", "\"\"", "a\"b", "x\r\ny", "£"};
    g_autoptr(GpEmissions) emissions = emissions_new("site");
    g_autoptr(GString) out = NULL;
    GpCsvField fields[8];
    const char *p;
    GpCsvRow row;
    char copy[32];

    for (guint i = 0; i < G_N_ELEMENTS(labels); i++)
        add_row(emissions, labels[i], 1, "kWh", 1);
    out = print(emissions, GP_OUTPUT_CSV);
    p = strchr(out->str, '\n') + 1;
    for (guint i = 0; i < G_N_ELEMENTS(labels); i++, p = row.next) {
        g_assert_cmpint(gp_csv_split(p, out->str + out->len, TRUE, fields, 8, &row), ==,
                        GP_CSV_ROW);
        g_assert_cmpuint(row.n_fields, ==, 5);
        copy[gp_csv_field_copy(&fields[0], copy)] = '\0';
        g_assert_cmpstr(copy, ==, labels[i]);
    }
    g_assert_true(p == out->str + out->len);
}

static void
test_json(void)
{
    g_autoptr(GpEmissions) emissions = emissions_new("site,scope");
    g_autoptr(GString) out = NULL;
    const cJSON *rows, *row;
    cJSON *json;

    g_ptr_array_add(emissions->editions, (gpointer) "An “edition”, 2019");
    add_row(emissions, "A \"B\" \\ £|1", 1500000, "kWh",
            (GpInt128)G_GINT64_CONSTANT(1813981028600000001));
    add_row(emissions, "|outside", 5, NULL, 5000000000)->is_outside = TRUE;
    out = print(emissions, GP_OUTPUT_JSON);
    json = parse(out);
    rows = member(json, "rows");
    g_assert_cmpint(cJSON_GetArraySize(rows), ==, 2);
    row = cJSON_GetArrayItem(rows, 0);
    g_assert_cmpstr(text_member(row, "site"), ==, "A \"B\" \\ £");
    g_assert_cmpstr(text_member(row, "scope"), ==, "1");
    g_assert_cmpstr(text_member(row, "quantity"), ==, "1.5");
    g_assert_cmpstr(text_member(row, "unit"), ==, "kWh");
    g_assert_cmpstr(text_member(row, "kg_co2e"), ==, "1813981028.600000001");
    g_assert_cmpint(member(row, "rows")->valueint, ==, 2);
    g_assert_cmpfloat_with_epsilon(member(row, "t_co2e")->valuedouble, 1813981.0286, 1e-9);
    row = cJSON_GetArrayItem(rows, 1);
    g_assert_true(cJSON_IsNull(member(row, "quantity")) && cJSON_IsNull(member(row, "unit")));
    g_assert_cmpstr(text_member(row, "kg_co2e"), ==, "5");
    g_assert_cmpstr(text_member(json, "total_kg_co2e"), ==, "1813981028.600000001");
    g_assert_cmpstr(cJSON_GetArrayItem(member(json, "factors"), 0)->valuestring, ==,
                    "An “edition”, 2019");
    cJSON_Delete(json);
}

static void
test_json_issues(void)
{
    g_autoptr(GpEmissions) emissions = emissions_new("site");
    g_autoptr(GString) out = print(emissions, GP_OUTPUT_JSON);
    cJSON *json = parse(out);
    const cJSON *note = cJSON_GetArrayItem(member(json, "issues"), 0);
    const cJSON *error = cJSON_GetArrayItem(member(json, "issues"), 1);

    g_assert_cmpint(cJSON_GetArraySize(member(json, "issues")), ==, 2);
    g_assert_cmpstr(text_member(note, "severity"), ==, "note");
    g_assert_true(cJSON_IsNull(member(note, "file")));
    g_assert_cmpint(member(note, "line")->valueint, ==, 0);
    g_assert_cmpstr(text_member(note, "message"), ==, "“a” and \"b\"");
    g_assert_cmpstr(text_member(error, "code"), ==, "b-code");
    g_assert_cmpstr(text_member(error, "file"), ==, "in, a \"file\".csv");
    g_assert_cmpint(member(error, "line")->valueint, ==, 7);
    g_assert_cmpint(member(error, "column")->valueint, ==, 3);
    g_assert_cmpstr(text_member(error, "message"), ==, "c\\d\n");
    cJSON_Delete(json);
}

/* Every line down to the total ends in the same column of the terminal. */
static void
assert_aligned(const GString *out)
{
    g_auto(GStrv) lines = g_strsplit(out->str, "\n", -1);

    for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
        g_assert_cmpuint(gp_text_width(lines[i]), ==, gp_text_width(lines[0]));
}

static void
test_table(void)
{
    g_autoptr(GpEmissions) emissions = emissions_new("site,scope");
    g_autoptr(GString) out = NULL;

    add_row(emissions, "東京病院|1", 1234567890000, "kWh", (GpInt128)1234567500 * GP_MICRO);
    add_row(emissions, "Cafe\xcc\x81|2", 5000, "passenger-km", (GpInt128)500 * GP_MICRO);
    add_row(emissions, "|", -1, NULL, (GpInt128)1500 * GP_MICRO);
    add_row(emissions, "x|outside", 0, "kWh", (GpInt128)GP_PICO * GP_MICRO)->is_outside = TRUE;
    out = print(emissions, GP_OUTPUT_TABLE);
    assert_aligned(out);
    g_assert_nonnull(strstr(out->str, "東京病院  1  "));
    g_assert_nonnull(strstr(out->str, "  1,234,567.89  kWh               1,234.568\n"));
    g_assert_nonnull(strstr(out->str, "  0.00  passenger-km          0.000\n"));
    g_assert_nonnull(strstr(out->str, "(none)    not stated     2"));
    g_assert_nonnull(strstr(out->str, " 0.002\n"));
    g_assert_nonnull(strstr(out->str, "outside"));
    g_assert_true(g_str_has_suffix(out->str, " 1,234.570\n"));
    g_assert_null(strstr(out->str, " \n"));
}

static void
test_empty(void)
{
    g_autoptr(GpEmissions) emissions = emissions_new("year,scope");
    g_autoptr(GString) json_text = print(emissions, GP_OUTPUT_JSON);
    cJSON *json = parse(json_text);

    assert_prints(emissions, GP_OUTPUT_CSV, "year,scope,rows,quantity,unit,kg_co2e\n");
    assert_prints(emissions, GP_OUTPUT_TABLE,
                  "year   scope  rows  quantity  unit  tCO2e\n"
                  "─────────────────────────────────────────\n"
                  "Total                               0.000\n");
    g_assert_cmpint(cJSON_GetArraySize(member(json, "rows")), ==, 0);
    g_assert_cmpint(cJSON_GetArraySize(member(json, "factors")), ==, 0);
    g_assert_cmpstr(text_member(json, "total_kg_co2e"), ==, "0");
    cJSON_Delete(json);
}

static void
test_many_editions(void)
{
    g_autoptr(GpEmissions) emissions = emissions_new("year");
    g_autoptr(GString) out = NULL;

    for (guint i = 0; i < 14; i++)
        g_ptr_array_add(emissions->editions, (gpointer) "Edition");
    emissions->matches.rows[GP_MATCH_EXACT] = 5;
    emissions->matches.rows[GP_MATCH_OWN] = 2;
    out = print(emissions, GP_OUTPUT_TABLE);
    g_assert_true(g_str_has_suffix(out->str, "  Edition\n  and 2 more (--format json lists them "
                                             "all)\n"
                                             "Rows by how their factors were found: 5 exact, "
                                             "2 trust-override\n"));
}

/* A year of one line each of what is own, shared and not allocated. */
static GpRoleYear *
role_year_new(GpInt128 not_allocated)
{
    static const GpRoleLine lines[] = {{"Travel", GP_PART_OWN, "", "", "The data name the role."},
                                       {"Heat", GP_PART_SHARED, "hours", "site", "By hours there."},
                                       {"Building", GP_PART_NOBODY, "", "", "The board decides."}};
    GpRoleYear *year = gp_role_year_new(2023, 2024, PLACES);
    GpRoleSlice slice = {.not_allocated = g_new0(GpInt128, 3)};

    g_array_append_vals(year->lines, lines, G_N_ELEMENTS(lines));
    slice.not_allocated[2] = year->total_kg = not_allocated;
    slice.kg = year->kg = g_new0(GpInt128, 9 * G_N_ELEMENTS(lines)); /* no test has more roles */
    year->stride = G_N_ELEMENTS(lines);
    g_array_append_val(year->slices, slice);
    return year;
}

static void
add_role(GpRoleYear *year, const char *name, gint64 wte_micro, GpInt128 own, GpInt128 shared)
{
    GpRolePost post = {"A", "", name, "Nursing", wte_micro, 12 * GP_MICRO};
    GpInt128 *kg =
        gp_role_slice_kg(year, &g_array_index(year->slices, GpRoleSlice, 0), year->posts->len);

    kg[0] = own;
    kg[1] = shared;
    year->total_kg += own + shared;
    gp_role_year_add_post(year, &post);
}

static GpRoleTable *
role_table_new(const GpRoleYear *year)
{
    GpRoleTable *table = gp_role_table_new(year, GP_GROUP_ROLE);
    g_autoptr(GArray) groups = gp_role_year_groups(year, GP_GROUP_ROLE);

    for (guint i = 0; i < groups->len; i++) {
        GpRoleRow row = {.now = g_array_index(groups, GpRoleGroup, i)};

        g_array_append_val(table->rows, row);
    }
    return table;
}

static GString *
print_role_table(const GpRoleTable *table, GpOutput format)
{
    g_autoptr(GpIssueList) issues = gp_issue_list_new();
    GString *out = g_string_new(NULL);

    gp_report_roles(table, issues, format, out);
    return out;
}

static GString *
print_roles(const GpRoleYear *year, GpOutput format)
{
    g_autoptr(GpRoleTable) table = role_table_new(year);

    return print_role_table(table, format);
}

static void
test_roles_csv(void)
{
    g_autoptr(GpRoleYear) year = role_year_new(3 * GP_NANO / 2);
    g_autoptr(GString) out = NULL;

    add_role(year, "Nurse, senior", 2 * GP_MICRO, 1, 5 * GP_NANO);
    add_role(year, "Chaplain", 0, -7 * GP_NANO, 0);
    out = print_roles(year, GP_OUTPUT_CSV);
    g_assert_cmpstr(out->str, ==,
                    "role,wte,people,attributable_kg_co2e,shared_kg_co2e,kg_co2e,kg_co2e_per_wte,"
                    "kg_co2e_last_year,kg_co2e_per_wte_last_year,kg_co2e_baseline,"
                    "kg_co2e_per_wte_baseline\n"
                    "Chaplain,0,12,-7,0,-7,,,,,\n"
                    "\"Nurse, senior\",2,12,0.000000001,5,5.000000001,2.5,,,,\n"
                    "(not allocated),,,,,1.5,,,,,\n");
}

/* To whole millionths, half to even: 2 / 3, -2 / 3, and 1 / 2000000 and 3 / 2000000 in between. */
static void
test_roles_per_wte(void)
{
    static const struct {
        gint64 kg_nano, wte_micro;
        const char *per_wte;
    } cases[] = {
        {2 * GP_NANO, 3 * GP_MICRO, "0.666667"},       {-2 * GP_NANO, 3 * GP_MICRO, "-0.666667"},
        {GP_NANO, 3 * GP_MICRO, "0.333333"},           {GP_NANO, 2000000 * GP_MICRO, "0"},
        {3 * GP_NANO, 2000000 * GP_MICRO, "0.000002"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GpRoleYear) year = role_year_new(0);
        g_autoptr(GString) out = NULL;
        g_autofree char *end = g_strdup_printf(",%s,,,,\n", cases[i].per_wte);

        add_role(year, "Nurse", cases[i].wte_micro, 0, cases[i].kg_nano);
        out = print_roles(year, GP_OUTPUT_CSV);
        if (!g_str_has_suffix(out->str, end))
            g_test_fail_printf("not %s for one WTE", cases[i].per_wte);
    }
}

static void
test_roles_json(void)
{
    g_autoptr(GpRoleYear) year = role_year_new(0);
    g_autoptr(GString) out = NULL;
    const cJSON *row, *line;
    cJSON *json;

    add_role(year, "Nurse", 0, 1, 5 * GP_NANO);
    add_role(year, "Porter", 4500000, 0, 9 * GP_NANO);
    out = print_roles(year, GP_OUTPUT_JSON);
    json = parse(out);
    g_assert_cmpstr(text_member(json, "year"), ==, "2023-24");
    g_assert_cmpstr(text_member(json, "workforce_year"), ==, "2024-25");
    row = cJSON_GetArrayItem(member(json, "rows"), 0);
    g_assert_cmpstr(text_member(row, "kg_co2e"), ==, "5.000000001");
    g_assert_true(cJSON_IsNull(member(row, "kg_co2e_per_wte")));
    row = cJSON_GetArrayItem(member(json, "rows"), 1);
    g_assert_cmpstr(text_member(row, "staff_group"), ==, "Nursing");
    g_assert_cmpstr(text_member(row, "wte"), ==, "4.5");
    g_assert_cmpstr(text_member(row, "kg_co2e_per_wte"), ==, "2");
    line = cJSON_GetArrayItem(member(json, "lines"), 1);
    g_assert_cmpstr(text_member(line, "category"), ==, "Heat");
    g_assert_cmpstr(text_member(line, "key"), ==, "hours");
    g_assert_cmpstr(text_member(line, "reason"), ==, "By hours there.");
    g_assert_cmpstr(text_member(line, "kg_co2e"), ==, "14");
    g_assert_cmpstr(text_member(json, "not_allocated_kg_co2e"), ==, "0");
    g_assert_cmpstr(text_member(json, "total_kg_co2e"), ==, "14.000000001");
    cJSON_Delete(json);
}

/* 4 kg per WTE now: twice what it was; and a role that was part of another then. */
static void
test_roles_since(void)
{
    g_autoptr(GpRoleYear) year = role_year_new(0);
    g_autoptr(GpRoleYear) before = gp_role_year_new(2022, 2022, PLACES - 1);
    g_autoptr(GpRoleTable) table = NULL;
    g_autoptr(GString) csv = NULL, text = NULL;
    GpRoleRow *rows;

    add_role(year, "Nurse", 2 * GP_MICRO, 8 * GP_NANO, 0);
    add_role(year, "Porter", GP_MICRO, GP_NANO, 0);
    table = role_table_new(year);
    table->since[GP_SINCE_LAST_YEAR] = before;
    rows = (GpRoleRow *)(void *)table->rows->data;
    rows[0].then[GP_SINCE_LAST_YEAR] = (GpRoleThen){TRUE, NULL, 3 * GP_MICRO, 6 * (GP_NANO / 10)};
    rows[1].then[GP_SINCE_LAST_YEAR].why_not = g_strdup("part of another");
    csv = print_role_table(table, GP_OUTPUT_CSV);
    g_assert_nonnull(strstr(csv->str, "\nNurse,2,12,8,0,8,4,6,2,,\nPorter,1,12,1,0,1,1,,,,\n"));
    text = print_role_table(table, GP_OUTPUT_TABLE);
    g_assert_nonnull(strstr(text->str, "since 2022-23"));
    g_assert_nonnull(strstr(text->str, "+100.0%"));
    g_assert_nonnull(strstr(text->str, "[b]: not comparable"));
}

static void
test_roles_table(void)
{
    g_autoptr(GpRoleYear) year = role_year_new(2 * GP_NANO);
    g_autoptr(GString) out = NULL;
    g_autoptr(GString) table = NULL;

    add_role(year, "看護師", 1050000, 2500000000, 1500000000);
    add_role(year, "Chaplain", 0, 1234567 * GP_NANO, 0);
    out = print_roles(year, GP_OUTPUT_TABLE);
    g_assert_true(g_str_has_prefix(out->str, "Footprint of roles, 2023-24 (kg CO2e), by the staff "
                                             "of 2024-25\n\n"));
    table = g_string_new(strstr(out->str, "\n\n") + 2);
    g_string_truncate(table, (gsize)(strstr(table->str, "Not allocated") - table->str));
    g_string_append_c(table, '\n');
    assert_aligned(table);
    g_assert_nonnull(strstr(out->str, "看護師"));
    g_assert_nonnull(strstr(out->str, "no staff"));
    g_assert_nonnull(strstr(out->str, "Not allocated"));
    g_assert_nonnull(strstr(out->str, "  1,234,573\n"));
}

static void
test_roles_empty(void)
{
    g_autoptr(GpRoleYear) year = role_year_new(0);
    g_autoptr(GString) csv = print_roles(year, GP_OUTPUT_CSV);
    g_autoptr(GString) table = print_roles(year, GP_OUTPUT_TABLE);

    g_assert_cmpstr(strchr(csv->str, '\n'), ==, "\n");
    g_assert_nonnull(strstr(table->str, "\nTrust "));
}

/* A path of two years, of which the first is known, and a forecast of the second. */
static GString *
print_trajectory(GpOutput format, double kg)
{
    GpPathYear path[] = {{2023, 1000.0004}, {2024, 500}};
    GpForecastYear forecast[] = {{2024, -2500400, NAN, 900000, 1, 2}};
    char reason[] = "A “reason”, in words.", name[] = "Net \"zero\", 2040", empty[] = "";
    char *reasons[] = {reason, NULL};
    GpMilestone milestone = {2024, 50, 0};
    GpTarget target = {.name = name,
                       .boundary = empty,
                       .milestones = &milestone,
                       .n_milestones = 1,
                       .adopted_by = empty,
                       .adopted_on = empty,
                       .owner = empty,
                       .source = empty};
    GpTrajectory trajectory = {.baseline_fy = 2023,
                               .baseline_kg = kg,
                               .path = path,
                               .n_path = 2,
                               .latest_fy = 0,
                               .latest_kg = NAN,
                               .gap_kg = 0.0004,
                               .forecast = forecast,
                               .n_forecast = 1,
                               .verdict = GP_VERDICT_AT_RISK,
                               .reasons = reasons};
    GpTrackYear years[] = {{2022, NAN, TRUE, FALSE}, {2023, kg, FALSE, FALSE}};
    g_autoptr(GpIssueList) issues = gp_issue_list_new();
    GString *out = g_string_new(NULL);

    gp_report_trajectory(&trajectory, &target, years, 2, issues, format, out);
    return out;
}

static void
test_trajectory_csv(void)
{
    g_autoptr(GString) out = print_trajectory(GP_OUTPUT_CSV, 1234567.8909);

    g_assert_cmpstr(out->str, ==,
                    "year,kg,comparable,path_kg,forecast_kg,low80_kg,high80_kg,low95_kg,high95_kg,"
                    "early_path_kg,theil_sen_kg,drift_kg,drift_low95_kg,drift_high95_kg,log_kg,"
                    "uncertainty_kg\n"
                    "2022-23,,,,,,,,,,,,,,,\n"
                    "2023-24,1234567.891,no,1000.000,,,,,,,,,,,,\n"
                    "2024-25,,,500.000,-2500400.000,,900000.000,1.000,2.000,,,,,,,\n");
}

static void
test_trajectory_json(void)
{
    g_autoptr(GString) out = print_trajectory(GP_OUTPUT_JSON, 1000);
    cJSON *json = parse(out);
    const cJSON *forecast = cJSON_GetArrayItem(member(json, "forecast"), 0);
    const cJSON *series = member(json, "series");

    g_assert_cmpstr(text_member(member(json, "target"), "name"), ==, "Net \"zero\", 2040");
    g_assert_cmpstr(text_member(json, "verdict"), ==, "at-risk");
    g_assert_cmpstr(cJSON_GetArrayItem(member(json, "reasons"), 0)->valuestring, ==,
                    "A “reason”, in words.");
    g_assert_true(cJSON_IsNull(member(json, "latest_year")));
    g_assert_true(cJSON_IsNull(member(json, "latest_kg")));
    g_assert_true(cJSON_IsNull(member(json, "budget_exhausted_year")));
    g_assert_true(cJSON_IsNull(member(forecast, "low80")));
    g_assert_cmpfloat_with_epsilon(member(forecast, "central")->valuedouble, -2500400, 1e-9);
    g_assert_true(cJSON_IsNull(member(cJSON_GetArrayItem(series, 0), "kg")));
    g_assert_true(cJSON_IsFalse(member(cJSON_GetArrayItem(series, 0), "comparable")));
    g_assert_cmpint(cJSON_GetArraySize(member(json, "path")), ==, 2);
    g_assert_cmpfloat_with_epsilon(member(json, "gap_kg")->valuedouble, 0, 1e-12);
    cJSON_Delete(json);
}

static void
test_trajectory_table(void)
{
    g_autoptr(GString) out = print_trajectory(GP_OUTPUT_TABLE, 2500000);

    g_assert_cmpstr(out->str, ==,
                    "Net \"zero\", 2040: At risk\n\nA “reason”, in words.\n"
                    "Nobody is recorded as having adopted this target.\n\n"
                    "year             actual t  path t  forecast t  80% range t\n"
                    "──────────────────────────────────────────────────────────\n"
                    "2022-23           no data\n"
                    "2023-24  2,500 incomplete       1\n"
                    "2024-25                         0      −2,500       to 900\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/report/format/names", test_formats);
    g_test_add_func("/report/emissions/csv", test_csv);
    g_test_add_func("/report/emissions/csv-reads-back", test_csv_reads_back);
    g_test_add_func("/report/emissions/json", test_json);
    g_test_add_func("/report/emissions/json-issues", test_json_issues);
    g_test_add_func("/report/emissions/table", test_table);
    g_test_add_func("/report/emissions/empty", test_empty);
    g_test_add_func("/report/emissions/many-editions", test_many_editions);
    g_test_add_func("/report/roles/csv", test_roles_csv);
    g_test_add_func("/report/roles/json", test_roles_json);
    g_test_add_func("/report/roles/table", test_roles_table);
    g_test_add_func("/report/roles/since", test_roles_since);
    g_test_add_func("/report/roles/empty", test_roles_empty);
    g_test_add_func("/report/trajectory/csv", test_trajectory_csv);
    g_test_add_func("/report/trajectory/json", test_trajectory_json);
    g_test_add_func("/report/trajectory/table", test_trajectory_table);
    g_test_add_func("/report/roles/per-wte", test_roles_per_wte);
    return g_test_run();
}
