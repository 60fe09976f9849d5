/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "gp-causes-private.h"
#include "gp-gnuplot-private.h"

#define MAX_NAME_CHARACTERS 90
#define MOST_NAMED 5  /* categories named in a note */
#define NEARLY_ALL 80 /* per cent of what others did: then one of them is named for all */

/* ---- the title ---- */

/* What moved the total: the subject of a clause, and by how much. */
typedef struct {
    const char *subject;
    gint64 shown;
} Mover;

/* The one of the others that did nearly all of it, or all of them. */
static Mover
what_others_did(const GpWaterfall *self)
{
    Mover all = {"others", self->others}, one = {NULL, 0};
    gint64 sizes = 0;

    for (guint i = 0; i < self->bars->len; i++) {
        const GpCauseBar *bar = gp_waterfall_bar(self, i);

        if (bar->whose != GP_WHOSE_OTHERS)
            continue;
        sizes += ABS(bar->shown);
        if (ABS(bar->shown) > ABS(one.shown))
            one = (Mover){bar->as, bar->shown};
    }
    return one.subject != NULL && 100 * ABS(one.shown) >= NEARLY_ALL * sizes ? one : all;
}

static int
compare_movers(gconstpointer a, gconstpointer b)
{
    const Mover *first = a, *second = b;
    gint64 x = ABS(first->shown), y = ABS(second->shown);

    return x > y ? -1 : x < y;
}

/* The two that moved the total most: what we did before what others did, then the larger first. */
static guint
find_movers(const GpWaterfall *self, Mover out_movers[2])
{
    g_autoptr(GArray) movers = g_array_new(FALSE, FALSE, sizeof(Mover));
    Mover we = {"we", self->ours}, others = what_others_did(self);
    guint n;

    if (self->is_of_book) {
        g_array_append_val(movers, we);
        g_array_append_val(movers, others);
    }
    for (guint i = 0; i < self->bars->len; i++) {
        const GpCauseBar *bar = gp_waterfall_bar(self, i);
        Mover mover = {bar->as, bar->shown};

        if (bar->whose == GP_WHOSE_NEITHER)
            g_array_append_val(movers, mover);
    }
    g_array_sort(movers, compare_movers);
    for (n = 0; n < MIN(movers->len, 2); n++) {
        out_movers[n] = g_array_index(movers, Mover, n);
        if (out_movers[n].shown == 0)
            break;
    }
    if (n == 2 && g_str_equal(out_movers[1].subject, "we")) {
        out_movers[1] = out_movers[0];
        out_movers[0] = we;
    }
    return n;
}

/* `we cut 574 tonnes`, `the grid took off 574 tonnes`. */
static char *
clause(const GpWaterfall *self, const Mover *mover)
{
    g_autofree char *tonnes = gp_waterfall_tonnes(self, mover->shown);
    g_autofree char *name = gp_picture_text(mover->subject, MAX_NAME_CHARACTERS / 2);
    const char *less = g_str_equal(mover->subject, "we") ? "cut" : "took off";

    if (!self->is_of_book)
        return g_strdup_printf("“%s” %s %s", name, mover->shown < 0 ? less : "added", tonnes);
    return g_strdup_printf("%s %s %s", name, mover->shown < 0 ? less : "added", tonnes);
}

/* `574 tonnes` after a figure in tonnes: `574`. */
static void
drop_tonnes(char *words)
{
    char *end = g_strrstr(words, " tonne");

    if (end != NULL && strstr(words, "less than") == NULL)
        *end = '\0';
}

char *
gp_waterfall_title(const GpWaterfall *self)
{
    Mover movers[2] = {{NULL, 0}, {NULL, 0}};
    guint n = self->has_any ? find_movers(self, movers) : 0;
    g_autofree char *first = NULL;
    g_autofree char *second = NULL;
    gboolean is_same_way;

    if (!self->has_any)
        return g_strdup("Nothing can be compared between the two years");
    if (n == 0)
        return g_strdup("Nothing changed between the two years");
    first = clause(self, &movers[0]);
    first[0] = g_ascii_toupper(first[0]);
    if (n == 1)
        return g_steal_pointer(&first);
    is_same_way = (movers[0].shown < 0) == (movers[1].shown < 0);
    second = clause(self, &movers[1]);
    drop_tonnes(second);
    return g_strdup_printf("%s%s %s%s", first, is_same_way ? ";" : ", but", second,
                           is_same_way ? " more" : "");
}

/* ---- around the frame ---- */

static GpInt128
micro_kg(const GpWaterfall *self, gint64 shown)
{
    return gp_words_micro_of_double(gp_waterfall_kg(self, shown));
}

/* `NHS Carbon Footprint, Northmoor, 2022/23 to 2024/25: rose by 1,024 tonnes (2.1%)` */
char *
gp_waterfall_subtitle(const GpWaterfall *self)
{
    const GpChange *change = self->chart->change;
    g_autofree char *measure = gp_picture_text(self->chart->measure, MAX_NAME_CHARACTERS);
    g_autofree char *trust = gp_picture_text(self->chart->subject.trust_name, MAX_NAME_CHARACTERS);
    g_autofree char *from = gp_words_fy(change->fy[GP_FROM]);
    g_autofree char *to = gp_words_fy(change->fy[GP_TO]);
    g_autofree char *moved =
        gp_words_moved(micro_kg(self, self->shown[GP_FROM]), micro_kg(self, self->shown[GP_TO]));
    GString *out = g_string_new(measure);

    if (*trust != '\0')
        g_string_append_printf(out, ", %s", trust);
    g_string_append_printf(out, ", %s to %s%s", from, to,
                           change->steps->len > 0 ? ", year by year" : "");
    if (self->has_any)
        g_string_append_printf(out, ": %s%s",
                               self->left_out->len > 0 ? "what can be compared " : "", moved);
    return g_string_free(out, FALSE);
}

static void
append_left_out(const GpWaterfall *self, GString *out)
{
    g_autofree char *list =
        gp_words_list_some(self->left_out, MOST_NAMED, "more category", "more categories");
    g_autofree char *figure = gp_waterfall_figure(self, self->shown_left_out, TRUE);

    if (self->left_out->len > 0)
        g_string_append_printf(
            out, " Not compared, for want of a whole year of figures in both: %s (%s %s).", list,
            figure, self->unit.symbol);
}

char *
gp_waterfall_method(const GpWaterfall *self)
{
    g_autofree char *without =
        gp_words_list((const char *const *)self->without->pdata, self->without->len);
    g_autofree char *began = gp_waterfall_figure(self, self->shown_began_ended, TRUE);
    GString *out = g_string_new(
        "Causes are told apart source by source with the logarithmic mean Divisia index (LMDI); "
        "they add up exactly, and as rounded here to within the last digit.");

    if (self->shown_began_ended != 0)
        g_string_append_printf(out,
                               " Of what we did, %s %s come from sources with figures in one of "
                               "two years only.",
                               began, self->unit.symbol);
    if (self->without->len > 0)
        g_string_append_printf(out, " No effect: %s.", without);
    append_left_out(self, out);
    return g_string_free(out, FALSE);
}

/* Of the figures shown, so that the two agree to the last digit. */
char *
gp_waterfall_description(const GpWaterfall *self)
{
    g_autofree char *subtitle = gp_waterfall_subtitle(self);
    g_autofree char *ours = gp_waterfall_figure(self, self->ours, TRUE);
    g_autofree char *others = gp_waterfall_figure(self, self->others, TRUE);
    const char *unit = self->unit.symbol;
    GString *out = g_string_new(subtitle);

    g_string_append_c(out, '.');
    if (self->is_of_book)
        g_string_append_printf(out, " What we did: %s %s. What others did: %s %s.", ours, unit,
                               others, unit);
    for (guint i = 0; i < self->bars->len; i++) {
        const GpCauseBar *bar = gp_waterfall_bar(self, i);
        g_autofree char *figure = gp_waterfall_figure(self, bar->shown, TRUE);

        if (bar->whose != GP_WHOSE_OURS)
            g_string_append_printf(out, " %s: %s %s.", bar->name, figure, unit);
    }
    append_left_out(self, out);
    if (self->chart->subject.data_note != NULL)
        g_string_append_printf(out, " %s", self->chart->subject.data_note);
    return g_string_free(out, FALSE);
}
