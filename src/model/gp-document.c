/* SPDX-License-Identifier: MIT */
#include "gp-document.h"

static void
clear_fact(gpointer pointer)
{
    GpDocFact *fact = pointer;

    g_free(fact->label);
    g_free(fact->figure);
    g_free(fact->sentence);
}

static void
clear_pair(gpointer pointer)
{
    GpDocPair *pair = pointer;

    g_free(pair->term);
    g_free(pair->text);
    g_free(pair->state);
}

static void
free_block(gpointer pointer)
{
    GpBlock *block = pointer;

    g_free(block->text);
    g_free(block->word);
    g_clear_pointer(&block->items, g_ptr_array_unref);
    g_clear_pointer(&block->facts, g_array_unref);
    g_clear_pointer(&block->pairs, g_array_unref);
    gp_doc_table_free(block->table);
    g_free(block->figure);
    g_free(block->title);
    g_free(block->description);
    g_free(block);
}

static void
free_section(gpointer pointer)
{
    GpSection *section = pointer;

    g_free(section->id);
    g_free(section->title);
    g_ptr_array_unref(section->blocks);
    g_free(section);
}

GpDocument *
gp_document_new(const char *title, const char *subtitle)
{
    GpDocument *self = g_new0(GpDocument, 1);

    self->title = g_strdup(title);
    self->subtitle = g_strdup(subtitle);
    self->notice = g_strdup("");
    self->colophon = g_strdup("");
    self->sections = g_ptr_array_new_with_free_func(free_section);
    return self;
}

void
gp_document_free(GpDocument *self)
{
    if (self == NULL)
        return;
    g_free(self->title);
    g_free(self->subtitle);
    g_free(self->notice);
    g_free(self->colophon);
    g_ptr_array_unref(self->sections);
    g_free(self);
}

GpSection *
gp_document_add_section(GpDocument *self, const char *id, const char *title, guint level)
{
    GpSection *section = g_new0(GpSection, 1);

    section->id = g_strdup(id);
    section->title = g_strdup(title);
    section->level = level;
    section->blocks = g_ptr_array_new_with_free_func(free_block);
    g_ptr_array_add(self->sections, section);
    return section;
}

static GpBlock *
add_block(GpSection *self, GpBlockKind kind)
{
    GpBlock *block = g_new0(GpBlock, 1);

    block->kind = kind;
    g_ptr_array_add(self->blocks, block);
    return block;
}

/* The block before, if it is of this kind; else a new one. */
static GpBlock *
join_block(GpSection *self, GpBlockKind kind)
{
    GpBlock *last = self->blocks->len == 0 ? NULL : self->blocks->pdata[self->blocks->len - 1];

    return last != NULL && last->kind == kind ? last : add_block(self, kind);
}

void
gp_section_say(GpSection *self, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    add_block(self, GP_BLOCK_PARAGRAPH)->text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
}

void
gp_section_note(GpSection *self, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    add_block(self, GP_BLOCK_NOTE)->text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
}

void
gp_section_add_list(GpSection *self, GPtrArray *items)
{
    if (items->len == 0)
        g_ptr_array_unref(items);
    else
        add_block(self, GP_BLOCK_LIST)->items = items;
}

void
gp_section_add_status(GpSection *self, GpTone tone, const char *word, const char *sentence)
{
    GpBlock *block = add_block(self, GP_BLOCK_STATUS);

    block->tone = tone;
    block->word = g_strdup(word);
    block->text = g_strdup(sentence);
}

void
gp_section_add_fact(GpSection *self, const char *label, const char *figure, const char *sentence)
{
    GpBlock *block = join_block(self, GP_BLOCK_FACTS);
    GpDocFact fact = {g_strdup(label), g_strdup(figure), g_strdup(sentence)};

    if (block->facts == NULL) {
        block->facts = g_array_new(FALSE, TRUE, sizeof(GpDocFact));
        g_array_set_clear_func(block->facts, clear_fact);
    }
    g_array_append_val(block->facts, fact);
}

void
gp_section_add_answer(
    GpSection *self, const char *term, const char *text, GpTone tone, const char *state)
{
    GpBlock *block = join_block(self, GP_BLOCK_PAIRS);
    GpDocPair pair = {g_strdup(term), g_strdup(text), g_strdup(state), tone};

    if (block->pairs == NULL) {
        block->pairs = g_array_new(FALSE, TRUE, sizeof(GpDocPair));
        g_array_set_clear_func(block->pairs, clear_pair);
    }
    g_array_append_val(block->pairs, pair);
}

void
gp_section_add_pair(GpSection *self, const char *term, const char *text)
{
    gp_section_add_answer(self, term, text, GP_TONE_UNKNOWN, "");
}

void
gp_section_add_table(GpSection *self, GpDocTable *table)
{
    add_block(self, GP_BLOCK_TABLE)->table = table;
}

void
gp_section_add_figure(GpSection *self,
                      const char *name,
                      const char *title,
                      const char *description,
                      GpDocTable *table)
{
    GpBlock *block = add_block(self, GP_BLOCK_FIGURE);

    block->figure = g_strdup(name);
    block->title = g_strdup(title);
    block->description = g_strdup(description);
    block->table = table;
}

GPtrArray *
gp_document_tables(const GpDocument *self)
{
    GPtrArray *tables = g_ptr_array_new();

    for (guint i = 0; i < self->sections->len; i++) {
        const GpSection *section = self->sections->pdata[i];

        for (guint k = 0; k < section->blocks->len; k++) {
            const GpBlock *block = section->blocks->pdata[k];

            if (block->table != NULL)
                g_ptr_array_add(tables, block->table);
        }
    }
    return tables;
}
