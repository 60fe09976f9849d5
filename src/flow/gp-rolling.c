/* SPDX-License-Identifier: MIT */
#include "gp-rolling.h"

#include <math.h>
#include <string.h>

#include "gp-compose.h"
#include "gp-error.h"
#include "gp-flow-private.h"
#include "gp-words.h"

/* ---- a trust's own ---- */

static void
take_figures(GpRollup *self, const GpEmissions *emissions)
{
    int year = gp_by_find(&emissions->by, GP_BY_YEAR);
    int boundary = gp_by_find(&emissions->by, GP_BY_BOUNDARY);
    int category = gp_by_find(&emissions->by, GP_BY_CATEGORY);

    self->kg_places = emissions->kg_places;
    for (guint i = 0; i < emissions->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(emissions->rows, GpEmissionRow, i);
        GpRollupFigure figure = {.boundary = gp_rollup_text(self, row->labels[boundary]),
                                 .category = gp_rollup_text(self, row->labels[category]),
                                 .kg_co2e = row->kg_co2e};

        gp_fy_parse(row->labels[year], &figure.fy);
        gp_rollup_year(self, figure.fy);
        g_array_append_val(self->figures, figure);
    }
}

static void
take_comparability(GpRollup *self, const GpBoard *board)
{
    for (guint k = 0; k < GP_N_ROLLUP_BOUNDARIES; k++) {
        const GpBoardTarget *standing = gp_board_main_target(board, gp_total_name(k));

        for (guint i = 0; standing != NULL && standing->years != NULL && i < standing->years->len;
             i++) {
            const GpTrackYear *year = &g_array_index(standing->years, GpTrackYear, i);

            if (gp_rollup_find_year(self, year->fy) != NULL)
                gp_rollup_year(self, year->fy)->comparable[k] =
                    year->is_comparable && isfinite(year->kg) ? GP_COMPARABLE : GP_NOT_COMPARABLE;
        }
    }
}

static void
take_sizes(GpRollup *self, const GpBoard *board)
{
    for (guint i = 0; i < board->sizes->len; i++) {
        const GpBoardSize *size = &g_array_index(board->sizes, GpBoardSize, i);

        if (gp_rollup_find_year(self, size->fy) != NULL)
            memcpy(gp_rollup_year(self, size->fy)->per_micro, size->per_micro,
                   sizeof size->per_micro);
    }
    for (guint i = 0; i < GP_N_INTENSITIES; i++)
        self->size_units[i] =
            gp_rollup_text(self, board->size_units[i] == NULL ? "" : board->size_units[i]);
}

static void
take_targets(GpRollup *self, const GpBoard *board)
{
    for (guint i = 0; i < board->standings->len; i++) {
        const GpTarget *target = gp_board_target(board, i)->target;

        for (guint k = 0; k < target->n_milestones; k++) {
            const GpMilestone *milestone = &target->milestones[k];
            GpRollupTarget taken = {
                .name = gp_rollup_text(self, target->name),
                .boundary = gp_rollup_text(self, target->boundary),
                .baseline_fy = target->baseline_fy,
                .target_fy = milestone->fy,
                .first_fy = gp_milestone_first_fy(milestone),
                .reduction_micro = llround(milestone->reduction_percent * (double)GP_MICRO),
                .adopted_by = gp_rollup_text(self, target->adopted_by),
                .adopted_on = gp_rollup_text(self, target->adopted_on),
                .owner = gp_rollup_text(self, target->owner),
            };

            g_array_append_val(self->targets, taken);
        }
    }
}

GpRollup *
gp_rollup_of_board(const GpBoard *board)
{
    GpRollup *self = gp_rollup_new();

    self->trust = gp_rollup_text(self, board->trust_name);
    self->ods_code = gp_rollup_text(self, board->ods_code);
    self->icb = gp_rollup_text(self, board->icb);
    self->day = gp_rollup_text(self, board->made_on);
    self->program = gp_rollup_text(self, board->program);
    self->factors = gp_rollup_text(self, board->factors_line);
    self->is_invented = board->is_invented;
    take_figures(self, board->emissions.by_category);
    take_comparability(self, board);
    take_sizes(self, board);
    take_targets(self, board);
    return self;
}

/* ---- a system ---- */

static const GpRollup *
rollup_at(const GPtrArray *rollups, guint i)
{
    return g_ptr_array_index(rollups, i);
}

static gboolean
check_trusts(const GPtrArray *rollups, GError **error)
{
    for (guint i = 0; i < rollups->len; i++) {
        for (guint k = 0; k < i; k++) {
            const GpRollup *a = rollup_at(rollups, k), *b = rollup_at(rollups, i);

            if (g_str_equal(a->trust, b->trust) ||
                (*a->ods_code != '\0' && g_str_equal(a->ods_code, b->ods_code)))
                return gp_throw(error, GP_ERROR_USAGE,
                                "%s is there twice: give one roll-up file for each trust",
                                b->trust);
        }
    }
    return TRUE;
}

static gboolean
bring_to_one_scale(GPtrArray *rollups, int *out_places, GError **error)
{
    *out_places = 0;
    for (guint i = 0; i < rollups->len; i++)
        *out_places = MAX(*out_places, rollup_at(rollups, i)->kg_places);
    for (guint i = 0; i < rollups->len; i++) {
        if (!gp_rollup_rescale(g_ptr_array_index(rollups, i), *out_places, error))
            return FALSE;
    }
    return TRUE;
}

/* Adds a figure to the row of the same labels. */
static gboolean
add_figure(GpEmissions *self,
           GHashTable *places,
           const char *const labels[3],
           GpInt128 kg_co2e,
           GError **error)
{
    g_autofree char *key = g_strdup_printf("%s\n%s\n%s", labels[0], labels[1], labels[2]);
    gpointer place;

    if (!g_hash_table_lookup_extended(places, key, NULL, &place)) {
        GpEmissionRow row = {.kg_co2e = 0};

        for (guint i = 0; i < 3; i++)
            row.labels[i] = g_string_chunk_insert_const(self->labels, labels[i]);
        row.is_outside = FALSE;
        place = GUINT_TO_POINTER(self->rows->len);
        g_array_append_val(self->rows, row);
        g_hash_table_insert(places, g_steal_pointer(&key), place);
    }
    GpEmissionRow *row = &g_array_index(self->rows, GpEmissionRow, GPOINTER_TO_UINT(place));

    return gp_add(row->kg_co2e, kg_co2e, &row->kg_co2e) ||
           gp_throw(error, GP_ERROR_OVERFLOW,
                    "the figures of the trusts are too large to be added "
                    "up exactly");
}

/* By year, boundary, and category or trust. */
static GpEmissions *
add_up(const GPtrArray *rollups, gboolean by_trust, int places, GError **error)
{
    const GpBy by = {{GP_BY_YEAR, GP_BY_BOUNDARY, by_trust ? GP_BY_SITE : GP_BY_CATEGORY}, 3};
    g_autoptr(GpEmissions) self = gp_emissions_new(&by, places);
    g_autoptr(GHashTable) rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < rollups->len; i++) {
        const GpRollup *rollup = rollup_at(rollups, i);

        for (guint k = 0; k < rollup->figures->len; k++) {
            const GpRollupFigure *figure = &g_array_index(rollup->figures, GpRollupFigure, k);
            char label[16];
            const char *const labels[3] = {label, figure->boundary,
                                           by_trust ? rollup->trust : figure->category};

            gp_fy_print(figure->fy, label);
            if (!add_figure(self, rows, labels, figure->kg_co2e, error))
                return NULL;
        }
    }
    if (!gp_emissions_can_be_summed(self))
        return gp_throw_null(error, GP_ERROR_OVERFLOW,
                             "the figures of the trusts are too large to be added up exactly");
    gp_emissions_sort(self);
    return g_steal_pointer(&self);
}

/* The years in which any trust has emissions. */
static void
find_years(const GPtrArray *rollups, int *out_first, int *out_last)
{
    *out_first = G_MAXINT;
    *out_last = G_MININT;
    for (guint i = 0; i < rollups->len; i++) {
        const GArray *figures = rollup_at(rollups, i)->figures;

        *out_first = MIN(*out_first, g_array_index(figures, GpRollupFigure, 0).fy);
        *out_last = MAX(*out_last, g_array_index(figures, GpRollupFigure, figures->len - 1).fy);
    }
}

static gboolean
has_figures(const GpRollup *rollup, int fy)
{
    for (guint i = 0; i < rollup->figures->len; i++) {
        if (g_array_index(rollup->figures, GpRollupFigure, i).fy == fy)
            return TRUE;
    }
    return FALSE;
}

/* The size of a year if every trust with emissions in it tells it, in the same unit. */
static gint64
sum_size(const GPtrArray *rollups, int fy, guint base, const char **out_unit)
{
    gint64 sum = 0;

    *out_unit = NULL;
    for (guint i = 0; i < rollups->len; i++) {
        const GpRollup *rollup = rollup_at(rollups, i);
        const GpRollupYear *year = gp_rollup_find_year(rollup, fy);

        if (!has_figures(rollup, fy))
            continue;
        if (year->per_micro[base] <= 0 || sum > G_MAXINT64 - year->per_micro[base] ||
            (*out_unit != NULL && !g_str_equal(*out_unit, rollup->size_units[base])))
            return 0;
        *out_unit = rollup->size_units[base];
        sum += year->per_micro[base];
    }
    return sum;
}

static void
add_sizes(GpBoard *self, int first_fy, int last_fy)
{
    for (guint base = 0; base < GP_N_INTENSITIES; base++)
        self->size_units[base] = g_strdup("");
    for (int fy = first_fy; fy <= last_fy; fy++) {
        GpBoardSize size = {.fy = fy};

        for (guint base = 0; base < GP_N_INTENSITIES; base++) {
            const char *unit;

            size.per_micro[base] = sum_size(self->rollups, fy, base, &unit);
            if (size.per_micro[base] == 0)
                continue;
            g_free(self->size_units[base]);
            self->size_units[base] = g_strdup(unit);
        }
        g_array_append_val(self->sizes, size);
    }
}

/* ---- its targets ---- */

/* What of the rows a target is about, by year and category: one row each, under the year's first
 * month. */
static GpEmissions *
emissions_of_target(const GpBoard *self, const GpTarget *target, GError **error)
{
    const GpBy by = {{GP_BY_YEAR, GP_BY_CATEGORY, GP_BY_MONTH}, 3};
    const GpTotal total = g_str_equal(target->boundary, "ncf") ? GP_TOTAL_NCF : GP_TOTAL_PLUS;
    g_autoptr(GpEmissions) found = gp_emissions_new(&by, self->emissions.by_category->kg_places);
    g_autoptr(GHashTable) rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < self->rollups->len; i++) {
        const GpRollup *rollup = rollup_at(self->rollups, i);

        for (guint k = 0; k < rollup->figures->len; k++) {
            const GpRollupFigure *figure = &g_array_index(rollup->figures, GpRollupFigure, k);
            char label[16];
            g_autofree char *month = g_strdup_printf("%04d-04", figure->fy);
            const char *const labels[3] = {label, figure->category, month};

            if (!gp_total_holds(total, figure->boundary) ||
                (*target->category != '\0' && !g_str_equal(target->category, figure->category)) ||
                (*target->site != '\0' && !g_str_equal(target->site, rollup->ods_code) &&
                 !g_str_equal(target->site, rollup->trust)))
                continue;
            gp_fy_print(figure->fy, label);
            if (!add_figure(found, rows, labels, figure->kg_co2e, error))
                return NULL;
        }
    }
    gp_emissions_sort(found);
    return g_steal_pointer(&found);
}

/* The trusts that have no comparable figure of a year, parted by commas; "" if all have. */
static char *
name_missing(const GpBoard *self, const GpTarget *target, int fy)
{
    const GpTotal total = g_str_equal(target->boundary, "ncf") ? GP_TOTAL_NCF : GP_TOTAL_PLUS;
    GString *names = g_string_new(NULL);

    for (guint i = 0; i < self->rollups->len; i++) {
        const GpRollup *rollup = rollup_at(self->rollups, i);
        const GpRollupYear *year = gp_rollup_find_year(rollup, fy);

        if (*target->site != '\0' && !g_str_equal(target->site, rollup->ods_code) &&
            !g_str_equal(target->site, rollup->trust))
            continue;
        if (year == NULL || !has_figures(rollup, fy) || year->comparable[total] != GP_COMPARABLE)
            g_string_append_printf(names, "%s%s", names->len == 0 ? "" : ", ", rollup->trust);
    }
    return g_string_free(names, FALSE);
}

static void
add_years(GpProgress *progress, const GpEmissions *emissions, int first_fy, int last_fy)
{
    for (int fy = first_fy; fy <= last_fy; fy++) {
        GpTrackYear year = {.fy = fy, .kg = NAN, .is_comparable = TRUE};
        GpInt128 sum = 0;

        for (guint i = 0; i < emissions->rows->len; i++) {
            const GpEmissionRow *row = &g_array_index(emissions->rows, GpEmissionRow, i);
            int row_fy = 0;

            if (!gp_fy_parse(row->labels[0], &row_fy) || row_fy != fy)
                continue;
            sum += row->kg_co2e;
            year.kg = gp_number_to_double(sum, emissions->kg_places);
        }
        g_array_append_val(progress->years, year);
    }
}

/* `2013/14 to 2017/18: no complete figures from Alpha, Beta`. */
static void
note_missing(GpBoard *self, GString *note, int first_fy, int last_fy, const char *missing)
{
    g_autofree char *years = gp_words_fys(first_fy, last_fy);

    if (*missing == '\0')
        return;
    g_string_append_printf(note, "%s%s: no complete figures from %s", note->len == 0 ? "" : "; ",
                           years, missing);
    gp_issue_list_add(self->issues, GP_SEVERITY_WARNING, "trust-missing",
                      "%s: no complete figures from %s; shown but not compared", years, missing);
}

static void
judge_years(GpBoard *self, GpProgress *progress, const GpTarget *target)
{
    GString *note = g_string_new(NULL);
    g_autofree char *before = g_strdup("");
    int first_fy = 0;

    for (guint i = 0; i < progress->years->len; i++) {
        GpTrackYear *year = &g_array_index(progress->years, GpTrackYear, i);
        g_autofree char *missing = name_missing(self, target, year->fy);

        year->is_comparable = *missing == '\0';
        if (g_str_equal(missing, before))
            continue;
        note_missing(self, note, first_fy, year->fy - 1, before);
        first_fy = year->fy;
        g_free(before);
        before = g_steal_pointer(&missing);
    }
    if (progress->years->len > 0)
        note_missing(self, note, first_fy,
                     g_array_index(progress->years, GpTrackYear, progress->years->len - 1).fy,
                     before);
    progress->data_note = g_string_free(note, FALSE);
    if (*progress->data_note == '\0')
        g_clear_pointer(&progress->data_note, g_free);
}

static GpProgress *
follow(GpBoard *self, const GpTarget *target, int first_fy, int last_fy, GError **error)
{
    g_autoptr(GpEmissions) emissions = emissions_of_target(self, target, error);
    g_autoptr(GpProgress) progress = g_new0(GpProgress, 1);

    progress->years = g_array_new(FALSE, FALSE, sizeof(GpTrackYear));
    if (emissions == NULL)
        return NULL;
    if (*target->action != '\0' && *target->category == '\0')
        return gp_throw_null(error, GP_ERROR_MISSING,
                             "it is to be reached by the action “%s”, and roll-up files hold no "
                             "actions: name its category",
                             target->action);
    add_years(progress, emissions, first_fy, last_fy);
    judge_years(self, progress, target);
    progress->trajectory = gp_track((const GpTrackYear *)(void *)progress->years->data,
                                    progress->years->len, target, error);
    if (progress->trajectory == NULL)
        return NULL;
    if (!gp_target_is_of_part(target))
        gp_progress_add_parts(progress, emissions, target);
    return g_steal_pointer(&progress);
}

static gboolean
add_standings(GpBoard *self, int first_fy, int last_fy, GError **error)
{
    for (guint i = 0; i < self->targets->len; i++) {
        const GpTarget *target = g_ptr_array_index(self->targets, i);
        g_autoptr(GError) why = NULL;
        g_autoptr(GpProgress) progress = follow(self, target, first_fy, last_fy, &why);
        GpBoardTarget standing = {.target = target};

        if (progress == NULL && g_error_matches(why, GP_ERROR, GP_ERROR_OVERFLOW)) {
            g_propagate_error(error, g_steal_pointer(&why));
            return FALSE;
        }
        if (progress == NULL) {
            standing.reason = g_strdup(why->message);
            gp_issue_list_add(self->issues, GP_SEVERITY_WARNING, "target-not-judged", "%s: %s",
                              target->name, why->message);
        } else {
            standing.trajectory = g_steal_pointer(&progress->trajectory);
            standing.years = g_array_ref(progress->years);
            standing.data_note = g_strdup(progress->data_note);
        }
        g_array_append_val(self->standings, standing);
    }
    if (self->standings->len > 0 && gp_board_target(self, 0)->trajectory != NULL) {
        self->latest_fy = gp_board_target(self, 0)->trajectory->latest_fy;
        self->baseline_fy = gp_board_target(self, 0)->target->baseline_fy;
    }
    return TRUE;
}

/* What must be known before figures of several trusts are laid side by side. */
static void
warn_of_ground(GpBoard *self)
{
    const GpRollup *first = rollup_at(self->rollups, 0);

    for (guint i = 0; i < self->rollups->len; i++) {
        const GpRollup *rollup = rollup_at(self->rollups, i);

        if (!g_str_equal(rollup->icb, first->icb))
            gp_issue_list_add(self->issues, GP_SEVERITY_WARNING, "another-system",
                              "%s is of the system “%s”, %s of “%s”", rollup->trust, rollup->icb,
                              first->trust, first->icb);
        if (!g_str_equal(rollup->factors, first->factors))
            gp_issue_list_add(self->issues, GP_SEVERITY_WARNING, "another-method",
                              "%s and %s were converted by different rules: “%s”; “%s”",
                              first->trust, rollup->trust, first->factors, rollup->factors);
        if (rollup->is_invented)
            gp_issue_list_add(self->issues, GP_SEVERITY_NOTE, "invented",
                              "the data of %s are invented", rollup->trust);
        self->is_invented = self->is_invented || rollup->is_invented;
    }
}

static void
set_names(GpBoard *self, const GpCareSystem *who)
{
    char day[16];

    gp_day_print(who->today, day);
    self->trust_name = g_strdup(who->name);
    self->ods_code = g_strdup("");
    self->icb = g_strdup(rollup_at(self->rollups, 0)->icb);
    self->board_lead = g_strdup("");
    self->made_on = g_strdup(day);
    self->program = g_strdup(who->program);
    self->factors_line = g_strdup(rollup_at(self->rollups, 0)->factors);
    self->today = who->today;
    g_ptr_array_add(self->gaps,
                    g_strdup("Months, roles, actions and data quality are not in roll-up files: "
                             "each trust's own pack shows them."));
}

GpBoard *
gp_board_of_rollups(GPtrArray *rollups, const GpCareSystem *who, GError **error)
{
    g_autoptr(GpBoard) self = gp_board_new();
    int places, first_fy, last_fy;

    if (!check_trusts(rollups, error) || !bring_to_one_scale(rollups, &places, error))
        return NULL;
    self->rollups = g_ptr_array_ref(rollups);
    self->targets = who->targets == NULL ? g_ptr_array_new() : g_ptr_array_ref(who->targets);
    self->actions = g_ptr_array_new();
    self->markers = g_ptr_array_new();
    set_names(self, who);
    warn_of_ground(self);
    if ((self->emissions.by_category = add_up(rollups, FALSE, places, error)) == NULL ||
        (self->emissions.by_site = add_up(rollups, TRUE, places, error)) == NULL)
        return NULL;
    find_years(rollups, &first_fy, &last_fy);
    add_sizes(self, first_fy, last_fy);
    return add_standings(self, first_fy, last_fy, error) ? g_steal_pointer(&self) : NULL;
}

GpDocTable *
gp_board_trusts_table(const GpBoard *board)
{
    return gp_compose_trusts_of(board);
}
