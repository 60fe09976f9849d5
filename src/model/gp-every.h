/* SPDX-License-Identifier: MIT */
#pragma once

/* How often a source should bring new data. */
typedef enum {
    GP_EVERY_UNKNOWN,
    GP_EVERY_DAY,
    GP_EVERY_WEEK,
    GP_EVERY_MONTH,
    GP_EVERY_QUARTER,
    GP_EVERY_YEAR,
} GpEvery;
