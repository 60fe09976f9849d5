/* SPDX-License-Identifier: MIT */
#include "gp-html-private.h"

/*
 * A part holds what is said under its own heading, then its sections, then, if it is for a board,
 * its other charts and all tables of charts: without them it fits one sheet of paper. Headings of
 * the third level stand in the section that they are part of.
 */

typedef struct {
    gboolean in_part, in_sections, in_section;
} Open;

static void
end_section(GpHtml *self, Open *open)
{
    if (open->in_section)
        gp_html_add(self->out, "</div>\n", NULL);
    open->in_section = FALSE;
}

static void
add_deferred(GpHtml *self)
{
    gp_html_add(self->out, "<div class=\"behind\">\n", NULL);
    for (guint i = 0; i < self->deferred->len; i++) {
        const GpBlock *figure = self->deferred->pdata[i];

        if (i > 0)
            gp_html_add_figure(self, figure);
        else
            gp_html_add(self->out, "<p class=\"paper\"><strong>", figure->title, "</strong> ",
                        figure->description, "</p>\n", NULL);
        if (figure->table != NULL)
            gp_html_add_figures_table(self->out, figure);
    }
    gp_html_add(self->out, "</div>\n", NULL);
    g_ptr_array_set_size(self->deferred, 0);
}

static void
end_part(GpHtml *self, Open *open)
{
    end_section(self, open);
    if (open->in_sections)
        gp_html_add(self->out, "</div>\n", NULL);
    open->in_sections = FALSE;
    if (self->deferred->len > 0)
        add_deferred(self);
    if (open->in_part)
        gp_html_add(self->out, "</section>\n", NULL);
    open->in_part = FALSE;
}

static void
add_heading(GString *out, const GpSection *section)
{
    const char level[] = {'h', (char)('1' + MIN(section->level, 5)), '\0'};

    gp_html_add(out, "<", level, " id=\"heading-", section->id, "\">", section->title, "</", level,
                ">\n", NULL);
}

/* The first part of a pack says how things stand; that of a return does not. */
static gboolean
is_for_a_board(const GpSection *section)
{
    for (guint i = 0; i < section->blocks->len; i++) {
        const GpBlock *block = section->blocks->pdata[i];

        if (block->kind == GP_BLOCK_STATUS)
            return TRUE;
    }
    return FALSE;
}

static void
begin(GpHtml *self, Open *open, const GpSection *section, gboolean is_first)
{
    if (section->level == 1) {
        end_part(self, open);
        self->is_board = is_first && is_for_a_board(section);
        gp_html_add(self->out,
                    self->is_board         ? "<section class=\"part board\" id=\""
                    : section->begins_page ? "<section class=\"part page\" id=\""
                                           : "<section class=\"part\" id=\"",
                    section->id, "\" aria-labelledby=\"heading-", section->id, "\">\n", NULL);
        open->in_part = TRUE;
    } else if (section->level == 2) {
        end_section(self, open);
        if (!open->in_sections)
            gp_html_add(self->out, "<div class=\"subs\">\n", NULL);
        gp_html_add(self->out, "<div class=\"sub\" id=\"", section->id, "\">\n", NULL);
        open->in_sections = TRUE;
        open->in_section = TRUE;
    }
    add_heading(self->out, section);
}

void
gp_html_add_sections(GpHtml *self, const GpDocument *document)
{
    Open open = {FALSE, FALSE, FALSE};

    for (guint i = 0; i < document->sections->len; i++) {
        const GpSection *section = document->sections->pdata[i];

        begin(self, &open, section, i == 0);
        for (guint k = 0; k < section->blocks->len; k++)
            gp_html_add_block(self, section->blocks->pdata[k]);
    }
    end_part(self, &open);
}
