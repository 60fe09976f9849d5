/* SPDX-License-Identifier: MIT */
#include "gp-workforce.h"

#include <string.h>

#include "gp-text.h"
#include "gp-workforce-private.h"

GpWorkforce *
gp_workforce_new(void)
{
    GpWorkforce *self = g_new0(GpWorkforce, 1);

    self->posts = g_array_new(FALSE, FALSE, sizeof(GpPost));
    self->names = g_array_new(FALSE, FALSE, sizeof(GpPostNames));
    self->extracts = g_array_new(FALSE, FALSE, sizeof(GpExtract));
    self->texts = gp_dict_new();
    return self;
}

void
gp_workforce_free(GpWorkforce *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->posts);
    g_array_unref(self->names);
    g_array_unref(self->extracts);
    gp_dict_free(self->texts);
    g_free(self);
}

void
gp_workforce_add_named(GpWorkforce *self, GpPost post, GpPostNames names)
{
    post.site = gp_dict_name(self->texts, names.site);
    post.department = gp_dict_name(self->texts, names.department);
    post.role = gp_dict_name(self->texts, names.role);
    post.staff_group = gp_dict_name(self->texts, names.staff_group);
    g_array_append_val(self->posts, post);
    g_array_append_val(self->names, names);
}

static guint32
intern(GpWorkforce *self, const char *text)
{
    return gp_dict_intern(self->texts, text, strlen(text));
}

void
gp_workforce_add(GpWorkforce *self, const GpPost *post)
{
    GpPostNames names = {intern(self, post->site), intern(self, post->department),
                         intern(self, post->role), intern(self, post->staff_group)};

    gp_workforce_add_named(self, *post, names);
}

/* ---- which years ---- */

int
gp_workforce_nearest_fy(const GpWorkforce *self, int fy)
{
    int nearest = 0;

    for (guint i = 0; i < self->extracts->len; i++) {
        int year = g_array_index(self->extracts, GpExtract, i).fy;

        if (year <= fy || nearest == 0)
            nearest = year;
    }
    return nearest;
}

guint
gp_workforce_n_extracts(const GpWorkforce *self, int fy)
{
    guint n = 0;

    for (guint i = 0; i < self->extracts->len; i++)
        n += g_array_index(self->extracts, GpExtract, i).fy == fy;
    return n;
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
