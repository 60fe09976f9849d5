/* SPDX-License-Identifier: MIT */
#include <curl/curl.h>

#include "gp-pull-private.h"

#define MAX_WAIT_S 60

static gboolean
is_transient_status(long status)
{
    return status == 408 || status == 425 || status == 429 || status == 500 || status == 502 ||
           status == 503 || status == 504;
}

static gboolean
is_transient(const GpRetryFacts *facts)
{
    static const CURLcode codes[] = {
        CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT,    CURLE_HTTP2,
        CURLE_PARTIAL_FILE,         CURLE_OPERATION_TIMEDOUT, CURLE_GOT_NOTHING,
        CURLE_SEND_ERROR,           CURLE_RECV_ERROR,         CURLE_HTTP2_STREAM,
    };

    if (facts->code == CURLE_OK)
        return is_transient_status(facts->status);
    if (facts->code == CURLE_SSL_CONNECT_ERROR)
        return facts->n_tls <= 1;
    for (guint i = 0; i < G_N_ELEMENTS(codes); i++) {
        if (facts->code == (int)codes[i])
            return TRUE;
    }
    return FALSE;
}

/* Half of it is certain, so that a throttled server is left in peace, and half is chance, so that
 * not everybody comes back at once. */
static guint64
equal_jitter_ms(const GpRetryFacts *facts)
{
    guint64 seconds = MIN(G_GUINT64_CONSTANT(1) << MIN(facts->attempt - 1, 10), MAX_WAIT_S);
    guint64 half = seconds * facts->unit_ms / 2;

    return half + facts->chance % (half + 1);
}

GpRetryVerdict
gp_retry_decide(const GpRetryFacts *facts, guint64 *out_wait_ms)
{
    guint64 jitter = equal_jitter_ms(facts);

    *out_wait_ms = 0;
    if (!is_transient(facts))
        return GP_RETRY_NEVER;
    if (facts->after_s > GP_RETRY_MAX_AFTER)
        return GP_RETRY_LATER;
    if (facts->attempt >= GP_RETRY_ATTEMPTS)
        return GP_RETRY_EXHAUSTED;
    *out_wait_ms = MAX(facts->after_s * facts->unit_ms, jitter);
    if (*out_wait_ms < facts->left_ms)
        return GP_RETRY_AGAIN;
    return facts->after_s > 0 ? GP_RETRY_LATER : GP_RETRY_NO_TIME;
}
