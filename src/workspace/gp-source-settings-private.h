/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-workspace-private.h"

/*
 * The settings of a group [source NAME] of greenplan.ini, one by one. Keys and groups are strict:
 * one that is unknown or there twice is an error that names the file, the group and the key.
 *
 * Each of them leaves what is given as it is where the setting is not there or empty.
 */

/* What is being read, for messages. */
typedef struct {
    const GpWorkspace *workspace;
    const char *group;
    GError **error;
} GpSettingReader;

/* Returns: FALSE, with GP_ERROR_MALFORMED */
gboolean gp_setting_throw(const GpSettingReader *self, const char *key, const char *reason);

/* Returns: (transfer full): NULL if it is not there or empty */
char *gp_setting_get(const GpSettingReader *self, const char *key);
void gp_setting_take(const GpSettingReader *self, const char *key, char **out);

/* A path beside greenplan.ini unless it is absolute. */
void gp_setting_take_path(const GpSettingReader *self, const char *key, char **out);

gboolean gp_setting_take_number(
    const GpSettingReader *self, const char *key, guint least, guint most, guint *out);

/* `14 days`, or just `14`. */
gboolean
gp_setting_take_days(const GpSettingReader *self, const char *key, guint least, guint *out);

/* The place of the value among @choices, whose end is NULL. */
gboolean gp_setting_take_choice(const GpSettingReader *self,
                                const char *key,
                                const char *const *choices,
                                guint *out);

/* GP_EVERY_UNKNOWN if it is not there. */
gboolean gp_setting_take_every(const GpSettingReader *self, GpEvery *out);

/* Whether all groups [source …] have known keys only, each once. Errors: GP_ERROR_MALFORMED */
gboolean gp_sources_check_keys(const GpWorkspace *workspace, GError **error);
