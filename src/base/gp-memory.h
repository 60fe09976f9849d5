/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Asks for memory in few, large pieces: all of it for one heap, in pages of 2 MB where the system
 * has them, and what is given back is kept for the next who asks. To be called once, before any
 * thread.
 *
 * Without it, a fifth of the time of a short command goes into the system's giving out pages of 4
 * kB. Nothing but speed depends on it; where the C library or the system knows no such thing it
 * does nothing.
 */
void gp_memory_prepare(void);
