/* SPDX-License-Identifier: MIT */
#include "gp-invent-private.h"
#include "gp-share.h"

#define MILES_A_CLAIM 100
#define CLAIM_PERCENT 40 /* how far a claim lies from the mean */
#define MAX_CLAIMS 12    /* of one role in one department in one month */
#define PEOPLE_PER_100_WTE 116
#define WTE_UNIT 10000 /* WTE is told in hundredths */

/* Whole-time equivalents of a post in a month: grown with its department, a little up or down. */
static gint64
wte_of(const GpInventPost *post, GpMonth month)
{
    const GpInventDepartment *department = post->department;
    int months = month - gp_month_from_civil(GP_INVENT_FIRST_FY + 1, 10);
    gint64 trend = GP_PPM + department->change_ppm * months / 12;
    guint64 random = gp_invent_random("wte", department->code, post->role, month);
    GpInt128 wte = gp_invent_scale(post->wte_micro, trend);

    wte = gp_invent_scale(wte, gp_invent_noise(random, 2));
    return (gint64)gp_number_divide(wte, WTE_UNIT) * WTE_UNIT;
}

static GpInventPlace
place_of(const GpInventPost *post)
{
    return (GpInventPlace){post->department->site, post->department, 1};
}

GString *
gp_invent_workforce(const GpInventPlan *plan)
{
    GString *out = g_string_new(NULL);
    GpMonth first = gp_month_from_civil(GP_INVENT_FIRST_FY, 4);

    gp_invent_begin(out, "staff at the end of each quarter, in the columns of a payroll extract");
    g_string_append(out, "period,site,department,role,staff_group,wte,headcount\n");
    for (GpMonth month = first + 2; month < first + GP_INVENT_N_MONTHS; month += 3) {
        char period[16];

        gp_month_print(month, period);
        for (guint i = 0; i < plan->posts->len; i++) {
            const GpInventPost *post = &g_array_index(plan->posts, GpInventPost, i);
            GpInventPlace place = place_of(post);
            const GpInventSite *site = gp_invent_site_at(&place, month);
            gint64 wte = wte_of(post, month);

            if (site == NULL || wte == 0)
                continue;
            g_string_append_printf(out, "%s,%s,%s,%s,%s,", period, site->code,
                                   post->department->code, post->role, post->staff_group);
            gp_number_append(out, wte, GP_MICRO_PLACES);
            g_string_append_printf(out, ",%" G_GINT64_FORMAT "\n",
                                   1 + wte * PEOPLE_PER_100_WTE / 100 / GP_MICRO);
        }
    }
    return out;
}

/* Which car: by the parts of the year in years.csv. */
static const char *
car_of(const GpInventPlan *plan, guint64 random, int year)
{
    gint64 at = (gint64)(random % GP_PPM);
    const char *car = "car-average";

    for (guint i = 0; i < plan->years->len && at >= 0; i++) {
        const GpInventCurve *part = &g_array_index(plan->years, GpInventCurve, i);

        if (!g_str_has_prefix(part->name, "car-"))
            continue;
        car = part->name;
        at -= part->ppm[year];
    }
    return car;
}

/* A working day of the month. */
static GpDay
day_of(guint64 random, GpMonth month)
{
    GpDay first = gp_month_first_day(month);
    GpDay day = first + (GpDay)(random % (guint64)(gp_month_last_day(month) - first + 1));
    int weekday = day % 7; /* 1 January 1990 was a Monday */

    if (weekday < 5)
        return day;
    return day - 2 >= first ? day - 2 : day + 2;
}

/* Splits the miles of a post in a month between those who claim them: always the same people, each
 * with a car that is seldom changed. */
static void
claim(const GpInventPlan *plan,
      GpInventSheet *sheet,
      const GpInventPost *post,
      const char *site,
      GpInt128 miles_micro,
      GpMonth month)
{
    GpInventRow row = {"claims",   NULL,       "mile", site,  post->department->code,
                       post->role, "measured", {0},    month, 0};
    GpInt128 usual = (GpInt128)post->wte_micro * post->miles / 12 / GP_MICRO;
    guint n = (guint)CLAMP(1 + usual / MILES_A_CLAIM, 1, MAX_CLAIMS);
    gint64 weights[MAX_CLAIMS];
    GpInt128 parts[MAX_CLAIMS];
    int year = (month - gp_month_from_civil(GP_INVENT_FIRST_FY, 4)) / 12;

    for (guint i = 0; i < n; i++)
        weights[i] = gp_invent_noise(
            gp_invent_random("claim", row.department, row.role, month * MAX_CLAIMS + (gint64)i),
            CLAIM_PERCENT);
    if (!gp_share_exactly(miles_micro, weights, n, parts))
        return;
    for (guint i = 0; i < n; i++) {
        row.activity = car_of(plan, gp_invent_random("plate", row.department, row.role, i), year);
        gp_day_print(day_of(gp_invent_random("day", row.department, row.role,
                                             month * MAX_CLAIMS + (gint64)i),
                            month),
                     row.period);
        row.micro = parts[i];
        gp_invent_sheet_add(sheet, &row, 1);
    }
}

void
gp_invent_claims(const GpInventPlan *plan, GpInventSheet *sheet, GpMonth month)
{
    const GpInventCurve *shape = gp_invent_curve(plan->shapes, "claims");

    for (guint i = 0; i < plan->posts->len && shape != NULL; i++) {
        const GpInventPost *post = &g_array_index(plan->posts, GpInventPost, i);
        GpInventPlace place = place_of(post);
        const GpInventSite *site = gp_invent_site_at(&place, month);
        const char *department = post->department->code;
        GpInt128 miles = (GpInt128)wte_of(post, month) * post->miles;

        if (site == NULL || post->miles == 0)
            continue;
        miles = gp_invent_scale(miles, shape->ppm[(month + 9) % 12]);
        miles = gp_invent_scale(
            miles, gp_invent_noise(gp_invent_random("miles", department, post->role, month), 14));
        miles = gp_invent_scale(
            miles, gp_invent_events(plan, "claims", "", site->code, department, month));
        claim(plan, sheet, post, site->code, miles, month);
    }
}
