/* SPDX-License-Identifier: MIT */
#include "gp-error.h"
#include "gp-flow-private.h"
#include "gp-text.h"

/* What a change is made from. */
typedef struct {
    GpChangeMaterial material;
    const GpChangeAsk *ask;
    GArray *coverage; /* (element-type GpCategoryYear) of the years that are compared */
    GArray *years; /* (element-type int) with data, from the first to the last that is asked for */
    GpIssueList *issues;
} Maker;

static void
maker_clear(Maker *self)
{
    g_clear_pointer(&self->material.parts, g_array_unref);
    gp_change_weather_free(self->material.weather);
    g_array_unref(self->coverage);
    g_array_unref(self->years);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Maker, maker_clear)

static int
first_fy(const GpChangeAsk *ask)
{
    return MIN(ask->fy[GP_FROM], ask->fy[GP_TO]);
}

static int
last_fy(const GpChangeAsk *ask)
{
    return MAX(ask->fy[GP_FROM], ask->fy[GP_TO]);
}

static gboolean
has_year(const GArray *parts, int fy)
{
    for (guint i = 0; i < parts->len; i++) {
        if (g_array_index(parts, GpConvertedPart, i).fy == fy)
            return TRUE;
    }
    return FALSE;
}

/* The years with data, for a message: `2013-14 to 2020-21 and 2023-24`. */
static char *
list_years(const GArray *parts)
{
    GString *text = g_string_new(NULL);
    char label[16];

    for (int fy = GP_FIRST_YEAR; fy <= GP_LAST_YEAR; fy++) {
        gboolean begins = has_year(parts, fy) && !has_year(parts, fy - 1);
        gboolean ends = has_year(parts, fy) && !has_year(parts, fy + 1);

        gp_fy_print(fy, label);
        if (begins)
            g_string_append_printf(text, "%s%s", text->len == 0 ? "" : ", ", label);
        else if (ends)
            g_string_append_printf(text, " to %s", label);
    }
    return g_string_free(text, FALSE);
}

static gboolean
throw_no_data(const GArray *parts, int fy, GError **error)
{
    g_autofree char *years = list_years(parts);
    char label[16];

    gp_fy_print(fy, label);
    if (*years == '\0')
        return gp_throw(error, GP_ERROR_MISSING, "there is no activity to compare");
    return gp_throw(error, GP_ERROR_MISSING,
                    "%s: there is no activity data, so it cannot be compared; there are data of %s",
                    label, years);
}

/* The years of the chain, or the two ends. */
static gboolean
choose_years(Maker *self, GError **error)
{
    const GpChangeAsk *ask = self->ask;

    for (guint end = 0; end < GP_N_ENDS; end++) {
        if (!has_year(self->material.parts, ask->fy[end]))
            return throw_no_data(self->material.parts, ask->fy[end], error);
    }
    if (ask->fy[GP_FROM] == ask->fy[GP_TO])
        return gp_throw(error, GP_ERROR_USAGE, "a change needs two different years");
    for (int fy = first_fy(ask); fy <= last_fy(ask); fy++) {
        gboolean is_end = fy == first_fy(ask) || fy == last_fy(ask);

        if (is_end || (ask->is_chained && has_year(self->material.parts, fy))) {
            if (ask->fy[GP_FROM] < ask->fy[GP_TO])
                g_array_append_val(self->years, fy);
            else
                g_array_prepend_val(self->years, fy);
        }
    }
    return TRUE;
}

static int
year_at(const Maker *self, guint i)
{
    return g_array_index(self->years, int, i);
}

/* Adds what is not said yet. */
static void
add_new_issues(GpIssueList *issues, const GpIssueList *more)
{
    for (guint i = 0; i < gp_issue_list_size(more); i++) {
        const GpIssue *issue = gp_issue_list_get(more, i);
        guint k = 0;

        while (k < gp_issue_list_size(issues) &&
               !g_str_equal(gp_issue_list_get(issues, k)->message, issue->message))
            k++;
        if (k == gp_issue_list_size(issues))
            gp_issue_list_add(issues, issue->severity, issue->code, "%s", issue->message);
    }
}

/* How much of each category there is in the years that are compared, and what conversion says of
 * them. */
static gboolean
measure_years(Maker *self, GError **error)
{
    GpConvertOptions filled = *self->material.options;

    filled.by = gp_category_years_by;
    for (guint i = 0; i < self->years->len; i++) {
        g_autoptr(GpIssueList) issues = gp_issue_list_new();
        g_autoptr(GpEmissions) emissions = NULL;

        filled.only_fy = year_at(self, i);
        emissions = gp_book_convert(self->material.book, &filled, issues, error);
        if (emissions == NULL)
            return FALSE;
        gp_category_years_add(self->coverage, emissions);
        add_new_issues(self->issues, issues);
    }
    return TRUE;
}

/* Whether a category is there in as many months at both ends, or too small to matter. */
static gboolean
is_comparable(const Maker *self, const GpChange *change, const GpChangePart *part)
{
    const GpCategoryYear *years[GP_N_ENDS];

    for (guint end = 0; end < GP_N_ENDS; end++)
        years[end] = gp_category_years_find(self->coverage, change->fy[end], part->category);
    if (years[GP_FROM] == NULL || years[GP_TO] == NULL)
        return FALSE;
    for (guint end = 0; end < GP_N_ENDS; end++) {
        double kg = gp_number_to_double(part->kg[end], change->kg_places);
        double total = gp_number_to_double(change->total.kg[end], change->kg_places);

        if (years[end]->n_months > years[!end]->n_months && kg >= GP_MATERIAL_FRACTION * total)
            return FALSE;
    }
    return TRUE;
}

/* Marks the categories that cannot be compared, and names them. */
static void
judge(const Maker *self, GpChange *change)
{
    g_autoptr(GString) list = g_string_new(NULL);
    char from[16], to[16];

    for (guint i = 0; i < change->categories->len; i++) {
        GpChangePart *part = &g_array_index(change->categories, GpChangePart, i);

        part->is_comparable = is_comparable(self, change, part);
        if (!part->is_comparable)
            g_string_append_printf(list, "%s%s", list->len == 0 ? "" : ", ", part->category);
    }
    gp_fy_print(change->fy[GP_FROM], from);
    gp_fy_print(change->fy[GP_TO], to);
    if (list->len > 0)
        gp_issue_list_add(self->issues, GP_SEVERITY_WARNING, "not-comparable",
                          "%s and %s do not both have a whole year of figures of %s: what changed "
                          "there is listed, but it is no change that anyone made",
                          from, to, list->str);
}

static GpChange *
make_pair(const Maker *self, int from, int to, GError **error)
{
    GpChangeAsk ask = {.fy = {from, to},
                       .sites = self->ask->sites,
                       .keeps_details = self->ask->keeps_details && !self->ask->is_chained};
    g_autoptr(GpIssueList) issues = gp_issue_list_new();
    GpChange *change = gp_change_of_parts(&self->material, &ask, issues, error);

    if (change == NULL)
        return NULL;
    add_new_issues(self->issues, issues);
    judge(self, change);
    return change;
}

static GpChange *
make_chain(const Maker *self, GError **error)
{
    g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func((GDestroyNotify)gp_change_free);

    for (guint i = 0; i + 1 < self->years->len; i++) {
        GpChange *step = make_pair(self, year_at(self, i), year_at(self, i + 1), error);

        if (step == NULL)
            return NULL;
        g_ptr_array_add(steps, step);
    }
    return gp_change_chain(steps, error);
}

static void
comment_on_years(const Maker *self)
{
    for (int fy = first_fy(self->ask); self->ask->is_chained && fy <= last_fy(self->ask); fy++) {
        char label[16];

        gp_fy_print(fy, label);
        if (!has_year(self->material.parts, fy))
            gp_issue_list_add(self->issues, GP_SEVERITY_WARNING, "no-data",
                              "%s: there is no activity data; the years before and after it are "
                              "compared with one another",
                              label);
    }
    for (guint i = 0; i < self->years->len; i++) {
        char label[16];

        gp_fy_print(year_at(self, i), label);
        if (GP_PANDEMIC_FIRST_FY <= year_at(self, i) && year_at(self, i) <= GP_PANDEMIC_LAST_FY)
            gp_issue_list_add(self->issues, GP_SEVERITY_NOTE, "pandemic",
                              "%s is a year of the pandemic: much of its change is neither what "
                              "the trust set out to do nor likely to last",
                              label);
    }
}

GpChange *
gp_book_change(const GpBook *self,
               const GpConvertOptions *options,
               const GpChangeAsk *ask,
               GpIssueList *issues,
               GError **error)
{
    g_auto(Maker) maker = {.material = {.book = self,
                                        .options = options,
                                        .weather = gp_change_weather_new(self, options)},
                           .ask = ask,
                           .coverage = g_array_new(FALSE, FALSE, sizeof(GpCategoryYear)),
                           .years = g_array_new(FALSE, FALSE, sizeof(int)),
                           .issues = issues};

    maker.material.parts = gp_book_convert_parts(self, options, &maker.material.kg_places, error);
    if (maker.material.parts == NULL || !choose_years(&maker, error) ||
        !measure_years(&maker, error))
        return NULL;
    comment_on_years(&maker);
    return ask->is_chained ? make_chain(&maker, error)
                           : make_pair(&maker, ask->fy[GP_FROM], ask->fy[GP_TO], error);
}
