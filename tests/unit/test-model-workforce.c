/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>

#include "gp-error.h"
#include "gp-number.h"
#include "gp-workforce.h"

/* A workforce with what was said while it was read. */
typedef struct {
    GpWorkforce *staff; /* (nullable) */
    GpIssueList *issues;
    GError *error;
    char *path;
} Loaded;

static void
loaded_clear(Loaded *self)
{
    gp_workforce_free(self->staff);
    gp_issue_list_free(self->issues);
    g_clear_error(&self->error);
    g_free(self->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Loaded, loaded_clear)

static Loaded
load_bytes(const char *text, gssize length, const GpRoleCatalogue *catalogue)
{
    g_autofree char *folder = g_dir_make_tmp("gp-test-XXXXXX", NULL);
    Loaded self = {.issues = gp_issue_list_new(),
                   .path = g_build_filename(folder, "staff.csv", NULL)};

    g_assert_true(g_file_set_contents(self.path, text, length, NULL));
    self.staff = gp_workforce_load(self.path, catalogue, self.issues, &self.error);
    g_assert_cmpint(g_unlink(self.path), ==, 0);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
    return self;
}

static Loaded
load(const char *text)
{
    return load_bytes(text, -1, NULL);
}

/* The posts as text, a line each. */
static char *
posts_of(const Loaded *loaded)
{
    GString *out = g_string_new(NULL);

    g_assert_no_error(loaded->error);
    for (guint i = 0; i < loaded->staff->posts->len; i++) {
        const GpPost *post = &g_array_index(loaded->staff->posts, GpPost, i);
        char period[GP_SPAN_TEXT];

        gp_span_print(post->period, period);
        g_string_append_printf(out, "%s|%s|%s|%s|%s|", period, post->site, post->department,
                               post->role, post->staff_group);
        gp_number_append(out, post->wte_micro, GP_MICRO_PLACES);
        g_string_append_printf(out, "|%" G_GINT64_FORMAT "\n", post->headcount);
    }
    return g_string_free(out, FALSE);
}

/* The issues as text, a line each, without the folder of the file. */
static char *
issues_of(const Loaded *loaded)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < gp_issue_list_size(loaded->issues); i++) {
        const GpIssue *issue = gp_issue_list_get(loaded->issues, i);

        g_string_append_printf(out, "%s %s %" G_GUINT64_FORMAT ":%u %s\n",
                               gp_severity_name(issue->severity), issue->code, issue->line,
                               issue->column, issue->message);
    }
    return g_string_free(out, FALSE);
}

static void
assert_posts(const Loaded *loaded, const char *expected)
{
    g_autofree char *posts = posts_of(loaded);

    g_assert_cmpstr(posts, ==, expected);
}

static void
assert_issues(const Loaded *loaded, const char *expected)
{
    g_autofree char *issues = issues_of(loaded);

    g_assert_cmpstr(issues, ==, expected);
}

static void
test_canonical(void)
{
    g_auto(Loaded) it = load("# staff\n\nWTE,Role,period,site,headcount,department,staff_group\n"
                             "\"1,234.5\",Nurse,2024-04,Main,1500,A&E,Nursing\n"
                             "0,Bank nurse,2024/25,,3,,\n"
                             "0.1234567,Porter,2024-04-01,,,,Ancillary\n");

    assert_posts(&it, "2024-04-01|||Porter|Ancillary|0.123457|-1\n"
                      "2024-04|Main|A&E|Nurse|Nursing|1234.5|1500\n"
                      "2024-25|||Bank nurse||0|3\n");
    assert_issues(&it, "note rounded-staff 6:1 a figure is rounded to a millionth of a WTE, or to "
                       "whole people (1 row)\n"
                       "note no-staff-group 0:0 roles of no known staff group: “Bank nurse”\n");
}

static void
test_staff_group_as_role(void)
{
    g_auto(Loaded) without = load("period,staff_group,wte\n2024-04,Medical,3\n");
    g_auto(Loaded) empty = load("period,role,staff_group,wte\n2024-04,,Medical,3\n");

    assert_posts(&without, "2024-04|||Medical|Medical|3|-1\n");
    assert_posts(&empty, "2024-04|||Medical|Medical|3|-1\n");
}

static void
test_catalogue(void)
{
    g_autofree char *path = g_build_filename(g_getenv("GP_DATA"), "roles.csv", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GpRoleCatalogue) catalogue = gp_role_catalogue_load(path, NULL, &error);
    g_auto(Loaded) it = load_bytes("period,role,staff_group,wte\n"
                                   "2024-04,district NURSE,,3\n"
                                   "2024-04,Moon nurse,,1\n"
                                   "2024-04,Pharmacist,Add Prof Scientific and Technic,2\n"
                                   "2024-04,Sculptor,Art,1\n"
                                   "2024-04,,Add Prof Scientific and Technic,4\n",
                                   -1, catalogue);

    g_assert_no_error(error);
    assert_posts(&it, "2024-04|||Additional Professional Scientific and Technical|"
                      "Additional Professional Scientific and Technical|4|-1\n"
                      "2024-04|||Moon nurse||1|-1\n"
                      "2024-04|||Pharmacist|Additional Professional Scientific and Technical|2|-1\n"
                      "2024-04|||Sculptor|Art|1|-1\n"
                      "2024-04|||district NURSE|Nursing and Midwifery Registered|3|-1\n");
    assert_issues(&it, "note no-staff-group 0:0 roles of no known staff group: “Moon nurse”\n");
}

/* The columns of payroll extracts, in any capitals, with blanks or underscores. */
static void
test_aliases(void)
{
    static const char *const headers[] = {
        "Effective Date,Location,Cost Centre,Job Role,Staff Group,FTE,Headcount",
        "EFFECTIVE_DATE,LOCATION_CODE,ORGANISATION,POSITION_TITLE,STAFF_GROUP,CONTRACTED_FTE,"
        "HEAD_COUNT",
        "month,Site Code,Department Code,Job Title,Staff-Group, Sum of WTE ,People",
        "As at date,work location,Organization,Occupation,Main staff group,Assignment FTE,"
        "Total headcount",
    };

    for (guint i = 0; i < G_N_ELEMENTS(headers); i++) {
        g_autofree char *text =
            g_strconcat("\xef\xbb\xbf", headers[i],
                        "\r\n31/03/2024,RWV62,700123,Porter,Estates,2.5,3\r\n", NULL);
        g_auto(Loaded) it = load(text);

        assert_posts(&it, "2024-03-31|RWV62|700123|Porter|Estates|2.5|3\n");
        assert_issues(&it, "");
    }
}

/* Several names of one column: the one that stands first in the program's list is read. */
static void
test_alias_beside_alias(void)
{
    g_auto(Loaded) it = load("Location,Site,Position Title,Role,WTE,FTE,Period,Year\n"
                             "Floor 3,A1,Senior porter,Porter,1,2,2024-04,2019-20\n");

    assert_posts(&it, "2024-04|A1||Porter||1|-1\n");
    assert_issues(&it, "note ignored-column 1:1 not used: “Location”, “Position Title”, “FTE”, "
                       "“Year”\n"
                       "note no-staff-group 0:0 roles of no known staff group: “Porter”\n");
}

static void
test_periods(void)
{
    static const struct {
        const char *text, *expected; /* NULL: refused */
    } cases[] = {
        {"2024-06", "2024-06"},
        {"2024/25", "2024-25"},
        {"31/03/2024", "2024-03-31"},
        {"1/4/2024", "2024-04-01"},
        {"31/03/2024 00:00", "2024-03-31"},
        {"2024-03-31 00:00:00", "2024-03-31"},
        {"31-MAR-2024", "2024-03-31"},
        {"31 March 2024", "2024-03-31"},
        {"Mar-2024", "2024-03"},
        {"september 2024", "2024-09"},
        {"31/02/2024", NULL},
        {"03/31/2024", NULL},
        {"31/03/24", NULL},
        {"Mar-24", NULL},
        {"Mars 2024", NULL},
        {"31/03/2024 13:00", NULL},
        {"31-MAR-1989", NULL},
        {"31//2024", NULL},
        {"1/2/3/2024", NULL},
        {"45382", NULL},
        {"2007-08", NULL},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text =
            g_strdup_printf("period,role,staff_group,wte\n%s,x,y,1\n", cases[i].text);
        g_auto(Loaded) it = load(text);
        g_autofree char *expected = cases[i].expected == NULL
                                        ? NULL
                                        : g_strdup_printf("%s|||x|y|1|-1\n", cases[i].expected);

        g_test_message("%s", cases[i].text);
        if (expected != NULL)
            assert_posts(&it, expected);
        else
            g_assert_error(it.error, GP_ERROR, GP_ERROR_MALFORMED);
    }
}

/* Nothing of persons gets in, neither into posts nor into messages. */
static void
test_personal_columns(void)
{
    g_auto(Loaded) it = load(
        "Employee Number,First Name,Last Name,NI Number,Effective Date,Job Role,Staff Group,FTE,"
        "Assignment Number,Date Of Birth,Gender,Home Postcode,E-mail,Pay Band,Line Manager\n"
        "20001,Ann,SECRETPERSON,QQ123456C,2024-06,Nurse,Nursing,0.6,20001-2,1970-01-01,F,EX1 1AA,"
        "a@b.nhs.uk,5,SECRETBOSS\n"
        "20002,Bob,SECRETOTHER,QQ123457C,2024-06,Nurse,Nursing,1,20002,1980-01-01,M,EX1 1AB,"
        "c@d.nhs.uk,6,SECRETBOSS\n");
    g_autofree char *issues = issues_of(&it);

    assert_posts(&it, "2024-06|||Nurse|Nursing|1.6|2\n");
    g_assert_null(strstr(issues, "SECRET"));
    assert_issues(&it,
                  "warning personal-columns 1:1 the file tells about persons: “Employee Number”, "
                  "“First Name”, “Last Name”, “NI Number”, “Assignment Number”, “Date Of Birth”, "
                  "“Gender”, “Home Postcode”, “E-mail”, “Line Manager”; nothing of these columns "
                  "was read, but please take them out of the file, and save it again\n"
                  "note ignored-column 1:14 not used: “Pay Band”\n"
                  "note rows-are-people 0:0 the file lists assignments and tells no headcount, so "
                  "each row counts as one person; somebody with two assignments counts twice\n");
}

static void
test_which_columns_are_personal(void)
{
    static const char *const personal[] = {
        "Name",        "Full Name",     "Surname",     "Forename(s)",       "Known As",
        "Employee No", "Staff ID",      "Payroll",     "Payroll Reference", "ESR Number",
        "NHS Number",  "NINO",          "DOB",         "Date of Birth",     "Sex",
        "Age Band",    "Ethnic Origin", "E-Mail",      "Telephone",         "Home Address",
        "Postcode",    "Salary",        "Nationality", "Preferred Name",    "Assignment ID",
        "User Name",   "Disability",    "Supervisor"};
    static const char *const others[] = {"Site Name",
                                         "Staff Group Code",
                                         "Location Postcode",
                                         "Pay Scale",
                                         "Grade",
                                         "Division Name",
                                         "Contract Type",
                                         "Assignment Status",
                                         "Trust Name",
                                         "Notes",
                                         "Manages",
                                         "Usage"};

    for (guint i = 0; i < G_N_ELEMENTS(personal) + G_N_ELEMENTS(others); i++) {
        gboolean is_personal = i < G_N_ELEMENTS(personal);
        const char *name = is_personal ? personal[i] : others[i - G_N_ELEMENTS(personal)];
        g_autofree char *text =
            g_strdup_printf("period,staff_group,wte,site,%s\n2024-06,Nursing,1,A,x\n", name);
        g_auto(Loaded) it = load(text);

        g_test_message("%s", name);
        g_assert_no_error(it.error);
        g_assert_cmpstr(gp_issue_list_get(it.issues, 0)->code, ==,
                        is_personal ? "personal-columns" : "ignored-column");
        g_assert_true(gp_issue_list_must_be_seen(it.issues) == is_personal);
    }
}

/* Each row is one person only where rows are assignments. */
static void
test_assignments(void)
{
    g_auto(Loaded) repeated = load("period,staff_group,wte\n2024-06,Nursing,1\n2024-06,Nursing,"
                                   "0.4\n2024-06,Medical,1\n");
    g_auto(Loaded) sums = load("period,staff_group,wte\n2024-06,Nursing,1\n2024-06,Medical,1\n");
    g_auto(Loaded) large = load("period,staff_group,wte\n2024-06,Nursing,10\n2024-06,Nursing,1\n");
    g_auto(Loaded) told = load("period,staff_group,wte,headcount,surname\n"
                               "2024-06,Nursing,1,2,x\n2024-06,Nursing,1,,y\n"
                               "2024-06,Medical,1,1,z\n");
    g_auto(Loaded) status =
        load("period,staff_group,wte,assignment status\n2024-06,Nursing,1,Active\n");

    assert_posts(&repeated, "2024-06|||Medical|Medical|1|1\n2024-06|||Nursing|Nursing|1.4|2\n");
    assert_posts(&sums, "2024-06|||Medical|Medical|1|-1\n2024-06|||Nursing|Nursing|1|-1\n");
    assert_posts(&large, "2024-06|||Nursing|Nursing|11|-1\n");
    /* Of one of two rows people are not known, so not of their sum. */
    assert_posts(&told, "2024-06|||Medical|Medical|1|1\n2024-06|||Nursing|Nursing|2|-1\n");
    assert_posts(&status, "2024-06|||Nursing|Nursing|1|1\n");
}

static void
test_added_up(void)
{
    static const char *const rows[] = {
        "2024-06,A,W1,Nurse,Nursing,1.25,2\n", "2024-06,A,W1,Nurse,Nursing,0.75,1\n",
        "2024-06,A,W2,Nurse,Nursing,1,1\n",    "2024-06,B,W1,Nurse,Nursing,1,1\n",
        "2024-07,A,W1,Nurse,Nursing,1,1\n",    "2024-06,A,W1,Nurse,Bank,1.5,2\n",
    };
    static const guint orders[][6] = {{0, 1, 2, 3, 4, 5},
                                      {5, 4, 3, 2, 1, 0},
                                      {3, 0, 5, 1, 4, 2},
                                      {1, 5, 0, 2, 3, 4}};

    for (guint i = 0; i < G_N_ELEMENTS(orders); i++) {
        g_autoptr(GString) text =
            g_string_new("period,site,department,role,staff_group,wte,headcount\n");

        for (guint k = 0; k < G_N_ELEMENTS(rows); k++)
            g_string_append(text, rows[orders[i][k]]);
        {
            g_auto(Loaded) it = load(text->str);

            /* Two WTE of one group outweigh 1.5 of the other. */
            assert_posts(&it, "2024-06|A|W1|Nurse|Nursing|3.5|5\n2024-06|A|W2|Nurse|Nursing|1|1\n"
                              "2024-06|B|W1|Nurse|Nursing|1|1\n2024-07|A|W1|Nurse|Nursing|1|1\n");
            assert_issues(&it, "note several-staff-groups 0:0 in some places a role has several "
                               "staff groups, and the one with the most WTE is taken: “Nurse”\n");
        }
    }
}

static void
test_bad_rows(void)
{
    g_auto(Loaded) it = load("period,site,role,staff_group,wte,headcount\n"
                             "2024-06,A,Nurse,Nursing,1,1\n"
                             "soon,A,Nurse,Nursing,1,1\n"
                             "2024-06,A,Nurse,Nursing,many,1\n"
                             "2024-06,A,Nurse,Nursing,-1,1\n"
                             "2024-06,A,Nurse,Nursing,,1\n"
                             "2024-06,A,Nurse,Nursing,1e5,1\n"
                             "2024-06,A,Nurse,Nursing,99999999999999,1\n"
                             "2024-06,A,Nurse,Nursing,1,-2\n"
                             "2024-06,A,Nurse,Nursing,1,ten\n"
                             "2024-06,A,,,1,1\n"
                             "2024-06,A,Nurse,1,1\n"
                             "2024-06,\"A\"x,Nurse,Nursing,1,1\n"
                             "2024-06,A\x01,Nurse,Nursing,1,1\n"
                             "2007-08,A,Nurse,Nursing,1,1\n"
                             ",,,,,\n"
                             "\n"
                             "2024-06,A,Nurse,Nursing,2,2\n"
                             "2024-06,\"A,Nurse,Nursing,2,2\n");

    assert_posts(&it, "2024-06|A||Nurse|Nursing|3|3\n");
    assert_issues(&it, "error bad-period 3:1 “soon” is not a period; write a day as 2024-06-14, "
                       "a month as 2024-06 or a financial year as 2024-25\n"
                       "error bad-wte 4:5 “many” is not a number\n"
                       "error bad-wte 5:5 “-1” is below zero\n"
                       "error bad-wte 6:5 a number is missing\n"
                       "error bad-wte 7:5 “1e5” is not a number\n"
                       "error bad-wte 8:5 “99999999999999” is more than a million\n"
                       "error bad-headcount 9:6 “-2” is below zero\n"
                       "error bad-headcount 10:6 “ten” is not a number\n"
                       "error no-role 11:0 the row names neither a role nor a staff group\n"
                       "error wrong-number-of-fields 12:5 the row has 5 fields where the header "
                       "has 6\n"
                       "error bad-quote 13:2 only a comma may follow a closing quote\n"
                       "error bad-text 14:2 the text holds characters that cannot be printed\n"
                       "error bad-period 15:1 “2007-08” could be a month or a financial year; "
                       "write the financial year with a stroke, as in 2007/08, and the month in "
                       "letters, as in Aug 2007\n"
                       "error open-quote 19:2 a quote is opened and never closed\n");
}

static void
test_many_bad_rows(void)
{
    g_autoptr(GString) text = g_string_new("period,role,staff_group,wte\n2024-06,a,b,1\n");

    for (guint i = 0; i < 1000; i++)
        g_string_append(text, "2024-06,a,b,x\n");
    {
        g_auto(Loaded) it = load(text->str);
        guint n = gp_issue_list_size(it.issues);

        g_assert_no_error(it.error);
        g_assert_cmpuint(n, ==, 201);
        g_assert_cmpstr(gp_issue_list_get(it.issues, 200)->message, ==,
                        "800 more rows are refused");
    }
}

static void
test_what_cannot_be_right(void)
{
    g_auto(Loaded) it = load("period,role,staff_group,wte,headcount\n"
                             "2024-06,a,g,15.1,10\n"
                             "2024-06,b,g,15,10\n"
                             "2024-06,c,g,10,10\n"
                             "2024-06,d,g,0.5,0\n"
                             "2024-06,e,g,0,0\n"
                             "2024-06,F,g,1,1.5\n"
                             "2024-06,f,g,1,1\n"
                             "2024-06,Total,,25,30\n"
                             "2024-06,,TOTAL,25,30\n"
                             "2024-06,x,Grand total,25,30\n");

    g_assert_cmpuint(it.staff->posts->len, ==, 7);
    assert_issues(
        &it, "warning total-row 9:2 a total is left out, because it would count staff twice "
             "(3 rows; this is the first)\n"
             "warning implausible-wte 2:4 there are more than 1.5 WTE for each person; please "
             "check the two columns (2 rows; this is the first)\n"
             "note fewer-people-than-wte 3:5 there are fewer people than WTE (1 row)\n"
             "note rounded-staff 7:4 a figure is rounded to a millionth of a WTE, or to whole "
             "people (1 row)\n"
             "warning similar-roles 0:0 names that differ in capitals or blanks alone count as "
             "different roles: “F”, “f”\n");
}

/* A column of each person's own dates is no column of extracts. */
static void
test_dates_of_persons(void)
{
    g_autoptr(GString) text = g_string_new("effective date,role,staff_group,wte,headcount\n");

    for (guint i = 0; i < 61; i++)
        g_string_append_printf(text, "2024-%02u-%02u,a,b,1,1\n", 4 + i / 28, 1 + i % 28);
    {
        g_auto(Loaded) it = load(text->str);

        assert_issues(&it, "warning many-extracts 0:0 2024-25 has more than 60 different periods; "
                           "the column should tell the day of the extract, not a date of each "
                           "person\n");
    }
    g_string_truncate(text, text->len - strlen("2024-06-05,a,b,1,1\n"));
    {
        g_auto(Loaded) it = load(text->str);

        g_assert_cmpuint(gp_workforce_n_extracts(it.staff, 2024), ==, 60);
        assert_issues(&it, "");
    }
}

static void
test_refused_files(void)
{
    static const struct {
        const char *text;
        gssize length;
        const char *place, *part;
    } cases[] = {
        {"", 0, ": ", "the file is empty"},
        {"# only this\n", -1, ": ", "the file is empty"},
        {"site,role,wte\n", -1, ":1: ", "the columns period, role (or staff_group) and wte are"},
        {"#\nperiod,wte\n2024-04,1\n", -1, ":2: ", "the columns period, role (or staff_group)"},
        {"period,role\n2024-04,x\n", -1, ":1: ", "and wte are needed"},
        {"period;role;wte\n2024-04;x;1\n", -1, ":1: ", "parted by “;” or tabs"},
        {"\"period,role,wte\n", -1, ":1: ", "the header is not a row of CSV"},
        {"period,role,wte\n2024-04,N\xe9,1\n", -1, ": ", "the file is not UTF-8 text"},
        {"period,role,wte\n2024-04,N\0e,1\n", 27, ": ", "the file is not UTF-8 text"},
        {"period,role,wte\n2024-04,x,-1\n2024-04,y,z\n", -1,
         ":2:3: ", "“-1” is below zero; no row of the file can be used"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(Loaded) it = load_bytes(cases[i].text, cases[i].length, NULL);
        g_autofree char *begin = g_strconcat(it.path, cases[i].place, NULL);

        g_assert_error(it.error, GP_ERROR, GP_ERROR_MALFORMED);
        g_test_message("%s", it.error->message);
        g_assert_null(it.staff);
        g_assert_true(g_str_has_prefix(it.error->message, begin));
        g_assert_nonnull(strstr(it.error->message, cases[i].part));
    }
}

static void
test_too_many_people(void)
{
    g_autoptr(GString) text = g_string_new("period,role,staff_group,wte\n");

    for (guint i = 0; i < 1001; i++)
        g_string_append_printf(text, "2024-06,r%u,g,1000000\n", i);
    {
        g_auto(Loaded) it = load(text->str);

        g_assert_error(it.error, GP_ERROR, GP_ERROR_MALFORMED);
        g_assert_nonnull(strstr(it.error->message, "staff.csv: the staff of all extracts comes to "
                                                   "more than a thousand million people"));
    }
}

static void
test_nearest_fy(void)
{
    g_auto(Loaded) none = load("period,role,wte\n");
    g_auto(Loaded) some = load("period,role,wte\n2022-03,x,1\n2019/20,x,1\n2024-05-01,x,1\n");
    static const int cases[][2] = {{2017, 2019}, {2018, 2019}, {2019, 2019},
                                   {2020, 2019}, {2021, 2021}, {2022, 2021},
                                   {2023, 2021}, {2024, 2024}, {2099, 2024}};

    g_assert_cmpint(gp_workforce_nearest_fy(none.staff, 2024), ==, 0);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(gp_workforce_nearest_fy(some.staff, cases[i][0]), ==, cases[i][1]);
}

static void
test_n_extracts(void)
{
    g_auto(Loaded) it = load("period,role,wte\n2024-04,x,1\n2024-10,x,1\n2024-04,y,1\n"
                             "2025-03-31,x,1\n2025-04,x,1\n2024-03-31,x,1\n");
    /* A year and its first month begin on the same day, and are two periods all the same. */
    g_auto(Loaded) same = load("period,role,wte\n2024/25,x,1\n2024-04,x,1\n2024-04-01,x,1\n"
                               "2024-04,y,1\n");

    g_assert_cmpuint(gp_workforce_n_extracts(it.staff, 2024), ==, 3);
    g_assert_cmpuint(gp_workforce_n_extracts(it.staff, 2025), ==, 1);
    g_assert_cmpuint(gp_workforce_n_extracts(it.staff, 2023), ==, 1);
    g_assert_cmpuint(gp_workforce_n_extracts(it.staff, 2022), ==, 0);
    g_assert_cmpuint(gp_workforce_n_extracts(same.staff, 2024), ==, 3);
    gp_workforce_free(NULL);
}

/* `site department role` of the posts of a year, in the order of gp_workforce_year(). */
static char *
year_of(const GpWorkforce *staff, int fy)
{
    g_autoptr(GArray) places = gp_workforce_year(staff, fy);
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < places->len; i++) {
        guint place = g_array_index(places, guint, i);
        const GpPost *post = &g_array_index(staff->posts, GpPost, place);
        char period[GP_SPAN_TEXT];

        gp_span_print(post->period, period);
        g_string_append_printf(out, "%s %s %s %s\n", post->site, post->department, post->role,
                               period);
    }
    return g_string_free(out, FALSE);
}

static void
test_year(void)
{
    g_auto(Loaded) it = load("period,site,department,role,wte\n"
                             "2024-10,B,W1,x,1\n2024-04,B,W1,x,1\n2024-04,A,W2,y,1\n"
                             "2024-10,A,W10,y,1\n2025-04,B,W1,x,1\n2025-04,A,W9,y,1\n"
                             "2024-04,A,W10,z,1\n2024-10,A,W2,y,1\n2019/20,Z,,x,1\n");
    g_autofree char *several = year_of(it.staff, 2024), *one = year_of(it.staff, 2025);
    g_autofree char *none = year_of(it.staff, 2023);

    g_assert_cmpstr(several, ==,
                    "A W10 y 2024-10\nA W10 z 2024-04\nA W2 y 2024-04\nA W2 y 2024-10\n"
                    "B W1 x 2024-04\nB W1 x 2024-10\n");
    g_assert_cmpstr(one, ==, "A W9 y 2025-04\nB W1 x 2025-04\n");
    g_assert_cmpstr(none, ==, "");
}

/* The numbers of a post's texts stand for them, whatever was added up and moved. */
static void
test_names(void)
{
    g_auto(Loaded) it = load("period,site,department,role,staff_group,wte\n"
                             "2024-10,B,W1,x,g,1\n2024-04,B,W1,x,h,1\n2024-04,B,W1,x,g,0.5\n"
                             "2024-04,A,B,,g,1\n2024-04,B,W1,x,g,0.4\n");
    g_autoptr(GpWorkforce) again = gp_workforce_new();
    const GpWorkforce *both[] = {it.staff, again};

    g_assert_no_error(it.error);
    g_assert_cmpuint(it.staff->posts->len, ==, 3);
    for (guint i = it.staff->posts->len; i > 0; i--)
        gp_workforce_add(again, &g_array_index(it.staff->posts, GpPost, i - 1));
    g_assert_true(gp_workforce_settle(again, it.issues, NULL));
    for (guint w = 0; w < G_N_ELEMENTS(both); w++) {
        g_assert_cmpuint(both[w]->names->len, ==, 3);
        for (guint i = 0; i < 3; i++) {
            const GpPost *post = &g_array_index(both[w]->posts, GpPost, i);
            const GpPostNames *names = &g_array_index(both[w]->names, GpPostNames, i);
            const GpDict *texts = both[w]->texts;

            g_assert_cmpstr(gp_dict_name(texts, names->site), ==, post->site);
            g_assert_cmpstr(gp_dict_name(texts, names->department), ==, post->department);
            g_assert_cmpstr(gp_dict_name(texts, names->role), ==, post->role);
            g_assert_cmpstr(gp_dict_name(texts, names->staff_group), ==, post->staff_group);
            g_assert_cmpstr(post->role, ==, g_array_index(it.staff->posts, GpPost, i).role);
        }
        /* one h outweighs 0.9 g */
        g_assert_cmpstr(g_array_index(both[w]->posts, GpPost, 1).staff_group, ==, "h");
    }
}

/* Quotes in cells are undone once, in rows that say no period, too. */
static void
test_quotes_in_cells(void)
{
    g_auto(Loaded) it = load("period,role,staff_group,wte,note\n"
                             "2024-04,\"the \"\"\"\"old\"\"\"\" x\",\" g\"\"\",\" 1 \",\"\"\"\"\n"
                             ",\"\"\"\"\"\"\"\"\"\",\"\",1,\n"
                             "\"\", ,\t,\"  \",\n");

    assert_posts(&it, "2024-04|||the \"\"old\"\" x|g\"|1|-1\n");
    assert_issues(&it, "note ignored-column 1:5 not used: “note”\n"
                       "error bad-period 3:1 “” is not a period; write a day as 2024-06-14, a "
                       "month as 2024-06 or a financial year as 2024-25\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/workforce/canonical", test_canonical);
    g_test_add_func("/workforce/staff-group-as-role", test_staff_group_as_role);
    g_test_add_func("/workforce/catalogue", test_catalogue);
    g_test_add_func("/workforce/aliases", test_aliases);
    g_test_add_func("/workforce/alias-beside-alias", test_alias_beside_alias);
    g_test_add_func("/workforce/periods", test_periods);
    g_test_add_func("/workforce/personal-columns", test_personal_columns);
    g_test_add_func("/workforce/which-columns-are-personal", test_which_columns_are_personal);
    g_test_add_func("/workforce/assignments", test_assignments);
    g_test_add_func("/workforce/added-up", test_added_up);
    g_test_add_func("/workforce/bad-rows", test_bad_rows);
    g_test_add_func("/workforce/many-bad-rows", test_many_bad_rows);
    g_test_add_func("/workforce/what-cannot-be-right", test_what_cannot_be_right);
    g_test_add_func("/workforce/dates-of-persons", test_dates_of_persons);
    g_test_add_func("/workforce/refused-files", test_refused_files);
    g_test_add_func("/workforce/too-many-people", test_too_many_people);
    g_test_add_func("/workforce/nearest-fy", test_nearest_fy);
    g_test_add_func("/workforce/n-extracts", test_n_extracts);
    g_test_add_func("/workforce/year", test_year);
    g_test_add_func("/workforce/names", test_names);
    g_test_add_func("/workforce/quotes-in-cells", test_quotes_in_cells);
    return g_test_run();
}
