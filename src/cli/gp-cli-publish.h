/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-cli.h"
#include "gp-publishing.h"

/* What the commands that publish have in common. */

typedef struct {
    char *by;
    char *note;
    char *day;
    char *format;
} GpPublishOptions;

void gp_publish_options_clear(GpPublishOptions *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpPublishOptions, gp_publish_options_clear)

/* What a person said, without control characters and blanks at its ends. (nullable): "" */
char *gp_publish_clean(const char *said);

/* Whether --date is a day or was not given. Errors: GP_ERROR_USAGE */
gboolean gp_publish_check_day(const char *day, GError **error);

/* Opens the book of a workspace that is open already, and makes of it what would be published
 * now. */
GpPublication *
gp_publish_draft(GpCli *cli, GpFigures *figures, const GpPublishOptions *options, GError **error);

/* The same in a workspace that is opened for it, and that nobody changes from before the book was
 * read until gp_publications_end(). */
GpPublication *
gp_publish_hold(GpCli *cli, GpFigures *figures, const GpPublishOptions *options, GError **error);
