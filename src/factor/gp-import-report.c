/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-import-private.h"

#define MAX_LISTED 20

/* `1 row`, `2 rows` */
static void
print_count(GString *out, guint n, const char *one, const char *many)
{
    g_string_append_printf(out, "%u %s", n, n == 1 ? one : many);
}

static void
print_others(const GpFactorImport *self, GString *out)
{
    if (self->n_other == 0)
        return;
    print_count(out, self->n_other, "is", "are");
    g_string_append(out, " not in kg CO2e (");
    for (guint i = 0; i < self->others->len; i++)
        g_string_append_printf(out, "%s“%s”", i == 0 ? "" : ", ",
                               (const char *)g_ptr_array_index(self->others, i));
    g_string_append(out, ")");
}

static void
print_rows(const GpFactorImport *self, GString *out)
{
    const guint *n = self->n_by_scope;

    g_string_append(out, "  read: ");
    print_count(out, self->n_rows, "row", "rows");
    g_string_append(out, self->n_blank + self->n_other == 0 ? "" : ", of which ");
    if (self->n_blank > 0) {
        print_count(out, self->n_blank, "has no figure", "have no figure");
        g_string_append(out, self->n_other == 0 ? "" : " and ");
    }
    print_others(self, out);
    g_string_append(out, "\n  written: ");
    print_count(out, self->order->len, "row", "rows");
    g_string_append_printf(out,
                           ": %u in scope 1, %u in scope 2, %u in scope 3, %u outside of the "
                           "scopes\n",
                           n[GP_SCOPE_1], n[GP_SCOPE_2], n[GP_SCOPE_3], n[GP_SCOPE_OUTSIDE]);
}

static void
print_gases(const GpFactorImport *self, GString *out)
{
    if (self->n_adjusted > 0) {
        g_string_append(out, "  gases: in ");
        print_count(out, self->n_adjusted, "row", "rows");
        g_string_append(out, " CO2 was changed by up to 0.00002, so that the three gases add up "
                             "to the total\n");
    }
    if (self->n_lost > 0) {
        g_string_append(out, "  left out: ");
        print_count(out, self->n_lost, "figure of a gas whose total is not published\n",
                    "figures of gases whose total is not published\n");
    }
}

static void
print_list(const char *title, const GPtrArray *texts, gboolean list_all, GString *out)
{
    guint n = list_all ? texts->len : MIN(texts->len, MAX_LISTED);

    g_string_append_printf(out, "  %s: %u\n", title, texts->len);
    for (guint i = 0; i < n; i++)
        g_string_append_printf(out, "    %s\n", (const char *)g_ptr_array_index(texts, i));
    if (n < texts->len)
        g_string_append_printf(out, "    and %u more; --all lists all\n", texts->len - n);
}

static void
print_changes(const GpImportChanges *changes, gboolean list_all, GString *out)
{
    g_string_append_printf(out, "compared with %s (%s):\n", changes->file, changes->edition);
    print_list("new keys", changes->added, list_all, out);
    print_list("keys that have vanished", changes->vanished, list_all, out);
    print_list(
        changes->renames->len == 0
            ? "keys that were renamed"
            : "keys that were renamed; add these lines to ukgov-renames.csv and import again",
        changes->renames, list_all, out);
    print_list("figures that moved by more than 25%", changes->moved, list_all, out);
}

void
gp_factor_import_print_report(const GpFactorImport *self, gboolean list_all, GString *out)
{
    g_string_append_printf(out, "%s: edition %s\n", self->path, self->edition);
    if (!self->has_version)
        g_string_append_printf(out,
                               "  the file does not say which version it is; if you know, name it "
                               "as in --edition '%d v1'\n",
                               self->year);
    print_rows(self, out);
    print_gases(self, out);
    if (self->changes.file == NULL)
        g_string_append(out, "the library has no earlier edition to compare with\n");
    else
        print_changes(&self->changes, list_all, out);
}
