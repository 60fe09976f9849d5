/* SPDX-License-Identifier: MIT */
#include <string.h>

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
    GpInt128 amount = gp_number_divide(gp_number_divide(micro * multiplier, GP_NANO), GP_MICRO);

    return key == GP_KEY_FLOOR_AREA ? amount * n_days(row) : amount;
}

void
gp_place_measures_free(GpPlaceMeasures *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->list);
    g_string_chunk_free(self->texts);
    g_free(self);
}

/* Measures by their key and place. */
typedef struct {
    GArray *list; /* (element-type GpPlaceMeasure) */
    GStringChunk *texts;
    GpDict *known; /* key, site and department by their ids in the cube, as bytes; as in the list */
} Measures;

static void
append(Measures *self, GpKey key, const char *site, const char *department)
{
    GpPlaceMeasure measure = {key, g_string_chunk_insert_const(self->texts, site),
                              g_string_chunk_insert_const(self->texts, department), 0};

    g_array_append_val(self->list, measure);
}

/* Returns: the place in the list */
static guint
find(Measures *self, const GpCube *cube, GpKey key, const GpWho *who)
{
    const guint32 bytes[] = {key, who->site, who->department};
    guint place = gp_dict_intern(self->known, (const char *)bytes, sizeof bytes);

    if (place == self->list->len)
        append(self, key, gp_dict_name(gp_cube_sites(cube), who->site),
               gp_dict_name(gp_cube_departments(cube), who->department));
    return place;
}

static void
add(Measures *self, guint place, GpInt128 amount)
{
    GpPlaceMeasure *measure = &g_array_index(self->list, GpPlaceMeasure, place);

    measure->amount = (gint64)CLAMP(measure->amount + amount, G_MININT64, G_MAXINT64);
}

/* Which measure each `what` of a cube gives; -1: none. */
static int *
keys_of_whats(const GpCube *cube)
{
    const GpUnitTable *units = gp_cube_units(cube);
    int *keys = g_new(int, gp_cube_n_whats(cube));

    for (guint32 i = 0; i < gp_cube_n_whats(cube); i++) {
        GpWhat what = gp_cube_what(cube, i);
        GpKey key;

        keys[i] = key_of_activity(gp_dict_name(gp_cube_activities(cube), what.activity),
                                  gp_unit_name(units, gp_unit_kind(units, what.unit)), &key)
                      ? (int)key
                      : -1;
    }
    return keys;
}

/* @io_place: of the cell's `who` and @key in the list + 1; 0: not looked up yet */
static void
add_cell(Measures *measures,
         const GpBook *book,
         const GpCube *cube,
         guint32 time,
         const GpCell *cell,
         GpKey key,
         guint *io_place)
{
    const GpWho *who = gp_cube_who(cube, cell->who);

    if (!gp_book_counts(book, cube, time, cell) ||
        (key != GP_KEY_SPEND && *gp_dict_name(gp_cube_sites(cube), who->site) == '\0'))
        return;
    if (*io_place == 0)
        *io_place = find(measures, cube, key, who) + 1;
    add(measures, *io_place - 1,
        amount_of(cube, cell, gp_cube_what(cube, cell->what).unit, gp_cube_time(cube, time).span,
                  key));
}

/* m2 x days of the sites that were open in @year, of which no cell tells. */
static void
add_floor_areas(Measures *measures, const GpSites *sites, GpSpan year)
{
    g_autoptr(GpDict) codes = gp_dict_new();
    guint first = measures->list->len;

    for (guint i = 0; i < sites->list->len; i++) {
        const GpSite *site = &g_array_index(sites->list, GpSite, i);
        GpSpan open = {MAX(year.first, site->opened), MIN(year.last, site->closed - 1)};
        guint place;

        if (site->occupied_m2 < 0 || open.first > open.last)
            continue;
        place = first + gp_dict_intern(codes, site->code, strlen(site->code));
        if (place == measures->list->len)
            append(measures, GP_KEY_FLOOR_AREA, site->code, "");
        add(measures, place, (GpInt128)site->occupied_m2 * n_days(open));
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

static void
add_cells(Measures *measures, const GpBook *book, const GpCube *cube, int fy)
{
    g_autofree int *keys = keys_of_whats(cube);
    guint n_whos = gp_cube_n_whos(cube);
    g_autofree guint *places = g_new0(guint, (gsize)n_whos * GP_N_KEYS);

    for (guint32 time = 0; time < gp_cube_n_times(cube); time++) {
        GpSlot slot = gp_cube_time(cube, time).slot;
        guint32 capacity;
        const GpCell *cells = gp_cube_cells(cube, time, &capacity);

        if (gp_fy_of_month(gp_timeline_slot_month(book->basis->timeline, slot)) != fy)
            continue;
        for (guint32 i = 0; i < capacity; i++) {
            if (cells[i].rows != 0 && keys[cells[i].what] >= 0)
                add_cell(measures, book, cube, time, &cells[i], (GpKey)keys[cells[i].what],
                         &places[(gsize)keys[cells[i].what] * n_whos + cells[i].who]);
        }
    }
}

GpPlaceMeasures *
gp_role_measures(const GpBook *book, const GpCube *cube, const GpSites *sites, int fy)
{
    g_autoptr(GpDict) known = gp_dict_new();
    GpPlaceMeasures *found = g_new0(GpPlaceMeasures, 1);
    Measures measures;

    found->list = g_array_new(FALSE, FALSE, sizeof(GpPlaceMeasure));
    found->texts = g_string_chunk_new(4096);
    measures = (Measures){found->list, found->texts, known};
    add_cells(&measures, book, cube, fy);
    if (sites != NULL && !has_key(measures.list, GP_KEY_FLOOR_AREA))
        add_floor_areas(&measures, sites, gp_fy_span(fy));
    return found;
}
