/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-restatement.h"

/* Two publications, one after the other, line by line. */
typedef struct {
    const GpPublication *old, *new;
    GArray *rows;           /* (element-type GpRestatedRow) without words */
    GPtrArray *causes;      /* (element-type GpRowCauses) by row */
    GHashTable *old_places; /* year, boundary, category, activity -> line */
    GHashTable *new_places;
    GHashTable *old_activities; /* year, activity -> one of its lines */
    GHashTable *new_activities;
} GpPair;

/* What lies behind the parts of a row. Texts are borrowed. */
typedef struct {
    GHashTable *sources;      /* as a set: of lines that have other data */
    GHashTable *old_editions; /* as a set: of lines that have other factors */
    GHashTable *new_editions;
    gboolean is_moved; /* an activity is in another category or boundary now */
} GpRowCauses;

/* Why a row is different, in words. Returns: (transfer full) */
char *gp_pair_explain_row(const GpPair *self, const GpRestatedRow *row, const GpRowCauses *causes);

/* Everything that differs in what two publications are made of. @out: (element-type utf8) */
void gp_pair_explain_all(const GpPair *self, GPtrArray *out);

/* The value of a setting or digest by its name; "" if there is none. */
const char *gp_published_value(const GArray *settings, const char *name);

/* The SHA-256 of an edition by its name, or NULL if it is not used. */
const char *gp_published_edition(const GpPublication *self, const char *name);
