/* SPDX-License-Identifier: MIT */
#include "gp-workspace-private.h"

void
gp_basis_free(GpBasis *self)
{
    if (self == NULL)
        return;
    gp_timeline_free(self->timeline);
    gp_factor_library_free(self->library);
    gp_unit_table_free(self->units);
    gp_asked_free(self->asked);
    g_free(self->formats);
    g_free(self);
}

static gboolean
load_units(GpBasis *self, const GpBasisSources *sources, const GpPlaces *places, GError **error)
{
    g_autofree char *shipped = g_build_filename(places->factors, "units.csv", NULL);
    g_autofree char *own =
        sources->workspace == NULL ? NULL : gp_workspace_file(sources->workspace, "units.csv");

    self->units = gp_unit_table_new();
    if (!gp_unit_table_load(self->units, shipped, error) ||
        (own != NULL && !gp_unit_table_load(self->units, own, error)))
        return FALSE;
    for (char **path = sources->own_units; path != NULL && *path != NULL; path++) {
        if (!gp_unit_table_load(self->units, *path, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
load_factors(GpBasis *self, const GpBasisSources *sources, const GpPlaces *places, GError **error)
{
    g_autofree char *own =
        sources->workspace == NULL ? NULL : gp_workspace_file(sources->workspace, "factors.csv");

    const GpLibraryOptions options = {sources->no_library, (const char *const *)sources->choices};

    self->library = gp_factor_library_new(self->units);
    if (!gp_factor_library_load_folder(self->library, places->factors, &options, error) ||
        (own != NULL && !gp_factor_library_load_own(self->library, own, error)))
        return FALSE;
    for (char **path = sources->own_factors; path != NULL && *path != NULL; path++) {
        if (!gp_factor_library_load_own(self->library, *path, error))
            return FALSE;
    }
    return TRUE;
}

GpBasis *
gp_basis_load(const GpBasisSources *sources, const GpPlaces *places, GError **error)
{
    g_autoptr(GpBasis) self = g_new0(GpBasis, 1);
    g_autoptr(GArray) splits = NULL;

    self->asked = gp_asked_new();
    self->formats = g_build_filename(places->data, "formats", NULL);
    if (!load_units(self, sources, places, error) || !load_factors(self, sources, places, error))
        return NULL;
    splits = gp_factor_library_splits(self->library);
    self->timeline = gp_timeline_new((const GpDay *)(void *)splits->data, splits->len);
    return g_steal_pointer(&self);
}

static gboolean
is_taken(GpTakes answer)
{
    return answer == GP_TAKES || answer == GP_TAKES_NO_FACTOR;
}

gboolean
gp_basis_takes(const GpBasis *self, const char *activity, GpUnit unit)
{
    return is_taken(gp_factor_library_takes(self->library, activity, unit));
}

static GpRefusal
takes(const char *activity, GpUnit unit, gpointer data)
{
    const GpBasis *self = data;
    GpTakes answer = gp_factor_library_takes(self->library, activity, unit);
    g_autofree char *units = NULL;

    gp_asked_note(self->asked, activity, gp_unit_name(self->units, unit), is_taken(answer));
    switch (answer) {
    case GP_TAKES:
    case GP_TAKES_NO_FACTOR:
        break;
    case GP_TAKES_OTHER_UNIT:
        units = gp_factor_library_units_taken(self->library, activity);
        return (GpRefusal){"unit-not-taken", TRUE,
                           g_strdup_printf("%s cannot be given in %s; it takes %s", activity,
                                           gp_unit_name(self->units, unit), units)};
    case GP_TAKES_UNUSABLE:
        return (GpRefusal){"unusable-activity", FALSE,
                           g_strdup_printf("%s must not be used: %s", activity,
                                           gp_factor_library_unusable(self->library, activity))};
    case GP_TAKES_UNKNOWN:
        return (GpRefusal){"unknown-activity", FALSE,
                           gp_factor_library_unknown(self->library, activity)};
    }
    return (GpRefusal){NULL, FALSE, NULL};
}

gboolean
gp_basis_read(const GpBasis *self,
              const char *path,
              const GpFormat *format,
              const char *name,
              const GpReadRules *rules,
              GpCube *cube,
              GpIssueList *issues,
              GpReadCount *out_count,
              GError **error)
{
    GpReadRules filled = *rules;

    filled.name = name;
    filled.takes = takes;
    filled.takes_data = (gpointer)self;
    return gp_read_file(path, format, &filled, cube, issues, out_count, error);
}
