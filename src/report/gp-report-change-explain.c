/* SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <string.h>

#include "gp-day.h"
#include "gp-error.h"
#include "gp-report.h"
#include "gp-table-private.h"
#include "gp-text.h"
#include "gp-words.h"

/* Sources that are taken apart; the others are summed. */
#define MAX_SHOWN 10

/* The places to which effects are worked out, so that those shown sum exactly. */
#define SHOWN_KG_PLACES 6

#define MAX_FACTOR_TEXT 160

/* What is asked for. */
typedef struct {
    const GpChange *change;
    GPtrArray *details; /* (element-type GpChangeDetail) the largest change first */
    char fy[GP_N_ENDS][16];
} Asked;

static void
asked_clear(Asked *self)
{
    g_ptr_array_unref(self->details);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Asked, asked_clear)

static const GpChangeDetail *
detail_at(const Asked *self, guint i)
{
    return g_ptr_array_index(self->details, i);
}

static GpInt128
size_of(const GpChangeDetail *detail)
{
    GpInt128 change = detail->kg[GP_TO] - detail->kg[GP_FROM];

    return change < 0 ? -change : change;
}

static int
compare_details(gconstpointer a, gconstpointer b)
{
    const GpChangeDetail *left = *(const GpChangeDetail *const *)a;
    const GpChangeDetail *right = *(const GpChangeDetail *const *)b;
    const char *const texts[][2] = {{left->activity, right->activity},
                                    {left->site, right->site},
                                    {left->component, right->component},
                                    {left->unit, right->unit},
                                    {left->category, right->category}};
    int order = (size_of(left) < size_of(right)) - (size_of(left) > size_of(right));

    for (guint i = 0; order == 0 && i < G_N_ELEMENTS(texts); i++)
        order = strcmp(texts[i][0], texts[i][1]);
    return order;
}

/* ---- numbers ---- */

static void
drop_zeros(GString *text)
{
    if (strchr(text->str, '.') == NULL)
        return;
    while (text->str[text->len - 1] == '0')
        g_string_truncate(text, text->len - 1);
    if (text->str[text->len - 1] == '.')
        g_string_truncate(text, text->len - 1);
}

static GString *
kg_string(GpInt128 kg, int kg_places)
{
    GString *text = g_string_new(kg < 0 ? "−" : "");

    gp_number_append_rounded(text, kg < 0 ? -kg : kg, kg_places, SHOWN_KG_PLACES);
    return text;
}

static char *
kg_text(GpInt128 kg, int kg_places)
{
    GString *text = kg_string(kg, kg_places);

    drop_zeros(text);
    return g_string_free(text, FALSE);
}

/* `1.500000`: all places, so that they stand below one another. */
static char *
plain_text(GpInt128 kg, int kg_places)
{
    return g_string_free(kg_string(kg, kg_places), FALSE);
}

/* `+1.500000` */
static char *
effect_text(GpInt128 kg, int kg_places)
{
    GString *text = kg_string(kg, kg_places);

    if (kg > 0)
        g_string_prepend_c(text, '+');
    return g_string_free(text, FALSE);
}

static char *
log_text(double log)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];

    return g_strconcat(log < 0 ? "−" : "",
                       g_ascii_formatd(digits, sizeof digits, "%.12f", fabs(log)), NULL);
}

/* Twelve figures that count, and thousands commas where there are thousands. */
static char *
term_text(double value)
{
    enum { FIGURES = 12, LARGEST = 30 };
    GString *text = g_string_new(value < 0 ? "−" : "");
    double size = fabs(value);
    int whole = size > 0 ? (int)floor(log10(size)) + 1 : 1;
    int places = CLAMP(FIGURES - whole, 0, LARGEST);
    char digits[G_ASCII_DTOSTR_BUF_SIZE + LARGEST], format[8];

    if (whole > 3 && whole < LARGEST) {
        gp_number_append_rounded(text, (GpInt128)rint(size * pow(10, places)), places, places);
    } else {
        g_snprintf(format, sizeof format, "%%.%df", places);
        g_string_append(text, g_ascii_formatd(digits, sizeof digits, format, size));
    }
    drop_zeros(text);
    return g_string_free(text, FALSE);
}

/* ---- one source ---- */

static void
append_name(const GpChangeDetail *detail, GString *out)
{
    const char *const parts[] = {detail->activity, detail->site, detail->component};

    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *text = gp_text_quoted(parts[i]);

        if (*text != '\0')
            g_string_append_printf(out, "%s%s", i == 0 ? "" : ", ", text);
    }
    g_string_append_c(out, '\n');
}

static void
append_ends(const Asked *self, const GpInt128 kg[GP_N_ENDS], GString *out)
{
    int places = self->change->kg_places;
    g_autofree char *from = kg_text(kg[GP_FROM], places), *to = kg_text(kg[GP_TO], places);
    g_autofree char *change = kg_text(kg[GP_TO] - kg[GP_FROM], places);

    g_string_append_printf(out, "%s kg in %s, %s kg in %s, so the change is %s kg", from,
                           self->fy[GP_FROM], to, self->fy[GP_TO], change);
}

/* `activity, kWh`. */
static char *
term_title(const Asked *self, const GpChangeDetail *detail, guint cause)
{
    const char *title = gp_change_cause_title(self->change->causes[cause]);

    if (!detail->is_footprint)
        return g_strdup(title);
    switch ((GpCause)cause) {
    case GP_CAUSE_ACTIVITY:
        return g_strdup_printf("activity, %s", detail->unit);
    case GP_CAUSE_GRID:
    case GP_CAUSE_FACTOR:
        return g_strdup_printf("%s, kg a %s", title, detail->unit);
    case GP_CAUSE_PRICE:
    case GP_CAUSE_WEATHER:
        return g_strdup_printf("%s, an index", title);
    case GP_CAUSE_METHOD:
        return g_strdup_printf("%s, a ratio", title);
    case GP_CAUSE_BOUNDARY:
        return g_strdup_printf("%s, part of the year open", title);
    case GP_N_CAUSES:
        break;
    }
    return g_strdup(title);
}

/* Whether a term has no part in the product. */
static gboolean
is_one(const GpChangeDetail *detail, guint cause)
{
    return detail->is_footprint && fabs(detail->terms[cause][GP_FROM] - 1) < DBL_EPSILON &&
           fabs(detail->terms[cause][GP_TO] - 1) < DBL_EPSILON && detail->effects[cause] == 0;
}

static void
print_terms(const Asked *self, const GpChangeDetail *detail, GString *out)
{
    const char *const titles[] = {"term", self->fy[GP_FROM], self->fy[GP_TO], "ln of the ratio",
                                  "L x ln = effect, kg"};
    static const gboolean is_number[] = {FALSE, TRUE, TRUE, TRUE, TRUE};
    GpInt128 sum = detail->kg[GP_TO] - detail->kg[GP_FROM];
    g_auto(GpTextTable) table;

    gp_text_table_init(&table, titles, is_number, G_N_ELEMENTS(titles));
    for (guint i = 0; self->change->causes[i] != NULL; i++) {
        if (is_one(detail, i))
            continue;
        gp_text_table_add(&table, term_title(self, detail, i));
        for (guint end = 0; end < GP_N_ENDS; end++)
            gp_text_table_add(&table, term_text(detail->terms[i][end]));
        gp_text_table_add(&table, log_text(detail->logs[i]));
        gp_text_table_add(&table, effect_text(detail->effects[i], self->change->kg_places));
    }
    gp_text_table_add(&table, g_strdup("all: their product, kg"));
    for (guint end = 0; end < GP_N_ENDS; end++)
        gp_text_table_add(&table, kg_text(detail->kg[end], self->change->kg_places));
    gp_text_table_add(&table, log_text(detail->log));
    gp_text_table_add(&table, effect_text(sum, self->change->kg_places));
    gp_text_table_print(&table, 1, out);
}

/* What the activity is made from, where that is not the quantity itself. */
static void
append_quantity(const GpChangeDetail *detail, GString *out)
{
    static const struct {
        GpCause cause;
        const char *title;
    } divisors[] = {{GP_CAUSE_BOUNDARY, "the part of the year open"},
                    {GP_CAUSE_WEATHER, "the weather"},
                    {GP_CAUSE_PRICE, "prices"}};
    g_autofree char *from = term_text(detail->quantity[GP_FROM]);
    g_autofree char *to = term_text(detail->quantity[GP_TO]);
    g_autoptr(GString) list = g_string_new(NULL);

    for (guint i = 0; i < G_N_ELEMENTS(divisors); i++) {
        if (!is_one(detail, divisors[i].cause))
            g_string_append_printf(list, " / %s", divisors[i].title);
    }
    if (detail->is_deflated)
        g_string_append(list, " / prices");
    if (list->len > 0)
        g_string_append_printf(out, "The quantity is %s and %s %s; activity = quantity%s.\n", from,
                               to, detail->unit, list->str);
}

/* How the terms come from the figures that are published. */
static void
append_terms(const Asked *self, const GpChangeDetail *detail, GString *out)
{
    if (!detail->is_footprint)
        return;
    append_quantity(detail, out);
    if (detail->is_deflated) {
        g_autofree char *from = term_text(detail->prices[GP_FROM]);
        g_autofree char *to = term_text(detail->prices[GP_TO]);

        g_string_append_printf(out,
                               "Prices are %s and %s; the factor takes them out of spend already, "
                               "and is shown times prices.\n",
                               from, to);
    }
    if (!is_one(detail, GP_CAUSE_METHOD))
        g_string_append_printf(out,
                               "The factor is shown by the method of %s; times the ratio it is "
                               "the published one.\n",
                               self->fy[GP_FROM]);
}

static void
append_residue(const Asked *self, const GpChangeDetail *detail, GString *out)
{
    g_autofree char *title = term_title(self, detail, detail->residue_cause);

    if (detail->residue == 0) {
        g_string_append(out, "Rounding leaves nothing.\n");
        return;
    }
    g_string_append_printf(out, "Rounding leaves %s", detail->residue < 0 ? "−" : "");
    gp_number_append(out, detail->residue < 0 ? -detail->residue : detail->residue,
                     self->change->kg_places);
    g_string_append_printf(out, " kg, which is in the effect of: %s.\n", title);
}

static void
append_factors(const Asked *self, const GpChangeDetail *detail, GString *out)
{
    for (guint end = 0; detail->is_footprint && end < GP_N_ENDS; end++) {
        const char *factor = detail->factors[end] != NULL ? detail->factors[end] : "none";
        g_autofree char *text = gp_text_printable(factor, strlen(factor), MAX_FACTOR_TEXT);

        g_string_append_printf(out, "Factor of %s: %s.\n", self->fy[end], text);
    }
}

static void
print_detail(const Asked *self, const GpChangeDetail *detail, GString *out)
{
    g_string_append_c(out, '\n');
    append_name(detail, out);
    append_ends(self, detail->kg, out);
    if (detail->sole_cause >= 0) {
        g_autofree char *from = term_text(detail->quantity[GP_FROM]);
        g_autofree char *to = term_text(detail->quantity[GP_TO]);

        g_string_append_printf(out, ". There is no ratio of the two, so all of it goes to: %s.\n",
                               gp_change_cause_title(self->change->causes[detail->sole_cause]));
        if (detail->is_footprint)
            g_string_append_printf(out, "The quantity is %s and %s %s.\n", from, to, detail->unit);
    } else {
        g_autofree char *mean = term_text(detail->mean_kg);

        g_string_append_printf(out, "; L = %s kg\n\n", mean);
        print_terms(self, detail, out);
        append_terms(self, detail, out);
        append_residue(self, detail, out);
    }
    append_factors(self, detail, out);
}

/* ---- all ---- */

static void
add_to_sum(GpChangePart *sum, const GpChangeDetail *detail)
{
    for (guint end = 0; end < GP_N_ENDS; end++)
        sum->kg[end] += detail->kg[end];
    for (guint i = 0; i < GP_CHANGE_MAX_CAUSES; i++)
        sum->effects[i] += detail->effects[i];
}

static void
print_rest(const Asked *self, GString *out)
{
    guint n_rest = self->details->len - MIN(self->details->len, MAX_SHOWN);
    GpChangePart rest = {.category = NULL};

    if (n_rest == 0)
        return;
    for (guint i = MAX_SHOWN; i < self->details->len; i++)
        add_to_sum(&rest, detail_at(self, i));
    if (n_rest == 1)
        g_string_append(out, "\nOne more source, which changed no more and is in the sum: ");
    else
        g_string_append_printf(
            out, "\n%u more sources, which changed no more and are in the sum: ", n_rest);
    append_ends(self, rest.kg, out);
    g_string_append(out, ".\n");
}

static void
print_sum(const Asked *self, GString *out)
{
    static const char *const titles[] = {"all of it", "kg"};
    static const gboolean is_number[] = {FALSE, TRUE};
    int places = self->change->kg_places;
    GpChangePart sum = {.category = NULL};
    g_auto(GpTextTable) table;

    for (guint i = 0; i < self->details->len; i++)
        add_to_sum(&sum, detail_at(self, i));
    gp_text_table_init(&table, titles, is_number, G_N_ELEMENTS(titles));
    gp_text_table_add(&table, g_strdup(self->fy[GP_FROM]));
    gp_text_table_add(&table, plain_text(sum.kg[GP_FROM], places));
    for (guint i = 0; self->change->causes[i] != NULL; i++) {
        if (sum.effects[i] == 0)
            continue;
        gp_text_table_add(&table, g_strdup(gp_change_cause_title(self->change->causes[i])));
        gp_text_table_add(&table, effect_text(sum.effects[i], places));
    }
    gp_text_table_add(&table, g_strdup(self->fy[GP_TO]));
    gp_text_table_add(&table, plain_text(sum.kg[GP_TO], places));
    g_string_append_c(out, '\n');
    gp_text_table_print(&table, 1, out);
}

/* Those of a category, or of an activity. */
static void
choose(Asked *self, const char *what)
{
    GArray *details = self->change->details;

    for (guint i = 0; i < details->len; i++) {
        GpChangeDetail *detail = &g_array_index(details, GpChangeDetail, i);

        if (g_str_equal(detail->category, what) || g_str_equal(detail->activity, what))
            g_ptr_array_add(self->details, detail);
    }
    g_ptr_array_sort(self->details, compare_details);
}

static gboolean
throw_unknown(const GpChange *change, const char *what, GError **error)
{
    g_autofree char *quoted = gp_text_quoted(what);
    g_autoptr(GString) list = g_string_new(NULL);

    for (guint i = 0; i < change->categories->len; i++)
        g_string_append_printf(list, "%s“%s”", i == 0 ? "" : ", ",
                               g_array_index(change->categories, GpChangePart, i).category);
    return gp_throw(error, GP_ERROR_MISSING,
                    "--explain: “%s” is no category or activity of these years; the categories "
                    "are: %s",
                    quoted, list->str);
}

static gboolean
is_left_out(const GpChange *change, const char *category)
{
    for (guint i = 0; i < change->categories->len; i++) {
        const GpChangePart *part = &g_array_index(change->categories, GpChangePart, i);

        if (g_str_equal(part->category, category))
            return !part->is_comparable;
    }
    return FALSE;
}

static void
print_head(const Asked *self, const char *what, GString *out)
{
    g_autofree char *name = gp_text_quoted(what);

    g_string_append_printf(out, "How the change of %s from %s to %s was worked out\n\n", name,
                           self->fy[GP_FROM], self->fy[GP_TO]);
    g_string_append_printf(out,
                           "Each source is a product of terms, and effect = L x ln(ratio), where "
                           "ratio = the term in %s / in %s.\nL, the logarithmic mean, = change / "
                           "ln(ratio of the kg), or the kg itself where it is the same. kg are kg "
                           "CO2e.\n",
                           self->fy[GP_TO], self->fy[GP_FROM]);
    if (detail_at(self, 0)->is_footprint)
        g_string_append(out,
                        "Terms that are 1 in both years are not shown. Of several factors in a "
                        "year that with most of the kg is named.\n");
    if (is_left_out(self->change, detail_at(self, 0)->category))
        g_string_append(out, "The years cannot be compared here: one has no whole year of "
                             "figures, and the table of causes leaves the change out.\n");
}

/* Where each factor is told in full; by the example of the first source. */
static void
print_way_on(const Asked *self, GString *out)
{
    const GpChangeDetail *detail = detail_at(self, 0);
    g_autofree char *activity = gp_text_quoted(detail->activity);
    GpEnd end = detail->factors[GP_TO] != NULL ? GP_TO : GP_FROM;

    if (detail->is_footprint)
        g_string_append_printf(
            out, "\ngreenplan explain --activity %s --year %s takes each factor to its source.\n",
            activity, self->fy[end]);
}

gboolean
gp_report_change_explained(const GpChange *change, const char *what, GString *out, GError **error)
{
    g_auto(Asked) self = {.change = change, .details = g_ptr_array_new()};

    choose(&self, what);
    if (self.details->len == 0)
        return throw_unknown(change, what, error);
    for (guint end = 0; end < GP_N_ENDS; end++)
        gp_fy_print(change->fy[end], self.fy[end]);
    print_head(&self, what, out);
    for (guint i = 0; i < MIN(self.details->len, MAX_SHOWN); i++)
        print_detail(&self, detail_at(&self, i), out);
    print_rest(&self, out);
    print_sum(&self, out);
    print_way_on(&self, out);
    return TRUE;
}
