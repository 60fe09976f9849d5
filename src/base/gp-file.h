/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <sys/stat.h>

/*
 * Whole files, read with a limit and written so that a reader sees the old one or the new one,
 * never something between.
 */

/**
 * gp_file_read:
 * @out_bytes: (out) (transfer full): one byte more is allocated than was read
 *
 * Errors: GP_ERROR_IO in plain words: no such file, a folder, no permission, too large
 */
gboolean gp_file_read(
    const char *path, gsize max_bytes, char **out_bytes, gsize *out_length, GError **error);

/* A whole file in memory. Its bytes, and one more after them, may be changed there; the file stays
 * as it is. */
typedef struct {
    char *bytes;
    gsize length;
    gsize n_mapped;     /* 0: what is in @bytes was read */
    struct stat status; /* as it was then */
} GpFileMap;

/**
 * gp_file_map:
 * @out_map: (out): cleared on errors, too
 *
 * As gp_file_read(), but pages of the file are only brought in as they are looked at. For large
 * files that are replaced, but not written over, while they are in use, as those of an
 * installation are.
 *
 * Errors: as gp_file_read()
 */
gboolean gp_file_map(const char *path, gsize max_bytes, GpFileMap *out_map, GError **error);
void gp_file_map_clear(GpFileMap *self);

/* Whether the bytes are still those that were there: FALSE if the file at @path was written over
 * since. A file that was put in its place does not matter. */
gboolean gp_file_map_holds(const GpFileMap *self, const char *path);

/**
 * gp_file_write:
 *
 * Writes a temporary file beside @path, syncs it, renames it and syncs the folder.
 *
 * Errors: GP_ERROR_IO, also when the disk is full; @path is then as it was
 */
gboolean gp_file_write(const char *path, const char *bytes, gsize length, GError **error);

/* Writes without any of that: into a folder of one's own, which is synced as a whole later, or
 * thrown away. */
gboolean gp_file_write_loose(const char *path, const char *bytes, gsize length, GError **error);

/* As gp_file_write() for a file that never changes again: it is read-only, and one that is there
 * already is an error. Only one process may write it at a time. */
gboolean gp_file_write_for_good(const char *path, const char *bytes, gsize length, GError **error);

/* Syncs the folder that @path lies in, so that its name outlives a loss of power. */
gboolean gp_file_sync_folder_of(const char *path);

/* The names in a folder, in no order. A folder that cannot be read to its end is an error, as it is
 * not for GDir. Errors: GP_ERROR_IO. Returns: (transfer full) (nullable) (element-type utf8) */
GPtrArray *gp_file_list_folder(const char *path, GError **error);

/* The SHA-256 of a file, in lower-case hexadecimal; NULL if it cannot be read to its end. */
char *gp_file_sha256(const char *path);

/* Makes a folder and those above it. */
gboolean gp_file_make_folder(const char *path, GError **error);

/* Removes a folder with all that is in it, as far as that can be done; links are not followed. */
void gp_file_remove_folder(const char *path);

/* Plain words for an errno: “there is no such file”, “the disk is full”. */
const char *gp_file_reason(int error_number);

/* read() and write() that go on after a signal. The first may read less than was asked for, 0 at
 * the end, -1 with errno; the second writes everything, or is FALSE with errno. */
gssize gp_file_read_some(int fd, char *out, gsize n);
gboolean gp_file_write_all(int fd, const char *bytes, gsize length);
