/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-emissions.h"
#include "gp-error.h"
#include "gp-publication-private.h"

static const char **
names(GpPublication *self, const char *first, const char *second)
{
    const char **list = g_new0(const char *, 3);

    list[0] = first == NULL ? NULL : gp_publication_text(self, first);
    list[1] = second == NULL ? NULL : gp_publication_text(self, second);
    return list;
}

static void
add_line(GpPublication *self, int fy, const char *category, GpInt128 kg, const char *unit)
{
    GpPublishedLine line = {.fy = fy,
                            .boundary = "ncf",
                            .category = gp_publication_text(self, category),
                            .activity = gp_publication_text(self, "natural-gas"),
                            .unit = unit,
                            .quantity = unit == NULL ? 0 : -(GpInt128)7 * GP_MICRO * GP_NANO - 1,
                            .kg_co2e = kg,
                            .months = 0x801,
                            .sources = names(self, "bills", "meters"),
                            .editions = names(self, NULL, NULL)};

    g_array_append_val(self->lines, line);
}

static void
add_pair(GpPublication *self, GArray *list, const char *name, const char *value)
{
    GpPublishedSetting pair = {gp_publication_text(self, name), gp_publication_text(self, value)};

    g_array_append_val(list, pair);
}

/* One with everything in it; what people wrote is @said. */
static GpPublication *
sample(const char *said)
{
    GpPublication *self = gp_publication_new();
    const GpPublishedYear years[] = {{2019, GP_COMPARABLE}, {2020, GP_NOT_COMPARABLE}};
    const int baseline = 2019;
    GpPublishedEdition edition = {gp_publication_text(self, said), "00", 3};
    GpPublishedOriginal original = {"11", "bills", gp_publication_text(self, said), G_MAXINT64};

    self->id = "2026-11-22-1";
    self->day = "2026-11-22";
    self->by = self->note = self->reason = self->trust = gp_publication_text(self, said);
    self->program = "0.1.0";
    self->previous = "2026-11-21-12";
    self->previous_sha256 = "ab";
    self->is_restatement = TRUE;
    self->kg_places = 27;
    g_array_append_val(self->baseline_fys, baseline);
    g_array_append_val(self->restated_fys, baseline);
    add_pair(self, self->settings, "gwp", said);
    add_pair(self, self->digests, "units", "cd");
    g_array_append_vals(self->years, years, G_N_ELEMENTS(years));
    add_line(self, 2019, said, gp_power_of_ten(37) + 1, "kWh");
    add_line(self, 2020, said, -5, NULL);
    g_assert_true(gp_publication_add_up(self, NULL));
    for (guint i = 0; i < 2; i++) {
        GpPublishedFigure *figure = &g_array_index(self->figures, GpPublishedFigure, i);

        figure->kg_by_quality[GP_QUALITY_MEASURED] = figure->kg_co2e + 3;
        figure->kg_by_quality[GP_QUALITY_MODELLED] = -3;
    }
    g_array_append_val(self->editions, edition);
    g_array_append_val(self->originals, original);
    return self;
}

static char *
print(const GpPublication *self)
{
    GString *text = g_string_new(NULL);

    gp_publication_print(self, text);
    return g_string_free(text, FALSE);
}

/* What is read back is the same, so the same bytes come again. */
static void
test_round_trip(void)
{
    static const char *const said[] = {"Ann",
                                       "",
                                       "a\"b\\c\n\t\x1b[31m\x7f",
                                       "\xff\xfe half \xc3",
                                       "{\"seal\": \"x\"}\n  \"seal\": \"",
                                       "\xe2\x80\xaeright to left",
                                       "Ünïcode – 𝄞",
                                       "</script>"};

    for (guint i = 0; i < G_N_ELEMENTS(said); i++) {
        g_autoptr(GpPublication) before = sample(said[i]), after = NULL;
        g_autofree char *text = print(before), *again = NULL;
        g_autoptr(GError) error = NULL;
        const GpPublishedLine *line;

        g_assert_true(g_utf8_validate(text, -1, NULL));
        after = gp_publication_parse(text, strlen(text), "a.json", &error);
        g_assert_no_error(error);
        again = print(after);
        g_assert_cmpstr(text, ==, again);
        g_assert_cmpstr(after->by, ==, before->by);
        g_assert_cmpstr(after->reason, ==, before->reason);
        g_assert_true(after->is_restatement);
        line = &g_array_index(after->lines, GpPublishedLine, 0);
        g_assert_true(line->kg_co2e == gp_power_of_ten(37) + 1);
        g_assert_true(line->quantity == -(GpInt128)7 * GP_MICRO * GP_NANO - 1);
        g_assert_cmpuint(line->months, ==, 0x801);
        g_assert_cmpstr(line->sources[1], ==, "meters");
        g_assert_null(line->editions[0]);
        g_assert_null(g_array_index(after->lines, GpPublishedLine, 1).unit);
        g_assert_true(gp_publication_total(after, 2020, GP_TOTAL_NCF) == -5);
        g_assert_true(gp_publication_same_ground(before, after));
        g_assert_cmpuint(g_array_index(after->originals, GpPublishedOriginal, 0).rows, ==,
                         G_MAXINT64);
    }
}

/* Every byte counts: one that is changed, taken away or put in is noticed. */
static void
test_every_byte(void)
{
    g_autoptr(GpPublication) self = sample("Ann");
    g_autofree char *text = print(self);
    gsize length = strlen(text);

    for (gsize at = 0; at <= length; at++) {
        for (guint kind = 0; kind < 3; kind++) {
            g_autoptr(GString) changed = g_string_new(text);
            g_autoptr(GError) error = NULL;

            if (kind == 0)
                g_string_insert_c(changed, (gssize)at, ' ');
            else if (at == length)
                continue;
            else if (kind == 1)
                g_string_erase(changed, (gssize)at, 1);
            else
                changed->str[at] ^= 1;
            if (changed->len == length && memcmp(changed->str, text, length) == 0)
                continue;
            g_assert_null(gp_publication_parse(changed->str, changed->len, "a.json", &error));
            g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
        }
    }
}

/* The text with a seal that fits, however it was changed. */
static char *
sealed(const char *text)
{
    const char *end = g_strrstr(text, "  \"seal\": ");
    g_autofree char *head = g_strndup(text, (gsize)(end - text));
    g_autofree char *seal = g_compute_checksum_for_string(G_CHECKSUM_SHA256, head, -1);

    return g_strdup_printf("%s  \"seal\": \"%s\"\n}\n", head, seal);
}

/* A seal does not make a publication: what is in it must fit together. */
static void
test_refused(void)
{
    static const char *const changes[][2] = {
        {"\"greenplan_publication\": 1", "\"greenplan_publication\": 2"},
        {"\"kg_places\": 27", "\"kg_places\": 39"},
        {"\"kg_places\": 27", "\"kg_places\": 2"},
        {"\"kg_places\": 27", "\"kg_places\": -1"},
        {"\"year\": \"2019-20\"", "\"year\": \"2019-21\""},
        {"\"months\": \"A..........M\"", "\"months\": \"A\""},
        {"\"by\": \"Ann\"", "\"by\": {}"},
        {"\"lines\": [", "\"lines\": 1, \"other\": ["},
        {"\"modelled_kg_co2e\": \"-0.000000000000000000000000003\"", "\"modelled_kg_co2e\": \"0\""},
        {"\"modelled_kg_co2e\": \"-0.000000000000000000000000003\"",
         "\"modelled_kg_co2e\": \"99999999999\""},
        {"\"kg_co2e\": \"10000000000.000000000000000000000000001\"", "\"kg_co2e\": \"1e9\""},
        {"\"kg_co2e\": \"10000000000.000000000000000000000000001\"",
         "\"kg_co2e\": \"99999999999999999\""},
        {"\"rows\": 3", "\"rows\": -3"},
        {"\"originals\": [", "\"originals\": [null, "},
    };
    g_autoptr(GpPublication) self = sample("Ann");
    g_autofree char *text = print(self), *good = sealed(text);

    g_assert_cmpstr(good, ==, text);
    for (guint i = 0; i < G_N_ELEMENTS(changes); i++) {
        g_auto(GStrv) parts = g_strsplit(text, changes[i][0], -1);
        g_autofree char *changed = g_strjoinv(changes[i][1], parts);
        g_autofree char *bad = sealed(changed);
        g_autoptr(GError) error = NULL;

        g_test_message("%s", changes[i][1]);
        g_assert_cmpuint(g_strv_length(parts), >, 1);
        g_assert_null(gp_publication_parse(bad, strlen(bad), "a.json", &error));
        g_assert_nonnull(error);
        g_assert_true(g_str_has_prefix(error->message, "a.json") ||
                      g_error_matches(error, GP_ERROR, GP_ERROR_OVERFLOW));
    }
}

static void
test_nothing(void)
{
    static const char *const texts[] = {
        "", "\n", "{}\n", "null", "[]", "{\n  \"seal\": \"e3b0c44298fc1c149afbf4c8996fb924\"\n}\n"};

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(gp_publication_parse(texts[i], strlen(texts[i]), "a.json", &error));
        g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
    }
}

/* Sums that need more than 128 bits are refused before they are made. */
static void
test_too_large(void)
{
    g_autoptr(GpPublication) self = gp_publication_new();
    g_autoptr(GError) error = NULL;

    add_line(self, 2019, "x", gp_power_of_ten(38) / 2, "kWh");
    g_assert_true(gp_publication_add_up(self, &error));
    add_line(self, 2019, "x", -gp_power_of_ten(38) / 2, "kWh");
    g_assert_false(gp_publication_add_up(self, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_OVERFLOW);
}

static void
test_marks(void)
{
    g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(GpYearMark));
    const GpYearMark list[] = {{2018, TRUE, FALSE}, {2019, TRUE, TRUE}, {2020, FALSE, FALSE}};

    g_array_append_vals(marks, list, G_N_ELEMENTS(list));
    g_assert_cmpstr(gp_year_mark(marks, "2018-19"), ==, "[r] [b]");
    g_assert_cmpstr(gp_year_mark(marks, "2019-20"), ==, "[r]");
    g_assert_cmpstr(gp_year_mark(marks, "2020-21"), ==, "[b]");
    g_assert_cmpstr(gp_year_mark(marks, "2021-22"), ==, "");
    g_assert_cmpstr(gp_year_mark(marks, "Total"), ==, "");
    g_assert_cmpstr(gp_year_mark(NULL, "2018-19"), ==, "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/publication/round-trip", test_round_trip);
    g_test_add_func("/publication/every-byte", test_every_byte);
    g_test_add_func("/publication/refused", test_refused);
    g_test_add_func("/publication/nothing", test_nothing);
    g_test_add_func("/publication/too-large", test_too_large);
    g_test_add_func("/publication/marks", test_marks);
    return g_test_run();
}
