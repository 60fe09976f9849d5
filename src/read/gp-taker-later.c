/* SPDX-License-Identifier: MIT */
#include "gp-share.h"
#include "gp-taker-private.h"

/* What later deliveries of a source say of the same. */

/* The text that names what a row speaks of. */
static void
append_key(const GpTaker *self,
           const GpRow *row,
           guint32 what,
           guint32 who,
           gboolean is_of_row,
           GString *out)
{
    const GpWho *place = gp_cube_who(self->cube, who);

    if (is_of_row && row->key_length > 0) {
        g_string_append_len(out, row->key, (gssize)row->key_length);
        return;
    }
    g_string_append_printf(
        out, "%s\x1f%s\x1f%s\x1f%s",
        gp_dict_name(gp_cube_activities(self->cube), gp_cube_what(self->cube, what).activity),
        gp_dict_name(self->sites.names, place->site),
        gp_dict_name(self->departments.names, place->department),
        gp_dict_name(self->roles.names, place->role));
    if (is_of_row)
        g_string_append_printf(out, "\x1f%d\x1f%d", row->span.first, row->span.last);
}

/* @row: its span has been read */
static guint32
find_key(const GpTaker *self, const KeyFinder *finder, const GpRow *row, guint32 what, guint32 who)
{
    GpCorrections corrections = gp_coverage_corrections(finder->coverage);
    gpointer series = GSIZE_TO_POINTER((gsize)who << 32 | what);
    g_autoptr(GString) text = g_string_new(NULL);
    gpointer found;
    guint32 key;

    if (corrections == GP_CORRECTIONS_SERIES &&
        g_hash_table_lookup_extended(finder->known, series, NULL, &found))
        return GPOINTER_TO_UINT(found);
    if (corrections != GP_CORRECTIONS_PERIOD)
        append_key(self, row, what, who, corrections == GP_CORRECTIONS_ROWS, text);
    key = finder->adds ? gp_coverage_intern(finder->coverage, text->str, text->len)
                       : gp_coverage_find(finder->coverage, text->str, text->len);
    if (corrections == GP_CORRECTIONS_SERIES)
        g_hash_table_insert(finder->known, series, GUINT_TO_POINTER(key));
    return key;
}

void
gp_taker_speak_of(GpTaker *self, const GpRow *row, guint32 what, guint32 who)
{
    GpCoverage *own = self->own.coverage;

    if (own != NULL && gp_coverage_corrections(own) != GP_CORRECTIONS_PERIOD)
        gp_coverage_add(own, find_key(self, &self->own, row, what, who), row->span);
    gp_taker_note_days(self, row->span);
}

/* Whether a later delivery speaks of some of the row's days; @self->left has the others. */
static gboolean
is_spoken_of(GpTaker *self, const GpRow *row, guint32 what, guint32 who)
{
    g_array_set_size(self->left, 0);
    return self->newer.coverage != NULL &&
           gp_coverage_left(self->newer.coverage, find_key(self, &self->newer, row, what, who),
                            row->span, self->left);
}

static gint64
n_days(GpSpan span)
{
    return span.last - span.first + 1;
}

/* Adds what falls on the days that are left, of a row whose quantity is spread evenly over its
 * days. */
static gboolean
add_what_is_left(GpTaker *self, guint32 what, guint32 who, GpSpan span, gint64 quantity)
{
    guint n = self->left->len;
    g_autofree gint64 *weights = g_new(gint64, n + 1);
    g_autofree GpInt128 *parts = g_new(GpInt128, n + 1);

    weights[n] = n_days(span);
    for (guint i = 0; i < n; i++) {
        weights[i] = n_days(g_array_index(self->left, GpSpan, i));
        weights[n] -= weights[i];
    }
    gp_share_exactly(quantity, weights, n + 1, parts);
    for (guint i = 0; i < n; i++) {
        if (!gp_cube_add(self->cube, what, who, g_array_index(self->left, GpSpan, i),
                         (gint64)parts[i]))
            return FALSE;
    }
    self->count.used_micro += quantity - parts[n];
    self->count.superseded_micro += parts[n];
    self->count.days_lost += (guint64)weights[n];
    self->count.trimmed++;
    return TRUE;
}

gboolean
gp_taker_add(
    GpTaker *self, const GpRow *row, guint32 what, guint32 who, gint64 quantity, GpTaken *out_taken)
{
    gboolean is_spoken = is_spoken_of(self, row, what, who);

    *out_taken = is_spoken && self->left->len == 0 ? GP_TAKEN_SUPERSEDED : GP_TAKEN_USED;
    if (*out_taken == GP_TAKEN_SUPERSEDED) {
        self->count.superseded++;
        self->count.superseded_micro += quantity;
        self->count.days_lost += (guint64)n_days(row->span);
        return TRUE;
    }
    self->count.rows++;
    if (is_spoken)
        return add_what_is_left(self, what, who, row->span, quantity);
    self->count.used_micro += quantity;
    return gp_cube_add(self->cube, what, who, row->span, quantity);
}
