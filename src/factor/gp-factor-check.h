/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-factor.h"
#include "gp-issue.h"

/*
 * The gate that every figure goes through, ours and a trust's own alike:
 *
 *   factors/, --factors FILE ── check ──▶ faults as issues, of severity error
 *   known-jumps.csv ──────────────▲
 *
 *   code             a fault is
 *   gases            CO2, CH4 and N2O miss their total by more than 0.00002 and 0.001% of it
 *   jump             from one figure of a line to the next more than +50% or -35%; +10% or -10% for
 *                    a burnt fossil fuel, whose carbon is chemistry; +200% or -67% for a pound of
 *                    spend, which moves with prices and with the model of the economy. Not looked
 *                    for in publication keys (`ukgov.*`), whose curated lines are the ones used
 *   wtt              well-to-tank above combustion and generation, or T&D's above T&D
 *   net-below-gross  a kWh of net calorific value below one of gross
 *   slip             10, 100 or 1000 times (or that part of) the median of the other years, within
 *                    20%; at least two other years. A trust's own: of the library's figure of any
 *                    year in which it is valid
 *   unit-slip        figures for two units of one kind that do not convert into one another within
 *                    0.1% or 0.00002 of both, whichever is larger
 *   overlap          two figures of one line at one time
 *   reference        no reference or provenance; of a trust's own: no reference or publication
 *   licence          a set without publication, publisher or licence
 *   validity         a figure of the library that is not valid for whole calendar years
 *   negative, zero   below 0; exactly 0 in a curated line beside a year that is not 0
 *   no-wtt           a curated fuel or vehicle of scope 1 or 2 in a year without well-to-tank
 *   unreadable       a row that cannot be read
 *   unused           an exception that nothing calls for any more
 *
 * A line is one activity, unit and component, in or outside of the scopes.
 *
 * An exception of known-jumps.csv, `activity,component,unit,from_year,to_year,rule,reason`, lets
 * pass what lies within its years: a jump 2023 to 2024 and the figure of 2023 alike. `*` in the
 * activity stands for any text; an empty cell for anything.
 */

typedef struct {
    const char *folder;       /* the factor library */
    const GpUnitTable *units; /* borrowed */
    const char *const *own;   /* (nullable) (array zero-terminated=1): a trust's own factors */
    const char *const *known; /* (nullable) (array zero-terminated=1): exceptions beside those of
                                 the library */
} GpFactorCheckOptions;

typedef struct {
    guint n_factors; /* rows that were checked */
    guint n_faults;
    guint n_known; /* what would be a fault, if it were not a known exception */
} GpFactorCheckCount;

/**
 * gp_factor_check:
 *
 * Checks the whole library, also the sets that wait for a choice, and @options->own.
 *
 * Errors: GP_ERROR_IO; GP_ERROR_MALFORMED as `path:line: reason` for a library that cannot be
 *   loaded, or an exception without a reason
 */
gboolean gp_factor_check(const GpFactorCheckOptions *options,
                         GpIssueList *issues,
                         GpFactorCheckCount *out_count,
                         GError **error);
