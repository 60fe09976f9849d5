/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-convert-private.h"
#include "gp-error.h"

/* Texts of one dimension, each once, in byte order: the place of a text is its rank. */

static int
compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Keeps a text as long as the texts of a conversion. */
static const char *
keep(GpKeys *self, const char *text)
{
    return g_string_chunk_insert_const(self->texts, text);
}

static void
take_years(GpKeys *self, GPtrArray *texts)
{
    for (int fy = self->first_fy; fy <= gp_fy_of_month(self->last_month); fy++) {
        char text[16];

        gp_fy_print(fy, text);
        g_ptr_array_add(texts, (gpointer)keep(self, text));
    }
}

static void
take_months(GpKeys *self, GPtrArray *texts)
{
    for (GpMonth month = self->first_month; month <= self->last_month; month++) {
        char text[16];

        gp_month_print(month, text);
        g_ptr_array_add(texts, (gpointer)keep(self, text));
    }
}

static void
take_names(GpKeys *self, const GpDict *names, GPtrArray *texts)
{
    for (guint32 id = 0; id < gp_dict_size(names); id++)
        g_ptr_array_add(texts, (gpointer)keep(self, gp_dict_name(names, id)));
    g_ptr_array_sort(texts, compare_texts);
}

static void
take_qualities(GpKeys *self, GPtrArray *texts)
{
    for (guint quality = 0; quality <= GP_QUALITY_MODELLED; quality++)
        g_ptr_array_add(texts, (gpointer)keep(self, gp_quality_name(quality)));
    g_ptr_array_sort(texts, compare_texts);
}

/* What factors say of a dimension. */
static void
take_factor_labels(GpKeys *self, const GpLabelSet *labels, GpDimension dimension, GPtrArray *texts)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint32 id = 0; id < gp_dict_size(labels->keys); id++) {
        const char *text = keep(self, gp_label_set_get(labels, id)[dimension]);

        if (g_hash_table_add(seen, (gpointer)text))
            g_ptr_array_add(texts, (gpointer)text);
    }
    g_ptr_array_sort(texts, compare_texts);
}

static GpDict *
dict_of(const GpCube *cube, GpDimension dimension)
{
    return dimension == GP_BY_SITE         ? gp_cube_sites(cube)
           : dimension == GP_BY_DEPARTMENT ? gp_cube_departments(cube)
           : dimension == GP_BY_ROLE       ? gp_cube_roles(cube)
           : dimension == GP_BY_SOURCE     ? gp_cube_sources(cube)
                                           : NULL;
}

static GPtrArray *
texts_of(GpKeys *self, const GpCube *cube, const GpLabelSet *labels, GpDimension dimension)
{
    GPtrArray *texts = g_ptr_array_new();

    if (dimension == GP_BY_YEAR)
        take_years(self, texts);
    else if (dimension == GP_BY_MONTH)
        take_months(self, texts);
    else if (dimension == GP_BY_QUALITY)
        take_qualities(self, texts);
    else if (dict_of(cube, dimension) != NULL)
        take_names(self, dict_of(cube, dimension), texts);
    else
        take_factor_labels(self, labels, dimension, texts);
    return texts;
}

/* Where the rank of a text stands in a key. */
static GpKey
part_of_key(const GpKeys *self, guint place, guint rank)
{
    return (GpKey)rank << self->shifts[place];
}

static guint
rank_of(const GpKeys *self, guint place, const char *text)
{
    const GPtrArray *texts = self->texts_of[place];
    const char **found = bsearch(&text, texts->pdata, texts->len, sizeof(char *), compare_texts);

    return (guint)((gpointer *)found - texts->pdata);
}

static gboolean
lay_out(GpKeys *self, GError **error)
{
    self->n_bits = 0;
    for (guint place = self->by.n; place-- > 0;) {
        self->shifts[place] = self->n_bits;
        self->n_bits += g_bit_storage(self->texts_of[place]->len);
        if (self->n_bits > 8 * sizeof(GpKey))
            return gp_throw(error, GP_ERROR_OVERFLOW,
                            "there are too many names to list by all of these at once");
    }
    return TRUE;
}

static GpSlot
slot_at(const GpCube *cube, const GArray *times, guint i)
{
    return gp_cube_time(cube, g_array_index(times, guint32, i)).slot;
}

/* Slots follow one another, so the first and the last one tell the months. */
static void
find_months(GpKeys *self, const GpCube *cube, const GArray *times)
{
    GpSlot first = times->len == 0 ? 0 : slot_at(cube, times, 0), last = first;

    for (guint i = 0; i < times->len; i++) {
        first = MIN(first, slot_at(cube, times, i));
        last = MAX(last, slot_at(cube, times, i));
    }
    self->first_month = gp_timeline_slot_month(gp_cube_timeline(cube), first);
    self->last_month = gp_timeline_slot_month(gp_cube_timeline(cube), last);
    self->first_fy = gp_fy_of_month(self->first_month);
}

static void
make_keys_of_slots(GpKeys *self, const GpCube *cube, const GArray *times)
{
    const GpTimeline *timeline = gp_cube_timeline(cube);
    int year = gp_by_find(&self->by, GP_BY_YEAR), month = gp_by_find(&self->by, GP_BY_MONTH);

    self->of_slot = g_new0(GpKey, gp_timeline_n_slots(timeline));
    for (guint i = 0; i < times->len; i++) {
        GpSlot slot = slot_at(cube, times, i);
        GpMonth m = gp_timeline_slot_month(timeline, slot);
        GpKey key = 0;

        if (year >= 0)
            key |= part_of_key(self, (guint)year, (guint)(gp_fy_of_month(m) - self->first_fy));
        if (month >= 0)
            key |= part_of_key(self, (guint)month, (guint)(m - self->first_month));
        self->of_slot[slot] = key;
    }
}

static void
make_keys_of_factors(GpKeys *self, const GpLabelSet *labels)
{
    guint n = gp_dict_size(labels->keys);

    self->of_factor = g_new0(GpKey, n);
    for (guint32 id = 0; id < n; id++) {
        const char *const *own = gp_label_set_get(labels, id);

        for (guint place = 0; place < self->by.n; place++) {
            const char *label = own[self->by.list[place]];

            if (label != NULL)
                self->of_factor[id] |= part_of_key(self, place, rank_of(self, place, label));
        }
    }
}

static guint32
name_of_who(const GpWho *who, GpDimension dimension)
{
    return dimension == GP_BY_SITE         ? who->site
           : dimension == GP_BY_DEPARTMENT ? who->department
           : dimension == GP_BY_ROLE       ? who->role
           : dimension == GP_BY_SOURCE     ? who->source
                                           : who->quality;
}

/* Adds one dimension to the keys of whose activity it is. */
static void
add_to_keys_of_whos(GpKeys *self, const GpCube *cube, guint place)
{
    GpDimension dimension = self->by.list[place];
    const GpDict *names = dict_of(cube, dimension);
    g_autofree guint32 *ranks = names != NULL ? gp_dict_ranks(names) : g_new(guint32, 4);

    for (guint quality = 0; names == NULL && quality <= GP_QUALITY_MODELLED; quality++)
        ranks[quality] = rank_of(self, place, gp_quality_name(quality));
    for (guint32 who = 0; who < gp_cube_n_whos(cube); who++)
        self->of_who[who] |=
            part_of_key(self, place, ranks[name_of_who(gp_cube_who(cube, who), dimension)]);
}

gboolean
gp_keys_init(GpKeys *self,
             const GpBy *by,
             const GpCube *cube,
             const GArray *times,
             const GpLabelSet *labels,
             GError **error)
{
    *self = (GpKeys){.by = *by, .texts = g_string_chunk_new(4096)};
    find_months(self, cube, times);
    for (guint place = 0; place < by->n; place++)
        self->texts_of[place] = texts_of(self, cube, labels, by->list[place]);
    if (!lay_out(self, error))
        return FALSE;
    make_keys_of_slots(self, cube, times);
    make_keys_of_factors(self, labels);
    self->of_who = g_new0(GpKey, gp_cube_n_whos(cube));
    for (guint place = 0; place < by->n; place++) {
        if (dict_of(cube, by->list[place]) != NULL || by->list[place] == GP_BY_QUALITY)
            add_to_keys_of_whos(self, cube, place);
    }
    return TRUE;
}

void
gp_keys_clear(GpKeys *self)
{
    for (guint place = 0; place < self->by.n; place++)
        g_clear_pointer(&self->texts_of[place], g_ptr_array_unref);
    g_clear_pointer(&self->texts, g_string_chunk_free);
    g_free(self->of_slot);
    g_free(self->of_factor);
    g_free(self->of_who);
}

guint
gp_keys_rank(const GpKeys *self, GpKey key, guint place)
{
    guint n_bits = g_bit_storage(self->texts_of[place]->len);

    return (guint)(key >> self->shifts[place]) & (guint)(((guint64)1 << n_bits) - 1);
}

const char *
gp_keys_text(const GpKeys *self, GpKey key, guint place)
{
    return g_ptr_array_index(self->texts_of[place], gp_keys_rank(self, key, place));
}
