/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-csv.h"

/*
 * Units of activity. A unit belongs to a kind (energy, mass, distance of a vehicle, …), which is
 * named by its canonical unit; within a kind units convert by an exact multiplier, between kinds
 * never.
 *
 *   factors/units.csv, --units FILE ── add ──▶ GpUnitTable ── find ──▶ GpUnit
 */

typedef guint16 GpUnit;

#define GP_UNIT_NONE G_MAXUINT16

typedef struct _GpUnitTable GpUnitTable;

GpUnitTable *gp_unit_table_new(void);
void gp_unit_table_free(GpUnitTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpUnitTable, gp_unit_table_free)

/**
 * gp_unit_table_add:
 * @table: rows `unit,canonical_unit,multiplier[,aliases]`: one unit is `multiplier` (up to nine
 *   decimal places) of the canonical unit; aliases are parted by `|`
 *
 * A unit that is there already takes the new size, within its kind. A canonical unit that is not
 * known becomes a kind of its own.
 *
 * Errors: GP_ERROR_MALFORMED as `path:line: reason`
 */
gboolean gp_unit_table_add(GpUnitTable *self, const GpCsvTable *table, GError **error);

/* The same from a file. Errors: also GP_ERROR_IO */
gboolean gp_unit_table_load(GpUnitTable *self, const char *path, GError **error);

/* By name or alias; ASCII capitals matter only where two names differ by nothing else. */
GpUnit gp_unit_table_find(const GpUnitTable *self, const char *name, gsize length);

guint gp_unit_table_size(const GpUnitTable *self);
const char *gp_unit_name(const GpUnitTable *self, GpUnit unit);

/* The canonical unit of the kind of @unit. */
GpUnit gp_unit_kind(const GpUnitTable *self, GpUnit unit);

/* How many canonical units one @unit is, times 10^9. */
gint64 gp_unit_multiplier_nano(const GpUnitTable *self, GpUnit unit);

/**
 * gp_unit_convert_nano:
 *
 * How many @to one @from is, times 10^9, rounded half to even; both must be of one kind.
 *
 * Returns: FALSE if that is 0 or more than 64 bits hold
 */
gboolean
gp_unit_convert_nano(const GpUnitTable *self, GpUnit from, GpUnit to, gint64 *out_multiplier);
