/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-text.h"
#include "gp-workforce-private.h"

#define NOT_ASKED GP_DICT_NONE

static guint32
intern(GpStaffTexts *self, const char *text)
{
    return gp_dict_intern(self->workforce->texts, text, strlen(text));
}

GpStaffTexts
gp_staff_texts_new(GpWorkforce *workforce, const GpRoleCatalogue *catalogue)
{
    GpStaffTexts self = {.workforce = workforce,
                         .catalogue = catalogue,
                         .names = g_array_new(FALSE, FALSE, sizeof(GpStaffName)),
                         .period_texts = gp_dict_new(),
                         .periods = g_array_new(FALSE, FALSE, sizeof(GpStaffPeriod)),
                         .without_group = gp_name_list_new()};

    self.nothing = intern(&self, "");
    return self;
}

void
gp_staff_texts_clear(GpStaffTexts *self)
{
    g_array_unref(self->names);
    gp_dict_free(self->period_texts);
    g_array_unref(self->periods);
    gp_name_list_clear(&self->without_group);
}

/* Rows of one site, department and period mostly follow one another. */
static guint32
number_of(GpStaffTexts *self, GpDict *texts, GpStaffColumn column, GpCsvCell cell)
{
    GpLastText *last = &self->last[column];

    if (last->text == NULL || cell.length != last->length ||
        memcmp(cell.text, last->text, cell.length) != 0) {
        guint32 id = gp_dict_intern(texts, cell.text, cell.length);

        *last = (GpLastText){gp_dict_name(texts, id), cell.length, id};
    }
    return last->id;
}

guint32
gp_staff_texts_number(GpStaffTexts *self, GpStaffColumn column, GpCsvCell cell)
{
    return number_of(self, self->workforce->texts, column, cell);
}

const GpStaffPeriod *
gp_staff_texts_period(GpStaffTexts *self, GpCsvCell cell)
{
    guint32 id = number_of(self, self->period_texts, GP_STAFF_PERIOD, cell);

    if (id == self->periods->len) {
        GpStaffPeriod period = {.text = gp_dict_name(self->period_texts, id)};

        period.status = gp_staff_period_parse(period.text, &period.span);
        g_array_append_val(self->periods, period);
    }
    return &g_array_index(self->periods, GpStaffPeriod, id);
}

/* A line of sums at the end of an export would count everybody twice. */
static gboolean
is_total(const char *text)
{
    static const char *const names[] = {"total", "totals", "grand total", "subtotal", "sub total"};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_ascii_strcasecmp(text, names[i]) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Of those texts, too, that are in the workforce since the last call. */
static GpStaffName *
name_of(GpStaffTexts *self, guint32 id)
{
    while (id >= self->names->len) {
        const char *text = gp_dict_name(self->workforce->texts, self->names->len);
        GpStaffName name = {.is_clean = gp_text_is_clean(text, strlen(text)),
                            .is_total = is_total(text),
                            .as_group = NOT_ASKED,
                            .role_group = NOT_ASKED};

        g_array_append_val(self->names, name);
    }
    return &g_array_index(self->names, GpStaffName, id);
}

const GpStaffName *
gp_staff_texts_name(GpStaffTexts *self, guint32 id)
{
    return name_of(self, id);
}

static const GpCatalogueRole *
find_in_catalogue(const GpStaffTexts *self, guint32 id)
{
    return self->catalogue == NULL
               ? NULL
               : gp_role_catalogue_find(self->catalogue, gp_dict_name(self->workforce->texts, id),
                                        NULL);
}

static guint32
as_group(GpStaffTexts *self, guint32 id)
{
    if (name_of(self, id)->as_group == NOT_ASKED) {
        const GpCatalogueRole *known = find_in_catalogue(self, id);
        gboolean is_group = known != NULL && g_str_equal(known->role, known->staff_group);

        name_of(self, id)->as_group = is_group ? intern(self, known->staff_group) : id;
    }
    return name_of(self, id)->as_group;
}

static guint32
group_of_role(GpStaffTexts *self, guint32 id)
{
    if (name_of(self, id)->role_group == NOT_ASKED) {
        const GpCatalogueRole *known = find_in_catalogue(self, id);

        if (known == NULL)
            gp_name_list_add(&self->without_group, gp_dict_name(self->workforce->texts, id));
        name_of(self, id)->role_group =
            known == NULL ? self->nothing : intern(self, known->staff_group);
    }
    return name_of(self, id)->role_group;
}

void
gp_staff_texts_complete(GpStaffTexts *self, GpPostNames *names)
{
    if (names->staff_group == self->nothing) {
        names->staff_group = group_of_role(self, names->role);
        return;
    }
    names->staff_group = as_group(self, names->staff_group);
    if (names->role == self->nothing)
        names->role = names->staff_group;
}
