/* SPDX-License-Identifier: MIT */
#include "gp-crew.h"

typedef struct {
    guint n, n_threads;
    GpMakeFunc make;
    gpointer data;
    GMutex lock;
    GCond changed;
    guint n_begun, n_taken;
    gpointer *things; /* (array length=n) */
    gboolean *is_made;
} Crew;

guint
gp_crew_size(guint asked)
{
    return asked > 0 ? asked : g_get_num_processors();
}

static gboolean
may_begin(const Crew *self)
{
    return self->n_begun < self->n && self->n_begun < self->n_taken + 2 * self->n_threads;
}

/* Makes the next thing. The lock is held, but not meanwhile. */
static void
make_one(Crew *self)
{
    guint i = self->n_begun++;
    gpointer thing;

    g_mutex_unlock(&self->lock);
    thing = self->make(i, self->data);
    g_mutex_lock(&self->lock);
    self->things[i] = thing;
    self->is_made[i] = TRUE;
    g_cond_broadcast(&self->changed);
}

static gpointer
work(gpointer data)
{
    Crew *self = data;

    g_mutex_lock(&self->lock);
    while (self->n_begun < self->n) {
        if (may_begin(self))
            make_one(self);
        else
            g_cond_wait(&self->changed, &self->lock);
    }
    g_mutex_unlock(&self->lock);
    return NULL;
}

/* Takes what is there in order, and makes things while there is nothing to take. */
static void
take_all(Crew *self, GpTakeFunc take)
{
    g_mutex_lock(&self->lock);
    while (self->n_taken < self->n) {
        guint i = self->n_taken;

        if (self->is_made[i]) {
            g_mutex_unlock(&self->lock);
            take(i, self->things[i], self->data);
            g_mutex_lock(&self->lock);
            self->n_taken++;
            g_cond_broadcast(&self->changed);
        } else if (may_begin(self)) {
            make_one(self);
        } else {
            g_cond_wait(&self->changed, &self->lock);
        }
    }
    g_mutex_unlock(&self->lock);
}

void
gp_crew_run(guint n, guint n_threads, GpMakeFunc make, GpTakeFunc take, gpointer data)
{
    g_autofree gpointer *things = g_new0(gpointer, n);
    g_autofree gboolean *is_made = g_new0(gboolean, n);
    guint n_helpers = MIN(n, n_threads) - (n > 0);
    g_autofree GThread **helpers = g_new(GThread *, n_helpers);
    Crew self = {.n = n,
                 .n_threads = n_threads,
                 .make = make,
                 .data = data,
                 .things = things,
                 .is_made = is_made};

    g_mutex_init(&self.lock);
    g_cond_init(&self.changed);
    for (guint i = 0; i < n_helpers; i++)
        helpers[i] = g_thread_new("crew", work, &self);
    take_all(&self, take);
    for (guint i = 0; i < n_helpers; i++)
        g_thread_join(helpers[i]);
    g_mutex_clear(&self.lock);
    g_cond_clear(&self.changed);
}
