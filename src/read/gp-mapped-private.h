/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-format-private.h"

/*
 * Reading a file by a format, in two passes: the first finds the rows that count and how the file
 * writes its dates, the second takes the rows.
 */

typedef struct {
    const GpFormat *format;
    const GpGrid *grid;
    const GpMapping *mapping;
    GpIssueList *issues;
    GpStyles styles;
    gboolean has_fixed_span;
    GpSpan fixed_span;
    gint8 *is_left_out; /* (array) by row of the grid: a rule leaves it out */

    const GpReadRules *rules;
    GpCube *cube;
    GpTaker *taker;
    GHashTable *refusals; /* activity and unit -> why they cannot be taken, "" if they can */
    GpReadCount count;
    GpTally *tally;
    GString *texts[GP_N_FIELDS];
    GString *key;
    const GpGridRow *row; /* at hand */
    guint64 n_blank, first_blank_line;
    guint64 n_rounded, first_rounded_line;
    guint64 n_short, first_short_line;
    guint n_short_has, n_short_expects;
    guint64 n_ruled_out;
} GpMapped;

/* A cell of the row at hand; @column is -1 for one that the file lacks. */
const GpGridCell *gp_mapped_cell(const GpMapped *self, int column);

/* The number of a column for messages, from 1; records have none: 0. */
guint gp_mapped_shown(const GpMapped *self, int column);

/* The text of a cell without needless blanks; valid until the next one for @field. */
const char *gp_mapped_tidy(GpMapped *self, GpField field, int column);

gboolean
gp_mapped_any_rule_fits(const GpMapped *self, const GPtrArray *rules, const GArray *columns);

/* A period that is the same for all rows. Errors: GP_ERROR_MALFORMED */
gboolean gp_mapped_prepare_period(GpMapped *self, GError **error);

/* The first pass. Errors: GP_ERROR_MALFORMED if it is not sure how dates are to be read */
gboolean gp_mapped_look_through(GpMapped *self, GError **error);

/* The days of the row at hand; FALSE if it was refused. */
gboolean gp_mapped_read_span(GpMapped *self, GpSpan *out_span);
