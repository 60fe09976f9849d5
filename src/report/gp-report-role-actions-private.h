/* SPDX-License-Identifier: MIT */
#pragma once

#include <cjson/cJSON.h>

#include "gp-role-action.h"

/* Actions for a role, a numbered paragraph each. @advice: (element-type GpRoleAdvice) */
void gp_role_actions_print(const GPtrArray *advice, GString *out);

/* The same as an array of objects; what is not published is null. Returns: (transfer full) */
cJSON *gp_role_actions_json(const GPtrArray *advice);
