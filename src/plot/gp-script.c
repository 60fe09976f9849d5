/* SPDX-License-Identifier: MIT */
#include "gp-gnuplot-private.h"

#include <math.h>
#include <string.h>
#include <sys/random.h>

#include "gp-error.h"
#include "gp-text.h"

struct _GpScript {
    GString *code;
    GPtrArray *texts; /* (element-type utf8) */
    char end[40];     /* what ends a block */
};

GpScript *
gp_script_new(GError **error)
{
    g_autoptr(GpScript) self = g_new0(GpScript, 1);
    guint32 words[4];

    self->code = g_string_new(NULL);
    self->texts = g_ptr_array_new_with_free_func(g_free);
    if (getrandom(words, sizeof words, 0) != (gssize)sizeof words)
        return gp_throw_null(error, GP_ERROR_IO, "the system gave no random number");
    g_snprintf(self->end, sizeof self->end, "end_%08x%08x%08x%08x", words[0], words[1], words[2],
               words[3]);
    return g_steal_pointer(&self);
}

void
gp_script_free(GpScript *self)
{
    if (self == NULL)
        return;
    g_string_free(self->code, TRUE);
    g_ptr_array_unref(self->texts);
    g_free(self);
}

static gboolean
is_name(const char *name)
{
    gsize n = strspn(name, "abcdefghijklmnopqrstuvwxyz_0123456789");

    return g_ascii_islower(name[0]) && name[n] == '\0';
}

/* Always with a point or an exponent: gnuplot divides whole numbers without a remainder. */
static void
append_number(GString *out, double value)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];

    if (!isfinite(value))
        g_string_append(out, "NaN");
    else
        g_string_append(out, g_ascii_formatd(digits, sizeof digits, "%.9e", value));
}

void
gp_script_number(GpScript *self, const char *name, double value)
{
    g_return_if_fail(is_name(name));
    g_string_append_printf(self->code, "%s = ", name);
    append_number(self->code, value);
    g_string_append_c(self->code, '\n');
}

void
gp_script_count(GpScript *self, const char *name, guint value)
{
    g_return_if_fail(is_name(name));
    g_string_append_printf(self->code, "%s = %u\n", name, value);
}

void
gp_script_array(GpScript *self, const char *name, const double *values, guint n)
{
    g_return_if_fail(is_name(name));
    g_string_append_printf(self->code, "array %s[%u] = [", name, MAX(n, 1));
    for (guint i = 0; i < MAX(n, 1); i++) {
        g_string_append(self->code, i == 0 ? "" : ", ");
        append_number(self->code, n == 0 ? NAN : values[i]);
    }
    g_string_append(self->code, "]\n");
}

void
gp_script_block(
    GpScript *self, const char *name, const double *cells, guint n_rows, guint n_columns)
{
    g_return_if_fail(is_name(name));
    g_string_append_printf(self->code, "$%s << %s\n", name, self->end);
    for (guint i = 0; i < n_rows * n_columns; i++) {
        append_number(self->code, cells[i]);
        g_string_append_c(self->code, (i + 1) % n_columns == 0 ? '\n' : ' ');
    }
    g_string_append_printf(self->code, "%s\n", self->end);
}

/* Hidden or forbidden beyond what gp_text_printable takes out: the Arabic letter mark, which turns
 * the direction, other invisible formatting, and the last two code points of a plane. */
static gboolean
is_unfit(gunichar c)
{
    return c == 0x061c || c == 0x00ad || (c >= 0x2060 && c <= 0x206f) ||
           (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe || c >= 0xe0000;
}

char *
gp_picture_text(const char *text, guint max_characters)
{
    g_autofree char *printable = gp_text_printable(text, strlen(text), max_characters);
    GString *out = g_string_new(NULL);

    for (const char *p = printable; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);

        g_string_append_unichar(out, is_unfit(c) ? ' ' : c);
    }
    return g_strstrip(g_string_free(out, FALSE));
}

guint
gp_script_text(GpScript *self, const char *text)
{
    g_ptr_array_add(self->texts, gp_picture_text(text, GP_TEXT_CHARACTERS));
    return self->texts->len;
}

char *
gp_script_print(const GpScript *self)
{
    GString *out = g_string_new(self->code->str);

    g_string_append_printf(out, "$text << %s\n", self->end);
    for (guint i = 0; i < self->texts->len; i++)
        g_string_append_printf(out, "%s\n", (const char *)self->texts->pdata[i]);
    g_string_append_printf(out, "%s\n", self->end);
    return g_string_free(out, FALSE);
}
