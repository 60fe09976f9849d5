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
    GPtrArray *rules;  /* (element-type GpAttributionRule) */
    GHashTable *by_of; /* folded `of` to a rule */
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
read_rule(const GpCsvTable *table, guint row, GError **error)
{
    GpAttributionRule *rule = g_new0(GpAttributionRule, 1);
    guint index = 0;

    rule->of = g_strdup(cell(table, row, "of"));
    rule->reason = g_strdup(cell(table, row, "reason"));
    rule->line = gp_csv_table_line(table, row);
    if (*rule->of == '\0')
        gp_throw(error, GP_ERROR_MALFORMED,
                 "“of” is empty; it is a category, the key of an activity, or * for all others");
    else if (*rule->reason == '\0')
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
looks_like_activity(const char *text)
{
    for (const char *p = text; *p != '\0'; p++) {
        if (!g_ascii_islower(*p) && !g_ascii_isdigit(*p) && *p != '-' && *p != '.')
            return FALSE;
    }
    return TRUE;
}

static gboolean
refuse_of(const GpAttribution *self, const char *of, GError **error)
{
    g_autofree const char **names = g_new(const char *, self->rules->len);
    g_autofree char *quoted = gp_text_quoted(of);
    const char *closest;

    for (guint i = 0; i < self->rules->len; i++)
        names[i] = gp_attribution_rule(self, i)->of;
    closest = gp_text_closest(of, names, self->rules->len);
    return gp_throw(error, GP_ERROR_MALFORMED,
                    "“%s” is neither a category nor the key of an activity%s%s%s", quoted,
                    closest == NULL ? "" : "; did you mean “", closest == NULL ? "" : closest,
                    closest == NULL ? "" : "”?");
}

/* Takes @rule over, also where it is refused. */
static gboolean
add_rule(GpAttribution *self, GpAttributionRule *rule, gboolean is_own_file, GError **error)
{
    g_autofree char *folded = gp_text_fold(rule->of);
    GpAttributionRule *earlier = g_hash_table_lookup(self->by_of, folded);
    guint index = self->rules->len;

    rule->is_own_file = is_own_file;
    g_ptr_array_add(self->rules, rule);
    if (earlier == NULL && is_own_file && !looks_like_activity(rule->of))
        return refuse_of(self, rule->of, error);
    if (earlier != NULL && earlier->is_own_file == is_own_file) {
        g_autofree char *quoted = gp_text_quoted(rule->of);

        return gp_throw(error, GP_ERROR_MALFORMED, "“%s” has a rule already, on line %u", quoted,
                        earlier->line);
    }
    g_hash_table_replace(self->by_of, g_steal_pointer(&folded), rule);
    if (earlier != NULL && g_ptr_array_find(self->rules, earlier, &index)) {
        g_ptr_array_index(self->rules, self->rules->len - 1) = earlier;
        g_ptr_array_index(self->rules, index) = rule;
        g_ptr_array_set_size(self->rules, (int)self->rules->len - 1);
    }
    return TRUE;
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
        GpAttributionRule *rule = read_rule(table, row, error);

        if (rule == NULL || !add_rule(self, rule, is_own_file, error)) {
            g_prefix_error(error, "%s:%u: ", path, gp_csv_table_line(table, row));
            return FALSE;
        }
    }
    return TRUE;
}

GpAttribution *
gp_attribution_load(const char *shipped, const char *own, GError **error)
{
    g_autoptr(GpAttribution) self = g_new0(GpAttribution, 1);

    self->rules = g_ptr_array_new_with_free_func(free_rule);
    self->by_of = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!read_file(self, shipped, FALSE, error))
        return NULL;
    if (!g_hash_table_contains(self->by_of, EVERYTHING))
        return gp_throw_null(error, GP_ERROR_MALFORMED,
                             "%s: there is no row * for what no other row is of", shipped);
    if (own != NULL && !read_file(self, own, TRUE, error))
        return NULL;
    return g_steal_pointer(&self);
}

void
gp_attribution_free(GpAttribution *self)
{
    if (self == NULL)
        return;
    g_hash_table_unref(self->by_of);
    g_ptr_array_unref(self->rules);
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
