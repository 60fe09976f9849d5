/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-attribution.h"
#include "gp-flow.h"
#include "gp-personal.h"
#include "gp-role-action.h"
#include "gp-role-cut.h"
#include "gp-role-published.h"
#include "gp-role-views.h"

/*
 * Staff: the footprints of roles, what of them may be published, what a role can do, and what one
 * person works out alone.
 *
 *   GpBook, GpWorkforce, rules ──▶ GpRoles ──┬─ allocate ─▶ GpRoleYear ─▶ tables, cuts, profiles
 *                                            ├─ disclose ─▶ GpRolePublished
 *                                            └─ actions ──▶ GpRoleAdvice[]
 *   answers ──▶ GpPersonal
 */

/* ---- the footprints of roles ---- */

/**
 * gp_book_workforce:
 * @book: opened with the names kept apart that the shares need
 * @catalogue: (nullable): as in gp_workforce_load()
 *
 * The staff of the statistics workforce-wte and workforce-headcount in the book, by role, for where
 * no workforce file tells it.
 *
 * Errors: GP_ERROR_MISSING if there is none; GP_ERROR_OVERFLOW
 */
GpWorkforce *gp_book_workforce(const GpBook *book,
                               const GpRoleCatalogue *catalogue,
                               GpIssueList *issues,
                               GError **error);

/* A book with its staff, and the rules by which the staff shares. */
typedef struct _GpRoles GpRoles;

typedef struct {
    const GpWorkspace *workspace; /* (nullable): its files go before the shipped ones */
    const GpPlaces *places;
    const char *workforce;   /* (nullable): files instead of those of the workspace; without any */
    const char *attribution; /* workforce, what the book itself tells of staff */
    const char *catalogue;
    const char *changes;
    int baseline_fy; /* 0: the first year there is */
    int first_fy;    /* that will be asked for first, which is begun at once; 0: the latest */
} GpRolesSources;

/**
 * gp_roles_open:
 * @book: with sites, departments and roles kept apart; must outlive it
 * @options: how the book is converted; its `by` and `only_fy` are not looked at
 *
 * Errors: GP_ERROR_IO, GP_ERROR_MALFORMED; GP_ERROR_MISSING if there is no activity or no staff
 */
GpRoles *gp_roles_open(const GpBook *book,
                       const GpConvertOptions *options,
                       const GpRolesSources *sources,
                       GpIssueList *issues,
                       GError **error);
void gp_roles_close(GpRoles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpRoles, gp_roles_close)

/* The latest year with activity and staff. */
int gp_roles_latest_fy(const GpRoles *self);

/**
 * gp_roles_year:
 * @issues: receives a warning if the staff is of another year, and what the conversion says
 *
 * Returns: (transfer none) (nullable): valid as long as @self
 */
const GpRoleYear *gp_roles_year(GpRoles *self, int fy, GpIssueList *issues, GError **error);

/* How a year is cut and shared. */
typedef struct {
    GpBy by;              /* of month, boundary and gas */
    gboolean with_rivals; /* what is shared goes by rival keys */
    const GpKey *instead; /* (nullable): by this one in place of each rule's rival */
} GpRoleSlicing;

/**
 * gp_roles_cut:
 * @role: (nullable): only this one, under any of its names
 *
 * What a year comes to by some of its dimensions. The year stays worked out for the next question.
 *
 * Errors: those of gp_roles_year(); GP_ERROR_MISSING if there is no such role
 * Returns: (transfer full) (nullable): valid as long as @self
 */
GpRoleCut *gp_roles_cut(GpRoles *self,
                        int fy,
                        const GpCuts *cuts,
                        const char *role,
                        GpIssueList *issues,
                        GError **error);

/* The same year otherwise. Returns: (transfer full) (nullable) */
GpRoleYear *gp_roles_slices(
    GpRoles *self, int fy, const GpRoleSlicing *slicing, GpIssueList *issues, GError **error);

GpRoleTable *
gp_roles_table(GpRoles *self, int fy, GpGrouping grouping, GpIssueList *issues, GError **error);

/* @key: (nullable): for everything that is shared; NULL: the rival of each rule */
GpRoleRivals *gp_roles_rivals(GpRoles *self,
                              int fy,
                              GpGrouping grouping,
                              const GpKey *key,
                              GpIssueList *issues,
                              GError **error);

/* @role: by any of its names. Errors: GP_ERROR_MISSING if nobody in the workforce has it */
GpRoleProfile *
gp_roles_profile(GpRoles *self, int fy, const char *role, GpIssueList *issues, GError **error);

/* ---- what of them may be published ---- */

typedef struct {
    gint64 threshold;      /* people */
    gboolean primary_only; /* leaves open what can be had by subtraction: for tests. No command
                            * sets it */
} GpPublishRule;

/**
 * gp_roles_publish:
 * @self: opened for everything: publishing a year for two boundaries gives their difference away
 * @only_fy: 0: all years with staff of their own
 *
 * Errors: GP_ERROR_USAGE for a threshold below GP_LEAST_THRESHOLD; those of gp_roles_year()
 */
GpRolePublished *gp_roles_publish(
    GpRoles *self, int only_fy, const GpPublishRule *rule, GpIssueList *issues, GError **error);

/* Whether anything could be had of what gp_roles_publish() shows. Errors: as there */
GpRolePublishedAudit *gp_roles_audit_disclosure(
    GpRoles *self, int only_fy, const GpPublishRule *rule, GpIssueList *issues, GError **error);

/* ---- what a role can do ---- */

/* What a role itself causes in a category. */
typedef struct {
    const char *category;
    GpInt128 kg; /* times 10^kg_places of the question */
} GpOwnKg;

/* Whom advice is for. */
typedef struct {
    const char *role;
    const char *staff_group;
    int fy;             /* whose factors are used */
    const GpOwnKg *own; /* (array length=n_own): the largest first */
    guint n_own;
    int kg_places;
} GpAdviceFor;

/**
 * gp_book_role_advice:
 * @options: their factor rules are used; upstream emissions are always counted
 * @actions: (element-type GpRoleAction): must outlive the result
 * @issues: receives a warning for each action whose own figure cannot be worked out
 *
 * The best @n actions for a role, as gp_role_actions_choose() has them, with what each would save:
 *
 *   swap            value [unit] * (kg of the activity - kg of what is done instead)
 *   percent-of-own  value / 100 * what the role itself causes in the category
 *
 * Errors: GP_ERROR_OVERFLOW, GP_ERROR_MALFORMED for a row of the library
 * Returns: (transfer full) (nullable) (element-type GpRoleAdvice)
 */
GPtrArray *gp_book_role_advice(const GpBook *self,
                               const GpConvertOptions *options,
                               const GPtrArray *actions,
                               const GpAdviceFor *whom,
                               guint n,
                               GpIssueList *issues,
                               GError **error);

/* The same for the role of a profile, of the shipped actions and the workspace's own. The result
 * borrows from @self. */
GPtrArray *gp_roles_advice(
    GpRoles *self, const GpRoleProfile *profile, guint n, GpIssueList *issues, GError **error);

/* ---- a person's own footprint ---- */

/* A question about business trips of a year. */
typedef struct {
    const char *option;   /* `car-miles` */
    const char *activity; /* the key of its factors; NULL: the kind of car */
    const char *unit;
    const char *question;
} GpTrip;

#define GP_N_TRIPS 13
extern const GpTrip gp_trips[GP_N_TRIPS];

#define GP_NOT_TOLD (-1)

/* What a person tells of itself; quantities are millionths, or GP_NOT_TOLD. */
typedef struct {
    int fy;
    gint64 trips[GP_N_TRIPS]; /* a year */
    const char *car;          /* (nullable): `car-bev` */
    gint64 commute_miles;     /* one way */
    const char *commute_by;   /* (nullable): `bus`, or a key such as `car-bev` */
    gint64 commute_days;      /* a week */
    gint64 home_days;         /* a week */
    gint64 weeks;             /* a year */
    gint64 hours;             /* a week */
    const char *role;         /* (nullable) */
    const char *site;         /* (nullable) */
} GpAnswers;

/**
 * gp_personal_compute:
 *
 * Works out what was told, for that person alone. Nothing is written anywhere.
 *
 * Errors: GP_ERROR_USAGE in words about the options; GP_ERROR_OVERFLOW; GP_ERROR_MALFORMED
 */
GpPersonal *gp_personal_compute(const GpBasis *basis,
                                const GpAnswers *answers,
                                GpIssueList *issues,
                                GError **error);

/**
 * gp_personal_role_read:
 * @path: what `greenplan roles --published --format csv` printed
 * @answers: with a role; its site is used where the file shows the role there
 *
 * What is published of the role, in the latest year up to that of @answers; of a role that is not
 * shown by itself, of the other roles that it is among.
 *
 * Errors: GP_ERROR_IO, GP_ERROR_MALFORMED, GP_ERROR_MISSING
 */
GpPersonalRole *gp_personal_role_read(const char *path, const GpAnswers *answers, GError **error);

/* Sets what is published of the role beside it: kg for each WTE, without my_shared_kg, which is
 * worked out here for the hours that were told, or else for 37.5 a week. @role: (transfer full) */
void gp_personal_set_role(GpPersonal *self, const GpAnswers *answers, GpPersonalRole *role);
