/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-personal-private.h"
#include "gp-text.h"

#define MAX_TRIP (1000000 * GP_MICRO) /* miles or nights a year */
#define MAX_MILES_TO_WORK (500 * GP_MICRO)
#define DAYS_A_WEEK (7 * GP_MICRO)
#define MAX_WEEKS (52 * GP_MICRO)
#define MAX_HOURS (100 * GP_MICRO)

/* What stands in for an answer; each is said where it is used. */
#define USUAL_CAR "car-average"
#define USUAL_WEEKS (46 * GP_MICRO)
#define USUAL_DAYS (5 * GP_MICRO)
#define HOURS_A_DAY (15 * GP_MICRO / 2)

#define HOMEWORKING "homeworking"

const GpTrip gp_trips[GP_N_TRIPS] = {
    {"car-miles", NULL, "mile", "Business miles by car in a year"},
    {"motorbike-miles", "motorbike", "mile", "Business miles by motorbike in a year"},
    {"taxi-miles", "taxi", "mile", "By taxi"},
    {"bus-miles", "bus", "mile", "By local bus"},
    {"coach-miles", "coach", "mile", "By coach"},
    {"rail-miles", "rail", "mile", "By train"},
    {"tram-miles", "light-rail", "mile", "By tram or light rail"},
    {"underground-miles", "underground", "mile", "By the London Underground"},
    {"ferry-miles", "ferry", "mile", "By ferry"},
    {"domestic-flight-miles", "flight-domestic", "mile", "By flights within the UK"},
    {"short-flight-miles", "flight-short-haul", "mile", "By flights within Europe"},
    {"long-flight-miles", "flight-long-haul", "mile", "By flights beyond Europe"},
    {"hotel-nights", "hotel-uk", "night", "Nights in hotels"},
};

/* Ways to work that have a key of their own; others are keys of business travel. */
static const struct {
    const char *name, *activity;
} ways[] = {
    {"car", "commute-car"},
    {"bus", "commute-bus"},
    {"rail", "commute-rail"},
    {"motorbike", "commute-motorbike"},
    {"walk-cycle", "commute-walk-cycle"},
    {"coach", "coach"},
    {"light-rail", "light-rail"},
    {"underground", "underground"},
    {"ferry", "ferry"},
    {"taxi", "taxi"},
};

/* ---- lines ---- */

static void
add_line(GpPersonal *personal,
         const char *group,
         char *what,
         const char *activity,
         char *how,
         const char *unit,
         gint64 quantity_micro)
{
    GpPersonalLine *line = g_new0(GpPersonalLine, 1);

    *line = (GpPersonalLine){.group = group,
                             .what = what,
                             .activity = g_strdup(activity),
                             .how = how,
                             .unit = unit,
                             .quantity_micro = quantity_micro};
    g_ptr_array_add(personal->lines, line);
}

G_GNUC_PRINTF(2, 3)
static void
assume(GpPersonal *personal, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_ptr_array_add(personal->assumed, g_strdup_vprintf(format, args));
    va_end(args);
}

/* `8.5 miles`, `1 day`. */
static void
append_amount(GString *out, gint64 micro, const char *unit)
{
    gp_number_append(out, micro, GP_MICRO_PLACES);
    g_string_append_printf(out, " %s%s", unit, micro == GP_MICRO ? "" : "s");
}

/* The exact product of some millionths, rounded to a millionth at its end. */
static gint64
product(const gint64 *factors, guint n)
{
    GpInt128 whole = 1;

    for (guint i = 0; i < n; i++)
        whole *= factors[i];
    return (gint64)gp_number_round(whole, (int)(n - 1) * GP_MICRO_PLACES);
}

/* ---- what can be ---- */

static gboolean
check_range(const char *option, gint64 micro, gint64 max, GError **error)
{
    g_autoptr(GString) most = g_string_new(NULL);

    if (micro <= max)
        return TRUE;
    gp_number_append(most, max, GP_MICRO_PLACES);
    return gp_throw(error, GP_ERROR_USAGE, "--%s cannot be more than %s", option, most->str);
}

static gboolean
check_ranges(const GpAnswers *self, GError **error)
{
    for (guint i = 0; i < GP_N_TRIPS; i++) {
        if (!check_range(gp_trips[i].option, self->trips[i], MAX_TRIP, error))
            return FALSE;
    }
    if (!check_range("commute-miles", self->commute_miles, MAX_MILES_TO_WORK, error) ||
        !check_range("commute-days", self->commute_days, DAYS_A_WEEK, error) ||
        !check_range("home-days", self->home_days, DAYS_A_WEEK, error) ||
        !check_range("weeks", self->weeks, MAX_WEEKS, error) ||
        !check_range("hours-per-week", self->hours, MAX_HOURS, error))
        return FALSE;
    return MAX(self->commute_days, 0) + MAX(self->home_days, 0) <= DAYS_A_WEEK ||
           gp_throw(error, GP_ERROR_USAGE,
                    "--commute-days and --home-days together are more than seven days a week");
}

/* Options that say more about another one which is not there. */
static gboolean
check_together(const GpAnswers *self, GError **error)
{
    gboolean is_commuting = self->commute_miles != GP_NOT_TOLD;
    gboolean is_any = is_commuting || self->home_days != GP_NOT_TOLD;

    for (guint i = 0; i < GP_N_TRIPS; i++)
        is_any = is_any || self->trips[i] != GP_NOT_TOLD;
    if (self->car != NULL && self->trips[0] == GP_NOT_TOLD)
        return gp_throw(error, GP_ERROR_USAGE,
                        "--car is about --car-miles; the car that takes you to work goes after "
                        "--commute-by");
    if (!is_commuting && (self->commute_by != NULL || self->commute_days != GP_NOT_TOLD))
        return gp_throw(error, GP_ERROR_USAGE,
                        "--commute-by and --commute-days are about --commute-miles, the miles from "
                        "home to work");
    return is_any ||
           gp_throw(error, GP_ERROR_USAGE,
                    "tell at least one thing of a year: --car-miles 1200, --commute-miles "
                    "8 or --home-days 2, for example");
}

/* ---- names ---- */

static gboolean
is_car(const char *key)
{
    return g_str_has_prefix(key, "car-");
}

static gboolean
check_car(const GpBasis *basis, const char *option, const char *key, GError **error)
{
    g_autofree char *quoted = gp_text_quoted(key);

    return (is_car(key) && gp_factor_library_activity(basis->library, key) != NULL) ||
           gp_throw(error, GP_ERROR_USAGE,
                    "--%s does not know “%s”; cars are car-average, car-petrol, car-diesel, "
                    "car-hybrid, car-phev and car-bev, each also small, medium and large, as in "
                    "car-small-petrol",
                    option, quoted);
}

/* The key of a way to work. */
static const char *
find_way(const GpBasis *basis, const char *name, GError **error)
{
    g_autofree char *quoted = gp_text_quoted(name);
    g_autoptr(GString) list = g_string_new(NULL);

    for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
        if (g_str_equal(ways[i].name, name))
            return ways[i].activity;
        g_string_append_printf(list, "%s, ", ways[i].name);
    }
    if (is_car(name))
        return check_car(basis, "commute-by", name, error) ? name : NULL;
    return gp_throw_null(error, GP_ERROR_USAGE,
                         "--commute-by does not know “%s”; it takes %sor a kind of car such as "
                         "car-bev",
                         quoted, list->str);
}

static const char *
title_of(const GpBasis *basis, const char *activity)
{
    const GpActivity *known = gp_factor_library_activity(basis->library, activity);

    return known == NULL ? activity : known->title;
}

/* `Commuting by car`; where the key is one of business travel, `Commuting: battery electric car`.
 */
static char *
commuting_title(const GpBasis *basis, const char *activity)
{
    const char *title = title_of(basis, activity);
    const char *business = "Business travel by ";

    if (g_str_has_prefix(title, business))
        return g_strconcat("Commuting by ", title + strlen(business), NULL);
    return g_str_has_prefix(title, "Commuting") ? g_strdup(title)
                                                : g_strconcat("Commuting: ", title, NULL);
}

/* ---- questions ---- */

static gboolean
list_trips(const GpAnswers *self, const GpBasis *basis, GpPersonal *personal, GError **error)
{
    const char *car = self->car == NULL ? USUAL_CAR : self->car;

    if (self->car != NULL && !check_car(basis, "car", car, error))
        return FALSE;
    for (guint i = 0; i < GP_N_TRIPS; i++) {
        const char *activity = gp_trips[i].activity == NULL ? car : gp_trips[i].activity;
        GString *how;

        if (self->trips[i] == GP_NOT_TOLD)
            continue;
        how = g_string_new(NULL);
        append_amount(how, self->trips[i], gp_trips[i].unit);
        g_string_append(how, " a year");
        add_line(personal, "Business travel", g_strdup(title_of(basis, activity)), activity,
                 g_string_free(how, FALSE), gp_trips[i].unit, self->trips[i]);
    }
    if (self->trips[0] != GP_NOT_TOLD && self->car == NULL)
        assume(personal, "an average car for business miles (--car)");
    return TRUE;
}

static gint64
commute_days(const GpAnswers *self, GpPersonal *personal)
{
    gint64 at_home = MAX(self->home_days, 0);

    if (self->commute_days != GP_NOT_TOLD)
        return self->commute_days;
    assume(personal, "%s a week on which you go to work (--commute-days)",
           at_home > 0 ? "five days, less those at home," : "five days");
    return MAX(USUAL_DAYS - at_home, 0);
}

static gboolean
list_commuting(
    const GpAnswers *self, const GpBasis *basis, gint64 weeks, GpPersonal *personal, GError **error)
{
    const char *by = self->commute_by == NULL ? ways[0].name : self->commute_by;
    const char *activity = find_way(basis, by, error);
    gint64 factors[] = {2 * GP_MICRO, self->commute_miles, 0, weeks};
    g_autoptr(GString) how = g_string_new("2 x ");

    if (activity == NULL)
        return FALSE;
    factors[2] = commute_days(self, personal);
    append_amount(how, factors[1], "mile");
    g_string_append(how, " x ");
    append_amount(how, factors[2], "day");
    g_string_append(how, " x ");
    append_amount(how, weeks, "week");
    add_line(personal, "Commuting", commuting_title(basis, activity), activity, g_strdup(how->str),
             "mile", product(factors, G_N_ELEMENTS(factors)));
    if (self->commute_by == NULL)
        assume(personal, "an average car to work (--commute-by)");
    return TRUE;
}

static void
list_home(const GpAnswers *self, const GpBasis *basis, gint64 weeks, GpPersonal *personal)
{
    gint64 factors[] = {self->home_days, HOURS_A_DAY, weeks};
    g_autoptr(GString) how = g_string_new(NULL);
    gint64 hours = product(factors, 2);

    if (self->hours != GP_NOT_TOLD && hours > self->hours) {
        /* Nobody works more hours at home than in all. */
        hours = self->hours;
        append_amount(how, hours, "hour");
    } else {
        append_amount(how, factors[0], "day");
        g_string_append(how, " x ");
        append_amount(how, HOURS_A_DAY, "hour");
        assume(personal, "seven and a half hours in a day at home");
    }
    g_string_append(how, " x ");
    append_amount(how, weeks, "week");
    add_line(personal, "Working at home", g_strdup(title_of(basis, HOMEWORKING)), HOMEWORKING,
             g_strdup(how->str), "hour", product((const gint64[]){hours, weeks}, 2));
}

gboolean
gp_answers_list(const GpAnswers *self, const GpBasis *basis, GpPersonal *personal, GError **error)
{
    gint64 weeks = self->weeks == GP_NOT_TOLD ? USUAL_WEEKS : self->weeks;
    gboolean is_weekly = self->commute_miles != GP_NOT_TOLD || self->home_days != GP_NOT_TOLD;

    if (!check_ranges(self, error) || !check_together(self, error) ||
        !list_trips(self, basis, personal, error))
        return FALSE;
    if (self->commute_miles != GP_NOT_TOLD && !list_commuting(self, basis, weeks, personal, error))
        return FALSE;
    if (self->home_days != GP_NOT_TOLD)
        list_home(self, basis, weeks, personal);
    if (is_weekly && self->weeks == GP_NOT_TOLD)
        assume(personal, "46 weeks of work a year, the rest being leave and bank holidays "
                         "(--weeks)");
    return TRUE;
}
