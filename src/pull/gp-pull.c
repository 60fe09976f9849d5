/* SPDX-License-Identifier: MIT */
#include <curl/curl.h>
#include <glib/gstdio.h>
#include <string.h>

#include "gp-error.h"
#include "gp-pull-private.h"
#include "gp-text.h"

#define USUAL_BYTES ((guint64)64 << 20)
#define USUAL_BUDGET_S 900
#define USUAL_STALL_S 30
#define USUAL_UNIT_MS 1000
#define NAP_MS 50 /* how soon the wish to stop is heard */

/* ---- requests ---- */

static void
known_free(gpointer data)
{
    GpPullKnown *self = data;

    g_free(self->address);
    g_free(self->etag);
    g_free(self->last_modified);
    g_free(self);
}

GpPullRequest *
gp_pull_request_new(GpPullKind kind)
{
    static const char *const types[] = {
        "application/json",
        "text/csv",
        "application/csv",
        "text/plain",
        "application/octet-stream",
        "application/vnd.ms-excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        NULL,
    };
    GpPullRequest *self = g_new0(GpPullRequest, 1);

    self->kind = kind;
    self->token_header = g_strdup("Authorization: Bearer");
    self->content_types = g_strdupv((char **)types);
    self->pattern = g_strdup("*.csv");
    self->max_bytes = USUAL_BYTES;
    self->budget_s = USUAL_BUDGET_S;
    self->stall_s = USUAL_STALL_S;
    self->unit_ms = USUAL_UNIT_MS;
    self->known = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, known_free);
    return self;
}

void
gp_pull_request_free(GpPullRequest *self)
{
    if (self == NULL)
        return;
    gp_secret_free(self->token);
    gp_secret_free(self->password);
    g_free(self->token_header);
    g_free(self->token_parameter);
    g_free(self->user);
    g_free(self->key_file);
    g_free(self->known_hosts);
    g_free(self->ca_file);
    g_free(self->pinned_key);
    g_free(self->proxy);
    g_strfreev(self->content_types);
    g_free(self->pattern);
    g_free(self->base);
    g_free(self->paging.next);
    g_free(self->paging.parameter);
    g_free(self->paging.cursor);
    g_free(self->paging.records);
    g_free(self->paging.total);
    g_hash_table_unref(self->known);
    g_free(self);
}

void
gp_pull_request_add_known(GpPullRequest *self,
                          const char *address,
                          const char *etag,
                          const char *last_modified)
{
    GpPullKnown *known = g_new0(GpPullKnown, 1);

    *known = (GpPullKnown){g_strdup(address), g_strdup(etag), g_strdup(last_modified)};
    g_hash_table_replace(self->known, known->address, known);
}

/* ---- what came ---- */

static void
pulled_file_free(gpointer data)
{
    GpPulledFile *self = data;

    g_free(self->path);
    g_free(self->name);
    g_free(self->address);
    g_free(self->etag);
    g_free(self->last_modified);
    g_free(self);
}

void
gp_pulled_clear(GpPulled *self)
{
    g_clear_pointer(&self->files, g_ptr_array_unref);
    *self = (GpPulled){.files = NULL};
}

void
gp_pulled_add(GpPulled *self, GpFetched *fetched, const char *name, const char *address)
{
    GpPulledFile *file = g_new0(GpPulledFile, 1);

    *file = (GpPulledFile){.path = g_steal_pointer(&fetched->path),
                           .name = g_strdup(name),
                           .address = g_strdup(address),
                           .etag = g_steal_pointer(&fetched->etag),
                           .last_modified = g_steal_pointer(&fetched->last_modified),
                           .bytes = fetched->bytes};
    g_ptr_array_add(self->files, file);
}

/* ---- the puller ---- */

GpPuller *
gp_puller_new(const GpPullRequest *request, const char *folder)
{
    static gsize is_ready = 0;
    GpPuller *self = g_new0(GpPuller, 1);

    if (g_once_init_enter(&is_ready)) {
        curl_global_init(CURL_GLOBAL_DEFAULT);
        g_once_init_leave(&is_ready, 1);
    }
    self->request = request;
    self->folder = folder;
    self->curl = curl_easy_init();
    self->deadline_us = g_get_monotonic_time() + (gint64)request->budget_s * G_USEC_PER_SEC;
    return self;
}

void
gp_puller_free(GpPuller *self)
{
    if (self == NULL)
        return;
    curl_easy_cleanup(self->curl);
    g_free(self->user);
    g_free(self);
}

gboolean
gp_puller_is_stopped(const GpPuller *self)
{
    const gint *stop = self->request->watch.stop;

    return stop != NULL && g_atomic_int_get(stop) != 0;
}

gboolean
gp_puller_throw_stopped(GError **error)
{
    return gp_throw(error, GP_ERROR_IO, "stopped on request; nothing of this fetch is kept");
}

gboolean
gp_puller_has_secret_in(const GpPuller *self, const char *text)
{
    return gp_secret_is_in(self->request->token, text, strlen(text)) ||
           gp_secret_is_in(self->request->password, text, strlen(text));
}

guint64
gp_puller_left_ms(const GpPuller *self)
{
    gint64 left = self->deadline_us - g_get_monotonic_time();

    return left > 0 ? (guint64)left / 1000 : 0;
}

gboolean
gp_puller_wait(GpPuller *self, guint64 milliseconds, GError **error)
{
    gint64 until = MIN(g_get_monotonic_time() + (gint64)milliseconds * 1000, self->deadline_us);

    for (;;) {
        gint64 left = until - g_get_monotonic_time();

        if (gp_puller_is_stopped(self))
            return gp_puller_throw_stopped(error);
        if (left <= 0)
            return TRUE;
        g_usleep((gulong)MIN(left, NAP_MS * 1000));
    }
}

void
gp_puller_say(const GpPuller *self, const char *format, ...)
{
    const GpPullWatch *watch = &self->request->watch;
    g_autofree char *text = NULL, *line = NULL;
    va_list args;

    if (watch->say == NULL)
        return;
    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    line = gp_text_printable(text, strlen(text), 400);
    if (!gp_puller_has_secret_in(self, text))
        watch->say(line, watch->data);
}

char *
gp_puller_new_path(GpPuller *self)
{
    return g_strdup_printf("%s/%u", self->folder, ++self->n_files);
}

const GpPullKnown *
gp_puller_known(const GpPuller *self, const char *address)
{
    return g_hash_table_lookup(self->request->known, address);
}

char *
gp_time_print(gint64 seconds)
{
    g_autoptr(GDateTime) time = seconds < 0 ? NULL : g_date_time_new_from_unix_utc(seconds);

    return time == NULL ? NULL : g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ");
}

gboolean
gp_puller_wants_name(const GpPuller *self, const char *name)
{
    return name[0] != '.' && name[0] != '\0' && strchr(name, '/') == NULL &&
           gp_text_is_clean(name, strlen(name)) &&
           g_pattern_match_simple(self->request->pattern, name);
}

static gboolean
fetch(GpPuller *self, const char *address, GpPulled *out, GError **error)
{
    switch (self->request->kind) {
    case GP_PULL_FOLDER:
    case GP_PULL_FILE:
        return gp_folder_fetch(self, address, out, error);
    case GP_PULL_HTTPS:
        return gp_pages_fetch(self, address, out, error);
    case GP_PULL_SFTP:
        return gp_sftp_fetch(self, address, out, error);
    }
    return FALSE;
}

gboolean
gp_puller_fetch(GpPuller *self, const char *address, GpPulled *out, GError **error)
{
    g_autoptr(GError) reason = NULL;

    gp_pulled_clear(out);
    out->files = g_ptr_array_new_with_free_func(pulled_file_free);
    if (gp_pull_check_address(self->request->kind, address, &reason) &&
        fetch(self, address, out, &reason))
        return TRUE;
    if (gp_puller_has_secret_in(self, reason->message))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "the server sends our own token or password back to us");
    g_propagate_error(error, g_steal_pointer(&reason));
    return FALSE;
}
