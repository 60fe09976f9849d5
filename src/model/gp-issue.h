/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * Issues: what the reader of a figure must know beside it. A refused row, a missing factor and a
 * gap are issues, not errors: the good rows go on.
 */

typedef enum {
    GP_SEVERITY_NOTE,    /* good to know: never changes the exit code */
    GP_SEVERITY_WARNING, /* a figure may mislead */
    GP_SEVERITY_ERROR,   /* something is left out of the figures */
} GpSeverity;

typedef struct {
    GpSeverity severity;
    const char *code; /* static: a short name for programs, such as `unknown-unit` */
    const char *file; /* (nullable); this and the message live as long as the list */
    guint64 line;     /* from 1; 0 if the issue is about no line */
    guint column;     /* the field's number from 1; 0 if the issue is about no field */
    const char *message;
} GpIssue;

typedef struct _GpIssueList GpIssueList;

GpIssueList *gp_issue_list_new(void);
void gp_issue_list_free(GpIssueList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpIssueList, gp_issue_list_free)

/* Adds an issue about a place in a file. */
void gp_issue_list_add_at(GpIssueList *self,
                          GpSeverity severity,
                          const char *code,
                          const char *file,
                          guint64 line,
                          guint column,
                          const char *format,
                          ...) G_GNUC_PRINTF(7, 8);

/* Adds an issue about the figures as a whole. */
void
gp_issue_list_add(GpIssueList *self, GpSeverity severity, const char *code, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/* Moves all issues of @other to the end of @self, @extra_lines added to their lines. */
void gp_issue_list_move(GpIssueList *self, GpIssueList *other, guint64 extra_lines);

/* Moves the issues of several lists, each in the order of its lines, in the order of all lines.
 * @lists: (array length=n): no line is in two of them */
void gp_issue_list_move_by_line(GpIssueList *self, GpIssueList *const *lists, guint n);

/* The same with those only that @self has not got yet; the others are left in @other. */
void gp_issue_list_move_new(GpIssueList *self, GpIssueList *other);

guint gp_issue_list_size(const GpIssueList *self);
const GpIssue *gp_issue_list_get(const GpIssueList *self, guint index);

/* TRUE if an issue is a warning or an error: the program then ends with exit code 3. */
gboolean gp_issue_list_must_be_seen(const GpIssueList *self);

/* `note`, `warning` or `error`. */
const char *gp_severity_name(GpSeverity severity);

/* `FILE:LINE:COLUMN: reason`, as far as there is a place. */
void gp_issue_print(const GpIssue *self, GString *out);
