/* SPDX-License-Identifier: MIT */
#include "gp-error.h"

#include <string.h>

#include "gp-text.h"

#define MAX_MESSAGE_CHARACTERS 1000

G_DEFINE_QUARK(gp_error, gp_error)

gboolean
gp_throw(GError **error, GpErrorCode code, const char *format, ...)
{
    g_autofree char *message = NULL, *printable = NULL;
    va_list args;

    va_start(args, format);
    message = g_strdup_vprintf(format, args);
    va_end(args);
    printable = gp_text_printable(message, strlen(message), MAX_MESSAGE_CHARACTERS);
    g_propagate_error(error, g_error_new_literal(GP_ERROR, (int)code, printable));
    return FALSE;
}
