/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * An invented trust: eight financial years of activity and staff, made from a few small tables of
 * parameters, to try the program on and to test it with.
 *
 *   sites, departments ─┐                            ┌─▶ one activity file a source
 *   invent/ ─────────────┼─ amounts ─▶ rows ─ faults ─┤
 *   planted-faults.csv ──┘                            └─▶ workforce.csv
 *
 * Chance is a hash of what a figure is for, and all arithmetic is of whole numbers: the same
 * parameters give the same bytes everywhere, and another row of parameters changes no other figure.
 * Every file that is written says in its first line that it is invented.
 */

/**
 * gp_invent_trust:
 * @sample: a folder with sites.csv, departments.csv and invent/
 * @faults: (nullable): a file of faults to plant, see gp-invent-sheet.c
 * @folder: where the files are written
 *
 * Errors: GP_ERROR_IO, GP_ERROR_MALFORMED for parameters that cannot be followed
 */
gboolean
gp_invent_trust(const char *sample, const char *faults, const char *folder, GError **error);
