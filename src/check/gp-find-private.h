/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-stream-private.h"

/*
 * What is looked for, one file a kind. Faults of single series are gathered first, so that one
 * cause (a month's file that never came) is told once and not for each site; findings about
 * several streams at a time, originals and sources are written at once.
 *
 * A point that one search has explained is passed over by those after it, so the order in
 * gp_check() matters: from the most telling explanation to the least.
 */

typedef struct {
    const GpCheckInput *input;
    GpStreams *streams;
    GArray *faults;         /* (element-type GpFault) */
    GPtrArray *findings;    /* (element-type GpFinding) */
    const char *end_source; /* the last answer of gp_check_source_end() */
    GpDay end_day;
} GpCheck;

typedef enum {
    GP_FAULT_SLIP,
    GP_FAULT_DOUBLED,
    GP_FAULT_SPIKE,
    GP_FAULT_ZERO,
    GP_FAULT_NEGATIVE,
    GP_FAULT_THIN,
    GP_FAULT_GAP,
    GP_FAULT_STOPPED,
} GpFaultKind;

/* What is wrong with one series. */
typedef struct {
    GpFaultKind kind;
    const GpSeries *series;
    GpSpan span;
    gboolean is_open;  /* goes on to the last figures of the source */
    guint n_points;    /* periods with figures in it */
    double quantity;   /* of all of it, in the kind's canonical unit */
    double usual;      /* what it would usually be; NAN: not known */
    double factor;     /* how many times too much a slip is: 1000, 0.001 …; else 0 */
    const char *words; /* (nullable): what a slip may have mixed up */
    guint64 rows, usual_rows;
    GpUnit unit; /* that the rows are given in; GP_UNIT_NONE: in several, or not told */
} GpFault;

void gp_find_slips(GpCheck *self);
void gp_find_swaps(GpCheck *self);
void gp_find_catch_ups(GpCheck *self);
void gp_find_zeros(GpCheck *self);
void gp_find_spikes(GpCheck *self);
void gp_find_gaps(GpCheck *self);
void gp_find_estimates(GpCheck *self);
void gp_find_copies(GpCheck *self);
void gp_find_sums(GpCheck *self);
void gp_find_electricity(GpCheck *self);
void gp_find_sources(GpCheck *self);

/* Writes the faults as findings, those of one cause together. */
void gp_faults_write(GpCheck *self);

/* Adds a fault over the points @first to @last of a series, and explains them. */
GpFault *
gp_check_add_fault(GpCheck *self, GpFaultKind kind, GpSeries *series, guint first, guint last);

/* Adds a finding about one stream, over @span. @message and @advice are taken over. */
void gp_check_add_finding(
    GpCheck *self, const GpFindingPlace *place, GpSeverity severity, char *message, char *advice);

static inline GpStream *
gp_check_stream(const GpCheck *self, guint i)
{
    return g_ptr_array_index(self->streams->streams, i);
}

/* Calls @func for each series with points. */
typedef void (*GpSeriesFunc)(GpCheck *self, GpSeries *series);
void gp_check_each_series(GpCheck *self, GpSeriesFunc func);

/* Whether the settings leave the source out of the figures. */
gboolean gp_check_is_uncounted(const GpCheck *self, const char *source);

/* The last day that a source has in at least a third of its streams that are not long over. */
GpDay gp_check_source_end(GpCheck *self, const char *source);

/* A slip of a unit or of the decimal point that gives @ratio of what is usual, or NULL.
 * @scatter: of the series; @out_factor: the exact ratio */
const char *gp_slip_words(const GpStream *stream, double ratio, double scatter, double *out_factor);

/* Appends @quantity (in the canonical unit) in the unit that the stream is given in:
 * `12,345 kWh`. @is_about: to three digits, with “about” before it */
void gp_append_quantity(GString *out, const GpStream *stream, double quantity, gboolean is_about);

/* Appends how many times: `2.4 times`, `1,000 times`, `12% of`, `1/100 of`. */
void gp_append_times(GString *out, double ratio);
