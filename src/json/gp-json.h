/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-number.h"

/*
 * JSON from outside, read strictly: cJSON behind a scan that knows no mercy.
 *
 *   bytes ── parse ──▶ GpJson ── root, at, first, next ──▶ GpJsonValue ── text ──▶ "181.30"
 *
 * Refused by name: more than @max_bytes, more than 64 levels or a million values, bytes that are no
 * UTF-8, NUL in any form, half surrogates, text after the end, a key twice in one object, and
 * numbers that JSON does not know (`007`, `NaN`) or a computer cannot hold (`1e400`). A byte order
 * mark is passed over.
 *
 * A number is its own text: no digit of `9007199254740993` or `12.50` is lost. Only one with an
 * exponent is written out: `1.5e3` is `1500`.
 */

#define GP_JSON_MAX_BYTES ((gsize)8 << 20)
#define GP_JSON_MOST_BYTES ((gsize)64 << 20)

typedef struct _GpJson GpJson;
typedef struct _GpJsonValue GpJsonValue; /* borrowed from its document */

typedef enum {
    GP_JSON_NULL,
    GP_JSON_BOOLEAN,
    GP_JSON_NUMBER,
    GP_JSON_TEXT,
    GP_JSON_ARRAY,
    GP_JSON_OBJECT,
} GpJsonKind;

/**
 * gp_json_parse:
 * @name: what messages call the document
 * @max_bytes: 0: GP_JSON_MAX_BYTES; never more than GP_JSON_MOST_BYTES
 *
 * Errors: GP_ERROR_MALFORMED as `name: reason`
 * Returns: (transfer full) (nullable)
 */
GpJson *
gp_json_parse(const char *bytes, gsize length, const char *name, gsize max_bytes, GError **error);
void gp_json_free(GpJson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpJson, gp_json_free)

const GpJsonValue *gp_json_root(const GpJson *self);

GpJsonKind gp_json_kind(const GpJsonValue *self);

/* “a number”, “a list”, …, for messages. */
const char *gp_json_kind_name(GpJsonKind kind);

/**
 * gp_json_at:
 * @path: as /data/0/intensity/actual, relative to @self; "" is @self itself. `~1` stands for a
 *   slash in a key, `~0` for a tilde. Elements of an array are numbered from 0.
 *
 * Returns: (nullable): NULL if there is nothing of that path
 */
const GpJsonValue *gp_json_at(const GpJsonValue *self, const char *path);

/* Whether a text is a path at all: "" or /…, with no stray tilde. */
gboolean gp_json_is_path(const char *path);

/* The members of an array or object in their order; NULL after the last and for other kinds. */
const GpJsonValue *gp_json_first(const GpJsonValue *self);
const GpJsonValue *gp_json_next(const GpJsonValue *self);

/* The key of a member of an object; NULL for any other value. */
const char *gp_json_key(const GpJsonValue *self);

/* How many members an array or object has. */
guint gp_json_size(const GpJsonValue *self);

/* A text, a number's own digits, `true` or `false`; NULL for null, an array and an object. */
const char *gp_json_text(const GpJsonValue *self);

/* ---- writing ---- */

/**
 * gp_json_append_text:
 *
 * Appends @text in double quotes. Everything but ASCII control characters, quotes and backslashes
 * stands as it is; bytes that are no UTF-8 become U+FFFD, so that what is written can be read.
 */
void gp_json_append_text(GString *out, const char *text);

/* A member of an object: `"key": "text"`; a number as text, so that no digit is lost; a financial
 * year as in 2019-20. */
void gp_json_append_member(GString *out, const char *key, const char *text);
void gp_json_append_exact(GString *out, const char *key, GpInt128 value, int places);
void gp_json_append_fy(GString *out, const char *key, int fy);
