/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-factor-private.h"
#include "gp-text.h"

static const GpFactor *
get(const GArray *factors, guint i)
{
    return &g_array_index(factors, GpFactor, i);
}

static gboolean
is_same_line(const GpFactor *a, const GpFactor *b)
{
    return a->unit == b->unit && a->component == b->component &&
           (a->scope == GP_SCOPE_OUTSIDE) == (b->scope == GP_SCOPE_OUTSIDE);
}

/* The factor of the same line whose validity ends last before @factor, or begins first after. */
static const GpFactor *
neighbour(const GArray *factors, const GpFactor *factor, gboolean is_before)
{
    const GpFactor *found = NULL;

    for (guint i = 0; i < factors->len; i++) {
        const GpFactor *other = get(factors, i);

        if (!is_same_line(other, factor))
            continue;
        if (is_before && other->valid.last < factor->valid.first &&
            (found == NULL || other->valid.last > found->valid.last))
            found = other;
        if (!is_before && other->valid.first > factor->valid.last &&
            (found == NULL || other->valid.first < found->valid.first))
            found = other;
    }
    return found;
}

static gboolean
is_used(const GArray *matches, const GpFactor *factor, GpMatchRule *out_rule)
{
    for (guint i = 0; i < matches->len; i++) {
        const GpFactorMatch *match = &g_array_index(matches, GpFactorMatch, i);

        if (match->factor != factor)
            continue;
        *out_rule = match->rule;
        return TRUE;
    }
    return FALSE;
}

/* What is selected for each unit: a question for a unit is asked once. */
typedef struct {
    GpUnit unit;
    GArray *matches; /* (element-type GpFactorMatch) */
} Selected;

static void
selected_clear(gpointer data)
{
    g_array_unref(((Selected *)data)->matches);
}

static const GArray *
select_for(const GpFactorLibrary *self,
           const GpFactor *factor,
           GpDay day,
           const GpFactorRules *rules,
           GArray *all)
{
    Selected one = {factor->unit, NULL};

    for (guint i = 0; i < all->len; i++) {
        if (g_array_index(all, Selected, i).unit == factor->unit)
            return g_array_index(all, Selected, i).matches;
    }
    one.matches = g_array_new(FALSE, FALSE, sizeof(GpFactorMatch));
    gp_factor_library_select(self, factor->activity, factor->unit, day, rules, one.matches);
    g_array_append_val(all, one);
    return one.matches;
}

/* Adds those of the entry's @factors that are selected for their own unit on @day. */
static void
add_views(const GpFactorLibrary *self,
          const GpActivityEntry *entry,
          const GArray *factors,
          GpDay day,
          const GpFactorRules *rules,
          GArray *views)
{
    g_autoptr(GArray) selected = g_array_new(FALSE, FALSE, sizeof(Selected));

    g_array_set_clear_func(selected, selected_clear);
    for (guint i = 0; i < factors->len; i++) {
        const GpFactor *factor = get(factors, i);
        GpFactorView view = {factor, GP_MATCH_EXACT, NULL, NULL};

        if (!is_used(select_for(self, factor, day, rules, selected), factor, &view.rule))
            continue;
        view.before = neighbour(factors, factor, TRUE);
        view.after = neighbour(factors, factor, FALSE);
        if (view.after == NULL)
            view.after = neighbour(entry->incomplete, factor, FALSE);
        g_array_append_val(views, view);
    }
}

char *
gp_factor_library_unknown(const GpFactorLibrary *self, const char *activity)
{
    g_autoptr(GPtrArray) keys = gp_factor_library_keys(self);
    const char *closest = gp_text_closest(activity, (const char *const *)keys->pdata, keys->len);

    if (closest == NULL)
        return g_strdup_printf("“%s” is not an activity of the catalogue", activity);
    return g_strdup_printf("“%s” is not an activity of the catalogue; did you mean “%s”?", activity,
                           closest);
}

GArray *
gp_factor_library_view(const GpFactorLibrary *self,
                       const char *activity,
                       int fy,
                       const GpFactorRules *rules,
                       GError **error)
{
    const GpActivityEntry *entry = gp_factor_library_entry(self, activity);
    GpDay day = gp_fy_span(fy).first;
    GArray *views;

    if (entry == NULL) {
        g_autofree char *reason = gp_factor_library_unknown(self, activity);

        return gp_throw_null(error, GP_ERROR_MISSING, "%s", reason);
    }
    views = g_array_new(FALSE, FALSE, sizeof(GpFactorView));
    add_views(self, entry, entry->published, day, rules, views);
    add_views(self, entry, entry->own, day, rules, views);
    if (!gp_factor_library_check(self, error))
        g_clear_pointer(&views, g_array_unref);
    return views;
}

static gboolean
is_of_year(const GpFactor *factor, int year)
{
    return factor->first_year <= year && year <= factor->last_year;
}

static const GpFactor *
find_line(const GArray *factors, const GpFactor *like, int year)
{
    for (guint i = 0; i < factors->len; i++) {
        if (is_same_line(get(factors, i), like) && is_of_year(get(factors, i), year))
            return get(factors, i);
    }
    return NULL;
}

/* A factor of one year only, which the next edition could carry on. */
static gboolean
is_of_edition(const GpFactor *factor)
{
    return factor->first_year == factor->last_year;
}

static void
compare_entry(const GArray *factors, int from_year, int to_year, GArray *pairs)
{
    for (guint i = 0; i < factors->len; i++) {
        const GpFactor *factor = get(factors, i);
        GpFactorPair pair = {NULL, NULL};

        if (is_of_year(factor, from_year))
            pair = (GpFactorPair){factor, find_line(factors, factor, to_year)};
        else if (is_of_year(factor, to_year) && find_line(factors, factor, from_year) == NULL)
            pair.to = factor;
        else
            continue;
        if (pair.from == NULL || pair.to == NULL ? is_of_edition(factor)
                                                 : pair.from->kg_co2e_pico != pair.to->kg_co2e_pico)
            g_array_append_val(pairs, pair);
    }
}

GArray *
gp_factor_library_compare(const GpFactorLibrary *self, int from_year, int to_year)
{
    g_autoptr(GPtrArray) keys = gp_factor_library_keys(self);
    GArray *pairs = g_array_new(FALSE, FALSE, sizeof(GpFactorPair));

    for (guint i = 0; i < keys->len; i++)
        compare_entry(gp_factor_library_entry(self, g_ptr_array_index(keys, i))->published,
                      from_year, to_year, pairs);
    return pairs;
}
