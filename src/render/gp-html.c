/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-html-private.h"

#define MAX_STYLE_BYTES (256u << 10)

static void
append_text(GString *out, const char *text)
{
    g_autofree char *printable = gp_render_text(text);
    g_autofree char *escaped = g_markup_escape_text(printable, -1);

    g_string_append(out, escaped);
}

void
gp_html_add(GString *out, const char *markup, ...)
{
    va_list pieces;
    gboolean is_text = TRUE;

    g_string_append(out, markup);
    va_start(pieces, markup);
    for (const char *piece = va_arg(pieces, const char *); piece != NULL;
         piece = va_arg(pieces, const char *), is_text = !is_text) {
        if (is_text)
            append_text(out, piece);
        else
            g_string_append(out, piece);
    }
    va_end(pieces);
}

/* A text as CSS has it between quotes, whatever is in it. */
static void
append_css_string(GString *out, const char *text)
{
    g_autofree char *printable = gp_render_text(text);

    g_string_append_c(out, '"');
    for (const char *p = printable; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);

        if (c == ' ' || (c < 128 && g_ascii_isalnum((char)c)))
            g_string_append_c(out, (char)c);
        else
            g_string_append_printf(out, "\\%x ", c); /* the blank ends it */
    }
    g_string_append_c(out, '"');
}

/* The style sheet, and what stands at the foot of each printed page. */
static char *
load_style(const GpDocument *document, const char *data_folder, GError **error)
{
    g_autofree char *path = g_build_filename(data_folder, "pack", "page.css", NULL);
    g_autofree char *sheet = NULL;
    g_autofree char *foot = g_strconcat(document->title, ": ", document->subtitle, NULL);
    g_autoptr(GString) style = NULL;
    gsize length = 0;

    if (!gp_file_read(path, MAX_STYLE_BYTES, &sheet, &length, error))
        return NULL;
    style = g_string_new_len(sheet, (gssize)length);
    g_string_append(style, "@page{@bottom-left{content:");
    append_css_string(style, foot);
    g_string_append(style, "}@top-left{content:");
    append_css_string(style, document->notice);
    g_string_append(style, "}}\n");
    if (strlen(style->str) != style->len || strchr(style->str, '<') != NULL ||
        !g_utf8_validate(style->str, -1, NULL))
        return gp_throw_null(error, GP_ERROR_MALFORMED,
                             "%s is no style sheet that can stand in a page", path);
    return g_string_free(g_steal_pointer(&style), FALSE);
}

/* `sha256-…`, by which the style sheet is the only one that the page allows. */
static char *
hash_of_style(const char *style)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    guint8 digest[32];
    gsize length = sizeof digest;
    g_autofree char *bytes = NULL;

    g_checksum_update(checksum, (const guchar *)style, -1);
    g_checksum_get_digest(checksum, digest, &length);
    bytes = g_base64_encode(digest, length);
    return g_strconcat("sha256-", bytes, NULL);
}

static void
add_head(GString *out, const GpDocument *document, const char *style)
{
    g_autofree char *hash = hash_of_style(style);

    gp_html_add(out,
                "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                "img-src data:; style-src '",
                hash,
                "'; base-uri 'none'; form-action 'none'\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"color-scheme\" content=\"light dark\">\n"
                "<meta name=\"referrer\" content=\"no-referrer\">\n"
                "<meta name=\"generator\" content=\"greenplan\">\n<title>",
                document->title, ": ", document->subtitle, NULL);
    gp_html_add(out, "</title>\n<style>", NULL);
    g_string_append(out, style);
    gp_html_add(out, "</style>\n</head>\n", NULL);
}

/* Nothing of a document that is one part. */
static void
add_contents(GString *out, const GpDocument *document)
{
    g_autoptr(GString) parts = g_string_new(NULL);
    guint n_parts = 0;

    for (guint i = 0; i < document->sections->len; i++) {
        const GpSection *section = document->sections->pdata[i];

        if (section->level != 1)
            continue;
        n_parts++;
        gp_html_add(parts, "<li><a href=\"#", section->id, "\">", section->title, "</a></li>\n",
                    NULL);
    }
    if (n_parts > 1)
        g_string_append_printf(out,
                               "<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">Contents"
                               "</h2>\n<ol>\n%s</ol>\n</nav>\n",
                               parts->str);
}

static void
add_body(GpHtml *self, const GpDocument *document)
{
    gp_html_add(self->out,
                "<body>\n<a class=\"skip\" href=\"#main\">Skip to the report</a>\n<header>\n<h1>",
                document->title, "</h1>\n<p>", document->subtitle, "</p>\n</header>\n", NULL);
    if (*document->notice != '\0')
        gp_html_add(self->out, "<p class=\"notice\" role=\"note\">", document->notice, "</p>\n",
                    NULL);
    gp_html_add(self->out, "<div class=\"columns\">\n", NULL);
    add_contents(self->out, document);
    gp_html_add(self->out, "<main id=\"main\" tabindex=\"-1\">\n", NULL);
    gp_html_add_sections(self, document);
    gp_html_add(self->out, "</main>\n</div>\n<footer>\n<p>", document->colophon,
                "</p>\n</footer>\n</body>\n</html>\n", NULL);
}

char *
gp_render_html(const GpDocument *document,
               const char *data_folder,
               const GpDrawnChart *charts,
               guint n_charts,
               GError **error)
{
    g_autofree char *style = load_style(document, data_folder, error);
    g_autoptr(GPtrArray) deferred = g_ptr_array_new();
    GpHtml self = {g_string_new(NULL), charts, n_charts, FALSE, deferred};

    if (style == NULL) {
        g_string_free(self.out, TRUE);
        return NULL;
    }
    add_head(self.out, document, style);
    add_body(&self, document);
    return g_string_free(self.out, FALSE);
}
