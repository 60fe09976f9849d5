/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-memo-private.h"
#include "gp-quick-private.h"

/* Units that are remembered. */
#define FIRST_UNITS 32
#define MAX_UNITS 256

struct _GpQuickTaker {
    const GpHeader *header;
    GpTaker *taker;
    GpCube *cube;
    GpMemo activities, units; /* numbers of their own */
    GpMemo sites, departments, roles, qualities;
    guint32 *whats_plus_1; /* (array) by the numbers of activity and unit; 0: not known */
    guint32 n_units;       /* columns of it; it has GP_MEMO_MAX rows */
    int site, department, role, quality; /* columns, -1: not there or not kept */
    guint32 source;
    GpDay *first_days; /* (array length=GP_N_MONTHS + 1) by month */
    const guint16 *slot_of_day;
    GpReadCount count;
};

static int
kept_column(const GpHeader *header, GpField field, GpKeep keep, GpKeep wanted)
{
    return wanted & keep ? header->columns[field] : -1;
}

GpQuickTaker *
gp_quick_taker_new(const GpHeader *header, const GpReadRules *rules, GpTaker *taker, GpCube *cube)
{
    GpQuickTaker *self = g_new0(GpQuickTaker, 1);

    self->header = header;
    self->taker = taker;
    self->cube = cube;
    gp_memo_init(&self->activities);
    gp_memo_init(&self->units);
    gp_memo_init(&self->sites);
    gp_memo_init(&self->departments);
    gp_memo_init(&self->roles);
    gp_memo_init(&self->qualities);
    self->n_units = FIRST_UNITS;
    self->whats_plus_1 = g_new0(guint32, GP_MEMO_MAX * self->n_units);
    self->site = kept_column(header, GP_FIELD_SITE, GP_KEEP_SITE, rules->keep);
    self->department = kept_column(header, GP_FIELD_DEPARTMENT, GP_KEEP_DEPARTMENT, rules->keep);
    self->role = kept_column(header, GP_FIELD_ROLE, GP_KEEP_ROLE, rules->keep);
    self->quality = kept_column(header, GP_FIELD_QUALITY, GP_KEEP_QUALITY, rules->keep);
    self->source = gp_dict_intern(gp_cube_sources(cube), rules->source, strlen(rules->source));
    self->first_days = g_new(GpDay, GP_N_MONTHS + 1);
    for (GpMonth month = 0; month <= GP_N_MONTHS; month++)
        self->first_days[month] = gp_month_first_day(month);
    self->count.unit = GP_UNIT_NONE;
    self->slot_of_day = gp_timeline_slots_of_days(gp_cube_timeline(cube));
    return self;
}

void
gp_quick_taker_free(GpQuickTaker *self)
{
    if (self == NULL)
        return;
    gp_memo_clear(&self->activities);
    gp_memo_clear(&self->units);
    gp_memo_clear(&self->sites);
    gp_memo_clear(&self->departments);
    gp_memo_clear(&self->roles);
    gp_memo_clear(&self->qualities);
    g_free(self->whats_plus_1);
    g_free(self->first_days);
    g_free(self);
}

/* One field of a plain row. */
typedef struct {
    const char *text;
    gsize length;
} Field;

static inline Field
field_at(const char *text, const guint32 *marks, int column)
{
    guint32 from = marks[column] + 1;

    return (Field){text + from, marks[column + 1] - from};
}

/* The same without the CR of a line break. */
static inline Field
last_at(const char *text, const guint32 *marks, int column)
{
    Field field = field_at(text, marks, column);

    field.length -= field.length > 0 && field.text[field.length - 1] == '\r';
    return field;
}

static inline guint32
find(const GpMemo *memo, Field field)
{
    return gp_memo_find(memo, field.text, field.length);
}

/* Reads a day as in 2024-06-14. */
static inline gboolean
read_day(const GpQuickTaker *self, Field field, GpDay *out_day)
{
    guint year, month, day;
    GpMonth m;

    if (field.length != 10 || !gp_day_digits(field.text, &year, &month, &day))
        return FALSE;
    if (year - GP_FIRST_YEAR > GP_LAST_YEAR - GP_FIRST_YEAR || month - 1 > 11)
        return FALSE;
    m = (GpMonth)((year - GP_FIRST_YEAR) * 12 + month - 1);
    *out_day = self->first_days[m] + (GpDay)day - 1;
    return day >= 1 && *out_day < self->first_days[m + 1];
}

static inline gboolean
find_name(const GpMemo *memo, const char *text, const guint32 *marks, int column, guint32 *out_id)
{
    if (column < 0)
        return TRUE;
    *out_id = find(memo, field_at(text, marks, column));
    return *out_id != GP_MEMO_NONE;
}

/* Reads a row whose texts were all met before. FALSE: it is for the taker. */
static inline gboolean
read_row(
    const GpQuickTaker *self, const char *text, const guint32 *marks, GpCubeRow *row, GpDay *day)
{
    const int *columns = self->header->columns;
    Field quantity = last_at(text, marks, columns[GP_FIELD_QUANTITY]);
    guint32 activity, unit;

    activity = find(&self->activities, field_at(text, marks, columns[GP_FIELD_ACTIVITY]));
    unit = find(&self->units, field_at(text, marks, columns[GP_FIELD_UNIT]));
    if (activity == GP_MEMO_NONE || unit == GP_MEMO_NONE)
        return FALSE;
    row->what = self->whats_plus_1[activity * self->n_units + unit] - 1;
    row->who = (GpWho){.source = self->source};
    if (row->what == GP_MEMO_NONE ||
        !read_day(self, last_at(text, marks, columns[GP_FIELD_PERIOD]), day) ||
        !gp_number_parse_short(quantity.text, quantity.length, &row->quantity) ||
        !find_name(&self->sites, text, marks, self->site, &row->who.site) ||
        !find_name(&self->departments, text, marks, self->department, &row->who.department) ||
        !find_name(&self->roles, text, marks, self->role, &row->who.role) ||
        !find_name(&self->qualities, text, marks, self->quality, &row->who.quality))
        return FALSE;
    row->slot = self->slot_of_day[*day];
    return TRUE;
}

/* Takes up to GP_CUBE_MAX_ROWS rows. Returns: how many */
static gsize
take_some(GpQuickTaker *self, const char *text, const guint32 *marks, gsize n_rows)
{
    gsize stride = self->header->n_columns, n = 0, n_added;
    GpCubeRow rows[GP_CUBE_MAX_ROWS];
    GpDay days[GP_CUBE_MAX_ROWS];

    n_rows = MIN(n_rows, GP_CUBE_MAX_ROWS);
    while (n < n_rows && read_row(self, text, marks + n * stride, &rows[n], &days[n]))
        n++;
    n_added = gp_cube_add_rows(self->cube, rows, n);
    for (gsize i = 0; i < n_added; i++) {
        self->count.days.first = MIN(self->count.days.first, days[i]);
        self->count.days.last = MAX(self->count.days.last, days[i]);
        self->count.used_micro += rows[i].quantity;
    }
    self->count.rows += n_added;
    return n_added;
}

/* The number of a text, a new one if it was not met. */
static guint32
number_of(GpMemo *memo, Field field, guint32 max)
{
    guint32 number = find(memo, field);

    if (number != GP_MEMO_NONE || memo->n >= max)
        return number;
    gp_memo_learn(memo, field.text, field.length, memo->n);
    return find(memo, field);
}

static void
learn_what(GpQuickTaker *self, guint32 activity, guint32 unit, guint32 what)
{
    if (unit >= self->n_units) {
        guint32 n = 2 * self->n_units, *wider = g_new0(guint32, GP_MEMO_MAX * n);

        for (guint32 i = 0; i < self->activities.n; i++)
            memcpy(wider + i * n, self->whats_plus_1 + i * self->n_units,
                   self->n_units * sizeof *wider);
        g_free(self->whats_plus_1);
        self->whats_plus_1 = wider;
        self->n_units = n;
    }
    self->whats_plus_1[activity * self->n_units + unit] = what + 1;
}

static void
learn_name(GpMemo *memo, const char *text, const guint32 *marks, int column, guint32 id)
{
    Field field;

    if (column < 0)
        return;
    field = field_at(text, marks, column);
    gp_memo_learn(memo, field.text, field.length, id);
}

void
gp_quick_taker_learn(GpQuickTaker *self, const char *text, const guint32 *marks)
{
    const int *columns = self->header->columns;
    const GpTakenIds *ids = gp_taker_last(self->taker);
    guint32 activity, unit;

    activity = number_of(&self->activities, field_at(text, marks, columns[GP_FIELD_ACTIVITY]),
                         GP_MEMO_MAX);
    unit = number_of(&self->units, field_at(text, marks, columns[GP_FIELD_UNIT]), MAX_UNITS);
    if (activity != GP_MEMO_NONE && unit != GP_MEMO_NONE)
        learn_what(self, activity, unit, ids->what);
    learn_name(&self->sites, text, marks, self->site, ids->who.site);
    learn_name(&self->departments, text, marks, self->department, ids->who.department);
    learn_name(&self->roles, text, marks, self->role, ids->who.role);
    learn_name(&self->qualities, text, marks, self->quality, ids->who.quality);
    if (!self->count.has_days) {
        self->count.days = ids->span;
        self->count.has_days = TRUE;
    }
}

gsize
gp_quick_taker_take(GpQuickTaker *self, const char *text, const guint32 *marks, gsize n_rows)
{
    gsize stride = self->header->n_columns, n = 0, n_some;

    do {
        n_some = take_some(self, text, marks + n * stride, n_rows - n);
        n += n_some;
    } while (n < n_rows && n_some == GP_CUBE_MAX_ROWS);
    return n;
}

const GpReadCount *
gp_quick_taker_count(const GpQuickTaker *self)
{
    return &self->count;
}
