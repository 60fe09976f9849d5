/* SPDX-License-Identifier: MIT */
#include "gp-gnuplot-private.h"

#include <string.h>

#include "gp-error.h"

/* `href`, `xlink:href` and whatever else ends so. */
static gboolean
is_outside_reference(const char *name, const char *value)
{
    return g_ascii_strcasecmp(name + strlen(name) - MIN(strlen(name), 4), "href") == 0 &&
           value[0] != '#';
}

static gboolean
is_forbidden_element(const char *name)
{
    static const char *const forbidden[] = {"a",      "animate", "embed",  "foreignObject",
                                            "iframe", "image",   "object", "script",
                                            "set",    "style",   NULL};
    const char *colon = strrchr(name, ':');
    const char *local = colon == NULL ? name : colon + 1;

    for (guint i = 0; forbidden[i] != NULL; i++) {
        if (g_ascii_strcasecmp(local, forbidden[i]) == 0)
            return TRUE;
    }
    return FALSE;
}

static void
check_element(GMarkupParseContext *context,
              const char *element,
              const char **names,
              const char **values,
              gpointer unused,
              GError **error)
{
    (void)context;
    (void)unused;
    if (is_forbidden_element(element)) {
        gp_throw(error, GP_ERROR_IO, "it holds an element “%s”", element);
        return;
    }
    for (guint i = 0; names[i] != NULL; i++) {
        if (g_ascii_strncasecmp(names[i], "on", 2) == 0 ||
            is_outside_reference(names[i], values[i])) {
            gp_throw(error, GP_ERROR_IO, "it holds an attribute “%s”", names[i]);
            return;
        }
    }
}

/* The XML line and comments; no document type, no CDATA, no other instruction. */
static void
check_other(
    GMarkupParseContext *context, const char *text, gsize length, gpointer unused, GError **error)
{
    (void)context;
    (void)unused;
    if (!(length > 5 && memcmp(text, "<?xml ", 6) == 0) &&
        !(length > 3 && memcmp(text, "<!--", 4) == 0))
        gp_throw(error, GP_ERROR_IO, "it holds a document type or an instruction");
}

static gboolean
check(const char *svg, gsize length, GError **error)
{
    static const GMarkupParser parser = {.start_element = check_element,
                                         .passthrough = check_other};
    g_autoptr(GMarkupParseContext) context =
        g_markup_parse_context_new(&parser, G_MARKUP_DEFAULT_FLAGS, NULL, NULL);
    g_autoptr(GError) reason = NULL;

    if (g_markup_parse_context_parse(context, svg, (gssize)length, &reason) &&
        g_markup_parse_context_end_parse(context, &reason))
        return TRUE;
    return gp_throw(error, GP_ERROR_IO, "the SVG picture is not safe to hand out: %s",
                    reason->message);
}

/* `<title id="…">…</title><desc …>…</desc>`. The ids differ from picture to picture, so that
 * several can stand in one page. */
static char *
describe(const char *title, const char *description, char **out_attributes)
{
    g_autofree char *shown_title = gp_picture_text(title, 1000);
    g_autofree char *shown_description = gp_picture_text(description, 4000);
    g_autofree char *both = g_strconcat(shown_title, "\n", shown_description, NULL);
    g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, both, -1);

    digest[12] = '\0';
    *out_attributes = g_strdup_printf(" role=\"img\" aria-labelledby=\"title-%s description-%s\"",
                                      digest, digest);
    return g_markup_printf_escaped(
        "<title id=\"title-%s\">%s</title>\n<desc id=\"description-%s\">%s</desc>", digest,
        shown_title, digest, shown_description);
}

/* gnuplot takes no list of families and writes `Liberation Sans:Bold` as the name of one. Hatching
 * is a pattern, which Chromium puts into a PDF as a picture of the whole chart for each bar (5 MB
 * for twenty); the same lines as a gradient of hard edges take 100 bytes. Text cannot hold a raw
 * `<`, so that only a tag can match. */
static char *
mend(const char *svg)
{
    static const char *const pairs[][2] = {
        {"(<g [^<>]*font-family=\")Liberation Sans:Bold\"",
         "\\1Liberation Sans, Arial, sans-serif\" font-weight=\"bold\""},
        {"(<g [^<>]*font-family=\")Liberation Sans\"", "\\1Liberation Sans, Arial, sans-serif\""},
        {"<pattern (id='gpPat[0-9]+') [^<>]*>\\s*"
         "<path style='fill:none; stroke:(rgb\\([0-9, ]+\\))' d='M-4,0 L8,12 M0,-4 L12,8'/>\\s*"
         "</pattern>",
         "<linearGradient \\1 gradientUnits='userSpaceOnUse' spreadMethod='repeat' x1='0' y1='0' "
         "x2='4' y2='-4'><stop offset='.39' stop-color='#fff'/><stop offset='.39' "
         "stop-color='\\2'/>"
         "<stop offset='.61' stop-color='\\2'/><stop offset='.61' stop-color='#fff'/>"
         "</linearGradient>"},
    };
    char *mended = g_strdup(svg);

    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_autoptr(GRegex) found =
            g_regex_new(pairs[i][0], (GRegexCompileFlags)0, (GRegexMatchFlags)0, NULL);
        char *next = g_regex_replace(found, mended, -1, 0, pairs[i][1], (GRegexMatchFlags)0, NULL);

        g_free(mended);
        mended = next;
    }
    return mended;
}

char *
gp_svg_finish(
    const char *svg, gsize length, const char *title, const char *description, GError **error)
{
    g_autoptr(GString) drawn = g_string_new_len(svg, (gssize)length);
    g_autofree char *attributes = NULL;
    g_autofree char *told = NULL;
    g_autoptr(GString) spliced = g_string_new(NULL);
    const char *whole, *tag, *old, *rest;

    if (strlen(drawn->str) != length)
        return gp_throw_null(error, GP_ERROR_IO, "the SVG picture holds a NUL");
    g_string_replace(drawn, "&#", "&amp;#", 0); /* gnuplot leaves `&#` as it is, whatever follows */
    if (!check(drawn->str, drawn->len, error))
        return NULL;
    whole = drawn->str;
    tag = strstr(whole, "<svg");
    old = tag == NULL ? NULL : strstr(tag, "<title>");
    rest = old == NULL ? NULL : strstr(old, "</desc>");
    if (rest == NULL)
        return gp_throw_null(error, GP_ERROR_IO, "the SVG picture has no title");
    told = describe(title, description, &attributes);
    g_string_append_printf(spliced, "%.*s<svg%s%.*s%s%s", (int)(tag - whole), whole, attributes,
                           (int)(old - tag - 4), tag + 4, told, rest + strlen("</desc>"));
    g_string_replace(spliced, "]]>", "]]&gt;", 0); /* gnuplot leaves `>` as it is */
    return mend(spliced->str);
}
