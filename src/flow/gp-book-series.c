/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-flow.h"
#include "gp-text.h"

#define STOCK_PLACES 3  /* decimal places: below them is how a year was spread over its days */
#define STAFF_MONTHS 12 /* an extract of the staff stands for so many months at most */

/* A figure for each month from 1990 to 2100. */
typedef struct {
    GpInt128 sum[GP_N_MONTHS];
    gboolean is_known[GP_N_MONTHS];
    char *unit;     /* (nullable): of the quantities; NULL for kg, or without any */
    char *category; /* (nullable): as the data write it */
} Months;

static void
months_free(Months *self)
{
    g_free(self->unit);
    g_free(self->category);
    g_free(self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Months, months_free)

static void
add_to_month(Months *self, GpMonth month, GpInt128 value)
{
    self->sum[month] += value;
    self->is_known[month] = TRUE;
}

static GpInt128
total_of(const Months *self)
{
    GpInt128 total = 0;

    for (GpMonth month = 0; month < GP_N_MONTHS; month++)
        total += self->sum[month];
    return total;
}

/* Of a label as in 2019-04. */
static GpMonth
month_of_label(const char *label)
{
    return gp_month_from_civil((int)g_ascii_strtoll(label, NULL, 10),
                               (int)g_ascii_strtoll(label + strlen("2019-"), NULL, 10));
}

static GpInt128
to_micro(GpInt128 value, int places)
{
    return places < GP_MICRO_PLACES ? value * gp_power_of_ten(GP_MICRO_PLACES - places)
                                    : gp_number_round(value, places - GP_MICRO_PLACES);
}

/* ---- what is converted ---- */

typedef enum { OF_ACTIVITY, OF_CATEGORY, OF_BOUNDARY } Kind;

/* Which cells belong to the measure, as far as cells can tell. */
typedef struct {
    const GpMeasure *measure;
    Kind kind;
    gboolean only_coarse; /* only rows of more than a month */
} Choice;

static gboolean
is_coarse(GpSpan span)
{
    return gp_month_of_day(span.first) != gp_month_of_day(span.last);
}

static gboolean
is_chosen(const Choice *self, const GpCube *cube, guint32 time, const GpCell *cell)
{
    const char *activity =
        gp_dict_name(gp_cube_activities(cube), gp_cube_what(cube, cell->what).activity);
    const char *site = gp_dict_name(gp_cube_sites(cube), gp_cube_who(cube, cell->who)->site);

    return (self->kind != OF_ACTIVITY || g_str_equal(activity, self->measure->name)) &&
           (self->measure->site == NULL || g_str_equal(site, self->measure->site)) &&
           (!self->only_coarse || is_coarse(gp_cube_time(cube, time).span));
}

static guint32
intern_same(GpDict *to, const GpDict *from, guint32 id)
{
    const char *name = gp_dict_name(from, id);

    return gp_dict_intern(to, name, strlen(name));
}

static gboolean
copy_cell(GpCube *to, const GpCube *from, GpTime time, const GpCell *cell, GError **error)
{
    GpWhat what = gp_cube_what(from, cell->what);
    GpWho who = *gp_cube_who(from, cell->who);

    what.activity = intern_same(gp_cube_activities(to), gp_cube_activities(from), what.activity);
    who.site = intern_same(gp_cube_sites(to), gp_cube_sites(from), who.site);
    who.department =
        intern_same(gp_cube_departments(to), gp_cube_departments(from), who.department);
    who.role = intern_same(gp_cube_roles(to), gp_cube_roles(from), who.role);
    who.source = intern_same(gp_cube_sources(to), gp_cube_sources(from), who.source);
    return gp_cube_restore(to, time.span, time.slot, gp_cube_intern_what(to, what),
                           gp_cube_intern_who(to, &who), gp_cell_quantity_micro(cell), cell->rows,
                           error);
}

/* The cells of the measure alone, so that nothing else is converted and nothing is said of it. */
static GpCube *
choose_cells(const GpBook *self, GpDetail detail, const Choice *choice, GError **error)
{
    const GpCube *from = gp_book_cube(self, detail, 0, error);
    g_autoptr(GpCube) chosen = gp_cube_new(self->basis->timeline, self->basis->units);

    if (from == NULL)
        return NULL;
    for (guint32 t = 0; t < gp_cube_n_times(from); t++) {
        guint32 capacity;
        const GpCell *cells = gp_cube_cells(from, t, &capacity);

        for (guint32 i = 0; cells != NULL && i < capacity; i++)
            if (cells[i].rows > 0 && is_chosen(choice, from, t, &cells[i]) &&
                !copy_cell(chosen, from, gp_cube_time(from, t), &cells[i], error))
                return NULL;
    }
    return g_steal_pointer(&chosen);
}

static Kind
kind_of(const GpBook *self, const char *name)
{
    g_autoptr(GPtrArray) keys = NULL;

    if (g_str_equal(name, "ncf") || g_str_equal(name, "plus"))
        return OF_BOUNDARY;
    keys = gp_factor_library_keys(self->basis->library);
    for (guint i = 0; i < keys->len; i++)
        if (g_str_equal(g_ptr_array_index(keys, i), name))
            return OF_ACTIVITY;
    return OF_CATEGORY;
}

/* `Fossil fuels`, `fossil fuels` and `fossil-fuels` name the same. */
static gboolean
is_named(const char *category, const char *name)
{
    g_autofree char *a = gp_text_fold(category), *b = gp_text_fold(name);

    return g_str_equal(g_strdelimit(a, "-", ' '), g_strdelimit(b, "-", ' '));
}

static gboolean
throw_unknown(const GpBook *self, const GpEmissions *emissions, const char *name, GError **error)
{
    g_autoptr(GPtrArray) keys = gp_factor_library_keys(self->basis->library);
    g_autofree char *quoted = gp_text_quoted(name);
    const char *closest;

    for (guint i = 0; i < emissions->rows->len; i++)
        g_ptr_array_add(keys, (gpointer)g_array_index(emissions->rows, GpEmissionRow, i).labels[1]);
    closest = gp_text_closest(name, (const char *const *)keys->pdata, keys->len);
    return gp_throw(error, GP_ERROR_MISSING,
                    "“%s” is neither an activity nor a category in these data%s%s%s", quoted,
                    closest == NULL ? "" : "; did you mean “", closest == NULL ? "" : closest,
                    closest == NULL ? "" : "”?");
}

/* Adds the rows of the measure to the months. */
static gboolean
take_rows(const GpBook *self,
          const GpEmissions *emissions,
          const Choice *choice,
          Months *months,
          GError **error)
{
    const GpMeasure *measure = choice->measure;
    guint n_taken = 0;

    for (guint i = 0; i < emissions->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(emissions->rows, GpEmissionRow, i);
        GpMonth month = month_of_label(row->labels[0]);

        if (choice->kind == OF_CATEGORY && !is_named(row->labels[1], measure->name))
            continue;
        if (measure->in_units &&
            (row->unit == NULL || (months->unit != NULL && !g_str_equal(row->unit, months->unit))))
            return gp_throw(error, GP_ERROR_USAGE,
                            "“%s” is given in several units, so its quantities cannot be added; "
                            "follow one activity, or kg",
                            measure->name);
        if (measure->in_units && months->unit == NULL)
            months->unit = g_strdup(row->unit);
        if (choice->kind == OF_CATEGORY && months->category == NULL)
            months->category = g_strdup(row->labels[1]);
        n_taken++;
        add_to_month(months, month,
                     measure->in_units ? to_micro(row->quantity, GP_QUANTITY_PLACES)
                                       : to_micro(row->kg_co2e, emissions->kg_places));
    }
    if (n_taken == 0 && choice->kind == OF_CATEGORY && emissions->rows->len > 0)
        return throw_unknown(self, emissions, measure->name, error);
    return TRUE;
}

static gboolean
convert_measure(const GpBook *self,
                const GpConvertOptions *options,
                const Choice *choice,
                GpIssueList *issues,
                Months *months,
                GError **error)
{
    const GpDimension second = choice->kind == OF_CATEGORY ? GP_BY_CATEGORY : GP_BY_ACTIVITY;
    g_autoptr(GpCube) cube = choose_cells(self, GP_DETAIL_SITE, choice, error);
    GpBook part = *self;
    GpConvertOptions filled = *options;
    g_autoptr(GpEmissions) emissions = NULL;

    if (cube == NULL)
        return FALSE;
    part.whole = cube;
    filled.by = (GpBy){{GP_BY_MONTH, second}, choice->kind == OF_BOUNDARY ? 1 : 2};
    if (choice->kind == OF_BOUNDARY)
        filled.within = g_str_equal(choice->measure->name, "ncf") ? GP_WITHIN_NCF : GP_WITHIN_PLUS;
    emissions = gp_book_convert(&part, &filled, issues, error);
    return emissions != NULL && take_rows(self, emissions, choice, months, error);
}

/* ---- what is not converted: statistics ---- */

/* A stock, such as floor area, is as large in each month of its period as in the whole; a flow,
 * such as bed days, was spread over them. */
static gboolean
is_stock(const char *activity)
{
    return g_str_equal(activity, "floor-area") || g_str_has_prefix(activity, "workforce-");
}

static GpInt128
statistic_of_cell(const GpBook *self, GpTime time, const GpCell *cell, gboolean stock)
{
    GpSpan slot = gp_timeline_slot_span(self->basis->timeline, time.slot);
    GpMonth month = gp_month_of_day(slot.first);
    GpInt128 value =
        gp_cell_quantity_micro(cell) *
        gp_unit_multiplier_nano(self->basis->units, gp_cube_what(self->whole, cell->what).unit);

    if (!stock)
        return gp_number_round(value, GP_NANO_PLACES);
    value = gp_number_divide(value * (time.span.last - time.span.first + 1),
                             gp_month_last_day(month) - gp_month_first_day(month) + 1);
    return gp_number_round(value, GP_QUANTITY_PLACES - STOCK_PLACES) *
           gp_power_of_ten(GP_MICRO_PLACES - STOCK_PLACES);
}

/* Adds all cells of the choice. */
static gboolean
sum_statistic(const GpBook *self, const Choice *choice, Months *months, GError **error)
{
    const GpUnitTable *units = self->basis->units;
    g_autoptr(GpCube) cube = choose_cells(self, GP_DETAIL_ALL, choice, error);
    GpBook part = *self;

    if (cube == NULL)
        return FALSE;
    part.whole = cube;
    for (guint32 t = 0; t < gp_cube_n_times(cube); t++) {
        GpTime time = gp_cube_time(cube, t);
        guint32 capacity;
        const GpCell *cells = gp_cube_cells(cube, t, &capacity);

        for (guint32 i = 0; cells != NULL && i < capacity; i++) {
            GpUnit unit;

            if (cells[i].rows == 0 || !gp_book_counts(&part, cube, t, &cells[i]))
                continue;
            unit = gp_cube_what(cube, cells[i].what).unit;
            add_to_month(
                months, gp_timeline_slot_month(self->basis->timeline, time.slot),
                statistic_of_cell(&part, time, &cells[i], is_stock(choice->measure->name)));
            if (months->unit == NULL)
                months->unit = g_strdup(gp_unit_name(units, gp_unit_kind(units, unit)));
        }
    }
    return TRUE;
}

/* Staff of each month, from extracts of some days. */
static void
sum_staff(const GpWorkforce *workforce, const char *site, Months *months)
{
    g_autoptr(Months) extracts = g_new0(Months, 1);

    for (guint i = 0; i < workforce->posts->len; i++) {
        const GpPost *post = &g_array_index(workforce->posts, GpPost, i);

        if (site == NULL || g_str_equal(post->site, site))
            add_to_month(extracts, gp_month_of_day(post->period.last), post->wte_micro);
    }
    for (GpMonth month = 0; month < GP_N_MONTHS; month++) {
        for (GpMonth at = month; at >= 0 && at > month - STAFF_MONTHS; at--) {
            if (!extracts->is_known[at])
                continue;
            add_to_month(months, month, extracts->sum[at]);
            break;
        }
    }
}

static const struct {
    const char *activity; /* a statistic */
    const char *words;
} pers[] = {
    [GP_PER_BED_DAYS] = {"bed-days", "bed day"},
    [GP_PER_WTE] = {"workforce-wte", "whole-time equivalent"},
    [GP_PER_FLOOR_AREA] = {"floor-area", "m2"},
};

static gboolean
divide(const GpBook *self,
       const GpMeasure *measure,
       const GpWorkforce *workforce,
       Months *months,
       GError **error)
{
    const GpMeasure by = {.name = pers[measure->per].activity, .site = measure->site};
    g_autoptr(Months) divisor = g_new0(Months, 1);

    if (!sum_statistic(self, &(Choice){&by, OF_ACTIVITY, FALSE}, divisor, error))
        return FALSE;
    if (divisor->unit == NULL && measure->per == GP_PER_WTE && workforce != NULL)
        sum_staff(workforce, measure->site, divisor);
    else if (divisor->unit == NULL)
        return gp_throw(error, GP_ERROR_MISSING,
                        "there are no data of %s%s%s to divide by; bring them in as activity",
                        by.name, by.site == NULL ? "" : " at ", by.site == NULL ? "" : by.site);
    for (GpMonth month = 0; month < GP_N_MONTHS; month++) {
        months->is_known[month] &= divisor->is_known[month] && divisor->sum[month] > 0;
        if (months->is_known[month])
            months->sum[month] = gp_number_divide(
                months->sum[month] * gp_power_of_ten(GP_MICRO_PLACES), divisor->sum[month]);
    }
    return TRUE;
}

/* ---- the measure ---- */

static gboolean
sum_measure(const GpBook *self,
            const GpConvertOptions *options,
            const Choice *choice,
            GpIssueList *issues,
            Months *months,
            GError **error)
{
    const GpActivity *activity =
        gp_factor_library_activity(self->basis->library, choice->measure->name);

    return activity != NULL && gp_activity_is_statistic(activity)
               ? sum_statistic(self, choice, months, error)
               : convert_measure(self, options, choice, issues, months, error);
}

/* What comes in rows of a year has no months of its own. */
static gboolean
look_for_coarse(const GpBook *self,
                const GpConvertOptions *options,
                const Choice *choice,
                const Months *months,
                GpIssueList *issues,
                GError **error)
{
    Choice coarse = *choice;
    g_autoptr(Months) part = g_new0(Months, 1);
    g_autoptr(GpIssueList) unheard = gp_issue_list_new();
    g_autoptr(GString) percent = g_string_new(NULL);
    GpInt128 whole = total_of(months), sum;

    coarse.only_coarse = TRUE;
    if (is_stock(choice->measure->name) ||
        !sum_measure(self, options, &coarse, unheard, part, NULL))
        return TRUE;
    sum = total_of(part);
    if (sum == 0 || whole == 0)
        return TRUE;
    if (sum == whole)
        return gp_throw(error, GP_ERROR_MISSING,
                        "all figures of “%s” come in rows of more than a month and were spread "
                        "evenly by days, so no month can be told from another; monthly data are "
                        "needed",
                        choice->measure->name);
    gp_number_append_rounded(percent, gp_number_divide(sum * 1000, whole), 1, 1);
    gp_issue_list_add(
        issues, GP_SEVERITY_WARNING, "not-monthly",
        "%s%% of the figures come in rows of more than a month and were spread evenly "
        "by days: that part does not vary, and what it did in a month is not seen",
        percent->str);
    return TRUE;
}

/* ---- the series ---- */

/* From the first to the last month that is known; NULL if none is. */
static GpSeries *
series_of_months(const Months *months, GpIssueList *issues, GError **error)
{
    g_autoptr(GpSeries) self = gp_series_new(TRUE);

    for (GpMonth month = 0; month < GP_N_MONTHS; month++) {
        GpInt128 value = months->sum[month];

        if (!months->is_known[month])
            continue;
        if (value < -GP_SERIES_MAX_MICRO || value > GP_SERIES_MAX_MICRO)
            return gp_throw_null(error, GP_ERROR_OVERFLOW,
                                 "a month's figure is too large to be followed");
        gp_series_add(self, gp_month_first_day(month), (gint64)value);
    }
    if (self->points->len == 0)
        return gp_throw_null(error, GP_ERROR_MISSING, "there are no data");
    gp_series_settle(self, issues);
    self->step_months = 1;
    return g_steal_pointer(&self);
}

static void
name_series(GpSeries *series,
            const GpMeasure *measure,
            const GpActivity *activity,
            const Months *months)
{
    const char *unit = months->unit == NULL ? "kg CO2e" : months->unit;
    const char *title = g_str_equal(measure->name, "ncf")    ? "NHS Carbon Footprint"
                        : g_str_equal(measure->name, "plus") ? "NHS Carbon Footprint Plus"
                        : months->category != NULL           ? months->category
                        : activity != NULL                   ? activity->title
                                                             : measure->name;

    g_free(series->title);
    g_free(series->unit);
    series->title =
        measure->site == NULL ? g_strdup(title) : g_strdup_printf("%s at %s", title, measure->site);
    series->unit = measure->per == GP_PER_NOTHING
                       ? g_strdup(unit)
                       : g_strdup_printf("%s per %s", unit, pers[measure->per].words);
}

GpSeries *
gp_book_series(const GpBook *self,
               const GpConvertOptions *options,
               const GpMeasure *measure,
               const GpWorkforce *workforce,
               GpIssueList *issues,
               GError **error)
{
    const GpActivity *activity = gp_factor_library_activity(self->basis->library, measure->name);
    Choice choice = {measure, kind_of(self, measure->name), FALSE};
    g_autoptr(Months) months = g_new0(Months, 1);
    g_autoptr(GpSeries) series = NULL;

    if (!sum_measure(self, options, &choice, issues, months, error) ||
        !look_for_coarse(self, options, &choice, months, issues, error))
        return NULL;
    if (measure->per != GP_PER_NOTHING && !divide(self, measure, workforce, months, error))
        return NULL;
    series = series_of_months(months, issues, error);
    if (series == NULL) {
        g_prefix_error(error, "%s%s%s: ", measure->name, measure->site == NULL ? "" : " at ",
                       measure->site == NULL ? "" : measure->site);
        return NULL;
    }
    name_series(series, measure, activity, months);
    return g_steal_pointer(&series);
}

GpSeries *
gp_book_degree_days(const GpBook *self, const char *site, GError **error)
{
    const char *const sites[] = {site, ""};

    for (guint i = site == NULL ? 1 : 0; i < G_N_ELEMENTS(sites); i++) {
        const GpMeasure measure = {.name = "degree-days", .site = sites[i]};
        g_autoptr(Months) months = g_new0(Months, 1);

        if (!sum_statistic(self, &(Choice){&measure, OF_ACTIVITY, FALSE}, months, error))
            return NULL;
        if (months->unit != NULL)
            return series_of_months(months, NULL, error);
    }
    return gp_throw_null(error, GP_ERROR_MISSING,
                         "there are no degree days of the trust in the data; bring them in as the "
                         "activity degree-days, or give them with --degree-days FILE");
}
