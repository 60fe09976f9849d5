/* SPDX-License-Identifier: MIT */
#include "gp-workforce.h"

#include <string.h>

#include "gp-error.h"
#include "gp-number.h"
#include "gp-text.h"
#include "gp-workforce-private.h"

#define MAX_TOTAL (1000 * (GpInt128)GP_MAX_STAFF) /* of all extracts: 50 years of the whole NHS */

GpWorkforce *
gp_workforce_new(void)
{
    GpWorkforce *self = g_new0(GpWorkforce, 1);

    self->posts = g_array_new(FALSE, FALSE, sizeof(GpPost));
    self->texts = g_string_chunk_new(4096);
    return self;
}

void
gp_workforce_free(GpWorkforce *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->posts);
    g_string_chunk_free(self->texts);
    g_free(self);
}

void
gp_workforce_add(GpWorkforce *self, const GpPost *post)
{
    GpPost own = *post;

    own.site = g_string_chunk_insert_const(self->texts, post->site);
    own.department = g_string_chunk_insert_const(self->texts, post->department);
    own.role = g_string_chunk_insert_const(self->texts, post->role);
    own.staff_group = g_string_chunk_insert_const(self->texts, post->staff_group);
    g_array_append_val(self->posts, own);
}

/* ---- adding up ---- */

static int
compare_days(GpDay a, GpDay b)
{
    return (a > b) - (a < b);
}

/* By where and when. */
static int
compare_places(const GpPost *a, const GpPost *b)
{
    int order = compare_days(a->period.first, b->period.first);

    if (order == 0)
        order = compare_days(a->period.last, b->period.last);
    if (order == 0)
        order = strcmp(a->site, b->site);
    if (order == 0)
        order = strcmp(a->department, b->department);
    return order == 0 ? strcmp(a->role, b->role) : order;
}

static int
compare_with_group(gconstpointer a, gconstpointer b)
{
    const GpPost *x = a, *y = b;
    int order = compare_places(x, y);

    return order == 0 ? strcmp(x->staff_group, y->staff_group) : order;
}

/* Within a place, the staff group with the most WTE first. */
static int
compare_with_size(gconstpointer a, gconstpointer b)
{
    const GpPost *x = a, *y = b;
    int order = compare_places(x, y);

    if (order == 0)
        order = (x->wte_micro < y->wte_micro) - (x->wte_micro > y->wte_micro);
    return order == 0 ? strcmp(x->staff_group, y->staff_group) : order;
}

static void
take_in(GpPost *self, const GpPost *other)
{
    self->wte_micro += other->wte_micro;
    self->headcount =
        self->headcount < 0 || other->headcount < 0 ? -1 : self->headcount + other->headcount;
}

/* Adds up neighbours that @compare says are the same. */
static void
fold(GArray *posts, GCompareFunc compare)
{
    guint n = 0;

    for (guint i = 0; i < posts->len; i++) {
        const GpPost *post = &g_array_index(posts, GpPost, i);
        GpPost *last = n == 0 ? NULL : &g_array_index(posts, GpPost, n - 1);

        if (last != NULL && compare(last, post) == 0)
            take_in(last, post);
        else
            g_array_index(posts, GpPost, n++) = *post;
    }
    g_array_set_size(posts, n);
}

static int
compare_posts(gconstpointer a, gconstpointer b)
{
    return compare_places(a, b);
}

gboolean
gp_workforce_has_repeats(GpWorkforce *self)
{
    g_array_sort(self->posts, compare_posts);
    for (guint i = 1; i < self->posts->len; i++) {
        const GpPost *post = &g_array_index(self->posts, GpPost, i);

        if (compare_places(post - 1, post) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
check_total(const GpWorkforce *self, GError **error)
{
    GpInt128 wte = 0, people = 0;

    for (guint i = 0; i < self->posts->len; i++) {
        const GpPost *post = &g_array_index(self->posts, GpPost, i);

        wte += post->wte_micro;
        people += MAX(post->headcount, 0);
    }
    return (wte <= MAX_TOTAL * GP_MICRO && people <= MAX_TOTAL) ||
           gp_throw(error, GP_ERROR_MALFORMED,
                    "the staff of all extracts comes to more than a thousand million people");
}

static void
note_groups(const GpWorkforce *self, GpIssueList *issues)
{
    g_auto(GpNameList) roles = gp_name_list_new();

    for (guint i = 1; i < self->posts->len; i++) {
        const GpPost *post = &g_array_index(self->posts, GpPost, i);

        if (compare_places(post - 1, post) == 0)
            gp_name_list_add(&roles, post->role);
    }
    if (gp_name_list_size(&roles) > 0) {
        g_autofree char *list = gp_name_list_print(&roles);

        gp_issue_list_add(issues, GP_SEVERITY_NOTE, "several-staff-groups",
                          "in some places a role has several staff groups, and the one with the "
                          "most WTE is taken: %s",
                          list);
    }
}

gboolean
gp_workforce_settle(GpWorkforce *self, GpIssueList *issues, GError **error)
{
    if (!check_total(self, error))
        return FALSE;
    g_array_sort(self->posts, compare_with_group);
    fold(self->posts, compare_with_group);
    g_array_sort(self->posts, compare_with_size);
    note_groups(self, issues);
    fold(self->posts, compare_posts);
    return TRUE;
}

/* ---- which years ---- */

int
gp_workforce_nearest_fy(const GpWorkforce *self, int fy)
{
    int earlier = 0, later = 0;

    for (guint i = 0; i < self->posts->len; i++) {
        int year = gp_fy_of_day(g_array_index(self->posts, GpPost, i).period.first);

        if (year <= fy)
            earlier = MAX(earlier, year);
        else
            later = later == 0 ? year : MIN(later, year);
    }
    return earlier != 0 ? earlier : later;
}

guint
gp_workforce_n_extracts(const GpWorkforce *self, int fy)
{
    g_autoptr(GHashTable) periods = g_hash_table_new(g_direct_hash, g_direct_equal);

    for (guint i = 0; i < self->posts->len; i++) {
        GpSpan period = g_array_index(self->posts, GpPost, i).period;

        if (gp_fy_of_day(period.first) == fy)
            g_hash_table_add(periods,
                             GSIZE_TO_POINTER((gsize)period.first << 32 | (guint32)period.last));
    }
    return g_hash_table_size(periods);
}

/* ---- names for a message ---- */

GpNameList
gp_name_list_new(void)
{
    return (GpNameList){g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
}

void
gp_name_list_clear(GpNameList *self)
{
    g_clear_pointer(&self->names, g_hash_table_unref);
}

void
gp_name_list_add(GpNameList *self, const char *name)
{
    g_hash_table_add(self->names, g_strdup(name));
}

guint
gp_name_list_size(const GpNameList *self)
{
    return g_hash_table_size(self->names);
}

char *
gp_name_list_print(const GpNameList *self)
{
    g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(self->names), (GCompareFunc)strcmp);
    GString *out = g_string_new(NULL);
    guint n = 0;

    for (const GList *name = names; name != NULL && n < GP_MAX_NAMES_TOLD; name = name->next) {
        g_autofree char *quoted = gp_text_quoted(name->data);

        g_string_append_printf(out, "%s“%s”", n++ == 0 ? "" : ", ", quoted);
    }
    if (gp_name_list_size(self) > n)
        g_string_append_printf(out, " and %u more", gp_name_list_size(self) - n);
    return g_string_free(out, FALSE);
}
