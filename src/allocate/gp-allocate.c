/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-sharers-private.h"
#include "gp-text.h"

#define NAMED_REASON "The data name the role."
#define NO_CONTROL_REASON "No role in the workforce decides on it."
#define NO_STAFF_REASON "Nobody is known to share it."

const GpBy gp_allocate_by = {{GP_BY_MONTH, GP_BY_CATEGORY, GP_BY_BOUNDARY, GP_BY_GAS,
                              GP_BY_ACTIVITY, GP_BY_SITE, GP_BY_DEPARTMENT, GP_BY_ROLE},
                             8};

/* Who gets a row: the same for all rows of one place, role and rule. The dictionaries take these
 * keys as bytes, so that they have no holes. */
typedef struct {
    const GpAttributionRule *rule; /* (nullable): the row names the role */
    guint32 role, site, department;
    guint32 activity; /* where roles must control it; else GP_DICT_NONE */
} PoolKey;

/* What is summed before it is shared, so that it does not matter into how many rows it was cut. */
typedef struct {
    guint32 moment; /* a month, boundary and gas */
    guint32 line;
    guint32 pool;
} SumKey;

#define N_KNOWN 4096 /* a power of two */

/* Ids by the address of a text, which is the same for the same label of many rows. What falls on a
 * place that is taken takes it over. */
typedef struct {
    const char *texts[N_KNOWN];
    guint32 ids[N_KNOWN];
} Known;

/* A line that a pool has, by the address of its category. */
typedef struct {
    const char *category;
    guint32 line;
    guint next; /* the place + 1 of another one of the pool; 0: none */
} PoolLine;

/* What the last row was given, for many rows side by side share labels. */
typedef struct {
    gboolean is_there;
    const char *labels[GP_N_DIMENSIONS];
    guint32 id;
} Last;

typedef struct {
    const GpAllocateInput *input;
    GpRoleYear *year;
    GpStaff staff;
    int at[GP_N_DIMENSIONS]; /* the place of each dimension among the labels */
    GpDict *activities;
    GpDict *named;      /* roles as the data name them */
    GArray *role_named; /* (element-type guint32) the staff's id of each */
    GpDict *ruled;      /* category and activity as one text */
    GPtrArray *rules;   /* (element-type GpAttributionRule) of each */
    GpDict *moments;
    GArray *slice_of_moment; /* (element-type guint) */
    GpDict *slices;
    GpDict *lines;
    GpDict *pool_keys;
    GPtrArray *pools; /* (element-type GpSharers) by id of its key */
    GpDict *sum_keys;
    GArray *sums; /* (element-type GpInt128) by id of its key */
    GString *text;
    Known *known_sites, *known_departments, *known_roles;
    GArray *pool_lines; /* (element-type PoolLine) */
    GArray *line_heads; /* (element-type guint) by pool: the place + 1 of its first one; 0: none */
    Last last_moment, last_rule;
} Allocation;

static void
allocation_init(Allocation *self, const GpAllocateInput *input)
{
    *self = (Allocation){
        .input = input,
        .year = gp_role_year_new(input->fy, input->workforce_fy, input->emissions->kg_places),
        .activities = gp_dict_new(),
        .named = gp_dict_new(),
        .role_named = g_array_new(FALSE, FALSE, sizeof(guint32)),
        .ruled = gp_dict_new(),
        .rules = g_ptr_array_new(),
        .moments = gp_dict_new(),
        .slice_of_moment = g_array_new(FALSE, FALSE, sizeof(guint)),
        .slices = gp_dict_new(),
        .lines = gp_dict_new(),
        .pool_keys = gp_dict_new(),
        .pools = g_ptr_array_new_with_free_func((GDestroyNotify)gp_sharers_free),
        .sum_keys = gp_dict_new(),
        .sums = g_array_new(FALSE, FALSE, sizeof(GpInt128)),
        .text = g_string_new(NULL),
        .known_sites = g_new0(Known, 1),
        .known_departments = g_new0(Known, 1),
        .known_roles = g_new0(Known, 1),
        .pool_lines = g_array_new(FALSE, FALSE, sizeof(PoolLine)),
        .line_heads = g_array_new(FALSE, TRUE, sizeof(guint))};
    for (guint i = 0; i < GP_N_DIMENSIONS; i++)
        self->at[i] = gp_by_find(&input->emissions->by, i);
    gp_staff_init(&self->staff, input, self->year);
    self->year->by = input->slices;
    self->year->matches = input->emissions->matches;
    self->year->total_kg = gp_emissions_total(input->emissions);
}

static void
allocation_clear(Allocation *self)
{
    gp_staff_clear(&self->staff);
    gp_dict_free(self->activities);
    gp_dict_free(self->named);
    g_array_unref(self->role_named);
    gp_dict_free(self->ruled);
    g_ptr_array_unref(self->rules);
    gp_dict_free(self->moments);
    g_array_unref(self->slice_of_moment);
    gp_dict_free(self->slices);
    gp_dict_free(self->lines);
    gp_dict_free(self->pool_keys);
    g_ptr_array_unref(self->pools);
    gp_dict_free(self->sum_keys);
    g_array_unref(self->sums);
    g_string_free(self->text, TRUE);
    g_free(self->known_sites);
    g_free(self->known_departments);
    g_free(self->known_roles);
    g_array_unref(self->pool_lines);
    g_array_unref(self->line_heads);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Allocation, allocation_clear)

static guint32
intern(GpDict *dict, const char *text)
{
    return gp_dict_intern(dict, text, strlen(text));
}

static const char *
label(const Allocation *self, const GpEmissionRow *row, GpDimension dimension)
{
    return row->labels[self->at[dimension]];
}

static guint32
intern_known(Known *self, GpDict *dict, const char *text)
{
    gsize hash = (gsize)text * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
    guint place = (guint)(hash >> 40) & (N_KNOWN - 1);

    if (self->texts[place] != text) {
        self->texts[place] = text;
        self->ids[place] = intern(dict, text);
    }
    return self->ids[place];
}

/* ---- months, boundaries and gases, and the slices that they fall in ---- */

static guint32
join_labels(Allocation *self, const GpEmissionRow *row, const GpBy *by, GpDict *dict)
{
    g_string_truncate(self->text, 0);
    for (guint i = 0; i < by->n; i++) {
        g_string_append(self->text, label(self, row, by->list[i]));
        g_string_append_c(self->text, '\x1f');
    }
    return gp_dict_intern(dict, self->text->str, self->text->len);
}

/* Whether the last row had the very same labels; else they are noted. */
static gboolean
is_as_last(const Allocation *self, Last *last, const GpEmissionRow *row, const GpBy *by)
{
    gboolean is_same = last->is_there;

    last->is_there = TRUE;
    for (guint i = 0; i < by->n; i++) {
        const char *text = label(self, row, by->list[i]);

        is_same &= last->labels[i] == text;
        last->labels[i] = text;
    }
    return is_same;
}

static guint
find_slice(Allocation *self, const GpEmissionRow *row)
{
    const GpBy *by = &self->input->slices;
    guint32 id = join_labels(self, row, by, self->slices);
    GpRoleSlice slice = {.kg = NULL};

    if (id < self->year->slices->len)
        return id;
    for (guint i = 0; i < by->n; i++)
        slice.labels[i] =
            g_string_chunk_insert_const(self->year->texts, label(self, row, by->list[i]));
    g_array_append_val(self->year->slices, slice);
    return id;
}

static guint32
find_moment(Allocation *self, const GpEmissionRow *row)
{
    static const GpBy by = {{GP_BY_MONTH, GP_BY_BOUNDARY, GP_BY_GAS}, 3};
    guint32 id;
    guint slice;

    if (is_as_last(self, &self->last_moment, row, &by))
        return self->last_moment.id;
    id = self->last_moment.id = join_labels(self, row, &by, self->moments);
    if (id == self->slice_of_moment->len) {
        slice = find_slice(self, row);
        g_array_append_val(self->slice_of_moment, slice);
    }
    return id;
}

/* ---- who gets a row, and in which line it stands ---- */

static GpKey
key_of(const Allocation *self, const GpAttributionRule *rule)
{
    if (!self->input->with_rivals || rule->belongs != GP_BELONGS_SHARED)
        return rule->key;
    return self->input->instead != NULL ? *self->input->instead : rule->rival_key;
}

static guint32
find_line(Allocation *self, const GpRoleLine *line)
{
    GpRoleLine kept = *line;
    guint32 id;

    g_string_printf(self->text, "%s\x1f%d\x1f%s\x1f%s\x1f%s", line->category, line->part, line->key,
                    line->pool, line->reason);
    id = gp_dict_intern(self->lines, self->text->str, self->text->len);
    if (id < self->year->lines->len)
        return id;
    kept.category = g_string_chunk_insert_const(self->year->texts, line->category);
    kept.reason = g_string_chunk_insert_const(self->year->texts, line->reason);
    g_array_append_val(self->year->lines, kept);
    return id;
}

static guint32
make_line(Allocation *self,
          const char *category,
          const GpAttributionRule *rule,
          const GpSharers *sharers)
{
    GpRoleLine line = {category, GP_PART_OWN, "", "", NAMED_REASON};

    if (rule != NULL && rule->belongs != GP_BELONGS_NOBODY && sharers->posts->len > 0)
        line =
            (GpRoleLine){category, rule->belongs == GP_BELONGS_OWN ? GP_PART_OWN : GP_PART_SHARED,
                         gp_key_name(key_of(self, rule)), gp_pool_name(rule->pool), rule->reason};
    else if (rule != NULL)
        line = (GpRoleLine){category, GP_PART_NOBODY, "", "",
                            rule->belongs == GP_BELONGS_NOBODY ? rule->reason
                            : rule->belongs == GP_BELONGS_OWN  ? NO_CONTROL_REASON
                                                               : NO_STAFF_REASON};
    return find_line(self, &line);
}

/* The line of what a pool has of a category. */
static guint32
line_of(Allocation *self, const char *category, const GpAttributionRule *rule, guint32 pool)
{
    PoolLine new = {.category = category};
    guint *head;

    if (pool >= self->line_heads->len)
        g_array_set_size(self->line_heads, pool + 1);
    head = &g_array_index(self->line_heads, guint, pool);
    for (guint place = *head; place != 0;) {
        const PoolLine *known = &g_array_index(self->pool_lines, PoolLine, place - 1);

        if (known->category == category)
            return known->line;
        place = known->next;
    }
    new.line = make_line(self, category, rule, self->pools->pdata[pool]);
    new.next = *head;
    g_array_append_val(self->pool_lines, new);
    *head = self->pool_lines->len;
    return new.line;
}

/* The staff's id of a role as the data name it: by that name, else by the one that the staff's year
 * has for it. */
static guint32
find_role(Allocation *self, const char *name)
{
    guint32 id = intern_known(self->known_roles, self->named, name);

    if (id == self->role_named->len) {
        const char *current =
            gp_role_lineage_current(self->input->lineage, name, self->input->workforce_fy);
        guint32 role = gp_staff_find_role(&self->staff, name);

        if (role == GP_DICT_NONE)
            role = gp_staff_find_role(&self->staff, current);
        if (role == GP_DICT_NONE)
            role = intern(self->staff.roles, current);
        g_array_append_val(self->role_named, role);
    }
    return g_array_index(self->role_named, guint32, id);
}

static GpWhere
where_is(Allocation *self, const GpEmissionRow *row)
{
    const char *role = label(self, row, GP_BY_ROLE);

    return (GpWhere){
        intern_known(self->known_sites, self->staff.sites, label(self, row, GP_BY_SITE)),
        intern_known(self->known_departments, self->staff.departments,
                     label(self, row, GP_BY_DEPARTMENT)),
        *role == '\0' ? GP_DICT_NONE : find_role(self, role)};
}

/* The category that rules go by: well-to-tank emissions go with the fuel they are of. */
static const char *
category_of(const Allocation *self, const GpEmissionRow *row)
{
    const GpAllocateInput *input = self->input;
    const char *category =
        input->category_of == NULL
            ? NULL
            : input->category_of(label(self, row, GP_BY_ACTIVITY), input->category_data);

    return category == NULL ? label(self, row, GP_BY_CATEGORY) : category;
}

static const GpAttributionRule *
find_rule(Allocation *self, const GpEmissionRow *row)
{
    static const GpBy by = {{GP_BY_CATEGORY, GP_BY_ACTIVITY}, 2};
    guint32 id;

    if (is_as_last(self, &self->last_rule, row, &by))
        return self->rules->pdata[self->last_rule.id];
    id = self->last_rule.id = join_labels(self, row, &by, self->ruled);
    if (id == self->rules->len)
        g_ptr_array_add(self->rules, (gpointer)gp_attribution_find(
                                         self->input->attribution, category_of(self, row),
                                         label(self, row, GP_BY_ACTIVITY)));
    return self->rules->pdata[id];
}

/* Whether a larger place shares it than the one that the row names. */
static gboolean
is_wider(const Allocation *self,
         const GpAttributionRule *rule,
         const GpWhere *where,
         const GpSharers *sharers)
{
    if (rule->pool == GP_POOL_DEPARTMENT && where->department != self->staff.nowhere_department)
        return sharers->reach > GP_REACH_DEPARTMENT;
    return rule->pool != GP_POOL_TRUST && where->site != self->staff.nowhere_site &&
           sharers->reach > GP_REACH_SITE;
}

static const char *
place_name(Allocation *self, const GpWhere *where)
{
    const char *site = gp_dict_name(self->staff.sites, where->site);
    const char *department = gp_dict_name(self->staff.departments, where->department);

    if (*department == '\0')
        return site;
    g_string_printf(self->text, "%s%s%s", department, *site == '\0' ? "" : " at ", site);
    return self->text->str;
}

static guint32
find_pool(Allocation *self,
          const GpEmissionRow *row,
          const GpAttributionRule *rule,
          const GpWhere *where)
{
    const char *activity = label(self, row, GP_BY_ACTIVITY);
    PoolKey key = {rule, where->role, where->site, where->department, GP_DICT_NONE};
    GpSharers *sharers;
    guint32 id;

    if (rule != NULL && rule->belongs == GP_BELONGS_OWN)
        key.activity = intern(self->activities, activity);
    id = gp_dict_intern(self->pool_keys, (const char *)&key, sizeof key);
    if (id < self->pools->len)
        return id;
    sharers = gp_sharers_find(&self->staff, rule, rule == NULL ? GP_KEY_WTE : key_of(self, rule),
                              where, category_of(self, row), activity);
    g_ptr_array_add(self->pools, sharers);
    if (rule != NULL && rule->belongs == GP_BELONGS_SHARED && is_wider(self, rule, where, sharers))
        g_ptr_array_add(self->year->without_staff,
                        g_string_chunk_insert_const(self->year->texts, place_name(self, where)));
    return id;
}

/* Forgets what the rule does not look at, so that what the same people share is summed first. */
static void
leave_out_unasked(const Allocation *self, const GpAttributionRule *rule, GpWhere *where)
{
    if (rule->belongs == GP_BELONGS_NOBODY || rule->pool != GP_POOL_DEPARTMENT)
        where->department = self->staff.nowhere_department;
    if (rule->belongs == GP_BELONGS_NOBODY || rule->pool == GP_POOL_TRUST)
        where->site = self->staff.nowhere_site;
}

static void
add_row(Allocation *self, const GpEmissionRow *row)
{
    const char *category = label(self, row, GP_BY_CATEGORY);
    GpWhere where = where_is(self, row);
    const GpAttributionRule *rule = NULL;
    SumKey key;
    guint32 id;

    if (where.role == GP_DICT_NONE) {
        rule = find_rule(self, row);
        leave_out_unasked(self, rule, &where);
    }
    key.pool = find_pool(self, row, rule, &where);
    key.line = line_of(self, category, rule, key.pool);
    key.moment = find_moment(self, row);
    id = gp_dict_intern(self->sum_keys, (const char *)&key, sizeof key);
    if (id == self->sums->len)
        g_array_append_val(self->sums, row->kg_co2e);
    else
        g_array_index(self->sums, GpInt128, id) += row->kg_co2e;
}

/* ---- sharing ---- */

static int
compare_lines(gconstpointer a, gconstpointer b, gpointer data)
{
    const GpRoleYear *year = data;
    const GpRoleLine *x = gp_role_year_line(year, *(const guint *)a);
    const GpRoleLine *y = gp_role_year_line(year, *(const guint *)b);
    int order = strcmp(x->category, y->category);

    if (order == 0)
        order = (int)x->part - (int)y->part;
    if (order == 0)
        order = strcmp(x->key, y->key);
    return order != 0 ? order : strcmp(x->reason, y->reason);
}

/* Puts the lines in order. Returns: (transfer full): the new place of each */
static guint *
sort_lines(GpRoleYear *year)
{
    g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(guint));
    GArray *sorted = g_array_new(FALSE, FALSE, sizeof(GpRoleLine));
    guint *places = g_new(guint, year->lines->len);

    for (guint i = 0; i < year->lines->len; i++)
        g_array_append_val(order, i);
    g_array_sort_with_data(order, compare_lines, year);
    for (guint i = 0; i < order->len; i++) {
        places[g_array_index(order, guint, i)] = i;
        g_array_append_vals(sorted, gp_role_year_line(year, g_array_index(order, guint, i)), 1);
    }
    g_array_unref(year->lines);
    year->lines = sorted;
    return places;
}

static void
share_all(Allocation *self)
{
    GpRoleYear *year = self->year;
    guint n_lines = year->lines->len;
    g_autofree guint *places = sort_lines(year);

    for (guint i = 0; i < year->slices->len; i++) {
        GpRoleSlice *slice = &g_array_index(year->slices, GpRoleSlice, i);

        slice->kg = g_new0(GpInt128, (gsize)year->posts->len * n_lines);
        slice->not_allocated = g_new0(GpInt128, n_lines);
    }
    for (guint i = 0; i < self->sums->len; i++) {
        GpInt128 kg = g_array_index(self->sums, GpInt128, i);
        GpRoleSlice *slice;
        SumKey key;
        guint line;

        memcpy(&key, gp_dict_name(self->sum_keys, i), sizeof key);
        line = places[key.line];
        slice = &g_array_index(year->slices, GpRoleSlice,
                               g_array_index(self->slice_of_moment, guint, key.moment));
        if (gp_role_year_line(year, line)->part == GP_PART_NOBODY)
            slice->not_allocated[line] += kg;
        else
            gp_sharers_share(self->pools->pdata[key.pool], kg, slice->kg + line, n_lines);
    }
}

/* Each place once, in byte order. */
static void
sort_places(GPtrArray *places)
{
    guint n = 0;

    g_ptr_array_sort(places, gp_text_compare);
    for (guint i = 0; i < places->len; i++) {
        if (n == 0 || !g_str_equal(places->pdata[n - 1], places->pdata[i]))
            places->pdata[n++] = places->pdata[i];
    }
    g_ptr_array_set_size(places, (int)n);
}

static int
compare_slices(gconstpointer a, gconstpointer b, gpointer data)
{
    const GpRoleSlice *x = a, *y = b;
    int order = 0;

    for (guint i = 0; order == 0 && i < ((const GpBy *)data)->n; i++)
        order = strcmp(x->labels[i], y->labels[i]);
    return order;
}

GpRoleYear *
gp_allocate(const GpAllocateInput *input)
{
    g_auto(Allocation) allocation;

    allocation_init(&allocation, input);
    for (guint i = 0; i < input->emissions->rows->len; i++)
        add_row(&allocation, &g_array_index(input->emissions->rows, GpEmissionRow, i));
    share_all(&allocation);
    sort_places(allocation.year->without_staff);
    g_array_sort_with_data(allocation.year->slices, compare_slices, (gpointer)&input->slices);
    return allocation.year;
}
