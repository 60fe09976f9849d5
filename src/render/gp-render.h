/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-document.h"

/*
 * Prints a document. Every figure comes out of one GpDocTable, so that all of these agree.
 *
 *   GpDocument, charts ─▶ HTML ─▶ PDF
 *              tables  ─▶ XLSX, CSV, JSON
 *
 * Texts from outside are text in each of them: control characters and bidirectional overrides
 * become blanks, markup is escaped, nothing becomes a formula or a link. The same document gives
 * the same bytes.
 */

typedef struct {
    const char *name; /* that of the figures which show it */
    const char *svg;  /* the bytes of charts/<name>.svg */
} GpDrawnChart;

/**
 * gp_render_html:
 * @data_folder: where pack/page.css is
 * @charts: (array length=n_charts): a figure whose chart is not among them has text and table only
 *
 * One page, with the last `page_rows` rows of long tables, that needs nothing else: no script, no
 * other file; its Content-Security-Policy forbids both. It is also what the PDF is made of.
 *
 * Errors: GP_ERROR_IO if there is no style sheet, GP_ERROR_MALFORMED if it cannot stand in a page
 * Returns: (transfer full) (nullable)
 */
char *gp_render_html(const GpDocument *document,
                     const char *data_folder,
                     const GpDrawnChart *charts,
                     guint n_charts,
                     GError **error);

/**
 * gp_render_pdf:
 * @html_path: what gp_render_html() made
 *
 * A tagged PDF with bookmarks and page numbers, by Chromium.
 *
 * Errors: GP_ERROR_IO if Chromium is not there, fails, takes too long or is killed; @pdf_path is
 *   then as it was
 */
gboolean gp_render_pdf(const char *html_path, const char *pdf_path, GError **error);

/* A workbook: contents, then one sheet a table, with real numbers.
 * Errors: GP_ERROR_IO; @path is then as it was */
gboolean gp_render_xlsx(const GpDocument *document, const char *path, GError **error);

/**
 * gp_render_csv:
 *
 * Appends the table: a row of keys, then exact decimals. Instead of a figure that is not there
 * stands its mark (`[x]`); marks beside figures have a column `<key>_mark`, where there are any. A
 * text that a spreadsheet would take for a formula begins with an apostrophe.
 */
void gp_render_csv(const GpDocTable *table, GString *out);

/* All tables, for programs: figures as exact decimals in strings and as people are shown them.
 * Returns: (transfer full) */
char *gp_render_json(const GpDocument *document);
