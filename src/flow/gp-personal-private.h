/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-staffing.h"

/*
 * From answers to lines: what is missing is assumed and said, what cannot be is refused.
 *
 *   GpAnswers ── gp_answers_list ──▶ GpPersonal with lines and quantities, no kg yet
 */
gboolean
gp_answers_list(const GpAnswers *self, const GpBasis *basis, GpPersonal *personal, GError **error);
