/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-json.h"
#include "gp-pull-private.h"

#define MAX_PAGES 10000

/* A walk from page to page. */
typedef struct {
    GpPuller *puller;
    const GpPaging *paging;
    const char *first; /* where it began */
    char *shown;       /* for messages */
    char *name;
    GHashTable *seen; /* (element-type utf8) addresses and digests of pages */
    guint n_pages;
    guint64 n_rows;
    gboolean has_total;
    guint64 total;
} Walk;

static void
walk_clear(Walk *self)
{
    g_free(self->shown);
    g_free(self->name);
    g_hash_table_unref(self->seen);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Walk, walk_clear)

static gboolean
throw_page(const Walk *self, GError **error, const char *reason)
{
    if (self->paging->style == GP_PAGES_ONE)
        return gp_throw(error, GP_ERROR_MALFORMED, "%s: %s", self->shown, reason);
    return gp_throw(error, GP_ERROR_MALFORMED, "%s, page %u: %s", self->shown, self->n_pages,
                    reason);
}

static gboolean
is_seen(Walk *self, const char *text)
{
    return !g_hash_table_add(self->seen, g_strdup(text));
}

static gboolean
needs_json(const GpPaging *paging)
{
    return paging->records != NULL || paging->total != NULL || paging->cursor != NULL ||
           (paging->next != NULL && !g_str_equal(paging->next, "header"));
}

/* How many rows the page has. */
static gboolean
count_rows(Walk *self, const GpJson *page, guint64 *out_rows, GError **error)
{
    const GpJsonValue *rows = gp_json_at(gp_json_root(page), self->paging->records);
    g_autofree char *reason = NULL;

    if (rows != NULL && gp_json_kind(rows) == GP_JSON_ARRAY) {
        *out_rows = gp_json_size(rows);
        return TRUE;
    }
    if (rows != NULL && gp_json_kind(rows) == GP_JSON_OBJECT) {
        *out_rows = 1;
        return TRUE;
    }
    reason = g_strdup_printf("the server’s answer has no rows at “%s”", self->paging->records);
    return throw_page(self, error, reason);
}

static gboolean
read_total(Walk *self, const GpJson *page, GError **error)
{
    const GpJsonValue *total = gp_json_at(gp_json_root(page), self->paging->total);
    const char *text = total == NULL ? NULL : gp_json_text(total);
    g_autofree char *reason = NULL;

    self->has_total =
        text != NULL && g_ascii_string_to_unsigned(text, 10, 0, G_MAXINT64, &self->total, NULL);
    if (self->has_total)
        return TRUE;
    reason = g_strdup_printf("the server’s answer has no number at “%s”", self->paging->total);
    return throw_page(self, error, reason);
}

/* The text at a path that asks for the next page; NULL where there is none or an empty one. */
static const char *
read_pointer(const GpJson *page, const char *path)
{
    const GpJsonValue *value = gp_json_at(gp_json_root(page), path);
    const char *text = value == NULL ? NULL : gp_json_text(value);

    return text == NULL || *text == '\0' || gp_json_kind(value) == GP_JSON_BOOLEAN ? NULL : text;
}

static gboolean
follow(Walk *self, const char *address, const char *pointer, char **out_next, GError **error)
{
    if (pointer == NULL)
        return TRUE;
    *out_next = gp_address_resolve(address, pointer);
    return (*out_next != NULL && gp_address_same_host(self->first, *out_next)) ||
           throw_page(self, error, "the next page is said to be on another server");
}

/* Where the page after this one is; NULL if this was the last. */
static gboolean
find_next(Walk *self,
          const char *address,
          const GpJson *page,
          const char *link,
          guint64 n_rows,
          char **out_next,
          GError **error)
{
    const GpPaging *paging = self->paging;
    const char *cursor;

    *out_next = NULL;
    switch (paging->style) {
    case GP_PAGES_ONE:
        return TRUE;
    case GP_PAGES_NEXT:
        return follow(self, address,
                      page == NULL || g_str_equal(paging->next, "header")
                          ? link
                          : read_pointer(page, paging->next),
                      out_next, error);
    case GP_PAGES_NUMBER: {
        g_autofree char *number =
            g_strdup_printf("%" G_GUINT64_FORMAT, paging->first + self->n_pages);

        if (n_rows > 0 && !(self->has_total && self->n_rows >= self->total))
            *out_next = gp_address_with(self->first, paging->parameter, number);
        return TRUE;
    }
    case GP_PAGES_CURSOR:
        cursor = read_pointer(page, paging->cursor);
        if (cursor != NULL)
            *out_next = gp_address_with(self->first, paging->parameter, cursor);
        return TRUE;
    }
    return FALSE;
}

/* Parses the page if something in it has to be known, or if that shows whether it is whole. */
static gboolean
open_page(Walk *self,
          const GpFetched *fetched,
          const char *bytes,
          gsize length,
          GpJson **out_page,
          GError **error)
{
    *out_page = NULL;
    if (!needs_json(self->paging) && !fetched->is_json)
        return TRUE;
    *out_page = gp_json_parse(bytes, length, self->shown, GP_JSON_MOST_BYTES, error);
    return *out_page != NULL;
}

static gboolean
read_page(Walk *self,
          const char *address,
          const GpFetched *fetched,
          gboolean *out_is_empty,
          char **out_next,
          GError **error)
{
    g_autofree char *bytes = NULL, *digest = NULL;
    g_autoptr(GpJson) page = NULL;
    guint64 n_rows = 1;
    gsize length;

    *out_is_empty = FALSE;
    if (self->paging->style == GP_PAGES_ONE && !fetched->is_json && !needs_json(self->paging))
        return TRUE;
    if (!gp_file_read(fetched->path, self->puller->request->max_bytes, &bytes, &length, error) ||
        !open_page(self, fetched, bytes, length, &page, error) ||
        (self->paging->records != NULL && !count_rows(self, page, &n_rows, error)) ||
        (self->paging->total != NULL && !read_total(self, page, error)))
        return FALSE;
    *out_is_empty = self->paging->records != NULL && n_rows == 0;
    self->n_rows += n_rows;
    digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes, length);
    if (!*out_is_empty && is_seen(self, digest))
        return throw_page(self, error, "the server sends the same page again and again");
    return find_next(self, address, page, fetched->link, n_rows, out_next, error);
}

static gboolean
fetch_page(Walk *self, const char *address, GpPulled *out, char **out_next, GError **error)
{
    gboolean is_single = self->paging->style == GP_PAGES_ONE, is_empty;
    GpWanted wanted = {.address = address,
                       .shown = self->shown,
                       .known = is_single ? gp_puller_known(self->puller, address) : NULL,
                       .may_resume = is_single};
    g_auto(GpFetched) fetched = {.bytes = 0};
    g_autofree char *name = NULL;

    self->n_pages++;
    *out_next = NULL;
    if (self->n_pages > MAX_PAGES)
        return throw_page(self, error, "there is no end of pages");
    if (gp_puller_has_secret_in(self->puller, address))
        return throw_page(self, error, "the server wants our token or password in an address");
    if (is_seen(self, address))
        return throw_page(self, error, "the pages lead round in a circle");
    if (!gp_fetch(self->puller, &wanted, &fetched, out, error))
        return FALSE;
    if (fetched.path == NULL) {
        out->n_unchanged++;
        return TRUE;
    }
    if (!read_page(self, address, &fetched, &is_empty, out_next, error))
        return FALSE;
    name = is_single ? g_strdup(self->name)
                     : g_strdup_printf("%s, page %u", self->name, self->n_pages);
    if (!is_empty || self->n_pages == 1)
        gp_pulled_add(out, &fetched, name, address);
    return TRUE;
}

gboolean
gp_pages_fetch(GpPuller *self, const char *address, GpPulled *out, GError **error)
{
    const GpPaging *paging = &self->request->paging;
    g_autofree char *number = g_strdup_printf("%" G_GUINT64_FORMAT, paging->first);
    g_autofree char *at = paging->style == GP_PAGES_NUMBER
                              ? gp_address_with(address, paging->parameter, number)
                              : g_strdup(address);
    g_auto(Walk) walk = {.puller = self,
                         .paging = paging,
                         .first = address,
                         .shown = gp_address_shown(address),
                         .name = gp_address_name(address),
                         .seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};

    while (at != NULL) {
        char *next;

        if (!fetch_page(&walk, at, out, &next, error))
            return FALSE;
        g_free(at);
        at = next;
    }
    if (walk.has_total && walk.total != walk.n_rows)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: the server promised %" G_GUINT64_FORMAT " rows and sent "
                        "%" G_GUINT64_FORMAT,
                        walk.shown, walk.total, walk.n_rows);
    return TRUE;
}
