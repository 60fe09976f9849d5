/* SPDX-License-Identifier: MIT */
#include "gp-roles-chart-private.h"

#include <string.h>

#define MOST_MEMBERS 8 /* named of each row that is put together */
#define MAX_KG_PER_WTE G_GINT64_CONSTANT(1000000000000)

static gint64
kg_of(const GpRolePublishedFigure *figure)
{
    return (gint64)CLAMP(figure->kg_per_wte, -MAX_KG_PER_WTE, MAX_KG_PER_WTE);
}

static gboolean
is_total_of_year(const GpRoleBars *self, const GpRolePublishedFigure *figure)
{
    return figure->fy == self->fy && figure->table == GP_ROLE_PUBLISHED_ROLES &&
           g_str_equal(figure->category, GP_ROLE_PUBLISHED_EVERY);
}

/* A row of a part follows that of the whole. */
static void
take_part(GpRoleBar *bar, const GpRolePublishedFigure *figure)
{
    if (!figure->is_shown)
        bar->is_parted = FALSE;
    else if (figure->part == GP_ROLE_PUBLISHED_OWN)
        bar->own = kg_of(figure);
    else
        bar->shared = kg_of(figure);
}

static void
take_whole(GpRoleBars *self, const GpRolePublishedFigure *figure)
{
    GpRoleBar bar = {.name = figure->role, .is_parted = TRUE};

    if (g_str_equal(figure->role, GP_ROLE_PUBLISHED_EVERY)) {
        self->has_mean = figure->is_shown && figure->has_per_wte;
        self->mean = self->has_mean ? kg_of(figure) : 0;
        return;
    }
    if (!figure->is_shown) {
        self->n_hidden++;
        return;
    }
    if (!figure->has_per_wte)
        return;
    bar.kg_per_wte = kg_of(figure);
    g_array_append_val(self->bars, bar);
}

/* Parts of a role whose whole is no bar have none to go to. */
static void
take_figures(GpRoleBars *self)
{
    const GpRolePublished *published = self->chart->published;

    for (guint i = 0; i < published->figures->len; i++) {
        const GpRolePublishedFigure *figure = gp_role_published_figure(published, i);
        GpRoleBar *last = self->bars->len == 0
                              ? NULL
                              : &g_array_index(self->bars, GpRoleBar, self->bars->len - 1);

        if (!is_total_of_year(self, figure))
            continue;
        if (figure->part == GP_ROLE_PUBLISHED_ALL)
            take_whole(self, figure);
        else if (last != NULL && g_str_equal(last->name, figure->role))
            take_part(last, figure);
    }
}

static int
compare_bars(gconstpointer a, gconstpointer b)
{
    const GpRoleBar *x = a, *y = b;

    if (x->kg_per_wte != y->kg_per_wte)
        return x->kg_per_wte > y->kg_per_wte ? -1 : 1;
    return strcmp(x->name, y->name);
}

GpRoleBars *
gp_role_bars_new(const GpRolesChart *chart)
{
    GpRoleBars *self = g_new0(GpRoleBars, 1);
    const GArray *fys = chart->published == NULL ? NULL : chart->published->fys;

    self->chart = chart;
    self->bars = g_array_new(FALSE, FALSE, sizeof(GpRoleBar));
    self->fy = chart->fy;
    if (self->fy == 0 && fys != NULL && fys->len > 0)
        self->fy = g_array_index(fys, int, fys->len - 1);
    if (fys != NULL)
        take_figures(self);
    g_array_sort(self->bars, compare_bars);
    self->n_shown = MIN(self->bars->len, GP_ROLES_SHOWN);
    return self;
}

void
gp_role_bars_free(GpRoleBars *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->bars);
    g_free(self);
}

char *
gp_words_roles_title(const GpRoleBars *self)
{
    g_autofree char *high = NULL;
    g_autofree char *low = NULL;

    if (self->bars->len == 0)
        return g_strdup("No footprint of a role can be shown yet");
    high = gp_words_number((double)gp_role_bar(self, 0)->kg_per_wte, 0, FALSE);
    low = gp_words_number((double)gp_role_bar(self, self->bars->len - 1)->kg_per_wte, 0, FALSE);
    if (self->bars->len == 1)
        return g_strdup_printf("The footprint of the one role shown is %s kg for each WTE", high);
    if (g_str_equal(low, high))
        return g_strdup_printf("The footprint of every role is about %s kg for each WTE", high);
    return g_strdup_printf("The footprint of a role is between %s and %s kg for each WTE", low,
                           high);
}

char *
gp_words_roles_subtitle(const GpRoleBars *self)
{
    const char *trust = self->chart->subject.trust_name;
    g_autofree char *fy = self->fy == 0 ? NULL : gp_words_fy(self->fy);
    const char *comma = *trust == '\0' ? "" : ", ";

    if (fy == NULL)
        return g_strdup_printf("Footprint of roles%s%s", comma, trust);
    return g_strdup_printf("Footprint of roles for each whole-time equivalent (WTE)%s%s, "
                           "financial year %s",
                           comma, trust, fy);
}

/* Whether a group stands behind a bar, rather than behind a row that is not shown or one of
 * categories. */
static gboolean
is_row(const GpRoleBars *self, const GpRolePublishedGroup *group)
{
    for (guint i = 0; i < self->n_shown; i++) {
        if (g_str_equal(gp_role_bar(self, i)->name, group->row))
            return group->fy == self->fy;
    }
    return FALSE;
}

static void
append_groups(const GpRoleBars *self, GString *out)
{
    const GPtrArray *groups = self->chart->published->groups;
    const char *between = " Put together: ";

    for (guint i = 0; i < groups->len; i++) {
        const GpRolePublishedGroup *group = groups->pdata[i];
        g_autofree char *row = gp_picture_text(group->row, 60);
        g_autofree char *members = NULL;

        if (!is_row(self, group))
            continue;
        members = gp_words_list_some(group->members, MOST_MEMBERS, "more role", "more roles");
        g_string_append_printf(out, "%s%s (%s)", between, row, members);
        between = "; ";
    }
    if (!g_str_has_prefix(between, " "))
        g_string_append_c(out, '.');
}

char *
gp_words_roles_method(const GpRoleBars *self)
{
    const GpRolePublished *published = self->chart->published;
    GString *out = g_string_new(NULL);

    if (published == NULL)
        return g_string_free(out, FALSE);
    g_string_append_printf(
        out, "Rounded to %d kg; nothing here is about fewer than %" G_GINT64_FORMAT " people.",
        GP_ROLE_PUBLISHED_KG_PER_WTE_STEP, published->threshold);
    if (self->bars->len > self->n_shown)
        g_string_append_printf(out, " The %u largest of %u are shown.", self->n_shown,
                               self->bars->len);
    if (self->n_hidden > 0) {
        g_autofree char *hidden = gp_words_count(self->n_hidden, "role is", "roles are");

        g_string_append_printf(out,
                               " %s not shown alone: of few people, or so that no others can be "
                               "worked out.",
                               hidden);
    }
    append_groups(self, out);
    return g_string_free(out, FALSE);
}

char *
gp_words_roles_description(const GpRoleBars *self, const char *title, const char *method)
{
    g_autofree char *subtitle = gp_words_roles_subtitle(self);
    GString *out = g_string_new(NULL);

    g_string_append_printf(out, "%s. %s.", subtitle, title);
    if (self->has_mean) {
        g_autofree char *mean = gp_words_number((double)self->mean, 0, FALSE);

        g_string_append_printf(out, " The trust's mean: %s kg.", mean);
    }
    for (guint i = 0; i < self->n_shown; i++) {
        g_autofree char *name = gp_picture_text(gp_role_bar(self, i)->name, 90);
        g_autofree char *kg = gp_words_number((double)gp_role_bar(self, i)->kg_per_wte, 0, FALSE);

        g_string_append_printf(out, " %s: %s kg.", name, kg);
    }
    g_string_append_printf(out, " %s", method);
    if (self->chart->subject.data_note != NULL)
        g_string_append_printf(out, " %s", self->chart->subject.data_note);
    return g_string_free(out, FALSE);
}
