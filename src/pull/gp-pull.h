/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * Fetching: from an address to whole files in a folder, or not at all.
 *
 *   GpPullRequest ── new ──▶ GpPuller ── fetch(address) ──▶ GpPulled: files, or “unchanged”
 *
 * A file is handed over only if it is sure to be whole: see docs/decisions/0013-pulling.md. Failing
 * requests are tried up to five times within the time budget. The wish to stop is heard within a
 * second.
 *
 * Errors are GP_ERROR_IO (the network, the server, the disk), GP_ERROR_MALFORMED (an answer that
 * cannot be what was asked for) and GP_ERROR_USAGE (credentials that cannot be used), in plain
 * words, and never hold a secret.
 */

/* ---- secrets ---- */

typedef struct _GpSecret GpSecret;

/**
 * gp_secret_from_file:
 *
 * A token or password: what is in the file but for the line break at its end.
 *
 * Errors: GP_ERROR_USAGE if others may read the file or it is not ours, or if what it holds cannot
 *   be one; GP_ERROR_IO
 */
GpSecret *gp_secret_from_file(const char *path, GError **error);

/* The same from an environment variable. */
GpSecret *gp_secret_from_env(const char *name, GError **error);

/* Overwrites the memory, too. */
void gp_secret_free(GpSecret *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpSecret, gp_secret_free)

/* Whether a file is ours and nobody else may read it, as for a secret. */
gboolean gp_secret_check_file(const char *path, GError **error);

/* ---- what to fetch ---- */

typedef enum {
    GP_PULL_FOLDER, /* an address is the path of a folder */
    GP_PULL_FILE,   /* of a file */
    GP_PULL_HTTPS,  /* https://… */
    GP_PULL_SFTP,   /* sftp://user@host:port/folder */
} GpPullKind;

typedef enum {
    GP_PAGES_ONE,    /* the answer is all there is */
    GP_PAGES_NEXT,   /* each page tells the address of the next */
    GP_PAGES_NUMBER, /* pages are counted; one without records is after the last */
    GP_PAGES_CURSOR, /* each page holds a text that asks for the next */
} GpPageStyle;

/* Paths are those of gp-json.h. */
typedef struct {
    GpPageStyle style;
    char *next;      /* NEXT: a path, or `header` for Link: rel=next */
    char *parameter; /* NUMBER, CURSOR: of the query */
    guint64 first;   /* NUMBER */
    char *cursor;    /* CURSOR: a path */
    char *records;   /* (nullable): the path of the list of rows */
    char *total;     /* (nullable): the path of how many rows there are in all pages */
} GpPaging;

/* What is known of an address from the last time. */
typedef struct {
    char *address;
    char *etag;          /* (nullable) */
    char *last_modified; /* (nullable) */
} GpPullKnown;

/* How the caller follows what happens; any of it may be NULL. */
typedef struct {
    /* @total is 0 if it is not known */
    void (*progress)(guint64 done, guint64 total, gpointer data);
    void (*say)(const char *line, gpointer data); /* a retry, a file left for later */
    const gint *stop;                             /* atomic: not 0 once it shall stop */
    gpointer data;
} GpPullWatch;

typedef struct {
    GpPullKind kind;
    GpSecret *token;       /* (nullable) */
    char *token_header;    /* as in `Authorization: Bearer` or `X-Api-Key` */
    char *token_parameter; /* (nullable): of the address, instead of a header: as in `api_key` */
    char *user;            /* (nullable) */
    GpSecret *password;    /* (nullable): of the user, or of the key file */
    char *key_file;        /* (nullable) SFTP */
    char *known_hosts;     /* SFTP */
    char *ca_file;         /* (nullable): instead of the system's authorities */
    char *pinned_key;      /* (nullable): as in sha256//… */
    char *proxy;           /* (nullable): never taken from the environment */
    char **content_types;  /* (array zero-terminated=1): `*` takes any */
    char *pattern;         /* FOLDER, SFTP: as in *.csv */
    char *base;            /* (nullable) FOLDER, FILE: the folder that addresses are relative to */
    GpPaging paging;
    guint64 max_bytes; /* of one file */
    guint budget_s;    /* for the whole of a source */
    guint stall_s;     /* slower than 100 bytes a second for so long is given up */
    guint unit_ms;     /* how long a second of waiting lasts: 1000 */
    GHashTable *known; /* (element-type utf8 GpPullKnown): by address */
    GpPullWatch watch;
} GpPullRequest;

/* One with the usual limits. */
GpPullRequest *gp_pull_request_new(GpPullKind kind);
void gp_pull_request_free(GpPullRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpPullRequest, gp_pull_request_free)

/* Instead of what was known of that address. */
void gp_pull_request_add_known(GpPullRequest *self,
                               const char *address,
                               const char *etag,
                               const char *last_modified);

/* ---- what came ---- */

typedef struct {
    char *path; /* in the folder, ours to remove */
    char *name; /* for people */
    char *address;
    char *etag;          /* (nullable) */
    char *last_modified; /* (nullable) */
    guint64 bytes;
} GpPulledFile;

typedef struct {
    GPtrArray *files; /* (element-type GpPulledFile): new or not known to be unchanged */
    guint n_unchanged;
    guint n_left; /* files that are still being written */
    guint64
        come_back_s; /* after an error: the server asks for no visit before; 0: it did not say */
} GpPulled;

void gp_pulled_clear(GpPulled *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpPulled, gp_pulled_clear)

typedef struct _GpPuller GpPuller;

/* @request and @folder are borrowed. The time budget begins now. */
GpPuller *gp_puller_new(const GpPullRequest *request, const char *folder);
void gp_puller_free(GpPuller *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpPuller, gp_puller_free)

/**
 * gp_puller_fetch:
 * @out: zeroed or cleared; filled also after an error, as far as it came
 *
 * After an error, or if it was told to stop, the files of @out must not be used.
 */
gboolean gp_puller_fetch(GpPuller *self, const char *address, GpPulled *out, GError **error);

/* Whether it was told to stop. */
gboolean gp_puller_is_stopped(const GpPuller *self);

/* Whether an address can be one of its kind; never with a password in it. Errors: GP_ERROR_USAGE
 * without a place */
gboolean gp_pull_check_address(GpPullKind kind, const char *address, GError **error);

/* The same for a proxy, which must let us through without a log-in. */
gboolean gp_pull_check_proxy(const char *address, GError **error);
