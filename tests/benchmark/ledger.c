/* SPDX-License-Identifier: MIT */
/*
 * An invented trust's ledger of activity, to measure with: the same seed gives the same bytes.
 *
 *   ledger --rows N --out FOLDER             activity.csv, factors.csv, units.csv
 *   ledger --rows N --out FOLDER --monthly   a workspace without its data, and months/2015-04.csv …
 *
 * A department is at one site; it has a few roles and a few activities that it has most of. Factors
 * change from year to year, some in January, some in April. Nothing here is anybody's figure.
 */
#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "ledger-names.h"

enum { N_SITES = 60, N_DEPARTMENTS = 800, N_ROLES = 150, ROLES_OF_DEPARTMENT = 4 };
enum { ACTIVITIES_OF_DEPARTMENT = 10, FIRST_YEAR = 2015, MAX_YEARS = 10, N_SOURCES = 6 };

static const char *const sources[N_SOURCES] = {"ledger",   "expenses", "fuel cards",
                                               "pharmacy", "waste",    "meters"};
static const char *const notes[] = {"invoice",    "monthly return",  "home visits", "ward stock",
                                    "meter read", "clinic outreach", "accrual",     "late claim"};

typedef struct {
    guint site;
    guint roles[ROLES_OF_DEPARTMENT];
    guint activities[ACTIVITIES_OF_DEPARTMENT];
} Department;

typedef struct {
    gint64 rows;
    gint64 seed;
    int years;
    gboolean is_monthly;
    char *out;
    guint64 state;
    Department departments[N_DEPARTMENTS];
    GString *text;
} Ledger;

/* ---- chance ---- */

static guint64
next(Ledger *self)
{
    guint64 x = self->state;

    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    self->state = x;
    return x * G_GUINT64_CONSTANT(0x2545f4914f6cdd1d);
}

static guint
below(Ledger *self, guint n)
{
    return (guint)((next(self) >> 32) * n >> 32);
}

/* Small numbers come far more often than large ones. */
static guint
mostly_small(Ledger *self, guint n)
{
    guint a = below(self, n), b = below(self, n), c = below(self, n);

    return MIN(a, MIN(b, c));
}

static void
make_departments(Ledger *self)
{
    for (guint i = 0; i < N_DEPARTMENTS; i++) {
        Department *department = &self->departments[i];

        department->site = i < N_SITES ? i : mostly_small(self, N_SITES);
        for (guint k = 0; k < ROLES_OF_DEPARTMENT; k++)
            department->roles[k] = below(self, N_ROLES);
        for (guint k = 0; k < ACTIVITIES_OF_DEPARTMENT; k++)
            department->activities[k] = mostly_small(self, G_N_ELEMENTS(activities));
    }
}

/* ---- names ---- */

static void
append_site(GString *out, guint site)
{
    g_string_append_printf(out, "RZ%u%02u", site % 7, site);
}

static void
append_department(GString *out, guint department)
{
    g_string_append_printf(out, "CC%05u", 10000 + department * 37);
}

static void
append_role(GString *out, guint role)
{
    static const char *const grades[] = {"", ", band 4", ", band 5", ", band 6", ", lead"};
    guint base = role % G_N_ELEMENTS(roles), grade = role / G_N_ELEMENTS(roles);

    g_string_append_printf(out, grade == 0 ? "%s%s" : "\"%s%s\"", roles[base].name, grades[grade]);
}

/* ---- rows ---- */

static guint
days_in_month(int year, int month)
{
    return g_date_get_days_in_month((GDateMonth)month, (GDateYear)year);
}

static const Unit *
choose_unit(Ledger *self, const Activity *activity)
{
    const Unit *unit = kinds[activity->kind];
    guint percent = below(self, 100);

    for (; percent >= unit->percent; unit++)
        percent -= unit->percent;
    return unit;
}

static void
append_quantity(Ledger *self, const Unit *unit)
{
    guint thousandths = below(self, below(self, 4) == 0 ? 3000000 : 40000) + 1;
    guint places = below(self, 4);

    if (unit->is_large)
        thousandths = thousandths / 500 + 1;
    if (below(self, 160) == 0)
        g_string_append_c(self->text, '-');
    g_string_append_printf(self->text, "%u", thousandths / 1000 + (places == 0));
    if (places > 0)
        g_string_append_printf(self->text, ".%0*u", (int)places,
                               thousandths % 1000 /
                                   (places == 1   ? 100
                                    : places == 2 ? 10
                                                  : 1));
}

static void
append_note(Ledger *self)
{
    const char *one = notes[below(self, G_N_ELEMENTS(notes))];
    const char *two = notes[below(self, G_N_ELEMENTS(notes))];
    guint kind = below(self, 20), number = below(self, 1000000);

    if (kind >= 16)
        g_string_append_printf(self->text, "\"%s, \"\"%s\"\" %06u\"", one, two, number);
    else if (kind >= 7)
        g_string_append_printf(self->text, "%s %06u", one, number);
}

static void
append_row(Ledger *self, int year, int month)
{
    guint place = mostly_small(self, N_DEPARTMENTS);
    const Department *department = &self->departments[place];
    guint activity = department->activities[mostly_small(self, ACTIVITIES_OF_DEPARTMENT)];
    gboolean is_unknown = !self->is_monthly && below(self, 500) == 0;
    const Unit *unit = choose_unit(self, &activities[activity]);
    guint role = below(self, 8) == 0 ? below(self, ROLES_OF_DEPARTMENT) : activity % 2;

    g_string_append_printf(self->text, "%d-%02d-%02u,%s%s,", year, month,
                           1 + below(self, days_in_month(year, month)), is_unknown ? "former-" : "",
                           activities[activity].key);
    append_site(self->text, department->site);
    g_string_append_c(self->text, ',');
    append_department(self->text, place);
    g_string_append_c(self->text, ',');
    append_role(self->text, department->roles[role]);
    g_string_append_c(self->text, ',');
    append_quantity(self, unit);
    g_string_append_printf(self->text, ",%s,%s,", unit->name, sources[activity % N_SOURCES]);
    append_note(self);
    g_string_append_c(self->text, '\n');
}

/* ---- files ---- */

static FILE *
open_file(const Ledger *self, const char *name)
{
    g_autofree char *path = g_build_filename(self->out, name, NULL);
    FILE *file = g_fopen(path, "w");

    if (file == NULL)
        g_printerr("ledger: %s cannot be written\n", path);
    return file;
}

/* Writes what was put together, and empties it. */
static gboolean
flush(Ledger *self, FILE *file)
{
    gboolean ok = fwrite(self->text->str, 1, self->text->len, file) == self->text->len;

    g_string_truncate(self->text, 0);
    return ok;
}

static gboolean
close_file(Ledger *self, FILE *file)
{
    gboolean ok = flush(self, file);

    ok = fclose(file) == 0 && ok;
    if (!ok)
        g_printerr("ledger: %s is full\n", self->out);
    return ok;
}

/* Rows of all months, in one file or a file each. */
static gboolean
write_rows(Ledger *self)
{
    static const char header[] =
        "date,activity,site,cost_centre,role,quantity,unit,reference,note\n";
    guint n_months = (guint)self->years * 12;
    FILE *file = self->is_monthly ? NULL : open_file(self, "activity.csv");
    gboolean ok = self->is_monthly || file != NULL;

    for (guint i = 0; ok && i < n_months; i++) {
        int year = FIRST_YEAR + (int)(i + 3) / 12, month = (int)(i + 3) % 12 + 1;
        gint64 end = self->rows * (i + 1) / n_months;
        g_autofree char *name = g_strdup_printf("months/%d-%02d.csv", year, month);

        if (self->is_monthly && (file = open_file(self, name)) == NULL)
            return FALSE;
        if (self->is_monthly || i == 0)
            g_string_append(self->text, header);
        for (gint64 row = self->rows * i / n_months; ok && row < end; row++) {
            append_row(self, year, month);
            if (self->text->len > 1 << 20)
                ok = flush(self, file);
        }
        if (self->is_monthly || i + 1 == n_months)
            ok = close_file(self, file) && ok;
    }
    return ok;
}

/* Two kinds may have a unit in common, such as kg. */
static gboolean
is_listed_before(guint kind, const Unit *unit)
{
    for (guint i = 0; i < kind; i++) {
        for (const Unit *other = kinds[i]; other->name != NULL; other++) {
            if (g_str_equal(other->name, unit->name))
                return TRUE;
        }
    }
    return FALSE;
}

static gboolean
write_units(Ledger *self)
{
    FILE *file = open_file(self, "units.csv");

    if (file == NULL)
        return FALSE;
    g_string_append(self->text, "unit,canonical_unit,multiplier\n");
    for (guint kind = 0; kind < G_N_ELEMENTS(kinds); kind++) {
        for (const Unit *unit = kinds[kind]; unit->name != NULL; unit++) {
            if (!is_listed_before(kind, unit))
                g_string_append_printf(self->text, "%s,%s,%s\n", unit->name, kinds[kind][0].name,
                                       unit->multiplier);
        }
    }
    return close_file(self, file);
}

/* Every activity has a factor a year, of up to five decimals; every third in financial years. */
static gboolean
write_factors(Ledger *self)
{
    FILE *file = open_file(self, "factors.csv");

    if (file == NULL)
        return FALSE;
    g_string_append(self->text,
                    "activity,unit,valid_from,valid_to,scope,category,kg_co2e_per_unit\n");
    for (guint i = 0; i < G_N_ELEMENTS(activities); i++) {
        for (int year = FIRST_YEAR - 1; year <= FIRST_YEAR + MAX_YEARS; year++) {
            guint value = below(self, 1 + activities[i].factor / 20) +
                          activities[i].factor * (guint)(120 + FIRST_YEAR - year) / 120;

            g_string_append_printf(self->text, "%s,%s,", activities[i].key,
                                   kinds[activities[i].kind][0].name);
            if (i % 3 == 0)
                g_string_append_printf(self->text, "%d-04-01,%d-03-31", year, year + 1);
            else
                g_string_append_printf(self->text, "%d-01-01,%d-12-31", year, year);
            g_string_append_printf(self->text, ",%u,%s,%u.%05u\n", activities[i].scope,
                                   activities[i].category, value / 100000, value % 100000);
        }
    }
    return close_file(self, file);
}

/* The staff of each department at the start of each financial year. */
static gboolean
write_workforce(Ledger *self)
{
    FILE *file = open_file(self, "workforce.csv");

    if (file == NULL)
        return FALSE;
    g_string_append(self->text, "period,site,department,role,staff_group,wte,headcount\n");
    for (int year = FIRST_YEAR; year < FIRST_YEAR + self->years; year++) {
        for (guint i = 0; i < N_DEPARTMENTS; i++) {
            for (guint k = 0; k < ROLES_OF_DEPARTMENT; k++) {
                guint role = self->departments[i].roles[k], people = 1 + (i + 7 * k) % 23;

                g_string_append_printf(self->text, "%d-09-30,", year);
                append_site(self->text, self->departments[i].site);
                g_string_append_c(self->text, ',');
                append_department(self->text, i);
                g_string_append_c(self->text, ',');
                append_role(self->text, role);
                g_string_append_printf(self->text, ",%s,%u.%u,%u\n",
                                       roles[role % G_N_ELEMENTS(roles)].staff_group,
                                       people - (people > 1), (i * 3 + k) % 10, people);
            }
        }
    }
    return close_file(self, file);
}

static gboolean
write_settings(Ledger *self)
{
    static const char settings[] =
        "[trust]\nname=Benchmark NHS Foundation Trust (invented)\ninvented=true\n"
        "[factors]\nfactor_year=financial\nfactor_fallback=nearest\n";
    static const char target[] =
        "name,boundary,baseline_year,target_year,reduction_percent,shape,adopted_by,adopted_on,"
        "owner,source\n"
        "NHS Carbon Footprint,ncf,2019-20,2031-32,47,linear,Board (invented),2022-01-27,"
        "Chief Operating Officer (invented),Green Plan (invented)\n";
    FILE *ini = open_file(self, "greenplan.ini");
    FILE *targets = ini == NULL ? NULL : open_file(self, "targets.csv");

    if (targets == NULL)
        return FALSE;
    g_string_append(self->text, settings);
    if (!close_file(self, ini))
        return FALSE;
    g_string_append(self->text, target);
    return close_file(self, targets);
}

static gboolean
make_folder(const Ledger *self)
{
    g_autofree char *folder =
        self->is_monthly ? g_build_filename(self->out, "months", NULL) : g_strdup(self->out);

    return g_mkdir_with_parents(folder, 0777) == 0;
}

static gboolean
understand(Ledger *self, int *argc, char ***argv)
{
    const GOptionEntry entries[] = {
        {"rows", 0, 0, G_OPTION_ARG_INT64, &self->rows, "How many", "N"},
        {"out", 0, 0, G_OPTION_ARG_FILENAME, &self->out, "Where to", "FOLDER"},
        {"seed", 0, 0, G_OPTION_ARG_INT64, &self->seed, "Of chance (1 or more)", "N"},
        {"years", 0, 0, G_OPTION_ARG_INT, &self->years, "From 2015-16 on (6)", "N"},
        {"monthly", 0, 0, G_OPTION_ARG_NONE, &self->is_monthly, "A file a month", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);

    g_option_context_add_main_entries(context, entries, NULL);
    return g_option_context_parse(context, argc, argv, NULL) && *argc == 1 && self->rows > 0 &&
           self->out != NULL && self->seed > 0 && self->years > 0 && self->years <= MAX_YEARS;
}

int
main(int argc, char **argv)
{
    g_autofree Ledger *self = g_new0(Ledger, 1);
    gboolean ok;

    self->seed = 20260401;
    self->years = 6;
    if (!understand(self, &argc, &argv)) {
        g_printerr("usage: ledger --rows N --out FOLDER [--seed N] [--years N] [--monthly]\n");
        return 2;
    }
    self->state = (guint64)self->seed * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
    self->text = g_string_new(NULL);
    make_departments(self);
    ok = make_folder(self) && write_rows(self);
    if (self->is_monthly)
        ok = ok && write_workforce(self) && write_settings(self);
    else
        ok = ok && write_factors(self) && write_units(self);
    g_string_free(self->text, TRUE);
    g_free(self->out);
    return ok ? 0 : 1;
}
