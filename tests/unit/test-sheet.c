/* SPDX-License-Identifier: MIT */
#include "gp-xlsx.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <zip.h>

#include "gp-error.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define STRICT "http://purl.oclc.org/ooxml/officeDocument/relationships"
#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define PACKAGE "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\""

#define RELATION(id, type, target)                                                                 \
    "<Relationship Id=\"" id "\" Type=\"" OFFICE "/" type "\" Target=\"" target "\"/>"
#define RELATIONS(list) HEAD "<Relationships " PACKAGE ">" list "</Relationships>"
#define TOP_RELATIONS RELATIONS(RELATION("rId1", "officeDocument", "xl/workbook.xml"))
#define BOOK_RELATIONS                                                                             \
    RELATIONS(RELATION("rId1", "worksheet", "worksheets/sheet1.xml")                               \
                  RELATION("rId2", "sharedStrings", "sharedStrings.xml"))
#define BOOK(list)                                                                                 \
    HEAD "<workbook " MAIN " xmlns:r=\"" OFFICE "\"><sheets>" list "</sheets></workbook>"
#define ONE_SHEET BOOK("<sheet name=\"Data\" sheetId=\"1\" r:id=\"rId1\"/>")
#define ROWS(list) HEAD "<worksheet " MAIN "><sheetData>" list "</sheetData></worksheet>"
#define ROW_1(list) ROWS("<row r=\"1\">" list "</row>")
#define STRINGS(list) HEAD "<sst " MAIN ">" list "</sst>"

#if defined(__has_feature)
#define IS_SANITIZED __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED 1
#else
#define IS_SANITIZED 0
#endif

typedef enum {
    PACKED,
    STORED,
    PASSWORD,
    BZIPPED,
} Packing;

typedef struct {
    const char *name;
    const char *text;
    gsize length; /* 0: up to NUL */
    Packing packing;
} Part;

/* What came of one file: rows as `1: A=n:5 B=t:x`, a line each, or a refusal. */
typedef struct {
    char *path;
    GpXlsx *book;
    GString *rows;
    GError *error;
    guint n_rows;
    guint n_wanted; /* 0: all */
} Reading;

static void
reading_free(Reading *self)
{
    g_unlink(self->path);
    g_free(self->path);
    gp_xlsx_free(self->book);
    g_string_free(self->rows, TRUE);
    g_clear_error(&self->error);
    g_free(self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reading, reading_free)

/* A file of its own in the folder for temporary files. */
static Reading *
reading_new(void)
{
    Reading *self = g_new0(Reading, 1);
    int fd = g_file_open_tmp("gp-sheet-XXXXXX.xlsx", &self->path, NULL);

    g_assert_cmpint(fd, >=, 0);
    close(fd);
    self->rows = g_string_new(NULL);
    return self;
}

static void
write_zip(const char *path, const Part *parts, guint n)
{
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);

    g_assert_nonnull(zip);
    for (guint i = 0; i < n; i++) {
        gsize length = parts[i].length > 0 ? parts[i].length : strlen(parts[i].text);
        zip_source_t *source = zip_source_buffer(zip, parts[i].text, length, 0);
        zip_int64_t index = zip_file_add(zip, parts[i].name, source, ZIP_FL_ENC_UTF_8);

        g_assert_cmpint(index, >=, 0);
        if (parts[i].packing == STORED)
            zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0);
        if (parts[i].packing == BZIPPED)
            zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_BZIP2, 0);
        if (parts[i].packing == PASSWORD)
            zip_file_set_encryption(zip, (zip_uint64_t)index, ZIP_EM_AES_256, "secret");
    }
    g_assert_cmpint(zip_close(zip), ==, 0);
}

static gboolean
take_row(guint row, const GpXlsxCell *cells, guint n_cells, gpointer data)
{
    static const char kinds[] = {'t', 'n', 'b', 'e'};
    char name[GP_XLSX_CELL_NAME_SIZE];
    Reading *self = data;

    self->n_rows++;
    g_assert_cmpuint(n_cells, >, 0);
    for (guint i = 0; i < n_cells; i++) {
        g_assert_cmpstr(cells[i].text, !=, "");
        g_assert_true(g_utf8_validate(cells[i].text, -1, NULL));
        gp_xlsx_print_cell(cells[i].column, row, name);
        if (self->rows->len < 10000)
            g_string_append_printf(self->rows, "%s%s=%c:%s", i == 0 ? "" : " ", name,
                                   kinds[cells[i].kind], cells[i].text);
    }
    g_string_append_c(self->rows, '\n');
    return self->n_rows != self->n_wanted;
}

static void
read_it(Reading *self)
{
    self->book = gp_xlsx_open(self->path, &self->error);
    for (guint i = 0; self->book != NULL && i < gp_xlsx_n_sheets(self->book); i++) {
        if (!gp_xlsx_read_sheet(self->book, i, take_row, self, &self->error))
            return;
    }
}

static Reading *
read_parts(const Part *parts, guint n)
{
    Reading *self = reading_new();

    write_zip(self->path, parts, n);
    read_it(self);
    return self;
}

static Reading *
read_bytes(const char *bytes, gsize length)
{
    Reading *self = reading_new();

    g_assert_true(g_file_set_contents(self->path, bytes, (gssize)length, NULL));
    read_it(self);
    return self;
}

/* A workbook with one sheet, “Data”. */
static Reading *
read_sheet(const char *sheet, const char *strings, Packing packing)
{
    const Part parts[] = {
        {"_rels/.rels", TOP_RELATIONS, 0, PACKED},
        {"xl/workbook.xml", ONE_SHEET, 0, PACKED},
        {"xl/_rels/workbook.xml.rels", BOOK_RELATIONS, 0, PACKED},
        {"xl/sharedStrings.xml", strings, 0, packing},
        {"xl/worksheets/sheet1.xml", sheet, 0, packing},
    };

    return read_parts(parts, G_N_ELEMENTS(parts));
}

static void
assert_rows(const Reading *reading, const char *expected)
{
    g_assert_no_error(reading->error);
    g_assert_cmpstr(reading->rows->str, ==, expected);
}

static void
assert_refused(const Reading *reading, const char *reason)
{
    g_assert_error(reading->error, GP_ERROR, GP_ERROR_MALFORMED);
    g_assert_true(g_str_has_prefix(reading->error->message, reading->path));
    if (strstr(reading->error->message, reason) == NULL)
        g_error("“%s” does not say “%s”", reading->error->message, reason);
}

/* One row of a sheet, or why it is refused. */
typedef struct {
    const char *cells;
    const char *expected;
} Case;

static void
check_rows(const Case *cases, guint n)
{
    for (guint i = 0; i < n; i++) {
        g_autofree char *sheet = g_strconcat(ROWS(""), NULL);
        g_autofree char *text = NULL;
        g_autoptr(Reading) reading = NULL;
        char *at = strstr(sheet, "</sheetData>");

        text = g_strdup_printf("%.*s%s%s", (int)(at - sheet), sheet, cases[i].cells, at);
        reading = read_sheet(text, STRINGS("<si><t>zero</t></si><si><t>one</t></si>"), PACKED);
        if (g_str_has_prefix(cases[i].expected, "!"))
            assert_refused(reading, cases[i].expected + 1);
        else
            assert_rows(reading, cases[i].expected);
    }
}

static void
test_kinds_of_cells(void)
{
    static const Case cases[] = {
        {"<row><c><v>12</v></c></row>", "A1=n:12\n"},
        {"<row><c t=\"n\"><v>0.18253999999999998</v></c></row>", "A1=n:0.18253999999999998\n"},
        {"<row><c s=\"14\"><v>45818</v></c></row>", "A1=n:45818\n"},
        {"<row><c><v>1.4400000000000001E-3</v></c></row>", "A1=n:1.4400000000000001E-3\n"},
        {"<row><c><v> -7. </v></c></row>", "A1=n:-7.\n"},
        {"<row><c><v>+.5e+10</v></c></row>", "A1=n:+.5e+10\n"},
        {"<row><c t=\"s\"><v>1</v></c></row>", "A1=t:one\n"},
        {"<row><c t=\"s\"><v>0</v></c></row>", "A1=t:zero\n"},
        {"<row><c t=\"str\"><f>A1&amp;\"x\"</f><v>yx</v></c></row>", "A1=t:yx\n"},
        {"<row><c><f>1+1</f><v>2</v></c></row>", "A1=n:2\n"},
        {"<row><c t=\"inlineStr\"><is><t> in </t></is></c></row>", "A1=t: in \n"},
        {"<row><c t=\"inlineStr\"><is><r><rPr><b/></rPr><t>a</t></r><r><t>b</t></r><rPh sb=\"0\">"
         "<t>no</t></rPh></is></c></row>",
         "A1=t:ab\n"},
        {"<row><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c></row>", "A1=b:1 B1=b:0\n"},
        {"<row><c t=\"e\"><v>#REF!</v></c></row>", "A1=e:#REF!\n"},
        {"<row><c t=\"d\"><v>2024-06-14T00:00:00</v></c></row>", "A1=t:2024-06-14T00:00:00\n"},
        {"<row><c t=\"str\"><v>&lt;&#163;&amp;<![CDATA[<x>]]></v></c></row>", "A1=t:<£&<x>\n"},
        {"<row><c t=\"str\"><v>a_x000D_b_x005F_x000D__x00_x0000_</v></c></row>",
         "A1=t:a\rb_x000D__x00_x0000_\n"},
        {"<row><c><v>1</v><extLst><ext><v>2</v></ext></extLst></c></row>", "A1=n:1\n"},
    };

    check_rows(cases, G_N_ELEMENTS(cases));
}

static void
test_cells_without_value(void)
{
    static const Case cases[] = {
        {"", ""},
        {"<row/><row><c/><c s=\"1\"></c></row>", ""},
        {"<row><c><v></v></c><c t=\"str\"><f>\"\"</f><v></v></c><c><v>3</v></c></row>", "C1=n:3\n"},
        {"<row><c t=\"inlineStr\"><is><t></t></is></c><c t=\"s\"><v/></c></row>", ""},
        {"<row><c t=\"b\"><v/></c><c t=\"e\"><v/></c><c><v> </v></c></row>", ""},
    };
    g_autoptr(Reading) shared =
        read_sheet(ROW_1("<c t=\"s\"><v>0</v></c>"), STRINGS("<si><t/></si>"), PACKED);

    check_rows(cases, G_N_ELEMENTS(cases));
    assert_rows(shared, "");
}

static void
test_places_of_cells(void)
{
    static const Case cases[] = {
        {"<row r=\"2\"><c r=\"B2\"><v>1</v></c><c><v>2</v></c><c r=\"AA2\"><v>3</v></c></row>"
         "<row><c><v>4</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>5</v></c></row>",
         "B2=n:1 C2=n:2 AA2=n:3\nA3=n:4\nXFD1048576=n:5\n"},
        {"<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>", "!“Data”, at cell B1: the cell “A1”"},
        {"<row r=\"1\"><c r=\"B1\"/><c r=\"B1\"/></row>", "!twice or out of order"},
        {"<row r=\"1\"><c r=\"A2\"/></row>", "!“Data”, at row 1: the cell “A2” stands in row 1"},
        {"<row r=\"5\"/><row r=\"5\"/>", "!at row 5: row 5 follows row 5"},
        {"<row r=\"5\"/><row r=\"4\"/>", "!row 4 follows row 5"},
        {"<row r=\"0\"/>", "!sheet “Data”: “0” is no row from 1 to 1048576"},
        {"<row r=\"1048577\"/>", "!“1048577” is no row"},
        {"<row r=\"99999999999999999999\"/>", "!is no row"},
        {"<row r=\"1048576\"/><row/>", "!more than 1048576 rows"},
        {"<row><c r=\"XFE1\"/></row>", "!“XFE1” is no cell from A1 to XFD1048576"},
        {"<row><c r=\"AAAAAAAAAAAAAA1\"/></row>", "!is no cell"},
        {"<row><c r=\"A01\"/></row>", "!is no cell"},
        {"<row><c r=\"a1\"/></row>", "!is no cell"},
        {"<row><c r=\"A\"/></row>", "!is no cell"},
        {"<row><c r=\"\"/></row>", "!is no cell"},
        {"<row><c r=\"XFD1\"/><c/></row>", "!more than 16384 columns"},
    };

    check_rows(cases, G_N_ELEMENTS(cases));
}

static void
test_wrong_values(void)
{
    static const Case cases[] = {
        {"<row><c r=\"A1\"/><c><v>hello</v></c></row>", "!at cell B1: “hello” is no number"},
        {"<row><c><v>1,5</v></c></row>", "!“1,5” is no number"},
        {"<row><c><v>NaN</v></c></row>", "!no number"},
        {"<row><c><v>-INF</v></c></row>", "!no number"},
        {"<row><c><v>0x1A</v></c></row>", "!no number"},
        {"<row><c><v>.</v></c></row>", "!no number"},
        {"<row><c><v>1E</v></c></row>", "!no number"},
        {"<row><c><v>1E+</v></c></row>", "!no number"},
        {"<row><c><v>1 2</v></c></row>", "!no number"},
        {"<row><c><v>--1</v></c></row>", "!no number"},
        {"<row><c t=\"b\"><v>2</v></c></row>", "!“2” is no yes or no"},
        {"<row><c t=\"s\"><v>2</v></c></row>",
         "!“2” is no number of one of the workbook's 2 texts"},
        {"<row><c t=\"s\"><v>-1</v></c></row>", "!at cell A1: “-1” is no number of one"},
        {"<row><c t=\"s\"><v>4294967296</v></c></row>", "!is no number of one"},
        {"<row><c t=\"s\"><v>01</v></c></row>", "!is no number of one"},
        {"<row><c t=\"x\"><v>1</v></c></row>", "!“x” is no kind of value"},
        {"<row><c><v>1</v><v>2</v></c></row>", "!two values"},
        {"<row><c t=\"inlineStr\"><is><t>1</t></is><v>2</v></c></row>", "!two values"},
        {"<row><c t=\"str\"><v>\xff</v></c></row>", "!at cell A1: the file is damaged: its XML"},
        {"<row><c t=\"str\"><v>\xc0\x80</v></c></row>", "!its XML cannot be read"},
        {"<row><c t=\"str\"><v>\xed\xa0\x80</v></c></row>", "!its XML cannot be read"},
        {"<row><c t=\"str\"><v>&#1;</v></c></row>", "!its XML cannot be read"},
        {"<row><c t=\"str\"><v>&nbsp;</v></c></row>", "!its XML cannot be read"},
        {"<row><c></row>", "!its XML cannot be read"},
        {"<row><c r=\"A1\" r=\"B1\"/></row>", "!its XML cannot be read"},
    };

    check_rows(cases, G_N_ELEMENTS(cases));
}

static void
test_shared_texts(void)
{
    static const char *strings =
        STRINGS("<si><t xml:space=\"preserve\"> plain </t></si>"
                "<si><r><rPr><sz val=\"9\"/></rPr><t>CO</t></r><r><rPr><vertAlign/></rPr><t>2</t>"
                "</r><r><t xml:space=\"preserve\"> e</t></r></si>"
                "<si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh><phoneticPr/></si>"
                "<si><t>two_x000A_lines</t></si><extLst><ext><si><t>no</t></si></ext></extLst>");
    g_autoptr(Reading) reading =
        read_sheet(ROW_1("<c t=\"s\"><v>3</v></c><c t=\"s\"><v>2</v></c><c t=\"s\"><v>1</v></c>"
                         "<c t=\"s\"><v>0</v></c><c t=\"s\"><v>0</v></c>"),
                   strings, PACKED);
    g_autoptr(Reading) beyond = read_sheet(ROW_1("<c t=\"s\"><v>4</v></c>"), strings, PACKED);

    assert_rows(reading, "A1=t:two\nlines B1=t:東京 C1=t:CO2 e D1=t: plain  E1=t: plain \n");
    assert_refused(beyond, "sheet “Data”, at cell A1: “4” is no number of one of the workbook's 4");
}

/* Parts named otherwise, prefixes, an absolute target, the strict form, two sheets and a chart. */
static void
test_parts_are_found_by_relations(void)
{
    static const Part parts[] = {
        {"[Content_Types].xml", "<Types/>", 0, PACKED},
        {"_rels/.rels",
         RELATIONS("<Relationship Id=\"a\" Type=\"" STRICT "/officeDocument\" "
                   "Target=\"./a/../book/b.xml\"/>"),
         0, PACKED},
        {"book/b.xml",
         "<x:workbook xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\" xmlns:q=\"" STRICT
         "\"><x:workbookPr date1904=\"true\"/><x:sheets><x:sheet name=\"Zwei\" q:id=\"z\"/>"
         "<x:sheet name=\"Chart\" q:id=\"c\"/><x:sheet name=\"Eins\" state=\"hidden\" q:id=\"e\"/>"
         "</x:sheets></x:workbook>",
         0, PACKED},
        {"book/_rels/b.xml.rels",
         RELATIONS(RELATION("e", "worksheet", "/Tabs/One.XML") RELATION("z", "worksheet", "two")
                       RELATION("c", "chartsheet", "c.xml") "<Relationship Id=\"h\" Type=\"x\" "
                                                            "Target=\"http://a/\" "
                                                            "TargetMode=\"External\"/>"),
         0, PACKED},
        {"tabs/one.xml", ROW_1("<c><v>1</v></c>"), 0, PACKED},
        {"book/c.xml", "<chartsheet/>", 0, PACKED},
        {"book/two",
         "<x:worksheet xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><x:sheetData>"
         "<x:row><x:c><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>",
         0, PACKED},
    };
    g_autoptr(Reading) reading = read_parts(parts, G_N_ELEMENTS(parts));

    assert_rows(reading, "A1=n:2\nA1=n:1\n");
    g_assert_cmpuint(gp_xlsx_n_sheets(reading->book), ==, 3);
    g_assert_cmpstr(gp_xlsx_sheet_name(reading->book, 0), ==, "Zwei");
    g_assert_cmpstr(gp_xlsx_sheet_name(reading->book, 2), ==, "Eins");
    g_assert_cmpint(gp_xlsx_find_sheet(reading->book, "eins"), ==, 2);
    g_assert_cmpint(gp_xlsx_find_sheet(reading->book, "drei"), ==, -1);
    g_assert_true(gp_xlsx_is_1904(reading->book));
}

static void
test_epoch_1900_unless_told(void)
{
    g_autoptr(Reading) reading = read_sheet(ROW_1(""), STRINGS(""), PACKED);

    assert_rows(reading, "");
    g_assert_false(gp_xlsx_is_1904(reading->book));
}

static void
test_stops_when_asked(void)
{
    g_autoptr(Reading) reading = reading_new();
    g_autoptr(Reading) whole =
        read_sheet(ROWS("<row><c><v>1</v></c></row><row><c><v>2</v></c></row><row><c><v>x</v></c>"
                        "</row>"),
                   STRINGS(""), PACKED);

    assert_refused(whole, "at cell A3: “x”");
    reading->n_wanted = 2;
    g_assert_true(gp_xlsx_read_sheet(whole->book, 0, take_row, reading, &reading->error));
    assert_rows(reading, "A1=n:1\nA2=n:2\n");
}

static void
test_utf16(void)
{
    g_autofree char *text = g_convert("<?xml version=\"1.0\" encoding=\"UTF-16\"?><worksheet>"
                                      "<sheetData><row><c t=\"str\"><v>£é</v></c></row></sheetData>"
                                      "</worksheet>",
                                      -1, "UTF-16", "UTF-8", NULL, NULL, NULL);
    const Part parts[] = {
        {"_rels/.rels", TOP_RELATIONS, 0, PACKED},
        {"xl/workbook.xml", ONE_SHEET, 0, PACKED},
        {"xl/_rels/workbook.xml.rels", RELATIONS(RELATION("rId1", "worksheet", "s.xml")), 0,
         PACKED},
        {"xl/s.xml", text,
         2 + 2 * strlen("<?xml version=\"1.0\" encoding=\"UTF-16\"?><worksheet>"
                        "<sheetData><row><c t=\"str\"><v>..</v></c></row>"
                        "</sheetData></worksheet>"),
         PACKED},
    };
    g_autoptr(Reading) reading = read_parts(parts, G_N_ELEMENTS(parts));

    assert_rows(reading, "A1=t:£é\n");
}

static void
test_other_files(void)
{
    static const struct {
        const char *bytes;
        gsize length;
        const char *reason;
    } cases[] = {
        {"", 0, ": the file is empty"},
        {"a", 1, "it is not an Excel workbook"},
        {"period,activity\n", 16, "it is not an Excel workbook (.xlsx), whatever its name says"},
        {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, "an old Excel workbook (.xls) or one with a"},
        {"PK\3\4 and no more", 16, "the end of the file is missing"},
        {"PK\3\4PK\5\6", 8, "the end of the file is missing"},
        {"PK\3\4PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 26, "another kind of ZIP file"},
        {"PK\3\4PK\5\6\0\0\0\0\xff\xff\xff\xff\0\0\0\0\0\0\0\0\0\0", 26, "more than 10000 parts"},
        {"PK\3\4PK\5\6\0\0\0\0\1\0\1\0\0\0\0\xff\0\0\0\0\0\0", 26, "more than 10000 parts"},
        {"PK\3\4PK\5\6\0\0\0\0\1\0\1\0\x40\0\0\0\0\0\0\0\0\0", 26, "the file is damaged"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Reading) reading = read_bytes(cases[i].bytes, cases[i].length);

        assert_refused(reading, cases[i].reason);
    }
}

/* A 64-bit end of the directory that claims @n_entries. */
static Reading *
read_64_bit_end(guint8 n_entries, guint8 offset)
{
    guint8 bytes[4 + 56 + 20 + 22] = "PK\3\4PK\6\6";

    bytes[4 + 34] = n_entries;
    memcpy(bytes + 60, "PK\6\7", 4);
    bytes[68] = 4;
    bytes[69] = offset;
    memcpy(bytes + 80, "PK\5\6", 4);
    return read_bytes((char *)bytes, sizeof bytes);
}

static void
test_directory_of_64_bits(void)
{
    g_autoptr(Reading) many = read_64_bit_end(1, 0);
    g_autoptr(Reading) nowhere = read_64_bit_end(0, 0xff);

    assert_refused(many, "more than 10000 parts");
    assert_refused(nowhere, "the file is damaged");
}

static void
test_no_file(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(gp_xlsx_open("/nowhere/x.xlsx", &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_IO);
    g_assert_nonnull(strstr(error->message, "there is no such file"));
    g_clear_error(&error);
    g_assert_null(gp_xlsx_open(g_get_tmp_dir(), &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_IO);
    g_assert_nonnull(strstr(error->message, "it is a folder"));
}

static void
test_parts_that_do_not_fit(void)
{
    static const struct {
        const char *top, *book, *relations, *strings, *sheet, *reason;
    } cases[] = {
        {NULL, ONE_SHEET, BOOK_RELATIONS, STRINGS(""), ROW_1(""), "another kind of ZIP file"},
        {RELATIONS(""), ONE_SHEET, BOOK_RELATIONS, STRINGS(""), ROW_1(""), "not an Excel workbook"},
        {RELATIONS(RELATION("a", "officeDocument", "xl/workbook.bin")), ONE_SHEET, BOOK_RELATIONS,
         STRINGS(""), ROW_1(""), "(.xlsb)"},
        {RELATIONS(RELATION("a", "officeDocument", "xl/sharedStrings.xml")), ONE_SHEET,
         BOOK_RELATIONS, STRINGS(""), ROW_1(""), "“xl/_rels/sharedStrings.xml.rels” is missing"},
        {RELATIONS("<Relationship Id=\"a\"/>"), ONE_SHEET, BOOK_RELATIONS, STRINGS(""), ROW_1(""),
         "_rels/.rels: a reference to a part is incomplete"},
        {TOP_RELATIONS, NULL, BOOK_RELATIONS, STRINGS(""), ROW_1(""),
         "“xl/workbook.xml” is missing"},
        {TOP_RELATIONS, "<document/>", BOOK_RELATIONS, STRINGS(""), ROW_1(""),
         "“document” was found where “workbook” belongs"},
        {TOP_RELATIONS, BOOK(""), BOOK_RELATIONS, STRINGS(""), ROW_1(""), "has no sheets"},
        {TOP_RELATIONS, BOOK("<sheet r:id=\"rId1\"/>"), BOOK_RELATIONS, STRINGS(""), ROW_1(""),
         "sheet 1 has no name"},
        {TOP_RELATIONS, BOOK("<sheet name=\"A\"/>"), BOOK_RELATIONS, STRINGS(""), ROW_1(""),
         "the sheet “A” is missing"},
        {TOP_RELATIONS, BOOK("<sheet name=\"A\" r:id=\"rId9\"/>"), BOOK_RELATIONS, STRINGS(""),
         ROW_1(""), "the sheet “A” is missing"},
        {TOP_RELATIONS, BOOK("<sheet name=\"A\" r:id=\"rId1\"/><sheet name=\"B\" r:id=\"rId1\"/>"),
         BOOK_RELATIONS, STRINGS(""), ROW_1(""), "two sheets are said to be the same part"},
        {TOP_RELATIONS, ONE_SHEET, NULL, STRINGS(""), ROW_1(""), "workbook.xml.rels” is missing"},
        {TOP_RELATIONS, ONE_SHEET, BOOK_RELATIONS, NULL, ROW_1(""),
         "sharedStrings.xml” is missing"},
        {TOP_RELATIONS, ONE_SHEET, BOOK_RELATIONS, "<svg/>", ROW_1(""),
         "xl/sharedStrings.xml: text 1: it is another kind of part"},
        {TOP_RELATIONS, ONE_SHEET, BOOK_RELATIONS, STRINGS(""), NULL, "“Data” is missing"},
        {TOP_RELATIONS, ONE_SHEET, BOOK_RELATIONS, STRINGS(""), "<html/>",
         "sheet “Data”: it is another kind of part than the workbook says it is: “html”"},
        {TOP_RELATIONS, ONE_SHEET, BOOK_RELATIONS, STRINGS(""), "\x89PNG",
         "its XML cannot be read"},
        {TOP_RELATIONS, ONE_SHEET, BOOK_RELATIONS, STRINGS(""), "", "its XML cannot be read"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Part all[] = {
            {"_rels/.rels", cases[i].top, 0, PACKED},
            {"xl/workbook.xml", cases[i].book, 0, PACKED},
            {"xl/_rels/workbook.xml.rels", cases[i].relations, 0, PACKED},
            {"xl/sharedStrings.xml", cases[i].strings, 0, PACKED},
            {"xl/worksheets/sheet1.xml", cases[i].sheet, 0, PACKED},
        };
        g_autoptr(Reading) reading = NULL;
        Part parts[G_N_ELEMENTS(all)];
        guint n = 0;

        for (guint j = 0; j < G_N_ELEMENTS(all); j++) {
            if (all[j].text != NULL)
                parts[n++] = all[j];
        }
        reading = read_parts(parts, n);
        assert_refused(reading, cases[i].reason);
    }
}

static void
test_names_of_parts(void)
{
    static const struct {
        const char *name;
        Packing packing;
        const char *reason;
    } cases[] = {
        {"../evil.xml", PACKED, "the part “../evil.xml” points outside the file"},
        {"xl/../../evil.xml", PACKED, "points outside the file"},
        {"xl\\..\\evil.xml", PACKED, "points outside the file"},
        {"/etc/passwd", PACKED, "points outside the file"},
        {"\\\\server\\evil", PACKED, "points outside the file"},
        {"C:\\evil", PACKED, "points outside the file"},
        {"_RELS/.RELS", PACKED, "the part “_RELS/.RELS” stands in the file twice"},
        {"xl/secret.xml", PASSWORD, "protected by a password"},
        {"xl/odd.xml", BZIPPED, "packed in a way that Excel does not use"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Part parts[] = {
            {"_rels/.rels", TOP_RELATIONS, 0, PACKED},
            {cases[i].name, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 0, cases[i].packing},
        };
        g_autoptr(Reading) reading = read_parts(parts, G_N_ELEMENTS(parts));

        assert_refused(reading, cases[i].reason);
    }
}

static void
test_open_document(void)
{
    static const Part parts[] = {
        {"mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0, STORED},
        {"content.xml", "<office/>", 0, PACKED},
    };
    g_autoptr(Reading) reading = read_parts(parts, G_N_ELEMENTS(parts));

    assert_refused(reading, "it is an OpenDocument file (.ods)");
}

/* Replaces each @from in a file by @to, which is as long. */
static void
patch_file(const char *path, const char *from, const char *to)
{
    g_autofree char *bytes = NULL;
    gsize length;
    char *p;

    g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    while ((p = memmem(bytes, length, from, strlen(from))) != NULL)
        memcpy(p, to, strlen(to));
    g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
}

static void
test_part_twice(void)
{
    static const Part parts[] = {
        {"_rels/.rels", TOP_RELATIONS, 0, PACKED},
        {"xl/workbook.xml", ONE_SHEET, 0, PACKED},
        {"xl/workbooX.xml", ONE_SHEET, 0, PACKED},
    };
    g_autoptr(Reading) reading = reading_new();

    write_zip(reading->path, parts, G_N_ELEMENTS(parts));
    patch_file(reading->path, "xl/workbooX.xml", "xl/workbook.xml");
    read_it(reading);
    assert_refused(reading, "“xl/workbook.xml” stands in the file twice");
}

/* A figure that was changed after the file was written is given out but not confirmed. */
static void
test_checksum(void)
{
    g_autoptr(Reading) reading = read_sheet(ROW_1("<c><v>12345678</v></c>"), STRINGS(""), STORED);

    assert_rows(reading, "A1=n:12345678\n");
    patch_file(reading->path, "12345678", "12345679");
    g_clear_pointer(&reading->book, gp_xlsx_free);
    read_it(reading);
    assert_refused(reading, "sheet “Data”, at cell A1: the file is damaged (CRC error)");
}

static void
test_doctype(void)
{
    static const char *doctypes[] = {
        ("<!DOCTYPE worksheet [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
         "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>"),
        "<!DOCTYPE worksheet [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>",
        "<!DOCTYPE worksheet SYSTEM \"http://localhost/x.dtd\">",
        "<!DOCTYPE worksheet>",
    };

    for (guint i = 0; i < G_N_ELEMENTS(doctypes); i++) {
        g_autofree char *sheet = g_strconcat(
            doctypes[i],
            "<worksheet><sheetData><row><c t=\"str\"><v>&a;&c;</v></c></row></sheetData>"
            "</worksheet>",
            NULL);
        g_autoptr(Reading) in_sheet = read_sheet(sheet, STRINGS(""), PACKED);
        g_autoptr(Reading) in_strings = read_sheet(ROW_1(""), sheet, PACKED);

        assert_refused(in_sheet, "sheet “Data”: it holds a document type declaration (DOCTYPE)");
        assert_refused(in_strings, "(DOCTYPE)");
        g_assert_cmpuint(in_sheet->n_rows, ==, 0);
    }
}

/* @head, @n times what @format makes of a number, @tail. */
static char *
repeat(const char *head, const char *piece, guint n, const char *tail)
{
    GString *text = g_string_new(head);
    g_auto(GStrv) halves = g_strsplit(piece, "%u", 2);

    for (guint i = 0; i < n; i++) {
        g_string_append(text, halves[0]);
        if (halves[1] != NULL) {
            g_string_append_printf(text, "%u", i);
            g_string_append(text, halves[1]);
        }
    }
    g_string_append(text, tail);
    return g_string_free(text, FALSE);
}

static void
test_zip_bomb(void)
{
    g_autofree char *blanks = g_strnfill(30 << 20, ' ');
    g_autoptr(Reading) reading = read_sheet(blanks, STRINGS(""), PACKED);

    assert_refused(reading, "“xl/worksheets/sheet1.xml” unpacks to more than 200 times its size");
}

/* Up to 1 MB anything may be packed as well as it can be. */
static void
test_blank_megabyte(void)
{
    g_autofree char *blanks = g_strnfill((1 << 20) - 100, ' ');
    g_autofree char *sheet = g_strconcat("<worksheet>", blanks, "</worksheet>", NULL);
    g_autoptr(Reading) reading = read_sheet(sheet, STRINGS(""), PACKED);

    assert_rows(reading, "");
}

/* Parts that say that they unpack to 300 MB each. */
static void
test_total_size(void)
{
    static const char *blank = "0123456789";
    const Part parts[] = {
        {"_rels/.rels", TOP_RELATIONS, 0, PACKED},
        {"a", blank, 0, STORED},
        {"b", blank, 0, STORED},
    };
    g_autoptr(Reading) reading = reading_new();
    g_autofree char *bytes = NULL;
    gsize length;
    char *p;

    write_zip(reading->path, parts, G_N_ELEMENTS(parts));
    g_assert_true(g_file_get_contents(reading->path, &bytes, &length, NULL));
    p = bytes;
    while ((p = memmem(p, length - (gsize)(p - bytes), "PK\1\2", 4)) != NULL) {
        memcpy(p + 20, "\0\0\0\x12", 4);
        memcpy(p + 24, "\0\0\0\x12", 4);
        p++;
    }
    g_assert_true(g_file_set_contents(reading->path, bytes, (gssize)length, NULL));
    read_it(reading);
    assert_refused(reading, "it unpacks to more than 512 MB");
}

static void
test_many_parts(void)
{
    g_autoptr(Reading) reading = reading_new();
    g_autoptr(GStringChunk) names = g_string_chunk_new(65536);
    g_autofree Part *parts = g_new0(Part, 10001);

    for (guint i = 0; i < 10001; i++) {
        g_autofree char *name = g_strdup_printf("%u", i);

        parts[i] = (Part){g_string_chunk_insert(names, name), "", 0, STORED};
    }
    write_zip(reading->path, parts, 10001);
    read_it(reading);
    assert_refused(reading, "it holds more than 10000 parts");
}

static void
test_limits_of_xml(void)
{
    static const struct {
        const char *head, *piece;
        guint n;
        const char *tail, *reason;
    } cases[] = {
        {"<worksheet>", "<a>", 100, "", "nested more than 64 deep"},
        {"<worksheet ", "a%u=\"\" ", 257, "/>", "more than 256 attributes"},
        {"<worksheet>", "<name%u/>", 3000, "</worksheet>", "more than 2000 different XML names"},
        {"<worksheet><", "n", 201, "/></worksheet>", "one longer than 200 bytes"},
        {"<worksheet><!--", "a", 3 << 20, "--></worksheet>", "tag or comment takes more than 1 MB"},
        {"<worksheet><c a=\"", "a", 3 << 20, "\"/></worksheet>", "takes more than 1 MB"},
        {"<worksheet><?a ", "a", 3 << 20, "?></worksheet>", "takes more than 1 MB"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *sheet = repeat(cases[i].head, cases[i].piece, cases[i].n, cases[i].tail);
        g_autoptr(Reading) reading = read_sheet(sheet, STRINGS(""), STORED);

        assert_refused(reading, cases[i].reason);
        g_assert_nonnull(strstr(reading->error->message, "sheet “Data”"));
    }
}

static void
test_long_texts(void)
{
    static const struct {
        const char *character;
        guint n;
        gboolean fits;
    } cases[] = {
        {"a", 32767, TRUE},   {"a", 32768, FALSE},      {"£", 32767, TRUE},
        {"£", 32768, FALSE},  {"_x000D_", 32767, TRUE}, {"_x000D_", 32768, FALSE},
        {"a", 300000, FALSE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *sheet =
            repeat("<worksheet><sheetData><row><c t=\"str\"><v>", cases[i].character, cases[i].n,
                   "</v></c></row></sheetData></worksheet>");
        g_autofree char *strings =
            repeat("<sst><si><t>", cases[i].character, cases[i].n, "</t></si></sst>");
        g_autoptr(Reading) in_sheet = read_sheet(sheet, STRINGS(""), STORED);
        g_autoptr(Reading) in_strings = read_sheet(ROW_1(""), strings, STORED);

        g_assert_cmpint(in_sheet->error == NULL, ==, cases[i].fits);
        g_assert_cmpint(in_strings->error == NULL, ==, cases[i].fits);
        if (cases[i].fits)
            continue;
        assert_refused(in_sheet, "at cell A1: a text is longer than 32767 characters");
        assert_refused(in_strings, "sharedStrings.xml: text 1: a text is longer than 32767");
    }
}

static void
test_wide_row_of_texts(void)
{
    g_autofree char *text = g_strnfill(30000, 'x');
    g_autofree char *cell = g_strdup_printf("<c t=\"str\"><v>%s</v></c>", text);
    g_autofree char *sheet =
        repeat("<worksheet><sheetData><row>", cell, 600, "</row></sheetData></worksheet>");
    g_autoptr(Reading) reading = read_sheet(sheet, STRINGS(""), STORED);

    assert_refused(reading, "at cell UN1: the row holds more than 16 MB of text");
}

static void
test_too_many_shared_texts(void)
{
    g_autofree char *many = repeat("<sst>", "<si/>", 2000001, "</sst>");
    g_autofree char *text = g_strnfill(32000, 'x');
    g_autofree char *piece = g_strdup_printf("<si><t>%s</t></si>", text);
    g_autofree char *large = repeat("<sst>", piece, 2100, "</sst>");
    g_autoptr(Reading) many_texts = read_sheet(ROW_1(""), many, STORED);
    g_autoptr(Reading) large_texts = read_sheet(ROW_1(""), large, STORED);

    assert_refused(many_texts, "more than 2000000 different texts");
    assert_refused(large_texts, "the texts take more than 64 MB");
}

/* @n_rows rows of 10,000 empty cells. */
static Reading *
read_empty_cells(guint n_rows)
{
    g_autofree char *row = repeat("<row>", "<c/>", 10000, "</row>");
    g_autofree char *sheet =
        repeat("<worksheet><sheetData>", row, n_rows, "</sheetData></worksheet>");

    return read_sheet(sheet, STRINGS(""), STORED);
}

static void
test_empty_cells(void)
{
    g_autoptr(Reading) most = read_empty_cells(800), ten_million = read_empty_cells(1000);

    assert_rows(most, "");
    assert_refused(ten_million, "at row 801: more than 8000000 cells, the empty ones too");
}

/* A workbook with every kind of cell. */
static void
get_sound_file(char **out_bytes, gsize *out_length)
{
    g_autoptr(Reading) reading = read_sheet(
        ROWS("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>1</v></c></row>"
             "<row r=\"3\"><c r=\"A3\"><v>0.18253999999999998</v></c><c t=\"b\"><v>1</v></c>"
             "<c t=\"e\"><v>#N/A</v></c><c t=\"inlineStr\"><is><t>in</t></is></c></row>"),
        STRINGS("<si><t>Scope</t></si><si><r><t>kg </t></r><r><t>CO2e</t></r></si>"), PACKED);

    assert_rows(reading,
                "A1=t:Scope C1=t:kg CO2e\nA3=n:0.18253999999999998 B3=b:1 C3=e:#N/A D3=t:in\n");
    g_assert_true(g_file_get_contents(reading->path, out_bytes, out_length, NULL));
}

static void
test_cut_short(void)
{
    g_autofree char *bytes = NULL;
    gsize length;

    get_sound_file(&bytes, &length);
    for (gsize i = 0; i < 20; i++) {
        g_autoptr(Reading) reading = read_bytes(bytes, length * i / 20);

        assert_refused(reading, i == 0 ? "the file is empty" : "the end of the file is missing");
    }
}

/* Either the file is refused, or the flip was in bytes that mean nothing and all cells are right.
 */
static void
test_flipped_bits(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(20240614);
    g_autofree char *bytes = NULL;
    gsize length;
    guint n = g_test_slow() ? 20000 : 200;
    guint n_refused = 0;

    get_sound_file(&bytes, &length);
    for (guint i = 0; i < n; i++) {
        gsize at = (gsize)g_rand_int_range(rand, 0, (gint32)length);
        char bit = (char)(1 << g_rand_int_range(rand, 0, 8));
        g_autoptr(Reading) reading = NULL;

        bytes[at] ^= bit;
        reading = read_bytes(bytes, length);
        bytes[at] ^= bit;
        if (reading->error == NULL) {
            assert_rows(reading, "A1=t:Scope C1=t:kg CO2e\n"
                                 "A3=n:0.18253999999999998 B3=b:1 C3=e:#N/A D3=t:in\n");
            continue;
        }
        assert_refused(reading, "");
        n_refused++;
    }
    g_assert_cmpuint(n_refused, >, n / 2);
}

/* Stands last: no file before it may have taken more, the files' own texts here included. */
static void
test_peak_memory(void)
{
    struct rusage usage;

    if (IS_SANITIZED) {
        g_test_skip("the sanitizer takes memory of its own");
        return;
    }
    g_assert_cmpint(getrusage(RUSAGE_SELF, &usage), ==, 0);
    g_assert_cmpint(usage.ru_maxrss, <, 200 * 1024);
}

/* As shown by a spreadsheet: 15 digits, no noise of binary fractions, no exponent. */
static void
test_numbers(void)
{
    static const struct {
        const char *stored, *shown;
    } cases[] = {
        {"0", "0"},
        {"-0", "0"},
        {"44136", "44136"},
        {"0.18253999999999998", "0.18254"},
        {"77041.200000000012", "77041.2"},
        {"-85260.5", "-85260.5"},
        {"1.5E3", "1500"},
        {"1.2E-4", "0.00012"},
        {"1.0000000000000001E-5", "0.00001"},
        {"123456789012345678", "123456789012346000"},
        {"0.1", "0.1"},
        {"100.10", "100.1"},
        {".5", "0.5"},
    };
    static const char *const bad[] = {"", "-", ".", "1e", "1x", "#REF!", "nan", "1 000", "1,5"};
    GpXlsxNumber number;

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) shown = g_string_new(NULL);

        g_assert_true(gp_xlsx_number_parse(cases[i].stored, &number));
        gp_xlsx_number_append(shown, &number);
        g_assert_cmpstr(shown->str, ==, cases[i].shown);
    }
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
        g_assert_false(gp_xlsx_number_parse(bad[i], &number));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sheet/cell/kinds", test_kinds_of_cells);
    g_test_add_func("/sheet/cell/without-value", test_cells_without_value);
    g_test_add_func("/sheet/cell/places", test_places_of_cells);
    g_test_add_func("/sheet/cell/wrong-values", test_wrong_values);
    g_test_add_func("/sheet/cell/shared-texts", test_shared_texts);
    g_test_add_func("/sheet/cell/long-texts", test_long_texts);
    g_test_add_func("/sheet/book/relations", test_parts_are_found_by_relations);
    g_test_add_func("/sheet/book/epoch", test_epoch_1900_unless_told);
    g_test_add_func("/sheet/book/stops", test_stops_when_asked);
    g_test_add_func("/sheet/book/utf-16", test_utf16);
    g_test_add_func("/sheet/file/other-kinds", test_other_files);
    g_test_add_func("/sheet/file/open-document", test_open_document);
    g_test_add_func("/sheet/file/64-bit-directory", test_directory_of_64_bits);
    g_test_add_func("/sheet/file/none", test_no_file);
    g_test_add_func("/sheet/part/do-not-fit", test_parts_that_do_not_fit);
    g_test_add_func("/sheet/part/names", test_names_of_parts);
    g_test_add_func("/sheet/part/twice", test_part_twice);
    g_test_add_func("/sheet/part/checksum", test_checksum);
    g_test_add_func("/sheet/hostile/doctype", test_doctype);
    g_test_add_func("/sheet/hostile/zip-bomb", test_zip_bomb);
    g_test_add_func("/sheet/hostile/blank-megabyte", test_blank_megabyte);
    g_test_add_func("/sheet/hostile/total-size", test_total_size);
    g_test_add_func("/sheet/hostile/many-parts", test_many_parts);
    g_test_add_func("/sheet/hostile/xml", test_limits_of_xml);
    g_test_add_func("/sheet/hostile/wide-row", test_wide_row_of_texts);
    g_test_add_func("/sheet/hostile/shared-texts", test_too_many_shared_texts);
    g_test_add_func("/sheet/hostile/empty-cells", test_empty_cells);
    g_test_add_func("/sheet/hostile/cut-short", test_cut_short);
    g_test_add_func("/sheet/hostile/flipped-bits", test_flipped_bits);
    g_test_add_func("/sheet/numbers", test_numbers);
    g_test_add_func("/sheet/hostile/peak-memory", test_peak_memory);
    return g_test_run();
}
