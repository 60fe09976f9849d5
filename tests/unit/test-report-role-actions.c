/* SPDX-License-Identifier: MIT */
#include "gp-report-role-actions-private.h"

#include <string.h>

static char *no_roles[] = {NULL};

/* An action of which nothing is published. */
static GpRoleAction
action_new(void)
{
    return (GpRoleAction){.id = (char *)"a-1",
                          .staff_group = (char *)"*",
                          .roles = no_roles,
                          .action = (char *)"Take the bus",
                          .category = (char *)"Business travel",
                          .saving_basis = (char *)"",
                          .place = (char *)"",
                          .who_to_ask = (char *)"the travel lead",
                          .co_benefit = (char *)"",
                          .source = (char *)"A book, 2024",
                          .address = (char *)""};
}

static void
assert_prints(GpRoleAdvice *advice, guint n, const char *expected)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    g_autoptr(GString) out = g_string_new(NULL);

    for (guint i = 0; i < n; i++)
        g_ptr_array_add(list, &advice[i]);
    gp_role_actions_print(list, out);
    g_assert_cmpstr(out->str, ==, expected);
}

static void
test_nothing_published(void)
{
    const GpRoleAction action = action_new();
    GpRoleAdvice advice[] = {{.action = &action}, {.action = &action}};

    assert_prints(advice, 0, "");
    assert_prints(advice, 1,
                  "1. Take the bus\n"
                  "  kg CO2e  not published\n"
                  "  pounds   not published\n"
                  "  minutes  not published\n"
                  "  ask      the travel lead\n"
                  "  source   A book, 2024\n");
    assert_prints(advice, 2,
                  "1. Take the bus\n"
                  "  kg CO2e  not published\n"
                  "  pounds   not published\n"
                  "  minutes  not published\n"
                  "  ask      the travel lead\n"
                  "  source   A book, 2024\n"
                  "\n"
                  "2. Take the bus\n"
                  "  kg CO2e  not published\n"
                  "  pounds   not published\n"
                  "  minutes  not published\n"
                  "  ask      the travel lead\n"
                  "  source   A book, 2024\n");
}

static GpRoleAction
full_action(void)
{
    GpRoleAction action = action_new();

    action.is_clinical = TRUE;
    action.saving_basis = (char *)"a year, forecast";
    action.place = (char *)"Barts";
    action.saving_micro_kg = 4613 * GP_MICRO;
    action.cost_micro_gbp = 120 * GP_MICRO;
    action.saving_micro_gbp = 4827 * GP_MICRO + 500000;
    action.minutes = -210;
    action.has_saving = action.has_cost = action.has_gbp = action.has_minutes = TRUE;
    action.co_benefit = (char *)"a walk";
    action.address = (char *)"https://b";
    return action;
}

static void
test_everything(void)
{
    const GpRoleAction action = full_action();
    GpRoleAdvice advice = {.action = &action,
                           .is_scaled = TRUE,
                           .kg = 13017810304,
                           .kg_places = 10,
                           .how = (char *)"with 10 miles of “Local bus”"};

    assert_prints(&advice, 1,
                  "1. Take the bus\n"
                  "  first    clinical quality and the patient's choice\n"
                  "  kg CO2e  1.30 less with 10 miles of “Local bus”; 4,613 less there\n"
                  "  pounds   saved £4,827.50, spent £120 there\n"
                  "  minutes  saves 210\n"
                  "  there    Barts: a year, forecast\n"
                  "  ask      the travel lead\n"
                  "  also     a walk\n"
                  "  source   A book, 2024, https://b\n");
}

/* A saving that was published in other words than kilograms; figures of every size. */
static void
test_figures(void)
{
    GpRoleAction action = action_new();
    GpRoleAdvice advice = {.action = &action};

    action.saving_basis = (char *)"up to 80% less";
    action.place = (char *)"UCLH";
    action.cost_micro_gbp = 12345678;
    action.minutes = 5;
    action.has_cost = action.has_minutes = TRUE;
    assert_prints(&advice, 1,
                  "1. Take the bus\n"
                  "  kg CO2e  not published\n"
                  "  pounds   spent £12.345678 there\n"
                  "  minutes  takes 5\n"
                  "  there    UCLH: up to 80% less\n"
                  "  ask      the travel lead\n"
                  "  source   A book, 2024\n");
    action.has_cost = action.has_minutes = FALSE;
    action.place = (char *)"";
    action.saving_micro_kg = 190000;
    action.saving_micro_gbp = 0;
    action.has_saving = action.has_gbp = TRUE;
    advice.is_scaled = TRUE;
    advice.kg = -9994;
    advice.kg_places = 2;
    advice.how = (char *)"with oxen";
    assert_prints(&advice, 1,
                  "1. Take the bus\n"
                  "  kg CO2e  99.9 more with oxen; 0.19 less there\n"
                  "  pounds   saved £0 there\n"
                  "  minutes  not published\n"
                  "  there    up to 80% less\n"
                  "  ask      the travel lead\n"
                  "  source   A book, 2024\n");
    action.saving_basis = (char *)"";
    action.has_saving = action.has_gbp = FALSE;
    advice.kg = 12345678;
    assert_prints(&advice, 1,
                  "1. Take the bus\n"
                  "  kg CO2e  123,457 less with oxen\n"
                  "  pounds   not published\n"
                  "  minutes  not published\n"
                  "  ask      the travel lead\n"
                  "  source   A book, 2024\n");
}

static void
test_hostile(void)
{
    GpRoleAction action = action_new();
    GpRoleAdvice advice = {.action = &action};

    action.action = (char *)"\033[31mred\n";
    action.who_to_ask = (char *)"a\xff"
                                "b";
    action.source = (char *)"one two three four five six seven eight nine ten eleven twelve "
                            "thirteen fourteen fifteen sixteen seventeen";
    assert_prints(&advice, 1,
                  "1.  [31mred \n"
                  "  kg CO2e  not published\n"
                  "  pounds   not published\n"
                  "  minutes  not published\n"
                  "  ask      a\xef\xbf\xbd"
                  "b\n"
                  "  source   one two three four five six seven eight nine ten eleven twelve "
                  "thirteen fourteen fifteen\n"
                  "           sixteen seventeen\n");
}

static void
assert_json(const GpRoleAdvice *advice, const char *expected)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    cJSON *array;
    char *text;

    g_ptr_array_add(list, (gpointer)advice);
    array = gp_role_actions_json(list);
    text = cJSON_PrintUnformatted(array);
    g_assert_cmpstr(text, ==, expected);
    cJSON_free(text);
    cJSON_Delete(array);
}

static void
test_json(void)
{
    const GpRoleAction bare = action_new(), full = full_action();
    const GpRoleAdvice nothing = {.action = &bare};
    const GpRoleAdvice everything = {.action = &full,
                                     .is_scaled = TRUE,
                                     .kg = 13017810304,
                                     .kg_places = 10,
                                     .how = (char *)"10 miles"};

    assert_json(&nothing,
                "[{\"id\":\"a-1\",\"action\":\"Take the bus\",\"category\":\"Business travel\","
                "\"clinical\":false,\"saves_kg_co2e\":null,\"how\":null,"
                "\"published_for\":null,\"published_kg_co2e\":null,\"published_basis\":null,"
                "\"published_saving_gbp\":null,\"published_cost_gbp\":null,\"minutes\":null,"
                "\"who_to_ask\":\"the travel lead\",\"co_benefit\":null,"
                "\"source\":\"A book, 2024\",\"address\":null}]");
    assert_json(&everything,
                "[{\"id\":\"a-1\",\"action\":\"Take the bus\",\"category\":\"Business travel\","
                "\"clinical\":true,\"saves_kg_co2e\":\"1.3017810304\",\"how\":\"10 miles\","
                "\"published_for\":\"Barts\",\"published_kg_co2e\":\"4613\","
                "\"published_basis\":\"a year, forecast\",\"published_saving_gbp\":\"4827.5\","
                "\"published_cost_gbp\":\"120\",\"minutes\":-210,"
                "\"who_to_ask\":\"the travel lead\",\"co_benefit\":\"a walk\","
                "\"source\":\"A book, 2024\",\"address\":\"https://b\"}]");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/report/role-actions/nothing-published", test_nothing_published);
    g_test_add_func("/report/role-actions/everything", test_everything);
    g_test_add_func("/report/role-actions/figures", test_figures);
    g_test_add_func("/report/role-actions/hostile", test_hostile);
    g_test_add_func("/report/role-actions/json", test_json);
    return g_test_run();
}
