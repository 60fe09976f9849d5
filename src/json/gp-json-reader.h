/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-json.h"
#include "gp-number.h"

/*
 * A document in a layout of our own, read member by member. What is not as it should be becomes the
 * fault; reading then goes on with empty texts, and the caller looks at the fault in the end.
 */

typedef struct {
    const char *name; /* what messages call the document */
    const char *kind; /* what it should be: `a publication of greenplan` */
    GError *fault;    /* (nullable) */
} GpJsonReader;

void gp_json_reader_blame(GpJsonReader *self, const char *what);

/* The member of an object, as a text; "" after a fault. */
const char *gp_json_reader_text(GpJsonReader *self, const GpJsonValue *object, const char *path);

/* Digits with at most one point and no more than @places behind it, times 10^@places. */
GpInt128
gp_json_reader_exact(GpJsonReader *self, const GpJsonValue *object, const char *path, int places);

guint64 gp_json_reader_count(GpJsonReader *self, const GpJsonValue *object, const char *path);

/* A financial year, as in 2019-20. */
int gp_json_reader_fy(GpJsonReader *self, const GpJsonValue *object, const char *path);

/* The first member of an array; NULL if it has none, and after a fault. */
const GpJsonValue *
gp_json_reader_first(GpJsonReader *self, const GpJsonValue *object, const char *path);
