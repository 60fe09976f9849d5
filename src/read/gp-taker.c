/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-taker-private.h"
#include "gp-text.h"

/* What is known of an activity in a unit, by the ids of the two texts. */
typedef struct {
    gboolean is_known;
    guint32 what; /* of the cube, if there is no refusal */
    GpUnit unit;
    GpRefusal refusal;
} Pair;

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

GpTaker *
gp_taker_new(const char *file,
             const char *const *names,
             const GpReadRules *rules,
             GpCube *cube,
             GpIssueList *issues)
{
    GpTaker *self = g_new0(GpTaker, 1);

    self->file = file;
    self->names = names;
    self->rules = rules;
    self->cube = cube;
    self->issues = issues;
    self->count.unit = GP_UNIT_NONE;
    self->sites = (NameColumn){gp_cube_sites(cube), g_array_new(FALSE, TRUE, 1)};
    self->departments = (NameColumn){gp_cube_departments(cube), g_array_new(FALSE, TRUE, 1)};
    self->roles = (NameColumn){gp_cube_roles(cube), g_array_new(FALSE, TRUE, 1)};
    self->source = gp_dict_intern(gp_cube_sources(cube), rules->source, strlen(rules->source));
    self->activity_texts = gp_dict_new();
    self->unit_texts = gp_dict_new();
    self->pairs = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    self->newer = (KeyFinder){(GpCoverage *)rules->newer, FALSE, g_hash_table_new(NULL, NULL)};
    self->own = (KeyFinder){rules->spoken_of, TRUE, g_hash_table_new(NULL, NULL)};
    self->left = g_array_new(FALSE, FALSE, sizeof(GpSpan));
    return self;
}

void
gp_taker_free(GpTaker *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->sites.is_clean);
    g_array_unref(self->departments.is_clean);
    g_array_unref(self->roles.is_clean);
    gp_dict_free(self->activity_texts);
    gp_dict_free(self->unit_texts);
    g_ptr_array_unref(self->pairs);
    g_hash_table_unref(self->newer.known);
    g_hash_table_unref(self->own.known);
    g_array_unref(self->left);
    g_free(self);
}

/* --- Refusing ------------------------------------------------------------------------------- */

G_GNUC_PRINTF(5, 0)
static void
refuse_with(
    GpTaker *self, guint64 line, guint column, const char *code, const char *format, va_list args)
{
    g_autofree char *message = g_strdup_vprintf(format, args);

    gp_issue_list_add_at(self->issues, GP_SEVERITY_ERROR, code, self->file, line, column, "%s",
                         message);
    self->count.refused++;
}

GpTaken
gp_taker_refuse(
    GpTaker *self, guint64 line, guint column, const char *code, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    refuse_with(self, line, column, code, format, args);
    va_end(args);
    return GP_TAKEN_REFUSED;
}

/* Refuses the row because of one of its fields. Returns: FALSE */
G_GNUC_PRINTF(5, 6)
static gboolean
refuse(GpTaker *self, const GpRow *row, GpField field, const char *code, const char *format, ...)
{
    va_list args;
    gint64 quantity;

    va_start(args, format);
    refuse_with(self, row->line, row->fields[field].column, code, format, args);
    va_end(args);
    if (gp_number_parse(row->fields[GP_FIELD_QUANTITY].text, row->fields[GP_FIELD_QUANTITY].length,
                        GP_MICRO_PLACES, &quantity) <= GP_NUMBER_ROUNDED)
        self->count.refused_micro += quantity;
    return FALSE;
}

static char *
quote(const GpRow *row, GpField field)
{
    return gp_text_printable(row->fields[field].text, row->fields[field].length, 40);
}

/* --- Period and quantity -------------------------------------------------------------------- */

static gboolean
read_one_period(GpTaker *self, const GpRow *row, GpField field, GpSpan *out_span)
{
    GpPeriodStatus status =
        gp_period_parse(row->fields[field].text, row->fields[field].length, out_span);
    g_autofree char *text = NULL;

    if (status == GP_PERIOD_READ)
        return TRUE;
    text = quote(row, field);
    if (*text == '\0')
        return refuse(self, row, field, "missing-period", "the %s is missing", self->names[field]);
    return refuse(self, row, field, "bad-period", "“%s” %s", text, gp_period_status_reason(status));
}

static gboolean
read_span(GpTaker *self, GpRow *row)
{
    GpSpan start, end;

    if (row->has_span)
        return TRUE;
    if (self->names[GP_FIELD_PERIOD] != NULL)
        return read_one_period(self, row, GP_FIELD_PERIOD, &row->span);
    if (!read_one_period(self, row, GP_FIELD_START, &start) ||
        !read_one_period(self, row, GP_FIELD_END, &end))
        return FALSE;
    if (start.first != start.last || end.first != end.last)
        return refuse(self, row, GP_FIELD_START, "bad-period",
                      "start and end must be days, as in 2024-06-14");
    if (end.last < start.first)
        return refuse(self, row, GP_FIELD_END, "bad-period", "the end is before the start");
    row->span = (GpSpan){start.first, end.last};
    return TRUE;
}

static gboolean
read_quantity(GpTaker *self, const GpRow *row, gint64 *out_quantity, gboolean *out_is_rounded)
{
    const GpRowField *field = &row->fields[GP_FIELD_QUANTITY];
    g_autofree char *quoted = NULL;

    switch (gp_number_parse(field->text, field->length, GP_MICRO_PLACES, out_quantity)) {
    case GP_NUMBER_EXACT:
        return TRUE;
    case GP_NUMBER_ROUNDED:
        *out_is_rounded = TRUE;
        return TRUE;
    case GP_NUMBER_EMPTY:
        return refuse(self, row, GP_FIELD_QUANTITY, "missing-quantity", "the quantity is missing");
    case GP_NUMBER_OVERFLOW:
        quoted = quote(row, GP_FIELD_QUANTITY);
        return refuse(self, row, GP_FIELD_QUANTITY, "quantity-too-large",
                      "“%s” is too large: a quantity must be below nine million million", quoted);
    case GP_NUMBER_MALFORMED:
        break;
    }
    quoted = quote(row, GP_FIELD_QUANTITY);
    return refuse(self, row, GP_FIELD_QUANTITY, "bad-quantity",
                  "“%s” is not a number; write it in digits with a dot before the decimals, as in "
                  "1234.5",
                  quoted);
}

/* --- Activity and unit ---------------------------------------------------------------------- */

/* Finds out about an activity and a unit that were not met together before. */
static void
learn_pair(GpTaker *self, Pair *pair, const char *activity, const char *unit_text)
{
    guint32 id;

    pair->is_known = TRUE;
    pair->unit = gp_unit_table_find(gp_cube_units(self->cube), unit_text, strlen(unit_text));
    if (*activity == '\0')
        pair->refusal = (GpRefusal){"missing-activity", FALSE, g_strdup("the activity is missing")};
    else if (*unit_text == '\0')
        pair->refusal = (GpRefusal){"missing-unit", TRUE, g_strdup("the unit is missing")};
    else if (pair->unit == GP_UNIT_NONE)
        pair->refusal =
            (GpRefusal){"unknown-unit", TRUE,
                        g_strdup_printf("“%s” is not a known unit; %s", unit_text,
                                        self->rules->is_of_workspace
                                            ? "add your own units to units.csv of the workspace"
                                            : "give your own units with --units")};
    else
        pair->refusal = self->rules->takes(activity, pair->unit, self->rules->takes_data);
    if (pair->refusal.code != NULL)
        return;
    id = gp_dict_intern(gp_cube_activities(self->cube), activity, strlen(activity));
    pair->what = gp_cube_intern_what(self->cube, (GpWhat){id, pair->unit});
}

static Pair *
find_pair(GpTaker *self, guint32 activity, guint32 unit)
{
    GArray *row;

    while (self->pairs->len <= activity)
        g_ptr_array_add(self->pairs, pairs_new());
    row = g_ptr_array_index(self->pairs, activity);
    if (row->len <= unit)
        g_array_set_size(row, unit + 1);
    return &g_array_index(row, Pair, unit);
}

static char *
printable_name(const GpDict *dict, guint32 id, guint max_characters)
{
    const char *name = gp_dict_name(dict, id);

    return gp_text_printable(name, strlen(name), max_characters);
}

static gboolean
read_what(GpTaker *self, const GpRow *row, const Pair **out_pair)
{
    const GpRowField *fields = row->fields;
    guint32 activity = gp_dict_intern(self->activity_texts, fields[GP_FIELD_ACTIVITY].text,
                                      fields[GP_FIELD_ACTIVITY].length);
    guint32 unit =
        gp_dict_intern(self->unit_texts, fields[GP_FIELD_UNIT].text, fields[GP_FIELD_UNIT].length);
    Pair *pair = find_pair(self, activity, unit);

    if (!pair->is_known) {
        g_autofree char *activity_text = printable_name(self->activity_texts, activity, 80);
        g_autofree char *unit_text = printable_name(self->unit_texts, unit, 40);

        learn_pair(self, pair, activity_text, unit_text);
    }
    *out_pair = pair;
    return pair->refusal.code == NULL ||
           refuse(self, row, pair->refusal.is_about_unit ? GP_FIELD_UNIT : GP_FIELD_ACTIVITY,
                  pair->refusal.code, "%s", pair->refusal.message);
}

/* --- Site, department, role, quality -------------------------------------------------------- */

static gboolean
refuse_name(GpTaker *self, const GpRow *row, GpField field)
{
    g_autofree char *quoted = quote(row, field);

    if (!g_utf8_validate(row->fields[field].text, (gssize)row->fields[field].length, NULL))
        return refuse(self, row, field, "bad-text",
                      "“%s” is not UTF-8 text; if the file comes from an older spreadsheet, give "
                      "--encoding windows-1252",
                      quoted);
    return refuse(self, row, field, "bad-text", "“%s” holds characters that cannot be printed",
                  quoted);
}

static gboolean
read_name(
    GpTaker *self, const GpRow *row, NameColumn *names, GpField field, GpKeep keep, guint32 *out_id)
{
    const GpRowField *cell = &row->fields[field];
    guint32 id;

    *out_id = 0;
    if (cell->length == 0 || !(self->rules->keep & keep))
        return TRUE;
    id = gp_dict_intern(names->names, cell->text, cell->length);
    for (guint32 i = names->is_clean->len; i <= id; i++) {
        const char *name = gp_dict_name(names->names, i);
        gint8 is_clean = (gint8)gp_text_is_clean(name, i == id ? cell->length : strlen(name));

        g_array_append_val(names->is_clean, is_clean);
    }
    *out_id = id;
    return g_array_index(names->is_clean, gint8, id) || refuse_name(self, row, field);
}

static gboolean
read_quality(GpTaker *self, const GpRow *row, guint32 *out_quality)
{
    const GpRowField *cell = &row->fields[GP_FIELD_QUALITY];
    GpQuality quality = GP_QUALITY_NONE;

    if ((self->rules->keep & GP_KEEP_QUALITY) &&
        !gp_quality_parse(cell->text, cell->length, &quality)) {
        g_autofree char *quoted = quote(row, GP_FIELD_QUALITY);

        return refuse(self, row, GP_FIELD_QUALITY, "bad-quality",
                      "“%s” is not a quality; it is measured, estimated or modelled", quoted);
    }
    *out_quality = quality;
    return TRUE;
}

static gboolean
read_who(GpTaker *self, const GpRow *row, guint32 *out_who)
{
    GpWho who = {.source = self->source};

    if (!read_name(self, row, &self->sites, GP_FIELD_SITE, GP_KEEP_SITE, &who.site) ||
        !read_name(self, row, &self->departments, GP_FIELD_DEPARTMENT, GP_KEEP_DEPARTMENT,
                   &who.department) ||
        !read_name(self, row, &self->roles, GP_FIELD_ROLE, GP_KEEP_ROLE, &who.role) ||
        !read_quality(self, row, &who.quality))
        return FALSE;
    *out_who = gp_cube_intern_who(self->cube, &who);
    return TRUE;
}

/* --- Rows ------------------------------------------------------------------------------------ */

void
gp_taker_note_days(GpTaker *self, GpSpan days)
{
    if (!self->count.has_days)
        self->count.days = days;
    self->count.days.first = MIN(self->count.days.first, days.first);
    self->count.days.last = MAX(self->count.days.last, days.last);
    self->count.has_days = TRUE;
}

static void
note_unit(GpTaker *self, GpUnit unit)
{
    if (self->count.unit == unit || self->count.is_mixed)
        return;
    self->count.is_mixed = self->count.unit != GP_UNIT_NONE;
    self->count.unit = self->count.is_mixed ? GP_UNIT_NONE : unit;
}

static void
note_rounded(GpTaker *self, const GpRow *row)
{
    if (self->n_rounded++ > 0)
        return;
    self->first_rounded_line = row->line;
    self->first_rounded_column = row->fields[GP_FIELD_QUANTITY].column;
}

GpTaken
gp_taker_take(GpTaker *self, GpRow *row)
{
    GpReadCount before;
    gboolean is_rounded = FALSE;
    const Pair *pair;
    GpTaken taken;
    gint64 quantity;
    guint32 who;

    if (!read_span(self, row) || !read_what(self, row, &pair) ||
        !read_quantity(self, row, &quantity, &is_rounded) || !read_who(self, row, &who))
        return GP_TAKEN_REFUSED;
    before = self->count;
    if (!gp_taker_add(self, row, pair->what, who, quantity, &taken)) {
        self->count = before;
        refuse(self, row, GP_FIELD_QUANTITY, "quantity-too-large",
               "with this row the quantities add up to more than can be held exactly");
        return GP_TAKEN_REFUSED;
    }
    note_unit(self, pair->unit);
    gp_taker_speak_of(self, row, pair->what, who);
    self->last = (GpTakenIds){pair->what, *gp_cube_who(self->cube, who), row->span};
    if (is_rounded)
        note_rounded(self, row);
    return taken;
}

const GpTakenIds *
gp_taker_last(const GpTaker *self)
{
    return &self->last;
}

void
gp_taker_add_count(GpTaker *self, const GpReadCount *count)
{
    self->count.rows += count->rows;
    self->count.refused += count->refused;
    self->count.used_micro += count->used_micro;
    self->count.refused_micro += count->refused_micro;
    if (count->has_days)
        gp_taker_note_days(self, count->days);
    if (count->unit != GP_UNIT_NONE)
        note_unit(self, count->unit);
    if (count->is_mixed) {
        self->count.unit = GP_UNIT_NONE;
        self->count.is_mixed = TRUE;
    }
}

void
gp_taker_merge(GpTaker *self, const GpTaker *other)
{
    gp_taker_add_count(self, &other->count);
    if (other->n_rounded > 0 &&
        (self->n_rounded == 0 || other->first_rounded_line < self->first_rounded_line)) {
        self->first_rounded_line = other->first_rounded_line;
        self->first_rounded_column = other->first_rounded_column;
    }
    self->n_rounded += other->n_rounded;
}

/* The days for which a file is the whole of its source. */
static GpSpan
round_out(GpSpan days, GpCovers covers)
{
    switch (covers) {
    case GP_COVERS_MONTHS:
        return (GpSpan){gp_month_first_day(gp_month_of_day(days.first)),
                        gp_month_last_day(gp_month_of_day(days.last))};
    case GP_COVERS_YEARS:
        return (GpSpan){gp_fy_span(gp_fy_of_day(days.first)).first,
                        gp_fy_span(gp_fy_of_day(days.last)).last};
    case GP_COVERS_DAYS:
        break;
    }
    return days;
}

void
gp_taker_finish(GpTaker *self, GpReadCount *out_count)
{
    GpCoverage *own = self->rules->spoken_of;

    if (own != NULL && gp_coverage_corrections(own) == GP_CORRECTIONS_PERIOD &&
        self->count.has_days)
        gp_coverage_add(own, gp_coverage_intern(own, "", 0),
                        round_out(self->count.days, self->rules->covers));
    if (self->n_rounded > 0)
        gp_issue_list_add_at(self->issues, GP_SEVERITY_NOTE, "rounded-quantity", self->file,
                             self->first_rounded_line, self->first_rounded_column,
                             "%" G_GUINT64_FORMAT " quantities have more than six decimal places "
                             "and were rounded; this is the first",
                             self->n_rounded);
    self->count.rows_in = self->count.rows + self->count.refused + self->count.superseded;
    *out_count = self->count;
}
