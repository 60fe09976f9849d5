/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-file.h"
#include "gp-invent-private.h"

/*
 * Rows become text here, and faults are planted on the way. The change of a fault is
 *
 *   drop            the row is missing
 *   times NUMBER    its quantity is multiplied
 *   estimated       its quality is that
 *   swap SITE       it goes to that site, and that site's rows come to this one
 *   also SOURCE     the same row comes through another source, too
 */

typedef struct {
    const char *name;
    GString *text;
} Source;

typedef struct {
    const char *name, *activity, *unit;
    int fy;
    GpInt128 micro;
} Total;

struct _GpInventSheet {
    const GpInventPlan *plan;
    GArray *sources; /* (element-type Source) in the order of their first rows */
    GArray *totals;  /* (element-type Total) of the returns */
};

static void
source_clear(gpointer data)
{
    g_string_free(((Source *)data)->text, TRUE);
}

GpInventSheet *
gp_invent_sheet_new(const GpInventPlan *plan)
{
    GpInventSheet *self = g_new0(GpInventSheet, 1);

    self->plan = plan;
    self->sources = g_array_new(FALSE, FALSE, sizeof(Source));
    self->totals = g_array_new(FALSE, FALSE, sizeof(Total));
    g_array_set_clear_func(self->sources, source_clear);
    return self;
}

void
gp_invent_sheet_free(GpInventSheet *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->sources);
    g_array_unref(self->totals);
    g_free(self);
}

void
gp_invent_begin(GString *out, const char *what)
{
    g_string_append_printf(out,
                           "# INVENTED DATA: %s. The trust does not exist, and no real trust, "
                           "site or person is meant.\n# Made by greenplan from a few parameters.\n",
                           what);
}

static GString *
text_of(GpInventSheet *self, const char *name)
{
    Source source = {name, NULL};

    for (guint i = 0; i < self->sources->len; i++) {
        if (g_str_equal(g_array_index(self->sources, Source, i).name, name))
            return g_array_index(self->sources, Source, i).text;
    }
    source.text = g_string_new(NULL);
    gp_invent_begin(source.text, name);
    g_string_append(source.text, "period,activity,quantity,unit,site,department,role,quality\n");
    g_array_append_val(self->sources, source);
    return source.text;
}

static void
append_row(GString *out, const GpInventRow *row)
{
    g_string_append_printf(out, "%s,%s,", row->period, row->activity);
    gp_number_append(out, row->micro, GP_MICRO_PLACES);
    g_string_append_printf(out, ",%s,%s,%s,%s,%s\n", row->unit, row->site, row->department,
                           row->role, row->quality);
}

/* The text after a word and a blank, or NULL if it does not begin with the word. */
static const char *
after(const char *text, const char *word)
{
    return g_str_has_prefix(text, word) ? text + strlen(word) + 1 : NULL;
}

static gboolean
is_fault_of(const GpInventFault *fault, const GpInventRow *row)
{
    const char *other = after(fault->change, "swap");

    return row->month >= fault->first && row->month <= fault->last &&
           g_str_equal(fault->source, row->source) &&
           (*fault->activity == '\0' || g_str_equal(fault->activity, row->activity)) &&
           (*fault->site == '\0' || g_str_equal(fault->site, row->site) ||
            (other != NULL && g_str_equal(other, row->site)));
}

/* FALSE: the row is missing. */
static gboolean
plant(GpInventSheet *self, const GpInventFault *fault, GpInventRow *row)
{
    const char *site = after(fault->change, "swap"), *source = after(fault->change, "also");
    const char *factor = after(fault->change, "times");
    gint64 micro;

    if (site != NULL)
        row->site = g_str_equal(row->site, site) ? fault->site : site;
    else if (source != NULL)
        append_row(text_of(self, source), row);
    else if (factor != NULL && gp_number_parse_text(factor, GP_MICRO_PLACES, &micro, NULL))
        row->micro = gp_invent_scale(row->micro, micro);
    else if (g_str_equal(fault->change, "estimated"))
        row->quality = fault->change;
    return !g_str_equal(fault->change, "drop");
}

static void
add_to_total(GpInventSheet *self, const char *name, const GpInventRow *row)
{
    Total new_total = {name, row->activity, row->unit, gp_fy_of_month(row->month), row->micro};

    for (guint i = 0; i < self->totals->len; i++) {
        Total *total = &g_array_index(self->totals, Total, i);

        if (total->fy == new_total.fy && total->name == name &&
            g_str_equal(total->activity, row->activity) && g_str_equal(total->unit, row->unit)) {
            total->micro += row->micro;
            return;
        }
    }
    g_array_append_val(self->totals, new_total);
}

void
gp_invent_sheet_add(GpInventSheet *self, const GpInventRow *row, int decimals)
{
    const GArray *faults = self->plan->faults, *returns = self->plan->returns;
    GpInventRow kept = *row;
    GpInt128 step = gp_power_of_ten(GP_MICRO_PLACES - decimals);

    kept.micro = gp_number_divide(row->micro, step) * step;
    if (kept.micro == 0)
        return;
    for (guint i = 0; i < faults->len; i++) {
        const GpInventFault *fault = &g_array_index(faults, GpInventFault, i);

        if (is_fault_of(fault, row) && !plant(self, fault, &kept))
            return;
    }
    for (guint i = 0; i < returns->len; i++) {
        const GpInventReturn *entry = &g_array_index(returns, GpInventReturn, i);

        if (g_str_equal(entry->source, row->source))
            add_to_total(self, entry->name, &kept);
    }
    append_row(text_of(self, row->source), &kept);
}

void
gp_invent_sheet_add_returns(GpInventSheet *self)
{
    for (guint i = 0; i < self->totals->len; i++) {
        const Total *total = &g_array_index(self->totals, Total, i);
        GpInventRow row = {total->name,
                           total->activity,
                           total->unit,
                           "",
                           "",
                           "",
                           "",
                           {0},
                           gp_month_from_civil(total->fy + 1, 3),
                           total->micro};

        gp_fy_print(total->fy, row.period);
        gp_invent_sheet_add(self, &row, GP_MICRO_PLACES);
    }
}

gboolean
gp_invent_sheet_write(GpInventSheet *self, const char *folder, GError **error)
{
    for (guint i = 0; i < self->sources->len; i++) {
        const Source *source = &g_array_index(self->sources, Source, i);
        g_autofree char *name = g_strconcat(source->name, ".csv", NULL);
        g_autofree char *path = g_build_filename(folder, name, NULL);

        if (!gp_file_write(path, source->text->str, source->text->len, error))
            return FALSE;
    }
    return TRUE;
}
