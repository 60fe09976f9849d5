/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>

#include "gp-csv.h"
#include "gp-error.h"
#include "gp-invent.h"
#include "gp-number.h"

/* A trust of three sites, two departments and two roles, without chance, so that every figure can
 * be worked out by hand: 1200 a year are 100 a month. */
static const struct {
    const char *name, *text;
} trust[] = {
    {"sites.csv", "site,name,type,floor_area_m2,opened,closed,successor\n"
                  "S1,First,hospital,3000,,,\n"
                  "S2,Second,clinic,1000,,2022-10,S3\n"
                  "S3,Third,clinic,500,2022-10,,\n"},
    {"departments.csv", "department,kind,site,wte,change\n"
                        "D1,ward,S1,30,0\n"
                        "D2,team,S2,10,0\n"},
    {"invent/roles.csv", "role,staff_group,miles,in\n"
                         "Nurse,Nursing,0,ward 2 team 1\n"
                         "Doctor,Medical,1200,ward 1\n"},
    {"invent/shapes.csv", "shape,apr,may,jun,jul,aug,sep,oct,nov,dec,jan,feb,mar\n"
                          "even,1,1,1,1,1,1,1,1,1,1,1,1\n"
                          "claims,1,1,1,1,1,1,1,1,1,1,1,1\n"
                          "sun,1,2,0,0,0,0,0,0,0,0,0,1\n"},
    {"invent/years.csv", "name,2018-19,2019-20,2020-21,2021-22,2022-23,2023-24,2024-25,2025-26\n"
                         "prices,90,100,110,120,130,140,150,160\n"
                         "car-petrol,100,100,100,100,0,0,0,0\n"
                         "car-bev,0,0,0,0,100,100,100,100\n"},
    {"invent/series.csv", "source,activity,unit,where,role,quantity,change,index,shape,heat,noise,"
                          "decimals,quality,each\n"
                          "meters,gas,kWh,S1,,1200,0,,even,0,0,0,measured,month\n"
                          "meters,gas,kWh,S2,,600,0,,even,0,0,0,measured,month\n"
                          "meters,water,m3,sites,,4800,12,,even,0,0,0,measured,month\n"
                          "stock,agent,kg,departments team,Doctor,12,0,,even,0,0,1,,year\n"
                          "stock,floor,m2,sites,,4000,0,,even,0,0,0,,year\n"
                          "stock,coolant,kg,trust,,12,0,,even,0,0,0,,month\n"
                          "stock,power,kWh,S1,,1200,0,,even,0,0,0,,month\n"
                          "spend,pounds,GBP,departments ward,,1200,0,prices,even,0,0,2,,month\n"},
    {"invent/events.csv", "of,place,from,to,percent,shape,what\n"
                          "gas,S1,2020-04,2020-05,50,,half of it\n"
                          "gas,,2020-05,2020-05,50,,half of that\n"
                          "coolant,,2019-04,,0,,no more\n"
                          "power,S1,2021-04,2022-03,90,sun,panels\n"
                          "claims,D1,2020-04,,25,,video\n"},
    {"invent/returns.csv", "return,source\nyearly,meters\n"},
};

static const char fault_head[] = "code,source,activity,site,period,until,change,what\n";

static char *
write_trust(const char *change_file, const char *text)
{
    char *folder = g_dir_make_tmp("gp-test-XXXXXX", NULL);
    g_autofree char *invent = g_build_filename(folder, "invent", NULL);
    g_autofree char *out = g_build_filename(folder, "out", NULL);

    g_assert_cmpint(g_mkdir(invent, 0700), ==, 0);
    g_assert_cmpint(g_mkdir(out, 0700), ==, 0);
    for (guint i = 0; i < G_N_ELEMENTS(trust); i++) {
        g_autofree char *path = g_build_filename(folder, trust[i].name, NULL);
        gboolean is_changed = g_strcmp0(change_file, trust[i].name) == 0;

        g_assert_true(g_file_set_contents(path, is_changed ? text : trust[i].text, -1, NULL));
    }
    return folder;
}

static void
remove_folder(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);

        if (g_file_test(path, G_FILE_TEST_IS_DIR))
            remove_folder(path);
        else
            g_assert_cmpint(g_unlink(path), ==, 0);
    }
    g_assert_cmpint(g_rmdir(folder), ==, 0);
}

static char *
contents(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, "out", name, NULL);
    char *bytes = NULL;

    g_assert_true(g_file_get_contents(path, &bytes, NULL, NULL));
    return bytes;
}

/* Makes the small trust up, with @faults (nullable). */
static char *
make(const char *faults)
{
    char *folder = write_trust(NULL, NULL);
    g_autofree char *out = g_build_filename(folder, "out", NULL);
    g_autofree char *path = g_build_filename(folder, "faults.csv", NULL);
    g_autofree char *text = g_strconcat(fault_head, faults, NULL);
    g_autoptr(GError) error = NULL;
    gboolean ok;

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    ok = gp_invent_trust(folder, faults == NULL ? NULL : path, out, &error);
    g_assert_no_error(error);
    g_assert_true(ok);
    return folder;
}

/* Whether a file has a line, and how often. */
static guint
count_lines(const char *folder, const char *name, const char *line)
{
    g_autofree char *bytes = contents(folder, name);
    g_auto(GStrv) lines = g_strsplit(bytes, "\n", -1);
    guint n = 0;

    for (guint i = 0; lines[i] != NULL; i++)
        n += g_str_equal(lines[i], line);
    return n;
}

#define assert_line(folder, name, line)                                                            \
    g_assert_cmpuint(count_lines((folder), (name), (line)), ==, 1)
#define assert_no_line(folder, name, line)                                                         \
    g_assert_cmpuint(count_lines((folder), (name), (line)), ==, 0)

static void
test_amounts(void)
{
    g_autofree char *folder = make(NULL);

    assert_line(folder, "meters.csv", "2018-04,gas,100,kWh,S1,,,measured");
    assert_line(folder, "meters.csv", "2026-03,gas,100,kWh,S1,,,measured");
    /* two events at once: a half of a half */
    assert_line(folder, "meters.csv", "2020-04,gas,50,kWh,S1,,,measured");
    assert_line(folder, "meters.csv", "2020-05,gas,25,kWh,S1,,,measured");
    assert_line(folder, "meters.csv", "2020-05,gas,25,kWh,S2,,,measured");
    /* 4800 a year, 3000 of 4000 m2 at S1, and 12% of October 2019 more in each year after it */
    assert_line(folder, "meters.csv", "2019-10,water,300,m3,S1,,,measured");
    assert_line(folder, "meters.csv", "2019-10,water,100,m3,S2,,,measured");
    assert_line(folder, "meters.csv", "2020-10,water,336,m3,S1,,,measured");
    assert_line(folder, "meters.csv", "2018-10,water,264,m3,S1,,,measured");
    /* prices */
    assert_line(folder, "spend.csv", "2018-04,pounds,90,GBP,S1,D1,,");
    assert_line(folder, "spend.csv", "2025-04,pounds,160,GBP,S1,D1,,");
    /* nothing at all is no row, and the first year has rows */
    assert_line(folder, "stock.csv", "2019-03,coolant,1,kg,,,,");
    assert_no_line(folder, "stock.csv", "2019-04,coolant,0,kg,,,,");
    /* the tenth that the sun takes in a mean month is three tenths, six tenths, none */
    assert_line(folder, "stock.csv", "2021-04,power,70,kWh,S1,,,");
    assert_line(folder, "stock.csv", "2021-05,power,40,kWh,S1,,,");
    assert_line(folder, "stock.csv", "2021-06,power,100,kWh,S1,,,");
    assert_line(folder, "stock.csv", "2022-04,power,100,kWh,S1,,,");
    remove_folder(folder);
}

static void
test_sites(void)
{
    g_autofree char *folder = make(NULL);

    assert_line(folder, "meters.csv", "2022-09,gas,50,kWh,S2,,,measured");
    assert_no_line(folder, "meters.csv", "2022-10,gas,50,kWh,S2,,,measured");
    assert_no_line(folder, "meters.csv", "2022-09,water,68,m3,S3,,,measured");
    /* 500 of 4000 m2, three years of 12% later */
    assert_line(folder, "meters.csv", "2022-10,water,68,m3,S3,,,measured");
    /* the team went with its site, and a yearly row is of the site at the end of its year */
    assert_line(folder, "stock.csv", "2021-22,agent,12,kg,S2,D2,Doctor,");
    assert_line(folder, "stock.csv", "2022-23,agent,12,kg,S3,D2,Doctor,");
    /* a yearly row of a site that closed or opened in the year stays with the site */
    assert_line(folder, "stock.csv", "2021-22,floor,1000,m2,S2,,,");
    assert_line(folder, "stock.csv", "2022-23,floor,500,m2,S2,,,");
    assert_line(folder, "stock.csv", "2022-23,floor,250,m2,S3,,,");
    assert_line(folder, "stock.csv", "2023-24,floor,500,m2,S3,,,");
    remove_folder(folder);
}

/* The part of a line before the @n-th comma from its start. */
static char *
field(const char *line, guint n)
{
    g_auto(GStrv) fields = g_strsplit(line, ",", -1);

    g_assert_cmpuint(n, <, g_strv_length(fields));
    return g_strdup(fields[n]);
}

/* Sums up the quantity of the lines that begin with @start. */
static gint64
sum_micro(const char *folder, const char *name, const char *start, guint quantity)
{
    g_autofree char *bytes = contents(folder, name);
    g_auto(GStrv) lines = g_strsplit(bytes, "\n", -1);
    gint64 sum = 0;

    for (guint i = 0; lines[i] != NULL; i++) {
        g_autofree char *cell = NULL;
        gint64 micro;

        if (!g_str_has_prefix(lines[i], start))
            continue;
        cell = field(lines[i], quantity);
        g_assert_true(gp_number_parse_text(cell, GP_MICRO_PLACES, &micro, NULL));
        g_assert_cmpint(micro, >=, 0);
        sum += micro;
    }
    return sum;
}

/* Two thirds of 30 are nurses; noise is 2% at most. */
static void
test_staff(void)
{
    g_autofree char *folder = make(NULL);

    g_assert_cmpint(sum_micro(folder, "workforce.csv", "2019-09,S1,D1,Nurse,Nursing,", 5), >=,
                    20 * GP_MICRO * 98 / 100);
    g_assert_cmpint(sum_micro(folder, "workforce.csv", "2019-09,S1,D1,Nurse,Nursing,", 5), <=,
                    20 * GP_MICRO * 102 / 100);
    g_assert_cmpint(sum_micro(folder, "workforce.csv", "2019-09,S2,D2,", 5), >, 9 * GP_MICRO);
    g_assert_cmpint(sum_micro(folder, "workforce.csv", "2022-12,S3,D2,", 5), >, 9 * GP_MICRO);
    g_assert_cmpint(sum_micro(folder, "workforce.csv", "2022-12,S2,", 5), ==, 0);
    g_assert_cmpint(sum_micro(folder, "workforce.csv", "2019-10,", 5), ==, 0);
    remove_folder(folder);
}

/* How many lines begin with @start and hold @part. */
static guint
count_with(const char *folder, const char *name, const char *start, const char *part)
{
    g_autofree char *bytes = contents(folder, name);
    g_auto(GStrv) lines = g_strsplit(bytes, "\n", -1);
    guint n = 0;

    for (guint i = 0; lines[i] != NULL; i++)
        n += g_str_has_prefix(lines[i], start) && strstr(lines[i], part) != NULL;
    return n;
}

/* Ten doctors of 1200 miles a year: 1000 in a month, give or take 2% of staff and 14% of miles, and
 * a quarter of that from April 2020 on; in petrol cars first, in electric ones then. */
static void
test_claims(void)
{
    g_autofree char *folder = make(NULL);
    gint64 before = sum_micro(folder, "claims.csv", "2020-03-", 2);
    gint64 after = sum_micro(folder, "claims.csv", "2020-04-", 2);

    g_assert_cmpint(before, >=, 838 * GP_MICRO);
    g_assert_cmpint(before, <=, 1164 * GP_MICRO);
    g_assert_cmpint(after, >=, 209 * GP_MICRO);
    g_assert_cmpint(after, <=, 292 * GP_MICRO);
    g_assert_cmpuint(count_with(folder, "claims.csv", "20", "mile,S1,D1,Doctor,measured"), >, 96);
    g_assert_cmpuint(count_with(folder, "claims.csv", "20", "Nurse"), ==, 0);
    g_assert_cmpuint(count_with(folder, "claims.csv", "2022-03-", "car-petrol"), >, 0);
    g_assert_cmpuint(count_with(folder, "claims.csv", "2022-03-", "car-bev"), ==, 0);
    g_assert_cmpuint(count_with(folder, "claims.csv", "2022-04-", "car-petrol"), ==, 0);
    g_assert_cmpuint(count_with(folder, "claims.csv", "2022-04-", "car-bev"), >, 0);
    /* 1 March 2020 was a Sunday */
    for (int sunday = 1; sunday <= 29; sunday += 7) {
        g_autofree char *day = g_strdup_printf("2020-03-%02d,", sunday);

        g_assert_cmpuint(count_with(folder, "claims.csv", day, ""), ==, 0);
    }
    remove_folder(folder);
}

static void
test_returns(void)
{
    g_autofree char *folder = make(NULL);
    gint64 water = 0;

    /* 1200 and 600, less 50, 75 and 25 */
    assert_line(folder, "yearly.csv", "2020-21,gas,1650,kWh,,,,");
    assert_line(folder, "yearly.csv", "2019-20,gas,1800,kWh,,,,");
    assert_line(folder, "yearly.csv", "2025-26,gas,1200,kWh,,,,");
    for (int i = 0; i < 12; i++) {
        g_autofree char *month =
            g_strdup_printf("%d-%02d,water,", 2019 + (i + 3) / 12, (i + 3) % 12 + 1);

        water += sum_micro(folder, "meters.csv", month, 2);
    }
    g_assert_cmpint(water, ==, sum_micro(folder, "yearly.csv", "2019-20,water,", 2));
    g_assert_cmpint(sum_micro(folder, "yearly.csv", "2019-20,pounds,", 2), ==, 0);
    remove_folder(folder);
}

static void
test_faults(void)
{
    g_autofree char *folder = make("a,meters,gas,S1,2021-05,2021-06,drop,\n"
                                   "b,meters,gas,S2,2021-05,,times 0,\n"
                                   "c,meters,gas,S1,2021-07,,times 0.001,\n"
                                   "d,meters,gas,S1,2021-08,2021-09,estimated,\n"
                                   "e,meters,gas,S1,2021-10,,swap S2,\n"
                                   "f,spend,,,2021-11,,also again,\n"
                                   "g,yearly,gas,,2021-22,,times 1.1,\n"
                                   "h,stock,,,2025-09,2026-03,drop,\n");

    g_assert_cmpint(sum_micro(folder, "meters.csv", "2021-05,gas,", 2), ==, 0);
    assert_line(folder, "meters.csv", "2021-05,gas,0,kWh,S2,,,measured");
    assert_no_line(folder, "meters.csv", "2021-06,gas,100,kWh,S1,,,measured");
    assert_line(folder, "meters.csv", "2021-06,gas,50,kWh,S2,,,measured");
    assert_line(folder, "meters.csv", "2021-07,gas,0.1,kWh,S1,,,measured");
    assert_line(folder, "meters.csv", "2021-08,gas,100,kWh,S1,,,estimated");
    assert_line(folder, "meters.csv", "2021-09,gas,100,kWh,S1,,,estimated");
    assert_line(folder, "meters.csv", "2021-10,gas,100,kWh,S2,,,measured");
    assert_line(folder, "meters.csv", "2021-10,gas,50,kWh,S1,,,measured");
    assert_line(folder, "meters.csv", "2021-11,gas,100,kWh,S1,,,measured");
    assert_line(folder, "spend.csv", "2021-11,pounds,120,GBP,S1,D1,,");
    assert_line(folder, "again.csv", "2021-11,pounds,120,GBP,S1,D1,,");
    assert_no_line(folder, "again.csv", "2021-12,pounds,120,GBP,S1,D1,,");
    /* The return agrees with the faulty sites (1800, less 200, 50 and 99.9), but for its own fault.
     */
    assert_line(folder, "yearly.csv", "2021-22,gas,1595.11,kWh,,,,");
    assert_line(folder, "stock.csv", "2025-08,power,100,kWh,S1,,,");
    g_assert_cmpint(sum_micro(folder, "stock.csv", "2025-26,", 2), ==, 0);
    g_assert_cmpint(sum_micro(folder, "stock.csv", "2026-03,", 2), ==, 0);
    remove_folder(folder);
}

static void
test_same_bytes(void)
{
    static const char *const names[] = {"meters.csv", "spend.csv",  "stock.csv",
                                        "claims.csv", "yearly.csv", "workforce.csv"};
    g_autofree char *once = make(NULL), *again = make("z,meters,gas,S1,1999-01,,drop,\n");

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *a = contents(once, names[i]), *b = contents(again, names[i]);

        g_assert_cmpstr(a, ==, b);
        g_assert_true(g_str_has_prefix(a, "# INVENTED DATA: "));
    }
    remove_folder(once);
    remove_folder(again);
}

/* Parameters that cannot be followed are named with their line. */
static void
test_refused(void)
{
    static const struct {
        const char *file, *text, *reason;
    } cases[] = {
        {"departments.csv", "department,kind,site,wte,change\nD1,ward,S9,30,0\n",
         "departments.csv:2: site cannot be “S9”"},
        {"sites.csv",
         "site,name,type,floor_area_m2,opened,closed,successor\nS1,First,clinic,10,soon,,\n",
         "sites.csv:2: opened cannot be “soon”"},
        {"invent/events.csv", "of,place,from,to,percent,shape,what\ngas,S1,2020-04,,much,,\n",
         "events.csv:2: percent cannot be “much”"},
        {"invent/series.csv",
         "source,activity,unit,where,role,quantity,change,index,shape,heat,noise,decimals,quality,"
         "each\nmeters,gas,kWh,sites castle,,1200,0,,even,0,0,0,measured,month\n",
         "series.csv:2: where cannot be “sites castle”"},
        {"invent/roles.csv", "role,staff_group,miles,in\nNurse,Nursing,0,ward many\n",
         "roles.csv:2: in cannot be “ward many”"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *folder = write_trust(cases[i].file, cases[i].text);
        g_autofree char *out = g_build_filename(folder, "out", NULL);
        g_autoptr(GError) error = NULL;

        g_assert_false(gp_invent_trust(folder, NULL, out, &error));
        g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
        g_test_message("%s", error->message);
        g_assert_nonnull(strstr(error->message, cases[i].reason));
        remove_folder(folder);
    }
}

static void
test_refused_faults(void)
{
    static const char *const faults[] = {"a,meters,gas,S1,2021-05,,vanish,\n",
                                         "a,meters,gas,S1,2021-05,,times many,\n",
                                         "a,meters,gas,S1,,,drop,\n"};

    for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
        g_autofree char *folder = write_trust(NULL, NULL);
        g_autofree char *path = g_build_filename(folder, "faults.csv", NULL);
        g_autofree char *text = g_strconcat(fault_head, faults[i], NULL);
        g_autoptr(GError) error = NULL;

        g_assert_true(g_file_set_contents(path, text, -1, NULL));
        g_assert_false(gp_invent_trust(folder, path, folder, &error));
        g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
        remove_folder(folder);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/invent/amounts", test_amounts);
    g_test_add_func("/invent/sites", test_sites);
    g_test_add_func("/invent/staff", test_staff);
    g_test_add_func("/invent/claims", test_claims);
    g_test_add_func("/invent/returns", test_returns);
    g_test_add_func("/invent/faults", test_faults);
    g_test_add_func("/invent/same-bytes", test_same_bytes);
    g_test_add_func("/invent/refused", test_refused);
    g_test_add_func("/invent/refused-faults", test_refused_faults);
    return g_test_run();
}
