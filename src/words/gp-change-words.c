/* SPDX-License-Identifier: MIT */
#include "gp-words.h"

#include <math.h>

#include "gp-day.h"

#define KG_PER_TONNE_PLACES 3 /* 1 t = 10^3 kg */
#define SHOWN_TONNE_PLACES 3

/* From here on whole tonnes are enough in a sentence. */
#define WHOLE_TONNES 10

static const GpCause others[] = {GP_CAUSE_GRID, GP_CAUSE_FACTOR, GP_CAUSE_PRICE, GP_CAUSE_METHOD};

char *
gp_change_tonnes(GpInt128 kg, gboolean with_plus)
{
    GString *text = g_string_new(kg < 0 ? "−" : with_plus && kg > 0 ? "+" : "");

    gp_number_append_rounded(text, kg < 0 ? -kg : kg, KG_PER_TONNE_PLACES, SHOWN_TONNE_PLACES);
    return g_string_free(text, FALSE);
}

/* `1,431 t`, without a sign. */
static char *
short_amount(GpInt128 kg, int kg_places)
{
    GString *text = g_string_new(NULL);
    gboolean is_large =
        fabs(gp_number_to_double(kg, kg_places + KG_PER_TONNE_PLACES)) >= WHOLE_TONNES;

    gp_number_append_rounded(text, kg < 0 ? -kg : kg, kg_places + KG_PER_TONNE_PLACES,
                             is_large ? 0 : SHOWN_TONNE_PLACES);
    g_string_append(text, " t");
    return g_string_free(text, FALSE);
}

static char *
percent(GpInt128 part, GpInt128 whole)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    double value = fabs(100 * gp_number_to_double(part, 0) / gp_number_to_double(whole, 0));

    return g_strdup_printf(
        "%s%%", g_ascii_formatd(text, sizeof text, value < 9.95 ? "%.1f" : "%.0f", value));
}

/* Whether it is more than the rounding of what is shown. */
static gboolean
is_worth_saying(GpInt128 kg, int kg_places)
{
    return gp_number_round(kg, kg_places) != 0;
}

/* Whether two changes do not go against one another. */
static gboolean
agree(GpInt128 a, GpInt128 b)
{
    return !(a < 0 && b > 0) && !(a > 0 && b < 0);
}

static gboolean
is_all_comparable(const GpChange *change)
{
    for (guint i = 0; i < change->categories->len; i++) {
        if (!g_array_index(change->categories, GpChangePart, i).is_comparable)
            return FALSE;
    }
    return TRUE;
}

/* What is told: the comparable part of a change. */
typedef struct {
    const GpChange *change;
    GpChangePart part;
    GpInt128 difference;
    GpInt128 of_others;
    gboolean has_shares; /* nothing goes against the whole, so that shares mean something */
    gboolean is_prose;   /* tonnes and not t, 2019/20 and not 2019-20 */
    GPtrArray *sentences;
} Story;

/* Its size. */
static char *
amount(const Story *self, GpInt128 kg)
{
    int places = self->change->kg_places;

    return self->is_prose ? gp_words_size(gp_words_micro_kg(kg, places)) : short_amount(kg, places);
}

/* What stands before a size. */
static const char *
sign_of(GpInt128 kg)
{
    return kg < 0 ? "−" : "+";
}

static char *
year(const Story *self, GpEnd end)
{
    char label[16];

    gp_fy_print(self->change->fy[end], label);
    return self->is_prose ? gp_words_fy(self->change->fy[end]) : g_strdup(label);
}

static void
story_init(Story *self, const GpChange *change, gboolean is_prose)
{
    *self = (Story){.change = change,
                    .is_prose = is_prose,
                    .part = gp_change_comparable(change),
                    .sentences = g_ptr_array_new_with_free_func(g_free)};
    self->difference = self->part.kg[GP_TO] - self->part.kg[GP_FROM];
    for (guint i = 0; i < G_N_ELEMENTS(others); i++)
        self->of_others += self->part.effects[others[i]];
    self->has_shares = is_worth_saying(self->difference, change->kg_places) &&
                       agree(self->part.effects[GP_CAUSE_ACTIVITY], self->difference) &&
                       agree(self->of_others, self->difference) &&
                       agree(self->part.effects[GP_CAUSE_WEATHER], self->difference) &&
                       agree(self->part.effects[GP_CAUSE_BOUNDARY], self->difference);
}

static void
say(const Story *self, char *sentence)
{
    g_ptr_array_add(self->sentences, sentence);
}

static void
say_total(const Story *self)
{
    int places = self->change->kg_places;
    const GpInt128 *kg = self->part.kg;
    g_autofree char *size = amount(self, self->difference);
    g_autofree char *from = amount(self, kg[GP_FROM]), *to = amount(self, kg[GP_TO]);
    g_autofree char *from_fy = year(self, GP_FROM), *to_fy = year(self, GP_TO);
    g_autofree char *share = kg[GP_FROM] > 0 ? percent(self->difference, kg[GP_FROM]) : NULL;
    g_autofree char *bracketed = share == NULL ? g_strdup("") : g_strdup_printf(" (%s)", share);
    const char *where =
        is_all_comparable(self->change) ? "Emissions" : "In what can be compared, emissions";

    if (!is_worth_saying(self->difference, places))
        say(self, g_strdup_printf("%s were %s in both %s and %s.", where, from, from_fy, to_fy));
    else
        say(self, g_strdup_printf("%s %s by %s%s, from %s in %s to %s in %s.", where,
                                  self->difference < 0 ? "fell" : "rose", size, bracketed, from,
                                  from_fy, to, to_fy));
}

/* `took off 174 t (12% of the fall)`. */
static char *
verb(const Story *story, GpInt128 effect)
{
    g_autofree char *size = amount(story, effect);
    g_autofree char *share = story->has_shares ? percent(effect, story->difference) : NULL;

    if (!is_worth_saying(effect, story->change->kg_places))
        return g_strdup("made no difference");
    if (share == NULL)
        return g_strdup_printf("%s %s", effect < 0 ? "took off" : "added", size);
    return g_strdup_printf("%s %s (%s of the %s)", effect < 0 ? "took off" : "added", size, share,
                           story->difference < 0 ? "fall" : "rise");
}

/* `: grid electricity −1,172 t, other published factors −85 t`; nothing where nobody did anything.
 */
static char *
list_others(const Story *self)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
        GpInt128 effect = self->part.effects[others[i]];
        g_autofree char *size = amount(self, effect);

        if (is_worth_saying(effect, self->change->kg_places))
            g_string_append_printf(text, "%s%s %s%s", text->len == 0 ? ": " : ", ",
                                   gp_cause_title(others[i]), sign_of(effect), size);
    }
    return g_string_free(text, FALSE);
}

static void
say_who(const Story *self)
{
    g_autofree char *we = verb(self, self->part.effects[GP_CAUSE_ACTIVITY]);
    g_autofree char *they = verb(self, self->of_others), *list = list_others(self);

    say(self, g_strdup_printf("What we did %s; what others did %s%s.", we, they, list));
}

static void
say_neither(const Story *self, GpCause cause)
{
    g_autofree char *words = verb(self, self->part.effects[cause]);
    g_autofree char *title = g_strdup(gp_cause_title(cause));

    title[0] = g_ascii_toupper(title[0]);
    if (is_worth_saying(self->part.effects[cause], self->change->kg_places))
        say(self, g_strdup_printf("%s %s.", title, words));
}

static void
say_began(const Story *self)
{
    GpInt128 kg = self->part.began_or_ended;
    g_autofree char *size = amount(self, kg);

    if (is_worth_saying(kg, self->change->kg_places))
        say(self, g_strdup_printf("Of what we did, %s%s come from sources with figures in one of "
                                  "two years only: they began, ended, or were not counted.",
                                  sign_of(kg), size));
}

static void
say_left_out(const Story *self)
{
    const GpChangePart *total = &self->change->total;
    GpInt128 left = total->kg[GP_TO] - total->kg[GP_FROM] - self->difference;
    g_autofree char *size = amount(self, left);
    g_autoptr(GString) list = g_string_new(NULL);

    for (guint i = 0; i < self->change->categories->len; i++) {
        const GpChangePart *part = &g_array_index(self->change->categories, GpChangePart, i);

        if (!part->is_comparable)
            g_string_append_printf(list, "%s%s", list->len == 0 ? "" : ", ", part->category);
    }
    if (list->len > 0)
        say(self, g_strdup_printf("Not compared, for want of a whole year of figures in both: %s "
                                  "(%s%s).",
                                  list->str, sign_of(left), size));
}

static GPtrArray *
tell(const GpChange *change, gboolean is_prose)
{
    Story story;

    story_init(&story, change, is_prose);
    say_total(&story);
    if (!gp_change_is_of_book(change))
        return story.sentences;
    say_who(&story);
    say_began(&story);
    say_neither(&story, GP_CAUSE_BOUNDARY);
    say_neither(&story, GP_CAUSE_WEATHER);
    say_left_out(&story);
    return story.sentences;
}

GPtrArray *
gp_change_sentences(const GpChange *change)
{
    return tell(change, FALSE);
}

GPtrArray *
gp_change_prose(const GpChange *change)
{
    return tell(change, TRUE);
}

const char *
gp_change_cause_title(const char *cause)
{
    static const struct {
        const char *key, *title;
    } titles[] = {
        {"activity", "activity: what we did"},
        {"factor-grid", "grid electricity"},
        {"factor-other", "other published factors"},
        {"price", "prices"},
        {"method", "revised methods"},
        {"weather", "weather"},
        {"boundary", "sites opened or closed"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(titles); i++) {
        if (g_str_equal(cause, titles[i].key))
            return titles[i].title;
    }
    return cause;
}
