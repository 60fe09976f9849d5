/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * Several threads that make things, which are taken in order.
 */

/* Makes thing @i, in any thread. */
typedef gpointer (*GpMakeFunc)(guint i, gpointer data);

/* Takes thing @i, in the thread that called, one after the other. */
typedef void (*GpTakeFunc)(guint i, gpointer thing, gpointer data);

/* So many processors are there to be used; @asked unless that is 0. */
guint gp_crew_size(guint asked);

/* Makes and takes @n things. At most two for each thread wait to be taken. */
void gp_crew_run(guint n, guint n_threads, GpMakeFunc make, GpTakeFunc take, gpointer data);
