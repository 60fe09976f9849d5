/* SPDX-License-Identifier: MIT */
#include "gp-roles-private.h"

/* Which measure of places an activity gives, if any. */
static gboolean
key_of_activity(const char *activity, const char *unit_kind, GpKey *out_key)
{
    if (g_str_equal(activity, "floor-area"))
        *out_key = GP_KEY_FLOOR_AREA;
    else if (g_str_equal(activity, "patient-contacts"))
        *out_key = GP_KEY_CONTACTS;
    else if (g_str_equal(activity, "bed-days"))
        *out_key = GP_KEY_BED_DAYS;
    else if (g_str_equal(unit_kind, "GBP"))
        *out_key = GP_KEY_SPEND;
    else
        return FALSE;
    return TRUE;
}

static gint64
n_days(GpSpan span)
{
    return span.last - span.first + 1;
}

/* Whole canonical units; of floor area, which is there every day, times its days. */
static GpInt128
amount_of(const GpCube *cube, const GpCell *cell, GpUnit unit, GpSpan row, GpKey key)
{
    GpInt128 micro = gp_cell_quantity_micro(cell);
    gint64 multiplier = gp_unit_multiplier_nano(gp_cube_units(cube), unit);
    GpInt128 amount =
        gp_number_round(gp_number_round(micro * multiplier, GP_NANO_PLACES), GP_MICRO_PLACES);

    return key == GP_KEY_FLOOR_AREA ? amount * n_days(row) : amount;
}

static void
add(GArray *measures, GpKey key, const char *site, const char *department, GpInt128 amount)
{
    GpPlaceMeasure measure = {key, site, department, 0};

    for (guint i = 0; i < measures->len; i++) {
        GpPlaceMeasure *known = &g_array_index(measures, GpPlaceMeasure, i);

        if (known->key == key && g_str_equal(known->site, site) &&
            g_str_equal(known->department, department)) {
            known->amount = (gint64)CLAMP(known->amount + amount, G_MININT64, G_MAXINT64);
            return;
        }
    }
    measure.amount = (gint64)CLAMP(amount, G_MININT64, G_MAXINT64);
    g_array_append_val(measures, measure);
}

static void
add_cell(GArray *measures, const GpBook *book, const GpCube *cube, guint32 time, const GpCell *cell)
{
    const GpWho *who = gp_cube_who(cube, cell->who);
    GpWhat what = gp_cube_what(cube, cell->what);
    const GpUnitTable *units = gp_cube_units(cube);
    const char *site = gp_dict_name(gp_cube_sites(cube), who->site);
    GpKey key;

    if (!key_of_activity(gp_dict_name(gp_cube_activities(cube), what.activity),
                         gp_unit_name(units, gp_unit_kind(units, what.unit)), &key) ||
        !gp_book_counts(book, cube, time, cell) || (*site == '\0' && key != GP_KEY_SPEND))
        return;
    add(measures, key, site, gp_dict_name(gp_cube_departments(cube), who->department),
        amount_of(cube, cell, what.unit, gp_cube_time(cube, time).span, key));
}

/* m2 x days of the sites that were open in @year. */
static void
add_floor_areas(GArray *measures, const GpSites *sites, GpSpan year)
{
    for (guint i = 0; i < sites->list->len; i++) {
        const GpSite *site = &g_array_index(sites->list, GpSite, i);
        GpSpan open = {MAX(year.first, site->opened), MIN(year.last, site->closed - 1)};

        if (site->occupied_m2 >= 0 && open.first <= open.last)
            add(measures, GP_KEY_FLOOR_AREA, site->code, "",
                (GpInt128)site->occupied_m2 * n_days(open));
    }
}

static gboolean
has_key(const GArray *measures, GpKey key)
{
    for (guint i = 0; i < measures->len; i++) {
        if (g_array_index(measures, GpPlaceMeasure, i).key == key)
            return TRUE;
    }
    return FALSE;
}

GArray *
gp_role_measures(const GpBook *book, const GpSites *sites, int fy, GError **error)
{
    const GpCube *cube = gp_book_cube(book, GP_DETAIL_ALL, fy, error);
    GArray *measures = g_array_new(FALSE, FALSE, sizeof(GpPlaceMeasure));

    if (cube == NULL) {
        g_array_unref(measures);
        return NULL;
    }
    for (guint32 time = 0; time < gp_cube_n_times(cube); time++) {
        GpSlot slot = gp_cube_time(cube, time).slot;
        guint32 capacity;
        const GpCell *cells = gp_cube_cells(cube, time, &capacity);

        if (gp_fy_of_month(gp_timeline_slot_month(book->basis->timeline, slot)) != fy)
            continue;
        for (guint32 i = 0; i < capacity; i++) {
            if (cells[i].rows != 0)
                add_cell(measures, book, cube, time, &cells[i]);
        }
    }
    if (sites != NULL && !has_key(measures, GP_KEY_FLOOR_AREA))
        add_floor_areas(measures, sites, gp_fy_span(fy));
    return measures;
}
