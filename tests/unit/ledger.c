/* SPDX-License-Identifier: MIT */
#include "ledger.h"

#include <math.h>
#include <string.h>

#include "gp-number.h"

Ledger *
ledger_new(void)
{
    g_autofree char *path = g_build_filename(g_getenv("GP_FACTORS"), "units.csv", NULL);
    g_autoptr(GError) error = NULL;
    Ledger *self = g_new0(Ledger, 1);

    self->units = gp_unit_table_new();
    gp_unit_table_load(self->units, path, &error);
    g_assert_no_error(error);
    self->timeline = gp_timeline_new(NULL, 0);
    self->cube = gp_cube_new(self->timeline, self->units);
    self->input = (GpCheckInput){.cube = self->cube, .today = ledger_day("2026-11-22")};
    return self;
}

void
ledger_free(Ledger *self)
{
    gp_cube_free(self->cube);
    gp_timeline_free(self->timeline);
    gp_unit_table_free(self->units);
    g_free(self);
}

static GpSpan
span_of(const char *period)
{
    const char *dots = strstr(period, "..");
    gsize length = dots == NULL ? strlen(period) : (gsize)(dots - period);
    GpSpan span;

    g_assert_cmpint(gp_period_parse(period, length, &span), ==, GP_PERIOD_READ);
    if (dots != NULL)
        span.last = ledger_day(dots + 2);
    return span;
}

GpDay
ledger_day(const char *text)
{
    GpSpan span;

    g_assert_cmpint(gp_period_parse(text, strlen(text), &span), ==, GP_PERIOD_READ);
    return span.last;
}

void
ledger_add(Ledger *self, const Line *line, GpSpan span, double quantity)
{
    GpCube *cube = self->cube;
    GpQuality quality = GP_QUALITY_NONE;
    GpWhat what = {gp_dict_intern(gp_cube_activities(cube), line->activity, strlen(line->activity)),
                   gp_unit_table_find(self->units, line->unit, strlen(line->unit))};
    GpWho who = {.site = gp_dict_intern(gp_cube_sites(cube), line->site, strlen(line->site)),
                 .source =
                     gp_dict_intern(gp_cube_sources(cube), line->source, strlen(line->source))};

    g_assert_cmpuint(what.unit, !=, GP_UNIT_NONE);
    g_assert_true(gp_quality_parse(line->quality, strlen(line->quality), &quality));
    who.quality = quality;
    g_assert_true(gp_cube_add(cube, gp_cube_intern_what(cube, what), gp_cube_intern_who(cube, &who),
                              span, llround(quantity * 1e6)));
}

void
ledger_add_text(Ledger *self, const char *rows)
{
    g_auto(GStrv) lines = g_strsplit(rows, "\n", -1);

    for (guint i = 0; lines[i] != NULL; i++) {
        g_auto(GStrv) cells = g_strsplit(lines[i], ",", -1);
        guint n = g_strv_length(cells);
        gint64 quantity;
        Line line;

        if (n < 4)
            continue;
        line = (Line){.activity = cells[1],
                      .unit = cells[3],
                      .site = n > 4 ? cells[4] : "",
                      .source = n > 5 ? cells[5] : "bills",
                      .quality = n > 6 ? cells[6] : ""};
        g_assert_true(gp_number_parse_text(cells[2], GP_MICRO_PLACES, &quantity, NULL));
        ledger_add(self, &line, span_of(cells[0]), (double)quantity / 1e6);
    }
}

GPtrArray *
ledger_check(const Ledger *self)
{
    return gp_check(&self->input);
}

static void
append_place(GString *out, const GpFinding *finding)
{
    g_autofree char *period = gp_finding_period(finding);
    const char *parts[] = {gp_severity_name(finding->severity),
                           finding->code,
                           finding->source,
                           finding->activity,
                           finding->site,
                           period};
    gboolean is_first = TRUE;

    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (*parts[i] == '\0')
            continue;
        g_string_append_printf(out, "%s%s", is_first ? "" : " ", parts[i]);
        is_first = FALSE;
    }
}

char *
findings_text(const GPtrArray *findings)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < findings->len; i++) {
        const GpFinding *finding = g_ptr_array_index(findings, i);

        append_place(out, finding);
        g_string_append_printf(out, ": %s\n", finding->message);
    }
    return g_string_free(out, FALSE);
}

void
assert_only(const Ledger *self, const char *line, const char *part)
{
    g_autoptr(GPtrArray) findings = ledger_check(self);
    g_autofree char *text = findings_text(findings);
    g_autoptr(GString) place = g_string_new(NULL);

    if (findings->len != 1)
        g_test_message("%s", text);
    g_assert_cmpuint(findings->len, ==, 1);
    append_place(place, g_ptr_array_index(findings, 0));
    g_assert_cmpstr(place->str, ==, line);
    if (strstr(text, part) == NULL)
        g_test_message("“%s” is not in: %s", part, text);
    g_assert_nonnull(strstr(text, part));
}

void
assert_none(const Ledger *self)
{
    g_autoptr(GPtrArray) findings = ledger_check(self);
    g_autofree char *text = findings_text(findings);

    g_assert_cmpstr(text, ==, "");
}

guint
count_code(const GPtrArray *findings, const char *code)
{
    guint n = 0;

    for (guint i = 0; i < findings->len; i++)
        n += g_str_equal(((GpFinding *)g_ptr_array_index(findings, i))->code, code) ? 1 : 0;
    return n;
}
