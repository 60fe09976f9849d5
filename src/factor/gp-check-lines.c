/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "gp-check-private.h"

#define LEAST_OTHER_YEARS 2

gboolean
gp_check_is_outside(const GpFactor *factor)
{
    return factor->scope == GP_SCOPE_OUTSIDE;
}

gboolean
gp_check_is_one_line(const GpFactor *a, const GpFactor *b)
{
    return a->unit == b->unit && a->component == b->component &&
           gp_check_is_outside(a) == gp_check_is_outside(b);
}

gboolean
gp_check_overlaps(const GpFactor *a, const GpFactor *b)
{
    return a->valid.first <= b->valid.last && b->valid.first <= a->valid.last;
}

gboolean
gp_check_next_line(const GArray *factors, guint *io_place, GpFactorLine *out_line)
{
    const GpFactor *first = &g_array_index(factors, GpFactor, *io_place);
    guint n = 0;

    while (*io_place + n < factors->len && gp_check_is_one_line(first, first + n))
        n++;
    *io_place += n;
    *out_line = (GpFactorLine){first, n};
    return n > 0;
}

/* ---- overlap ---- */

/* What loading refused for the same reason need not be told again. */
static void
forget_refusal(GpCheck *self, const char *message)
{
    for (guint i = self->refusals->len; i-- > 0;) {
        if (g_str_equal(g_ptr_array_index(self->refusals, i), message))
            g_ptr_array_remove_index(self->refusals, i);
    }
}

static void
check_overlap(GpCheck *self, const GpFactorLine *line)
{
    for (guint i = 1; i < line->n; i++) {
        const GpFactor *x = &line->factors[i - 1], *y = &line->factors[i];
        const GpFinding finding = {"overlap", y, x, y->first_year, y->last_year};
        g_autofree char *x_text = NULL, *y_text = NULL;

        if (!gp_check_overlaps(x, y))
            continue;
        x_text = gp_check_figure(x->kg_co2e_pico);
        y_text = gp_check_figure(y->kg_co2e_pico);
        gp_check_report(self, &finding,
                        "%s here and %s in %s:%u are valid at one time; leave one of them, or "
                        "change valid_from and valid_to",
                        y_text, x_text, x->file, x->line);
    }
}

/* ---- jump ---- */

/* How far a figure may move from one edition to the next, in percent. */
typedef struct {
    int up;
    int down;
} Bound;

static gboolean
is_burnt_fuel(const GpCheck *self, const GpFactor *factor)
{
    GpUnit kind = gp_unit_kind(self->units, factor->unit);

    return factor->scope == GP_SCOPE_1 && factor->component == GP_COMPONENT_COMBUSTION &&
           factor->has_gas[GP_GAS_CO2] && factor->gas_pico[GP_GAS_CO2] > factor->kg_co2e_pico / 2 &&
           (kind == self->kwh || kind == self->kwh_net || kind == self->litre || kind == self->kg);
}

static Bound
bound_of(const GpCheck *self, const GpFactor *from, const GpFactor *to)
{
    if (gp_unit_kind(self->units, to->unit) == self->pound)
        return (Bound){200, 67};
    if (is_burnt_fuel(self, from) || is_burnt_fuel(self, to))
        return (Bound){10, 10};
    return (Bound){50, 35};
}

static char *
percent_text(GpInt128 from, GpInt128 to)
{
    GString *text = g_string_new(to > from ? "+" : "");

    gp_number_append(text, gp_number_divide((to - from) * 1000, from), 1);
    return g_string_free(text, FALSE);
}

static void
check_step(GpCheck *self, const GpFactor *from, const GpFactor *to)
{
    const GpFinding finding = {"jump", to, from, from->last_year, to->first_year};
    const Bound bound = bound_of(self, from, to);
    const GpInt128 a = from->kg_co2e_pico, b = to->kg_co2e_pico;
    g_autofree char *a_text = NULL, *b_text = NULL, *percent = NULL;

    if (a <= 0 || b <= 0 || (b * 100 <= a * (100 + bound.up) && b * 100 >= a * (100 - bound.down)))
        return;
    a_text = gp_check_figure(a);
    b_text = gp_check_figure(b);
    percent = percent_text(a, b);
    gp_check_report(self, &finding,
                    "%s kg CO2e becomes %s, %s%%, where +%d%% or -%d%% is the most to be expected; "
                    "compare both with their publications" GP_CHECK_ADVICE,
                    a_text, b_text, percent, bound.up, bound.down);
}

static void
check_jumps(GpCheck *self, const GpFactorLine *line)
{
    for (guint i = 1; i < line->n; i++) {
        if (!gp_check_overlaps(&line->factors[i - 1], &line->factors[i]))
            check_step(self, &line->factors[i - 1], &line->factors[i]);
    }
}

/* ---- slip ---- */

static int
compare_pico(gconstpointer a, gconstpointer b)
{
    const gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;

    return x < y ? -1 : x > y;
}

/* Which power of ten lies between a figure and half of @twice, within 20%. */
static int
find_power(GpInt128 figure, GpInt128 twice)
{
    for (int power = 10; power <= 1000; power *= 10) {
        if (8 * power * twice <= 20 * figure && 20 * figure <= 12 * power * twice)
            return power;
        if (16 * power * figure <= 10 * twice && 10 * twice <= 24 * power * figure)
            return -power;
    }
    return 0;
}

GpSlip
gp_check_slip(gint64 figure_pico, gint64 *others, guint n)
{
    GpSlip slip = {0};

    if (n == 0)
        return slip;
    qsort(others, n, sizeof *others, compare_pico);
    slip.lowest_pico = others[0];
    slip.highest_pico = others[n - 1];
    slip.median_pico_twice = (GpInt128)others[(n - 1) / 2] + others[n / 2];
    if (figure_pico > 0 && slip.median_pico_twice > 0)
        slip.power = find_power(figure_pico, slip.median_pico_twice);
    return slip;
}

/* A slip needs two figures that differ at least eightfold: most lines have none. */
static gboolean
may_hold_slip(const GpFactorLine *line)
{
    gint64 lowest = G_MAXINT64, highest = 0;

    for (guint i = 0; i < line->n; i++) {
        gint64 figure = line->factors[i].kg_co2e_pico;

        if (figure > 0)
            lowest = MIN(lowest, figure);
        highest = MAX(highest, figure);
    }
    return line->n > LEAST_OTHER_YEARS && highest / 8 >= lowest;
}

static const char *
power_words(int power)
{
    switch (power) {
    case 10:
        return "10 times";
    case 100:
        return "100 times";
    case 1000:
        return "1000 times";
    case -10:
        return "a tenth of";
    case -100:
        return "a hundredth of";
    default:
        return "a thousandth of";
    }
}

void
gp_check_report_slip(GpCheck *self, const GpFactor *factor, const GpSlip *slip, const char *where)
{
    const GpFinding finding = gp_check_finding("slip", factor);
    g_autofree char *figure = NULL, *median = NULL, *low = NULL, *high = NULL;

    if (slip->power == 0)
        return;
    figure = gp_check_figure(factor->kg_co2e_pico);
    median = gp_check_figure(slip->median_pico_twice / 2);
    low = gp_check_figure(slip->lowest_pico);
    high = gp_check_figure(slip->highest_pico);
    gp_check_report(self, &finding,
                    "%s kg CO2e is about %s the %s that is usual in %s (%s to %s): a decimal point "
                    "or a unit may have slipped" GP_CHECK_ADVICE,
                    figure, power_words(slip->power), median, where, low, high);
}

static void
check_slip(GpCheck *self, const GpFactorLine *line, guint place, gint64 *others)
{
    guint n = 0;
    GpSlip slip;

    for (guint i = 0; i < line->n; i++) {
        if (i != place)
            others[n++] = line->factors[i].kg_co2e_pico;
    }
    slip = gp_check_slip(line->factors[place].kg_co2e_pico, others, n);
    gp_check_report_slip(self, &line->factors[place], &slip, "the other years");
}

static void
check_slips(GpCheck *self, const GpFactorLine *line)
{
    g_autofree gint64 *others = NULL;

    if (!may_hold_slip(line))
        return;
    others = g_new(gint64, line->n);
    for (guint i = 0; i < line->n; i++)
        check_slip(self, line, i, others);
}

/* ---- zero ---- */

static void
check_zeroes(GpCheck *self, const GpFactorLine *line)
{
    for (guint i = 0; i < line->n; i++) {
        const GpFactor *factor = &line->factors[i];
        const GpFactor *beside = i > 0 && factor[-1].kg_co2e_pico != 0 ? factor - 1 : factor + 1;
        const GpFinding finding = gp_check_finding("zero", factor);
        g_autofree char *text = NULL;

        if (factor->kg_co2e_pico != 0 || beside == line->factors + line->n ||
            beside->kg_co2e_pico == 0)
            continue;
        text = gp_check_figure(beside->kg_co2e_pico);
        gp_check_report(self, &finding,
                        "0, but %s kg CO2e in %d; blank is not zero: if the publication leaves "
                        "the figure out, leave the row out" GP_CHECK_ADVICE,
                        text, beside->first_year);
    }
}

void
gp_check_lines(GpCheck *self, GArray *factors, GpCheckLevel level)
{
    g_autoptr(GError) refusal = NULL;
    GpFactorLine line;
    guint place = 0;

    if (factors->len == 0)
        return;
    if (!gp_factor_check_overlap(factors, &refusal)) /* which also puts them in order */
        forget_refusal(self, refusal->message);
    while (place < factors->len && gp_check_next_line(factors, &place, &line)) {
        check_overlap(self, &line);
        check_slips(self, &line);
        if (level != GP_CHECK_PUBLISHED)
            check_jumps(self, &line);
        if (level == GP_CHECK_CURATED)
            check_zeroes(self, &line);
    }
}
