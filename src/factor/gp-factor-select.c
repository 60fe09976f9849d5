/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-factor-private.h"
#include "gp-number.h"

int
gp_factor_year(const GpFactorRules *rules, GpDay day)
{
    GpMonth month = gp_month_of_day(day);

    return (rules->by_calendar_year ? gp_month_calendar_year(month) : gp_fy_of_month(month)) +
           rules->shift_years;
}

/* Any day at all, for a question that is not about a day. */
#define ANY_DAY (-1)

static gboolean
has_kind(const GpFactorLibrary *self, const GArray *factors, GpUnit kind, GpDay day)
{
    for (guint i = 0; i < factors->len; i++) {
        const GpFactor *factor = &g_array_index(factors, GpFactor, i);

        if (gp_unit_kind(self->units, factor->unit) == kind &&
            (day == ANY_DAY || (factor->valid.first <= day && day <= factor->valid.last)))
            return TRUE;
    }
    return FALSE;
}

/* The kind of unit whose factors serve @unit, or GP_UNIT_NONE. Distances of a journey that is
 * counted by passenger, such as rail, are passenger distances. */
static GpUnit
serving_kind(const GpFactorLibrary *self, const GpActivityEntry *entry, GpUnit unit, GpDay day)
{
    GpUnit kind = gp_unit_kind(self->units, unit);

    if (has_kind(self, entry->published, kind, ANY_DAY) || has_kind(self, entry->own, kind, day))
        return kind;
    if (kind == self->km && entry->is_catalogued &&
        gp_unit_kind(self->units, entry->activity.canonical_unit) == self->passenger_km &&
        (has_kind(self, entry->published, self->passenger_km, ANY_DAY) ||
         has_kind(self, entry->own, self->passenger_km, day)))
        return self->passenger_km;
    return GP_UNIT_NONE;
}

GpTakes
gp_factor_library_takes(const GpFactorLibrary *self, const char *activity, GpUnit unit)
{
    const GpActivityEntry *entry = gp_factor_library_entry(self, activity);

    if (entry == NULL)
        return GP_TAKES_UNKNOWN;
    if (entry->unusable != NULL)
        return GP_TAKES_UNUSABLE;
    if (entry->is_catalogued && gp_activity_is_statistic(&entry->activity))
        return gp_unit_kind(self->units, unit) ==
                       gp_unit_kind(self->units, entry->activity.canonical_unit)
                   ? GP_TAKES_NO_FACTOR
                   : GP_TAKES_OTHER_UNIT;
    if (entry->published->len + entry->own->len == 0)
        return GP_TAKES_NO_FACTOR;
    return serving_kind(self, entry, unit, ANY_DAY) == GP_UNIT_NONE ? GP_TAKES_OTHER_UNIT
                                                                    : GP_TAKES;
}

const char *
gp_factor_library_unusable(const GpFactorLibrary *self, const char *activity)
{
    const GpActivityEntry *entry = gp_factor_library_entry(self, activity);

    return entry == NULL ? NULL : entry->unusable;
}

static void
collect_units(const GArray *factors, GArray *units)
{
    for (guint i = 0; i < factors->len; i++) {
        GpUnit unit = g_array_index(factors, GpFactor, i).unit;
        guint k = 0;

        while (k < units->len && g_array_index(units, GpUnit, k) != unit)
            k++;
        if (k == units->len)
            g_array_append_val(units, unit);
    }
}

char *
gp_factor_library_units_taken(const GpFactorLibrary *self, const char *activity)
{
    const GpActivityEntry *entry = gp_factor_library_entry(self, activity);
    g_autoptr(GArray) units = g_array_new(FALSE, FALSE, sizeof(GpUnit));
    GString *text = g_string_new(NULL);

    collect_units(entry->published, units);
    collect_units(entry->own, units);
    if (units->len == 0)
        g_array_append_val(units, entry->activity.canonical_unit);
    for (guint i = 0; i < units->len; i++)
        g_string_append_printf(text, "%s%s",
                               i == 0               ? ""
                               : i + 1 < units->len ? ", "
                                                    : " or ",
                               gp_unit_name(self->units, g_array_index(units, GpUnit, i)));
    return g_string_free(text, FALSE);
}

/* A factor fits better if it is for the very unit, then if it is for the canonical one. */
static int
fitness(const GpFactorLibrary *self, const GpFactor *factor, GpUnit unit)
{
    if (factor->unit == unit)
        return 2;
    return factor->unit == gp_unit_kind(self->units, factor->unit);
}

/* Adds @factor to the matches, in the place of one of the same line that fits less well. */
static void
add_match(const GpFactorLibrary *self,
          const GpFactor *factor,
          GpUnit unit,
          int price_year,
          GpMatchRule rule,
          GArray *matches)
{
    GpFactorMatch match = {factor, 0, gp_factor_deflate_nano(self, factor, price_year), rule};

    if (match.deflator_nano == 0 ||
        !gp_unit_convert_nano(self->units, unit, factor->unit, &match.multiplier_nano))
        return;
    match.multiplier_nano = (gint64)gp_number_round(
        (GpInt128)match.multiplier_nano * match.deflator_nano, GP_NANO_PLACES);
    for (guint i = 0; i < matches->len; i++) {
        GpFactorMatch *other = &g_array_index(matches, GpFactorMatch, i);

        if (other->factor->component != factor->component ||
            (other->factor->scope == GP_SCOPE_OUTSIDE) != (factor->scope == GP_SCOPE_OUTSIDE))
            continue;
        if (rule == GP_MATCH_OWN && !other->factor->is_own)
            *other = match;
        else if (fitness(self, factor, unit) > fitness(self, other->factor, unit))
            *other = match;
        return;
    }
    g_array_append_val(matches, match);
}

/* The edition year that serves @year, or 0. */
static int
choose_year(const GpFactorLibrary *self,
            const GArray *factors,
            GpUnit kind,
            int year,
            gboolean no_fallback,
            GpMatchRule *out_rule)
{
    int earlier = 0, later = 0;

    for (guint i = 0; i < factors->len; i++) {
        const GpFactor *factor = &g_array_index(factors, GpFactor, i);
        int first = factor->first_year, last = factor->last_year;

        if (gp_unit_kind(self->units, factor->unit) != kind ||
            gp_component_is_upstream(factor->component))
            continue;
        if (first <= year && year <= last) {
            *out_rule = GP_MATCH_EXACT;
            return year;
        }
        if (last < year)
            earlier = MAX(earlier, last);
        else
            later = later == 0 ? first : MIN(later, first);
    }
    *out_rule = earlier != 0 ? GP_MATCH_EARLIER : GP_MATCH_LATER;
    if (no_fallback)
        return 0;
    return earlier != 0 ? earlier : later;
}

static void
select_published(const GpFactorLibrary *self,
                 const GArray *factors,
                 GpUnit kind,
                 GpUnit unit,
                 int year,
                 const GpFactorRules *rules,
                 GArray *matches)
{
    GpMatchRule rule;
    int chosen = choose_year(self, factors, kind, year, rules->no_fallback, &rule);
    int price_year = rule == GP_MATCH_EXACT ? year - rules->shift_years : chosen;

    for (guint i = 0; chosen != 0 && i < factors->len; i++) {
        const GpFactor *factor = &g_array_index(factors, GpFactor, i);

        if (gp_unit_kind(self->units, factor->unit) == kind && factor->first_year <= chosen &&
            chosen <= factor->last_year)
            add_match(self, factor, unit, price_year, rule, matches);
    }
}

static gboolean
is_valid_own(const GpFactorLibrary *self, const GpFactor *factor, GpUnit kind, GpDay day)
{
    return gp_unit_kind(self->units, factor->unit) == kind && factor->valid.first <= day &&
           day <= factor->valid.last;
}

/* A trust's own factor for the whole activity is valid on the day. */
static gboolean
own_replaces_all(const GpFactorLibrary *self, const GArray *own, GpUnit kind, GpDay day)
{
    for (guint i = 0; i < own->len; i++) {
        const GpFactor *factor = &g_array_index(own, GpFactor, i);

        if (factor->component == GP_COMPONENT_UNSTATED && is_valid_own(self, factor, kind, day))
            return TRUE;
    }
    return FALSE;
}

gboolean
gp_factor_library_serves_both(const GpFactorLibrary *self,
                              const char *activity,
                              GpDay earlier,
                              GpDay later,
                              const GpFactorRules *rules)
{
    const GpActivityEntry *entry = gp_factor_library_entry(self, activity);

    for (guint i = 0; entry != NULL && i < entry->own->len; i++) {
        const GpSpan *valid = &g_array_index(entry->own, GpFactor, i).valid;

        if ((valid->first > earlier && valid->first <= later) ||
            (valid->last >= earlier && valid->last < later))
            return FALSE;
    }
    return gp_factor_year(rules, earlier) == gp_factor_year(rules, later);
}

void
gp_factor_library_select(const GpFactorLibrary *self,
                         const char *activity,
                         GpUnit unit,
                         GpDay day,
                         const GpFactorRules *rules,
                         GArray *out_matches)
{
    const GpActivityEntry *entry = gp_factor_library_entry(self, activity);
    GpUnit kind = entry == NULL ? GP_UNIT_NONE : serving_kind(self, entry, unit, day);
    int year = gp_factor_year(rules, day);

    g_array_set_size(out_matches, 0);
    if (kind == GP_UNIT_NONE)
        return;
    if (!own_replaces_all(self, entry->own, kind, day))
        select_published(self, entry->published, kind, unit, year, rules, out_matches);
    for (guint i = 0; i < entry->own->len; i++) {
        const GpFactor *factor = &g_array_index(entry->own, GpFactor, i);

        if (is_valid_own(self, factor, kind, day))
            add_match(self, factor, unit, year - rules->shift_years, GP_MATCH_OWN, out_matches);
    }
}
