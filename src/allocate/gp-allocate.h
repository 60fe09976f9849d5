/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-emissions.h"
#include "gp-roles.h"
#include "gp-workforce.h"

/*
 * The footprint of roles.
 *
 *   GpEmissions by role and site + GpWorkforce ── gp_allocate ──▶ GpRoleFootprint[]
 *
 * What an activity row names a role for is attributable to that role. Everything else is shared by
 * whole-time equivalents: of the row's site where the workforce is known there, of the whole trust
 * otherwise. The parts sum to the total to the last digit.
 *
 * Pure: no files, clock, locale or network. Source: docs/method.md, “Roles”.
 */

/**
 * gp_allocate:
 * @emissions: by role and site, and nothing else
 * @fy: the financial year whose extracts give the shares
 * @threshold: roles with fewer people are merged; the merged group reaches it too, by taking in the
 *   next smallest role
 *
 * Returns: (transfer full)
 */
GpRoleFootprints *
gp_allocate(const GpEmissions *emissions, const GpWorkforce *workforce, int fy, guint threshold);
