/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "gp-words.h"

/* A category this large, as a part of all, is worth a sentence of its own. */
#define MATERIAL_FRACTION 0.05

static const GpPathYear *
last_of_path(const GpTrajectory *trajectory)
{
    return &trajectory->path[trajectory->n_path - 1];
}

static char *
level_of(double kg)
{
    return gp_words_level(gp_words_micro_of_double(kg));
}

char *
gp_words_target(const GpTarget *target)
{
    const GpMilestone *last = &target->milestones[target->n_milestones - 1];
    g_autofree char *by = gp_words_fys(gp_milestone_first_fy(last), last->fy);
    g_autofree char *since = gp_words_fy(target->baseline_fy);
    g_autofree char *percent = gp_words_percent(last->reduction_percent);

    if (fabs(last->reduction_percent - 100) < 1e-9)
        return g_strdup_printf("net zero by %s", by);
    return g_strdup_printf("%s %s than in %s by %s", percent,
                           last->reduction_percent < 0 ? "more" : "less", since, by);
}

char *
gp_words_target_subject(const GpTarget *target, const char *site_name)
{
    const char *whole = g_str_equal(target->boundary, "plus") ? "the NHS Carbon Footprint Plus"
                                                              : "the NHS Carbon Footprint";
    const char *category = target->category == NULL ? "" : target->category;
    const char *code = target->site == NULL ? "" : target->site;
    const char *site = *code == '\0' || site_name == NULL ? code : site_name;

    if (*category != '\0' && *site != '\0')
        return g_strdup_printf("“%s” at “%s” in %s", category, site, whole);
    if (*category != '\0' || *site != '\0')
        return g_strdup_printf("“%s” in %s", *category != '\0' ? category : site, whole);
    return g_strdup(whole);
}

char *
gp_words_standing(const GpTrajectory *trajectory)
{
    g_autofree char *fy = NULL, *level = NULL, *gap = NULL;

    if (trajectory->latest_fy == 0)
        return NULL;
    fy = gp_words_fy(trajectory->latest_fy);
    level = level_of(trajectory->latest_kg);
    gap = gp_words_gap(trajectory->gap_kg, trajectory->gap_percent);
    return g_strdup_printf("In %s emissions were %s: %s.", fy, level, gap);
}

char *
gp_words_sum_standing(const GpTrajectory *trajectory)
{
    g_autofree char *fy = gp_words_fy(trajectory->baseline_fy), *gap = NULL;

    if (isnan(trajectory->cumulative_gap_kg) || trajectory->latest_fy <= trajectory->baseline_fy)
        return NULL;
    gap = gp_words_gap(trajectory->cumulative_gap_kg, NAN);
    return g_strdup_printf("Added up over the comparable years since %s they are %s.", fy, gap);
}

char *
gp_words_forecast(const GpTrajectory *trajectory)
{
    const GpForecastYear *last;
    g_autofree char *fy = NULL, *central = NULL, *low = NULL, *high = NULL, *path = NULL;
    g_autofree char *range = NULL;
    double path_kg = NAN;

    if (trajectory->n_forecast == 0)
        return NULL;
    last = &trajectory->forecast[trajectory->n_forecast - 1];
    for (guint i = 0; i < trajectory->n_path; i++)
        path_kg = trajectory->path[i].fy == last->fy ? trajectory->path[i].kg : path_kg;
    fy = gp_words_fy(last->fy);
    central = level_of(last->central_kg);
    low = level_of(last->low80_kg);
    high = level_of(last->high80_kg);
    path = isnan(path_kg) ? g_strdup("no path") : level_of(path_kg);
    range = g_str_equal(low, high)
                ? g_strdup("")
                : g_strdup_printf(" (in 8 of 10 cases between %s and %s)", low, high);
    return g_strdup_printf("If the trend of the last %u comparable years continues, %s will see "
                           "%s%s, against a path of %s.",
                           MIN(trajectory->n_comparable, GP_TRACK_MAX_YEARS), fy, central, range,
                           path);
}

const char *
gp_words_why(const GpTrajectory *trajectory)
{
    g_autofree char *begin = g_strdup_printf("%s because ", gp_verdict_title(trajectory->verdict));

    for (guint i = 0; trajectory->reasons != NULL && trajectory->reasons[i] != NULL; i++) {
        if (g_str_has_prefix(trajectory->reasons[i], begin))
            return trajectory->reasons[i];
    }
    return NULL;
}

char *
gp_words_reached(const GpTrajectory *trajectory)
{
    const GpPathYear *last = last_of_path(trajectory);
    g_autofree char *fy = gp_words_fy(last->fy);

    if (trajectory->latest_fy == 0 || trajectory->latest_kg > last->kg)
        return NULL;
    return g_strdup_printf("The level that the target asks for in %s is reached already.", fy);
}

/* `979 tonnes less a year (3.6%)`. */
static char *
pace(double kg_per_year, double percent)
{
    GpInt128 micro_kg = gp_words_micro_of_double(kg_per_year);
    g_autofree char *size = gp_words_size(micro_kg);
    g_autofree char *part = isnan(percent) ? NULL : gp_words_percent(percent);
    const char *way = kg_per_year > 0 ? "more" : "less";

    if (gp_words_is_nothing(micro_kg))
        return g_strdup("no change");
    return part == NULL ? g_strdup_printf("%s %s a year", size, way)
                        : g_strdup_printf("%s %s a year (%s)", size, way, part);
}

char *
gp_words_pace(const GpTrajectory *trajectory)
{
    g_autofree char *so_far = NULL, *needed = NULL, *since = NULL, *until = NULL;

    if (trajectory->latest_fy == 0 || isnan(trajectory->pace_achieved_kg_per_year))
        return NULL;
    since = gp_words_fy(trajectory->baseline_fy);
    so_far = pace(trajectory->pace_achieved_kg_per_year, trajectory->pace_achieved_percent);
    if (isnan(trajectory->pace_needed_kg_per_year))
        return g_strdup_printf("Pace since %s: %s.", since, so_far);
    until = gp_words_fy(last_of_path(trajectory)->fy);
    if (trajectory->pace_needed_kg_per_year >= 0)
        return g_strdup_printf("Pace since %s: %s. No further fall is needed to the level of %s.",
                               since, so_far, until);
    needed = pace(trajectory->pace_needed_kg_per_year, trajectory->pace_needed_percent);
    return g_strdup_printf("Pace since %s: %s. Needed from here to %s: %s.", since, so_far, until,
                           needed);
}

char *
gp_words_budget(const GpTrajectory *trajectory)
{
    g_autofree char *years = gp_words_fys(trajectory->baseline_fy, last_of_path(trajectory)->fy);
    g_autofree char *allowed = NULL, *used = NULL, *part = NULL, *gone = NULL;
    GString *out;

    if (trajectory->latest_fy == 0 || isnan(trajectory->budget_spent_kg) ||
        trajectory->budget_kg <= 0)
        return NULL;
    allowed = level_of(trajectory->budget_kg);
    used = level_of(trajectory->budget_spent_kg);
    part = gp_words_percent(trajectory->budget_spent_kg / trajectory->budget_kg * 100);
    out = g_string_new(NULL);
    g_string_append_printf(out,
                           "The path allows %s in all over %s; the comparable years so far used "
                           "%s (%s)",
                           allowed, years, used, part);
    gone = gp_words_fy(trajectory->budget_exhausted_fy);
    if (trajectory->budget_exhausted_fy > trajectory->latest_fy)
        g_string_append_printf(out, "; if the trend continues, nothing is left after %s", gone);
    else if (trajectory->budget_exhausted_fy != 0)
        g_string_append_printf(out, "; nothing is left since %s", gone);
    g_string_append_c(out, '.');
    return g_string_free(out, FALSE);
}

char *
gp_words_early_edge(const GpTrajectory *trajectory)
{
    const GpTrajectory *early = trajectory->early;
    g_autofree char *edge = NULL, *latest = NULL, *asked = NULL, *gap = NULL;

    if (early == NULL || early->latest_fy == 0)
        return NULL;
    edge = gp_words_fy(last_of_path(early)->fy);
    latest = gp_words_fy(early->latest_fy);
    asked = level_of(early->latest_kg - early->gap_kg);
    gap = gp_words_gap(early->gap_kg, early->gap_percent);
    return g_strdup_printf("The target is a band of years. Judged by its early edge, %s: %s; the "
                           "path to it asks for %s in %s, and emissions were %s.",
                           edge, gp_verdict_title(early->verdict), asked, latest, gap);
}

char *
gp_words_early_verdict(const GpTrajectory *trajectory)
{
    const GpTrajectory *early = trajectory->early;
    g_autofree char *edge = NULL, *verdict = NULL;

    if (early == NULL || early->latest_fy == 0 || early->verdict == trajectory->verdict)
        return NULL;
    edge = gp_words_fy(last_of_path(early)->fy);
    verdict = g_ascii_strdown(gp_verdict_title(early->verdict), -1);
    return g_strdup_printf("By the early edge of the target, %s, it is %s%s.", edge, verdict,
                           early->verdict == GP_VERDICT_TOO_EARLY ? " to tell" : "");
}

char *
gp_words_uncertain(const GpTrajectory *trajectory)
{
    const GpUncertainty *uncertainty = trajectory->uncertainty;
    g_autofree char *size = NULL, *half = NULL, *since = NULL;

    if (uncertainty == NULL || uncertainty->from_fy == 0 || isnan(uncertainty->change_half95_kg))
        return NULL;
    size = gp_words_size(gp_words_micro_of_double(uncertainty->change_kg));
    half = gp_words_size(gp_words_micro_of_double(uncertainty->change_half95_kg));
    since = gp_words_fy(uncertainty->from_fy);
    if (!gp_uncertainty_is_change_larger(uncertainty))
        return g_strdup_printf("The change since %s (%s) is too small to tell: data and factors "
                               "may be off by %s.",
                               since, size, half);
    return g_strdup_printf("The %s since %s, %s, is more than data and factors may be off by (%s, "
                           "in 95 of 100 cases).",
                           uncertainty->change_kg > 0 ? "rise" : "fall", since, size, half);
}

const GpTrajectoryPart *
gp_trajectory_laggard(const GpTrajectory *trajectory)
{
    const GpTrajectoryPart *found = NULL;

    for (guint i = 0; i < trajectory->n_parts; i++) {
        const GpTrajectoryPart *part = &trajectory->parts[i];
        const GpTrajectory *own = part->trajectory;

        if (own == NULL || own->latest_fy != trajectory->latest_fy ||
            own->latest_kg < trajectory->latest_kg * MATERIAL_FRACTION ||
            own->gap_kg <= (own->latest_kg - own->gap_kg) * GP_TRACK_TOLERANCE)
            continue;
        if (found == NULL || own->gap_kg > found->trajectory->gap_kg)
            found = part;
    }
    return found;
}

/* `a fall of 47%`. */
static char *
asked_of(const GpTrajectory *own)
{
    double percent = ((own->latest_kg - own->gap_kg) / own->baseline_kg - 1) * 100;
    g_autofree char *size = gp_words_percent(percent);

    return fabs(percent) < 0.05
               ? g_strdup("no change")
               : g_strdup_printf("a %s of %s", percent < 0 ? "fall" : "rise", size);
}

char *
gp_words_laggard(const GpTrajectory *trajectory)
{
    const GpTrajectoryPart *part =
        trajectory->n_parts < 2 ? NULL : gp_trajectory_laggard(trajectory);
    g_autofree char *share = NULL, *moved = NULL, *asked = NULL, *since = NULL;
    double percent;

    if (part == NULL || part->trajectory->baseline_kg <= 0)
        return NULL;
    percent =
        trajectory->latest_kg > 0 ? part->trajectory->latest_kg / trajectory->latest_kg * 100 : NAN;
    share = isnan(percent) ? g_strdup("") : gp_words_number(percent, 0, FALSE);
    moved = gp_words_moved(gp_words_micro_of_double(part->trajectory->baseline_kg),
                           gp_words_micro_of_double(part->trajectory->latest_kg));
    asked = asked_of(part->trajectory);
    since = gp_words_fy(part->trajectory->baseline_fy);
    return g_strdup_printf(
        "Furthest above its share of the path is “%s”%s%s%s: it %s since %s, and "
        "its share asks for %s.",
        part->name, *share == '\0' ? "" : ", ", share, *share == '\0' ? "" : "% of the total",
        moved, since, asked);
}
