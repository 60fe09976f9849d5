/* SPDX-License-Identifier: MIT */
#include <cjson/cJSON.h>

#include "gp-render-private.h"

static void
add_text(cJSON *object, const char *name, const char *text)
{
    g_autofree char *printable = gp_render_text(text);

    cJSON_AddStringToObject(object, name, printable);
}

static cJSON *
column_object(const GpDocColumn *column)
{
    cJSON *object = cJSON_CreateObject();

    add_text(object, "key", column->key);
    add_text(object, "title", column->title);
    add_text(object, "unit", column->unit);
    if (column->places == GP_DOC_TEXT)
        cJSON_AddNullToObject(object, "places");
    else
        cJSON_AddNumberToObject(object, "places", column->places);
    return object;
}

/* A text is a string; a figure an object, in which what is not there is null. */
static cJSON *
cell_value(const GpDocCell *cell, const GpDocColumn *column)
{
    g_autofree char *shown = gp_doc_cell_shown(cell, column);
    g_autofree char *printable = gp_render_text(shown);
    cJSON *object;

    if (column->places == GP_DOC_TEXT)
        return cJSON_CreateString(printable);
    object = cJSON_CreateObject();
    if (gp_doc_cell_has_figure(cell)) {
        g_autofree char *exact = gp_render_exact(cell);

        cJSON_AddStringToObject(object, "value", exact);
    } else {
        cJSON_AddNullToObject(object, "value");
    }
    cJSON_AddStringToObject(object, "shown", printable);
    cJSON_AddStringToObject(object, "mark", gp_mark_text(cell->mark));
    return object;
}

static cJSON *
row_object(const GpDocTable *table, const GpDocRow *row)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *cells = cJSON_AddObjectToObject(object, "cells");

    for (guint k = 0; k < table->columns->len; k++) {
        const GpDocColumn *column = gp_doc_table_column(table, k);

        cJSON_AddItemToObject(cells, column->key, cell_value(&row->cells[k], column));
    }
    cJSON_AddBoolToObject(object, "total", row->is_total);
    return object;
}

static cJSON *
table_object(const GpDocTable *table)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *columns, *rows;

    add_text(object, "id", table->id);
    add_text(object, "caption", table->caption);
    add_text(object, "note", table->note);
    columns = cJSON_AddArrayToObject(object, "columns");
    for (guint k = 0; k < table->columns->len; k++)
        cJSON_AddItemToArray(columns, column_object(gp_doc_table_column(table, k)));
    rows = cJSON_AddArrayToObject(object, "rows");
    for (guint i = 0; i < table->rows->len; i++)
        cJSON_AddItemToArray(rows, row_object(table, gp_doc_table_row(table, i)));
    return object;
}

static void
add_marks(cJSON *object)
{
    cJSON *marks = cJSON_AddObjectToObject(object, "marks");

    for (guint mark = GP_MARK_NONE + 1; mark < GP_N_MARKS; mark++)
        cJSON_AddStringToObject(marks, gp_mark_text((GpMark)mark), gp_mark_words((GpMark)mark));
}

char *
gp_render_json(const GpDocument *document)
{
    g_autoptr(GPtrArray) tables = gp_document_tables(document);
    cJSON *object = cJSON_CreateObject();
    cJSON *array;
    char *printed, *text;

    add_text(object, "title", document->title);
    add_text(object, "subtitle", document->subtitle);
    add_text(object, "notice", document->notice);
    add_text(object, "colophon", document->colophon);
    add_marks(object);
    array = cJSON_AddArrayToObject(object, "tables");
    for (guint i = 0; i < tables->len; i++)
        cJSON_AddItemToArray(array, table_object(tables->pdata[i]));
    printed = cJSON_Print(object);
    text = g_strconcat(printed, "\n", NULL);
    cJSON_free(printed);
    cJSON_Delete(object);
    return text;
}
