/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-staffing.h"

#define WTE_ACTIVITY "workforce-wte"
#define HEADCOUNT_ACTIVITY "workforce-headcount"
#define MAX_STAFF ((GpInt128)GP_MAX_STAFF * GP_MICRO)

/* One of the two figures of a post, in units of 10^-GP_QUANTITY_PLACES. */
typedef struct {
    GpInt128 sum;
    gboolean is_told;
} Figure;

/* What the statistics tell of one role in one place at one time. */
typedef struct {
    GpSpan period;
    const GpWho *who;
    Figure wte, people;
} Told;

typedef struct {
    const GpBook *book;
    const GpCube *cube; /* the book's */
    GHashTable *told;   /* (element-type utf8 Told) by period, site, department and role */
    guint n_without_role;
} Counting;

static void
counting_clear(Counting *self)
{
    g_hash_table_unref(self->told);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Counting, counting_clear)

static Told *
told_of(Counting *self, GpSpan period, const GpWho *who)
{
    g_autofree char *key = g_strdup_printf("%d %d %u %u %u", period.first, period.last, who->site,
                                           who->department, who->role);
    Told *told = g_hash_table_lookup(self->told, key);

    if (told == NULL) {
        told = g_new0(Told, 1);
        *told = (Told){.period = period, .who = who};
        g_hash_table_insert(self->told, g_steal_pointer(&key), told);
    }
    return told;
}

/* Sources and qualities of one post are added up. A row over several months was spread over them;
 * its pieces add up to what it told, for their period is that of the row. */
static gboolean
take_cell(Counting *self, const GpCell *cell, GpSpan period, GError **error)
{
    const GpCube *cube = self->cube;
    GpWhat what = gp_cube_what(cube, cell->what);
    const char *activity = gp_dict_name(gp_cube_activities(cube), what.activity);
    gboolean is_wte = g_str_equal(activity, WTE_ACTIVITY);
    const GpWho *who = gp_cube_who(cube, cell->who);
    GpInt128 quantity;
    Figure *figure;
    Told *told;

    if (!is_wte && !g_str_equal(activity, HEADCOUNT_ACTIVITY))
        return TRUE;
    if (*gp_dict_name(gp_cube_roles(cube), who->role) == '\0') {
        self->n_without_role++;
        return TRUE;
    }
    told = told_of(self, period, who);
    figure = is_wte ? &told->wte : &told->people;
    figure->is_told = TRUE;
    return (gp_multiply(gp_cell_quantity_micro(cell),
                        gp_unit_multiplier_nano(gp_cube_units(cube), what.unit), &quantity) &&
            gp_add(figure->sum, quantity, &figure->sum)) ||
           gp_throw(error, GP_ERROR_OVERFLOW, "%s is too large to be staff", activity);
}

static gboolean
take_cells(Counting *self, GError **error)
{
    const GpCube *cube = self->cube;

    for (guint32 time = 0; time < gp_cube_n_times(cube); time++) {
        guint32 capacity;
        const GpCell *cells = gp_cube_cells(cube, time, &capacity);

        for (guint32 i = 0; i < capacity; i++) {
            if (cells[i].rows != 0 && gp_book_counts(self->book, cube, time, &cells[i]) &&
                !take_cell(self, &cells[i], gp_cube_time(cube, time).span, error))
                return FALSE;
        }
    }
    return TRUE;
}

/* ---- from figures to posts ---- */

static GpPost
post_of(const Counting *self, const Told *told, const GpRoleCatalogue *catalogue)
{
    const GpCube *cube = self->cube;
    const char *role = gp_dict_name(gp_cube_roles(cube), told->who->role);
    const GpCatalogueRole *known =
        catalogue == NULL ? NULL : gp_role_catalogue_find(catalogue, role, NULL);
    GpInt128 people = gp_number_round(told->people.sum, GP_QUANTITY_PLACES);

    return (GpPost){
        .period = told->period,
        .site = gp_dict_name(gp_cube_sites(cube), told->who->site),
        .department = gp_dict_name(gp_cube_departments(cube), told->who->department),
        .role = role,
        .staff_group = known == NULL ? "" : known->staff_group,
        .wte_micro = (gint64)gp_number_round(told->wte.sum, GP_QUANTITY_PLACES - GP_MICRO_PLACES),
        .headcount = told->people.is_told ? (gint64)people : -1};
}

static gboolean
is_possible(const Figure *figure)
{
    GpInt128 micro = gp_number_round(figure->sum, GP_QUANTITY_PLACES - GP_MICRO_PLACES);

    return micro >= 0 && micro <= MAX_STAFF;
}

static void
comment(guint n_impossible, guint n_without_wte, const Counting *self, GpIssueList *issues)
{
    if (n_impossible > 0)
        gp_issue_list_add(issues, GP_SEVERITY_ERROR, "impossible-staff",
                          "figures of staff that are below zero or above a million are left out "
                          "(%u)",
                          n_impossible);
    if (n_without_wte > 0)
        gp_issue_list_add(issues, GP_SEVERITY_WARNING, "people-without-wte",
                          "figures of " HEADCOUNT_ACTIVITY " without " WTE_ACTIVITY
                          " of the same role, place and period are left out (%u)",
                          n_without_wte);
    if (self->n_without_role > 0)
        gp_issue_list_add(issues, GP_SEVERITY_NOTE, "staff-without-role",
                          "figures of " WTE_ACTIVITY " or " HEADCOUNT_ACTIVITY
                          " that name no role are not used for shares (%u)",
                          self->n_without_role);
}

static GpWorkforce *
count_statistics(const GpBook *book,
                 const GpRoleCatalogue *catalogue,
                 GpIssueList *issues,
                 GError **error)
{
    g_autoptr(GpWorkforce) workforce = gp_workforce_new();
    g_auto(Counting) counting = {book, gp_book_cube(book, GP_DETAIL_ALL, 0, error),
                                 g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free), 0};
    guint n_impossible = 0, n_without_wte = 0;
    GHashTableIter each;
    gpointer value;

    if (counting.cube == NULL || !take_cells(&counting, error))
        return NULL;
    g_hash_table_iter_init(&each, counting.told);
    while (g_hash_table_iter_next(&each, NULL, &value)) {
        const Told *told = value;

        if (!is_possible(&told->wte) || !is_possible(&told->people)) {
            n_impossible++;
        } else if (!told->wte.is_told) {
            n_without_wte++;
        } else {
            GpPost post = post_of(&counting, told, catalogue);

            gp_workforce_add(workforce, &post);
        }
    }
    comment(n_impossible, n_without_wte, &counting, issues);
    return gp_workforce_settle(workforce, issues, error) ? g_steal_pointer(&workforce) : NULL;
}

GpWorkforce *
gp_book_workforce(const GpBook *book,
                  const GpRoleCatalogue *catalogue,
                  GpIssueList *issues,
                  GError **error)
{
    g_autoptr(GpWorkforce) workforce = count_statistics(book, catalogue, issues, error);

    if (workforce != NULL && workforce->posts->len == 0)
        return gp_throw_null(error, GP_ERROR_MISSING,
                             "this needs staff by role: the file workforce.csv of a workspace, the "
                             "option --workforce FILE, or " WTE_ACTIVITY
                             " with a role among the activity");
    return g_steal_pointer(&workforce);
}
