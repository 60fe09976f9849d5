/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <pthread.h>
#include <sanitizer/tsan_interface.h>
#include <stdint.h>

/*
 * What the thread sanitizer must know of GLib, which is built without it. Included before
 * everything else by tests/threads/run.
 *
 *   locks and conditions   become those of pthreads, which it knows
 *   queues and pools       are made of these
 *   once                   says what happens before what
 *   what GLib caches       is looked away from
 *   containers             say that they are read or written
 */

/* ---- locks ---- */

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

/* ---- queues and pools ---- */

/* Work that waits for a thread, or a thread that waits for work: first in, first out. */
typedef struct {
    GMutex lock;
    GCond changed;
    GPtrArray *things;
    gboolean is_closed;
} SeenQueue;

static inline void
queue_open(SeenQueue *self)
{
    g_mutex_init(&self->lock);
    g_cond_init(&self->changed);
    self->things = g_ptr_array_new();
    self->is_closed = FALSE;
}

static inline void
queue_clear(SeenQueue *self)
{
    g_mutex_clear(&self->lock);
    g_cond_clear(&self->changed);
    g_ptr_array_unref(self->things);
}

static inline void
queue_push(SeenQueue *self, gpointer thing)
{
    g_mutex_lock(&self->lock);
    g_ptr_array_add(self->things, thing);
    g_cond_broadcast(&self->changed);
    g_mutex_unlock(&self->lock);
}

static inline void
queue_close(SeenQueue *self)
{
    g_mutex_lock(&self->lock);
    self->is_closed = TRUE;
    g_cond_broadcast(&self->changed);
    g_mutex_unlock(&self->lock);
}

/* Returns: NULL if it is closed and nothing is left */
static inline gpointer
queue_pop(SeenQueue *self)
{
    gpointer thing;

    g_mutex_lock(&self->lock);
    while (self->things->len == 0 && !self->is_closed)
        g_cond_wait(&self->changed, &self->lock);
    thing = self->things->len == 0 ? NULL : g_ptr_array_steal_index(self->things, 0);
    g_mutex_unlock(&self->lock);
    return thing;
}

typedef struct {
    SeenQueue queue;
    GPtrArray *threads;
    GFunc work;
    gpointer data;
} SeenPool;

static inline gpointer
pool_work(gpointer data)
{
    SeenPool *self = (SeenPool *)data;

    for (gpointer thing = queue_pop(&self->queue); thing != NULL; thing = queue_pop(&self->queue))
        self->work(thing, self->data);
    return NULL;
}

static inline GThreadPool *
pool_new(GFunc work, gpointer data, gint n_threads)
{
    SeenPool *self = g_new0(SeenPool, 1);

    self->work = work;
    self->data = data;
    self->threads = g_ptr_array_new();
    queue_open(&self->queue);
    for (gint i = 0; i < MAX(n_threads, 2); i++)
        g_ptr_array_add(self->threads, g_thread_new("pool", pool_work, self));
    return (GThreadPool *)(uintptr_t)self;
}

static inline void
pool_push(GThreadPool *pool, gpointer thing)
{
    queue_push(&((SeenPool *)(uintptr_t)pool)->queue, thing);
}

/* Waits until all work is done. */
static inline void
pool_free(GThreadPool *pool)
{
    SeenPool *self = (SeenPool *)(uintptr_t)pool;

    queue_close(&self->queue);
    for (guint i = 0; i < self->threads->len; i++)
        g_thread_join((GThread *)g_ptr_array_index(self->threads, i));
    g_ptr_array_unref(self->threads);
    queue_clear(&self->queue);
    g_free(self);
}

static inline GAsyncQueue *
async_queue_new(void)
{
    SeenQueue *self = g_new0(SeenQueue, 1);

    queue_open(self);
    return (GAsyncQueue *)(uintptr_t)self;
}

static inline void
async_queue_unref(GAsyncQueue *queue)
{
    queue_clear((SeenQueue *)(uintptr_t)queue);
    g_free(queue);
}

/* All the program's pools do all their work and are waited for. */
#define g_thread_pool_new(work, data, n, exclusive, error) pool_new(work, data, n)
#define g_thread_pool_push(pool, thing, error) pool_push(pool, thing)
#define g_thread_pool_free(pool, at_once, wait) pool_free(pool)
#define g_async_queue_new() async_queue_new()
#define g_async_queue_push(queue, thing) queue_push((SeenQueue *)(uintptr_t)(queue), thing)
#define g_async_queue_pop(queue) queue_pop((SeenQueue *)(uintptr_t)(queue))
#define g_async_queue_unref async_queue_unref

/* ---- once ---- */

static inline gboolean
once_enter(gsize *location)
{
    gboolean first = (g_once_init_enter)(location);

    __tsan_acquire(location);
    return first;
}

static inline void
once_leave(gsize *location, gsize value)
{
    __tsan_release(location);
    (g_once_init_leave)(location, value);
}

#undef g_once_init_enter
#undef g_once_init_leave
#define g_once_init_enter(location) once_enter(location)
#define g_once_init_leave(location, value) once_leave(location, value)

/* ---- what GLib keeps for itself ---- */

/* The sanitizer's own. */
void AnnotateIgnoreReadsBegin(const char *file, int line);
void AnnotateIgnoreReadsEnd(const char *file, int line);
void AnnotateIgnoreWritesBegin(const char *file, int line);
void AnnotateIgnoreWritesEnd(const char *file, int line);

/* GLib finds the folder once, under a lock of its own. */
static inline char *
dir_make_tmp(const char *template, GError **error)
{
    char *folder;

    AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
    AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
    folder = g_dir_make_tmp(template, error);
    AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
    AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
    return folder;
}

#define g_dir_make_tmp(template, error) dir_make_tmp(template, error)

/* ---- containers ---- */

/* The sanitizer's own, for the first byte of a thing that only GLib looks into. */
void __tsan_read1(void *byte);
void __tsan_write1(void *byte);

#define READ(type, thing)                                                                          \
    __extension__({                                                                                \
        type *seen_ = (type *)(uintptr_t)(thing);                                                  \
        __tsan_read1(seen_);                                                                       \
        seen_;                                                                                     \
    })
#define WRITTEN(type, thing)                                                                       \
    __extension__({                                                                                \
        type *seen_ = (type *)(uintptr_t)(thing);                                                  \
        __tsan_write1(seen_);                                                                      \
        seen_;                                                                                     \
    })

#define g_hash_table_lookup(table, ...)                                                            \
    ((g_hash_table_lookup)(READ(GHashTable, table), __VA_ARGS__))
#define g_hash_table_lookup_extended(table, ...)                                                   \
    ((g_hash_table_lookup_extended)(READ(GHashTable, table), __VA_ARGS__))
#define g_hash_table_contains(table, ...)                                                          \
    ((g_hash_table_contains)(READ(GHashTable, table), __VA_ARGS__))
#define g_hash_table_size(table) ((g_hash_table_size)(READ(GHashTable, table)))
#define g_hash_table_iter_init(iter, table)                                                        \
    ((g_hash_table_iter_init)(iter, READ(GHashTable, table)))
#define g_hash_table_insert(table, ...)                                                            \
    ((g_hash_table_insert)(WRITTEN(GHashTable, table), __VA_ARGS__))
#define g_hash_table_replace(table, ...)                                                           \
    ((g_hash_table_replace)(WRITTEN(GHashTable, table), __VA_ARGS__))
#define g_hash_table_add(table, ...) ((g_hash_table_add)(WRITTEN(GHashTable, table), __VA_ARGS__))
#define g_hash_table_remove(table, ...)                                                            \
    ((g_hash_table_remove)(WRITTEN(GHashTable, table), __VA_ARGS__))
#define g_hash_table_remove_all(table) ((g_hash_table_remove_all)(WRITTEN(GHashTable, table)))
#define g_string_chunk_insert(chunk, ...)                                                          \
    ((g_string_chunk_insert)(WRITTEN(GStringChunk, chunk), __VA_ARGS__))
#define g_string_chunk_insert_len(chunk, ...)                                                      \
    ((g_string_chunk_insert_len)(WRITTEN(GStringChunk, chunk), __VA_ARGS__))
#define g_string_chunk_insert_const(chunk, ...)                                                    \
    ((g_string_chunk_insert_const)(WRITTEN(GStringChunk, chunk), __VA_ARGS__))
#define g_ptr_array_add(array, ...) ((g_ptr_array_add)(WRITTEN(GPtrArray, array), __VA_ARGS__))
#define g_ptr_array_insert(array, ...)                                                             \
    ((g_ptr_array_insert)(WRITTEN(GPtrArray, array), __VA_ARGS__))
#define g_array_append_vals(array, ...) ((g_array_append_vals)(WRITTEN(GArray, array), __VA_ARGS__))
#define g_array_set_size(array, ...) ((g_array_set_size)(WRITTEN(GArray, array), __VA_ARGS__))
#define g_string_append(string, ...) ((g_string_append)(WRITTEN(GString, string), __VA_ARGS__))
#define g_string_append_len(string, ...)                                                           \
    ((g_string_append_len)(WRITTEN(GString, string), __VA_ARGS__))
#define g_string_append_printf(string, ...)                                                        \
    ((g_string_append_printf)(WRITTEN(GString, string), __VA_ARGS__))
