/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-workspace-private.h"

#define FEW_OF 10     /* rows that are replaced, before it matters that there are fewer */
#define FEWER_TIMES 2 /* so many times fewer are not likely to be the whole of them */

void
gp_delivered_clear(GpDelivered *self)
{
    g_clear_pointer(&self->originals, g_ptr_array_unref);
}

void
gp_arrived_file_free(GpArrivedFile *self)
{
    if (self == NULL)
        return;
    g_free(self->path);
    g_free(self->name);
    g_free(self->address);
    g_free(self->etag);
    g_free(self->last_modified);
    g_free(self->period);
    g_free(self);
}

/* What a delivery is made of while it is taken. */
typedef struct {
    GpWorkspace *workspace;
    const GpBasis *basis;
    const char *source;
    char *at;         /* the time of the delivery */
    GPtrArray *kept;  /* (element-type GpOriginal): all files, in evidence/ */
    GPtrArray *again; /* (element-type GpOriginal) of those: were known, and count anew */
    GPtrArray *along; /* (element-type GpOriginal) of those: only because they came with others */
    GpIssueList *issues;       /* of reading the new ones */
    GpCorrections corrections; /* of the source */
} Delivery;

static void
delivery_clear(Delivery *self)
{
    g_free(self->at);
    g_clear_pointer(&self->kept, g_ptr_array_unref);
    g_clear_pointer(&self->again, g_ptr_array_unref);
    g_clear_pointer(&self->along, g_ptr_array_unref);
    g_clear_pointer(&self->issues, gp_issue_list_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Delivery, delivery_clear)

/* A microsecond after @at, which is as 2026-11-22T10:00:00.123456Z. */
static char *
just_after(const char *at)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(at, NULL);
    g_autoptr(GDateTime) after = time == NULL ? NULL : g_date_time_add(time, 1);
    g_autofree char *seconds = NULL;

    if (after == NULL)
        return g_strconcat(at, "Z", NULL);
    seconds = g_date_time_format(after, "%Y-%m-%dT%H:%M:%S");
    return g_strdup_printf("%s.%06dZ", seconds, g_date_time_get_microsecond(after));
}

/* Deliveries of a source have different times, the later one the later time, whatever the clock
 * says. */
static gboolean
choose_time(Delivery *self, const char *now, GError **error)
{
    g_autoptr(GPtrArray) known = gp_store_list_originals(self->workspace->store, error);

    if (known == NULL)
        return FALSE;
    self->at = g_strdup(now);
    for (guint i = 0; i < known->len; i++) {
        const GpOriginal *original = g_ptr_array_index(known, i);

        if (g_str_equal(original->source, self->source) &&
            strcmp(original->imported_at, self->at) >= 0) {
            g_free(self->at);
            self->at = just_after(original->imported_at);
        }
    }
    return TRUE;
}

static GpOriginal *
original_of(const Delivery *self, const GpArrivedFile *file)
{
    GpOriginal *original = g_new0(GpOriginal, 1);

    original->source = g_strdup(self->source);
    original->name = file->name == NULL ? g_path_get_basename(file->path) : g_strdup(file->name);
    original->imported_at = g_strdup(self->at);
    original->address = g_strdup(file->address);
    original->etag = g_strdup(file->etag);
    original->last_modified = g_strdup(file->last_modified);
    original->period = g_strdup(file->period);
    return original;
}

static gboolean
keep_files(Delivery *self, const GPtrArray *files, GError **error)
{
    for (guint i = 0; i < files->len; i++) {
        const GpArrivedFile *file = g_ptr_array_index(files, i);
        g_autoptr(GpOriginal) original = original_of(self, file);
        g_autofree char *kept = NULL;

        if (!gp_store_keep_original(self->workspace->store, file->path, original, &kept, error))
            return FALSE;
        g_ptr_array_add(self->kept, g_steal_pointer(&original));
    }
    return TRUE;
}

/* Whether the bytes came before, but with another period told for them. */
static gboolean
is_of_another_period(const GpOriginal *original, const GpOriginal *known)
{
    return original->period != NULL && !g_str_equal(original->period, known->period);
}

/* Bytes that came before, and whose rows later ones have replaced since or have another period. */
static gboolean
find_those_that_count_anew(Delivery *self, gboolean counts_anew, GError **error)
{
    for (guint i = 0; i < self->kept->len; i++) {
        GpOriginal *original = g_ptr_array_index(self->kept, i);
        g_autoptr(GpOriginal) known = NULL;

        if (!gp_store_find_original(self->workspace->store, original->sha256, &known, error))
            return FALSE;
        if (known != NULL && g_str_equal(known->source, self->source) &&
            ((counts_anew && known->superseded > 0) || is_of_another_period(original, known)))
            g_ptr_array_add(self->again, original);
    }
    return TRUE;
}

/* What came at one time speaks together. Were pages that came before left out, those that are new
 * would take the place of their rows: of a series, or of the days, that all of them speak of. */
static gboolean
take_along(Delivery *self, GError **error)
{
    g_autoptr(GPtrArray) known_ones = g_ptr_array_new();
    guint n_missing = 0;

    if (self->corrections != GP_CORRECTIONS_SERIES && self->corrections != GP_CORRECTIONS_PERIOD)
        return TRUE;
    for (guint i = 0; i < self->kept->len; i++) {
        GpOriginal *original = g_ptr_array_index(self->kept, i);
        g_autoptr(GpOriginal) known = NULL;

        if (!gp_store_find_original(self->workspace->store, original->sha256, &known, error))
            return FALSE;
        if (known == NULL)
            n_missing++;
        else if (g_str_equal(known->source, self->source) &&
                 !g_ptr_array_find(self->again, original, NULL))
            g_ptr_array_add(known_ones, original);
    }
    if (n_missing == 0 && self->again->len == 0)
        return TRUE;
    g_ptr_array_extend(self->again, known_ones, NULL, NULL);
    g_ptr_array_extend(self->along, known_ones, NULL, NULL);
    return TRUE;
}

/* Those of the delivery that are to be read, each once: they are not in the database, or they count
 * anew. Transfer container. */
static GPtrArray *
list_new(const Delivery *self, GError **error)
{
    g_autoptr(GHashTable) listed = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) new = g_ptr_array_new();

    for (guint i = 0; i < self->kept->len; i++) {
        GpOriginal *original = g_ptr_array_index(self->kept, i);
        g_autoptr(GpOriginal) known = NULL;

        if (!gp_store_find_original(self->workspace->store, original->sha256, &known, error))
            return NULL;
        if ((known == NULL || g_ptr_array_find(self->again, original, NULL)) &&
            g_hash_table_add(listed, original->sha256))
            g_ptr_array_add(new, original);
    }
    return g_steal_pointer(&new);
}

/* What the database has of the source, but for @new. */
static GPtrArray *
list_known(const Delivery *self, const GPtrArray *new, GError **error)
{
    g_autoptr(GPtrArray) known = gp_store_list_originals(self->workspace->store, error);
    g_autoptr(GHashTable) leaves_out = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < new->len; i++)
        g_hash_table_add(leaves_out, ((GpOriginal *)g_ptr_array_index(new, i))->sha256);
    for (guint i = known == NULL ? 0 : known->len; i-- > 0;) {
        const GpOriginal *original = g_ptr_array_index(known, i);

        if (!g_str_equal(original->source, self->source) ||
            g_hash_table_contains(leaves_out, original->sha256))
            g_ptr_array_remove_index(known, i);
    }
    return g_steal_pointer(&known);
}

static gboolean
put_changes(const Delivery *self, const GPtrArray *changes, GError **error)
{
    for (guint i = 0; i < changes->len; i++) {
        const GpChange *change = g_ptr_array_index(changes, i);

        if (change->is_new &&
            !gp_store_note_arrival(self->workspace->store, change->original, error))
            return FALSE;
        if (!gp_store_put(self->workspace->store, change->original, change->cube, error))
            return FALSE;
    }
    return gp_workspace_keep_answers(self->workspace, self->basis, error);
}

/* What came, in rows that begin on these days. */
static guint64
count_rows_on(const GPtrArray *changes, GpSpan days)
{
    guint64 n = 0;

    for (guint i = 0; i < changes->len; i++) {
        const GpChange *change = g_ptr_array_index(changes, i);

        for (guint32 time = 0; change->is_new && time < gp_cube_n_times(change->cube); time++) {
            GpTime at = gp_cube_time(change->cube, time);
            guint32 capacity;
            const GpCell *cells = gp_cube_cells(change->cube, time, &capacity);

            if (at.first_piece != time || at.span.first < days.first || at.span.first > days.last)
                continue;
            for (guint32 k = 0; cells != NULL && k < capacity; k++)
                n += cells[k].rows;
        }
    }
    return n;
}

/* The newer file of a source that is whole for its days may have only stragglers of some of them.
 */
static void
note_few(const GpOriginal *older, guint64 n_lost, const GPtrArray *changes, GpIssueList *issues)
{
    guint64 n_there = count_rows_on(changes, older->days);

    if (n_lost < FEW_OF || FEWER_TIMES * n_there >= n_lost)
        return;
    gp_issue_list_add(
        issues, GP_SEVERITY_WARNING, "replaced-by-few",
        "%s: %" G_GUINT64_FORMAT " of its rows no longer count, and what came now has "
        "only %" G_GUINT64_FORMAT " for the same days; if it is not the whole of these "
        "days, give the source corrections=rows or none",
        older->name, n_lost, n_there);
}

/* Says what an older original has lost to the delivery. */
static void
note_superseded(
    const Delivery *self, const GpOriginal *older, guint64 n, GpSpan days, const GPtrArray *changes)
{
    gp_issue_list_add(self->issues, GP_SEVERITY_NOTE, "superseded",
                      "%s: %" G_GUINT64_FORMAT " of its rows no longer count, because what came "
                      "now speaks of the same",
                      older->name, n);
    if (self->corrections == GP_CORRECTIONS_PERIOD)
        note_few(older, n, changes, self->issues);
    if (self->corrections == GP_CORRECTIONS_SERIES && older->rows > 0 &&
        older->days.first >= days.first && older->days.last <= days.last)
        gp_issue_list_add(self->issues, GP_SEVERITY_NOTE, "partly-superseded",
                          "%s: %" G_GUINT64_FORMAT " of its rows for the same "
                          "days still count, because what came now does not speak of their "
                          "activity, site, department and role; if it is the whole of the "
                          "source, give the source corrections=period",
                          older->name, older->rows);
}

static void
describe(const Delivery *self, const GPtrArray *changes, GpDelivered *out)
{
    GpSpan days = {0, -1};

    for (guint i = 0; i < changes->len; i++) {
        const GpChange *change = g_ptr_array_index(changes, i);
        const GpOriginal *original = change->original;

        if (!change->is_new || g_ptr_array_find(self->along, original, NULL))
            continue;
        out->n_new++;
        out->rows_in += original->rows_in;
        out->rows += original->rows;
        out->skipped += original->skipped;
        out->refused += original->refused;
        days = days.last < days.first ? original->days
                                      : (GpSpan){MIN(days.first, original->days.first),
                                                 MAX(days.last, original->days.last)};
    }
    for (guint i = 0; i < changes->len; i++) {
        const GpChange *change = g_ptr_array_index(changes, i);
        const GpOriginal *original = change->original;

        if (change->is_new || original->superseded <= change->superseded_before)
            continue;
        out->n_superseded++;
        out->superseded += original->superseded - change->superseded_before;
        note_superseded(self, original, original->superseded - change->superseded_before, days,
                        changes);
    }
}

/* Reads and stores, unless another process has changed the database meanwhile: then *@out_is_done
 * stays FALSE, with nothing changed. */
static gboolean
try_once(Delivery *self, GpDelivered *out, gboolean *out_is_done, GError **error)
{
    GpStore *store = self->workspace->store;
    g_autoptr(GPtrArray) new = NULL, known = NULL, changes = NULL;
    gint64 before, after;

    g_clear_pointer(&self->issues, gp_issue_list_free);
    self->issues = gp_issue_list_new();
    if (!gp_store_version(store, &before, error))
        return FALSE;
    new = list_new(self, error);
    if (new == NULL)
        return FALSE;
    *out_is_done = new->len == 0;
    if (*out_is_done)
        return TRUE;
    known = list_known(self, new, error);
    if (known == NULL)
        return FALSE;
    changes = gp_originals_plan(self->workspace, self->basis, known, new, self->issues, error);
    if (changes == NULL || !gp_store_begin(store, error))
        return FALSE;
    if (!gp_store_version(store, &after, error) ||
        (before == after && !put_changes(self, changes, error))) {
        gp_store_abandon(store);
        return FALSE;
    }
    if (before != after) {
        gp_store_abandon(store);
        return TRUE;
    }
    if (!gp_store_commit(store, error))
        return FALSE;
    describe(self, changes, out);
    *out_is_done = TRUE;
    return TRUE;
}

static GPtrArray *
list_as_stored(const Delivery *self, GError **error)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)gp_original_free);

    for (guint i = 0; i < self->kept->len; i++) {
        const GpOriginal *original = g_ptr_array_index(self->kept, i);
        GpOriginal *stored = NULL;

        if (!gp_store_find_original(self->workspace->store, original->sha256, &stored, error))
            return NULL;
        if (stored != NULL)
            g_ptr_array_add(list, stored);
    }
    return g_steal_pointer(&list);
}

gboolean
gp_workspace_take(GpWorkspace *self,
                  const GpPlaces *places,
                  const char *source,
                  const GPtrArray *files,
                  const char *now,
                  gboolean counts_anew,
                  GpIssueList *issues,
                  GpDelivered *out,
                  GError **error)
{
    g_auto(GpReading) reading = {0};
    g_auto(Delivery) delivery = {.workspace = self, .source = source};
    gboolean is_done = FALSE;

    *out = (GpDelivered){0};
    delivery.basis = gp_workspace_basis(self, places, error);
    delivery.kept = g_ptr_array_new_with_free_func((GDestroyNotify)gp_original_free);
    delivery.again = g_ptr_array_new();
    delivery.along = g_ptr_array_new();
    if (delivery.basis == NULL ||
        !gp_workspace_reading(self, delivery.basis, source, NULL, &reading, error) ||
        !gp_workspace_bring_up_to_date(self, delivery.basis, issues, error) ||
        !choose_time(&delivery, now, error) || !keep_files(&delivery, files, error))
        return FALSE;
    delivery.corrections = reading.corrections;
    if (!find_those_that_count_anew(&delivery, counts_anew, error) || !take_along(&delivery, error))
        return FALSE;
    while (!is_done) {
        if (!try_once(&delivery, out, &is_done, error))
            return FALSE;
    }
    gp_issue_list_move(issues, delivery.issues, 0);
    out->n_unchanged = files->len - out->n_new;
    out->originals = list_as_stored(&delivery, error);
    return out->originals != NULL;
}

gboolean
gp_workspace_import(GpWorkspace *self,
                    const GpPlaces *places,
                    const char *path,
                    const char *source,
                    const char *period,
                    const char *now,
                    gboolean counts_anew,
                    GpIssueList *issues,
                    GpDelivered *out,
                    GError **error)
{
    GpArrivedFile file = {.path = (char *)path, .period = (char *)period};
    g_autoptr(GPtrArray) files = g_ptr_array_new();

    g_ptr_array_add(files, &file);
    return gp_workspace_take(self, places, source, files, now, counts_anew, issues, out, error);
}
