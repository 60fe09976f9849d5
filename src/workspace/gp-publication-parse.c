/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-emissions.h"
#include "gp-error.h"
#include "gp-json.h"
#include "gp-publication-private.h"

#define SEAL_LINE "\n  \"seal\": \""
#define MAX_PLACES 38

/* A document being read. What is not as it should be becomes the fault; reading then goes on with
 * empty texts, and the caller looks at the fault in the end. */
typedef struct {
    GpPublication *publication;
    const char *name;
    GError *fault; /* (nullable) */
} Reader;

static void
blame(Reader *self, const char *what)
{
    if (self->fault == NULL)
        gp_throw(&self->fault, GP_ERROR_MALFORMED, "%s is not a publication of greenplan: %s",
                 self->name, what);
}

/* The member of an object, as a text; "" after a fault. */
static const char *
get_text(Reader *self, const GpJsonValue *object, const char *path)
{
    const GpJsonValue *value = gp_json_at(object, path);
    const char *text = value == NULL ? NULL : gp_json_text(value);

    if (text != NULL)
        return text;
    blame(self, path);
    return "";
}

static const char *
keep_text(Reader *self, const GpJsonValue *object, const char *path)
{
    return gp_publication_text(self->publication, get_text(self, object, path));
}

/* Digits with at most one point and no more than @places behind it, times 10^@places. */
static gboolean
parse_exact(const char *text, int places, GpInt128 *out)
{
    gboolean is_negative = *text == '-', has_point = FALSE;
    GpInt128 value = 0;

    for (const char *c = text + (is_negative ? 1 : 0); *c != '\0'; c++) {
        if (*c == '.' && !has_point) {
            has_point = TRUE;
            continue;
        }
        if (!g_ascii_isdigit(*c) || (has_point && places-- == 0) ||
            !gp_multiply(value, 10, &value) || !gp_add(value, *c - '0', &value))
            return FALSE;
    }
    *out = is_negative ? -value : value;
    return gp_multiply(*out, gp_power_of_ten(places), out);
}

static GpInt128
get_exact(Reader *self, const GpJsonValue *object, const char *path, int places)
{
    GpInt128 value = 0;

    if (!parse_exact(get_text(self, object, path), places, &value))
        blame(self, path);
    return value;
}

static guint64
get_count(Reader *self, const GpJsonValue *object, const char *path)
{
    guint64 count = 0;

    if (!g_ascii_string_to_unsigned(get_text(self, object, path), 10, 0, G_MAXINT64, &count, NULL))
        blame(self, path);
    return count;
}

static int
get_fy(Reader *self, const char *text)
{
    int fy = GP_FIRST_YEAR;

    if (!gp_fy_parse(text, &fy))
        blame(self, "a year");
    return fy;
}

static const GpJsonValue *
first_of(Reader *self, const char *path, const GpJsonValue *root)
{
    const GpJsonValue *list = gp_json_at(root, path);

    if (list != NULL && gp_json_kind(list) == GP_JSON_ARRAY)
        return gp_json_first(list);
    blame(self, path);
    return NULL;
}

static void
read_fys(Reader *self, const GpJsonValue *root, const char *path, GArray *out)
{
    const GpJsonValue *item = first_of(self, path, root);

    for (; item != NULL; item = gp_json_next(item)) {
        int fy = get_fy(self, get_text(self, item, ""));

        g_array_append_val(out, fy);
    }
}

static void
read_settings(Reader *self, const GpJsonValue *root, const char *path, GArray *out)
{
    const GpJsonValue *item = first_of(self, path, root);

    for (; item != NULL; item = gp_json_next(item)) {
        GpPublishedSetting setting = {keep_text(self, item, "/name"),
                                      keep_text(self, item, "/value")};

        g_array_append_val(out, setting);
    }
}

static void
read_years(Reader *self, const GpJsonValue *root)
{
    const GpJsonValue *item = first_of(self, "/years", root);

    for (; item != NULL; item = gp_json_next(item)) {
        const char *comparable = get_text(self, item, "/comparable");
        GpPublishedYear year = {get_fy(self, get_text(self, item, "/year")),
                                g_str_equal(comparable, "yes")  ? GP_COMPARABLE
                                : g_str_equal(comparable, "no") ? GP_NOT_COMPARABLE
                                                                : GP_COMPARABLE_UNKNOWN};

        g_array_append_val(self->publication->years, year);
    }
}

static guint
get_months(Reader *self, const GpJsonValue *item)
{
    const char *text = get_text(self, item, "/months");
    guint months = 0;

    if (strlen(text) != 12)
        blame(self, "/months");
    for (guint i = 0; i < 12 && text[i] != '\0'; i++)
        months |= text[i] == '.' ? 0 : 1U << i;
    return months;
}

static const char **
get_list(Reader *self, const GpJsonValue *object, const char *path)
{
    GPtrArray *list = g_ptr_array_new();

    for (const GpJsonValue *item = first_of(self, path, object); item != NULL;
         item = gp_json_next(item))
        g_ptr_array_add(list, (gpointer)keep_text(self, item, ""));
    g_ptr_array_add(list, NULL);
    return (const char **)g_ptr_array_free(list, FALSE);
}

static void
read_lines(Reader *self, const GpJsonValue *root)
{
    GpPublication *publication = self->publication;
    const GpJsonValue *item = first_of(self, "/lines", root);

    for (; item != NULL; item = gp_json_next(item)) {
        GpPublishedLine line = {
            .fy = get_fy(self, get_text(self, item, "/year")),
            .boundary = keep_text(self, item, "/boundary"),
            .category = keep_text(self, item, "/category"),
            .activity = keep_text(self, item, "/activity"),
            .kg_co2e = get_exact(self, item, "/kg_co2e", publication->kg_places),
            .months = get_months(self, item),
            .sources = get_list(self, item, "/sources"),
            .editions = get_list(self, item, "/editions"),
        };

        if (gp_json_at(item, "/unit") != NULL) {
            line.unit = keep_text(self, item, "/unit");
            line.quantity = get_exact(self, item, "/quantity", GP_QUANTITY_PLACES);
        }
        g_array_append_val(publication->lines, line);
    }
}

/* The figures are the sums of the lines, told by quality. */
static void
read_figures(Reader *self, const GpJsonValue *root)
{
    static const char *const paths[GP_N_QUALITIES] = {"/not_stated_kg_co2e", "/measured_kg_co2e",
                                                      "/estimated_kg_co2e", "/modelled_kg_co2e"};
    GpPublication *publication = self->publication;
    const GpJsonValue *item = first_of(self, "/figures", root);
    guint i = 0;

    if (!gp_publication_add_up(publication, self->fault == NULL ? &self->fault : NULL))
        return;
    for (; item != NULL && i < publication->figures->len; item = gp_json_next(item), i++) {
        GpPublishedFigure *figure = &g_array_index(publication->figures, GpPublishedFigure, i);
        GpInt128 kg = get_exact(self, item, "/kg_co2e", publication->kg_places), sum = 0;
        gboolean fits = TRUE;

        for (guint k = 0; k < GP_N_QUALITIES; k++) {
            figure->kg_by_quality[k] = get_exact(self, item, paths[k], publication->kg_places);
            fits = fits && gp_add(sum, figure->kg_by_quality[k], &sum);
        }
        if (get_fy(self, get_text(self, item, "/year")) != figure->fy || kg != figure->kg_co2e ||
            !fits || sum != figure->kg_co2e)
            blame(self, "its lines do not add up to its figures");
    }
    if (item != NULL || i < publication->figures->len)
        blame(self, "its lines do not add up to its figures");
}

static void
read_ground(Reader *self, const GpJsonValue *root)
{
    GpPublication *publication = self->publication;
    const GpJsonValue *item;

    for (item = first_of(self, "/editions", root); item != NULL; item = gp_json_next(item)) {
        GpPublishedEdition edition = {keep_text(self, item, "/name"),
                                      keep_text(self, item, "/sha256"),
                                      get_count(self, item, "/rows")};

        g_array_append_val(publication->editions, edition);
    }
    for (item = first_of(self, "/originals", root); item != NULL; item = gp_json_next(item)) {
        GpPublishedOriginal original = {
            keep_text(self, item, "/sha256"), keep_text(self, item, "/source"),
            keep_text(self, item, "/name"), get_count(self, item, "/rows")};

        g_array_append_val(publication->originals, original);
    }
}

static void
read_head(Reader *self, const GpJsonValue *root)
{
    GpPublication *publication = self->publication;
    guint64 places = get_count(self, root, "/kg_places");

    publication->id = keep_text(self, root, "/id");
    publication->day = keep_text(self, root, "/day");
    publication->is_restatement = g_str_equal(get_text(self, root, "/kind"), "restatement");
    publication->by = keep_text(self, root, "/by");
    publication->note = keep_text(self, root, "/note");
    publication->reason = keep_text(self, root, "/reason");
    publication->trust = keep_text(self, root, "/trust");
    publication->program = keep_text(self, root, "/program");
    publication->is_invented = g_str_equal(get_text(self, root, "/invented"), "true");
    publication->previous = keep_text(self, root, "/previous/id");
    publication->previous_sha256 = keep_text(self, root, "/previous/sha256");
    if (places > MAX_PLACES)
        blame(self, "/kg_places");
    publication->kg_places = (int)MIN(places, MAX_PLACES);
    read_fys(self, root, "/baseline_years", publication->baseline_fys);
    read_fys(self, root, "/restated_years", publication->restated_fys);
    read_settings(self, root, "/settings", publication->settings);
    read_settings(self, root, "/digests", publication->digests);
}

/* The last line but one must be the seal of all that stands before it. */
static gboolean
check_seal(const char *bytes, gsize length, const char *name, GError **error)
{
    const char *seal = g_strrstr_len(bytes, (gssize)length, SEAL_LINE);
    g_autofree char *digest = NULL, *ending = NULL;

    if (seal != NULL) {
        digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes,
                                             (gsize)(seal + 1 - bytes));
        ending = g_strdup_printf(SEAL_LINE "%s\"\n}\n", digest);
    }
    return (ending != NULL && strlen(ending) == (gsize)(bytes + length - seal) &&
            memcmp(ending, seal, strlen(ending)) == 0) ||
           gp_throw(error, GP_ERROR_MALFORMED,
                    "%s is not as it was published: bring it back from a backup", name);
}

GpPublication *
gp_publication_parse(const char *bytes, gsize length, const char *name, GError **error)
{
    g_autoptr(GpPublication) publication = gp_publication_new();
    g_autoptr(GpJson) json = NULL;
    Reader reader = {publication, name, NULL};
    const GpJsonValue *root;

    if (!check_seal(bytes, length, name, error))
        return NULL;
    json = gp_json_parse(bytes, length, name, GP_JSON_MOST_BYTES, error);
    if (json == NULL)
        return NULL;
    root = gp_json_root(json);
    if (get_count(&reader, root, "/greenplan_publication") != GP_PUBLICATION_FORMAT)
        blame(&reader, "it was made by a later version: use that version");
    read_head(&reader, root);
    read_years(&reader, root);
    read_lines(&reader, root);
    read_figures(&reader, root);
    read_ground(&reader, root);
    if (reader.fault != NULL) {
        g_propagate_error(error, reader.fault);
        return NULL;
    }
    return g_steal_pointer(&publication);
}
