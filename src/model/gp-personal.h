/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-explanation.h"

/*
 * A person's own footprint at work: what one person told, for that person alone. It is worked out,
 * printed and forgotten; nothing of it may be stored.
 *
 *   answers ── gp_personal_compute (flow) ──▶ GpPersonal ──▶ report/
 */

typedef struct {
    const char *group; /* static: `Business travel`, `Commuting`, `Working at home` */
    char *what;        /* `Commuting by car` */
    char *activity;    /* the key of its factors */
    char *how;         /* where the quantity is from: `2 x 8 miles x 3 days x 46 weeks` */
    const char *unit;  /* of the quantity; borrowed from the basis */
    gint64 quantity_micro;
    GpExplanation *steps; /* from the quantity to kg; it borrows the key */
    GpInt128 kg_co2e;     /* times 10^kg_places of the whole */
} GpPersonalLine;

/* What the trust has published of the role, to be set beside one's own. */
typedef struct {
    char *role; /* as published: a group, if the role went into one */
    char *site; /* "": the whole trust */
    int fy;
    GpInt128 own_kg;       /* the role's own emissions for each WTE, times 10^kg_places */
    GpInt128 shared_kg;    /* its share of what all staff share, for each WTE */
    GpInt128 my_shared_kg; /* that share for the hours that were told */
    int kg_places;
} GpPersonalRole;

void gp_personal_role_free(GpPersonalRole *self);

typedef struct {
    int fy;
    GPtrArray *lines;   /* (element-type GpPersonalLine) in the order of the questions */
    GPtrArray *assumed; /* (element-type utf8) what stood in for an answer, in words */
    GpInt128 kg_co2e;   /* of all lines */
    int kg_places;
    GpPersonalRole *role; /* (nullable) */
} GpPersonal;

GpPersonal *gp_personal_new(int fy);
void gp_personal_free(GpPersonal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpPersonal, gp_personal_free)
