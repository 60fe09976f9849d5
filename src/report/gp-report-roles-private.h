/* SPDX-License-Identifier: MIT */
#pragma once

#include <cjson/cJSON.h>

#include "gp-role-views.h"
#include "gp-table-private.h"

/*
 * What the reports on roles have in common.
 */

GpInt128 gp_role_group_kg(const GpRoleGroup *group); /* own and shared */

/* A name, or what stands for none. */
const char *gp_role_label(const char *name);

/* For people. Returns: (transfer full) */
char *gp_rounded(GpInt128 value, int places, int shown_places);

gint64 gp_whole_people(gint64 people_micro);

/* The change of kg per WTE, as `-3.1%`; "" where there is none. Returns: (transfer full) */
char *gp_percent_change(GpInt128 kg,
                        int kg_places,
                        gint64 wte_micro,
                        GpInt128 kg_then,
                        int places_then,
                        gint64 wte_then_micro);

/* @part of @whole, as `31%`; "" of nothing. Returns: (transfer full) */
char *gp_percent_of(GpInt128 part, GpInt128 whole);

/* A comma, and kg per WTE where there is staff. */
void gp_role_append_per_wte(GString *out, const GpRoleGroup *group, int kg_places);

void gp_json_add_fy(cJSON *object, const char *name, int fy);
void
gp_json_add_per_wte(cJSON *object, const char *name, GpInt128 kg, int places, gint64 wte_micro);
void gp_json_add_group(cJSON *object, const GpRoleGroup *group, int kg_places);

/* That the figures are exact, and not for publication. */
void gp_json_add_use(cJSON *object);
void gp_roles_print_use(GString *out);

/* The years, what is not allocated and the total. */
void gp_json_add_role_year(cJSON *object, const GpRoleYear *year);

/* The lines with their keys and reasons. */
void gp_json_add_role_lines(cJSON *object, const GpRoleYear *year);
