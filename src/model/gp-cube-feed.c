/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-cube-private.h"

/* Ids of one cube's names in another one, as far as they were asked for. */
typedef struct {
    GArray *activities, *sites, *departments, *roles, *sources; /* (element-type guint32) */
    GArray *whats, *whos;
} Ids;

struct _GpCubeFeed {
    GpCube *to;
    GpCube *from;
    Ids ids;
    GArray *n_before; /* (element-type guint32) cells of each time at the last call */
};

/* So many cells may wait to be moved: a few megabytes. */
#define MAX_WAITING 131072

static void
ids_init(Ids *self)
{
    GArray **all[] = {&self->activities, &self->sites, &self->departments, &self->roles,
                      &self->sources,    &self->whats, &self->whos};

    for (guint i = 0; i < G_N_ELEMENTS(all); i++)
        *all[i] = g_array_new(FALSE, FALSE, sizeof(guint32));
}

static void
ids_clear(Ids *self)
{
    g_array_unref(self->activities);
    g_array_unref(self->sites);
    g_array_unref(self->departments);
    g_array_unref(self->roles);
    g_array_unref(self->sources);
    g_array_unref(self->whats);
    g_array_unref(self->whos);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Ids, ids_clear)

static guint32
id(const GArray *ids, guint32 of)
{
    return g_array_index(ids, guint32, of);
}

static void
map_names(GArray *ids, GpDict *to, const GpDict *from)
{
    for (guint32 i = ids->len; i < gp_dict_size(from); i++) {
        const char *name = gp_dict_name(from, i);
        guint32 own = gp_dict_intern(to, name, strlen(name));

        g_array_append_val(ids, own);
    }
}

/* Finds the ids of what is new in @from. */
static void
ids_update(Ids *self, GpCube *to, const GpCube *from)
{
    map_names(self->activities, to->activities, from->activities);
    map_names(self->sites, to->sites, from->sites);
    map_names(self->departments, to->departments, from->departments);
    map_names(self->roles, to->roles, from->roles);
    map_names(self->sources, to->sources, from->sources);
    for (guint32 i = self->whats->len; i < gp_cube_n_whats(from); i++) {
        GpWhat what = gp_cube_what(from, i);
        guint32 own =
            gp_cube_intern_what(to, (GpWhat){id(self->activities, what.activity), what.unit});

        g_array_append_val(self->whats, own);
    }
    for (guint32 i = self->whos->len; i < gp_cube_n_whos(from); i++) {
        const GpWho *who = gp_cube_who(from, i);
        GpWho named = {id(self->sites, who->site), id(self->departments, who->department),
                       id(self->roles, who->role), id(self->sources, who->source), who->quality};
        guint32 own = gp_cube_intern_who(to, &named);

        g_array_append_val(self->whos, own);
    }
}

/* The time in @to of a time of @from. */
static guint32
map_time(GpCube *to, const GpCube *from, guint32 time)
{
    GpTime t = gp_cube_time(from, time);

    if (t.n_pieces == 1)
        return time;
    return gp_cube_intern_span(to, t.span) + (time - t.first_piece);
}

/* So many cells are added at a time: memory is waited for only once. */
#define N_TOGETHER 32

/* Adds the cells of a table from @i on, up to N_TOGETHER of them; @io_i moves past them. */
static gboolean
add_cells(const Ids *ids, GpCellTable *table, const GpCellTable *cells, guint32 *io_i)
{
    GpCell found[N_TOGETHER];
    guint n = 0;

    for (; *io_i < cells->capacity && n < N_TOGETHER; ++*io_i) {
        const GpCell *cell = &cells->cells[*io_i];

        if (cell->rows == 0)
            continue;
        found[n] = *cell;
        found[n].what = id(ids->whats, cell->what);
        found[n].who = id(ids->whos, cell->who);
        gp_cell_table_prefetch(table, found[n].what, found[n].who);
        n++;
    }
    for (guint i = 0; i < n; i++) {
        if (!gp_cell_table_add(table, found[i].what, found[i].who,
                               gp_cell_quantity_micro(&found[i]), found[i].rows))
            return FALSE;
    }
    return TRUE;
}

/* Adds the cells of a time. */
static gboolean
add_time(const Ids *ids, GpCube *to, const GpCube *from, guint32 time, GError **error)
{
    const GpCellTable *cells = gp_cube_table(from, time);
    GpCellTable *table = gp_cube_table(to, map_time(to, from, time));

    gp_cell_table_expect(table, cells->n);
    for (guint32 i = 0; i < cells->capacity;) {
        if (!add_cells(ids, table, cells, &i))
            return gp_cube_throw_overflow(error);
    }
    return TRUE;
}

gboolean
gp_cube_merge(GpCube *self, const GpCube *other, GError **error)
{
    g_auto(Ids) ids = {.whos = NULL};

    ids_init(&ids);
    ids_update(&ids, self, other);
    for (guint32 time = 0; time < gp_cube_n_times(other); time++) {
        if (gp_cube_table(other, time)->n > 0 && !add_time(&ids, self, other, time, error))
            return FALSE;
    }
    return TRUE;
}

GpCubeFeed *
gp_cube_feed_new(GpCube *to, GpCube *from)
{
    GpCubeFeed *self = g_new0(GpCubeFeed, 1);

    self->to = to;
    self->from = from;
    ids_init(&self->ids);
    self->n_before = g_array_new(FALSE, TRUE, sizeof(guint32));
    return self;
}

void
gp_cube_feed_free(GpCubeFeed *self)
{
    if (self == NULL)
        return;
    ids_clear(&self->ids);
    g_array_unref(self->n_before);
    g_free(self);
}

gboolean
gp_cube_feed_is_due(const GpCubeFeed *self)
{
    return gp_cube_n_cells(self->from) > MAX_WAITING;
}

/* Whether a time has got few new cells since the last call. */
static gboolean
is_quiet(const GpCubeFeed *self, guint32 time)
{
    guint32 n = gp_cube_table(self->from, time)->n;

    return (n - g_array_index(self->n_before, guint32, time)) * 16 < n;
}

static gboolean
move_time(GpCubeFeed *self, guint32 time, GError **error)
{
    if (!add_time(&self->ids, self->to, self->from, time, error))
        return FALSE;
    gp_cell_table_clear(gp_cube_table(self->from, time));
    return TRUE;
}

static gboolean
move_times(GpCubeFeed *self, gboolean has_all, GError **error)
{
    for (guint32 time = 0; time < gp_cube_n_times(self->from); time++) {
        if (gp_cube_table(self->from, time)->n > 0 && (has_all || is_quiet(self, time)) &&
            !move_time(self, time, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
gp_cube_feed_move(GpCubeFeed *self, gboolean is_last, GError **error)
{
    ids_update(&self->ids, self->to, self->from);
    g_array_set_size(self->n_before, gp_cube_n_times(self->from));
    if (!move_times(self, is_last, error) ||
        (gp_cube_n_cells(self->from) > MAX_WAITING / 2 && !move_times(self, TRUE, error)))
        return FALSE;
    for (guint32 time = 0; time < gp_cube_n_times(self->from); time++)
        g_array_index(self->n_before, guint32, time) = gp_cube_table(self->from, time)->n;
    return TRUE;
}
