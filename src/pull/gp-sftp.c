/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-pull-private.h"
#include "gp-text.h"

#define MAX_LISTING ((gsize)16 << 20)
#define N_COLUMNS_BEFORE_NAME 8
#define SIZE_COLUMN 4
#define TIME_COLUMN 5

/* A line of a listing, such as `-rw-r--r-- 1 user group 520 Nov 22 04:33 readings.csv`. */
typedef struct {
    char *name;
    char *state; /* size and time as the listing has them: kept as the ETag */
    guint64 bytes;
} Entry;

static void
entry_free(gpointer data)
{
    Entry *self = data;

    g_free(self->name);
    g_free(self->state);
    g_free(self);
}

static int
compare_entries(gconstpointer a, gconstpointer b)
{
    const Entry *x = *(Entry *const *)a, *y = *(Entry *const *)b;

    return strcmp(x->name, y->name);
}

/* The columns before the name, and the name, which may hold blanks. NULL if there are fewer. */
static const char *
split_line(const char *line, char **out_columns)
{
    const char *p = line;

    for (guint i = 0; i < N_COLUMNS_BEFORE_NAME; i++) {
        gsize n = strcspn(p, " ");

        out_columns[i] = g_strndup(p, n);
        p += n;
        if (i + 1 < N_COLUMNS_BEFORE_NAME)
            p += strspn(p, " ");
    }
    return *p == ' ' && p[1] != '\0' ? p + 1 : NULL;
}

/* Adds a file of the listing that is wanted. FALSE if the line cannot be understood. */
static gboolean
read_line(GpPuller *self, const char *line, GPtrArray *entries)
{
    char *columns[N_COLUMNS_BEFORE_NAME + 1] = {NULL};
    const char *name = split_line(line, columns);
    guint64 bytes;
    gboolean is_read = name != NULL && g_ascii_string_to_unsigned(columns[SIZE_COLUMN], 10, 0,
                                                                  G_MAXINT64, &bytes, NULL);

    if (is_read && gp_puller_wants_name(self, name)) {
        Entry *entry = g_new0(Entry, 1);

        *entry = (Entry){.name = g_strdup(name),
                         .state = g_strjoinv(" ", columns + SIZE_COLUMN),
                         .bytes = bytes};
        g_ptr_array_add(entries, entry);
    }
    for (guint i = 0; i < N_COLUMNS_BEFORE_NAME; i++)
        g_free(columns[i]);
    return is_read;
}

/* The regular files of a folder that are wanted, by name. */
static GPtrArray *
list(GpPuller *self, const char *folder, const char *shown, GpPulled *pulled, GError **error)
{
    GpWanted wanted = {.address = folder, .shown = shown};
    g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(entry_free);
    g_auto(GpFetched) fetched = {.bytes = 0};
    g_autofree char *bytes = NULL;
    g_auto(GStrv) lines = NULL;
    gsize length;

    if (!gp_fetch(self, &wanted, &fetched, pulled, error) ||
        !gp_file_read(fetched.path, MAX_LISTING, &bytes, &length, error))
        return NULL;
    lines = g_strsplit(bytes, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        if (lines[i][0] == '-' && !read_line(self, g_strchomp(lines[i]), entries))
            return gp_throw_null(error, GP_ERROR_MALFORMED,
                                 "%s: the server lists its files in a way we do not know: “%s”",
                                 shown, lines[i]);
    }
    g_ptr_array_sort(entries, compare_entries);
    return g_steal_pointer(&entries);
}

static gboolean
is_known(GpPuller *self, const char *folder, const Entry *entry)
{
    g_autofree char *address = gp_address_in_folder(folder, entry->name);
    const GpPullKnown *known = gp_puller_known(self, address);

    return known != NULL && g_strcmp0(known->etag, entry->state) == 0;
}

static gboolean
take(GpPuller *self, const char *folder, const Entry *entry, GpPulled *out, GError **error)
{
    g_autofree char *address = gp_address_in_folder(folder, entry->name);
    g_autofree char *shown = gp_address_shown(address);
    GpWanted wanted = {.address = address, .shown = shown};
    g_auto(GpFetched) fetched = {.bytes = 0};

    if (!gp_fetch(self, &wanted, &fetched, out, error))
        return FALSE;
    if (fetched.bytes != entry->bytes)
        return gp_throw(error, GP_ERROR_MALFORMED,
                        "%s: %" G_GUINT64_FORMAT " bytes came where the server’s listing says "
                        "%" G_GUINT64_FORMAT,
                        shown, fetched.bytes, entry->bytes);
    g_free(fetched.etag);
    fetched.etag = g_strdup(entry->state);
    fetched.last_modified = gp_time_print(fetched.changed_at);
    gp_pulled_add(out, &fetched, entry->name, address);
    return TRUE;
}

/* Takes what both listings have alike. */
static gboolean
take_settled(GpPuller *self,
             const char *folder,
             const GPtrArray *before,
             const GPtrArray *after,
             GpPulled *out,
             GError **error)
{
    g_autoptr(GHashTable) states = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < before->len; i++) {
        Entry *entry = g_ptr_array_index(before, i);

        g_hash_table_insert(states, entry->name, entry->state);
    }
    for (guint i = 0; i < after->len; i++) {
        const Entry *entry = g_ptr_array_index(after, i);
        const char *earlier = g_hash_table_lookup(states, entry->name);

        if (is_known(self, folder, entry)) {
            out->n_unchanged++;
        } else if (g_strcmp0(earlier, entry->state) != 0) {
            gp_puller_say(self, "%s is still being written; it is left for the next time",
                          entry->name);
            out->n_left++;
        } else if (!take(self, folder, entry, out, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
has_news(GpPuller *self, const char *folder, const GPtrArray *entries)
{
    for (guint i = 0; i < entries->len; i++) {
        if (!is_known(self, folder, g_ptr_array_index(entries, i)))
            return TRUE;
    }
    return FALSE;
}

/* By the time of the last change, so that a correction comes after what it corrects. */
static int
compare_pulled(gconstpointer a, gconstpointer b)
{
    const GpPulledFile *x = *(GpPulledFile *const *)a, *y = *(GpPulledFile *const *)b;
    int order = g_strcmp0(x->last_modified, y->last_modified);

    return order != 0 ? order : strcmp(x->name, y->name);
}

gboolean
gp_sftp_fetch(GpPuller *self, const char *address, GpPulled *out, GError **error)
{
    g_autofree char *user = NULL;
    g_autofree char *bare = gp_address_without_user(address, &user);
    g_autofree char *folder = g_strconcat(bare, g_str_has_suffix(bare, "/") ? "" : "/", NULL);
    g_autofree char *shown = gp_address_shown(folder);
    g_autoptr(GPtrArray) before = NULL;
    g_autoptr(GPtrArray) after = NULL;

    if (!g_file_test(self->request->known_hosts, G_FILE_TEST_IS_REGULAR))
        return gp_throw(error, GP_ERROR_USAGE, "%s, the file of known hosts, is not there",
                        self->request->known_hosts);
    g_free(self->user);
    self->user = g_steal_pointer(&user);
    before = list(self, folder, shown, out, error);
    if (before == NULL)
        return FALSE;
    if (!has_news(self, folder, before)) {
        out->n_unchanged = before->len;
        return TRUE;
    }
    if (!gp_puller_wait(self, (guint64)GP_SETTLE_S * self->request->unit_ms, error))
        return FALSE;
    after = list(self, folder, shown, out, error);
    if (after == NULL || !take_settled(self, folder, before, after, out, error))
        return FALSE;
    g_ptr_array_sort(out->files, compare_pulled);
    return TRUE;
}
