/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-day.h"

/*
 * The time axis of the activity cube: calendar months, split on the days on which a factor's
 * validity begins inside a month.
 *
 *   slot    a stretch of days inside one month; slots follow one another without gaps
 *
 * Immutable once made.
 */

typedef guint32 GpSlot;

typedef struct _GpTimeline GpTimeline;

/**
 * gp_timeline_new:
 * @splits: (array length=n_splits): days on which a new slot begins; those that begin a month
 *   change nothing
 */
GpTimeline *gp_timeline_new(const GpDay *splits, guint n_splits);
void gp_timeline_free(GpTimeline *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpTimeline, gp_timeline_free)

guint gp_timeline_n_slots(const GpTimeline *self);
GpSlot gp_timeline_slot_of_day(const GpTimeline *self, GpDay day);

/* The slots of all days from 1990 to 2100, by day. */
const guint16 *gp_timeline_slots_of_days(const GpTimeline *self);
GpSpan gp_timeline_slot_span(const GpTimeline *self, GpSlot slot);
GpMonth gp_timeline_slot_month(const GpTimeline *self, GpSlot slot);
