/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "gp-read-private.h"

/*
 * Any bytes at all are read in the quick way, by threads and in blocks of some size, and in the
 * thorough way, which takes one row after the other. The same must come of both.
 *
 *   first byte: the size of blocks and the number of threads; the rest: a canonical CSV
 */

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

typedef struct {
    GpCube *cube;
    GpIssueList *issues;
    GpReadCount count;
    gboolean is_read;
} Reading;

static GpTimeline *timeline;
static GpUnitTable *units;

static GpRefusal
takes(const char *activity, GpUnit unit, gpointer data)
{
    (void)data;
    if (*activity == 'u')
        return (GpRefusal){"unknown-activity", FALSE, g_strdup_printf("“%s” is none", activity)};
    if (*activity == 'c' && unit == 1)
        return (GpRefusal){"unit-not-taken", TRUE, g_strdup("it cannot be given in that")};
    return (GpRefusal){NULL, FALSE, NULL};
}

static void
load_units(void)
{
    static const char *const text =
        "unit,canonical_unit,multiplier\nkWh,kWh,1\nkm,km,1\nMWh,kWh,1000\n";
    g_autofree char *path = NULL;
    g_autoptr(GError) error = NULL;
    int fd = g_file_open_tmp("fuzz-units-XXXXXX", &path, NULL);

    close(fd);
    g_file_set_contents(path, text, -1, NULL);
    units = gp_unit_table_new();
    if (!gp_unit_table_load(units, path, &error))
        abort();
    unlink(path);
    timeline = gp_timeline_new(NULL, 0);
}

static Reading
read_so(int fd, const GpReadRules *rules, gsize block_bytes)
{
    g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);
    Reading self = {gp_cube_new(timeline, units), gp_issue_list_new(), {0}, FALSE};

    self.is_read = gp_read_activity_in_blocks(path, rules, block_bytes, self.cube, self.issues,
                                              &self.count, NULL);
    return self;
}

static void
reading_clear(Reading *self)
{
    gp_cube_free(self->cube);
    gp_issue_list_free(self->issues);
}

static void
must(gboolean holds)
{
    if (!holds)
        abort();
}

static void
compare(const Reading *a, const Reading *b)
{
    g_autoptr(GPtrArray) lines = gp_cube_lines(a->cube), others = gp_cube_lines(b->cube);

    must(a->is_read == b->is_read);
    if (!a->is_read)
        return;
    must(lines->len == others->len);
    for (guint i = 0; i < lines->len; i++)
        must(g_str_equal(g_ptr_array_index(lines, i), g_ptr_array_index(others, i)));
    must(a->count.rows_in == b->count.rows_in && a->count.refused == b->count.refused &&
         a->count.used_micro == b->count.used_micro &&
         a->count.refused_micro == b->count.refused_micro && a->count.unit == b->count.unit);
    must(gp_issue_list_size(a->issues) == gp_issue_list_size(b->issues));
    for (guint i = 0; i < gp_issue_list_size(a->issues); i++) {
        const GpIssue *x = gp_issue_list_get(a->issues, i), *y = gp_issue_list_get(b->issues, i);

        must(x->line == y->line && x->column == y->column && g_str_equal(x->code, y->code) &&
             g_str_equal(x->message, y->message));
    }
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(GpCoverage) spoken_of = gp_coverage_new(GP_CORRECTIONS_SERIES);
    GpReadRules quick = {.name = "in", .source = "fuzz", .keep = GP_KEEP_ALL, .takes = takes}, slow;
    Reading a, b;
    int fd;

    if (size == 0)
        return 0;
    if (units == NULL)
        load_units();
    fd = memfd_create("fuzz", 0);
    must(write(fd, data + 1, size - 1) == (gssize)size - 1);
    slow = quick;
    slow.spoken_of = spoken_of;
    quick.threads = 1 + *data % 3;
    a = read_so(fd, &quick, 3 + (gsize)(*data / 3) * 5);
    b = read_so(fd, &slow, GP_BLOCK_BYTES);
    compare(&a, &b);
    reading_clear(&a);
    reading_clear(&b);
    close(fd);
    return 0;
}
