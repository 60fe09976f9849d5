/* SPDX-License-Identifier: MIT */
#include "gp-share.h"

#include <stdlib.h>

typedef struct {
    GpUint128 remainder;
    guint index;
} Remainder;

static int
compare_remainders(gconstpointer a, gconstpointer b)
{
    const Remainder *x = a, *y = b;

    if (x->remainder != y->remainder)
        return x->remainder > y->remainder ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

/* size * weight / total and what is left, without leaving 128 bits: the quotient and the rest of
 * size / total apart, and the weight in two halves. */
static GpUint128
share_of(GpUint128 size, guint64 weight, GpUint128 total, GpUint128 *out_remainder)
{
    GpUint128 rest = size % total;
    GpUint128 high = rest * (weight >> 32);
    GpUint128 low = ((high % total) << 32) + rest * (weight & G_MAXUINT32);

    *out_remainder = low % total;
    return size / total * weight + ((high / total) << 32) + low / total;
}

gboolean
gp_share_exactly(GpInt128 whole, const gint64 *weights, guint n, GpInt128 *out_parts)
{
    GpUint128 size = whole < 0 ? -(GpUint128)whole : (GpUint128)whole;
    GpUint128 total = 0, given = 0;
    g_autofree Remainder *remainders = g_new(Remainder, n);

    for (guint i = 0; i < n; i++)
        total = total + (guint64)weights[i];
    if (total == 0)
        return FALSE;

    for (guint i = 0; i < n; i++) {
        GpUint128 remainder;
        GpUint128 part = share_of(size, (guint64)weights[i], total, &remainder);

        remainders[i] = (Remainder){remainder, i};
        given += part;
        out_parts[i] = (GpInt128)part;
    }
    qsort(remainders, n, sizeof *remainders, compare_remainders);
    for (guint i = 0; given < size; i++, given++)
        out_parts[remainders[i].index]++;
    for (guint i = 0; whole < 0 && i < n; i++)
        out_parts[i] = -out_parts[i];
    return TRUE;
}
