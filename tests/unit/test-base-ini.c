/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "gp-error.h"
#include "gp-ini.h"

static GKeyFile *
load_bytes(const char *bytes, gsize length, GError **error)
{
    g_autofree char *path = NULL;
    int fd = g_file_open_tmp("gp-ini-XXXXXX.ini", &path, NULL);
    GKeyFile *file;

    g_assert_cmpint(fd, >=, 0);
    close(fd);
    g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
    file = gp_ini_load(path, error);
    g_unlink(path);
    return file;
}

static GKeyFile *
load(const char *text)
{
    g_autoptr(GError) error = NULL;
    GKeyFile *file = load_bytes(text, strlen(text), &error);

    g_assert_no_error(error);
    return file;
}

static void
assert_fails(const char *bytes, gsize length, const char *end)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(load_bytes(bytes, length, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
    g_assert_true(g_str_has_suffix(error->message, end));
}

#define TEXT(text) text, sizeof(text) - 1

static void
test_load(void)
{
    g_autoptr(GKeyFile) file =
        load("\xef\xbb\xbf# [a]\r\n[a]\r\nkey = one \r\n#key=two\r\n[b]\r\nkey=two\r\n");
    g_autofree char *one = gp_ini_text(file, "a", "key");
    g_autofree char *two = gp_ini_text(file, "b", "key");

    g_assert_cmpstr(one, ==, "one");
    g_assert_cmpstr(two, ==, "two");
    g_assert_null(gp_ini_text(file, "a", "other"));
    g_assert_null(gp_ini_text(file, "c", "key"));
}

static void
test_faults(void)
{
    assert_fails(TEXT("[a]\nkey=1\nkey=2\n"), ".ini:3: [a] key is there twice");
    assert_fails(TEXT("[a]\nkey=1\n[b]\n[a]\n"), ".ini:4: [a] is there twice");
    assert_fails(TEXT("[a]\nkey=a\\qb\n"), ".ini: [a] key: write a backslash as two");
    assert_fails(TEXT("[a]\nkey=\xff\n"), ".ini: the file is not UTF-8 text");
    assert_fails(TEXT("[a]\nkey=1\0\n"), ".ini: the file is not UTF-8 text");
    assert_fails(TEXT("key=1\n"), "");
    assert_fails(TEXT("[a]\njust words\n"), "");
}

static void
test_no_file(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(gp_ini_load("/nowhere/at-all.ini", &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_IO);
}

static void
test_check_keys(void)
{
    static const char *const known[] = {"quantity", "period"};
    g_autoptr(GKeyFile) file = load("[good]\nperiod=1\n[bad]\nperiods=1\n[odd]\nxyz=1\n");
    g_autoptr(GError) near = NULL, far = NULL;

    g_assert_true(gp_ini_check_keys(file, "f.ini", "good", known, 2, NULL));
    g_assert_true(gp_ini_check_keys(file, "f.ini", "absent", known, 2, NULL));
    g_assert_false(gp_ini_check_keys(file, "f.ini", "bad", known, 2, &near));
    g_assert_cmpstr(near->message, ==, "f.ini: [bad] has no key “periods”; did you mean “period”?");
    g_assert_false(gp_ini_check_keys(file, "f.ini", "odd", known, 2, &far));
    g_assert_cmpstr(far->message, ==, "f.ini: [odd] has no key “xyz”");
}

static void
test_list(void)
{
    g_autoptr(GKeyFile) file = load("[a]\nkey= one | two words||\nnone=\n");
    g_auto(GStrv) list = gp_ini_list(file, "a", "key");
    g_auto(GStrv) none = gp_ini_list(file, "a", "none");

    g_assert_cmpuint(g_strv_length(list), ==, 2);
    g_assert_cmpstr(list[0], ==, "one");
    g_assert_cmpstr(list[1], ==, "two words");
    g_assert_cmpuint(g_strv_length(none), ==, 0);
    g_assert_null(gp_ini_list(file, "a", "absent"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/ini/load", test_load);
    g_test_add_func("/base/ini/faults", test_faults);
    g_test_add_func("/base/ini/no-file", test_no_file);
    g_test_add_func("/base/ini/check-keys", test_check_keys);
    g_test_add_func("/base/ini/list", test_list);
    return g_test_run();
}
