/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/*
 * Whose an emission is: rules as data, one for each category or activity.
 *
 *   data/attribution.csv, the workspace's attribution.csv ── load ──▶ GpAttribution ──▶ allocate/
 *
 * A rule says whether an emission belongs to the roles that decide on it, to all who share a place,
 * or to nobody; by which measure of people it is shared (the key), and which other measure could
 * be held to be as fair (the rival key). What a row of activity names itself, a role or a place,
 * goes before any rule.
 */

typedef enum {
    GP_BELONGS_OWN,    /* to the roles of the pool that control it by the catalogue of roles */
    GP_BELONGS_SHARED, /* to all staff of the pool */
    GP_BELONGS_NOBODY, /* not allocated */
} GpBelongs;

/* Measures of people within a place. Those that name a measure of places are used first between
 * sites (spend: between departments), then by people within each. */
typedef enum {
    GP_KEY_WTE,
    GP_KEY_HEADCOUNT,
    GP_KEY_HOURS,      /* whole-time equivalents x share of hours on the trust's premises */
    GP_KEY_FLOOR_AREA, /* sites by occupied floor area, then hours */
    GP_KEY_CONTACTS,   /* sites by patient contacts, then WTE */
    GP_KEY_BED_DAYS,   /* sites by bed days, then WTE */
    GP_KEY_SPEND,      /* departments by their spend in pounds, then WTE */
    GP_N_KEYS
} GpKey;

/* The smallest place whose staff share. */
typedef enum { GP_POOL_DEPARTMENT, GP_POOL_SITE, GP_POOL_TRUST } GpPool;

const char *gp_key_name(GpKey key);  /* as in the file: `floor-area` */
const char *gp_key_title(GpKey key); /* for people: “hours on the premises” */
const char *gp_pool_name(GpPool pool);

/* Errors: GP_ERROR_USAGE */
gboolean gp_key_parse(const char *text, GpKey *out_key, GError **error);

typedef struct {
    char *of; /* categories and activity keys, parted by `;`, or `*` */
    GpBelongs belongs;
    GpKey key, rival_key; /* of nobody: not looked at */
    GpPool pool;          /* of nobody: not looked at */
    char *reason;         /* one sentence for people */
    gboolean is_own_file; /* of the trust's own file */
    guint line;           /* of its file */
} GpAttributionRule;

typedef struct _GpAttribution GpAttribution;

/**
 * gp_attribution_load:
 * @shipped: has a row `*` for what no other row is of
 * @own: (nullable): its rules go before shipped ones
 *
 * Reads `of,belongs,key,rival_key,pool,reason`. Whether what a rule is of is known at all is not
 * looked at here, but by gp_role_rules_check().
 *
 * Errors: GP_ERROR_IO, GP_ERROR_MALFORMED as `path:line: reason`
 */
GpAttribution *gp_attribution_load(const char *shipped, const char *own, GError **error);
void gp_attribution_free(GpAttribution *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpAttribution, gp_attribution_free)

/* The rule of the activity, else of its category, else of everything; capitals do not matter. Give
 * the category that the catalogue of activities says, so that the well-to-tank part of a fuel goes
 * where the fuel goes. Returns: (transfer none): never NULL */
const GpAttributionRule *
gp_attribution_find(const GpAttribution *self, const char *category, const char *activity);

/* The rules that hold: what is left of the shipped file, in its order, then the trust's own. */
guint gp_attribution_n_rules(const GpAttribution *self);
const GpAttributionRule *gp_attribution_rule(const GpAttribution *self, guint i);
