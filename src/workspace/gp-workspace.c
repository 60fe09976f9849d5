/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-number.h"
#include "gp-roles.h"
#include "gp-source-settings-private.h"
#include "gp-text.h"
#include "gp-workspace-private.h"

#define MIN_DISCLOSURE_THRESHOLD 5

static char *
get_text(GKeyFile *settings, const char *group, const char *key, const char *otherwise)
{
    g_autofree char *text = g_key_file_get_string(settings, group, key, NULL);

    return text == NULL ? g_strdup(otherwise) : gp_text_printable(text, strlen(text), 120);
}

static gboolean
read_threshold(GpWorkspace *self, GError **error)
{
    g_autofree char *text = get_text(self->settings, "trust", "disclosure_threshold",
                                     G_STRINGIFY(GP_DISCLOSURE_THRESHOLD));
    guint64 threshold;

    if (!g_ascii_string_to_unsigned(text, 10, MIN_DISCLOSURE_THRESHOLD, 1000, &threshold, NULL))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s/greenplan.ini: disclosure_threshold must be a number of people from "
                        "%d to 1000, not “%s”",
                        self->folder, MIN_DISCLOSURE_THRESHOLD, text);
    self->disclosure_threshold = (guint)threshold;
    return TRUE;
}

/* GHG Protocol leaves the threshold to the organisation; 5% is what most programmes use. */
static gboolean
read_restatement(GpWorkspace *self, GError **error)
{
    g_autofree char *text = get_text(self->settings, "trust", "restatement_percent", "5");

    if (gp_number_parse_text(text, GP_MICRO_PLACES, &self->restatement_micro, NULL) &&
        self->restatement_micro >= 0 && self->restatement_micro <= 100 * GP_MICRO)
        return TRUE;
    return gp_throw(
        error, GP_ERROR_MALFORMED,
        "%s/greenplan.ini: restatement_percent must be a number from 0 to 100, not “%s”",
        self->folder, text);
}

static gboolean
read_choice(GpWorkspace *self,
            const char *key,
            const char *usual,
            const char *other,
            gboolean *out_is_other,
            GError **error)
{
    g_autofree char *text = get_text(self->settings, "factors", key, usual);

    *out_is_other = g_str_equal(text, other);
    return *out_is_other || g_str_equal(text, usual) ||
           gp_throw(error, GP_ERROR_MALFORMED, "%s/greenplan.ini: %s must be %s or %s, not “%s”",
                    self->folder, key, usual, other, text);
}

static gboolean
read_settings(GpWorkspace *self, GError **error)
{
    g_autofree char *path = g_build_filename(self->folder, "greenplan.ini", NULL);
    GError *reason = NULL;

    self->settings = g_key_file_new();
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return gp_throw(error, GP_ERROR_MISSING,
                        "%s is not a workspace: it has no greenplan.ini; make one with "
                        "“greenplan init %s”",
                        self->folder, self->folder);
    if (!g_key_file_load_from_file(self->settings, path, G_KEY_FILE_NONE, &reason)) {
        gp_throw(error, GP_ERROR_MALFORMED, "%s: %s", path, reason->message);
        g_error_free(reason);
        return FALSE;
    }
    self->trust_name = get_text(self->settings, "trust", "name", "the trust");
    self->is_invented = g_key_file_get_boolean(self->settings, "trust", "invented", NULL);
    self->gwp = g_key_file_get_string(self->settings, "factors", "gwp", NULL);
    self->spend = g_key_file_get_string(self->settings, "factors", "spend", NULL);
    return read_threshold(self, error) && read_restatement(self, error) &&
           read_choice(self, "factor_year", "financial", "calendar", &self->rules.by_calendar_year,
                       error) &&
           read_choice(self, "factor_fallback", "nearest", "none", &self->rules.no_fallback, error);
}

GpWorkspace *
gp_workspace_open(const char *folder, GError **error)
{
    g_autoptr(GpWorkspace) self = g_new0(GpWorkspace, 1);

    self->folder = g_strdup(folder);
    if (!read_settings(self, error) || !gp_sources_check_keys(self, error))
        return NULL;
    self->store = gp_store_open(folder, error);
    return self->store == NULL ? NULL : g_steal_pointer(&self);
}

void
gp_workspace_close(GpWorkspace *self)
{
    if (self == NULL)
        return;
    gp_store_close(self->store);
    gp_basis_free(self->basis);
    g_clear_pointer(&self->settings, g_key_file_unref);
    g_free(self->trust_name);
    g_free(self->gwp);
    g_free(self->spend);
    g_free(self->folder);
    g_free(self);
}

static void
add_choice(GPtrArray *choices, const char *name, const char *asked_for, const char *setting)
{
    const char *value = asked_for != NULL ? asked_for : setting;

    if (value != NULL && *value != '\0')
        g_ptr_array_add(choices, g_strdup_printf("%s=%s", name, value));
}

char **
gp_workspace_choices(const GpWorkspace *self, const char *gwp, const char *spend)
{
    GPtrArray *choices = g_ptr_array_new();
    gboolean is_usual;

    add_choice(choices, "gwp", gwp, self == NULL ? NULL : self->gwp);
    add_choice(choices, "spend", spend, self == NULL ? NULL : self->spend);
    is_usual = choices->len == 0;
    g_ptr_array_add(choices, NULL);
    return (char **)g_ptr_array_free(choices, is_usual);
}

char *
gp_workspace_file(const GpWorkspace *self, const char *name)
{
    g_autofree char *path = g_build_filename(self->folder, name, NULL);

    return g_file_test(path, G_FILE_TEST_EXISTS) ? g_steal_pointer(&path) : NULL;
}

const GpBasis *
gp_workspace_basis(GpWorkspace *self, const GpPlaces *places, GError **error)
{
    g_auto(GStrv) choices = gp_workspace_choices(self, NULL, NULL);

    if (self->basis == NULL)
        self->basis =
            gp_basis_load(&(GpBasisSources){.workspace = self, .choices = choices}, places, error);
    return self->basis;
}
