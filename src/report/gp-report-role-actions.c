/* SPDX-License-Identifier: MIT */
#include "gp-report-role-actions-private.h"

#include <string.h>

#include "gp-report-json-private.h"
#include "gp-table-private.h"
#include "gp-text.h"

#define LABEL_WIDTH 9
#define MAX_TEXT 400 /* characters of a cell */
#define PENCE_PLACES 2
#define NOT_PUBLISHED "not published"

static char *
printable(const char *text)
{
    return gp_text_printable(text, strlen(text), MAX_TEXT);
}

/* What was worked out: more places for smaller figures, which are not below zero. */
static void
append_rounded(GString *out, GpInt128 value, int places)
{
    const GpInt128 tens = value / (10 * gp_power_of_ten(places));

    gp_number_append_rounded(out, value, places, tens >= 10 ? 0 : tens >= 1 ? 1 : 2);
}

/* What was published: as it stands, but for commas. @least_places: if there are any */
static void
append_as_published(GString *out, gint64 micro, int least_places)
{
    int places = GP_MICRO_PLACES;

    for (gint64 rest = micro; places > 0 && rest % 10 == 0; rest /= 10)
        places--;
    gp_number_append_rounded(out, micro, GP_MICRO_PLACES,
                             places == 0 ? 0 : MAX(places, least_places));
}

static void
print_line(const char *label, const char *text, GString *out)
{
    g_autofree char *clean = printable(text);

    if (*clean != '\0')
        gp_text_paragraph_print(label, LABEL_WIDTH, clean, out);
}

static void
print_kg(const GpRoleAdvice *advice, GString *out)
{
    const GpRoleAction *action = advice->action;
    g_autoptr(GString) text = g_string_new(NULL);

    if (advice->is_scaled) {
        append_rounded(text, advice->kg < 0 ? -advice->kg : advice->kg, advice->kg_places);
        g_string_append_printf(text, " %s %s", advice->kg < 0 ? "more" : "less", advice->how);
    }
    if (action->has_saving) {
        g_string_append(text, advice->is_scaled ? "; " : "");
        append_as_published(text, action->saving_micro_kg, 0);
        g_string_append(text, " less there");
    }
    print_line("kg CO2e", text->len == 0 ? NOT_PUBLISHED : text->str, out);
}

static void
print_pounds(const GpRoleAction *action, GString *out)
{
    g_autoptr(GString) text = g_string_new(NULL);

    if (action->has_gbp) {
        g_string_append(text, "saved £");
        append_as_published(text, action->saving_micro_gbp, PENCE_PLACES);
    }
    if (action->has_cost) {
        g_string_append(text, action->has_gbp ? ", spent £" : "spent £");
        append_as_published(text, action->cost_micro_gbp, PENCE_PLACES);
    }
    if (text->len > 0)
        g_string_append(text, " there");
    print_line("pounds", text->len == 0 ? NOT_PUBLISHED : text->str, out);
}

static void
print_minutes(const GpRoleAction *action, GString *out)
{
    g_autofree char *text = NULL;

    if (action->has_minutes)
        text = g_strdup_printf("%s %" G_GINT64_FORMAT, action->minutes < 0 ? "saves" : "takes",
                               ABS(action->minutes));
    print_line("minutes", action->has_minutes ? text : NOT_PUBLISHED, out);
}

/* Where the figures were measured or estimated, and what for. */
static void
print_there(const GpRoleAction *action, GString *out)
{
    g_autofree char *text = g_strconcat(
        action->place, *action->place == '\0' || *action->saving_basis == '\0' ? "" : ": ",
        action->saving_basis, NULL);

    print_line("there", text, out);
}

static void
print_advice(const GpRoleAdvice *advice, guint number, GString *out)
{
    const GpRoleAction *action = advice->action;
    g_autofree char *title = printable(action->action);
    g_autofree char *source =
        g_strconcat(action->source, *action->address == '\0' ? "" : ", ", action->address, NULL);

    g_string_append_printf(out, "%s%u. %s\n", number == 1 ? "" : "\n", number, title);
    if (action->is_clinical)
        print_line("first", "clinical quality and the patient's choice", out);
    print_kg(advice, out);
    print_pounds(action, out);
    print_minutes(action, out);
    print_there(action, out);
    print_line("ask", action->who_to_ask, out);
    print_line("also", action->co_benefit, out);
    print_line("source", source, out);
}

void
gp_role_actions_print(const GPtrArray *advice, GString *out)
{
    for (guint i = 0; i < advice->len; i++)
        print_advice(g_ptr_array_index(advice, i), i + 1, out);
}

static void
add_micro(cJSON *object, const char *name, gboolean has, gint64 micro)
{
    if (has)
        gp_json_add_exact(object, name, micro, GP_MICRO_PLACES);
    else
        cJSON_AddNullToObject(object, name);
}

static cJSON *
advice_object(const GpRoleAdvice *advice)
{
    const GpRoleAction *action = advice->action;
    cJSON *object = cJSON_CreateObject();

    gp_json_add_text(object, "id", action->id);
    gp_json_add_text(object, "action", action->action);
    gp_json_add_text(object, "category", action->category);
    cJSON_AddBoolToObject(object, "clinical", action->is_clinical);
    if (advice->is_scaled)
        gp_json_add_exact(object, "saves_kg_co2e", advice->kg, advice->kg_places);
    else
        cJSON_AddNullToObject(object, "saves_kg_co2e");
    gp_json_add_text(object, "how", advice->how);
    gp_json_add_text(object, "published_for", action->place);
    add_micro(object, "published_kg_co2e", action->has_saving, action->saving_micro_kg);
    gp_json_add_text(object, "published_basis", action->saving_basis);
    add_micro(object, "published_saving_gbp", action->has_gbp, action->saving_micro_gbp);
    add_micro(object, "published_cost_gbp", action->has_cost, action->cost_micro_gbp);
    if (action->has_minutes)
        cJSON_AddNumberToObject(object, "minutes", (double)action->minutes);
    else
        cJSON_AddNullToObject(object, "minutes");
    gp_json_add_text(object, "who_to_ask", action->who_to_ask);
    gp_json_add_text(object, "co_benefit", action->co_benefit);
    gp_json_add_text(object, "source", action->source);
    gp_json_add_text(object, "address", action->address);
    return object;
}

cJSON *
gp_role_actions_json(const GPtrArray *advice)
{
    cJSON *array = cJSON_CreateArray();

    for (guint i = 0; i < advice->len; i++)
        cJSON_AddItemToArray(array, advice_object(g_ptr_array_index(advice, i)));
    return array;
}
