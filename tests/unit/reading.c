/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "gp-error.h"
#include "gp-read-private.h"

const GpReadRules plain_rules = {.name = "in.csv", .source = "test", .keep = GP_KEEP_ALL};

void
reading_free(Reading *self)
{
    gp_cube_free(self->cube);
    gp_timeline_free(self->timeline);
    gp_unit_table_free(self->units);
    gp_issue_list_free(self->issues);
    g_clear_error(&self->error);
    g_free(self);
}

/* As flow/ answers: an unknown activity, a unit that cannot be taken, or nothing against it. */
static GpRefusal
takes(const char *activity, GpUnit unit, gpointer data)
{
    Reading *self = data;

    self->n_asked++;
    if (g_str_has_prefix(activity, "un"))
        return (GpRefusal){"unknown-activity", FALSE, g_strdup_printf("“%s” is none", activity)};
    if (g_str_equal(activity, "coal") && g_str_equal(gp_unit_name(self->units, unit), "km"))
        return (GpRefusal){"unit-not-taken", TRUE, g_strdup("coal cannot be given in km")};
    return (GpRefusal){NULL, FALSE, NULL};
}

/* A reading that has not begun, and its rules filled in. */
static Reading *
reading_new(const GpReadRules *rules, GpReadRules *out_filled)
{
    g_autofree char *units = g_build_filename(g_getenv("GP_FACTORS"), "units.csv", NULL);
    g_autoptr(GpCsvTable) table = gp_csv_table_load(units, NULL);
    Reading *self = g_new0(Reading, 1);

    *out_filled = *rules;
    out_filled->takes = takes;
    out_filled->takes_data = self;
    self->units = gp_unit_table_new();
    g_assert_true(gp_unit_table_add(self->units, table, NULL));
    self->timeline = gp_timeline_new(NULL, 0);
    self->cube = gp_cube_new(self->timeline, self->units);
    self->issues = gp_issue_list_new();
    return self;
}

Reading *
read_formatted(const char *path, const GpFormat *format, const GpReadRules *rules)
{
    GpReadRules filled;
    Reading *self = reading_new(rules, &filled);

    if (!gp_read_file(path, format, &filled, self->cube, self->issues, &self->count, &self->error))
        g_assert_nonnull(self->error);
    return self;
}

Reading *
read_path_in_blocks(const char *path, const GpReadRules *rules, gsize block_bytes)
{
    GpReadRules filled;
    Reading *self = reading_new(rules, &filled);

    if (!gp_read_activity_in_blocks(path, &filled, block_bytes, self->cube, self->issues,
                                    &self->count, &self->error))
        g_assert_nonnull(self->error);
    return self;
}

Reading *
read_path(const char *path, const GpReadRules *rules)
{
    return read_formatted(path, NULL, rules);
}

Reading *
read_bytes(const char *bytes, gsize length, const GpReadRules *rules)
{
    g_autofree char *path = NULL;
    int fd = g_file_open_tmp("gp-read-XXXXXX", &path, NULL);
    Reading *self;

    close(fd);
    g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
    self = read_path(path, rules);
    g_unlink(path);
    return self;
}

Reading *
read_text(const char *text)
{
    Reading *self = read_bytes(text, strlen(text), &plain_rules);

    g_assert_no_error(self->error);
    return self;
}

static void
print_name(GString *out, const char *title, const GpDict *dict, guint32 id)
{
    if (*gp_dict_name(dict, id) != '\0')
        g_string_append_printf(out, " %s=%s", title, gp_dict_name(dict, id));
}

static char *
cell_text(const GpCube *cube, GpTime time, const GpCell *cell)
{
    GString *out = g_string_new(NULL);
    GpWhat what = gp_cube_what(cube, cell->what);
    const GpWho *who = gp_cube_who(cube, cell->who);
    char month[16], first[16], last[16];

    gp_month_print(gp_month_of_day(gp_timeline_slot_span(gp_cube_timeline(cube), time.slot).first),
                   month);
    gp_day_print(time.span.first, first);
    gp_day_print(time.span.last, last);
    g_string_append(out, month);
    if (time.n_pieces > 1)
        g_string_append_printf(out, " of %s..%s", first, last);
    g_string_append_printf(out, " %s ", gp_dict_name(gp_cube_activities(cube), what.activity));
    gp_number_append(out, gp_cell_quantity_micro(cell), GP_MICRO_PLACES);
    g_string_append_printf(out, " %s", gp_unit_name(gp_cube_units(cube), what.unit));
    print_name(out, "site", gp_cube_sites(cube), who->site);
    print_name(out, "department", gp_cube_departments(cube), who->department);
    print_name(out, "role", gp_cube_roles(cube), who->role);
    if (who->quality != GP_QUALITY_NONE)
        g_string_append_printf(out, " quality=%s", gp_quality_name(who->quality));
    if (cell->rows != 1)
        g_string_append_printf(out, " x%u", cell->rows);
    return g_string_free(out, FALSE);
}

static int
compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char *
cube_text(const Reading *self)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);

    for (guint32 time = 0; time < gp_cube_n_times(self->cube); time++) {
        guint32 capacity;
        const GpCell *cells = gp_cube_cells(self->cube, time, &capacity);

        for (guint32 i = 0; i < capacity; i++) {
            if (cells[i].rows > 0)
                g_ptr_array_add(lines,
                                cell_text(self->cube, gp_cube_time(self->cube, time), &cells[i]));
        }
    }
    g_ptr_array_sort(lines, compare_texts);
    g_ptr_array_add(lines, NULL);
    return g_strjoinv("\n", (char **)lines->pdata);
}

/* `code line:column` of every issue. */
static char *
issues_text(const Reading *self)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < gp_issue_list_size(self->issues); i++) {
        const GpIssue *issue = gp_issue_list_get(self->issues, i);

        g_assert_cmpstr(issue->file, ==, "in.csv");
        g_string_append_printf(out, "%s%s %" G_GUINT64_FORMAT ":%u", i == 0 ? "" : "\n",
                               issue->code, issue->line, issue->column);
    }
    return g_string_free(out, FALSE);
}

void
assert_read(const Reading *self, const char *cells, const char *issues)
{
    g_autofree char *got_cells = cube_text(self), *got_issues = issues_text(self);

    g_assert_no_error(self->error);
    g_assert_cmpstr(got_issues, ==, issues);
    g_assert_cmpstr(got_cells, ==, cells);
}

void
assert_same_reading(const Reading *a, const Reading *b)
{
    g_autofree char *cells = cube_text(b), *issues = issues_text(b);

    assert_read(a, cells, issues);
    g_assert_cmpuint(a->count.rows, ==, b->count.rows);
    g_assert_cmpuint(a->count.refused, ==, b->count.refused);
}

void
assert_reads_as(const char *text, const char *cells, const char *issues)
{
    g_autoptr(Reading) reading = read_text(text);

    assert_read(reading, cells, issues);
}

char *
with_line_ends(const char *text, const char *line_end)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    return g_strjoinv(line_end, lines);
}
