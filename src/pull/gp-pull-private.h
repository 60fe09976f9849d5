/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-pull.h"

/*
 *   gp_puller_fetch ─┬─ folder ──────────────────────────────┐
 *                    ├─ pages ─┐                              ├─▶ GpPulled
 *                    └─ sftp ──┴─ fetch (retries) ─ transfer ─┘
 *                                   └─ judge, retry
 */

struct _GpPuller {
    const GpPullRequest *request;
    const char *folder;
    gpointer curl;      /* one handle, so that connections are kept */
    char *user;         /* (nullable): from the address, before that of the request */
    gint64 deadline_us; /* monotonic */
    guint n_files;
};

/* How long a file must stay as it is before it counts as written. */
#define GP_SETTLE_S 2

const char *gp_secret_text(const GpSecret *self);

/* Whether a secret of some length stands in what a server sent; @self may be NULL. */
gboolean gp_secret_is_in(const GpSecret *self, const char *bytes, gsize length);
gboolean gp_secret_is_in_file(const GpSecret *self, int fd);

/* ---- one transfer (gp-transfer.c, the only file that sets options of libcurl) ---- */

typedef struct {
    const char *address;       /* without a user */
    const char *etag;          /* (nullable): sent as If-None-Match, or as If-Range */
    const char *last_modified; /* (nullable) */
    guint64 from;              /* where to go on; 0: from the beginning */
    int fd;
} GpAsk;

typedef struct {
    int code;    /* CURLcode */
    long status; /* of HTTP; 0 for SFTP */
    char *content_type;
    char *content_range;
    char *content_encoding;
    char *etag;
    char *last_modified;
    char *link;              /* the address after rel="next" */
    gboolean is_framed;      /* its end can be told from a broken connection */
    gboolean lengths_differ; /* several Content-Lengths */
    gboolean takes_ranges;
    guint64 n_bytes; /* in the file, with those from before */
    guint64 retry_after_s;
    gint64 changed_at;   /* SFTP: when the file was last written, or -1 */
    const char *refusal; /* (nullable) static: why we broke it off */
    char detail[256];    /* libcurl's words */
} GpAnswer;

void gp_answer_clear(GpAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpAnswer, gp_answer_clear)

/* Runs one request; every outcome is in @out. */
void gp_transfer(GpPuller *self, const GpAsk *ask, GpAnswer *out);

/* The address of `rel="next"` in a Link header, or NULL. Returns: (transfer full) (nullable) */
char *gp_link_next(const char *header);

/* ---- whether an answer is good (gp-judge.c) ---- */

typedef enum {
    GP_ANSWER_GOOD,
    GP_ANSWER_UNCHANGED,
    GP_ANSWER_BAD,   /* whether another attempt may help is for gp_retry_decide() to say */
    GP_ANSWER_LYING, /* it came whole, and cannot be what was asked for: no other attempt */
} GpJudgement;

/* @out_reason: (out) (transfer full): in plain words, unless it is good or unchanged */
GpJudgement
gp_judge(const GpPullRequest *request, const GpAsk *ask, const GpAnswer *answer, char **out_reason);

/* `bytes 520-2999/3000`, from @from to the end. */
gboolean gp_range_fits(const char *content_range, guint64 from, guint64 *out_total);

/* ---- another attempt or not (gp-retry.c, pure) ---- */

#define GP_RETRY_ATTEMPTS 5
#define GP_RETRY_MAX_AFTER 900

typedef struct {
    guint attempt; /* the one that failed, from 1 */
    guint n_tls;   /* how many of them failed to agree on TLS */
    int code;
    long status;
    guint64 after_s; /* Retry-After; 0: not said */
    guint64 left_ms; /* of the time budget */
    guint unit_ms;
    guint32 chance; /* any number */
} GpRetryFacts;

typedef enum {
    GP_RETRY_AGAIN,     /* after @out_wait_ms */
    GP_RETRY_NEVER,     /* it would fail again */
    GP_RETRY_EXHAUSTED, /* that was the last attempt */
    GP_RETRY_NO_TIME,   /* the time budget does not reach */
    GP_RETRY_LATER,     /* the server wants to be left alone for longer than we wait */
} GpRetryVerdict;

GpRetryVerdict gp_retry_decide(const GpRetryFacts *facts, guint64 *out_wait_ms);

/* ---- one file with its attempts (gp-fetch.c) ---- */

typedef struct {
    const char *address;
    const char *shown;        /* what messages call it */
    const GpPullKnown *known; /* (nullable) */
    gboolean may_resume;
} GpWanted;

typedef struct {
    char *path; /* NULL: unchanged */
    char *etag;
    char *last_modified;
    char *link;
    gboolean is_json;
    gint64 changed_at; /* SFTP: seconds since 1970, or -1 */
    guint64 bytes;
} GpFetched;

void gp_fetched_clear(GpFetched *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpFetched, gp_fetched_clear)

gboolean
gp_fetch(GpPuller *self, const GpWanted *wanted, GpFetched *out, GpPulled *pulled, GError **error);

/* ---- kinds ---- */

gboolean gp_pages_fetch(GpPuller *self, const char *address, GpPulled *out, GError **error);
gboolean gp_sftp_fetch(GpPuller *self, const char *address, GpPulled *out, GError **error);
gboolean gp_folder_fetch(GpPuller *self, const char *address, GpPulled *out, GError **error);

/* ---- what they share (gp-pull.c) ---- */

/* Waits, at most to the end of the time budget. FALSE with @error if it was told to stop. */
gboolean gp_puller_wait(GpPuller *self, guint64 milliseconds, GError **error);
guint64 gp_puller_left_ms(const GpPuller *self);
void gp_puller_say(const GpPuller *self, const char *format, ...) G_GNUC_PRINTF(2, 3);
gboolean gp_puller_throw_stopped(GError **error);

/* Whether a text from a server holds a secret of ours, and must not be shown or kept. */
gboolean gp_puller_has_secret_in(const GpPuller *self, const char *text);

/* A new name in the folder. Returns: (transfer full) */
char *gp_puller_new_path(GpPuller *self);

const GpPullKnown *gp_puller_known(const GpPuller *self, const char *address);

/* Takes over the texts of @fetched. */
void gp_pulled_add(GpPulled *self, GpFetched *fetched, const char *name, const char *address);

/* The time of a file's last change as text. Returns: (transfer full) (nullable) */
char *gp_time_print(gint64 seconds);

/* A name that a file from outside may have: no slash, nothing hidden, and it fits the pattern. */
gboolean gp_puller_wants_name(const GpPuller *self, const char *name);

/* ---- addresses (gp-address.c) ---- */

/* @reference against @base, as a browser does it; NULL if it is no address. */
char *gp_address_resolve(const char *base, const char *reference);

/* Whether both have the same scheme, host and port. */
gboolean gp_address_same_host(const char *a, const char *b);

/* With a parameter of the query set, instead of one of that name. */
char *gp_address_with(const char *address, const char *name, const char *value);

/* The file's name in an address, or the host. */
char *gp_address_name(const char *address);

/* The address of a file in a folder whose address ends in a slash. */
char *gp_address_in_folder(const char *folder, const char *name);

/* Without user, query and fragment, for messages. */
char *gp_address_shown(const char *address);

/* Parts the user from an SFTP address. */
char *gp_address_without_user(const char *address, char **out_user);
