/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "reading.h"

static void
test_column_names(void)
{
    static const char *const headers[] = {
        "period,activity,quantity,unit,department", "date,activity,qty,unit,department",
        "month,activity,amount,unit,cost_centre", "year,Activity,QUANTITY,Unit,Cost_Centre",
        "\"period\", activity ,quantity,unit,\tdepartment"};

    for (guint i = 0; i < G_N_ELEMENTS(headers); i++) {
        g_autofree char *text = g_strdup_printf("%s\n2024-06,coal,1.5,kWh,W1\n", headers[i]);

        assert_reads_as(text, "2024-06 coal 1.5 kWh department=W1", "");
    }
}

static void
test_column_order(void)
{
    static const char *const names[] = {"period",     "activity", "quantity", "unit",      "site",
                                        "department", "role",     "quality",  "reference", "note"};
    static const char *const cells[] = {"2024-06", "coal",  "1.5",      "kWh", "S1",
                                        "D1",      "Nurse", "measured", "R/1", "n"};
    g_autoptr(GRand) rand = g_rand_new_with_seed(1);
    guint order[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

    for (guint round = 0; round < 100; round++) {
        g_autoptr(GString) header = g_string_new(NULL), row = g_string_new(NULL);

        for (guint i = 9; i > 0; i--) {
            guint k = (guint)g_rand_int_range(rand, 0, (gint32)i + 1), kept = order[i];

            order[i] = order[k];
            order[k] = kept;
        }
        for (guint i = 0; i < 10; i++) {
            g_string_append_printf(header, "%s%s", i == 0 ? "" : ",", names[order[i]]);
            g_string_append_printf(row, "%s%s", i == 0 ? "\n" : ",", cells[order[i]]);
        }
        g_string_append(header, row->str);
        assert_reads_as(header->str,
                        "2024-06 coal 1.5 kWh site=S1 department=D1 role=Nurse quality=measured",
                        "");
    }
}

static void
test_extra_columns(void)
{
    g_autoptr(Reading) reading = read_text(
        "# c\nmeter,period,activity,quantity,unit,note,colour\nM,2024-06,coal,1,kWh,n,\n");

    assert_read(reading, "2024-06 coal 1 kWh", "ignored-column 2:1\nignored-column 2:7");
    g_assert_cmpstr(gp_issue_list_get(reading->issues, 1)->message, ==,
                    "the column “colour” is not used");
    g_assert_false(gp_issue_list_must_be_seen(reading->issues));
}

static void
test_not_kept(void)
{
    GpReadRules rules = plain_rules;
    g_autoptr(Reading) reading = NULL;

    rules.keep = GP_KEEP_SITE;
    reading = read_bytes(BYTES("period,activity,quantity,unit,site,department,role,quality\n"
                               "2024-06,coal,1,kWh,S,D,R,measured\n"
                               "2024-06,coal,2,kWh,S,E,Q,\n"),
                         &rules);
    assert_read(reading, "2024-06 coal 3 kWh site=S x2", "");
}

/* The same two rows, however they are written. */
static void
test_layouts(void)
{
    static const char *const texts[] = {
        HEADER "2024-04,coal,1,kWh\n2024-06,coal,2,kWh\n",
        HEADER "2024-04,coal,1,kWh\n2024-06,coal,2,kWh",
        "\xef\xbb\xbf" HEADER "2024-04,coal,1,kWh\n2024-06,coal,2,kWh\n",
        "# one\n# two, \"with a quote\n" HEADER "2024-04,coal,1,kWh\n2024-06,coal,2,kWh\n",
        "\xef\xbb\xbf# one\n\n" HEADER "2024-04,coal,1,kWh\n2024-06,coal,2,kWh",
        "# encoding: UTF-8\n" HEADER "2024-04,coal,1,kWh\n2024-06,coal,2,kWh\n",
        HEADER "\"2024-04\",\"coal\",\"1\",\"kWh\"\n 2024-06 ,\tcoal\t,\" 2 \", kWh\n"};
    static const char *const line_ends[] = {"\n", "\r\n", "\r"};

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        for (guint k = 0; k < G_N_ELEMENTS(line_ends); k++) {
            g_autofree char *text = with_line_ends(texts[i], line_ends[k]);

            if (k == 2 && strchr(text, '#') != NULL)
                continue;
            assert_reads_as(text, "2024-04 coal 1 kWh\n2024-06 coal 2 kWh", "");
        }
    }
}

static void
test_comments_ended_by_cr(void)
{
    assert_reads_as("# one\r# two\r\rperiod,activity,quantity,unit\r2024-04,coal,1,kWh\rx\r",
                    "2024-04 coal 1 kWh", "wrong-number-of-fields 6:1");
}

static void
test_no_rows(void)
{
    g_autoptr(Reading) reading = read_text(HEADER);

    assert_read(reading, "", "");
    g_assert_cmpuint(reading->count.rows, ==, 0);
}

static void
test_windows_1252(void)
{
    GpReadRules rules = plain_rules;
    g_autoptr(Reading) by_comment =
        read_bytes(BYTES("# Encoding: Windows-1252\nperiod,activity,quantity,unit,site\n"
                         "2024-06,coal,1,\xa3,Caf\xe9 \x80\xa3\n"),
                   &plain_rules);
    g_autoptr(Reading) by_rule = NULL;

    assert_read(by_comment, "2024-06 coal 1 GBP site=Café €£", "");
    rules.encoding = GP_ENCODING_WINDOWS_1252;
    by_rule = read_bytes(
        BYTES("#\nperiod,activity,quantity,unit,site\n2024-06,coal,1,\xa3,Caf\xe9 \x80\xa3\n"),
        &rules);
    assert_same_reading(by_rule, by_comment);
}

static void
test_quoting(void)
{
    assert_reads_as("period,activity,quantity,unit,site,note\n"
                    "2024-06,coal,\"1,234,567.25\",kWh,\"St \"\"Mary\"\"\",\"a\nb, \"\"c\"\"\n\"\n"
                    "2024-06,coal,x,kWh,\"A, B\",\"\"\n"
                    "2024-07,coal,2,kWh,\"A, B\",\"\"\"\"\n",
                    "2024-06 coal 1234567.25 kWh site=St \"Mary\"\n2024-07 coal 2 kWh site=A, B",
                    "bad-quantity 5:3");
}

static void
test_quantities(void)
{
    static const char *const texts[][2] = {
        {"0", "0"},
        {"-0", "0"},
        {"-12.5", "-12.5"},
        {"+7", "7"},
        {"007", "7"},
        {".5", "0.5"},
        {"1.000000", "1"},
        {"\"-1,234\"", "-1234"},
        {"\"12,345,678.9\"", "12345678.9"},
        {"0.000001", "0.000001"},
        {"9223372036854.775807", "9223372036854.775807"},
        {"1.0000000000000000000000000000000000000000000", "1"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *text = g_strdup_printf(HEADER "2024-06,coal,%s,kWh\n", texts[i][0]);
        g_autofree char *cell = g_strdup_printf("2024-06 coal %s kWh", texts[i][1]);

        assert_reads_as(text, cell, "");
    }
}

static void
test_units(void)
{
    static const char *const units[][2] = {
        {"miles", "mile"},   {"tonnes", "tonne"},
        {"l", "litre"},      {"£", "GBP"},
        {"KWH", "kWh"},      {"cubic metres", "m3"},
        {"m³", "m3"},        {"therms", "therm"},
        {"t", "tonne"},      {"passenger.km", "passenger-km"},
        {"nights", "night"}, {"£000", "GBP-thousand"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(units); i++) {
        g_autofree char *text = g_strdup_printf(HEADER "2024-06,thing,1,%s\n", units[i][0]);
        g_autofree char *cell = g_strdup_printf("2024-06 thing 1 %s", units[i][1]);

        assert_reads_as(text, cell, "");
    }
}

static void
test_spans(void)
{
    static const char *const cases[][2] = {
        {"2024-01-01,2024-03-31,coal,91,kWh", "2024-01 of 2024-01-01..2024-03-31 coal 31 kWh\n"
                                              "2024-02 of 2024-01-01..2024-03-31 coal 29 kWh\n"
                                              "2024-03 of 2024-01-01..2024-03-31 coal 31 kWh"},
        {"2024-05-31,2024-06-01,coal,-1,kWh", "2024-05 of 2024-05-31..2024-06-01 coal -0.5 kWh\n"
                                              "2024-06 of 2024-05-31..2024-06-01 coal -0.5 kWh"},
        {"2023-12-30,2024-01-03,coal,0.000003,kWh",
         "2023-12 of 2023-12-30..2024-01-03 coal 0.000001 kWh\n"
         "2024-01 of 2023-12-30..2024-01-03 coal 0.000002 kWh"},
        {"2024-02-29,2024-02-29,coal,5,kWh", "2024-02 coal 5 kWh"},
        {"1990-01-01,1990-01-31,coal,5,kWh", "1990-01 coal 5 kWh"},
        {"2100-12-01,2100-12-31,coal,5,kWh", "2100-12 coal 5 kWh"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text =
            g_strdup_printf("start,end,activity,quantity,unit\n%s\n", cases[i][0]);

        assert_reads_as(text, cases[i][1], "");
    }
}

/* Whatever the span, its parts sum to the quantity and lie within a millionth of their share. */
static void
test_spans_sum(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(2);

    for (guint round = 0; round < 200; round++) {
        GpDay first = g_rand_int_range(rand, 0, 40542), last = g_rand_int_range(rand, first, 40542);
        gint64 micro = ((gint64)g_rand_int(rand) << 24) * (round % 2 == 0 ? 1 : -1);
        g_autoptr(GString) text = g_string_new("start,end,activity,unit,quantity\n");
        g_autoptr(Reading) reading = NULL;
        char from[16], to[16];
        GpInt128 sum = 0;

        gp_day_print(first, from);
        gp_day_print(last, to);
        g_string_append_printf(text, "%s,%s,coal,kWh,", from, to);
        gp_number_append(text, micro, GP_MICRO_PLACES);
        reading = read_text(text->str);
        g_assert_cmpuint(reading->count.rows, ==, 1);
        for (guint32 time = 0; time < gp_cube_n_times(reading->cube); time++) {
            const GpCell *cell = gp_cube_find(reading->cube, time, 0, 0);
            GpTime t = gp_cube_time(reading->cube, time);
            GpSpan slot = gp_timeline_slot_span(reading->timeline, t.slot);
            GpInt128 days = MIN(slot.last, last) - MAX(slot.first, first) + 1, off;

            if (cell == NULL)
                continue;
            sum += gp_cell_quantity_micro(cell);
            off = gp_cell_quantity_micro(cell) * (last - first + 1) - micro * days;
            g_assert_true(off < last - first + 1 && -off < last - first + 1);
        }
        g_assert_true(sum == micro);
    }
}

static void
test_financial_year(void)
{
    g_autoptr(Reading) dashed = read_text(HEADER "2023-24,coal,366,kWh\n");
    g_autoptr(Reading) stroked = read_text(HEADER "2023/24,coal,366,kWh\n");
    g_autofree char *cells = cube_text(dashed);

    assert_same_reading(dashed, stroked);
    g_assert_cmpuint(gp_cube_n_cells(dashed->cube), ==, 12);
    g_assert_nonnull(strstr(cells, "2023-04 of 2023-04-01..2024-03-31 coal 30 kWh\n"));
    g_assert_nonnull(strstr(cells, "2024-02 of 2023-04-01..2024-03-31 coal 29 kWh\n"));
    g_assert_cmpuint(dashed->count.rows, ==, 1);
    assert_reads_as(HEADER "2007/08,coal,0,kWh\n2012-11,coal,1,kWh\n2012-12,coal,1,kWh\n"
                           "2024-06-14,coal,2,kWh\n2013-14,un,1,kWh\n",
                    "2007-04 of 2007-04-01..2008-03-31 coal 0 kWh\n"
                    "2007-05 of 2007-04-01..2008-03-31 coal 0 kWh\n"
                    "2007-06 of 2007-04-01..2008-03-31 coal 0 kWh\n"
                    "2007-07 of 2007-04-01..2008-03-31 coal 0 kWh\n"
                    "2007-08 of 2007-04-01..2008-03-31 coal 0 kWh\n"
                    "2007-09 of 2007-04-01..2008-03-31 coal 0 kWh\n"
                    "2007-10 of 2007-04-01..2008-03-31 coal 0 kWh\n"
                    "2007-11 of 2007-04-01..2008-03-31 coal 0 kWh\n"
                    "2007-12 of 2007-04-01..2008-03-31 coal 0 kWh\n"
                    "2008-01 of 2007-04-01..2008-03-31 coal 0 kWh\n"
                    "2008-02 of 2007-04-01..2008-03-31 coal 0 kWh\n"
                    "2008-03 of 2007-04-01..2008-03-31 coal 0 kWh\n"
                    "2012-11 coal 1 kWh\n2012-12 coal 1 kWh\n2024-06 coal 2 kWh",
                    "unknown-activity 6:2");
}

static void
test_start_and_end(void)
{
    assert_reads_as("end,start,activity,quantity,unit\n2024-06-10,2024-06-11,coal,1,kWh\n"
                    "2024-06-30,,coal,1,kWh\nx,2024-06-01,coal,1,kWh\n2024-06,2024-06,coal,1,kWh\n"
                    "2024-06-30,2024-06-01,coal,3,kWh\n",
                    "2024-06 coal 3 kWh",
                    "bad-period 2:1\nmissing-period 3:2\nbad-period 4:1\nbad-period 5:2");
}

static void
test_rounded(void)
{
    g_autoptr(Reading) reading =
        read_text(HEADER "2024-03,coal,1.0000000,kWh\n2024-04,coal,1.0000005,kWh\n"
                         "2024/25,coal,12.0000015,kWh\n2024-06,gas,-2.00000051,kWh\n");

    g_assert_cmpuint(gp_issue_list_size(reading->issues), ==, 1);
    g_assert_cmpstr(gp_issue_list_get(reading->issues, 0)->code, ==, "rounded-quantity");
    g_assert_cmpuint(gp_issue_list_get(reading->issues, 0)->line, ==, 3);
    g_assert_cmpuint(gp_issue_list_get(reading->issues, 0)->column, ==, 3);
    g_assert_true(g_str_has_prefix(gp_issue_list_get(reading->issues, 0)->message, "3 quantities"));
    g_assert_false(gp_issue_list_must_be_seen(reading->issues));
    assert_reads_as(HEADER "2024-04,coal,1.0000005,kWh\n2024-05,coal,1.0000015,kWh\n"
                           "2024-06,coal,-2.00000051,kWh\n",
                    "2024-04 coal 1 kWh\n2024-05 coal 1.000002 kWh\n2024-06 coal -2.000001 kWh",
                    "rounded-quantity 2:3");
}

static void
test_blank_rows(void)
{
    assert_reads_as(HEADER "\n2024-04,coal,1,kWh\n,,,\n\r\n2024-06,coal,2,kWh\n\n",
                    "2024-04 coal 1 kWh\n2024-06 coal 2 kWh", "blank-row 2:0");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/read/columns/names", test_column_names);
    g_test_add_func("/read/columns/order", test_column_order);
    g_test_add_func("/read/columns/extra-noted", test_extra_columns);
    g_test_add_func("/read/columns/not-kept", test_not_kept);
    g_test_add_func("/read/columns/start-and-end", test_start_and_end);
    g_test_add_func("/read/text/layouts", test_layouts);
    g_test_add_func("/read/text/no-rows", test_no_rows);
    g_test_add_func("/read/text/windows-1252", test_windows_1252);
    g_test_add_func("/read/text/quoting", test_quoting);
    g_test_add_func("/read/text/blank-rows", test_blank_rows);
    g_test_add_func("/read/quantity/forms", test_quantities);
    g_test_add_func("/read/quantity/rounded", test_rounded);
    g_test_add_func("/read/unit/aliases", test_units);
    g_test_add_func("/read/period/spans", test_spans);
    g_test_add_func("/read/period/spans-sum", test_spans_sum);
    g_test_add_func("/read/period/financial-year", test_financial_year);
    g_test_add_func("/read/text/comments-ended-by-cr", test_comments_ended_by_cr);
    return g_test_run();
}
