/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-compose-private.h"

/* Of issues of one kind so many are listed. */
#define MAX_OF_A_KIND 5

/* ---- milestones ---- */

/* A date as it was written: a day, a month or a calendar year. */
static char *
date_words(const char *date)
{
    GpSpan span;

    if (strlen(date) != strlen("2026-12") ||
        gp_period_parse(date, strlen(date), &span) != GP_PERIOD_READ)
        return gp_words_day(date);
    return gp_words_month(gp_month_of_day(span.first));
}

char *
gp_compose_due(const GpMarker *marker)
{
    g_autofree char *first = date_words(marker->date), *last = NULL;

    if (*marker->date_latest == '\0')
        return strlen(marker->date) == strlen("2028") ? g_strdup_printf("the end of %s", first)
                                                      : g_steal_pointer(&first);
    last = date_words(marker->date_latest);
    return g_strdup_printf("%s to %s", first, last);
}

static const char *
state_words(GpMarkerState state)
{
    static const char *const words[] = {"Past", "Now", "Next", "Later"};

    return words[state];
}

static const char *
whom_words(const char *applies_to)
{
    if (g_str_equal(applies_to, "ncf"))
        return gp_total_title(GP_TOTAL_NCF);
    if (g_str_equal(applies_to, "plus"))
        return gp_total_title(GP_TOTAL_PLUS);
    return applies_to;
}

static void
say_next(const GpComposing *self, GpSection *section)
{
    const GPtrArray *markers = self->board->markers;
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *list = NULL;

    for (guint i = 0; i < markers->len; i++) {
        const GpMarker *marker = markers->pdata[i];
        g_autofree char *due = NULL;

        if (gp_markers_state(markers, i, self->board->today) != GP_MARKER_NEXT)
            continue;
        due = gp_compose_due(marker);
        g_ptr_array_add(names, g_strdup_printf("“%s”, by %s", marker->title, due));
    }
    list = gp_words_list((const char *const *)names->pdata, names->len);
    if (names->len == 0)
        gp_section_say(section, "All milestones on record are past.");
    else
        gp_section_say(section, "Next: %s.", list);
}

void
gp_compose_milestones(const GpComposing *self)
{
    const GPtrArray *markers = self->board->markers;
    GpSection *section = gp_document_add_section(self->document, "milestones", "Milestones", 1);
    g_autofree char *day = NULL, *caption = NULL;
    GpDocTable *table;
    char today[16];

    section->begins_page = TRUE;
    if (markers == NULL || markers->len == 0) {
        gp_section_say(section, "No milestones are on record.");
        return;
    }
    say_next(self, section);
    gp_day_print(self->board->today, today);
    day = gp_words_day(today);
    caption = g_strdup_printf("What is asked for, and by when, as of %s", day);
    table = gp_doc_table_new("milestones-list", caption);
    gp_doc_table_add_text_column(table, "Milestone", "milestone");
    gp_doc_table_add_text_column(table, "By", "by");
    gp_doc_table_add_text_column(table, "When", "when");
    gp_doc_table_add_text_column(table, "About", "about");
    gp_doc_table_add_text_column(table, "Source", "source");
    for (guint i = 0; i < markers->len; i++) {
        const GpMarker *marker = markers->pdata[i];
        g_autofree char *due = gp_compose_due(marker), *begin = gp_words_begin(due);
        g_autofree char *whom = gp_words_begin(whom_words(marker->applies_to));

        gp_doc_table_add_row(table, marker->title);
        gp_doc_table_set_text(table, 1, begin);
        gp_doc_table_set_text(table, 2,
                              state_words(gp_markers_state(markers, i, self->board->today)));
        gp_doc_table_set_text(table, 3, whom);
        gp_doc_table_set_text(table, 4, marker->source);
    }
    gp_composing_add_chart(self, section, "milestones", table);
}

/* ---- restatements ---- */

static void
say_marks(const GpComposing *self, GpSection *section)
{
    const GArray *marks = self->board->marks;
    g_autoptr(GPtrArray) restated = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) broken = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *restated_list = NULL, *broken_list = NULL;

    for (guint i = 0; marks != NULL && i < marks->len; i++) {
        const GpYearMark *mark = &g_array_index(marks, GpYearMark, i);

        if (mark->is_restated)
            g_ptr_array_add(restated, gp_words_fy(mark->fy));
        if (!mark->is_comparable)
            g_ptr_array_add(broken, gp_words_fy(mark->fy));
    }
    restated_list = gp_words_list((const char *const *)restated->pdata, restated->len);
    broken_list = gp_words_list((const char *const *)broken->pdata, broken->len);
    if (restated->len > 0)
        gp_section_say(section, "%s %s restated since %s first published: marked [r].",
                       restated_list, restated->len == 1 ? "was" : "were",
                       restated->len == 1 ? "it was" : "they were");
    else
        gp_section_say(section, "No published year was restated.");
    if (broken->len > 0)
        gp_section_say(section, "%s %s published as not comparable with the baseline year.",
                       broken_list, broken->len == 1 ? "was" : "were");
}

void
gp_compose_restatements(const GpComposing *self)
{
    const GPtrArray *publications = self->board->publications;
    GpSection *section = gp_document_add_section(self->document, "restatements",
                                                 "What was published and restated", 1);
    g_autofree char *caption = gp_composing_caption(self, "What was published", 0, 0);
    GpDocTable *table;

    if (publications == NULL || publications->len == 0) {
        gp_section_say(section,
                       "Nothing has been published yet. “greenplan publish” keeps what the "
                       "board saw, so that later changes can be told.");
        return;
    }
    say_marks(self, section);
    table = gp_doc_table_new("publications", caption);
    gp_doc_table_add_text_column(table, "Publication", "publication");
    gp_doc_table_add_text_column(table, "On", "on");
    gp_doc_table_add_text_column(table, "Kind", "kind");
    gp_doc_table_add_text_column(table, "By", "by");
    gp_doc_table_add_text_column(table, "Reason or note", "reason");
    for (guint i = 0; i < publications->len; i++) {
        const GpPublication *publication = publications->pdata[i];
        g_autofree char *day = gp_words_day(publication->day);

        gp_doc_table_add_row(table, publication->id);
        gp_doc_table_set_text(table, 1, day);
        gp_doc_table_set_text(table, 2,
                              publication->is_restatement ? "Restatement" : "Publication");
        gp_doc_table_set_text(table, 3, publication->by);
        gp_doc_table_set_text(
            table, 4, publication->is_restatement ? publication->reason : publication->note);
    }
    gp_section_add_table(section, table);
}

/* ---- issues ---- */

/* Counts one more of its code and severity. */
static guint
count_kind(GHashTable *counts, const GpIssue *issue)
{
    g_autofree char *key = g_strdup_printf("%d %s", (int)issue->severity, issue->code);
    guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key)) + 1;

    g_hash_table_insert(counts, g_steal_pointer(&key), GUINT_TO_POINTER(n));
    return n;
}

static void
add_issue(GpDocTable *table, const GpIssue *issue)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *plain = NULL, *begin = NULL;
    static const char *const words[] = {[GP_SEVERITY_NOTE] = "Note",
                                        [GP_SEVERITY_WARNING] = "May mislead",
                                        [GP_SEVERITY_ERROR] = "Left out of the figures"};

    gp_issue_print(issue, text);
    plain = gp_words_without_folders(text->str);
    begin = issue->file == NULL ? gp_words_begin(plain) : g_strdup(plain);
    gp_doc_table_add_row(table, begin);
    gp_doc_table_set_text(table, 1, words[issue->severity]);
    gp_doc_table_set_text(table, 2, issue->code);
}

/* The same may be said of two targets or two tables. Returns: (transfer container) (element-type
 * GpIssue): each once */
static GPtrArray *
list_issues(const GpIssueList *issues)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GPtrArray *list = g_ptr_array_new();

    for (guint i = 0; i < gp_issue_list_size(issues); i++) {
        const GpIssue *issue = gp_issue_list_get(issues, i);
        GString *text = g_string_new(NULL);

        gp_issue_print(issue, text);
        if (g_hash_table_add(seen, g_string_free(text, FALSE)))
            g_ptr_array_add(list, (gpointer)issue);
    }
    return list;
}

/* Those of one severity; of each kind the first few, and how many more there are. */
static void
add_issues_of(const GPtrArray *issues, GpSeverity severity, GpDocTable *table)
{
    g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < issues->len; i++)
        count_kind(counts, issues->pdata[i]);
    for (guint i = 0; i < issues->len; i++) {
        const GpIssue *issue = issues->pdata[i];
        g_autofree char *key = g_strdup_printf("%d %s", (int)severity, issue->code);
        guint all = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key)), so_far;

        if (issue->severity != severity)
            continue;
        so_far = count_kind(seen, issue);
        if (so_far <= MAX_OF_A_KIND || all == MAX_OF_A_KIND + 1)
            add_issue(table, issue);
        else if (so_far == MAX_OF_A_KIND + 1) {
            g_autofree char *more =
                g_strdup_printf("… and %u more of this kind", all - MAX_OF_A_KIND);

            gp_doc_table_add_row(table, more);
            gp_doc_table_set_text(table, 2, issue->code);
        }
    }
}

void
gp_compose_issues(const GpComposing *self)
{
    g_autoptr(GPtrArray) list = list_issues(self->board->issues);
    GpSection *section = gp_document_add_section(self->document, "issues",
                                                 "What must be known beside the figures", 1);
    g_autofree char *caption =
        gp_composing_caption(self, "What must be known beside the figures", 0, 0);
    GpDocTable *table;

    if (list->len == 0) {
        gp_section_say(section, "Nothing was noted while the figures were made.");
        return;
    }
    table = gp_doc_table_new("issues-list", caption);
    gp_doc_table_add_text_column(table, "What", "what");
    gp_doc_table_add_text_column(table, "Weight", "weight");
    gp_doc_table_add_text_column(table, "Kind", "kind");
    add_issues_of(list, GP_SEVERITY_ERROR, table);
    add_issues_of(list, GP_SEVERITY_WARNING, table);
    add_issues_of(list, GP_SEVERITY_NOTE, table);
    gp_section_add_table(section, table);
}

/* ---- what cannot be shown ---- */

#define NCF_BY_MONTH "The NHS Carbon Footprint month by month"
#define MONTHLY "Ask for figures by month instead of by year."

/* Parts of the report, and what brings them. */
static const struct {
    const char *what; /* as gaps begin with it */
    const char *how;
} parts[] = {
    {"Emissions",
     "Bring in what was used: energy and water from the estates team, waste from the facilities "
     "team, mileage claims from the finance team, gases and inhalers from the pharmacy. “greenplan "
     "import FILE --source NAME” takes a file; docs/guide.md tells how."},
    {"Progress against a target",
     "Fill targets.csv of the workspace, and have the board adopt what stands there. Then it needs "
     "figures of the baseline year and of one more year that can be compared with it."},
    {"What caused the change in emissions", "It needs figures of two whole years."},
    {"Actions",
     "Fill actions.csv of the workspace with what is done, under way, planned and proposed, with "
     "owners and expected savings."},
    {"What the actions save", "It needs a target, and a comparable year to begin from."},
    {"Roles",
     "Put an extract of the payroll system into the workspace as workforce.csv: period, role and "
     "WTE, without names or numbers of persons."},
    {"Month by month", MONTHLY},
    {NCF_BY_MONTH, MONTHLY},
    {"What the board saw before",
     "Keep the figures of each board meeting with “greenplan publish”."},
};

static gboolean
is_empty(const GPtrArray *list)
{
    return list == NULL || list->len == 0;
}

/* `What: why.`: the part before the colon; NULL for a sentence of another kind. */
static char *
part_of_gap(const char *gap)
{
    const char *colon = strstr(gap, ": ");

    return colon == NULL ? NULL : g_strndup(gap, (gsize)(colon - gap));
}

static gboolean
is_told(const GPtrArray *gaps, const char *what)
{
    for (guint i = 0; i < gaps->len; i++) {
        g_autofree char *part = part_of_gap(gaps->pdata[i]);

        if (g_strcmp0(part, what) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_missing(const GpComposing *self, const char *what)
{
    const GpBoard *board = self->board;
    const struct {
        const char *what;
        gboolean is_missing;
    } known[] = {
        {"Emissions", self->fy == 0},
        {"Progress against a target", self->main == NULL},
        {"What caused the change in emissions",
         board->since_baseline == NULL && board->since_last == NULL},
        {"Actions", is_empty(board->actions)},
        {"What the actions save", board->outlook.plan == NULL && !is_empty(board->actions)},
        {"Roles", board->roles == NULL},
        {"Month by month", board->measures->len == 0 && !is_told(board->gaps, NCF_BY_MONTH)},
        {"What the board saw before", is_empty(board->publications)},
    };

    for (guint i = 0; i < G_N_ELEMENTS(known); i++) {
        if (g_str_equal(known[i].what, what))
            return known[i].is_missing;
    }
    return FALSE;
}

static const char *
how_to_bring(const char *what)
{
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (g_str_equal(parts[i].what, what))
            return parts[i].how;
    }
    return NULL;
}

/* A gap, with what brings it if that is known. */
static void
add_gap(GpSection *section, const char *gap)
{
    g_autofree char *what = part_of_gap(gap);
    const char *how = what == NULL ? NULL : how_to_bring(what);
    g_autofree char *why = NULL, *with_fys = NULL, *text = NULL;

    if (what == NULL) {
        gp_section_add_answer(section, "Further", gap, GP_TONE_UNKNOWN, "Not yet");
        return;
    }
    why = gp_words_begin(gap + strlen(what) + strlen(": "));
    with_fys = gp_words_with_fys(why);
    text = how == NULL ? g_strdup(with_fys) : g_strdup_printf("%s %s", with_fys, how);
    gp_section_add_answer(section, what, text, GP_TONE_UNKNOWN, "Not yet");
}

void
gp_compose_missing(const GpComposing *self)
{
    const GpBoard *board = self->board;
    const GPtrArray *gaps = board->gaps;
    GpSection *section =
        gp_document_add_section(self->document, "missing", "What cannot be shown", 1);

    for (guint i = 0; board->rollups == NULL && i < G_N_ELEMENTS(parts); i++) {
        if (is_missing(self, parts[i].what) && !is_told(gaps, parts[i].what))
            gp_section_add_answer(section, parts[i].what, parts[i].how, GP_TONE_UNKNOWN, "Not yet");
    }
    for (guint i = 0; i < gaps->len; i++)
        add_gap(section, gaps->pdata[i]);
    if (section->blocks->len == 0)
        gp_section_say(section, "Everything that this report is about can be shown.");
}
