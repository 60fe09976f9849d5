/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-flow.h"

/* Kilograms of CO2e, times 10^places. */
typedef struct {
    GpInt128 kg;
    int places;
} GpAmount;

/* So many units of an activity. */
typedef struct {
    const char *activity;
    const char *unit;
    const char *category; /* (nullable): only what counts in it; "": everything */
    gint64 micro;
} GpActivityQuantity;

/**
 * gp_book_convert_quantity:
 * @options: its rules, within, direct_only and only_fy, which must be a year, are used
 * @out_is_known: there are factors for it
 *
 * What @quantity causes in that year.
 */
gboolean gp_book_convert_quantity(const GpBook *self,
                                  const GpConvertOptions *options,
                                  const GpActivityQuantity *quantity,
                                  GpAmount *out,
                                  gboolean *out_is_known,
                                  GError **error);
