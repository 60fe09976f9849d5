/* SPDX-License-Identifier: MIT */
#include "gp-unit.h"

#include <string.h>

#include "gp-dict.h"
#include "gp-error.h"
#include "gp-number.h"
#include "gp-text.h"

typedef struct {
    char *name;
    GpUnit kind;
    gint64 multiplier_nano;
} Unit;

struct _GpUnitTable {
    GArray *units;   /* (element-type Unit) */
    GpDict *aliases; /* every name and alias, as written */
    GArray *targets; /* (element-type GpUnit) the unit of each alias */
};

static void
clear_unit(gpointer data)
{
    g_free(((Unit *)data)->name);
}

GpUnitTable *
gp_unit_table_new(void)
{
    GpUnitTable *self = g_new0(GpUnitTable, 1);

    self->units = g_array_new(FALSE, FALSE, sizeof(Unit));
    g_array_set_clear_func(self->units, clear_unit);
    self->aliases = gp_dict_new();
    self->targets = g_array_new(FALSE, FALSE, sizeof(GpUnit));
    return self;
}

void
gp_unit_table_free(GpUnitTable *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->units);
    gp_dict_free(self->aliases);
    g_array_unref(self->targets);
    g_free(self);
}

static const Unit *
get(const GpUnitTable *self, GpUnit unit)
{
    return &g_array_index(self->units, Unit, unit);
}

static void
set_alias(GpUnitTable *self, const char *alias, GpUnit unit)
{
    guint32 id = gp_dict_intern(self->aliases, alias, strlen(alias));

    if (id == self->targets->len)
        g_array_append_val(self->targets, unit);
    else
        g_array_index(self->targets, GpUnit, id) = unit;
}

static GpUnit
find_exactly(const GpUnitTable *self, const char *name, gsize length)
{
    guint32 id = gp_dict_lookup(self->aliases, name, length);

    return id == GP_DICT_NONE ? GP_UNIT_NONE : g_array_index(self->targets, GpUnit, id);
}

/* The one unit whose name differs only in capitals, or GP_UNIT_NONE if there are two. */
static GpUnit
find_ignoring_case(const GpUnitTable *self, const char *name, gsize length)
{
    GpUnit found = GP_UNIT_NONE;

    for (guint32 id = 0; id < gp_dict_size(self->aliases); id++) {
        const char *alias = gp_dict_name(self->aliases, id);
        GpUnit unit = g_array_index(self->targets, GpUnit, id);

        if (!gp_text_equal_ignoring_case(alias, strlen(alias), name, length))
            continue;
        if (found != GP_UNIT_NONE && found != unit)
            return GP_UNIT_NONE;
        found = unit;
    }
    return found;
}

GpUnit
gp_unit_table_find(const GpUnitTable *self, const char *name, gsize length)
{
    GpUnit unit = find_exactly(self, name, length);

    return unit != GP_UNIT_NONE ? unit : find_ignoring_case(self, name, length);
}

static GpUnit
append_unit(GpUnitTable *self, const char *name)
{
    GpUnit id = (GpUnit)self->units->len;
    Unit unit = {g_strdup(name), id, GP_NANO};

    g_array_append_val(self->units, unit);
    set_alias(self, name, id);
    return id;
}

static GpUnit
find_or_append(GpUnitTable *self, const char *name)
{
    GpUnit unit = gp_unit_table_find(self, name, strlen(name));

    return unit != GP_UNIT_NONE ? unit : append_unit(self, name);
}

/* @multiplier of @canonical, as a multiplier of the kind's own canonical unit. */
static gboolean
multiplier_in_kind(const GpUnitTable *self, GpUnit canonical, gint64 multiplier, gint64 *out)
{
    GpInt128 product = (GpInt128)multiplier * get(self, canonical)->multiplier_nano;
    GpInt128 rounded = gp_number_round(product, GP_NANO_PLACES);

    if (rounded <= 0 || rounded > G_MAXINT64)
        return FALSE;
    *out = (gint64)rounded;
    return TRUE;
}

/* Other units are so many of @unit. */
static gboolean
is_canonical_of_others(const GpUnitTable *self, GpUnit unit)
{
    for (guint i = 0; i < self->units->len; i++) {
        if (i != unit && get(self, (GpUnit)i)->kind == unit)
            return TRUE;
    }
    return FALSE;
}

static gboolean
add_unit(GpUnitTable *self,
         const char *name,
         const char *canonical_name,
         gint64 multiplier,
         GError **error)
{
    GpUnit canonical, unit;
    gint64 in_kind;

    if (*name == '\0' || *canonical_name == '\0')
        return gp_throw(error, GP_ERROR_MALFORMED, "a unit needs a name and a canonical unit");
    if (self->units->len + 2 > GP_UNIT_NONE)
        return gp_throw(error, GP_ERROR_MALFORMED, "there are more units than can be told apart");
    canonical = find_or_append(self, canonical_name);
    if (!multiplier_in_kind(self, canonical, multiplier, &in_kind))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "the multiplier of “%s” must be above zero and "
                        "below nine thousand million",
                        name);
    unit = find_exactly(self, name, strlen(name));
    if (unit == canonical && in_kind == get(self, canonical)->multiplier_nano)
        return TRUE;
    if (unit == canonical || (unit != GP_UNIT_NONE && is_canonical_of_others(self, unit)))
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "“%s” cannot be given another size, because other units are given in it",
                        name);
    if (unit != GP_UNIT_NONE && g_str_equal(get(self, unit)->name, name) &&
        get(self, unit)->kind != get(self, canonical)->kind)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "“%s” is known already and cannot be given in “%s”", name, canonical_name);
    if (unit == GP_UNIT_NONE || !g_str_equal(get(self, unit)->name, name))
        unit = append_unit(self, name);
    set_alias(self, name, unit);
    g_array_index(self->units, Unit, unit).kind = get(self, canonical)->kind;
    g_array_index(self->units, Unit, unit).multiplier_nano = in_kind;
    return TRUE;
}

static void
add_aliases(GpUnitTable *self, const char *name, const char *aliases)
{
    g_auto(GStrv) list = g_strsplit(aliases, "|", -1);
    GpUnit unit = gp_unit_table_find(self, name, strlen(name));

    for (guint i = 0; list[i] != NULL; i++) {
        if (*g_strstrip(list[i]) != '\0')
            set_alias(self, list[i], unit);
    }
}

gboolean
gp_unit_table_add(GpUnitTable *self, const GpCsvTable *table, GError **error)
{
    int name = gp_csv_table_column(table, "unit");
    int canonical = gp_csv_table_column(table, "canonical_unit");
    int multiplier = gp_csv_table_column(table, "multiplier");
    int aliases = gp_csv_table_column(table, "aliases");

    if (name < 0 || canonical < 0 || multiplier < 0)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: the columns unit, canonical_unit and multiplier are needed",
                        gp_csv_table_path(table));
    for (guint row = 0; row < gp_csv_table_n_rows(table); row++) {
        const char *text = gp_csv_table_cell(table, row, multiplier);
        const char *unit = gp_csv_table_cell(table, row, name);
        gint64 nano;

        if (!gp_number_parse_text(text, GP_NANO_PLACES, &nano, error) ||
            !add_unit(self, unit, gp_csv_table_cell(table, row, canonical), nano, error)) {
            g_prefix_error(error, "%s:%u: ", gp_csv_table_path(table),
                           gp_csv_table_line(table, row));
            return FALSE;
        }
        add_aliases(self, unit, gp_csv_table_cell(table, row, aliases));
    }
    return TRUE;
}

gboolean
gp_unit_table_load(GpUnitTable *self, const char *path, GError **error)
{
    g_autoptr(GpCsvTable) table = gp_csv_table_load(path, error);

    return table != NULL && gp_unit_table_add(self, table, error);
}

guint
gp_unit_table_size(const GpUnitTable *self)
{
    return self->units->len;
}

const char *
gp_unit_name(const GpUnitTable *self, GpUnit unit)
{
    return get(self, unit)->name;
}

GpUnit
gp_unit_kind(const GpUnitTable *self, GpUnit unit)
{
    return get(self, unit)->kind;
}

gint64
gp_unit_multiplier_nano(const GpUnitTable *self, GpUnit unit)
{
    return get(self, unit)->multiplier_nano;
}

gboolean
gp_unit_convert_nano(const GpUnitTable *self, GpUnit from, GpUnit to, gint64 *out_multiplier)
{
    GpInt128 dividend = (GpInt128)get(self, from)->multiplier_nano * GP_NANO;
    GpInt128 quotient = gp_number_divide(dividend, get(self, to)->multiplier_nano);

    if (quotient <= 0 || quotient > G_MAXINT64)
        return FALSE;
    *out_multiplier = (gint64)quotient;
    return TRUE;
}
