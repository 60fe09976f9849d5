/* SPDX-License-Identifier: MIT */
#include "desk.h"

#include <string.h>

Desk *
desk_new(const Shelf *shelf)
{
    g_autoptr(GArray) splits = gp_factor_library_splits(shelf->library);
    Desk *self = g_new0(Desk, 1);

    self->shelf = shelf;
    self->timeline = gp_timeline_new((const GpDay *)(void *)splits->data, splits->len);
    self->cube = gp_cube_new(self->timeline, shelf->units);
    self->issues = gp_issue_list_new();
    return self;
}

void
desk_free(Desk *self)
{
    gp_cube_free(self->cube);
    gp_timeline_free(self->timeline);
    gp_issue_list_free(self->issues);
    g_free(self);
}

static guint32
intern(GpDict *dict, const char *text)
{
    return text == NULL ? 0 : gp_dict_intern(dict, text, strlen(text));
}

void
desk_add(Desk *self, const Row *row, GpSpan span, gint64 quantity_micro)
{
    GpCube *cube = self->cube;
    GpWho who = {intern(gp_cube_sites(cube), row->site),
                 intern(gp_cube_departments(cube), row->department),
                 intern(gp_cube_roles(cube), row->role), intern(gp_cube_sources(cube), row->source),
                 row->quality};
    GpWhat what = {intern(gp_cube_activities(cube), row->activity),
                   shelf_unit(self->shelf, row->unit)};

    g_assert_cmpuint(what.unit, !=, GP_UNIT_NONE);
    g_assert_true(gp_cube_add(cube, gp_cube_intern_what(cube, what), gp_cube_intern_who(cube, &who),
                              span, quantity_micro));
}

static GpSpan
span_of(const char *period)
{
    const char *dots = strstr(period, "..");
    gsize length = dots == NULL ? strlen(period) : (gsize)(dots - period);
    GpSpan span;

    g_assert_cmpint(gp_period_parse(period, length, &span), ==, GP_PERIOD_READ);
    if (dots != NULL)
        span.last = day_of(dots + 2);
    return span;
}

static void
add_text(Desk *self, const char *text)
{
    g_auto(GStrv) cells = g_strsplit(text, ",", -1);
    guint n = g_strv_length(cells);
    Row row = {.activity = cells[1], .unit = cells[3]};
    gint64 quantity;

    g_assert_cmpint(gp_number_parse(cells[2], strlen(cells[2]), GP_MICRO_PLACES, &quantity), ==,
                    GP_NUMBER_EXACT);
    row.site = n > 4 ? cells[4] : NULL;
    row.department = n > 5 ? cells[5] : NULL;
    row.role = n > 6 ? cells[6] : NULL;
    row.source = n > 7 ? cells[7] : NULL;
    if (n > 8)
        g_assert_true(gp_quality_parse(cells[8], strlen(cells[8]), &row.quality));
    desk_add(self, &row, span_of(cells[0]), quantity);
}

Desk *
desk_new_with(const Shelf *shelf, const char *const *rows, guint n_rows)
{
    Desk *self = desk_new(shelf);

    for (guint i = 0; i < n_rows; i++)
        add_text(self, rows[i]);
    return self;
}

GpEmissions *
desk_convert(Desk *self, const char *by, const GpConvertOptions *options, GError **error)
{
    GpConvertOptions filled = {0};

    if (options != NULL)
        filled = *options;
    filled.library = self->shelf->library;
    g_assert_true(gp_by_parse(by, &filled.by, NULL));
    gp_issue_list_free(self->issues);
    self->issues = gp_issue_list_new();
    return gp_convert(self->cube, &filled, self->issues, error);
}

char *
emissions_text(const GpEmissions *emissions)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < emissions->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(emissions->rows, GpEmissionRow, i);

        g_string_append(out, i == 0 ? "" : "\n");
        for (guint k = 0; k < emissions->by.n; k++)
            g_string_append_printf(out, "%s,", row->labels[k]);
        g_string_append_printf(out, "%" G_GUINT64_FORMAT ",", row->rows);
        if (row->unit != NULL)
            gp_number_append(out, row->quantity, GP_QUANTITY_PLACES);
        g_string_append_printf(out, ",%s,", row->unit == NULL ? "" : row->unit);
        gp_number_append(out, row->kg_co2e, emissions->kg_places);
    }
    return g_string_free(out, FALSE);
}

void
assert_converts(Desk *self, const char *by, const GpConvertOptions *options, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GpEmissions) emissions = desk_convert(self, by, options, &error);
    g_autofree char *text = NULL;

    g_assert_no_error(error);
    text = emissions_text(emissions);
    g_assert_cmpstr(text, ==, expected);
}

char *
desk_issues_text(const Desk *self)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < gp_issue_list_size(self->issues); i++) {
        const GpIssue *issue = gp_issue_list_get(self->issues, i);

        g_string_append_printf(out, "%s%s %s: %s", i == 0 ? "" : "\n",
                               gp_severity_name(issue->severity), issue->code, issue->message);
    }
    return g_string_free(out, FALSE);
}
