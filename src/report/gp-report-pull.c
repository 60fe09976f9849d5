/* SPDX-License-Identifier: MIT */
#include "gp-rows-private.h"

static void
add_number(GpRows *rows, guint64 number)
{
    gp_rows_take(rows, g_strdup_printf("%" G_GUINT64_FORMAT, number));
}

static void
add_age(GpRows *rows, const GpPullSummary *summary)
{
    char day[16] = "";

    if (summary->has_data)
        gp_day_print(summary->data_to, day);
    gp_rows_add(rows, day);
    gp_rows_take(rows, summary->has_data ? g_strdup_printf("%d", summary->age_days) : g_strdup(""));
}

void
gp_report_pull(const GPtrArray *summaries, GpOutput format, GString *out)
{
    static const char *const titles[] = {"source",    "result",     "new",
                                         "unchanged", "superseded", "rows",
                                         "refused",   "data_to",    "data_age_days"};
    static const gboolean is_number[] = {FALSE, FALSE, TRUE, TRUE, TRUE, TRUE, TRUE, FALSE, TRUE};
    g_auto(GpRows) rows = gp_rows_new(titles, is_number, G_N_ELEMENTS(titles));

    for (guint i = 0; i < summaries->len; i++) {
        const GpPullSummary *summary = g_ptr_array_index(summaries, i);

        gp_rows_add(&rows, summary->source);
        gp_rows_add(&rows, summary->result);
        add_number(&rows, summary->n_new);
        add_number(&rows, summary->n_unchanged);
        add_number(&rows, summary->n_superseded);
        add_number(&rows, summary->rows);
        add_number(&rows, summary->refused);
        add_age(&rows, summary);
    }
    gp_rows_print(&rows, format, out);
}
