/* SPDX-License-Identifier: MIT */
#include "gp-intensity.h"

#include "gp-error.h"
#include "gp-text.h"

static const char *const names[GP_N_INTENSITIES] = {
    [GP_INTENSITY_WTE] = "wte",
    [GP_INTENSITY_FLOOR_AREA] = "floor-area",
    [GP_INTENSITY_BED_DAYS] = "bed-days",
    [GP_INTENSITY_PATIENT_CONTACTS] = "patient-contacts",
    [GP_INTENSITY_MILLION_GBP] = "million-gbp",
};

const char *
gp_intensity_base_name(GpIntensityBase base)
{
    return names[base];
}

gboolean
gp_intensity_base_parse(const char *text, GpIntensityBase *out_base, GError **error)
{
    g_autofree char *quoted = gp_text_quoted(text);

    for (guint i = 0; i < GP_N_INTENSITIES; i++) {
        if (g_str_equal(text, names[i])) {
            *out_base = i;
            return TRUE;
        }
    }
    return gp_throw(error, GP_ERROR_USAGE,
                    "--per takes wte, floor-area, bed-days, patient-contacts or million-gbp, not "
                    "“%s”",
                    quoted);
}

GpIntensity *
gp_intensity_new(guint n)
{
    GpIntensity *self = g_new0(GpIntensity, 1);

    self->per_micro = g_new0(gint64, n);
    self->n = n;
    return self;
}

void
gp_intensity_free(GpIntensity *self)
{
    if (self == NULL)
        return;
    g_free(self->unit);
    g_free(self->per_micro);
    g_free(self);
}

gboolean
gp_intensity_rate(const GpIntensity *self,
                  const GpEmissions *emissions,
                  guint i,
                  GpInt128 *out_micro_kg)
{
    const int places = GP_MICRO_PLACES + GP_MICRO_PLACES; /* of the rate and of the divisor */
    GpInt128 kg = g_array_index(emissions->rows, GpEmissionRow, i).kg_co2e;
    GpInt128 scaled = gp_number_round(kg, MAX(0, emissions->kg_places - places));

    if (self->per_micro[i] <= 0 ||
        !gp_multiply(scaled, gp_power_of_ten(MAX(0, places - emissions->kg_places)), &scaled))
        return FALSE;
    *out_micro_kg = gp_number_divide(scaled, self->per_micro[i]);
    return TRUE;
}
