/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-compose-private.h"

/* ---- the verdict ---- */

GpTone
gp_tone_of_verdict(GpVerdict verdict)
{
    static const GpTone tones[] = {[GP_VERDICT_ON_TRACK] = GP_TONE_GOOD,
                                   [GP_VERDICT_AT_RISK] = GP_TONE_CAUTION,
                                   [GP_VERDICT_OFF_TRACK] = GP_TONE_BAD,
                                   [GP_VERDICT_TOO_EARLY] = GP_TONE_UNKNOWN};

    return tones[verdict];
}

static void
say_verdict(const GpComposing *self, GpSection *section)
{
    const GpTrajectory *trajectory = self->main->trajectory;
    g_autofree char *target = gp_words_target(self->main->target);
    g_autofree char *subject = gp_composing_target_subject(self, self->main->target);
    const char *why = gp_words_why(trajectory);
    g_autofree char *sentence = g_strdup_printf("The target for %s is %s.%s%s", subject, target,
                                                why == NULL ? "" : " ", why == NULL ? "" : why);

    gp_section_add_status(section, gp_tone_of_verdict(trajectory->verdict),
                          gp_verdict_title(trajectory->verdict), sentence);
}

static void
say_no_verdict(const GpComposing *self, GpSection *section)
{
    const GPtrArray *targets = self->board->targets;
    const char *reason =
        self->board->standings->len == 0 ? NULL : gp_board_target(self->board, 0)->reason;
    g_autofree char *with_fys = reason == NULL ? NULL : gp_words_with_fys(reason);
    g_autofree char *why = reason == NULL ? NULL : gp_words_begin(with_fys);
    g_autofree char *sentence = NULL;

    if (targets == NULL || targets->len == 0) {
        gp_section_add_status(section, GP_TONE_UNKNOWN, "No target",
                              "There is no target that the figures could be held against, so "
                              "nothing is said about whether the trust is on track.");
        return;
    }
    sentence = g_strdup_printf("The target cannot be held against the figures yet.%s%s%s",
                               why == NULL ? "" : " ", why == NULL ? "" : why,
                               why == NULL || g_str_has_suffix(why, ".") ? "" : ".");
    gp_section_add_status(section, GP_TONE_UNKNOWN, self->fy == 0 ? "No figures" : "Cannot be told",
                          sentence);
}

/* ---- four numbers ---- */

static void
add_footprint_fact(const GpComposing *self, GpSection *section)
{
    int before = gp_composing_year_before(self, self->fy);
    g_autofree char *fy = gp_words_fy(self->fy), *label = NULL, *level = NULL, *sentence = NULL;
    GpInt128 now, then;

    if (!gp_cut_sum(self->ncf, self->fy, &now))
        return;
    label = g_strdup_printf("NHS Carbon Footprint in %s", fy);
    level = gp_words_level(gp_cut_micro(self->ncf, now));
    if (before != 0 && gp_cut_sum(self->ncf, before, &then)) {
        g_autofree char *since = gp_words_fy(before);
        g_autofree char *moved =
            gp_words_moved(gp_cut_micro(self->ncf, then), gp_cut_micro(self->ncf, now));

        sentence = g_strdup_printf("It %s since %s.", moved, since);
    }
    gp_section_add_fact(section, label, level,
                        sentence == NULL ? "There is no earlier year to compare it with."
                                         : sentence);
}

/* `28% less`, `3% more`, `no change`. */
static char *
change_figure(GpInt128 from, GpInt128 to)
{
    g_autofree char *percent = NULL, *size = NULL;
    const char *way = to < from ? "less" : "more";

    if (gp_words_is_nothing(to - from))
        return g_strdup("No change");
    size = gp_words_size(to - from);
    if (from <= 0 || to < 0)
        return g_strdup_printf("%s %s", size, way);
    percent =
        gp_words_percent(100 * gp_number_to_double(to - from, 0) / gp_number_to_double(from, 0));
    return g_strdup_printf("%s %s", percent, way);
}

static void
add_change_fact(const GpComposing *self, GpSection *section)
{
    g_autofree char *since = gp_words_fy(self->from_fy), *until = gp_words_fy(self->fy);
    g_autofree char *label = g_strdup_printf("Change from %s to %s", since, until), *figure = NULL;
    g_autofree char *uncertain = NULL, *moved = NULL;
    GpInt128 from, to;

    if (self->from_fy == 0 || !gp_cut_sum(self->ncf, self->from_fy, &from) ||
        !gp_cut_sum(self->ncf, self->fy, &to))
        return;
    from = gp_cut_micro(self->ncf, from);
    to = gp_cut_micro(self->ncf, to);
    figure = change_figure(from, to);
    moved = gp_words_change("Emissions", self->from_fy, from, self->fy, to);
    if (self->main != NULL && self->main->trajectory->baseline_fy == self->from_fy)
        uncertain = gp_words_uncertain(self->main->trajectory);
    gp_section_add_fact(section, label, figure, uncertain == NULL ? moved : uncertain);
}

static void
add_path_fact(const GpComposing *self, GpSection *section)
{
    const GpTrajectory *trajectory = self->main == NULL ? NULL : self->main->trajectory;
    g_autofree char *fy = NULL, *label = NULL, *gap = NULL, *figure = NULL, *sum = NULL;

    if (trajectory == NULL || trajectory->latest_fy <= trajectory->baseline_fy)
        return;
    fy = gp_words_fy(trajectory->latest_fy);
    label = g_strdup_printf("Against the path in %s", fy);
    gap = gp_words_gap(trajectory->gap_kg, NAN);
    figure = gp_words_begin(gap);
    sum = gp_words_sum_standing(trajectory);
    gp_section_add_fact(section, label, figure, sum == NULL ? "" : sum);
}

static void
add_outlook_fact(const GpComposing *self, GpSection *section)
{
    const GpOutlook *plan = self->board->outlook.plan;
    guint last;
    GpInt128 gap;
    g_autofree char *fy = NULL, *label = NULL, *size = NULL;

    if (plan == NULL || plan->n_years == 0)
        return;
    last = plan->n_years - 1;
    gap = plan->planned_micro_kg[last] - plan->path_micro_kg[last];
    fy = gp_words_fy(plan->base_fy + (int)last);
    label = g_strdup_printf("Not covered by planned actions in %s", fy);
    size = gp_words_size(gap);
    gp_section_add_fact(section, label, gap <= 0 ? "Nothing" : size,
                        gap <= 0 ? "What is done, under way and planned is enough to reach the "
                                   "target, if it does what is expected of it."
                                 : "So much is still missing with what is done, under way and "
                                   "planned.");
}

/* Where there is no target to say more about. */
static void
add_plus_fact(const GpComposing *self, GpSection *section)
{
    g_autofree char *fy = gp_words_fy(self->fy), *label = NULL, *level = NULL;
    GpInt128 kg;

    if (!gp_composing_counts_plus(self, self->fy) || !gp_cut_sum(self->plus, self->fy, &kg))
        return;
    label = g_strdup_printf("NHS Carbon Footprint Plus in %s", fy);
    level = gp_words_level(gp_cut_micro(self->plus, kg));
    gp_section_add_fact(section, label, level, "It holds the NHS Carbon Footprint.");
}

static void
add_facts(const GpComposing *self, GpSection *section)
{
    if (self->fy == 0)
        return;
    add_footprint_fact(self, section);
    add_change_fact(self, section);
    add_path_fact(self, section);
    if (self->board->outlook.plan != NULL)
        add_outlook_fact(self, section);
    else
        add_plus_fact(self, section);
}

/* ---- the rest of the page ---- */

/* Where the trend would reach the target and what is decided would not, or the other way round. */
static char *
plan_against_trend(const GpComposing *self)
{
    const GpTrajectory *trajectory = self->main->trajectory;
    const GpOutlook *plan = self->board->outlook.plan;
    const GpForecastYear *last;
    gboolean trend_is_enough, plan_is_enough;
    g_autofree char *fy = NULL;

    if (plan == NULL || plan->n_years == 0 || trajectory->n_forecast == 0)
        return NULL;
    last = &trajectory->forecast[trajectory->n_forecast - 1];
    if (last->fy != plan->base_fy + (int)plan->n_years - 1)
        return NULL;
    trend_is_enough = last->central_kg <= trajectory->path[trajectory->n_path - 1].kg;
    plan_is_enough =
        plan->planned_micro_kg[plan->n_years - 1] <= plan->path_micro_kg[plan->n_years - 1];
    if (trend_is_enough == plan_is_enough)
        return NULL;
    fy = gp_words_fy(last->fy);
    return g_strdup_printf("The trend would%s be enough in %s, but what is done, under way and "
                           "planned would%s.",
                           trend_is_enough ? "" : " not", fy, trend_is_enough ? " not" : "");
}

/* What is not compared, and how old what is compared is. */
static void
note_years(const GpComposing *self, GpSection *section)
{
    const char *data_note = self->main == NULL ? NULL : self->main->data_note;
    g_autofree char *fy = gp_words_fy(self->fy), *note = NULL, *begin = NULL;
    gboolean is_pandemic = self->fy >= GP_PANDEMIC_FIRST_FY && self->fy <= GP_PANDEMIC_LAST_FY;

    if (gp_cut_last_fy(self->ncf) <= self->fy)
        return;
    note = data_note == NULL
               ? gp_composing_years_note(self, self->fy + 1, gp_cut_last_fy(self->ncf))
               : gp_words_with_fys(data_note);
    begin = note == NULL ? NULL : gp_words_begin(note);
    gp_section_note(section, "The latest year that can be compared is %s%s.%s%s%s", fy,
                    is_pandemic ? ", a year of the pandemic" : "", begin == NULL ? "" : " ",
                    begin == NULL ? "" : begin,
                    begin == NULL || g_str_has_suffix(begin, ".") ? "" : ".");
}

static void
say_progress(const GpComposing *self, GpSection *section)
{
    const GpTrajectory *trajectory = self->main->trajectory;
    char *sentences[] = {gp_words_reached(trajectory), gp_words_forecast(trajectory),
                         gp_words_early_verdict(trajectory), plan_against_trend(self)};

    gp_section_say_together(section, sentences, G_N_ELEMENTS(sentences));
    gp_section_say_taken(section, gp_words_laggard(trajectory));
    gp_composing_add_chart(self, section, "trajectory",
                           gp_composing_trajectory_table(self, self->main, "trajectory"));
}

/* What flow/ says of a change into or out of the pandemic stands beside it. */
static void
say_pandemic(const GpComposing *self, GpSection *section, const GpChange *change)
{
    const GpIssueList *issues = self->board->issues;
    char from[16], to[16];

    gp_fy_print(change->fy[GP_FROM], from);
    gp_fy_print(change->fy[GP_TO], to);
    for (guint i = 0; i < gp_issue_list_size(issues); i++) {
        const GpIssue *issue = gp_issue_list_get(issues, i);
        g_autofree char *begin = gp_words_begin(issue->message), *text = gp_words_with_fys(begin);

        if (g_str_equal(issue->code, "pandemic") && strstr(issue->message, from) != NULL &&
            strstr(issue->message, to) != NULL) {
            gp_section_say(section, "%s%s", text, g_str_has_suffix(text, ".") ? "" : ".");
            return;
        }
    }
}

static void
add_causes(const GpComposing *self)
{
    const GpChange *change =
        self->board->since_baseline != NULL ? self->board->since_baseline : self->board->since_last;
    GpSection *section =
        gp_document_add_section(self->document, "causes", "Was it us or the grid?", 2);

    if (change == NULL) {
        gp_section_say(section, "What caused the changes has not been worked out, so no cause is "
                                "given here.");
        return;
    }
    gp_section_say_change(section, change, TRUE);
    say_pandemic(self, section, change);
}

static void
add_decisions(const GpComposing *self)
{
    GpSection *section =
        gp_document_add_section(self->document, "decisions", "Decisions asked of the board", 2);
    GPtrArray *decisions = gp_compose_decisions(self);
    guint n = decisions->len;

    if (n > GP_DECISIONS_ON_PAGE) {
        g_ptr_array_set_size(decisions, GP_DECISIONS_ON_PAGE - 1);
        g_ptr_array_add(decisions,
                        g_strdup_printf("%u more decisions stand at the end of “Targets”.",
                                        n - GP_DECISIONS_ON_PAGE + 1));
    }
    if (n == 0)
        gp_section_say(section, "Nothing in the figures asks for a decision of the board today.");
    gp_section_add_list(section, decisions);
}

static void
add_owners(const GpComposing *self)
{
    const GpBoard *board = self->board;
    const GpTarget *target =
        board->targets == NULL || board->targets->len == 0 ? NULL : board->targets->pdata[0];
    GpSection *section = gp_document_add_section(self->document, "owners", "Who answers for it", 2);
    gboolean has_lead = board->board_lead != NULL && *board->board_lead != '\0';

    if (has_lead || board->rollups == NULL)
        gp_section_add_pair(section, "Board lead for net zero and the Green Plan",
                            has_lead ? board->board_lead : "Nobody is recorded.");
    if (target == NULL) {
        if (section->blocks->len == 0)
            gp_section_add_pair(section, "Owner of the target", "Nobody is recorded.");
        return;
    }
    gp_section_add_pair(section, "Owner of the target",
                        *target->owner == '\0' ? "Nobody is recorded." : target->owner);
    if (*target->adopted_by == '\0') {
        gp_section_add_pair(section, "Adopted by",
                            "Nobody is recorded as having adopted this target.");
    } else {
        g_autofree char *day = gp_words_day(target->adopted_on);
        g_autofree char *text =
            g_strdup_printf("%s%s%s%s%s", target->adopted_by, *day == '\0' ? "" : " on ", day,
                            *target->minute == '\0' ? "" : ", minute ", target->minute);

        gp_section_add_pair(section, "Adopted by", text);
    }
}

void
gp_compose_board_page(const GpComposing *self)
{
    GpSection *section = gp_document_add_section(self->document, "board", "For the board", 1);

    section->begins_page = TRUE;
    if (self->main != NULL)
        say_verdict(self, section);
    else
        say_no_verdict(self, section);
    if (self->fy != 0)
        note_years(self, section);
    add_facts(self, section);
    if (self->main != NULL)
        say_progress(self, section);
    if (self->fy == 0)
        gp_section_note(section, "There are no figures of emissions yet. What is missing, and what "
                                 "to do about it, stands under “What cannot be shown”.");
    else
        add_causes(self);
    add_decisions(self);
    add_owners(self);
}
