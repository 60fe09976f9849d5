/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-shelf-private.h"

static guint32
look_up(const GpDict *dict, const char *text)
{
    return gp_dict_lookup(dict, text, strlen(text));
}

void
gp_left_out_init(GpLeftOut *self, const GpBook *book, const GpCube *cube)
{
    const GpDict *sources = gp_cube_sources(cube);
    guint n_entries = book->set_aside->len;

    *self = (GpLeftOut){.book = book,
                        .is_uncounted = g_new0(gboolean, gp_dict_size(sources)),
                        .activities = g_new(guint32, n_entries),
                        .sites = g_new(guint32, n_entries),
                        .is_met = g_new0(gboolean, n_entries)};
    for (guint32 id = 0; id < gp_dict_size(sources); id++)
        self->is_uncounted[id] = g_hash_table_contains(book->uncounted, gp_dict_name(sources, id));
    for (guint i = 0; i < n_entries; i++) {
        const GpSetAside *entry = g_ptr_array_index(book->set_aside, i);

        self->activities[i] = look_up(gp_cube_activities(cube), entry->activity);
        self->sites[i] = look_up(gp_cube_sites(cube), entry->site);
    }
}

void
gp_left_out_clear(GpLeftOut *self)
{
    g_free(self->is_uncounted);
    g_free(self->activities);
    g_free(self->sites);
    g_free(self->is_met);
}

/* The entry of what is set aside that a cell falls under, or -1. */
static int
find_set_aside(const GpLeftOut *self, const GpCube *cube, guint32 time, const GpCell *cell)
{
    GpSpan days;
    guint32 activity, site;

    if (self->book->set_aside->len == 0)
        return -1;
    days = gp_cube_time(cube, time).span;
    activity = gp_cube_what(cube, cell->what).activity;
    site = gp_cube_who(cube, cell->who)->site;
    for (guint i = 0; i < self->book->set_aside->len; i++) {
        const GpSetAside *entry = g_ptr_array_index(self->book->set_aside, i);

        if (self->activities[i] == activity && entry->period.first <= days.first &&
            days.last <= entry->period.last && (*entry->site == '\0' || self->sites[i] == site))
            return (int)i;
    }
    return -1;
}

gboolean
gp_left_out_has(GpLeftOut *self, const GpCube *cube, guint32 time, const GpCell *cell)
{
    int entry;

    if (self->is_uncounted[gp_cube_who(cube, cell->who)->source])
        return self->is_uncounted_met = TRUE;
    entry = find_set_aside(self, cube, time, cell);
    if (entry < 0)
        return FALSE;
    return self->is_met[entry] = TRUE;
}

static void
warn_of_set_aside(const GpLeftOut *self, GpIssueList *issues)
{
    g_autoptr(GString) list = g_string_new(NULL);

    for (guint i = 0; i < self->book->set_aside->len; i++) {
        const GpSetAside *entry = g_ptr_array_index(self->book->set_aside, i);
        char period[GP_SPAN_TEXT];

        if (!self->is_met[i])
            continue;
        gp_span_print(entry->period, period);
        g_string_append_printf(list, "%s%s %s%s%s", list->len == 0 ? "" : ", ", entry->activity,
                               period, *entry->site == '\0' ? "" : " ", entry->site);
    }
    if (list->len > 0)
        gp_issue_list_add(issues, GP_SEVERITY_WARNING, "set-aside",
                          "set aside and not in the figures, for the reasons in set-aside.csv: %s",
                          list->str);
}

static void
note_uncounted(const GpLeftOut *self, GpIssueList *issues)
{
    g_autoptr(GList) names = g_hash_table_get_keys(self->book->uncounted);
    g_autoptr(GString) list = g_string_new(NULL);

    names = g_list_sort(names, (GCompareFunc)strcmp);
    for (const GList *name = names; name != NULL; name = name->next)
        g_string_append_printf(list, "%s%s", list->len == 0 ? "" : ", ", (char *)name->data);
    if (self->is_uncounted_met)
        gp_issue_list_add(issues, GP_SEVERITY_NOTE, "not-counted",
                          "not in the figures, because their settings say counts=no: %s",
                          list->str);
}

void
gp_left_out_tell(const GpLeftOut *self, GpIssueList *issues)
{
    warn_of_set_aside(self, issues);
    note_uncounted(self, issues);
}
