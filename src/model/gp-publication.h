/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-cube.h"
#include "gp-number.h"

/*
 * What the board saw: the figures of one day, with all that is needed to say later why they are
 * others now. A publication is never changed; a later one stands beside it.
 *
 *   GpBook ── flow/ ──▶ GpPublication ── workspace/ ──▶ published/2026-11-22-1.json
 *                            └── track/ ──▶ GpRestatement
 *
 * Texts are borrowed from the publication. Years are financial years by their first calendar year.
 */

/* An activity of one category in one year. */
typedef struct {
    int fy;
    const char *boundary; /* `ncf`, `plus`, `outside`; "": not stated */
    const char *category;
    const char *activity;
    const char *unit;     /* (nullable): rows of several units */
    GpInt128 quantity;    /* times 10^GP_QUANTITY_PLACES */
    GpInt128 kg_co2e;     /* times 10^kg_places of the publication */
    guint months;         /* with data: bit 0 is April, bit 11 March */
    const char **sources; /* (array zero-terminated=1) (transfer container): in byte order */
    const char *
        *editions; /* (array zero-terminated=1) (transfer container): of factors, likewise */
} GpPublishedLine;

#define GP_N_QUALITIES (GP_QUALITY_MODELLED + 1)

/* A category of one year: the sum of its lines. */
typedef struct {
    int fy;
    const char *boundary;
    const char *category;
    GpInt128 kg_co2e;
    GpInt128 kg_by_quality[GP_N_QUALITIES]; /* add up to kg_co2e */
} GpPublishedFigure;

typedef enum {
    GP_COMPARABLE_UNKNOWN, /* there is no target that says with what */
    GP_COMPARABLE,
    GP_NOT_COMPARABLE,
} GpComparable;

typedef struct {
    int fy;
    GpComparable comparable;
} GpPublishedYear;

/* A set of factors that was used. */
typedef struct {
    const char *name;
    const char *sha256; /* of all its rows */
    guint64 rows;
} GpPublishedEdition;

/* A file that was in force. */
typedef struct {
    const char *sha256;
    const char *source;
    const char *name;
    guint64 rows; /* that counted */
} GpPublishedOriginal;

typedef struct {
    const char *name;
    const char *value;
} GpPublishedSetting;

typedef struct {
    const char *id;  /* `2026-11-22-1`: the day, and which of that day */
    const char *day; /* `2026-11-22` */
    gboolean is_restatement;
    const char *by;
    const char *note;   /* "": none */
    const char *reason; /* of a restatement; else "" */
    const char *trust;
    gboolean is_invented;
    const char *program;         /* the version of greenplan */
    const char *previous;        /* id of the publication before; "": the first */
    const char *previous_sha256; /* of its file */
    const char *sha256;          /* (nullable): of its own file, once it is kept */
    int kg_places;
    GArray *baseline_fys; /* (element-type int) of the targets, ascending */
    GArray *restated_fys; /* (element-type int) of a restatement: years that are others since */
    GArray *settings;     /* (element-type GpPublishedSetting) that decide how figures are made */
    GArray *digests;      /* (element-type GpPublishedSetting) SHA-256 of what they are made of */
    GArray *years;        /* (element-type GpPublishedYear) with data, ascending */
    GArray *figures;      /* (element-type GpPublishedFigure) by year, boundary, category */
    GArray *lines;        /* (element-type GpPublishedLine) by these, then activity */
    GArray *editions;     /* (element-type GpPublishedEdition) by name */
    GArray *originals;    /* (element-type GpPublishedOriginal) by source, name, bytes */
    GStringChunk *texts;
} GpPublication;

GpPublication *gp_publication_new(void);
void gp_publication_free(GpPublication *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpPublication, gp_publication_free)

/* A copy of @text that is safe to print and lives as long as the publication. */
const char *gp_publication_text(GpPublication *self, const char *text);

/* Makes the figures of the lines: sums by year, boundary and category, without qualities. After it
 * no sum of lines overflows. Errors: GP_ERROR_OVERFLOW */
gboolean gp_publication_add_up(GpPublication *self, GError **error);

/* Brings all kg to more decimal places. Errors: GP_ERROR_OVERFLOW */
gboolean gp_publication_rescale(GpPublication *self, int kg_places, GError **error);

/* (nullable) */
const GpPublishedYear *gp_publication_year(const GpPublication *self, int fy);

/* What totals there are of a year: the NHS Carbon Footprint, the Plus that holds it, everything. */
typedef enum { GP_TOTAL_NCF, GP_TOTAL_PLUS, GP_TOTAL_ALL, GP_N_TOTALS } GpTotal;

const char *gp_total_name(GpTotal total);  /* `ncf`, `plus`, `all` */
const char *gp_total_title(GpTotal total); /* for people */

/* Whether what lies in @boundary is in a total. */
gboolean gp_total_holds(GpTotal total, const char *boundary);

GpInt128 gp_publication_total(const GpPublication *self, int fy, GpTotal total);

/* Whether both were made of the same originals, factors and settings by the same version. */
gboolean gp_publication_same_ground(const GpPublication *self, const GpPublication *other);

/* What is to be said beside the figures of a year, by the latest publications. */
typedef struct {
    int fy;
    gboolean is_restated;   /* `[r]` */
    gboolean is_comparable; /* FALSE: `[b]` */
} GpYearMark;

/* The mark of the year @label as in 2019-20: "", `[r]`, `[b]` or `[r] [b]`. @marks: (nullable)
 * (element-type GpYearMark) */
const char *gp_year_mark(const GArray *marks, const char *label);
