/* SPDX-License-Identifier: MIT */
#include "gp-emission-factor.h"

#include "gp-error.h"

static const char *const scope_names[] = {"", "1", "2", "3", "outside"};
static const char *const component_names[] = {"",         "combustion", "generation", "td",
                                              "wtt",      "wtt-td",     "supply",     "treatment",
                                              "disposal", "fugitive",   "purchase"};
static const char *const boundary_names[] = {"", "ncf", "plus", "outside"};
static const char *const gas_names[] = {"co2", "ch4", "n2o"};
static const char *const match_rule_names[] = {"exact", "earlier-edition", "later-edition",
                                               "trust-override", "unit-converted"};

/* The place of a word in a list of names. */
static gboolean
parse_word(const char *text,
           const char *const *names,
           guint n,
           const char *what,
           guint *out_index,
           GError **error)
{
    for (guint i = 0; i < n; i++) {
        if (g_str_equal(text, names[i])) {
            *out_index = i;
            return TRUE;
        }
    }
    return gp_throw(error, GP_ERROR_MALFORMED, "“%.40s” is not a %s", text, what);
}

gboolean
gp_scope_parse(const char *text, GpScope *out_scope, GError **error)
{
    guint index = 0;

    if (!parse_word(text, scope_names, G_N_ELEMENTS(scope_names), "scope (1, 2, 3 or outside)",
                    &index, error))
        return FALSE;
    *out_scope = index;
    return TRUE;
}

gboolean
gp_component_parse(const char *text, GpComponent *out_component, GError **error)
{
    guint index = 0;

    if (!parse_word(text, component_names, G_N_ELEMENTS(component_names), "component", &index,
                    error))
        return FALSE;
    *out_component = index;
    return TRUE;
}

gboolean
gp_boundary_parse(const char *text, GpBoundary *out_boundary, GError **error)
{
    guint index = 0;

    if (!parse_word(text, boundary_names, G_N_ELEMENTS(boundary_names),
                    "boundary (ncf, plus or outside)", &index, error))
        return FALSE;
    *out_boundary = index;
    return TRUE;
}

const char *
gp_scope_name(GpScope scope)
{
    return scope_names[scope];
}

const char *
gp_component_name(GpComponent component)
{
    return component_names[component];
}

const char *
gp_boundary_name(GpBoundary boundary)
{
    return boundary_names[boundary];
}

const char *
gp_gas_name(GpGas gas)
{
    return gas_names[gas];
}

gboolean
gp_component_is_upstream(GpComponent component)
{
    return component == GP_COMPONENT_WTT || component == GP_COMPONENT_TD ||
           component == GP_COMPONENT_WTT_TD;
}

const char *
gp_match_rule_name(GpMatchRule rule)
{
    return match_rule_names[rule];
}

gboolean
gp_activity_is_statistic(const GpActivity *self)
{
    return g_strcmp0(self->category, GP_CATEGORY_STATISTICS) == 0;
}

gboolean
gp_activity_is_grid(const GpActivity *self)
{
    return g_strcmp0(self->category, GP_CATEGORY_ELECTRICITY) == 0;
}

gboolean
gp_activity_is_heating(const GpActivity *self)
{
    return g_strcmp0(self->category, GP_CATEGORY_FUELS) == 0 ||
           g_strcmp0(self->category, GP_CATEGORY_HEAT) == 0;
}
