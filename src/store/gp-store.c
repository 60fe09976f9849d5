/* SPDX-License-Identifier: MIT */
#include "gp-store-private.h"

#include "gp-error.h"
#include "gp-file.h"

#define APPLICATION_ID 0x47504c4e /* “GPLN”, in the header of the file */
#define SCHEMA_VERSION 5
#define WAIT_MS 5000

/* A cell's days are those of gp-day.h. They are kept with the first and last day of its slot, so
 * that a timeline that was split elsewhere since is noticed. Cells lie together in blocks
 * (gp-block-private.h), for a row each costs ten times as much to write and to read; their texts
 * are ids of names. */
static const char schema[] =
    "CREATE TABLE IF NOT EXISTS setting ("
    "  name TEXT PRIMARY KEY,"
    "  value TEXT NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS original ("
    "  id INTEGER PRIMARY KEY,"
    "  sha256 TEXT NOT NULL UNIQUE,"
    "  source TEXT NOT NULL,"
    "  name TEXT NOT NULL,"
    "  imported_at TEXT NOT NULL,"
    "  address TEXT NOT NULL,"
    "  etag TEXT NOT NULL,"
    "  last_modified TEXT NOT NULL,"
    "  period TEXT NOT NULL,"
    "  bytes INTEGER NOT NULL,"
    "  rows_in INTEGER NOT NULL,"
    "  rows INTEGER NOT NULL,"
    "  skipped INTEGER NOT NULL,"
    "  refused INTEGER NOT NULL,"
    "  superseded INTEGER NOT NULL,"
    "  days_lost INTEGER NOT NULL,"
    "  first_day INTEGER NOT NULL,"
    "  last_day INTEGER NOT NULL,"
    "  unit TEXT NOT NULL,"
    "  used_sum TEXT NOT NULL,"
    "  skipped_sum TEXT NOT NULL,"
    "  refused_sum TEXT NOT NULL,"
    "  superseded_sum TEXT NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS name ("
    "  id INTEGER PRIMARY KEY," /* 1, 2, 3, … without gaps */
    "  text TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE IF NOT EXISTS answer ("
    "  activity TEXT NOT NULL,"
    "  unit TEXT NOT NULL,"
    "  is_taken INTEGER NOT NULL,"
    "  PRIMARY KEY (activity, unit)) STRICT;"
    "CREATE TABLE IF NOT EXISTS block ("
    "  id INTEGER PRIMARY KEY,"
    "  original INTEGER NOT NULL REFERENCES original,"
    "  detail INTEGER NOT NULL,"       /* GpDetail */
    "  serves INTEGER NOT NULL,"       /* the coarsest detail it serves */
    "  year INTEGER NOT NULL) STRICT;" /* the financial year of its slots */
    "CREATE TABLE IF NOT EXISTS block_data ("
    "  block INTEGER PRIMARY KEY REFERENCES block ON DELETE CASCADE,"
    "  data BLOB NOT NULL) STRICT;";

/* Hardly a page is read or written twice, and memory that is used for the first time costs more
 * than reading a page again: a few of them do. */
static const char connection[] = "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                                 "PRAGMA cache_size=-256";

/* Blocks have some 250 kB, and every page of them is a call to read. Only for a file that is empty
 * yet: others keep the pages that they have. */
static const char large_pages[] = "PRAGMA page_size=16384";

/* An earlier layout goes; its cells come again from the originals. */
static const char drop_tables[] = "DROP TABLE IF EXISTS block_data; DROP TABLE IF EXISTS block;"
                                  "DROP TABLE IF EXISTS cell;"
                                  "DROP TABLE IF EXISTS original; DROP TABLE IF EXISTS answer;"
                                  "DROP TABLE IF EXISTS name; DROP TABLE IF EXISTS setting;";

/* --- SQLite: errors and statements ---------------------------------------------------------- */

gboolean
gp_store_throw_damaged(const GpStore *self, GError **error)
{
    return gp_throw(error, GP_ERROR_MALFORMED,
                    "%s is damaged: move it away, and read the workspace again from its "
                    "originals",
                    self->path);
}

static gboolean
throw_disk(const GpStore *self, const char *doing, GError **error)
{
    int error_number = sqlite3_system_errno(self->db);

    return gp_throw(error, GP_ERROR_IO, "%s could not be %s: %s", self->path, doing,
                    error_number == 0 ? sqlite3_errmsg(self->db) : gp_file_reason(error_number));
}

gboolean
gp_store_throw(const GpStore *self, GError **error)
{
    switch (sqlite3_errcode(self->db)) {
    case SQLITE_NOTADB:
        return gp_throw(error, GP_ERROR_MALFORMED, "%s is not a greenplan database", self->path);
    case SQLITE_CORRUPT:
    case SQLITE_ERROR: /* a table or a column is not there */
    case SQLITE_MISMATCH:
        return gp_store_throw_damaged(self, error);
    case SQLITE_CONSTRAINT:
        if (sqlite3_extended_errcode(self->db) != SQLITE_CONSTRAINT_UNIQUE)
            return gp_store_throw_damaged(self, error);
        return gp_throw(error, GP_ERROR_IO, "%s has these bytes already: they were imported before",
                        self->path);
    case SQLITE_FULL:
        return gp_throw(error, GP_ERROR_IO, "%s could not be written: the disk is full",
                        self->path);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL: /* waited for a lock in vain */
        return gp_throw(error, GP_ERROR_IO,
                        "%s is in use by another greenplan: try again when that has finished",
                        self->path);
    case SQLITE_READONLY:
        return gp_throw(error, GP_ERROR_IO,
                        "%s could not be written: it or its folder is read-only", self->path);
    case SQLITE_CANTOPEN:
        return throw_disk(self, "opened", error);
    default:
        return throw_disk(self, "read or written", error);
    }
}

gboolean
gp_store_run(GpStore *self, const char *sql, GError **error)
{
    return sqlite3_exec(self->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
           gp_store_throw(self, error);
}

sqlite3_stmt *
gp_store_prepare(GpStore *self, const char *sql, GError **error)
{
    sqlite3_stmt *statement = NULL;

    if (sqlite3_prepare_v2(self->db, sql, -1, &statement, NULL) != SQLITE_OK)
        gp_store_throw(self, error);
    return statement;
}

void
gp_store_bind_text(sqlite3_stmt *statement, int place, const char *text)
{
    sqlite3_bind_text(statement, place, text, -1, SQLITE_STATIC);
}

gboolean
gp_store_step(GpStore *self, sqlite3_stmt *statement, GError **error)
{
    gboolean ok = sqlite3_step(statement) == SQLITE_DONE || gp_store_throw(self, error);

    sqlite3_reset(statement);
    return ok;
}

/* The first number that a query gives. */
static gboolean
read_number(GpStore *self, const char *sql, gint64 *out, GError **error)
{
    g_autoptr(sqlite3_stmt) statement = gp_store_prepare(self, sql, error);

    if (statement == NULL)
        return FALSE;
    if (sqlite3_step(statement) != SQLITE_ROW)
        return gp_store_throw(self, error);
    *out = sqlite3_column_int64(statement, 0);
    return TRUE;
}

/* --- Opening -------------------------------------------------------------------------------- */

/* In one transaction: another process may be making the tables just now. */
static gboolean
read_marks(GpStore *self, gint64 *id, gint64 *version, gint64 *n_tables, GError **error)
{
    gboolean ok = gp_store_run(self, "BEGIN", error) &&
                  read_number(self, "PRAGMA application_id", id, error) &&
                  read_number(self, "PRAGMA user_version", version, error) &&
                  read_number(self, "SELECT count(*) FROM sqlite_schema", n_tables, error);

    gp_store_run(self, "ROLLBACK", NULL);
    return ok;
}

/* Only reads, so that another program's database stays as it is. */
static gboolean
recognise(GpStore *self, gboolean *out_is_new, GError **error)
{
    gint64 application_id = 0, version = 0, n_tables = 0;

    if (!read_marks(self, &application_id, &version, &n_tables, error))
        return FALSE;
    *out_is_new = application_id == 0 && version == 0 && n_tables == 0;
    if (*out_is_new)
        return TRUE;
    if (application_id != APPLICATION_ID)
        return gp_throw(error, GP_ERROR_MALFORMED, "%s is the database of another program",
                        self->path);
    *out_is_new = version < SCHEMA_VERSION;
    if (version > SCHEMA_VERSION)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s was made by a later version of greenplan (its layout is %d, this "
                        "program knows %d): use that version",
                        self->path, (int)version, SCHEMA_VERSION);
    return TRUE;
}

/* Some network folders cannot hold a write-ahead log; SQLite then keeps the old mode silently. */
static gboolean
use_write_ahead_log(GpStore *self, GError **error)
{
    g_autoptr(sqlite3_stmt) statement = gp_store_prepare(self, "PRAGMA journal_mode=WAL", error);
    gint64 deadline = g_get_monotonic_time() + WAIT_MS * 1000;
    int status;

    if (statement == NULL)
        return FALSE;
    /* SQLite does not wait here by itself for another process that does the same. */
    while ((status = sqlite3_step(statement)) == SQLITE_BUSY && g_get_monotonic_time() < deadline) {
        sqlite3_reset(statement);
        g_usleep((gulong)g_random_int_range(1000, 20000));
    }
    if (status != SQLITE_ROW)
        return gp_store_throw(self, error);
    if (g_strcmp0((const char *)sqlite3_column_text(statement, 0), "wal") != 0)
        return gp_throw(error, GP_ERROR_IO,
                        "%s cannot be kept safely in this folder: use a folder on a local disk",
                        self->path);
    return TRUE;
}

/* In one transaction; a second process that comes in between finds it done. */
static gboolean
make_tables(GpStore *self, GError **error)
{
    g_autofree char *sql = g_strdup_printf("%s PRAGMA application_id=%d; PRAGMA user_version=%d",
                                           schema, APPLICATION_ID, SCHEMA_VERSION);
    gint64 version = 0;

    if (!gp_store_begin(self, error))
        return FALSE;
    if (read_number(self, "PRAGMA user_version", &version, error) &&
        (version == SCHEMA_VERSION || gp_store_run(self, drop_tables, error)) &&
        gp_store_run(self, sql, error))
        return gp_store_commit(self, error);
    gp_store_abandon(self);
    return FALSE;
}

static gboolean
set_up(GpStore *self, GError **error)
{
    /* SQLite takes “file:…” for an address. */
    g_autofree char *place = g_path_is_absolute(self->path)
                                 ? g_strdup(self->path)
                                 : g_build_filename(".", self->path, NULL);
    gboolean is_new = FALSE;

    if (sqlite3_open_v2(place, &self->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) !=
        SQLITE_OK)
        return gp_store_throw(self, error);
    sqlite3_busy_timeout(self->db, WAIT_MS);
    if (sqlite3_db_readonly(self->db, "main") == 1)
        return gp_throw(error, GP_ERROR_IO, "%s is read-only", self->path);
    return recognise(self, &is_new, error) && (!is_new || gp_store_run(self, large_pages, error)) &&
           use_write_ahead_log(self, error) && gp_store_run(self, connection, error) &&
           (!is_new || make_tables(self, error));
}

GpStore *
gp_store_open(const char *folder, GError **error)
{
    g_autoptr(GpStore) self = g_new0(GpStore, 1);

    self->path = g_build_filename(folder, "greenplan.db", NULL);
    self->evidence = g_build_filename(folder, "evidence", NULL);
    if (!gp_file_make_folder(self->evidence, error) || !set_up(self, error))
        return NULL;
    gp_evidence_sweep(self->evidence);
    return g_steal_pointer(&self);
}

void
gp_store_close(GpStore *self)
{
    if (self == NULL)
        return;
    sqlite3_close(self->db); /* undoes an open transaction */
    g_free(self->path);
    g_free(self->evidence);
    g_free(self);
}

/* --- Transactions --------------------------------------------------------------------------- */

gboolean
gp_store_hold(GpStore *self, GError **error)
{
    gint64 n;

    if (self->is_held || self->is_changing)
        return TRUE;
    /* The moment is that of the first reading. */
    self->is_held = gp_store_run(self, "BEGIN", error) &&
                    read_number(self, "SELECT count(*) FROM sqlite_schema", &n, error);
    if (!self->is_held)
        gp_store_run(self, "ROLLBACK", NULL);
    return self->is_held;
}

static void
let_go(GpStore *self)
{
    if (self->is_held)
        gp_store_run(self, "ROLLBACK", NULL);
    self->is_held = FALSE;
}

gboolean
gp_store_begin(GpStore *self, GError **error)
{
    g_return_val_if_fail(!self->is_changing, FALSE);

    let_go(self);
    self->is_changing = gp_store_run(self, "BEGIN IMMEDIATE", error);
    return self->is_changing;
}

gboolean
gp_store_require_transaction(GpStore *self, GError **error)
{
    if (self->is_changing && sqlite3_get_autocommit(self->db))
        return gp_throw(error, GP_ERROR_IO, "%s stays as it was: changing it failed earlier",
                        self->path);
    return TRUE;
}

gboolean
gp_store_commit(GpStore *self, GError **error)
{
    g_return_val_if_fail(self->is_changing, FALSE);

    if (gp_store_require_transaction(self, error) && gp_store_run(self, "COMMIT", error)) {
        self->is_changing = FALSE;
        return TRUE;
    }
    gp_store_abandon(self);
    return FALSE;
}

void
gp_store_abandon(GpStore *self)
{
    if (self->is_changing)
        gp_store_run(self, "ROLLBACK", NULL);
    self->is_changing = FALSE;
}

static gboolean
delete_of_source(GpStore *self, const char *sql, const char *source, GError **error)
{
    g_autoptr(sqlite3_stmt) statement = gp_store_prepare(self, sql, error);

    if (statement == NULL)
        return FALSE;
    gp_store_bind_text(statement, 1, source);
    return gp_store_step(self, statement, error);
}

gboolean
gp_store_forget(GpStore *self, const char *source, GError **error)
{
    g_return_val_if_fail(self->is_changing, FALSE);

    if (!gp_store_require_transaction(self, error))
        return FALSE;
    if (source == NULL)
        return gp_store_run(self,
                            "DELETE FROM block; DELETE FROM original; DELETE FROM name;"
                            "DELETE FROM answer",
                            error);
    return delete_of_source(self,
                            "DELETE FROM block WHERE original IN "
                            "(SELECT id FROM original WHERE source = ?)",
                            source, error) &&
           delete_of_source(self, "DELETE FROM original WHERE source = ?", source, error);
}

gboolean
gp_store_version(GpStore *self, gint64 *out_version, GError **error)
{
    return read_number(self, "PRAGMA data_version", out_version, error);
}

/* --- Settings ------------------------------------------------------------------------------- */

char *
gp_store_get_setting(GpStore *self, const char *name)
{
    g_autoptr(sqlite3_stmt) statement =
        gp_store_prepare(self, "SELECT value FROM setting WHERE name = ?", NULL);

    if (statement == NULL)
        return NULL;
    gp_store_bind_text(statement, 1, name);
    return sqlite3_step(statement) == SQLITE_ROW ? gp_store_column_text(statement, 0) : NULL;
}

gboolean
gp_store_set_setting(GpStore *self, const char *name, const char *value, GError **error)
{
    g_autoptr(sqlite3_stmt) statement =
        gp_store_prepare(self, "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", error);

    if (statement == NULL || !gp_store_require_transaction(self, error))
        return FALSE;
    gp_store_bind_text(statement, 1, name);
    gp_store_bind_text(statement, 2, value);
    return gp_store_step(self, statement, error);
}

gboolean
gp_store_forget_settings(GpStore *self, const char *prefix, GError **error)
{
    g_autoptr(sqlite3_stmt) statement =
        gp_store_prepare(self, "DELETE FROM setting WHERE substr(name, 1, length(?1)) = ?1", error);

    if (statement == NULL || !gp_store_require_transaction(self, error))
        return FALSE;
    gp_store_bind_text(statement, 1, prefix);
    return gp_store_step(self, statement, error);
}

/* --- Answers -------------------------------------------------------------------------------- */

gboolean
gp_store_keep_answer(GpStore *self,
                     const char *activity,
                     const char *unit,
                     gboolean is_taken,
                     gboolean *out_is_new,
                     GError **error)
{
    g_autoptr(sqlite3_stmt) statement = gp_store_prepare(
        self, "INSERT OR IGNORE INTO answer (activity, unit, is_taken) VALUES (?, ?, ?)", error);

    if (statement == NULL || !gp_store_require_transaction(self, error))
        return FALSE;
    gp_store_bind_text(statement, 1, activity);
    gp_store_bind_text(statement, 2, unit);
    sqlite3_bind_int(statement, 3, is_taken);
    if (!gp_store_step(self, statement, error))
        return FALSE;
    *out_is_new = sqlite3_changes(self->db) > 0;
    return TRUE;
}

gboolean
gp_store_check_answers(
    GpStore *self, GpAnswerFunc is_right, gpointer data, gboolean *out_are_right, GError **error)
{
    g_autoptr(sqlite3_stmt) statement =
        gp_store_prepare(self, "SELECT activity, unit, is_taken FROM answer", error);
    int status = SQLITE_DONE;

    *out_are_right = TRUE;
    if (statement == NULL)
        return FALSE;
    while (*out_are_right && (status = sqlite3_step(statement)) == SQLITE_ROW) {
        g_autofree char *activity = gp_store_column_text(statement, 0);
        g_autofree char *unit = gp_store_column_text(statement, 1);

        *out_are_right = is_right(activity, unit, sqlite3_column_int(statement, 2) != 0, data);
    }
    return !*out_are_right || status == SQLITE_DONE || gp_store_throw(self, error);
}

/* --- Cells ---------------------------------------------------------------------------------- */

gboolean
gp_store_load(GpStore *self, const GpStoreAsk *ask, GpCube *cube, GError **error)
{
    gboolean ok;

    /* Names and cells as of one moment, whatever is imported meanwhile. */
    if (!gp_store_run(self, "SAVEPOINT load", error))
        return FALSE;
    ok = gp_cells_read(self, ask, cube, error);
    gp_store_run(self, "RELEASE load", NULL);
    return ok;
}
