/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-number.h"

/*
 * The factor-year audit: how much of a total hangs on the choice of the edition.
 *
 *   flow/ ── GpAuditYear ──▶ report/
 */

typedef enum {
    GP_AUDIT_OWN,    /* the editions that the rules choose */
    GP_AUDIT_BEFORE, /* those of the year before */
    GP_AUDIT_AFTER,  /* those of the year after */
    GP_N_AUDITS,
} GpAudit;

typedef struct {
    int fy;
    GpInt128 kg_co2e[GP_N_AUDITS]; /* times 10^places */
    int places[GP_N_AUDITS];
} GpAuditYear;
