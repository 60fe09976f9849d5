/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-disclose.h"
#include "staff.h"

/*
 * Trusts at random, held against what a knowing reader could work out: no graphs here, but linear
 * algebra. Unknown is the kg of each cell in each line. Every published figure is a sum of some of
 * them. If the figures can be combined so that all that is left is about a set of cells of fewer
 * people than the threshold, leaving out the unknowns of that set makes the rank smaller.
 */

#define N_TRUSTS 3000
#define THRESHOLD 8
#define MAX_CELLS 11
#define PRIME G_GUINT64_CONSTANT(2147483647)

/* ---- a trust at random ---- */

static const char *const role_names[] = {"Porter", "Nurse", "Clerk", "Driver", "Matron", "Surgeon"};
static const char *const group_names[] = {"Nursing", "Estates", "Offices"};
static const char *const site_names[] = {"A", "B", "C", ""};
static const char *const kg_texts[] = {"h", "h", "h",  "hT", "tT", "hTt", "hG",  "G",  "hHT",
                                       "",  "+", "h+", "hw", "hw", "hwf", "hwf", "hwF"};

typedef struct {
    Post posts[MAX_CELLS];
    guint n;
} Trust;

static Trust
random_trust(GRand *rand)
{
    Trust trust = {.n = 0};
    guint n_groups = (guint)g_rand_int_range(rand, 1, 4);
    guint n_roles = (guint)g_rand_int_range(rand, 1, 7);
    guint n_sites = (guint)g_rand_int_range(rand, 1, 5);
    gint32 most = g_rand_int_range(rand, 0, 3) == 0 ? 8 : 30;

    for (guint i = 0; i < n_roles * n_sites && trust.n < MAX_CELLS; i++) {
        if (n_sites > 1 && g_rand_int_range(rand, 0, 100) < 35)
            continue;
        trust.posts[trust.n++] = (Post){
            role_names[i % n_roles],
            group_names[i % n_roles % n_groups],
            site_names[i / n_roles],
            g_rand_int_range(rand, 0, 2) ? g_rand_int_range(rand, 0, most) : 12,
            kg_texts[g_rand_int_range(rand, 0, G_N_ELEMENTS(kg_texts))],
        };
    }
    return trust;
}

/* ---- what is published, as sums of unknowns ---- */

typedef struct {
    const GpDiscloseInput *input;
    const GpDisclosure *disclosure;
    GPtrArray *figures; /* (element-type guint64): a row each, one place an unknown */
    guint n_unknowns;
} Published;

#define ALL_CATEGORIES G_MAXUINT32
#define REST (G_MAXUINT32 - 1)
#define STAFF (G_MAXUINT32 - 2)
#define ANY G_MAXUINT32

typedef enum { OWN = 1, SHARED = 2, BOTH = 3 } Part;

static gboolean
is_of_category(
    const Published *self, guint32 role_row, guint32 category, guint32 asked, gboolean at_site)
{
    guint n = self->input->n_categories;

    if (asked == ALL_CATEGORIES || asked == category)
        return TRUE;
    if (asked == REST)
        return at_site ? !self->disclosure->is_by_site[category] : FALSE;
    return asked == n && self->disclosure->is_other[role_row * n + category];
}

/* A figure of a row of roles (or ANY) and one of sites (or ANY). */
static void
publish(Published *self, guint32 role_row, guint32 site_row, guint32 category, Part part)
{
    const GpDiscloseInput *input = self->input;
    guint64 *figure = g_new0(guint64, self->n_unknowns + 1);

    for (guint i = 0; i < input->n_cells; i++) {
        const GpDiscloseCell *cell = &input->cells[i];

        if ((role_row != ANY && self->disclosure->row_of_role[cell->role] != role_row) ||
            (site_row != ANY && self->disclosure->row_of_site[cell->site] != site_row))
            continue;
        if (category == STAFF)
            figure[input->n_cells * input->n_lines + i] = cell->has_staff ? 1 : 0;
        for (guint line = 0; category != STAFF && line < input->n_lines; line++) {
            if (is_of_category(self, role_row, input->lines[line].category, category,
                               site_row != ANY) &&
                (part & (input->lines[line].is_own ? OWN : SHARED)))
                figure[i * input->n_lines + line] = input->has[i * input->n_lines + line];
        }
    }
    g_ptr_array_add(self->figures, figure);
}

static void
publish_role(Published *self, guint32 row)
{
    const GpDisclosure *disclosure = self->disclosure;
    guint n = disclosure->n_categories;

    publish(self, row, ANY, STAFF, BOTH);
    publish(self, row, ANY, ALL_CATEGORIES, BOTH);
    if (gp_disclosure_row_has_parts(disclosure, row)) {
        publish(self, row, ANY, ALL_CATEGORIES, OWN);
        publish(self, row, ANY, ALL_CATEGORIES, SHARED);
    }
    for (guint32 category = 0; category <= n; category++) {
        if (category < n && disclosure->is_other[row * n + category])
            continue;
        publish(self, row, ANY, category, BOTH);
        if (disclosure->is_together[row * (n + 1) + category])
            continue;
        publish(self, row, ANY, category, OWN);
        publish(self, row, ANY, category, SHARED);
    }
}

static void
publish_site(Published *self, guint32 role_row, guint32 site_row)
{
    publish(self, role_row, site_row, STAFF, BOTH);
    publish(self, role_row, site_row, ALL_CATEGORIES, BOTH);
    publish(self, role_row, site_row, REST, BOTH);
    for (guint32 category = 0; category < self->disclosure->n_categories; category++) {
        if (self->disclosure->is_by_site[category])
            publish(self, role_row, site_row, category, BOTH);
    }
}

static gboolean
has_category(const GpDiscloseInput *input, guint cell, guint32 category)
{
    for (guint line = 0; line < input->n_lines; line++) {
        if (input->lines[line].category == category && input->has[cell * input->n_lines + line])
            return TRUE;
    }
    return FALSE;
}

static void
publish_all(Published *self)
{
    const GpDisclosure *disclosure = self->disclosure;

    for (guint32 row = 0; row < disclosure->role_rows->len; row++)
        publish_role(self, row);
    for (guint32 row = 0; row < disclosure->site_rows->len; row++)
        publish_site(self, ANY, row);
    for (guint32 row = 0; row < disclosure->role_rows->len; row++) {
        for (guint32 site = 0; site < disclosure->site_rows->len; site++) {
            if (disclosure->cell_is_shown[row * disclosure->site_rows->len + site])
                publish_site(self, row, site);
        }
    }
}

/* ---- rank, in whole numbers modulo a prime ---- */

static guint64
inverse(guint64 value)
{
    guint64 result = 1, power = value;

    for (guint64 exponent = PRIME - 2; exponent > 0; exponent >>= 1) {
        if (exponent & 1)
            result = result * power % PRIME;
        power = power * power % PRIME;
    }
    return result;
}

static void
subtract_row(guint64 *row, const guint64 *pivot, guint from, guint n)
{
    guint64 times = row[from] * inverse(pivot[from]) % PRIME;

    for (guint i = from; times != 0 && i < n; i++)
        row[i] = (row[i] + (PRIME - times) * pivot[i]) % PRIME;
}

/* The rank of @n_rows rows, of which only the columns that are not left out count. */
static guint
rank_without(const guint64 *rows, guint n_rows, guint n, const gboolean *is_left_out)
{
    g_autofree guint64 *work = g_memdup2(rows, (gsize)n_rows * n * sizeof *rows);
    guint rank = 0;

    for (guint column = 0; column < n && rank < n_rows; column++) {
        guint pivot = rank;

        while (!is_left_out[column] && pivot < n_rows && work[pivot * n + column] == 0)
            pivot++;
        if (is_left_out[column] || pivot == n_rows)
            continue;
        for (guint i = 0; i < n && pivot != rank; i++) {
            guint64 held = work[pivot * n + i];

            work[pivot * n + i] = work[rank * n + i];
            work[rank * n + i] = held;
        }
        for (guint row = rank + 1; row < n_rows; row++)
            subtract_row(work + row * n, work + rank * n, column, n);
        rank++;
    }
    return rank;
}

/* Independent figures that span all that are published. */
static guint64 *
independent(const Published *self, guint *out_rank)
{
    guint n = self->n_unknowns;
    guint64 *rows = g_new0(guint64, (gsize)(self->figures->len + 1) * n + 1);
    guint n_rows = 0;
    g_autofree gboolean *none = g_new0(gboolean, n + 1);

    for (guint i = 0; i < self->figures->len; i++) {
        memcpy(rows + n_rows * n, g_ptr_array_index(self->figures, i), n * sizeof *rows);
        if (rank_without(rows, n_rows + 1, n, none) == n_rows + 1)
            n_rows++;
    }
    *out_rank = n_rows;
    return rows;
}

/* ---- the attack ---- */

static gint64
people_in(const GpDiscloseInput *input, guint set)
{
    gint64 people = 0;

    for (guint i = 0; i < input->n_cells; i++)
        people += set >> i & 1 ? input->cells[i].people : 0;
    return people;
}

/* Whether fewer than the threshold, and no cell can be added. */
static gboolean
is_largest(const GpDiscloseInput *input, guint set)
{
    gint64 people = people_in(input, set);

    if (people >= input->threshold)
        return FALSE;
    for (guint i = 0; i < input->n_cells; i++) {
        if (!(set >> i & 1) && people + input->cells[i].people < input->threshold)
            return FALSE;
    }
    return TRUE;
}

/* How much can be had about a set alone. */
static guint
had_of(const GpDiscloseInput *input, const guint64 *rows, guint rank, guint n, guint set)
{
    g_autofree gboolean *is_left_out = g_new0(gboolean, n + 1);

    for (guint i = 0; i < input->n_cells; i++) {
        if (!(set >> i & 1))
            continue;
        for (guint line = 0; line < input->n_lines; line++)
            is_left_out[i * input->n_lines + line] = TRUE;
        is_left_out[input->n_cells * input->n_lines + i] = TRUE;
    }
    return rank - rank_without(rows, rank, n, is_left_out);
}

/* The categories of a set alone. */
static guint
categories_of(const GpDiscloseInput *input, guint set)
{
    guint n = 0;

    for (guint32 category = 0; category < input->n_categories; category++) {
        gboolean is_alone = FALSE, is_elsewhere = FALSE;

        for (guint i = 0; i < input->n_cells; i++) {
            is_alone |= (set >> i & 1) && has_category(input, i, category);
            is_elsewhere |= !(set >> i & 1) && has_category(input, i, category);
        }
        n += is_alone && !is_elsewhere;
    }
    return n;
}

/* Whether anything can be had of any set of cells of fewer people than the threshold. @totals: by
 * someone who also knows what the whole trust has in each category, as `footprint` prints it. That
 * of a category of few people is theirs; it must give away no more than itself. */
static gboolean
attack(const GpDiscloseInput *input, const GpDisclosure *disclosure, gboolean totals)
{
    Published published = {input, disclosure, g_ptr_array_new_with_free_func(g_free), 0};
    g_autofree guint64 *rows = NULL;
    gboolean found = FALSE;
    guint rank;

    published.n_unknowns = input->n_cells * (input->n_lines + 1);
    publish_all(&published);
    for (guint32 category = 0; totals && category < input->n_categories; category++)
        publish(&published, ANY, ANY, category, BOTH);
    rows = independent(&published, &rank);
    for (guint set = 0; !found && set < 1u << input->n_cells; set++)
        found = is_largest(input, set) && had_of(input, rows, rank, published.n_unknowns, set) >
                                              (totals ? categories_of(input, set) : 0);
    g_ptr_array_unref(published.figures);
    return found;
}

/* ---- tests ---- */

static guint
rows_by_name(const GArray *rows)
{
    guint n = 0;

    for (guint i = 0; i < rows->len; i++)
        n += g_array_index(rows, GpDiscloseRow, i).kind == GP_DISCLOSE_ONE;
    return n;
}

static guint
count_set(const guint8 *flags, guint n)
{
    guint set = 0;

    for (guint i = 0; i < n; i++)
        set += flags[i] != 0;
    return set;
}

/* Whether a category is among the others in some rows of roles and not in all. */
static gboolean
tells_categories_apart_in_some(const GpDisclosure *disclosure)
{
    guint n = disclosure->n_categories;

    for (guint i = n; i < disclosure->role_rows->len * n; i++) {
        if (disclosure->is_other[i] != disclosure->is_other[i % n])
            return TRUE;
    }
    return FALSE;
}

static void
test_attack(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(5);
    guint n_roles = 0, n_cells = 0, n_nothing = 0, n_thin = 0;

    for (guint i = 0; i < N_TRUSTS; i++) {
        Trust trust = random_trust(rand);
        g_autoptr(Staff) staff = staff_new(trust.posts, trust.n, THRESHOLD);
        g_autoptr(GpDisclosure) disclosure = gp_disclose(&staff->input);
        g_autoptr(GpDiscloseAudit) audit = gp_disclosure_audit(disclosure, &staff->input);

        g_assert_false(attack(&staff->input, disclosure, FALSE));
        g_assert_false(attack(&staff->input, disclosure, TRUE));
        g_assert_cmpuint(audit->leaks->len, ==, 0);
        n_nothing += disclosure->is_nothing ? 1 : 0;
        n_thin += tells_categories_apart_in_some(disclosure) ? 1 : 0;
        n_roles += rows_by_name(disclosure->role_rows);
        n_cells += count_set(disclosure->cell_is_shown,
                             disclosure->role_rows->len * disclosure->site_rows->len);
    }
    g_test_message("%u roles by name, %u cells, %u times nothing, %u times a category in some rows",
                   n_roles, n_cells, n_nothing, n_thin);
    g_assert_cmpuint(n_thin, >, N_TRUSTS / 100);
    g_assert_cmpuint(n_roles, >, N_TRUSTS);
    g_assert_cmpuint(n_cells, >, N_TRUSTS);
}

/* The same attack finds what can be subtracted where the secondary step is left out, and the audit
 * finds it whenever the attack does. */
static void
test_primary_only(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(6);
    guint n_found = 0;

    for (guint i = 0; i < N_TRUSTS / 4; i++) {
        Trust trust = random_trust(rand);
        g_autoptr(Staff) staff = staff_new(trust.posts, trust.n, THRESHOLD);
        g_autoptr(GpDisclosure) disclosure = NULL;
        g_autoptr(GpDiscloseAudit) audit = NULL;
        gboolean found;

        staff->input.primary_only = TRUE;
        disclosure = gp_disclose(&staff->input);
        audit = gp_disclosure_audit(disclosure, &staff->input);
        found = attack(&staff->input, disclosure, FALSE);
        n_found += found ? 1 : 0;
        g_assert_cmpint(audit->leaks->len > 0, ==, found);
    }
    g_test_message("%u of %u give something away", n_found, N_TRUSTS / 4);
    g_assert_cmpuint(n_found, >, N_TRUSTS / 20);
}

static void
shuffle(GRand *rand, Trust *trust)
{
    for (guint i = trust->n; i > 1; i--) {
        guint j = (guint)g_rand_int_range(rand, 0, (gint32)i);
        Post held = trust->posts[i - 1];

        trust->posts[i - 1] = trust->posts[j];
        trust->posts[j] = held;
    }
}

static void
test_any_order(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(7);

    for (guint i = 0; i < N_TRUSTS / 4; i++) {
        Trust trust = random_trust(rand);
        g_autoptr(Staff) staff = staff_new(trust.posts, trust.n, THRESHOLD);
        g_autoptr(GpDisclosure) disclosure = gp_disclose(&staff->input);
        g_autofree char *text = staff_describe(staff, disclosure);

        for (guint j = 0; j < 4; j++) {
            g_autoptr(Staff) other = NULL;
            g_autoptr(GpDisclosure) again = NULL;
            g_autofree char *other_text = NULL;

            shuffle(rand, &trust);
            other = staff_new(trust.posts, trust.n, THRESHOLD);
            again = gp_disclose(&other->input);
            other_text = staff_describe(other, again);
            g_assert_cmpstr(other_text, ==, text);
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/disclose/random/attack", test_attack);
    g_test_add_func("/disclose/random/primary-only", test_primary_only);
    g_test_add_func("/disclose/random/any-order", test_any_order);
    return g_test_run();
}
