/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-check-private.h"
#include "gp-error.h"

static const char *const rules[] = {
    "gases",   "jump",      "wtt",      "net-below-gross", "slip", "unit-slip",
    "overlap", "reference", "validity", "negative",        "zero", "no-wtt",
};

enum { ACTIVITY, COMPONENT, UNIT, FROM_YEAR, TO_YEAR, RULE, REASON, N_COLUMNS };

static gboolean
parse_year(const char *text, int otherwise, int *out_year, GError **error)
{
    guint64 year;

    *out_year = otherwise;
    if (*text == '\0')
        return TRUE;
    if (!g_ascii_string_to_unsigned(text, 10, GP_FIRST_YEAR, GP_LAST_YEAR, &year, NULL))
        return gp_throw(error, GP_ERROR_MALFORMED, "“%.40s” is not a year as in 2024", text);
    *out_year = (int)year;
    return TRUE;
}

static const char *
find_rule(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(rules); i++) {
        if (g_str_equal(rules[i], name))
            return rules[i];
    }
    return NULL;
}

static gboolean
read_known(const char *const *cells, GpKnownJump *out_known, GError **error)
{
    GpKnownJump known = {.activity = cells[ACTIVITY],
                         .component = cells[COMPONENT],
                         .unit = cells[UNIT],
                         .rule = find_rule(cells[RULE])};
    GpComponent component;

    if (*known.activity == '\0')
        return gp_throw(error, GP_ERROR_MALFORMED, "the activity is missing");
    if (known.rule == NULL)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "“%.40s” is no rule of which there are exceptions", cells[RULE]);
    if (*cells[REASON] == '\0')
        return gp_throw(error, GP_ERROR_MALFORMED, "an exception needs a reason");
    if (!gp_component_parse(known.component, &component, error) ||
        !parse_year(cells[FROM_YEAR], GP_FIRST_YEAR, &known.from_year, error) ||
        !parse_year(cells[TO_YEAR], GP_LAST_YEAR, &known.to_year, error))
        return FALSE;
    *out_known = known;
    return TRUE;
}

gboolean
gp_check_load_known(GpCheck *self, const char *path, GError **error)
{
    static const char *const names[N_COLUMNS] = {"activity", "component", "unit",  "from_year",
                                                 "to_year",  "rule",      "reason"};
    GpCsvTable *table = gp_csv_table_load(path, error);

    if (table == NULL)
        return FALSE;
    g_ptr_array_add(self->tables, table);
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        const char *cells[N_COLUMNS];
        GpKnownJump known;

        for (guint i = 0; i < N_COLUMNS; i++)
            cells[i] = gp_csv_table_cell(table, row, gp_csv_table_column(table, names[i]));
        if (!read_known(cells, &known, error)) {
            g_prefix_error(error, "%s:%u: ", path, gp_csv_table_line(table, row));
            return FALSE;
        }
        known.path = gp_csv_table_path(table);
        known.line = gp_csv_table_line(table, row);
        g_array_append_val(self->known, known);
    }
    return TRUE;
}

void
gp_check_fault(GpCheck *self, const char *code, const char *path, guint line, const char *message)
{
    gp_issue_list_add_at(self->issues, GP_SEVERITY_ERROR, code, path, line, 0, "%s", message);
    self->count.n_faults++;
}

void
gp_check_report_unused(GpCheck *self)
{
    for (guint i = 0; i < self->known->len; i++) {
        const GpKnownJump *known = &g_array_index(self->known, GpKnownJump, i);

        if (known->n_used == 0)
            gp_check_fault(self, "unused", known->path, known->line,
                           "nothing calls for this exception any more; remove the line, so that "
                           "it cannot hide a fault");
    }
}

GpFinding
gp_check_finding(const char *rule, const GpFactor *factor)
{
    return (GpFinding){rule, factor, NULL, factor->first_year, factor->last_year};
}

/* Curated keys share the rows of publication keys: one fault is told once. */
static gboolean
is_seen(GpCheck *self, const GpFinding *finding)
{
    const GpFactor *other = finding->other == NULL ? finding->factor : finding->other;

    return !g_hash_table_add(self->seen,
                             g_strdup_printf("%s %s:%u %s:%u", finding->rule, finding->factor->file,
                                             finding->factor->line, other->file, other->line));
}

static gboolean
is_empty_or(const char *pattern, const char *name)
{
    return *pattern == '\0' || g_str_equal(pattern, name);
}

static gboolean
is_known(GpCheck *self, const GpFinding *finding)
{
    const GpFactor *factor = finding->factor;

    for (guint i = 0; i < self->known->len; i++) {
        GpKnownJump *known = &g_array_index(self->known, GpKnownJump, i);

        if (known->from_year > finding->from_year || finding->to_year > known->to_year ||
            !g_str_equal(known->rule, finding->rule) ||
            !is_empty_or(known->component, gp_component_name(factor->component)) ||
            !is_empty_or(known->unit, gp_unit_name(self->units, factor->unit)) ||
            !g_pattern_match_simple(known->activity, factor->activity))
            continue;
        known->n_used++;
        return TRUE;
    }
    return FALSE;
}

static const char *
component_words(GpComponent component)
{
    static const char *const words[] = {
        [GP_COMPONENT_UNSTATED] = "the whole activity",
        [GP_COMPONENT_TD] = "transmission and distribution (td)",
        [GP_COMPONENT_WTT] = "well-to-tank (wtt)",
        [GP_COMPONENT_WTT_TD] = "well-to-tank of transmission and distribution (wtt-td)",
    };

    if (component < G_N_ELEMENTS(words) && words[component] != NULL)
        return words[component];
    return gp_component_name(component);
}

/* `taxi, well-to-tank (wtt), per km, 2019: ` */
static void
print_place(const GpCheck *self, const GpFinding *finding, GString *out)
{
    const GpFactor *factor = finding->factor;

    g_string_append_printf(out, "%s, %s%s, per %s, ", factor->activity,
                           component_words(factor->component),
                           gp_check_is_outside(factor) ? " outside of the scopes" : "",
                           gp_unit_name(self->units, factor->unit));
    if (finding->from_year == GP_FIRST_YEAR && finding->to_year == GP_LAST_YEAR)
        g_string_append(out, "all years: ");
    else if (finding->from_year == finding->to_year)
        g_string_append_printf(out, "%d: ", finding->from_year);
    else
        g_string_append_printf(out, "%d to %d: ", finding->from_year, finding->to_year);
}

void
gp_check_report(GpCheck *self, const GpFinding *finding, const char *format, ...)
{
    g_autoptr(GString) message = NULL;
    va_list args;

    if (is_seen(self, finding))
        return;
    if (is_known(self, finding)) {
        self->count.n_known++;
        return;
    }
    message = g_string_new(NULL);
    print_place(self, finding, message);
    va_start(args, format);
    g_string_append_vprintf(message, format, args);
    va_end(args);
    gp_check_fault(self, finding->rule, finding->factor->file, finding->factor->line, message->str);
}

char *
gp_check_figure(GpInt128 pico)
{
    GString *text = g_string_new(NULL);

    gp_number_append(text, pico, GP_PICO_PLACES);
    return g_string_free(text, FALSE);
}
