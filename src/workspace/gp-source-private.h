/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-pull.h"
#include "gp-workspace-private.h"

/*
 * The groups [source NAME] of greenplan.ini, as far as they are about fetching.
 */

typedef struct {
    char *name;
    char *group;            /* `source NAME`, for messages */
    char *address;          /* (nullable): or the path of a folder or file, from the workspace */
    GpPullRequest *request; /* without secrets, until gp_source_unlock() */
    char *token_file;       /* (nullable) */
    char *token_env;        /* (nullable) */
    char *password_file;    /* (nullable) */
    char *password_env;     /* (nullable) */
    char *dates;            /* how {from} and {to} are written */
    gboolean has_begin;
    GpDay begins;
    guint window_days; /* 0: one request for all days */
    guint overlap_days;
    GpEvery every; /* how often new data should come */
} GpSource;

/**
 * gp_sources_load:
 *
 * Errors: GP_ERROR_MALFORMED, GP_ERROR_IO
 * Returns: (transfer full) (nullable) (element-type GpSource): in the order of the file
 */
GPtrArray *gp_sources_load(const GpWorkspace *workspace, GError **error);

/* Fetches its secrets from where the settings say. */
gboolean gp_source_unlock(GpSource *self, GError **error);

/* Whether it has to be asked for stretches of days. */
gboolean gp_source_has_windows(const GpSource *self);

/**
 * gp_source_windows:
 * @known_to: (nullable): the last day that is known
 * @last: the last day to ask for
 *
 * From the first of the month that lies `overlap` before @known_to, or from the beginning.
 *
 * Returns: (transfer full) (element-type GpSpan)
 */
GArray *gp_source_windows(const GpSource *self, const GpDay *known_to, GpDay last);

/* The address for a window. Returns: (transfer full) */
char *gp_source_address(const GpSource *self, GpSpan window);
