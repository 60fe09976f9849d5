/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-restate-private.h"

#define MAX_NAMED 3   /* in the words of a row */
#define MAX_LISTED 20 /* of all that differs */

/* A list of names that says how many more there are. */
typedef struct {
    GString *text;
    guint n, max;
} Names;

static void
names_add(Names *self, const char *name)
{
    if (self->n++ < self->max)
        g_string_append_printf(self->text, "%s%s", self->n == 1 ? "" : ", ", name);
}

/* Appends `; what: names`, where there are any. */
static void
names_end(Names *self, const char *what, GString *out)
{
    if (self->n > 0)
        g_string_append_printf(out, "%s%s: %s", out->len == 0 ? "" : "; ", what, self->text->str);
    if (self->n > self->max)
        g_string_append_printf(out, " and %u more", self->n - self->max);
    g_string_free(self->text, TRUE);
}

static Names
names_new(guint max)
{
    return (Names){g_string_new(NULL), 0, max};
}

const char *
gp_published_value(const GArray *settings, const char *name)
{
    for (guint i = 0; i < settings->len; i++) {
        const GpPublishedSetting *setting = &g_array_index(settings, GpPublishedSetting, i);

        if (g_str_equal(setting->name, name))
            return setting->value;
    }
    return "";
}

/* ---- originals ---- */

static const GpPublishedOriginal *
find_original(const GpPublication *self, const GpPublishedOriginal *like)
{
    for (guint i = 0; i < self->originals->len; i++) {
        const GpPublishedOriginal *original =
            &g_array_index(self->originals, GpPublishedOriginal, i);

        if (g_str_equal(original->sha256, like->sha256) &&
            g_str_equal(original->source, like->source))
            return original;
    }
    return NULL;
}

/* Names the originals of @of that are not in @other, or that gave it another number of rows. */
static void
name_originals(const GpPublication *of,
               const GpPublication *other,
               GHashTable *sources,
               gboolean is_with_other_rows,
               Names *out)
{
    for (guint i = 0; i < of->originals->len; i++) {
        const GpPublishedOriginal *original = &g_array_index(of->originals, GpPublishedOriginal, i);
        const GpPublishedOriginal *there = find_original(other, original);
        g_autofree char *name = g_strdup_printf("%s (%s)", original->name, original->source);

        if ((sources != NULL && !g_hash_table_contains(sources, original->source)) ||
            (is_with_other_rows ? there == NULL || there->rows == original->rows : there != NULL))
            continue;
        names_add(out, name);
    }
}

static void
explain_originals(const GpPair *self, GHashTable *sources, guint max, GString *out)
{
    Names come = names_new(max), gone = names_new(max), others = names_new(max);

    name_originals(self->new, self->old, sources, FALSE, &come);
    name_originals(self->old, self->new, sources, FALSE, &gone);
    name_originals(self->new, self->old, sources, TRUE, &others);
    names_end(&come, "new originals", out);
    names_end(&gone, "no longer in force", out);
    names_end(&others, "count with other rows", out);
}

/* ---- settings, files and the program ---- */

static void
explain_settings(const GpPair *self, GString *out)
{
    for (guint i = 0; i < self->new->settings->len; i++) {
        const GpPublishedSetting *now = &g_array_index(self->new->settings, GpPublishedSetting, i);
        const char *before = gp_published_value(self->old->settings, now->name);

        if (!g_str_equal(now->value, before))
            g_string_append_printf(out, "%ssetting %s: %s, before %s", out->len == 0 ? "" : "; ",
                                   now->name, now->value, *before == '\0' ? "unknown" : before);
    }
}

static void
explain_digests(const GpPair *self, const char *const *only, GString *out)
{
    Names names = names_new(G_MAXUINT);

    for (guint i = 0; i < self->new->digests->len; i++) {
        const GpPublishedSetting *now = &g_array_index(self->new->digests, GpPublishedSetting, i);

        if ((only == NULL || g_strv_contains(only, now->name)) &&
            !g_str_equal(now->value, gp_published_value(self->old->digests, now->name)))
            names_add(&names, now->name);
    }
    names_end(&names, "changed", out);
}

static void
explain_program(const GpPair *self, GString *out)
{
    if (!g_str_equal(self->old->program, self->new->program))
        g_string_append_printf(out, "%sgreenplan %s, before %s", out->len == 0 ? "" : "; ",
                               self->new->program, self->old->program);
}

/* ---- editions ---- */

const char *
gp_published_edition(const GpPublication *self, const char *name)
{
    for (guint i = 0; i < self->editions->len; i++) {
        const GpPublishedEdition *edition = &g_array_index(self->editions, GpPublishedEdition, i);

        if (g_str_equal(edition->name, name))
            return edition->sha256;
    }
    return NULL;
}

/* @used_old, @used_new: (nullable): only these */
static void
explain_editions(
    const GpPair *self, GHashTable *used_old, GHashTable *used_new, guint max, GString *out)
{
    Names come = names_new(max), gone = names_new(max), others = names_new(max);

    for (guint i = 0; i < self->new->editions->len; i++) {
        const char *name = g_array_index(self->new->editions, GpPublishedEdition, i).name;
        const char *now = gp_published_edition(self->new, name);
        const char *before = gp_published_edition(self->old, name);
        gboolean was_used =
            used_old == NULL ? before != NULL : g_hash_table_contains(used_old, name);

        if (used_new != NULL && !g_hash_table_contains(used_new, name))
            continue;
        if (!was_used)
            names_add(&come, name);
        else if (g_strcmp0(now, before) != 0)
            names_add(&others, name);
    }
    for (guint i = 0; i < self->old->editions->len; i++) {
        const char *name = g_array_index(self->old->editions, GpPublishedEdition, i).name;

        if ((used_old == NULL || g_hash_table_contains(used_old, name)) &&
            !(used_new == NULL ? gp_published_edition(self->new, name) != NULL
                               : g_hash_table_contains(used_new, name)))
            names_add(&gone, name);
    }
    names_end(&come, "factors now of", out);
    names_end(&gone, "factors no longer of", out);
    names_end(&others, "other rows in the factors of", out);
}

/* ---- in words ---- */

static void
explain_data(const GpPair *self, const GpRowCauses *causes, GString *out)
{
    static const char *const files[] = {"set-aside.csv", "units", "greenplan.ini", NULL};
    gsize length = out->len;

    explain_originals(self, causes->sources, MAX_NAMED, out);
    if (out->len == length)
        explain_digests(self, files, out);
    if (out->len == length)
        explain_program(self, out);
    if (out->len == length)
        g_string_append_printf(out, "%sthe same originals were read in another way",
                               length == 0 ? "" : "; ");
}

static void
explain_factors(const GpPair *self, const GpRowCauses *causes, GString *out)
{
    static const char *const files[] = {"catalogue of activities", "price indices", "units", NULL};
    gsize length = out->len;

    if (causes->is_moved)
        g_string_append_printf(out, "%san activity is counted in another category or boundary",
                               length == 0 ? "" : "; ");
    explain_editions(self, causes->old_editions, causes->new_editions, MAX_NAMED, out);
    explain_settings(self, out);
    if (out->len == length)
        explain_digests(self, files, out);
    if (out->len == length)
        explain_program(self, out);
    if (out->len == length)
        g_string_append_printf(out, "%sother factors, for a reason that is not on record",
                               length == 0 ? "" : "; ");
}

char *
gp_pair_explain_row(const GpPair *self, const GpRestatedRow *row, const GpRowCauses *causes)
{
    GString *out = g_string_new(NULL);

    if (row->parts[GP_RESTATED_NEW] != 0)
        g_string_append(
            out,
            gp_publication_year(self->old, row->fy) == NULL
                ? "not published before"
                : "months, sources or the year's own factors came since, in a year still open");
    if (row->parts[GP_RESTATED_DATA] != 0)
        explain_data(self, causes, out);
    if (row->parts[GP_RESTATED_FACTORS] != 0)
        explain_factors(self, causes, out);
    return g_string_free(out, FALSE);
}

static void
take(GString *text, GPtrArray *out)
{
    if (text->len > 0)
        g_ptr_array_add(out, g_strdup(text->str));
    g_string_truncate(text, 0);
}

void
gp_pair_explain_all(const GpPair *self, GPtrArray *out)
{
    g_autoptr(GString) text = g_string_new(NULL);

    explain_originals(self, NULL, MAX_LISTED, text);
    take(text, out);
    explain_editions(self, NULL, NULL, MAX_LISTED, text);
    take(text, out);
    explain_settings(self, text);
    take(text, out);
    explain_digests(self, NULL, text);
    take(text, out);
    explain_program(self, text);
    take(text, out);
}
