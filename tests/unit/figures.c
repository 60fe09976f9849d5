/* SPDX-License-Identifier: MIT */
#include "figures.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "gp-page-private.h"

#define SLACK 1.0 /* pixels two labels may share */

#define HARM "/usr/bin/touch " FIGURE_CANARY

const char *const figure_hostile[] = {
    "`" HARM "`",
    "$(" HARM ")",
    "\"';!" HARM,
    "a\n!" HARM,
    "'.system('" HARM "').'",
    "\".system(\"" HARM "\").\"",
    "@x @ARG1",
    "{/x\"><script>alert(1)</script>}",
    "EOD\nEOD\n!" HARM,
    "</text></svg><svg onload=alert(1)>",
    "]]> &amp; &#60; <!--",
    "\001\033[31m\177 \342\200\256 \377\300",
    "=cmd|' /C calc'!A0 %s%n_^",
    "a\\\n!" HARM,
    NULL,
};

static void
remove_folder(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);

        g_assert_cmpint(g_remove(path), ==, 0);
    }
    g_assert_cmpint(g_rmdir(folder), ==, 0);
}

char *
figure_script(const GpFigure *figure)
{
    g_autofree char *folder = g_dir_make_tmp("test-figure-XXXXXX", NULL);
    g_autofree char *program = g_build_filename(folder, "gnuplot", NULL);
    g_autofree char *copy = g_build_filename(folder, "chart.gp", NULL);
    g_autofree char *picture = g_build_filename(folder, "chart.svg", NULL);
    g_autofree char *path = g_strdup(g_getenv("PATH"));
    g_autofree char *body = g_strdup_printf("#!/bin/sh\n/bin/cp chart.gp '%s'\nexit 1\n", copy);
    g_autoptr(GError) error = NULL;
    g_autofree char *script = NULL;

    g_assert_true(g_file_set_contents(program, body, -1, NULL));
    g_assert_cmpint(g_chmod(program, 0700), ==, 0);
    g_setenv("PATH", folder, TRUE);
    g_assert_false(gp_figure_draw(figure, g_getenv("GP_PLOTS"), picture, GP_CHART_SVG, &error));
    g_setenv("PATH", path, TRUE);
    g_assert_true(g_file_get_contents(copy, &script, NULL, NULL));
    remove_folder(folder);
    return g_strconcat("\n", script, NULL);
}

static void
append_numbers(GArray *cells, const char *text, const char *separator)
{
    g_auto(GStrv) words = g_strsplit(text, separator, -1);

    for (guint i = 0; words[i] != NULL; i++) {
        double value = g_ascii_strtod(words[i], NULL);

        g_array_append_val(cells, value);
    }
}

GArray *
script_block(const char *script, const char *name)
{
    g_autofree char *start = g_strdup_printf("\n$%s << ", name);
    const char *line = strstr(script, start);
    GArray *cells = g_array_new(FALSE, FALSE, sizeof(double));

    g_assert_nonnull(line);
    for (line = strchr(line + 1, '\n') + 1; !g_str_has_prefix(line, "end_");
         line = strchr(line, '\n') + 1) {
        g_autofree char *row = g_strndup(line, (gsize)(strchr(line, '\n') - line));

        append_numbers(cells, row, " ");
    }
    return cells;
}

GArray *
script_array(const char *script, const char *name)
{
    g_autofree char *start = g_strdup_printf("\narray %s[", name);
    const char *line = strstr(script, start);
    GArray *cells = g_array_new(FALSE, FALSE, sizeof(double));
    g_autofree char *row = NULL;

    g_assert_nonnull(line);
    line = strstr(line, " = [") + 4;
    row = g_strndup(line, (gsize)(strchr(line, ']') - line));
    append_numbers(cells, row, ", ");
    return cells;
}

double
script_number(const char *script, const char *name)
{
    g_autofree char *start = g_strdup_printf("\n%s = ", name);
    const char *line = strstr(script, start);

    g_assert_nonnull(line);
    return g_ascii_strtod(line + strlen(start), NULL);
}

double
cell(const GArray *cells, guint i)
{
    g_assert_cmpuint(i, <, cells->len);
    return g_array_index(cells, double, i);
}

guint
script_count(const char *script, const char *name)
{
    return (guint)script_number(script, name);
}

void
assert_cells(const GArray *cells, guint first, const double *expected, guint n)
{
    for (guint i = 0; i < n; i++) {
        double value = cell(cells, first + i);

        if (isnan(expected[i]))
            g_assert_true(isnan(value));
        else
            g_assert_cmpfloat_with_epsilon(value, expected[i], 1e-6);
    }
}

static char **
texts_of(const char *script)
{
    const char *start = strchr(strstr(script, "\n$text << ") + 1, '\n') + 1;
    g_auto(GStrv) parts = g_strsplit(start, "\nend_", 2);

    return g_strsplit(parts[0], "\n", -1);
}

gboolean
script_says(const char *script, const char *line)
{
    g_auto(GStrv) texts = texts_of(script);

    return g_strv_contains((const char *const *)texts, line);
}

/* Where each label stands, and what it reads. */
static GpBox *
boxes_of(const char *script, char **texts, GPtrArray *out_texts)
{
    g_autoptr(GArray) x = script_array(script, "label_x");
    g_autoptr(GArray) y = script_array(script, "label_y");
    g_autoptr(GArray) size = script_array(script, "label_size");
    g_autoptr(GArray) bold = script_array(script, "label_is_bold");
    g_autoptr(GArray) align = script_array(script, "label_align");
    g_autoptr(GArray) turn = script_array(script, "label_turn");
    g_autoptr(GArray) text = script_array(script, "label_text");
    guint n = script_count(script, "n_labels");
    GpBox *boxes = g_new0(GpBox, n + 1);

    for (guint i = 0; i < n; i++) {
        GpTextStyle style = {cell(size, i), cell(bold, i) > 0, GP_INK_TEXT};
        char *shown = texts[(guint)cell(text, i) - 1];
        double width = gp_text_pixels(shown, &style);
        double height = 0.8 * style.size, left = cell(align, i) / 2 * width;

        boxes[i] = (GpBox){cell(x, i) - left, cell(y, i) - height / 2, width, height};
        if (cell(turn, i) > 0)
            boxes[i] = (GpBox){cell(x, i) - height / 2, cell(y, i) - width + left, height, width};
        g_ptr_array_add(out_texts, shown);
    }
    return boxes;
}

void
check_labels(const char *script)
{
    g_auto(GStrv) texts = texts_of(script);
    g_autoptr(GPtrArray) shown = g_ptr_array_new();
    g_autofree GpBox *boxes = boxes_of(script, texts, shown);

    for (guint i = 0; i < shown->len; i++) {
        const GpBox *a = &boxes[i];

        if (a->x < 0 || a->y < 0 || a->x + a->width > GP_PAGE_WIDTH ||
            a->y + a->height > GP_PAGE_HEIGHT)
            g_error("“%s” runs off the page", (char *)shown->pdata[i]);
        for (guint j = 0; j < i; j++) {
            const GpBox *b = &boxes[j];

            if (a->x + SLACK < b->x + b->width && b->x + SLACK < a->x + a->width &&
                a->y + SLACK < b->y + b->height && b->y + SLACK < a->y + a->height)
                g_error("“%s” stands on “%s”", (char *)shown->pdata[i], (char *)shown->pdata[j]);
        }
    }
}

/* Appends all text between tags, so that entities are undone. */
static void
collect_text(
    GMarkupParseContext *context, const char *text, gsize length, gpointer out, GError **error)
{
    (void)context;
    (void)error;
    g_string_append_len(out, text, (gssize)length);
    g_string_append_c(out, '\n');
}

static char *
text_of_svg(const char *svg)
{
    static const GMarkupParser parser = {.text = collect_text};
    GString *out = g_string_new(NULL);
    g_autoptr(GMarkupParseContext) context =
        g_markup_parse_context_new(&parser, G_MARKUP_DEFAULT_FLAGS, out, NULL);
    g_autoptr(GError) error = NULL;

    g_markup_parse_context_parse(context, svg, -1, &error);
    g_assert_no_error(error);
    g_markup_parse_context_end_parse(context, &error);
    g_assert_no_error(error);
    return g_string_free(out, FALSE);
}

char *
figure_drawn(const GpFigure *figure)
{
    static const char *const starts[GP_N_CHART_FORMATS] = {"<?xml", "\x89PNG", "%PDF-"};
    g_autofree char *program = g_find_program_in_path("gnuplot");
    g_autofree char *folder = g_dir_make_tmp("test-figure-XXXXXX", NULL);
    char *text = NULL;

    for (guint format = 0; program != NULL && format < GP_N_CHART_FORMATS; format++) {
        g_autofree char *path = g_build_filename(folder, "chart", NULL);
        g_autofree char *bytes = NULL;
        g_autoptr(GError) error = NULL;

        gp_figure_draw(figure, g_getenv("GP_PLOTS"), path, (GpChartFormat)format, &error);
        g_assert_no_error(error);
        g_assert_true(g_file_get_contents(path, &bytes, NULL, NULL));
        g_assert_true(g_str_has_prefix(bytes, starts[format]));
        if (format == GP_CHART_SVG)
            text = text_of_svg(bytes);
    }
    remove_folder(folder);
    g_assert_false(g_file_test(FIGURE_CANARY, G_FILE_TEST_EXISTS));
    if (program == NULL)
        g_test_skip("gnuplot is not installed");
    return text;
}

char *
figure_long_name(guint writing)
{
    static const char *const words[FIGURE_SCRIPTS] = {"Hospital ", "Больница ", "مستشفى ", "医院"};
    g_autoptr(GString) name = g_string_new(NULL);

    while (g_utf8_strlen(name->str, -1) < 90)
        g_string_append(name, words[writing]);
    return g_utf8_substring(name->str, 0, 90);
}
