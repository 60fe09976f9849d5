/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-number.h"
#include "gp-text.h"
#include "gp-workforce-private.h"

#define MAX_FILE_BYTES ((gsize)256 * 1024 * 1024)
#define MAX_COLUMNS 1024
#define MAX_REFUSALS_TOLD 200
#define MAX_EXTRACTS 60              /* in a year: more are dates of persons, not of extracts */
#define MAX_ASSIGNMENT_MICRO 1500000 /* WTE of one person */

/* How often something was met, and where first. */
typedef struct {
    guint64 n, line;
} Tally;

typedef struct {
    const char *path;
    GpIssueList *issues;
    GpStaffHeader header;
    GpWorkforce *workforce; /* borrowed */
    GpStaffTexts texts;
    const char *bytes; /* of the file */
    guint64 line;
    guint64 n_refused;
    char *first_refusal; /* (nullable) */
    gint64 most_wte_micro;
    Tally totals, fewer_people, too_few_people, rounded;
} Reader;

static void
reader_clear(Reader *self)
{
    gp_staff_texts_clear(&self->texts);
    g_free(self->first_refusal);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reader, reader_clear)

static void
count(Tally *self, guint64 line)
{
    if (self->n++ == 0)
        self->line = line;
}

G_GNUC_PRINTF(4, 5)
static gboolean
refuse(Reader *self, guint column, const char *code, const char *format, ...)
{
    g_autofree char *message = NULL;
    va_list args;

    va_start(args, format);
    message = g_strdup_vprintf(format, args);
    va_end(args);
    if (self->n_refused++ < MAX_REFUSALS_TOLD)
        gp_issue_list_add_at(self->issues, GP_SEVERITY_ERROR, code, self->path, self->line, column,
                             "%s", message);
    if (self->first_refusal == NULL)
        self->first_refusal = g_strdup_printf("%s:%" G_GUINT64_FORMAT ":%u: %s", self->path,
                                              self->line, column, message);
    return FALSE;
}

/* ---- a row ---- */

static GpCsvCell
cell_of(const Reader *self, const GpCsvField *fields, GpStaffColumn column)
{
    int at = self->header.columns[column];

    return at < 0 ? (GpCsvCell){"", 0} : gp_csv_cell_in_place(&fields[at]);
}

static guint
number_of(const Reader *self, GpStaffColumn column)
{
    return (guint)self->header.columns[column] + 1;
}

static gboolean
refuse_period(Reader *self, const char *text, GpPeriodStatus status)
{
    g_autofree char *quoted = gp_text_quoted(text);
    const char *reason = gp_period_status_reason(status);

    if (status == GP_PERIOD_AMBIGUOUS)
        reason = "could be a month or a financial year; write the financial year with a stroke, as "
                 "in 2007/08, and the month in letters, as in Aug 2007";
    return refuse(self, number_of(self, GP_STAFF_PERIOD), "bad-period", "“%s” %s", quoted, reason);
}

static gboolean
take_period(Reader *self, GpCsvCell cell, GpSpan *out_period)
{
    const GpStaffPeriod *period = gp_staff_texts_period(&self->texts, cell);

    *out_period = period->span;
    return period->status == GP_PERIOD_READ || refuse_period(self, period->text, period->status);
}

static gboolean
refuse_figure(Reader *self, guint column, const char *code, GpCsvCell cell, const char *reason)
{
    g_autofree char *text = g_strndup(cell.text, cell.length);
    g_autofree char *quoted = gp_text_quoted(text);

    return refuse(self, column, code, "“%s” %s", quoted, reason);
}

/* A plain number not below zero, as nearly all are. */
static gboolean
take_plainly(const Reader *self, GpCsvCell cell, int places, gint64 *out_value)
{
    gint64 micro;

    if (cell.text + cell.length - self->bytes < 16 ||
        !gp_number_parse_short(cell.text, cell.length, &micro) || micro < 0 ||
        micro > GP_MAX_STAFF * GP_MICRO || (places == 0 && micro % GP_MICRO != 0))
        return FALSE;
    *out_value = places == 0 ? micro / GP_MICRO : micro;
    return TRUE;
}

/* WTE in millionths, or people; a whole number is made of what was rounded to one. */
static gboolean
take_figure(Reader *self,
            GpStaffColumn column,
            GpCsvCell cell,
            int places,
            const char *code,
            gint64 *out_value)
{
    guint number = number_of(self, column);
    GpNumberStatus status;

    if (take_plainly(self, cell, places, out_value))
        return TRUE;
    status = gp_number_parse(cell.text, cell.length, places, out_value);
    if (status == GP_NUMBER_EMPTY)
        return refuse(self, number, code, "a number is missing");
    if (status == GP_NUMBER_MALFORMED)
        return refuse_figure(self, number, code, cell, "is not a number");
    if (status == GP_NUMBER_OVERFLOW || *out_value > GP_MAX_STAFF * (gint64)gp_power_of_ten(places))
        return refuse_figure(self, number, code, cell, "is more than a million");
    if (*out_value < 0)
        return refuse_figure(self, number, code, cell, "is below zero");
    if (status == GP_NUMBER_ROUNDED)
        count(&self->rounded, self->line);
    return TRUE;
}

static gboolean
take_name(Reader *self,
          const GpCsvField *fields,
          GpStaffColumn column,
          gboolean *io_is_total,
          guint32 *out_id)
{
    const GpStaffName *name;

    *out_id = gp_staff_texts_number(&self->texts, column, cell_of(self, fields, column));
    name = gp_staff_texts_name(&self->texts, *out_id);
    *io_is_total = *io_is_total || name->is_total;
    return name->is_clean || refuse(self, number_of(self, column), "bad-text",
                                    "the text holds characters that cannot be printed");
}

static void
weigh(Reader *self, const GpPost *post)
{
    gint64 people_micro = post->headcount * GP_MICRO;

    self->most_wte_micro = MAX(self->most_wte_micro, post->wte_micro);
    if (post->headcount < 0 || post->wte_micro <= people_micro)
        return;
    if (post->wte_micro > people_micro + people_micro / 2)
        count(&self->too_few_people, self->line);
    else
        count(&self->fewer_people, self->line);
}

static gboolean
take_names(Reader *self, const GpCsvField *fields, gboolean *out_is_total, GpPostNames *out_names)
{
    *out_is_total = FALSE;
    return take_name(self, fields, GP_STAFF_SITE, out_is_total, &out_names->site) &&
           take_name(self, fields, GP_STAFF_DEPARTMENT, out_is_total, &out_names->department) &&
           take_name(self, fields, GP_STAFF_ROLE, out_is_total, &out_names->role) &&
           take_name(self, fields, GP_STAFF_GROUP, out_is_total, &out_names->staff_group);
}

static gboolean
take_row(Reader *self, const GpCsvField *fields, GpCsvCell period)
{
    GpCsvCell headcount = cell_of(self, fields, GP_STAFF_HEADCOUNT);
    GpPost post = {.headcount = -1};
    gboolean is_total_row;
    GpPostNames names;

    if (!take_names(self, fields, &is_total_row, &names))
        return FALSE;
    if (is_total_row) {
        count(&self->totals, self->line);
        return TRUE;
    }
    if (!take_period(self, period, &post.period) ||
        !take_figure(self, GP_STAFF_WTE, cell_of(self, fields, GP_STAFF_WTE), GP_MICRO_PLACES,
                     "bad-wte", &post.wte_micro) ||
        (headcount.length > 0 &&
         !take_figure(self, GP_STAFF_HEADCOUNT, headcount, 0, "bad-headcount", &post.headcount)))
        return FALSE;
    if (names.role == self->texts.nothing && names.staff_group == self->texts.nothing)
        return refuse(self, 0, "no-role", "the row names neither a role nor a staff group");
    gp_staff_texts_complete(&self->texts, &names);
    weigh(self, &post);
    gp_workforce_add_named(self->workforce, post, names);
    return TRUE;
}

/* ---- a file ---- */

static gboolean
is_blank(const GpCsvField *fields, guint n)
{
    for (guint i = 0; i < n; i++) {
        if (fields[i].has_doubled_quotes || gp_csv_cell_in_place(&fields[i]).length > 0)
            return FALSE;
    }
    return TRUE;
}

static gboolean
consider_row(Reader *self, GpCsvStatus status, const GpCsvRow *row, const GpCsvField *fields)
{
    GpCsvCell period;

    if (status == GP_CSV_OPEN_QUOTE)
        return refuse(self, row->bad_field + 1, "open-quote", "a quote is opened and never closed");
    if (status != GP_CSV_ROW)
        return refuse(self, row->bad_field + 1, "bad-quote",
                      "only a comma may follow a closing quote");
    if (row->n_fields == 1 && fields[0].length == 0)
        return TRUE;
    if (row->n_fields != self->header.n_columns)
        return refuse(self, MIN(row->n_fields, self->header.n_columns), "wrong-number-of-fields",
                      "the row has %u fields where the header has %u", row->n_fields,
                      self->header.n_columns);
    period = cell_of(self, fields, GP_STAFF_PERIOD);
    return (period.length == 0 && is_blank(fields, row->n_fields)) ||
           take_row(self, fields, period);
}

static gboolean
read_header(
    Reader *self, GpCsvStatus status, const GpCsvRow *row, GpCsvField *fields, GError **error)
{
    const char *cells[MAX_COLUMNS];

    if (status != GP_CSV_ROW || row->n_fields > MAX_COLUMNS)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s:%" G_GUINT64_FORMAT ": the header is not a row of CSV", self->path,
                        self->line);
    gp_csv_cells_in_place(fields, row->n_fields, cells);
    return gp_staff_header_read(&self->header, cells, row->n_fields, self->path, self->line,
                                self->issues, error);
}

static gboolean
read_rows(Reader *self, const char *text, const char *end, GError **error)
{
    GpCsvField fields[MAX_COLUMNS];
    GpCsvRow row;

    self->line = 1;
    for (; text < end; text = row.next, self->line += row.n_lines) {
        gboolean is_comment = *text == '#' || *text == '\n' || *text == '\r';
        GpCsvStatus status;

        if (self->header.n_columns == 0 && is_comment) {
            row.next = gp_csv_next_line(text, end, TRUE);
            row.n_lines = 1;
            continue;
        }
        status = gp_csv_split(text, end, TRUE, fields, MAX_COLUMNS, &row);
        if (self->header.n_columns > 0)
            consider_row(self, status, &row, fields);
        else if (!read_header(self, status, &row, fields, error))
            return FALSE;
    }
    return self->header.n_columns > 0 ||
           gp_throw(error, GP_ERROR_MALFORMED, "%s: the file is empty", self->path);
}

static gboolean
read_file(Reader *self, GError **error)
{
    g_autofree char *bytes = NULL;
    gsize length;

    if (!gp_file_read(self->path, MAX_FILE_BYTES, &bytes, &length, error))
        return FALSE;
    if (!gp_text_is_utf8(bytes, length))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: the file is not UTF-8 text; save it as “CSV UTF-8”", self->path);
    bytes[length] = '\n';
    self->bytes = bytes;
    return read_rows(self, bytes + (g_str_has_prefix(bytes, "\xef\xbb\xbf") ? 3 : 0),
                     bytes + length, error);
}

/* ---- what is said of the whole ---- */

static void
say_tally(const Reader *self,
          const Tally *tally,
          GpSeverity severity,
          const char *code,
          GpStaffColumn column,
          const char *text)
{
    if (tally->n > 0)
        gp_issue_list_add_at(self->issues, severity, code, self->path, tally->line,
                             number_of(self, column), "%s (%" G_GUINT64_FORMAT " %s)", text,
                             tally->n, tally->n == 1 ? "row" : "rows; this is the first");
}

static void
say_tallies(const Reader *self)
{
    if (self->n_refused > MAX_REFUSALS_TOLD)
        gp_issue_list_add_at(self->issues, GP_SEVERITY_ERROR, "refused-rows", self->path, 0, 0,
                             "%" G_GUINT64_FORMAT " more rows are refused",
                             self->n_refused - MAX_REFUSALS_TOLD);
    say_tally(self, &self->totals, GP_SEVERITY_WARNING, "total-row",
              self->header.columns[GP_STAFF_ROLE] < 0 ? GP_STAFF_GROUP : GP_STAFF_ROLE,
              "a total is left out, because it would count staff twice");
    say_tally(self, &self->too_few_people, GP_SEVERITY_WARNING, "implausible-wte", GP_STAFF_WTE,
              "there are more than 1.5 WTE for each person; please check the two columns");
    say_tally(self, &self->fewer_people, GP_SEVERITY_NOTE, "fewer-people-than-wte",
              GP_STAFF_HEADCOUNT, "there are fewer people than WTE");
    say_tally(self, &self->rounded, GP_SEVERITY_NOTE, "rounded-staff", GP_STAFF_WTE,
              "a figure is rounded to a millionth of a WTE, or to whole people");
}

static void
say_names(const Reader *self,
          const GpNameList *names,
          GpSeverity severity,
          const char *code,
          const char *text)
{
    g_autofree char *list = NULL;

    if (gp_name_list_size(names) == 0)
        return;
    list = gp_name_list_print(names);
    gp_issue_list_add_at(self->issues, severity, code, self->path, 0, 0, "%s: %s", text, list);
}

/* Roles whose names differ in capitals or blanks alone. */
static void
say_similar_roles(const Reader *self)
{
    const GArray *posts = self->workforce->names;
    const GpDict *texts = self->workforce->texts;
    g_autoptr(GHashTable) by_fold = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree gboolean *is_seen = g_new0(gboolean, gp_dict_size(texts));
    g_auto(GpNameList) similar = gp_name_list_new();

    for (guint i = 0; i < posts->len; i++) {
        guint32 id = g_array_index(posts, GpPostNames, i).role;
        const char *role = gp_dict_name(texts, id);
        char *folded;
        const char *other;

        if (is_seen[id])
            continue;
        is_seen[id] = TRUE;
        folded = gp_text_fold(role);
        other = g_hash_table_lookup(by_fold, folded);
        if (other != NULL) {
            gp_name_list_add(&similar, role);
            gp_name_list_add(&similar, other);
        }
        g_hash_table_replace(by_fold, folded, (gpointer)role);
    }
    say_names(self, &similar, GP_SEVERITY_WARNING, "similar-roles",
              "names that differ in capitals or blanks alone count as different roles");
}

/* Different periods of a year, which are in their order. */
static void
say_many_extracts(const Reader *self)
{
    const GArray *extracts = self->workforce->extracts;

    for (guint i = 0; i + MAX_EXTRACTS < extracts->len; i++) {
        int fy = g_array_index(extracts, GpExtract, i).fy;
        char label[16];

        if (g_array_index(extracts, GpExtract, i + MAX_EXTRACTS).fy != fy)
            continue;
        gp_fy_print(fy, label);
        gp_issue_list_add_at(self->issues, GP_SEVERITY_WARNING, "many-extracts", self->path, 0, 0,
                             "%s has more than %d different periods; the column should tell the "
                             "day of the extract, not a date of each person",
                             label, MAX_EXTRACTS);
        return;
    }
}

/* A file of assignments without a headcount: each row is one person. */
static void
count_assignments(Reader *self)
{
    GArray *posts = self->workforce->posts;

    if (self->header.columns[GP_STAFF_HEADCOUNT] >= 0 || posts->len == 0 ||
        self->most_wte_micro > MAX_ASSIGNMENT_MICRO ||
        !(self->header.lists_persons || gp_workforce_has_repeats(self->workforce)))
        return;
    for (guint i = 0; i < posts->len; i++)
        g_array_index(posts, GpPost, i).headcount = 1;
    gp_issue_list_add_at(self->issues, GP_SEVERITY_NOTE, "rows-are-people", self->path, 0, 0,
                         "the file lists assignments and tells no headcount, so each row counts as "
                         "one person; somebody with two assignments counts twice");
}

GpWorkforce *
gp_workforce_load(const char *path,
                  const GpRoleCatalogue *catalogue,
                  GpIssueList *issues,
                  GError **error)
{
    g_autoptr(GpWorkforce) workforce = gp_workforce_new();
    g_auto(Reader) reader = {.path = path,
                             .issues = issues,
                             .workforce = workforce,
                             .texts = gp_staff_texts_new(workforce, catalogue)};

    if (!read_file(&reader, error))
        return NULL;
    if (workforce->posts->len == 0 && reader.first_refusal != NULL)
        return gp_throw_null(error, GP_ERROR_MALFORMED, "%s; no row of the file can be used",
                             reader.first_refusal);
    say_tallies(&reader);
    say_names(&reader, &reader.texts.without_group, GP_SEVERITY_NOTE, "no-staff-group",
              "roles of no known staff group");
    count_assignments(&reader);
    if (!gp_workforce_settle(workforce, issues, error)) {
        g_prefix_error(error, "%s: ", path);
        return NULL;
    }
    say_similar_roles(&reader);
    say_many_extracts(&reader);
    return g_steal_pointer(&workforce);
}
