/* SPDX-License-Identifier: MIT */
#include "gp-error.h"
#include "gp-row-reader-private.h"

/* Reading by several threads: each has all of its own, and nothing is shared but the blocks. */

typedef struct _Reading Reading;

typedef struct {
    GpBlocks *blocks;
    Reading *reading;
    GpBlock block;
    gboolean has_block; /* it was read already */
    GpCube *own_cube;   /* (nullable): NULL where it takes rows right into the result */
    GpCubeFeed *feed;
    GpIssueList *own_issues;
    GpTaker *own_taker;
    GpRowReader reader;
    GThread *thread;
} Worker;

static void
worker_clear(gpointer data)
{
    Worker *self = data;

    gp_block_clear(&self->block);
    gp_row_reader_clear(&self->reader);
    gp_taker_free(self->own_taker);
    gp_issue_list_free(self->own_issues);
    gp_cube_feed_free(self->feed);
    gp_cube_free(self->own_cube);
}

/* What one reading is about. */
struct _Reading {
    const GpHeader *header;
    const GpReadRules *rules;
    const char *file;
    const char *names[GP_N_FIELDS]; /* what the original calls its columns */
    GpCube *cube;
    GpIssueList *issues;
    GpTaker *taker;
    GpReadRules rules_of_takers;
    GHashTable *answers; /* (element-type utf8 GpRefusal) */
    GMutex asking;
    GMutex feeding; /* the cube */
    GError *error;  /* the first one of feeding */
};

static void
reading_clear(Reading *self)
{
    if (self->taker == NULL) /* it did not begin */
        return;
    gp_taker_free(self->taker);
    g_clear_pointer(&self->answers, g_hash_table_unref);
    g_mutex_clear(&self->asking);
    g_mutex_clear(&self->feeding);
    g_clear_error(&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reading, reading_clear)

/* An answer is remembered; one that is against the activity itself holds for all units. */
static const GpRefusal *
find_answer(Reading *self, const char *activity, GpUnit unit)
{
    g_autofree char *pair = g_strdup_printf("%s\x1f%u", activity, unit);
    GpRefusal *answer = g_hash_table_lookup(self->answers, activity);

    if (answer == NULL)
        answer = g_hash_table_lookup(self->answers, pair);
    if (answer == NULL) {
        answer = g_new(GpRefusal, 1);
        *answer = self->rules->takes(activity, unit, self->rules->takes_data);
        g_hash_table_insert(self->answers,
                            answer->code != NULL && !answer->is_about_unit ? g_strdup(activity)
                                                                           : g_steal_pointer(&pair),
                            answer);
    }
    return answer;
}

/* Whoever answers need not know of threads. */
static GpRefusal
ask(const char *activity, GpUnit unit, gpointer data)
{
    Reading *self = data;
    GpRefusal refusal;

    g_mutex_lock(&self->asking);
    refusal = *find_answer(self, activity, unit);
    refusal.message = g_strdup(refusal.message);
    g_mutex_unlock(&self->asking);
    return refusal;
}

static void
free_answer(gpointer data)
{
    g_free(((GpRefusal *)data)->message);
    g_free(data);
}

static void
reading_init(Reading *self,
             const char *file,
             const GpHeader *header,
             const GpReadRules *rules,
             GpCube *cube,
             GpIssueList *issues)
{
    *self =
        (Reading){.header = header, .rules = rules, .file = file, .cube = cube, .issues = issues};
    for (guint i = 0; i < GP_N_FIELDS; i++)
        self->names[i] = header->columns[i] < 0 ? NULL : header->names[header->columns[i]];
    g_mutex_init(&self->asking);
    g_mutex_init(&self->feeding);
    self->rules_of_takers = *rules;
    self->rules_of_takers.takes = ask;
    self->rules_of_takers.takes_data = self;
    self->answers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_answer);
    self->taker = gp_taker_new(file, self->names, &self->rules_of_takers, cube, issues);
}

/* Whether it does not matter which rows were there before a row. */
static gboolean
is_by_row(const GpReadRules *rules)
{
    return rules->newer == NULL &&
           (rules->spoken_of == NULL ||
            gp_coverage_corrections(rules->spoken_of) == GP_CORRECTIONS_PERIOD);
}

static GpQuickTaker *
make_quick(const Reading *self, GpTaker *taker, GpCube *cube)
{
    if (!is_by_row(self->rules) || self->header->columns[GP_FIELD_PERIOD] < 0)
        return NULL;
    return gp_quick_taker_new(self->header, self->rules, taker, cube);
}

static void
worker_init_alone(Worker *self, Reading *reading)
{
    gp_row_reader_init(&self->reader, reading->header, reading->taker,
                       make_quick(reading, reading->taker, reading->cube));
}

static void
worker_init_beside(Worker *self, Reading *reading)
{
    self->own_cube = gp_cube_new(gp_cube_timeline(reading->cube), gp_cube_units(reading->cube));
    self->feed = gp_cube_feed_new(reading->cube, self->own_cube);
    self->own_issues = gp_issue_list_new();
    self->own_taker = gp_taker_new(reading->file, reading->names, &reading->rules_of_takers,
                                   self->own_cube, self->own_issues);
    gp_row_reader_init(&self->reader, reading->header, self->own_taker,
                       make_quick(reading, self->own_taker, self->own_cube));
}

/* Moves what a worker has into the result, so that it does not grow with the file. */
static void
feed(Worker *self, gboolean is_last)
{
    Reading *reading = self->reading;

    g_mutex_lock(&reading->feeding);
    if (reading->error == NULL)
        gp_cube_feed_move(self->feed, is_last, &reading->error);
    g_mutex_unlock(&reading->feeding);
}

static gpointer
work(gpointer data)
{
    Worker *self = data;

    while (self->has_block || gp_blocks_next(self->blocks, &self->block)) {
        self->has_block = FALSE;
        gp_blocks_settle(self->blocks, &self->block);
        gp_row_reader_take(&self->reader, &self->block);
        if (self->feed != NULL && gp_cube_feed_is_due(self->feed))
            feed(self, FALSE);
    }
    if (self->feed != NULL)
        feed(self, TRUE);
    return NULL;
}

/* Has all workers do their part; the first one is this thread. */
static void
work_together(GArray *workers)
{
    for (guint i = 1; i < workers->len; i++) {
        Worker *worker = &g_array_index(workers, Worker, i);

        worker->thread = g_thread_new("read", work, worker);
    }
    work(&g_array_index(workers, Worker, 0));
    for (guint i = 1; i < workers->len; i++)
        g_thread_join(g_array_index(workers, Worker, i).thread);
}

/* Adds up what several workers have. */
static void
put_together(Reading *self, const GArray *workers)
{
    g_autofree GpIssueList **issues = g_new(GpIssueList *, workers->len);

    for (guint i = 0; i < workers->len; i++) {
        const Worker *worker = &g_array_index(workers, Worker, i);

        issues[i] = worker->own_issues;
        gp_taker_merge(self->taker, worker->own_taker);
    }
    gp_issue_list_move_by_line(self->issues, issues, workers->len);
}

void
gp_read_note_blank_rows(GpIssueList *issues, const char *file, guint64 first_line, guint64 n)
{
    g_autofree char *text =
        n == 1 ? g_strdup("a blank row was passed over")
               : g_strdup_printf(
                     "%" G_GUINT64_FORMAT " blank rows were passed over; this is the first", n);

    gp_issue_list_add_at(issues, GP_SEVERITY_NOTE, "blank-row", file, first_line, 0, "%s", text);
}

static void
note_blank_rows(const Reading *self, const GArray *workers)
{
    guint64 n = 0, first_line = G_MAXUINT64;

    for (guint i = 0; i < workers->len; i++) {
        const GpRowReader *reader = &g_array_index(workers, Worker, i).reader;

        n += reader->n_blank;
        if (reader->n_blank > 0)
            first_line = MIN(first_line, reader->first_blank_line);
    }
    if (n > 0)
        gp_read_note_blank_rows(self->issues, self->file, first_line, n);
}

static gboolean
read_rows(Reading *self, GpBlocks *blocks, GpReadCount *out_count, GError **error)
{
    g_autoptr(GArray) workers = g_array_new(FALSE, TRUE, sizeof(Worker));
    GpBlock first;
    gboolean has_block;
    guint n = self->rules->threads > 0 ? self->rules->threads : g_get_num_processors();

    gp_block_init(&first);
    has_block = gp_blocks_next(blocks, &first);
    if (!has_block || first.is_last || !is_by_row(self->rules))
        n = 1;
    g_array_set_clear_func(workers, worker_clear);
    g_array_set_size(workers, n);
    for (guint i = 0; i < n; i++) {
        Worker *worker = &g_array_index(workers, Worker, i);

        worker->blocks = blocks;
        worker->reading = self;
        if (i == 0)
            worker->block = first;
        else
            gp_block_init(&worker->block);
        worker->has_block = i == 0 && has_block;
        if (n == 1)
            worker_init_alone(worker, self);
        else
            worker_init_beside(worker, self);
    }
    work_together(workers);
    if (!gp_blocks_finish(blocks, error))
        return FALSE;
    if (self->error != NULL) {
        g_propagate_error(error, g_steal_pointer(&self->error));
        return FALSE;
    }
    if (n > 1)
        put_together(self, workers);
    for (guint i = 0; i < n; i++) {
        const GpQuickTaker *quick = g_array_index(workers, Worker, i).reader.quick;

        if (quick != NULL)
            gp_taker_add_count(self->taker, gp_quick_taker_count(quick));
    }
    gp_taker_finish(self->taker, out_count);
    note_blank_rows(self, workers);
    return TRUE;
}

gboolean
gp_read_activity(const char *path,
                 const GpReadRules *rules,
                 GpCube *cube,
                 GpIssueList *issues,
                 GpReadCount *out_count,
                 GError **error)
{
    return gp_read_activity_in_blocks(path, rules, GP_BLOCK_BYTES, cube, issues, out_count, error);
}

gboolean
gp_read_activity_in_blocks(const char *path,
                           const GpReadRules *rules,
                           gsize block_bytes,
                           GpCube *cube,
                           GpIssueList *issues,
                           GpReadCount *out_count,
                           GError **error)
{
    g_auto(GpWindow) window = {.fd = -1};
    g_auto(GpHeader) header = {0};
    g_auto(Reading) reading = {0};
    g_autoptr(GpBlocks) blocks = NULL;
    guint64 line = 1;

    if (!gp_window_open(&window, path, error))
        return FALSE;
    if (rules->encoding == GP_ENCODING_WINDOWS_1252 && !gp_window_set_windows_1252(&window, error))
        return FALSE;
    if (rules->name != NULL)
        window.name = rules->name;
    if (!gp_header_read(&header, &window, &line, issues, error))
        return FALSE;
    reading_init(&reading, window.name, &header, rules, cube, issues);
    blocks = gp_blocks_new(&window, line, header.n_columns, block_bytes);
    return read_rows(&reading, blocks, out_count, error);
}
