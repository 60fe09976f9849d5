/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-sheet-private.h"

/* A workbook has one for each sheet and some more. */
#define MAX_RELATIONS 10000

/* An id, a type or a part's name; they are kept in memory. */
#define MAX_NAME_BYTES 1024

typedef enum {
    LIST = GP_XML_TOP + 1,
    RELATION,
} Place;

static const GpXmlStep steps[] = {
    {GP_XML_TOP, "Relationships", LIST},
    {LIST, "Relationship", RELATION},
};

typedef struct {
    char *id;
    char *type;
    char *part;
} Relation;

struct _GpRelations {
    GArray *list; /* (element-type Relation) */
    char *folder; /* from which targets are named */
};

static void
relation_clear(gpointer data)
{
    Relation *self = data;

    g_free(self->id);
    g_free(self->type);
    g_free(self->part);
}

static gboolean
start(gpointer data, int place, const char **attributes, GError **error)
{
    GpRelations *self = data;
    const char *id = gp_xml_attribute(attributes, "Id");
    const char *type = gp_xml_attribute(attributes, "Type");
    const char *target = gp_xml_attribute(attributes, "Target");
    const char *mode = gp_xml_attribute(attributes, "TargetMode");
    Relation relation;

    if (place != RELATION || g_strcmp0(mode, "External") == 0)
        return TRUE;
    if (id == NULL || type == NULL || target == NULL)
        return gp_throw(error, GP_ERROR_MALFORMED, "a reference to a part is incomplete");
    if (MAX(MAX(strlen(id), strlen(type)), strlen(target)) > MAX_NAME_BYTES)
        return gp_throw(error, GP_ERROR_MALFORMED, "the name of a part is too long");
    if (self->list->len == MAX_RELATIONS)
        return gp_throw(error, GP_ERROR_MALFORMED, "more than %d references to parts",
                        MAX_RELATIONS);
    relation.id = g_strdup(id);
    relation.type = g_strdup(type);
    relation.part = g_canonicalize_filename(target, self->folder);
    g_array_append_val(self->list, relation);
    return TRUE;
}

static const GpXmlReader reader = {.steps = steps, .n_steps = G_N_ELEMENTS(steps), .start = start};

GpRelations *
gp_relations_load(GpPackage *package, const char *part, GError **error)
{
    g_autoptr(GpRelations) self = g_new0(GpRelations, 1);
    const char *name = strrchr(part, '/') + 1;
    g_autofree char *path = NULL;

    self->list = g_array_new(FALSE, FALSE, sizeof(Relation));
    g_array_set_clear_func(self->list, relation_clear);
    self->folder = g_strndup(part, (gsize)(name - part));
    path = g_strconcat(self->folder, "_rels/", name, ".rels", NULL);
    if (!gp_package_parse(package, path, &reader, self, error)) {
        gp_package_prefix_error(error, path);
        return NULL;
    }
    return g_steal_pointer(&self);
}

void
gp_relations_free(GpRelations *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->list);
    g_free(self->folder);
    g_free(self);
}

const char *
gp_relations_by_id(const GpRelations *self, const char *id)
{
    for (guint i = 0; i < self->list->len; i++) {
        const Relation *relation = &g_array_index(self->list, Relation, i);

        if (g_str_equal(relation->id, id))
            return relation->part;
    }
    return NULL;
}

/* Types are URLs that differ between the transitional and the strict form, but for their end. */
const char *
gp_relations_by_type(const GpRelations *self, const char *type)
{
    for (guint i = 0; i < self->list->len; i++) {
        const Relation *relation = &g_array_index(self->list, Relation, i);
        const char *end = strrchr(relation->type, '/');

        if (end != NULL && g_str_equal(end + 1, type))
            return relation->part;
    }
    return NULL;
}
