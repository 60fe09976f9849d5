/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * Settings that people write (GKeyFile), read strictly: what is written twice or is not known is
 * an error that says where, not a setting that is silently without effect.
 */

/**
 * gp_ini_load:
 *
 * Errors: GP_ERROR_IO; GP_ERROR_MALFORMED as `path: reason`, also for a group or a key that is
 *   there twice
 * Returns: (transfer full) (nullable)
 */
GKeyFile *gp_ini_load(const char *path, GError **error);

/**
 * gp_ini_check_keys:
 * @known: (array length=n_known): the keys that @group may have
 *
 * Errors: GP_ERROR_MALFORMED for any other key, with the known one that is nearest
 */
gboolean gp_ini_check_keys(GKeyFile *self,
                           const char *path,
                           const char *group,
                           const char *const *known,
                           guint n_known,
                           GError **error);

/**
 * gp_ini_text:
 *
 * The text of a key without blanks at its ends.
 *
 * Returns: (transfer full) (nullable): NULL if there is no such key
 */
char *gp_ini_text(GKeyFile *self, const char *group, const char *key);

/**
 * gp_ini_list:
 *
 * The texts of a key that are parted by “|”, without blanks at their ends and empty ones.
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): NULL if there is no such key
 */
char **gp_ini_list(GKeyFile *self, const char *group, const char *key);
