/* SPDX-License-Identifier: MIT */
#include "gp-crew.h"

typedef struct {
    guint n_threads;
    guint n_taken;
    gint n_waiting, most_waiting; /* made or being made, not taken */
    GThread *caller;
} Work;

static gpointer
make(guint i, gpointer data)
{
    Work *self = data;
    gint n = g_atomic_int_add(&self->n_waiting, 1) + 1;

    for (gint most = g_atomic_int_get(&self->most_waiting); n > most;
         most = g_atomic_int_get(&self->most_waiting))
        g_atomic_int_compare_and_exchange(&self->most_waiting, most, n);
    if (i % 5 == 0)
        g_usleep(200);
    return GUINT_TO_POINTER(i * i + 1);
}

static void
take(guint i, gpointer thing, gpointer data)
{
    Work *self = data;

    g_assert_true(g_thread_self() == self->caller);
    g_assert_cmpuint(i, ==, self->n_taken);
    g_assert_cmpuint(GPOINTER_TO_UINT(thing), ==, i * i + 1);
    g_atomic_int_add(&self->n_waiting, -1);
    self->n_taken++;
}

static void
test_order(void)
{
    static const guint threads[] = {1, 2, 3, 16}, sizes[] = {0, 1, 2, 7, 300};

    for (guint t = 0; t < G_N_ELEMENTS(threads); t++) {
        for (guint s = 0; s < G_N_ELEMENTS(sizes); s++) {
            Work work = {.n_threads = threads[t], .caller = g_thread_self()};

            gp_crew_run(sizes[s], threads[t], make, take, &work);
            g_assert_cmpuint(work.n_taken, ==, sizes[s]);
            g_assert_cmpint(work.most_waiting, <=, (gint)(2 * threads[t] + 1));
        }
    }
}

static void
test_size(void)
{
    g_assert_cmpuint(gp_crew_size(3), ==, 3);
    g_assert_cmpuint(gp_crew_size(0), ==, g_get_num_processors());
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/crew/order", test_order);
    g_test_add_func("/crew/size", test_size);
    return g_test_run();
}
