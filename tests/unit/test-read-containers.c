/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <zip.h>

#include "gp-error.h"
#include "mapping.h"

#define BILLS(extra)                                                                               \
    "[format]\ntitle=Bills\n" extra "\n[columns]\nperiod=Date\nquantity=Amount £\nsite=Place\n"   \
    "[fixed]\nactivity=coal\nunit=kWh\n[quantity]\nstrip=£\n"

/* --- CSV -------------------------------------------------------------------------------------- */

static void
assert_bytes_read(const char *ini, const char *bytes, gsize length, const char *cells)
{
    g_autoptr(GpFormat) format = load(ini);
    g_autoptr(Reading) reading = read_bytes_by(format, bytes, length);

    assert_read(reading, cells, "");
}

static void
assert_bytes_refused(const char *ini, const char *bytes, gsize length, const char *message)
{
    g_autoptr(GpFormat) format = load(ini);
    g_autoptr(Reading) reading = read_bytes_by(format, bytes, length);

    assert_refused(reading, message);
}

static void
test_encodings(void)
{
    const char *cells = "2024-06 coal 5 kWh site=Caf\xc3\xa9";

    assert_bytes_read(BILLS(""),
                      BYTES("Date,Amount \xc2\xa3,Place\n2024-06-03,\xc2\xa3"
                            "5,Caf\xc3\xa9\n"),
                      cells);
    assert_bytes_read(BILLS(""),
                      BYTES("\xef\xbb\xbf"
                            "Date,Amount \xc2\xa3,Place\r\n2024-06-03,\xc2\xa3"
                            "5,Caf\xc3\xa9\r\n"),
                      cells);
    assert_bytes_read(BILLS(""),
                      BYTES("Date,Amount \xa3,Place\n2024-06-03,\xa3"
                            "5,Caf\xe9\n"),
                      cells);
    assert_bytes_read(BILLS("encoding=windows-1252"),
                      BYTES("Date,Amount \xa3,Place\n2024-06-03,\xa3"
                            "5,Caf\xe9\n"),
                      cells);
    assert_bytes_refused(
        BILLS("encoding=utf-8"),
        BYTES("Date,Amount \xc2\xa3,Place\n2024-06-03,\xa3"
              "5,Caf\xe9\n"),
        "in.csv:2: the file is not UTF-8 text; if it comes from an older spreadsheet, write "
        "encoding=windows-1252 in the settings of the source");
    assert_bytes_refused(BILLS(""), BYTES("Date,Amount \xa3,Place\n2024-06-03,5,\x81\n"),
                         "in.csv: the file is neither UTF-8 nor Windows-1252 text: it holds bytes "
                         "that mean nothing in either");
    assert_bytes_refused(BILLS(""),
                         BYTES("\xff\xfe"
                               "D\0a\0t\0e\0"),
                         "in.csv: the file is UTF-16 text; save it again as “CSV UTF-8”");
    assert_bytes_refused(BILLS(""), BYTES("Date,Amount,Place\n2024-06-03,5\0,A\n"),
                         "in.csv:2: the file holds a NUL byte: it is damaged, or no text");
    assert_bytes_refused(BILLS("container=csv"), BYTES("PK\x03\x04xxxx"),
                         "in.csv: the file is a workbook or another packed file, not CSV");
    assert_bytes_refused(BILLS(""), BYTES("\xd0\xcf\x11\xe0xxxx"),
                         "in.csv: the file is a workbook of the old kind (.xls); save it as .xlsx "
                         "or CSV");
}

static void
test_separators(void)
{
    assert_bytes_read(BILLS("separator=;"),
                      BYTES("Date;Amount £;Place\n2024-06-03;\"5\";\"A;\"\"B\"\"\"\n"),
                      "2024-06 coal 5 kWh site=A;\"B\"");
    assert_bytes_read(BILLS("separator=tab"), BYTES("Date\tAmount £\tPlace\n2024-06-03\t5\tA,B\n"),
                      "2024-06 coal 5 kWh site=A,B");
    assert_bytes_read(BILLS("separator=|"), BYTES("Date|Amount £|Place\r2024-06-03|5|A\r"),
                      "2024-06 coal 5 kWh site=A");
}

static void
test_other_separator(void)
{
    assert_bytes_refused(
        BILLS(""), BYTES("Date;Amount £;Place\n2024-06-03;5;A\n2024-06-04;5;A\n"),
        "in.csv: the columns are parted by “;”, which is not what the format says; "
        "set separator= in the format, or save the file again");
    assert_bytes_refused(BILLS("separator=;"),
                         BYTES("Date,Amount £,Place\n2024-06-03,5,A\n2024-06-04,5,A\n"),
                         "in.csv: the columns are parted by commas, which is not what the format "
                         "says; set separator= in the format, or save the file again");
    assert_bytes_refused(
        BILLS("header=Date|Place"),
        BYTES("Date$Amount £$Place\n2024-06-03$4$830$A\n2024-06-04$5$A\n"),
        "in.csv: the columns are parted by “$”: somebody turned every comma of this "
        "file into “$”, those inside figures too, so that 4,830,000 has become "
        "three columns. That cannot be mended; get the original file again");
}

static void
test_many_columns(void)
{
    g_autoptr(GString) text = g_string_new("Date,Amount £,Place");
    g_autoptr(Reading) reading = NULL;

    for (int i = 0; i < 1030; i++)
        g_string_append_c(text, ',');
    reading = read_by(BILLS(""), text->str);
    assert_refused(reading, "in.csv:1: the row has 1033 columns; 1024 is the most");
}

/* Cut off and bent files end in a refusal or in good rows, never in a fault of the program. */
static void
test_bent_bytes(void)
{
    const char text[] = "Date,Amount £,Place\n2024-06-03,\"5\",\"A \"\"B\"\"\"\r\n2024-06-04,6,\n";
    static const char bends[] = {'"', ',', '\n', '\r', '\xff', '\0', '-', '9'};
    g_autoptr(GpFormat) format = load(BILLS(""));

    for (gsize length = 0; length < sizeof text; length++) {
        g_autoptr(Reading) reading = read_bytes_by(format, text, length);

        g_assert_true((reading->error == NULL) == (length >= strlen("Date,Amount £,Place")));
    }
    for (gsize at = 0; at < sizeof text - 1; at++) {
        for (guint i = 0; i < G_N_ELEMENTS(bends); i++) {
            g_autofree char *bent = g_memdup2(text, sizeof text);
            g_autoptr(Reading) reading = NULL;

            bent[at] = bends[i];
            reading = read_bytes_by(format, bent, sizeof text - 1);
            if (reading->error == NULL)
                g_assert_cmpuint(reading->count.rows_in, ==,
                                 reading->count.rows + reading->count.skipped +
                                     reading->count.refused);
        }
    }
}

static void
test_missing_file(void)
{
    g_autoptr(GpFormat) format = load(BILLS(""));
    g_autoptr(Reading) reading = read_formatted("/nowhere/at-all.csv", format, &plain_rules);

    g_assert_error(reading->error, GP_ERROR, GP_ERROR_IO);
}

/* --- XLSX ------------------------------------------------------------------------------------- */

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define RELATIONS(list)                                                                            \
    XML "<Relationships "                                                                          \
        "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" list             \
        "</Relationships>"
#define RELATION(id, type, target)                                                                 \
    "<Relationship Id=\"" id "\" Type=\"" OFFICE "/" type "\" Target=\"" target "\"/>"
#define TEXT(at, text) "<c r=\"" at "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define NUMBER(at, text) "<c r=\"" at "\"><v>" text "</v></c>"
#define HEADINGS                                                                                   \
    "<row r=\"3\">" TEXT("B3", "Date") TEXT("C3", "Amount £") TEXT("D3", "Place") "</row>"

/* A workbook of two sheets, Notes and Data; @rows are those of Data. */
static char *
write_workbook(const char *rows, gboolean is_1904)
{
    g_autofree char *book = g_strdup_printf(
        XML "<workbook " MAIN " xmlns:r=\"" OFFICE "\"><workbookPr date1904=\"%d\"/><sheets>"
            "<sheet name=\"Notes\" sheetId=\"1\" r:id=\"rId1\"/>"
            "<sheet name=\"Data\" sheetId=\"2\" r:id=\"rId2\"/></sheets></workbook>",
        is_1904);
    g_autofree char *sheet =
        g_strdup_printf(XML "<worksheet " MAIN "><sheetData>%s</sheetData></worksheet>", rows);
    const char *parts[][2] = {
        {"_rels/.rels", RELATIONS(RELATION("rId1", "officeDocument", "xl/workbook.xml"))},
        {"xl/workbook.xml", book},
        {"xl/_rels/workbook.xml.rels",
         RELATIONS(RELATION("rId1", "worksheet", "worksheets/sheet1.xml")
                       RELATION("rId2", "worksheet", "worksheets/sheet2.xml"))},
        {"xl/worksheets/sheet1.xml",
         XML "<worksheet " MAIN "><sheetData><row r=\"1\">" TEXT("A1", "About") "</row></sheetData>"
                                                                                "</worksheet>"},
        {"xl/worksheets/sheet2.xml", sheet},
    };
    char *path = g_build_filename(mapping_folder(), "book.xlsx", NULL);
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);

    g_assert_nonnull(zip);
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        g_assert_cmpint(zip_file_add(zip, parts[i][0],
                                     zip_source_buffer(zip, parts[i][1], strlen(parts[i][1]), 0),
                                     ZIP_FL_ENC_UTF_8),
                        >=, 0);
    g_assert_cmpint(zip_close(zip), ==, 0);
    return path;
}

static Reading *
read_workbook(const char *ini, const char *rows, gboolean is_1904)
{
    g_autofree char *path = write_workbook(rows, is_1904);
    g_autoptr(GpFormat) format = load(ini);

    return read_formatted(path, format, &plain_rules);
}

/* Lines are the rows that Excel shows; noise of binary fractions is no figure. */
static void
test_workbook(void)
{
    g_autoptr(Reading) reading = read_workbook(
        BILLS("container=xlsx\nsheet=Data\nheader=Date|Place"),
        HEADINGS "<row r=\"4\">" NUMBER("B4", "45446") NUMBER("C4", "77041.200000000012") TEXT(
            "D4", "A") "</row>"
                       "<row r=\"6\">" TEXT("B6", "2024-06-04") NUMBER(
                           "C6",
                           "1.5E3") "</row>"
                                    "<row r=\"7\">" NUMBER("B7", "45446") TEXT(
                                        "C7",
                                        "£1,000") "</row>"
                                                  "<row r=\"8\">" NUMBER(
                                                      "B8",
                                                      "45446") "<c r=\"C8\" "
                                                               "t=\"e\"><v>#REF!</v></c></row>"
                                                               "<row r=\"9\">" NUMBER("B9",
                                                                                      "45446.5")
                                                                   NUMBER("C9", "1e-7") "</row>",
        FALSE);

    assert_read(reading, "2024-06 coal 2500 kWh x3\n2024-06 coal 77041.2 kWh site=A",
                "bad-quantity 8:3\nrounded-quantity 9:0");
    assert_counts(reading, "5 4 0 1");
    assert_sums(reading, "79541.2 79541.2 0 0");
}

/* A number of a workbook is one whatever the format says of figures in texts. */
static void
test_workbook_numbers(void)
{
    g_autoptr(Reading) reading = read_workbook(
        "[format]\ntitle=Bills\ncontainer=xlsx\nsheet=2\nheader=Date\n[columns]\nperiod=Date\n"
        "quantity=Amount £\n[fixed]\nactivity=coal\nunit=kWh\n[quantity]\ndecimal=,\n",
        HEADINGS "<row r=\"4\">" NUMBER("B4", "45446")
            NUMBER("C4", "1.234") "</row>"
                                  "<row r=\"5\">" NUMBER("B5", "45446")
                                      TEXT("C5", "1.234") "</row>",
        FALSE);

    assert_read(reading, "2024-06 coal 1235.234 kWh x2", "ignored-column 3:4");
}

static void
test_workbook_1904(void)
{
    g_autoptr(Reading) reading = read_workbook(
        BILLS("container=xlsx\nsheet=data\nheader=Date"),
        HEADINGS "<row r=\"4\">" NUMBER("B4", "43984") NUMBER("C4", "5") "</row>", TRUE);

    assert_read(reading, "2024-06 coal 5 kWh", "");
    g_assert_cmpint(reading->count.days.first, ==, reading->count.days.last);
}

/* A format that does not say CSV reads a workbook too, and finds the sheet by its header. */
static void
test_either(void)
{
    g_autoptr(Reading) reading = read_workbook(
        BILLS("header=Date|Place"),
        HEADINGS "<row r=\"4\">" NUMBER("B4", "45446") NUMBER("C4", "5") "</row>", FALSE);

    assert_read(reading, "2024-06 coal 5 kWh", "");
}

/* Numbers that may all be months are, where the format takes months; else they are days. */
static void
test_workbook_months(void)
{
    const char *months = HEADINGS "<row r=\"4\">" NUMBER("B4", "45444") NUMBER("C4", "5") "</row>";
    const char *days = HEADINGS "<row r=\"4\">" NUMBER("B4", "45444")
        NUMBER("C4", "5") "</row><row r=\"5\">" NUMBER("B5", "45446") NUMBER("C5", "6") "</row>";
    g_autoptr(Reading) a =
        read_workbook(BILLS("header=Date") "[period]\nstyles=excel-month\n", months, FALSE);
    g_autoptr(Reading) b =
        read_workbook(BILLS("header=Date") "[period]\nstyles=excel-month\n", days, FALSE);

    assert_counts(a, "1 1 0 0");
    g_assert_cmpint(a->count.days.last - a->count.days.first, ==, 29);
    assert_counts(b, "2 2 0 0");
    g_assert_cmpint(b->count.days.last - b->count.days.first, ==, 2);
}

static void
test_workbook_sheets(void)
{
    g_autoptr(Reading) missing =
        read_workbook(BILLS("container=xlsx\nsheet=Sheet1"), HEADINGS, FALSE);
    g_autoptr(Reading) first = read_workbook(BILLS("container=xlsx"), HEADINGS, FALSE);
    g_autoptr(GpFormat) format = load(BILLS("container=xlsx"));
    g_autoptr(Reading) text = read_bytes_by(format, BYTES("Date,Amount £,Place\n"));

    assert_refused(missing, "in.csv: the workbook has no sheet “Sheet1”; it has: Notes, Data");
    assert_refused(first, "in.csv: this is not “Bills”: there is no column “Date”; there are: "
                          "About; or write period= in the settings of the source");
    g_assert_error(text->error, GP_ERROR, GP_ERROR_MALFORMED);
}

/* --- JSON ------------------------------------------------------------------------------------- */

#define RECORDS                                                                                    \
    "[format]\ntitle=Readings\ncontainer=json\nrows=/data/readings|/data\n"                        \
    "[columns]\nperiod=/day\nquantity=/used/kWh\nsite=/meter/place\n[fixed]\nactivity=coal\n"      \
    "unit=kWh\n[quantity]\ndecimal=,\n"

static void
test_records(void)
{
    g_autoptr(Reading) reading = read_by(
        RECORDS, "{\"data\":[{\"day\":\"2024-06-03\",\"used\":{\"kWh\":12.50,\"tags\":[1,2]},"
                 "\"meter\":{\"place\":\"A\"}},"
                 "{\"day\":\"2024-06-04\",\"used\":{\"kWh\":null},\"meter\":{\"place\":\"A\"}},"
                 "{\"day\":\"2024-06-05\",\"used\":{\"kWh\":true},\"meter\":{\"place\":\"A\"}},"
                 "{\"day\":\"2024-06-05\",\"used\":{\"kWh\":1e2},\"meter\":{\"place\":\"A\"}},"
                 "{\"day\":\"2024-06-06\"}]}");

    assert_read(reading, "2024-06 coal 112.5 kWh site=A x2",
                "bad-quantity 3:0\nrecords-are-counted 0:0");
    assert_counts(reading, "5 2 2 1");
}

/* What stands around a record belongs to it; a list on the way is gone through. */
static void
test_records_in_records(void)
{
    const char *list =
        "{\"data\":[{\"meter\":{\"place\":\"A\"},\"place\":1,\"readings\":["
        "{\"day\":\"2024-06-03\",\"used\":{\"kWh\":1},\"meter\":{\"place\":\"B\"}}]}]}";
    const char *one =
        "{\"data\":{\"day\":\"2024-06-04\",\"readings\":["
        "{\"used\":{\"kWh\":2},\"meter\":{\"place\":\"A\"}},"
        "{\"day\":\"2024-07-04\",\"used\":{\"kWh\":4},\"meter\":{\"place\":\"A\"}}]}}";
    g_autoptr(Reading) a = read_by(RECORDS, list);
    g_autoptr(Reading) b = read_by(RECORDS, one);

    assert_read(a, "2024-06 coal 1 kWh site=B", "ignored-column 0:0");
    assert_read(b, "2024-06 coal 2 kWh site=A\n2024-07 coal 4 kWh site=A", "");
}

static void
test_no_records(void)
{
    g_autoptr(Reading) empty = read_by(RECORDS, "{\"data\":[]}");
    g_autoptr(Reading) fault = read_by(RECORDS, "{\"error\":{\"message\":\"later\"}}");
    g_autoptr(Reading) other = read_by(RECORDS, "{\"data\":[{\"day\":\"2024-06-03\"}]}");
    g_autoptr(Reading) cut = read_by(RECORDS, "{\"data\":[");
    g_autoptr(Reading) page = read_by(RECORDS, "<!DOCTYPE html><html></html>");

    assert_read(empty, "", "no-records 0:0");
    assert_counts(empty, "0 0 0 0");
    assert_refused(fault, "in.csv: there are no records at “/data/readings” or “/data”; the file "
                          "has: /error");
    assert_refused(other, "in.csv: this is not “Readings”: its records have no “/used/kWh”; there "
                          "are: /day");
    g_assert_error(cut->error, GP_ERROR, GP_ERROR_MALFORMED);
    g_assert_error(page->error, GP_ERROR, GP_ERROR_MALFORMED);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/csv/encodings", test_encodings);
    g_test_add_func("/csv/separators", test_separators);
    g_test_add_func("/csv/other-separator", test_other_separator);
    g_test_add_func("/csv/many-columns", test_many_columns);
    g_test_add_func("/csv/bent-bytes", test_bent_bytes);
    g_test_add_func("/csv/missing-file", test_missing_file);
    g_test_add_func("/xlsx/workbook", test_workbook);
    g_test_add_func("/xlsx/numbers", test_workbook_numbers);
    g_test_add_func("/xlsx/1904", test_workbook_1904);
    g_test_add_func("/xlsx/either", test_either);
    g_test_add_func("/xlsx/months", test_workbook_months);
    g_test_add_func("/xlsx/sheets", test_workbook_sheets);
    g_test_add_func("/json/records", test_records);
    g_test_add_func("/json/records-in-records", test_records_in_records);
    g_test_add_func("/json/no-records", test_no_records);
    status = g_test_run();
    mapping_end();
    return status;
}
