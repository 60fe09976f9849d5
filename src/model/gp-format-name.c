/* SPDX-License-Identifier: MIT */
#include "gp-format-name.h"

void
gp_format_name_free(GpFormatName *self)
{
    if (self == NULL)
        return;
    g_free(self->name);
    g_free(self->title);
    g_free(self);
}
