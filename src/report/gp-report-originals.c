/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-report.h"
#include "gp-rows-private.h"

static void
add_count(GpRows *rows, guint64 n)
{
    gp_rows_take(rows, g_strdup_printf("%" G_GUINT64_FORMAT, n));
}

static void
add_day(GpRows *rows, const GpOriginal *original, GpDay day)
{
    char text[16] = "";

    if (original->days.first <= original->days.last)
        gp_day_print(day, text);
    gp_rows_add(rows, text);
}

/* For people: what matters at a glance. */
static void
print_table(const GPtrArray *originals, GString *out)
{
    static const char *const titles[] = {"imported",  "source",  "file",       "rows",
                                         "used",      "by rule", "superseded", "refused",
                                         "first day", "last day"};
    static const gboolean is_number[] = {FALSE, FALSE, FALSE, TRUE,  TRUE,
                                         TRUE,  TRUE,  TRUE,  FALSE, FALSE};
    g_auto(GpRows) rows = gp_rows_new(titles, is_number, G_N_ELEMENTS(titles));

    for (guint i = 0; i < originals->len; i++) {
        const GpOriginal *original = g_ptr_array_index(originals, i);

        gp_rows_take(&rows, g_strndup(original->imported_at, strlen("2026-11-22")));
        gp_rows_add(&rows, original->source);
        gp_rows_add(&rows, original->name);
        add_count(&rows, original->rows_in);
        add_count(&rows, original->rows);
        add_count(&rows, original->skipped);
        add_count(&rows, original->superseded);
        add_count(&rows, original->refused);
        add_day(&rows, original, original->days.first);
        add_day(&rows, original, original->days.last);
    }
    gp_rows_print(&rows, GP_OUTPUT_TABLE, out);
}

void
gp_report_originals(const GPtrArray *originals, GpOutput format, GString *out)
{
    static const char *const titles[] = {
        "imported_at", "source",      "name",          "address",   "etag",     "last_modified",
        "sha256",      "bytes",       "period",        "first_day", "last_day", "rows_in",
        "rows",        "skipped",     "superseded",    "refused",   "unit",     "used_sum",
        "skipped_sum", "refused_sum", "superseded_sum"};
    static const gboolean is_number[G_N_ELEMENTS(titles)] = {FALSE};
    g_auto(GpRows) rows = gp_rows_new(titles, is_number, G_N_ELEMENTS(titles));

    if (format == GP_OUTPUT_TABLE) {
        print_table(originals, out);
        return;
    }
    for (guint i = 0; i < originals->len; i++) {
        const GpOriginal *original = g_ptr_array_index(originals, i);
        const char *const texts[] = {
            original->imported_at, original->source,        original->name,  original->address,
            original->etag,        original->last_modified, original->sha256};
        const char *const sums[] = {original->unit, original->used_sum, original->skipped_sum,
                                    original->refused_sum, original->superseded_sum};
        const guint64 counts[] = {original->rows_in, original->rows, original->skipped,
                                  original->superseded, original->refused};

        for (guint k = 0; k < G_N_ELEMENTS(texts); k++)
            gp_rows_add(&rows, texts[k]);
        add_count(&rows, original->bytes);
        gp_rows_add(&rows, original->period);
        add_day(&rows, original, original->days.first);
        add_day(&rows, original, original->days.last);
        for (guint k = 0; k < G_N_ELEMENTS(counts); k++)
            add_count(&rows, counts[k]);
        for (guint k = 0; k < G_N_ELEMENTS(sums); k++)
            gp_rows_add(&rows, sums[k]);
    }
    gp_rows_print(&rows, format, out);
}
