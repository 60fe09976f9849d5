/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-number.h"

/*
 * What people in a role can do, each with its published source.
 *
 *   data/role-actions.csv ──────────────┐
 *   role-actions.csv of the workspace ──┴─ load ─▶ GpRoleAction[] ── choose ─▶ the few for one role
 *                                                                  ── flow/ ─▶ GpRoleAdvice[] ─▶
 * report/
 */

/* How a saving is brought to the role at hand. */
typedef enum {
    GP_SCALE_NONE,           /* not at all: it is told as what another place measured */
    GP_SCALE_SWAP,           /* the difference of two emission factors, for so many units */
    GP_SCALE_PERCENT_OF_OWN, /* a percentage of what the role itself causes in the category */
} GpActionScale;

/* Texts are never NULL. Amounts in pounds, kilograms and percent are millionths. */
typedef struct {
    char *id;
    char *staff_group; /* `*`: all of them */
    char **roles;      /* (array zero-terminated=1): none: every role of the group */
    char *action;
    char *category;
    gboolean is_clinical; /* the quality of care and the patient's choice come first */
    char *saving_basis;   /* what the saving is for, as in `a year, whole trust` */
    char *place;          /* where it was measured */
    GpActionScale scale;
    gint64 scale_value_micro; /* units of @scale_activity, or percent */
    char *scale_unit;         /* for a swap */
    char *scale_activity;     /* what is done less */
    char *scale_instead;      /* what is done in its place; "": nothing */
    gint64 saving_micro_kg;
    gint64 cost_micro_gbp;
    gint64 saving_micro_gbp;
    gint64 minutes; /* that it takes each time; below zero: that it saves */
    gboolean has_saving, has_cost, has_gbp, has_minutes; /* published at all */
    char *who_to_ask;
    char *co_benefit;
    char *source;
    char *address;
} GpRoleAction;

void gp_role_action_free(GpRoleAction *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpRoleAction, gp_role_action_free)

/**
 * gp_role_actions_load:
 * @own: (nullable): a trust's own, which are added; one with the id of a shipped action takes its
 *   place
 *
 * Reads `id,staff_group,roles,action,category,clinical,saving_kg,saving_basis,place,scale,
 * scale_value,scale_unit,scale_activity,scale_instead,cost_gbp,saving_gbp,minutes,
 * who_to_ask,co_benefit,source,address`, in any order. Whether categories, activities and units
 * are known is not looked at here.
 *
 * Errors: GP_ERROR_IO, GP_ERROR_MALFORMED as `path:line: reason`
 * Returns: (transfer full) (nullable) (element-type GpRoleAction): by id
 */
GPtrArray *gp_role_actions_load(const char *shipped, const char *own, GError **error);

/**
 * gp_role_actions_choose:
 * @role, @staff_group: capitals do not matter
 * @categories: (nullable) (array zero-terminated=1): the role's own, the largest first
 *
 * The best @n for a role, or all there are: those that name the role, then those of its group, then
 * those for everybody; within these by the order of @categories, then other categories; then by id.
 *
 * Returns: (transfer container) (element-type GpRoleAction): borrowed from @actions
 */
GPtrArray *gp_role_actions_choose(const GPtrArray *actions,
                                  const char *role,
                                  const char *staff_group,
                                  const char *const *categories,
                                  guint n);

/* An action as it is advised to a role, with what it would save there if a rule says so. */
typedef struct {
    const GpRoleAction *action; /* borrowed */
    gboolean is_scaled;
    GpInt128 kg; /* times 10^kg_places; below zero: it adds */
    int kg_places;
    char *how; /* (nullable): to stand after the kilograms: `with 10 miles of “Local bus” …` */
} GpRoleAdvice;

void gp_role_advice_free(GpRoleAdvice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpRoleAdvice, gp_role_advice_free)
