/* SPDX-License-Identifier: MIT */
#include "gp-attribution.h"

#include <string.h>

#include "gp-csv.h"
#include "gp-error.h"
#include "gp-text.h"

#define EVERYTHING "*"

static const struct {
    const char *name, *title;
} keys[GP_N_KEYS] = {
    {"wte", "whole-time equivalents"},
    {"headcount", "people"},
    {"hours", "hours on the premises"},
    {"floor-area", "floor area of sites, then hours on the premises"},
    {"contacts", "patient contacts of sites, then whole-time equivalents"},
    {"bed-days", "bed days of sites, then whole-time equivalents"},
    {"spend", "spend of departments, then whole-time equivalents"},
};
static const char *const pools[] = {"department", "site", "trust"};
static const char *const belongings[] = {"own", "shared", "nobody"};

struct _GpAttribution {
    GPtrArray *rows;   /* (element-type GpAttributionRule) of both files */
    GPtrArray *rules;  /* the rows that hold */
    GHashTable *by_of; /* folded category or activity to a rule */
};

const char *
gp_key_name(GpKey key)
{
    return keys[key].name;
}

const char *
gp_key_title(GpKey key)
{
    return keys[key].title;
}

const char *
gp_pool_name(GpPool pool)
{
    return pools[pool];
}

static gboolean
find_name(const char *text, const char *const *names, guint n, guint *out_index)
{
    for (guint i = 0; i < n; i++) {
        if (gp_text_equal_ignoring_case(text, strlen(text), names[i], strlen(names[i]))) {
            *out_index = i;
            return TRUE;
        }
    }
    return FALSE;
}

/* One of the names that @what can have. */
static gboolean
parse_name(const char *text,
           const char *what,
           const char *const *names,
           guint n,
           GpErrorCode code,
           guint *out_index,
           GError **error)
{
    g_autofree char *quoted = gp_text_quoted(text);
    g_autoptr(GString) list = g_string_new(NULL);

    if (find_name(text, names, n, out_index))
        return TRUE;
    for (guint i = 0; i < n; i++)
        g_string_append_printf(list, "%s%s", i == 0 ? "" : i + 1 == n ? " or " : ", ", names[i]);
    return gp_throw(error, code, "“%s” is not a %s; it is %s", quoted, what, list->str);
}

static gboolean
parse_key(const char *text, const char *what, GpErrorCode code, GpKey *out_key, GError **error)
{
    const char *names[GP_N_KEYS];
    guint index = 0;

    for (guint i = 0; i < GP_N_KEYS; i++)
        names[i] = keys[i].name;
    if (!parse_name(text, what, names, GP_N_KEYS, code, &index, error))
        return FALSE;
    *out_key = index;
    return TRUE;
}

gboolean
gp_key_parse(const char *text, GpKey *out_key, GError **error)
{
    return parse_key(text, "key", GP_ERROR_USAGE, out_key, error);
}

static void
free_rule(gpointer data)
{
    GpAttributionRule *self = data;

    g_free(self->of);
    g_free(self->reason);
    g_free(self);
}

static const char *
cell(const GpCsvTable *table, guint row, const char *column)
{
    return gp_csv_table_cell(table, row, gp_csv_table_column(table, column));
}

/* The keys and the pool, which what belongs to nobody does not have. */
static gboolean
read_measures(GpAttributionRule *rule, const GpCsvTable *table, guint row, GError **error)
{
    const char *key = cell(table, row, "key"), *rival = cell(table, row, "rival_key");
    const char *pool = cell(table, row, "pool");
    guint index = 0;

    if (rule->belongs == GP_BELONGS_NOBODY)
        return (*key == '\0' && *rival == '\0' && *pool == '\0') ||
               gp_throw(
                   error, GP_ERROR_MALFORMED,
                   "what belongs to nobody is not shared: leave key, rival_key and pool empty");
    if (!parse_key(key, "key", GP_ERROR_MALFORMED, &rule->key, error) ||
        !parse_key(rival, "rival key", GP_ERROR_MALFORMED, &rule->rival_key, error) ||
        !parse_name(pool, "pool", pools, G_N_ELEMENTS(pools), GP_ERROR_MALFORMED, &index, error))
        return FALSE;
    rule->pool = index;
    return rule->key != rule->rival_key ||
           gp_throw(error, GP_ERROR_MALFORMED,
                    "the key and the rival key are both %s; name another that could be held to be "
                    "as fair",
                    gp_key_name(rule->key));
}

static GpAttributionRule *
read_rule(const GpCsvTable *table, guint row, gboolean is_own_file, GError **error)
{
    GpAttributionRule *rule = g_new0(GpAttributionRule, 1);
    guint index = 0;

    rule->of = g_strdup(cell(table, row, "of"));
    rule->reason = g_strdup(cell(table, row, "reason"));
    rule->is_own_file = is_own_file;
    rule->line = gp_csv_table_line(table, row);
    if (*rule->reason == '\0')
        gp_throw(error, GP_ERROR_MALFORMED,
                 "the reason is missing; it is printed beside the line, for the staff to read");
    else if (parse_name(cell(table, row, "belongs"), "way to belong", belongings,
                        G_N_ELEMENTS(belongings), GP_ERROR_MALFORMED, &index, error)) {
        rule->belongs = index;
        if (read_measures(rule, table, row, error))
            return rule;
    }
    free_rule(rule);
    return NULL;
}

static gboolean
add_name(GpAttribution *self, const char *name, GpAttributionRule *rule, GError **error)
{
    g_autofree char *folded = gp_text_fold(name);
    const GpAttributionRule *earlier = g_hash_table_lookup(self->by_of, folded);

    if (*name == '\0')
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "a name in “of” is empty; it is a category, the key of an activity, or * "
                        "for all others");
    if (earlier != NULL && earlier->is_own_file == rule->is_own_file) {
        g_autofree char *quoted = gp_text_quoted(name);

        return gp_throw(error, GP_ERROR_MALFORMED, "“%s” has a rule already, on line %u", quoted,
                        earlier->line);
    }
    g_hash_table_replace(self->by_of, g_steal_pointer(&folded), rule);
    return TRUE;
}

/* Takes @rule over, also where it is refused. */
static gboolean
add_rule(GpAttribution *self, GpAttributionRule *rule, GError **error)
{
    g_auto(GStrv) names = g_strsplit(rule->of, ";", -1);

    g_ptr_array_add(self->rows, rule);
    for (guint i = 0; names[i] != NULL; i++) {
        if (!add_name(self, g_strstrip(names[i]), rule, error))
            return FALSE;
    }
    return names[0] != NULL || add_name(self, "", rule, error);
}

static gboolean
read_file(GpAttribution *self, const char *path, gboolean is_own_file, GError **error)
{
    static const char *const columns[] = {"of", "belongs", "key", "rival_key", "pool", "reason"};
    g_autoptr(GpCsvTable) table = gp_csv_table_load(path, error);

    if (table == NULL || !gp_csv_table_check_columns(table, columns, G_N_ELEMENTS(columns),
                                                     G_N_ELEMENTS(columns), error))
        return FALSE;
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        GpAttributionRule *rule = read_rule(table, row, is_own_file, error);

        if (rule == NULL || !add_rule(self, rule, error)) {
            g_prefix_error(error, "%s:%u: ", path, gp_csv_table_line(table, row));
            return FALSE;
        }
    }
    return TRUE;
}

/* A row holds as long as one of its names leads to it. */
static void
list_rules(GpAttribution *self)
{
    g_autoptr(GHashTable) holding = g_hash_table_new(NULL, NULL);
    GHashTableIter iter;
    gpointer rule;

    g_hash_table_iter_init(&iter, self->by_of);
    while (g_hash_table_iter_next(&iter, NULL, &rule))
        g_hash_table_add(holding, rule);
    for (guint i = 0; i < self->rows->len; i++) {
        if (g_hash_table_contains(holding, g_ptr_array_index(self->rows, i)))
            g_ptr_array_add(self->rules, g_ptr_array_index(self->rows, i));
    }
}

GpAttribution *
gp_attribution_load(const char *shipped, const char *own, GError **error)
{
    g_autoptr(GpAttribution) self = g_new0(GpAttribution, 1);

    self->rows = g_ptr_array_new_with_free_func(free_rule);
    self->rules = g_ptr_array_new();
    self->by_of = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!read_file(self, shipped, FALSE, error))
        return NULL;
    if (!g_hash_table_contains(self->by_of, EVERYTHING))
        return gp_throw_null(error, GP_ERROR_MALFORMED,
                             "%s: there is no row * for what no other row is of", shipped);
    if (own != NULL && !read_file(self, own, TRUE, error))
        return NULL;
    list_rules(self);
    return g_steal_pointer(&self);
}

void
gp_attribution_free(GpAttribution *self)
{
    if (self == NULL)
        return;
    g_hash_table_unref(self->by_of);
    g_ptr_array_unref(self->rules);
    g_ptr_array_unref(self->rows);
    g_free(self);
}

const GpAttributionRule *
gp_attribution_find(const GpAttribution *self, const char *category, const char *activity)
{
    const char *const names[] = {activity, category, EVERYTHING};
    const GpAttributionRule *rule = NULL;

    for (guint i = 0; rule == NULL; i++) {
        g_autofree char *folded = gp_text_fold(names[i]);

        rule = g_hash_table_lookup(self->by_of, folded);
    }
    return rule;
}

guint
gp_attribution_n_rules(const GpAttribution *self)
{
    return self->rules->len;
}

const GpAttributionRule *
gp_attribution_rule(const GpAttribution *self, guint i)
{
    return g_ptr_array_index(self->rules, i);
}
