/* SPDX-License-Identifier: MIT */
#include "gp-shelf-private.h"

struct _GpShelf {
    GpStore *store;
    const GpBasis *basis;
    GHashTable *cubes; /* detail and year packed -> GpCube */
};

GpShelf *
gp_shelf_new(GpStore *store, const GpBasis *basis)
{
    GpShelf *self = g_new0(GpShelf, 1);

    self->store = store;
    self->basis = basis;
    self->cubes = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)gp_cube_free);
    return self;
}

void
gp_shelf_free(GpShelf *self)
{
    if (self == NULL)
        return;
    g_hash_table_unref(self->cubes);
    g_free(self);
}

static gpointer
key_of(GpDetail detail, int fy)
{
    return GINT_TO_POINTER(fy * GP_N_DETAILS + (int)detail + 1);
}

void
gp_shelf_drop_year(GpShelf *self, int fy)
{
    g_hash_table_remove(self->cubes, key_of(GP_DETAIL_ALL, fy));
}

const GpCube *
gp_shelf_get(GpShelf *self, GpDetail detail, int only_fy, GError **error)
{
    GpCube *cube = g_hash_table_lookup(self->cubes, key_of(detail, 0));

    if (cube == NULL)
        cube = g_hash_table_lookup(self->cubes, key_of(detail, only_fy));
    if (cube != NULL)
        return cube;
    cube = gp_cube_new(self->basis->timeline, self->basis->units);
    if (!gp_store_load(self->store, &(GpStoreAsk){detail, only_fy}, cube, error)) {
        gp_cube_free(cube);
        return NULL;
    }
    g_hash_table_insert(self->cubes, key_of(detail, only_fy), cube);
    return cube;
}
