/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-mapped-private.h"
#include "gp-text.h"

/* The number of a column for messages, from 1; records have none. */
guint
gp_mapped_shown(const GpMapped *self, int column)
{
    return column < 0 || self->grid->is_json ? 0 : (guint)column + 1;
}

const GpGridCell *
gp_mapped_cell(const GpMapped *self, int column)
{
    static const GpGridCell nothing = {"", FALSE};

    return column < 0 ? &nothing : gp_grid_cell(self->grid, self->row, (guint)column);
}

/* --- Rules ----------------------------------------------------------------------------------- */

static gboolean
rule_fits(const GpMapped *self, const GpCellRule *rule, int column)
{
    g_autofree char *text = gp_text_fold(gp_mapped_cell(self, column)->text);

    for (guint i = 0; rule->patterns[i] != NULL; i++) {
        if (gp_pattern_fits(rule->patterns[i], text))
            return TRUE;
    }
    return FALSE;
}

gboolean
gp_mapped_any_rule_fits(const GpMapped *self, const GPtrArray *rules, const GArray *columns)
{
    for (guint i = 0; i < rules->len; i++) {
        int column = g_array_index(columns, int, i);

        if (column >= 0 && rule_fits(self, g_ptr_array_index(rules, i), column))
            return TRUE;
    }
    return FALSE;
}

static gboolean
all_rules_fit(const GpMapped *self, const GPtrArray *rules, const GArray *columns)
{
    for (guint i = 0; i < rules->len; i++) {
        int column = g_array_index(columns, int, i);

        if (column >= 0 && !rule_fits(self, g_ptr_array_index(rules, i), column))
            return FALSE;
    }
    return TRUE;
}

/* --- Periods --------------------------------------------------------------------------------- */

/* The one financial year in a file's name: 2014-15, 2014_15, 2014/15, 201415. */
static gboolean
find_year_in_name(const char *path, GpSpan *out_span, GError **error)
{
    g_autofree char *name = g_path_get_basename(path);
    g_autofree char *quoted = gp_text_quoted(name);
    int found = 0;

    for (const char *p = name; *p != '\0'; p++) {
        gboolean begins = p == name || !g_ascii_isdigit(p[-1]);
        const char *q = p;
        int first = 0, second = 0, n = 0;

        for (; begins && n < 4 && g_ascii_isdigit(*q); n++)
            first = first * 10 + (*q++ - '0');
        q += n == 4 && *q != '\0' && strchr("-_/ ", *q) != NULL;
        if (n < 4 || !g_ascii_isdigit(q[0]) || !g_ascii_isdigit(q[1]))
            continue;
        second = (q[0] - '0') * 10 + (q[1] - '0');
        if (g_ascii_isdigit(q[2]) || first < GP_FIRST_YEAR || first >= GP_LAST_YEAR ||
            second != (first + 1) % 100 || first == found)
            continue;
        if (found != 0)
            return gp_throw(error, GP_ERROR_MALFORMED,
                            "the file's name “%s” has two financial years; write period= in the "
                            "settings of the source",
                            quoted);
        found = first;
    }
    *out_span = gp_fy_span(found == 0 ? GP_FIRST_YEAR : found);
    return found != 0 ||
           gp_throw(error, GP_ERROR_MALFORMED,
                    "the file's name “%s” has no financial year, as in 2019-20; write period= in "
                    "the settings of the source, or give --period with the import",
                    quoted);
}

gboolean
gp_mapped_prepare_period(GpMapped *self, GError **error)
{
    const char *fixed = self->format->fixed[GP_FIELD_PERIOD];

    self->has_fixed_span = self->format->period_from_name || fixed != NULL;
    if (self->format->period_from_name)
        return find_year_in_name(self->grid->name, &self->fixed_span, error);
    if (fixed != NULL)
        gp_period_parse(fixed, strlen(fixed), &self->fixed_span);
    return TRUE;
}

/* The text of a date, as GpStyles takes it. */
const char *
gp_mapped_tidy(GpMapped *self, GpField field, int column)
{
    GString *text = self->texts[field];

    g_string_truncate(text, 0);
    gp_text_append_tidy(text, gp_mapped_cell(self, column)->text);
    return text->str;
}

static void
vote_on_styles(GpMapped *self, GpStyleVote *vote)
{
    static const GpField fields[] = {GP_FIELD_PERIOD, GP_FIELD_START, GP_FIELD_END};

    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        int column = self->mapping->fields[fields[i]];

        if (column >= 0)
            gp_style_vote_add(vote, gp_mapped_tidy(self, fields[i], column), self->row->line);
    }
}

/* The first pass: which rows count, and how the file writes its dates. */
gboolean
gp_mapped_look_through(GpMapped *self, GError **error)
{
    const GpFormat *format = self->format;
    const GpMapping *mapping = self->mapping;
    GpStyles allowed = format->styles;
    g_auto(GpStyleVote) vote = {.styles = &allowed};

    allowed.is_1904 = self->grid->is_1904;
    /* numbers in a workbook are days, unless the format takes them for months and all can be */
    allowed.allowed[GP_STYLE_EXCEL_DAY] |= self->grid->is_sheet;
    self->is_left_out = g_new0(gint8, self->grid->rows->len + 1);
    for (guint i = mapping->header + 1; i < self->grid->rows->len; i++) {
        self->row = gp_grid_row(self->grid, i);
        self->is_left_out[i] = gp_mapped_any_rule_fits(self, format->skip, mapping->skip) ||
                               !all_rules_fit(self, format->keep, mapping->keep);
        if (!self->is_left_out[i] && self->row->fault == NULL)
            vote_on_styles(self, &vote);
    }
    if (!format->styles.allowed[GP_STYLE_EXCEL_DAY] && vote.first[GP_STYLE_EXCEL_DAY] == NULL)
        allowed.allowed[GP_STYLE_EXCEL_DAY] = FALSE;
    return self->has_fixed_span ||
           gp_style_vote_close(&vote, self->grid->name, &self->styles, error);
}

static gboolean
read_period(GpMapped *self, GpField field, GpSpan *out_span)
{
    int column = self->mapping->fields[field];
    const char *text = gp_mapped_tidy(self, field, column);
    g_autofree char *quoted = NULL;

    if (gp_styles_read(&self->styles, text, out_span))
        return TRUE;
    quoted = gp_text_quoted(text);
    if (*quoted == '\0')
        gp_taker_refuse(self->taker, self->row->line, gp_mapped_shown(self, column),
                        "missing-period", "the %s is missing", gp_field_names[field]);
    else
        gp_taker_refuse(self->taker, self->row->line, gp_mapped_shown(self, column), "bad-period",
                        "“%s” is not a date of this file's style between 1990 and 2100", quoted);
    return FALSE;
}

gboolean
gp_mapped_read_span(GpMapped *self, GpSpan *out_span)
{
    GpSpan start, end;

    *out_span = self->fixed_span;
    if (self->has_fixed_span)
        return TRUE;
    if (self->mapping->fields[GP_FIELD_PERIOD] >= 0)
        return read_period(self, GP_FIELD_PERIOD, out_span);
    if (!read_period(self, GP_FIELD_START, &start) || !read_period(self, GP_FIELD_END, &end))
        return FALSE;
    *out_span = (GpSpan){start.first, self->format->end_is_excluded ? end.first - 1 : end.last};
    if (out_span->last >= out_span->first)
        return TRUE;
    gp_taker_refuse(self->taker, self->row->line,
                    gp_mapped_shown(self, self->mapping->fields[GP_FIELD_END]), "bad-period",
                    "the end is before the start");
    return FALSE;
}
