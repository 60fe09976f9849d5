/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-emissions.h"
#include "gp-error.h"
#include "gp-json-reader.h"
#include "gp-publication-private.h"

#define SEAL_LINE "\n  \"seal\": \""
#define MAX_PLACES 38

typedef struct {
    GpJsonReader json;
    GpPublication *publication;
} Reader;

static const char *
get_text(Reader *self, const GpJsonValue *object, const char *path)
{
    return gp_json_reader_text(&self->json, object, path);
}

static const char *
keep_text(Reader *self, const GpJsonValue *object, const char *path)
{
    return gp_publication_text(self->publication, get_text(self, object, path));
}

static void
read_fys(Reader *self, const GpJsonValue *root, const char *path, GArray *out)
{
    const GpJsonValue *item = gp_json_reader_first(&self->json, root, path);

    for (; item != NULL; item = gp_json_next(item)) {
        int fy = gp_json_reader_fy(&self->json, item, "");

        g_array_append_val(out, fy);
    }
}

static void
read_settings(Reader *self, const GpJsonValue *root, const char *path, GArray *out)
{
    const GpJsonValue *item = gp_json_reader_first(&self->json, root, path);

    for (; item != NULL; item = gp_json_next(item)) {
        GpPublishedSetting setting = {keep_text(self, item, "/name"),
                                      keep_text(self, item, "/value")};

        g_array_append_val(out, setting);
    }
}

static void
read_years(Reader *self, const GpJsonValue *root)
{
    const GpJsonValue *item = gp_json_reader_first(&self->json, root, "/years");

    for (; item != NULL; item = gp_json_next(item)) {
        const char *comparable = get_text(self, item, "/comparable");
        GpPublishedYear year = {gp_json_reader_fy(&self->json, item, "/year"),
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
        gp_json_reader_blame(&self->json, "/months");
    for (guint i = 0; i < 12 && text[i] != '\0'; i++)
        months |= text[i] == '.' ? 0 : 1U << i;
    return months;
}

static const char **
get_list(Reader *self, const GpJsonValue *object, const char *path)
{
    GPtrArray *list = g_ptr_array_new();

    for (const GpJsonValue *item = gp_json_reader_first(&self->json, object, path); item != NULL;
         item = gp_json_next(item))
        g_ptr_array_add(list, (gpointer)keep_text(self, item, ""));
    g_ptr_array_add(list, NULL);
    return (const char **)g_ptr_array_free(list, FALSE);
}

static void
read_lines(Reader *self, const GpJsonValue *root)
{
    GpPublication *publication = self->publication;
    const GpJsonValue *item = gp_json_reader_first(&self->json, root, "/lines");

    for (; item != NULL; item = gp_json_next(item)) {
        GpPublishedLine line = {
            .fy = gp_json_reader_fy(&self->json, item, "/year"),
            .boundary = keep_text(self, item, "/boundary"),
            .category = keep_text(self, item, "/category"),
            .activity = keep_text(self, item, "/activity"),
            .kg_co2e = gp_json_reader_exact(&self->json, item, "/kg_co2e", publication->kg_places),
            .months = get_months(self, item),
            .sources = get_list(self, item, "/sources"),
            .editions = get_list(self, item, "/editions"),
        };

        if (gp_json_at(item, "/unit") != NULL) {
            line.unit = keep_text(self, item, "/unit");
            line.quantity =
                gp_json_reader_exact(&self->json, item, "/quantity", GP_QUANTITY_PLACES);
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
    const GpJsonValue *item = gp_json_reader_first(&self->json, root, "/figures");
    guint i = 0;

    if (!gp_publication_add_up(publication, self->json.fault == NULL ? &self->json.fault : NULL))
        return;
    for (; item != NULL && i < publication->figures->len; item = gp_json_next(item), i++) {
        GpPublishedFigure *figure = &g_array_index(publication->figures, GpPublishedFigure, i);
        GpInt128 kg = gp_json_reader_exact(&self->json, item, "/kg_co2e", publication->kg_places),
                 sum = 0;
        gboolean fits = TRUE;

        for (guint k = 0; k < GP_N_QUALITIES; k++) {
            figure->kg_by_quality[k] =
                gp_json_reader_exact(&self->json, item, paths[k], publication->kg_places);
            fits = fits && gp_add(sum, figure->kg_by_quality[k], &sum);
        }
        if (gp_json_reader_fy(&self->json, item, "/year") != figure->fy || kg != figure->kg_co2e ||
            !fits || sum != figure->kg_co2e)
            gp_json_reader_blame(&self->json, "its lines do not add up to its figures");
    }
    if (item != NULL || i < publication->figures->len)
        gp_json_reader_blame(&self->json, "its lines do not add up to its figures");
}

static void
read_ground(Reader *self, const GpJsonValue *root)
{
    GpPublication *publication = self->publication;
    const GpJsonValue *item;

    for (item = gp_json_reader_first(&self->json, root, "/editions"); item != NULL;
         item = gp_json_next(item)) {
        GpPublishedEdition edition = {keep_text(self, item, "/name"),
                                      keep_text(self, item, "/sha256"),
                                      gp_json_reader_count(&self->json, item, "/rows")};

        g_array_append_val(publication->editions, edition);
    }
    for (item = gp_json_reader_first(&self->json, root, "/originals"); item != NULL;
         item = gp_json_next(item)) {
        GpPublishedOriginal original = {
            keep_text(self, item, "/sha256"), keep_text(self, item, "/source"),
            keep_text(self, item, "/name"), gp_json_reader_count(&self->json, item, "/rows")};

        g_array_append_val(publication->originals, original);
    }
}

static void
read_head(Reader *self, const GpJsonValue *root)
{
    GpPublication *publication = self->publication;
    guint64 places = gp_json_reader_count(&self->json, root, "/kg_places");

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
        gp_json_reader_blame(&self->json, "/kg_places");
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
    Reader reader = {{name, "a publication of greenplan", NULL}, publication};
    const GpJsonValue *root;

    if (!check_seal(bytes, length, name, error))
        return NULL;
    json = gp_json_parse(bytes, length, name, GP_JSON_MOST_BYTES, error);
    if (json == NULL)
        return NULL;
    root = gp_json_root(json);
    if (gp_json_reader_count(&reader.json, root, "/greenplan_publication") != GP_PUBLICATION_FORMAT)
        gp_json_reader_blame(&reader.json, "it was made by a later version: use that version");
    read_head(&reader, root);
    read_years(&reader, root);
    read_lines(&reader, root);
    read_figures(&reader, root);
    read_ground(&reader, root);
    if (reader.json.fault != NULL) {
        g_propagate_error(error, reader.json.fault);
        return NULL;
    }
    return g_steal_pointer(&publication);
}
