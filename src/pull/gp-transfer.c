/* SPDX-License-Identifier: MIT */
#include <curl/curl.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "gp-file.h"
#include "gp-pull-private.h"

#define CONNECT_S 15L
#define SLOW_BYTES 100L
#define WHOLE_S 1800L
#define MAX_REDIRECTS 3L
#define LATEST_ANSWER (-1) /* of several after redirects */

/* What the callbacks of one transfer share. */
typedef struct {
    GpPuller *puller;
    const GpAsk *ask;
    GpAnswer *answer;
    gboolean has_begun; /* the first byte of the body was seen */
    guint64 n_dropped;  /* bytes of answers that are no file */
    char error[CURL_ERROR_SIZE];
} Transfer;

void
gp_answer_clear(GpAnswer *self)
{
    g_free(self->content_type);
    g_free(self->content_range);
    g_free(self->content_encoding);
    g_free(self->etag);
    g_free(self->last_modified);
    g_free(self->link);
    *self = (GpAnswer){.code = 0};
}

static long
status_of(const Transfer *self)
{
    long status = 0;

    curl_easy_getinfo(self->puller->curl, CURLINFO_RESPONSE_CODE, &status);
    return self->puller->request->kind == GP_PULL_HTTPS ? status : 0;
}

/* ---- callbacks ---- */

static size_t
break_off(Transfer *self, const char *reason)
{
    self->answer->refusal = reason;
    return 0;
}

/* A server that was asked to go on may begin again. */
static gboolean
begin_body(Transfer *self, long status)
{
    self->has_begun = TRUE;
    if (self->ask->from == 0 || status == 206)
        return TRUE;
    self->answer->n_bytes = 0;
    return ftruncate(self->ask->fd, 0) == 0 && lseek(self->ask->fd, 0, SEEK_SET) == 0;
}

/* Counts what is written: no header tells how much a body unfolds to. */
static size_t
on_body(char *bytes, size_t size, size_t n, void *data)
{
    Transfer *self = data;
    long status = status_of(self);
    guint64 length = size * n, limit = self->puller->request->max_bytes;

    if (status != 0 && status != 200 && status != 206) {
        self->n_dropped += length;
        return self->n_dropped > limit ? break_off(self, "it is too large") : length;
    }
    if (!self->has_begun && !begin_body(self, status))
        return break_off(self, gp_file_reason(errno));
    if (self->answer->n_bytes + length > limit)
        return break_off(self, "it is larger than “max_mb” allows");
    if (!gp_file_write_all(self->ask->fd, bytes, length))
        return break_off(self, gp_file_reason(errno));
    self->answer->n_bytes += length;
    return length;
}

static gboolean
has_credentials(const GpPullRequest *request)
{
    return request->token != NULL || request->password != NULL;
}

/* libcurl itself would take a token in a header of our own to wherever it is sent on. */
static size_t
on_header(char *bytes, size_t size, size_t n, void *data)
{
    static const char name[] = "location:";
    Transfer *self = data;
    size_t length = size * n;
    g_autofree char *reference = NULL, *target = NULL;
    char *from = NULL;
    long status = status_of(self);

    if (length < sizeof name || g_ascii_strncasecmp(bytes, name, sizeof name - 1) != 0 ||
        status < 300 || status > 399 || !has_credentials(self->puller->request))
        return length;
    reference = g_strstrip(g_strndup(bytes + sizeof name - 1, length - (sizeof name - 1)));
    curl_easy_getinfo(self->puller->curl, CURLINFO_EFFECTIVE_URL, &from);
    target = from == NULL ? NULL : gp_address_resolve(from, reference);
    if (target != NULL && gp_address_same_host(from, target))
        return length;
    return break_off(self, "the server sends us on to another server, where the credentials must "
                           "not go");
}

static int
on_progress(void *data, curl_off_t total, curl_off_t done, curl_off_t up_total, curl_off_t up_done)
{
    Transfer *self = data;
    const GpPullWatch *watch = &self->puller->request->watch;
    guint64 written = self->answer->n_bytes, came = (guint64)MAX(done, 0);
    guint64 before = written > came ? written - came : 0;

    (void)up_total, (void)up_done;
    if (gp_puller_is_stopped(self->puller))
        return 1;
    if (watch->progress != NULL && self->has_begun)
        watch->progress(written, total > 0 ? before + (guint64)total : 0, watch->data);
    return 0;
}

/* ---- options: all of them, for every request ---- */

static void
set_connection(CURL *curl, const Transfer *self)
{
    const GpPullRequest *request = self->puller->request;
    guint64 left_ms = gp_puller_left_ms(self->puller);

    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_S);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, SLOW_BYTES);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)request->stall_s);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)CLAMP(left_ms, 1, WHOLE_S * 1000));
    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(curl, CURLOPT_PROXY, request->proxy == NULL ? "" : request->proxy);
    curl_easy_setopt(curl, CURLOPT_NOPROXY, request->proxy == NULL ? "*" : "");
    curl_easy_setopt(curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(curl, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)request->max_bytes);
    if (self->puller->user != NULL || request->user != NULL)
        curl_easy_setopt(curl, CURLOPT_USERNAME,
                         self->puller->user != NULL ? self->puller->user : request->user);
}

static void
set_callbacks(CURL *curl, Transfer *self)
{
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, self->error);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, self);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, self);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, self);
}

static void
set_https(CURL *curl, const GpPullRequest *request)
{
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, MAX_REDIRECTS);
    curl_easy_setopt(curl, CURLOPT_UNRESTRICTED_AUTH, 0L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (request->ca_file != NULL) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, request->ca_file);
        curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
    }
    if (request->pinned_key != NULL)
        curl_easy_setopt(curl, CURLOPT_PINNEDPUBLICKEY, request->pinned_key);
    curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(curl, CURLOPT_FAILONERROR, 0L);
    curl_easy_setopt(curl, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "greenplan/" GP_VERSION);
    if (request->user != NULL && request->password != NULL) {
        curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, gp_secret_text(request->password));
    }
}

static void
set_sftp(CURL *curl, const GpPullRequest *request)
{
    const char *password = request->password == NULL ? NULL : gp_secret_text(request->password);

    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "sftp");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "");
    curl_easy_setopt(curl, CURLOPT_SSH_KNOWNHOSTS, request->known_hosts);
    curl_easy_setopt(curl, CURLOPT_FILETIME, 1L);
    if (request->key_file != NULL) {
        curl_easy_setopt(curl, CURLOPT_SSH_AUTH_TYPES, (long)CURLSSH_AUTH_PUBLICKEY);
        curl_easy_setopt(curl, CURLOPT_SSH_PRIVATE_KEYFILE, request->key_file);
        curl_easy_setopt(curl, CURLOPT_KEYPASSWD, password);
    } else {
        curl_easy_setopt(curl, CURLOPT_SSH_AUTH_TYPES, (long)CURLSSH_AUTH_PASSWORD);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, password);
    }
}

/* ---- headers of the request ---- */

typedef struct curl_slist Headers;

static void
headers_free(Headers *self)
{
    for (Headers *one = self; one != NULL; one = one->next)
        explicit_bzero(one->data, strlen(one->data));
    curl_slist_free_all(self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Headers, headers_free)

static void
add_header(Headers **headers, const char *name, const char *value)
{
    char *line = g_strconcat(name, strchr(name, ':') == NULL ? ": " : " ", value, NULL);

    *headers = curl_slist_append(*headers, line);
    explicit_bzero(line, strlen(line));
    g_free(line);
}

/* A packed body may end early without a sign of it, so we ask for none. */
static Headers *
make_headers(const Transfer *self)
{
    const GpPullRequest *request = self->puller->request;
    const GpAsk *ask = self->ask;
    Headers *headers = NULL;

    add_header(&headers, "Accept-Encoding", "identity");
    if (request->token != NULL && request->token_parameter == NULL)
        add_header(&headers, request->token_header, gp_secret_text(request->token));
    if (ask->from > 0) {
        add_header(&headers, "If-Range", ask->etag);
        return headers;
    }
    if (ask->etag != NULL)
        add_header(&headers, "If-None-Match", ask->etag);
    else if (ask->last_modified != NULL)
        add_header(&headers, "If-Modified-Since", ask->last_modified);
    return headers;
}

/* ---- headers of the answer ---- */

/* NULL if it is not there, or holds a secret of ours. */
static char *
header(const GpPuller *self, const char *name)
{
    struct curl_header *found;

    if (curl_easy_header(self->curl, name, 0, CURLH_HEADER, LATEST_ANSWER, &found) != CURLHE_OK ||
        gp_puller_has_secret_in(self, found->value))
        return NULL;
    return g_strdup(found->value);
}

static gboolean
has_lengths_that_differ(const GpPuller *self)
{
    g_autofree char *length = header(self, "Content-Length");
    struct curl_header *other;

    for (size_t i = 1; curl_easy_header(self->curl, "Content-Length", i, CURLH_HEADER,
                                        LATEST_ANSWER, &other) == CURLHE_OK;
         i++) {
        if (!g_str_equal(length, other->value))
            return TRUE;
    }
    return FALSE;
}

char *
gp_link_next(const char *line)
{
    const char *open = strchr(line, '<');

    while (open != NULL) {
        const char *close = strchr(open, '>');
        const char *next = close == NULL ? NULL : strchr(close, '<');
        g_autofree char *parameters = NULL;

        if (close == NULL)
            return NULL;
        parameters = g_ascii_strdown(close, next == NULL ? -1 : next - close);
        if (strstr(parameters, "rel=\"next\"") != NULL || strstr(parameters, "rel=next") != NULL)
            return g_strndup(open + 1, (gsize)(close - open - 1));
        open = next;
    }
    return NULL;
}

static char *
next_link(CURL *curl)
{
    struct curl_header *one;
    char *next = NULL;

    for (size_t i = 0; next == NULL && curl_easy_header(curl, "Link", i, CURLH_HEADER,
                                                        LATEST_ANSWER, &one) == CURLHE_OK;
         i++)
        next = gp_link_next(one->value);
    return next;
}

static void
read_headers(const GpPuller *self, GpAnswer *out)
{
    CURL *curl = self->curl;
    g_autofree char *length = header(self, "Content-Length");
    g_autofree char *coding = header(self, "Transfer-Encoding");
    g_autofree char *ranges = header(self, "Accept-Ranges");
    curl_off_t after = 0;
    long version = 0;

    curl_easy_getinfo(curl, CURLINFO_HTTP_VERSION, &version);
    curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &after);
    out->is_framed = version >= CURL_HTTP_VERSION_2_0 || length != NULL ||
                     (coding != NULL && g_ascii_strcasecmp(coding, "chunked") == 0);
    out->lengths_differ = has_lengths_that_differ(self);
    out->takes_ranges = ranges != NULL && g_ascii_strcasecmp(ranges, "bytes") == 0;
    out->retry_after_s = (guint64)MAX(after, 0);
    out->content_type = header(self, "Content-Type");
    out->content_range = header(self, "Content-Range");
    out->content_encoding = header(self, "Content-Encoding");
    out->etag = header(self, "ETag");
    out->last_modified = header(self, "Last-Modified");
    out->link = next_link(curl);
}

/* The address with the secret that belongs into it, for libcurl alone; it keeps a copy. */
static void
set_address(CURL *curl, const GpPullRequest *request, const char *address)
{
    char *whole = NULL;

    if (request->token != NULL && request->token_parameter != NULL)
        whole = gp_address_with(address, request->token_parameter, gp_secret_text(request->token));
    curl_easy_setopt(curl, CURLOPT_URL, whole == NULL ? address : whole);
    if (whole == NULL)
        return;
    explicit_bzero(whole, strlen(whole));
    g_free(whole);
}

void
gp_transfer(GpPuller *self, const GpAsk *ask, GpAnswer *out)
{
    CURL *curl = self->curl;
    Transfer transfer = {.puller = self, .ask = ask, .answer = out};
    g_autoptr(Headers) headers = make_headers(&transfer);
    g_autofree char *range = g_strdup_printf("%" G_GUINT64_FORMAT "-", ask->from);
    curl_off_t changed_at = -1;

    gp_answer_clear(out);
    out->n_bytes = ask->from;
    curl_easy_reset(curl);
    set_address(curl, self->request, ask->address);
    set_connection(curl, &transfer);
    set_callbacks(curl, &transfer);
    if (self->request->kind == GP_PULL_SFTP) {
        set_sftp(curl, self->request);
    } else {
        set_https(curl, self->request);
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
        if (ask->from > 0)
            curl_easy_setopt(curl, CURLOPT_RANGE, range);
    }
    out->code = (int)curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_FILETIME_T, &changed_at);
    out->changed_at = (gint64)changed_at;
    out->status = status_of(&transfer);
    g_strlcpy(out->detail, transfer.error, sizeof out->detail);
    if (self->request->kind == GP_PULL_HTTPS)
        read_headers(self, out);
    /* The handle outlives what these point to. */
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, NULL);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, NULL);
}
