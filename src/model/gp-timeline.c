/* SPDX-License-Identifier: MIT */
#include "gp-timeline.h"

struct _GpTimeline {
    GArray *spans;        /* (element-type GpSpan) by slot */
    GpMonth *months;      /* the same */
    guint16 *slot_of_day; /* by day */
};

GpTimeline *
gp_timeline_new(const GpDay *splits, guint n_splits)
{
    GpTimeline *self = g_new0(GpTimeline, 1);
    GpDay n_days = gp_month_last_day(GP_N_MONTHS - 1) + 1;
    g_autofree guint8 *begins = g_new0(guint8, (gsize)n_days);

    for (GpMonth month = 0; month < GP_N_MONTHS; month++)
        begins[gp_month_first_day(month)] = TRUE;
    for (guint i = 0; i < n_splits; i++) {
        if (splits[i] >= 0 && splits[i] < n_days)
            begins[splits[i]] = TRUE;
    }

    self->spans = g_array_new(FALSE, FALSE, sizeof(GpSpan));
    self->slot_of_day = g_new(guint16, (gsize)n_days);
    for (GpDay day = 0; day < n_days; day++) {
        GpSpan span = {day, day};

        if (begins[day])
            g_array_append_val(self->spans, span);
        else
            g_array_index(self->spans, GpSpan, self->spans->len - 1).last = day;
        self->slot_of_day[day] = (guint16)(self->spans->len - 1);
    }
    self->months = g_new(GpMonth, self->spans->len);
    for (GpSlot slot = 0; slot < self->spans->len; slot++)
        self->months[slot] = gp_month_of_day(gp_timeline_slot_span(self, slot).first);
    return self;
}

void
gp_timeline_free(GpTimeline *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->spans);
    g_free(self->months);
    g_free(self->slot_of_day);
    g_free(self);
}

guint
gp_timeline_n_slots(const GpTimeline *self)
{
    return self->spans->len;
}

GpSlot
gp_timeline_slot_of_day(const GpTimeline *self, GpDay day)
{
    return self->slot_of_day[day];
}

const guint16 *
gp_timeline_slots_of_days(const GpTimeline *self)
{
    return self->slot_of_day;
}

GpSpan
gp_timeline_slot_span(const GpTimeline *self, GpSlot slot)
{
    return g_array_index(self->spans, GpSpan, slot);
}

GpMonth
gp_timeline_slot_month(const GpTimeline *self, GpSlot slot)
{
    return self->months[slot];
}
