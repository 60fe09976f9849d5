/* SPDX-License-Identifier: MIT */
#include "gp-json-reader.h"

#include "gp-day.h"
#include "gp-error.h"

void
gp_json_reader_blame(GpJsonReader *self, const char *what)
{
    if (self->fault == NULL)
        gp_throw(&self->fault, GP_ERROR_MALFORMED, "%s is not %s: %s", self->name, self->kind,
                 what);
}

const char *
gp_json_reader_text(GpJsonReader *self, const GpJsonValue *object, const char *path)
{
    const GpJsonValue *value = gp_json_at(object, path);
    const char *text = value == NULL ? NULL : gp_json_text(value);

    if (text != NULL)
        return text;
    gp_json_reader_blame(self, path);
    return "";
}

GpInt128
gp_json_reader_exact(GpJsonReader *self, const GpJsonValue *object, const char *path, int places)
{
    GpInt128 value = 0;

    if (!gp_number_parse_exact(gp_json_reader_text(self, object, path), places, &value))
        gp_json_reader_blame(self, path);
    return value;
}

guint64
gp_json_reader_count(GpJsonReader *self, const GpJsonValue *object, const char *path)
{
    const char *text = gp_json_reader_text(self, object, path);
    guint64 count = 0;

    if (!g_ascii_string_to_unsigned(text, 10, 0, G_MAXINT64, &count, NULL))
        gp_json_reader_blame(self, path);
    return count;
}

int
gp_json_reader_fy(GpJsonReader *self, const GpJsonValue *object, const char *path)
{
    int fy = GP_FIRST_YEAR;

    if (!gp_fy_parse(gp_json_reader_text(self, object, path), &fy))
        gp_json_reader_blame(self, "a year");
    return fy;
}

const GpJsonValue *
gp_json_reader_first(GpJsonReader *self, const GpJsonValue *object, const char *path)
{
    const GpJsonValue *list = gp_json_at(object, path);

    if (list != NULL && gp_json_kind(list) == GP_JSON_ARRAY)
        return gp_json_first(list);
    gp_json_reader_blame(self, path);
    return NULL;
}
