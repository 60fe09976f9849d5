/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-emission-factor.h"

/* A table in plain text: columns as wide as their widest cell. */
typedef struct {
    GPtrArray *cells; /* (element-type utf8) row by row, the header first */
    guint n_columns;
    const gboolean *is_number; /* (array length=n_columns): set right */
} GpTextTable;

void gp_text_table_init(GpTextTable *self,
                        const char *const *titles,
                        const gboolean *is_number,
                        guint n_columns);
void gp_text_table_clear(GpTextTable *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpTextTable, gp_text_table_clear)

/* Adds a cell: @text is taken over. Rows fill from left to right. */
void gp_text_table_add(GpTextTable *self, char *text);

/* @n_total_rows: rows at the foot that stand below a line. */
void gp_text_table_print(const GpTextTable *self, guint n_total_rows, GString *out);

/* A label in so many columns, and a text beside it, broken between words. */
void gp_text_paragraph_print(const char *label, guint label_width, const char *text, GString *out);

/* The line below a table that tells rows by rule; nothing where there are none. */
void gp_matches_print(const GpMatchCount *matches, GString *out);
