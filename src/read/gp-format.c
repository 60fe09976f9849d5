/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-format-private.h"
#include "gp-ini.h"
#include "gp-text.h"

static void
free_rule(gpointer data)
{
    GpCellRule *rule = data;

    g_free(rule->name);
    g_strfreev(rule->columns);
    g_strfreev(rule->patterns);
    g_free(rule);
}

static void
free_measure(gpointer data)
{
    GpMeasure *measure = data;

    g_free(measure->activity);
    g_strfreev(measure->columns);
    g_free(measure->unit);
    g_free(measure);
}

static void
free_lookup(GpFieldLookup *lookup)
{
    if (lookup == NULL)
        return;
    g_strfreev(lookup->column);
    g_strfreev(lookup->and_column);
    g_strfreev(lookup->number);
    g_strfreev(lookup->number_rules.strip);
    gp_lookup_free(lookup->table);
    g_free(lookup->otherwise);
    g_free(lookup);
}

GpFormat *
gp_format_load(const char *path, GHashTable *texts, GError **error)
{
    g_autoptr(GpFormat) self = g_new0(GpFormat, 1);

    self->path = g_strdup(path);
    self->skip = g_ptr_array_new_with_free_func(free_rule);
    self->keep = g_ptr_array_new_with_free_func(free_rule);
    self->negate = g_ptr_array_new_with_free_func(free_rule);
    self->measures = g_ptr_array_new_with_free_func(free_measure);
    self->settings = g_string_new(NULL);
    self->ini = gp_ini_load(path, error);
    if (self->ini == NULL || !gp_format_load_groups(self, texts, error))
        return NULL;
    return g_steal_pointer(&self);
}

void
gp_format_free(GpFormat *self)
{
    if (self == NULL)
        return;
    for (int i = 0; i < GP_N_FIELDS; i++) {
        g_strfreev(self->columns[i]);
        g_free(self->fixed[i]);
        free_lookup(self->lookups[i]);
    }
    g_clear_pointer(&self->ini, g_key_file_unref);
    g_ptr_array_unref(self->skip);
    g_ptr_array_unref(self->keep);
    g_ptr_array_unref(self->negate);
    g_ptr_array_unref(self->measures);
    g_string_free(self->settings, TRUE);
    g_strfreev(self->rows);
    g_strfreev(self->header);
    g_strfreev(self->optional);
    g_strfreev(self->key);
    g_strfreev(self->sum);
    g_strfreev(self->quantity.strip);
    g_strfreev(self->quantity.empty);
    g_free(self->path);
    g_free(self->title);
    g_free(self->sheet);
    g_free(self);
}

/* --- What a source sets ----------------------------------------------------------------------- */

gboolean
gp_format_set_encoding(GpFormat *self, const char *value, GError **error)
{
    if (g_str_equal(value, "auto"))
        self->encoding = GP_FORMAT_AUTO;
    else if (g_str_equal(value, "utf-8"))
        self->encoding = GP_FORMAT_UTF_8;
    else if (g_str_equal(value, "windows-1252"))
        self->encoding = GP_FORMAT_WINDOWS_1252;
    else
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "encoding must be one of auto, utf-8, windows-1252, not “%s”", value);
    return TRUE;
}

static gboolean
check_fixed(GpField field, const char *value, GError **error)
{
    g_autofree char *quoted = gp_text_quoted(value);
    GpPeriodStatus status;
    GpQuality quality;
    GpSpan span;

    if (field == GP_FIELD_PERIOD) {
        status = gp_period_parse(value, strlen(value), &span);
        return status == GP_PERIOD_READ || gp_throw(error, GP_ERROR_MALFORMED, "period: “%s” %s",
                                                    quoted, gp_period_status_reason(status));
    }
    if (field == GP_FIELD_QUALITY && !gp_quality_parse(value, strlen(value), &quality))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "quality must be measured, estimated or modelled, not “%s”", quoted);
    return gp_text_is_clean(value, strlen(value)) ||
           gp_throw(error, GP_ERROR_MALFORMED, "%s: “%s” holds characters that cannot be printed",
                    gp_field_names[field], quoted);
}

gboolean
gp_format_fix(GpFormat *self, GpField field, const char *value, GError **error)
{
    gboolean from_name = field == GP_FIELD_PERIOD && g_str_equal(value, "from-name");

    if (field == GP_FIELD_ACTIVITY && self->measures->len > 0)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "activity cannot be set: the rows of “%s” have several", self->title);
    if (!from_name && !check_fixed(field, value, error))
        return FALSE;
    if (field == GP_FIELD_PERIOD)
        self->period_from_name = from_name;
    g_free(self->fixed[field]);
    self->fixed[field] = from_name ? NULL : g_strdup(value);
    g_clear_pointer(&self->columns[field], g_strfreev);
    g_clear_pointer(&self->lookups[field], free_lookup);
    if (field == GP_FIELD_PERIOD) {
        g_clear_pointer(&self->columns[GP_FIELD_START], g_strfreev);
        g_clear_pointer(&self->columns[GP_FIELD_END], g_strfreev);
    }
    return TRUE;
}

static int
find_setting(const char *key)
{
    static const GpField fields[] = {GP_FIELD_PERIOD, GP_FIELD_ACTIVITY,   GP_FIELD_UNIT,
                                     GP_FIELD_SITE,   GP_FIELD_DEPARTMENT, GP_FIELD_ROLE,
                                     GP_FIELD_QUALITY};

    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        if (g_str_equal(key, gp_field_names[fields[i]]))
            return (int)fields[i];
    }
    return -1;
}

gboolean
gp_format_has_setting(const char *key)
{
    return g_str_equal(key, "encoding") || g_str_equal(key, "styles") || find_setting(key) >= 0;
}

gboolean
gp_format_set(GpFormat *self, const char *key, const char *value, GError **error)
{
    int field = find_setting(key);
    gboolean good;

    if (g_str_equal(key, "encoding")) {
        good = gp_format_set_encoding(self, value, error);
    } else if (g_str_equal(key, "styles")) {
        g_auto(GStrv) styles = g_strsplit(value, "|", -1);

        for (guint i = 0; styles[i] != NULL; i++)
            g_strstrip(styles[i]);
        good = gp_styles_parse(&self->styles, (const char *const *)styles, error);
    } else if (field >= 0) {
        good = gp_format_fix(self, (GpField)field, value, error);
    } else {
        good = gp_throw(error, GP_ERROR_MALFORMED, "a source cannot set %s", key);
    }
    if (good)
        g_string_append_printf(self->settings, "%s=%s\n", key, value);
    return good;
}

/* --- What it says ----------------------------------------------------------------------------- */

gboolean
gp_format_is_optional(const GpFormat *self, const char *name)
{
    return self->optional != NULL && g_strv_contains((const char *const *)self->optional, name);
}

static gboolean
has(const GpFormat *self, GpField field)
{
    return self->columns[field] != NULL || self->fixed[field] != NULL ||
           self->lookups[field] != NULL;
}

static gboolean
all_measures_have_a_unit(const GpFormat *self)
{
    for (guint i = 0; i < self->measures->len; i++) {
        if (((const GpMeasure *)g_ptr_array_index(self->measures, i))->unit == NULL)
            return FALSE;
    }
    return self->measures->len > 0;
}

gboolean
gp_format_check(const GpFormat *self, GError **error)
{
    gboolean has_measures = self->measures->len > 0;
    gboolean has_span = has(self, GP_FIELD_START) && has(self, GP_FIELD_END);
    int n_quantities = has_measures + has(self, GP_FIELD_QUANTITY) + (self->sum != NULL);
    const char *missing = NULL;

    if (n_quantities != 1)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: the quantity must be given in one way: in [columns], as sum= in "
                        "[quantity], or by measures",
                        self->path);
    if (!has(self, GP_FIELD_PERIOD) && !has_span && !self->period_from_name)
        missing = "period";
    else if (!has_measures && !has(self, GP_FIELD_ACTIVITY))
        missing = "activity";
    else if (!all_measures_have_a_unit(self) && !has(self, GP_FIELD_UNIT))
        missing = "unit";
    if (missing != NULL)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s does not say what the %s is: write %s= in the settings of the source",
                        self->path, missing, missing);
    if (has_measures && has(self, GP_FIELD_ACTIVITY))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: the activity is that of each measure; it cannot be given otherwise",
                        self->path);
    if (has(self, GP_FIELD_PERIOD) && has_span)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: give either period or start and end, not both", self->path);
    return TRUE;
}

const char *
gp_format_title(const GpFormat *self)
{
    return self->title;
}

gboolean
gp_format_corrections(const GpFormat *self, GpCorrections *out_corrections)
{
    if (self->has_corrections)
        *out_corrections = self->corrections;
    return self->has_corrections;
}

GpCovers
gp_format_covers(const GpFormat *self)
{
    return self->covers;
}

static void
append_rules(const GPtrArray *rules, GString *out)
{
    for (guint i = 0; i < rules->len; i++) {
        const GpCellRule *rule = g_ptr_array_index(rules, i);
        g_autofree char *patterns = g_strjoinv("|", rule->patterns);

        g_string_append_printf(out, "%s=%s\n", rule->name, patterns);
    }
}

char *
gp_format_stamp(const GpFormat *self)
{
    g_autofree char *settings = g_key_file_to_data(self->ini, NULL, NULL);
    GString *out = g_string_new("format 1\n");
    g_auto(GStrv) lines = g_strsplit(settings, "\n", -1);

    for (guint i = 0; lines[i] != NULL; i++) {
        if (*lines[i] != '#' && *lines[i] != '\0' && !g_str_has_prefix(lines[i], "title="))
            g_string_append_printf(out, "%s\n", lines[i]);
    }
    append_rules(self->skip, out);
    append_rules(self->keep, out);
    append_rules(self->negate, out);
    for (int i = 0; i < GP_N_FIELDS; i++) {
        if (self->fixed[i] != NULL)
            g_string_append_printf(out, "%s=%s\n", gp_field_names[i], self->fixed[i]);
        if (self->lookups[i] != NULL)
            gp_lookup_append(self->lookups[i]->table, out);
    }
    g_string_append(out, self->settings->str);
    return g_string_free(out, FALSE);
}
