/* SPDX-License-Identifier: MIT */
#include "gp-original.h"

#include <string.h>

void
gp_original_free(GpOriginal *self)
{
    if (self == NULL)
        return;
    g_free(self->sha256);
    g_free(self->source);
    g_free(self->name);
    g_free(self->imported_at);
    g_free(self->address);
    g_free(self->etag);
    g_free(self->last_modified);
    g_free(self->period);
    g_free(self->unit);
    g_free(self->used_sum);
    g_free(self->skipped_sum);
    g_free(self->refused_sum);
    g_free(self->superseded_sum);
    g_free(self);
}

gboolean
gp_original_lacks_rows(const GpOriginal *self)
{
    return self->refused > 0 && (self->rows > 0 || self->superseded == 0);
}

int
gp_original_compare(gconstpointer a, gconstpointer b)
{
    const GpOriginal *x = *(GpOriginal *const *)a, *y = *(GpOriginal *const *)b;
    int order = strcmp(x->imported_at, y->imported_at);

    return order != 0 ? order : strcmp(x->sha256, y->sha256);
}
