/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-mapped-private.h"
#include "gp-text.h"

static void
mapped_clear(GpMapped *self)
{
    for (int i = 0; i < GP_N_FIELDS; i++) {
        if (self->texts[i] != NULL)
            g_string_free(self->texts[i], TRUE);
    }
    if (self->key != NULL)
        g_string_free(self->key, TRUE);
    g_free(self->is_left_out);
    g_clear_pointer(&self->refusals, g_hash_table_unref);
    gp_taker_free(self->taker);
    gp_tally_free(self->tally);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpMapped, mapped_clear)

/* --- Quantities ------------------------------------------------------------------------------ */

typedef struct {
    GpQuantityStatus status;
    gint64 micro;
    gboolean is_rounded;
    int column;    /* the first, or the one at fault */
    guint n_added; /* cells with a figure */
} Figure;

/* Adds the figures of several columns. */
static Figure
read_figure(const GpMapped *self, const GArray *columns, gint64 multiply_nano)
{
    GpQuantityRules rules = self->format->quantity;
    Figure figure = {GP_QUANTITY_EMPTY, 0, FALSE, g_array_index(columns, int, 0), 0};

    if (multiply_nano != GP_NANO)
        rules.multiply_nano = multiply_nano;
    for (guint i = 0; i < columns->len; i++) {
        int column = g_array_index(columns, int, i);
        gint64 micro;
        GpQuantityStatus status =
            gp_quantity_read(&rules, gp_mapped_cell(self, column), &micro, &figure.is_rounded);

        if (status == GP_QUANTITY_EMPTY)
            continue;
        if (status == GP_QUANTITY_READ &&
            __builtin_add_overflow(figure.micro, micro, &figure.micro))
            status = GP_QUANTITY_OVERFLOW;
        figure.status = status;
        if (status != GP_QUANTITY_READ) {
            figure.column = column;
            return figure;
        }
        figure.n_added++;
    }
    if (gp_mapped_any_rule_fits(self, self->format->negate, self->mapping->negate))
        figure.micro = -figure.micro;
    return figure;
}

static void
refuse_figure(GpMapped *self, const Figure *figure)
{
    g_autofree char *quoted = gp_text_quoted(gp_mapped_cell(self, figure->column)->text);

    if (figure->status == GP_QUANTITY_OVERFLOW)
        gp_taker_refuse(self->taker, self->row->line, gp_mapped_shown(self, figure->column),
                        "quantity-too-large",
                        "“%s” is too large: a quantity must be below nine million million", quoted);
    else
        gp_taker_refuse(self->taker, self->row->line, gp_mapped_shown(self, figure->column),
                        "bad-quantity", "“%s” is not a number as this format writes them", quoted);
}

static void
note_first(guint64 *io_n, guint64 *io_line, guint64 line)
{
    if (++*io_n == 1)
        *io_line = line;
}

static void
check_whole(GpMapped *self, const Figure *figure, guint expects)
{
    if (expects <= figure->n_added)
        return;
    if (self->n_short == 0)
        self->n_short_has = figure->n_added, self->n_short_expects = expects;
    note_first(&self->n_short, &self->first_short_line, self->row->line);
}

/* --- Fields ---------------------------------------------------------------------------------- */

typedef enum { FIELD_READ, FIELD_LEAVES_OUT, FIELD_REFUSES } FieldStatus;

/* What a row's text stands for. @micro: the quantity, to be told with the texts that are in no
 * table. */
static FieldStatus
look_up(GpMapped *self, GpField field, gint64 micro)
{
    const GpFieldLookup *lookup = self->format->lookups[field];
    const GpLookupColumns *columns = &self->mapping->lookups[field];
    GString *out = self->texts[field];
    const char *value = lookup->otherwise;
    const GpLookupAnswer *answer;
    gboolean has_number, is_rounded;
    gint64 number;

    g_string_truncate(out, 0);
    gp_text_append_tidy(out, gp_mapped_cell(self, columns->column)->text);
    if (*gp_mapped_cell(self, columns->and_column)->text != '\0') {
        g_string_append(out, out->len == 0 ? "" : " / ");
        gp_text_append_tidy(out, gp_mapped_cell(self, columns->and_column)->text);
    }
    has_number = gp_quantity_read(&lookup->number_rules, gp_mapped_cell(self, columns->number),
                                  &number, &is_rounded) == GP_QUANTITY_READ;
    answer = gp_lookup_find(lookup->table, out->str, has_number ? &number : NULL);
    if (answer != NULL && answer->value == NULL) {
        gp_tally_add(self->tally, GP_TALLY_LEFT_OUT, answer->reason, self->row->line,
                     gp_mapped_shown(self, columns->column), micro);
        return FIELD_LEAVES_OUT;
    }
    if (answer != NULL)
        value = answer->value;
    if (value == NULL || g_str_equal(value, "skip")) {
        gp_tally_add(self->tally, value == NULL ? GP_TALLY_UNKNOWN : GP_TALLY_UNKNOWN_LEFT_OUT,
                     out->str, self->row->line, gp_mapped_shown(self, columns->column), micro);
        return value == NULL ? FIELD_REFUSES : FIELD_LEAVES_OUT;
    }
    g_string_assign(out, value);
    return FIELD_READ;
}

static FieldStatus
read_field(GpMapped *self, GpRow *row, GpField field, gint64 micro)
{
    int column = self->mapping->fields[field];
    const char *fixed = self->format->fixed[field];
    FieldStatus status = FIELD_READ;

    if (self->format->lookups[field] != NULL) {
        column = self->mapping->lookups[field].column;
        if (column >= 0)
            status = look_up(self, field, micro);
    } else if (column >= 0) {
        gp_mapped_tidy(self, field, column);
    } else {
        g_string_assign(self->texts[field], fixed == NULL ? "" : fixed);
    }
    row->fields[field] = (GpRowField){self->texts[field]->str, self->texts[field]->len,
                                      gp_mapped_shown(self, column)};
    return status;
}

/* Everything but the quantity, and what a measure gives. */
static FieldStatus
read_fields(GpMapped *self, GpRow *row, gint64 micro)
{
    static const GpField fields[] = {GP_FIELD_ACTIVITY,   GP_FIELD_UNIT, GP_FIELD_SITE,
                                     GP_FIELD_DEPARTMENT, GP_FIELD_ROLE, GP_FIELD_QUALITY,
                                     GP_FIELD_REFERENCE};

    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        FieldStatus status = read_field(self, row, fields[i], micro);

        if (status != FIELD_READ)
            return status;
    }
    g_string_truncate(self->key, 0);
    for (guint i = 0; i < self->mapping->key->len; i++) {
        g_string_append_c(self->key, '\x1f');
        gp_text_append_tidy(self->key,
                            gp_mapped_cell(self, g_array_index(self->mapping->key, int, i))->text);
    }
    row->key = self->key->str;
    row->key_length = self->key->len;
    return FIELD_READ;
}

/* --- Activities that cannot be taken ---------------------------------------------------------- */

static char *
why_not(const GpMapped *self, const char *activity, const char *unit_text)
{
    GpUnit unit = gp_unit_table_find(gp_cube_units(self->cube), unit_text, strlen(unit_text));

    if (unit == GP_UNIT_NONE)
        return g_strdup_printf("“%s” is not a known unit", unit_text);
    return self->rules->takes(activity, unit, self->rules->takes_data).message;
}

/* What the format or a table says of all rows is asked once and told once, not row by row. Texts
 * of the file itself are left to the taker. */
static gboolean
can_be_taken(GpMapped *self, const GpRow *row, const Figure *figure)
{
    const GpRowField *activity = &row->fields[GP_FIELD_ACTIVITY];
    const GpRowField *unit = &row->fields[GP_FIELD_UNIT];
    g_autofree char *key = NULL;
    const char *reason;

    if (self->mapping->fields[GP_FIELD_ACTIVITY] >= 0 || self->mapping->fields[GP_FIELD_UNIT] >= 0)
        return TRUE;
    key = g_strdup_printf("%s\x1f%s", activity->text, unit->text);
    reason = g_hash_table_lookup(self->refusals, key);
    if (reason == NULL) {
        char *why = why_not(self, activity->text, unit->text);

        reason = why == NULL ? g_strdup("") : why;
        g_hash_table_insert(self->refusals, g_steal_pointer(&key), (gpointer)reason);
    }
    if (*reason == '\0')
        return TRUE;
    gp_tally_add(self->tally, GP_TALLY_NOT_TAKEN, reason, row->line, 0, figure->micro);
    self->count.refused_micro += figure->micro;
    return FALSE;
}

/* --- Rows ------------------------------------------------------------------------------------ */

/* What became of the quantities of one row. */
typedef struct {
    gboolean any[GP_TAKEN_SUPERSEDED + 1];
} Outcome;

static void
take_figure(GpMapped *self, GpRow *row, const Figure *figure, Outcome *outcome)
{
    GString *text = self->texts[GP_FIELD_QUANTITY];

    if (!can_be_taken(self, row, figure)) {
        outcome->any[GP_TAKEN_REFUSED] = TRUE;
        return;
    }
    g_string_truncate(text, 0);
    gp_number_append(text, figure->micro, GP_MICRO_PLACES);
    row->fields[GP_FIELD_QUANTITY] =
        (GpRowField){text->str, text->len, gp_mapped_shown(self, figure->column)};
    if (figure->is_rounded)
        note_first(&self->n_rounded, &self->first_rounded_line, row->line);
    outcome->any[gp_taker_take(self->taker, row)] = TRUE;
}

static void
take_measures(GpMapped *self, GpRow *row, Outcome *outcome)
{
    const GPtrArray *measures = self->format->measures;
    const GpRowField unit = row->fields[GP_FIELD_UNIT];

    for (guint i = 0; i < measures->len; i++) {
        const GpMeasure *measure = g_ptr_array_index(measures, i);
        const GArray *columns = g_ptr_array_index(self->mapping->measures, i);
        Figure figure = {0};

        if (columns->len == 0)
            continue;
        figure = read_figure(self, columns, measure->multiply_nano);
        if (figure.status == GP_QUANTITY_EMPTY)
            continue;
        if (figure.status != GP_QUANTITY_READ) {
            refuse_figure(self, &figure);
            outcome->any[GP_TAKEN_REFUSED] = TRUE;
            continue;
        }
        check_whole(self, &figure, measure->expects);
        row->fields[GP_FIELD_ACTIVITY] = (GpRowField){measure->activity, strlen(measure->activity),
                                                      gp_mapped_shown(self, figure.column)};
        row->fields[GP_FIELD_UNIT] = measure->unit == NULL
                                         ? unit
                                         : (GpRowField){measure->unit, strlen(measure->unit),
                                                        gp_mapped_shown(self, figure.column)};
        take_figure(self, row, &figure, outcome);
    }
}

/* The columns of the one quantity that each row has, or NULL if rows have several. */
static const GArray *
one_quantity(const GpMapped *self, GArray *room)
{
    if (self->mapping->sum->len > 0)
        return self->mapping->sum;
    if (self->mapping->fields[GP_FIELD_QUANTITY] >= 0)
        return g_array_append_val(room, self->mapping->fields[GP_FIELD_QUANTITY]);
    if (self->mapping->measures->len == 1 &&
        ((GArray *)g_ptr_array_index(self->mapping->measures, 0))->len > 0)
        return g_ptr_array_index(self->mapping->measures, 0);
    return NULL;
}

static Outcome
take_good_row(GpMapped *self, const Figure *figure)
{
    GpRow row = {.line = self->row->line, .has_span = TRUE};
    gboolean has_measures = self->format->measures->len > 0;
    Outcome outcome = {0};
    FieldStatus status = read_fields(self, &row, figure->micro);

    for (int i = 0; i < GP_N_FIELDS; i++) {
        if (row.fields[i].text == NULL)
            row.fields[i].text = "";
    }
    if (status == FIELD_LEAVES_OUT || (!has_measures && figure->status == GP_QUANTITY_EMPTY))
        return outcome;
    outcome.any[GP_TAKEN_REFUSED] = status == FIELD_REFUSES;
    if (status == FIELD_REFUSES) {
        self->count.refused_micro += figure->micro;
    } else if (!has_measures && figure->status != GP_QUANTITY_READ) {
        refuse_figure(self, figure);
        outcome.any[GP_TAKEN_REFUSED] = TRUE;
    } else if (!gp_mapped_read_span(self, &row.span)) {
        self->count.refused_micro += figure->micro;
        outcome.any[GP_TAKEN_REFUSED] = TRUE;
    } else if (has_measures) {
        take_measures(self, &row, &outcome);
    } else {
        check_whole(self, figure, self->format->sum_expects);
        take_figure(self, &row, figure, &outcome);
    }
    return outcome;
}

static gboolean
check_cells(GpMapped *self)
{
    const GpGridRow *row = self->row;
    guint n = self->mapping->n_columns;
    guint n_cells = row->n_cells;

    if (row->fault != NULL) {
        gp_taker_refuse(self->taker, row->line, row->fault_column + 1, row->fault_code, "%s",
                        row->fault);
        return FALSE;
    }
    while (n_cells > n && *gp_grid_cell(self->grid, row, n_cells - 1)->text == '\0')
        n_cells--;
    if (self->grid->separator == '\0' || n_cells == n || row->n_cells == n)
        return TRUE;
    gp_taker_refuse(self->taker, row->line, MIN(n_cells, n), "wrong-number-of-fields",
                    "the row has %u fields where the header has %u", n_cells, n);
    return FALSE;
}

static void
count_row(GpMapped *self, const Outcome *outcome, const Figure *figure)
{
    self->count.rows_in++;
    if (outcome->any[GP_TAKEN_USED])
        self->count.rows++;
    else if (outcome->any[GP_TAKEN_REFUSED])
        self->count.refused++;
    else if (outcome->any[GP_TAKEN_SUPERSEDED])
        self->count.superseded++;
    else {
        self->count.skipped++;
        self->count.skipped_micro += figure->micro;
    }
}

static void
consider_row(GpMapped *self, guint number)
{
    g_autoptr(GArray) room = g_array_new(FALSE, FALSE, sizeof(int));
    const GArray *columns = one_quantity(self, room);
    Figure figure = {0};
    Outcome outcome = {0};

    self->row = gp_grid_row(self->grid, number);
    if (gp_grid_row_is_blank(self->grid, self->row)) {
        note_first(&self->n_blank, &self->first_blank_line, self->row->line);
        return;
    }
    if (columns != NULL && self->row->fault == NULL)
        figure = read_figure(
            self, columns,
            self->format->measures->len == 1
                ? ((GpMeasure *)g_ptr_array_index(self->format->measures, 0))->multiply_nano
                : GP_NANO);
    if (figure.status != GP_QUANTITY_READ)
        figure.micro = 0;
    if (!self->is_left_out[number] && !check_cells(self))
        outcome.any[GP_TAKEN_REFUSED] = TRUE;
    else if (!self->is_left_out[number])
        outcome = take_good_row(self, &figure);
    self->n_ruled_out += self->is_left_out[number] ? 1 : 0;
    count_row(self, &outcome, &figure);
}

/* --- The file --------------------------------------------------------------------------------- */

static void
note_unused(const GpMapped *self)
{
    const GpMapping *mapping = self->mapping;
    guint n = 0, first = 0;
    g_autofree char *quoted = NULL;

    for (guint i = mapping->n_columns; i > 0; i--) {
        if (!mapping->is_used[i - 1] && *mapping->folded[i - 1] != '\0')
            n++, first = i - 1;
    }
    if (n == 0)
        return;
    quoted = gp_text_quoted(
        gp_grid_cell(self->grid, gp_grid_row(self->grid, mapping->header), first)->text);
    gp_issue_list_add_at(
        self->issues, GP_SEVERITY_NOTE, "ignored-column", self->grid->name,
        gp_grid_row(self->grid, mapping->header)->line, gp_mapped_shown(self, (int)first),
        "%u of %u columns are not used; “%s” is the first", n, mapping->n_columns, quoted);
}

/* Measures that the format expects of some files and this one lacks. */
static void
note_missing_measures(const GpMapped *self)
{
    const GpMapping *mapping = self->mapping;
    g_autoptr(GString) list = g_string_new(NULL);

    for (guint i = 0; i < mapping->measures->len; i++) {
        const GpMeasure *measure = g_ptr_array_index(self->format->measures, i);

        if (((const GArray *)g_ptr_array_index(mapping->measures, i))->len == 0)
            g_string_append_printf(list, "%s%s", list->len == 0 ? "" : ", ", measure->activity);
    }
    if (list->len > 0)
        gp_issue_list_add_at(self->issues, GP_SEVERITY_NOTE, "missing-measure", self->grid->name,
                             gp_grid_row(self->grid, mapping->header)->line, 0,
                             "the file has no column for %s", list->str);
}

static void
note_counts(const GpMapped *self)
{
    const char *name = self->grid->name;

    if (self->n_rounded > 0)
        gp_issue_list_add_at(self->issues, GP_SEVERITY_NOTE, "rounded-quantity", name,
                             self->first_rounded_line, 0,
                             "%" G_GUINT64_FORMAT " quantities have more than six decimal places "
                             "and were rounded; this is the first",
                             self->n_rounded);
    if (self->n_blank > 0)
        gp_read_note_blank_rows(self->issues, name, self->first_blank_line, self->n_blank);
    if (self->n_short > 0)
        gp_issue_list_add_at(self->issues, GP_SEVERITY_WARNING, "incomplete-row", name,
                             self->first_short_line, 0,
                             "%" G_GUINT64_FORMAT " rows have fewer than %u figures; this is the "
                             "first, it has %u",
                             self->n_short, self->n_short_expects, self->n_short_has);
    if (self->n_ruled_out > 0 && self->n_ruled_out == self->count.rows_in)
        gp_issue_list_add_at(self->issues, GP_SEVERITY_WARNING, "nothing-kept", name, 0, 0,
                             "all %" G_GUINT64_FORMAT " rows were left out by the rules [skip] and "
                             "[keep] of the format: is the code of the trust right?",
                             self->n_ruled_out);
    if (self->grid->is_json && self->count.refused > 0)
        gp_issue_list_add_at(self->issues, GP_SEVERITY_NOTE, "records-are-counted", name, 0, 0,
                             "the numbers after the file's name count its records, from 1");
}

/* The rows of the file, where the taker has counted quantities; the sums are of both. */
static void
finish(GpMapped *self, GpReadCount *out_count)
{
    GpReadCount taken;

    gp_taker_finish(self->taker, &taken);
    gp_tally_report(self->tally, self->issues, self->grid->name);
    note_counts(self);
    self->count.trimmed = MIN(taken.trimmed, self->count.rows);
    self->count.days_lost = taken.days_lost;
    self->count.has_days = taken.has_days;
    self->count.days = taken.days;
    self->count.unit = taken.unit;
    self->count.is_mixed = taken.is_mixed;
    self->count.used_micro = taken.used_micro;
    self->count.superseded_micro = taken.superseded_micro;
    self->count.refused_micro += taken.refused_micro;
    *out_count = self->count;
}

gboolean
gp_read_mapped(const char *path,
               const GpFormat *format,
               const GpReadRules *rules,
               GpCube *cube,
               GpIssueList *issues,
               GpReadCount *out_count,
               GError **error)
{
    static const char *const names[GP_N_FIELDS] = {"period"};
    g_autoptr(GpGrid) grid = NULL;
    g_autoptr(GpMapping) mapping = NULL;
    g_auto(GpMapped) reader = {.format = format, .issues = issues};

    if (!gp_format_check(format, error))
        return FALSE;
    grid = gp_grid_read(format, path, rules, error);
    if (grid != NULL && grid->is_json && grid->rows->len <= 1) {
        gp_issue_list_add_at(issues, GP_SEVERITY_NOTE, "no-records", grid->name, 0, 0,
                             "the file has no records");
        *out_count = (GpReadCount){.unit = GP_UNIT_NONE};
        return TRUE;
    }
    mapping = grid == NULL ? NULL : gp_mapping_find(format, grid, error);
    if (mapping == NULL)
        return FALSE;
    reader.grid = grid;
    reader.mapping = mapping;
    reader.rules = rules;
    reader.cube = cube;
    reader.refusals = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    reader.tally = gp_tally_new();
    reader.key = g_string_new(NULL);
    for (int i = 0; i < GP_N_FIELDS; i++)
        reader.texts[i] = g_string_new(NULL);
    reader.taker = gp_taker_new(grid->name, names, rules, cube, issues);
    if (!gp_mapped_prepare_period(&reader, error) || !gp_mapped_look_through(&reader, error))
        return FALSE;
    note_unused(&reader);
    note_missing_measures(&reader);
    for (guint i = mapping->header + 1; i < grid->rows->len; i++)
        consider_row(&reader, i);
    finish(&reader, out_count);
    return TRUE;
}

gboolean
gp_read_file(const char *path,
             const GpFormat *format,
             const GpReadRules *rules,
             GpCube *cube,
             GpIssueList *issues,
             GpReadCount *out_count,
             GError **error)
{
    return format == NULL ? gp_read_activity(path, rules, cube, issues, out_count, error)
                          : gp_read_mapped(path, format, rules, cube, issues, out_count, error);
}
