/* SPDX-License-Identifier: MIT */
#include "gp-flow-private.h"

struct _GpChangeSites {
    const GpSites *sites; /* (nullable) */
    GHashTable *by_code;  /* (element-type GpSite) */
    gboolean tells_dates; /* sites.csv has a column for when a site opened or closed */
    GpDay last;
    GHashTable *years; /* fy -> open days of each group, as OpenDays */
};

#define MAX_DAYS 366 /* of a year */

typedef struct {
    gboolean is_open[MAX_DAYS];
} OpenDays;

GpChangeSites *
gp_change_sites_new(const GpSites *sites, GpDay last)
{
    GpChangeSites *self = g_new0(GpChangeSites, 1);

    self->sites = sites;
    self->last = last;
    self->by_code = g_hash_table_new(g_str_hash, g_str_equal);
    self->years = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_hash_table_unref);
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
    g_hash_table_unref(self->years);
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

/* The days of a year on which any site of each group is open. */
static GHashTable *
find_open_days(const GpChangeSites *self, GpSpan year)
{
    GHashTable *groups = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);

    for (guint i = 0; i < self->sites->list->len; i++) {
        const GpSite *site = &g_array_index(self->sites->list, GpSite, i);
        const char *group = gp_change_sites_group(self, site->code);
        OpenDays *days = g_hash_table_lookup(groups, group);

        if (days == NULL) {
            days = g_new0(OpenDays, 1);
            g_hash_table_insert(groups, (gpointer)group, days);
        }
        for (GpDay day = MAX(year.first, site->opened); day <= year.last && day < site->closed;
             day++)
            days->is_open[day - year.first] = TRUE;
    }
    return groups;
}

double
gp_change_sites_open_share(GpChangeSites *self, const char *group, int fy)
{
    GpSpan year = gp_fy_span(fy);
    GHashTable *groups = g_hash_table_lookup(self->years, GINT_TO_POINTER(fy));
    const OpenDays *days;
    int n_open = 0;

    if (!self->tells_dates || !g_hash_table_contains(self->by_code, group))
        return -1;
    if (groups == NULL) {
        groups = find_open_days(self, year);
        g_hash_table_insert(self->years, GINT_TO_POINTER(fy), groups);
    }
    days = g_hash_table_lookup(groups, group);
    for (GpDay day = year.first; days != NULL && day <= year.last; day++)
        n_open += days->is_open[day - year.first];
    return n_open / (double)(year.last - year.first + 1);
}
