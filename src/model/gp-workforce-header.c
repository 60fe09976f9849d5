/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-text.h"
#include "gp-workforce-private.h"

/* What payroll extracts call the columns, in lower case with one underscore for whatever else
 * stands between words. Where a file has several names of one column, the first here is read. */
static const struct {
    GpStaffColumn column;
    const char *name;
} known_names[] = {
    {GP_STAFF_PERIOD, "period"},
    {GP_STAFF_PERIOD, "effective_date"},
    {GP_STAFF_PERIOD, "date"},
    {GP_STAFF_PERIOD, "month"},
    {GP_STAFF_PERIOD, "tm_year_month"},
    {GP_STAFF_PERIOD, "year_month"},
    {GP_STAFF_PERIOD, "as_at"},
    {GP_STAFF_PERIOD, "as_at_date"},
    {GP_STAFF_PERIOD, "snapshot_date"},
    {GP_STAFF_PERIOD, "extract_date"},
    {GP_STAFF_PERIOD, "report_date"},
    {GP_STAFF_PERIOD, "reporting_date"},
    {GP_STAFF_PERIOD, "reporting_period"},
    {GP_STAFF_PERIOD, "period_end"},
    {GP_STAFF_PERIOD, "month_end"},
    {GP_STAFF_PERIOD, "financial_year"},
    {GP_STAFF_PERIOD, "year"},
    {GP_STAFF_SITE, "site"},
    {GP_STAFF_SITE, "site_code"},
    {GP_STAFF_SITE, "ods_site_code"},
    {GP_STAFF_SITE, "location_code"},
    {GP_STAFF_SITE, "location"},
    {GP_STAFF_SITE, "work_location"},
    {GP_STAFF_SITE, "base"},
    {GP_STAFF_SITE, "site_name"},
    {GP_STAFF_SITE, "location_name"},
    {GP_STAFF_DEPARTMENT, "department"},
    {GP_STAFF_DEPARTMENT, "department_code"},
    {GP_STAFF_DEPARTMENT, "cost_centre"},
    {GP_STAFF_DEPARTMENT, "cost_center"},
    {GP_STAFF_DEPARTMENT, "cost_centre_code"},
    {GP_STAFF_DEPARTMENT, "cost_code"},
    {GP_STAFF_DEPARTMENT, "department_name"},
    {GP_STAFF_DEPARTMENT, "dept"},
    {GP_STAFF_DEPARTMENT, "organisation"},
    {GP_STAFF_DEPARTMENT, "organization"},
    {GP_STAFF_DEPARTMENT, "organisation_name"},
    {GP_STAFF_DEPARTMENT, "ward"},
    {GP_STAFF_DEPARTMENT, "team"},
    {GP_STAFF_DEPARTMENT, "directorate"},
    {GP_STAFF_ROLE, "role"},
    {GP_STAFF_ROLE, "job_role"},
    {GP_STAFF_ROLE, "role_name"},
    {GP_STAFF_ROLE, "job_title"},
    {GP_STAFF_ROLE, "position_title"},
    {GP_STAFF_ROLE, "post_title"},
    {GP_STAFF_ROLE, "occupation"},
    {GP_STAFF_GROUP, "staff_group"},
    {GP_STAFF_GROUP, "staffgroup"},
    {GP_STAFF_GROUP, "staff_group_name"},
    {GP_STAFF_GROUP, "main_staff_group"},
    {GP_STAFF_GROUP, "nhs_staff_group"},
    {GP_STAFF_WTE, "wte"},
    {GP_STAFF_WTE, "fte"},
    {GP_STAFF_WTE, "total_wte"},
    {GP_STAFF_WTE, "total_fte"},
    {GP_STAFF_WTE, "sum_of_wte"},
    {GP_STAFF_WTE, "sum_of_fte"},
    {GP_STAFF_WTE, "contracted_wte"},
    {GP_STAFF_WTE, "contracted_fte"},
    {GP_STAFF_WTE, "wte_contracted"},
    {GP_STAFF_WTE, "fte_contracted"},
    {GP_STAFF_WTE, "assignment_wte"},
    {GP_STAFF_WTE, "assignment_fte"},
    {GP_STAFF_WTE, "staff_in_post_wte"},
    {GP_STAFF_WTE, "staff_in_post_fte"},
    {GP_STAFF_WTE, "whole_time_equivalent"},
    {GP_STAFF_WTE, "whole_time_equivalents"},
    {GP_STAFF_WTE, "full_time_equivalent"},
    {GP_STAFF_WTE, "full_time_equivalents"},
    {GP_STAFF_HEADCOUNT, "headcount"},
    {GP_STAFF_HEADCOUNT, "head_count"},
    {GP_STAFF_HEADCOUNT, "total_headcount"},
    {GP_STAFF_HEADCOUNT, "sum_of_headcount"},
    {GP_STAFF_HEADCOUNT, "staff_in_post_headcount"},
    {GP_STAFF_HEADCOUNT, "people"},
    {GP_STAFF_HEADCOUNT, "number_of_staff"},
};

/* Words of a header that are about one person, whatever stands beside them. */
static const char *const person_words[] = {
    "surname",    "forename",  "forenames", "firstname", "lastname",    "fullname", "initials",
    "maiden",     "dob",       "birth",     "birthdate", "birthday",    "age",      "gender",
    "sex",        "sexual",    "ethnic",    "ethnicity", "religion",    "marital",  "religious",
    "disability", "disabled",  "nino",      "insurance", "nationality", "payroll",  "passport",
    "username",   "smartcard", "employee",  "person"};

/* Words that are personal unless they are about a place. */
static const char *const contact_words[] = {
    "email",   "mail",   "telephone", "phone",    "mobile",  "kin",       "postcode",
    "address", "salary", "absence",   "sickness", "manager", "supervisor"};
static const char *const place_words[] = {"site",         "location", "department", "organisation",
                                          "organization", "trust",    "group",      "base"};

/* Words that are personal together: `Staff number`, `Known as`. */
static const char *const owner_words[] = {
    "staff",  "user",  "esr",    "ni",     "emp",   "nhs",        "first", "last",      "full",
    "worker", "given", "family", "middle", "legal", "assignment", "known", "preferred", "display"};
static const char *const label_words[] = {"number", "no", "num", "id", "name", "as"};

static gboolean
has_word(char **words, const char *const *list, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        if (g_strv_contains((const char *const *)words, list[i]))
            return TRUE;
    }
    return FALSE;
}

#define HAS_WORD(words, list) has_word(words, list, G_N_ELEMENTS(list))

typedef struct {
    gboolean is_personal;
    gboolean tells_rows; /* who or which assignment a row is */
} About;

static About
about_what(const char *name)
{
    g_auto(GStrv) words = g_strsplit(name, "_", -1);
    gboolean is_of_assignment = g_strv_contains((const char *const *)words, "assignment");

    if (g_str_equal(name, "name") || HAS_WORD(words, person_words))
        return (About){TRUE, TRUE};
    if (HAS_WORD(words, place_words))
        return (About){FALSE, FALSE};
    if (HAS_WORD(words, owner_words) && HAS_WORD(words, label_words))
        return (About){TRUE, TRUE};
    return (About){HAS_WORD(words, contact_words), is_of_assignment};
}

/* `Cost Centre` and `COST-CENTRE ` as `cost_centre`. */
static char *
plain_name(const char *text)
{
    GString *out = g_string_new(NULL);

    for (const char *p = text; *p != '\0'; p++) {
        if (g_ascii_isalnum(*p))
            g_string_append_c(out, g_ascii_tolower(*p));
        else if (out->len > 0 && out->str[out->len - 1] != '_')
            g_string_append_c(out, '_');
    }
    while (out->len > 0 && out->str[out->len - 1] == '_')
        g_string_truncate(out, out->len - 1);
    return g_string_free(out, FALSE);
}

/* The place of a name in the list of known ones; their number if it is not there. */
static guint
rank_of(const char *name)
{
    guint rank = 0;

    while (rank < G_N_ELEMENTS(known_names) && !g_str_equal(known_names[rank].name, name))
        rank++;
    return rank;
}

static void
place_columns(GpStaffHeader *self, char **names)
{
    guint ranks[GP_N_STAFF_COLUMNS];

    for (guint i = 0; i < GP_N_STAFF_COLUMNS; i++) {
        self->columns[i] = -1;
        ranks[i] = G_MAXUINT;
    }
    for (guint i = 0; i < self->n_columns; i++) {
        guint rank = rank_of(names[i]);
        GpStaffColumn column;

        if (rank == G_N_ELEMENTS(known_names))
            continue;
        column = known_names[rank].column;
        if (rank < ranks[column]) {
            ranks[column] = rank;
            self->columns[column] = (int)i;
        }
    }
}

static gboolean
is_read(const GpStaffHeader *self, guint column)
{
    for (guint i = 0; i < GP_N_STAFF_COLUMNS; i++) {
        if (self->columns[i] == (int)column)
            return TRUE;
    }
    return FALSE;
}

/* What is said of columns that are not read; the first of them. */
typedef struct {
    GString *list;
    guint first, n;
} Unread;

static void
add_unread(Unread *self, const char *const *cells, guint column)
{
    g_autofree char *quoted = gp_text_quoted(cells[column]);

    if (self->n++ == 0)
        self->first = column;
    g_string_append_printf(self->list, "%s“%s”", self->n == 1 ? "" : ", ", quoted);
}

static void
say_unread(GpStaffHeader *self,
           const char *const *cells,
           char **names,
           const char *path,
           guint64 line,
           GpIssueList *issues)
{
    g_autoptr(GString) personal_list = g_string_new(NULL), other_list = g_string_new(NULL);
    Unread personal = {personal_list, 0, 0}, others = {other_list, 0, 0};

    for (guint i = 0; i < self->n_columns; i++) {
        About about = about_what(names[i]);

        if (is_read(self, i) || *names[i] == '\0')
            continue;
        add_unread(about.is_personal ? &personal : &others, cells, i);
        self->lists_persons = self->lists_persons || about.tells_rows;
    }
    if (personal.n > 0)
        gp_issue_list_add_at(issues, GP_SEVERITY_WARNING, "personal-columns", path, line,
                             personal.first + 1,
                             "the file tells about persons: %s; nothing of %s was read, but please "
                             "take %s out of the file, and save it again",
                             personal_list->str, personal.n == 1 ? "this column" : "these columns",
                             personal.n == 1 ? "it" : "them");
    if (others.n > 0)
        gp_issue_list_add_at(issues, GP_SEVERITY_NOTE, "ignored-column", path, line,
                             others.first + 1, "not used: %s", other_list->str);
}

gboolean
gp_staff_header_read(GpStaffHeader *self,
                     const char *const *cells,
                     guint n,
                     const char *path,
                     guint64 line,
                     GpIssueList *issues,
                     GError **error)
{
    g_auto(GStrv) names = g_new0(char *, n + 1);
    const int *columns = self->columns;

    *self = (GpStaffHeader){.n_columns = n};
    for (guint i = 0; i < n; i++)
        names[i] = plain_name(cells[i]);
    place_columns(self, names);
    if (n == 1 && strpbrk(cells[0], ";\t") != NULL)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s:%" G_GUINT64_FORMAT ": the columns are parted by “;” or tabs; save the "
                        "file as CSV with commas",
                        path, line);
    if (columns[GP_STAFF_PERIOD] < 0 || columns[GP_STAFF_WTE] < 0 ||
        (columns[GP_STAFF_ROLE] < 0 && columns[GP_STAFF_GROUP] < 0))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s:%" G_GUINT64_FORMAT ": the columns period, role (or staff_group) and "
                        "wte are needed",
                        path, line);
    say_unread(self, cells, names, path, line, issues);
    return TRUE;
}
