/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-disclose-private.h"

#define NONE G_MAXUINT32
#define ANY_FAMILY G_MAXUINT32

GpTies *
gp_ties_new(guint n_figures)
{
    GpTies *self = g_new0(GpTies, 1);
    guint start = 0;

    self->n_figures = n_figures;
    self->families = g_array_new(FALSE, FALSE, sizeof(guint32));
    self->cells = g_array_new(FALSE, FALSE, sizeof(guint32));
    self->people = g_array_new(FALSE, FALSE, sizeof(gint64));
    self->starts = g_array_new(FALSE, FALSE, sizeof(guint));
    self->figures = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_array_append_val(self->starts, start);
    return self;
}

void
gp_ties_free(GpTies *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->families);
    g_array_unref(self->cells);
    g_array_unref(self->people);
    g_array_unref(self->starts);
    g_array_unref(self->figures);
    g_free(self);
}

void
gp_ties_add(GpTies *self,
            guint32 family,
            guint32 cell,
            gint64 people,
            const guint32 *figures,
            guint n_figures)
{
    guint end;

    g_array_append_val(self->families, family);
    g_array_append_val(self->cells, cell);
    g_array_append_val(self->people, people);
    g_array_append_vals(self->figures, figures, n_figures);
    end = self->figures->len;
    g_array_append_val(self->starts, end);
}

static inline guint
start_of(const GpTies *self, guint tie)
{
    return g_array_index(self->starts, guint, tie);
}

static inline guint32
figure_at(const GpTies *self, guint i)
{
    return g_array_index(self->figures, guint32, i);
}

static inline guint32
family_of(const GpTies *self, guint tie)
{
    return g_array_index(self->families, guint32, tie);
}

gboolean
gp_cut_has(const GpCut *self, const GpTies *ties, guint tie)
{
    gboolean has_inner = FALSE, has_other = FALSE;

    for (guint i = start_of(ties, tie); i < start_of(ties, tie + 1); i++) {
        gboolean is_inner = self->sides[figure_at(ties, i)] == GP_SIDE_INNER;

        has_inner |= is_inner;
        has_other |= !is_inner;
    }
    return family_of(ties, tie) == self->family && has_inner && has_other;
}

void
gp_cut_clear(GpCut *self)
{
    g_clear_pointer(&self->sides, g_free);
}

/* ---- figures that are as good as one ---- */

static guint32
root_of(guint32 *parents, guint32 figure)
{
    while (parents[figure] != figure) {
        parents[figure] = parents[parents[figure]];
        figure = parents[figure];
    }
    return figure;
}

static void
join(guint32 *parents, guint32 a, guint32 b)
{
    parents[root_of(parents, a)] = root_of(parents, b);
}

/* ---- how many people tie two points: the greatest flow, as far as the threshold ---- */

/* Points are sets of figures. A tie carries as many as its people, from any of its points to any
 * other: it is an arc from an entry to an exit, which are open to its points without limit. */
typedef struct {
    guint n_points, n_ties;
    guint32 *points; /* by figure: NONE if no tie has it */
    guint *tie_starts;
    guint32 *ends;       /* points of ties: “an end” is a place in this array */
    guint *point_starts; /* the ends at each point */
    guint32 *point_ends;
    guint32 *tie_of_end;
    gint64 *rooms;               /* by tie: people */
    gint64 *through;             /* by tie: flow */
    gint64 *enters, *leaves;     /* by end: flow from its point into the tie, and out of it */
    guint32 *previous, *via_end; /* of the search, by state: points, then entry and exit of ties */
    guint32 *queue;
} Net;

static void
net_clear(Net *self)
{
    g_free(self->points);
    g_free(self->tie_starts);
    g_free(self->ends);
    g_free(self->point_starts);
    g_free(self->point_ends);
    g_free(self->tie_of_end);
    g_free(self->rooms);
    g_free(self->through);
    g_free(self->enters);
    g_free(self->leaves);
    g_free(self->previous);
    g_free(self->via_end);
    g_free(self->queue);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Net, net_clear)

/* The ends of a tie without those twice; @seen holds for each point the last tie that had it. */
static void
add_tie(Net *self, const GpTies *ties, guint tie, guint32 *parents, guint32 *seen)
{
    guint first = self->tie_starts[self->n_ties], n = first;

    for (guint i = start_of(ties, tie); i < start_of(ties, tie + 1); i++) {
        guint32 root = root_of(parents, figure_at(ties, i));

        if (seen[root] == tie)
            continue;
        seen[root] = tie;
        self->ends[n++] = root;
    }
    if (n - first < 2)
        return;
    for (guint i = first; i < n; i++) {
        guint32 root = self->ends[i];

        if (self->points[root] == NONE)
            self->points[root] = self->n_points++;
        self->ends[i] = self->points[root];
        self->tie_of_end[i] = self->n_ties;
    }
    self->rooms[self->n_ties++] = g_array_index(ties->people, gint64, tie);
    self->tie_starts[self->n_ties] = n;
}

static void
list_ends_of_points(Net *self)
{
    guint n_ends = self->tie_starts[self->n_ties];
    g_autofree guint *fill = NULL;

    self->point_starts = g_new0(guint, self->n_points + 1);
    self->point_ends = g_new(guint32, n_ends);
    for (guint i = 0; i < n_ends; i++)
        self->point_starts[self->ends[i] + 1]++;
    for (guint i = 0; i < self->n_points; i++)
        self->point_starts[i + 1] += self->point_starts[i];
    fill = g_memdup2(self->point_starts, (self->n_points + 1) * sizeof(guint));
    for (guint i = 0; i < n_ends; i++)
        self->point_ends[fill[self->ends[i]]++] = i;
}

/* Of the ties of a family. */
static void
net_init(Net *self, const GpTies *ties, guint32 family, guint32 *parents)
{
    guint n_ties = ties->people->len, n_ends = ties->figures->len, n_states;
    g_autofree guint32 *seen = g_new(guint32, ties->n_figures + 1);

    memset(self, 0, sizeof *self);
    memset(seen, 0xff, (ties->n_figures + 1) * sizeof *seen);
    self->points = g_new(guint32, ties->n_figures + 1);
    memset(self->points, 0xff, (ties->n_figures + 1) * sizeof *self->points);
    self->tie_starts = g_new0(guint, n_ties + 1);
    self->rooms = g_new(gint64, n_ties + 1);
    self->ends = g_new(guint32, n_ends + 1);
    self->tie_of_end = g_new(guint32, n_ends + 1);
    for (guint tie = 0; tie < n_ties; tie++) {
        if (family_of(ties, tie) == family)
            add_tie(self, ties, tie, parents, seen);
    }
    for (guint32 figure = 0; figure < ties->n_figures; figure++)
        self->points[figure] = self->points[root_of(parents, figure)];
    list_ends_of_points(self);
    n_ends = self->tie_starts[self->n_ties];
    n_states = self->n_points + 2 * self->n_ties;
    self->through = g_new(gint64, self->n_ties + 1);
    self->enters = g_new(gint64, n_ends + 1);
    self->leaves = g_new(gint64, n_ends + 1);
    self->previous = g_new(guint32, n_states + 1);
    self->via_end = g_new(guint32, n_states + 1);
    self->queue = g_new(guint32, n_states + 1);
}

static inline guint32
entry_of(const Net *self, guint32 tie)
{
    return self->n_points + 2 * tie;
}

static inline guint32
exit_of(const Net *self, guint32 tie)
{
    return self->n_points + 2 * tie + 1;
}

typedef struct {
    Net *net;
    guint n_queued;
} Search;

static void
visit(Search *self, guint32 state, guint32 from, guint32 via_end)
{
    Net *net = self->net;

    if (net->previous[state] != NONE)
        return;
    net->previous[state] = from;
    net->via_end[state] = via_end;
    net->queue[self->n_queued++] = state;
}

static void
visit_from_point(Search *self, guint32 point)
{
    const Net *net = self->net;

    for (guint i = net->point_starts[point]; i < net->point_starts[point + 1]; i++) {
        guint32 end = net->point_ends[i];

        visit(self, entry_of(net, net->tie_of_end[end]), point, end);
        if (net->leaves[end] > 0)
            visit(self, exit_of(net, net->tie_of_end[end]), point, end);
    }
}

static void
visit_from_tie(Search *self, guint32 state)
{
    const Net *net = self->net;
    guint32 tie = (state - net->n_points) / 2;
    gboolean is_exit = state == exit_of(net, tie);

    if (is_exit && net->through[tie] > 0)
        visit(self, entry_of(net, tie), state, NONE);
    if (!is_exit && net->through[tie] < net->rooms[tie])
        visit(self, exit_of(net, tie), state, NONE);
    for (guint i = net->tie_starts[tie]; i < net->tie_starts[tie + 1]; i++) {
        if (is_exit || net->enters[i] > 0)
            visit(self, net->ends[i], state, i);
    }
}

/* Whether more can flow from @a to @b; if not, all that can be reached from @a has been visited. */
static gboolean
find_way(Net *net, guint32 a, guint32 b)
{
    Search search = {net, 0};

    memset(net->previous, 0xff, (net->n_points + 2 * net->n_ties) * sizeof *net->previous);
    visit(&search, a, a, NONE);
    for (guint i = 0; i < search.n_queued && net->previous[b] == NONE; i++) {
        if (net->queue[i] < net->n_points)
            visit_from_point(&search, net->queue[i]);
        else
            visit_from_tie(&search, net->queue[i]);
    }
    return net->previous[b] != NONE;
}

/* One step of the way found: how much can flow over it, or, where @flow is above 0, lets it. */
static gint64
step(Net *net, guint32 from, guint32 to, gint64 flow)
{
    guint32 end = net->via_end[to], state = MAX(from, to);
    guint32 tie = (state - net->n_points) / 2;
    gboolean is_exit = state == exit_of(net, tie);
    gboolean is_forward = end == NONE ? to > from : is_exit == (to < from);
    gint64 *amount = end == NONE ? &net->through[tie]
                     : is_exit   ? &net->leaves[end]
                                 : &net->enters[end];

    if (flow > 0)
        *amount += is_forward ? flow : -flow;
    else if (!is_forward)
        return *amount;
    else if (end == NONE)
        return net->rooms[tie] - *amount;
    return G_MAXINT64;
}

static gint64
flow_on_way(Net *net, guint32 a, guint32 b, gint64 at_most)
{
    gint64 flow = at_most;

    for (guint32 to = b; to != a; to = net->previous[to])
        flow = MIN(flow, step(net, net->previous[to], to, 0));
    for (guint32 to = b; to != a; to = net->previous[to])
        step(net, net->previous[to], to, flow);
    return flow;
}

/* Whether at least @threshold people tie two points. */
static gboolean
are_tied_by(Net *net, guint32 a, guint32 b, gint64 threshold)
{
    gint64 flow = 0;

    memset(net->through, 0, net->n_ties * sizeof *net->through);
    memset(net->enters, 0, net->tie_starts[net->n_ties] * sizeof *net->enters);
    memset(net->leaves, 0, net->tie_starts[net->n_ties] * sizeof *net->leaves);
    while (flow < threshold && find_way(net, a, b))
        flow += flow_on_way(net, a, b, threshold - flow);
    return flow >= threshold;
}

/* ---- cuts ---- */

static gboolean
crosses(const Net *net, guint32 tie, const guint8 *point_sides)
{
    for (guint i = net->tie_starts[tie]; i < net->tie_starts[tie + 1]; i++) {
        if (point_sides[net->ends[i]] == GP_SIDE_INNER)
            return TRUE;
    }
    return FALSE;
}

/* Marks what can be reached from @b without what is on the inner side. */
static void
mark_outer(Net *net, guint32 b, guint8 *point_sides)
{
    guint n_queued = 0;

    point_sides[b] = GP_SIDE_OUTER;
    net->queue[n_queued++] = b;
    for (guint i = 0; i < n_queued; i++) {
        guint32 point = net->queue[i];

        for (guint j = net->point_starts[point]; j < net->point_starts[point + 1]; j++) {
            guint32 tie = net->tie_of_end[net->point_ends[j]];

            if (crosses(net, tie, point_sides))
                continue;
            for (guint k = net->tie_starts[tie]; k < net->tie_starts[tie + 1]; k++) {
                if (point_sides[net->ends[k]] != GP_SIDE_FAR)
                    continue;
                point_sides[net->ends[k]] = GP_SIDE_OUTER;
                net->queue[n_queued++] = net->ends[k];
            }
        }
    }
}

/* After a flow that fell short: what is on which side of the cut. */
static void
tell_sides(Net *net, const GpTies *ties, guint32 b, guint8 *out_sides)
{
    g_autofree guint8 *point_sides = g_new0(guint8, net->n_points);

    for (guint32 point = 0; point < net->n_points; point++) {
        if (net->previous[point] != NONE)
            point_sides[point] = GP_SIDE_INNER;
    }
    mark_outer(net, b, point_sides);
    for (guint32 figure = 0; figure < ties->n_figures; figure++)
        out_sides[figure] =
            net->points[figure] == NONE ? GP_SIDE_FAR : point_sides[net->points[figure]];
}

/* Ties of enough people need no flow. */
static void
join_large(const GpTies *ties, guint32 family, gint64 threshold, guint32 *parents)
{
    for (guint tie = 0; tie < ties->people->len; tie++) {
        if (g_array_index(ties->people, gint64, tie) < threshold ||
            (family != ANY_FAMILY && family_of(ties, tie) != family))
            continue;
        for (guint i = start_of(ties, tie) + 1; i < start_of(ties, tie + 1); i++)
            join(parents, figure_at(ties, i), figure_at(ties, i - 1));
    }
}

GpCutSearch *
gp_cut_search_new(const GpTies *ties, gint64 threshold)
{
    GpCutSearch *self = g_new0(GpCutSearch, 1);

    self->ties = ties;
    self->threshold = threshold;
    self->parents = g_new(guint32, ties->n_figures + 1);
    for (guint32 figure = 0; figure < ties->n_figures; figure++)
        self->parents[figure] = figure;
    join_large(ties, ANY_FAMILY, threshold, self->parents);
    return self;
}

void
gp_cut_search_free(GpCutSearch *self)
{
    if (self == NULL)
        return;
    g_free(self->parents);
    g_free(self);
}

/* Joins the figures of a tie as far as they are tied by enough. FALSE: @out_a and @out_b are not.
 */
static gboolean
join_tie(GpCutSearch *self, guint tie, guint32 *out_a, guint32 *out_b, gboolean *out_joined)
{
    gboolean are_all = TRUE;

    for (guint i = start_of(self->ties, tie) + 1; i < start_of(self->ties, tie + 1); i++) {
        guint32 a = figure_at(self->ties, i - 1), b = figure_at(self->ties, i);
        g_auto(Net) net = {0};

        if (root_of(self->parents, a) == root_of(self->parents, b))
            continue;
        net_init(&net, self->ties, family_of(self->ties, tie), self->parents);
        if (are_tied_by(&net, net.points[a], net.points[b], self->threshold)) {
            join(self->parents, a, b);
            *out_joined = TRUE;
        } else if (are_all) {
            are_all = FALSE;
            *out_a = a;
            *out_b = b;
        }
    }
    return are_all;
}

static void
tell_cut(GpCutSearch *self, guint tie, guint32 a, guint32 b, GpCut *out_cut)
{
    g_auto(Net) net = {0};

    gp_cut_clear(out_cut);
    out_cut->family = family_of(self->ties, tie);
    out_cut->sides = g_new0(guint8, self->ties->n_figures + 1);
    net_init(&net, self->ties, out_cut->family, self->parents);
    are_tied_by(&net, net.points[a], net.points[b], self->threshold);
    tell_sides(&net, self->ties, net.points[b], out_cut->sides);
}

/* What is joined in one family may be what another lacked, so it goes round until nothing new is.
 */
gboolean
gp_cut_search_next(GpCutSearch *self, GpCut *out_cut)
{
    gboolean has_cut, joined;
    guint32 a = 0, b = 0, bad_a = 0, bad_b = 0;
    guint bad = 0;

    do {
        has_cut = joined = FALSE;
        for (guint tie = 0; tie < self->ties->people->len; tie++) {
            if (join_tie(self, tie, &a, &b, &joined) || has_cut)
                continue;
            has_cut = TRUE;
            bad = tie;
            bad_a = a;
            bad_b = b;
        }
    } while (has_cut && joined);
    if (has_cut) {
        tell_cut(self, bad, bad_a, bad_b, out_cut);
        join(self->parents, bad_a, bad_b);
    }
    return has_cut;
}

/* If nothing at all ties them, what hangs on @b can be counted from anywhere, unless some of it is
 * in other families, too. */
static gboolean
are_apart(Net *net, guint32 *parents, guint32 a, guint32 b, const GpSharedFigures *shared)
{
    g_autofree guint8 *point_sides = g_new0(guint8, net->n_points + 1);

    if (net->points[b] != NONE)
        mark_outer(net, net->points[b], point_sides);
    if (net->points[a] != NONE && point_sides[net->points[a]] == GP_SIDE_OUTER)
        return FALSE;
    for (guint32 figure = 0; figure < shared->n_figures; figure++) {
        guint32 point = net->points[figure];

        if (shared->is_shared[figure] && (root_of(parents, figure) == root_of(parents, b) ||
                                          (point != NONE && point_sides[point] == GP_SIDE_OUTER)))
            return FALSE;
    }
    return TRUE;
}

gboolean
gp_ties_hold(const GpTies *self,
             guint32 family,
             guint32 a,
             guint32 b,
             gint64 threshold,
             const GpSharedFigures *shared)
{
    g_autofree guint32 *parents = g_new(guint32, self->n_figures + 1);
    g_auto(Net) net = {0};

    for (guint32 figure = 0; figure < self->n_figures; figure++)
        parents[figure] = figure;
    join_large(self, family, threshold, parents);
    if (root_of(parents, a) == root_of(parents, b))
        return TRUE;
    net_init(&net, self, family, parents);
    if (net.points[a] != NONE && net.points[b] != NONE &&
        are_tied_by(&net, net.points[a], net.points[b], threshold))
        return TRUE;
    return are_apart(&net, parents, a, b, shared);
}
