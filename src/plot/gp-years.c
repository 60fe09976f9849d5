/* SPDX-License-Identifier: MIT */
#include "gp-years-private.h"

#include <math.h>

#define LABEL_ROOM 22.0 /* between two labels of the x axis */

static const GpTextStyle tick_style = {21, FALSE, GP_INK_QUIET};

void
gp_years_widen(GpYears *self, int fy)
{
    self->first_fy = MIN(self->first_fy, fy);
    self->last_fy = MAX(self->last_fy, fy);
}

void
gp_years_pad(GpYears *self)
{
    double pad = MAX(0.35, 0.026 * (self->last_fy - self->first_fy));

    self->low = self->first_fy - pad;
    self->high = self->last_fy + pad;
}

const GpTrackYear *
gp_track_year_known(const GpTrackYear *years, guint n_years, int fy)
{
    for (guint i = 0; i < n_years; i++) {
        if (years[i].fy == fy && isfinite(years[i].kg))
            return &years[i];
    }
    return NULL;
}

double
gp_canvas_x(const GpCanvas *self, const GpYears *years, double fy)
{
    double across = (fy - years->low) / (years->high - years->low);

    return self->frame.x + across * self->frame.width;
}

/* The fewest years between labels that leaves room, rather one that also hits @also_fy. */
static int
label_step(const GpCanvas *self, const GpYears *years, int anchor_fy, int also_fy)
{
    double width = gp_text_pixels("2029/30", &tick_style);
    double year = self->frame.width / (years->high - years->low);
    int least = MAX(1, (int)ceil((width + LABEL_ROOM) / year));
    int reach = anchor_fy - also_fy;

    for (int step = least; step <= least + 1; step++) {
        if (reach > 0 && reach % step == 0)
            return step;
    }
    return least;
}

void
gp_canvas_write_years(GpCanvas *self, const GpYears *years, int anchor_fy, int also_fy)
{
    int step = label_step(self, years, anchor_fy, also_fy);
    g_autoptr(GArray) ticks = g_array_new(FALSE, FALSE, sizeof(double));

    for (int fy = years->first_fy; fy <= years->last_fy; fy++) {
        g_autofree char *words = gp_words_fy(fy);
        GpPoint at = {gp_canvas_x(self, years, fy), self->frame.y + self->frame.height + 30};
        double tick = fy;

        if ((fy - anchor_fy) % step != 0)
            continue;
        gp_page_write(self->page, self->script, &tick_style, GP_ALIGN_CENTRE, at, words, FALSE);
        g_array_append_val(ticks, tick);
    }
    gp_script_array(self->script, "x_tick", (const double *)(void *)ticks->data, ticks->len);
    gp_script_count(self->script, "n_x_ticks", ticks->len);
    gp_script_number(self->script, "x_low", years->low);
    gp_script_number(self->script, "x_high", years->high);
}

void
gp_canvas_shade_no_data(GpCanvas *self,
                        const GpYears *years,
                        const GpTrackYear *series,
                        guint n_series)
{
    g_autoptr(GArray) edges = g_array_new(FALSE, FALSE, sizeof(double));
    int last = n_series == 0 ? years->first_fy - 1 : series[n_series - 1].fy;

    for (int fy = n_series == 0 ? years->first_fy : series[0].fy; fy <= last; fy++) {
        double from = fy - 0.5, to;

        if (gp_track_year_known(series, n_series, fy) != NULL)
            continue;
        while (fy < last && gp_track_year_known(series, n_series, fy + 1) == NULL)
            fy++;
        to = fy + 0.5;
        g_array_append_val(edges, from);
        g_array_append_val(edges, to);
        gp_canvas_write_no_data(self, gp_canvas_x(self, years, MAX(from, years->low)),
                                gp_canvas_x(self, years, MIN(to, years->high)));
    }
    gp_script_array(self->script, "no_data", (const double *)(const void *)edges->data, edges->len);
    gp_script_count(self->script, "n_no_data", edges->len / 2);
}
