/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-convert.h"

/*
 * Three sets of labels make a group: those that time gives, those that a cell's `who` gives, and
 * those that the factor gives. Each combination of labels in a set has an id.
 */
typedef struct {
    GpDict *keys;
    GPtrArray *labels; /* (element-type utf8) GP_N_DIMENSIONS for each id; NULL: not of this set */
} GpLabelSet;

void gp_label_set_init(GpLabelSet *self);
void gp_label_set_clear(GpLabelSet *self);

/* The id of a combination; the texts must outlive the set. */
guint32 gp_label_set_intern(GpLabelSet *self, const char *const labels[GP_N_DIMENSIONS]);
const char *const *gp_label_set_get(const GpLabelSet *self, guint32 id);

/* What one unit of an activity causes in one group: an exact decimal. */
typedef struct {
    guint32 factor_labels;
    const GpFactor *factor;
    GpInt128 rate; /* kg CO2e for one unit, times 10^places, without needless zeros */
    int places;
    gboolean is_outside;
    gboolean is_first; /* of the plan in its group: rows and quantity are counted here */
} GpPlanEntry;

/* How one activity in one unit is converted in one slot. */
typedef struct {
    gboolean is_made;
    gboolean is_left_out; /* outside the boundary that was asked for */
    gboolean has_factor;
    guint first_entry;
    guint n_entries;
    guint rules; /* how its factors were found: a bit for each GpMatchRule */
    GpUnit shown_unit;
    gint64 shown_multiplier_nano;
} GpPlan;

/* Whether the cells of a time count at all. */
gboolean gp_is_in_year(const GpCube *cube, const GpConvertOptions *options, GpSlot slot);

/* kg CO2e of one unit by a match, times 10^out_places, without needless zeros. */
GpInt128 gp_match_rate(const GpFactorMatch *match, gint64 kg_pico, int *out_places);

gboolean gp_throw_too_large(GError **error);

typedef struct {
    const GpCube *cube;
    const GpConvertOptions *options;
    GpIssueList *issues;
    GStringChunk *texts;
    GpLabelSet *factor_labels;
    GPtrArray *plans;     /* (element-type GpPlan array by what) by slot; NULL: nothing there */
    GArray *entries;      /* (element-type GpPlanEntry) */
    int max_places;       /* of the rates */
    GHashTable *editions; /* (element-type utf8) labels of the editions used */
    GHashTable *notes;    /* code and sentence -> the activities it is about, as a set */
} GpPlanner;

void gp_planner_init(GpPlanner *self,
                     const GpCube *cube,
                     const GpConvertOptions *options,
                     GpLabelSet *factor_labels,
                     GStringChunk *texts,
                     GpIssueList *issues);
void gp_planner_clear(GpPlanner *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GpPlanner, gp_planner_clear)

/* Gives the notes on editions that stood in for others and on own factors, sorted. */
void gp_planner_give_notes(const GpPlanner *self);

/* The plan of @what in @slot, made where it is new. */
const GpPlan *gp_planner_plan(GpPlanner *self, GpSlot slot, guint32 what);

static inline const GpPlanEntry *
gp_planner_entries(const GpPlanner *self, const GpPlan *plan)
{
    return &g_array_index(self->entries, GpPlanEntry, plan->first_entry);
}
