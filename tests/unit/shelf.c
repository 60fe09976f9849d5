/* SPDX-License-Identifier: MIT */
#include "shelf.h"

#include <glib/gstdio.h>
#include <string.h>

const GpFactorRules financial = {FALSE, FALSE, 0};
const GpFactorRules calendar = {TRUE, FALSE, 0};
const GpFactorRules strict = {FALSE, TRUE, 0};
static const GpLibraryOptions everything = {FALSE, NULL};

/* An invented library: heat is published for 2018 and 2020 to 2021, the others for 2020. */
static const char catalogue[] = CATALOGUE_HEADER "heat,Heat,kWh,1,Fuel,ncf\n"
                                                 "power,Power,kWh,2,Power,ncf\n"
                                                 "train,Train,passenger-km,3,Travel,ncf\n"
                                                 "car,Car,km,3,Travel,plus\n"
                                                 "wood,Wood,kWh,1,Fuel,outside\n"
                                                 "later,Later,item,3,Things,plus\n";
static const char set[] = SET_HEADER "heat,kWh,2018-01-01,2018-12-31,1,Fuel,combustion,0.5\n"
                                     "heat,kWh,2018-01-01,2018-12-31,3,Upstream,wtt,0.05\n"
                                     "heat,kWh,2020-01-01,2021-12-31,1,Fuel,combustion,0.4\n"
                                     "heat,kWh,2020-01-01,2021-12-31,3,Upstream,wtt,0.04\n"
                                     "power,kWh,2020-01-01,2020-12-31,2,Power,generation,0.2\n"
                                     "power,kWh,2020-01-01,2020-12-31,3,Upstream,td,0.02\n"
                                     "train,passenger-km,2020-01-01,2020-12-31,3,Travel,,0.1\n"
                                     "car,km,2020-01-01,2020-12-31,3,Travel,combustion,0.3\n"
                                     "car,mile,2020-01-01,2020-12-31,3,Travel,combustion,0.5\n"
                                     "wood,kWh,2020-01-01,2020-12-31,1,Fuel,combustion,0.01\n"
                                     "wood,kWh,2020-01-01,2020-12-31,outside,Fuel,combustion,0.3\n";

void
shelf_free(Shelf *self)
{
    gp_factor_library_free(self->library);
    gp_unit_table_free(self->units);
    g_free(self);
}

Shelf *
shelf_new(void)
{
    g_autofree char *units = g_build_filename(g_getenv("GP_FACTORS"), "units.csv", NULL);
    g_autoptr(GpCsvTable) table = gp_csv_table_load(units, NULL);
    Shelf *self = g_new0(Shelf, 1);

    self->units = gp_unit_table_new();
    g_assert_true(gp_unit_table_add(self->units, table, NULL));
    self->library = gp_factor_library_new(self->units);
    return self;
}

Shelf *
shelf_new_shipped(void)
{
    g_autoptr(GError) error = NULL;
    Shelf *self = shelf_new();

    gp_factor_library_load_folder(self->library, g_getenv("GP_FACTORS"), &everything, &error);
    g_assert_no_error(error);
    return self;
}

static gboolean
load(
    Shelf *self, const char *activities, const char *factors, const char *revisions, GError **error)
{
    const char *const files[][2] = {
        {"activities.csv", activities},
        {"set.csv", factors},
        {"sets.csv", "file,choice\nnot-there.csv,ask first\nset.csv,\n"},
        {"curated.csv", "activity,component,scope,category,key,first_year,last_year\n"},
        {"deflators.csv", "deflator,year,index\n"},
        {"densities.csv", "activity,of,unit,kg_per_unit,source\n"},
        {"revisions.csv", revisions},
        {"unusable.csv", "activity,reason\n"},
    };
    g_autofree char *folder = g_dir_make_tmp("gp-factor-XXXXXX", NULL);
    gboolean is_loaded;

    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_build_filename(folder, files[i][0], NULL);

        g_assert_true(g_file_set_contents(path, files[i][1], -1, NULL));
    }
    is_loaded = gp_factor_library_load_folder(self->library, folder, &everything, error);
    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_build_filename(folder, files[i][0], NULL);

        g_unlink(path);
    }
    g_rmdir(folder);
    return is_loaded;
}

gboolean
shelf_load(Shelf *self, const char *activities, const char *factors, GError **error)
{
    return load(self, activities, factors, REVISIONS_HEADER, error);
}

gboolean
shelf_load_revisions(Shelf *self, const char *revisions, GError **error)
{
    return load(self, catalogue, set, revisions, error);
}

gboolean
shelf_load_own(Shelf *self, const char *own, GError **error)
{
    g_autofree char *folder = g_dir_make_tmp("gp-factor-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "own.csv", NULL);
    gboolean is_loaded;

    g_assert_true(g_file_set_contents(path, own, -1, NULL));
    is_loaded = gp_factor_library_load_own(self->library, path, error);
    g_unlink(path);
    g_rmdir(folder);
    return is_loaded;
}

Shelf *
shelf_new_invented(const char *own)
{
    g_autoptr(GError) error = NULL;
    Shelf *self = shelf_new();

    shelf_load(self, catalogue, set, &error);
    g_assert_no_error(error);
    if (own != NULL)
        shelf_load_own(self, own, &error);
    g_assert_no_error(error);
    return self;
}

GpDay
day_of(const char *text)
{
    GpSpan span;

    g_assert_cmpint(gp_period_parse(text, strlen(text), &span), ==, GP_PERIOD_READ);
    return span.first;
}

GpUnit
shelf_unit(const Shelf *self, const char *name)
{
    return gp_unit_table_find(self->units, name, strlen(name));
}

GArray *
shelf_select(const Shelf *self,
             const char *activity,
             const char *unit,
             const char *day,
             const GpFactorRules *rules)
{
    GArray *matches = g_array_new(FALSE, FALSE, sizeof(GpFactorMatch));

    gp_factor_library_select(self->library, activity, shelf_unit(self, unit), day_of(day), rules,
                             matches);
    return matches;
}

static int
compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void
assert_selects(const Shelf *self,
               const char *activity,
               const char *unit,
               const char *day,
               const GpFactorRules *rules,
               const char *expected)
{
    static const char *const names[] = {"exact", "earlier", "later", "own"};
    g_autoptr(GArray) matches = shelf_select(self, activity, unit, day, rules);
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *text = NULL;

    for (guint i = 0; i < matches->len; i++) {
        const GpFactorMatch *match = &g_array_index(matches, GpFactorMatch, i);
        g_autoptr(GString) rate = g_string_new(NULL);

        gp_number_append(rate, (GpInt128)match->multiplier_nano * match->factor->kg_co2e_pico,
                         RATE_PLACES);
        g_ptr_array_add(texts,
                        g_strdup_printf("%s %s %s %s", gp_component_name(match->factor->component),
                                        gp_scope_name(match->factor->scope), rate->str,
                                        names[match->rule]));
    }
    g_ptr_array_sort(texts, compare_texts);
    g_ptr_array_add(texts, NULL);
    text = g_strjoinv("; ", (char **)texts->pdata);
    g_assert_cmpstr(text, ==, expected);
}

void
assert_refuses(const GError *error, GpErrorCode code, const char *part)
{
    g_assert_error(error, GP_ERROR, (int)code);
    if (strstr(error->message, part) == NULL)
        g_test_fail_printf("“%s” is not in “%s”", part, error->message);
}
