/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-actions-private.h"
#include "gp-error.h"
#include "gp-track.h"

#define N GP_MEASURED_MONTHS
#define MAX_ROW_DAYS 62 /* a row over more than two months says nothing of a month */
#define SPEND_UNIT "GBP"

/* The twenty-four months of one action. */
typedef struct {
    const GpBook *book;
    const GpAction *action;
    const GpSites *sites;     /* (nullable) */
    gboolean is_there[2 * N]; /* by month: there are data */
    gboolean has_long_rows;
    gboolean has_spend;
    const GpCube *from; /* the book's */
    GpCube *cube; /* all of it in the month of the start, with its own month as a department */
} Looking;

static void
looking_clear(Looking *self)
{
    g_clear_pointer(&self->cube, gp_cube_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Looking, looking_clear)

/* The place of a month among the twenty-four, or -1. */
static int
place_of(const GpAction *action, GpMonth month)
{
    if (month >= action->start - N && month < action->start)
        return month - (action->start - N);
    if (month >= action->full_effect && month < action->full_effect + N)
        return N + month - action->full_effect;
    return -1;
}

static gboolean
is_about(const Looking *self, const char *activity, const char *site)
{
    const GpAction *action = self->action;

    if (*action->site != '\0' && !g_str_equal(action->site, site))
        return FALSE;
    return *action->activity != '\0'
               ? g_str_equal(action->activity, activity)
               : g_str_equal(action->category, gp_book_category_of(self->book, activity));
}

/* Puts a cell into the cube whose factors are those of one month. */
static gboolean
take_cell(Looking *self, const GpCell *cell, int place, GError **error)
{
    const GpCube *from = self->from;
    const GpWhat what = gp_cube_what(from, cell->what);
    const char *activity = gp_dict_name(gp_cube_activities(from), what.activity);
    const GpTimeline *timeline = self->book->basis->timeline;
    const GpSlot slot = gp_timeline_slot_of_day(timeline, gp_month_first_day(self->action->start));
    GpWho who = {.quality = GP_QUALITY_NONE};
    char label[16];

    g_snprintf(label, sizeof label, "%02d", place);
    who.department = gp_dict_intern(gp_cube_departments(self->cube), label, strlen(label));
    self->is_there[place] = TRUE;
    return gp_cube_restore(
        self->cube, gp_timeline_slot_span(timeline, slot), slot,
        gp_cube_intern_what(self->cube, (GpWhat){gp_dict_intern(gp_cube_activities(self->cube),
                                                                activity, strlen(activity)),
                                                 what.unit}),
        gp_cube_intern_who(self->cube, &who), gp_cell_quantity_micro(cell), cell->rows, error);
}

static gboolean
look_at(Looking *self, guint32 time, const GpCell *cell, GError **error)
{
    const GpCube *cube = self->from;
    const GpUnitTable *units = gp_cube_units(cube);
    const GpWhat what = gp_cube_what(cube, cell->what);
    const GpTime when = gp_cube_time(cube, time);
    const int place =
        place_of(self->action, gp_timeline_slot_month(self->book->basis->timeline, when.slot));

    if (place < 0 ||
        !is_about(self, gp_dict_name(gp_cube_activities(cube), what.activity),
                  gp_dict_name(gp_cube_sites(cube), gp_cube_who(cube, cell->who)->site)) ||
        !gp_book_counts(self->book, cube, time, cell))
        return TRUE;
    self->has_spend |= g_str_equal(gp_unit_name(units, gp_unit_kind(units, what.unit)), SPEND_UNIT);
    if (when.span.last - when.span.first >= MAX_ROW_DAYS) {
        self->has_long_rows = TRUE;
        return TRUE;
    }
    return take_cell(self, cell, place, error);
}

static gboolean
look(Looking *self, GError **error)
{
    const GpCube *cube = gp_book_cube(self->book, GP_DETAIL_SITE, 0, error);

    if (cube == NULL)
        return FALSE;
    self->from = cube;
    self->cube = gp_cube_new(self->book->basis->timeline, self->book->basis->units);
    for (guint32 time = 0; time < gp_cube_n_times(cube); time++) {
        guint32 capacity;
        const GpCell *cells = gp_cube_cells(cube, time, &capacity);

        for (guint32 i = 0; i < capacity; i++) {
            if (cells[i].rows != 0 && !look_at(self, time, &cells[i], error))
                return FALSE;
        }
    }
    return TRUE;
}

/* Nothing is used in a month in which the site is closed: that is known without data. */
static void
mark_closed(Looking *self)
{
    for (guint i = 0; self->sites != NULL && i < self->sites->list->len; i++) {
        const GpSite *site = &g_array_index(self->sites->list, GpSite, i);

        for (int k = 0; k < N && g_str_equal(site->code, self->action->site); k++) {
            if (gp_month_first_day(self->action->full_effect + k) >= site->closed)
                self->is_there[N + k] = TRUE;
        }
    }
}

static guint
n_there(const Looking *self, guint first)
{
    guint n = 0;

    for (guint i = first; i < first + N; i++)
        n += self->is_there[i] ? 1 : 0;
    return n;
}

/* Why nothing can be said, or NULL. Returns: (transfer full) (nullable) */
static char *
why_not(const Looking *self)
{
    const guint before = n_there(self, 0), after = n_there(self, N);

    if (self->has_spend)
        return g_strdup("it is known in pounds only, and prices move too");
    if (self->has_long_rows && before == 0 && after == 0)
        return g_strdup("the data there are not by month");
    if (before < N || after < N)
        return g_strdup_printf("data by month are there for %u of the 12 months before the start "
                               "and %u of the 12 months of full effect",
                               before, after);
    return NULL;
}

/* Both in the order of the calendar. */
static void
sort_by_calendar(const GpAction *action, const GpInt128 *kg, GpInt128 *before, GpInt128 *after)
{
    for (int k = 0; k < N; k++) {
        before[(action->start - N + k) % 12] = kg[k];
        after[(action->full_effect + k) % 12] = kg[N + k];
    }
}

static gboolean
weigh(const Looking *self,
      const GpConvertOptions *options,
      GpActionMeasured *measured,
      GpIssueList *issues,
      GError **error)
{
    const GpConvertOptions filled = {.library = self->book->basis->library,
                                     .rules = options->rules,
                                     .within = options->within,
                                     .direct_only = options->direct_only,
                                     .by = {{GP_BY_DEPARTMENT}, 1}};
    g_autoptr(GpEmissions) emissions = gp_convert(self->cube, &filled, issues, error);
    GpInt128 kg[2 * N] = {0}, before[N], after[N];

    if (emissions == NULL)
        return FALSE;
    for (guint i = 0; i < emissions->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(emissions->rows, GpEmissionRow, i);
        gint64 place;

        if (gp_number_parse(row->labels[0], strlen(row->labels[0]), 0, &place) == GP_NUMBER_EXACT)
            kg[place] = emissions->kg_places <= GP_MICRO_PLACES
                            ? row->kg_co2e * gp_power_of_ten(GP_MICRO_PLACES - emissions->kg_places)
                            : gp_number_round(row->kg_co2e, emissions->kg_places - GP_MICRO_PLACES);
    }
    sort_by_calendar(self->action, kg, before, after);
    gp_action_compare(measured, before, after, gp_student_t(0.95, N - 1));
    return TRUE;
}

/* Whether another action changed something between the first month and the last. */
static gboolean
is_also_there(const GpAction *self, const GpAction *other)
{
    return other != self && other->start != GP_NO_MONTH &&
           (other->status == GP_ACTION_DONE || other->status == GP_ACTION_UNDER_WAY) &&
           g_str_equal(other->category, self->category) &&
           (*other->site == '\0' || *self->site == '\0' || g_str_equal(other->site, self->site)) &&
           other->start < self->full_effect + N && other->full_effect > self->start - N;
}

/* Returns: (transfer full) (nullable) */
static char *
list_others(const GpAction *action, const GPtrArray *actions)
{
    g_autoptr(GString) ids = g_string_new(NULL);

    for (guint i = 0; i < actions->len; i++) {
        const GpAction *other = g_ptr_array_index(actions, i);

        if (is_also_there(action, other))
            g_string_append_printf(ids, "%s%s", ids->len == 0 ? "" : ", ", other->id);
    }
    return ids->len == 0 ? NULL : g_strdup(ids->str);
}

static GpActionMeasured *
measure(const GpBook *book,
        const GpConvertOptions *options,
        const GpActionsQuestion *question,
        const GpAction *action,
        GpIssueList *issues,
        GError **error)
{
    g_autoptr(GpActionMeasured) self = g_new0(GpActionMeasured, 1);
    g_auto(Looking) looking = {.book = book, .action = action, .sites = question->sites};

    *self = (GpActionMeasured){.action = action,
                               .has_claim = action->has_expected,
                               .claim_micro_kg = action->expected_micro_kg};
    if (action->start == GP_NO_MONTH || (*action->category == '\0' && *action->activity == '\0')) {
        self->reason = g_strdup("it has no start or no category");
        return g_steal_pointer(&self);
    }
    self->factor_fy = gp_fy_of_month(action->start);
    self->before = action->start - N;
    self->after = action->full_effect;
    self->also = list_others(action, question->actions);
    if (self->before < 0) {
        self->reason = g_strdup("it began before all data");
        return g_steal_pointer(&self);
    }
    if (!look(&looking, error))
        return NULL;
    mark_closed(&looking);
    self->reason = why_not(&looking);
    if (self->reason != NULL)
        return g_steal_pointer(&self);
    if (looking.has_long_rows)
        gp_issue_list_add(issues, GP_SEVERITY_NOTE, "long-rows",
                          "%.40s: rows over more than two months are left out of what was measured",
                          action->id);
    if (!weigh(&looking, options, self, issues, error))
        return NULL;
    return g_steal_pointer(&self);
}

GPtrArray *
gp_book_measured(const GpBook *self,
                 const GpConvertOptions *options,
                 const GpActionsQuestion *question,
                 GpIssueList *issues,
                 GError **error)
{
    g_autoptr(GPtrArray) list =
        g_ptr_array_new_with_free_func((GDestroyNotify)gp_action_measured_free);

    for (guint i = 0; i < question->actions->len; i++) {
        const GpAction *action = g_ptr_array_index(question->actions, i);
        GpActionMeasured *measured;

        if (action->status != GP_ACTION_DONE)
            continue;
        measured = measure(self, options, question, action, issues, error);
        if (measured == NULL)
            return NULL;
        g_ptr_array_add(list, measured);
    }
    return g_steal_pointer(&list);
}
