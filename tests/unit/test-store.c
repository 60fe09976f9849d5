/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storing.h"

#define N_KILLS 40
#define N_FLIPS 150

/* --- The database --------------------------------------------------------------------------- */

static void
test_original(Fixture *f, gconstpointer unused)
{
    g_autoptr(GpStore) store = NULL;
    g_autoptr(GPtrArray) list = NULL;
    const GpOriginal *original;

    make_workspace(f);
    store = open_store(f->workspace);
    g_assert_true(has_original(store, "aa"));
    g_assert_false(has_original(store, "bb"));
    list = gp_store_list_originals(store, NULL);
    g_assert_cmpuint(list->len, ==, 1);
    original = g_ptr_array_index(list, 0);
    g_assert_cmpstr(original->sha256, ==, "aa");
    g_assert_cmpstr(original->source, ==, "meters");
    g_assert_cmpstr(original->name, ==, "June “final”.csv");
    g_assert_cmpstr(original->imported_at, ==, "2024-07-01T09:00:00Z");
    g_assert_cmpuint(original->bytes, ==, 1234);
    g_assert_cmpuint(original->rows, ==, 12);
    g_assert_cmpuint(original->refused, ==, 3);
    g_assert_cmpstr(original->etag, ==, "\"v1\"");
    g_assert_cmpstr(original->address, ==, "");
    g_assert_cmpstr(original->used_sum, ==, "12.5");
    g_assert_cmpint(original->days.first, ==, -1);
    g_assert_cmpint(original->days.last, ==, 40);
    (void)unused;
}

static void
test_list_refused(Fixture *f, gconstpointer unused)
{
    g_autoptr(GpStore) store = open_store(f->workspace);
    g_autoptr(GpCube) cube = gp_cube_new(f->timeline, f->units);
    g_autoptr(GPtrArray) list = NULL;

    assert_added(store, "aa", cube);
    assert_added(store, "bb", cube);
    assert_added(store, "cc", cube);
    run_sql(f, "UPDATE original SET refused = 0 WHERE sha256 = 'bb'");
    list = gp_store_list_refused(store, NULL);
    g_assert_cmpuint(list->len, ==, 2);
    g_assert_cmpstr(((GpOriginal *)g_ptr_array_index(list, 0))->sha256, ==, "aa");
    g_assert_cmpstr(((GpOriginal *)g_ptr_array_index(list, 1))->sha256, ==, "cc");
    (void)unused;
}

/* What the database had of the same bytes goes, and of no others. */
static void
test_put_again(Fixture *f, gconstpointer unused)
{
    g_autoptr(GpStore) store = open_store(f->workspace);
    g_autoptr(GpCube) hard = gp_cube_new(f->timeline, f->units);
    g_autoptr(GpCube) many = gp_cube_new(f->timeline, f->units);
    g_autoptr(GpCube) after = NULL;

    fill_hard(hard);
    fill_many(many, 50);
    assert_added(store, "aa", many);
    assert_added(store, "bb", many);
    assert_added(store, "aa", hard);
    after = load(f, store);
    g_assert_true(gp_cube_merge(hard, many, NULL));
    assert_same_cubes(hard, after);
    assert_n_originals(store, 2);
    (void)unused;
}

/* A change by another process is seen, the own one is not. */
static void
test_version(Fixture *f, gconstpointer unused)
{
    g_autoptr(GpStore) one = open_store(f->workspace), two = open_store(f->workspace);
    g_autoptr(GpCube) cube = gp_cube_new(f->timeline, f->units);
    gint64 before = 0, own = 0, after = 0;

    gp_store_version(one, &before, NULL);
    assert_added(one, "aa", cube);
    gp_store_version(one, &own, NULL);
    assert_added(two, "bb", cube);
    gp_store_version(one, &after, NULL);
    g_assert_true(before == own && own != after);
    (void)unused;
}

static void
test_settings(Fixture *f, gconstpointer unused)
{
    g_autoptr(GpStore) store = open_store(f->workspace);
    g_autofree char *none = gp_store_get_setting(store, "rules");
    g_autofree char *value = NULL;

    g_assert_null(none);
    g_assert_true(gp_store_set_setting(store, "rules", "1", NULL));
    g_assert_true(gp_store_set_setting(store, "rules", "£ 2", NULL));
    g_clear_pointer(&store, gp_store_close);
    store = open_store(f->workspace);
    value = gp_store_get_setting(store, "rules");
    g_assert_cmpstr(value, ==, "£ 2");
    (void)unused;
}

static void
test_pragmas(Fixture *f, gconstpointer unused)
{
    g_autofree char *path = g_build_filename(f->workspace, "greenplan.db", NULL);
    g_autofree char *bytes = NULL;
    gsize length;

    make_workspace(f);
    g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    g_assert_cmpint(bytes[18], ==, 2); /* the header says: write-ahead log */
    g_assert_true(memcmp(bytes + 68, "GPLN", 4) == 0);
    (void)unused;
}

/* --- Databases that are not ours, or not whole ---------------------------------------------- */

static void
test_no_database(Fixture *f, gconstpointer unused)
{
    g_autofree char *path = g_build_filename(f->workspace, "greenplan.db", NULL);
    g_autofree char *text = g_strnfill(5000, 'x');
    g_autofree char *after = NULL;

    g_assert_cmpint(g_mkdir(f->workspace, 0700), ==, 0);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    assert_open_fails(f->workspace, GP_ERROR_MALFORMED, "is not a greenplan database");
    g_assert_true(g_file_get_contents(path, &after, NULL, NULL));
    g_assert_cmpstr(text, ==, after);
    (void)unused;
}

static void
test_other_program(Fixture *f, gconstpointer unused)
{
    static const char *const marks[] = {"PRAGMA application_id = 77", "CREATE TABLE theirs (x)"};

    g_assert_cmpint(g_mkdir(f->workspace, 0700), ==, 0);
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
        g_autofree char *path = g_build_filename(f->workspace, "greenplan.db", NULL);

        run_sql(f, marks[i]);
        assert_open_fails(f->workspace, GP_ERROR_MALFORMED, "another program");
        g_assert_cmpint(g_unlink(path), ==, 0);
    }
    (void)unused;
}

static void
test_later_version(Fixture *f, gconstpointer unused)
{
    make_workspace(f);
    run_sql(f, "PRAGMA user_version = 99");
    assert_open_fails(f->workspace, GP_ERROR_MALFORMED, "a later version of greenplan");
    (void)unused;
}

/* The cells of an earlier layout come again from the originals: the database is made anew. */
static void
test_earlier_version(Fixture *f, gconstpointer unused)
{
    g_autoptr(GpStore) store = NULL;
    g_autoptr(GpCube) cube = gp_cube_new(f->timeline, f->units);

    make_workspace(f);
    run_sql(f, "DROP TABLE block_data; DROP TABLE block; CREATE TABLE cell (old); PRAGMA "
               "user_version = 1");
    store = open_store(f->workspace);
    assert_n_originals(store, 0);
    assert_added(store, "aa", cube);
    assert_n_originals(store, 1);
    (void)unused;
}

static void
test_database_is_folder(Fixture *f, gconstpointer unused)
{
    g_autofree char *path = g_build_filename(f->workspace, "greenplan.db", NULL);

    g_assert_cmpint(g_mkdir_with_parents(path, 0700), ==, 0);
    assert_open_fails(f->workspace, GP_ERROR_IO, "could not be opened");
    (void)unused;
}

/* Opens and loads all of what may be damaged in any way. Returns: whether that was told */
static gboolean
is_refused(const Fixture *f)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GpStore) store = gp_store_open(f->workspace, &error);
    gboolean ok = store != NULL;

    for (GpDetail detail = 0; ok && detail < GP_N_DETAILS; detail++) {
        g_autoptr(GpCube) cube = gp_cube_new(f->timeline, f->units);

        ok = gp_store_load(store, &(GpStoreAsk){.detail = detail}, cube, &error);
    }
    g_assert_cmpint(ok, ==, error == NULL);
    return !ok;
}

static void
test_truncated(Fixture *f, gconstpointer unused)
{
    g_autofree char *path = g_build_filename(f->workspace, "greenplan.db", NULL);
    g_autofree char *bytes = NULL;
    gsize length;

    make_workspace(f);
    g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    for (gsize keep = 2; keep < length; keep += keep < 128 ? 9 : 997) {
        g_assert_true(g_file_set_contents(path, bytes, (gssize)keep, NULL));
        g_test_message("%u of %u bytes", (guint)keep, (guint)length);
        g_assert_true(is_refused(f));
    }
    g_assert_true(g_file_set_contents(path, bytes, 8192, NULL));
    assert_open_fails(f->workspace, GP_ERROR_MALFORMED, "is damaged");
    (void)unused;
}

static void
test_flipped_bytes(Fixture *f, gconstpointer unused)
{
    g_autofree char *path = g_build_filename(f->workspace, "greenplan.db", NULL);
    g_autofree char *bytes = NULL;
    gsize length;

    make_workspace(f);
    g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    for (int i = 0; i < N_FLIPS; i++) {
        gsize at = (gsize)g_test_rand_int_range(0, (gint32)length);
        char before = bytes[at];

        bytes[at] = (char)g_test_rand_int_range(-128, 128);
        g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
        is_refused(f); /* not every flip is found, but none may crash */
        bytes[at] = before;
    }
    (void)unused;
}

/* --- Rebuilding ----------------------------------------------------------------------------- */

static void
test_rebuild_committed(Fixture *f, gconstpointer unused)
{
    g_autoptr(GpStore) store = NULL;
    g_autoptr(GpCube) cube = gp_cube_new(f->timeline, f->units);
    g_autoptr(GpCube) after = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *rules = NULL;

    make_workspace(f);
    store = open_store(f->workspace);
    g_assert_true(gp_store_set_setting(store, "rules", "old", NULL));
    fill_many(cube, 300);
    begin_rebuild(store);
    assert_n_originals(store, 0);
    g_assert_true(put(store, "aa", cube, &error));
    g_assert_true(gp_store_set_setting(store, "rules", "new", NULL));
    g_assert_true(gp_store_commit(store, &error));
    gp_store_abandon(store); /* nothing is left to abandon */
    g_clear_pointer(&store, gp_store_close);

    store = open_store(f->workspace);
    after = load(f, store);
    assert_same_cubes(cube, after);
    assert_n_originals(store, 1);
    rules = gp_store_get_setting(store, "rules");
    g_assert_cmpstr(rules, ==, "new");
    (void)unused;
}

static void
test_rebuild_abandoned(Fixture *f, gconstpointer by_close)
{
    g_autoptr(GpStore) store = NULL;
    g_autoptr(GpCube) before = gp_cube_new(f->timeline, f->units);
    g_autoptr(GpCube) other = gp_cube_new(f->timeline, f->units);
    g_autoptr(GpCube) after = NULL;

    make_workspace(f);
    store = open_store(f->workspace);
    fill_hard(before);
    fill_many(other, 300);
    begin_rebuild(store);
    g_assert_true(put(store, "bb", other, NULL));
    g_assert_true(gp_store_set_setting(store, "rules", "new", NULL));
    if (by_close != NULL) {
        gp_store_close(store);
        store = open_store(f->workspace);
    } else {
        gp_store_abandon(store);
    }
    after = load(f, store);
    assert_same_cubes(before, after);
    g_assert_true(has_original(store, "aa"));
    g_assert_null(gp_store_get_setting(store, "rules"));
    assert_added(store, "bb", other); /* transactions of their own again */
}

/* --- Evidence ------------------------------------------------------------------------------- */

static GpOriginal *
original_of(const char *path, const char *imported_at)
{
    GpOriginal *self = g_new0(GpOriginal, 1);

    self->name = g_path_get_basename(path);
    self->source = g_strdup("meters");
    self->imported_at = g_strdup(imported_at);
    return self;
}

static gboolean
keep(GpStore *store, const char *path, char **out_sha256, GError **error)
{
    g_autofree char *kept = NULL;
    g_autoptr(GpOriginal) original = original_of(path, "2024-07-01T09:00:00Z");
    gboolean ok = gp_store_keep_original(store, path, original, &kept, error);

    g_assert_cmpint(ok, ==, kept != NULL);
    *out_sha256 = g_strdup(original->sha256);
    return ok;
}

static guint
count_evidence(const char *workspace)
{
    g_autofree char *folder = g_build_filename(workspace, "evidence", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    guint n = 0;

    while (g_dir_read_name(dir) != NULL)
        n++;
    return n;
}

/* The bytes are what their name says, and their .ini lies beside them. */
static void
assert_kept(const char *workspace, const char *sha256)
{
    g_autofree char *path = g_build_filename(workspace, "evidence", sha256, NULL);
    g_autofree char *sidecar = g_strconcat(path, ".ini", NULL);
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autofree char *bytes = NULL;
    g_autofree char *sum = NULL;
    gsize length;

    g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes, length);
    g_assert_cmpstr(sum, ==, sha256);
    g_assert_true(g_key_file_load_from_file(file, sidecar, G_KEY_FILE_NONE, NULL));
    g_assert_cmpuint(g_key_file_get_uint64(file, "original", "bytes", NULL), ==, length);
}

static void
test_keep(Fixture *f, gconstpointer unused)
{
    g_autoptr(GpStore) store = open_store(f->workspace);
    g_autofree char *path = write_text(f, "Meters = “June”.csv", "abc");
    g_autofree char *sha256 = NULL;
    g_autoptr(GpOriginal) original = NULL;
    g_autofree char *kept = NULL;
    g_autofree char *sidecar = NULL;
    g_autofree char *name = NULL;
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GError) error = NULL;
    struct stat status;

    umask(0027);
    original = original_of(path, "2024-07-01");
    gp_store_keep_original(store, path, original, &kept, &error);
    umask(0022);
    g_assert_no_error(error);
    sha256 = g_strdup(original->sha256);
    g_assert_cmpstr(sha256, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_kept(f->workspace, sha256);
    g_assert_cmpint(stat(kept, &status), ==, 0);
    g_assert_cmpuint(status.st_mode & 0777, ==, 0440); /* never for more people than umask lets */
    sidecar = g_strconcat(kept, ".ini", NULL);
    g_assert_true(g_key_file_load_from_file(file, sidecar, G_KEY_FILE_NONE, NULL));
    name = g_key_file_get_string(file, "original", "name", NULL);
    g_assert_cmpstr(name, ==, "Meters = “June”.csv");
    g_assert_cmpuint(count_evidence(f->workspace), ==, 2);
    (void)unused;
}

static void
test_keep_twice(Fixture *f, gconstpointer unused)
{
    g_autoptr(GpStore) store = open_store(f->workspace);
    g_autofree char *path = write_text(f, "a.csv", "");
    g_autofree char *other = write_text(f, "b.csv", "");
    g_autofree char *first = NULL;
    g_autofree char *second = NULL;
    g_autofree char *sidecar = NULL;
    g_autofree char *text = NULL;

    g_assert_true(keep(store, path, &first, NULL));
    g_assert_true(keep(store, other, &second, NULL));
    g_assert_cmpstr(first, ==, second);
    g_assert_cmpuint(count_evidence(f->workspace), ==, 2);
    sidecar = g_strdup_printf("%s/evidence/%s.ini", f->workspace, first);
    g_assert_true(g_file_get_contents(sidecar, &text, NULL, NULL));
    g_assert_nonnull(strstr(text, "name=a.csv"));
    (void)unused;
}

/* Each arrival of the same bytes is known, and the list is as of any day. */
static void
test_arrivals(Fixture *f, gconstpointer unused)
{
    static const struct {
        const char *as_of, *expected;
    } cases[] = {
        {"2024-06-30", ""},
        {"2024-07-01", "a.csv 2024-07-01T09:00:00.000001Z "},
        {"2024-08-31", "a.csv 2024-07-01T09:00:00.000001Z b.csv 2024-08-02 "},
        {NULL, "b.csv 2024-08-02 a.csv 2024-09-01T00:00:00.5Z "},
    };
    g_autoptr(GpStore) store = open_store(f->workspace);
    g_autofree char *a = write_text(f, "a.csv", "a"), *b = write_text(f, "b.csv", "b");
    g_autofree char *kept = NULL, *other = NULL;
    g_autoptr(GpOriginal) first = original_of(a, "2024-07-01T09:00:00.000001Z");
    g_autoptr(GpOriginal) second = original_of(b, "2024-08-02");

    g_assert_true(gp_store_keep_original(store, a, first, &kept, NULL));
    g_assert_true(gp_store_keep_original(store, b, second, &other, NULL));
    g_free(first->imported_at);
    first->imported_at = g_strdup("2024-09-01T00:00:00.5Z");
    first->etag = g_strdup("two");
    g_assert_true(gp_store_note_arrival(store, first, NULL));
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GPtrArray) list = gp_store_list_evidence(store, cases[i].as_of, NULL);
        g_autoptr(GString) text = g_string_new(NULL);

        for (guint k = 0; k < list->len; k++) {
            const GpOriginal *original = g_ptr_array_index(list, k);

            g_string_append_printf(text, "%s %s ", original->name, original->imported_at);
            g_assert_cmpuint(original->bytes, ==, 1);
        }
        g_assert_cmpstr(text->str, ==, cases[i].expected);
    }
    (void)unused;
}

static void
assert_keep_fails(GpStore *store, const char *path, const char *words)
{
    g_autofree char *sha256 = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_false(keep(store, path, &sha256, &error));
    g_assert_null(sha256);
    assert_refused(error, GP_ERROR_IO, words);
    g_assert_nonnull(strstr(error->message, path));
}

static void
test_keep_impossible(Fixture *f, gconstpointer unused)
{
    g_autoptr(GpStore) store = open_store(f->workspace);
    g_autofree char *path = write_text(f, "a.csv", "abc");
    g_autofree char *missing = g_build_filename(f->folder, "missing.csv", NULL);
    g_autofree char *below = g_build_filename(path, "b.csv", NULL);

    assert_keep_fails(store, missing, "there is no such file");
    assert_keep_fails(store, f->folder, "it is a folder");
    assert_keep_fails(store, "/dev/null", "not a file");
    assert_keep_fails(store, below, "is a file, not a folder");
    g_assert_cmpuint(count_evidence(f->workspace), ==, 0);
    (void)unused;
}

static void
test_keep_forbidden(Fixture *f, gconstpointer unused)
{
    g_autoptr(GpStore) store = open_store(f->workspace);
    g_autofree char *path = write_text(f, "a.csv", "abc");

    g_assert_cmpint(g_chmod(path, 0), ==, 0);
    if (geteuid() == 0 && seteuid(65534) != 0) {
        g_test_skip("root may read every file here");
        return;
    }
    assert_keep_fails(store, path, "you do not have permission");
    if (getuid() == 0)
        g_assert_cmpint(seteuid(0), ==, 0);
    g_assert_cmpuint(count_evidence(f->workspace), ==, 0);
    (void)unused;
}

/* The id of a process that is no more. */
static pid_t
dead_process(void)
{
    pid_t pid = fork();

    if (pid == 0)
        _exit(0);
    g_assert_cmpint(waitpid(pid, NULL, 0), ==, pid);
    return pid;
}

static void
test_sweep(Fixture *f, gconstpointer unused)
{
    const int pids[] = {dead_process(), getpid()};
    g_autofree char *folder = g_build_filename(f->workspace, "evidence", NULL);
    g_autoptr(GpStore) store = NULL;

    g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    for (guint i = 0; i < G_N_ELEMENTS(pids); i++) {
        g_autofree char *a = g_strdup_printf("trust/evidence/.incoming-%d-abc123.tmp", pids[i]);
        g_autofree char *b = g_strdup_printf("trust/evidence/0123.ini.%d.tmp", pids[i]);
        g_autofree char *c = g_strdup_printf("trust/evidence/other-%d.tmp", pids[i]);

        g_free(write_text(f, a, ""));
        g_free(write_text(f, b, ""));
        g_free(write_text(f, c, ""));
    }
    store = open_store(f->workspace);
    g_assert_cmpuint(count_evidence(f->workspace), ==, 4);
    (void)unused;
}

/* --- Disks that are full, or read-only ------------------------------------------------------ */

static void
assert_integrity(const char *workspace)
{
    g_autofree char *path = g_build_filename(workspace, "greenplan.db", NULL);
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = NULL;

    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &statement, NULL), ==,
                    SQLITE_OK);
    g_assert_cmpint(sqlite3_step(statement), ==, SQLITE_ROW);
    g_assert_cmpstr((const char *)sqlite3_column_text(statement, 0), ==, "ok");
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

/* Where little can be written, all that is large fails and nothing changes. */
static void
assert_full_disk_changes_nothing(const Fixture *f, GpStore *store, const char *big)
{
    g_autoptr(GpCube) many = gp_cube_new(f->timeline, f->units);
    g_autoptr(GError) error = NULL;

    fill_many(many, 90000); /* more than SQLite holds back until the commit */
    assert_keep_fails(store, big, "could not be copied");
    g_assert_cmpuint(count_evidence(f->workspace), ==, 0);
    g_assert_false(add(store, "bb", many, &error));
    assert_refused(error, GP_ERROR_IO, "could not be");
    g_clear_error(&error);
    g_assert_false(has_original(store, "bb"));

    begin_rebuild(store);
    g_assert_false(put(store, "bb", many, &error) && gp_store_commit(store, &error));
    assert_refused(error, GP_ERROR_IO, "could not be");
    gp_store_abandon(store);
}

static void
assert_still_whole(const Fixture *f, const char *workspace)
{
    g_autoptr(GpStore) store = open_store(workspace);
    g_autoptr(GpCube) before = gp_cube_new(f->timeline, f->units);
    g_autoptr(GpCube) after = load(f, store);

    fill_hard(before);
    assert_same_cubes(before, after);
    assert_n_originals(store, 1);
    assert_integrity(workspace);
}

static char *
write_big(const Fixture *f)
{
    g_autofree char *text = g_strnfill(3 << 20, 'x');

    return write_text(f, "big.csv", text);
}

static void
test_file_size_limit(Fixture *f, gconstpointer unused)
{
    g_autofree char *big = write_big(f);
    struct rlimit before, small;
    GpStore *store;

    make_workspace(f);
    signal(SIGXFSZ, SIG_IGN);
    g_assert_cmpint(getrlimit(RLIMIT_FSIZE, &before), ==, 0);
    small = (struct rlimit){300 << 10, before.rlim_max};
    store = open_store(f->workspace);
    g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &small), ==, 0);
    assert_full_disk_changes_nothing(f, store, big);
    gp_store_close(store);
    g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &before), ==, 0);
    assert_still_whole(f, f->workspace);
    (void)unused;
}

/* A small disk at the workspace, which no other process sees. */
static gboolean
mount_small_disk(const char *path, const char *size)
{
    g_assert_cmpint(g_mkdir(path, 0700), ==, 0);
    return unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
           mount("small", path, "tmpfs", 0, size) == 0;
}

static void
test_full_disk(Fixture *f, gconstpointer unused)
{
    g_autofree char *big = write_big(f);
    GpStore *store;

    if (!mount_small_disk(f->workspace, "size=600k")) {
        g_test_skip("no disk can be mounted here");
        return;
    }
    make_workspace(f);
    store = open_store(f->workspace);
    assert_full_disk_changes_nothing(f, store, big);
    assert_keep_fails(store, big, "the disk is full");
    gp_store_close(store);
    assert_still_whole(f, f->workspace);
    g_assert_cmpint(umount(f->workspace), ==, 0);
    (void)unused;
}

static void
test_no_room_to_open(Fixture *f, gconstpointer unused)
{
    if (!mount_small_disk(f->workspace, "size=16k")) {
        g_test_skip("no disk can be mounted here");
        return;
    }
    assert_open_fails(f->workspace, GP_ERROR_IO, "could not be");
    g_assert_cmpint(umount(f->workspace), ==, 0);
    (void)unused;
}

static void
test_read_only_disk(Fixture *f, gconstpointer unused)
{
    if (!mount_small_disk(f->workspace, "size=1m")) {
        g_test_skip("no disk can be mounted here");
        return;
    }
    make_workspace(f);
    g_assert_cmpint(mount(NULL, f->workspace, NULL, MS_REMOUNT | MS_RDONLY, NULL), ==, 0);
    assert_open_fails(f->workspace, GP_ERROR_IO, "read-only");
    g_assert_cmpint(umount(f->workspace), ==, 0);
    (void)unused;
}

/* --- Kills ---------------------------------------------------------------------------------- */

/* In the child: imports one file, or reads everything again as that one file. */
static void
import_once(const Fixture *f, const char *path, gboolean is_rebuild)
{
    g_autoptr(GpStore) store = open_store(f->workspace);
    g_autoptr(GpCube) cube = gp_cube_new(f->timeline, f->units);
    g_autofree char *sha256 = NULL;

    fill_many(cube, 2000);
    g_assert_true(keep(store, path, &sha256, NULL));
    g_assert_true(gp_store_begin(store, NULL));
    if (is_rebuild)
        g_assert_true(gp_store_forget(store, NULL, NULL));
    g_assert_true(put(store, sha256, cube, NULL));
    g_assert_true(gp_store_commit(store, NULL));
}

static gboolean
import_and_kill(const Fixture *f, const char *path, gboolean is_rebuild, gint32 after_us)
{
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        import_once(f, path, is_rebuild);
        _exit(0);
    }
    g_usleep((gulong)after_us);
    kill(pid, SIGKILL);
    g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
    g_assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return WIFEXITED(status);
}

/* No temporary file is left; an .ini may lie alone, bytes never. */
static void
assert_evidence_whole(const char *workspace)
{
    g_autofree char *folder = g_build_filename(workspace, "evidence", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(dir)) != NULL) {
        if (!g_str_has_suffix(name, ".ini"))
            assert_kept(workspace, name);
    }
}

/* Every original in the list has its evidence and all of its 2,000 cells. Returns: how many */
static guint
assert_whole(const Fixture *f)
{
    g_autoptr(GpStore) store = open_store(f->workspace);
    g_autoptr(GpCube) cube = load(f, store);
    g_autoptr(GPtrArray) list = gp_store_list_originals(store, NULL);
    guint64 rows = 0;

    assert_evidence_whole(f->workspace);
    for (guint i = 0; i < list->len; i++)
        assert_kept(f->workspace, ((GpOriginal *)g_ptr_array_index(list, i))->sha256);
    for (guint32 time = 0; time < gp_cube_n_times(cube); time++) {
        guint32 capacity;
        const GpCell *cells = gp_cube_cells(cube, time, &capacity);

        for (guint32 i = 0; i < capacity; i++)
            rows += cells[i].rows;
    }
    g_assert_cmpuint(rows, ==, list->len * 2000);
    return list->len;
}

static void
test_kills(Fixture *f, gconstpointer unused)
{
    guint n = 0, n_finished = 0;
    gint64 start = g_get_monotonic_time(), whole_us;
    g_autofree char *first = write_text(f, "first.csv", "first");

    import_once(f, first, FALSE);
    whole_us = g_get_monotonic_time() - start;
    n = assert_whole(f);
    g_assert_cmpuint(n, ==, 1);
    for (int i = 0; i < N_KILLS; i++) {
        gboolean is_rebuild = i % 4 == 3;
        g_autofree char *text = g_strdup_printf("file %d", i);
        g_autofree char *path = write_text(f, "next.csv", text);
        gint32 after_us = g_test_rand_int_range(0, (gint32)(whole_us * 3 / 2) + 1);
        gboolean is_finished = import_and_kill(f, path, is_rebuild, after_us);
        guint old = n, new = is_rebuild ? 1 : n + 1;

        n = assert_whole(f);
        assert_integrity(f->workspace);
        g_assert_true(n == new || (n == old && !is_finished));
        n_finished += is_finished ? 1 : 0;
    }
    g_test_message("%u of %d finished before the kill", n_finished, N_KILLS);
    (void)unused;
}

/* --- Several at once ------------------------------------------------------------------------ */

static void
test_at_once(Fixture *f, gconstpointer unused)
{
    for (int i = 0; i < 6; i++) {
        g_autofree char *name = g_strdup_printf("%d.csv", i);
        g_autofree char *path = write_text(f, name, name);

        if (fork() == 0) {
            import_once(f, path, FALSE);
            _exit(0);
        }
    }
    for (int i = 0; i < 6; i++) {
        int status = -1;

        g_assert_cmpint(wait(&status), >, 0);
        g_assert_cmpint(status, ==, 0);
    }
    g_assert_cmpuint(assert_whole(f), ==, 6);
    (void)unused;
}

static void
add_test(const char *path, void (*test)(Fixture *, gconstpointer), gconstpointer with)
{
    g_test_add(path, Fixture, with, set_up, test, tear_down);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add_test("/store/original/listed", test_original, NULL);
    add_test("/store/list-refused", test_list_refused, NULL);
    add_test("/store/original/put-again", test_put_again, NULL);
    add_test("/store/version", test_version, NULL);
    add_test("/store/setting/kept", test_settings, NULL);
    add_test("/store/database/marked-as-ours", test_pragmas, NULL);
    add_test("/store/database/no-database", test_no_database, NULL);
    add_test("/store/database/of-another-program", test_other_program, NULL);
    add_test("/store/database/of-a-later-version", test_later_version, NULL);
    add_test("/store/database/of-an-earlier-version", test_earlier_version, NULL);
    add_test("/store/database/folder", test_database_is_folder, NULL);
    add_test("/store/database/truncated", test_truncated, NULL);
    add_test("/store/database/flipped-bytes", test_flipped_bytes, NULL);
    add_test("/store/rebuild/committed", test_rebuild_committed, NULL);
    add_test("/store/rebuild/abandoned", test_rebuild_abandoned, NULL);
    add_test("/store/rebuild/closed", test_rebuild_abandoned, "by close");
    add_test("/store/evidence/kept", test_keep, NULL);
    add_test("/store/evidence/kept-twice", test_keep_twice, NULL);
    add_test("/store/evidence/arrivals", test_arrivals, NULL);
    add_test("/store/evidence/impossible", test_keep_impossible, NULL);
    add_test("/store/evidence/forbidden", test_keep_forbidden, NULL);
    add_test("/store/evidence/leftovers-swept", test_sweep, NULL);
    add_test("/store/disk/file-size-limit", test_file_size_limit, NULL);
    add_test("/store/disk/full", test_full_disk, NULL);
    add_test("/store/disk/no-room-to-open", test_no_room_to_open, NULL);
    add_test("/store/disk/read-only", test_read_only_disk, NULL);
    add_test("/store/processes/killed", test_kills, NULL);
    add_test("/store/processes/at-once", test_at_once, NULL);
    return g_test_run();
}
