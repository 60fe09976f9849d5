/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-number.h"
#include "gp-report.h"

/* Figures as rows of named texts, for any format: as many texts a row as there are titles. An empty
 * text is null in JSON. */
typedef struct {
    const char *const *titles;
    const gboolean *is_number;
    guint n_columns;
    GPtrArray *cells; /* (element-type utf8) */
} GpRows;

/* @titles and @is_number are borrowed. */
GpRows gp_rows_new(const char *const *titles, const gboolean *is_number, guint n_columns);
void gp_rows_clear(GpRows *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpRows, gp_rows_clear)

void gp_rows_add(GpRows *self, const char *text);
void gp_rows_take(GpRows *self, char *text);
void gp_rows_add_exact(GpRows *self, GpInt128 value, int places);

void gp_rows_print(const GpRows *self, GpOutput format, GString *out);
