/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-outlook.h"

/* Tonnes without decimals, for people. Returns: (transfer full) */
char *gp_action_tonnes(GpInt128 micro_kg);

/* A title that is safe to print in a table. Returns: (transfer full) */
char *gp_action_title(const GpAction *action);
