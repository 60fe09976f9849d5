/* SPDX-License-Identifier: MIT */
#include "gp-coverage.h"

#include <string.h>

#include "gp-dict.h"

#define MONTH_BITS 11 /* GP_N_MONTHS is below 2^11 */

struct _GpCoverage {
    GpCorrections corrections;
    GpDict *keys;
    GHashTable *days; /* key and month packed -> the days of the month, the 1st in bit 0 */
};

static const char *const corrections_names[] = {"series", "period", "rows", "none"};

const char *
gp_corrections_name(GpCorrections corrections)
{
    return corrections_names[corrections];
}

gboolean
gp_corrections_parse(const char *text, GpCorrections *out_corrections)
{
    for (guint i = 0; i < G_N_ELEMENTS(corrections_names); i++) {
        if (!g_str_equal(text, corrections_names[i]))
            continue;
        *out_corrections = (GpCorrections)i;
        return TRUE;
    }
    return FALSE;
}

GpCoverage *
gp_coverage_new(GpCorrections corrections)
{
    GpCoverage *self = g_new0(GpCoverage, 1);

    self->corrections = corrections;
    self->keys = gp_dict_new();
    self->days = g_hash_table_new(g_direct_hash, g_direct_equal);
    return self;
}

void
gp_coverage_free(GpCoverage *self)
{
    if (self == NULL)
        return;
    gp_dict_free(self->keys);
    g_hash_table_unref(self->days);
    g_free(self);
}

GpCorrections
gp_coverage_corrections(const GpCoverage *self)
{
    return self->corrections;
}

guint32
gp_coverage_intern(GpCoverage *self, const char *key, gsize length)
{
    return gp_dict_intern(self->keys, key, length);
}

guint32
gp_coverage_find(const GpCoverage *self, const char *key, gsize length)
{
    return gp_dict_lookup(self->keys, key, length);
}

static gpointer
pack(guint32 key, GpMonth month)
{
    return GSIZE_TO_POINTER((gsize)key << MONTH_BITS | (gsize)(guint32)month);
}

static guint32
days_covered(const GpCoverage *self, guint32 key, GpMonth month)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(self->days, pack(key, month)));
}

/* Bits @first to @last. */
static guint32
bits_between(int first, int last)
{
    return (G_MAXUINT32 >> (31 - (last - first))) << first;
}

/* The days of @span in @month. */
static guint32
bits_of(GpSpan span, GpMonth month)
{
    GpDay first_day = gp_month_first_day(month);
    GpDay first = MAX(span.first, first_day), last = MIN(span.last, gp_month_last_day(month));

    return bits_between(first - first_day, last - first_day);
}

static guint32
fill_between(guint32 bits)
{
    return bits_between(__builtin_ctz(bits), 31 - __builtin_clz(bits));
}

void
gp_coverage_add(GpCoverage *self, guint32 key, GpSpan days)
{
    if (self->corrections == GP_CORRECTIONS_ROWS || self->corrections == GP_CORRECTIONS_NONE)
        return;
    for (GpMonth month = gp_month_of_day(days.first); month <= gp_month_of_day(days.last); month++)
        g_hash_table_insert(
            self->days, pack(key, month),
            GUINT_TO_POINTER(fill_between(days_covered(self, key, month) | bits_of(days, month))));
}

void
gp_coverage_merge(GpCoverage *self, const GpCoverage *other)
{
    g_autofree guint32 *keys = g_new(guint32, gp_dict_size(other->keys) + 1);
    GHashTableIter iter;
    gpointer packed, bits;

    for (guint32 key = 0; key < gp_dict_size(other->keys); key++) {
        const char *text = gp_dict_name(other->keys, key);

        keys[key] = gp_dict_intern(self->keys, text, strlen(text));
    }
    g_hash_table_iter_init(&iter, other->days);
    while (g_hash_table_iter_next(&iter, &packed, &bits)) {
        guint32 key = keys[GPOINTER_TO_SIZE(packed) >> MONTH_BITS];
        GpMonth month = (GpMonth)(GPOINTER_TO_SIZE(packed) & ((1 << MONTH_BITS) - 1));

        g_hash_table_insert(
            self->days, pack(key, month),
            GUINT_TO_POINTER(days_covered(self, key, month) | GPOINTER_TO_UINT(bits)));
    }
}

gboolean
gp_coverage_touches(const GpCoverage *self, GpSpan days)
{
    GHashTableIter iter;
    gpointer packed, bits;

    if (self->corrections == GP_CORRECTIONS_ROWS)
        return gp_dict_size(self->keys) > 0;
    g_hash_table_iter_init(&iter, self->days);
    while (g_hash_table_iter_next(&iter, &packed, &bits)) {
        GpMonth month = (GpMonth)(GPOINTER_TO_SIZE(packed) & ((1 << MONTH_BITS) - 1));

        if (gp_month_first_day(month) <= days.last && gp_month_last_day(month) >= days.first &&
            (GPOINTER_TO_UINT(bits) & bits_of(days, month)) != 0)
            return TRUE;
    }
    return FALSE;
}

/* Appends the days of a month that @bits tell, joined with what ends on the day before. */
static void
append_days(GArray *spans, GpMonth month, guint32 bits)
{
    GpDay first_day = gp_month_first_day(month);

    while (bits != 0) {
        int first = __builtin_ctz(bits);
        int n = __builtin_ctz(~(bits >> first));
        GpSpan span = {first_day + first, first_day + first + n - 1};
        GpSpan *before = spans->len == 0 ? NULL : &g_array_index(spans, GpSpan, spans->len - 1);

        if (before != NULL && before->last == span.first - 1)
            before->last = span.last;
        else
            g_array_append_val(spans, span);
        bits &= ~bits_between(first, first + n - 1);
    }
}

gboolean
gp_coverage_left(const GpCoverage *self, guint32 key, GpSpan days, GArray *out_spans)
{
    GpMonth first = gp_month_of_day(days.first), last = gp_month_of_day(days.last);
    gboolean is_touched = FALSE;

    if (key == GP_DICT_NONE)
        return FALSE;
    if (self->corrections == GP_CORRECTIONS_ROWS)
        return TRUE;
    for (GpMonth month = first; month <= last && !is_touched; month++)
        is_touched = (days_covered(self, key, month) & bits_of(days, month)) != 0;
    for (GpMonth month = first; month <= last && is_touched; month++)
        append_days(out_spans, month, bits_of(days, month) & ~days_covered(self, key, month));
    return is_touched;
}
