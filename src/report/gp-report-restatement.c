/* SPDX-License-Identifier: MIT */
#include "gp-report-json-private.h"
#include "gp-report.h"
#include "gp-rows-private.h"
#include "gp-table-private.h"

#define KG_PER_TONNE_PLACES 3
#define SHOWN_TONNE_PLACES 3
#define SHOWN_PERCENT_PLACES 2

static char *
fy_text(int fy)
{
    char label[16];

    gp_fy_print(fy, label);
    return g_strdup(label);
}

static char *
tonnes_text(GpInt128 kg, int kg_places)
{
    GString *text = g_string_new(NULL);

    gp_number_append_rounded(text, kg, kg_places + KG_PER_TONNE_PLACES, SHOWN_TONNE_PLACES);
    return g_string_free(text, FALSE);
}

static char *
percent_text(gint64 micro)
{
    GString *text = g_string_new(NULL);

    gp_number_append_rounded(text, micro, GP_MICRO_PLACES, SHOWN_PERCENT_PLACES);
    g_string_append_c(text, '%');
    return g_string_free(text, FALSE);
}

static char *
threshold_text(const GpRestatement *self)
{
    GString *text = g_string_new(NULL);

    gp_number_append(text, self->threshold_micro, GP_MICRO_PLACES);
    g_string_append_c(text, '%');
    return g_string_free(text, FALSE);
}

static gboolean
is_different(const GpRestatedRow *row)
{
    return row->is_recalculated || row->old_kg != row->new_kg;
}

/* ---- the table ---- */

/* Whether a total is the same as the one before it, so that a table need not tell it again. */
static gboolean
is_told(const GpRestatement *self, guint i)
{
    const GpRestatedYear *year = &g_array_index(self->years, GpRestatedYear, i);
    const GpRestatedYear *before = year - 1;

    if (i == 0 || before->fy != year->fy)
        return FALSE;
    for (GpRestatedPart part = 0; part < GP_N_RESTATED_PARTS; part++) {
        if (before->parts[part] != year->parts[part])
            return FALSE;
    }
    return before->old_kg == year->old_kg && before->new_kg == year->new_kg &&
           before->recalculated_kg == year->recalculated_kg &&
           before->is_recalculated == year->is_recalculated;
}

static void
print_years(const GpRestatement *self, GString *out)
{
    static const char *const titles[] = {
        "year",           "total of", "published, tCO2e",    "now, tCO2e", "data",
        "factors, rules", "new data", "recalculated in all", "threshold"};
    static const gboolean is_number[] = {FALSE, FALSE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, FALSE};
    g_auto(GpRows) rows = gp_rows_new(titles, is_number, G_N_ELEMENTS(titles));

    for (guint i = 0; i < self->years->len; i++) {
        const GpRestatedYear *year = &g_array_index(self->years, GpRestatedYear, i);
        g_autofree char *label = fy_text(year->fy);
        const char *mark = year->is_baseline ? " (baseline)" : year->is_open ? " (open)" : "";

        if (is_told(self, i))
            continue;
        gp_rows_take(&rows, g_strconcat(label, mark, NULL));
        gp_rows_add(&rows, gp_total_title(year->total));
        gp_rows_take(&rows,
                     year->is_new ? g_strdup("[x]") : tonnes_text(year->old_kg, self->kg_places));
        gp_rows_take(&rows, tonnes_text(year->new_kg, self->kg_places));
        for (GpRestatedPart part = 0; part < GP_N_RESTATED_PARTS; part++)
            gp_rows_take(&rows, tonnes_text(year->parts[part], self->kg_places));
        gp_rows_take(&rows,
                     year->is_recalculated ? percent_text(year->percent_micro) : g_strdup("none"));
        gp_rows_add(&rows, year->is_over ? "above it" : "");
    }
    gp_rows_print(&rows, GP_OUTPUT_TABLE, out);
}

/* Each reason once, with the figures it is for. */
static void
print_reasons(const GpRestatement *self, GString *out)
{
    g_autoptr(GHashTable) said = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < self->rows->len; i++) {
        const GpRestatedRow *first = &g_array_index(self->rows, GpRestatedRow, i);
        g_autoptr(GString) places = g_string_new(NULL);

        if (!is_different(first) || !g_hash_table_add(said, first->why))
            continue;
        for (guint k = i; k < self->rows->len; k++) {
            const GpRestatedRow *row = &g_array_index(self->rows, GpRestatedRow, k);
            g_autofree char *year = fy_text(row->fy);

            if (is_different(row) && g_str_equal(row->why, first->why))
                g_string_append_printf(places, "%s%s %s", places->len == 0 ? "" : ", ",
                                       row->category, year);
        }
        g_string_append_c(places, ':');
        g_string_append_c(out, '\n');
        gp_text_paragraph_print("", 0, places->str, out);
        gp_text_paragraph_print("", 2, first->why, out);
    }
}

static void
print_rows(const GpRestatement *self, GString *out)
{
    static const char *const titles[] = {"year",       "boundary",   "category", "published, tCO2e",
                                         "now, tCO2e", "difference", "of it"};
    static const gboolean is_number[] = {FALSE, FALSE, FALSE, TRUE, TRUE, TRUE, TRUE};
    g_auto(GpRows) rows = gp_rows_new(titles, is_number, G_N_ELEMENTS(titles));
    guint n = 0;

    for (guint i = 0; i < self->rows->len; i++) {
        const GpRestatedRow *row = &g_array_index(self->rows, GpRestatedRow, i);

        if (!is_different(row))
            continue;
        n++;
        gp_rows_take(&rows, fy_text(row->fy));
        gp_rows_add(&rows, *row->boundary == '\0' ? "not stated" : row->boundary);
        gp_rows_add(&rows, row->category);
        gp_rows_take(&rows, tonnes_text(row->old_kg, self->kg_places));
        gp_rows_take(&rows, tonnes_text(row->new_kg, self->kg_places));
        gp_rows_take(&rows, tonnes_text(row->new_kg - row->old_kg, self->kg_places));
        gp_rows_take(&rows, row->old_kg == 0 ? g_strdup("[z]") : percent_text(row->percent_micro));
    }
    if (n == 0)
        return;
    g_string_append(out, "\nBy category, where anything is different:\n\n");
    gp_rows_print(&rows, GP_OUTPUT_TABLE, out);
    g_string_append(out, "\nWhy, as far as the record tells:\n");
    print_reasons(self, out);
}

static void
print_verdict(const GpRestatement *self, GString *out)
{
    const GpRestatedYear *worst = gp_restatement_worst(self);
    g_autofree char *threshold = threshold_text(self);
    g_autofree char *percent = worst == NULL ? NULL : percent_text(worst->percent_micro);
    g_autofree char *year = worst == NULL ? NULL : fy_text(worst->fy);

    if (worst == NULL)
        g_string_append(out, "No published year was recalculated: there is nothing to restate. New "
                             "years and data that were still to come are growth, never a reason "
                             "for a restatement.\n");
    else if (self->is_proposed)
        g_string_append_printf(
            out,
            "A restatement of all years is proposed: since %s the recalculations of %s add up to "
            "%s (%s), above the trust's threshold of %s. To accept it: greenplan restatement "
            "--accept --reason TEXT --by NAME\n",
            self->since->id, year, percent, gp_total_title(worst->total), threshold);
    else
        g_string_append_printf(
            out,
            "No restatement is proposed: since %s the recalculations of a published year add up "
            "to %s at most (%s, %s), not above the trust's threshold of %s. They go on counting "
            "until a restatement is accepted.\n",
            self->since->id, percent, year, gp_total_title(worst->total), threshold);
}

static void
print_table(const GpRestatement *self, GString *out)
{
    g_string_append_printf(out,
                           "Published %s, by %s%s%s. [x] not published before; [z] not "
                           "applicable.\n\n",
                           self->old->id, self->old->by,
                           self->new->sha256 == NULL ? "; beside it the figures of now"
                                                     : "; beside it ",
                           self->new->sha256 == NULL ? "" : self->new->id);
    print_years(self, out);
    print_rows(self, out);
    if (self->why->len > 0)
        g_string_append(out, "\nWhat differs in what the figures are made of:\n");
    for (guint i = 0; i < self->why->len; i++)
        g_string_append_printf(out, "  %s\n", (char *)g_ptr_array_index(self->why, i));
}

/* ---- CSV and JSON ---- */

static void
print_csv(const GpRestatement *self, GString *out)
{
    static const char *const titles[] = {"year",
                                         "boundary",
                                         "category",
                                         "old_kg_co2e",
                                         "new_kg_co2e",
                                         "difference_kg_co2e",
                                         "difference_percent",
                                         "data_kg_co2e",
                                         "factors_kg_co2e",
                                         "new_data_kg_co2e",
                                         "why"};
    static const gboolean is_number[G_N_ELEMENTS(titles)] = {FALSE};
    g_auto(GpRows) rows = gp_rows_new(titles, is_number, G_N_ELEMENTS(titles));

    for (guint i = 0; i < self->rows->len; i++) {
        const GpRestatedRow *row = &g_array_index(self->rows, GpRestatedRow, i);

        gp_rows_take(&rows, fy_text(row->fy));
        gp_rows_add(&rows, row->boundary);
        gp_rows_add(&rows, row->category);
        gp_rows_add_exact(&rows, row->old_kg, self->kg_places);
        gp_rows_add_exact(&rows, row->new_kg, self->kg_places);
        gp_rows_add_exact(&rows, row->new_kg - row->old_kg, self->kg_places);
        gp_rows_add_exact(&rows, row->percent_micro, GP_MICRO_PLACES);
        for (GpRestatedPart part = 0; part < GP_N_RESTATED_PARTS; part++)
            gp_rows_add_exact(&rows, row->parts[part], self->kg_places);
        gp_rows_add(&rows, row->why);
    }
    gp_rows_print(&rows, GP_OUTPUT_CSV, out);
}

static void
add_parts(cJSON *object, const GpInt128 parts[GP_N_RESTATED_PARTS], int kg_places)
{
    static const char *const names[GP_N_RESTATED_PARTS] = {"data_kg_co2e", "factors_kg_co2e",
                                                           "new_data_kg_co2e"};

    for (GpRestatedPart part = 0; part < GP_N_RESTATED_PARTS; part++)
        gp_json_add_exact(object, names[part], parts[part], kg_places);
}

static cJSON *
row_object(const GpRestatement *self, const GpRestatedRow *row)
{
    cJSON *object = cJSON_CreateObject();
    g_autofree char *label = fy_text(row->fy);

    cJSON_AddStringToObject(object, "year", label);
    cJSON_AddStringToObject(object, "boundary", row->boundary);
    cJSON_AddStringToObject(object, "category", row->category);
    gp_json_add_exact(object, "old_kg_co2e", row->old_kg, self->kg_places);
    gp_json_add_exact(object, "new_kg_co2e", row->new_kg, self->kg_places);
    gp_json_add_exact(object, "difference_kg_co2e", row->new_kg - row->old_kg, self->kg_places);
    gp_json_add_exact(object, "difference_percent", row->percent_micro, GP_MICRO_PLACES);
    add_parts(object, row->parts, self->kg_places);
    gp_json_add_text(object, "why", row->why);
    return object;
}

static cJSON *
year_object(const GpRestatement *self, const GpRestatedYear *year)
{
    cJSON *object = cJSON_CreateObject();
    g_autofree char *label = fy_text(year->fy);

    cJSON_AddStringToObject(object, "year", label);
    cJSON_AddStringToObject(object, "total", gp_total_name(year->total));
    cJSON_AddBoolToObject(object, "is_new", year->is_new);
    cJSON_AddBoolToObject(object, "is_open", year->is_open);
    cJSON_AddBoolToObject(object, "is_baseline", year->is_baseline);
    gp_json_add_exact(object, "old_kg_co2e", year->old_kg, self->kg_places);
    gp_json_add_exact(object, "new_kg_co2e", year->new_kg, self->kg_places);
    gp_json_add_exact(object, "difference_kg_co2e", year->new_kg - year->old_kg, self->kg_places);
    add_parts(object, year->parts, self->kg_places);
    cJSON_AddBoolToObject(object, "is_recalculated", year->is_recalculated);
    gp_json_add_exact(object, "recalculated_kg_co2e", year->recalculated_kg, self->kg_places);
    gp_json_add_exact(object, "recalculated_percent", year->percent_micro, GP_MICRO_PLACES);
    cJSON_AddBoolToObject(object, "is_above_threshold", year->is_over);
    return object;
}

static cJSON *
restatement_object(const GpRestatement *self)
{
    cJSON *object = cJSON_CreateObject(), *list;

    cJSON_AddStringToObject(object, "published", self->old->id);
    cJSON_AddStringToObject(object, "since", self->since->id);
    gp_json_add_text(object, "now", self->new->sha256 == NULL ? NULL : self->new->id);
    gp_json_add_text(object, "by", self->new->sha256 == NULL ? NULL : self->new->by);
    gp_json_add_text(object, "reason", self->new->reason);
    gp_json_add_exact(object, "threshold_percent", self->threshold_micro, GP_MICRO_PLACES);
    cJSON_AddBoolToObject(object, "is_recalculated", self->is_recalculated);
    cJSON_AddBoolToObject(object, "is_proposed", self->is_proposed);
    list = cJSON_AddArrayToObject(object, "years");
    for (guint i = 0; i < self->years->len; i++)
        cJSON_AddItemToArray(list,
                             year_object(self, &g_array_index(self->years, GpRestatedYear, i)));
    list = cJSON_AddArrayToObject(object, "rows");
    for (guint i = 0; i < self->rows->len; i++)
        cJSON_AddItemToArray(list, row_object(self, &g_array_index(self->rows, GpRestatedRow, i)));
    list = cJSON_AddArrayToObject(object, "why");
    for (guint i = 0; i < self->why->len; i++)
        cJSON_AddItemToArray(list, cJSON_CreateString(g_ptr_array_index(self->why, i)));
    return object;
}

void
gp_report_restatement(const GpRestatement *self,
                      const GpIssueList *issues,
                      GpOutput format,
                      GString *out)
{
    cJSON *object;

    switch (format) {
    case GP_OUTPUT_TABLE:
        print_table(self, out);
        g_string_append_c(out, '\n');
        print_verdict(self, out);
        return;
    case GP_OUTPUT_CSV:
        print_csv(self, out);
        return;
    case GP_OUTPUT_JSON:
        object = restatement_object(self);
        gp_json_add_issues(object, issues);
        gp_json_print(object, out);
        return;
    }
}

/* ---- what was restated ---- */

static void
add_history(GpRows *rows, const GpRestatement *self, gboolean is_exact)
{
    for (guint i = 0; i < self->years->len; i++) {
        const GpRestatedYear *year = &g_array_index(self->years, GpRestatedYear, i);

        if (!year->is_recalculated || (!is_exact && is_told(self, i)))
            continue;
        gp_rows_add(rows, self->new->id);
        gp_rows_add(rows, self->old->id);
        gp_rows_take(rows, fy_text(year->fy));
        gp_rows_add(rows, is_exact ? gp_total_name(year->total) : gp_total_title(year->total));
        if (is_exact) {
            gp_rows_add_exact(rows, year->base_kg, self->kg_places);
            gp_rows_add_exact(rows, year->old_kg, self->kg_places);
            gp_rows_add_exact(rows, year->new_kg, self->kg_places);
            gp_rows_add_exact(rows, year->percent_micro, GP_MICRO_PLACES);
        } else {
            gp_rows_take(rows, tonnes_text(year->base_kg, self->kg_places));
            gp_rows_take(rows, tonnes_text(year->old_kg, self->kg_places));
            gp_rows_take(rows, tonnes_text(year->new_kg, self->kg_places));
            gp_rows_take(rows, percent_text(year->percent_micro));
        }
        gp_rows_add(rows, self->new->by);
        gp_rows_add(rows, self->new->reason);
    }
}

void
gp_report_restatements(const GPtrArray *restatements, GpOutput format, GString *out)
{
    static const char *const titles[] = {
        "restatement",       "publication_before", "year",    "total", "kg_co2e_not_recalculated",
        "kg_co2e_published", "kg_co2e_restated",   "percent", "by",    "reason"};
    static const char *const shown[] = {"restatement",
                                        "before",
                                        "year",
                                        "total of",
                                        "not recalculated, tCO2e",
                                        "published, tCO2e",
                                        "restated, tCO2e",
                                        "recalculated",
                                        "by",
                                        "reason"};
    static const gboolean is_number[] = {FALSE, FALSE, FALSE, FALSE, TRUE,
                                         TRUE,  TRUE,  TRUE,  FALSE, FALSE};
    gboolean is_table = format == GP_OUTPUT_TABLE;
    static const gboolean is_text[G_N_ELEMENTS(titles)] = {FALSE};
    g_auto(GpRows) rows = gp_rows_new(is_table ? shown : titles, is_table ? is_number : is_text,
                                      G_N_ELEMENTS(titles));

    for (guint i = 0; i < restatements->len; i++)
        add_history(&rows, g_ptr_array_index(restatements, i), !is_table);
    gp_rows_print(&rows, format, out);
}
