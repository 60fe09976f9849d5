/* SPDX-License-Identifier: MIT */
#include "gp-allocate.h"

#include <string.h>

#include "gp-dict.h"
#include "gp-share.h"

/* The staff of one year by role. */
typedef struct {
    GpDict *names;
    GArray *roles; /* (element-type GpRoleFootprint) by id of the name; borrowed */
    gboolean people_are_from_wte;
} Staff;

static void
staff_clear(Staff *self)
{
    gp_dict_free(self->names);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Staff, staff_clear)

static GpRoleFootprint *
role_of(Staff *self, const char *name)
{
    guint32 id = gp_dict_intern(self->names, name, strlen(name));
    GpRoleFootprint role = {.name = NULL};

    if (id == self->roles->len) {
        role.name = g_strdup(name);
        g_array_append_val(self->roles, role);
    }
    return &g_array_index(self->roles, GpRoleFootprint, id);
}

static gboolean
is_post_of(const GpPost *post, int fy)
{
    return gp_fy_of_day(post->period.first) == fy;
}

static gint64
people_of(const GpPost *post, Staff *staff)
{
    if (post->headcount >= 0)
        return post->headcount;
    staff->people_are_from_wte = TRUE;
    return post->wte_micro / GP_MICRO;
}

/* Sums over the extracts of the year, then means. */
static void
count_staff(Staff *self, const GpWorkforce *workforce, int fy)
{
    gint64 n = gp_workforce_n_extracts(workforce, fy);

    for (guint i = 0; i < workforce->posts->len; i++) {
        const GpPost *post = &g_array_index(workforce->posts, GpPost, i);
        GpRoleFootprint *role;

        if (!is_post_of(post, fy))
            continue;
        role = role_of(self, post->role);
        role->wte_micro += post->wte_micro;
        role->people += people_of(post, self);
    }
    for (guint i = 0; i < self->roles->len; i++) {
        g_array_index(self->roles, GpRoleFootprint, i).wte_micro /= n;
        g_array_index(self->roles, GpRoleFootprint, i).people /= n;
    }
}

/* WTE by role at a site, or of the whole trust where @site is "". */
static gint64 *
weights_of(Staff *self, const GpWorkforce *workforce, int fy, const char *site)
{
    gint64 *weights = g_new0(gint64, self->roles->len);

    for (guint i = 0; i < workforce->posts->len; i++) {
        const GpPost *post = &g_array_index(workforce->posts, GpPost, i);

        if (is_post_of(post, fy) && (*site == '\0' || g_str_equal(post->site, site)))
            weights[gp_dict_lookup(self->names, post->role, strlen(post->role))] += post->wte_micro;
    }
    return weights;
}

static gboolean
has_weight(const gint64 *weights, guint n)
{
    for (guint i = 0; i < n; i++) {
        if (weights[i] > 0)
            return TRUE;
    }
    return FALSE;
}

/* Shares @kg by WTE: of the site if its staff is known, else of the trust. */
static gboolean
share_kg(Staff *self, const GpWorkforce *workforce, int fy, const char *site, GpInt128 kg)
{
    guint n = self->roles->len;
    g_autofree gint64 *weights = weights_of(self, workforce, fy, site);
    g_autofree GpInt128 *parts = g_new(GpInt128, n);

    if (!has_weight(weights, n)) {
        g_free(weights);
        weights = weights_of(self, workforce, fy, "");
    }
    if (!gp_share_exactly(kg, weights, n, parts))
        return FALSE;
    for (guint i = 0; i < n; i++)
        g_array_index(self->roles, GpRoleFootprint, i).shared_kg += parts[i];
    return TRUE;
}

static int
compare_people(gconstpointer a, gconstpointer b)
{
    const GpRoleFootprint *x = a, *y = b;

    if (x->people != y->people)
        return x->people < y->people ? -1 : 1;
    return strcmp(x->name, y->name);
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
    const GpRoleFootprint *x = a, *y = b;

    if (x->is_merged != y->is_merged)
        return x->is_merged ? 1 : -1;
    return strcmp(x->name, y->name);
}

static void
merge_into(GpRoleFootprint *merged, const GpRoleFootprint *role)
{
    merged->wte_micro += role->wte_micro;
    merged->people += role->people;
    merged->attributable_kg += role->attributable_kg;
    merged->shared_kg += role->shared_kg;
}

/* Puts the roles below the threshold together, and with them the next smallest ones until the
 * group is large enough; one small role alone would show by subtraction. */
static void
merge_small_roles(GpRoleFootprints *self, guint threshold)
{
    GpRoleFootprint merged = {.is_merged = TRUE};
    guint n = 0;

    g_array_sort(self->roles, compare_people);
    while (n < self->roles->len) {
        const GpRoleFootprint *role = &g_array_index(self->roles, GpRoleFootprint, n);

        if (role->people >= threshold && (n == 0 || (n > 1 && merged.people >= threshold)))
            break;
        merge_into(&merged, role);
        n++;
    }
    self->n_merged = n;
    if (n == 0)
        return;
    merged.name = g_strdup_printf("Other roles (%u put together)", n);
    g_array_remove_range(self->roles, 0, n);
    g_array_append_val(self->roles, merged);
}

GpRoleFootprints *
gp_allocate(const GpEmissions *emissions, const GpWorkforce *workforce, int fy, guint threshold)
{
    GpRoleFootprints *self = gp_role_footprints_new();
    g_auto(Staff) staff = {gp_dict_new(), self->roles, FALSE};
    int role_at = gp_by_find(&emissions->by, GP_BY_ROLE);
    int site_at = gp_by_find(&emissions->by, GP_BY_SITE);

    self->matches = emissions->matches;
    count_staff(&staff, workforce, fy);
    for (guint i = 0; i < emissions->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(emissions->rows, GpEmissionRow, i);

        if (*row->labels[role_at] != '\0')
            role_of(&staff, row->labels[role_at])->attributable_kg += row->kg_co2e;
        else if (!share_kg(&staff, workforce, fy, row->labels[site_at], row->kg_co2e))
            self->not_allocated_kg += row->kg_co2e;
    }
    self->kg_places = emissions->kg_places;
    self->total_kg = gp_emissions_total(emissions);
    self->people_are_from_wte = staff.people_are_from_wte;
    merge_small_roles(self, threshold);
    g_array_sort(self->roles, compare_names);
    return self;
}
