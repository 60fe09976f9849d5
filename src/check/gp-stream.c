/* SPDX-License-Identifier: MIT */
#include "gp-stream-private.h"

#include <stdlib.h>
#include <string.h>

/* What adds up to a point. */
typedef struct {
    GpPoint point;
    guint32 days; /* of a month: a bit for each day that has figures */
} Heap;

typedef struct {
    guint32 source, activity, site;
    GpUnit kind;
} Key;

/* A stream while it is gathered. */
typedef struct {
    Key key;
    GpStream stream;
    GpMonth first_month, last_month; /* none: the last before the first */
    Heap *months;                    /* (array) from first_month to last_month */
    GArray *longer;                  /* (element-type GpPoint) pieces of longer stretches */
    guint64 *rows_by_unit;           /* by unit */
} Draft;

static guint
hash_key(gconstpointer data)
{
    const Key *key = data;
    guint64 hash = key->source;

    hash = (hash * 0x9e3779b1u + key->activity) * 0x9e3779b1u + key->site;
    return (guint)((hash * 0x9e3779b1u + key->kind) ^ (hash >> 31));
}

static gboolean
equal_keys(gconstpointer a, gconstpointer b)
{
    const Key *x = a, *y = b;

    return x->source == y->source && x->activity == y->activity && x->site == y->site &&
           x->kind == y->kind;
}

static void
free_draft(gpointer data)
{
    Draft *self = data;

    g_free(self->months);
    g_array_unref(self->longer);
    g_free(self->rows_by_unit);
    g_free(self);
}

/* A cell with what is needed to place it. */
typedef struct {
    GpTime time;
    gboolean is_first_piece;
    GpSpan days; /* of this piece */
    GpMonth month;
    const GpCell *cell;
    const GpWho *who;
    GpWhat what;
} Piece;

typedef void (*PieceFunc)(Draft *draft, const Piece *piece);

static gboolean
is_longer(GpSpan span)
{
    return span.last - span.first + 1 > GP_MONTH_GRAIN_DAYS;
}

/* First the months that a stream reaches over. */
static void
measure(Draft *draft, const Piece *piece)
{
    if (is_longer(piece->time.span))
        return;
    if (draft->last_month < draft->first_month)
        draft->first_month = draft->last_month = piece->month;
    draft->first_month = MIN(draft->first_month, piece->month);
    draft->last_month = MAX(draft->last_month, piece->month);
}

/* Adds a piece to a sum. A sum that no 128 bits hold is far beyond any activity; it is left out. */
static void
add_piece(GpPoint *point, const Piece *piece, const GpUnitTable *units)
{
    GpInt128 quantity;

    if (!gp_multiply(gp_cell_quantity_micro(piece->cell),
                     gp_unit_multiplier_nano(units, piece->what.unit), &quantity) ||
        !gp_add(point->quantity, quantity, &point->quantity))
        return;
    if (piece->who->quality == GP_QUALITY_MEASURED)
        point->measured += quantity;
    else if (piece->who->quality != GP_QUALITY_NONE)
        point->estimated += quantity;
    point->unit = point->unit == piece->what.unit || (point->rows == 0 && point->days == 0)
                      ? piece->what.unit
                      : GP_UNIT_NONE;
    point->rows += piece->is_first_piece ? piece->cell->rows : 0;
    point->days = 1; /* something is there; counted at the end */
}

/* Then the sums. */
static void
gather(Draft *draft, const Piece *piece)
{
    const GpUnitTable *units = draft->stream.units;

    if (piece->is_first_piece)
        draft->rows_by_unit[piece->what.unit] += piece->cell->rows;
    if (is_longer(piece->time.span)) {
        GpPoint point = {.span = piece->time.span};

        add_piece(&point, piece, units);
        g_array_append_val(draft->longer, point);
    } else {
        Heap *heap = &draft->months[piece->month - draft->first_month];
        GpDay month_begins = gp_month_first_day(piece->month);

        add_piece(&heap->point, piece, units);
        for (GpDay day = piece->days.first; day <= piece->days.last; day++)
            heap->days |= 1u << (day - month_begins);
    }
}

static Draft *
get_draft(GHashTable *drafts, const GpCube *cube, const Piece *piece)
{
    const GpUnitTable *units = gp_cube_units(cube);
    Key key = {piece->who->source, piece->what.activity, piece->who->site,
               gp_unit_kind(units, piece->what.unit)};
    Draft *draft = g_hash_table_lookup(drafts, &key);

    if (draft != NULL)
        return draft;
    draft = g_new0(Draft, 1);
    draft->key = key;
    draft->stream = (GpStream){.source = gp_dict_name(gp_cube_sources(cube), key.source),
                               .activity = gp_dict_name(gp_cube_activities(cube), key.activity),
                               .site = gp_dict_name(gp_cube_sites(cube), key.site),
                               .kind = key.kind,
                               .units = units,
                               .span = GP_NO_PERIOD};
    draft->last_month = -1;
    draft->longer = g_array_new(FALSE, FALSE, sizeof(GpPoint));
    draft->rows_by_unit = g_new0(guint64, gp_unit_table_size(units));
    g_hash_table_add(drafts, draft);
    return draft;
}

static void
each_piece(GHashTable *drafts, const GpCube *cube, PieceFunc func)
{
    const GpTimeline *timeline = gp_cube_timeline(cube);

    for (guint32 time = 0; time < gp_cube_n_times(cube); time++) {
        guint32 capacity;
        const GpCell *cells = gp_cube_cells(cube, time, &capacity);
        Piece piece = {.time = gp_cube_time(cube, time)};

        if (cells == NULL)
            continue;
        piece.is_first_piece = piece.time.first_piece == time;
        piece.days = gp_timeline_slot_span(timeline, piece.time.slot);
        piece.days.first = MAX(piece.days.first, piece.time.span.first);
        piece.days.last = MIN(piece.days.last, piece.time.span.last);
        piece.month = gp_timeline_slot_month(timeline, piece.time.slot);
        for (guint32 i = 0; i < capacity; i++) {
            if (cells[i].rows == 0)
                continue;
            piece.cell = &cells[i];
            piece.who = gp_cube_who(cube, cells[i].who);
            piece.what = gp_cube_what(cube, cells[i].what);
            func(get_draft(drafts, cube, &piece), &piece);
        }
    }
}

static void
make_months(const Draft *draft, GArray *points)
{
    for (GpMonth month = draft->first_month; month <= draft->last_month; month++) {
        Heap *heap = &draft->months[month - draft->first_month];
        GpDay begins = gp_month_first_day(month);

        if (heap->days == 0)
            continue;
        heap->point.days = (guint)__builtin_popcount(heap->days);
        heap->point.span.first = begins + __builtin_ctz(heap->days);
        heap->point.span.last = begins + 31 - __builtin_clz(heap->days);
        g_array_append_val(points, heap->point);
    }
}

static int
compare_points(gconstpointer a, gconstpointer b)
{
    const GpPoint *x = a, *y = b;

    if (x->span.first != y->span.first)
        return x->span.first < y->span.first ? -1 : 1;
    return (x->span.last > y->span.last) - (x->span.last < y->span.last);
}

/* Puts the pieces of the same stretch together. */
static void
make_longer(const Draft *draft, GpStream *stream)
{
    g_array_sort(draft->longer, compare_points);
    for (guint i = 0; i < draft->longer->len; i++) {
        GpPoint piece = g_array_index(draft->longer, GpPoint, i);
        guint days = (guint)(piece.span.last - piece.span.first + 1);
        GArray *points =
            stream->series[days > GP_QUARTER_GRAIN_DAYS ? GP_GRAIN_YEAR : GP_GRAIN_QUARTER].points;
        GpPoint *last = points->len == 0 ? NULL : &g_array_index(points, GpPoint, points->len - 1);

        piece.days = days;
        if (last == NULL || compare_points(last, &piece) != 0) {
            g_array_append_val(points, piece);
            continue;
        }
        last->quantity += piece.quantity;
        last->measured += piece.measured;
        last->estimated += piece.estimated;
        last->rows += piece.rows;
        if (last->unit != piece.unit)
            last->unit = GP_UNIT_NONE;
    }
}

static void
extend(GpSpan *span, GpSpan other)
{
    if (other.last < other.first)
        return;
    if (span->last < span->first)
        *span = other;
    span->first = MIN(span->first, other.first);
    span->last = MAX(span->last, other.last);
}

/* Takes the points that begin after @today away, which are the last ones. */
static void
cut_off(GArray *points, GpDay today, GpFuture *out)
{
    while (points->len > 0) {
        const GpPoint *last = &g_array_index(points, GpPoint, points->len - 1);

        if (last->span.first <= today)
            return;
        extend(&out->span, last->span);
        out->rows += last->rows;
        g_array_set_size(points, points->len - 1);
    }
}

static GpStream *
finish(const Draft *draft, GpDay today, GpFuture *out_future)
{
    GpStream *self = g_new0(GpStream, 1);
    guint64 most = 0;

    *self = draft->stream;
    for (guint grain = 0; grain < GP_N_GRAINS; grain++)
        self->series[grain] = (GpSeries){.stream = self,
                                         .grain = grain,
                                         .points = g_array_new(FALSE, FALSE, sizeof(GpPoint))};
    make_months(draft, self->series[GP_GRAIN_MONTH].points);
    make_longer(draft, self);
    *out_future = (GpFuture){self->source, self->activity, self->site, GP_NO_PERIOD, 0};
    for (guint grain = 0; grain < GP_N_GRAINS; grain++)
        cut_off(self->series[grain].points, today, out_future);
    for (guint unit = 0; unit < gp_unit_table_size(self->units); unit++) {
        if (draft->rows_by_unit[unit] <= most)
            continue;
        most = draft->rows_by_unit[unit];
        self->shown_unit = (GpUnit)unit;
    }
    for (guint grain = 0; grain < GP_N_GRAINS; grain++) {
        GpSeries *series = &self->series[grain];

        for (guint i = 0; i < series->points->len; i++) {
            GpPoint *point = gp_series_point(series, i);

            point->month = gp_month_of_day(point->span.first);
            extend(&self->span, point->span);
        }
        gp_series_profile(series);
    }
    return self;
}

static void
free_stream(gpointer data)
{
    GpStream *self = data;

    for (guint grain = 0; grain < GP_N_GRAINS; grain++)
        g_array_unref(self->series[grain].points);
    g_free(self);
}

static int
compare_streams(gconstpointer a, gconstpointer b)
{
    const GpStream *x = *(GpStream *const *)a, *y = *(GpStream *const *)b;
    int order = strcmp(x->source, y->source);

    order = order != 0 ? order : strcmp(x->activity, y->activity);
    order = order != 0 ? order : strcmp(x->site, y->site);
    return order != 0 ? order : (x->kind > y->kind) - (x->kind < y->kind);
}

static int
compare_futures(gconstpointer a, gconstpointer b)
{
    const GpFuture *x = a, *y = b;
    int order = strcmp(x->source, y->source);

    order = order != 0 ? order : strcmp(x->activity, y->activity);
    order = order != 0 ? order : strcmp(x->site, y->site);
    return order != 0 ? order : (x->span.first > y->span.first) - (x->span.first < y->span.first);
}

/* Adds what there is of a stream up to @today, and what comes after. */
static void
add_stream(GpStreams *self, const Draft *draft, GpDay today)
{
    GpFuture future;
    GpStream *stream = finish(draft, today, &future);

    if (future.span.first <= future.span.last)
        g_array_append_val(self->future, future);
    if (stream->span.first <= stream->span.last)
        g_ptr_array_add(self->streams, stream);
    else
        free_stream(stream);
}

GpStreams *
gp_streams_new(const GpCube *cube, GpDay today)
{
    g_autoptr(GHashTable) drafts = g_hash_table_new_full(hash_key, equal_keys, free_draft, NULL);
    GpStreams *self = g_new0(GpStreams, 1);
    GHashTableIter iter;
    gpointer data;

    self->streams = g_ptr_array_new_with_free_func(free_stream);
    self->future = g_array_new(FALSE, FALSE, sizeof(GpFuture));
    self->span = GP_NO_PERIOD;
    each_piece(drafts, cube, measure);
    g_hash_table_iter_init(&iter, drafts);
    while (g_hash_table_iter_next(&iter, &data, NULL)) {
        Draft *draft = data;

        draft->months = g_new0(Heap, (gsize)(draft->last_month - draft->first_month + 1));
    }
    each_piece(drafts, cube, gather);
    g_hash_table_iter_init(&iter, drafts);
    while (g_hash_table_iter_next(&iter, &data, NULL))
        add_stream(self, data, today);
    g_ptr_array_sort(self->streams, compare_streams);
    g_array_sort(self->future, compare_futures);
    for (guint i = 0; i < self->streams->len; i++)
        extend(&self->span, ((GpStream *)g_ptr_array_index(self->streams, i))->span);
    return self;
}

void
gp_streams_free(GpStreams *self)
{
    if (self == NULL)
        return;
    g_ptr_array_unref(self->streams);
    g_array_unref(self->future);
    g_free(self);
}

gboolean
gp_stream_covers(const GpStream *self, GpSpan span)
{
    for (guint grain = 0; grain < GP_N_GRAINS; grain++) {
        const GpSeries *series = &self->series[grain];

        for (guint i = 0; i < series->points->len; i++) {
            GpSpan other = gp_series_point(series, i)->span;

            if (other.first <= span.last && span.first <= other.last)
                return TRUE;
        }
    }
    return FALSE;
}

gboolean
gp_stream_is_of_journeys(const GpStream *self)
{
    const char *kind = gp_unit_name(self->units, self->kind);

    return g_str_equal(kind, "km") || g_str_equal(kind, "passenger-km");
}
