/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-workspace-private.h"

/*
 * What reading asks of the factor library is whether an activity can be given in a unit, and
 * nothing else. The answers are kept beside the cells, so that with another edition, another set of
 * global warming potentials or another release of the library the questions are asked again, and
 * not a row is read again unless an answer is another one.
 */

#define MAX_ASKED 100000 /* a file of nothing but unknown names must not fill the memory */
#define SEPARATOR '\x1f'

struct _GpAsked {
    GMutex lock;
    GHashTable *answers; /* activity and unit as one text -> whether it was taken, plus 1 */
    gboolean is_too_many;
};

GpAsked *
gp_asked_new(void)
{
    GpAsked *self = g_new0(GpAsked, 1);

    g_mutex_init(&self->lock);
    self->answers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return self;
}

void
gp_asked_free(GpAsked *self)
{
    if (self == NULL)
        return;
    g_mutex_clear(&self->lock);
    g_hash_table_unref(self->answers);
    g_free(self);
}

void
gp_asked_note(GpAsked *self, const char *activity, const char *unit, gboolean is_taken)
{
    g_mutex_lock(&self->lock);
    self->is_too_many = self->is_too_many || g_hash_table_size(self->answers) >= MAX_ASKED;
    if (!self->is_too_many)
        g_hash_table_replace(self->answers, g_strdup_printf("%s%c%s", activity, SEPARATOR, unit),
                             GUINT_TO_POINTER(is_taken ? 2U : 1U));
    g_mutex_unlock(&self->lock);
}

gboolean
gp_asked_keep(const GpAsked *self, GpStore *store, gboolean *out_is_new, GError **error)
{
    GHashTableIter each;
    gpointer key, value;
    gboolean is_new = FALSE;

    *out_is_new = FALSE;
    if (self->is_too_many)
        return gp_store_keep_answer(store, "", "", FALSE, out_is_new, error);
    g_hash_table_iter_init(&each, self->answers);
    while (g_hash_table_iter_next(&each, &key, &value)) {
        const char *unit = strchr(key, SEPARATOR) + 1;
        g_autofree char *activity = g_strndup(key, (gsize)(unit - 1 - (const char *)key));

        if (!gp_store_keep_answer(store, activity, unit, GPOINTER_TO_UINT(value) == 2, &is_new,
                                  error))
            return FALSE;
        *out_is_new = *out_is_new || is_new;
    }
    return TRUE;
}

/* Whether the library gives the same answer. No activity is "": there were too many questions. */
static gboolean
is_same(const char *activity, const char *unit, gboolean is_taken, gpointer data)
{
    const GpBasis *basis = data;
    GpUnit id = gp_unit_table_find(basis->units, unit, strlen(unit));

    return *activity != '\0' && id != GP_UNIT_NONE &&
           gp_basis_takes(basis, activity, id) == is_taken;
}

gboolean
gp_asked_is_same(const GpBasis *basis, GpStore *store, gboolean *out_is_same, GError **error)
{
    return gp_store_check_answers(store, is_same, (gpointer)basis, out_is_same, error);
}
