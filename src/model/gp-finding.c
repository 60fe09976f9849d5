/* SPDX-License-Identifier: MIT */
#include "gp-finding.h"

#include <string.h>

#include "gp-text.h"

#define MAX_NAME 200  /* characters of a name */
#define MAX_TEXT 2000 /* characters of a message */

static char *
printable(const char *text, guint max_characters)
{
    return text == NULL ? g_strdup("") : gp_text_printable(text, strlen(text), max_characters);
}

/* A part of the place and its length, so that no two places give the same bytes. */
static void
append_part(GString *out, const char *text)
{
    g_string_append_printf(out, "%zu:%s|", text == NULL ? 0 : strlen(text),
                           text == NULL ? "" : text);
}

static void
make_id(const GpFindingPlace *place, char *out)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *digest = NULL;

    append_part(text, place->code);
    append_part(text, place->source);
    append_part(text, place->activity);
    append_part(text, place->site);
    append_part(text, place->subject);
    g_string_append_printf(text, "%d", place->period.first);
    if (!place->is_open)
        g_string_append_printf(text, " %d", place->period.last);
    digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text->str, (gssize)text->len);
    g_strlcpy(out, digest, GP_FINDING_ID + 1);
}

GpFinding *
gp_finding_new(const GpFindingPlace *place, GpSeverity severity, char *message, char *advice)
{
    GpFinding *self = g_new0(GpFinding, 1);
    g_autofree char *said = message, *advised = advice;

    make_id(place, self->id);
    self->severity = severity;
    self->code = place->code;
    self->source = printable(place->source, MAX_NAME);
    self->activity = printable(place->activity, MAX_NAME);
    self->site = printable(place->site, MAX_NAME);
    self->period = place->period;
    self->is_open = place->is_open;
    self->message = printable(said, MAX_TEXT);
    self->advice = printable(advised, MAX_TEXT);
    return self;
}

void
gp_finding_free(GpFinding *self)
{
    if (self == NULL)
        return;
    g_free(self->source);
    g_free(self->activity);
    g_free(self->site);
    g_free(self->message);
    g_free(self->advice);
    g_free(self->reason);
    g_free(self->acknowledged_by);
    g_free(self->acknowledged_on);
    g_free(self);
}

char *
gp_finding_period(const GpFinding *self)
{
    char text[GP_SPAN_TEXT];
    GpSpan shown = self->period;

    if (!gp_finding_has_period(self))
        return g_strdup("");
    if (!self->is_open) {
        gp_span_print(shown, text);
        return g_strdup(text);
    }
    if (gp_month_first_day(gp_month_of_day(shown.first)) == shown.first)
        shown.last = gp_month_last_day(gp_month_of_day(shown.first));
    else
        shown.last = shown.first;
    gp_span_print(shown, text);
    return g_strconcat("since ", text, NULL);
}

static int
compare_numbers(gint64 a, gint64 b)
{
    return (a > b) - (a < b);
}

int
gp_finding_compare(const GpFinding *a, const GpFinding *b)
{
    int order = compare_numbers(b->severity, a->severity);

    order = order != 0 ? order : strcmp(a->source, b->source);
    order = order != 0 ? order : strcmp(a->activity, b->activity);
    order = order != 0 ? order : strcmp(a->site, b->site);
    order = order != 0 ? order : compare_numbers(a->period.first, b->period.first);
    order = order != 0 ? order : compare_numbers(a->period.last, b->period.last);
    order = order != 0 ? order : strcmp(a->code, b->code);
    return order != 0 ? order : strcmp(a->id, b->id);
}
