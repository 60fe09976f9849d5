/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-incoming-private.h"
#include "gp-pull-log-private.h"
#include "gp-source-private.h"
#include "gp-text.h"
#include "gp-workspace-private.h"

/* A run over several sources. */
typedef struct {
    GpWorkspace *workspace;
    const GpPlaces *places;
    const char *now;
    GDateTime *began;
    gint64 began_us; /* monotonic */
    const GpPullFollow *follow;
    GpIssueList *issues;
    GpIncoming *incoming;
} Run;

/* One source of it. */
typedef struct {
    Run *run;
    GpSource *source;
    GPtrArray *originals; /* (element-type GpOriginal): that came from it, in their order */
    GpPullSummary *summary;
    guint64 n_files, n_bytes;
    guint n_left;
    guint64 come_back_s;
    char *failure; /* (nullable): of a file, while others went on */
} Visit;

static void
visit_clear(Visit *self)
{
    g_clear_pointer(&self->originals, g_ptr_array_unref);
    gp_pull_summary_free(self->summary);
    g_free(self->failure);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Visit, visit_clear)

static void
run_clear(Run *self)
{
    gp_incoming_close(self->incoming);
    g_date_time_unref(self->began);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Run, run_clear)

static gboolean
is_stopped(const Run *self)
{
    return self->follow->stop != NULL && g_atomic_int_get(self->follow->stop) != 0;
}

/* ---- what is known of a source ---- */

static gboolean
load_originals(Visit *self, GError **error)
{
    g_clear_pointer(&self->originals, g_ptr_array_unref);
    self->originals = gp_store_list_originals(self->run->workspace->store, error);
    for (guint i = self->originals == NULL ? 0 : self->originals->len; i-- > 0;) {
        const GpOriginal *original = g_ptr_array_index(self->originals, i);

        if (!g_str_equal(original->source, self->source->name))
            g_ptr_array_remove_index(self->originals, i);
    }
    return self->originals != NULL;
}

static gboolean
find_last_day(const Visit *self, GpDay *out_day)
{
    gboolean is_found = FALSE;

    for (guint i = 0; i < self->originals->len; i++) {
        const GpOriginal *original = g_ptr_array_index(self->originals, i);

        if (original->days.last < original->days.first)
            continue;
        *out_day = is_found ? MAX(*out_day, original->days.last) : original->days.last;
        is_found = TRUE;
    }
    return is_found;
}

static const char *
or_null(const char *text)
{
    return text == NULL || *text == '\0' ? NULL : text;
}

static void
tell_what_is_known(Visit *self)
{
    for (guint i = 0; i < self->originals->len; i++) {
        const GpOriginal *original = g_ptr_array_index(self->originals, i);

        if (or_null(original->address) != NULL)
            gp_pull_request_add_known(self->source->request, original->address,
                                      or_null(original->etag), or_null(original->last_modified));
    }
}

/* The bytes that came from an address last; NULL if none did. */
static const char *
last_bytes_from(const Visit *self, const char *address)
{
    for (guint i = self->originals->len; i-- > 0;) {
        const GpOriginal *original = g_ptr_array_index(self->originals, i);

        if (g_strcmp0(original->address, address) == 0)
            return original->sha256;
    }
    return NULL;
}

/* An address that had these bytes, then others, and has these again means it. */
static gboolean
counts_anew(const Visit *self, const GpPulledFile *file)
{
    const char *last = last_bytes_from(self, file->address);
    g_autofree char *sha256 = last == NULL ? NULL : gp_file_sha256(file->path);

    return sha256 != NULL && !g_str_equal(sha256, last);
}

/* ---- deliveries ---- */

/* The same bytes count once, wherever they come from. */
static void
note_bytes_of_others(const Visit *self, const GpDelivered *delivered)
{
    for (guint i = 0; i < delivered->originals->len; i++) {
        const GpOriginal *original = g_ptr_array_index(delivered->originals, i);

        if (!g_str_equal(original->source, self->source->name))
            gp_issue_list_add(self->run->issues, GP_SEVERITY_NOTE, "same-bytes",
                              "%s: what came is the same as %s, which was brought in for the "
                              "source %s; it counts once, there",
                              self->source->name, original->name, original->source);
    }
}

/* Hands files over as one delivery. */
static gboolean
deliver(Visit *self, GpPulledFile *const *files, guint n, GError **error)
{
    g_autoptr(GPtrArray) arrived = g_ptr_array_new_with_free_func(g_free);
    g_auto(GpDelivered) delivered = {0};
    gboolean is_anew = FALSE;

    for (guint i = 0; i < n; i++) {
        GpArrivedFile *file = g_new0(GpArrivedFile, 1);

        *file = (GpArrivedFile){.path = files[i]->path,
                                .name = files[i]->name,
                                .address = files[i]->address,
                                .etag = files[i]->etag,
                                .last_modified = files[i]->last_modified};
        g_ptr_array_add(arrived, file);
        is_anew = is_anew || counts_anew(self, files[i]);
        self->n_bytes += files[i]->bytes;
    }
    self->n_files += n;
    if (!gp_workspace_take(self->run->workspace, self->run->places, self->source->name, arrived,
                           self->run->now, is_anew, self->run->issues, &delivered, error))
        return FALSE;
    self->summary->n_new += delivered.n_new;
    self->summary->n_unchanged += delivered.n_unchanged;
    self->summary->n_superseded += delivered.n_superseded;
    self->summary->rows += delivered.rows;
    self->summary->refused += delivered.refused;
    note_bytes_of_others(self, &delivered);
    return TRUE;
}

/* Each file of a folder is a delivery, so that it does not matter which of them come at one time.
 * One that cannot be read does not keep the others out. */
static void
deliver_each(Visit *self, const GPtrArray *files)
{
    for (guint i = 0; i < files->len && !is_stopped(self->run); i++) {
        GpPulledFile *file = g_ptr_array_index(files, i);
        g_autoptr(GError) error = NULL;

        if (deliver(self, &file, 1, &error))
            continue;
        gp_issue_list_add(self->run->issues, GP_SEVERITY_ERROR, "source-failed", "%s: %s: %s",
                          self->source->name, file->name, error->message);
        g_free(self->failure);
        self->failure = g_strdup_printf("%s: %s", file->name, error->message);
    }
}

static gboolean
fetch(Visit *self, GpPuller *puller, const char *address, GError **error)
{
    GpPullKind kind = self->source->request->kind;
    g_auto(GpPulled) pulled = {.files = NULL};
    gboolean ok = gp_puller_fetch(puller, address, &pulled, error);

    self->come_back_s = pulled.come_back_s;
    self->n_left += pulled.n_left;
    if (!ok)
        return FALSE;
    self->summary->n_unchanged += pulled.n_unchanged;
    if (kind == GP_PULL_FOLDER || kind == GP_PULL_SFTP)
        deliver_each(self, pulled.files);
    else if (pulled.files->len > 0)
        ok = deliver(self, (GpPulledFile *const *)pulled.files->pdata, pulled.files->len, error);
    for (guint i = 0; i < pulled.files->len; i++)
        g_unlink(((GpPulledFile *)g_ptr_array_index(pulled.files, i))->path);
    return ok;
}

static GpDay
yesterday(const Run *self)
{
    GpDay day = 0;

    gp_day_from_civil(g_date_time_get_year(self->began), g_date_time_get_month(self->began),
                      g_date_time_get_day_of_month(self->began), &day);
    return day - 1;
}

static gboolean
fetch_all(Visit *self, GError **error)
{
    const GpSource *source = self->source;
    g_autoptr(GpPuller) puller =
        gp_puller_new(source->request, gp_incoming_folder(self->run->incoming));
    g_autoptr(GArray) windows = NULL;
    GpDay known_to;

    if (!gp_source_has_windows(source))
        return fetch(self, puller, source->address, error);
    windows = gp_source_windows(source, find_last_day(self, &known_to) ? &known_to : NULL,
                                yesterday(self->run));
    for (guint i = 0; i < windows->len; i++) {
        g_autofree char *address = gp_source_address(source, g_array_index(windows, GpSpan, i));

        if (!fetch(self, puller, address, error))
            return FALSE;
    }
    return TRUE;
}

/* ---- a visit to a source ---- */

static void
set_watch(Visit *self)
{
    const GpPullFollow *follow = self->run->follow;

    self->source->request->watch =
        (GpPullWatch){follow->progress, follow->say, follow->stop, follow->data};
}

/* The time in so many seconds from now. */
static char *
time_in(const Run *self, guint64 seconds)
{
    gint64 passed = (g_get_monotonic_time() - self->began_us) / G_USEC_PER_SEC;
    gint64 ahead = (gint64)MIN(seconds, (guint64)366 * 86400);
    g_autoptr(GDateTime) time = g_date_time_add_seconds(self->began, (double)(passed + ahead));

    return g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ");
}

static gboolean
write_log(Visit *self, const char *result, const char *message, GError **error)
{
    GpPullLogLine line = {.time = self->run->now,
                          .source = self->source->name,
                          .address = self->source->address,
                          .result = result,
                          .n_files = self->n_files,
                          .n_bytes = self->n_bytes,
                          .message = message};

    return gp_pull_log_append(self->run->workspace->folder, &line, error);
}

/* What is known of the source after the visit. */
static gboolean
summarise(Visit *self, const char *result, GError **error)
{
    GpPullSummary *summary = self->summary;

    summary->result = result;
    if (!load_originals(self, error))
        return FALSE;
    summary->has_data = find_last_day(self, &summary->data_to);
    summary->age_days = summary->has_data ? yesterday(self->run) + 1 - summary->data_to : 0;
    return TRUE;
}

static gboolean
end_failed(Visit *self, const GError *reason, GError **error)
{
    g_autofree char *until = self->come_back_s > 0 ? time_in(self->run, self->come_back_s) : NULL;
    const char *without_time = is_stopped(self->run) ? "stopped" : "failed";
    g_autofree char *result =
        until == NULL ? g_strdup(without_time) : g_strconcat(GP_PULL_LATER, until, NULL);

    if (until != NULL)
        gp_issue_list_add(self->run->issues, GP_SEVERITY_ERROR, "not-before",
                          "%s: %s; come back at %s", self->source->name, reason->message, until);
    else if (!is_stopped(self->run))
        gp_issue_list_add(self->run->issues, GP_SEVERITY_ERROR, "source-failed", "%s: %s",
                          self->source->name, reason->message);
    return write_log(self, result, reason->message, error) &&
           summarise(self, until == NULL ? without_time : "not-before", error);
}

static gboolean
end_good(Visit *self, GError **error)
{
    const char *result = self->summary->n_new > 0 ? "new" : "unchanged";

    if (self->n_left > 0)
        gp_issue_list_add(self->run->issues, GP_SEVERITY_NOTE, "still-written",
                          "%s: files are still being written and are left for the next time: %u",
                          self->source->name, self->n_left);
    if (self->failure != NULL)
        result = "failed";
    return write_log(self, result, self->failure == NULL ? "" : self->failure, error) &&
           summarise(self, result, error);
}

/* Whether the server wants to be left alone for now; says so. */
static gboolean
must_wait(Visit *self)
{
    g_autofree char *until =
        gp_pull_log_come_back(self->run->workspace->folder, self->source->name);
    g_autofree char *now = time_in(self->run, 0);

    if (until == NULL || strcmp(until, now) <= 0)
        return FALSE;
    gp_issue_list_add(self->run->issues, GP_SEVERITY_WARNING, "not-before",
                      "%s: the server asked not to be asked before %s; nothing was fetched",
                      self->source->name, until);
    return TRUE;
}

/* Nothing is fetched that could not be read: settings are told to be wrong before, not after. */
static gboolean
check_reading(const Visit *self, const GpBasis *basis, GError **error)
{
    g_auto(GpReading) reading = {0};

    return gp_workspace_reading(self->run->workspace, basis, self->source->name, NULL, &reading,
                                error);
}

static gboolean
visit(Visit *self, GError **error)
{
    const GpBasis *basis = gp_workspace_basis(self->run->workspace, self->run->places, error);
    g_autoptr(GError) reason = NULL;

    if (basis == NULL || !load_originals(self, error))
        return FALSE;
    if (must_wait(self))
        return summarise(self, "not-before", error);
    tell_what_is_known(self);
    set_watch(self);
    if (check_reading(self, basis, &reason) && gp_source_unlock(self->source, &reason) &&
        fetch_all(self, &reason))
        return end_good(self, error);
    return end_failed(self, reason, error);
}

static gboolean
visit_source(Run *run, GpSource *source, GPtrArray *summaries, GError **error)
{
    const GpPullFollow *follow = run->follow;
    g_auto(Visit) self = {.run = run, .source = source, .summary = g_new0(GpPullSummary, 1)};

    self.summary->source = g_strdup(source->name);
    if (follow->begin != NULL)
        follow->begin(source->name, follow->data);
    if (!visit(&self, error))
        return FALSE;
    if (follow->end != NULL)
        follow->end(self.summary, follow->data);
    g_ptr_array_add(summaries, g_steal_pointer(&self.summary));
    return !is_stopped(run) ||
           gp_throw(error, GP_ERROR_IO, "stopped on request; what had come whole before is kept");
}

/* ---- which sources ---- */

static GpSource *
find_source(const GPtrArray *sources, const char *name)
{
    for (guint i = 0; i < sources->len; i++) {
        GpSource *source = g_ptr_array_index(sources, i);

        if (g_str_equal(source->name, name))
            return source;
    }
    return NULL;
}

static gboolean
throw_no_source(const GPtrArray *sources, const char *name, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_autofree char *shown = gp_text_quoted(name), *hint = NULL;
    const char *closest;

    for (guint i = 0; i < sources->len; i++)
        g_ptr_array_add(names, ((GpSource *)g_ptr_array_index(sources, i))->name);
    closest = gp_text_closest(name, (const char *const *)names->pdata, names->len);
    hint = closest == NULL ? g_strdup("") : g_strdup_printf("; did you mean “%s”?", closest);
    return gp_throw(error, GP_ERROR_MISSING, "greenplan.ini has no [source %s]%s", shown, hint);
}

/* Transfer container. */
static GPtrArray *
choose(const GPtrArray *sources, char *const *names, GError **error)
{
    g_autoptr(GPtrArray) chosen = g_ptr_array_new();

    for (guint i = 0; names == NULL && i < sources->len; i++) {
        GpSource *source = g_ptr_array_index(sources, i);

        if (source->address != NULL)
            g_ptr_array_add(chosen, source);
    }
    for (guint i = 0; names != NULL && names[i] != NULL; i++) {
        GpSource *source = find_source(sources, names[i]);

        if (source == NULL) {
            throw_no_source(sources, names[i], error);
            return NULL;
        }
        if (source->address == NULL)
            return gp_throw_null(error, GP_ERROR_MISSING,
                                 "[source %s] has no address; bring its files in with “greenplan "
                                 "import FILE --source %s”",
                                 names[i], names[i]);
        if (!g_ptr_array_find(chosen, source, NULL))
            g_ptr_array_add(chosen, source);
    }
    if (chosen->len == 0)
        return gp_throw_null(error, GP_ERROR_MISSING,
                             "there is nothing to pull: no [source …] of greenplan.ini has an "
                             "address");
    return g_steal_pointer(&chosen);
}

gboolean
gp_workspace_pull(GpWorkspace *self,
                  const GpPlaces *places,
                  char *const *names,
                  const char *now,
                  const GpPullFollow *follow,
                  GpIssueList *issues,
                  GPtrArray **out_summaries,
                  GError **error)
{
    g_autoptr(GPtrArray) sources = gp_sources_load(self, error);
    g_autoptr(GPtrArray) chosen = sources == NULL ? NULL : choose(sources, names, error);
    g_autoptr(GPtrArray) summaries =
        g_ptr_array_new_with_free_func((GDestroyNotify)gp_pull_summary_free);
    g_auto(Run) run = {.workspace = self,
                       .places = places,
                       .now = now,
                       .began = g_date_time_new_from_iso8601(now, NULL),
                       .began_us = g_get_monotonic_time(),
                       .follow = follow,
                       .issues = issues};

    if (chosen == NULL || (run.incoming = gp_incoming_open(self->folder, error)) == NULL)
        return FALSE;
    for (guint i = 0; i < chosen->len; i++) {
        if (!visit_source(&run, g_ptr_array_index(chosen, i), summaries, error))
            return FALSE;
    }
    *out_summaries = g_steal_pointer(&summaries);
    return TRUE;
}
