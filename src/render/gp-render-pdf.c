/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <unistd.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-program.h"
#include "gp-render.h"

#define PDF_SECONDS 120
#define MAX_PAGE_BYTES (256u << 20)
#define MAX_PDF_BYTES (256u << 20)
#define SYSTEM_PATH "/usr/local/bin:/usr/bin:/bin" /* Chromium is started by a shell script */

static char *
find_chromium(void)
{
    static const char *const names[] = {"chromium", "chromium-browser", "google-chrome"};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        char *found = gp_program_find(names[i]);

        if (found != NULL)
            return found;
    }
    return NULL;
}

/* Without names of servers, extensions or anything that it would like to fetch; that no script runs
 * is said by the page itself. Its own sandbox cannot be had by root. */
static gboolean
print_page(const char *folder, const char *page, const char *made, GError **error)
{
    g_autofree char *program = find_chromium();
    g_autofree char *profile = g_strdup_printf("--user-data-dir=%s/profile", folder);
    g_autofree char *output = g_strconcat("--print-to-pdf=", made, NULL);
    g_autofree char *address = g_filename_to_uri(page, NULL, NULL);
    const char *argv[] = {
        program,
        "--headless",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-extensions",
        "--disable-sync",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-breakpad",
        "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--no-pdf-header-footer",
        "--generate-pdf-document-outline",
        "--export-tagged-pdf",
        profile,
        output,
        geteuid() == 0 ? "--no-sandbox" : address,
        geteuid() == 0 ? address : NULL,
        NULL,
    };
    const GpProgram run = {
        .name = "Chromium",
        .argv = argv,
        .folder = folder,
        .path = SYSTEM_PATH,
        .seconds = PDF_SECONDS,
        .max_file_bytes = MAX_PDF_BYTES,
    };

    if (program == NULL)
        return gp_throw(error, GP_ERROR_IO,
                        "Chromium is not installed; it makes the PDF (on Debian: apt-get install "
                        "chromium)");
    return gp_program_run(&run, error);
}

/* Overwrites what begins with @key up to the bracket that ends it, so that nothing moves. */
static void
blank(char *bytes, gsize length, const char *key, const char *instead)
{
    char *found = memmem(bytes, length, key, strlen(key));
    char *end = found == NULL ? NULL : found + strlen(key);

    while (end != NULL && end < bytes + length && !(*end == ')' && end[-1] != '\\'))
        end++;
    if (end == NULL || end == bytes + length || (gsize)(end + 1 - found) < strlen(instead))
        return;
    memset(found, ' ', (gsize)(end + 1 - found));
    memcpy(found, instead, strlen(instead));
}

/* The same page gives the same bytes: neither the second in which it was printed nor the version of
 * the browser. */
static gboolean
deliver(const char *made, const char *pdf_path, GError **error)
{
    g_autofree char *bytes = NULL;
    gsize length = 0;

    if (!g_file_test(made, G_FILE_TEST_IS_REGULAR))
        return gp_throw(error, GP_ERROR_IO, "Chromium made no PDF");
    if (!gp_file_read(made, MAX_PDF_BYTES, &bytes, &length, error))
        return FALSE;
    if (length < 16 || memcmp(bytes, "%PDF-", 5) != 0 ||
        memmem(bytes + length - 16, 16, "%%EOF", 5) == NULL)
        return gp_throw(error, GP_ERROR_IO, "Chromium made no whole PDF");
    blank(bytes, length, "/CreationDate (D:", "");
    blank(bytes, length, "/ModDate (D:", "");
    blank(bytes, length, "/Creator (Mozilla/", "/Creator (greenplan)");
    return gp_file_write(pdf_path, bytes, length, error);
}

gboolean
gp_render_pdf(const char *html_path, const char *pdf_path, GError **error)
{
    g_autofree char *folder = gp_program_make_folder(error);
    g_autofree char *page = NULL;
    g_autofree char *made = NULL;
    g_autofree char *html = NULL;
    gsize length = 0;
    gboolean ok;

    if (folder == NULL)
        return FALSE;
    page = g_build_filename(folder, "page.html", NULL);
    made = g_build_filename(folder, "made.pdf", NULL);
    ok = gp_file_read(html_path, MAX_PAGE_BYTES, &html, &length, error) &&
         gp_file_write(page, html, length, error) && print_page(folder, page, made, error) &&
         deliver(made, pdf_path, error);
    gp_file_remove_folder(folder);
    return ok;
}
