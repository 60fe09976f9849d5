/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-emissions.h"

/*
 * Emissions beside what they are divided by: staff, floor area, bed days, contacts, money.
 *
 *   GpEmissions ── flow/ ──▶ GpIntensity ──▶ report/
 */

typedef enum {
    GP_INTENSITY_WTE,
    GP_INTENSITY_FLOOR_AREA,
    GP_INTENSITY_BED_DAYS,
    GP_INTENSITY_PATIENT_CONTACTS,
    GP_INTENSITY_MILLION_GBP,
    GP_N_INTENSITIES,
} GpIntensityBase;

/* `wte`, `floor-area`, `bed-days`, `patient-contacts`, `million-gbp`. */
const char *gp_intensity_base_name(GpIntensityBase base);

/* Errors: GP_ERROR_USAGE */
gboolean gp_intensity_base_parse(const char *text, GpIntensityBase *out_base, GError **error);

typedef struct {
    char *unit;        /* of what is divided by: `WTE`, `m2`, `million GBP at prices of 2024` */
    gint64 *per_micro; /* (array) for each row of the emissions, times 10^6; 0: not known */
    guint n;
} GpIntensity;

GpIntensity *gp_intensity_new(guint n);
void gp_intensity_free(GpIntensity *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpIntensity, gp_intensity_free)

/* kg CO2e for one unit in row @i, rounded half to even to millionths: of sums, never a mean of
 * rates. Returns: FALSE where what is divided by is not known */
gboolean gp_intensity_rate(const GpIntensity *self,
                           const GpEmissions *emissions,
                           guint i,
                           GpInt128 *out_micro_kg);
