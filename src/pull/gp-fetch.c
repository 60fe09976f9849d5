/* SPDX-License-Identifier: MIT */
#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-pull-private.h"

/* One file on its way. */
typedef struct {
    GpPuller *puller;
    const GpWanted *wanted;
    char *path;
    int fd;
    char *resume_etag; /* what the half file is a half of */
    guint attempt, n_tls;
} Fetch;

static void
fetch_clear(Fetch *self)
{
    if (self->fd >= 0)
        close(self->fd);
    if (self->path != NULL)
        g_unlink(self->path);
    g_free(self->path);
    g_free(self->resume_etag);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Fetch, fetch_clear)

void
gp_fetched_clear(GpFetched *self)
{
    g_free(self->path);
    g_free(self->etag);
    g_free(self->last_modified);
    g_free(self->link);
    *self = (GpFetched){.bytes = 0};
}

static gboolean
open_file(Fetch *self, GError **error)
{
    self->path = gp_puller_new_path(self->puller);
    self->fd = g_open(self->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return self->fd >= 0 || gp_throw(error, GP_ERROR_IO, "%s could not be written: %s", self->path,
                                     gp_file_reason(errno));
}

/* A half file is worth keeping if the server can go on with the very same one. */
static guint64
where_to_go_on(Fetch *self, const GpAnswer *last)
{
    gboolean is_half = last->code != CURLE_OK && last->refusal == NULL && last->n_bytes > 0 &&
                       (last->status == 200 || last->status == 206);

    if (is_half && self->wanted->may_resume && last->takes_ranges && last->is_framed &&
        last->content_encoding == NULL && last->etag != NULL && last->etag[0] == '"' &&
        (self->resume_etag == NULL || g_str_equal(last->etag, self->resume_etag))) {
        g_free(self->resume_etag);
        self->resume_etag = g_strdup(last->etag);
        return last->n_bytes;
    }
    g_clear_pointer(&self->resume_etag, g_free);
    return 0;
}

static gboolean
rewind_file(Fetch *self, guint64 to, GError **error)
{
    if (ftruncate(self->fd, (off_t)to) == 0 && lseek(self->fd, (off_t)to, SEEK_SET) >= 0)
        return TRUE;
    return gp_throw(error, GP_ERROR_IO, "%s could not be written: %s", self->path,
                    gp_file_reason(errno));
}

/* The next request, after what the last one brought. */
static gboolean
prepare(Fetch *self, const GpAnswer *last, GpAsk *out, GError **error)
{
    const GpPullKnown *known = self->wanted->known;
    guint64 from = where_to_go_on(self, last);

    *out = (GpAsk){.address = self->wanted->address, .from = from, .fd = self->fd};
    if (from > 0) {
        out->etag = self->resume_etag;
    } else if (known != NULL) {
        out->etag = known->etag;
        out->last_modified = known->last_modified;
    }
    return rewind_file(self, from, error);
}

static const char *
because(GpRetryVerdict verdict)
{
    switch (verdict) {
    case GP_RETRY_EXHAUSTED:
        return ", also at the last of " G_STRINGIFY(GP_RETRY_ATTEMPTS) " attempts";
    case GP_RETRY_NO_TIME:
        return ", and the time allowed for this source is over";
    case GP_RETRY_LATER:
        return ", and asks not to be asked again before long";
    case GP_RETRY_AGAIN:
    case GP_RETRY_NEVER:
        break;
    }
    return "";
}

/* Waits for the next attempt, or gives up with @error. */
static gboolean
try_again(Fetch *self, const GpAnswer *answer, const char *reason, GpPulled *pulled, GError **error)
{
    GpPuller *puller = self->puller;
    guint64 wait_ms;
    GpRetryFacts facts = {.attempt = self->attempt,
                          .code = answer->code,
                          .status = answer->status,
                          .after_s = answer->retry_after_s,
                          .left_ms = gp_puller_left_ms(puller),
                          .unit_ms = puller->request->unit_ms,
                          .chance = g_random_int()};
    GpRetryVerdict verdict;

    self->n_tls += answer->code == CURLE_SSL_CONNECT_ERROR ? 1 : 0;
    facts.n_tls = self->n_tls;
    verdict = gp_retry_decide(&facts, &wait_ms);
    if (verdict == GP_RETRY_LATER)
        pulled->come_back_s = answer->retry_after_s;
    if (verdict != GP_RETRY_AGAIN)
        return gp_throw(error, GP_ERROR_IO, "%s: %s%s", self->wanted->shown, reason,
                        because(verdict));
    gp_puller_say(puller, "%s: %s; attempt %u of %d follows in %.1f s", self->wanted->shown, reason,
                  self->attempt + 1, GP_RETRY_ATTEMPTS, (double)wait_ms / 1000);
    return gp_puller_wait(puller, wait_ms, error);
}

static void
hand_over(Fetch *self, GpAnswer *answer, GpFetched *out)
{
    out->path = g_steal_pointer(&self->path);
    out->etag = g_steal_pointer(&answer->etag);
    out->last_modified = g_steal_pointer(&answer->last_modified);
    out->link = g_steal_pointer(&answer->link);
    out->is_json = answer->content_type != NULL && strstr(answer->content_type, "json") != NULL;
    out->changed_at = answer->changed_at;
    out->bytes = answer->n_bytes;
}

/* Evidence is kept for good, so what a server repeats of a secret must not get there. */
static gboolean
check_echo(const Fetch *self, GError **error)
{
    const GpPullRequest *request = self->puller->request;

    return (!gp_secret_is_in_file(request->token, self->fd) &&
            !gp_secret_is_in_file(request->password, self->fd)) ||
           gp_throw(error, GP_ERROR_MALFORMED,
                    "%s: the server’s answer holds our own token or password; it is not kept",
                    self->wanted->shown);
}

/* One attempt. @out_done: it need not be followed by another. */
static gboolean
attempt(Fetch *self, GpAnswer *answer, GpPulled *pulled, gboolean *out_done, GError **error)
{
    g_autofree char *reason = NULL;
    GpAsk ask;

    self->attempt++;
    if (!prepare(self, answer, &ask, error))
        return FALSE;
    gp_transfer(self->puller, &ask, answer);
    if (gp_puller_is_stopped(self->puller))
        return gp_puller_throw_stopped(error);
    *out_done = TRUE;
    switch (gp_judge(self->puller->request, &ask, answer, &reason)) {
    case GP_ANSWER_GOOD:
        return check_echo(self, error);
    case GP_ANSWER_UNCHANGED:
        return TRUE;
    case GP_ANSWER_LYING:
        return gp_throw(error, GP_ERROR_MALFORMED, "%s: %s", self->wanted->shown, reason);
    case GP_ANSWER_BAD:
        *out_done = FALSE;
        return try_again(self, answer, reason, pulled, error);
    }
    return FALSE;
}

gboolean
gp_fetch(GpPuller *self, const GpWanted *wanted, GpFetched *out, GpPulled *pulled, GError **error)
{
    g_auto(Fetch) fetch = {.puller = self, .wanted = wanted, .fd = -1};
    g_auto(GpAnswer) answer = {.code = 0};
    gboolean is_done = FALSE;

    *out = (GpFetched){.bytes = 0};
    if (!open_file(&fetch, error))
        return FALSE;
    while (!is_done) {
        if (!attempt(&fetch, &answer, pulled, &is_done, error))
            return FALSE;
    }
    if (answer.status != 304)
        hand_over(&fetch, &answer, out);
    return TRUE;
}
