/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-convert.h"

/* Combinations of labels that factors give, each with an id. */
typedef struct {
    GpDict *keys;
    GPtrArray *labels; /* (element-type utf8) GP_N_DIMENSIONS for each id; NULL: not of factors */
    GString *key;      /* the one that is looked up */
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
    GpInt128 scaled_rate; /* the same times 10^(kg places - micro places), once they are known */
    gboolean is_too_fine; /* it cannot be scaled */
    gboolean is_outside;
    gboolean is_first; /* of the plan in its group: rows and quantity are counted here */
} GpPlanEntry;

/* How one activity in one unit is converted in one slot. */
typedef struct {
    gboolean is_made;
    gboolean is_left_out; /* outside the boundary that was asked for */
    gboolean has_factor;
    gboolean is_met; /* by a cell that counts */
    guint first_entry;
    guint n_entries;
    guint rules;  /* how its factors were found: a bit for each GpMatchRule */
    guint64 rows; /* of cells that count and are not pieces */
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

/* The plans of a slot, by what; not all of them are made. */
GpPlan *gp_planner_slot(GpPlanner *self, GpSlot slot);

GpPlan *gp_planner_make_plan(GpPlanner *self, GpSlot slot, guint32 what);

/* The plan of @what in @slot, made where it is new. */
static inline GpPlan *
gp_planner_plan(GpPlanner *self, GpSlot slot, guint32 what)
{
    GpPlan *plan = &gp_planner_slot(self, slot)[what];

    return plan->is_made ? plan : gp_planner_make_plan(self, slot, what);
}

/* A plan that was made already: for several threads at once. */
static inline const GpPlan *
gp_planner_made_plan(const GpPlanner *self, GpSlot slot, guint32 what)
{
    return &((const GpPlan *)g_ptr_array_index(self->plans, slot))[what];
}

/* Returns: (nullable) (array length=n_entries) */
static inline const GpPlanEntry *
gp_planner_entries(const GpPlanner *self, const GpPlan *plan)
{
    return plan->n_entries == 0 ? NULL
                                : &g_array_index(self->entries, GpPlanEntry, plan->first_entry);
}

/*
 * A figure's labels as one number: the ranks of the labels side by side, in the order of the
 * dimensions, so that figures sort as their labels do. Time, factor and whose activity it is give
 * each their part of it.
 */
typedef GpUint128 GpKey;

typedef struct {
    GpBy by;
    GPtrArray *texts_of[GP_N_DIMENSIONS]; /* (element-type utf8) by place in `by`, then by rank */
    guint shifts[GP_N_DIMENSIONS];        /* by place in `by` */
    guint n_bits;
    GpMonth first_month, last_month;
    int first_fy;
    GStringChunk *texts;
    GpKey *of_slot;   /* by slot */
    GpKey *of_factor; /* by id of the factor labels */
    GpKey *of_who;    /* by who */
} GpKeys;

/* @times: (element-type guint32): those that count. @labels: of all factors that are used */
gboolean gp_keys_init(GpKeys *self,
                      const GpBy *by,
                      const GpCube *cube,
                      const GArray *times,
                      const GpLabelSet *labels,
                      GError **error);
void gp_keys_clear(GpKeys *self);

/* The rank and the text of a key's label in a dimension, by its place in `by`. */
guint gp_keys_rank(const GpKeys *self, GpKey key, guint place);
const char *gp_keys_text(const GpKeys *self, GpKey key, guint place);

struct _GpConversion {
    const GpCube *cube;
    GpConvertOptions options;
    GpLabelSet factor_labels;
    GStringChunk *texts;
    GpPlanner planner;
    GpKeys keys;
    int kg_places;
    GArray *times;  /* (element-type guint32) that count, part by part */
    GArray *firsts; /* (element-type guint) of each part: its first place in `times` */

    /* of what counts */
    guint64 n_cells;
    GpUint128 size; /* all quantities, negative ones as if they were not */
    gint64 max_multiplier_nano;
    guint max_entries; /* of a plan */
};

/* @matches: (nullable): receives how the factors of pieces were found */
GpConversion *gp_conversion_new_counting(const GpCube *cube,
                                         const GpConvertOptions *options,
                                         GpMatchCount *matches,
                                         GpIssueList *issues,
                                         GError **error);

/* Counts a cell for each way in which its factors were found. @first_piece: of its time */
void gp_conversion_count_rules(const GpConversion *self,
                               guint32 first_piece,
                               guint32 time,
                               const GpCell *cell,
                               const GpPlan *plan,
                               GpMatchCount *matches);

/* Whether a cell is in no figure. */
static inline gboolean
gp_conversion_leaves_out(const GpConversion *self,
                         guint32 time,
                         const GpCell *cell,
                         const GpPlan *plan)
{
    const GpConvertOptions *options = &self->options;

    return plan->is_left_out ||
           (options->leaves_out != NULL &&
            options->leaves_out(self->cube, time, cell, options->leaves_out_data));
}

/* The plan of an earlier piece of the same rows, or NULL if that piece does not count. */
const GpPlan *
gp_conversion_plan_of_piece(const GpConversion *self, guint32 piece, const GpCell *cell);
