/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-html-private.h"

const char *
gp_html_tone(GpTone tone)
{
    static const char *const names[] = {
        [GP_TONE_GOOD] = "good",
        [GP_TONE_CAUTION] = "caution",
        [GP_TONE_BAD] = "bad",
        [GP_TONE_UNKNOWN] = "unknown",
    };

    return names[tone];
}

/* A tick in a disc, a warning triangle, a cross in an octagon, a question in a ring: outlines
 * differ as much as colours. */
void
gp_html_add_shape(GString *out, GpTone tone)
{
    static const char *const shapes[] = {
        [GP_TONE_GOOD] = "<circle cx=\"12\" cy=\"12\" r=\"11\" fill=\"currentColor\"/>"
                         "<path d=\"M6.5 12.5l4 4 7-8.5\" fill=\"none\" class=\"cut\" "
                         "stroke-width=\"2.6\"/>",
        [GP_TONE_CAUTION] = "<path d=\"M12 1.5L23.5 22H.5z\" fill=\"currentColor\"/>"
                            "<path d=\"M12 8.5v7m0 2v2.6\" fill=\"none\" class=\"cut\" "
                            "stroke-width=\"2.6\"/>",
        [GP_TONE_BAD] = "<path d=\"M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4z\" "
                        "fill=\"currentColor\"/><path d=\"M8 8l8 8m0-8l-8 8\" fill=\"none\" "
                        "class=\"cut\" stroke-width=\"2.6\"/>",
        [GP_TONE_UNKNOWN] = "<circle cx=\"12\" cy=\"12\" r=\"9.7\" fill=\"none\" "
                            "stroke=\"currentColor\" stroke-width=\"2.6\"/>"
                            "<path d=\"M7 12h10\" stroke=\"currentColor\" stroke-width=\"2.6\"/>",
    };

    gp_html_add(out, "<svg class=\"shape\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">", NULL);
    g_string_append(out, shapes[tone]);
    g_string_append(out, "</svg>");
}

static void
add_list(GString *out, const GpBlock *block)
{
    gp_html_add(out, "<ul>\n", NULL);
    for (guint i = 0; i < block->items->len; i++)
        gp_html_add(out, "<li>", block->items->pdata[i], "</li>\n", NULL);
    gp_html_add(out, "</ul>\n", NULL);
}

static void
add_status(GString *out, const GpBlock *block)
{
    gp_html_add(out, "<div class=\"status ", gp_html_tone(block->tone),
                "\">\n<p class=\"verdict\">", NULL);
    gp_html_add_shape(out, block->tone);
    gp_html_add(out, "<strong>", block->word, "</strong></p>\n", NULL);
    if (*block->text != '\0')
        gp_html_add(out, "<p>", block->text, "</p>\n", NULL);
    gp_html_add(out, "</div>\n", NULL);
}

static void
add_facts(GString *out, const GpBlock *block)
{
    gp_html_add(out, "<dl class=\"facts\">\n", NULL);
    for (guint i = 0; i < block->facts->len; i++) {
        const GpDocFact *fact = &g_array_index(block->facts, GpDocFact, i);

        gp_html_add(out, "<div><dt>", fact->label, "</dt><dd class=\"figure\">", fact->figure,
                    "</dd>", NULL);
        if (*fact->sentence != '\0')
            gp_html_add(out, "<dd>", fact->sentence, "</dd>", NULL);
        gp_html_add(out, "</div>\n", NULL);
    }
    gp_html_add(out, "</dl>\n", NULL);
}

static void
add_pairs(GString *out, const GpBlock *block)
{
    gp_html_add(out, "<dl class=\"pairs\">\n", NULL);
    for (guint i = 0; i < block->pairs->len; i++) {
        const GpDocPair *pair = &g_array_index(block->pairs, GpDocPair, i);

        gp_html_add(out, "<div><dt>", pair->term, "</dt><dd>", NULL);
        if (*pair->state != '\0') {
            gp_html_add(out, "<span class=\"state ", gp_html_tone(pair->tone), "\">", NULL);
            gp_html_add_shape(out, pair->tone);
            gp_html_add(out, "<strong>", pair->state, "</strong></span> ", NULL);
        }
        gp_html_add(out, "", pair->text, "</dd></div>\n", NULL);
    }
    gp_html_add(out, "</dl>\n", NULL);
}

static const char *
find_chart(const GpHtml *self, const char *name)
{
    for (guint i = 0; i < self->n_charts; i++) {
        if (g_str_equal(self->charts[i].name, name))
            return self->charts[i].svg;
    }
    return NULL;
}

/* As an image, not as a part of the page: nothing in it can run, load or be mixed up with another
 * chart. On small screens, where it is moved inside its frame, its title stands above it too. */
static void
add_picture(GString *out, const GpBlock *block, const char *svg)
{
    g_autofree char *bytes = g_base64_encode((const guchar *)svg, strlen(svg));

    gp_html_add(
        out, "<p class=\"finding\" aria-hidden=\"true\">", block->title,
        "</p>\n<div class=\"frame picture\" role=\"group\" tabindex=\"0\" aria-label=\"Chart: ",
        block->title, "\"><img alt=\"", block->title, "\" src=\"data:image/svg+xml;base64,", NULL);
    gp_html_add(out, bytes, NULL);
    gp_html_add(out, "\"></div>\n", NULL);
}

void
gp_html_add_figure(GpHtml *self, const GpBlock *block)
{
    const char *svg = find_chart(self, block->figure);

    gp_html_add(self->out, "<figure id=\"chart-", block->figure, "\">\n", NULL);
    if (svg != NULL)
        add_picture(self->out, block, svg);
    gp_html_add(self->out, "<figcaption>", NULL);
    if (svg == NULL)
        gp_html_add(self->out, "<strong>", block->title, "</strong> ", NULL);
    gp_html_add(self->out, "", block->description, "</figcaption>\n</figure>\n", NULL);
}

/* Only one chart has room on the page for the board, and no table. */
static void
place_figure(GpHtml *self, const GpBlock *block)
{
    if (!self->is_board || self->deferred->len == 0)
        gp_html_add_figure(self, block);
    if (self->is_board)
        g_ptr_array_add(self->deferred, (gpointer)block);
    else if (block->table != NULL)
        gp_html_add_figures_table(self->out, block);
}

void
gp_html_add_block(GpHtml *self, const GpBlock *block)
{
    switch (block->kind) {
    case GP_BLOCK_PARAGRAPH:
        gp_html_add(self->out, "<p>", block->text, "</p>\n", NULL);
        return;
    case GP_BLOCK_LIST:
        add_list(self->out, block);
        return;
    case GP_BLOCK_NOTE:
        gp_html_add(self->out, "<p class=\"note\">", block->text, "</p>\n", NULL);
        return;
    case GP_BLOCK_STATUS:
        add_status(self->out, block);
        return;
    case GP_BLOCK_FACTS:
        add_facts(self->out, block);
        return;
    case GP_BLOCK_PAIRS:
        add_pairs(self->out, block);
        return;
    case GP_BLOCK_TABLE:
        gp_html_add_table(self->out, block->table);
        return;
    case GP_BLOCK_FIGURE:
        place_figure(self, block);
        return;
    }
}
