/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-board-private.h"
#include "gp-error.h"
#include "gp-flow-private.h"
#include "gp-text.h"
#include "gp-words.h"

#define NCF_TITLE "NHS Carbon Footprint"
#define NO_MONTHS "there are no figures by month"
#define MAX_SPC_CHARTS 6 /* in a pack: each measure's can be had by itself */

void
gp_board_figure_free(GpBoardFigure *self)
{
    if (self == NULL)
        return;
    g_free(self->name);
    gp_figure_free(self->figure);
    g_free(self);
}

/* ---- what charts say beside their figures ---- */

char *
gp_chart_source(gboolean is_invented, const char *factors_line, const char *method)
{
    g_autofree char *source =
        factors_line == NULL ? g_strdup("the series as given")
                             : g_strdup_printf("%s%s%s",
                                               is_invented ? "invented data, of no real trust"
                                                           : "the trust's activity data",
                                               *factors_line == '\0' ? "" : ", ", factors_line);

    return g_strdup_printf("Source: %s.%s%s", source, method == NULL ? "" : " ",
                           method == NULL ? "" : method);
}

char *
gp_chart_note(gboolean is_invented, const char *data_note)
{
    if (!is_invented)
        return g_strdup(data_note);
    return data_note == NULL ? g_strdup(GP_CHART_INVENTED)
                             : g_strdup_printf(GP_CHART_INVENTED "; %s", data_note);
}

/* The subject of a chart, and the texts that it borrows. */
typedef struct {
    GpChartSubject subject;
    char *source, *note;
} Words;

static void
words_clear(Words *self)
{
    g_free(self->source);
    g_free(self->note);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Words, words_clear)

static Words
words_of(const GpBoard *board, const char *factors_line, const char *data_note)
{
    g_autofree char *incomplete = data_note == NULL ? NULL : gp_words_with_fys(data_note);
    Words self = {.source = gp_chart_source(board->is_invented, factors_line, NULL),
                  .note = gp_chart_note(board->is_invented, incomplete)};

    self.subject = (GpChartSubject){board->trust_name, self.source, self.note};
    return self;
}

/* ---- against a target ---- */

GpFigure *
gp_standing_figure(const GpBoardTarget *standing,
                   const char *name,
                   const GpChartSubject *subject,
                   GError **error)
{
    g_autofree char *path_words = gp_target_path_words(standing->target);
    const GpTrajectoryChart chart = {.subject = *subject,
                                     .measure = standing->target->name,
                                     .target_name = "Target path",
                                     .path_words = path_words,
                                     .years =
                                         (const GpTrackYear *)(const void *)standing->years->data,
                                     .n_years = standing->years->len,
                                     .target = standing->target};

    return g_str_equal(name, "budget")
               ? gp_figure_of_budget(standing->trajectory, &chart, error)
               : gp_figure_of_trajectory(standing->trajectory, &chart, error);
}

static const GpBoardTarget *
need_first(const GpBoard *board, GError **error)
{
    const GpBoardTarget *first = gp_board_first(board);

    if (first != NULL)
        return first;
    if (board->standings->len > 0)
        return gp_throw_null(error, GP_ERROR_MISSING, "%s", gp_board_target(board, 0)->reason);
    return gp_throw_null(error, GP_ERROR_MISSING, "there is no target to hold the figures against");
}

static GpFigure *
draw_standing(const GpBoard *board, const char *name, GError **error)
{
    const GpBoardTarget *first = need_first(board, error);
    g_autofree char *source =
        gp_chart_source(board->is_invented, board->factors_line, GP_CHART_FORECAST);
    g_autofree char *note = NULL;

    if (first == NULL)
        return NULL;
    note = gp_chart_note(board->is_invented, first->data_note);
    return gp_standing_figure(first, name, &(GpChartSubject){board->trust_name, source, note},
                              error);
}

static GpFigure *
draw_trajectory(const GpBoard *board, G_GNUC_UNUSED int fy, GError **error)
{
    return draw_standing(board, "trajectory", error);
}

static GpFigure *
draw_budget(const GpBoard *board, G_GNUC_UNUSED int fy, GError **error)
{
    return draw_standing(board, "budget", error);
}

/* ---- what caused a change ---- */

GpFigure *
gp_change_figure(const GpChange *change,
                 const char *measure,
                 const GpChartSubject *subject,
                 GError **error)
{
    const GpCausesChart chart = {.subject = *subject, .measure = measure, .change = change};

    return gp_figure_of_causes(&chart, error);
}

static GpFigure *
draw_change(const GpBoard *board, const GpChange *change, GError **error)
{
    g_auto(Words) words = words_of(board, board->factors_line, NULL);

    if (change == NULL)
        return gp_throw_null(error, GP_ERROR_MISSING,
                             "there are no two comparable years to tell the causes of a change");
    return gp_change_figure(change, NCF_TITLE, &words.subject, error);
}

static GpFigure *
draw_causes(const GpBoard *board, G_GNUC_UNUSED int fy, GError **error)
{
    return draw_change(board, board->since_baseline, error);
}

/* ---- emissions by source ---- */

/* Categories by year, in the order in which they are met. */
typedef struct {
    GArray *years;      /* (element-type GpTrackYear) */
    GHashTable *places; /* name -> place among the sources + 1 */
    GArray *sources;    /* (element-type GpChartSource) */
} Sources;

static void
sources_clear(Sources *self)
{
    for (guint i = 0; i < self->sources->len; i++)
        g_free((gpointer)g_array_index(self->sources, GpChartSource, i).micro_kg);
    g_array_unref(self->sources);
    g_array_unref(self->years);
    g_hash_table_unref(self->places);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sources, sources_clear)

static GpInt128 *
source_called(Sources *self, const char *name)
{
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(self->places, name));

    if (place == 0) {
        const GpChartSource source = {name, g_new0(GpInt128, self->years->len)};

        g_array_append_val(self->sources, source);
        place = self->sources->len;
        g_hash_table_insert(self->places, (gpointer)name, GUINT_TO_POINTER(place));
    }
    return (GpInt128 *)g_array_index(self->sources, GpChartSource, place - 1).micro_kg;
}

static int
fy_of(const GpEmissionRow *row)
{
    int fy = 0;

    gp_fy_parse(row->labels[0], &fy);
    return fy;
}

/* Every year from the first to the last with data, where no target tells. */
static GArray *
years_of(const GpEmissions *emissions)
{
    GArray *years = g_array_new(FALSE, FALSE, sizeof(GpTrackYear));
    guint n = emissions == NULL ? 0 : emissions->rows->len;

    if (n == 0)
        return years;
    for (int fy = fy_of(&g_array_index(emissions->rows, GpEmissionRow, 0));
         fy <= fy_of(&g_array_index(emissions->rows, GpEmissionRow, n - 1)); fy++) {
        GpTrackYear year = {.fy = fy, .kg = NAN, .is_comparable = TRUE};

        for (guint i = 0; i < n; i++) {
            if (fy_of(&g_array_index(emissions->rows, GpEmissionRow, i)) == fy)
                year.kg = 0;
        }
        g_array_append_val(years, year);
    }
    return years;
}

static void
fill_sources(Sources *self, const GpEmissions *emissions)
{
    const GpTrackYear *years = (const GpTrackYear *)(const void *)self->years->data;

    for (guint i = 0; i < emissions->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(emissions->rows, GpEmissionRow, i);
        int at = self->years->len == 0 ? -1 : fy_of(row) - years[0].fy;

        if (!g_str_equal(row->labels[1], "ncf") || at < 0 || at >= (int)self->years->len)
            continue;
        source_called(self, row->labels[2])[at] +=
            gp_number_round(row->kg_co2e, emissions->kg_places - GP_MICRO_PLACES);
    }
}

static GpFigure *
draw_sources(const GpBoard *board, G_GNUC_UNUSED int fy, GError **error)
{
    const GpBoardTarget *target = gp_board_main_target(board, "ncf");
    const GpTrajectory *path = target == NULL ? NULL : target->trajectory;
    const GpEmissions *emissions = board->emissions.by_category;
    g_autofree char *path_words = path == NULL ? NULL : gp_target_path_words(target->target);
    g_auto(Words) words =
        words_of(board, board->factors_line, path == NULL ? NULL : target->data_note);
    g_auto(Sources)
        sources = {.years = path == NULL ? years_of(emissions) : g_array_ref(target->years),
                   .places = g_hash_table_new(g_str_hash, g_str_equal),
                   .sources = g_array_new(FALSE, FALSE, sizeof(GpChartSource))};
    GpSourcesChart chart = {.subject = words.subject,
                            .measure = NCF_TITLE,
                            .source_word = "category",
                            .sources_word = "categories",
                            .years = (const GpTrackYear *)(void *)sources.years->data,
                            .n_years = sources.years->len,
                            .path = path == NULL ? NULL : path->path,
                            .n_path = path == NULL ? 0 : path->n_path,
                            .target_name = path == NULL ? NULL : "Target path",
                            .path_words = path_words};

    if (emissions == NULL)
        return gp_throw_null(error, GP_ERROR_MISSING, "there are no emissions by category");
    fill_sources(&sources, emissions);
    chart.sources = (const GpChartSource *)(void *)sources.sources->data;
    chart.n_sources = sources.sources->len;
    return gp_figure_of_sources(&chart, error);
}

/* ---- month by month ---- */

GpFigure *
gp_variation_figure(const GpSeries *series,
                    const GpXmr *chart,
                    const char *adjustment,
                    const char *title,
                    const GpChartSubject *subject,
                    GError **error)
{
    const GpSpcChart spc = {.subject = *subject,
                            .measure = title,
                            .adjustment = adjustment,
                            .series = series,
                            .xmr = chart};

    return gp_figure_of_spc(&spc, error);
}

static GpFigure *
draw_measure(const GpBoard *board, const GpBoardMeasure *measure, GError **error)
{
    gboolean is_kg = g_str_has_prefix(measure->plain->unit, "kg CO2e");
    g_auto(Words) words = words_of(board, is_kg ? board->factors_line : "", NULL);

    if (measure->chart == NULL)
        return gp_throw_null(error, GP_ERROR_MISSING, "%s: %s", measure->title, measure->reason);
    return gp_variation_figure(measure->series, measure->chart, measure->adjustment, measure->title,
                               &words.subject, error);
}

static GpFigure *
draw_spc(const GpBoard *board, G_GNUC_UNUSED int fy, GError **error)
{
    if (board->measures->len == 0)
        return gp_throw_null(error, GP_ERROR_MISSING, NO_MONTHS);
    return draw_measure(board, g_ptr_array_index(board->measures, 0), error);
}

static GpFigure *
draw_sparklines(const GpBoard *board, G_GNUC_UNUSED int fy, GError **error)
{
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(GpSparkline));
    g_auto(Words) words = words_of(board, board->factors_line, NULL);
    GpSparklinesChart chart = {.subject = words.subject};

    if (board->measures->len == 0)
        return gp_throw_null(error, GP_ERROR_MISSING, NO_MONTHS);
    for (guint i = 0; i < board->measures->len; i++) {
        const GpBoardMeasure *measure = g_ptr_array_index(board->measures, i);
        const GpSparkline row = {.name = measure->title,
                                 .series = measure->plain,
                                 .xmr = measure->chart};

        g_array_append_val(rows, row);
    }
    chart.rows = (const GpSparkline *)(void *)rows->data;
    chart.n_rows = rows->len;
    return gp_figure_of_sparklines(&chart, error);
}

/* ---- small charts of categories or sites ---- */

static GpFigure *
draw_parts(const GpBoard *board,
           const GpTrajectoryPart *parts,
           guint n_parts,
           const char *part_name,
           const char *parts_name,
           GError **error)
{
    const GpBoardTarget *first = need_first(board, error);
    g_autofree char *path_words = NULL, *sentence = NULL;
    g_auto(Words) words =
        words_of(board, board->factors_line, first == NULL ? NULL : first->data_note);
    guint n_paths = 0;

    if (first == NULL)
        return NULL;
    for (guint i = 0; i < n_parts; i++)
        n_paths += parts[i].trajectory != NULL;
    if (n_paths < 2)
        return gp_throw_null(error, GP_ERROR_MISSING,
                             "fewer than two %s have figures of the baseline year to be held "
                             "against",
                             parts_name);
    path_words = gp_target_path_words(first->target);
    sentence = g_strdup_printf("The path of each %s is its share of the %s", part_name, path_words);
    return gp_figure_of_panels(&(GpPanelsChart){.subject = words.subject,
                                                .measure = first->target->name,
                                                .part_name = part_name,
                                                .parts_name = parts_name,
                                                .path_words = sentence,
                                                .parts = parts,
                                                .n_parts = n_parts},
                               error);
}

static GpFigure *
draw_categories(const GpBoard *board, G_GNUC_UNUSED int fy, GError **error)
{
    const GpBoardTarget *first = gp_board_first(board);

    return draw_parts(board, first == NULL ? NULL : first->trajectory->parts,
                      first == NULL ? 0 : first->trajectory->n_parts, "category", "categories",
                      error);
}

static GpFigure *
draw_sites(const GpBoard *board, G_GNUC_UNUSED int fy, GError **error)
{
    return draw_parts(board, (const GpTrajectoryPart *)(void *)board->site_parts->data,
                      board->site_parts->len, board->rollups == NULL ? "site" : "trust",
                      board->rollups == NULL ? "sites" : "trusts", error);
}

/* ---- what next, at what price? ---- */

static GpFigure *
draw_costs(const GpBoard *board, G_GNUC_UNUSED int fy, GError **error)
{
    g_auto(Words) words = words_of(board, board->factors_line, NULL);
    const GpOutlook *plan = board->outlook.plan;
    GpCostsChart chart = {.subject = words.subject, .costs = board->outlook.costs};
    g_autofree char *gap_words = NULL, *label = NULL;

    if (plan == NULL || board->outlook.costs == NULL)
        return gp_throw_null(error, GP_ERROR_MISSING,
                             "there are no actions against a target to tell the costs of");
    if (plan->n_years > 0) {
        guint last = plan->n_years - 1;

        label = gp_words_fy(plan->base_fy + (int)last);
        gap_words = g_strdup_printf("the %s target", label);
        chart.gap_micro_kg = plan->usual_micro_kg[last] - plan->path_micro_kg[last];
        chart.gap_words = gap_words;
    }
    return gp_figure_of_costs(&chart, error);
}

/* ---- roles and milestones ---- */

#define MILESTONES_SOURCE                                                                          \
    "Source: milestones as published, each with its own source in the table; targets of the "      \
    "trust."

static gboolean
has_year(const GpRolePublished *roles, int fy)
{
    for (guint i = 0; i < roles->fys->len; i++) {
        if (fy == 0 || g_array_index(roles->fys, int, i) == fy)
            return TRUE;
    }
    return FALSE;
}

static GpFigure *
draw_roles(const GpBoard *board, int fy, GError **error)
{
    g_auto(Words) words = words_of(board, board->factors_line, NULL);

    if (board->roles == NULL)
        return gp_throw_null(error, GP_ERROR_MISSING, "there are no roles that may be published");
    if (!has_year(board->roles, fy))
        return gp_throw_null(error, GP_ERROR_MISSING,
                             "nothing may be published of the roles in that year");
    return gp_figure_of_roles(
        &(GpRolesChart){.subject = words.subject, .published = board->roles, .fy = fy}, error);
}

static GpFigure *
draw_milestones(const GpBoard *board, G_GNUC_UNUSED int fy, GError **error)
{
    g_autofree char *note = gp_chart_note(board->is_invented, NULL);

    if (board->markers == NULL && board->targets->len == 0)
        return gp_throw_null(error, GP_ERROR_MISSING, "there are no milestones");
    return gp_figure_of_milestones(
        &(GpMilestonesChart){.subject = {board->trust_name, MILESTONES_SOURCE, note},
                             .national = board->national,
                             .own = board->own,
                             .targets = board->targets,
                             .today = board->today},
        error);
}

/* ---- by name ---- */

static const struct {
    const char *name;
    guint needs; /* of GpGather */
    GpFigure *(*draw)(const GpBoard *board, int fy, GError **error);
} charts[] = {
    {"trajectory", 0, draw_trajectory},
    {"spc", GP_GATHER_MONTHS, draw_spc},
    {"sparklines", GP_GATHER_MONTHS, draw_sparklines},
    {"causes", GP_GATHER_CHANGES, draw_causes},
    {"budget", 0, draw_budget},
    {"milestones", GP_GATHER_MARKERS, draw_milestones},
    {"roles", GP_GATHER_ROLES, draw_roles},
    {"costs", GP_GATHER_ACTIONS, draw_costs},
    {"panels", 0, draw_categories},
    {"panels-sites", GP_GATHER_SITES, draw_sites},
    {"sources", GP_GATHER_EMISSIONS, draw_sources},
};

const char *const *
gp_board_chart_names(void)
{
    static const char *names[G_N_ELEMENTS(charts) + 1];

    for (guint i = 0; i < G_N_ELEMENTS(charts); i++)
        names[i] = charts[i].name;
    return names;
}

static int
find_chart(const char *name, GError **error)
{
    g_autofree char *list = NULL;
    g_autofree char *quoted = gp_text_quoted(name);

    for (guint i = 0; i < G_N_ELEMENTS(charts); i++) {
        if (g_str_equal(charts[i].name, name))
            return (int)i;
    }
    list = g_strjoinv(", ", (char **)gp_board_chart_names());
    gp_throw(error, GP_ERROR_USAGE, "there is no chart “%s”; there are: %s", quoted, list);
    return -1;
}

gboolean
gp_board_chart_needs(const char *name, guint *out_what, GError **error)
{
    int i = find_chart(name, error);

    if (i >= 0)
        *out_what = charts[i].needs;
    return i >= 0;
}

GpFigure *
gp_board_figure(const GpBoard *board, const char *name, int fy, GError **error)
{
    int i = find_chart(name, error);

    return i < 0 ? NULL : charts[i].draw(board, fy, error);
}

/* ---- all of a pack ---- */

/* Adds a figure; one that the board cannot fill is left out, as its gaps say. */
static gboolean
add_figure(GPtrArray *list, const char *name, GpFigure *figure, GError *reason, GError **error)
{
    if (figure != NULL) {
        GpBoardFigure *named = g_new0(GpBoardFigure, 1);

        named->name = g_strdup(name);
        named->figure = figure;
        g_ptr_array_add(list, named);
        return TRUE;
    }
    if (!g_error_matches(reason, GP_ERROR, GP_ERROR_MISSING)) {
        g_propagate_error(error, reason);
        return FALSE;
    }
    g_error_free(reason);
    return TRUE;
}

/* `spc-electricity` is of a further measure of that key. */
static gboolean
add_measures(const GpBoard *board, GPtrArray *list, GError **error)
{
    guint n = 0;

    for (guint i = 1; i < board->measures->len && n + 1 < MAX_SPC_CHARTS; i++) {
        const GpBoardMeasure *measure = g_ptr_array_index(board->measures, i);
        g_autofree char *name = g_strdup_printf("spc-%s", measure->key);
        GError *reason = NULL;

        if (measure->chart == NULL)
            continue;
        n++;
        if (!add_figure(list, name, draw_measure(board, measure, &reason), reason, error))
            return FALSE;
    }
    return TRUE;
}

static void
free_figure(gpointer figure)
{
    gp_board_figure_free(figure);
}

GPtrArray *
gp_board_figures(const GpBoard *board, GError **error)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_figure);

    for (guint i = 0; i < G_N_ELEMENTS(charts); i++) {
        GError *reason = NULL;
        GpFigure *figure = charts[i].draw(board, 0, &reason);

        if (!add_figure(list, charts[i].name, figure, reason, error))
            return NULL;
    }
    return add_measures(board, list, error) ? g_steal_pointer(&list) : NULL;
}
