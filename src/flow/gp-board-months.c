/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-board-private.h"
#include "gp-error.h"

/* Followed in what was used, which no change of factors moves. */
static const struct {
    const char *activity, *title;
    const char *category; /* that it stands for */
} used[] = {
    {"electricity", "Electricity", GP_CATEGORY_ELECTRICITY},
    {"natural-gas", "Gas", GP_CATEGORY_FUELS},
};

static gboolean
has_issue(const GpIssueList *issues, const char *code)
{
    for (guint i = 0; i < gp_issue_list_size(issues); i++) {
        if (g_str_equal(gp_issue_list_get(issues, i)->code, code))
            return TRUE;
    }
    return FALSE;
}

/* Whether a chart would call unusual what is not. */
static const char *
why_misleading(const GpIssueList *issues)
{
    if (has_issue(issues, "rolling-totals"))
        return "the values look like totals of twelve months, moved on a month at a time";
    if (has_issue(issues, "poor-fit"))
        return "it does not go with the weather";
    if (has_issue(issues, "seasonal"))
        return "most of its variation goes with the calendar month, and cannot be taken out";
    return NULL;
}

/* A chart of the series after one adjustment, unless it would mislead. */
static gboolean
try_chart(GpGathering *self, GpBoardMeasure *measure, GpAdjust adjust, const GpSeries *degree_days)
{
    const GpSpcOptions options = {.direction = GP_DIRECTION_DECREASE};
    g_autoptr(GpIssueList) found = gp_issue_list_new();
    g_autoptr(GError) reason = NULL;
    g_autoptr(GpVariation) variation =
        gp_variation_of_series(measure->plain, adjust, degree_days, &options, found, &reason);
    const char *misleading = variation == NULL ? reason->message : why_misleading(found);

    g_clear_pointer(&measure->reason, g_free);
    if (misleading != NULL) {
        measure->reason = g_strdup(misleading);
        return FALSE;
    }
    gp_gathering_take_issues_of(self, measure->title, g_steal_pointer(&found));
    measure->series = g_steal_pointer(&variation->series);
    measure->chart = g_steal_pointer(&variation->chart);
    measure->adjustment = g_steal_pointer(&variation->adjustment);
    return TRUE;
}

/* As it is, or without the weather, or without the season: the first that does not mislead. */
static void
chart_measure(GpGathering *self, GpBoardMeasure *measure, const GpSeries *degree_days)
{
    if (gp_series_n_values(measure->plain) < GP_XMR_MIN_POINTS) {
        measure->reason = g_strdup_printf("there are only %u months with data",
                                          gp_series_n_values(measure->plain));
        return;
    }
    if (!try_chart(self, measure, GP_ADJUST_NOTHING, NULL) &&
        (degree_days == NULL || !try_chart(self, measure, GP_ADJUST_DEGREE_DAYS, degree_days)))
        try_chart(self, measure, GP_ADJUST_SEASON, NULL);
}

/* `anaesthetic-gases` */
static char *
key_of(const char *name)
{
    g_autofree char *folded = g_ascii_strdown(name, -1);
    GString *key = g_string_new(NULL);

    for (const char *c = folded; *c != '\0'; c++) {
        if (g_ascii_isalnum(*c))
            g_string_append_c(key, *c);
        else if (key->len > 0 && key->str[key->len - 1] != '-')
            g_string_append_c(key, '-');
    }
    if (key->len > 0 && key->str[key->len - 1] == '-')
        g_string_truncate(key, key->len - 1);
    return g_string_free(key, FALSE);
}

static gboolean
is_key_taken(const GpBoard *board, const char *key)
{
    for (guint i = 0; i < board->measures->len; i++) {
        if (g_str_equal(((const GpBoardMeasure *)g_ptr_array_index(board->measures, i))->key, key))
            return TRUE;
    }
    return *key == '\0';
}

/* A category in other letters has no key of its own name. */
static char *
new_key(const GpBoard *board, const char *name)
{
    g_autofree char *key = key_of(name);

    if (!is_key_taken(board, key))
        return g_steal_pointer(&key);
    return g_strdup_printf("%s%smeasure-%u", key, *key == '\0' ? "" : "-",
                           board->measures->len + 1);
}

/* Returns: why it cannot be had, or NULL. (transfer full) */
static GError *
add_measure(GpGathering *self,
            const char *title,
            const GpMeasure *what,
            const GpSeries *degree_days)
{
    g_autoptr(GpBoardMeasure) measure = g_new0(GpBoardMeasure, 1);
    g_autoptr(GpIssueList) found = gp_issue_list_new();
    GError *reason = NULL;

    measure->plain = gp_book_series(self->book, &self->options, what, NULL, found, &reason);
    if (measure->plain == NULL)
        return reason;
    gp_gathering_take_issues_of(self, title, g_steal_pointer(&found));
    measure->key = new_key(self->board, what->name);
    measure->title = g_strdup(title);
    chart_measure(self, measure, degree_days);
    g_ptr_array_add(self->board->measures, g_steal_pointer(&measure));
    return NULL;
}

/* ---- which measures ---- */

typedef struct {
    const char *name;
    gboolean is_ncf;
    GpInt128 kg;
} Category;

static int
compare_categories(gconstpointer a, gconstpointer b)
{
    const Category *x = a, *y = b;

    if (x->is_ncf != y->is_ncf)
        return x->is_ncf ? -1 : 1;
    return x->kg > y->kg ? -1 : x->kg < y->kg ? 1 : strcmp(x->name, y->name);
}

/* The categories of all years: what is in the trust's own hands first, and of it the largest.
 * Returns: (transfer full) (element-type Category) */
static GArray *
list_categories(const GpEmissions *emissions)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(Category));

    for (guint i = 0; i < emissions->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(emissions->rows, GpEmissionRow, i);
        Category new = {row->labels[1], g_str_equal(row->labels[0], "ncf"), row->kg_co2e};

        g_array_append_val(list, new);
    }
    g_array_sort(list, compare_categories);
    return list;
}

/* Adds those that can be told by month, and returns the others' names. */
static GPtrArray *
add_categories(GpGathering *self, const GArray *categories)
{
    GPtrArray *others = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < categories->len; i++) {
        const char *name = g_array_index(categories, Category, i).name;
        g_autoptr(GError) reason = NULL;
        gboolean stands = FALSE;

        for (guint k = 0; k < G_N_ELEMENTS(used); k++)
            stands = stands || (g_str_equal(used[k].category, name) &&
                                is_key_taken(self->board, used[k].activity));
        for (guint k = 0; k < i; k++)
            stands = stands || g_str_equal(g_array_index(categories, Category, k).name, name);
        if (stands)
            continue;
        reason = add_measure(self, name, &(GpMeasure){.name = name}, NULL);
        if (reason != NULL)
            g_ptr_array_add(others, g_strdup(name));
    }
    return others;
}

static GArray *
find_categories(GpGathering *self, GpEmissions **out_emissions, GError **error)
{
    GpConvertOptions options = self->options;
    g_autoptr(GpIssueList) found = gp_issue_list_new();

    options.by = (GpBy){{GP_BY_BOUNDARY, GP_BY_CATEGORY}, 2};
    *out_emissions = gp_book_convert(self->book, &options, found, error);
    return *out_emissions == NULL ? NULL : list_categories(*out_emissions);
}

static void
tell_missing(GpGathering *self, GError *ncf, GPtrArray *others)
{
    g_autofree char *names = NULL, *why = NULL;

    if (ncf != NULL)
        gp_gathering_add_gap(self, "The NHS Carbon Footprint month by month", ncf->message);
    if (others->len == 0 || self->board->measures->len == 0)
        return;
    g_ptr_array_add(others, NULL);
    names = g_strjoinv(", ", (char **)others->pdata);
    why = g_strdup_printf("no month can be told from another of %s", names);
    gp_gathering_add_gap(self, "Month by month", why);
}

gboolean
gp_gather_months(GpGathering *self, GError **error)
{
    g_autoptr(GpSeries) degree_days = gp_book_degree_days(self->book, NULL, NULL);
    g_autoptr(GError) ncf = NULL;
    g_autoptr(GpEmissions) emissions = NULL;
    g_autoptr(GArray) categories = find_categories(self, &emissions, error);
    g_autoptr(GPtrArray) others = NULL;

    if (categories == NULL)
        return FALSE;
    ncf = add_measure(self, "NHS Carbon Footprint", &(GpMeasure){.name = "ncf"}, degree_days);
    for (guint i = 0; i < G_N_ELEMENTS(used); i++) {
        GError *reason =
            add_measure(self, used[i].title,
                        &(GpMeasure){.name = used[i].activity, .in_units = TRUE}, degree_days);

        g_clear_error(&reason);
    }
    others = add_categories(self, categories);
    tell_missing(self, ncf, others);
    return TRUE;
}
