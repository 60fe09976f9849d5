/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-actions-private.h"
#include "gp-amount-private.h"
#include "gp-error.h"
#include "gp-flow-private.h"
#include "gp-text.h"

#define GRID_ACTIVITY "electricity"

/* An outlook in the making. */
typedef struct {
    const GpBook *book;
    GpConvertOptions options; /* of the base year, within the target's boundary */
    const GpActionsQuestion *question;
    GHashTable *categories; /* (element-type utf8): that a catalogue or own activity has */
    GHashTable *within;     /* those of them that are in the boundary */
    GArray *parts;          /* (element-type GpOutlookPart) */
    GStringChunk *texts;    /* of the parts */
    GArray *path_kg;        /* (element-type double) */
    int base_fy;
    GpIssueList *issues;
} Making;

static void
making_clear(Making *self)
{
    g_clear_pointer(&self->categories, g_hash_table_unref);
    g_clear_pointer(&self->within, g_hash_table_unref);
    g_clear_pointer(&self->parts, g_array_unref);
    g_clear_pointer(&self->texts, g_string_chunk_free);
    g_clear_pointer(&self->path_kg, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Making, making_clear)

const char *
gp_book_category_of(const GpBook *self, const char *activity)
{
    const GpActivity *known = gp_factor_library_activity(self->basis->library, activity);

    return known == NULL ? "" : known->category;
}

static gboolean
is_within(GpWithin within, GpBoundary boundary)
{
    return within == GP_WITHIN_ALL || boundary == GP_BOUNDARY_NCF ||
           (within == GP_WITHIN_PLUS && boundary == GP_BOUNDARY_PLUS);
}

static void
gather_categories(Making *self)
{
    const GpFactorLibrary *library = self->book->basis->library;
    g_autoptr(GPtrArray) keys = gp_factor_library_keys(library);

    self->categories = g_hash_table_new(g_str_hash, g_str_equal);
    self->within = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < keys->len; i++) {
        const GpActivity *activity =
            gp_factor_library_activity(library, g_ptr_array_index(keys, i));

        if (activity == NULL || gp_activity_is_statistic(activity))
            continue;
        g_hash_table_add(self->categories, (gpointer)activity->category);
        if (is_within(self->options.within, activity->boundary))
            g_hash_table_add(self->within, (gpointer)activity->category);
    }
}

/* ---- the base year ---- */

static gint64
growth_of(const GpScenario *scenario, const char *category)
{
    for (guint i = 0; scenario != NULL && i < scenario->growths->len; i++) {
        const GpScenarioLine *line = &g_array_index(scenario->growths, GpScenarioLine, i);

        if (g_str_equal(line->of, category))
            return line->micro_percent;
    }
    return 0;
}

static GpInt128
to_micro(GpInt128 kg, int places)
{
    return places <= GP_MICRO_PLACES ? kg * gp_power_of_ten(GP_MICRO_PLACES - places)
                                     : gp_number_round(kg, places - GP_MICRO_PLACES);
}

/* Whether a target that is about one category or one site is about this one. */
static gboolean
is_about(const GpTarget *target, const char *category, const char *site)
{
    return (target->category == NULL || *target->category == '\0' ||
            g_str_equal(target->category, category)) &&
           (target->site == NULL || *target->site == '\0' || g_str_equal(target->site, site));
}

/* What the target is about of the base year's footprint, by category and site, and electricity
 * apart. What is upstream of an activity is in the category of the activity. */
static gboolean
gather_parts(Making *self, GError **error)
{
    GpConvertOptions options = self->options;
    g_autoptr(GpIssueList) unseen = gp_issue_list_new();
    g_autoptr(GpEmissions) emissions = NULL;

    options.by = (GpBy){{GP_BY_ACTIVITY, GP_BY_SITE, GP_BY_CATEGORY}, 3};
    emissions = gp_book_convert(self->book, &options, unseen, error);
    if (emissions == NULL)
        return FALSE;
    self->parts = g_array_new(FALSE, FALSE, sizeof(GpOutlookPart));
    self->texts = g_string_chunk_new(1024);
    for (guint i = 0; i < emissions->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(emissions->rows, GpEmissionRow, i);
        const char *category = gp_book_category_of(self->book, row->labels[0]);
        GpOutlookPart part = {.category = g_string_chunk_insert_const(self->texts, category),
                              .site = g_string_chunk_insert_const(self->texts, row->labels[1]),
                              .follows_grid = g_str_equal(row->labels[0], GRID_ACTIVITY),
                              .micro_kg = to_micro(row->kg_co2e, emissions->kg_places)};

        if (is_about(self->question->target, row->labels[2], part.site))
            g_array_append_val(self->parts, part);
    }
    return TRUE;
}

static gboolean
gather_path(Making *self, GError **error)
{
    const GpTarget *target = self->question->target;
    g_autoptr(GpProgress) progress =
        gp_progress_of_book(self->book, &self->options, target, self->issues, error);
    int last_fy;

    if (progress == NULL)
        return FALSE;
    self->base_fy = progress->trajectory->latest_fy;
    if (self->base_fy == 0)
        return gp_throw(error, GP_ERROR_MISSING,
                        "there is no comparable year with data to start from");
    self->path_kg = g_array_new(FALSE, FALSE, sizeof(double));
    last_fy = MAX(self->base_fy, target->milestones[target->n_milestones - 1].fy);
    for (int fy = self->base_fy; fy <= last_fy; fy++) {
        double kg = gp_target_path_kg(target, progress->trajectory->baseline_kg, fy);

        g_array_append_val(self->path_kg, kg);
    }
    self->options.only_fy = self->base_fy;
    return TRUE;
}

/* ---- the actions ---- */

static void
warn_of(const Making *self, GpSeverity severity, const GpAction *action, const char *text)
{
    g_autofree char *id = gp_text_quoted(action->id);

    gp_issue_list_add(self->issues, severity, "action", "%s: %s", id, text);
}

static gboolean
is_site_known(const GpSites *sites, const char *site)
{
    for (guint i = 0; i < sites->list->len; i++) {
        if (g_str_equal(g_array_index(sites->list, GpSite, i).code, site))
            return TRUE;
    }
    return FALSE;
}

/* Why an action is not counted against the target, or NULL. */
static const char *
leave_out(const Making *self, const GpAction *action)
{
    const char *category = *action->activity == '\0'
                               ? action->category
                               : gp_book_category_of(self->book, action->activity);

    if (!g_hash_table_contains(self->categories, category))
        return "its category is not known";
    if (!g_hash_table_contains(self->within, category))
        return "outside the boundary of the target";
    if (!is_about(self->question->target, category, action->site))
        return "the target is about another category or site";
    return action->start == GP_NO_MONTH ? "it has no start" : NULL;
}

static void
say_unknown_category(const Making *self, const GpAction *action)
{
    g_autofree char *category = gp_text_quoted(action->category);
    g_autofree gpointer *names = g_hash_table_get_keys_as_array(self->categories, NULL);
    const char *closest = gp_text_closest(action->category, (const char *const *)names,
                                          g_hash_table_size(self->categories));
    g_autofree char *text =
        g_strdup_printf("the category “%s” is not known, so it is not counted%s%s%s", category,
                        closest == NULL ? "" : "; did you mean “", closest == NULL ? "" : closest,
                        closest == NULL ? "" : "”?");

    warn_of(self, GP_SEVERITY_WARNING, action, text);
}

/* What is doubtful about an action. */
static void
comment(const Making *self, const GpAction *action, const GpOutlookLine *line)
{
    const GpSites *sites = self->question->sites;
    const gboolean has_begun =
        action->status == GP_ACTION_DONE || action->status == GP_ACTION_UNDER_WAY;
    g_autofree char *site = gp_text_quoted(action->site);
    g_autofree char *unknown_site = g_strdup_printf("the site “%s” is not in sites.csv", site);

    if (*action->activity == '\0' && !g_hash_table_contains(self->categories, action->category))
        say_unknown_category(self, action);
    if (*action->site != '\0' && sites != NULL && !is_site_known(sites, action->site))
        warn_of(self, GP_SEVERITY_WARNING, action, unknown_site);
    if (!line->is_known && *action->activity == '\0')
        warn_of(self, GP_SEVERITY_NOTE, action, "no saving is told, so it counts as nothing");
    if (action->start == GP_NO_MONTH && action->status != GP_ACTION_DROPPED)
        warn_of(self, GP_SEVERITY_NOTE, action, "it has no start, so it counts in no year");
    if (!has_begun && action->status != GP_ACTION_DROPPED && action->start != GP_NO_MONTH &&
        gp_fy_of_month(action->start) <= self->base_fy)
        warn_of(
            self, GP_SEVERITY_WARNING, action,
            "its start has passed, and it has not begun: give it a new start or another status");
    if (line->is_known && line->left_out == NULL && !line->follows_grid &&
        g_str_equal(action->category, gp_book_category_of(self->book, GRID_ACTIVITY)) &&
        self->question->grid != NULL)
        warn_of(
            self, GP_SEVERITY_NOTE, action,
            "its saving is told in kilograms, so it does not fall with the grid; fill activity, "
            "quantity_per_year and unit");
}

/* What an action saves in a full year, by the factors of the base year. */
static gboolean
size_up(const Making *self, GpOutlookLine *line, GError **error)
{
    const GpAction *action = line->action;
    const GpActivityQuantity quantity = {.activity = action->activity,
                                         .unit = action->unit,
                                         .category = self->question->target->category,
                                         .micro = action->quantity_micro};
    GpAmount amount = {0, 0};

    line->is_known = action->has_expected;
    line->full_micro_kg = action->expected_micro_kg;
    if (*action->activity == '\0' || line->left_out != NULL)
        return TRUE;
    if (!gp_book_convert_quantity(self->book, &self->options, &quantity, &amount, &line->is_known,
                                  error))
        return FALSE;
    if (!line->is_known) {
        g_autofree char *activity = gp_text_quoted(action->activity);
        g_autofree char *unit = gp_text_quoted(action->unit);
        g_autofree char *text =
            g_strdup_printf("there is no factor for “%s” in the unit “%s”, so it counts as nothing",
                            activity, unit);

        warn_of(self, GP_SEVERITY_WARNING, action, text);
        return TRUE;
    }
    line->follows_grid = g_str_equal(action->activity, GRID_ACTIVITY);
    line->full_micro_kg = to_micro(amount.kg, amount.places);
    return TRUE;
}

static GpActionStatus
status_in(const GpScenario *scenario, const GpAction *action)
{
    for (guint i = 0; scenario != NULL && i < scenario->statuses->len; i++) {
        const GpScenarioLine *line = &g_array_index(scenario->statuses, GpScenarioLine, i);

        if (g_str_equal(line->of, action->id))
            return line->status;
    }
    return action->status;
}

static gboolean
is_action(const GPtrArray *actions, const char *id)
{
    for (guint i = 0; i < actions->len; i++) {
        if (g_str_equal(((const GpAction *)g_ptr_array_index(actions, i))->id, id))
            return TRUE;
    }
    return FALSE;
}

static gboolean
check_scenario(const Making *self, const GpScenario *scenario, GError **error)
{
    for (guint i = 0; scenario != NULL && i < scenario->statuses->len; i++) {
        const char *id = g_array_index(scenario->statuses, GpScenarioLine, i).of;

        if (!is_action(self->question->actions, id))
            return gp_throw(error, GP_ERROR_MISSING,
                            "the scenario names the action “%.40s”, which is not in the file of "
                            "actions",
                            id);
    }
    for (guint i = 0; scenario != NULL && i < scenario->growths->len; i++) {
        const char *category = g_array_index(scenario->growths, GpScenarioLine, i).of;

        if (!g_hash_table_contains(self->categories, category))
            return gp_throw(error, GP_ERROR_MISSING,
                            "the scenario names the category “%.40s”, which is not known",
                            category);
    }
    return TRUE;
}

static GpOutlook *
make_outlook(Making *self, const GpScenario *scenario, GError **error)
{
    const GPtrArray *actions = self->question->actions;
    const GpGridPath *grid =
        scenario != NULL && scenario->grid != NULL ? scenario->grid : self->question->grid;
    g_autofree GpOutlookLine *lines = g_new0(GpOutlookLine, actions->len);
    const GpOutlookBase base = {
        self->base_fy,      (const GpOutlookPart *)(void *)self->parts->data,
        self->parts->len,   (const double *)(void *)self->path_kg->data,
        self->path_kg->len, grid};
    GpOutlook *outlook;

    if (grid != NULL && !gp_grid_path_check_base(grid, self->base_fy, error))
        return NULL;
    for (guint i = 0; i < self->parts->len; i++) {
        GpOutlookPart *part = &g_array_index(self->parts, GpOutlookPart, i);

        part->growth_micro_percent = growth_of(scenario, part->category);
    }
    for (guint i = 0; i < actions->len; i++) {
        const GpAction *action = g_ptr_array_index(actions, i);

        lines[i] = (GpOutlookLine){.action = action,
                                   .status = status_in(scenario, action),
                                   .left_out = leave_out(self, action)};
        if (!size_up(self, &lines[i], error))
            return NULL;
        if (scenario == NULL)
            comment(self, action, &lines[i]);
    }
    outlook = gp_outlook_make(&base, g_steal_pointer(&lines), actions->len, error);
    if (outlook != NULL)
        outlook->target_name = g_strdup(self->question->target->name);
    if (outlook != NULL && scenario != NULL)
        outlook->scenario = g_strdup(scenario->name);
    return outlook;
}

static char *
tonnes(GpInt128 micro_kg)
{
    GString *text = g_string_new(NULL);

    gp_number_append_rounded(text, micro_kg, GP_MICRO_PLACES + 3, 1);
    return g_string_free(text, FALSE);
}

static void
warn_of_overlaps(const Making *self, const GpOutlook *outlook)
{
    g_autoptr(GArray) overlaps = gp_outlook_overlaps(
        outlook, (const GpOutlookPart *)(void *)self->parts->data, self->parts->len);
    char year[16];

    gp_fy_print(self->base_fy, year);
    for (guint i = 0; i < overlaps->len; i++) {
        const GpOverlap *overlap = &g_array_index(overlaps, GpOverlap, i);
        g_autofree char *ids = gp_text_printable(overlap->ids, strlen(overlap->ids), 100);
        g_autofree char *category = gp_text_quoted(overlap->category);
        g_autofree char *site =
            gp_text_quoted(*overlap->site == '\0' ? "the trust" : overlap->site);
        g_autofree char *saved = tonnes(overlap->saved_micro_kg);
        g_autofree char *emitted = tonnes(overlap->emitted_micro_kg);

        if (overlap->saved_micro_kg > overlap->emitted_micro_kg)
            gp_issue_list_add(self->issues, GP_SEVERITY_WARNING, "more-than-emitted",
                              "%s: %s t a year are to be saved of “%s” at %s, but only %s t were "
                              "emitted there in %s",
                              ids, saved, category, site, emitted, year);
        else
            gp_issue_list_add(self->issues, GP_SEVERITY_WARNING, "overlap",
                              "%s act on “%s” at %s: their savings, %s t a year of %s t, are added "
                              "as if one did not make the other smaller",
                              ids, category, site, saved, emitted);
    }
}

static void
note_owners(const Making *self)
{
    const GPtrArray *actions = self->question->actions;
    g_autoptr(GString) ids = g_string_new(NULL);

    for (guint i = 0; i < actions->len; i++) {
        const GpAction *action = g_ptr_array_index(actions, i);

        if (*action->owner == '\0' && action->status != GP_ACTION_DROPPED)
            g_string_append_printf(ids, "%s%s", ids->len == 0 ? "" : ", ", action->id);
    }
    if (ids->len > 0) {
        g_autofree char *printable = gp_text_printable(ids->str, ids->len, 100);

        gp_issue_list_add(self->issues, GP_SEVERITY_NOTE, "no-owner", "without an owner: %s",
                          printable);
    }
}

static void
note_grid(const Making *self, const GpOutlook *outlook)
{
    const GpGridPath *grid = outlook->grid;
    char year[16];

    if (grid == NULL) {
        gp_issue_list_add(self->issues, GP_SEVERITY_NOTE, "no-grid-projection",
                          "no grid projection was given, so a kWh of electricity is taken to cause "
                          "as much in all years to come as in the latest one");
        return;
    }
    gp_fy_print(grid->first_fy + (int)grid->n - 1, year);
    if (self->base_fy + (int)outlook->n_years > grid->first_fy + (int)grid->n)
        gp_issue_list_add(self->issues, GP_SEVERITY_NOTE, "grid-projection-ends",
                          "the grid projection ends in %s; the figure of that year is used for all "
                          "years after it",
                          year);
}

gboolean
gp_book_actions(const GpBook *self,
                const GpConvertOptions *options,
                const GpActionsQuestion *question,
                GpIssueList *issues,
                GpActionsAnswer *out,
                GError **error)
{
    g_auto(Making)
        making = {.book = self, .options = *options, .question = question, .issues = issues};
    const GpOutlook *last;

    making.options.within = gp_target_within(question->target);
    gather_categories(&making);
    if (!gather_path(&making, error) || !gather_parts(&making, error) ||
        !check_scenario(&making, question->scenario, error) ||
        (out->plan = make_outlook(&making, NULL, error)) == NULL ||
        (question->scenario != NULL &&
         (out->scenario = make_outlook(&making, question->scenario, error)) == NULL))
        return FALSE;
    last = out->scenario != NULL ? out->scenario : out->plan;
    note_owners(&making);
    note_grid(&making, last);
    warn_of_overlaps(&making, last);
    out->costs = gp_actions_cost(last, error);
    return out->costs != NULL;
}
