/* SPDX-License-Identifier: MIT */
#include "gp-store-private.h"

#include "gp-error.h"
#include "gp-file.h"

#define APPLICATION_ID 0x47504c4e /* “GPLN”, in the header of the file */
#define SCHEMA_VERSION 1
#define WAIT_MS 5000

/* A cell's days are those of gp-day.h. They are kept with the first and last day of its slot, so
 * that a timeline that was split elsewhere since is noticed. Its quantity has 96 bits: high times
 * 2^64, plus the bits of low read as an unsigned number. Its texts are ids of names; gp-cells.c
 * checks them where it reads, for less than six foreign keys cost where it writes. */
static const char schema[] = "CREATE TABLE IF NOT EXISTS setting ("
                             "  name TEXT PRIMARY KEY,"
                             "  value TEXT NOT NULL) STRICT;"
                             "CREATE TABLE IF NOT EXISTS original ("
                             "  id INTEGER PRIMARY KEY,"
                             "  sha256 TEXT NOT NULL UNIQUE,"
                             "  source TEXT NOT NULL,"
                             "  name TEXT NOT NULL,"
                             "  imported_at TEXT NOT NULL,"
                             "  bytes INTEGER NOT NULL,"
                             "  rows INTEGER NOT NULL,"
                             "  refused INTEGER NOT NULL) STRICT;"
                             "CREATE TABLE IF NOT EXISTS name ("
                             "  id INTEGER PRIMARY KEY," /* 1, 2, 3, … without gaps */
                             "  text TEXT NOT NULL UNIQUE) STRICT;"
                             "CREATE TABLE IF NOT EXISTS cell ("
                             "  original INTEGER NOT NULL REFERENCES original,"
                             "  first_day INTEGER NOT NULL,"
                             "  last_day INTEGER NOT NULL,"
                             "  slot_first_day INTEGER NOT NULL,"
                             "  slot_last_day INTEGER NOT NULL,"
                             "  activity INTEGER NOT NULL,"
                             "  unit INTEGER NOT NULL,"
                             "  site INTEGER NOT NULL,"
                             "  department INTEGER NOT NULL,"
                             "  role INTEGER NOT NULL,"
                             "  source INTEGER NOT NULL,"
                             "  quality INTEGER NOT NULL,"
                             "  quantity_high INTEGER NOT NULL,"
                             "  quantity_low INTEGER NOT NULL,"
                             "  rows INTEGER NOT NULL) STRICT;";

void
gp_original_free(GpOriginal *self)
{
    if (self == NULL)
        return;
    g_free(self->sha256);
    g_free(self->source);
    g_free(self->name);
    g_free(self->imported_at);
    g_free(self);
}

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

static gboolean
run(GpStore *self, const char *sql, GError **error)
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
    gboolean ok = run(self, "BEGIN", error) &&
                  read_number(self, "PRAGMA application_id", id, error) &&
                  read_number(self, "PRAGMA user_version", version, error) &&
                  read_number(self, "SELECT count(*) FROM sqlite_schema", n_tables, error);

    run(self, "ROLLBACK", NULL);
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
    if (version != SCHEMA_VERSION)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s was made by another version of greenplan (its layout is %d, this "
                        "program reads %d)",
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
    g_autofree char *sql =
        g_strdup_printf("BEGIN IMMEDIATE; %s PRAGMA application_id=%d; PRAGMA user_version=%d; "
                        "COMMIT",
                        schema, APPLICATION_ID, SCHEMA_VERSION);

    return run(self, sql, error);
}

static gboolean
set_up(GpStore *self, GError **error)
{
    gboolean is_new = FALSE;

    if (sqlite3_open_v2(self->path, &self->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) !=
        SQLITE_OK)
        return gp_store_throw(self, error);
    sqlite3_busy_timeout(self->db, WAIT_MS);
    if (sqlite3_db_readonly(self->db, "main") == 1)
        return gp_throw(error, GP_ERROR_IO, "%s is read-only", self->path);
    return recognise(self, &is_new, error) && use_write_ahead_log(self, error) &&
           run(self, "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON", error) &&
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

/* After an error such as a full disk SQLite may have given up the whole transaction: what came
 * next would then be kept on its own. */
static gboolean
require_transaction(GpStore *self, GError **error)
{
    if (self->is_rebuilding && sqlite3_get_autocommit(self->db))
        return gp_throw(error, GP_ERROR_IO,
                        "%s stays as it was: reading the originals again failed earlier",
                        self->path);
    return TRUE;
}

/* An import is a transaction of its own, or a part of the rebuild that can be undone alone. */
static gboolean
begin(GpStore *self, GError **error)
{
    return require_transaction(self, error) &&
           run(self, self->is_rebuilding ? "SAVEPOINT import" : "BEGIN IMMEDIATE", error);
}

static void
undo(GpStore *self)
{
    if (!self->is_rebuilding)
        run(self, "ROLLBACK", NULL);
    else
        run(self, "ROLLBACK TO import; RELEASE import", NULL);
}

/* Commits, or undoes what began and fails. */
static gboolean
end(GpStore *self, gboolean is_good, GError **error)
{
    if (is_good && run(self, self->is_rebuilding ? "RELEASE import" : "COMMIT", error))
        return TRUE;
    undo(self);
    return FALSE;
}

gboolean
gp_store_begin_rebuild(GpStore *self, GError **error)
{
    g_return_val_if_fail(!self->is_rebuilding, FALSE);

    if (!run(self, "BEGIN IMMEDIATE", error))
        return FALSE;
    self->is_rebuilding = TRUE;
    if (run(self, "DELETE FROM cell; DELETE FROM original; DELETE FROM name", error))
        return TRUE;
    gp_store_abandon_rebuild(self);
    return FALSE;
}

gboolean
gp_store_commit_rebuild(GpStore *self, GError **error)
{
    g_return_val_if_fail(self->is_rebuilding, FALSE);

    if (require_transaction(self, error) && run(self, "COMMIT", error)) {
        self->is_rebuilding = FALSE;
        return TRUE;
    }
    gp_store_abandon_rebuild(self);
    return FALSE;
}

void
gp_store_abandon_rebuild(GpStore *self)
{
    if (!self->is_rebuilding)
        return;
    self->is_rebuilding = FALSE;
    undo(self);
}

/* --- Originals and settings ----------------------------------------------------------------- */

gboolean
gp_store_has_original(GpStore *self, const char *sha256)
{
    g_autoptr(sqlite3_stmt) statement =
        gp_store_prepare(self, "SELECT 1 FROM original WHERE sha256 = ?", NULL);

    if (statement == NULL)
        return FALSE;
    gp_store_bind_text(statement, 1, sha256);
    return sqlite3_step(statement) == SQLITE_ROW;
}

static gboolean
add_original(GpStore *self, const GpOriginal *original, gint64 *out_id, GError **error)
{
    g_autoptr(sqlite3_stmt) statement =
        gp_store_prepare(self,
                         "INSERT INTO original (sha256, source, name, imported_at, bytes, rows, "
                         "refused) VALUES (?, ?, ?, ?, ?, ?, ?)",
                         error);

    if (statement == NULL)
        return FALSE;
    gp_store_bind_text(statement, 1, original->sha256);
    gp_store_bind_text(statement, 2, original->source);
    gp_store_bind_text(statement, 3, original->name);
    gp_store_bind_text(statement, 4, original->imported_at);
    sqlite3_bind_int64(statement, 5, (gint64)original->bytes);
    sqlite3_bind_int64(statement, 6, (gint64)original->rows);
    sqlite3_bind_int64(statement, 7, (gint64)original->refused);
    if (!gp_store_step(self, statement, error))
        return FALSE;
    *out_id = sqlite3_last_insert_rowid(self->db);
    return TRUE;
}

static char *
column_text(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);

    return g_utf8_make_valid(text == NULL ? "" : text, -1);
}

GPtrArray *
gp_store_list_originals(GpStore *self, GError **error)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)gp_original_free);
    g_autoptr(sqlite3_stmt) statement =
        gp_store_prepare(self,
                         "SELECT sha256, source, name, imported_at, bytes, rows, refused "
                         "FROM original ORDER BY id",
                         error);
    int status = SQLITE_ERROR;

    while (statement != NULL && (status = sqlite3_step(statement)) == SQLITE_ROW) {
        GpOriginal *original = g_new0(GpOriginal, 1);

        original->sha256 = column_text(statement, 0);
        original->source = column_text(statement, 1);
        original->name = column_text(statement, 2);
        original->imported_at = column_text(statement, 3);
        original->bytes = (guint64)sqlite3_column_int64(statement, 4);
        original->rows = (guint64)sqlite3_column_int64(statement, 5);
        original->refused = (guint64)sqlite3_column_int64(statement, 6);
        g_ptr_array_add(list, original);
    }
    if (statement == NULL)
        return NULL;
    if (status == SQLITE_DONE)
        return g_steal_pointer(&list);
    gp_store_throw(self, error);
    return NULL;
}

char *
gp_store_get_setting(GpStore *self, const char *name)
{
    g_autoptr(sqlite3_stmt) statement =
        gp_store_prepare(self, "SELECT value FROM setting WHERE name = ?", NULL);

    if (statement == NULL)
        return NULL;
    gp_store_bind_text(statement, 1, name);
    return sqlite3_step(statement) == SQLITE_ROW ? column_text(statement, 0) : NULL;
}

gboolean
gp_store_set_setting(GpStore *self, const char *name, const char *value, GError **error)
{
    g_autoptr(sqlite3_stmt) statement =
        gp_store_prepare(self, "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", error);

    if (statement == NULL || !require_transaction(self, error))
        return FALSE;
    gp_store_bind_text(statement, 1, name);
    gp_store_bind_text(statement, 2, value);
    return gp_store_step(self, statement, error);
}

/* --- Imports ------------------------------------------------------------------------------ */

gboolean
gp_store_add(GpStore *self, const GpOriginal *original, const GpCube *cube, GError **error)
{
    gint64 id = 0;

    return begin(self, error) &&
           end(self,
               add_original(self, original, &id, error) && gp_cells_write(self, id, cube, error),
               error);
}

gboolean
gp_store_load(GpStore *self, GpCube *cube, GError **error)
{
    gboolean ok;

    /* Names and cells as of one moment, whatever is imported meanwhile. */
    if (!run(self, "SAVEPOINT load", error))
        return FALSE;
    ok = gp_cells_read(self, cube, error);
    run(self, "RELEASE load", NULL);
    return ok;
}
