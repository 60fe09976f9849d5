/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <pthread.h>

/*
 * GLib's locks as those of pthreads, which the thread sanitizer knows; GLib's own it cannot see.
 * Included before everything else by tests/threads/run.
 */

#define LOCK(mutex) ((pthread_mutex_t *)(mutex)->p)
#define CONDITION(cond) ((pthread_cond_t *)(cond)->p)

static inline void
lock_init(GMutex *mutex)
{
    mutex->p = g_new(pthread_mutex_t, 1);
    pthread_mutex_init(LOCK(mutex), NULL);
}

static inline void
lock_clear(GMutex *mutex)
{
    pthread_mutex_destroy(LOCK(mutex));
    g_free(mutex->p);
}

static inline void
condition_init(GCond *cond)
{
    cond->p = g_new(pthread_cond_t, 1);
    pthread_cond_init(CONDITION(cond), NULL);
}

static inline void
condition_clear(GCond *cond)
{
    pthread_cond_destroy(CONDITION(cond));
    g_free(cond->p);
}

#define g_mutex_init(mutex) lock_init(mutex)
#define g_mutex_clear(mutex) lock_clear(mutex)
#define g_mutex_lock(mutex) ((void)pthread_mutex_lock(LOCK(mutex)))
#define g_mutex_unlock(mutex) ((void)pthread_mutex_unlock(LOCK(mutex)))
#define g_cond_init(cond) condition_init(cond)
#define g_cond_clear(cond) condition_clear(cond)
#define g_cond_wait(cond, mutex) ((void)pthread_cond_wait(CONDITION(cond), LOCK(mutex)))
#define g_cond_broadcast(cond) ((void)pthread_cond_broadcast(CONDITION(cond)))
