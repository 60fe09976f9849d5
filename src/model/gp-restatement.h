/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-publication.h"

/*
 * Published figures beside those of now: what is different, and why as far as the record tells.
 *
 *   GpPublication[] + draft of now ── track/ ──▶ GpRestatement ──▶ report/
 *
 * A difference has three parts that add up to it exactly:
 *   data      another quantity, at the factors as published
 *   factors   the quantity of now, at other factors, settings or rules
 *   new data  a year that was not published before; in a year that was still open then, months and
 *             sources that have come since, and factors of another edition by the same rules:
 *             growth, not a recalculation
 *
 * A year is open in the publications whose newest year it is, and in those made within
 * GP_RESTATE_OPEN_DAYS of its end.
 */

#define GP_RESTATE_OPEN_DAYS 183

typedef enum {
    GP_RESTATED_DATA,
    GP_RESTATED_FACTORS,
    GP_RESTATED_NEW,
    GP_N_RESTATED_PARTS
} GpRestatedPart;

const char *gp_restated_part_name(GpRestatedPart part); /* `data`, `factors`, `new` */

/* One category of one year. */
typedef struct {
    int fy;
    const char *boundary; /* borrowed from one of the publications, as all texts */
    const char *category;
    GpInt128 old_kg, new_kg;             /* 0 where there is none */
    GpInt128 parts[GP_N_RESTATED_PARTS]; /* add up to new_kg - old_kg */
    gboolean is_recalculated;            /* data or factors of a line of it are others */
    gint64 percent_micro; /* the difference of old_kg, times 10^6; 0 where old_kg is 0 */
    char *why;            /* in words; "" if nothing is different */
} GpRestatedRow;

/* One total of one year. */
typedef struct {
    int fy;
    GpTotal total;
    gboolean is_new;  /* not published before */
    gboolean is_open; /* published while data were still coming in */
    gboolean is_baseline;
    gboolean is_recalculated; /* a line of it is, since the last restatement */
    GpInt128 old_kg, new_kg;
    GpInt128 parts[GP_N_RESTATED_PARTS];
    GpInt128
        recalculated_kg;  /* data and factors, over all publications since the last restatement */
    GpInt128 base_kg;     /* what new_kg would be without these */
    gint64 percent_micro; /* recalculated_kg of base_kg, times 10^6; 0 where base_kg is 0 */
    gboolean is_over;     /* above the threshold */
} GpRestatedYear;

typedef struct {
    const GpPublication *old;   /* the latest publication */
    const GpPublication *new;   /* of now, or the restatement */
    const GpPublication *since; /* the last restatement, or the first publication */
    int kg_places;
    gint64 threshold_micro;   /* percent times 10^6 */
    gboolean is_proposed;     /* a total of a year is over the threshold */
    gboolean is_recalculated; /* anything is, since the last restatement */
    GArray *rows;   /* (element-type GpRestatedRow): by year, boundary, category; those without a
                       difference too */
    GArray *years;  /* (element-type GpRestatedYear): by year and total */
    GPtrArray *why; /* (element-type utf8) what differs in what the figures are made of */
} GpRestatement;

GpRestatement *gp_restatement_new(void);
void gp_restatement_free(GpRestatement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpRestatement, gp_restatement_free)

/* The year whose total moved most, of those that are over the threshold, or of all; NULL if none
 * was recalculated. */
const GpRestatedYear *gp_restatement_worst(const GpRestatement *self);
