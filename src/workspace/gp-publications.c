/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-publication-private.h"
#include "gp-workspace-private.h"

#define FOLDER "published"
#define SUFFIX ".json"
#define LEFTOVER_SUFFIX ".tmp"
#define MAX_BYTES ((gsize)64 << 20) /* as much JSON as is ever read */
#define DAY_LENGTH ((gsize)10)      /* of 2026-11-22 */
#define MAX_A_DAY 9999

/* ---- names ---- */

/* Reads `2026-11-22-1.json`: a day, and a number without zeros in front. */
static gboolean
parse_id(const char *name, GpDay *out_day, guint64 *out_number)
{
    g_autofree char *id = NULL, *day = NULL;
    GpSpan span;

    if (!g_str_has_suffix(name, SUFFIX))
        return FALSE;
    id = g_strndup(name, strlen(name) - strlen(SUFFIX));
    if (strlen(id) < DAY_LENGTH + 2 || id[DAY_LENGTH] != '-' || id[DAY_LENGTH + 1] == '0' ||
        !g_ascii_string_to_unsigned(id + DAY_LENGTH + 1, 10, 1, MAX_A_DAY, out_number, NULL))
        return FALSE;
    day = g_strndup(id, DAY_LENGTH);
    if (gp_period_parse(day, DAY_LENGTH, &span) != GP_PERIOD_READ || span.first != span.last)
        return FALSE;
    *out_day = span.first;
    return TRUE;
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
    GpDay day_a = 0, day_b = 0;
    guint64 number_a = 0, number_b = 0;

    parse_id(*(const char *const *)a, &day_a, &number_a);
    parse_id(*(const char *const *)b, &day_b, &number_b);
    if (day_a != day_b)
        return day_a < day_b ? -1 : 1;
    return number_a < number_b ? -1 : number_a > number_b;
}

/* The names of the files of publications, in their order; none without the folder. */
static GPtrArray *
list_names(const char *folder, GError **error)
{
    g_autoptr(GPtrArray) all = NULL;
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

    if (!g_file_test(folder, G_FILE_TEST_EXISTS))
        return g_steal_pointer(&names);
    all = gp_file_list_folder(folder, error);
    if (all == NULL)
        return NULL;
    for (guint i = 0; i < all->len; i++) {
        const char *name = g_ptr_array_index(all, i);
        guint64 number;
        GpDay day;

        if (parse_id(name, &day, &number))
            g_ptr_array_add(names, g_strdup(name));
    }
    g_ptr_array_sort(names, compare_names);
    return g_steal_pointer(&names);
}

/* ---- reading, and whether all is as it was ---- */

/* One file. NULL: damaged, which is an issue; @out_sha256 is there all the same if it can be read
 * at all. */
static GpPublication *
load_one(const char *folder, const char *name, char **out_sha256, GpIssueList *issues)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *shown = g_strdup_printf(FOLDER "/%s", name);
    g_autofree char *bytes = NULL;
    g_autoptr(GpPublication) publication = NULL;
    g_autoptr(GError) reason = NULL;
    gsize length = 0;

    if (gp_file_read(path, MAX_BYTES, &bytes, &length, &reason)) {
        *out_sha256 = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes, length);
        publication = gp_publication_parse(bytes, length, shown, &reason);
    }
    if (publication != NULL && (strncmp(publication->id, name, strlen(publication->id)) != 0 ||
                                strlen(publication->id) + strlen(SUFFIX) != strlen(name) ||
                                strncmp(publication->id, publication->day, DAY_LENGTH) != 0)) {
        gp_throw(&reason, GP_ERROR_MALFORMED, "%s has another name than when it was published",
                 shown);
        g_clear_pointer(&publication, gp_publication_free);
    }
    if (publication == NULL)
        gp_issue_list_add(issues, GP_SEVERITY_ERROR, "damaged-publication", "%s", reason->message);
    else
        publication->sha256 = gp_publication_text(publication, *out_sha256);
    return g_steal_pointer(&publication);
}

/* Each publication names the file before it and its SHA-256. */
static void
check_link(const GpPublication *self,
           const char *before,
           const char *before_sha256,
           gboolean is_before_whole,
           GpIssueList *issues)
{
    if (!g_str_equal(self->previous, before))
        gp_issue_list_add(
            issues, GP_SEVERITY_ERROR, "missing-publication",
            "publication %s was made %s%s, %s%s: files of " FOLDER "/ were taken away or added",
            self->id, *self->previous == '\0' ? "as the first" : "after ", self->previous,
            *before == '\0' ? "but it is the first there is" : "not after ", before);
    else if (is_before_whole && g_strcmp0(self->previous_sha256, before_sha256) != 0 &&
             *before != '\0')
        gp_issue_list_add(issues, GP_SEVERITY_ERROR, "replaced-publication",
                          FOLDER "/%s" SUFFIX
                                 " is not the file that publication %s was made after: "
                                 "bring it back from a backup",
                          before, self->id);
}

GPtrArray *
gp_publications_load(const GpWorkspace *workspace, GpIssueList *issues, GError **error)
{
    g_autofree char *folder = g_build_filename(workspace->folder, FOLDER, NULL);
    g_autoptr(GPtrArray) names = list_names(folder, error);
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)gp_publication_free);
    g_autofree char *before = g_strdup(""), *before_sha256 = NULL;
    gboolean is_before_whole = TRUE;

    if (names == NULL)
        return NULL;
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        char *sha256 = NULL;
        GpPublication *publication = load_one(folder, name, &sha256, issues);

        if (publication != NULL) {
            check_link(publication, before, before_sha256, is_before_whole, issues);
            g_ptr_array_add(list, publication);
        }
        g_free(before);
        before = g_strndup(name, strlen(name) - strlen(SUFFIX));
        g_free(before_sha256);
        before_sha256 = sha256;
        is_before_whole = publication != NULL;
    }
    return g_steal_pointer(&list);
}

const GpPublication *
gp_publications_find(const GPtrArray *publications, const char *id, GError **error)
{
    for (guint i = 0; i < publications->len; i++) {
        const GpPublication *publication = g_ptr_array_index(publications, i);

        if (g_str_equal(publication->id, id))
            return publication;
    }
    return gp_throw_null(error, GP_ERROR_MISSING,
                         "there is no publication “%s”; “greenplan publications” lists them", id);
}

GArray *
gp_publications_restated_years(const GPtrArray *publications)
{
    GArray *fys = g_array_new(FALSE, FALSE, sizeof(int));

    for (guint i = 0; i < publications->len; i++) {
        const GpPublication *publication = g_ptr_array_index(publications, i);

        for (guint k = 0; k < publication->restated_fys->len; k++) {
            int fy = g_array_index(publication->restated_fys, int, k);
            guint at = 0;

            while (at < fys->len && g_array_index(fys, int, at) < fy)
                at++;
            if (at == fys->len || g_array_index(fys, int, at) != fy)
                g_array_insert_val(fys, at, fy);
        }
    }
    return fys;
}

static gboolean
is_listed(const GArray *fys, int fy)
{
    for (guint i = 0; i < fys->len; i++) {
        if (g_array_index(fys, int, i) == fy)
            return TRUE;
    }
    return FALSE;
}

GArray *
gp_publications_marks(const GPtrArray *publications)
{
    GArray *marks = g_array_new(FALSE, FALSE, sizeof(GpYearMark));
    g_autoptr(GArray) restated = gp_publications_restated_years(publications);
    const GpPublication *latest;

    if (publications->len == 0)
        return marks;
    latest = g_ptr_array_index(publications, publications->len - 1);
    for (guint i = 0; i < latest->years->len; i++) {
        const GpPublishedYear *year = &g_array_index(latest->years, GpPublishedYear, i);
        GpYearMark mark = {year->fy, is_listed(restated, year->fy),
                           year->comparable != GP_NOT_COMPARABLE};

        if (mark.is_restated || !mark.is_comparable)
            g_array_append_val(marks, mark);
    }
    return marks;
}

/* ---- adding one ---- */

gboolean
gp_publications_begin(GpWorkspace *workspace, GError **error)
{
    return gp_store_begin(workspace->store, error);
}

void
gp_publications_end(GpWorkspace *workspace)
{
    gp_store_abandon(workspace->store);
}

/* What a publication that was killed left half-written; nobody else writes now. */
static void
sweep(const char *folder)
{
    g_autoptr(GPtrArray) names = gp_file_list_folder(folder, NULL);

    for (guint i = 0; names != NULL && i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        g_autofree char *path = g_build_filename(folder, name, NULL);

        if (g_str_has_suffix(name, LEFTOVER_SUFFIX))
            g_unlink(path);
    }
}

static gboolean
make_folder(const char *folder, GError **error)
{
    if (g_file_test(folder, G_FILE_TEST_IS_DIR)) {
        sweep(folder);
        return TRUE;
    }
    return gp_file_make_folder(folder, error) &&
           (gp_file_sync_folder_of(folder) ||
            gp_throw(error, GP_ERROR_IO, "%s could not be kept: the disk could not be written",
                     folder));
}

/* The name after the last of @names, on the day of the publication. */
static gboolean
choose_id(GpPublication *self, const GPtrArray *names, GError **error)
{
    const char *last = names->len == 0 ? NULL : g_ptr_array_index(names, names->len - 1);
    g_autofree char *name = g_strdup_printf("%s-1" SUFFIX, self->day), *id = NULL;
    guint64 number = 0, last_number = 0;
    GpDay day = 0, last_day = 0;

    if (!parse_id(name, &day, &number))
        return gp_throw(error, GP_ERROR_USAGE, "“%s” is not a day as in 2026-11-22", self->day);
    if (last != NULL && parse_id(last, &last_day, &last_number) && day < last_day)
        return gp_throw(error, GP_ERROR_USAGE,
                        "the day %s is before the latest publication, which is of %.*s", self->day,
                        (int)DAY_LENGTH, last);
    number = last != NULL && day == last_day ? last_number + 1 : 1;
    if (number > MAX_A_DAY)
        return gp_throw(error, GP_ERROR_USAGE, "there are %d publications of %s already", MAX_A_DAY,
                        self->day);
    id = g_strdup_printf("%s-%" G_GUINT64_FORMAT, self->day, number);
    self->id = gp_publication_text(self, id);
    return TRUE;
}

/* The publication that this one comes after. */
static gboolean
link_to(GpPublication *self,
        const GPtrArray *publications,
        const GpIssueList *issues,
        GError **error)
{
    const GpPublication *latest;

    if (gp_issue_list_size(issues) > 0)
        return gp_throw(error, GP_ERROR_MALFORMED, "nothing was published: %s",
                        gp_issue_list_get(issues, 0)->message);
    if (publications->len == 0)
        return TRUE;
    latest = g_ptr_array_index(publications, publications->len - 1);
    self->previous = gp_publication_text(self, latest->id);
    self->previous_sha256 = gp_publication_text(self, latest->sha256);
    return TRUE;
}

gboolean
gp_publications_add(const GpWorkspace *workspace, GpPublication *io_publication, GError **error)
{
    g_autofree char *folder = g_build_filename(workspace->folder, FOLDER, NULL);
    g_autofree char *path = NULL, *sha256 = NULL;
    g_autoptr(GpIssueList) issues = gp_issue_list_new();
    g_autoptr(GPtrArray) publications = NULL, names = NULL;
    g_autoptr(GpPublication) again = NULL;
    g_autoptr(GString) text = g_string_new(NULL);

    if (!make_folder(folder, error) || (names = list_names(folder, error)) == NULL ||
        (publications = gp_publications_load(workspace, issues, error)) == NULL ||
        !link_to(io_publication, publications, issues, error) ||
        !choose_id(io_publication, names, error))
        return FALSE;
    path = g_strdup_printf("%s/%s" SUFFIX, folder, io_publication->id);
    gp_publication_print(io_publication, text);
    /* What cannot be read back must not be called published. */
    again = gp_publication_parse(text->str, text->len, path, error);
    if (again == NULL || !gp_file_write_for_good(path, text->str, text->len, error))
        return FALSE;
    sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text->str, (gssize)text->len);
    io_publication->sha256 = gp_publication_text(io_publication, sha256);
    return TRUE;
}
