/* SPDX-License-Identifier: MIT */
#pragma once

#include <cjson/cJSON.h>

#include "gp-emission-factor.h"
#include "gp-issue.h"
#include "gp-number.h"

/* An exact decimal as a JSON string. */
void gp_json_add_exact(cJSON *object, const char *name, GpInt128 value, int places);

/* A text, or null where it is empty or NULL. */
void gp_json_add_text(cJSON *object, const char *name, const char *text);

/* A number, or null where it is NAN. */
void gp_json_add_number(cJSON *object, const char *name, double value);

/* The array `issues`. */
void gp_json_add_issues(cJSON *object, const GpIssueList *issues);

/* The object `matches`: rows by rule. */
void gp_json_add_matches(cJSON *object, const GpMatchCount *matches);

/* Appends @object as text and frees it. */
void gp_json_print(cJSON *object, GString *out);
