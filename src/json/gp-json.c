/* SPDX-License-Identifier: MIT */
#include "gp-json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

#include "gp-error.h"
#include "gp-json-private.h"
#include "gp-text.h"

struct _GpJson {
    cJSON *root;
};

static const cJSON *
item(const GpJsonValue *self)
{
    return (const cJSON *)self;
}

static const GpJsonValue *
value(const cJSON *self)
{
    return (const GpJsonValue *)self;
}

/* ---- what cJSON read, completed ---- */

typedef struct {
    const char *bytes;
    const char *name;
    const GArray *numbers;
    guint n_numbers; /* that were met */
} Walk;

/* Gives a number its own text, in the place where cJSON keeps texts. */
static gboolean
keep_digits(Walk *walk, cJSON *number, GError **error)
{
    const GpJsonToken *token;
    g_autofree char *plain = NULL;
    gsize size;

    g_return_val_if_fail(walk->n_numbers < walk->numbers->len, FALSE);
    token = &g_array_index(walk->numbers, GpJsonToken, walk->n_numbers++);
    plain = gp_json_plain_number(walk->bytes + token->start, token->length);
    if (plain == NULL || !isfinite(number->valuedouble))
        return gp_throw(error, GP_ERROR_MALFORMED, "%s: a number is too large or too small: “%.*s”",
                        walk->name, (int)token->length, walk->bytes + token->start);
    size = strlen(plain) + 1;
    number->valuestring = cJSON_malloc(size);
    g_assert(number->valuestring != NULL);
    memcpy(number->valuestring, plain, size);
    return TRUE;
}

static gboolean
check_keys(const Walk *walk, const cJSON *object, GError **error)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (const cJSON *child = object->child; child != NULL; child = child->next) {
        g_autofree char *shown = NULL;

        if (g_hash_table_add(seen, child->string))
            continue;
        shown = gp_text_quoted(child->string);
        return gp_throw(error, GP_ERROR_MALFORMED, "%s: the key “%s” is there twice in one object",
                        walk->name, shown);
    }
    return TRUE;
}

/* In the order of the bytes, so that the numbers come as the scan met them. */
static gboolean
complete(Walk *walk, cJSON *self, GError **error)
{
    if (cJSON_IsNumber(self))
        return keep_digits(walk, self, error);
    if (cJSON_IsObject(self) && !check_keys(walk, self, error))
        return FALSE;
    for (cJSON *child = self->child; child != NULL; child = child->next) {
        if (!complete(walk, child, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
check_bytes(const char *bytes, gsize length, const char *name, gsize max_bytes, GError **error)
{
    if (length > max_bytes)
        return gp_throw(error, GP_ERROR_MALFORMED, "%s: it is larger than %" G_GSIZE_FORMAT " MB",
                        name, max_bytes >> 20);
    if (memchr(bytes, '\0', length) != NULL)
        return gp_throw(error, GP_ERROR_MALFORMED, "%s: it holds the character NUL", name);
    return g_utf8_validate_len(bytes, length, NULL) ||
           gp_throw(error, GP_ERROR_MALFORMED, "%s: it is not UTF-8", name);
}

static gboolean
throw_from(GError **error, const char *name, const char *reason, const char *from, const char *end)
{
    g_autofree char *shown = NULL;

    while (from < end && g_ascii_isspace(*from))
        from++;
    shown = gp_text_printable(from, MIN((gsize)(end - from), 96), 24);
    return gp_throw(error, GP_ERROR_MALFORMED, "%s: %s: “%s”", name, reason, shown);
}

static gboolean
is_blank(const char *from, const char *end)
{
    while (from < end && g_ascii_isspace(*from))
        from++;
    return from == end;
}

GpJson *
gp_json_parse(const char *bytes, gsize length, const char *name, gsize max_bytes, GError **error)
{
    gsize most = max_bytes == 0 ? GP_JSON_MAX_BYTES : MIN(max_bytes, GP_JSON_MOST_BYTES);
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(GpJsonToken));
    g_autoptr(GpJson) self = g_new0(GpJson, 1);
    const char *rest = NULL;
    Walk walk;

    if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    if (length == 0 || is_blank(bytes, bytes + length))
        return gp_throw_null(error, GP_ERROR_MALFORMED, "%s: it is empty", name);
    if (!check_bytes(bytes, length, name, most, error) ||
        !gp_json_scan(bytes, length, name, numbers, error))
        return NULL;
    self->root = cJSON_ParseWithLengthOpts(bytes, length, &rest, FALSE);
    if (self->root == NULL) {
        throw_from(error, name, "this is not where JSON would have it", rest, bytes + length);
        return NULL;
    }
    if (!is_blank(rest, bytes + length)) {
        throw_from(error, name, "something follows the end of the document", rest, bytes + length);
        return NULL;
    }
    walk = (Walk){bytes, name, numbers, 0};
    return complete(&walk, self->root, error) ? g_steal_pointer(&self) : NULL;
}

void
gp_json_free(GpJson *self)
{
    if (self == NULL)
        return;
    cJSON_Delete(self->root);
    g_free(self);
}

/* ---- looking things up ---- */

const GpJsonValue *
gp_json_root(const GpJson *self)
{
    return value(self->root);
}

GpJsonKind
gp_json_kind(const GpJsonValue *self)
{
    if (cJSON_IsObject(item(self)))
        return GP_JSON_OBJECT;
    if (cJSON_IsArray(item(self)))
        return GP_JSON_ARRAY;
    if (cJSON_IsString(item(self)))
        return GP_JSON_TEXT;
    if (cJSON_IsNumber(item(self)))
        return GP_JSON_NUMBER;
    return cJSON_IsBool(item(self)) ? GP_JSON_BOOLEAN : GP_JSON_NULL;
}

const char *
gp_json_kind_name(GpJsonKind kind)
{
    static const char *const names[] = {
        [GP_JSON_NULL] = "null",       [GP_JSON_BOOLEAN] = "true or false",
        [GP_JSON_NUMBER] = "a number", [GP_JSON_TEXT] = "a text",
        [GP_JSON_ARRAY] = "a list",    [GP_JSON_OBJECT] = "an object",
    };

    return names[kind];
}

gboolean
gp_json_is_path(const char *path)
{
    if (*path != '\0' && *path != '/')
        return FALSE;
    for (const char *p = path; *p != '\0'; p++) {
        if (*p == '~' && p[1] != '0' && p[1] != '1')
            return FALSE;
    }
    return TRUE;
}

/* The next part of a path, unescaped; @path is moved on to the slash after it. */
static void
take_part(const char **path, GString *out)
{
    const char *p = *path + 1;

    g_string_truncate(out, 0);
    for (; *p != '\0' && *p != '/'; p++) {
        if (*p == '~' && p[1] != '\0')
            g_string_append_c(out, *++p == '1' ? '/' : '~');
        else
            g_string_append_c(out, *p);
    }
    *path = p;
}

static const cJSON *
member(const cJSON *self, const char *part)
{
    guint64 index;

    if (cJSON_IsObject(self))
        return cJSON_GetObjectItemCaseSensitive(self, part);
    if (!cJSON_IsArray(self) || (part[0] == '0' && part[1] != '\0') ||
        !g_ascii_string_to_unsigned(part, 10, 0, G_MAXINT, &index, NULL))
        return NULL;
    return cJSON_GetArrayItem(self, (int)index);
}

const GpJsonValue *
gp_json_at(const GpJsonValue *self, const char *path)
{
    g_autoptr(GString) part = g_string_new(NULL);
    const cJSON *found = item(self);

    if (!gp_json_is_path(path))
        return NULL;
    while (found != NULL && *path == '/') {
        take_part(&path, part);
        found = member(found, part->str);
    }
    return value(found);
}

const GpJsonValue *
gp_json_first(const GpJsonValue *self)
{
    return value(item(self)->child);
}

const GpJsonValue *
gp_json_next(const GpJsonValue *self)
{
    return value(item(self)->next);
}

const char *
gp_json_key(const GpJsonValue *self)
{
    return item(self)->string;
}

guint
gp_json_size(const GpJsonValue *self)
{
    return (guint)cJSON_GetArraySize(item(self));
}

const char *
gp_json_text(const GpJsonValue *self)
{
    if (cJSON_IsBool(item(self)))
        return cJSON_IsTrue(item(self)) ? "true" : "false";
    return cJSON_IsString(item(self)) || cJSON_IsNumber(item(self)) ? item(self)->valuestring
                                                                    : NULL;
}
