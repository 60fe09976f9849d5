/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-day.h"
#include "gp-report-trajectory-private.h"

#define KG_PER_TONNE 1000
#define PLACES 3 /* of tonnes: to the kg */

static void
append_tonnes(GString *out, double kg)
{
    g_autofree char *text = gp_rounded_text(kg / KG_PER_TONNE, PLACES, "");

    g_string_append(out, text);
}

/* `(−5.000)` where a figure below zero follows a sign. */
static void
append_term(GString *out, double kg)
{
    const char *open = kg < 0 ? "(" : "", *close = kg < 0 ? ")" : "";

    g_string_append(out, open);
    append_tonnes(out, kg);
    g_string_append(out, close);
}

static void
append_plain(GString *out, double value, int places)
{
    g_autofree char *text = gp_rounded_text(value, places, "");

    g_string_append(out, text);
}

/* A mean of calendar years: no separator. */
static void
append_mean_year(GString *out, double year)
{
    char number[G_ASCII_DTOSTR_BUF_SIZE];

    g_string_append(out, g_ascii_formatd(number, sizeof number, "%.3f", year));
}

static void
append_year(GString *out, int fy)
{
    char label[16];

    gp_fy_print(fy, label);
    g_string_append(out, label);
}

/* `  name  = a − b = c`, the last two of them known. */
static void
print_difference(GString *out, const char *name, double a_kg, double b_kg)
{
    g_string_append_printf(out, "  %s = ", name);
    append_tonnes(out, a_kg);
    g_string_append(out, " − ");
    append_term(out, b_kg);
    g_string_append(out, " = ");
    append_tonnes(out, a_kg - b_kg);
    g_string_append_c(out, '\n');
}

static void
add_tonnes(GpTextTable *table, double kg)
{
    gp_text_table_add(table, gp_rounded_text(kg / KG_PER_TONNE, PLACES, ""));
}

static void
add_year(GpTextTable *table, int fy)
{
    char label[16];

    gp_fy_print(fy, label);
    gp_text_table_add(table, g_strdup(label));
}

static gboolean
is_used(const GpTrackYear *year)
{
    return year->is_comparable && isfinite(year->kg);
}

/* ---- the path ---- */

static void
append_level(GString *out, const char *name, int fy, double percent, double kg, double baseline_kg)
{
    char number[G_ASCII_DTOSTR_BUF_SIZE];

    g_string_append_printf(out, "  %s, ", name);
    append_year(out, fy);
    g_string_append(out, ": ");
    append_tonnes(out, kg);
    if (fabs(percent) > 0) {
        g_string_append(out, " = ");
        append_tonnes(out, baseline_kg);
        g_string_append_printf(out, " × (1 − %s/100)",
                               g_ascii_formatd(number, sizeof number, "%.10g", percent));
    }
    g_string_append_c(out, '\n');
}

/* The formula with its numbers, between two levels. */
static void
append_formula(GString *out, GpPathShape shape, const GpPathPiece *piece, int fy)
{
    int gone = fy - piece->from_fy, all = piece->to_fy - piece->from_fy;

    switch (shape) {
    case GP_PATH_STEPS:
        g_string_append(out, "  P(t) = B until the next target year = ");
        append_tonnes(out, piece->from_kg);
        return;
    case GP_PATH_CONSTANT_PERCENT:
        g_string_append(out, "  P(t) = B (T / B) ^ ((t − t0) / (t1 − t0)) = ");
        append_tonnes(out, piece->from_kg);
        g_string_append(out, " × (");
        append_tonnes(out, piece->to_kg);
        g_string_append(out, " / ");
        append_tonnes(out, piece->from_kg);
        g_string_append_printf(out, ") ^ (%d/%d)", gone, all);
        return;
    case GP_PATH_LINEAR:
    case GP_PATH_MILESTONES:
        g_string_append(out, "  P(t) = B + (T − B) (t − t0) / (t1 − t0) = ");
        append_tonnes(out, piece->from_kg);
        g_string_append(out, " + (");
        append_tonnes(out, piece->to_kg);
        g_string_append(out, " − ");
        append_tonnes(out, piece->from_kg);
        g_string_append_printf(out, ") × %d/%d", gone, all);
        return;
    }
}

static void
print_path(const GpTrajectory *trajectory, GpPathShape shape, GString *out)
{
    const GpPathPiece *piece = &trajectory->piece;
    gboolean is_between = piece->from_fy != piece->to_fy;

    g_string_append(out, "Path in ");
    append_year(out, trajectory->latest_fy);
    g_string_append_c(out, '\n');
    append_level(out, is_between ? "from B" : "level", piece->from_fy, piece->from_percent,
                 piece->from_kg, trajectory->baseline_kg);
    if (is_between) {
        append_level(out, "to T", piece->to_fy, piece->to_percent, piece->to_kg,
                     trajectory->baseline_kg);
        append_formula(out, shape, piece, trajectory->latest_fy);
        g_string_append(out, " = ");
        append_tonnes(out, trajectory->latest_kg - trajectory->gap_kg);
        g_string_append_c(out, '\n');
    }
}

static void
print_gap(const GpTrajectory *trajectory, GString *out)
{
    double path_kg = trajectory->latest_kg - trajectory->gap_kg;

    g_string_append(out, "\nGap in ");
    append_year(out, trajectory->latest_fy);
    g_string_append_c(out, '\n');
    print_difference(out, "actual − path", trajectory->latest_kg, path_kg);
    if (isnan(trajectory->gap_percent))
        return;
    g_string_append(out, "  in percent of the path = ");
    append_tonnes(out, trajectory->gap_kg);
    g_string_append(out, " / ");
    append_tonnes(out, path_kg);
    g_string_append(out, " × 100 = ");
    append_plain(out, trajectory->gap_percent, 1);
    g_string_append(out, "%\n");
}

/* ---- the sums ---- */

static void
add_sum_row(GpTextTable *table, const GpKnownYear *year)
{
    gboolean is_known = year->actual != NULL && is_used(year->actual);

    add_year(table, year->fy);
    add_tonnes(table, is_known ? year->actual->kg : NAN);
    add_tonnes(table, year->path_kg);
    add_tonnes(table, is_known ? year->actual->kg - year->path_kg : NAN);
    add_tonnes(table, year->forecast == NULL ? NAN : year->forecast->central_kg);
}

static void
print_years(const GpTrajectory *trajectory, const GpTrackYear *years, guint n, GString *out)
{
    static const char *const titles[] = {"year", "actual", "path", "actual − path", "forecast"};
    static const gboolean is_number[] = {FALSE, TRUE, TRUE, TRUE, TRUE};
    double path_kg = trajectory->path[trajectory->n_path - 1].kg;
    int last_fy = MAX(trajectory->path[trajectory->n_path - 1].fy, trajectory->latest_fy);
    g_auto(GpTextTable) table;

    g_string_append(
        out, "\nSums since the baseline; an actual that is missing or incomplete counts in none\n");
    gp_text_table_init(&table, titles, is_number, G_N_ELEMENTS(titles));
    for (int fy = trajectory->baseline_fy; fy <= last_fy; fy++) {
        GpKnownYear year = gp_known_year(trajectory, years, n, fy);

        year.path_kg = isnan(year.path_kg) ? path_kg : year.path_kg;
        add_sum_row(&table, &year);
    }
    gp_text_table_print(&table, 0, out);
}

static void
print_sums(const GpTrajectory *trajectory, const GpTrackYear *years, guint n, GString *out)
{
    print_years(trajectory, years, n, out);
    if (!isnan(trajectory->cumulative_gap_kg)) {
        g_string_append(out, "  cumulative gap = sum of actual − path = ");
        append_tonnes(out, trajectory->cumulative_gap_kg);
        g_string_append_c(out, '\n');
    }
    g_string_append(out, "  budget = sum of the path to the target year = ");
    append_tonnes(out, trajectory->budget_kg);
    g_string_append_c(out, '\n');
    if (!isnan(trajectory->budget_spent_kg)) {
        g_string_append(out, "  used = sum of the actuals within it = ");
        append_tonnes(out, trajectory->budget_spent_kg);
        g_string_append(out, "; ");
        append_tonnes(out, trajectory->budget_spent_kg);
        g_string_append(out, " / ");
        append_tonnes(out, trajectory->budget_kg);
        g_string_append(out, " × 100 = ");
        append_plain(out, trajectory->budget_spent_kg / trajectory->budget_kg * 100, 1);
        g_string_append(out, "%\n");
    }
    if (!isnan(trajectory->projected_kg) && trajectory->n_forecast > 0) {
        g_string_append(out, "  projected = actuals and forecast, and the path in a year without "
                             "an actual = ");
        append_tonnes(out, trajectory->projected_kg);
        g_string_append(out, "; ");
        append_plain(out, trajectory->projected_kg / trajectory->budget_kg, 2);
        g_string_append(out, " times the budget\n");
    }
    if (trajectory->budget_exhausted_fy == 0)
        return;
    g_string_append(out, "  used up in ");
    append_year(out, trajectory->budget_exhausted_fy);
    g_string_append(out, ": the first year by whose end that sum is more than the budget\n");
}

/* ---- lines ---- */

/* One year of a line by least squares, in the columns of print_line(). */
static void
add_line_row(GpTextTable *table, const GpLine *line, const GpTrackYear *year)
{
    double t = year->fy - line->mean_fy, y = year->kg - line->mean_kg;
    double at = line->mean_kg + line->slope_kg_per_year * t;
    double off = (year->kg - at) / KG_PER_TONNE;

    add_year(table, year->fy);
    add_tonnes(table, year->kg);
    gp_text_table_add(table, gp_rounded_text(t, PLACES, ""));
    gp_text_table_add(table, gp_rounded_text(t * t, PLACES, ""));
    add_tonnes(table, y);
    add_tonnes(table, t * y);
    add_tonnes(table, at);
    gp_text_table_add(table, gp_rounded_text(off, PLACES, ""));
    gp_text_table_add(table, gp_rounded_text(off * off, PLACES, ""));
}

/* The last years with a figure, as many as the line has. */
static void
print_line(const GpLine *line, const GpTrackYear *years, guint n_years, GString *out)
{
    static const char *const titles[] = {"year",    "actual y", "t − mean", "squared",   "y − mean",
                                         "product", "line",     "y − line", "its square"};
    static const gboolean is_number[] = {FALSE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE};
    g_auto(GpTextTable) table;
    guint n_before = 0;

    gp_text_table_init(&table, titles, is_number, G_N_ELEMENTS(titles));
    for (guint i = 0; i < n_years; i++)
        n_before += is_used(&years[i]) ? 1 : 0;
    n_before -= line->n;
    for (guint i = 0; i < n_years; i++) {
        if (!is_used(&years[i]))
            continue;
        if (n_before > 0)
            n_before--;
        else
            add_line_row(&table, line, &years[i]);
    }
    gp_text_table_print(&table, 0, out);
    g_string_append_printf(out, "  n = %u, mean year ", line->n);
    append_mean_year(out, line->mean_fy);
    g_string_append(out, ", mean of y ");
    append_tonnes(out, line->mean_kg);
    g_string_append(out, "\n  Sxx = sum of the squared = ");
    append_plain(out, line->sxx, PLACES);
    g_string_append(out, ", Sxy = sum of the products = ");
    append_tonnes(out, line->sxy);
    g_string_append(out, "\n  slope b = Sxy / Sxx = ");
    append_tonnes(out, line->sxy);
    g_string_append(out, " / ");
    append_plain(out, line->sxx, PLACES);
    g_string_append(out, " = ");
    append_tonnes(out, line->slope_kg_per_year);
    g_string_append(out, " a year\n");
}

static void
append_root(GString *out, const char *name, double to_kg, double from_kg, int years, double percent)
{
    if (isnan(percent))
        return;
    g_string_append_printf(out, "  %s = ((", name);
    append_tonnes(out, to_kg);
    g_string_append(out, " / ");
    append_tonnes(out, from_kg);
    g_string_append_printf(out, ") ^ (1/%d) − 1) × 100 = ", years);
    append_plain(out, percent, 1);
    g_string_append(out, "%\n");
}

static void
print_pace_achieved(const GpTrajectory *trajectory, const GpTrackYear *years, guint n, GString *out)
{
    if (isnan(trajectory->pace_achieved_kg_per_year))
        return;
    g_string_append(out, "\nPace achieved: least squares through the comparable years since the "
                         "baseline, t by its first calendar year\n");
    print_line(&trajectory->pace_line, years, n, out);
    append_root(out, "in percent a year", trajectory->latest_kg, trajectory->baseline_kg,
                trajectory->latest_fy - trajectory->baseline_fy, trajectory->pace_achieved_percent);
}

static void
print_pace_needed(const GpTrajectory *trajectory, GString *out)
{
    const GpPathYear *last = &trajectory->path[trajectory->n_path - 1];
    int years_left = last->fy - trajectory->latest_fy;

    if (isnan(trajectory->pace_needed_kg_per_year))
        return;
    g_string_append(out, "\nPace needed to ");
    append_year(out, last->fy);
    g_string_append(out, "\n  (target − actual) / years left = (");
    append_tonnes(out, last->kg);
    g_string_append(out, " − ");
    append_term(out, trajectory->latest_kg);
    g_string_append_printf(out, ") / %d = ", years_left);
    append_tonnes(out, trajectory->pace_needed_kg_per_year);
    g_string_append(out, " a year\n");
    append_root(out, "in percent a year", last->kg, trajectory->latest_kg, years_left,
                trajectory->pace_needed_percent);
}

/* ---- the forecast ---- */

static void
print_range(const GpTrajectory *trajectory, const GpForecastYear *year, GString *out)
{
    const GpLine *line = &trajectory->forecast_line;
    double ahead = year->fy - line->mean_fy;

    g_string_append(out, "  half range = t × s × sqrt(1 + 1/n + (T − mean)² / Sxx) = ");
    append_plain(out, trajectory->forecast_t80, 6);
    g_string_append(out, " × ");
    append_tonnes(out, line->residual_deviation_kg);
    g_string_append_printf(out, " × sqrt(1 + 1/%u + ", line->n);
    append_plain(out, ahead, PLACES);
    g_string_append(out, "² / ");
    append_plain(out, line->sxx, PLACES);
    g_string_append(out, ") = ");
    append_tonnes(out, year->high80_kg - year->central_kg);
    g_string_append(out, "\n  80% range = ");
    append_tonnes(out, year->central_kg);
    g_string_append(out, " ± ");
    append_tonnes(out, year->high80_kg - year->central_kg);
    g_string_append(out, " = ");
    append_tonnes(out, year->low80_kg);
    g_string_append(out, " to ");
    append_tonnes(out, year->high80_kg);
    g_string_append_c(out, '\n');
}

static void
print_central(const GpTrajectory *trajectory, const GpForecastYear *year, GString *out)
{
    const GpLine *line = &trajectory->forecast_line;
    double s = line->residual_deviation_kg / KG_PER_TONNE, sse = s * s * (line->n - 2);

    g_string_append(out, "  s = sqrt(sum of the squares / (n − 2)) = sqrt(");
    append_plain(out, sse, PLACES);
    g_string_append_printf(out, " / %u) = ", line->n - 2);
    append_plain(out, s, PLACES);
    g_string_append_printf(
        out, "\n  t = Student's t for 80%% with n − 2 = %u degrees of freedom = ", line->n - 2);
    append_plain(out, trajectory->forecast_t80, 6);
    g_string_append(out, "\n  forecast of ");
    append_year(out, year->fy);
    g_string_append(out, " = mean of y + b (T − mean year) = ");
    append_tonnes(out, line->mean_kg);
    g_string_append(out, " + ");
    append_term(out, line->slope_kg_per_year);
    g_string_append_printf(out, " × (%d − ", year->fy);
    append_mean_year(out, line->mean_fy);
    g_string_append(out, ") = ");
    append_tonnes(out, year->central_kg);
    g_string_append_c(out, '\n');
}

static void
print_forecast(const GpTrajectory *trajectory, const GpTrackYear *years, guint n, GString *out)
{
    const GpLine *line = &trajectory->forecast_line;
    const GpForecastYear *year;

    if (trajectory->n_forecast == 0) {
        g_string_append_printf(out,
                               "\nForecast: none. It needs %d comparable years and a target year "
                               "that is still to come.\n",
                               GP_TRACK_MIN_YEARS);
        return;
    }
    year = &trajectory->forecast[trajectory->n_forecast - 1];
    g_string_append(out, "\nForecast of ");
    append_year(out, year->fy);
    if (year->fy < trajectory->path[trajectory->n_path - 1].fy)
        g_string_append(out, ", no further than there are years to go by");
    if (line->n == trajectory->pace_line.n) {
        g_string_append(out, ", by the line of the pace achieved\n");
    } else {
        g_string_append_printf(out, ", by least squares through the last %u comparable years\n",
                               line->n);
        print_line(line, years, n, out);
    }
    print_central(trajectory, year, out);
    print_range(trajectory, year, out);
}

/* ---- the uncertainty ---- */

/* What a group adds to the variance of the change, in t². */
static double
added_square(const GpUncertainGroup *group)
{
    double from = group->from_half_kg / KG_PER_TONNE, to = group->to_half_kg / KG_PER_TONNE;

    return group->is_factor ? (to - from) * (to - from) : from * from + to * to;
}

static void
print_groups(const GpUncertainty *uncertainty, GString *out)
{
    static const char *const titles[] = {"what may be off", "then: u E", "now: u E",
                                         "adds to the change²"};
    static const gboolean is_number[] = {FALSE, TRUE, TRUE, TRUE};
    g_auto(GpTextTable) table;

    gp_text_table_init(&table, titles, is_number, G_N_ELEMENTS(titles));
    for (guint i = 0; i < uncertainty->groups->len; i++) {
        const GpUncertainGroup *group = &g_array_index(uncertainty->groups, GpUncertainGroup, i);

        gp_text_table_add(&table,
                          g_strdup_printf("%s of %s%s%s", group->is_factor ? "factor" : "quantity",
                                          group->activity, *group->kind == '\0' ? "" : ", ",
                                          group->kind));
        add_tonnes(&table, group->from_half_kg);
        add_tonnes(&table, group->to_half_kg);
        gp_text_table_add(&table, gp_rounded_text(added_square(group), PLACES, ""));
    }
    gp_text_table_print(&table, 0, out);
}

static void
print_year_root(const GpUncertainty *uncertainty, gboolean is_to, GString *out)
{
    double sum = 0;

    for (guint i = 0; i < uncertainty->groups->len; i++) {
        const GpUncertainGroup *group = &g_array_index(uncertainty->groups, GpUncertainGroup, i);
        double moved = (is_to ? group->to_half_kg : group->from_half_kg) / KG_PER_TONNE;

        sum += moved * moved;
    }
    g_string_append(out, "  U(");
    append_year(out, is_to ? uncertainty->to_fy : uncertainty->from_fy);
    g_string_append(out, ") = root of the sum of their squares = sqrt(");
    append_plain(out, sum, PLACES);
    g_string_append(out, ") = ");
    append_plain(out, sqrt(sum), PLACES);
    g_string_append_c(out, '\n');
}

static void
print_uncertainty(const GpUncertainty *uncertainty, GString *out)
{
    double sum = 0;

    if (uncertainty == NULL || uncertainty->to_fy == 0)
        return;
    g_string_append(out, "\nUncertainty of the change, ");
    append_year(out, uncertainty->from_fy);
    g_string_append(out, " (then) to ");
    append_year(out, uncertainty->to_fy);
    g_string_append(out, " (now): docs/method.md, “Uncertainty”\n");
    print_groups(uncertainty, out);
    print_year_root(uncertainty, FALSE, out);
    print_year_root(uncertainty, TRUE, out);
    for (guint i = 0; i < uncertainty->groups->len; i++)
        sum += added_square(&g_array_index(uncertainty->groups, GpUncertainGroup, i));
    g_string_append(out, "  a quantity errs anew every year and adds then² + now²; a factor errs "
                         "the same way and adds (now − then)²\n  U(change) = sqrt(");
    append_plain(out, sum, PLACES);
    g_string_append(out, ") = ");
    append_tonnes(out, uncertainty->change_half95_kg);
    g_string_append(out, ", against a change of ");
    append_tonnes(out, uncertainty->change_kg);
    g_string_append_printf(out, ": %s\n",
                           gp_uncertainty_is_change_larger(uncertainty)
                               ? "the change is larger"
                               : "the change is not larger");
}

/* ---- all of it ---- */

static void
print_early(const GpTrajectory *early, GpPathShape shape, GString *out)
{
    if (early == NULL)
        return;
    g_string_append(out, "\nThe same for the early edge of the target, ");
    append_year(out, early->path[early->n_path - 1].fy);
    g_string_append(out, "\n\n");
    print_path(early, shape, out);
    print_gap(early, out);
    print_pace_needed(early, out);
}

void
gp_report_trajectory_explained(const GpTrajectory *trajectory,
                               const GpTarget *target,
                               const GpTrackYear *years,
                               guint n_years,
                               GString *out)
{
    g_string_append_printf(
        out,
        "%s: how its figures come about\n\nAll in t CO2e, rounded to the kg where shown. The "
        "formulas are those of docs/method.md, “Trajectory”.\n\n",
        target->name);
    if (trajectory->latest_fy == 0) {
        g_string_append(out, "There is no comparable year, so only the path is known.\n");
        return;
    }
    print_path(trajectory, target->shape, out);
    print_gap(trajectory, out);
    print_sums(trajectory, years, n_years, out);
    print_pace_achieved(trajectory, years, n_years, out);
    print_pace_needed(trajectory, out);
    print_forecast(trajectory, years, n_years, out);
    print_uncertainty(trajectory->uncertainty, out);
    print_early(trajectory->early, target->shape, out);
    g_string_append(out, trajectory->uncertainty == NULL
                             ? "\nThe actuals are the figures of the series as given. Those of "
                               "activity are explained row by row by\n"
                             : "\nThe actuals are sums of rows times factors. These are explained "
                               "by\n");
    g_string_append(out, "  greenplan explain --activity NAME --year ");
    append_year(out, trajectory->latest_fy);
    g_string_append_c(out, '\n');
}
