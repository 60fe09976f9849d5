/* SPDX-License-Identifier: MIT */
#include "gp-issue.h"

#include <string.h>

#include "gp-text.h"

#define MAX_NAME 400 /* characters of a file name in a message */

/* A file with one fault in every row says the same a million times, so texts are kept once. */
struct _GpIssueList {
    GArray *issues; /* (element-type GpIssue) */
    GStringChunk *texts;
};

GpIssueList *
gp_issue_list_new(void)
{
    GpIssueList *self = g_new0(GpIssueList, 1);

    self->issues = g_array_new(FALSE, FALSE, sizeof(GpIssue));
    self->texts = g_string_chunk_new(256);
    return self;
}

void
gp_issue_list_free(GpIssueList *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->issues);
    g_string_chunk_free(self->texts);
    g_free(self);
}

/* Adds an issue, with copies of its texts. */
static void
add(GpIssueList *self, GpIssue issue)
{
    if (issue.file != NULL)
        issue.file = g_string_chunk_insert_const(self->texts, issue.file);
    issue.message = g_string_chunk_insert_const(self->texts, issue.message);
    g_array_append_val(self->issues, issue);
}

void
gp_issue_list_add_at(GpIssueList *self,
                     GpSeverity severity,
                     const char *code,
                     const char *file,
                     guint64 line,
                     guint column,
                     const char *format,
                     ...)
{
    g_autofree char *printable =
        file == NULL ? NULL : gp_text_printable(file, strlen(file), MAX_NAME);
    g_autofree char *message = NULL;
    va_list args;

    va_start(args, format);
    message = g_strdup_vprintf(format, args);
    va_end(args);
    add(self, (GpIssue){severity, code, printable, line, column, message});
}

void
gp_issue_list_add(GpIssueList *self, GpSeverity severity, const char *code, const char *format, ...)
{
    g_autofree char *message = NULL;
    va_list args;

    va_start(args, format);
    message = g_strdup_vprintf(format, args);
    va_end(args);
    add(self, (GpIssue){severity, code, NULL, 0, 0, message});
}

void
gp_issue_list_move(GpIssueList *self, GpIssueList *other, guint64 extra_lines)
{
    for (guint i = 0; i < other->issues->len; i++) {
        GpIssue issue = g_array_index(other->issues, GpIssue, i);

        if (issue.line > 0)
            issue.line += extra_lines;
        add(self, issue);
    }
    g_array_set_size(other->issues, 0);
}

/* The list whose next issue has the first line, or NULL. @at: (array length=n): what is next */
static GpIssueList *
next_list(GpIssueList *const *lists, guint n, const guint *at, guint *out_index)
{
    GpIssueList *found = NULL;
    guint64 line = 0;

    for (guint i = 0; i < n; i++) {
        guint64 own;

        if (at[i] == lists[i]->issues->len)
            continue;
        own = g_array_index(lists[i]->issues, GpIssue, at[i]).line;
        if (found != NULL && own >= line)
            continue;
        found = lists[i];
        line = own;
        *out_index = i;
    }
    return found;
}

void
gp_issue_list_move_by_line(GpIssueList *self, GpIssueList *const *lists, guint n)
{
    g_autofree guint *at = g_new0(guint, n);
    GpIssueList *list;
    guint i;

    while ((list = next_list(lists, n, at, &i)) != NULL)
        add(self, g_array_index(list->issues, GpIssue, at[i]++));
    for (i = 0; i < n; i++)
        g_array_set_size(lists[i]->issues, 0);
}

static gboolean
has_issue(const GpIssueList *self, const GpIssue *issue)
{
    for (guint i = 0; i < self->issues->len; i++) {
        const GpIssue *own = &g_array_index(self->issues, GpIssue, i);

        if (own->line == issue->line && own->column == issue->column &&
            g_str_equal(own->code, issue->code) && g_strcmp0(own->file, issue->file) == 0 &&
            g_str_equal(own->message, issue->message))
            return TRUE;
    }
    return FALSE;
}

void
gp_issue_list_move_new(GpIssueList *self, GpIssueList *other)
{
    guint i = 0;

    while (i < other->issues->len) {
        GpIssue issue = g_array_index(other->issues, GpIssue, i);

        if (has_issue(self, &issue)) {
            i++;
            continue;
        }
        add(self, issue);
        g_array_remove_index(other->issues, i);
    }
}

guint
gp_issue_list_size(const GpIssueList *self)
{
    return self->issues->len;
}

const GpIssue *
gp_issue_list_get(const GpIssueList *self, guint index)
{
    return &g_array_index(self->issues, GpIssue, index);
}

gboolean
gp_issue_list_must_be_seen(const GpIssueList *self)
{
    for (guint i = 0; i < self->issues->len; i++) {
        if (gp_issue_list_get(self, i)->severity != GP_SEVERITY_NOTE)
            return TRUE;
    }
    return FALSE;
}

const char *
gp_severity_name(GpSeverity severity)
{
    static const char *const names[] = {"note", "warning", "error"};

    return names[severity];
}

void
gp_issue_print(const GpIssue *self, GString *out)
{
    if (self->file != NULL)
        g_string_append_printf(out, "%s:", self->file);
    if (self->line > 0)
        g_string_append_printf(out, "%" G_GUINT64_FORMAT ":", self->line);
    if (self->column > 0)
        g_string_append_printf(out, "%u:", self->column);
    if (self->file != NULL || self->line > 0)
        g_string_append_c(out, ' ');
    g_string_append(out, self->message);
}
