/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * Another program, run so that it can do no more than it is there for: no shell, next to nothing of
 * our environment, a folder of its own, limits on time, memory and files. gnuplot and Chromium are
 * run this way.
 *
 *   gp_program_make_folder ─▶ what it shall read ─▶ gp_program_run ─▶ what it wrote, to be checked
 *                          ─▶ gp_file_remove_folder
 */

typedef struct {
    const char *name;        /* as messages call it */
    const char *const *argv; /* (array zero-terminated=1): the first is its absolute path */
    const char *folder;      /* absolute: where it runs, and its HOME */
    const char *path;        /* (nullable): its PATH; NULL: a bare name finds nothing */
    guint seconds;           /* then it is killed, and whatever it has started */
    guint64 max_file_bytes;
    guint64 max_memory_bytes; /* of addresses; 0: as many as it likes */
} GpProgram;

/* The absolute path of a program in our PATH. Returns: (transfer full) (nullable) */
char *gp_program_find(const char *name);

/**
 * gp_program_run:
 *
 * Runs it to its end, with LC_ALL, HOME, TMPDIR and PATH and no other variable. It is killed when
 * we are. May be called from several threads.
 *
 * Errors: GP_ERROR_IO if it cannot be started, takes too long, is killed or fails; then with what
 *   it said on its standard error
 */
gboolean gp_program_run(const GpProgram *self, GError **error);

/* A folder that only we can enter, by its absolute path. Errors: GP_ERROR_IO.
 * Returns: (transfer full) (nullable) */
char *gp_program_make_folder(GError **error);
