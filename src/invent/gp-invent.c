/* SPDX-License-Identifier: MIT */
#include "gp-invent.h"

#include "gp-file.h"
#include "gp-invent-private.h"

/* What a yearly row of @month, a March, stands for; or what a monthly row does. */
static GpInt128
amount_at(const GpInventPlan *plan,
          const GpInventSeries *series,
          const GpInventPlace *place,
          GpMonth month)
{
    GpInt128 amount = gp_invent_amount(plan, series, place, month);

    for (int back = 1; series->is_yearly && back < 12; back++)
        amount += gp_invent_amount(plan, series, place, month - back);
    return amount;
}

static void
add_series(const GpInventPlan *plan,
           GpInventSheet *sheet,
           const GpInventSeries *series,
           GpMonth month)
{
    GpInventRow row = {.source = series->source,
                       .activity = series->activity,
                       .unit = series->unit,
                       .role = series->role,
                       .quality = series->quality,
                       .month = month};

    if (series->is_yearly)
        gp_fy_print(gp_fy_of_month(month), row.period);
    else
        gp_month_print(month, row.period);
    for (guint i = 0; i < series->places->len; i++) {
        const GpInventPlace *place = &g_array_index(series->places, GpInventPlace, i);
        const GpInventSite *site =
            place->department == NULL ? place->site : gp_invent_site_at(place, month);

        row.site = site == NULL ? "" : site->code;
        row.department = place->department == NULL ? "" : place->department->code;
        row.micro = amount_at(plan, series, place, month);
        gp_invent_sheet_add(sheet, &row, (int)series->decimals);
    }
}

static void
add_month(const GpInventPlan *plan, GpInventSheet *sheet, GpMonth month)
{
    gboolean is_march = gp_fy_of_month(month) != gp_fy_of_month(month + 1);

    for (guint i = 0; i < plan->series->len; i++) {
        const GpInventSeries *series = &g_array_index(plan->series, GpInventSeries, i);

        if (!series->is_yearly || is_march)
            add_series(plan, sheet, series, month);
    }
    gp_invent_claims(plan, sheet, month);
}

gboolean
gp_invent_trust(const char *sample, const char *faults, const char *folder, GError **error)
{
    g_autoptr(GpInventPlan) plan = gp_invent_plan_load(sample, faults, error);
    g_autoptr(GpInventSheet) sheet = plan == NULL ? NULL : gp_invent_sheet_new(plan);
    g_autofree char *path = g_build_filename(folder, "workforce.csv", NULL);
    GpMonth first = gp_month_from_civil(GP_INVENT_FIRST_FY, 4);
    GString *workforce;
    gboolean ok;

    if (plan == NULL)
        return FALSE;
    for (GpMonth month = first; month < first + GP_INVENT_N_MONTHS; month++)
        add_month(plan, sheet, month);
    gp_invent_sheet_add_returns(sheet);
    workforce = gp_invent_workforce(plan);
    ok = gp_file_write(path, workforce->str, workforce->len, error);
    g_string_free(workforce, TRUE);
    return ok && gp_invent_sheet_write(sheet, folder, error);
}
