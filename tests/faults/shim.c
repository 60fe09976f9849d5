/* SPDX-License-Identifier: MIT */
/*
 * What the sweeps must notice: a greenplan without one of its precautions. For LD_PRELOAD;
 * GREENPLAN_WITHOUT says which is taken away:
 *
 *   transactions  BEGIN, COMMIT, ROLLBACK, SAVEPOINT and RELEASE do nothing
 *   sync          fsync and fdatasync do nothing, and are not called
 *   full-sync     PRAGMA synchronous=FULL is NORMAL
 *   any-sync      PRAGMA synchronous=FULL is OFF
 */
#include <dlfcn.h>
#include <glib.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

static gboolean
is_without(const char *what)
{
    return g_strcmp0(g_getenv("GREENPLAN_WITHOUT"), what) == 0;
}

/* The function of this name that would have been called; @out is a pointer to a pointer to it. */
static void
find_real(const char *name, void *out)
{
    void *function = dlsym(RTLD_NEXT, name);

    g_assert_nonnull(function);
    memcpy(out, &function, sizeof function);
}

static gboolean
is_about_transactions(const char *sql)
{
    static const char *const words[] = {"BEGIN",    "COMMIT",    "END",
                                        "ROLLBACK", "SAVEPOINT", "RELEASE"};

    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        if (g_ascii_strncasecmp(sql, words[i], strlen(words[i])) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Statements with a “;” in a text of theirs are not understood; greenplan has none. */
static char *
without(const char *sql)
{
    g_auto(GStrv) parts = g_strsplit(sql, ";", -1);
    g_autoptr(GString) left = g_string_new(NULL);

    for (guint i = 0; parts[i] != NULL; i++) {
        const char *part = g_strstrip(parts[i]);

        if (is_without("transactions") && is_about_transactions(part))
            continue;
        g_string_append_printf(left, "%s;", part);
    }
    if (is_without("full-sync"))
        g_string_replace(left, "synchronous=FULL", "synchronous=NORMAL", 0);
    if (is_without("any-sync"))
        g_string_replace(left, "synchronous=FULL", "synchronous=OFF", 0);
    return g_string_free(g_steal_pointer(&left), FALSE);
}

typedef int (*Exec)(
    sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
typedef int (*Prepare)(sqlite3 *, const char *, int, sqlite3_stmt **, const char **);
typedef int (*GetAutocommit)(sqlite3 *);
typedef int (*Sync)(int);

int
sqlite3_exec(sqlite3 *db,
             const char *sql,
             int (*callback)(void *, int, char **, char **),
             void *data,
             char **out_error)
{
    g_autofree char *left = without(sql);
    Exec exec;

    find_real("sqlite3_exec", &exec);
    return exec(db, left, callback, data, out_error);
}

int
sqlite3_prepare_v2(
    sqlite3 *db, const char *sql, int length, sqlite3_stmt **out_statement, const char **out_tail)
{
    Prepare prepare;

    find_real("sqlite3_prepare_v2", &prepare);
    if (is_without("transactions") && is_about_transactions(sql))
        return prepare(db, "SELECT 1 WHERE 0", -1, out_statement, NULL);
    return prepare(db, sql, length, out_statement, out_tail);
}

/* Nothing shall notice that there is no transaction. */
int
sqlite3_get_autocommit(sqlite3 *db)
{
    GetAutocommit get_autocommit;

    find_real("sqlite3_get_autocommit", &get_autocommit);
    return is_without("transactions") ? 0 : get_autocommit(db);
}

static int
sync_by(const char *name, int fd)
{
    Sync sync_really;

    find_real(name, &sync_really);
    return is_without("sync") ? 0 : sync_really(fd);
}

int
fsync(int fd)
{
    return sync_by("fsync", fd);
}

int
fdatasync(int fd)
{
    return sync_by("fdatasync", fd);
}
