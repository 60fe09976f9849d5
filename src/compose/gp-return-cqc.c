/* SPDX-License-Identifier: MIT */
#include "gp-return-private.h"

/*
 * What the Care Quality Commission asks under “Environmental sustainability – sustainable
 * development” of the well-led key question (1 May 2024), clause by clause: what the trust can show
 * from its figures, and what it cannot yet. The clauses are put in our own words.
 */

static void
show(GpSection *section, const char *clause, const char *text)
{
    gp_section_add_answer(section, clause, text, GP_TONE_GOOD, "Shown");
}

static void
show_in_part(GpSection *section, const char *clause, const char *text)
{
    gp_section_add_answer(section, clause, text, GP_TONE_CAUTION, "In part");
}

static void
show_not_yet(GpSection *section, const char *clause, const char *text)
{
    gp_section_add_answer(section, clause, text, GP_TONE_BAD, "Not yet");
}

static void
answer_lead(const GpBoard *board, GpSection *section)
{
    const char *clause = "A board member answers for net zero targets and the Green Plan";
    const char *lead = board->board_lead == NULL ? "" : board->board_lead;
    g_autofree char *text = g_strdup_printf("%s is named in the settings.", lead);

    if (*lead != '\0')
        show(section, clause, text);
    else
        show_not_yet(section, clause,
                     "Nobody is named. Write board_lead= into greenplan.ini once the board has "
                     "decided.");
}

static void
answer_targets(const GpBoard *board, GpSection *section)
{
    const char *clause = "Net zero targets are set and approved";
    guint n = board->standings->len, n_adopted = 0;
    g_autofree char *count = gp_words_count(n, "target is", "targets are");
    g_autofree char *adopted = NULL, *text = NULL;

    for (guint i = 0; i < n; i++)
        n_adopted += *gp_board_target(board, i)->target->adopted_by != '\0' ? 1 : 0;
    if (n == 0) {
        show_not_yet(section, clause, "There are no targets in targets.csv.");
        return;
    }
    adopted = n_adopted == 0 ? g_strdup("none") : g_strdup_printf("%u", n_adopted);
    text = n_adopted == n
               ? g_strdup_printf("%s recorded, with who adopted %s.", count, n == 1 ? "it" : "each")
               : g_strdup_printf("%s recorded; %s of them with who adopted it and when.", count,
                                 adopted);
    if (n_adopted == n)
        show(section, clause, text);
    else
        show_in_part(section, clause, text);
}

static void
answer_system(const GpBoard *board, GpSection *section)
{
    const char *clause = "The targets stand in the Green Plan of the integrated care board, too";
    g_autofree char *text = NULL;

    if (board->icb == NULL || *board->icb == '\0') {
        show_not_yet(section, clause,
                     "The integrated care board is not named in the settings. The roll-up file in "
                     "this pack is what it needs.");
        return;
    }
    text = g_strdup_printf("The roll-up file in this pack hands targets and figures to %s. Whether "
                           "they stand in its Green Plan is to be shown from that plan.",
                           board->icb);
    show_in_part(section, clause, text);
}

static void
answer_progress(const GpBoard *board, GpSection *section)
{
    const char *clause = "Performance is compared with goals";
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < board->standings->len; i++) {
        const GpBoardTarget *standing = gp_board_target(board, i);

        if (standing->trajectory != NULL)
            g_string_append_printf(text, "%s%s: %s.", text->len == 0 ? "" : " ",
                                   standing->target->name,
                                   gp_verdict_title(standing->trajectory->verdict));
    }
    if (text->len > 0)
        show(section, clause, text->str);
    else
        show_not_yet(section, clause, "No target can be held against the figures yet.");
}

static void
answer_time(const GpFiling *filing, GpSection *section)
{
    const char *clause = "Data over time";
    g_autoptr(GArray) years = gp_filing_years(filing, G_MAXUINT);
    g_autofree char *count = gp_words_count(years->len, "financial year", "financial years");
    g_autofree char *text = g_strdup_printf("There are emissions of %s.", count);

    if (years->len >= GP_TRACK_MIN_YEARS)
        show(section, clause, text);
    else if (years->len > 0)
        show_in_part(section, clause, text);
    else
        show_not_yet(section, clause, "There are no emissions yet.");
}

static void
answer_variation(const GpBoard *board, GpSection *section)
{
    const char *clause = "Variation is understood";
    guint n_charts = 0;
    g_autofree char *text = NULL;

    for (guint i = 0; i < board->measures->len; i++)
        n_charts += ((const GpBoardMeasure *)board->measures->pdata[i])->chart != NULL ? 1 : 0;
    if (n_charts == 0) {
        show_not_yet(section, clause,
                     "Months cannot be told apart from the usual ups and downs yet: that needs "
                     "monthly data.");
        return;
    }
    text = gp_words_count(n_charts,
                          "measure is followed month by month by the rules of NHS Making "
                          "Data Count",
                          "measures are followed month by month by the rules of NHS Making Data "
                          "Count");
    g_autofree char *sentence = g_strconcat(text, ".", NULL);

    show(section, clause, sentence);
}

static void
answer_actions(const GpBoard *board, GpSection *section)
{
    const char *clause = "The effect of actions is followed";
    guint n = board->actions == NULL ? 0 : board->actions->len, n_measured = 0, n_owned = 0;
    g_autofree char *count = gp_words_count(n, "action is", "actions are"), *text = NULL;

    for (guint i = 0; i < n; i++)
        n_owned += *((const GpAction *)board->actions->pdata[i])->owner != '\0' ? 1 : 0;
    for (guint i = 0; board->measured != NULL && i < board->measured->len; i++)
        n_measured +=
            ((const GpActionMeasured *)board->measured->pdata[i])->finding != GP_MEASURED_NOT ? 1
                                                                                              : 0;
    if (n == 0) {
        show_not_yet(section, clause, "There are no actions in actions.csv.");
        return;
    }
    text = g_strdup_printf("%s recorded, %u with an owner; of %u the effect could be measured.",
                           count, n_owned, n_measured);
    if (n_owned == n && n_measured > 0)
        show(section, clause, text);
    else
        show_in_part(section, clause, text);
}

static void
answer_staff(const GpBoard *board, GpSection *section)
{
    const char *aware = "Staff know their carbon footprint in the context of their role";
    const char *supported = "Staff are supported to reduce it";
    guint n_roles = 0;

    for (guint i = 0; board->roles != NULL && i < board->roles->figures->len; i++) {
        const GpRolePublishedFigure *figure = gp_role_published_figure(board->roles, i);

        n_roles +=
            figure->table == GP_ROLE_PUBLISHED_ROLES && figure->is_shown &&
                    figure->part == GP_ROLE_PUBLISHED_ALL &&
                    g_str_equal(figure->category, GP_ROLE_PUBLISHED_EVERY) &&
                    figure->fy == g_array_index(board->roles->fys, int, board->roles->fys->len - 1)
                ? 1
                : 0;
    }
    if (n_roles == 0) {
        show_not_yet(section, aware, "Footprints of roles need a workforce file: workforce.csv.");
        show_not_yet(section, supported,
                     "What each role can do is shown beside its footprint, once there is one.");
        return;
    }
    g_autofree char *count =
        gp_words_count(n_roles, "role or group of roles", "roles and groups of roles");
    g_autofree char *text = g_strdup_printf(
        "Footprints of %s can be published, so that nobody can be told from them. Whether staff "
        "have seen them is to be shown by the trust.",
        count);

    show_in_part(section, aware, text);
    show_in_part(section, supported,
                 "Each role's page has actions with their published source and what they would "
                 "save. Time, training and cover for them are to be shown by the trust.");
}

/* Areas that are asked about, and the categories that stand for them. */
static const struct {
    const char *clause;
    const char *categories; /* parted by `|` */
} areas[] = {
    {"Carbon is reduced in travel",
     "Business travel|Fleet and leased vehicles|Staff commuting|Patient and visitor travel"},
    {"Carbon is reduced in medicines", "Anaesthetic gases|Metered dose inhalers|Medicines"},
    {"Carbon is reduced in the supply chain",
     "Medical equipment|Manufacturing|Business services|Food and catering|ICT|Construction|"
     "Freight transport|Commissioned health services"},
    {"Carbon is reduced in the estate",
     "Fossil fuels|Electricity|Purchased heat|Water|Waste|NHS facilities"},
};

/* The sum of an area in a year. FALSE if none of its categories has data. */
static gboolean
sum_area(const GpComposing *composing, const char *categories, int fy, GpInt128 *out_kg)
{
    g_auto(GStrv) names = g_strsplit(categories, "|", -1);
    const GpCut *cut = composing->plus;
    gboolean has = FALSE;

    *out_kg = 0;
    for (guint i = 0; i < cut->lines->len; i++) {
        GpInt128 kg;

        if (!g_strv_contains((const char *const *)names, gp_cut_line(cut, i)->name) ||
            !gp_cut_kg(cut, i, fy, &kg))
            continue;
        has = TRUE;
        *out_kg += kg;
    }
    return has;
}

static void
answer_areas(const GpComposing *composing, GpSection *section)
{
    for (guint i = 0; i < G_N_ELEMENTS(areas); i++) {
        GpInt128 from, to;
        g_autofree char *text = NULL;

        if (composing->from_fy == 0 ||
            !sum_area(composing, areas[i].categories, composing->from_fy, &from) ||
            !sum_area(composing, areas[i].categories, composing->fy, &to)) {
            show_not_yet(section, areas[i].clause,
                         "There are no figures of two years that can be compared.");
            continue;
        }
        text = gp_words_change("Its emissions", composing->from_fy,
                               gp_cut_micro(composing->plus, from), composing->fy,
                               gp_cut_micro(composing->plus, to));
        if (to < from)
            show(section, areas[i].clause, text);
        else
            show_in_part(section, areas[i].clause, text);
    }
}

GpDocument *
gp_compose_cqc(const GpBoard *board)
{
    GpDocument *document =
        gp_compose_document(board, "Evidence for the CQC: environmental sustainability");
    GpSection *section = gp_document_add_section(document, "leadership", "Leadership", 1);
    g_auto(GpFiling) filing;

    gp_filing_init(&filing, board, document);
    gp_section_say(section,
                   "Each clause in our own words, what the trust's figures show of it, and "
                   "what they do not show yet. Where the trust has other evidence, add "
                   "it.");
    answer_lead(board, section);
    answer_targets(board, section);
    answer_system(board, section);
    section = gp_document_add_section(document, "learning", "Data, variation and learning", 1);
    answer_time(&filing, section);
    answer_variation(board, section);
    answer_progress(board, section);
    answer_actions(board, section);
    section = gp_document_add_section(document, "staff", "Staff", 1);
    answer_staff(board, section);
    section = gp_document_add_section(document, "areas", "Where carbon is reduced", 1);
    answer_areas(&filing.composing, section);
    section = gp_document_add_section(document, "beyond", "What activity data cannot show", 1);
    gp_section_add_answer(section, "Health promotion and more efficient care",
                          "Prevention, shorter stays and fewer journeys show in these figures only "
                          "through the energy, travel and goods that are no longer used. To be "
                          "shown by the trust.",
                          GP_TONE_UNKNOWN, "Not in these figures");
    gp_section_add_answer(section, "Adapting to a changing climate",
                          "Heat, floods and supply are not activity data. To be shown by the "
                          "trust.",
                          GP_TONE_UNKNOWN, "Not in these figures");
    return document;
}
