/* SPDX-License-Identifier: MIT */
/*
 * How long one role's footprint takes where the workspace is open already, as for a page of a
 * server: each role in turn, all years, by month and category.
 *
 *   one-role WORKSPACE ROUNDS     prints one line of JSON
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "gp-staffing.h"

static const GpCuts cuts = {{GP_CUT_MONTH, GP_CUT_CATEGORY}, 2};

/* An open workspace with its roles. */
typedef struct {
    GpPlaces *places;
    GpWorkspace *workspace;
    GpBook *book;
    GpRoles *roles;
    GpIssueList *issues;
    GArray *fys;      /* (element-type int) */
    GPtrArray *names; /* (element-type utf8) roles of the latest year */
    guint n_rows;     /* of all roles */
    double total_kg;  /* the same */
} Desk;

static void
desk_clear(Desk *self)
{
    gp_roles_close(self->roles);
    gp_book_close(self->book);
    gp_workspace_close(self->workspace);
    gp_places_free(self->places);
    gp_issue_list_free(self->issues);
    g_clear_pointer(&self->fys, g_array_unref);
    g_clear_pointer(&self->names, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Desk, desk_clear)

static gboolean
open_desk(Desk *self, const char *folder, GError **error)
{
    GpConvertOptions options = {.by = {.n = 0}};
    GpRolesSources sources = {.places = NULL};
    GpBookSources book = {.inputs = NULL};
    const GpRoleYear *latest;
    GHashTableIter each;
    gpointer role;

    if ((self->places = gp_places_find(error)) == NULL ||
        (self->workspace = gp_workspace_open(folder, error)) == NULL)
        return FALSE;
    sources.workspace = self->workspace;
    book.basis.workspace = self->workspace;
    sources.places = self->places;
    if ((self->book = gp_book_open(&book, self->places, self->issues, error)) == NULL)
        return FALSE;
    self->roles = gp_roles_open(self->book, &options, &sources, self->issues, error);
    if (self->roles == NULL || (self->fys = gp_book_years(self->book, &options, error)) == NULL)
        return FALSE;
    latest = gp_roles_year(self->roles, gp_roles_latest_fy(self->roles), self->issues, error);
    if (latest == NULL)
        return FALSE;
    self->names = g_ptr_array_new();
    g_hash_table_iter_init(&each, latest->posts_of);
    while (g_hash_table_iter_next(&each, &role, NULL))
        g_ptr_array_add(self->names, role);
    return TRUE;
}

/* A role of all years; one that a year has not is passed over.
 * @counted: (nullable): receives how many rows there are, and their kg */
static void
ask(const Desk *self, const char *role, Desk *counted)
{
    for (guint i = 0; i < self->fys->len; i++) {
        g_autoptr(GpRoleCut) cut = gp_roles_cut(self->roles, g_array_index(self->fys, int, i),
                                                &cuts, role, self->issues, NULL);

        for (guint k = 0; counted != NULL && cut != NULL && k < cut->rows->len; k++) {
            const GpRoleCutRow *row = &g_array_index(cut->rows, GpRoleCutRow, k);

            counted->n_rows++;
            for (GpPart part = 0; part < GP_N_PARTS; part++)
                counted->total_kg += gp_number_to_double(row->kg[part], cut->year->kg_places);
        }
    }
}

static int
compare_times(gconstpointer a, gconstpointer b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

/* Milliseconds of each role in each round, in order. */
static GArray *
time_all(const Desk *self, int rounds)
{
    GArray *times = g_array_new(FALSE, FALSE, sizeof(double));

    for (int round = 0; round < rounds; round++) {
        for (guint i = 0; i < self->names->len; i++) {
            struct timespec start, end;
            double ms;

            clock_gettime(CLOCK_MONOTONIC, &start);
            ask(self, self->names->pdata[i], NULL);
            clock_gettime(CLOCK_MONOTONIC, &end);
            ms = (double)(end.tv_sec - start.tv_sec) * 1e3 +
                 (double)(end.tv_nsec - start.tv_nsec) / 1e6;
            g_array_append_val(times, ms);
        }
    }
    g_array_sort(times, compare_times);
    return times;
}

static double
time_at(const GArray *times, guint place)
{
    return g_array_index(times, double, place);
}

int
main(int argc, char **argv)
{
    g_auto(Desk) desk = {.issues = gp_issue_list_new()};
    g_autoptr(GArray) first = NULL, times = NULL;
    g_autoptr(GError) error = NULL;

    if (argc != 3) {
        fputs("one-role WORKSPACE ROUNDS\n", stderr);
        return EXIT_FAILURE;
    }
    if (!open_desk(&desk, argv[1], &error)) {
        fprintf(stderr, "one-role: %s\n", error->message);
        return EXIT_FAILURE;
    }
    first = time_all(&desk, 1);
    times = time_all(&desk, MAX(1, atoi(argv[2])));
    for (guint i = 0; i < desk.names->len; i++)
        ask(&desk, desk.names->pdata[i], &desk);
    printf("{\"roles\": %u, \"rows\": %u, \"kg\": %.3f, \"first_ms\": %.1f, "
           "\"median_ms\": %.4f, \"most_ms\": %.4f}\n",
           desk.names->len, desk.n_rows, desk.total_kg, time_at(first, first->len - 1),
           time_at(times, times->len / 2), time_at(times, times->len - 1));
    return EXIT_SUCCESS;
}
