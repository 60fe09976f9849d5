/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>

#include "gp-csv.h"
#include "gp-error.h"

/* A text that may hold NUL, and its length. */
#define TEXT(text) text, sizeof(text) - 1

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* Loads a table from a temporary file; @out_path (optional) gets the path, for messages. */
static GpCsvTable *
load(const char *text, gsize length, char **out_path, GError **error)
{
    g_autofree char *folder = g_dir_make_tmp("gp-test-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "table.csv", NULL);
    GpCsvTable *table;

    g_assert_true(g_file_set_contents(path, text, (gssize)length, NULL));
    table = gp_csv_table_load(path, error);
    g_assert_cmpint(g_unlink(path), ==, 0);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
    if (out_path != NULL)
        *out_path = g_steal_pointer(&path);
    return table;
}

static GpCsvTable *
load_good(const char *text)
{
    g_autoptr(GError) error = NULL;
    GpCsvTable *table = load(text, strlen(text), NULL, &error);

    g_assert_no_error(error);
    g_assert_nonnull(table);
    return table;
}

static void
test_every_feature_at_once(void)
{
    static const struct {
        guint line;
        const char *cells[3];
    } rows[] = {
        {6, {"1", "two", "3"}},   {7, {"a,b", "say \"hi\"", "x\ny"}},
        {10, {"", "", ""}},       {11, {"#4", "5\" pipe", "inner"}},
        {12, {"last", "", "£5"}},
    };
    g_autoptr(GpCsvTable) table =
        load_good(BYTE_ORDER_MARK "# a comment, with \"quotes\r\n# another\r\n\r\n"
                                  "Name , KG,\"\tUnit\"\r\n\r\n"
                                  " 1 ,two\t,3\r\n\"a,b\",\"say \"\"hi\"\"\",\"x\ny\"\r\n\n"
                                  ",,\n#4,5\" pipe,\" inner \"\rlast,,£5");

    g_assert_cmpuint(gp_csv_table_n_columns(table), ==, 3);
    g_assert_cmpstr(gp_csv_table_column_name(table, 0), ==, "Name");
    g_assert_cmpstr(gp_csv_table_column_name(table, 1), ==, "KG");
    g_assert_cmpstr(gp_csv_table_column_name(table, 2), ==, "Unit");
    g_assert_cmpuint(gp_csv_table_n_rows(table), ==, G_N_ELEMENTS(rows));
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_assert_cmpuint(gp_csv_table_line(table, i), ==, rows[i].line);
        for (int j = 0; j < 3; j++)
            g_assert_cmpstr(gp_csv_table_cell(table, i, j), ==, rows[i].cells[j]);
    }
}

static void
test_columns(void)
{
    g_autoptr(GpCsvTable) table = load_good("period,Quantity,  unit  ,,period\n1,2,3,4,5\n");

    g_assert_cmpint(gp_csv_table_column(table, "period"), ==, 0);
    g_assert_cmpint(gp_csv_table_column(table, "PERIOD"), ==, 0);
    g_assert_cmpint(gp_csv_table_column(table, "quantity"), ==, 1);
    g_assert_cmpint(gp_csv_table_column(table, "unit"), ==, 2);
    g_assert_cmpint(gp_csv_table_column(table, "units"), ==, -1);
    g_assert_cmpint(gp_csv_table_column(table, "uni"), ==, -1);
    g_assert_cmpint(gp_csv_table_column(table, "site"), ==, -1);
    g_assert_cmpstr(gp_csv_table_cell(table, 0, -1), ==, "");
    g_assert_cmpstr(gp_csv_table_cell(table, 0, 2), ==, "3");
}

static void
test_check_columns(void)
{
    static const char *const known[] = {"period", "role", "note"};
    static const struct {
        const char *text, *message; /* NULL: good */
    } cases[] = {
        {"Role,PERIOD\n1,2\n", NULL},
        {"# c\nnote,role,period\n", NULL},
        {"period,note\n", ":1: the column role is needed"},
        {"# c\nperiod,role,rolle\n",
         ":2: there is no column “rolle” in such a file; did you mean “role”?"},
        {"period,role,\n", ":1: there is no column “” in such a file"},
        {"period,role,Period\n", ":1: the column period is there twice"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GpCsvTable) table = load_good(cases[i].text);
        g_autoptr(GError) error = NULL;
        gboolean is_good = gp_csv_table_check_columns(table, known, G_N_ELEMENTS(known), 2, &error);

        g_assert_cmpint(is_good, ==, cases[i].message == NULL);
        if (!is_good) {
            g_autofree char *message =
                g_strconcat(gp_csv_table_path(table), cases[i].message, NULL);

            g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
            g_assert_cmpstr(error->message, ==, message);
        }
    }
}

static void
test_header_only(void)
{
    static const char *const texts[] = {"a,b",   "a,b\n",         "a,b\r\n",
                                        "a,b\r", "\n\na,b\n\n\n", "# c\n\n# d\na,b"};

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GpCsvTable) table = load_good(texts[i]);

        g_assert_cmpuint(gp_csv_table_n_columns(table), ==, 2);
        g_assert_cmpuint(gp_csv_table_n_rows(table), ==, 0);
        g_assert_cmpint(gp_csv_table_column(table, "b"), ==, 1);
    }
}

static void
test_line_ends(void)
{
    static const char *const texts[] = {"a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n",
                                        "a,b\r1,2\r3,4\r", "a,b\n1,2\r3,4", "a,b\r\n1,2\n3,4\r"};

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GpCsvTable) table = load_good(texts[i]);

        g_assert_cmpuint(gp_csv_table_n_rows(table), ==, 2);
        g_assert_cmpstr(gp_csv_table_cell(table, 1, 1), ==, "4");
        g_assert_cmpuint(gp_csv_table_line(table, 1), ==, 3);
    }
}

static void
test_errors(void)
{
    static const struct {
        const char *text;
        gsize length;
        const char *message;
    } cases[] = {
        {TEXT(""), ": the file is empty"},
        {TEXT(BYTE_ORDER_MARK), ": the file is empty"},
        {TEXT("\n\r\n\r"), ": the file is empty"},
        {TEXT("# only\n# comments"), ": the file is empty"},
        {TEXT("a,b\n1\n"), ":2: the row has 1 fields where the header has 2"},
        {TEXT("a,b\n1,2,3"), ":2: the row has 3 fields where the header has 2"},
        {TEXT("a,b\n\n1,2\n3\n"), ":4: the row has 1 fields where the header has 2"},
        {TEXT("a,b\r1,2\r3\r"), ":3: the row has 1 fields where the header has 2"},
        {TEXT("a,b\r\n1,2\r\n3\r\n"), ":3: the row has 1 fields where the header has 2"},
        {TEXT("# c\n# d\na,b\n1\n"), ":4: the row has 1 fields where the header has 2"},
        {TEXT("a,b\n\"x\ny\r\nz\",2\n3\n"), ":5: the row has 1 fields where the header has 2"},
        {TEXT("a,b\n# 1\n"), ":2: the row has 1 fields where the header has 2"},
        {TEXT("a,b\n1,\"x\n3,4\n"), ":2: the quote opened in field 2 is not closed"},
        {TEXT("\"a,b\n"), ":1: the quote opened in field 1 is not closed"},
        {TEXT("a,b\n\"1\"x,2\n"), ":2: only a comma may follow the closing quote of field 1"},
        {TEXT("a,b\n1,\"2\" \n"), ":2: only a comma may follow the closing quote of field 2"},
        {TEXT("a,b\n1,\xff\n"), ": the file is not UTF-8 text; save it as “CSV UTF-8”"},
        {TEXT("a,b\n1,caf\xe9\n"), ": the file is not UTF-8 text; save it as “CSV UTF-8”"},
        {TEXT("a,b\n1,\0\n"), ": the file is not UTF-8 text; save it as “CSV UTF-8”"},
        {TEXT("\xff\xfe"
              "a\0,\0b\0"),
         ": the file is not UTF-8 text; save it as “CSV UTF-8”"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = NULL, *message = NULL;
        g_autoptr(GError) error = NULL;

        g_test_message("case %u", i);
        g_assert_null(load(cases[i].text, cases[i].length, &path, &error));
        g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
        message = g_strconcat(path, cases[i].message, NULL);
        g_assert_cmpstr(error->message, ==, message);
    }
}

static void
test_many_columns(void)
{
    g_autofree char *most = g_strnfill(1023, ','), *too_many = g_strnfill(1024, ',');
    g_autoptr(GpCsvTable) table = load_good(most);
    g_autoptr(GError) error = NULL;

    g_assert_cmpuint(gp_csv_table_n_columns(table), ==, 1024);
    g_assert_null(load(too_many, 1024, NULL, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
    g_assert_true(g_str_has_suffix(error->message, ":1: more than 1024 columns"));
}

static void
test_no_file(void)
{
    g_autofree char *folder = g_dir_make_tmp("gp-test-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "missing.csv", NULL);
    g_autoptr(GError) missing = NULL, is_folder = NULL;

    g_assert_null(gp_csv_table_load(path, &missing));
    g_assert_error(missing, GP_ERROR, GP_ERROR_IO);
    g_assert_null(gp_csv_table_load(folder, &is_folder));
    g_assert_error(is_folder, GP_ERROR, GP_ERROR_IO);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
    gp_csv_table_free(NULL);
}

/* What gp_csv_append writes is what a table reads, whatever the cells hold. */
static void
test_append_round_trip(void)
{
    static const char letters[] = "ab,\"\n\r#;";
    g_autoptr(GRand) rand = g_rand_new_with_seed(3);
    g_autoptr(GString) text = g_string_new("first,second\n");
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GpCsvTable) table = NULL;

    for (guint i = 0; i < 4000; i++) {
        char *cell = g_malloc0(12);
        int length = g_rand_int_range(rand, 0, 12);

        for (int j = 0; j < length; j++)
            cell[j] = letters[g_rand_int_range(rand, 0, sizeof letters - 1)];
        g_ptr_array_add(cells, cell);
        gp_csv_append(text, cell);
        g_string_append_c(text, i % 2 == 0 ? ',' : '\n');
    }
    table = load_good(text->str);
    g_assert_cmpuint(gp_csv_table_n_rows(table), ==, 2000);
    for (guint i = 0; i < 4000; i++)
        g_assert_cmpstr(gp_csv_table_cell(table, i / 2, (int)(i % 2)), ==,
                        g_ptr_array_index(cells, i));
}

/* A comment ends where any row ends. */
static void
test_comment_ended_by_cr(void)
{
    g_autoptr(GpCsvTable) table = load_good("# a comment\ra,b\r1,2\r");

    g_assert_cmpuint(gp_csv_table_n_columns(table), ==, 2);
    g_assert_cmpuint(gp_csv_table_n_rows(table), ==, 1);
    g_assert_cmpuint(gp_csv_table_line(table, 0), ==, 3);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/table/every-feature-at-once", test_every_feature_at_once);
    g_test_add_func("/base/table/columns", test_columns);
    g_test_add_func("/base/table/check-columns", test_check_columns);
    g_test_add_func("/base/table/header-only", test_header_only);
    g_test_add_func("/base/table/line-ends", test_line_ends);
    g_test_add_func("/base/table/errors", test_errors);
    g_test_add_func("/base/table/many-columns", test_many_columns);
    g_test_add_func("/base/table/no-file", test_no_file);
    g_test_add_func("/base/table/append-round-trip", test_append_round_trip);
    g_test_add_func("/base/table/comment-ended-by-cr", test_comment_ended_by_cr);
    return g_test_run();
}
