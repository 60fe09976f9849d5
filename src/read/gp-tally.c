/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-format-private.h"
#include "gp-text.h"

/* More texts than these are told in one line. */
#define MAX_TOLD 40

typedef struct {
    GpTallyKind kind;
    char *text;
    guint64 n_rows, first_line;
    guint column;
    GpInt128 sum_micro;
} Entry;

struct _GpTally {
    GHashTable *by_text; /* kind and text -> Entry */
    GPtrArray *entries;  /* (element-type Entry) in the order of their first lines */
};

static void
free_entry(gpointer data)
{
    g_free(((Entry *)data)->text);
    g_free(data);
}

GpTally *
gp_tally_new(void)
{
    GpTally *self = g_new0(GpTally, 1);

    self->by_text = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    self->entries = g_ptr_array_new_with_free_func(free_entry);
    return self;
}

void
gp_tally_free(GpTally *self)
{
    if (self == NULL)
        return;
    g_hash_table_unref(self->by_text);
    g_ptr_array_unref(self->entries);
    g_free(self);
}

void
gp_tally_add(
    GpTally *self, GpTallyKind kind, const char *text, guint64 line, guint column, gint64 micro)
{
    char *key = g_strdup_printf("%d %s", kind, text);
    Entry *entry = g_hash_table_lookup(self->by_text, key);

    if (entry == NULL) {
        entry = g_new0(Entry, 1);
        *entry = (Entry){kind, g_strdup(text), 0, line, column, 0};
        g_ptr_array_add(self->entries, entry);
        g_hash_table_insert(self->by_text, key, entry);
    } else {
        g_free(key);
    }
    entry->n_rows++;
    entry->sum_micro += micro;
}

static void
report_entry(const Entry *entry, GpIssueList *issues, const char *file)
{
    g_autofree char *text = gp_text_printable(entry->text, strlen(entry->text), 160);
    g_autoptr(GString) sum = g_string_new(NULL);
    const char *rows = entry->n_rows == 1 ? "row" : "rows";

    gp_number_append_rounded(sum, entry->sum_micro, GP_MICRO_PLACES, 2);
    if (entry->kind == GP_TALLY_UNKNOWN)
        gp_issue_list_add_at(issues, GP_SEVERITY_ERROR, "unknown-text", file, entry->first_line,
                             entry->column,
                             "“%s” is not in the lookup table: %" G_GUINT64_FORMAT
                             " %s, %s in all, refused; this is the first",
                             text, entry->n_rows, rows, sum->str);
    else if (entry->kind == GP_TALLY_NOT_TAKEN)
        gp_issue_list_add_at(issues, GP_SEVERITY_ERROR, "not-taken", file, entry->first_line, 0,
                             "%s: %" G_GUINT64_FORMAT " %s, %s in all, refused; this is the first",
                             text, entry->n_rows, rows, sum->str);
    else if (entry->kind == GP_TALLY_UNKNOWN_LEFT_OUT)
        gp_issue_list_add_at(issues, GP_SEVERITY_NOTE, "left-out", file, entry->first_line,
                             entry->column,
                             "“%s” is not in the lookup table: %" G_GUINT64_FORMAT
                             " %s, %s in all, left out; this is the first",
                             text, entry->n_rows, rows, sum->str);
    else
        gp_issue_list_add_at(issues, GP_SEVERITY_NOTE, "left-out", file, entry->first_line,
                             entry->column, "%" G_GUINT64_FORMAT " %s, %s in all, left out: %s",
                             entry->n_rows, rows, sum->str, text);
}

/* Tells the first texts of a kind one by one, and the others in one line. */
static void
report_kind(const GpTally *self, GpTallyKind kind, GpIssueList *issues, const char *file)
{
    guint64 n_texts = 0, n_rows = 0;
    GpInt128 sum_micro = 0;
    g_autoptr(GString) sum = g_string_new(NULL);
    gboolean is_refused = kind == GP_TALLY_UNKNOWN || kind == GP_TALLY_NOT_TAKEN;

    for (guint i = 0; i < self->entries->len; i++) {
        const Entry *entry = g_ptr_array_index(self->entries, i);

        if (entry->kind != kind)
            continue;
        n_texts++;
        if (n_texts <= MAX_TOLD) {
            report_entry(entry, issues, file);
            continue;
        }
        n_rows += entry->n_rows;
        sum_micro += entry->sum_micro;
    }
    if (n_texts <= MAX_TOLD)
        return;
    gp_number_append_rounded(sum, sum_micro, GP_MICRO_PLACES, 2);
    gp_issue_list_add_at(issues, is_refused ? GP_SEVERITY_ERROR : GP_SEVERITY_NOTE,
                         is_refused ? "unknown-text" : "left-out", file, 0, 0,
                         "the same for %" G_GUINT64_FORMAT " other texts: %" G_GUINT64_FORMAT
                         " rows, %s in all",
                         n_texts - MAX_TOLD, n_rows, sum->str);
}

void
gp_tally_report(const GpTally *self, GpIssueList *issues, const char *file)
{
    report_kind(self, GP_TALLY_NOT_TAKEN, issues, file);
    report_kind(self, GP_TALLY_UNKNOWN, issues, file);
    report_kind(self, GP_TALLY_UNKNOWN_LEFT_OUT, issues, file);
    report_kind(self, GP_TALLY_LEFT_OUT, issues, file);
}
