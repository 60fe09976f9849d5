/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* What a file may hold that nobody wanted in it: quotes in all the wrong places, line breaks of all
 * kinds and inside quotes, NUL, blanks, odd encodings, too many fields and too few. */

/* The columns of the rows. */
#define HOSTILE_HEADER "period,activity,quantity,unit,site,role,note\n"
#define HOSTILE_COLUMNS 7

/* Appends a row and its line break; one in @one_in rows is hostile. */
void hostile_append_row(GString *out, GRand *rand, gint32 one_in);
