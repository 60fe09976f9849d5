/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-format.h"

/*
 * Reading for the tests of read/: a file or bytes into a cube of its own, and the cube as text.
 */

#define HEADER "period,activity,quantity,unit\n"
#define BYTES(text) (text), sizeof(text) - 1
#define MEGABYTE ((gsize)1 << 20)

/* One reading of one file, and what came of it. */
typedef struct {
    GpUnitTable *units;
    GpTimeline *timeline;
    GpCube *cube;
    GpIssueList *issues;
    GpReadCount count;
    GError *error;
    guint n_asked; /* pairs of activity and unit that were asked about */
} Reading;

/* Everything is kept, and messages call the file `in.csv`. */
extern const GpReadRules plain_rules;

/* The rules' own answer to activities and units is: those that begin with `un` are unknown, and
 * coal cannot be given in km. */
Reading *read_path(const char *path, const GpReadRules *rules);
Reading *read_bytes(const char *bytes, gsize length, const GpReadRules *rules);

/* The same by a format; @format may be NULL. */
Reading *read_formatted(const char *path, const GpFormat *format, const GpReadRules *rules);

/* The canonical form by blocks of @block_bytes. */
Reading *read_path_in_blocks(const char *path, const GpReadRules *rules, gsize block_bytes);

/* The same where the file must not fail as a whole. */
Reading *read_text(const char *text);

void reading_free(Reading *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reading, reading_free)

/* The cells of the cube in byte order, a line each: `2024-06 coal 1.5 kWh`, then what is told of
 * site and the like, then `x2` for two rows; a piece of a longer row as `2024-06 of 2024-05-01..`.
 */
char *cube_text(const Reading *self);

/* @issues: a line each, `code line:column` */
void assert_read(const Reading *self, const char *cells, const char *issues);
void assert_same_reading(const Reading *a, const Reading *b);
void assert_reads_as(const char *text, const char *cells, const char *issues);

char *with_line_ends(const char *text, const char *line_end);
