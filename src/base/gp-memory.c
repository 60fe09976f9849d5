/* SPDX-License-Identifier: MIT */
#include "gp-memory.h"

#include <glib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined(__GLIBC__) && defined(MADV_HUGEPAGE)
#include <malloc.h>

#define MEGABYTE (1 << 20)
#define HEAP_BYTES (128 * MEGABYTE) /* of addresses: memory is taken as it is used */
#define MORE_BYTES (8 * MEGABYTE)   /* the least by which it grows beyond them */

/* Whether addresses cost nothing. */
static gboolean
is_unlimited(void)
{
    struct rlimit all, data;

    return getrlimit(RLIMIT_AS, &all) == 0 && all.rlim_cur == RLIM_INFINITY &&
           getrlimit(RLIMIT_DATA, &data) == 0 && data.rlim_cur == RLIM_INFINITY;
}

/* Makes the heap that large, and asks for large pages from here to its end. */
static void
lay_out_heap(void)
{
    gsize page = (gsize)sysconf(_SC_PAGESIZE);
    char *first, *end;

    mallopt(M_TOP_PAD, HEAP_BYTES);
    first = malloc(MEGABYTE); /* more than there is yet */
    end = sbrk(0);
    mallopt(M_TOP_PAD, MORE_BYTES);
    if (first != NULL && first < end && end - first < 2 * HEAP_BYTES) {
        char *start = first + page - (gsize)first % page;

        madvise(start, (gsize)(end - start), MADV_HUGEPAGE);
    }
    free(first);
}

void
gp_memory_prepare(void)
{
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_MMAP_THRESHOLD, 32 * MEGABYTE);
    mallopt(M_TRIM_THRESHOLD, G_MAXINT);
    if (is_unlimited())
        lay_out_heap();
}

#else

void
gp_memory_prepare(void)
{
}

#endif
