/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-check.h"

/*
 * Cubes built figure by figure for the tests of check/, and findings as text.
 */

typedef struct {
    GpUnitTable *units;
    GpTimeline *timeline;
    GpCube *cube;
    GpCheckInput input; /* to fill in before ledger_check() */
} Ledger;

Ledger *ledger_new(void);
void ledger_free(Ledger *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Ledger, ledger_free)

/* One row. @quality: "" for none */
typedef struct {
    const char *source, *activity, *unit, *site, *quality;
} Line;

void ledger_add(Ledger *self, const Line *line, GpSpan span, double quantity);

/* @rows: `period,activity,quantity,unit,site,source,quality`, as far as needed, one a line; a
 * period may also be `first..last` */
void ledger_add_text(Ledger *self, const char *rows);

GPtrArray *ledger_check(const Ledger *self);

/* `severity code source activity site period: message`, a line each. */
char *findings_text(const GPtrArray *findings);

/* The only finding must be this line, without its message, and the message must hold @part. */
void assert_only(const Ledger *self, const char *line, const char *part);
void assert_none(const Ledger *self);

/* How many there are of @code. */
guint count_code(const GPtrArray *findings, const char *code);

GpDay ledger_day(const char *text);
