/* SPDX-License-Identifier: MIT */
#include "gp-scenario.h"

#include <string.h>

#include "gp-csv.h"
#include "gp-error.h"
#include "gp-ini.h"
#include "gp-text.h"

#define LEAST_PERCENT (-100 * GP_MICRO)
#define MOST_PERCENT (1000 * GP_MICRO)

void
gp_grid_path_free(GpGridPath *self)
{
    if (self == NULL)
        return;
    g_free(self->kg_pico);
    g_free(self->source);
    g_free(self);
}

static void
scenario_line_clear(gpointer line)
{
    g_free(((GpScenarioLine *)line)->of);
}

void
gp_scenario_free(GpScenario *self)
{
    if (self == NULL)
        return;
    g_free(self->name);
    g_free(self->note);
    g_array_unref(self->statuses);
    g_array_unref(self->growths);
    gp_grid_path_free(self->grid);
    g_free(self);
}

static gboolean
parse_year(const char *text, int *out_fy, GError **error)
{
    g_autofree char *quoted = NULL;
    gint64 year;

    if (gp_fy_parse(text, out_fy))
        return TRUE;
    if (strlen(text) == strlen("2026") &&
        gp_number_parse(text, strlen(text), 0, &year) == GP_NUMBER_EXACT && year >= GP_FIRST_YEAR &&
        year <= GP_LAST_YEAR) {
        *out_fy = (int)year;
        return TRUE;
    }
    quoted = gp_text_quoted(text);
    return gp_throw(error, GP_ERROR_MALFORMED, "“%s” is not a year as in 2026-27", quoted);
}

/* Adds the next year of a path. */
static gboolean
add_year(GpGridPath *self, const char *year, const char *kg, GError **error)
{
    gint64 pico;
    int fy;

    if (!parse_year(year, &fy, error) || !gp_number_parse_text(kg, GP_PICO_PLACES, &pico, error))
        return FALSE;
    if (pico < 0)
        return gp_throw(error, GP_ERROR_MALFORMED, "“%.40s” kg of CO2e per kWh is below zero", kg);
    if (self->n > 0 && fy != self->first_fy + (int)self->n)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "the years must follow one another without a gap, and %s does not", year);
    if (self->n == 0)
        self->first_fy = fy;
    self->kg_pico = g_renew(gint64, self->kg_pico, self->n + 1);
    self->kg_pico[self->n++] = pico;
    return TRUE;
}

GpGridPath *
gp_grid_path_load(const char *path, GError **error)
{
    static const char *const columns[] = {"year", "kg_co2e_per_kwh", "source"};
    g_autoptr(GpCsvTable) table = gp_csv_table_load(path, error);
    g_autoptr(GpGridPath) self = g_new0(GpGridPath, 1);

    if (table == NULL || !gp_csv_table_check_columns(table, columns, G_N_ELEMENTS(columns),
                                                     G_N_ELEMENTS(columns), error))
        return NULL;
    self->source = g_strdup("");
    for (guint i = 0; i < gp_csv_table_n_rows(table); i++) {
        const char *source = gp_csv_table_cell(table, i, gp_csv_table_column(table, columns[2]));
        gboolean is_good =
            (i > 0 || *source != '\0' ||
             gp_throw(error, GP_ERROR_MALFORMED, "source: name where the projection is from")) &&
            add_year(self, gp_csv_table_cell(table, i, gp_csv_table_column(table, columns[0])),
                     gp_csv_table_cell(table, i, gp_csv_table_column(table, columns[1])), error);

        if (!is_good) {
            g_prefix_error(error, "%s:%u: ", path, gp_csv_table_line(table, i));
            return NULL;
        }
        if (i == 0) {
            g_free(self->source);
            self->source = g_strdup(source);
        }
    }
    return g_steal_pointer(&self);
}

static gint64
pico_of(const GpGridPath *self, int fy)
{
    return self->kg_pico[CLAMP(fy - self->first_fy, 0, (int)self->n - 1)];
}

gboolean
gp_grid_path_check_base(const GpGridPath *self, int base_fy, GError **error)
{
    char year[16];

    gp_fy_print(base_fy, year);
    if (self->n == 0 || base_fy < self->first_fy || base_fy >= self->first_fy + (int)self->n)
        return gp_throw(
            error, GP_ERROR_MISSING,
            "the grid projection has no figure for %s, the latest year with data, which "
            "its later years are held against",
            year);
    return pico_of(self, base_fy) > 0 ||
           gp_throw(error, GP_ERROR_MALFORMED,
                    "the grid projection is 0 in %s, so nothing can be held against it", year);
}

gboolean
gp_grid_path_scale(const GpGridPath *self,
                   int base_fy,
                   int fy,
                   GpInt128 micro_kg,
                   GpInt128 *out_micro_kg,
                   GError **error)
{
    GpInt128 product;

    *out_micro_kg = micro_kg;
    if (self == NULL || fy <= base_fy)
        return TRUE;
    if (!gp_multiply(micro_kg, pico_of(self, fy), &product))
        return gp_throw(error, GP_ERROR_OVERFLOW, "the emissions are too large to be projected");
    *out_micro_kg = gp_number_divide(product, pico_of(self, base_fy));
    return TRUE;
}

static gboolean
add_status(GpScenario *self, const char *id, const char *text, GError **error)
{
    GpScenarioLine line = {.of = NULL};

    if (!gp_action_status_parse(text, &line.status, error))
        return FALSE;
    line.of = g_strdup(id);
    g_array_append_val(self->statuses, line);
    return TRUE;
}

static gboolean
add_growth(GpScenario *self, const char *category, const char *text, GError **error)
{
    GpScenarioLine line = {.of = NULL};

    if (!gp_number_parse_text(text, GP_MICRO_PLACES, &line.micro_percent, error))
        return FALSE;
    if (line.micro_percent <= LEAST_PERCENT || line.micro_percent > MOST_PERCENT)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "“%.40s” is not a percentage a year above -100 and up to 1000", text);
    line.of = g_strdup(category);
    g_array_append_val(self->growths, line);
    return TRUE;
}

static gboolean
add_grid(GpScenario *self, const char *year, const char *text, GError **error)
{
    if (self->grid == NULL) {
        self->grid = g_new0(GpGridPath, 1);
        self->grid->source = g_strdup("");
    }
    if (!g_str_equal(year, "source"))
        return add_year(self->grid, year, text, error);
    g_free(self->grid->source);
    self->grid->source = g_strdup(text);
    return TRUE;
}

typedef gboolean (*AddFunc)(GpScenario *self, const char *key, const char *text, GError **error);

static gboolean
read_group(GpScenario *self,
           GKeyFile *file,
           const char *path,
           const char *group,
           AddFunc add,
           GError **error)
{
    g_auto(GStrv) keys = g_key_file_get_keys(file, group, NULL, NULL);

    for (guint i = 0; keys != NULL && keys[i] != NULL; i++) {
        g_autofree char *text = gp_ini_text(file, group, keys[i]);

        if (!add(self, keys[i], text, error)) {
            g_prefix_error(error, "%s: [%s] %s: ", path, group, keys[i]);
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
check_groups(GKeyFile *file, const char *path, GError **error)
{
    static const char *const known[] = {"scenario", "actions", "grid", "growth"};
    static const char *const named[] = {"name", "note"};
    g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);

    for (guint i = 0; groups[i] != NULL; i++) {
        g_autofree char *quoted = gp_text_quoted(groups[i]);

        if (!g_str_equal(groups[i], known[0]) && !g_str_equal(groups[i], known[1]) &&
            !g_str_equal(groups[i], known[2]) && !g_str_equal(groups[i], known[3]))
            return gp_throw(error, GP_ERROR_MALFORMED,
                            "%s: a scenario has no part [%s]; it has scenario, actions, grid and "
                            "growth",
                            path, quoted);
    }
    return gp_ini_check_keys(file, path, known[0], named, G_N_ELEMENTS(named), error);
}

static char *
text_or_empty(GKeyFile *file, const char *key)
{
    char *text = gp_ini_text(file, "scenario", key);

    return text == NULL ? g_strdup("") : text;
}

GpScenario *
gp_scenario_load(const char *path, GError **error)
{
    g_autoptr(GKeyFile) file = gp_ini_load(path, error);
    g_autoptr(GpScenario) self = NULL;

    if (file == NULL || !check_groups(file, path, error))
        return NULL;
    self = g_new0(GpScenario, 1);
    self->name = text_or_empty(file, "name");
    self->note = text_or_empty(file, "note");
    self->statuses = g_array_new(FALSE, FALSE, sizeof(GpScenarioLine));
    self->growths = g_array_new(FALSE, FALSE, sizeof(GpScenarioLine));
    g_array_set_clear_func(self->statuses, scenario_line_clear);
    g_array_set_clear_func(self->growths, scenario_line_clear);
    if (!read_group(self, file, path, "actions", add_status, error) ||
        !read_group(self, file, path, "grid", add_grid, error) ||
        !read_group(self, file, path, "growth", add_growth, error))
        return NULL;
    if (self->grid != NULL && *self->grid->source == '\0')
        return gp_throw_null(error, GP_ERROR_MALFORMED,
                             "%s: [grid] source: name where the projection is from", path);
    return g_steal_pointer(&self);
}
