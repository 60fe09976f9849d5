/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-emission-factor.h"
#include "gp-number.h"

/*
 * How a figure comes about, in steps that can be redone by hand.
 *
 *   convert/ ── GpExplanation ──▶ report/
 */

/* The rows of one activity in one unit that one factor converts:
 * kg CO2e = quantity * multiplier * kg CO2e per unit of the factor. */
typedef struct {
    GpUnit unit;
    GpInt128 quantity_micro;
    guint64 rows; /* activity rows; one over several editions is counted with each */
    const GpFactor *factor;
    GpMatchRule rule;
    gint64 multiplier_nano; /* factor units in one unit, with the deflator in it */
    gint64 deflator_nano;   /* pounds of the price year in one pound of the year */
    GpInt128 kg_co2e;       /* times 10^kg_places */
    int kg_places;
} GpExplanationStep;

typedef struct {
    const char *activity; /* borrowed */
    GArray *steps;        /* (element-type GpExplanationStep) by unit, edition and component */
} GpExplanation;

GpExplanation *gp_explanation_new(const char *activity);
void gp_explanation_free(GpExplanation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpExplanation, gp_explanation_free)
