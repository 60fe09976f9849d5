/* SPDX-License-Identifier: MIT */
#include "gp-change.h"

#include <math.h>

const char *
gp_cause_key(GpCause cause)
{
    static const char *const keys[GP_N_CAUSES] = {
        [GP_CAUSE_ACTIVITY] = "activity",   [GP_CAUSE_GRID] = "factor-grid",
        [GP_CAUSE_FACTOR] = "factor-other", [GP_CAUSE_PRICE] = "price",
        [GP_CAUSE_METHOD] = "method",       [GP_CAUSE_WEATHER] = "weather",
        [GP_CAUSE_BOUNDARY] = "boundary",
    };

    return keys[cause];
}

const char *
gp_cause_title(GpCause cause)
{
    static const char *const titles[GP_N_CAUSES] = {
        [GP_CAUSE_ACTIVITY] = "activity",
        [GP_CAUSE_GRID] = "grid electricity",
        [GP_CAUSE_FACTOR] = "other published factors",
        [GP_CAUSE_PRICE] = "prices",
        [GP_CAUSE_METHOD] = "revised methods",
        [GP_CAUSE_WEATHER] = "the weather",
        [GP_CAUSE_BOUNDARY] = "sites that opened or closed",
    };

    return titles[cause];
}

static void
clear_part(gpointer data)
{
    g_free(((GpChangePart *)data)->category);
}

static void
clear_detail(gpointer data)
{
    GpChangeDetail *self = data;

    g_free(self->category);
    g_free(self->activity);
    g_free(self->site);
    g_free(self->component);
    g_free(self->unit);
    for (guint end = 0; end < GP_N_ENDS; end++)
        g_free(self->factors[end]);
}

GArray *
gp_change_details_new(guint n)
{
    GArray *self = g_array_new(FALSE, TRUE, sizeof(GpChangeDetail));

    g_array_set_clear_func(self, clear_detail);
    g_array_set_size(self, n);
    return self;
}

GpChange *
gp_change_new(const char *const *causes, int kg_places)
{
    GpChange *self = g_new0(GpChange, 1);

    self->causes = g_strdupv((char **)causes);
    self->kg_places = kg_places;
    self->total.is_comparable = TRUE;
    self->categories = g_array_new(FALSE, FALSE, sizeof(GpChangePart));
    g_array_set_clear_func(self->categories, clear_part);
    self->details = gp_change_details_new(0);
    self->steps = g_ptr_array_new_with_free_func((GDestroyNotify)gp_change_free);
    for (guint i = 0; i < GP_CHANGE_MAX_CAUSES; i++)
        self->ratios[i] = NAN;
    return self;
}

void
gp_change_free(GpChange *self)
{
    if (self == NULL)
        return;
    g_strfreev(self->causes);
    g_array_unref(self->categories);
    g_array_unref(self->details);
    g_ptr_array_unref(self->steps);
    g_free(self);
}

GpChangePart *
gp_change_category(GpChange *self, const char *category)
{
    GpChangePart part = {.is_comparable = TRUE};
    guint i = 0;

    for (; i < self->categories->len; i++) {
        GpChangePart *old = &g_array_index(self->categories, GpChangePart, i);
        int order = g_strcmp0(old->category, category);

        if (order == 0)
            return old;
        if (order > 0)
            break;
    }
    part.category = g_strdup(category);
    g_array_insert_val(self->categories, i, part);
    return &g_array_index(self->categories, GpChangePart, i);
}

GpChangePart
gp_change_comparable(const GpChange *self)
{
    GpChangePart sum = {.is_comparable = TRUE};

    for (guint i = 0; i < self->categories->len; i++) {
        const GpChangePart *part = &g_array_index(self->categories, GpChangePart, i);

        if (!part->is_comparable)
            continue;
        for (guint end = 0; end < GP_N_ENDS; end++)
            sum.kg[end] += part->kg[end];
        for (guint cause = 0; cause < GP_CHANGE_MAX_CAUSES; cause++)
            sum.effects[cause] += part->effects[cause];
        sum.began_or_ended += part->began_or_ended;
    }
    return sum;
}

int
gp_change_find_cause(const GpChange *self, const char *cause)
{
    for (int i = 0; self->causes[i] != NULL; i++) {
        if (g_str_equal(self->causes[i], cause))
            return i;
    }
    return -1;
}

gboolean
gp_change_is_of_book(const GpChange *self)
{
    return g_str_equal(self->causes[0], gp_cause_key(GP_CAUSE_ACTIVITY)) &&
           g_strv_length(self->causes) == GP_N_CAUSES;
}
