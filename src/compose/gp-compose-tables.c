/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-compose-private.h"

/* ---- causes ---- */

/* Who is behind a cause, in the order in which causes are shown. */
static const struct {
    GpCause cause;
    const char *who;
} causes[] = {
    {GP_CAUSE_ACTIVITY, "The trust"},
    {GP_CAUSE_GRID, "Others"},
    {GP_CAUSE_FACTOR, "Others"},
    {GP_CAUSE_PRICE, "Others"},
    {GP_CAUSE_METHOD, "Others"},
    {GP_CAUSE_WEATHER, "The weather"},
    {GP_CAUSE_BOUNDARY, "The trust's estate"},
};

static GpInt128
effect_of(const GpChange *change, const GpChangePart *part, GpCause cause)
{
    int place = gp_change_find_cause(change, gp_cause_key(cause));

    return place < 0 ? 0 : part->effects[place];
}

/* What is in the whole and was not compared. */
static GpInt128
not_compared(const GpChange *change)
{
    GpChangePart part = gp_change_comparable(change);

    return change->total.kg[GP_TO] - change->total.kg[GP_FROM] -
           (part.kg[GP_TO] - part.kg[GP_FROM]);
}

static char *
causes_caption(const GpComposing *self, const GpChange *change, const char *what)
{
    g_autofree char *from = gp_words_fy(change->fy[GP_FROM]), *to = gp_words_fy(change->fy[GP_TO]);

    return g_strdup_printf("%s, %s, from %s to %s", what, self->where, from, to);
}

static void
add_cause(GpDocTable *table, const char *title, const char *who, GpInt128 kg, int places)
{
    g_autofree char *begin = gp_words_begin(title);

    gp_doc_table_add_row(table, begin);
    gp_doc_table_set_text(table, 1, who);
    gp_doc_table_set_kg(table, 2, kg, places);
}

GpDocTable *
gp_composing_causes_table(const GpComposing *self, const GpChange *change, const char *id)
{
    GpChangePart part = gp_change_comparable(change);
    g_autofree char *caption =
        causes_caption(self, change, "Causes of the change of the NHS Carbon Footprint");
    GpDocTable *table = gp_doc_table_new(id, caption);
    GpInt128 rest = not_compared(change);
    const GpInt128 *kg = change->total.kg;

    gp_doc_table_add_text_column(table, "Cause", "cause");
    gp_doc_table_add_text_column(table, "Who", "who");
    gp_doc_table_add_change_column(table, "Change", "t CO₂e", "change_t_co2e",
                                   gp_cut_places(self->ncf));
    for (guint i = 0; i < G_N_ELEMENTS(causes); i++) {
        GpInt128 effect = effect_of(change, &part, causes[i].cause);

        if (effect != 0)
            add_cause(table, gp_change_cause_title(gp_cause_key(causes[i].cause)), causes[i].who,
                      effect, change->kg_places);
    }
    if (rest != 0)
        add_cause(table, "not compared, for want of a whole year of figures", "Not told", rest,
                  change->kg_places);
    gp_doc_table_add_total(table, "Change");
    gp_doc_table_set_kg(table, 2, kg[GP_TO] - kg[GP_FROM], change->kg_places);
    return table;
}

static void
add_cause_columns(GpDocTable *table, const GpChange *change, gboolean *is_shown, int places)
{
    for (guint i = 0; i < G_N_ELEMENTS(causes); i++) {
        const char *key = gp_cause_key(causes[i].cause);
        g_autofree char *title = gp_words_begin(gp_change_cause_title(key));
        g_autofree char *column = g_strconcat(key, "_t_co2e", NULL);

        g_strdelimit(column, "-", '_');
        for (guint k = 0; k < change->categories->len; k++)
            is_shown[i] = is_shown[i] ||
                          effect_of(change, &g_array_index(change->categories, GpChangePart, k),
                                    causes[i].cause) != 0;
        if (is_shown[i])
            gp_doc_table_add_change_column(table, title, "t CO₂e", column, places);
    }
}

static void
set_causes(GpDocTable *table,
           const GpChange *change,
           const GpChangePart *part,
           const gboolean *is_shown)
{
    guint column = 1;

    gp_doc_table_set_kg(table, column++, part->kg[GP_FROM], change->kg_places);
    gp_doc_table_set_kg(table, column++, part->kg[GP_TO], change->kg_places);
    for (guint i = 0; i < G_N_ELEMENTS(causes); i++) {
        if (!is_shown[i])
            continue;
        if (part->is_comparable)
            gp_doc_table_set_kg(table, column, effect_of(change, part, causes[i].cause),
                                change->kg_places);
        column++;
    }
}

GpDocTable *
gp_composing_causes_by_category_table(const GpComposing *self,
                                      const GpChange *change,
                                      const char *id)
{
    g_autofree char *caption = causes_caption(self, change, "Causes of the change by category");
    g_autofree char *from = gp_words_fy(change->fy[GP_FROM]), *to = gp_words_fy(change->fy[GP_TO]);
    gboolean is_shown[G_N_ELEMENTS(causes)] = {FALSE};
    GpChangePart all = gp_change_comparable(change);
    GpDocTable *table = gp_doc_table_new(id, caption);
    int places = gp_cut_places(self->ncf);

    gp_doc_table_add_text_column(table, "Category", "category");
    gp_doc_table_add_column(table, from, "t CO₂e", "from_t_co2e", places);
    gp_doc_table_add_column(table, to, "t CO₂e", "to_t_co2e", places);
    add_cause_columns(table, change, is_shown, places);
    for (guint i = 0; i < change->categories->len; i++) {
        const GpChangePart *part = &g_array_index(change->categories, GpChangePart, i);

        gp_doc_table_add_row(table, part->category);
        set_causes(table, change, part, is_shown);
    }
    all.is_comparable = TRUE;
    gp_doc_table_add_total(table, "What can be compared");
    set_causes(table, change, &all, is_shown);
    if (not_compared(change) != 0)
        gp_doc_table_add_note(table, "Categories without a whole year of figures in both years "
                                     "have no causes, and are not in the last row.");
    return table;
}

/* ---- a target year by year ---- */

typedef struct {
    const GpBoardTarget *standing;
    guint actual, half, path, early, forecast, low, high; /* columns; 0: not there */
} TrackColumns;

static void
add_track_columns(GpDocTable *table, TrackColumns *columns, int places)
{
    const GpTrajectory *trajectory = columns->standing->trajectory;
    guint n = 1;

    gp_doc_table_add_text_column(table, "Financial year", "year");
    columns->actual = n++;
    gp_doc_table_add_column(table, "Emissions", "t CO₂e", "emissions_t_co2e", places);
    if (trajectory->uncertainty != NULL) {
        columns->half = n++;
        gp_doc_table_add_column(table, "May be off by ±", "t CO₂e", "uncertainty_95_t_co2e",
                                places);
    }
    columns->path = n++;
    gp_doc_table_add_column(table, "Path", "t CO₂e", "path_t_co2e", places);
    if (trajectory->early != NULL) {
        columns->early = n++;
        gp_doc_table_add_column(table, "Path to the early edge", "t CO₂e", "early_path_t_co2e",
                                places);
    }
    if (trajectory->n_forecast == 0)
        return;
    columns->forecast = n++;
    columns->low = n++;
    columns->high = n++;
    gp_doc_table_add_column(table, "If the trend continues", "t CO₂e", "forecast_t_co2e", places);
    gp_doc_table_add_column(table, "Low edge (80%)", "t CO₂e", "forecast_low80_t_co2e", places);
    gp_doc_table_add_column(table, "High edge (80%)", "t CO₂e", "forecast_high80_t_co2e", places);
}

/* Leaves out what does not apply to a year instead of saying that it is not available. */
static void
set_or_skip(GpDocTable *table, guint column, double kg, GpMark mark)
{
    if (column == 0)
        return;
    gp_doc_table_set_mark(table, column, isnan(kg) ? GP_MARK_NOT_APPLICABLE : GP_MARK_NONE);
    gp_doc_table_set_kg_double(table, column, kg);
    if (mark != GP_MARK_NONE && !isnan(kg))
        gp_doc_table_set_mark(table, column, mark);
}

static double
path_of(const GpTrajectory *trajectory, int fy)
{
    for (guint i = 0; trajectory != NULL && i < trajectory->n_path; i++) {
        if (trajectory->path[i].fy == fy)
            return trajectory->path[i].kg;
    }
    return NAN;
}

static const GpForecastYear *
forecast_of(const GpTrajectory *trajectory, int fy)
{
    for (guint i = 0; i < trajectory->n_forecast; i++) {
        if (trajectory->forecast[i].fy == fy)
            return &trajectory->forecast[i];
    }
    return NULL;
}

static double
half_of(const GpTrajectory *trajectory, int fy)
{
    const GpUncertainty *uncertainty = trajectory->uncertainty;

    for (guint i = 0; uncertainty != NULL && i < uncertainty->n_years; i++) {
        if (uncertainty->years[i].fy == fy)
            return uncertainty->years[i].half95_kg;
    }
    return NAN;
}

static const GpTrackYear *
year_of(const GpBoardTarget *standing, int fy)
{
    const GArray *years = standing->years;

    for (guint i = 0; years != NULL && i < years->len; i++) {
        if (g_array_index(years, GpTrackYear, i).fy == fy)
            return &g_array_index(years, GpTrackYear, i);
    }
    return NULL;
}

/* A year without data has none yet, or is a gap in the series. */
static void
set_actual(GpDocTable *table, guint column, const GpTrackYear *year)
{
    if (year == NULL || isnan(year->kg)) {
        gp_doc_table_set_mark(table, column,
                              year == NULL ? GP_MARK_NOT_APPLICABLE : GP_MARK_NOT_AVAILABLE);
        return;
    }
    gp_doc_table_set_kg_double(table, column, year->kg);
    if (!year->is_comparable || year->is_restated)
        gp_doc_table_set_mark(table, column,
                              year->is_comparable ? GP_MARK_REVISED : GP_MARK_INCOMPLETE);
}

static void
add_track_year(GpDocTable *table, const TrackColumns *columns, int fy)
{
    const GpTrajectory *trajectory = columns->standing->trajectory;
    const GpForecastYear *forecast = forecast_of(trajectory, fy);
    const GpForecastYear none = {fy, NAN, NAN, NAN, NAN, NAN};
    g_autofree char *label = gp_words_fy(fy);

    forecast = forecast == NULL ? &none : forecast;
    gp_doc_table_add_row(table, label);
    set_actual(table, columns->actual, year_of(columns->standing, fy));
    set_or_skip(table, columns->half, half_of(trajectory, fy), GP_MARK_NONE);
    set_or_skip(table, columns->path, path_of(trajectory, fy), GP_MARK_NONE);
    set_or_skip(table, columns->early, path_of(trajectory->early, fy), GP_MARK_NONE);
    set_or_skip(table, columns->forecast, forecast->central_kg, GP_MARK_FORECAST);
    set_or_skip(table, columns->low, forecast->low80_kg, GP_MARK_FORECAST);
    set_or_skip(table, columns->high, forecast->high80_kg, GP_MARK_FORECAST);
}

static int
track_places(const GpTrajectory *trajectory)
{
    double largest = MAX(fabs(trajectory->baseline_kg), fabs(trajectory->latest_kg));

    return !(largest < 1000000) ? 0 : largest >= 10000 ? 1 : 3;
}

GpDocTable *
gp_composing_trajectory_table(const GpComposing *self,
                              const GpBoardTarget *standing,
                              const char *id)
{
    const GpTrajectory *trajectory = standing->trajectory;
    const GArray *years = standing->years;
    TrackColumns columns = {.standing = standing};
    int first_fy = trajectory->baseline_fy, last_fy = trajectory->path[trajectory->n_path - 1].fy;
    g_autofree char *subject = gp_composing_target_subject(self, standing->target);
    g_autofree char *what = g_strdup_printf("Emissions against the target for %s", subject);
    g_autofree char *caption = NULL;
    GpDocTable *table;

    if (years != NULL && years->len > 0) {
        first_fy = MIN(first_fy, g_array_index(years, GpTrackYear, 0).fy);
        last_fy = MAX(last_fy, g_array_index(years, GpTrackYear, years->len - 1).fy);
    }
    caption = gp_composing_caption(self, what, first_fy, last_fy);
    table = gp_doc_table_new(id, caption);
    add_track_columns(table, &columns, track_places(trajectory));
    for (int fy = first_fy; fy <= last_fy; fy++)
        add_track_year(table, &columns, fy);
    return table;
}
