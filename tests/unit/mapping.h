/* SPDX-License-Identifier: MIT */
#pragma once

#include "reading.h"

/*
 * Formats for the tests of read/: written into a folder of the test, loaded, and used on bytes.
 */

/* The folder of this test program; removed by mapping_end(). */
const char *mapping_folder(void);
void mapping_end(void);

/* Writes a file into the folder. Returns: (transfer full): its path */
char *write_bytes(const char *name, const char *bytes, gsize length);
char *write_text(const char *name, const char *text);

/* Loads a format from its text, with `{ods_code}` as RWV. The second must fail with @message, in
 * which the path of the format is left out. */
GpFormat *load(const char *ini);
void assert_load_fails(const char *ini, const char *message);

/* Reads a text by a format; messages call it `in.csv`. */
Reading *read_by(const char *ini, const char *text);
Reading *read_with_table(const char *table, const char *ini, const char *text); /* as table.csv */
Reading *read_bytes_by(const GpFormat *format, const char *bytes, gsize length);

/* @counts: rows in, used, skipped and refused, as in `4 2 1 1` */
void assert_counts(const Reading *self, const char *counts);

/* @sums: total, used, skipped, refused */
void assert_sums(const Reading *self, const char *sums);

/* The message of each issue, a line each. Returns: (transfer full) */
char *messages_text(const Reading *self);

/* The file is refused with this message. */
void assert_refused(const Reading *self, const char *message);
