/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-read-private.h"
#include "gp-text.h"

/* What is known of an activity in a unit, by the ids of the two texts. */
typedef struct {
    gboolean is_known;
    guint32 what; /* of the cube, if there is no refusal */
    GpRefusal refusal;
} Pair;

/* A column of names: their ids in the cube, and whether each may be used. */
typedef struct {
    GpDict *names;
    GArray *is_clean; /* (element-type gint8) by id: 1 clean, 0 not */
} NameColumn;

typedef struct {
    const GpReadRules *rules;
    const GpHeader *header;
    GpCube *cube;
    GpIssueList *issues;
    GpReadCount count;
    const char *file;

    /* the row at hand */
    guint64 line;
    GpCsvField fields[GP_MAX_COLUMNS];
    char *scratch; /* room for a field whose doubled quotes are undone */

    NameColumn sites, departments, roles;
    guint32 source;
    GpDict *activity_texts;
    GpDict *unit_texts;
    GPtrArray *pairs; /* (element-type GArray of Pair) by activity text, then by unit text */

    guint64 n_rounded, first_rounded_line;
    guint64 n_blank, first_blank_line;
} Reader;

static void
clear_pair(gpointer data)
{
    g_free(((Pair *)data)->refusal.message);
}

static GArray *
pairs_new(void)
{
    GArray *pairs = g_array_new(FALSE, TRUE, sizeof(Pair));

    g_array_set_clear_func(pairs, clear_pair);
    return pairs;
}

static void
reader_init(Reader *self, const GpReadRules *rules, const GpHeader *header, GpCube *cube)
{
    self->rules = rules;
    self->header = header;
    self->cube = cube;
    self->scratch = g_malloc(GP_MAX_ROW_BYTES);
    self->sites = (NameColumn){gp_cube_sites(cube), g_array_new(FALSE, TRUE, 1)};
    self->departments = (NameColumn){gp_cube_departments(cube), g_array_new(FALSE, TRUE, 1)};
    self->roles = (NameColumn){gp_cube_roles(cube), g_array_new(FALSE, TRUE, 1)};
    self->source = gp_dict_intern(gp_cube_sources(cube), rules->source, strlen(rules->source));
    self->activity_texts = gp_dict_new();
    self->unit_texts = gp_dict_new();
    self->pairs = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
}

static void
reader_clear(Reader *self)
{
    g_free(self->scratch);
    g_array_unref(self->sites.is_clean);
    g_array_unref(self->departments.is_clean);
    g_array_unref(self->roles.is_clean);
    gp_dict_free(self->activity_texts);
    gp_dict_free(self->unit_texts);
    g_ptr_array_unref(self->pairs);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reader, reader_clear)

G_GNUC_PRINTF(4, 5)
static gboolean
refuse(Reader *self, const char *code, int column, const char *format, ...)
{
    va_list args;
    g_autofree char *message = NULL;

    va_start(args, format);
    message = g_strdup_vprintf(format, args);
    va_end(args);
    gp_issue_list_add_at(self->issues, GP_SEVERITY_ERROR, code, self->file, self->line,
                         (guint)(column + 1), "%s", message);
    self->count.refused++;
    return FALSE;
}

/* The text of a field without doubled quotes and without blanks at its ends. */
static const char *
field_text(Reader *self, int column, gsize *out_length)
{
    const GpCsvField *field = &self->fields[column];
    const char *text = field->text;
    gsize length = field->length;

    if (field->has_doubled_quotes) {
        length = gp_csv_field_copy(field, self->scratch);
        text = self->scratch;
    }
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    while (length > 0 && (*text == ' ' || *text == '\t'))
        text++, length--;
    *out_length = length;
    return text;
}

static char *
quote_field(Reader *self, int column)
{
    gsize length;
    const char *text = field_text(self, column, &length);

    return gp_text_printable(text, length, 40);
}

static gboolean
refuse_period(Reader *self, int column, GpPeriodStatus status)
{
    g_autofree char *text = quote_field(self, column);

    if (*text == '\0')
        return refuse(self, "missing-period", column, "the %s is missing",
                      self->header->names[column]);
    return refuse(self, "bad-period", column, "“%s” %s", text, gp_period_status_reason(status));
}

static gboolean
read_one_period(Reader *self, int column, GpSpan *out_span)
{
    gsize length;
    const char *text = field_text(self, column, &length);
    GpPeriodStatus status = gp_period_parse(text, length, out_span);

    return status == GP_PERIOD_READ || refuse_period(self, column, status);
}

static gboolean
read_span(Reader *self, GpSpan *out_span)
{
    const GpHeader *header = self->header;
    GpSpan start, end;

    if (header->period >= 0)
        return read_one_period(self, header->period, out_span);
    if (!read_one_period(self, header->start, &start) || !read_one_period(self, header->end, &end))
        return FALSE;
    if (start.first != start.last || end.first != end.last)
        return refuse(self, "bad-period", header->start,
                      "start and end must be days, as in 2024-06-14");
    if (end.last < start.first)
        return refuse(self, "bad-period", header->end, "the end is before the start");
    *out_span = (GpSpan){start.first, end.last};
    return TRUE;
}

static gboolean
read_quantity(Reader *self, gint64 *out_quantity, gboolean *out_is_rounded)
{
    int column = self->header->quantity;
    gsize length;
    const char *text = field_text(self, column, &length);
    g_autofree char *quoted = NULL;

    switch (gp_number_parse(text, length, GP_MICRO_PLACES, out_quantity)) {
    case GP_NUMBER_EXACT:
        return TRUE;
    case GP_NUMBER_ROUNDED:
        *out_is_rounded = TRUE;
        return TRUE;
    case GP_NUMBER_EMPTY:
        return refuse(self, "missing-quantity", column, "the quantity is missing");
    case GP_NUMBER_OVERFLOW:
        quoted = quote_field(self, column);
        return refuse(self, "quantity-too-large", column,
                      "“%s” is too large: a quantity must be below nine million million", quoted);
    case GP_NUMBER_MALFORMED:
        break;
    }
    quoted = quote_field(self, column);
    return refuse(self, "bad-quantity", column,
                  "“%s” is not a number; write it in digits with a dot before the decimals, as in "
                  "1234.5",
                  quoted);
}

/* Finds out about an activity and a unit that were not met together before. */
static void
learn_pair(Reader *self, Pair *pair, const char *activity, const char *unit_text)
{
    GpUnit unit = gp_unit_table_find(gp_cube_units(self->cube), unit_text, strlen(unit_text));
    guint32 id;

    pair->is_known = TRUE;
    if (*activity == '\0')
        pair->refusal = (GpRefusal){"missing-activity", FALSE, g_strdup("the activity is missing")};
    else if (*unit_text == '\0')
        pair->refusal = (GpRefusal){"missing-unit", TRUE, g_strdup("the unit is missing")};
    else if (unit == GP_UNIT_NONE)
        pair->refusal = (GpRefusal){
            "unknown-unit", TRUE,
            g_strdup_printf("“%s” is not a known unit; give your own units with --units",
                            unit_text)};
    else
        pair->refusal = self->rules->takes(activity, unit, self->rules->takes_data);
    if (pair->refusal.code != NULL)
        return;
    id = gp_dict_intern(gp_cube_activities(self->cube), activity, strlen(activity));
    pair->what = gp_cube_intern_what(self->cube, (GpWhat){id, unit});
}

static Pair *
find_pair(Reader *self, guint32 activity, guint32 unit)
{
    GArray *row;

    while (self->pairs->len <= activity)
        g_ptr_array_add(self->pairs, pairs_new());
    row = g_ptr_array_index(self->pairs, activity);
    if (row->len <= unit)
        g_array_set_size(row, unit + 1);
    return &g_array_index(row, Pair, unit);
}

static guint32
intern_text(Reader *self, GpDict *dict, int column)
{
    gsize length;
    const char *text = field_text(self, column, &length);

    return gp_dict_intern(dict, text, length);
}

static gboolean
read_what(Reader *self, guint32 *out_what)
{
    const GpHeader *header = self->header;
    guint32 activity = intern_text(self, self->activity_texts, header->activity);
    guint32 unit = intern_text(self, self->unit_texts, header->unit);
    Pair *pair = find_pair(self, activity, unit);

    if (!pair->is_known) {
        g_autofree char *activity_text =
            gp_text_printable(gp_dict_name(self->activity_texts, activity),
                              strlen(gp_dict_name(self->activity_texts, activity)), 80);
        g_autofree char *unit_text = gp_text_printable(
            gp_dict_name(self->unit_texts, unit), strlen(gp_dict_name(self->unit_texts, unit)), 40);

        learn_pair(self, pair, activity_text, unit_text);
    }
    *out_what = pair->what;
    return pair->refusal.code == NULL ||
           refuse(self, pair->refusal.code,
                  pair->refusal.is_about_unit ? header->unit : header->activity, "%s",
                  pair->refusal.message);
}

static gboolean
refuse_name(Reader *self, int column, const char *text, gsize length)
{
    g_autofree char *quoted = gp_text_printable(text, length, 40);

    if (!g_utf8_validate(text, (gssize)length, NULL))
        return refuse(self, "bad-text", column,
                      "“%s” is not UTF-8 text; if the file comes from an older spreadsheet, give "
                      "--encoding windows-1252",
                      quoted);
    return refuse(self, "bad-text", column, "“%s” holds characters that cannot be printed", quoted);
}

static gboolean
read_name(Reader *self, NameColumn *names, int column, guint32 *out_id)
{
    gsize length;
    const char *text;
    guint32 id;

    *out_id = 0;
    if (column < 0)
        return TRUE;
    text = field_text(self, column, &length);
    id = gp_dict_intern(names->names, text, length);
    for (guint32 i = names->is_clean->len; i <= id; i++) {
        const char *name = gp_dict_name(names->names, i);
        gint8 is_clean = (gint8)gp_text_is_clean(name, i == id ? length : strlen(name));

        g_array_append_val(names->is_clean, is_clean);
    }
    *out_id = id;
    return g_array_index(names->is_clean, gint8, id) || refuse_name(self, column, text, length);
}

static gboolean
read_quality(Reader *self, guint32 *out_quality)
{
    int column = self->header->quality;
    GpQuality quality = GP_QUALITY_NONE;
    gsize length;
    const char *text;

    *out_quality = GP_QUALITY_NONE;
    if (column < 0 || !(self->rules->keep & GP_KEEP_QUALITY))
        return TRUE;
    text = field_text(self, column, &length);
    if (!gp_quality_parse(text, length, &quality)) {
        g_autofree char *quoted = quote_field(self, column);

        return refuse(self, "bad-quality", column,
                      "“%s” is not a quality; it is measured, estimated or modelled", quoted);
    }
    *out_quality = quality;
    return TRUE;
}

static int
kept(const Reader *self, GpKeep keep, int column)
{
    return self->rules->keep & keep ? column : -1;
}

static gboolean
read_who(Reader *self, guint32 *out_who)
{
    const GpHeader *header = self->header;
    GpWho who = {.source = self->source};

    if (!read_name(self, &self->sites, kept(self, GP_KEEP_SITE, header->site), &who.site) ||
        !read_name(self, &self->departments, kept(self, GP_KEEP_DEPARTMENT, header->department),
                   &who.department) ||
        !read_name(self, &self->roles, kept(self, GP_KEEP_ROLE, header->role), &who.role) ||
        !read_quality(self, &who.quality))
        return FALSE;
    *out_who = gp_cube_intern_who(self->cube, &who);
    return TRUE;
}

static gboolean
take_row(Reader *self)
{
    GpSpan span;
    gboolean is_rounded = FALSE;
    gint64 quantity;
    guint32 what, who;

    if (!read_span(self, &span) || !read_what(self, &what) ||
        !read_quantity(self, &quantity, &is_rounded) || !read_who(self, &who))
        return FALSE;
    if (!gp_cube_add(self->cube, what, who, span, quantity))
        return refuse(self, "quantity-too-large", self->header->quantity,
                      "with this row the quantities add up to more than can be held exactly");
    self->count.rows++;
    if (is_rounded && self->n_rounded++ == 0)
        self->first_rounded_line = self->line;
    return TRUE;
}

static gboolean
is_blank(const GpCsvField *fields, guint n_fields)
{
    for (guint i = 0; i < n_fields; i++) {
        if (fields[i].length > 0)
            return FALSE;
    }
    return TRUE;
}

/* Looks at a row that was split. FALSE: it swallowed lines that may be good rows. */
static gboolean
consider_row(Reader *self, const char *text, const GpCsvRow *row)
{
    guint n_columns = self->header->n_columns;

    if (is_blank(self->fields, MIN(row->n_fields, GP_MAX_COLUMNS))) {
        if (self->n_blank++ == 0)
            self->first_blank_line = self->line;
        return TRUE;
    }
    if (row->n_fields != n_columns) {
        refuse(self, "wrong-number-of-fields", (int)MIN(row->n_fields, n_columns) - 1,
               "the row has %u fields where the header has %u", row->n_fields, n_columns);
        return row->n_lines <= 1;
    }
    if (memchr(text, '\0', (gsize)(row->next - text)) != NULL) {
        refuse(self, "bad-text", 0, "the row holds a NUL byte: the file may be damaged");
        return TRUE;
    }
    take_row(self);
    return TRUE;
}

/* Gives up a row that is too long, and goes on with the next line. */
static gboolean
skip_long_row(Reader *self, GpWindow *window, GError **error)
{
    const char *next;

    refuse(self, "row-too-long", 0, "the row is longer than 1 MB, or a quote in it is not closed");
    while ((next = gp_csv_next_line(window->begin, window->end, window->is_last)) == NULL) {
        window->begin = window->end[-1] == '\r' ? window->end - 1 : window->end;
        if (!gp_window_fill(window, error))
            return FALSE;
    }
    window->begin = next;
    self->line++;
    return TRUE;
}

static void
refuse_quoting(Reader *self, GpCsvStatus status, guint field)
{
    if (status == GP_CSV_OPEN_QUOTE)
        refuse(self, "open-quote", (int)field, "a quote is opened and never closed");
    else
        refuse(self, "bad-quote", (int)field, "only a comma may follow a closing quote");
}

/* Splits the next row. What it finds does not depend on how much of the file is in memory: a row
 * that is not whole within the most a row may have is CUT, whatever follows. */
static GpCsvStatus
split_row(Reader *self, const GpWindow *window, GpCsvRow *out_row)
{
    const char *text = window->begin;
    gsize length = (gsize)(window->end - text);
    GpCsvStatus status =
        gp_csv_split(text, window->end, window->is_last, self->fields, GP_MAX_COLUMNS, out_row);
    char *limit, held;

    if (length <= GP_MAX_ROW_BYTES ||
        (status == GP_CSV_ROW && out_row->n_lines <= 1 && out_row->next <= text + GP_MAX_ROW_BYTES))
        return status;
    limit = (char *)text + GP_MAX_ROW_BYTES;
    held = *limit;
    *limit = '\n';
    status = gp_csv_split(text, limit, FALSE, self->fields, GP_MAX_COLUMNS, out_row);
    *limit = held;
    return status;
}

static gboolean
read_rows(Reader *self, GpWindow *window, GError **error)
{
    GpCsvRow row;

    while (window->begin < window->end || !window->is_last) {
        const char *text = window->begin;
        GpCsvStatus status = split_row(self, window, &row);

        if (status == GP_CSV_CUT && !gp_window_holds_a_row(window)) {
            if (!gp_window_fill(window, error))
                return FALSE;
            continue;
        }
        if (status == GP_CSV_CUT) {
            if (!skip_long_row(self, window, error))
                return FALSE;
            continue;
        }
        if (status != GP_CSV_ROW) {
            refuse_quoting(self, status, row.bad_field);
        } else if (!consider_row(self, text, &row)) {
            row.next = gp_csv_next_line(text, window->end, window->is_last);
            row.n_lines = 1;
        }
        window->begin = row.next;
        self->line += row.n_lines;
    }
    return TRUE;
}

static void
note_counts(const Reader *self)
{
    if (self->n_rounded > 0)
        gp_issue_list_add_at(self->issues, GP_SEVERITY_NOTE, "rounded-quantity", self->file,
                             self->first_rounded_line, (guint)self->header->quantity + 1,
                             "%" G_GUINT64_FORMAT " quantities have more than six decimal places "
                             "and were rounded; this is the first",
                             self->n_rounded);
    if (self->n_blank > 0)
        gp_issue_list_add_at(
            self->issues, GP_SEVERITY_NOTE, "blank-row", self->file, self->first_blank_line, 0,
            "%" G_GUINT64_FORMAT " blank rows were passed over; this is the first", self->n_blank);
}

gboolean
gp_read_activity(const char *path,
                 const GpReadRules *rules,
                 GpCube *cube,
                 GpIssueList *issues,
                 GpReadCount *out_count,
                 GError **error)
{
    g_auto(GpWindow) window = {.fd = -1};
    g_auto(GpHeader) header = {0};
    g_auto(Reader) reader = {.issues = issues, .line = 1};

    reader_init(&reader, rules, &header, cube);
    if (!gp_window_open(&window, path, error))
        return FALSE;
    if (rules->encoding == GP_ENCODING_WINDOWS_1252 && !gp_window_set_windows_1252(&window, error))
        return FALSE;
    if (rules->name != NULL)
        window.name = rules->name;
    reader.file = window.name;
    if (!gp_header_read(&header, &window, &reader.line, issues, error) ||
        !read_rows(&reader, &window, error))
        return FALSE;
    note_counts(&reader);
    *out_count = reader.count;
    return TRUE;
}
