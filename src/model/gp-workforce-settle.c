/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-number.h"
#include "gp-workforce-private.h"

#define MAX_TOTAL (1000 * (GpInt128)GP_MAX_STAFF) /* of all extracts: 50 years of the whole NHS */

static const GpPost *
post_at(const GpWorkforce *self, guint i)
{
    return &g_array_index(self->posts, GpPost, i);
}

static const GpPostNames *
names_at(const GpWorkforce *self, guint i)
{
    return &g_array_index(self->names, GpPostNames, i);
}

static gboolean
is_same_period(GpSpan a, GpSpan b)
{
    return a.first == b.first && a.last == b.last;
}

static gboolean
is_same_place(const GpWorkforce *self, guint a, guint b)
{
    const GpPostNames *x = names_at(self, a), *y = names_at(self, b);

    return is_same_period(post_at(self, a)->period, post_at(self, b)->period) &&
           x->site == y->site && x->department == y->department && x->role == y->role;
}

/* ---- order ---- */

typedef enum {
    BY_STAFF_GROUP,
    BY_ROLE,
    BY_DEPARTMENT,
    BY_SITE,
    BY_LAST_DAY,
    BY_FIRST_DAY,
} Column;

/* Posts by number, sorted by one column after another, the last one first in rank. Each column is
 * small numbers, so counting how many posts have each of them tells where they go. */
typedef struct {
    const GpWorkforce *workforce;
    guint32 *ranks;    /* of its texts */
    GpDay first_day;   /* of all periods */
    guint32 n_days;    /* from the first one to the last one of all periods */
    guint32 *counts;   /* room to count in */
    guint32 *keys;     /* of each post in @order */
    guint32 *order, n; /* posts, by their place in the workforce */
    guint32 *spare;
} Sorter;

static void
sorter_clear(Sorter *self)
{
    g_free(self->ranks);
    g_free(self->counts);
    g_free(self->keys);
    g_free(self->order);
    g_free(self->spare);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sorter, sorter_clear)

static Sorter
sorter_new(const GpWorkforce *workforce, guint first, guint n)
{
    guint32 n_texts = gp_dict_size(workforce->texts);
    Sorter self = {.workforce = workforce,
                   .ranks = gp_dict_ranks(workforce->texts),
                   .first_day = n == 0 ? 0 : post_at(workforce, first)->period.first,
                   .keys = g_new(guint32, n),
                   .order = g_new(guint32, n),
                   .n = n,
                   .spare = g_new(guint32, n)};
    GpDay last_day = self.first_day;

    for (guint i = 0; i < n; i++) {
        GpSpan period = post_at(workforce, first + i)->period;

        self.first_day = MIN(self.first_day, period.first);
        last_day = MAX(last_day, period.last);
        self.order[i] = first + i;
    }
    self.n_days = (guint32)(last_day - self.first_day) + 1;
    self.counts = g_new(guint32, MAX(n_texts, self.n_days) + 1);
    return self;
}

static guint32
key_of(const Sorter *self, guint32 post, Column column)
{
    const GpPostNames *names = names_at(self->workforce, post);

    switch (column) {
    case BY_STAFF_GROUP:
        return self->ranks[names->staff_group];
    case BY_ROLE:
        return self->ranks[names->role];
    case BY_DEPARTMENT:
        return self->ranks[names->department];
    case BY_SITE:
        return self->ranks[names->site];
    case BY_LAST_DAY:
        return (guint32)(post_at(self->workforce, post)->period.last - self->first_day);
    case BY_FIRST_DAY:
    default:
        return (guint32)(post_at(self->workforce, post)->period.first - self->first_day);
    }
}

static void
sort_by(Sorter *self, Column column)
{
    gsize n_keys = column >= BY_LAST_DAY ? self->n_days : gp_dict_size(self->workforce->texts);
    guint32 *order = self->order;

    memset(self->counts, 0, (n_keys + 1) * sizeof *self->counts);
    for (guint32 i = 0; i < self->n; i++) {
        self->keys[i] = key_of(self, order[i], column);
        self->counts[self->keys[i] + 1]++;
    }
    for (gsize key = 1; key < n_keys; key++)
        self->counts[key] += self->counts[key - 1];
    for (guint32 i = 0; i < self->n; i++)
        self->spare[self->counts[self->keys[i]]++] = order[i];
    self->order = self->spare;
    self->spare = order;
}

/* All posts by period, site, department, role and staff group. */
static Sorter
sort_all(const GpWorkforce *workforce)
{
    Sorter self = sorter_new(workforce, 0, workforce->posts->len);

    for (Column column = BY_STAFF_GROUP; column <= BY_FIRST_DAY; column++)
        sort_by(&self, column);
    return self;
}

gboolean
gp_workforce_has_repeats(const GpWorkforce *self)
{
    g_auto(Sorter) sorter = sort_all(self);

    for (guint32 i = 1; i < sorter.n; i++) {
        if (is_same_place(self, sorter.order[i - 1], sorter.order[i]))
            return TRUE;
    }
    return FALSE;
}

GArray *
gp_workforce_year(const GpWorkforce *self, int fy)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(guint));
    guint n_extracts = 0, first = 0, n = 0;

    for (guint i = 0; i < self->extracts->len; i++) {
        const GpExtract *extract = &g_array_index(self->extracts, GpExtract, i);

        if (extract->fy != fy)
            continue;
        first = n_extracts++ == 0 ? extract->first : first;
        n += extract->n;
    }
    if (n_extracts > 1) {
        g_auto(Sorter) sorter = sorter_new(self, first, n);

        for (Column column = BY_ROLE; column <= BY_SITE; column++)
            sort_by(&sorter, column);
        g_array_append_vals(places, sorter.order, n);
        return places;
    }
    for (guint i = first; i < first + n; i++)
        g_array_append_val(places, i);
    return places;
}

/* Moves the posts into the order of @sorter, which is used up: what belongs in a place that was
 * emptied leaves the next one empty, until the first one's content has found its own. */
static void
move_posts(GpWorkforce *self, const Sorter *sorter)
{
    GpPost *posts = (GpPost *)(void *)self->posts->data;
    GpPostNames *names = (GpPostNames *)(void *)self->names->data;
    guint32 *from = sorter->order;

    for (guint32 i = 0; i < sorter->n; i++) {
        GpPost post = posts[i];
        GpPostNames post_names = names[i];
        guint32 empty = i;

        while (from[empty] != i) {
            guint32 next = from[empty];

            posts[empty] = posts[next];
            names[empty] = names[next];
            from[empty] = empty;
            empty = next;
        }
        posts[empty] = post;
        names[empty] = post_names;
        from[empty] = empty;
    }
}

/* ---- adding up ---- */

static gboolean
check_total(const GpWorkforce *self, GError **error)
{
    GpInt128 wte = 0, people = 0;

    for (guint i = 0; i < self->posts->len; i++) {
        wte += post_at(self, i)->wte_micro;
        people += MAX(post_at(self, i)->headcount, 0);
    }
    return (wte <= MAX_TOTAL * GP_MICRO && people <= MAX_TOTAL) ||
           gp_throw(error, GP_ERROR_MALFORMED,
                    "the staff of all extracts comes to more than a thousand million people");
}

static void
take_in(GpPost *self, const GpPost *other)
{
    self->wte_micro += other->wte_micro;
    self->headcount =
        self->headcount < 0 || other->headcount < 0 ? -1 : self->headcount + other->headcount;
}

/* Adds up @n posts of one place, from @first on and sorted by staff group: that with the most WTE
 * stands for all of them, the first of equal ones. Returns: whether there were several. */
static gboolean
add_place(const GpWorkforce *self, guint first, guint n, GpPost *out_post, GpPostNames *out_names)
{
    guint most = first;
    gint64 most_wte = -1, wte = 0;
    gboolean has_several = FALSE;

    *out_post = *post_at(self, first);
    for (guint i = first; i < first + n; i++) {
        gboolean is_last = i + 1 == first + n;

        if (i > first)
            take_in(out_post, post_at(self, i));
        wte += post_at(self, i)->wte_micro;
        if (!is_last && names_at(self, i + 1)->staff_group == names_at(self, i)->staff_group)
            continue;
        has_several = has_several || !is_last;
        if (wte > most_wte)
            most = i, most_wte = wte;
        wte = 0;
    }
    *out_names = *names_at(self, most);
    out_post->staff_group = post_at(self, most)->staff_group;
    return has_several;
}

/* Makes one of all posts of a place; they are sorted. Receives the roles with several staff
 * groups. */
static void
fold(GpWorkforce *self, GpNameList *roles)
{
    guint n_places = 0;

    for (guint i = 0, n; i < self->posts->len; i += n, n_places++) {
        GpPost post;
        GpPostNames names;

        for (n = 1; i + n < self->posts->len && is_same_place(self, i, i + n);)
            n++;
        if (add_place(self, i, n, &post, &names))
            gp_name_list_add(roles, post.role);
        g_array_index(self->posts, GpPost, n_places) = post;
        g_array_index(self->names, GpPostNames, n_places) = names;
    }
    g_array_set_size(self->posts, n_places);
    g_array_set_size(self->names, n_places);
}

static void
list_extracts(GpWorkforce *self)
{
    GpExtract *last = NULL;

    g_array_set_size(self->extracts, 0);
    for (guint i = 0; i < self->posts->len; i++) {
        GpSpan period = post_at(self, i)->period;

        if (last == NULL || !is_same_period(last->period, period)) {
            GpExtract extract = {period, gp_fy_of_day(period.first), i, 0};

            g_array_append_val(self->extracts, extract);
            last = &g_array_index(self->extracts, GpExtract, self->extracts->len - 1);
        }
        last->n++;
    }
}

gboolean
gp_workforce_settle(GpWorkforce *self, GpIssueList *issues, GError **error)
{
    g_auto(GpNameList) roles = gp_name_list_new();
    g_auto(Sorter) sorter = {0};

    if (!check_total(self, error))
        return FALSE;
    sorter = sort_all(self);
    move_posts(self, &sorter);
    fold(self, &roles);
    list_extracts(self);
    if (gp_name_list_size(&roles) > 0) {
        g_autofree char *list = gp_name_list_print(&roles);

        gp_issue_list_add(issues, GP_SEVERITY_NOTE, "several-staff-groups",
                          "in some places a role has several staff groups, and the one with the "
                          "most WTE is taken: %s",
                          list);
    }
    return TRUE;
}
