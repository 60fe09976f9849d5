/* SPDX-License-Identifier: MIT */
#include "gp-milestones-private.h"

#include <string.h>

static void
add_row(GpAgenda *self, const GpMarker *marker, GpAskedKind kind)
{
    const GpAsked row = {.marker = marker, .kind = kind};

    g_array_append_val(self->rows, row);
}

static void
add_markers(GpAgenda *self, const GPtrArray *markers, GpAskedKind kind)
{
    for (guint i = 0; markers != NULL && i < markers->len; i++)
        add_row(self, markers->pdata[i], kind);
}

/* `NHS Carbon Footprint (47% below 2019/20)` */
static char *
target_words(const GpTarget *target, const GpMilestone *milestone)
{
    g_autofree char *baseline = gp_words_fy(target->baseline_fy);
    g_autofree char *percent = gp_words_number(milestone->reduction_percent, 1, FALSE);

    if (g_str_has_suffix(percent, ".0"))
        percent[strlen(percent) - 2] = '\0';
    return g_strdup_printf("%s (%s%% below %s%s)", target->name, percent, baseline,
                           *target->adopted_by == '\0' ? ", not adopted" : "");
}

/* Targets are due by the end of financial years. */
static GpMarker *
marker_of_target(const GpTarget *target, const GpMilestone *milestone)
{
    GpMarker *self = g_new0(GpMarker, 1);
    int first_fy = gp_milestone_first_fy(milestone);
    GpDay first = gp_fy_span(first_fy).last;

    self->due = (GpSpan){first, first};
    self->last = gp_fy_span(milestone->fy).last;
    self->date = gp_words_fy(first_fy);
    self->date_latest = first_fy == milestone->fy ? g_strdup("") : gp_words_fy(milestone->fy);
    self->title = target_words(target, milestone);
    self->applies_to = g_strdup("");
    self->source = g_strdup("");
    return self;
}

static void
add_targets(GpAgenda *self)
{
    const GPtrArray *targets = self->chart->targets;

    for (guint i = 0; targets != NULL && i < targets->len; i++) {
        const GpTarget *target = targets->pdata[i];

        for (guint k = 0; k < target->n_milestones; k++) {
            GpMarker *marker = marker_of_target(target, &target->milestones[k]);

            g_ptr_array_add(self->of_targets, marker);
            add_row(self, marker,
                    *target->adopted_by == '\0' ? GP_ASKED_NOT_ADOPTED : GP_ASKED_OWN);
        }
    }
}

static int
compare_rows(gconstpointer a, gconstpointer b)
{
    const GpAsked *x = a, *y = b;

    return gp_markers_compare(&x->marker, &y->marker);
}

static void
find_states(GpAgenda *self)
{
    g_autoptr(GPtrArray) markers = g_ptr_array_new();

    for (guint i = 0; i < self->rows->len; i++)
        g_ptr_array_add(markers, (gpointer)gp_agenda_row(self, i)->marker);
    for (guint i = 0; i < self->rows->len; i++)
        g_array_index(self->rows, GpAsked, i).state =
            gp_markers_state(markers, i, self->chart->today);
}

GpAgenda *
gp_agenda_new(const GpMilestonesChart *chart)
{
    GpAgenda *self = g_new0(GpAgenda, 1);

    self->chart = chart;
    self->rows = g_array_new(FALSE, FALSE, sizeof(GpAsked));
    self->of_targets = g_ptr_array_new_with_free_func((GDestroyNotify)gp_marker_free);
    add_markers(self, chart->national, GP_ASKED_NATIONAL);
    add_markers(self, chart->own, GP_ASKED_OWN);
    add_targets(self);
    g_array_sort(self->rows, compare_rows);
    find_states(self);
    return self;
}

void
gp_agenda_free(GpAgenda *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->rows);
    g_ptr_array_unref(self->of_targets);
    g_free(self);
}

void
gp_agenda_cut(GpAgenda *self, guint most)
{
    for (guint i = 0; i < self->rows->len && self->rows->len > most;) {
        if (gp_agenda_row(self, i)->state != GP_MARKER_PAST) {
            i++;
            continue;
        }
        g_array_remove_index(self->rows, i);
        self->n_past_cut++;
    }
    while (self->rows->len > most) {
        g_array_set_size(self->rows, self->rows->len - 1);
        self->n_later_cut++;
    }
}

gboolean
gp_asked_is_range(const GpAsked *self)
{
    return self->marker->last != self->marker->due.last;
}

/* A day, a month, a year, or a financial year as it is. */
static char *
date_words(const char *date, GpSpan span)
{
    GpMonth month = gp_month_of_day(span.last);

    if (strlen(date) == strlen("2026-12-31"))
        return gp_words_day(date);
    if (strlen(date) == strlen("2026-12") && date[4] == '-')
        return gp_words_month(month);
    return g_strdup(date);
}

char *
gp_words_asked_when(const GpAsked *self)
{
    const GpMarker *marker = self->marker;
    g_autofree char *first = date_words(marker->date, marker->due);
    g_autofree char *last = date_words(marker->date_latest, (GpSpan){marker->last, marker->last});

    if (!gp_asked_is_range(self))
        return g_steal_pointer(&first);
    return g_strdup_printf("%s to %s", first, last);
}

char *
gp_words_asked(const GpAsked *self)
{
    g_autofree char *when = gp_words_asked_when(self);
    const char *state = self->state == GP_MARKER_NOW    ? "now, "
                        : self->state == GP_MARKER_NEXT ? "next, "
                                                        : "";

    return g_strdup_printf("%s%s: %s", state, when, self->marker->title);
}

char *
gp_words_milestones_title(const GpAgenda *self)
{
    const GpAsked *next = NULL;
    g_autofree char *when = NULL;
    g_autofree char *name = NULL;
    guint n = 0;

    for (guint i = 0; i < self->rows->len; i++) {
        if (gp_agenda_row(self, i)->state != GP_MARKER_NEXT)
            continue;
        next = next == NULL ? gp_agenda_row(self, i) : next;
        n++;
    }
    if (self->rows->len == 0)
        return g_strdup("No milestones are listed");
    if (next == NULL)
        return g_strdup("No milestone begins after today");
    when = n > 1 ? date_words(next->marker->date, next->marker->due) : gp_words_asked_when(next);
    if (n > 1)
        return g_strdup_printf("%u milestones come next, by %s", n, when);
    name = gp_words_title_name(next->marker->title);
    return g_strdup_printf(gp_asked_is_range(next) ? "Next, %s: %s" : "Next, by %s: %s", when,
                           name);
}

char *
gp_words_milestones_subtitle(const GpAgenda *self)
{
    const char *trust = self->chart->subject.trust_name;
    char date[16];
    g_autofree char *day = NULL;

    gp_day_print(self->chart->today, date);
    day = gp_words_day(date);
    return g_strdup_printf("What is asked of the NHS, and the trust's targets%s%s, as of %s",
                           *trust == '\0' ? "" : ", ", trust, day);
}

char *
gp_words_milestones_method(const GpAgenda *self)
{
    GString *out = g_string_new("Each stands where it is due at the latest; a band is a range in "
                                "which it is due. Financial years end on 31 March.");

    if (self->n_past_cut > 0) {
        g_autofree char *cut =
            gp_words_count(self->n_past_cut, "past milestone is", "past milestones are");

        g_string_append_printf(out, " %s not shown.", cut);
    }
    if (self->n_later_cut > 0) {
        g_autofree char *cut = gp_words_count(self->n_later_cut, "later one is", "later ones are");

        g_string_append_printf(out, " %s not shown.", cut);
    }
    return g_string_free(out, FALSE);
}

char *
gp_words_milestones_description(const GpAgenda *self, const char *title, const char *method)
{
    g_autofree char *subtitle = gp_words_milestones_subtitle(self);
    GString *out = g_string_new(NULL);

    g_string_append_printf(out, "%s. %s.", subtitle, title);
    for (guint i = 0; i < self->rows->len; i++) {
        g_autofree char *words = gp_words_asked(gp_agenda_row(self, i));
        g_autofree char *sentence = gp_words_begin(words);
        g_autofree char *shown = gp_picture_text(sentence, GP_TEXT_CHARACTERS);

        g_string_append_printf(out, " %s.", shown);
    }
    g_string_append_printf(out, " %s", method);
    if (self->chart->subject.data_note != NULL)
        g_string_append_printf(out, " %s", self->chart->subject.data_note);
    return g_string_free(out, FALSE);
}
