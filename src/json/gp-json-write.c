/* SPDX-License-Identifier: MIT */
#include "gp-day.h"
#include "gp-json.h"

void
gp_json_append_text(GString *out, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);

    g_string_append_c(out, '"');
    for (const char *c = valid; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\')
            g_string_append_c(out, '\\');
        if ((guchar)*c < 0x20 || *c == 0x7f)
            g_string_append_printf(out, "\\u%04x", (guint)*c);
        else
            g_string_append_c(out, *c);
    }
    g_string_append_c(out, '"');
}

void
gp_json_append_member(GString *out, const char *key, const char *text)
{
    g_string_append_printf(out, "\"%s\": ", key);
    gp_json_append_text(out, text);
}

void
gp_json_append_exact(GString *out, const char *key, GpInt128 value, int places)
{
    g_string_append_printf(out, "\"%s\": \"", key);
    gp_number_append(out, value, places);
    g_string_append_c(out, '"');
}

void
gp_json_append_fy(GString *out, const char *key, int fy)
{
    char label[16];

    gp_fy_print(fy, label);
    g_string_append_printf(out, "\"%s\": \"%s\"", key, label);
}
