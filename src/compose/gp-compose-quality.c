/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-compose-private.h"

/* ---- measured, estimated, modelled ---- */

static const struct {
    const char *name, *rests_on, *title, *key;
} qualities[] = {
    {"measured", "measured figures", "Measured", "measured_percent"},
    {"estimated", "estimates", "Estimated", "estimated_percent"},
    {"modelled", "models", "Modelled", "modelled_percent"},
    {"", "figures of which it is not told", "Not told", "not_told_percent"},
};

static gboolean
find_quality(const GpCut *cut, const char *name, int fy, GpInt128 *out_kg)
{
    *out_kg = 0;
    for (guint i = 0; i < cut->lines->len; i++) {
        if (g_str_equal(gp_cut_line(cut, i)->name, name))
            return gp_cut_kg(cut, i, fy, out_kg);
    }
    return FALSE;
}

/* `In 2025/26 the NHS Carbon Footprint rests on measured figures (62%) and estimates (38%).` */
static void
say_shares(const GpComposing *self, GpSection *section, const GpCut *cut)
{
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *fy = gp_words_fy(self->fy), *list = NULL;
    const char *only = "";
    GpInt128 sum, kg;

    if (!gp_cut_sum(cut, self->fy, &sum))
        return;
    for (guint i = 0; i < G_N_ELEMENTS(qualities); i++) {
        g_autofree char *share = NULL;

        if (!find_quality(cut, qualities[i].name, self->fy, &kg) || kg == 0)
            continue;
        share = gp_words_share(kg, sum);
        only = qualities[i].rests_on;
        if (share != NULL)
            g_ptr_array_add(parts, g_strdup_printf("%s (%s)", qualities[i].rests_on, share));
    }
    list = gp_words_list((const char *const *)parts->pdata, parts->len);
    if (parts->len == 1)
        gp_section_say(section, "In %s the NHS Carbon Footprint rests on %s alone.", fy, only);
    else if (parts->len > 0)
        gp_section_say(section, "In %s the NHS Carbon Footprint rests on %s.", fy, list);
}

static GpDocTable *
shares_table(const GpComposing *self, const GpCut *cut)
{
    g_autofree char *caption = gp_composing_caption(self, "What the NHS Carbon Footprint rests on",
                                                    cut->first_fy, gp_cut_last_fy(cut));
    GpDocTable *table = gp_doc_table_new("quality-by-year", caption);

    gp_doc_table_add_note(table, "Shares of emissions. What is not told counts as modelled where "
                                 "uncertainty is worked out.");
    gp_doc_table_add_text_column(table, "Financial year", "year");
    for (guint i = 0; i < G_N_ELEMENTS(qualities); i++)
        gp_doc_table_add_column(table, qualities[i].title, "%", qualities[i].key, 1);
    for (guint y = 0; y < cut->n_years; y++) {
        int fy = cut->first_fy + (int)y;
        g_autofree char *label = gp_words_fy(fy);
        GpInt128 sum, kg;

        gp_doc_table_add_row(table, label);
        if (!gp_cut_sum(cut, fy, &sum) || sum <= 0)
            continue;
        for (guint i = 0; i < G_N_ELEMENTS(qualities); i++) {
            find_quality(cut, qualities[i].name, fy, &kg);
            gp_doc_table_set_double(table, i + 1,
                                    100 * gp_number_to_double(kg, 0) / gp_number_to_double(sum, 0));
        }
    }
    return table;
}

/* ---- what looks wrong ---- */

static char *
place_of(const GpFinding *finding)
{
    g_autofree char *period = gp_finding_period(finding);
    const char *parts[] = {finding->activity, finding->site, period};
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (*parts[i] != '\0')
            g_string_append_printf(out, "%s%s", out->len == 0 ? "" : ", ", parts[i]);
    }
    return g_string_free(out, FALSE);
}

static const char *
severity_words(GpSeverity severity)
{
    static const char *const words[] = {[GP_SEVERITY_NOTE] = "Good to know",
                                        [GP_SEVERITY_WARNING] = "To be looked into",
                                        [GP_SEVERITY_ERROR] = "Missing or wrong"};

    return words[severity];
}

static GpDocTable *
new_findings_table(const GpComposing *self, gboolean is_open)
{
    g_autofree char *caption = gp_composing_caption(
        self, is_open ? "What looks wrong in the data" : "What has been looked into", 0, 0);
    GpDocTable *table =
        gp_doc_table_new(is_open ? "findings-open" : "findings-acknowledged", caption);

    gp_doc_table_add_text_column(table, "Where", "where");
    gp_doc_table_add_text_column(table, "Source", "source");
    gp_doc_table_add_text_column(table, "What", "what");
    gp_doc_table_add_text_column(table, is_open ? "What to do" : "Reason",
                                 is_open ? "do" : "reason");
    gp_doc_table_add_text_column(table, is_open ? "Weight" : "By", is_open ? "weight" : "by");
    gp_doc_table_add_text_column(table, is_open ? "Finding" : "On", is_open ? "finding" : "on");
    return table;
}

static void
add_finding(GpDocTable *table, const GpFinding *finding)
{
    gboolean is_open = finding->reason == NULL;
    g_autofree char *place = place_of(finding);
    g_autofree char *what = gp_words_begin(finding->message);
    g_autofree char *advice = gp_words_begin(is_open ? finding->advice : finding->reason);
    const char *by = finding->acknowledged_by == NULL ? "" : finding->acknowledged_by;
    g_autofree char *on =
        gp_words_day(finding->acknowledged_on == NULL ? "" : finding->acknowledged_on);

    gp_doc_table_add_row(table, place);
    gp_doc_table_set_text(table, 1, finding->source);
    gp_doc_table_set_text(table, 2, what);
    gp_doc_table_set_text(table, 3, advice);
    gp_doc_table_set_text(table, 4, is_open ? severity_words(finding->severity) : by);
    gp_doc_table_set_text(table, 5, is_open ? finding->id : on);
}

static void
add_findings(const GpComposing *self, GpSection *section)
{
    const GPtrArray *findings = self->board->findings;
    GpDocTable *tables[2];
    g_autofree char *open = NULL, *done = NULL, *begin = NULL;

    if (findings == NULL) {
        gp_section_say(section, "The data have not been checked for what looks wrong.");
        return;
    }
    tables[0] = new_findings_table(self, FALSE);
    tables[1] = new_findings_table(self, TRUE);
    for (guint i = 0; i < findings->len; i++) {
        const GpFinding *finding = findings->pdata[i];

        add_finding(tables[finding->reason == NULL ? 1 : 0], finding);
    }
    open = gp_words_count(tables[1]->rows->len, "finding is", "findings are");
    begin = gp_words_begin(open);
    done = gp_words_count(tables[0]->rows->len, "has", "have");
    gp_section_say(section, "%s open in the data.", begin);
    if (tables[0]->rows->len > 0)
        gp_section_say(section, "%s been looked into and explained.", done);
    for (guint i = 2; i > 0; i--) {
        if (tables[i - 1]->rows->len > 0)
            gp_section_add_table(section, tables[i - 1]);
        else
            gp_doc_table_free(tables[i - 1]);
    }
}

/* ---- where the data come from ---- */

typedef struct {
    const char *source;
    guint n_files;
    guint64 rows, refused;
    const char *latest;
} Source;

static int
compare_sources(gconstpointer a, gconstpointer b)
{
    return strcmp(((const Source *)a)->source, ((const Source *)b)->source);
}

static Source *
get_source(GArray *sources, const char *name)
{
    Source source = {.source = name, .latest = ""};

    for (guint i = 0; i < sources->len; i++) {
        if (g_str_equal(g_array_index(sources, Source, i).source, name))
            return &g_array_index(sources, Source, i);
    }
    g_array_append_val(sources, source);
    return &g_array_index(sources, Source, sources->len - 1);
}

static void
add_originals(const GpComposing *self, GpSection *section)
{
    const GPtrArray *originals = self->board->originals;
    g_autofree char *caption =
        gp_composing_caption(self, "Files that the figures are made of", 0, 0);
    g_autoptr(GArray) sources = g_array_new(FALSE, TRUE, sizeof(Source));
    GpDocTable *table;

    if (originals == NULL || originals->len == 0)
        return;
    for (guint i = 0; i < originals->len; i++) {
        const GpOriginal *original = originals->pdata[i];
        Source *source = get_source(sources, original->source);

        source->n_files++;
        source->rows += original->rows;
        source->refused += original->refused;
        if (strcmp(original->imported_at, source->latest) > 0)
            source->latest = original->imported_at;
    }
    g_array_sort(sources, compare_sources);
    table = gp_doc_table_new("sources-used", caption);
    gp_doc_table_add_text_column(table, "Source", "source");
    gp_doc_table_add_column(table, "Files", "", "files", 0);
    gp_doc_table_add_column(table, "Rows that count", "", "rows", 0);
    gp_doc_table_add_column(table, "Rows that could not be used", "", "rows_refused", 0);
    gp_doc_table_add_text_column(table, "Last brought in", "last_brought_in");
    for (guint i = 0; i < sources->len; i++) {
        const Source *source = &g_array_index(sources, Source, i);
        g_autofree char *iso = g_strndup(source->latest, strlen("2026-11-22"));
        g_autofree char *day = gp_words_day(iso);

        gp_doc_table_add_row(table, source->source);
        gp_doc_table_set_value(table, 1, source->n_files, 0);
        gp_doc_table_set_value(table, 2, source->rows, 0);
        gp_doc_table_set_value(table, 3, source->refused, 0);
        gp_doc_table_set_text(table, 4, day);
    }
    gp_section_add_table(section, table);
}

void
gp_compose_quality(const GpComposing *self)
{
    GpSection *section = gp_document_add_section(self->document, "quality", "Data quality", 1);
    g_autoptr(GpCut) cut =
        gp_cut_new(self->board->emissions.by_quality, GP_BY_QUALITY, GP_TOTAL_NCF);
    const char *data_note = self->main == NULL ? NULL : self->main->data_note;
    g_autofree char *years =
        gp_composing_years_note(self, self->plus->first_fy, gp_cut_last_fy(self->plus));

    section->begins_page = TRUE;
    if (cut->n_years == 0)
        gp_section_say(section, "There are no figures whose quality could be told.");
    say_shares(self, section, cut);
    if (years != NULL)
        gp_section_note(section, "%s", years);
    if (data_note != NULL) {
        g_autofree char *note = gp_words_with_fys(data_note), *begin = gp_words_begin(note);

        gp_section_say(section, "%s%s", begin, g_str_has_suffix(begin, ".") ? "" : ".");
    }
    if (cut->n_years > 0)
        gp_section_add_table(section, shares_table(self, cut));
    add_findings(self, section);
    add_originals(self, section);
}
