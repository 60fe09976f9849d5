/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-explanation.h"

/* ` x 1.609344 passenger-km/mile`; nothing where the factor is for the very unit. */
void
gp_step_append_multiplier(const GpExplanationStep *step, const GpUnitTable *units, GString *out);

/* Where a factor stands, as one or two lines that begin with two blanks. */
void gp_factor_append_source(const GpFactor *factor, GString *out);
