/* SPDX-License-Identifier: MIT */
#include "gp-record.h"

#include <string.h>

#include "gp-number.h"
#include "gp-text.h"

const char *
gp_record_cell(const GpRecord *self, const char *column)
{
    return gp_csv_table_cell(self->table, self->row, gp_csv_table_column(self->table, column));
}

char *
gp_record_copy(const GpRecord *self, const char *column)
{
    const char *text = gp_record_cell(self, column);

    return gp_text_printable(text, strlen(text), G_MAXUINT);
}

gboolean
gp_record_number(const GpRecord *self,
                 const char *column,
                 int places,
                 gboolean *out_has,
                 gint64 *out,
                 GError **error)
{
    const char *text = gp_record_cell(self, column);

    *out_has = *text != '\0';
    if (!*out_has || gp_number_parse_text(text, places, out, error))
        return TRUE;
    g_prefix_error(error, "%s: ", column);
    return FALSE;
}
