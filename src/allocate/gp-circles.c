/* SPDX-License-Identifier: MIT */
#include "gp-circles-private.h"

#include <string.h>

/* Who gets it: the same for all that is of one place, role and sharing. The dictionary takes it as
 * bytes, so that it has no holes. */
typedef struct {
    GpWhere where;
    guint32 sharing; /* GP_DICT_NONE: the role is named */
} CircleKey;

static guint32
intern(GpDict *dict, const char *text)
{
    return gp_dict_intern(dict, text, strlen(text));
}

/* ---- what each kind and each place is about ---- */

static guint32
find_sharing(GpCircles *self, GpDict *known, const GpEmissionKind *kind)
{
    GpSharing sharing = {.rule = gp_attribution_find(self->input->attribution,
                                                     kind->activity_category, kind->activity)};
    g_autofree char *key = NULL;
    guint32 id;

    if (sharing.rule != NULL && sharing.rule->belongs == GP_BELONGS_OWN) {
        sharing.category = kind->activity_category;
        sharing.activity = kind->activity;
    }
    key = g_strdup_printf("%p\x1f%s\x1f%s", (gconstpointer)sharing.rule,
                          sharing.category == NULL ? "" : sharing.category,
                          sharing.activity == NULL ? "" : sharing.activity);
    id = intern(known, key);
    if (id == self->sharings->len)
        g_array_append_val(self->sharings, sharing);
    return id;
}

static void
find_sharings(GpCircles *self)
{
    const GArray *kinds = self->input->cells->kinds;
    g_autoptr(GpDict) known = gp_dict_new();

    self->sharings = g_array_new(FALSE, FALSE, sizeof(GpSharing));
    self->sharing_of_kind = g_new(guint32, kinds->len);
    for (guint i = 0; i < kinds->len; i++)
        self->sharing_of_kind[i] =
            find_sharing(self, known, &g_array_index(kinds, GpEmissionKind, i));
}

/* The staff's id of a role as the data name it: by that name, else by the one that the staff's year
 * has for it. */
static guint32
find_role(const GpCircles *self, const char *name)
{
    const char *current;
    guint32 role = gp_staff_find_role(self->staff, name);

    if (role != GP_DICT_NONE)
        return role;
    current = gp_role_lineage_current(self->input->lineage, name, self->input->workforce_fy);
    role = gp_staff_find_role(self->staff, current);
    return role == GP_DICT_NONE ? intern(self->staff->roles, current) : role;
}

static void
find_wheres(GpCircles *self)
{
    const GArray *places = self->input->cells->places;
    g_autoptr(GHashTable) roles = g_hash_table_new(g_str_hash, g_str_equal);

    self->wheres = g_new(GpWhere, places->len);
    for (guint i = 0; i < places->len; i++) {
        const GpEmissionPlace *place = &g_array_index(places, GpEmissionPlace, i);
        gpointer role = GUINT_TO_POINTER(GP_DICT_NONE);

        if (*place->role != '\0' &&
            !g_hash_table_lookup_extended(roles, place->role, NULL, &role)) {
            role = GUINT_TO_POINTER(find_role(self, place->role));
            g_hash_table_insert(roles, (gpointer)place->role, role);
        }
        self->wheres[i] =
            (GpWhere){intern(self->staff->sites, place->site),
                      intern(self->staff->departments, place->department), GPOINTER_TO_UINT(role)};
    }
}

void
gp_circles_init(GpCircles *self, const GpAllocateInput *input, GpStaff *staff, GpRoleYear *year)
{
    *self = (GpCircles){.input = input,
                        .staff = staff,
                        .year = year,
                        .circles = g_array_new(FALSE, FALSE, sizeof(GpCircle)),
                        .keys = gp_dict_new()};
    find_sharings(self);
    find_wheres(self);
    self->of_named = g_new0(guint32, input->cells->places->len);
    self->of_place = g_new0(guint32, (gsize)input->cells->places->len * self->sharings->len);
}

void
gp_circles_clear(GpCircles *self)
{
    for (guint32 i = 0; i < self->circles->len; i++)
        g_clear_pointer(&gp_circles_get(self, i)->sharers, gp_sharers_free);
    g_array_unref(self->circles);
    gp_dict_free(self->keys);
    g_array_unref(self->sharings);
    g_free(self->sharing_of_kind);
    g_free(self->wheres);
    g_free(self->of_named);
    g_free(self->of_place);
}

/* ---- circles ---- */

GpKey
gp_circles_key(const GpCircles *self, const GpAttributionRule *rule)
{
    if (!self->input->with_rivals || rule->belongs != GP_BELONGS_SHARED)
        return rule->key;
    return self->input->instead != NULL ? *self->input->instead : rule->rival_key;
}

/* Returns: FALSE if it is not there yet, but will be the next one */
static gboolean
find_circle(GpCircles *self, const GpWhere *where, guint32 sharing, guint32 *out_id)
{
    CircleKey key = {*where, sharing};

    *out_id = gp_dict_intern(self->keys, (const char *)&key, sizeof key);
    return *out_id < self->circles->len;
}

guint32
gp_circles_make_named(GpCircles *self, guint32 place)
{
    GpCircle circle = {.where = self->wheres[place]};
    guint32 id;
    gboolean is_known = find_circle(self, &circle.where, GP_DICT_NONE, &id);

    self->of_named[place] = id + 1;
    if (is_known)
        return id;
    circle.is_one = gp_staff_find_post(self->staff, &circle.where, &circle.post);
    if (!circle.is_one) {
        circle.sharers = gp_sharers_find(self->staff, NULL, GP_KEY_WTE, &circle.where, NULL, NULL);
        circle.is_one = circle.sharers->posts->len <= 1;
    }
    g_array_append_val(self->circles, circle);
    return id;
}

/* Whether a larger place shares it than the one that is named. */
static gboolean
is_wider(const GpCircles *self, const GpCircle *circle)
{
    if (circle->rule->pool == GP_POOL_DEPARTMENT &&
        circle->where.department != self->staff->nowhere_department)
        return circle->sharers->reach > GP_REACH_DEPARTMENT;
    return circle->rule->pool != GP_POOL_TRUST && circle->where.site != self->staff->nowhere_site &&
           circle->sharers->reach > GP_REACH_SITE;
}

static void
note_place(GpCircles *self, const GpWhere *where)
{
    const char *site = gp_dict_name(self->staff->sites, where->site);
    const char *department = gp_dict_name(self->staff->departments, where->department);
    g_autofree char *name =
        *department == '\0'
            ? g_strdup(site)
            : g_strdup_printf("%s%s%s", department, *site == '\0' ? "" : " at ", site);

    g_ptr_array_add(self->year->without_staff,
                    g_string_chunk_insert_const(self->year->texts, name));
}

/* Forgets what the rule does not look at, so that what the same people share is summed first. */
static GpWhere
leave_out_unasked(const GpCircles *self, const GpAttributionRule *rule, GpWhere where)
{
    if (rule->belongs == GP_BELONGS_NOBODY || rule->pool != GP_POOL_DEPARTMENT)
        where.department = self->staff->nowhere_department;
    if (rule->belongs == GP_BELONGS_NOBODY || rule->pool == GP_POOL_TRUST)
        where.site = self->staff->nowhere_site;
    return where;
}

guint32
gp_circles_make_shared(GpCircles *self, guint32 place, guint32 sharing)
{
    const GpSharing *by = &g_array_index(self->sharings, GpSharing, sharing);
    GpCircle circle = {.rule = by->rule,
                       .where = leave_out_unasked(self, by->rule, self->wheres[place])};
    guint32 id;
    gboolean is_known = find_circle(self, &circle.where, sharing, &id);

    self->of_place[(gsize)place * self->sharings->len + sharing] = id + 1;
    if (is_known)
        return id;
    circle.sharers = gp_sharers_find(self->staff, by->rule, gp_circles_key(self, by->rule),
                                     &circle.where, by->category, by->activity);
    if (by->rule->belongs == GP_BELONGS_SHARED && is_wider(self, &circle))
        note_place(self, &circle.where);
    g_array_append_val(self->circles, circle);
    return id;
}

/* ---- roles that only activity names ---- */

static int
compare_circles(gconstpointer a, gconstpointer b, gpointer data)
{
    const GpStaff *staff = data;
    const GpWhere *x = &(*(const GpCircle *const *)a)->where,
                  *y = &(*(const GpCircle *const *)b)->where;
    int order = strcmp(gp_dict_name(staff->sites, x->site), gp_dict_name(staff->sites, y->site));

    if (order == 0)
        order = strcmp(gp_dict_name(staff->departments, x->department),
                       gp_dict_name(staff->departments, y->department));
    return order != 0
               ? order
               : strcmp(gp_dict_name(staff->roles, x->role), gp_dict_name(staff->roles, y->role));
}

void
gp_circles_add_unknown_roles(GpCircles *self)
{
    g_autoptr(GPtrArray) unknown = g_ptr_array_new();

    for (guint32 i = 0; i < self->circles->len; i++) {
        GpCircle *circle = gp_circles_get(self, i);

        if (circle->rule == NULL && circle->sharers != NULL && circle->sharers->posts->len == 0)
            g_ptr_array_add(unknown, circle);
    }
    g_ptr_array_sort_with_data(unknown, compare_circles, self->staff);
    for (guint i = 0; i < unknown->len; i++) {
        const GpCircle *circle = unknown->pdata[i];

        gp_sharers_add_unknown_role(circle->sharers, self->staff, &circle->where);
    }
}
