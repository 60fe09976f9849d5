/* SPDX-License-Identifier: MIT */
#include <curl/curl.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gp-error.h"
#include "gp-pull-private.h"

/* ---- another attempt or not ---- */

static const GpRetryFacts busy = {
    .attempt = 1, .status = 503, .left_ms = 900000, .unit_ms = 1000, .chance = 0};

static void
assert_verdict(const GpRetryFacts *facts, GpRetryVerdict expected, guint64 expected_ms)
{
    guint64 wait_ms = 1;

    g_assert_cmpint(gp_retry_decide(facts, &wait_ms), ==, expected);
    g_assert_cmpuint(wait_ms, ==, expected_ms);
}

static void
test_what_is_tried_again(void)
{
    static const int again[] = {6, 7, 16, 18, 28, 52, 55, 56, 92};
    static const long statuses[] = {408, 425, 429, 500, 502, 503, 504};
    GpRetryFacts facts = busy;
    guint n_codes = 0, n_statuses = 0;

    for (int code = 1; code < 100; code++) {
        guint64 wait_ms;

        facts.code = code;
        facts.n_tls = 2;
        n_codes += gp_retry_decide(&facts, &wait_ms) == GP_RETRY_AGAIN ? 1 : 0;
    }
    g_assert_cmpuint(n_codes, ==, G_N_ELEMENTS(again));
    for (guint i = 0; i < G_N_ELEMENTS(again); i++) {
        facts.code = again[i];
        assert_verdict(&facts, GP_RETRY_AGAIN, 500);
    }
    facts.code = CURLE_OK;
    for (facts.status = 100; facts.status < 600; facts.status++) {
        guint64 wait_ms;

        n_statuses += gp_retry_decide(&facts, &wait_ms) == GP_RETRY_AGAIN ? 1 : 0;
    }
    g_assert_cmpuint(n_statuses, ==, G_N_ELEMENTS(statuses));
    for (guint i = 0; i < G_N_ELEMENTS(statuses); i++) {
        facts.status = statuses[i];
        assert_verdict(&facts, GP_RETRY_AGAIN, 500);
    }
}

static void
test_tls_is_tried_again_once(void)
{
    GpRetryFacts facts = busy;

    facts.code = CURLE_SSL_CONNECT_ERROR;
    facts.n_tls = 1;
    assert_verdict(&facts, GP_RETRY_AGAIN, 500);
    facts.n_tls = 2;
    assert_verdict(&facts, GP_RETRY_NEVER, 0);
}

/* Half of the wait is certain; it doubles up to a minute. */
static void
test_jitter(void)
{
    static const guint64 ceilings[] = {1000, 2000, 4000, 8000};
    GRand *chance = g_rand_new_with_seed(7);

    for (guint attempt = 1; attempt < GP_RETRY_ATTEMPTS; attempt++) {
        guint64 ceiling = ceilings[attempt - 1], least = G_MAXUINT64, most = 0;

        for (guint i = 0; i < 20000; i++) {
            GpRetryFacts facts = busy;
            guint64 wait_ms;

            facts.attempt = attempt;
            facts.chance = g_rand_int(chance);
            g_assert_cmpint(gp_retry_decide(&facts, &wait_ms), ==, GP_RETRY_AGAIN);
            least = MIN(least, wait_ms);
            most = MAX(most, wait_ms);
        }
        g_assert_cmpuint(least, >=, ceiling / 2);
        g_assert_cmpuint(least, <=, ceiling / 2 + ceiling / 100);
        g_assert_cmpuint(most, <=, ceiling);
        g_assert_cmpuint(most, >=, ceiling - ceiling / 100);
    }
    g_rand_free(chance);
}

static void
test_when_it_ends(void)
{
    GpRetryFacts facts = busy;

    facts.attempt = GP_RETRY_ATTEMPTS;
    assert_verdict(&facts, GP_RETRY_EXHAUSTED, 0);
    facts = busy;
    facts.left_ms = 500;
    assert_verdict(&facts, GP_RETRY_NO_TIME, 500);
    facts.left_ms = 501;
    assert_verdict(&facts, GP_RETRY_AGAIN, 500);
}

static void
test_retry_after(void)
{
    GpRetryFacts facts = busy;

    facts.after_s = 7;
    assert_verdict(&facts, GP_RETRY_AGAIN, 7000);
    facts.unit_ms = 4;
    assert_verdict(&facts, GP_RETRY_AGAIN, 28);
    facts = busy;
    facts.attempt = 4;
    facts.after_s = 1;
    assert_verdict(&facts, GP_RETRY_AGAIN, 4000);
    facts = busy;
    facts.after_s = GP_RETRY_MAX_AFTER;
    assert_verdict(&facts, GP_RETRY_LATER, 900000);
    facts.left_ms++;
    assert_verdict(&facts, GP_RETRY_AGAIN, 900000);
    facts.after_s++;
    assert_verdict(&facts, GP_RETRY_LATER, 0);
    facts.after_s = G_MAXUINT64;
    assert_verdict(&facts, GP_RETRY_LATER, 0);
    facts.attempt = GP_RETRY_ATTEMPTS;
    assert_verdict(&facts, GP_RETRY_LATER, 0);
    facts.status = 404;
    assert_verdict(&facts, GP_RETRY_NEVER, 0);
}

/* ---- headers ---- */

static void
test_ranges(void)
{
    static const struct {
        const char *text;
        gboolean fits;
    } cases[] = {
        {"bytes 520-2999/3000", TRUE},
        {"BYTES 520-2999/3000", TRUE},
        {"bytes 520-2998/3000", FALSE},
        {"bytes 521-2999/3000", FALSE},
        {"bytes 520-2999/*", FALSE},
        {"bytes */3000", FALSE},
        {"bytes 520-2999/2999", FALSE},
        {"bytes 520-2999/3000 ", FALSE},
        {"bytes 520-2999", FALSE},
        {"520-2999/3000", FALSE},
        {"bytes 520-519/520", FALSE},
        {"bytes -520-2999/3000", FALSE},
        {"bytes +520-2999/3000", FALSE},
        {"", FALSE},
        {"bytes 520-18446744073709551615/0", FALSE},
        {NULL, FALSE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        guint64 total = 0;

        g_assert_true(gp_range_fits(cases[i].text, 520, &total) == cases[i].fits);
        g_assert_true(!cases[i].fits || total == 3000);
    }
}

static void
test_links(void)
{
    static const struct {
        const char *header;
        const char *next;
    } cases[] = {
        {"</p?page=2>; rel=\"next\"", "/p?page=2"},
        {"<https://a/1>; rel=\"prev\", <https://a/3>; rel=\"next\"", "https://a/3"},
        {"<https://a/3>; REL=Next; title=\"x\"", "https://a/3"},
        {"<https://a/1>; rel=\"last\"", NULL},
        {"<https://a/1", NULL},
        {"rel=\"next\"", NULL},
        {"", NULL},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *next = gp_link_next(cases[i].header);

        g_assert_cmpstr(next, ==, cases[i].next);
    }
}

/* ---- addresses ---- */

static void
test_same_host(void)
{
    const char *base = "https://api.example/v1/data?x=1";
    static const struct {
        const char *reference;
        gboolean same;
    } cases[] = {
        {"/v1/data?x=2", TRUE},
        {"?x=2", TRUE},
        {"next", TRUE},
        {"https://API.example:443/", TRUE},
        {"https://api.example:8443/", FALSE},
        {"http://api.example/", FALSE},
        {"//elsewhere.example/", FALSE},
        {"https://api.example.evil.example/", FALSE},
        {"https://api.example@evil.example/", FALSE},
        {"ftp://api.example/", FALSE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *target = gp_address_resolve(base, cases[i].reference);

        g_test_message("%s: %s", cases[i].reference, target);
        g_assert_true((target != NULL && gp_address_same_host(base, target)) == cases[i].same);
    }
    g_assert_null(gp_address_resolve(base, "/a\nb"));
}

static void
test_parameters(void)
{
    g_autofree char *added = gp_address_with("https://a.example/p", "page", "2");
    g_autofree char *replaced = gp_address_with("https://a.example/p?page=1&y=2", "page", "3");
    g_autofree char *similar = gp_address_with("https://a.example/p?pages=1", "page", "a&b");

    g_assert_cmpstr(added, ==, "https://a.example/p?page=2");
    g_assert_cmpstr(replaced, ==, "https://a.example/p?y=2&page=3");
    g_assert_true(g_ascii_strcasecmp(similar, "https://a.example/p?pages=1&page=a%26b") == 0);
    g_assert_null(gp_address_with("not an address", "a", "b"));
}

static void
test_names(void)
{
    static const char *const cases[][3] = {
        {"https://a.example/x/spend%202024-25.csv?key=1", "spend 2024-25.csv",
         "https://a.example/x/spend%202024-25.csv"},
        {"https://a.example/", "a.example", "https://a.example/"},
        {"https://a.example/x%0a%1b.csv#top", "a.example", "https://a.example/x%0a%1b.csv"},
        {"sftp://ann@h.example:2222/in/a.csv", "a.csv", "sftp://h.example:2222/in/a.csv"},
    };
    g_autofree char *user = NULL;
    g_autofree char *bare = gp_address_without_user("sftp://ann%40x@h.example/in", &user);

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *name = gp_address_name(cases[i][0]);
        g_autofree char *shown = gp_address_shown(cases[i][0]);

        g_assert_cmpstr(name, ==, cases[i][1]);
        g_assert_cmpstr(shown, ==, cases[i][2]);
    }
    g_assert_cmpstr(user, ==, "ann@x");
    g_assert_cmpstr(bare, ==, "sftp://h.example/in");
}

/* ---- secrets ---- */

typedef struct {
    char *folder;
    char *path;
} Fixture;

static void
set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    f->folder = g_dir_make_tmp("gp-test-XXXXXX", NULL);
    f->path = g_build_filename(f->folder, "token", NULL);
}

static void
tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    g_unlink(f->path);
    g_assert_cmpint(g_rmdir(f->folder), ==, 0);
    g_free(f->path);
    g_free(f->folder);
}

static void
put(const Fixture *f, const char *text, gssize length, guint mode)
{
    g_unlink(f->path);
    g_assert_true(g_file_set_contents(f->path, text, length, NULL));
    g_assert_cmpint(chmod(f->path, mode), ==, 0);
}

static void
assert_secret(const Fixture *f, const char *text, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GpSecret) secret = NULL;

    put(f, text, -1, 0400);
    secret = gp_secret_from_file(f->path, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(gp_secret_text(secret), ==, expected);
}

static void
assert_no_secret(const Fixture *f, const char *words)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(gp_secret_from_file(f->path, &error));
    g_assert_nonnull(strstr(error->message, words));
    g_assert_null(strstr(error->message, "canary"));
}

static void
test_secret_files(Fixture *f, gconstpointer data)
{
    g_autofree char *long_text = g_strnfill(9000, 'a');

    (void)data;
    assert_secret(f, "canary-1", "canary-1");
    assert_secret(f, "canary-1\n", "canary-1");
    assert_secret(f, "canary 1\r\n", "canary 1");
    assert_no_secret((put(f, "canary", -1, 0604), f), "others may read it");
    assert_no_secret((put(f, "canary", -1, 0660), f), "others may read it");
    assert_no_secret((put(f, "", -1, 0600), f), "it is empty");
    assert_no_secret((put(f, "\n\n", -1, 0600), f), "it is empty");
    assert_no_secret((put(f, "canary\nX-Evil: 1", -1, 0600), f), "several lines");
    assert_no_secret((put(f, "canary\0more", 11, 0600), f), "control characters");
    assert_no_secret((put(f, long_text, -1, 0600), f), "too long");
    if (getuid() == 0) {
        put(f, "canary", -1, 0600);
        g_assert_cmpint(chown(f->path, 65534, 65534), ==, 0);
        assert_no_secret(f, "belongs to another user");
    }
    g_unlink(f->path);
    assert_no_secret(f, "there is no such file");
    g_assert_false(gp_secret_check_file(f->folder, NULL));
}

static void
test_secret_variables(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GpSecret) secret = NULL;

    g_setenv("GP_TEST_SECRET", "canary", TRUE);
    secret = gp_secret_from_env("GP_TEST_SECRET", &error);
    g_assert_no_error(error);
    g_assert_cmpstr(gp_secret_text(secret), ==, "canary");
    g_unsetenv("GP_TEST_SECRET");
    g_assert_null(gp_secret_from_env("GP_TEST_SECRET", &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_USAGE);
}

/* ---- what is asked for ---- */

static void
assert_address(GpPullKind kind, const char *address, const char *message)
{
    g_autoptr(GError) error = NULL;

    g_assert_true(gp_pull_check_address(kind, address, &error) == (message == NULL));
    g_assert_cmpstr(error == NULL ? NULL : error->message, ==, message);
}

static void
test_check_address(void)
{
    assert_address(GP_PULL_HTTPS, "https://a.example/x?y=1", NULL);
    assert_address(GP_PULL_SFTP, "sftp://ann@h.example:22/in", NULL);
    assert_address(GP_PULL_FOLDER, "/anything at all", NULL);
    assert_address(GP_PULL_HTTPS, "http://a.example/", "the address must begin with https://");
    assert_address(GP_PULL_HTTPS, "sftp://a.example/", "the address must begin with https://");
    assert_address(GP_PULL_SFTP, "scp://a.example/", "the address must begin with sftp://");
    assert_address(GP_PULL_HTTPS, "nonsense", "it is not an address");
}

static void
assert_proxy(const char *address, const char *reason)
{
    g_autoptr(GError) error = NULL;

    g_assert_true(gp_pull_check_proxy(address, &error) == (reason == NULL));
    g_assert_cmpstr(error == NULL ? NULL : error->message, ==, reason);
}

static void
test_check_proxy(void)
{
    assert_proxy("http://proxy.example:3128", NULL);
    assert_proxy("https://proxy.example", NULL);
    assert_proxy("socks5h://127.0.0.1:1080", NULL);
    assert_proxy("http://ann@proxy.example",
                 "the address of a proxy must not hold a user or a password");
    assert_proxy("http://:pw@proxy.example",
                 "the address of a proxy must not hold a user or a password");
    assert_proxy("file:///tmp/x", "the address of a proxy must begin with http://, https:// or "
                                  "socks5h://");
    assert_proxy("proxy.example:3128", "it is not an address");
}

static void
test_names_from_outside(void)
{
    static const char *const good[] = {"a.csv", "ü 1.csv", "a..csv"};
    static const char *const bad[] = {"",         ".csv",  ".a.csv",     "../a.csv",
                                      "a/b.csv",  "a.txt", "a\n.csv",    "a\x1b.csv",
                                      "\xff.csv", "..",    "a\u202e.csv"};
    g_autoptr(GpPullRequest) request = gp_pull_request_new(GP_PULL_SFTP);
    g_autoptr(GpPuller) puller = gp_puller_new(request, "/nowhere");

    for (guint i = 0; i < G_N_ELEMENTS(good); i++)
        g_assert_true(gp_puller_wants_name(puller, good[i]));
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
        g_assert_false(gp_puller_wants_name(puller, bad[i]));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pull/retry/what", test_what_is_tried_again);
    g_test_add_func("/pull/retry/tls", test_tls_is_tried_again_once);
    g_test_add_func("/pull/retry/jitter", test_jitter);
    g_test_add_func("/pull/retry/end", test_when_it_ends);
    g_test_add_func("/pull/retry/after", test_retry_after);
    g_test_add_func("/pull/headers/ranges", test_ranges);
    g_test_add_func("/pull/headers/links", test_links);
    g_test_add_func("/pull/address/same-host", test_same_host);
    g_test_add_func("/pull/address/parameters", test_parameters);
    g_test_add_func("/pull/address/names", test_names);
    g_test_add("/pull/secret/files", Fixture, NULL, set_up, test_secret_files, tear_down);
    g_test_add_func("/pull/secret/variables", test_secret_variables);
    g_test_add_func("/pull/check-address", test_check_address);
    g_test_add_func("/pull/check-proxy", test_check_proxy);
    g_test_add_func("/pull/names-from-outside", test_names_from_outside);
    return g_test_run();
}
