/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-text.h"
#include "gp-workspace-private.h"

/*
 * Originals into cubes, the newest delivery of a source first: what it speaks of, older ones no
 * longer say.
 *
 *   newest delivery ── read ──▶ cube     and what it speaks of ─┐
 *   the one before  ── read, but for that ──▶ cube, and so on  ◀┘
 */

typedef struct {
    const GpWorkspace *workspace;
    const GpBasis *basis;
    const GpReading *reading;
    GpCoverage *newer;    /* what the deliveries that were read so far speak of */
    GpCoverage *delivery; /* what the one at hand speaks of */
} Walk;

static char *
print_sum(GpInt128 micro)
{
    GString *text = g_string_new(NULL);

    gp_number_append(text, micro, GP_MICRO_PLACES);
    return g_string_free(text, FALSE);
}

static void
set_text(char **field, char *text)
{
    g_free(*field);
    *field = text;
}

/* Notes on an original what became of its rows. */
static void
record(GpOriginal *original, const GpReadCount *count, const GpUnitTable *units)
{
    original->rows_in = count->rows_in;
    original->rows = count->rows;
    original->skipped = count->skipped;
    original->refused = count->refused;
    original->superseded = count->superseded;
    original->days_lost = count->days_lost;
    original->days = count->has_days ? count->days : (GpSpan){0, -1};
    set_text(&original->unit,
             g_strdup(count->unit == GP_UNIT_NONE ? "" : gp_unit_name(units, count->unit)));
    set_text(&original->used_sum, print_sum(count->used_micro));
    set_text(&original->skipped_sum, print_sum(count->skipped_micro));
    set_text(&original->refused_sum, print_sum(count->refused_micro));
    set_text(&original->superseded_sum, print_sum(count->superseded_micro));
}

/* @newer, @spoken_of: (nullable) as in GpReadRules */
static GpCube *
read_original(const GpWorkspace *workspace,
              const GpBasis *basis,
              const GpReading *reading,
              GpOriginal *original,
              const GpCoverage *newer,
              GpCoverage *spoken_of,
              GpIssueList *issues,
              GError **error)
{
    g_autofree char *kept = gp_store_original_path(workspace->store, original->sha256);
    g_autoptr(GpCube) cube = gp_cube_new(basis->timeline, basis->units);
    GpReadRules rules = {.source = original->source,
                         .encoding = reading->encoding,
                         .keep = GP_KEEP_ALL,
                         .is_of_workspace = TRUE,
                         .covers = reading->covers,
                         .newer = newer,
                         .spoken_of = spoken_of};
    g_auto(GpReading) own = {0};
    const GpFormat *format = reading->format;
    GpReadCount count;

    if (original->period != NULL && *original->period != '\0') {
        if (!gp_workspace_reading(workspace, basis, original->source, original->period, &own,
                                  error))
            return NULL;
        format = own.format;
    }
    if (format != NULL && !gp_format_check(format, error)) {
        g_prefix_error(error, "%s/greenplan.ini: [source %s]: ", workspace->folder,
                       original->source);
        return NULL;
    }
    if (!gp_basis_read(basis, kept, format, original->name, &rules, cube, issues, &count, error))
        return NULL;
    record(original, &count, basis->units);
    return g_steal_pointer(&cube);
}

/* What the delivery at hand speaks of holds for those before it. */
static void
close_delivery(Walk *self)
{
    gp_coverage_merge(self->newer, self->delivery);
    gp_coverage_free(self->delivery);
    self->delivery = gp_coverage_new(self->reading->corrections);
}

static gboolean
walk(Walk *self,
     const GPtrArray *originals,
     GpOriginalFunc func,
     gpointer data,
     GpIssueList *issues,
     GError **error)
{
    const char *at = NULL;

    for (guint i = originals->len; i-- > 0;) {
        GpOriginal *original = g_ptr_array_index(originals, i);
        GpLoss before = {original->superseded, original->days_lost};
        g_autoptr(GpCube) cube = NULL;
        g_autoptr(GError) reason = NULL;

        if (at != NULL && !g_str_equal(at, original->imported_at))
            close_delivery(self);
        at = original->imported_at;
        cube = read_original(self->workspace, self->basis, self->reading, original, self->newer,
                             self->delivery, issues, &reason);
        if (cube == NULL && g_error_matches(reason, GP_ERROR, GP_ERROR_MALFORMED))
            continue; /* it was kept, and told to be unusable, when it came */
        if (cube == NULL) {
            g_propagate_error(error, g_steal_pointer(&reason));
            return FALSE;
        }
        if (!func(original, g_steal_pointer(&cube), before, data, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
gp_originals_read(const GpWorkspace *workspace,
                  const GpBasis *basis,
                  const GPtrArray *originals,
                  GpOriginalFunc func,
                  gpointer data,
                  GError **error)
{
    const GpOriginal *first = originals->len == 0 ? NULL : g_ptr_array_index(originals, 0);
    g_autoptr(GpIssueList) known = gp_issue_list_new(); /* were told when they came */
    g_auto(GpReading) reading = {0};
    Walk self = {workspace, basis, &reading, NULL, NULL};
    gboolean ok;

    if (first == NULL)
        return TRUE;
    if (!gp_workspace_reading(workspace, basis, first->source, NULL, &reading, error))
        return FALSE;
    self.newer = gp_coverage_new(reading.corrections);
    self.delivery = gp_coverage_new(reading.corrections);
    ok = walk(&self, originals, func, data, known, error);
    gp_coverage_free(self.newer);
    gp_coverage_free(self.delivery);
    return ok;
}

GPtrArray *
gp_originals_of_source(const GPtrArray *originals, const char *source)
{
    GPtrArray *some = g_ptr_array_new();

    for (guint i = 0; i < originals->len; i++) {
        GpOriginal *original = g_ptr_array_index(originals, i);

        if (g_str_equal(original->source, source))
            g_ptr_array_add(some, original);
    }
    return some;
}

gboolean
gp_originals_read_all(const GpWorkspace *workspace,
                      const GpBasis *basis,
                      const GPtrArray *originals,
                      GpOriginalFunc func,
                      gpointer data,
                      GError **error)
{
    g_autoptr(GHashTable) done = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < originals->len; i++) {
        const GpOriginal *original = g_ptr_array_index(originals, i);
        g_autoptr(GPtrArray) some = NULL;

        if (!g_hash_table_add(done, original->source))
            continue;
        some = gp_originals_of_source(originals, original->source);
        if (!gp_originals_read(workspace, basis, some, func, data, error))
            return FALSE;
    }
    return TRUE;
}

/* --- What a delivery changes ------------------------------------------------------------------ */

static void
change_free(gpointer data)
{
    GpChange *self = data;

    gp_cube_free(self->cube);
    g_free(self);
}

static void
add_change(GPtrArray *changes,
           GpOriginal *original,
           GpCube *cube,
           gboolean is_new,
           guint64 superseded_before)
{
    GpChange *change = g_new0(GpChange, 1);

    *change = (GpChange){original, cube, is_new, superseded_before};
    g_ptr_array_add(changes, change);
}

/* The first to the last of both; days of which the last is before the first are none. */
static GpSpan
hull(GpSpan a, GpSpan b)
{
    if (a.last < a.first)
        return b;
    return b.last < b.first ? a : (GpSpan){MIN(a.first, b.first), MAX(a.last, b.last)};
}

static gboolean
overlap(GpSpan a, GpSpan b)
{
    return a.first <= a.last && b.first <= b.last && a.first <= b.last && b.first <= a.last;
}

/* Reads what came as it stands, whatever was there before. @out_days: of all of it */
static gboolean
read_new(const Walk *self,
         const GPtrArray *new,
         GPtrArray *changes,
         GpSpan *out_days,
         GpIssueList *issues,
         GError **error)
{
    *out_days = (GpSpan){0, -1};
    for (guint i = 0; i < new->len; i++) {
        GpOriginal *original = g_ptr_array_index(new, i);
        GpCube *cube = read_original(self->workspace, self->basis, self->reading, original, NULL,
                                     NULL, issues, error);

        if (cube == NULL)
            return FALSE;
        add_change(changes, original, cube, TRUE, 0);
        *out_days = hull(*out_days, original->days);
    }
    return TRUE;
}

/* The days of which a delivery with rows on @days may speak. */
static GpSpan
reach_of(GpSpan days, const GpReading *reading)
{
    if (days.last < days.first || reading->corrections == GP_CORRECTIONS_NONE)
        return (GpSpan){0, -1};
    if (reading->corrections == GP_CORRECTIONS_ROWS)
        return (GpSpan){0, gp_month_last_day(GP_N_MONTHS - 1)};
    if (reading->covers == GP_COVERS_DAYS)
        return days;
    return (GpSpan){gp_fy_span(gp_fy_of_day(days.first)).first,
                    gp_fy_span(gp_fy_of_day(days.last)).last};
}

/* Appends those of @known whose rows touch @days. Returns: all the days of their rows */
static GpSpan
touched_by(GpSpan days, const GPtrArray *known, GPtrArray *out_originals)
{
    GpSpan all = {0, -1};

    for (guint i = 0; i < known->len; i++) {
        GpOriginal *original = g_ptr_array_index(known, i);

        if (!overlap(original->days, days))
            continue;
        g_ptr_array_add(out_originals, original);
        all = hull(all, original->days);
    }
    return all;
}

typedef struct {
    GPtrArray *new;
    GpSpan reach;
    GPtrArray *changes;
} Changing;

/* Keeps what is new, and what has lost more than before. Of what lies beyond the reach not all that
 * came after it has been read. */
static gboolean
keep_change(GpOriginal *original, GpCube *cube, GpLoss before, gpointer data, GError **error)
{
    const Changing *self = data;
    gboolean is_new = g_ptr_array_find(self->new, original, NULL);

    (void)error;
    if (is_new || (overlap(original->days, self->reach) && original->days_lost != before.days))
        add_change(self->changes, original, cube, is_new, before.rows);
    else
        gp_cube_free(cube);
    return TRUE;
}

GPtrArray *
gp_originals_plan(const GpWorkspace *workspace,
                  const GpBasis *basis,
                  const GPtrArray *known,
                  const GPtrArray *new,
                  GpIssueList *issues,
                  GError **error)
{
    g_autoptr(GPtrArray) changes = g_ptr_array_new_with_free_func(change_free);
    g_autoptr(GPtrArray) touched = g_ptr_array_new(), all = g_ptr_array_new();
    g_auto(GpReading) reading = {0};
    Walk self = {workspace, basis, &reading, NULL, NULL};
    const GpOriginal *first = g_ptr_array_index(new, 0);
    Changing changing;
    GpSpan days;

    if (!gp_workspace_reading(workspace, basis, first->source, NULL, &reading, error) ||
        !read_new(&self, new, changes, &days, issues, error))
        return NULL;
    changing = (Changing){(GPtrArray *)new, reach_of(days, &reading), changes};
    days = touched_by(changing.reach, known, touched);
    if (touched->len == 0)
        return g_steal_pointer(&changes);
    /* What is left of those depends on all that came after them. */
    touched_by(hull(days, changing.reach), known, all);
    g_ptr_array_extend(all, (GPtrArray *)new, NULL, NULL);
    g_ptr_array_sort(all, gp_original_compare);
    g_ptr_array_set_size(changes, 0);
    return gp_originals_read(workspace, basis, all, keep_change, &changing, error)
               ? g_steal_pointer(&changes)
               : NULL;
}

/* --- What there is to say of an original ------------------------------------------------------ */

static gboolean
is_meant(const GpOriginal *original, const char *which)
{
    return g_str_equal(original->name, which) ||
           (strlen(which) >= GP_ORIGINAL_MIN_DIGITS && g_str_has_prefix(original->sha256, which));
}

/* Says of an original what was said when it came. */
static gboolean
tell_again(const GpWorkspace *self,
           const GpBasis *basis,
           GpOriginal *original,
           GpIssueList *issues,
           GError **error)
{
    g_auto(GpReading) reading = {0};
    g_autoptr(GpCube) cube = NULL;
    g_autoptr(GError) reason = NULL;

    if (!gp_workspace_reading(self, basis, original->source, NULL, &reading, error))
        return FALSE;
    cube = read_original(self, basis, &reading, original, NULL, NULL, issues, &reason);
    if (cube == NULL && !g_error_matches(reason, GP_ERROR, GP_ERROR_MALFORMED)) {
        g_propagate_error(error, g_steal_pointer(&reason));
        return FALSE;
    }
    if (cube == NULL)
        gp_issue_list_add(issues, GP_SEVERITY_ERROR, "unreadable-original", "%s", reason->message);
    return TRUE;
}

GPtrArray *
gp_workspace_tell_originals(GpWorkspace *self,
                            const GpPlaces *places,
                            const char *which,
                            GpIssueList *issues,
                            GError **error)
{
    g_autoptr(GPtrArray) stored = gp_workspace_originals(self, places, issues, error);
    g_autoptr(GPtrArray) kept =
        stored == NULL ? NULL : gp_store_list_evidence(self->store, NULL, error);
    const GpBasis *basis = kept == NULL ? NULL : gp_workspace_basis(self, places, error);
    g_autofree char *shown = gp_text_quoted(which);
    guint n = 0;

    for (guint i = 0; basis != NULL && i < kept->len; i++) {
        GpOriginal *original = g_ptr_array_index(kept, i);

        if (!is_meant(original, which))
            continue;
        n++;
        if (!tell_again(self, basis, original, issues, error))
            return NULL;
    }
    if (basis == NULL)
        return NULL;
    if (n == 0)
        return gp_throw_null(error, GP_ERROR_MISSING,
                             "no original is called “%s”; “greenplan originals” lists them", shown);
    for (guint i = stored->len; i-- > 0;) {
        if (!is_meant(g_ptr_array_index(stored, i), which))
            g_ptr_array_remove_index(stored, i);
    }
    return g_steal_pointer(&stored);
}
