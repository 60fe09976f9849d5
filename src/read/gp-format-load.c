/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-format-private.h"
#include "gp-ini.h"
#include "gp-text.h"

const char *const gp_field_names[GP_N_FIELDS] = {
    "period", "start",      "end",  "activity", "quantity",  "unit",
    "site",   "department", "role", "quality",  "reference",
};

/* --- Small things ---------------------------------------------------------------------------- */

static char *
get_text(const GpFormat *self, const char *group, const char *key)
{
    return gp_ini_text(self->ini, group, key);
}

static char **
get_list(const GpFormat *self, const char *group, const char *key)
{
    return gp_ini_list(self->ini, group, key);
}

/* One of a few words; @out_index is left alone if there is no such key. */
static gboolean
choose(const GpFormat *self,
       const char *group,
       const char *key,
       const char *const *words,
       int *out_index,
       GError **error)
{
    g_autofree char *text = get_text(self, group, key);
    g_autofree char *known = NULL, *quoted = NULL;

    for (int i = 0; text != NULL && words[i] != NULL; i++) {
        if (g_str_equal(text, words[i])) {
            *out_index = i;
            return TRUE;
        }
    }
    if (text == NULL)
        return TRUE;
    known = g_strjoinv(", ", (char **)words);
    quoted = gp_text_quoted(text);
    return gp_throw(error, GP_ERROR_MALFORMED, "%s: [%s] %s must be one of %s, not “%s”",
                    self->path, group, key, known, quoted);
}

static gboolean
read_flag(const GpFormat *self,
          const char *group,
          const char *key,
          const char *const *words,
          gboolean *out_is_second,
          GError **error)
{
    int index = 0;

    if (!choose(self, group, key, words, &index, error))
        return FALSE;
    *out_is_second = index == 1;
    return TRUE;
}

static gboolean
read_count(
    const GpFormat *self, const char *group, const char *key, guint *out_count, GError **error)
{
    g_autofree char *text = get_text(self, group, key);
    guint64 count = 0;

    if (text != NULL && !g_ascii_string_to_unsigned(text, 10, 1, 1000, &count, NULL))
        return gp_throw(error, GP_ERROR_MALFORMED, "%s: [%s] %s must be a number from 1 to 1000",
                        self->path, group, key);
    *out_count = (guint)count;
    return TRUE;
}

static gboolean
read_multiplier(const GpFormat *self, const char *group, gint64 *out_nano, GError **error)
{
    g_autofree char *text = get_text(self, group, "multiply_by");
    g_autoptr(GError) reason = NULL;

    *out_nano = GP_NANO;
    if (text == NULL || gp_number_parse_text(text, GP_NANO_PLACES, out_nano, &reason))
        return TRUE;
    return gp_throw(error, GP_ERROR_MALFORMED, "%s: [%s] multiply_by: %s", self->path, group,
                    reason->message);
}

static int
find_field(const char *name)
{
    for (int i = 0; i < GP_N_FIELDS; i++) {
        if (g_str_equal(gp_field_names[i], name))
            return i;
    }
    return -1;
}

/* Puts the texts in for the names in braces. */
static char *
fill_in(const GpFormat *self, const char *text, GHashTable *texts, GError **error)
{
    GString *out = g_string_new(NULL);
    const char *p = text;

    while (*p != '\0') {
        const char *end = *p == '{' ? strchr(p, '}') : NULL;
        g_autofree char *name = end == NULL ? NULL : g_strndup(p + 1, (gsize)(end - p - 1));
        const char *value = name == NULL || texts == NULL ? NULL : g_hash_table_lookup(texts, name);

        if (name != NULL && (value == NULL || *value == '\0')) {
            g_string_free(out, TRUE);
            gp_throw(error, GP_ERROR_MISSING,
                     "%s needs to know {%s}; give it under [trust] in greenplan.ini, or with "
                     "--input by --ods-code",
                     self->path, name);
            return NULL;
        }
        if (name == NULL) {
            g_string_append_c(out, *p++);
        } else {
            g_string_append(out, value);
            p = end + 1;
        }
    }
    return g_string_free(out, FALSE);
}

/* --- Groups ---------------------------------------------------------------------------------- */

static gboolean
load_format(GpFormat *self, GError **error)
{
    static const char *const keys[] = {"title",  "container", "encoding",    "separator",
                                       "sheet",  "rows",      "header",      "optional",
                                       "covers", "key",       "corrections", NULL};
    static const char *const containers[] = {"csv", "xlsx", "json", NULL};
    static const char *const separators[] = {",", ";", "tab", "|", NULL};
    int container = -1, separator = 0;
    g_autofree char *encoding = get_text(self, "format", "encoding");
    g_autofree char *corrections = get_text(self, "format", "corrections");

    if (!gp_ini_check_keys(self->ini, self->path, "format", keys, G_N_ELEMENTS(keys) - 1, error) ||
        !choose(self, "format", "container", containers, &container, error) ||
        !choose(self, "format", "separator", separators, &separator, error) ||
        (encoding != NULL && !gp_format_set_encoding(self, encoding, error)))
        return FALSE;
    self->container = (GpContainer)(container + 1);
    self->separator = ",;\t|"[separator];
    self->title = get_text(self, "format", "title");
    self->sheet = get_text(self, "format", "sheet");
    self->rows = get_list(self, "format", "rows");
    self->header = get_list(self, "format", "header");
    self->optional = get_list(self, "format", "optional");
    self->key = get_list(self, "format", "key");
    self->has_corrections = corrections != NULL;
    if (corrections != NULL && !gp_corrections_parse(corrections, &self->corrections))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: [format] corrections must be one of series, period, rows, none",
                        self->path);
    if (self->title == NULL)
        return gp_throw(error, GP_ERROR_MALFORMED, "%s: [format] title is missing", self->path);
    return TRUE;
}

static gboolean
load_covers(GpFormat *self, GError **error)
{
    static const char *const words[] = {"days", "month", "year", NULL};
    int covers = 0;

    if (!choose(self, "format", "covers", words, &covers, error))
        return FALSE;
    self->covers = (GpCovers)covers;
    if (self->container == GP_CONTAINER_JSON && self->rows == NULL)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: [format] rows must say where the records are, as in rows=/data",
                        self->path);
    for (guint i = 0; self->rows != NULL && self->rows[i] != NULL; i++) {
        if (self->rows[i][0] != '/' || self->rows[i][1] == '\0')
            return gp_throw(error, GP_ERROR_MALFORMED,
                            "%s: [format] rows: a path begins with a slash, as in /data",
                            self->path);
    }
    return TRUE;
}

static gboolean
load_columns(GpFormat *self, GError **error)
{
    if (!gp_ini_check_keys(self->ini, self->path, "columns", gp_field_names, GP_N_FIELDS, error))
        return FALSE;
    for (int i = 0; i < GP_N_FIELDS; i++)
        self->columns[i] = get_list(self, "columns", gp_field_names[i]);
    return TRUE;
}

static gboolean
load_fixed(GpFormat *self, GHashTable *texts, GError **error)
{
    static const char *const keys[] = {"period",     "activity", "unit",   "site",
                                       "department", "role",     "quality"};

    if (!gp_ini_check_keys(self->ini, self->path, "fixed", keys, G_N_ELEMENTS(keys), error))
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_autofree char *text = get_text(self, "fixed", keys[i]);
        g_autofree char *filled = text == NULL ? NULL : fill_in(self, text, texts, error);
        g_autoptr(GError) reason = NULL;

        if (text == NULL)
            continue;
        if (filled == NULL)
            return FALSE;
        if (self->columns[find_field(keys[i])] != NULL)
            return gp_throw(error, GP_ERROR_MALFORMED,
                            "%s: %s is both fixed and taken from a column", self->path, keys[i]);
        if (!gp_format_fix(self, (GpField)find_field(keys[i]), filled, &reason))
            return gp_throw(error, GP_ERROR_MALFORMED, "%s: [fixed] %s", self->path,
                            reason->message);
    }
    return TRUE;
}

static gboolean
load_period(GpFormat *self, GError **error)
{
    static const char *const keys[] = {"styles", "times", "marks", "end"};
    static const char *const usual[] = {"y-m-d", "y-m", "fy", NULL};
    static const char *const times[] = {"local", "utc", NULL};
    static const char *const marks[] = {"start", "end", NULL};
    static const char *const ends[] = {"included", "excluded", NULL};
    g_auto(GStrv) styles = get_list(self, "period", "styles");
    g_autoptr(GError) reason = NULL;

    if (!gp_ini_check_keys(self->ini, self->path, "period", keys, G_N_ELEMENTS(keys), error) ||
        !read_flag(self, "period", "times", times, &self->styles.are_utc, error) ||
        !read_flag(self, "period", "marks", marks, &self->styles.marks_end, error) ||
        !read_flag(self, "period", "end", ends, &self->end_is_excluded, error))
        return FALSE;
    return gp_styles_parse(&self->styles, styles == NULL ? usual : (const char *const *)styles,
                           &reason) ||
           gp_throw(error, GP_ERROR_MALFORMED, "%s: [period] %s", self->path, reason->message);
}

static gboolean
load_quantity(GpFormat *self, GError **error)
{
    static const char *const keys[] = {"decimal",     "thousands", "strip", "negative",
                                       "multiply_by", "empty",     "sum",   "expects"};
    static const char *const decimals[] = {".", ",", NULL};
    static const char *const thousands[] = {",", ".", "space", "none", NULL};
    GpQuantityRules *rules = &self->quantity;
    int decimal = 0, separator;
    g_auto(GStrv) negative = get_list(self, "quantity", "negative");

    if (!gp_ini_check_keys(self->ini, self->path, "quantity", keys, G_N_ELEMENTS(keys), error) ||
        !choose(self, "quantity", "decimal", decimals, &decimal, error))
        return FALSE;
    separator = decimal;
    if (!choose(self, "quantity", "thousands", thousands, &separator, error) ||
        !read_multiplier(self, "quantity", &rules->multiply_nano, error) ||
        !read_count(self, "quantity", "expects", &self->sum_expects, error))
        return FALSE;
    rules->decimal = ".,"[decimal];
    rules->thousands = ",. \0"[separator];
    rules->strip = get_list(self, "quantity", "strip");
    rules->empty = get_list(self, "quantity", "empty");
    self->sum = get_list(self, "quantity", "sum");
    if (rules->decimal == rules->thousands)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: [quantity] decimal and thousands are the same", self->path);
    for (guint i = 0; negative != NULL && negative[i] != NULL; i++) {
        rules->takes_parentheses |= g_str_equal(negative[i], "parentheses");
        rules->takes_trailing_minus |= g_str_equal(negative[i], "trailing-minus");
        if (!g_str_equal(negative[i], "minus") && !g_str_equal(negative[i], "parentheses") &&
            !g_str_equal(negative[i], "trailing-minus"))
            return gp_throw(error, GP_ERROR_MALFORMED,
                            "%s: [quantity] negative must be of minus, parentheses, "
                            "trailing-minus",
                            self->path);
    }
    return TRUE;
}

static gboolean
load_rules(GpFormat *self, const char *group, GPtrArray *rules, GHashTable *texts, GError **error)
{
    g_auto(GStrv) keys = g_key_file_get_keys(self->ini, group, NULL, NULL);

    for (guint i = 0; keys != NULL && keys[i] != NULL; i++) {
        g_autofree char *text = get_text(self, group, keys[i]);
        g_autofree char *filled = fill_in(self, text, texts, error);
        GpCellRule *rule;

        if (filled == NULL)
            return FALSE;
        rule = g_new0(GpCellRule, 1);
        g_ptr_array_add(rules, rule);
        rule->name = g_strdup(keys[i]);
        rule->columns = g_strsplit(keys[i], "|", -1);
        rule->patterns = g_strsplit(*filled == '\0' ? "|" : filled, "|", -1);
        for (guint k = 0; rule->patterns[k] != NULL; k++) {
            char *folded = gp_text_fold(rule->patterns[k]);

            g_free(rule->patterns[k]);
            rule->patterns[k] = folded;
        }
    }
    return TRUE;
}

static gboolean
load_lookup(GpFormat *self, const char *group, GError **error)
{
    static const char *const keys[] = {"column", "and", "number", "strip", "table", "otherwise"};
    static const GpField can[] = {GP_FIELD_ACTIVITY,   GP_FIELD_UNIT, GP_FIELD_SITE,
                                  GP_FIELD_DEPARTMENT, GP_FIELD_ROLE, GP_FIELD_QUALITY};
    int field = find_field(group + strlen("lookup "));
    g_autofree char *name = get_text(self, group, "table");
    g_autofree char *folder = g_path_get_dirname(self->path);
    g_autofree char *path = name == NULL ? NULL : g_build_filename(folder, name, NULL);
    GpFieldLookup *lookup;
    gboolean is_known = FALSE;

    for (guint i = 0; i < G_N_ELEMENTS(can); i++)
        is_known |= field == (int)can[i];
    if (!is_known)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: [%s]: only activity, unit, site, department, role and quality can be "
                        "looked up",
                        self->path, group);
    if (!gp_ini_check_keys(self->ini, self->path, group, keys, G_N_ELEMENTS(keys), error))
        return FALSE;
    if (self->columns[field] != NULL || self->fixed[field] != NULL)
        return gp_throw(error, GP_ERROR_MALFORMED, "%s: %s is both looked up and given otherwise",
                        self->path, gp_field_names[field]);
    lookup = self->lookups[field] = g_new0(GpFieldLookup, 1);
    lookup->column = get_list(self, group, "column");
    lookup->and_column = get_list(self, group, "and");
    lookup->number = get_list(self, group, "number");
    lookup->number_rules =
        (GpQuantityRules){'.', ',', get_list(self, group, "strip"), NULL, FALSE, FALSE, GP_NANO};
    lookup->otherwise = get_text(self, group, "otherwise");
    if (g_strcmp0(lookup->otherwise, "refuse") == 0)
        g_clear_pointer(&lookup->otherwise, g_free);
    if (lookup->column == NULL || path == NULL || strchr(name, '/') != NULL)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: [%s] needs column= and table=, a CSV file beside the format",
                        self->path, group);
    lookup->table = gp_lookup_load(path, gp_field_names[field], error);
    return lookup->table != NULL;
}

static gboolean
load_measure(GpFormat *self, const char *group, GError **error)
{
    static const char *const keys[] = {"column", "columns", "expects", "unit", "multiply_by"};
    g_auto(GStrv) column = get_list(self, group, "column");
    g_auto(GStrv) columns = get_list(self, group, "columns");
    GpMeasure *measure = g_new0(GpMeasure, 1);

    g_ptr_array_add(self->measures, measure);
    measure->activity = g_strstrip(g_strdup(group + strlen("measure ")));
    measure->unit = get_text(self, group, "unit");
    measure->adds = columns != NULL;
    if ((column == NULL) == (columns == NULL))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: [%s] needs either column= (the first that is there) or columns= (all "
                        "that are there, added)",
                        self->path, group);
    measure->columns = columns != NULL ? g_steal_pointer(&columns) : g_steal_pointer(&column);
    return gp_ini_check_keys(self->ini, self->path, group, keys, G_N_ELEMENTS(keys), error) &&
           read_count(self, group, "expects", &measure->expects, error) &&
           read_multiplier(self, group, &measure->multiply_nano, error);
}

static gboolean
load_other_groups(GpFormat *self, GError **error)
{
    static const char *const known[] = {"format", "columns", "fixed",  "period", "quantity",
                                        "skip",   "keep",    "negate", NULL};
    g_auto(GStrv) groups = g_key_file_get_groups(self->ini, NULL);

    for (guint i = 0; groups[i] != NULL; i++) {
        const char *closest;
        g_autofree char *quoted = NULL;

        if (g_str_has_prefix(groups[i], "lookup ")) {
            if (!load_lookup(self, groups[i], error))
                return FALSE;
            continue;
        }
        if (g_str_has_prefix(groups[i], "measure ")) {
            if (!load_measure(self, groups[i], error))
                return FALSE;
            continue;
        }
        if (g_strv_contains(known, groups[i]))
            continue;
        closest = gp_text_closest(groups[i], known, G_N_ELEMENTS(known) - 1);
        quoted = gp_text_quoted(groups[i]);
        return gp_throw(error, GP_ERROR_MALFORMED, "%s: there is no group [%s]%s%s%s", self->path,
                        quoted, closest == NULL ? "" : "; did you mean [",
                        closest == NULL ? "" : closest, closest == NULL ? "" : "]?");
    }
    return TRUE;
}

gboolean
gp_format_load_groups(GpFormat *self, GHashTable *texts, GError **error)
{
    return load_format(self, error) && load_covers(self, error) && load_columns(self, error) &&
           load_fixed(self, texts, error) && load_period(self, error) &&
           load_quantity(self, error) && load_rules(self, "skip", self->skip, texts, error) &&
           load_rules(self, "keep", self->keep, texts, error) &&
           load_rules(self, "negate", self->negate, texts, error) && load_other_groups(self, error);
}
