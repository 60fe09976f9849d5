/* SPDX-License-Identifier: MIT */
#include "gp-action.h"

#include <string.h>

#include "gp-csv.h"
#include "gp-error.h"
#include "gp-record.h"
#include "gp-text.h"

void
gp_action_free(GpAction *self)
{
    if (self == NULL)
        return;
    g_free(self->id);
    g_free(self->title);
    g_free(self->owner);
    g_free(self->role);
    g_free(self->category);
    g_free(self->site);
    g_free(self->co_benefit);
    g_free(self->source);
    g_free(self->activity);
    g_free(self->unit);
    g_free(self);
}

static const char *const status_names[] = {"proposed", "planned", "under-way", "done", "dropped"};

const char *
gp_action_status_name(GpActionStatus status)
{
    return status_names[status];
}

gboolean
gp_action_status_parse(const char *text, GpActionStatus *out_status, GError **error)
{
    static const struct {
        const char *name;
        GpActionStatus status;
    } others[] = {{"under way", GP_ACTION_UNDER_WAY},
                  {"approved", GP_ACTION_PLANNED},
                  {"stopped", GP_ACTION_DROPPED}};
    const gsize length = strlen(text);
    g_autofree char *quoted = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(status_names); i++) {
        if (gp_text_equal_ignoring_case(text, length, status_names[i], strlen(status_names[i]))) {
            *out_status = i;
            return TRUE;
        }
    }
    for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
        if (gp_text_equal_ignoring_case(text, length, others[i].name, strlen(others[i].name))) {
            *out_status = others[i].status;
            return TRUE;
        }
    }
    quoted = gp_text_quoted(text);
    return gp_throw(error, GP_ERROR_MALFORMED,
                    "“%s” is not a status; it is proposed, planned, under-way, done or dropped",
                    quoted);
}

static gboolean
read_month(
    const GpRecord *row, const char *column, gboolean is_last, GpMonth *out_month, GError **error)
{
    const char *text = gp_record_cell(row, column);
    g_autofree char *quoted = NULL;
    GpPeriodStatus status;
    GpSpan span;

    *out_month = GP_NO_MONTH;
    if (*text == '\0')
        return TRUE;
    status = gp_period_parse(text, strlen(text), &span);
    if (status == GP_PERIOD_READ) {
        *out_month = gp_month_of_day(is_last ? span.last : span.first);
        return TRUE;
    }
    quoted = gp_text_quoted(text);
    return gp_throw(error, GP_ERROR_MALFORMED, "%s: “%s” %s", column, quoted,
                    status == GP_PERIOD_AMBIGUOUS
                        ? "could be a month or a financial year; write the first day of the month, "
                          "as in 2007-08-01, or the financial year with a stroke, as in 2007/08"
                        : gp_period_status_reason(status));
}

static gboolean
read_times(GpAction *self, const GpRecord *row, GError **error)
{
    if (!read_month(row, "start", FALSE, &self->start, error) ||
        !read_month(row, "full_effect", FALSE, &self->full_effect, error) ||
        !read_month(row, "end", TRUE, &self->end, error))
        return FALSE;
    if (self->start == GP_NO_MONTH)
        return (self->full_effect == GP_NO_MONTH && self->end == GP_NO_MONTH) ||
               gp_throw(error, GP_ERROR_MALFORMED, "full_effect and end need a start");
    if (self->full_effect == GP_NO_MONTH)
        self->full_effect = self->start;
    if (self->full_effect < self->start)
        return gp_throw(error, GP_ERROR_MALFORMED, "full_effect is before start");
    return self->end == GP_NO_MONTH || self->end >= self->start ||
           gp_throw(error, GP_ERROR_MALFORMED, "end is before start");
}

static gboolean
read_money(GpAction *self, const GpRecord *row, GError **error)
{
    gboolean has_lifetime;
    gint64 years = 0;

    if (!gp_record_number(row, "capex_gbp", GP_MICRO_PLACES, &self->has_capex,
                          &self->capex_micro_gbp, error) ||
        !gp_record_number(row, "annual_saving_gbp", GP_MICRO_PLACES, &self->has_saving,
                          &self->saving_micro_gbp, error) ||
        !gp_record_number(row, "lifetime_years", 0, &has_lifetime, &years, error))
        return FALSE;
    if (self->has_capex && self->capex_micro_gbp < 0)
        return gp_throw(error, GP_ERROR_MALFORMED, "capex_gbp: “%.40s” is below zero",
                        gp_record_cell(row, "capex_gbp"));
    if (has_lifetime && (years < 1 || years > GP_MAX_LIFETIME_YEARS))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "lifetime_years: “%.40s” is not a number of years from 1 to %d",
                        gp_record_cell(row, "lifetime_years"), GP_MAX_LIFETIME_YEARS);
    self->lifetime_years = (int)years;
    return TRUE;
}

/* The three columns of what is used less go together. */
static gboolean
read_quantity(GpAction *self, const GpRecord *row, GError **error)
{
    gboolean has_quantity;

    self->activity = gp_record_copy(row, "activity");
    self->unit = gp_record_copy(row, "unit");
    if (!gp_record_number(row, "quantity_per_year", GP_MICRO_PLACES, &has_quantity,
                          &self->quantity_micro, error))
        return FALSE;
    return ((*self->activity != '\0') == has_quantity && (*self->unit != '\0') == has_quantity) ||
           gp_throw(error, GP_ERROR_MALFORMED,
                    "activity, quantity_per_year and unit go together: fill all three or none");
}

static GpAction *
read_action(const GpRecord *row, GError **error)
{
    g_autoptr(GpAction) self = g_new0(GpAction, 1);

    self->id = gp_record_copy(row, "id");
    self->title = gp_record_copy(row, "title");
    self->owner = gp_record_copy(row, "owner");
    self->role = gp_record_copy(row, "role");
    self->category = gp_record_copy(row, "category");
    self->site = gp_record_copy(row, "site");
    self->co_benefit = gp_record_copy(row, "co_benefit");
    self->source = gp_record_copy(row, "source");
    if (*self->id == '\0')
        return gp_throw_null(error, GP_ERROR_MALFORMED, "id is empty");
    if (!gp_action_status_parse(gp_record_cell(row, "status"), &self->status, error) ||
        !read_times(self, row, error) ||
        !gp_record_number(row, "expected_kg_per_year", GP_MICRO_PLACES, &self->has_expected,
                          &self->expected_micro_kg, error) ||
        !read_money(self, row, error) || !read_quantity(self, row, error))
        return NULL;
    return g_steal_pointer(&self);
}

GPtrArray *
gp_actions_load(const char *path, GError **error)
{
    static const char *const columns[] = {"id",          "title",
                                          "status",      "owner",
                                          "role",        "category",
                                          "site",        "start",
                                          "full_effect", "end",
                                          "capex_gbp",   "expected_kg_per_year",
                                          "co_benefit",  "annual_saving_gbp",
                                          "source",      "lifetime_years",
                                          "activity",    "quantity_per_year",
                                          "unit"};
    g_autoptr(GpCsvTable) table = gp_csv_table_load(path, error);
    g_autoptr(GPtrArray) actions = g_ptr_array_new_with_free_func((GDestroyNotify)gp_action_free);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    if (table == NULL ||
        !gp_csv_table_check_columns(table, columns, G_N_ELEMENTS(columns), 3, error))
        return NULL;
    for (guint i = 0; i < gp_csv_table_n_rows(table); i++) {
        const GpRecord row = {table, i};
        g_autoptr(GpAction) action = read_action(&row, error);

        if (action != NULL && g_hash_table_contains(seen, action->id)) {
            gp_throw(error, GP_ERROR_MALFORMED, "there is an action “%.40s” above already",
                     action->id);
        } else if (action != NULL) {
            g_hash_table_add(seen, action->id);
            g_ptr_array_add(actions, g_steal_pointer(&action));
            continue;
        }
        g_prefix_error(error, "%s:%u: ", path, gp_csv_table_line(table, i));
        return NULL;
    }
    return g_steal_pointer(&actions);
}
