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
    GHashTable *known; /* key, site and department as one text -> place in the list + 1 */
    GString *text;
} Measures;

/* Returns: the place in the list + 1 */
static guint
find(Measures *self, GpKey key, const char *site, const char *department)
{
    GpPlaceMeasure measure = {.key = key};
    guint place;

    g_string_printf(self->text, "%d\x1f%s\x1f%s", (int)key, site, department);
    place = GPOINTER_TO_UINT(g_hash_table_lookup(self->known, self->text->str));
    if (place > 0)
        return place;
    measure.site = g_string_chunk_insert_const(self->texts, site);
    measure.department = g_string_chunk_insert_const(self->texts, department);
    g_array_append_val(self->list, measure);
    g_hash_table_insert(self->known, g_strdup(self->text->str), GUINT_TO_POINTER(self->list->len));
    return self->list->len;
}

static void
add(Measures *self, guint place, GpInt128 amount)
{
    GpPlaceMeasure *measure = &g_array_index(self->list, GpPlaceMeasure, place - 1);

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
    const char *site = gp_dict_name(gp_cube_sites(cube), who->site);

    if (!gp_book_counts(book, cube, time, cell) || (*site == '\0' && key != GP_KEY_SPEND))
        return;
    if (*io_place == 0)
        *io_place =
            find(measures, key, site, gp_dict_name(gp_cube_departments(cube), who->department));
    add(measures, *io_place,
        amount_of(cube, cell, gp_cube_what(cube, cell->what).unit, gp_cube_time(cube, time).span,
                  key));
}

/* m2 x days of the sites that were open in @year. */
static void
add_floor_areas(Measures *measures, const GpSites *sites, GpSpan year)
{
    for (guint i = 0; i < sites->list->len; i++) {
        const GpSite *site = &g_array_index(sites->list, GpSite, i);
        GpSpan open = {MAX(year.first, site->opened), MIN(year.last, site->closed - 1)};

        if (site->occupied_m2 >= 0 && open.first <= open.last)
            add(measures, find(measures, GP_KEY_FLOOR_AREA, site->code, ""),
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
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    GpPlaceMeasures *found = g_new0(GpPlaceMeasures, 1);
    Measures measures;

    found->list = g_array_new(FALSE, FALSE, sizeof(GpPlaceMeasure));
    found->texts = g_string_chunk_new(4096);
    measures = (Measures){found->list, found->texts, known, text};
    add_cells(&measures, book, cube, fy);
    if (sites != NULL && !has_key(measures.list, GP_KEY_FLOOR_AREA))
        add_floor_areas(&measures, sites, gp_fy_span(fy));
    return found;
}
