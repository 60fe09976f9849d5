/* SPDX-License-Identifier: MIT */
#include "dumper.h"

#include <string.h>

/* ---- as text ---- */

static void
dump_table(const GpDocTable *table, GString *out)
{
    g_string_append_printf(out, "  table %s: %s\n", table->id, table->caption);
    if (*table->note != '\0')
        g_string_append_printf(out, "    note: %s\n", table->note);
    for (guint i = 0; i < table->columns->len; i++) {
        const GpDocColumn *column = gp_doc_table_column(table, i);

        g_string_append_printf(out, "    column %s%s%s%s [%s]\n", column->title,
                               *column->unit == '\0' ? "" : ", ", column->unit,
                               column->sign ? ", signed" : "", column->key);
    }
    for (guint i = 0; i < table->rows->len; i++) {
        const GpDocRow *row = gp_doc_table_row(table, i);

        g_string_append(out, row->is_total ? "    total" : "    row");
        for (guint k = 0; k < table->columns->len; k++) {
            g_autofree char *shown =
                gp_doc_cell_shown(&row->cells[k], gp_doc_table_column(table, k));

            g_string_append_printf(out, " | %s", shown);
        }
        g_string_append_c(out, '\n');
    }
}

static void
dump_pairs(const GpBlock *block, GString *out)
{
    for (guint i = 0; i < block->pairs->len; i++) {
        const GpDocPair *pair = &g_array_index(block->pairs, GpDocPair, i);

        g_string_append_printf(out, "  pair %s%s%s: %s\n", pair->term,
                               *pair->state == '\0' ? "" : " / ", pair->state, pair->text);
    }
}

static void
dump_block(const GpBlock *block, GString *out)
{
    static const char *const tones[] = {"good", "caution", "bad", "unknown"};

    switch (block->kind) {
    case GP_BLOCK_PARAGRAPH:
        g_string_append_printf(out, "  %s\n", block->text);
        break;
    case GP_BLOCK_NOTE:
        g_string_append_printf(out, "  ! %s\n", block->text);
        break;
    case GP_BLOCK_STATUS:
        g_string_append_printf(out, "  status %s (%s): %s\n", block->word, tones[block->tone],
                               block->text);
        break;
    case GP_BLOCK_LIST:
        for (guint i = 0; i < block->items->len; i++)
            g_string_append_printf(out, "  - %s\n", (const char *)block->items->pdata[i]);
        break;
    case GP_BLOCK_FACTS:
        for (guint i = 0; i < block->facts->len; i++) {
            const GpDocFact *fact = &g_array_index(block->facts, GpDocFact, i);

            g_string_append_printf(out, "  fact %s: %s. %s\n", fact->label, fact->figure,
                                   fact->sentence);
        }
        break;
    case GP_BLOCK_PAIRS:
        dump_pairs(block, out);
        break;
    case GP_BLOCK_FIGURE:
        g_string_append_printf(out, "  figure %s: %s\n    %s\n", block->figure, block->title,
                               block->description);
        break;
    case GP_BLOCK_TABLE:
        break;
    }
    if (block->table != NULL)
        dump_table(block->table, out);
}

char *
dump_document(const GpDocument *document)
{
    GString *out = g_string_new(NULL);

    g_string_append_printf(out, "%s\n%s\n", document->title, document->subtitle);
    if (*document->notice != '\0')
        g_string_append_printf(out, "! %s\n", document->notice);
    g_string_append_printf(out, "%s\n", document->colophon);
    for (guint i = 0; i < document->sections->len; i++) {
        const GpSection *section = document->sections->pdata[i];

        g_string_append_printf(out, "\n%.*s %s [%s]%s\n", (int)section->level, "###",
                               section->title, section->id,
                               section->begins_page ? " new page" : "");
        for (guint k = 0; k < section->blocks->len; k++)
            dump_block(section->blocks->pdata[k], out);
    }
    return g_string_free(out, FALSE);
}

/* ---- what must hold of all of them ---- */

static void
take_id(GHashTable *ids, const char *id)
{
    g_assert_cmpuint(strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-"), ==, strlen(id));
    g_assert_cmpint(*id, !=, '\0');
    if (!g_hash_table_add(ids, (gpointer)id))
        g_error("the id %s is there twice", id);
}

static void
check_table(const GpDocTable *table)
{
    g_autoptr(GHashTable) keys = g_hash_table_new(g_str_hash, g_str_equal);

    g_assert_cmpstr(table->caption, !=, "");
    g_assert_cmpint(table->rows->len, >, 0);
    g_assert_cmpint(table->columns->len, >, 1);
    g_assert_cmpint(gp_doc_table_column(table, 0)->places, ==, GP_DOC_TEXT);
    for (guint i = 0; i < table->columns->len; i++) {
        const GpDocColumn *column = gp_doc_table_column(table, i);

        g_assert_cmpuint(strspn(column->key, "abcdefghijklmnopqrstuvwxyz0123456789_"), ==,
                         strlen(column->key));
        g_assert_cmpint(*column->key, !=, '\0');
        g_assert_cmpint(*column->title, !=, '\0');
        if (!g_hash_table_add(keys, column->key))
            g_error("%s has the key %s twice", table->id, column->key);
    }
    for (guint i = 0; i < table->rows->len; i++)
        g_assert_nonnull(gp_doc_table_row(table, i)->cells[0].text);
}

/* Not as the end of a longer word or number. */
static void
check_for(const char *text, const char *broken)
{
    for (const char *at = strstr(text, broken); at != NULL; at = strstr(at + 1, broken)) {
        gboolean is_part = at > text && (g_ascii_isalnum(at[-1]) || strchr(".,", at[-1]) != NULL);

        if (!is_part || g_ascii_ispunct(*broken))
            g_error("“%s” in: %.120s", broken, at - MIN(at - text, 40));
    }
}

void
check_document(const GpDocument *document)
{
    static const char *const broken[] = {
        "..",       " .",         " ,",    "  |  |  ", "nan", "inf ",         "(null)",  "1 tonnes",
        "1 years ", "no figure,", "0 is ", "−0 ",      "£−",  "1 categories", "1 sites",
    };
    g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) tables = gp_document_tables(document);
    g_autofree char *text = dump_document(document);

    for (guint i = 0; i < document->sections->len; i++) {
        const GpSection *section = document->sections->pdata[i];

        take_id(ids, section->id);
        g_assert_cmpint(section->blocks->len, >, 0);
        g_assert_cmpint(section->level, ==, CLAMP(section->level, 1, 3));
    }
    for (guint i = 0; i < tables->len; i++) {
        take_id(ids, ((const GpDocTable *)tables->pdata[i])->id);
        check_table(tables->pdata[i]);
    }
    for (guint i = 0; i < G_N_ELEMENTS(broken); i++)
        check_for(text, broken[i]);
    g_assert_true(g_utf8_validate(text, -1, NULL));
}

/* ---- golden files ---- */

void
compare_with_golden(const GpDocument *document, const char *name)
{
    g_autofree char *path = g_build_filename(g_getenv("GP_FIXTURES"), "compose", name, NULL);
    g_autofree char *text = dump_document(document), *golden = NULL;
    g_auto(GStrv) now = NULL, then = NULL;
    g_autoptr(GError) error = NULL;

    if (g_getenv("GP_UPDATE") != NULL) {
        g_file_set_contents(path, text, -1, &error);
        g_assert_no_error(error);
        return;
    }
    g_file_get_contents(path, &golden, NULL, &error);
    g_assert_no_error(error);
    now = g_strsplit(text, "\n", -1);
    then = g_strsplit(golden, "\n", -1);
    for (guint i = 0; now[i] != NULL && then[i] != NULL; i++)
        g_assert_cmpstr(now[i], ==, then[i]);
    g_assert_cmpint(g_strv_length(now), ==, g_strv_length(then));
}
