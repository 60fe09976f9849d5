/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-text.h"
#include "gp-workspace-private.h"

#define FILE_NAME "acknowledged.csv"
#define MAX_BYTES ((gsize)16 * 1024 * 1024)
#define MAX_REASON 1000 /* characters */

static const char header[] =
    "# Findings of “greenplan check” that were looked into. Each line stays on record.\n"
    "id,code,source,activity,site,period,reason,acknowledged_by,acknowledged_on\n";

static GpFinding *
find(const GPtrArray *findings, const char *id)
{
    for (guint i = 0; i < findings->len; i++) {
        GpFinding *finding = g_ptr_array_index(findings, i);

        if (g_str_equal(finding->id, id))
            return finding;
    }
    return NULL;
}

static char *
printable_cell(const GpCsvTable *table, guint row, const char *column)
{
    const char *text = gp_csv_table_cell(table, row, gp_csv_table_column(table, column));

    return gp_text_printable(text, strlen(text), MAX_REASON);
}

static void
mark(GpFinding *finding, const GpCsvTable *table, guint row)
{
    if (finding->reason != NULL)
        return;
    finding->reason = printable_cell(table, row, "reason");
    finding->acknowledged_by = printable_cell(table, row, "acknowledged_by");
    finding->acknowledged_on = printable_cell(table, row, "acknowledged_on");
}

gboolean
gp_acknowledged_apply(const GpWorkspace *workspace, GPtrArray *findings, GError **error)
{
    g_autofree char *path = gp_workspace_file(workspace, FILE_NAME);
    g_autoptr(GpCsvTable) table = NULL;
    int id;

    if (path == NULL)
        return TRUE;
    table = gp_csv_table_load(path, error);
    if (table == NULL)
        return FALSE;
    id = gp_csv_table_column(table, "id");
    if (id < 0 || gp_csv_table_column(table, "reason") < 0)
        return gp_throw(error, GP_ERROR_MALFORMED, "%s: the columns id and reason are needed",
                        path);
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        GpFinding *finding = find(findings, gp_csv_table_cell(table, row, id));

        if (finding != NULL)
            mark(finding, table, row);
    }
    return TRUE;
}

static void
append_line(
    GString *out, const GpFinding *finding, const char *reason, const char *by, const char *on)
{
    g_autofree char *period = gp_finding_period(finding);
    const char *cells[] = {finding->id,
                           finding->code,
                           finding->source,
                           finding->activity,
                           finding->site,
                           period,
                           reason,
                           by,
                           on};

    for (guint i = 0; i < G_N_ELEMENTS(cells); i++) {
        if (i > 0)
            g_string_append_c(out, ',');
        gp_csv_append(out, cells[i]);
    }
    g_string_append_c(out, '\n');
}

static gboolean
read_file(const char *path, GString *out, GError **error)
{
    g_autofree char *bytes = NULL;
    gsize length;

    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_string_append(out, header);
        return TRUE;
    }
    if (!gp_file_read(path, MAX_BYTES, &bytes, &length, error))
        return FALSE;
    g_string_append_len(out, bytes, (gssize)length);
    if (out->len > 0 && out->str[out->len - 1] != '\n')
        g_string_append_c(out, '\n');
    return TRUE;
}

/* A text for a line of the file: no line breaks or other control characters. */
static char *
clean(const char *text)
{
    char *printable = gp_text_printable(text, strlen(text), MAX_REASON);

    return g_strstrip(printable);
}

gboolean
gp_workspace_acknowledge(GpWorkspace *self,
                         const GPtrArray *findings,
                         const char *id,
                         const char *reason,
                         const char *by,
                         const char *on,
                         GError **error)
{
    g_autofree char *path = g_build_filename(self->folder, FILE_NAME, NULL);
    g_autofree char *why = clean(reason), *who = clean(by);
    g_autoptr(GString) text = g_string_new(NULL);
    const GpFinding *finding = find(findings, id);
    gboolean is_written;

    if (*why == '\0' || *who == '\0')
        return gp_throw(error, GP_ERROR_USAGE,
                        "a finding is acknowledged with a reason and a name: --acknowledge ID "
                        "--reason TEXT --by NAME");
    if (finding == NULL)
        return gp_throw(error, GP_ERROR_MISSING,
                        "there is no finding “%s” now; “greenplan check” lists them", id);
    if (finding->reason != NULL)
        return gp_throw(error, GP_ERROR_USAGE, "finding %s is acknowledged already: %s", id,
                        finding->reason);
    /* Two people at the same moment: the database's lock keeps the one waiting for the other. */
    if (!gp_store_begin(self->store, error))
        return FALSE;
    is_written = read_file(path, text, error);
    append_line(text, finding, why, who, on);
    is_written = is_written && gp_file_write(path, text->str, text->len, error);
    gp_store_abandon(self->store);
    return is_written;
}
