/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-role-published.h"
#include "gp-staffing.h"
#include "gp-text.h"

/* The rows of a table that `greenplan roles --published --format csv` printed. */
typedef struct {
    GpCsvTable *table;
    int year, table_name, staff_group, role, site, category, part, kg_per_wte;
} Published;

static void
published_clear(Published *self)
{
    gp_csv_table_free(self->table);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Published, published_clear)

static gboolean
published_load(Published *self, const char *path, GError **error)
{
    self->table = gp_csv_table_load(path, error);
    if (self->table == NULL)
        return FALSE;
    self->year = gp_csv_table_column(self->table, "year");
    self->table_name = gp_csv_table_column(self->table, "table");
    self->staff_group = gp_csv_table_column(self->table, "staff_group");
    self->role = gp_csv_table_column(self->table, "role");
    self->site = gp_csv_table_column(self->table, "site");
    self->category = gp_csv_table_column(self->table, "category");
    self->part = gp_csv_table_column(self->table, "part");
    self->kg_per_wte = gp_csv_table_column(self->table, "kg_co2e_per_wte");
    return (self->year >= 0 && self->table_name >= 0 && self->staff_group >= 0 && self->role >= 0 &&
            self->site >= 0 && self->category >= 0 && self->part >= 0 && self->kg_per_wte >= 0) ||
           gp_throw(error, GP_ERROR_MALFORMED,
                    "%s is not what “greenplan roles --published --format csv” prints", path);
}

static const char *
cell(const Published *self, guint row, int column)
{
    return gp_csv_name(gp_csv_table_cell(self->table, row, column));
}

static gboolean
is_same_name(const char *a, const char *b)
{
    g_autofree char *x = g_utf8_casefold(a, -1), *y = g_utf8_casefold(b, -1);

    return g_str_equal(x, y);
}

/* Whether a row is of all categories, of a role everywhere or, with a site, there. */
static gboolean
is_total_of(const Published *self, guint row, const char *role, const char *site)
{
    return g_str_equal(cell(self, row, self->category), GP_ROLE_PUBLISHED_EVERY) &&
           g_str_equal(cell(self, row, self->table_name),
                       gp_role_published_table_name(*site == '\0'
                                                        ? GP_ROLE_PUBLISHED_ROLES
                                                        : GP_ROLE_PUBLISHED_ROLES_AT_SITES)) &&
           is_same_name(cell(self, row, self->role), role) &&
           (*site == '\0' || g_str_equal(cell(self, row, self->site), site));
}

/* The figure of a part in a year. FALSE: it is not shown. */
static gboolean
find_kg(const Published *self,
        int fy,
        const char *role,
        const char *site,
        GpRolePublishedPart part,
        GpInt128 *out_kg)
{
    for (guint row = 0; row < gp_csv_table_n_rows(self->table); row++) {
        gint64 kg;
        int year;

        if (!gp_fy_parse(cell(self, row, self->year), &year) || year != fy ||
            !g_str_equal(cell(self, row, self->part), gp_role_published_part_name(part)) ||
            !is_total_of(self, row, role, site) ||
            !gp_number_parse_text(cell(self, row, self->kg_per_wte), 0, &kg, NULL))
            continue;
        *out_kg = kg;
        return TRUE;
    }
    return FALSE;
}

/* The latest year up to @fy in which there is a row of the role; where that is. */
static gboolean
find_year(const Published *self, const char *role, int fy, int *out_fy, guint *out_row)
{
    *out_fy = 0;
    for (guint row = 0; row < gp_csv_table_n_rows(self->table); row++) {
        int year;

        if (!gp_fy_parse(cell(self, row, self->year), &year) || year > fy || year <= *out_fy ||
            !is_total_of(self, row, role, ""))
            continue;
        *out_fy = year;
        *out_row = row;
    }
    return *out_fy != 0;
}

static GpPersonalRole *
make_role(const Published *self, int fy, const char *name, const char *site)
{
    GpPersonalRole *role = NULL;
    GpInt128 own, shared;

    if (!find_kg(self, fy, name, site, GP_ROLE_PUBLISHED_OWN, &own) ||
        !find_kg(self, fy, name, site, GP_ROLE_PUBLISHED_SHARED, &shared))
        return NULL;
    role = g_new0(GpPersonalRole, 1);
    role->role = g_strdup(name);
    role->site = g_strdup(site);
    role->fy = fy;
    role->own_kg = own;
    role->shared_kg = shared;
    return role;
}

GpPersonalRole *
gp_personal_role_read(const char *path, const GpAnswers *answers, GError **error)
{
    g_autofree char *quoted = gp_text_quoted(answers->role);
    g_auto(Published) published = {.table = NULL};
    g_autofree char *others = NULL;
    GpPersonalRole *role = NULL;
    const char *name;
    guint row;
    int fy;

    if (!published_load(&published, path, error))
        return NULL;
    if (!find_year(&published, answers->role, answers->fy, &fy, &row))
        return gp_throw_null(error, GP_ERROR_MISSING, "%s has no role “%s” up to that year", path,
                             quoted);
    name = cell(&published, row, published.role);
    others = g_strdup_printf("Other %s roles", cell(&published, row, published.staff_group));
    if (answers->site != NULL)
        role = make_role(&published, fy, name, answers->site);
    if (role == NULL)
        role = make_role(&published, fy, name, "");
    if (role == NULL)
        role = make_role(&published, fy, others, "");
    if (role == NULL)
        role = make_role(&published, fy, "Other roles", "");
    return role != NULL ? role
                        : gp_throw_null(error, GP_ERROR_MISSING,
                                        "%s does not show “%s”, nor other roles that it is among",
                                        path, quoted);
}
