/* SPDX-License-Identifier: MIT */
#include "gp-sharers-private.h"

#include <string.h>

#include "gp-share.h"
#include "gp-text.h"

#define HOURS_SCALE (GP_MICRO / 10000) /* the catalogue's millionths to ten thousandths */

static guint32
intern(GpDict *dict, const char *text)
{
    return gp_dict_intern(dict, text, strlen(text));
}

static gint64
people_micro_of(const GpPost *post, GpRoleYear *year)
{
    if (post->headcount >= 0)
        return post->headcount * GP_MICRO;
    year->people_are_from_wte = TRUE;
    return post->wte_micro / GP_MICRO * GP_MICRO;
}

/* The text of an id, as long as the year. */
static const char *
keep(GpStaff *self, GPtrArray *kept, const GpDict *dict, guint32 id)
{
    while (kept->len <= id)
        g_ptr_array_add(kept,
                        g_string_chunk_insert(self->year->texts, gp_dict_name(dict, kept->len)));
    return kept->pdata[id];
}

/* @staff_group: kept as long as the year */
static guint
add_post(GpStaff *self, const GpWhere *where, const char *staff_group, const GpCatalogueRole *entry)
{
    GpStaffPost staff = {.where = *where, .entry = entry};
    GpRolePost shown = {
        .site = keep(self, self->kept_sites, self->sites, where->site),
        .department = keep(self, self->kept_departments, self->departments, where->department),
        .role = keep(self, self->kept_roles, self->roles, where->role),
        .staff_group = staff_group};

    g_array_append_val(self->posts, staff);
    return gp_role_year_add_post(self->year, &shown);
}

/* ---- the posts of the workforce ---- */

/* Posts one after the other, and what is known of their names, by number in the workforce. */
typedef struct {
    GpStaff *staff;
    guint32 *sites, *departments, *roles; /* their ids + 1; 0: not met yet */
    const char **staff_groups;            /* kept; NULL: not met yet */
    GpDict *known;      /* role and staff group by their numbers in the workforce, as bytes */
    GPtrArray *entries; /* (element-type GpCatalogueRole) (nullable) of each */
    const GpPostNames *last;
} Tally;

static void
tally_init(Tally *self, GpStaff *staff)
{
    guint32 n_texts = gp_dict_size(staff->input->workforce->texts);

    *self = (Tally){.staff = staff,
                    .sites = g_new0(guint32, n_texts),
                    .departments = g_new0(guint32, n_texts),
                    .roles = g_new0(guint32, n_texts),
                    .staff_groups = g_new0(const char *, n_texts),
                    .known = gp_dict_new(),
                    .entries = g_ptr_array_new()};
}

static void
tally_clear(Tally *self)
{
    g_free(self->sites);
    g_free(self->departments);
    g_free(self->roles);
    g_free(self->staff_groups);
    gp_dict_free(self->known);
    g_ptr_array_unref(self->entries);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Tally, tally_clear)

static const GpCatalogueRole *
entry_of(Tally *self, const GpPost *post, const GpPostNames *names)
{
    const guint32 key[] = {names->role, names->staff_group};
    guint32 id = gp_dict_intern(self->known, (const char *)key, sizeof key);

    if (id == self->entries->len)
        g_ptr_array_add(self->entries,
                        (gpointer)gp_role_catalogue_find(self->staff->input->catalogue, post->role,
                                                         post->staff_group));
    return self->entries->pdata[id];
}

/* The id of a text of the workforce in one of the staff's dictionaries. */
static guint32
id_of(GpDict *dict, const char *text, guint32 *io_known)
{
    if (*io_known == 0)
        *io_known = intern(dict, text) + 1;
    return *io_known - 1;
}

static void
begin_post(Tally *self, const GpPost *post, const GpPostNames *names)
{
    GpStaff *staff = self->staff;
    const char **staff_group = &self->staff_groups[names->staff_group];
    GpWhere where = {
        id_of(staff->sites, post->site, &self->sites[names->site]),
        id_of(staff->departments, post->department, &self->departments[names->department]),
        id_of(staff->roles, post->role, &self->roles[names->role])};

    if (*staff_group == NULL)
        *staff_group = g_string_chunk_insert_const(staff->year->texts, post->staff_group);
    gp_dict_intern(staff->spots, (const char *)&where, sizeof where);
    add_post(staff, &where, *staff_group, entry_of(self, post, names));
}

static void
count_post(Tally *self, const GpPost *post, const GpPostNames *names)
{
    const GpPostNames *last = self->last;
    gint64 premises = GP_MICRO;
    GpStaffPost *counted;

    if (last == NULL || last->site != names->site || last->department != names->department ||
        last->role != names->role)
        begin_post(self, post, names);
    self->last = names;
    counted = &g_array_index(self->staff->posts, GpStaffPost, self->staff->posts->len - 1);
    if (counted->entry != NULL)
        premises = counted->entry->premises_micro;
    counted->wte_micro += post->wte_micro;
    counted->people_micro += people_micro_of(post, self->staff->year);
    counted->hours += post->wte_micro * (premises / HOURS_SCALE);
}

static void
count_posts(GpStaff *self)
{
    const GpWorkforce *workforce = self->input->workforce;
    g_autoptr(GArray) places = gp_workforce_year(workforce, self->input->workforce_fy);
    g_auto(Tally) tally;

    tally_init(&tally, self);
    for (guint i = 0; i < places->len; i++) {
        guint place = g_array_index(places, guint, i);

        count_post(&tally, &g_array_index(workforce->posts, GpPost, place),
                   &g_array_index(workforce->names, GpPostNames, place));
    }
}

void
gp_staff_init(GpStaff *self, const GpAllocateInput *input, GpRoleYear *year)
{
    gint64 n_extracts = gp_workforce_n_extracts(input->workforce, input->workforce_fy);

    *self = (GpStaff){.input = input,
                      .year = year,
                      .posts = g_array_new(FALSE, FALSE, sizeof(GpStaffPost)),
                      .spots = gp_dict_new(),
                      .sites = gp_dict_new(),
                      .departments = gp_dict_new(),
                      .roles = gp_dict_new(),
                      .kept_sites = g_ptr_array_new(),
                      .kept_departments = g_ptr_array_new(),
                      .kept_roles = g_ptr_array_new(),
                      .role_names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    self->nowhere_site = intern(self->sites, "");
    self->nowhere_department = intern(self->departments, "");
    count_posts(self);
    for (guint32 role = gp_dict_size(self->roles); role > 0; role--)
        g_hash_table_replace(self->role_names, gp_text_fold(gp_dict_name(self->roles, role - 1)),
                             GUINT_TO_POINTER(role));
    for (guint i = 0; i < self->posts->len; i++) {
        const GpStaffPost *staff = &g_array_index(self->posts, GpStaffPost, i);
        GpRolePost *post = &g_array_index(year->posts, GpRolePost, i);

        post->wte_micro = (gint64)gp_number_divide(staff->wte_micro, n_extracts);
        post->people_micro = (gint64)gp_number_divide(staff->people_micro, n_extracts);
    }
}

void
gp_staff_clear(GpStaff *self)
{
    g_array_unref(self->posts);
    gp_dict_free(self->spots);
    gp_dict_free(self->sites);
    gp_dict_free(self->departments);
    gp_dict_free(self->roles);
    g_ptr_array_unref(self->kept_sites);
    g_ptr_array_unref(self->kept_departments);
    g_ptr_array_unref(self->kept_roles);
    g_hash_table_unref(self->role_names);
}

guint32
gp_staff_find_role(const GpStaff *self, const char *name)
{
    guint32 exact = gp_dict_lookup(self->roles, name, strlen(name));
    g_autofree char *folded = gp_text_fold(name);

    if (exact != GP_DICT_NONE)
        return exact;
    return GPOINTER_TO_UINT(g_hash_table_lookup(self->role_names, folded)) - 1;
}

gboolean
gp_staff_find_post(const GpStaff *self, const GpWhere *where, guint *out_post)
{
    if (where->site == self->nowhere_site || where->department == self->nowhere_department)
        return FALSE;
    *out_post = gp_dict_lookup(self->spots, (const char *)where, sizeof *where);
    return *out_post != GP_DICT_NONE &&
           g_array_index(self->posts, GpStaffPost, *out_post).wte_micro != 0;
}

void
gp_sharers_free(GpSharers *self)
{
    g_array_unref(self->posts);
    g_array_unref(self->weights);
    g_clear_pointer(&self->places, g_array_unref);
    g_clear_pointer(&self->ends, g_array_unref);
    g_free(self);
}

static GpSharers *
sharers_new(void)
{
    GpSharers *self = g_new0(GpSharers, 1);

    self->posts = g_array_new(FALSE, FALSE, sizeof(guint));
    self->weights = g_array_new(FALSE, FALSE, sizeof(gint64));
    self->reach = GP_REACH_NOBODY;
    return self;
}

/* ---- whom a rule means, and by what weight ---- */

typedef struct {
    const GpAttributionRule *rule; /* (nullable) */
    GpKey key;
    const GpWhere *where;
    const char *category;
    const char *activity;
} Search;

static gint64
weight_by(const GpStaffPost *post, GpKey key)
{
    if (key == GP_KEY_HEADCOUNT)
        return post->people_micro;
    return key == GP_KEY_HOURS || key == GP_KEY_FLOOR_AREA ? post->hours : post->wte_micro;
}

static gint64
weight_of(const GpStaffPost *post, const Search *search)
{
    if (search->rule == NULL)
        return post->where.role == search->where->role ? post->wte_micro : 0;
    if (search->rule->belongs == GP_BELONGS_OWN &&
        (post->entry == NULL ||
         !gp_catalogue_role_controls(post->entry, search->category, search->activity)))
        return 0;
    return weight_by(post, search->key);
}

static gboolean
is_within(const GpStaffPost *post, const GpWhere *where, GpReach reach, gboolean with_site)
{
    if (with_site && post->where.site != where->site)
        return FALSE;
    return reach != GP_REACH_DEPARTMENT || post->where.department == where->department;
}

/* The posts of the role that is named, which alone may share; NULL: any post may. */
static const GArray *
candidates(const GpStaff *staff, const Search *search)
{
    return search->rule != NULL ? NULL
                                : gp_role_year_posts_of(
                                      staff->year, gp_dict_name(staff->roles, search->where->role));
}

static gboolean
collect(
    GpSharers *self, const GpStaff *staff, const Search *search, GpReach reach, gboolean with_site)
{
    const GArray *few = candidates(staff, search);
    guint n = few == NULL ? staff->posts->len : few->len;

    for (guint k = 0; k < n; k++) {
        guint i = few == NULL ? k : g_array_index(few, guint, k);
        const GpStaffPost *post = &g_array_index(staff->posts, GpStaffPost, i);
        gint64 weight = weight_of(post, search);

        if (weight == 0 || !is_within(post, search->where, reach, with_site))
            continue;
        g_array_append_val(self->posts, i);
        g_array_append_val(self->weights, weight);
    }
    if (self->posts->len > 0)
        self->reach = reach;
    return self->posts->len > 0;
}

static gboolean
collect_smallest(GpSharers *self, const GpStaff *staff, const Search *search)
{
    gboolean has_site = search->where->site != staff->nowhere_site;
    gboolean has_department = search->where->department != staff->nowhere_department;
    GpPool pool = search->rule == NULL ? GP_POOL_DEPARTMENT : search->rule->pool;

    if (pool == GP_POOL_DEPARTMENT && has_department &&
        ((has_site && collect(self, staff, search, GP_REACH_DEPARTMENT, TRUE)) ||
         collect(self, staff, search, GP_REACH_DEPARTMENT, FALSE)))
        return TRUE;
    if (pool != GP_POOL_TRUST && has_site && collect(self, staff, search, GP_REACH_SITE, TRUE))
        return TRUE;
    return collect(self, staff, search, GP_REACH_TRUST, FALSE);
}

/* ---- keys that measure places ---- */

static gboolean
measures_places(GpKey key)
{
    return key == GP_KEY_FLOOR_AREA || key == GP_KEY_CONTACTS || key == GP_KEY_BED_DAYS ||
           key == GP_KEY_SPEND;
}

/* The row that measures where a post is: of its department, else of its site. -1: none. */
static int
place_of(const GpStaff *staff, guint post, GpKey key)
{
    const GpRolePost *shown = gp_role_year_post(staff->year, post);
    int found = -1;

    for (guint i = 0; i < staff->input->n_measures; i++) {
        const GpPlaceMeasure *measure = &staff->input->measures[i];

        if (measure->key != key || !g_str_equal(measure->site, shown->site))
            continue;
        if (g_str_equal(measure->department, shown->department))
            return (int)i;
        if (*measure->department == '\0')
            found = (int)i;
    }
    return found;
}

typedef struct {
    int place;
    guint post;
    gint64 weight;
} Placed;

static int
compare_placed(gconstpointer a, gconstpointer b)
{
    const Placed *x = a, *y = b;

    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return x->post < y->post ? -1 : x->post > y->post;
}

/* Those whose place has some of the key, by place. */
static GArray *
put_in_places(const GpSharers *self, const GpStaff *staff, GpKey key)
{
    GArray *placed = g_array_new(FALSE, FALSE, sizeof(Placed));

    for (guint i = 0; i < self->posts->len; i++) {
        Placed one = {.post = g_array_index(self->posts, guint, i),
                      .weight = g_array_index(self->weights, gint64, i)};

        one.place = place_of(staff, one.post, key);
        if (one.place >= 0 && staff->input->measures[one.place].amount > 0)
            g_array_append_val(placed, one);
    }
    g_array_sort(placed, compare_placed);
    return placed;
}

/* Parts a pool by place. Where nothing is known of its places it stays as it is. */
static void
part_by_place(GpSharers *self, const GpStaff *staff, GpKey key)
{
    g_autoptr(GArray) placed = put_in_places(self, staff, key);

    if (placed->len == 0)
        return;
    g_array_set_size(self->posts, 0);
    g_array_set_size(self->weights, 0);
    self->places = g_array_new(FALSE, FALSE, sizeof(gint64));
    self->ends = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < placed->len; i++) {
        const Placed *one = &g_array_index(placed, Placed, i);

        g_array_append_val(self->posts, one->post);
        g_array_append_val(self->weights, one->weight);
        if (i + 1 == placed->len || one[1].place != one->place) {
            g_array_append_val(self->places, staff->input->measures[one->place].amount);
            g_array_append_val(self->ends, self->posts->len);
        }
    }
}

void
gp_sharers_add_unknown_role(GpSharers *self, GpStaff *staff, const GpWhere *where)
{
    const char *role = gp_dict_name(staff->roles, where->role);
    const GpCatalogueRole *entry = gp_role_catalogue_find(staff->input->catalogue, role, NULL);
    const char *staff_group =
        g_string_chunk_insert_const(staff->year->texts, entry == NULL ? "" : entry->staff_group);
    guint post = add_post(staff, where, staff_group, entry);
    gint64 weight = 1;

    g_array_append_val(self->posts, post);
    g_array_append_val(self->weights, weight);
    self->reach = GP_REACH_DEPARTMENT;
}

GpSharers *
gp_sharers_find(const GpStaff *staff,
                const GpAttributionRule *rule,
                GpKey key,
                const GpWhere *where,
                const char *category,
                const char *activity)
{
    Search search = {rule, key, where, category, activity};
    GpSharers *self = sharers_new();

    collect_smallest(self, staff, &search);
    if (rule != NULL && measures_places(key))
        part_by_place(self, staff, key);
    return self;
}

static void
share_among(
    const GpSharers *self, guint start, guint end, GpInt128 kg, GpInt128 *sums, gsize stride)
{
    const gint64 *weights = (const gint64 *)(void *)self->weights->data;
    g_autofree GpInt128 *parts = NULL;

    if (end - start == 1) {
        sums[g_array_index(self->posts, guint, start) * stride] += kg;
        return;
    }
    parts = g_new(GpInt128, end - start);
    gp_share_exactly(kg, weights + start, end - start, parts);
    for (guint i = start; i < end; i++)
        sums[g_array_index(self->posts, guint, i) * stride] += parts[i - start];
}

void
gp_sharers_share(const GpSharers *self, GpInt128 kg, GpInt128 *sums, gsize stride)
{
    g_autofree GpInt128 *parts = NULL;

    if (self->places == NULL) {
        share_among(self, 0, self->posts->len, kg, sums, stride);
        return;
    }
    parts = g_new(GpInt128, self->places->len);
    gp_share_exactly(kg, (const gint64 *)(void *)self->places->data, self->places->len, parts);
    for (guint i = 0; i < self->places->len; i++)
        share_among(self, i == 0 ? 0 : g_array_index(self->ends, guint, i - 1),
                    g_array_index(self->ends, guint, i), parts[i], sums, stride);
}
