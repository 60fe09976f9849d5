/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-invent-private.h"

/* One row that is being read. The first fault of a row is kept; the texts go on being usable. */
typedef struct {
    const GpCsvTable *table;
    guint row;
    GError *error;
} Line;

static const char *
text(const Line *line, const char *column)
{
    return gp_csv_table_cell(line->table, line->row, gp_csv_table_column(line->table, column));
}

static void
refuse(Line *line, const char *column)
{
    if (line->error == NULL)
        gp_throw(&line->error, GP_ERROR_MALFORMED, "%s:%u: %s cannot be “%s”",
                 gp_csv_table_path(line->table), gp_csv_table_line(line->table, line->row), column,
                 text(line, column));
}

/* A number of so many places; empty is 0. */
static gint64
number(Line *line, const char *column, int places)
{
    const char *cell = text(line, column);
    gint64 value = 0;

    if (*cell != '\0' && !gp_number_parse_text(cell, places, &value, NULL))
        refuse(line, column);
    return value;
}

/* Parts of a million, from per cent. */
static gint64
percent(Line *line, const char *column)
{
    return number(line, column, 4);
}

/* The first or the last month of a period; @otherwise where nothing stands. */
static GpMonth
month(Line *line, const char *column, gboolean is_last, GpMonth otherwise)
{
    const char *cell = text(line, column);
    GpSpan span;

    if (*cell == '\0')
        return otherwise;
    if (gp_period_parse(cell, strlen(cell), &span) == GP_PERIOD_READ)
        return gp_month_of_day(is_last ? span.last : span.first);
    refuse(line, column);
    return otherwise;
}

const GpInventCurve *
gp_invent_curve(const GArray *curves, const char *name)
{
    for (guint i = 0; i < curves->len; i++) {
        const GpInventCurve *curve = &g_array_index(curves, GpInventCurve, i);

        if (g_str_equal(curve->name, name))
            return curve;
    }
    return NULL;
}

static const GpInventCurve *
curve(Line *line, const char *column, const GArray *curves)
{
    const char *name = text(line, column);
    const GpInventCurve *found = gp_invent_curve(curves, name);

    if (found == NULL && *name != '\0')
        refuse(line, column);
    return found;
}

static const GpInventSite *
site(Line *line, const char *column, const GArray *sites)
{
    const char *code = text(line, column);

    for (guint i = 0; i < sites->len; i++) {
        const GpInventSite *found = &g_array_index(sites, GpInventSite, i);

        if (g_str_equal(found->code, code))
            return found;
    }
    if (*code != '\0')
        refuse(line, column);
    return NULL;
}

static void
read_site(GpInventPlan *self, Line *line)
{
    GpInventSite new_site = {.code = text(line, "site"),
                             .type = text(line, "type"),
                             .floor_area = number(line, "floor_area_m2", 0),
                             .opened = month(line, "opened", FALSE, 0),
                             .closed = month(line, "closed", FALSE, G_MAXINT32)};

    g_array_append_val(self->sites, new_site);
}

/* Only when all sites are there. */
static void
read_successor(GpInventPlan *self, Line *line)
{
    g_array_index(self->sites, GpInventSite, line->row).next = site(line, "successor", self->sites);
}

static void
read_department(GpInventPlan *self, Line *line)
{
    GpInventDepartment department = {.code = text(line, "department"),
                                     .kind = text(line, "kind"),
                                     .site = site(line, "site", self->sites),
                                     .wte_micro = number(line, "wte", GP_MICRO_PLACES),
                                     .change_ppm = percent(line, "change")};

    if (department.site == NULL)
        refuse(line, "site");
    g_array_append_val(self->departments, department);
}

/* Adds a role to the departments of its kinds, for now with its weight in place of its wte. */
static void
read_role(GpInventPlan *self, Line *line)
{
    g_auto(GStrv) words = g_strsplit(text(line, "in"), " ", -1);

    for (guint w = 0; words[w] != NULL && words[w + 1] != NULL; w += 2) {
        GpInventPost post = {.role = text(line, "role"),
                             .staff_group = text(line, "staff_group"),
                             .miles = number(line, "miles", 0)};

        if (!gp_number_parse_text(words[w + 1], 0, &post.wte_micro, NULL) || post.wte_micro <= 0)
            refuse(line, "in");
        for (guint i = 0; i < self->departments->len; i++) {
            post.department = &g_array_index(self->departments, GpInventDepartment, i);
            if (g_str_equal(post.department->kind, words[w]))
                g_array_append_val(self->posts, post);
        }
    }
}

/* Gives every post its part of the staff of its department. */
static void
staff_posts(GpInventPlan *self)
{
    g_autofree gint64 *totals = g_new0(gint64, self->departments->len);
    const GpInventDepartment *first = (const GpInventDepartment *)(void *)self->departments->data;

    for (guint i = 0; i < self->posts->len; i++) {
        const GpInventPost *post = &g_array_index(self->posts, GpInventPost, i);

        totals[post->department - first] += post->wte_micro;
    }
    for (guint i = 0; i < self->posts->len; i++) {
        GpInventPost *post = &g_array_index(self->posts, GpInventPost, i);

        post->wte_micro =
            (gint64)gp_number_divide((GpInt128)post->department->wte_micro * post->wte_micro,
                                     totals[post->department - first]);
    }
}

/* Twelve weights that become parts of a whole. */
static void
read_shape(GpInventPlan *self, Line *line)
{
    static const char *const months[] = {"apr", "may", "jun", "jul", "aug", "sep",
                                         "oct", "nov", "dec", "jan", "feb", "mar"};
    GpInventCurve shape = {.name = text(line, "shape")};
    gint64 total = 0;

    for (guint i = 0; i < 12; i++) {
        shape.ppm[i] = number(line, months[i], 6);
        total += shape.ppm[i];
    }
    if (total <= 0)
        refuse(line, "shape");
    for (guint i = 0; i < 12 && total > 0; i++)
        shape.ppm[i] = (gint64)gp_number_divide((GpInt128)shape.ppm[i] * GP_PPM, total);
    g_array_append_val(self->shapes, shape);
}

static void
read_years(GpInventPlan *self, Line *line)
{
    GpInventCurve years = {.name = text(line, "name")};

    for (int i = 0; i < GP_INVENT_N_YEARS; i++) {
        char label[16];

        gp_fy_print(GP_INVENT_FIRST_FY + i, label);
        years.ppm[i] = percent(line, label);
    }
    g_array_append_val(self->years, years);
}

static gboolean
is_among(char **words, const char *word)
{
    return words[1] == NULL || g_strv_contains((const char *const *)words + 1, word);
}

/* A site takes part of the quantity of 2019-20 only if it was open then. */
static void
add_sites(const GpInventPlan *self, char **words, GpInventSeries *series)
{
    gboolean is_one = !g_str_equal(words[0], "sites");

    for (guint i = 0; i < self->sites->len; i++) {
        const GpInventSite *one = &g_array_index(self->sites, GpInventSite, i);
        GpInventPlace place = {one, NULL, one->floor_area};

        if (is_one ? !g_str_equal(one->code, words[0]) : !is_among(words, one->type))
            continue;
        if (is_one || one->opened == 0)
            series->total_weight += place.weight;
        g_array_append_val(series->places, place);
    }
}

static void
add_departments(const GpInventPlan *self, char **words, GpInventSeries *series)
{
    for (guint i = 0; i < self->departments->len; i++) {
        const GpInventDepartment *one = &g_array_index(self->departments, GpInventDepartment, i);
        GpInventPlace place = {one->site, one, one->wte_micro};

        if (!is_among(words, one->kind))
            continue;
        if (one->site->opened == 0)
            series->total_weight += place.weight;
        g_array_append_val(series->places, place);
    }
}

static void
find_places(const GpInventPlan *self, Line *line, GpInventSeries *series)
{
    g_auto(GStrv) words = g_strsplit(text(line, "where"), " ", -1);
    GpInventPlace trust = {NULL, NULL, 1};

    series->places = g_array_new(FALSE, FALSE, sizeof(GpInventPlace));
    if (words[0] == NULL)
        refuse(line, "where");
    else if (g_str_equal(words[0], "departments"))
        add_departments(self, words, series);
    else if (g_str_equal(words[0], "trust"))
        g_array_append_val(series->places, trust);
    else
        add_sites(self, words, series);
    if (words[0] != NULL && g_str_equal(words[0], "trust"))
        series->total_weight = 1;
    if (series->total_weight == 0)
        refuse(line, "where");
}

static void
read_series(GpInventPlan *self, Line *line)
{
    GpInventSeries series = {.source = text(line, "source"),
                             .activity = text(line, "activity"),
                             .unit = text(line, "unit"),
                             .role = text(line, "role"),
                             .quality = text(line, "quality"),
                             .quantity_micro = number(line, "quantity", GP_MICRO_PLACES),
                             .change_ppm = percent(line, "change"),
                             .heat = number(line, "heat", 0),
                             .noise = number(line, "noise", 0),
                             .decimals = number(line, "decimals", 0),
                             .index = curve(line, "index", self->years),
                             .shape = curve(line, "shape", self->shapes),
                             .is_yearly = g_str_equal(text(line, "each"), "year")};

    find_places(self, line, &series);
    if (series.shape == NULL)
        refuse(line, "shape");
    if (series.decimals < 0 || series.decimals > GP_MICRO_PLACES)
        refuse(line, "decimals");
    g_array_append_val(self->series, series);
}

static void
read_event(GpInventPlan *self, Line *line)
{
    GpInventEvent event = {.of = text(line, "of"),
                           .place = text(line, "place"),
                           .first = month(line, "from", FALSE, 0),
                           .last = month(line, "to", TRUE, G_MAXINT32),
                           .ppm = percent(line, "percent"),
                           .shape = curve(line, "shape", self->shapes)};

    g_array_append_val(self->events, event);
}

/* What gp-invent-sheet.c can do to a row. */
static gboolean
is_change(const char *change)
{
    gint64 micro;

    if (g_str_has_prefix(change, "times "))
        return gp_number_parse_text(change + strlen("times "), GP_MICRO_PLACES, &micro, NULL);
    return g_str_equal(change, "drop") || g_str_equal(change, "estimated") ||
           g_str_has_prefix(change, "swap ") || g_str_has_prefix(change, "also ");
}

static void
read_fault(GpInventPlan *self, Line *line)
{
    GpInventFault fault = {.source = text(line, "source"),
                           .activity = text(line, "activity"),
                           .site = text(line, "site"),
                           .change = text(line, "change"),
                           .first = month(line, "period", FALSE, 0),
                           .last = month(line, "until", TRUE, month(line, "period", TRUE, 0))};

    if (fault.first == 0)
        refuse(line, "period");
    if (!is_change(fault.change))
        refuse(line, "change");
    g_array_append_val(self->faults, fault);
}

static void
read_return(GpInventPlan *self, Line *line)
{
    GpInventReturn entry = {text(line, "return"), text(line, "source")};

    g_array_append_val(self->returns, entry);
}

typedef void (*ReadFunc)(GpInventPlan *self, Line *line);

static gboolean
read_table(GpInventPlan *self, const char *path, ReadFunc read, GError **error)
{
    GpCsvTable *table = gp_csv_table_load(path, error);

    if (table == NULL)
        return FALSE;
    g_ptr_array_add(self->tables, table);
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        Line line = {table, row, NULL};

        read(self, &line);
        if (line.error != NULL) {
            g_propagate_error(error, line.error);
            return FALSE;
        }
    }
    return TRUE;
}

static GArray *
array_of(gsize size)
{
    return g_array_new(FALSE, FALSE, (guint)size);
}

static void
series_clear(gpointer data)
{
    g_array_unref(((GpInventSeries *)data)->places);
}

static GpInventPlan *
plan_new(void)
{
    GpInventPlan *self = g_new0(GpInventPlan, 1);

    self->tables = g_ptr_array_new_with_free_func((GDestroyNotify)gp_csv_table_free);
    self->sites = array_of(sizeof(GpInventSite));
    self->departments = array_of(sizeof(GpInventDepartment));
    self->posts = array_of(sizeof(GpInventPost));
    self->shapes = array_of(sizeof(GpInventCurve));
    self->years = array_of(sizeof(GpInventCurve));
    self->series = array_of(sizeof(GpInventSeries));
    self->events = array_of(sizeof(GpInventEvent));
    self->faults = array_of(sizeof(GpInventFault));
    self->returns = array_of(sizeof(GpInventReturn));
    g_array_set_clear_func(self->series, series_clear);
    return self;
}

GpInventPlan *
gp_invent_plan_load(const char *sample, const char *faults, GError **error)
{
    /* Each array is whole before another points into it. */
    static const struct {
        const char *name;
        ReadFunc read;
    } files[] = {{"sites.csv", read_site},
                 {"sites.csv", read_successor},
                 {"departments.csv", read_department},
                 {"invent/roles.csv", read_role},
                 {"invent/shapes.csv", read_shape},
                 {"invent/years.csv", read_years},
                 {"invent/series.csv", read_series},
                 {"invent/events.csv", read_event},
                 {"invent/returns.csv", read_return}};
    g_autoptr(GpInventPlan) self = plan_new();

    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_build_filename(sample, files[i].name, NULL);

        if (!read_table(self, path, files[i].read, error))
            return NULL;
    }
    if (faults != NULL && !read_table(self, faults, read_fault, error))
        return NULL;
    staff_posts(self);
    return g_steal_pointer(&self);
}

void
gp_invent_plan_free(GpInventPlan *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->sites);
    g_array_unref(self->departments);
    g_array_unref(self->posts);
    g_array_unref(self->shapes);
    g_array_unref(self->years);
    g_array_unref(self->series);
    g_array_unref(self->events);
    g_array_unref(self->faults);
    g_array_unref(self->returns);
    g_ptr_array_unref(self->tables);
    g_free(self);
}
