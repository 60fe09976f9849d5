/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-amount-private.h"
#include "gp-error.h"
#include "gp-staffing.h"
#include "gp-text.h"

#define MAX_TITLE 100    /* characters */
#define PERCENT_PLACES 8 /* a percentage in millionths is a part of 10^8 */

/* What @quantity causes, upstream emissions with it. @out_is_known: there are factors for it. */
static gboolean
convert(const GpBook *self,
        const GpConvertOptions *options,
        const GpActivityQuantity *quantity,
        int fy,
        GpAmount *out,
        gboolean *out_is_known,
        GError **error)
{
    const GpConvertOptions filled = {.rules = options->rules, .only_fy = fy};

    return gp_book_convert_quantity(self, &filled, quantity, out, out_is_known, error);
}

/* Gives both the same number of places. */
static gboolean
align(GpAmount *a, GpAmount *b, GError **error)
{
    const int places = MAX(a->places, b->places);

    if (!gp_multiply(a->kg, gp_power_of_ten(places - a->places), &a->kg) ||
        !gp_multiply(b->kg, gp_power_of_ten(places - b->places), &b->kg))
        return gp_throw(error, GP_ERROR_OVERFLOW, "the saving of an action is too large");
    a->places = b->places = places;
    return TRUE;
}

static void
append_title(GString *out, const GpBasis *basis, const char *key)
{
    const GpActivity *activity = gp_factor_library_activity(basis->library, key);
    const char *title = activity == NULL ? key : activity->title;
    g_autofree char *printable = gp_text_printable(title, strlen(title), MAX_TITLE);

    g_string_append_printf(out, "“%s”", printable);
}

/* `10 miles`: in the plural where the unit has one. */
static void
append_quantity(GString *out, const GpUnitTable *units, const GpActivityQuantity *quantity)
{
    g_autofree char *plural = g_strconcat(quantity->unit, "s", NULL);
    gboolean has_plural = strlen(quantity->unit) > 2 && /* not `kgs` and `kms` */
                          gp_unit_table_find(units, plural, strlen(plural)) ==
                              gp_unit_table_find(units, quantity->unit, strlen(quantity->unit));

    gp_number_append(out, quantity->micro, GP_MICRO_PLACES);
    g_string_append_printf(out, " %s",
                           has_plural && quantity->micro != GP_MICRO ? plural : quantity->unit);
}

static char *
tell_swap(const GpBasis *basis,
          const GpActivityQuantity *less,
          const GpActivityQuantity *instead,
          int fy)
{
    GString *how = g_string_new(NULL);
    char year[16];

    gp_fy_print(fy, year);
    g_string_append(how, *instead->activity == '\0' ? "without " : "with ");
    append_quantity(how, basis->units, less);
    g_string_append(how, " of ");
    if (*instead->activity != '\0') {
        append_title(how, basis, instead->activity);
        g_string_append(how, " in place of ");
    }
    append_title(how, basis, less->activity);
    g_string_append_printf(how, ", by the factors used for %s", year);
    return g_string_free(how, FALSE);
}

static gboolean
scale_swap(const GpBook *self,
           const GpConvertOptions *options,
           int fy,
           GpRoleAdvice *advice,
           GpIssueList *issues,
           GError **error)
{
    const GpRoleAction *action = advice->action;
    const GpActivityQuantity less = {.activity = action->scale_activity,
                                     .unit = action->scale_unit,
                                     .micro = action->scale_value_micro};
    const GpActivityQuantity instead = {.activity = action->scale_instead,
                                        .unit = action->scale_unit,
                                        .micro = action->scale_value_micro};
    GpAmount before = {0, 0}, after = {0, 0};
    gboolean is_known, is_instead_known = TRUE;

    if (!convert(self, options, &less, fy, &before, &is_known, error) ||
        (*instead.activity != '\0' &&
         !convert(self, options, &instead, fy, &after, &is_instead_known, error)))
        return FALSE;
    if (!is_known || !is_instead_known) {
        const GpActivityQuantity *unknown = is_known ? &instead : &less;

        gp_issue_list_add(issues, GP_SEVERITY_WARNING, "role-action",
                          "the saving of the action %s is not worked out: there is no factor for "
                          "%s in the unit “%s”",
                          action->id, unknown->activity, unknown->unit);
        return TRUE;
    }
    if (!align(&before, &after, error))
        return FALSE;
    advice->is_scaled = TRUE;
    advice->kg = before.kg - after.kg;
    advice->kg_places = before.places;
    advice->how = tell_swap(self->basis, &less, &instead, fy);
    return TRUE;
}

static char *
tell_percent(const GpRoleAction *action, int fy)
{
    g_autofree char *category =
        gp_text_printable(action->category, strlen(action->category), MAX_TITLE);
    GString *how = g_string_new(NULL);
    char year[16];

    gp_fy_print(fy, year);
    g_string_append(how, "which is ");
    gp_number_append(how, action->scale_value_micro, GP_MICRO_PLACES);
    g_string_append_printf(how, "%% of what the role itself causes in “%s” in %s", category, year);
    return g_string_free(how, FALSE);
}

static gboolean
scale_percent(const GpAdviceFor *whom, GpRoleAdvice *advice, GError **error)
{
    const GpRoleAction *action = advice->action;
    const GpOwnKg *own = NULL;
    gint64 part = action->scale_value_micro;
    int places = PERCENT_PLACES;

    for (guint i = 0; i < whom->n_own && own == NULL; i++) {
        if (g_str_equal(whom->own[i].category, action->category))
            own = &whom->own[i];
    }
    if (own == NULL)
        return TRUE;
    for (; part != 0 && part % 10 == 0; part /= 10)
        places--;
    if (!gp_multiply(own->kg, part, &advice->kg))
        return gp_throw(error, GP_ERROR_OVERFLOW, "the saving of the action %s is too large",
                        action->id);
    advice->is_scaled = TRUE;
    advice->kg_places = whom->kg_places + places;
    advice->how = tell_percent(action, whom->fy);
    return TRUE;
}

static gboolean
scale(const GpBook *self,
      const GpConvertOptions *options,
      const GpAdviceFor *whom,
      GpRoleAdvice *advice,
      GpIssueList *issues,
      GError **error)
{
    switch (advice->action->scale) {
    case GP_SCALE_NONE:
        break;
    case GP_SCALE_SWAP:
        return scale_swap(self, options, whom->fy, advice, issues, error);
    case GP_SCALE_PERCENT_OF_OWN:
        return scale_percent(whom, advice, error);
    }
    return TRUE;
}

static GPtrArray *
choose(const GPtrArray *actions, const GpAdviceFor *whom, guint n)
{
    g_autofree const char **categories = g_new0(const char *, whom->n_own + 1);

    for (guint i = 0; i < whom->n_own; i++)
        categories[i] = whom->own[i].category;
    return gp_role_actions_choose(actions, whom->role, whom->staff_group, categories, n);
}

GPtrArray *
gp_book_role_advice(const GpBook *self,
                    const GpConvertOptions *options,
                    const GPtrArray *actions,
                    const GpAdviceFor *whom,
                    guint n,
                    GpIssueList *issues,
                    GError **error)
{
    g_autoptr(GPtrArray) chosen = choose(actions, whom, n);
    g_autoptr(GPtrArray) result =
        g_ptr_array_new_with_free_func((GDestroyNotify)gp_role_advice_free);

    for (guint i = 0; i < chosen->len; i++) {
        GpRoleAdvice *advice = g_new0(GpRoleAdvice, 1);

        advice->action = g_ptr_array_index(chosen, i);
        g_ptr_array_add(result, advice);
        if (!scale(self, options, whom, advice, issues, error))
            return NULL;
    }
    return gp_factor_library_check(self->basis->library, error) ? g_steal_pointer(&result) : NULL;
}
