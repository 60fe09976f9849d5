/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-attribution.h"
#include "gp-issue.h"
#include "gp-role-catalogue.h"

/**
 * gp_role_rules_check:
 * @rules_path, @roles_path: the trust's own files, for messages
 * @known: (array length=n_known): all categories and keys of activities
 *
 * Adds a warning for each name in the trust's own rules, and in what its own roles control, that is
 * not known: a slip of the pen would otherwise be without effect, and nobody would see it.
 */
void gp_role_rules_check(const GpAttribution *rules,
                         const char *rules_path,
                         const GpRoleCatalogue *roles,
                         const char *roles_path,
                         const char *const *known,
                         guint n_known,
                         GpIssueList *issues);
