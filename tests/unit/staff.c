/* SPDX-License-Identifier: MIT */
#include "staff.h"

#include <string.h>

static guint32
intern(GPtrArray *names, const char *name)
{
    guint id;

    if (!g_ptr_array_find_with_equal_func(names, name, g_str_equal, &id)) {
        id = names->len;
        g_ptr_array_add(names, g_strdup(name));
    }
    return id;
}

static guint32
intern_line(Staff *self, char letter)
{
    char name[2] = {g_ascii_tolower(letter), '\0'};
    GpDiscloseLine line = {intern(self->categories, name), g_ascii_isupper(letter)};

    for (guint i = 0; i < self->lines->len; i++) {
        const GpDiscloseLine *known = &g_array_index(self->lines, GpDiscloseLine, i);

        if (known->category == line.category && known->is_own == line.is_own)
            return i;
    }
    g_array_append_val(self->lines, line);
    return self->lines->len - 1;
}

static void
add_post(Staff *self, const Post *post)
{
    GpDiscloseCell cell = {intern(self->roles, post->role), intern(self->sites, post->site),
                           post->people, post->people > 0 || strchr(post->kg, '+')};
    guint32 group = intern(self->groups, post->group);

    if (cell.role == self->group_of_role->len)
        g_array_append_val(self->group_of_role, group);
    g_array_append_val(self->cells, cell);
    for (const char *p = post->kg; *p != '\0'; p++) {
        if (*p != '+')
            intern_line(self, *p);
    }
}

Staff *
staff_new(const Post *posts, guint n, gint64 threshold)
{
    Staff *self = g_new0(Staff, 1);

    self->roles = g_ptr_array_new_with_free_func(g_free);
    self->sites = g_ptr_array_new_with_free_func(g_free);
    self->groups = g_ptr_array_new_with_free_func(g_free);
    self->categories = g_ptr_array_new_with_free_func(g_free);
    self->group_of_role = g_array_new(FALSE, FALSE, sizeof(guint32));
    self->lines = g_array_new(FALSE, FALSE, sizeof(GpDiscloseLine));
    self->cells = g_array_new(FALSE, FALSE, sizeof(GpDiscloseCell));
    for (guint i = 0; i < n; i++)
        add_post(self, &posts[i]);
    self->has = g_new0(guint8, n * self->lines->len + 1);
    for (guint i = 0; i < n; i++) {
        for (const char *p = posts[i].kg; *p != '\0' && *p != '+'; p++)
            self->has[i * self->lines->len + intern_line(self, *p)] = 1;
    }
    self->input = (GpDiscloseInput){
        .n_roles = self->roles->len,
        .n_sites = self->sites->len,
        .n_groups = self->groups->len,
        .n_categories = self->categories->len,
        .n_lines = self->lines->len,
        .n_cells = self->cells->len,
        .roles = (const char *const *)self->roles->pdata,
        .sites = (const char *const *)self->sites->pdata,
        .groups = (const char *const *)self->groups->pdata,
        .categories = (const char *const *)self->categories->pdata,
        .group_of_role = (const guint32 *)(gpointer)self->group_of_role->data,
        .lines = (const GpDiscloseLine *)(gpointer)self->lines->data,
        .cells = (const GpDiscloseCell *)(gpointer)self->cells->data,
        .has = self->has,
        .threshold = threshold,
    };
    return self;
}

void
staff_free(Staff *self)
{
    if (self == NULL)
        return;
    g_ptr_array_unref(self->roles);
    g_ptr_array_unref(self->sites);
    g_ptr_array_unref(self->groups);
    g_ptr_array_unref(self->categories);
    g_array_unref(self->group_of_role);
    g_array_unref(self->lines);
    g_array_unref(self->cells);
    g_free(self->has);
    g_free(self);
}

static void
append_row(GString *out, const GpDiscloseRow *row, const char *const *names, const Staff *self)
{
    if (row->kind == GP_DISCLOSE_ONE)
        g_string_append(out, names[row->id]);
    else if (row->kind == GP_DISCLOSE_GROUP)
        g_string_append_printf(out, "Other %s", self->input.groups[row->id]);
    else
        g_string_append(out, names == self->input.roles ? "Other roles" : "Other sites");
}

static const GpDiscloseRow *
row_at(const GArray *rows, guint i)
{
    return &g_array_index(rows, GpDiscloseRow, i);
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The categories with a flag, by name. */
static void
append_categories(GString *out, const Staff *self, const char *title, const guint8 *flags)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    const char *sep = title;

    for (guint i = 0; i < self->input.n_categories; i++) {
        if (flags[i])
            g_ptr_array_add(names, (gpointer)self->input.categories[i]);
    }
    g_ptr_array_sort(names, compare_names);
    for (guint i = 0; i < names->len; i++) {
        g_string_append_printf(out, "%s%s", sep, (const char *)g_ptr_array_index(names, i));
        sep = ", ";
    }
}

static void
append_cells(GString *out, const Staff *self, const GpDisclosure *disclosure)
{
    const char *sep = "; ";

    for (guint i = 0; i < disclosure->role_rows->len * disclosure->site_rows->len; i++) {
        guint role = i / disclosure->site_rows->len, site = i % disclosure->site_rows->len;

        if (!disclosure->cell_is_shown[i])
            continue;
        g_string_append(out, sep);
        append_row(out, row_at(disclosure->role_rows, role), self->input.roles, self);
        g_string_append(out, " at ");
        append_row(out, row_at(disclosure->site_rows, site), self->input.sites, self);
        sep = ", ";
    }
}

char *
staff_describe(const Staff *self, const GpDisclosure *disclosure)
{
    GString *out = g_string_new(disclosure->is_nothing ? "nothing" : NULL);

    for (guint i = 0; i < disclosure->role_rows->len; i++) {
        const guint8 *is_together = disclosure->is_together + i * (disclosure->n_categories + 1);

        g_string_append(out, i == 0 ? "" : ", ");
        append_row(out, row_at(disclosure->role_rows, i), self->input.roles, self);
        g_string_append_printf(out, " %" G_GINT64_FORMAT, row_at(disclosure->role_rows, i)->people);
        append_categories(out, self, " in sum ", is_together);
        append_categories(out, self, " others ",
                          disclosure->is_other + i * disclosure->n_categories);
        if (is_together[disclosure->n_categories])
            g_string_append(out, " in sum");
    }
    for (guint i = 0; i < disclosure->site_rows->len; i++) {
        g_string_append(out, i == 0 ? "; " : ", ");
        append_row(out, row_at(disclosure->site_rows, i), self->input.sites, self);
    }
    append_categories(out, self, "; by site ", disclosure->is_by_site);
    append_cells(out, self, disclosure);
    return g_string_free(out, FALSE);
}
