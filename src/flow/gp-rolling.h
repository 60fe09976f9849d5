/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-board.h"
#include "gp-document.h"
#include "gp-flow.h"

/*
 * From one trust to its integrated care system.
 *
 *   GpBoard of a trust ──▶ GpRollup ──┐
 *   roll-up files of others ──────────┴─▶ GpBoard of the system ──▶ pack, table, roll-up
 */

/* Returns: (transfer full) */
GpRollup *gp_rollup_of_board(const GpBoard *board);

/* Who the system is, and what it aims for. */
typedef struct {
    const char *name;
    GPtrArray *targets; /* (nullable) (element-type GpTarget) its own */
    GpDay today;
    const char *program; /* `greenplan 0.1.0` */
} GpCareSystem;

/**
 * gp_board_of_rollups:
 * @rollups: (element-type GpRollup): of one trust each
 *
 * Adds up what trusts handed up. The figure of a year is comparable if that of every trust is.
 * Staff, floor area and the like are the sum of all trusts that have emissions in that year, and
 * not known where one of them does not tell; rates are made of these sums.
 *
 * The board's issues: trusts of other systems, made on other ground, invented; its gaps: what a
 * roll-up does not hold.
 *
 * Errors: GP_ERROR_USAGE for a trust that is there twice; GP_ERROR_OVERFLOW
 * Returns: (transfer full) (nullable)
 */
GpBoard *gp_board_of_rollups(GPtrArray *rollups, const GpCareSystem *who, GError **error);

/* The trusts of a system in its latest year, and their sum; of one trust, itself. */
GpDocTable *gp_board_trusts_table(const GpBoard *board);
