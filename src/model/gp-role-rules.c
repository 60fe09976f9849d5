/* SPDX-License-Identifier: MIT */
#include "gp-role-rules.h"

#include "gp-text.h"

typedef struct {
    const char *const *known;
    guint n_known;
    GHashTable *folded; /* (element-type utf8) */
    GpIssueList *issues;
} Check;

static void
check_name(const Check *check, const char *name, const char *path, guint line)
{
    g_autofree char *folded = gp_text_fold(name), *quoted = gp_text_quoted(name);
    const char *closest;

    if (g_hash_table_contains(check->folded, folded))
        return;
    closest = gp_text_closest(name, check->known, check->n_known);
    gp_issue_list_add_at(check->issues, GP_SEVERITY_WARNING, "unknown-in-rules", path, line, 0,
                         "“%s” is neither a category nor the key of an activity, and has no "
                         "effect%s%s%s",
                         quoted, closest == NULL ? "" : "; did you mean “",
                         closest == NULL ? "" : closest, closest == NULL ? "" : "”?");
}

static void
check_rules(const Check *check, const GpAttribution *rules, const char *path)
{
    for (guint i = 0; i < gp_attribution_n_rules(rules); i++) {
        const GpAttributionRule *rule = gp_attribution_rule(rules, i);
        g_auto(GStrv) names = g_strsplit(rule->of, ";", -1);

        for (guint k = 0; rule->is_own_file && names[k] != NULL; k++)
            check_name(check, g_strstrip(names[k]), path, rule->line);
    }
}

static void
check_roles(const Check *check, const GpRoleCatalogue *roles, const char *path)
{
    for (guint i = 0; i < gp_role_catalogue_n_roles(roles); i++) {
        const GpCatalogueRole *role = gp_role_catalogue_role(roles, i);

        for (guint k = 0; role->is_own_file && role->controls[k] != NULL; k++)
            check_name(check, role->controls[k], path, role->line);
    }
}

void
gp_role_rules_check(const GpAttribution *rules,
                    const char *rules_path,
                    const GpRoleCatalogue *roles,
                    const char *roles_path,
                    const char *const *known,
                    guint n_known,
                    GpIssueList *issues)
{
    g_autoptr(GHashTable) folded = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const Check check = {known, n_known, folded, issues};

    g_hash_table_add(folded, g_strdup("*"));
    for (guint i = 0; i < n_known; i++)
        g_hash_table_add(folded, gp_text_fold(known[i]));
    check_rules(&check, rules, rules_path);
    check_roles(&check, roles, roles_path);
}
