/* SPDX-License-Identifier: MIT */
#include "gp-report.h"
#include "gp-rows-private.h"

void
gp_report_formats(const GPtrArray *formats, GpOutput output, GString *out)
{
    static const char *const titles[] = {"format", "title", "from"};
    static const gboolean is_number[G_N_ELEMENTS(titles)] = {FALSE};
    g_auto(GpRows) rows = gp_rows_new(titles, is_number, G_N_ELEMENTS(titles));

    for (guint i = 0; i < formats->len; i++) {
        const GpFormatName *format = g_ptr_array_index(formats, i);

        gp_rows_add(&rows, format->name);
        gp_rows_add(&rows, format->title);
        gp_rows_add(&rows, format->is_own ? "workspace" : "shipped");
    }
    gp_rows_print(&rows, output, out);
}
