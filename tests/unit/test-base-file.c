/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gp-error.h"
#include "gp-file.h"

#define NOBODY 65534
#define ALL_BYTES 1000000

/* A temporary folder with one file in it. */
typedef struct {
    char *folder;
    char *path;
} Fixture;

static void
set_up(Fixture *f, gconstpointer user_data)
{
    (void)user_data;
    f->folder = g_dir_make_tmp("gp-test-XXXXXX", NULL);
    f->path = g_build_filename(f->folder, "old.csv", NULL);
    g_assert_true(g_file_set_contents(f->path, "the old file\n", -1, NULL));
}

static void
tear_down(Fixture *f, gconstpointer user_data)
{
    (void)user_data;
    g_unlink(f->path);
    g_assert_cmpint(g_rmdir(f->folder), ==, 0);
    g_free(f->path);
    g_free(f->folder);
}

static void
assert_bytes(const char *bytes, gsize length, const char *expected, gsize expected_length)
{
    g_assert_cmpuint(length, ==, expected_length);
    g_assert_true(memcmp(bytes, expected, length) == 0);
}

static void
assert_holds(const char *path, const char *bytes, gsize length)
{
    g_autofree char *got = NULL;
    gsize got_length = 0;

    g_assert_true(g_file_get_contents(path, &got, &got_length, NULL));
    assert_bytes(got, got_length, bytes, length);
}

static guint
n_entries(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    guint n = 0;

    while (g_dir_read_name(dir) != NULL)
        n++;
    return n;
}

/* The old file is as it was, and nothing lies beside it. */
static void
assert_untouched(const Fixture *f)
{
    assert_holds(f->path, "the old file\n", 13);
    g_assert_cmpuint(n_entries(f->folder), ==, 1);
}

static void
assert_write_fails(const char *path, const char *bytes, gsize length, const char *part)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(gp_file_write(path, bytes, length, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_IO);
    g_assert_true(g_str_has_prefix(error->message, path));
    g_assert_nonnull(strstr(error->message, part));
}

static void
test_read(Fixture *f, gconstpointer user_data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *bytes = NULL;
    gsize length = 0;

    (void)user_data;
    g_assert_true(gp_file_read(f->path, ALL_BYTES, &bytes, &length, &error));
    g_assert_no_error(error);
    assert_bytes(bytes, length, "the old file\n", 13);
    bytes[length] = 'x';
}

static void
test_read_empty(Fixture *f, gconstpointer user_data)
{
    g_autofree char *bytes = NULL;
    gsize length = 5;

    (void)user_data;
    g_assert_true(g_file_set_contents(f->path, "", 0, NULL));
    g_assert_true(gp_file_read(f->path, 0, &bytes, &length, NULL));
    g_assert_cmpuint(length, ==, 0);
    bytes[0] = 'x';
}

/* Exactly the limit is read, one byte more is not; also where the file is read in many blocks. */
static void
test_read_limit(Fixture *f, gconstpointer user_data)
{
    static const gsize lengths[] = {1, 4095, 65535, 65536, 65537, 131072, 300001};

    (void)user_data;
    for (guint i = 0; i < G_N_ELEMENTS(lengths); i++) {
        g_autofree char *text = g_strnfill(lengths[i], 'x'), *bytes = NULL, *none = NULL;
        g_autoptr(GError) error = NULL;
        gsize length = 0, untouched = 4242;

        g_assert_true(g_file_set_contents(f->path, text, (gssize)lengths[i], NULL));
        g_assert_true(gp_file_read(f->path, lengths[i], &bytes, &length, NULL));
        assert_bytes(bytes, length, text, lengths[i]);
        g_assert_false(gp_file_read(f->path, lengths[i] - 1, &none, &untouched, &error));
        g_assert_error(error, GP_ERROR, GP_ERROR_IO);
        g_assert_nonnull(strstr(error->message, "is larger than"));
        g_assert_null(none);
        g_assert_cmpuint(untouched, ==, 4242);
    }
}

/* A map holds what the file does and room for one byte more, wherever the pages end; what is
 * changed in it stays out of the file, and a file that takes the place does not reach it. */
static void
test_map(Fixture *f, gconstpointer user_data)
{
    static const gsize lengths[] = {0, 1, 4095, 4096, 4097, 65536, 300001};

    (void)user_data;
    for (guint i = 0; i < G_N_ELEMENTS(lengths); i++) {
        g_autofree char *text = g_strnfill(lengths[i], 'x');
        GpFileMap map;

        g_assert_true(g_file_set_contents(f->path, text, (gssize)lengths[i], NULL));
        g_assert_true(gp_file_map(f->path, lengths[i], &map, NULL));
        g_assert_cmpint(map.n_mapped > 0, ==, lengths[i] > 0);
        g_assert_true(gp_file_write(f->path, "new", 3, NULL));
        assert_bytes(map.bytes, map.length, text, lengths[i]);
        map.bytes[0] = map.bytes[lengths[i]] = 'y';
        gp_file_map_clear(&map);
        g_assert_null(map.bytes);
        assert_holds(f->path, "new", 3);

        g_assert_true(g_file_set_contents(f->path, text, (gssize)lengths[i], NULL));
        g_assert_true(gp_file_map(f->path, ALL_BYTES, &map, NULL));
        map.bytes[0] = 'y';
        assert_holds(f->path, text, lengths[i]);
        gp_file_map_clear(&map);
    }
}

/* A file that is written over is told; one that is put in its place leaves the old bytes. */
static void
test_map_holds(Fixture *f, gconstpointer user_data)
{
    GpFileMap map;

    (void)user_data;
    g_assert_true(g_file_set_contents(f->path, "before", -1, NULL));
    g_assert_true(gp_file_map(f->path, ALL_BYTES, &map, NULL));
    g_assert_true(gp_file_map_holds(&map, f->path));
    g_assert_true(gp_file_write(f->path, "behind", 6, NULL));
    g_assert_true(gp_file_map_holds(&map, f->path));
    assert_bytes(map.bytes, map.length, "before", 6);
    gp_file_map_clear(&map);

    g_assert_true(gp_file_map(f->path, ALL_BYTES, &map, NULL));
    {
        int fd = g_open(f->path, O_WRONLY | O_APPEND, 0);

        g_assert_true(gp_file_write_all(fd, "!", 1));
        close(fd);
    }
    g_assert_false(gp_file_map_holds(&map, f->path));
    g_assert_cmpint(g_unlink(f->path), ==, 0);
    g_assert_true(gp_file_map_holds(&map, f->path));
    gp_file_map_clear(&map);
}

static void
test_map_failures(Fixture *f, gconstpointer user_data)
{
    g_autofree char *missing = g_build_filename(f->folder, "none", NULL);
    const struct {
        const char *path;
        gsize max_bytes;
        const char *part;
    } cases[] = {
        {missing, ALL_BYTES, "there is no such file or folder"},
        {f->folder, ALL_BYTES, "it is a folder, not a file"},
        {f->path, 12, "is larger than"},
    };

    (void)user_data;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        GpFileMap map = {.length = 4242, .n_mapped = 4242};

        g_assert_false(gp_file_map(cases[i].path, cases[i].max_bytes, &map, &error));
        g_assert_error(error, GP_ERROR, GP_ERROR_IO);
        g_assert_nonnull(strstr(error->message, cases[i].part));
        g_assert_null(map.bytes);
        gp_file_map_clear(&map);
    }
}

static void
test_read_failures(Fixture *f, gconstpointer user_data)
{
    g_autofree char *missing = g_build_filename(f->folder, "missing", NULL);
    g_autofree char *below = g_build_filename(f->path, "below", NULL);
    const struct {
        const char *path, *reason;
    } cases[] = {
        {missing, "could not be opened: there is no such file or folder"},
        {f->folder, "it is a folder, not a file"},
        {below, "a part of the path is a file, not a folder"},
        {"", "there is no such file or folder"},
    };

    (void)user_data;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        char *bytes = NULL;
        gsize length = 4242;

        g_assert_false(gp_file_read(cases[i].path, ALL_BYTES, &bytes, &length, &error));
        g_assert_error(error, GP_ERROR, GP_ERROR_IO);
        g_assert_nonnull(strstr(error->message, cases[i].reason));
        g_assert_null(bytes);
        g_assert_cmpuint(length, ==, 4242);
    }
}

static void
test_write(Fixture *f, gconstpointer user_data)
{
    static const gsize lengths[] = {0, 1, 5000, 300001};

    (void)user_data;
    for (guint i = 0; i < G_N_ELEMENTS(lengths); i++) {
        g_autofree char *bytes = g_malloc(lengths[i] + 1);
        g_autoptr(GError) error = NULL;

        for (gsize j = 0; j < lengths[i]; j++)
            bytes[j] = (char)(j * 7);
        g_assert_true(gp_file_write(f->path, bytes, lengths[i], &error));
        g_assert_no_error(error);
        assert_holds(f->path, bytes, lengths[i]);
        g_assert_cmpuint(n_entries(f->folder), ==, 1);
    }
}

/* Who has the old file open goes on reading the old bytes. */
static void
test_write_leaves_the_open_file(Fixture *f, gconstpointer user_data)
{
    g_autofree char *fresh = g_build_filename(f->folder, "fresh.csv", NULL);
    FILE *old = g_fopen(f->path, "r");
    char line[32];

    (void)user_data;
    g_assert_true(gp_file_write(f->path, "new\n", 4, NULL));
    g_assert_nonnull(fgets(line, sizeof line, old));
    g_assert_cmpstr(line, ==, "the old file\n");
    fclose(old);
    g_assert_true(gp_file_write(fresh, "fresh\n", 6, NULL));
    assert_holds(fresh, "fresh\n", 6);
    g_unlink(fresh);
}

static void
test_write_failures(Fixture *f, gconstpointer user_data)
{
    g_autofree char *missing = g_build_filename(f->folder, "missing", "new.csv", NULL);
    g_autofree char *below = g_build_filename(f->path, "new.csv", NULL);
    g_autofree char *sub = g_build_filename(f->folder, "sub", NULL);

    (void)user_data;
    assert_write_fails(missing, "x", 1, "there is no such file or folder");
    assert_write_fails(below, "x", 1, "a part of the path is a file, not a folder");
    assert_untouched(f);
    g_assert_cmpint(g_mkdir(sub, 0700), ==, 0);
    assert_write_fails(sub, "x", 1, "it is a folder, not a file");
    g_assert_cmpint(g_rmdir(sub), ==, 0);
    assert_untouched(f);
}

/* Root may write anywhere, so root becomes nobody for the while. */
static void
test_write_in_a_read_only_folder(Fixture *f, gconstpointer user_data)
{
    gboolean is_root = geteuid() == 0;

    (void)user_data;
    g_assert_cmpint(g_chmod(f->folder, 0555), ==, 0);
    if (is_root && seteuid(NOBODY) != 0) {
        g_test_skip("root cannot become nobody here");
        return;
    }
    assert_write_fails(f->path, "new", 3, "you do not have permission");
    if (is_root)
        g_assert_cmpint(seteuid(0), ==, 0);
    assert_untouched(f);
    g_assert_cmpint(g_chmod(f->folder, 0700), ==, 0);
}

/* A disk of 64 KB, which only this process sees. */
static gboolean
mount_small_disk(const char *folder)
{
    return unshare(CLONE_NEWNS) == 0 && mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
           mount("none", folder, "tmpfs", 0, "size=64k") == 0;
}

static void
test_write_on_a_full_disk(Fixture *f, gconstpointer user_data)
{
    g_autofree char *bytes = g_strnfill(200000, 'x');
    g_autofree char *disk = g_dir_make_tmp("gp-disk-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(disk, "old.csv", NULL);
    Fixture on_disk = {disk, path};

    (void)f;
    (void)user_data;
    if (!mount_small_disk(disk)) {
        g_assert_cmpint(g_rmdir(disk), ==, 0);
        g_test_skip("a small disk cannot be mounted here");
        return;
    }
    g_assert_true(gp_file_write(path, "the old file\n", 13, NULL));
    assert_write_fails(path, bytes, 200000, "the disk is full");
    assert_untouched(&on_disk);
    g_assert_true(gp_file_write(path, bytes, 20000, NULL));
    assert_holds(path, bytes, 20000);
    g_assert_cmpint(umount2(disk, MNT_DETACH), ==, 0);
    g_assert_cmpint(g_rmdir(disk), ==, 0);
}

static void
test_write_beyond_the_size_limit(Fixture *f, gconstpointer user_data)
{
    g_autofree char *bytes = g_strnfill(200000, 'x');
    struct rlimit before, low;

    (void)user_data;
    g_assert_cmpint(getrlimit(RLIMIT_FSIZE, &before), ==, 0);
    low = (struct rlimit){4096, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &low), ==, 0);
    assert_write_fails(f->path, bytes, 200000, "could not be written");
    g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &before), ==, 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_untouched(f);
}

static void
test_write_for_good(Fixture *f, gconstpointer user_data)
{
    g_autofree char *path = g_build_filename(f->folder, "new.json", NULL);
    g_autofree char *link = g_build_filename(f->folder, "link.json", NULL);
    g_autoptr(GError) error = NULL;
    GStatBuf status;

    (void)user_data;
    g_assert_true(gp_file_write_for_good(path, "once", 4, &error));
    g_assert_no_error(error);
    assert_holds(path, "once", 4);
    g_assert_cmpint(g_stat(path, &status), ==, 0);
    g_assert_cmpint(status.st_mode & 0222, ==, 0);
    g_assert_false(gp_file_write_for_good(path, "twice", 5, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_IO);
    assert_holds(path, "once", 4);
    g_clear_error(&error);
    g_assert_cmpint(symlink("nowhere", link), ==, 0);
    g_assert_false(gp_file_write_for_good(link, "x", 1, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_IO);
    g_unlink(link);
    g_unlink(path);
}

static void
test_list_folder(Fixture *f, gconstpointer user_data)
{
    g_autoptr(GPtrArray) names = gp_file_list_folder(f->folder, NULL);
    g_autoptr(GError) error = NULL;

    (void)user_data;
    g_assert_nonnull(names);
    g_assert_cmpuint(names->len, ==, 1);
    g_assert_cmpstr(g_ptr_array_index(names, 0), ==, "old.csv");
    g_assert_null(gp_file_list_folder(f->path, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_IO);
    g_assert_nonnull(strstr(error->message, f->path));
}

static void
test_make_folder(Fixture *f, gconstpointer user_data)
{
    g_autofree char *top = g_build_filename(f->folder, "a", NULL);
    g_autofree char *deep = g_build_filename(top, "b", NULL);
    g_autofree char *below_file = g_build_filename(f->path, "c", NULL);
    g_autoptr(GError) error = NULL;

    (void)user_data;
    g_assert_true(gp_file_make_folder(deep, &error));
    g_assert_true(gp_file_make_folder(deep, &error));
    g_assert_no_error(error);
    g_assert_true(g_file_test(deep, G_FILE_TEST_IS_DIR));
    g_assert_cmpint(g_rmdir(deep), ==, 0);
    g_assert_cmpint(g_rmdir(top), ==, 0);
    g_assert_false(gp_file_make_folder(below_file, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_IO);
    g_clear_error(&error);
    g_assert_false(gp_file_make_folder(f->path, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_IO);
}

static void
test_reasons(Fixture *f, gconstpointer user_data)
{
    static const struct {
        int error_number;
        const char *reason;
    } cases[] = {
        {ENOENT, "there is no such file or folder"},
        {EACCES, "you do not have permission"},
        {EPERM, "you do not have permission"},
        {EISDIR, "it is a folder, not a file"},
        {ENOTDIR, "a part of the path is a file, not a folder"},
        {ENOSPC, "the disk is full"},
        {EDQUOT, "the disk is full"},
        {EROFS, "the disk is read-only"},
        {EIO, "the disk could not be read or written"},
    };

    (void)f;
    (void)user_data;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpstr(gp_file_reason(cases[i].error_number), ==, cases[i].reason);
    g_assert_cmpstr(gp_file_reason(EMFILE), !=, "");
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *path;
        void (*test)(Fixture *f, gconstpointer user_data);
    } tests[] = {
        {"/base/file/read/whole", test_read},
        {"/base/file/read/empty", test_read_empty},
        {"/base/file/read/limit", test_read_limit},
        {"/base/file/read/failures", test_read_failures},
        {"/base/file/map", test_map},
        {"/base/file/map-holds", test_map_holds},
        {"/base/file/map-failures", test_map_failures},
        {"/base/file/write/whole", test_write},
        {"/base/file/write/leaves-the-open-file", test_write_leaves_the_open_file},
        {"/base/file/write/failures", test_write_failures},
        {"/base/file/write/read-only-folder", test_write_in_a_read_only_folder},
        {"/base/file/write/full-disk", test_write_on_a_full_disk},
        {"/base/file/write/size-limit", test_write_beyond_the_size_limit},
        {"/base/file/write/for-good", test_write_for_good},
        {"/base/file/list-folder", test_list_folder},
        {"/base/file/make-folder", test_make_folder},
        {"/base/file/reasons", test_reasons},
    };

    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
    return g_test_run();
}
