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

#define NOT_ASKED (GP_DICT_NONE - 1)

/* What follows from a text, whichever of the columns of names it stands in. */
typedef struct {
    gboolean is_clean, is_total;
    guint32 as_group;   /* the staff group, as the catalogue writes it, that the text means; or
                           NOT_ASKED */
    guint32 role_group; /* the staff group of a role of that name; GP_DICT_NONE: it is not known; or
                           NOT_ASKED */
} Name;

/* What follows from a text in the column of periods. */
typedef struct {
    GpPeriodStatus status;
    GpSpan span;
} Period;

/* A file has tens of thousands of rows, but few different texts: each is looked into once. */
typedef struct {
    const char *path;
    const GpRoleCatalogue *catalogue; /* (nullable) */
    GpIssueList *issues;
    GpStaffHeader header;
    GpWorkforce *workforce; /* borrowed */
    const char *bytes;      /* of the file */
    guint32 nothing;        /* the text "" */
    GArray *names;          /* (element-type Name) of the texts of the workforce, by their number */
    GpDict *period_texts;
    GArray *periods; /* (element-type Period) of these texts, by their number */
    guint64 line;
    guint64 n_refused;
    char *first_refusal; /* (nullable) */
    gint64 most_wte_micro;
    GpNameList without_group;
    Tally totals, fewer_people, too_few_people, rounded;
} Reader;

static void
reader_clear(Reader *self)
{
    g_array_unref(self->names);
    gp_dict_free(self->period_texts);
    g_array_unref(self->periods);
    g_free(self->first_refusal);
    gp_name_list_clear(&self->without_group);
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
    guint32 id = gp_dict_intern(self->period_texts, cell.text, cell.length);
    const char *text = gp_dict_name(self->period_texts, id);
    const Period *period;

    if (id == self->periods->len) {
        Period read = {0};

        read.status = gp_staff_period_parse(text, &read.span);
        g_array_append_val(self->periods, read);
    }
    period = &g_array_index(self->periods, Period, id);
    *out_period = period->span;
    return period->status == GP_PERIOD_READ || refuse_period(self, text, period->status);
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

/* A line of sums at the end of an export would count everybody twice. */
static gboolean
is_total(const char *text)
{
    static const char *const names[] = {"total", "totals", "grand total", "subtotal", "sub total"};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_ascii_strcasecmp(text, names[i]) == 0)
            return TRUE;
    }
    return FALSE;
}

static guint32
intern(Reader *self, const char *text)
{
    return gp_dict_intern(self->workforce->texts, text, strlen(text));
}

static Name *
name_of(Reader *self, guint32 id)
{
    while (id >= self->names->len) {
        const char *text = gp_dict_name(self->workforce->texts, self->names->len);
        Name name = {.is_clean = gp_text_is_clean(text, strlen(text)),
                     .is_total = is_total(text),
                     .as_group = NOT_ASKED,
                     .role_group = NOT_ASKED};

        g_array_append_val(self->names, name);
    }
    return &g_array_index(self->names, Name, id);
}

static gboolean
take_name(Reader *self,
          const GpCsvField *fields,
          GpStaffColumn column,
          gboolean *io_is_total,
          guint32 *out_id)
{
    GpCsvCell cell = cell_of(self, fields, column);
    const Name *name;

    *out_id = gp_dict_intern(self->workforce->texts, cell.text, cell.length);
    name = name_of(self, *out_id);
    *io_is_total = *io_is_total || name->is_total;
    return name->is_clean || refuse(self, number_of(self, column), "bad-text",
                                    "the text holds characters that cannot be printed");
}

static const GpCatalogueRole *
find_in_catalogue(const Reader *self, guint32 id)
{
    return self->catalogue == NULL
               ? NULL
               : gp_role_catalogue_find(self->catalogue, gp_dict_name(self->workforce->texts, id),
                                        NULL);
}

/* A staff group as the catalogue writes it. */
static guint32
as_group(Reader *self, guint32 id)
{
    if (name_of(self, id)->as_group == NOT_ASKED) {
        const GpCatalogueRole *known = find_in_catalogue(self, id);
        gboolean is_group = known != NULL && g_str_equal(known->role, known->staff_group);
        guint32 group = is_group ? intern(self, known->staff_group) : id;

        name_of(self, id)->as_group = group;
    }
    return name_of(self, id)->as_group;
}

/* The staff group of a role. */
static guint32
group_of(Reader *self, guint32 id)
{
    if (name_of(self, id)->role_group == NOT_ASKED) {
        const GpCatalogueRole *known = find_in_catalogue(self, id);
        guint32 group = known == NULL ? self->nothing : intern(self, known->staff_group);

        if (known == NULL)
            gp_name_list_add(&self->without_group, gp_dict_name(self->workforce->texts, id));
        name_of(self, id)->role_group = group;
    }
    return name_of(self, id)->role_group;
}

/* The staff group as the catalogue writes it, and from the role where it is not told; the role is
 * the staff group where it is not told. */
static void
complete(Reader *self, GpPostNames *names)
{
    if (names->staff_group == self->nothing) {
        names->staff_group = group_of(self, names->role);
        return;
    }
    names->staff_group = as_group(self, names->staff_group);
    if (names->role == self->nothing)
        names->role = names->staff_group;
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
    if (names.role == self->nothing && names.staff_group == self->nothing)
        return refuse(self, 0, "no-role", "the row names neither a role nor a staff group");
    complete(self, &names);
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
                             .catalogue = catalogue,
                             .issues = issues,
                             .workforce = workforce,
                             .names = g_array_new(FALSE, FALSE, sizeof(Name)),
                             .period_texts = gp_dict_new(),
                             .periods = g_array_new(FALSE, FALSE, sizeof(Period)),
                             .without_group = gp_name_list_new()};

    reader.nothing = intern(&reader, "");
    if (!read_file(&reader, error))
        return NULL;
    if (workforce->posts->len == 0 && reader.first_refusal != NULL)
        return gp_throw_null(error, GP_ERROR_MALFORMED, "%s; no row of the file can be used",
                             reader.first_refusal);
    say_tallies(&reader);
    say_names(&reader, &reader.without_group, GP_SEVERITY_NOTE, "no-staff-group",
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
