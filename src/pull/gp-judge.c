/* SPDX-License-Identifier: MIT */
#include <curl/curl.h>
#include <string.h>
#include <unistd.h>

#include "gp-file.h"
#include "gp-pull-private.h"
#include "gp-text.h"

/* What libcurl's code means to those who have to do something about it. */
static const char *
reason_of_code(int code, gboolean is_sftp)
{
    switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
        return "the server answers in a way, or sends us on to an address, that is not https";
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
        return "there is no server of that name, or the network is down";
    case CURLE_COULDNT_CONNECT:
        return "no connection to the server";
    case CURLE_WEIRD_SERVER_REPLY:
        return "the server’s answer makes no sense";
    case CURLE_REMOTE_ACCESS_DENIED:
        return "the server does not let us read that";
    case CURLE_PARTIAL_FILE:
        return "the answer broke off before its end";
    case CURLE_OPERATION_TIMEDOUT:
        return "the server took too long";
    case CURLE_SSL_CONNECT_ERROR:
        return "no secure connection could be agreed with the server (it must offer TLS 1.2)";
    case CURLE_TOO_MANY_REDIRECTS:
        return "the server sends us on and on";
    case CURLE_GOT_NOTHING:
        return "the server hung up without an answer";
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
        return "the connection broke off";
    case CURLE_PEER_FAILED_VERIFICATION:
        return is_sftp ? "the server’s key is not the one in the file of known hosts"
                       : "the server’s certificate cannot be trusted";
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
        return "the server’s key is not the pinned one";
    case CURLE_SSL_CACERT_BADFILE:
        return "the file of “ca_file” cannot be used";
    case CURLE_FILESIZE_EXCEEDED:
        return "it is larger than “max_mb” allows";
    case CURLE_LOGIN_DENIED:
        return "the server did not accept the user and the key or password";
    case CURLE_REMOTE_FILE_NOT_FOUND:
        return "there is no such file or folder on the server";
    default:
        return curl_easy_strerror((CURLcode)code);
    }
}

static char *
reason_of_failure(const GpPullRequest *request, const GpAnswer *answer)
{
    const char *reason = reason_of_code(answer->code, request->kind == GP_PULL_SFTP);
    gboolean has_detail =
        answer->code == CURLE_SSL_CONNECT_ERROR ||
        (answer->code == CURLE_PEER_FAILED_VERIFICATION && request->kind == GP_PULL_HTTPS);

    if (answer->refusal != NULL)
        return g_strdup(answer->refusal);
    if (!has_detail || answer->detail[0] == '\0')
        return g_strdup(reason);
    return g_strdup_printf("%s: %s", reason, answer->detail);
}

static char *
reason_of_status(long status)
{
    switch (status) {
    case 401:
    case 403:
        return g_strdup_printf("the server does not accept the credentials (%ld)", status);
    case 404:
    case 410:
        return g_strdup_printf("there is nothing at that address (%ld)", status);
    case 416:
        return g_strdup("the file has changed while it was fetched (416)");
    case 429:
        return g_strdup("the server is asked too often (429)");
    default:
        return status >= 500 ? g_strdup_printf("the server is in trouble (%ld)", status)
                             : g_strdup_printf("the server answered with status %ld", status);
    }
}

static gboolean
read_decimal(const char **at, char after, guint64 *out)
{
    char *end;

    if (!g_ascii_isdigit(**at))
        return FALSE;
    *out = g_ascii_strtoull(*at, &end, 10);
    *at = end + 1;
    return *end == after;
}

gboolean
gp_range_fits(const char *content_range, guint64 from, guint64 *out_total)
{
    const char *at = content_range;
    guint64 first, last;

    if (at == NULL || g_ascii_strncasecmp(at, "bytes ", 6) != 0)
        return FALSE;
    at += 6;
    return read_decimal(&at, '-', &first) && read_decimal(&at, '/', &last) &&
           read_decimal(&at, '\0', out_total) && first == from && last >= first &&
           *out_total > last && *out_total - last == 1;
}

static gboolean
takes_type(char *const *types, const char *content_type)
{
    g_auto(GStrv) parts = g_strsplit(content_type == NULL ? "" : content_type, ";", 2);
    const char *type = parts[0] == NULL ? "" : g_strstrip(parts[0]);

    for (guint i = 0; types[i] != NULL; i++) {
        if (g_str_equal(types[i], "*") || g_ascii_strcasecmp(types[i], type) == 0)
            return TRUE;
    }
    return FALSE;
}

/* No file that we read begins with `<`; every web page does. */
static gboolean
is_web_page(int fd)
{
    char bytes[256];
    gssize n = pread(fd, bytes, sizeof bytes, 0);
    const char *p = bytes, *end = bytes + MAX(n, 0);

    if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
        p += 3;
    while (p < end && g_ascii_isspace(*p))
        p++;
    return p < end && *p == '<';
}

static char *
reason_of_type(const GpAnswer *answer)
{
    g_autofree char *type =
        gp_text_quoted(answer->content_type == NULL ? "nothing" : answer->content_type);

    return g_strdup_printf("the server sent something of the type “%s”, which “content_types” "
                           "does not list; it may be a log-in page",
                           type);
}

/* An answer of status 200 or 206 that arrived without an error. Returns: NULL if it is good */
static char *
doubt(const GpPullRequest *request, const GpAsk *ask, const GpAnswer *answer)
{
    guint64 total = answer->n_bytes;

    if (answer->lengths_differ)
        return g_strdup("the server gave two lengths that differ");
    if (!answer->is_framed)
        return g_strdup("the server did not say where its answer ends, so nobody can tell whether "
                        "it is whole");
    if (answer->content_encoding != NULL &&
        g_ascii_strcasecmp(answer->content_encoding, "identity") != 0)
        return g_strdup("the server packed its answer although it was asked not to");
    if (!takes_type(request->content_types, answer->content_type))
        return reason_of_type(answer);
    if (is_web_page(ask->fd))
        return g_strdup("the server sent a web page, perhaps to log in, instead of data");
    if (answer->n_bytes == 0)
        return g_strdup("the server sent an empty file");
    if (answer->status == 206 &&
        (ask->from == 0 || !gp_range_fits(answer->content_range, ask->from, &total) ||
         total != answer->n_bytes))
        return g_strdup("the server did not go on where the file had broken off");
    return NULL;
}

GpJudgement
gp_judge(const GpPullRequest *request, const GpAsk *ask, const GpAnswer *answer, char **out_reason)
{
    gboolean is_conditional = ask->from == 0 && (ask->etag != NULL || ask->last_modified != NULL);

    *out_reason = NULL;
    if (answer->code != CURLE_OK) {
        *out_reason = reason_of_failure(request, answer);
        return answer->refusal != NULL ? GP_ANSWER_LYING : GP_ANSWER_BAD;
    }
    if (request->kind == GP_PULL_SFTP)
        return GP_ANSWER_GOOD;
    if (answer->status == 304 && is_conditional)
        return GP_ANSWER_UNCHANGED;
    if (answer->status != 200 && answer->status != 206) {
        *out_reason = reason_of_status(answer->status);
        return GP_ANSWER_BAD;
    }
    *out_reason = doubt(request, ask, answer);
    return *out_reason == NULL ? GP_ANSWER_GOOD : GP_ANSWER_LYING;
}
