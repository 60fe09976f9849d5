/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-read-private.h"

/*
 * Takes plain rows quickly: only those whose period is a day, whose quantity is a short decimal,
 * and whose names are written as in a row that the taker took before. It knows no rules of its
 * own; what it does not know is for the taker, from which it learns.
 */

typedef struct _GpQuickTaker GpQuickTaker;

/* @taker adds to @cube; all arguments outlive it. The header has a period. */
GpQuickTaker *
gp_quick_taker_new(const GpHeader *header, const GpReadRules *rules, GpTaker *taker, GpCube *cube);
void gp_quick_taker_free(GpQuickTaker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpQuickTaker, gp_quick_taker_free)

/**
 * gp_quick_taker_take:
 * @text: GP_BLOCK_PADDING bytes can be read before and after it
 * @marks: (array): of plain rows one after the other, as in GpRowRun
 *
 * Takes rows up to the first one that it does not know. Returns: how many
 */
gsize gp_quick_taker_take(GpQuickTaker *self, const char *text, const guint32 *marks, gsize n_rows);

/* Learns from a row that the taker has just used. */
void gp_quick_taker_learn(GpQuickTaker *self, const char *text, const guint32 *marks);

/* What it took: rows, days and the sum of quantities. Units were all seen by the taker. */
const GpReadCount *gp_quick_taker_count(const GpQuickTaker *self);
