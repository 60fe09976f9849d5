/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gp-error.h"
#include "reading.h"

static void
assert_fails(const Reading *self, GpErrorCode code, const char *part)
{
    g_assert_error(self->error, GP_ERROR, (int)code);
    if (strstr(self->error->message, part) == NULL)
        g_test_fail_printf("“%s” is not in “%s”", part, self->error->message);
}

/* Three bytes of UTF-8 for one, over several fillings of the window. */
static void
test_windows_1252_large(void)
{
    g_autoptr(GString) text =
        g_string_new("# encoding: windows-1252\nperiod,activity,quantity,unit,site,note\n");
    g_autofree char *note = g_strnfill(1000, '\x80');
    g_autoptr(Reading) reading = NULL;

    for (guint i = 0; i < 6000; i++)
        g_string_append_printf(text, "2024-06,coal,1,kWh,\x80,%s\n", note);
    reading = read_bytes(text->str, text->len, &plain_rules);
    assert_read(reading, "2024-06 coal 6000 kWh site=€ x6000", "");
}

static void
test_header_errors(void)
{
    static const struct {
        const char *bytes;
        gsize length;
        const char *part;
    } cases[] = {
        {BYTES(""), "the file is empty"},
        {BYTES("\xef\xbb\xbf"), "the file is empty"},
        {BYTES("\n\r\n"), "the file is empty"},
        {BYTES("# only\n# comments"), "the file is empty"},
        {BYTES("\xff\xfep\0e\0"), "UTF-16"},
        {BYTES("\xfe\xff\0p\0e"), "UTF-16"},
        {BYTES("p\0e\0r\0"), "UTF-16"},
        {BYTES("# encoding: latin-9\n" HEADER), "utf-8 or windows-1252"},
        {BYTES("# encoding: windows-1252\n" HEADER "\x81"), "not Windows-1252"},
        {BYTES("#\nperiod,activity,quantity\n"), ":2: the header has no column “unit”; it has: "},
        {BYTES("activity,quantity,unit\n"), ":1: the header has no column “period”"},
        {BYTES("start,activity,quantity,unit\n"), "no column “period”"},
        {BYTES("period,quantity,unit\n"), "no column “activity”"},
        {BYTES("period,activity,unit\n"), "no column “quantity”"},
        {BYTES("period,date,activity,quantity,unit\n"), "“period” and “date” mean the same"},
        {BYTES("period,activity,qty,unit,Amount\n"), "“qty” and “Amount” mean the same"},
        {BYTES("period,activity,quantity,unit,site,site\n"), "“site” and “site” mean the same"},
        {BYTES("period,end,activity,quantity,unit\n"), "not both"},
        {BYTES("period;activity;quantity;unit\n"), "parted by “;” or tabs"},
        {BYTES("\"period,activity\n"), ":1: the header is not a row of CSV"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Reading) reading = read_bytes(cases[i].bytes, cases[i].length, &plain_rules);

        assert_fails(reading, GP_ERROR_MALFORMED, cases[i].part);
        g_assert_true(g_str_has_prefix(reading->error->message, "in.csv:"));
    }
}

static void
test_tabs(void)
{
    g_autoptr(Reading) reading =
        read_bytes(BYTES("period\tactivity\tquantity\tunit\n"), &plain_rules);

    assert_fails(reading, GP_ERROR_MALFORMED, "in.csv:1: the columns are parted by “;” or tabs");
}

static void
test_no_file(void)
{
    g_autoptr(Reading) folder = read_path(g_get_tmp_dir(), &plain_rules);
    g_autoptr(Reading) missing = read_path("/no/such/file.csv", &plain_rules);

    assert_fails(folder, GP_ERROR_IO, "folder");
    assert_fails(missing, GP_ERROR_IO, "no such file");
    assert_fails(missing, GP_ERROR_IO, "/no/such/file.csv");
}

/* Writes bytes into a pipe in pieces of at most @most bytes. */
typedef struct {
    const char *path;
    const GString *text;
    GRand *rand;
    gint32 most;
} Feeder;

static gpointer
feed(gpointer data)
{
    const Feeder *self = data;
    int fd = g_open(self->path, O_WRONLY, 0);

    for (gsize done = 0; done < self->text->len;) {
        gsize n = (gsize)g_rand_int_range(self->rand, 1, self->most);
        gssize written = write(fd, self->text->str + done, MIN(n, self->text->len - done));

        g_assert_cmpint(written, >, 0);
        done += (gsize)written;
    }
    close(fd);
    return NULL;
}

static Reading *
read_pipe(const GString *text, guint32 seed, gint32 most, gboolean is_stdin)
{
    g_autofree char *folder = g_dir_make_tmp("gp-read-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "pipe", NULL);
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    Feeder feeder = {path, text, rand, most};
    int kept = dup(STDIN_FILENO), fd;
    GThread *thread;
    Reading *reading;

    g_assert_cmpint(mkfifo(path, 0600), ==, 0);
    thread = g_thread_new("feeder", feed, &feeder);
    if (is_stdin) {
        fd = g_open(path, O_RDONLY, 0);
        dup2(fd, STDIN_FILENO);
        close(fd);
    }
    reading = read_path(is_stdin ? "-" : path, &plain_rules);
    g_thread_join(thread);
    dup2(kept, STDIN_FILENO);
    close(kept);
    g_unlink(path);
    g_rmdir(folder);
    return reading;
}

static GString *
mixed_text(gboolean is_windows_1252)
{
    GString *text = g_string_new(is_windows_1252 ? "# encoding: windows-1252\r\n" : "\xef\xbb\xbf");

    g_string_append(text, "period,activity,quantity,unit,site,note\r\n");
    for (guint i = 0; i < 40; i++)
        g_string_append_printf(text,
                               "2024-%02u,coal,%u.25,kWh,%s,\"a\"\"\r\nb\"\r\n2023/24,coal,-1,mile,"
                               "S%u,\n\n2024-06,coal,x,kWh,,\r2024-06,\"coal\",1,kWh,\"A\"B,\r\n",
                               i % 12 + 1, i, is_windows_1252 ? "\xa3" : "£", i % 5);
    g_string_append(text, "2024-07,coal,1,kWh,\"last");
    return text;
}

static void
test_chunks(void)
{
    for (guint32 seed = 0; seed < 40; seed++) {
        g_autoptr(GString) text = mixed_text(seed % 2 == 1);
        g_autoptr(Reading) whole = read_bytes(text->str, text->len, &plain_rules);
        g_autoptr(Reading) pieces = read_pipe(text, seed, seed < 20 ? 8 : 400, FALSE);

        g_assert_cmpuint(whole->count.rows, ==, 80);
        g_assert_cmpuint(whole->count.refused, ==, 81);
        assert_same_reading(pieces, whole);
    }
}

static void
test_stdin(void)
{
    g_autoptr(GString) text = mixed_text(FALSE);
    g_autoptr(Reading) whole = read_bytes(text->str, text->len, &plain_rules);
    g_autoptr(Reading) from_stdin = read_pipe(text, 5, 100, TRUE);

    assert_same_reading(from_stdin, whole);
}

/* More than a window holds, and an open quote in the midst of it. */
static void
test_large_chunks(void)
{
    g_autoptr(GString) text = g_string_new(HEADER);
    g_autoptr(Reading) whole = NULL, pieces = NULL;

    for (guint i = 0; text->len < 6 * MEGABYTE; i++)
        g_string_append_printf(text, "2024-%02u,coal,%u,%skWh%s\n", i % 12 + 1, i,
                               i % 3 == 0 ? "\"" : "", i % 3 == 0 ? "\"" : "");
    whole = read_bytes(text->str, text->len, &plain_rules);
    pieces = read_pipe(text, 6, 70000, FALSE);
    g_assert_cmpuint(whole->count.refused, ==, 0);
    assert_same_reading(pieces, whole);
}

static void
test_large_open_quote(void)
{
    g_autoptr(GString) text = g_string_new(HEADER);
    g_autoptr(Reading) whole = NULL, pieces = NULL;

    while (text->len < 11 * MEGABYTE / 10)
        g_string_append(text, "2024-06,coal,1,kWh\n");
    g_string_append(text, "2024-05,coal,1,\"kWh\n");
    while (text->len < 3 * MEGABYTE)
        g_string_append(text, "2024-06,coal,1,kWh\n");
    whole = read_bytes(text->str, text->len, &plain_rules);
    pieces = read_pipe(text, 7, 70000, FALSE);
    g_assert_cmpuint(whole->count.refused, ==, 1);
    assert_same_reading(pieces, whole);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/read/text/windows-1252-large", test_windows_1252_large);
    g_test_add_func("/read/header/errors", test_header_errors);
    g_test_add_func("/read/file/missing", test_no_file);
    g_test_add_func("/read/pipe/chunks", test_chunks);
    g_test_add_func("/read/pipe/stdin", test_stdin);
    g_test_add_func("/read/pipe/large", test_large_chunks);
    g_test_add_func("/read/pipe/open-quote", test_large_open_quote);
    g_test_add_func("/read/header/tabs", test_tabs);
    return g_test_run();
}
