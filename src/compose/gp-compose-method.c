/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-compose-private.h"

/* A term of the method with plain words: as docs/method.md has them, shorter. */
typedef struct {
    const char *term, *text;
} Term;

static const Term figures[] = {
    {"What a figure is",
     "A quantity (kWh, miles, tonnes, pounds) times a published emission factor. Nothing is "
     "rounded "
     "on the way: quantities are exact to a millionth of their unit, and figures are rounded once, "
     "when they are shown, half to even. So rounded parts need not add up to a rounded total."},
    {"Tonnes of CO₂e",
     "Carbon dioxide equivalent: all greenhouse gases, each weighed by how much it warms (its "
     "global "
     "warming potential, GWP) in the set that the publication of the factor uses."},
    {"Which factor",
     "An NHS financial year, April to March, is converted with the edition of the calendar year in "
     "which it starts, unless the line below says otherwise. Where a year has no edition, the "
     "latest "
     "earlier one is used, else the earliest later one, and it is said. A trust's own factors go "
     "before the published ones."},
    {"NHS Carbon Footprint",
     "What the trust controls: fuels, electricity, heat, water, waste, anaesthetic gases and "
     "refrigerants, inhalers, its own vehicles and business travel, with the making and bringing "
     "of "
     "the energy."},
    {"NHS Carbon Footprint Plus",
     "The NHS Carbon Footprint, and what is bought, commuting, and the travel of patients and "
     "visitors."},
    {"Well-to-tank and losses",
     "Getting a fuel out, refining and bringing it (well-to-tank), and what is lost between power "
     "station and meter (transmission and distribution). Each stands on its own component."},
    {"Biogenic CO₂",
     "Of burned wood and biofuels: listed outside the scopes, never added to a total."},
    {"Missing is missing", "A gap, an unknown unit and an activity without a factor are named "
                           "beside the figures. They are "
                           "never counted as 0."},
};

static const Term progress[] = {
    {"What is compared", "A year is compared if every category that made up at least 5% of the "
                         "baseline year has data in "
                         "as many months as it had then. Other years are shown and marked [i], and "
                         "nothing is worked out "
                         "from them."},
    {"Path",
     "The line from the baseline year to the target. A target that is a band of years ends at its "
     "late edge; how the trust stands against the early edge is said beside it."},
    {"If the trend continues",
     "A straight line through the last comparable years (at most 10), with the range in which 8 of "
     "10 years would lie. It needs 5 years, reaches no further ahead than it has years to go by, "
     "and "
     "is no plan."},
    {"Verdict",
     "Off track if even the low edge of that range is above the path. On track if the latest year, "
     "the sum since the baseline and the trend are on or under the path, to within 1% of it. At "
     "risk "
     "otherwise. Too early with fewer than 5 comparable years."},
    {"Uncertainty",
     "Quantities are taken to be off by up to 5% if measured, 15% if estimated and 30% if "
     "modelled, "
     "unless the trust knows better; factors by what their publication says. Errors of factors are "
     "the same in every year, so they largely cancel in a change. A change within its own "
     "uncertainty is too small to tell."},
    {"Causes",
     "The change of each source is split among the things whose product it is (logarithmic mean "
     "Divisia index), so that the causes add up to the change exactly. What we did is the "
     "activity; "
     "what others did is the grid, other published factors, prices and revised methods."},
    {"Month by month", "Limits show the usual ups and downs (XmR charts, NHS England's Making Data "
                       "Count). Only what is "
                       "outside of them, or a run or trend of 7 months, is called unusual."},
    {"Actions",
     "Savings are the trust's own expectations, grow from start to full effect, and are not taken "
     "off again where the latest year has them already. They are added up, although one may make "
     "another smaller."},
    {"Roles",
     "Emissions go to the role that causes or decides on them, else to all staff of a place by a "
     "stated key. Nothing is shown that is about fewer people than the threshold."},
    {"Decisions asked",
     "They follow from the figures by fixed rules: what planned actions leave open against the "
     "target, proposed actions with the cheapest tonne, targets that nobody adopted or owns, "
     "milestones of the next two years without an action, data that are missing or wrong, and a "
     "restatement that is due."},
};

static void
add_terms(GpSection *section, const Term *terms, guint n)
{
    for (guint i = 0; i < n; i++)
        gp_section_add_pair(section, terms[i].term, terms[i].text);
}

void
gp_compose_method(const GpComposing *self)
{
    const char *factors = self->board->factors_line;
    GpSection *section =
        gp_document_add_section(self->document, "method", "How the figures are made", 1);

    section->begins_page = TRUE;
    if (factors != NULL && *factors != '\0')
        gp_section_say(section, "Here the figures are %s%s", factors,
                       g_str_has_suffix(factors, ".") ? "" : ".");
    add_terms(section, figures, G_N_ELEMENTS(figures));
    section =
        gp_document_add_section(self->document, "method-progress", "How progress is judged", 2);
    add_terms(section, progress, G_N_ELEMENTS(progress));
    gp_section_say(section, "Every formula, with its source, stands in greenplan's method "
                            "(docs/method.md); “greenplan explain” takes any figure down to its "
                            "rows and factors.");
}

/* ---- factors used ---- */

/* A publication and what it was used for. */
typedef struct {
    const char *edition;
    int first_fy, last_fy;
    GPtrArray *activities; /* (element-type utf8) borrowed, unlike one another */
} Use;

#define MAX_ACTIVITIES 6

static void
clear_use(gpointer pointer)
{
    g_ptr_array_unref(((Use *)pointer)->activities);
}

static const char *
title_of(const GpComposing *self, const char *key)
{
    for (guint i = 0; i < self->board->catalogue->len; i++) {
        const GpActivity *activity = self->board->catalogue->pdata[i];

        if (g_str_equal(activity->key, key))
            return activity->title;
    }
    return key;
}

static Use *
get_use(GArray *uses, const char *edition)
{
    Use use = {edition, 0, 0, NULL};

    for (guint i = 0; i < uses->len; i++) {
        if (g_str_equal(g_array_index(uses, Use, i).edition, edition))
            return &g_array_index(uses, Use, i);
    }
    use.activities = g_ptr_array_new();
    g_array_append_val(uses, use);
    return &g_array_index(uses, Use, uses->len - 1);
}

static int
compare_uses(gconstpointer a, gconstpointer b)
{
    return strcmp(((const Use *)a)->edition, ((const Use *)b)->edition);
}

static GArray *
list_uses(const GpComposing *self)
{
    const GpEmissions *emissions = self->board->emissions.by_edition;
    GArray *uses = g_array_new(FALSE, TRUE, sizeof(Use));
    int year = gp_by_find(&emissions->by, GP_BY_YEAR);
    int activity = gp_by_find(&emissions->by, GP_BY_ACTIVITY);
    int edition = gp_by_find(&emissions->by, GP_BY_EDITION);

    g_assert(year >= 0 && activity >= 0 && edition >= 0);
    g_array_set_clear_func(uses, clear_use);
    for (guint i = 0; i < emissions->rows->len; i++) {
        const GpEmissionRow *row = &g_array_index(emissions->rows, GpEmissionRow, i);
        const char *title = title_of(self, row->labels[activity]);
        Use *use = get_use(uses, row->labels[edition]);
        int fy;

        if (!g_ptr_array_find_with_equal_func(use->activities, title, g_str_equal, NULL))
            g_ptr_array_add(use->activities, (gpointer)title);
        if (!gp_fy_parse(row->labels[year], &fy))
            continue;
        use->first_fy = use->first_fy == 0 ? fy : MIN(use->first_fy, fy);
        use->last_fy = MAX(use->last_fy, fy);
    }
    g_array_sort(uses, compare_uses);
    return uses;
}

/* Titles have commas in them, so they are parted by semicolons. */
static char *
list_activities(const GPtrArray *titles)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < titles->len && i < MAX_ACTIVITIES; i++)
        g_string_append_printf(out, "%s%s", i == 0 ? "" : "; ", (const char *)titles->pdata[i]);
    if (titles->len > MAX_ACTIVITIES)
        g_string_append_printf(out, "; and %u more", titles->len - MAX_ACTIVITIES);
    return g_string_free(out, FALSE);
}

void
gp_compose_factors(const GpComposing *self)
{
    const GpEmissions *emissions = self->board->emissions.by_edition;
    g_autofree char *caption = gp_composing_caption(self, "Emission factors used", 0, 0);
    GpSection *section = gp_document_add_section(self->document, "factors", "Factors used", 1);
    g_autoptr(GArray) uses = NULL;
    GpDocTable *table;

    if (emissions == NULL || emissions->rows->len == 0) {
        gp_section_say(section, "No factors were used, because there are no figures.");
        return;
    }
    uses = list_uses(self);
    table = gp_doc_table_new("factors-used", caption);
    gp_doc_table_add_text_column(table, "Publication and edition", "edition");
    gp_doc_table_add_text_column(table, "For", "years");
    gp_doc_table_add_column(table, "Activities", "", "activities", 0);
    gp_doc_table_add_text_column(table, "Which", "which");
    for (guint i = 0; i < uses->len; i++) {
        const Use *use = &g_array_index(uses, Use, i);
        g_autofree char *years =
            use->first_fy == 0 ? g_strdup("") : gp_words_fys(use->first_fy, use->last_fy);
        g_autofree char *which = list_activities(use->activities);

        gp_doc_table_add_row(table, use->edition);
        gp_doc_table_set_text(table, 1, years);
        gp_doc_table_set_value(table, 2, use->activities->len, 0);
        gp_doc_table_set_text(table, 3, which);
    }
    gp_section_add_table(section, table);
}
