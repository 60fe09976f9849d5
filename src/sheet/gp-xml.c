/* SPDX-License-Identifier: MIT */
#include <expat.h>
#include <string.h>

#include "gp-error.h"
#include "gp-sheet-private.h"
#include "gp-text.h"

/* A sheet nests 8 deep, with extensions about 20; every level costs the parser memory. */
#define MAX_DEPTH 64

/* Excel writes about 40 at most, on the root of a sheet. */
#define MAX_ATTRIBUTES 256

/* 8 million cells with a value each make 17 million; more only costs time. */
#define MAX_ELEMENTS 20000000

/* A tag or comment must be whole in memory before it is given out; Excel's take a few KB. */
#define MAX_TAG_BYTES ((XML_Index)1 << 20)

/* The parser remembers every different name for ever; a part written by Excel has under 300. */
#define MAX_NAMES 2000
#define MAX_NAME_BYTES 200

struct _GpXml {
    const GpXmlReader *reader;
    gpointer data;
    XML_Parser parser;
    GHashTable *names; /* (element-type utf8) of elements and attributes */
    int places[MAX_DEPTH + 1];
    guint depth;
    guint n_elements;
    XML_Index n_fed;
    XML_Index n_done; /* where the last tag or text that was given out begins */
    gboolean is_over;
    GError *error;
};

/* No call-back does anything after this, though the parser may still make some. */
static void
leave(GpXml *self)
{
    self->is_over = TRUE;
    XML_StopParser(self->parser, XML_FALSE);
}

static const char *
local_name(const char *name)
{
    const char *colon = strchr(name, ':');

    return colon == NULL ? name : colon + 1;
}

/* One- and two-letter names are too few to matter and too frequent to look up. */
static gboolean
remember_name(GpXml *self, const char *name)
{
    if (name[0] == '\0' || name[1] == '\0' || name[2] == '\0')
        return TRUE;
    if (g_hash_table_contains(self->names, name))
        return TRUE;
    if (strlen(name) > MAX_NAME_BYTES || g_hash_table_size(self->names) == MAX_NAMES)
        return gp_throw(&self->error, GP_ERROR_MALFORMED,
                        "more than %d different XML names, or one longer than %d bytes; Excel does "
                        "not write such files",
                        MAX_NAMES, MAX_NAME_BYTES);
    return g_hash_table_add(self->names, g_strdup(name));
}

static gboolean
check_element(GpXml *self, const char *name, const char **attributes)
{
    guint n = 0;

    if (++self->n_elements > MAX_ELEMENTS)
        return gp_throw(&self->error, GP_ERROR_MALFORMED, "a part has more than %d XML elements",
                        MAX_ELEMENTS);
    if (self->depth > MAX_DEPTH)
        return gp_throw(&self->error, GP_ERROR_MALFORMED,
                        "elements are nested more than %d deep; Excel does not write such files",
                        MAX_DEPTH);
    if (!remember_name(self, name))
        return FALSE;
    for (; attributes[2 * n] != NULL; n++) {
        if (n == MAX_ATTRIBUTES)
            return gp_throw(&self->error, GP_ERROR_MALFORMED,
                            "an element has more than %d attributes", MAX_ATTRIBUTES);
        if (!remember_name(self, attributes[2 * n]))
            return FALSE;
    }
    return TRUE;
}

static int
find_place(const GpXml *self, int from, const char *name)
{
    const char *local = local_name(name);

    for (guint i = 0; from != GP_XML_ELSEWHERE && i < self->reader->n_steps; i++) {
        const GpXmlStep *step = &self->reader->steps[i];

        if (step->from == from && strcmp(step->name, local) == 0)
            return step->to;
    }
    return GP_XML_ELSEWHERE;
}

static gboolean
throw_root(GpXml *self, const char *name)
{
    g_autofree char *shown = gp_text_printable(name, strlen(name), 60);

    return gp_throw(&self->error, GP_ERROR_MALFORMED,
                    "it is another kind of part than the workbook says it is: “%s” was found where "
                    "“%s” belongs",
                    shown, self->reader->steps[0].name);
}

static gboolean
start_element(GpXml *self, const char *name, const char **attributes)
{
    int place;

    self->depth++;
    if (!check_element(self, name, attributes))
        return FALSE;
    place = find_place(self, self->places[self->depth - 1], name);
    self->places[self->depth] = place;
    if (place != GP_XML_ELSEWHERE)
        return self->reader->start(self->data, place, attributes, &self->error);
    return self->depth > 1 || self->reader->n_steps == 0 || throw_root(self, local_name(name));
}

static void XMLCALL
on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    GpXml *self = data;

    if (!self->is_over && !start_element(self, name, attributes))
        leave(self);
}

static void XMLCALL
on_end(void *data, const XML_Char *name G_GNUC_UNUSED)
{
    GpXml *self = data;
    int place;

    if (self->is_over)
        return;
    place = self->places[self->depth--];
    if (place != GP_XML_ELSEWHERE && self->reader->end != NULL &&
        !self->reader->end(self->data, place, &self->error))
        leave(self);
}

static void XMLCALL
on_text(void *data, const XML_Char *text, int length)
{
    GpXml *self = data;
    int place;

    if (self->is_over)
        return;
    place = self->places[self->depth];
    if (place != GP_XML_ELSEWHERE && self->reader->text != NULL &&
        !self->reader->text(self->data, place, text, (gsize)length, &self->error))
        leave(self);
}

/* Entities can only be declared inside one of these, so none ever is. */
static void XMLCALL
on_doctype(void *data,
           const XML_Char *name G_GNUC_UNUSED,
           const XML_Char *system_id G_GNUC_UNUSED,
           const XML_Char *public_id G_GNUC_UNUSED,
           int has_subset G_GNUC_UNUSED)
{
    GpXml *self = data;

    if (self->is_over)
        return;
    gp_throw(&self->error, GP_ERROR_MALFORMED,
             "it holds a document type declaration (DOCTYPE), which Excel never writes and which "
             "can do harm; the file is refused");
    leave(self);
}

GpXml *
gp_xml_new(const GpXmlReader *reader, gpointer data)
{
    GpXml *self = g_new0(GpXml, 1);

    self->reader = reader;
    self->data = data;
    self->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    self->places[0] = GP_XML_TOP;
    self->parser = XML_ParserCreate(NULL);
    if (self->parser == NULL)
        return self;
    XML_SetUserData(self->parser, self);
    XML_SetElementHandler(self->parser, on_start, on_end);
    XML_SetCharacterDataHandler(self->parser, on_text);
    XML_SetStartDoctypeDeclHandler(self->parser, on_doctype);
    return self;
}

void
gp_xml_free(GpXml *self)
{
    if (self == NULL)
        return;
    if (self->parser != NULL)
        XML_ParserFree(self->parser);
    g_hash_table_unref(self->names);
    g_clear_error(&self->error);
    g_free(self);
}

char *
gp_xml_buffer(GpXml *self, gsize size)
{
    return self->parser == NULL ? NULL : XML_GetBuffer(self->parser, (int)size);
}

gboolean
gp_xml_feed(GpXml *self, gsize length, gboolean is_last, GError **error)
{
    enum XML_Status status = XML_ParseBuffer(self->parser, (int)length, is_last);

    if (self->error != NULL) {
        g_propagate_error(error, g_steal_pointer(&self->error));
        return FALSE;
    }
    if (self->is_over)
        return TRUE;
    if (status != XML_STATUS_OK)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "the file is damaged: its XML cannot be read (%s)",
                        XML_ErrorString(XML_GetErrorCode(self->parser)));
    self->n_fed += (XML_Index)length;
    self->n_done = MAX(self->n_done, XML_GetCurrentByteIndex(self->parser));
    if (self->n_fed - self->n_done > MAX_TAG_BYTES)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "a single XML tag or comment takes more than 1 MB; Excel does not write "
                        "such files");
    return TRUE;
}

gboolean
gp_xml_is_stopped(const GpXml *self)
{
    return self->is_over;
}

const char *
gp_xml_attribute(const char **attributes, const char *name)
{
    for (; attributes[0] != NULL; attributes += 2) {
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    }
    return NULL;
}

const char *
gp_xml_prefixed_attribute(const char **attributes, const char *name)
{
    for (; attributes[0] != NULL; attributes += 2) {
        const char *colon = strchr(attributes[0], ':');

        if (colon != NULL && strcmp(colon + 1, name) == 0)
            return attributes[1];
    }
    return NULL;
}
