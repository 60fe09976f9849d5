/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-compose-private.h"

static void
set_standing(GpDocTable *table, const GpTrajectory *trajectory)
{
    g_autofree char *fy = NULL;

    gp_doc_table_set_text(table, 3, gp_verdict_title(trajectory->verdict));
    if (trajectory->latest_fy == 0)
        return;
    fy = gp_words_fy(trajectory->latest_fy);
    gp_doc_table_set_text(table, 4, fy);
    gp_doc_table_set_kg_double(table, 5, trajectory->gap_kg);
    if (!isnan(trajectory->gap_percent))
        gp_doc_table_set_double(table, 6, trajectory->gap_percent);
    gp_doc_table_set_kg_double(table, 7, trajectory->pace_achieved_kg_per_year);
    gp_doc_table_set_kg_double(table, 8, trajectory->pace_needed_kg_per_year);
}

static GpDocTable *
standings_table(const GpComposing *self)
{
    g_autofree char *caption = gp_composing_caption(self, "How each target stands", 0, 0);
    GpDocTable *table = gp_doc_table_new("targets-standing", caption);

    gp_doc_table_add_note(table, "A pace below zero is a fall. What is needed is what it takes "
                                 "from the latest year to the target year; above zero it is "
                                 "reached already.");
    gp_doc_table_add_text_column(table, "Target", "target");
    gp_doc_table_add_text_column(table, "For", "for");
    gp_doc_table_add_text_column(table, "Asks for", "asks_for");
    gp_doc_table_add_text_column(table, "Verdict", "verdict");
    gp_doc_table_add_text_column(table, "Latest year", "latest_year");
    gp_doc_table_add_change_column(table, "Above or below the path", "t CO₂e", "gap_t_co2e", 0);
    gp_doc_table_add_change_column(table, "The same", "%", "gap_percent", 1);
    gp_doc_table_add_change_column(table, "Pace so far", "t CO₂e a year", "pace_t_co2e_per_year",
                                   0);
    gp_doc_table_add_change_column(table, "Pace needed", "t CO₂e a year",
                                   "pace_needed_t_co2e_per_year", 0);
    for (guint i = 0; i < self->board->standings->len; i++) {
        const GpBoardTarget *standing = gp_board_target(self->board, i);
        g_autofree char *subject = gp_composing_target_subject(self, standing->target);
        g_autofree char *begin = gp_words_begin(subject);
        g_autofree char *asks = gp_words_target(standing->target);
        g_autofree char *asks_begin = gp_words_begin(asks);

        gp_doc_table_add_row(table, standing->target->name);
        gp_doc_table_set_text(table, 1, begin);
        gp_doc_table_set_text(table, 2, asks_begin);
        if (standing->trajectory != NULL)
            set_standing(table, standing->trajectory);
        else
            gp_doc_table_set_text(table, 3, "Cannot be told");
    }
    return table;
}

/* Who has adopted each target, and who owns it. */
static GpDocTable *
owners_table(const GpComposing *self)
{
    g_autofree char *caption =
        gp_composing_caption(self, "Who adopted each target, and who owns it", 0, 0);
    GpDocTable *table = gp_doc_table_new("targets-owners", caption);

    gp_doc_table_add_text_column(table, "Target", "target");
    gp_doc_table_add_text_column(table, "Owner", "owner");
    gp_doc_table_add_text_column(table, "Adopted by", "adopted_by");
    gp_doc_table_add_text_column(table, "On", "adopted_on");
    gp_doc_table_add_text_column(table, "Minute", "minute");
    gp_doc_table_add_text_column(table, "Source", "source");
    for (guint i = 0; i < self->board->standings->len; i++) {
        const GpTarget *target = gp_board_target(self->board, i)->target;
        g_autofree char *day = gp_words_day(target->adopted_on);
        const char *owner = *target->owner == '\0' ? "Nobody is recorded" : target->owner;
        const char *by = *target->adopted_by == '\0' ? "Nobody is recorded" : target->adopted_by;

        gp_doc_table_add_row(table, target->name);
        gp_doc_table_set_text(table, 1, owner);
        gp_doc_table_set_text(table, 2, by);
        gp_doc_table_set_text(table, 3, day);
        gp_doc_table_set_text(table, 4, target->minute);
        gp_doc_table_set_text(table, 5, target->source);
    }
    return table;
}

/* `2 of 4 targets are on track.` */
static void
count_verdicts(const GpComposing *self, GpSection *section)
{
    guint n = self->board->standings->len, counts[] = {0, 0, 0, 0}, untold = 0;
    g_autofree char *targets = gp_words_count(n, "target", "targets"), *list = NULL;
    static const char *const words[] = {"on track", "at risk", "off track", "too early to judge"};
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < n; i++) {
        const GpTrajectory *trajectory = gp_board_target(self->board, i)->trajectory;

        if (trajectory == NULL)
            untold++;
        else
            counts[trajectory->verdict]++;
    }
    for (guint i = 0; i < G_N_ELEMENTS(counts); i++) {
        if (counts[i] > 0)
            g_ptr_array_add(parts, g_strdup_printf("%u %s %s", counts[i],
                                                   counts[i] == 1 ? "is" : "are", words[i]));
    }
    if (untold > 0)
        g_ptr_array_add(parts, g_strdup_printf("%u cannot be held against the figures", untold));
    list = gp_words_list((const char *const *)parts->pdata, parts->len);
    if (n == 1)
        gp_section_say(section, "The target %s.", list + strlen("1 "));
    else
        gp_section_say(section, "Of %s, %s.", targets, list);
}

static void
say_reasons(const GpComposing *self, GpSection *section)
{
    for (guint i = 0; i < self->board->standings->len; i++) {
        const GpBoardTarget *standing = gp_board_target(self->board, i);
        g_autofree char *reason =
            standing->reason == NULL ? NULL : gp_words_with_fys(standing->reason);

        if (reason != NULL)
            gp_section_say(section, "“%s” cannot be held against the figures: %s%s",
                           standing->target->name, reason,
                           g_str_has_suffix(reason, ".") ? "" : ".");
    }
}

/* The sums of path and emissions, year after year. */
static GpDocTable *
budget_table(const GpComposing *self)
{
    const GpTrajectory *trajectory = self->main->trajectory;
    int last_fy = trajectory->path[trajectory->n_path - 1].fy;
    g_autofree char *caption =
        gp_composing_caption(self, "Emissions allowed by the path and emitted, added up",
                             trajectory->baseline_fy, last_fy);
    GpDocTable *table = gp_doc_table_new("carbon-budget", caption);
    double allowed = 0, emitted = 0;

    gp_doc_table_add_note(table, "Years that cannot be compared are left out of what was emitted.");
    gp_doc_table_add_text_column(table, "Financial year", "year");
    gp_doc_table_add_column(table, "Allowed so far", "t CO₂e", "allowed_t_co2e", 0);
    gp_doc_table_add_column(table, "Emitted so far", "t CO₂e", "emitted_t_co2e", 0);
    for (guint i = 0; i < trajectory->n_path; i++) {
        int fy = trajectory->path[i].fy;
        g_autofree char *label = gp_words_fy(fy);
        gboolean is_counted = FALSE;

        allowed += trajectory->path[i].kg;
        for (guint k = 0; self->main->years != NULL && k < self->main->years->len; k++) {
            const GpTrackYear *year = &g_array_index(self->main->years, GpTrackYear, k);

            if (year->fy != fy || !year->is_comparable || isnan(year->kg))
                continue;
            emitted += year->kg;
            is_counted = TRUE;
        }
        gp_doc_table_add_row(table, label);
        gp_doc_table_set_kg_double(table, 1, allowed);
        if (is_counted)
            gp_doc_table_set_kg_double(table, 2, emitted);
        else
            gp_doc_table_set_mark(table, 2,
                                  fy > trajectory->latest_fy ? GP_MARK_NOT_APPLICABLE
                                                             : GP_MARK_NOT_AVAILABLE);
    }
    return table;
}

static void
add_budget(const GpComposing *self)
{
    const GpTrajectory *trajectory = self->main->trajectory;
    GpSection *section = gp_document_add_section(self->document, "budget", "Pace and budget", 2);

    gp_section_say_taken(section, gp_words_pace(trajectory));
    gp_section_say_taken(section, gp_words_early_edge(trajectory));
    gp_section_say_taken(section, gp_words_uncertain(trajectory));
    gp_section_say_taken(section, gp_words_budget(trajectory));
    gp_composing_add_chart(self, section, "budget", budget_table(self));
}

static void
add_more_decisions(const GpComposing *self)
{
    GPtrArray *more = gp_compose_more_decisions(self);

    if (more->len == 0)
        g_ptr_array_unref(more);
    else
        gp_section_add_list(gp_document_add_section(self->document, "more-decisions",
                                                    "More decisions asked of the board", 2),
                            more);
}

void
gp_compose_targets(const GpComposing *self)
{
    GpSection *section = gp_document_add_section(self->document, "targets", "Targets", 1);

    section->begins_page = TRUE;
    if (self->board->standings->len == 0) {
        gp_section_say(section, "There is no target. A target needs a boundary, a baseline year, a "
                                "year and a percentage; the file targets.csv of the workspace "
                                "explains its columns.");
    } else {
        count_verdicts(self, section);
        say_reasons(self, section);
        gp_section_add_table(section, standings_table(self));
        gp_section_add_table(section, owners_table(self));
    }
    if (self->main != NULL)
        add_budget(self);
    add_more_decisions(self);
}
