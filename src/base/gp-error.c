/* SPDX-License-Identifier: MIT */
#include "gp-error.h"

G_DEFINE_QUARK(gp_error, gp_error)

gboolean
gp_throw(GError **error, GpErrorCode code, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_propagate_error(error, g_error_new_valist(GP_ERROR, (int)code, format, args));
    va_end(args);
    return FALSE;
}
