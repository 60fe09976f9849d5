/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * Where the bytes stand that CSV is made of: 64 bytes at a time, bit i for byte i.
 *
 *   bytes ── gp_scan ──▶ GpScanWord ... ──▶ read/ finds rows and fields by bits
 *
 * The best of several ways is chosen when the program runs. All give the same words.
 */

#define GP_SCAN_BYTES 64

typedef struct {
    guint64 commas;
    guint64 feeds;   /* line feeds */
    guint64 quotes;  /* double quotes */
    guint64 returns; /* carriage returns */
    guint64 zeros;   /* NUL */
} GpScanWord;

/* @text: (array length=n_words * GP_SCAN_BYTES) */
void gp_scan(const char *text, gsize n_words, GpScanWord *out_words);

/* A way to scan, by its number from 0 on, which is the plain one; NULL beyond those that this
 * processor can do. For tests: gp_scan() takes the last one. */
typedef void (*GpScanFunc)(const char *text, gsize n_words, GpScanWord *out_words);
GpScanFunc gp_scan_way(guint way);
