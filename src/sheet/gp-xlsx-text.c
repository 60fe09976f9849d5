/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-sheet-private.h"

/* The texts of a workbook: how one is written, and the list that its cells share. */

/* `_x000D_` */
#define ESCAPE_LENGTH 7

/* Excel's own limit is about 1 million; other programs write one for each cell. */
#define MAX_STRINGS 2000000

/* All shared strings stay in memory; the official factor workbooks have 0.3 MB of them. */
#define MAX_STRING_MB 64
#define MAX_STRING_BYTES ((gsize)MAX_STRING_MB << 20)

static gboolean
throw_too_long(GError **error)
{
    return gp_throw(error, GP_ERROR_MALFORMED,
                    "a text is longer than %d characters, the most that Excel allows in a cell",
                    GP_XLSX_MAX_TEXT);
}

gboolean
gp_xlsx_gather(GString *text, const char *more, gsize length, GError **error)
{
    if (text->len + length > GP_XLSX_MAX_TEXT * ESCAPE_LENGTH)
        return throw_too_long(error);
    g_string_append_len(text, more, (gssize)length);
    return TRUE;
}

/* The character that `_xHHHH_` at @p stands for, 0 if none does. */
static gunichar
read_escape(const char *p)
{
    gunichar c = 0;

    if (p[0] != '_' || p[1] != 'x')
        return 0;
    for (guint i = 2; i < 6; i++) {
        if (!g_ascii_isxdigit(p[i]))
            return 0;
        c = c << 4 | (gunichar)g_ascii_xdigit_value(p[i]);
    }
    return p[6] == '_' && g_unichar_validate(c) ? c : 0;
}

static void
unescape(GString *text)
{
    char *out = strstr(text->str, "_x");
    const char *p = out;

    if (p == NULL)
        return;
    while (*p != '\0') {
        gunichar c = read_escape(p);

        if (c == 0) {
            *out++ = *p++;
            continue;
        }
        out += g_unichar_to_utf8(c, out);
        p += ESCAPE_LENGTH;
    }
    g_string_truncate(text, (gsize)(out - text->str));
}

gboolean
gp_xlsx_finish_text(GString *text, GError **error)
{
    unescape(text);
    if (text->len > GP_XLSX_MAX_TEXT && g_utf8_strlen(text->str, -1) > GP_XLSX_MAX_TEXT)
        return throw_too_long(error);
    return TRUE;
}

typedef enum {
    LIST = GP_XML_TOP + 1,
    STRING,
    RUN,
    TEXT,
} Place;

/* Phonetic runs (`rPh`) and the fonts of rich text are elsewhere. */
static const GpXmlStep steps[] = {
    {GP_XML_TOP, "sst", LIST}, {LIST, "si", STRING}, {STRING, "t", TEXT},
    {STRING, "r", RUN},        {RUN, "t", TEXT},
};

struct _GpStrings {
    GStringChunk *chunk;
    GPtrArray *list; /* (element-type utf8) in the chunk */
    GString *text;   /* the one that is being read */
    gsize n_bytes;
};

GpStrings *
gp_strings_new(void)
{
    GpStrings *self = g_new0(GpStrings, 1);

    self->chunk = g_string_chunk_new(65536);
    self->list = g_ptr_array_new();
    self->text = g_string_new(NULL);
    return self;
}

void
gp_strings_free(GpStrings *self)
{
    if (self == NULL)
        return;
    g_string_chunk_free(self->chunk);
    g_ptr_array_unref(self->list);
    g_string_free(self->text, TRUE);
    g_free(self);
}

static gboolean
start(gpointer data, int place, const char **attributes G_GNUC_UNUSED, GError **error)
{
    GpStrings *self = data;

    if (place != STRING)
        return TRUE;
    if (self->list->len == MAX_STRINGS)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "more than %d different texts; save only the sheets that are needed",
                        MAX_STRINGS);
    g_string_truncate(self->text, 0);
    return TRUE;
}

static gboolean
take_text(gpointer data, int place, const char *text, gsize length, GError **error)
{
    GpStrings *self = data;

    return place != TEXT || gp_xlsx_gather(self->text, text, length, error);
}

static gboolean
end(gpointer data, int place, GError **error)
{
    GpStrings *self = data;

    if (place != STRING)
        return TRUE;
    if (!gp_xlsx_finish_text(self->text, error))
        return FALSE;
    self->n_bytes += self->text->len + 1;
    if (self->n_bytes > MAX_STRING_BYTES)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "the texts take more than %d MB; save only the sheets that are needed",
                        MAX_STRING_MB);
    g_ptr_array_add(self->list, g_string_chunk_insert_len(self->chunk, self->text->str,
                                                          (gssize)self->text->len));
    return TRUE;
}

static const GpXmlReader reader = {steps, G_N_ELEMENTS(steps), start, end, take_text};

gboolean
gp_strings_load(GpStrings *self, GpPackage *package, const char *part, GError **error)
{
    if (gp_package_parse(package, part, &reader, self, error))
        return TRUE;
    g_prefix_error(error, "text %u: ", self->list->len + 1);
    gp_package_prefix_error(error, part);
    return FALSE;
}

guint
gp_strings_size(const GpStrings *self)
{
    return self->list->len;
}

const char *
gp_strings_get(const GpStrings *self, guint index)
{
    return g_ptr_array_index(self->list, index);
}
