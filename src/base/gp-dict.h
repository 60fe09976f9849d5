/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * Names as small numbers: every different text gets the next id, from 0 on.
 */

typedef struct _GpDict GpDict;

#define GP_DICT_NONE G_MAXUINT32

GpDict *gp_dict_new(void);
void gp_dict_free(GpDict *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpDict, gp_dict_free)

/* The id of a text, a new one if it was not there. */
guint32 gp_dict_intern(GpDict *self, const char *text, gsize length);

/* The id of a text, or GP_DICT_NONE. */
guint32 gp_dict_lookup(const GpDict *self, const char *text, gsize length);

/* The text of an id: valid as long as @self. */
const char *gp_dict_name(const GpDict *self, guint32 id);

guint32 gp_dict_size(const GpDict *self);

/**
 * gp_dict_ranks:
 *
 * Returns: (transfer full) (array): for each id, its place in the byte order of the texts
 */
guint32 *gp_dict_ranks(const GpDict *self);
