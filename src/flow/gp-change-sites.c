/* SPDX-License-Identifier: MIT */
#include "gp-flow-private.h"

struct _GpChangeSites {
    const GpSites *sites; /* (nullable) */
    GHashTable *by_code;  /* (element-type GpSite) */
    gboolean tells_dates; /* sites.csv has a column for when a site opened or closed */
    GpDay last;
};

GpChangeSites *
gp_change_sites_new(const GpSites *sites, GpDay last)
{
    GpChangeSites *self = g_new0(GpChangeSites, 1);

    self->sites = sites;
    self->last = last;
    self->by_code = g_hash_table_new(g_str_hash, g_str_equal);
    self->tells_dates = sites != NULL && (gp_csv_table_column(sites->table, "opened") >= 0 ||
                                          gp_csv_table_column(sites->table, "closed") >= 0);
    for (guint i = 0; sites != NULL && i < sites->list->len; i++) {
        GpSite *site = &g_array_index(sites->list, GpSite, i);

        g_hash_table_insert(self->by_code, (gpointer)site->code, site);
    }
    return self;
}

void
gp_change_sites_free(GpChangeSites *self)
{
    if (self == NULL)
        return;
    g_hash_table_unref(self->by_code);
    g_free(self);
}

const char *
gp_change_sites_group(const GpChangeSites *self, const char *site)
{
    guint steps = g_hash_table_size(self->by_code);

    for (; steps > 0; steps--) {
        const GpSite *known = g_hash_table_lookup(self->by_code, site);

        if (known == NULL || *known->successor == '\0' || known->closed > self->last)
            break;
        site = known->successor;
    }
    return site;
}

/* Whether any site of the group is open on a day. */
static gboolean
is_open(const GpChangeSites *self, const char *group, GpDay day)
{
    for (guint i = 0; i < self->sites->list->len; i++) {
        const GpSite *site = &g_array_index(self->sites->list, GpSite, i);

        if (site->opened <= day && day < site->closed &&
            g_str_equal(gp_change_sites_group(self, site->code), group))
            return TRUE;
    }
    return FALSE;
}

double
gp_change_sites_open_share(const GpChangeSites *self, const char *group, int fy)
{
    GpSpan year = gp_fy_span(fy);
    int n_open = 0;

    if (!self->tells_dates || !g_hash_table_contains(self->by_code, group))
        return -1;
    for (GpDay day = year.first; day <= year.last; day++)
        n_open += is_open(self, group, day);
    return n_open / (double)(year.last - year.first + 1);
}
