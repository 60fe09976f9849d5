/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-json.h"

static GpJson *
parse(const char *text)
{
    g_autoptr(GError) error = NULL;
    GpJson *json = gp_json_parse(text, strlen(text), "a.json", 0, &error);

    g_assert_no_error(error);
    g_assert_nonnull(json);
    return json;
}

static void
assert_refused_bytes(const char *bytes, gsize length, const char *message)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(gp_json_parse(bytes, length, "a.json", 0, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
    g_assert_cmpstr(error->message, ==, message);
}

static void
assert_refused(const char *text, const char *message)
{
    assert_refused_bytes(text, strlen(text), message);
}

static void
assert_text(const GpJson *json, const char *path, const char *expected)
{
    const GpJsonValue *value = gp_json_at(gp_json_root(json), path);

    g_assert_nonnull(value);
    g_assert_cmpstr(gp_json_text(value), ==, expected);
}

static void
test_paths(void)
{
    g_autoptr(GpJson) json = parse("{\"data\": [{\"from\": \"2018-01-20T12:00Z\", \"intensity\": "
                                   "{\"actual\": 263, \"forecast\": null}}, {\"a/b\": true, "
                                   "\"~\": false, \"\": 1, \"Data\": []}]}");
    const GpJsonValue *root = gp_json_root(json);

    assert_text(json, "/data/0/from", "2018-01-20T12:00Z");
    assert_text(json, "/data/0/intensity/actual", "263");
    assert_text(json, "/data/0/intensity/forecast", NULL);
    assert_text(json, "/data/1/a~1b", "true");
    assert_text(json, "/data/1/~0", "false");
    assert_text(json, "/data/1/", "1");
    assert_text(json, "", NULL);
    g_assert_null(gp_json_at(root, "/Data"));
    g_assert_null(gp_json_at(root, "/data/2"));
    g_assert_null(gp_json_at(root, "/data/00"));
    g_assert_null(gp_json_at(root, "/data/-1"));
    g_assert_null(gp_json_at(root, "/data/99999999999999999999"));
    g_assert_null(gp_json_at(root, "/data/0/from/x"));
    g_assert_null(gp_json_at(root, "data"));
    g_assert_false(gp_json_is_path("data"));
    g_assert_false(gp_json_is_path("/a~2"));
    g_assert_false(gp_json_is_path("/a~"));
    g_assert_true(gp_json_is_path("/a~0~1"));
}

static void
test_walk(void)
{
    g_autoptr(GpJson) json = parse("{\"z\": 1, \"a\": [2, \"3\", null, {}], \"m\": true}");
    const GpJsonValue *list = gp_json_at(gp_json_root(json), "/a");
    static const GpJsonKind kinds[] = {GP_JSON_NUMBER, GP_JSON_TEXT, GP_JSON_NULL, GP_JSON_OBJECT};
    g_autoptr(GString) keys = g_string_new(NULL);
    guint n = 0;

    for (const GpJsonValue *v = gp_json_first(gp_json_root(json)); v != NULL; v = gp_json_next(v))
        g_string_append(keys, gp_json_key(v));
    g_assert_cmpstr(keys->str, ==, "zam");
    g_assert_cmpuint(gp_json_size(list), ==, 4);
    for (const GpJsonValue *v = gp_json_first(list); v != NULL; v = gp_json_next(v)) {
        g_assert_cmpint(gp_json_kind(v), ==, kinds[n++]);
        g_assert_null(gp_json_key(v));
    }
    g_assert_cmpuint(n, ==, 4);
    g_assert_null(gp_json_first(gp_json_at(gp_json_root(json), "/m")));
    g_assert_cmpstr(gp_json_kind_name(gp_json_kind(list)), ==, "a list");
    g_assert_cmpint(gp_json_kind(gp_json_at(gp_json_root(json), "/m")), ==, GP_JSON_BOOLEAN);
}

/* No digit is lost, whatever a double would make of it. */
static void
test_numbers(void)
{
    static const struct {
        const char *token;
        const char *text;
    } cases[] = {
        {"0", "0"},
        {"-0", "-0"},
        {"9007199254740993", "9007199254740993"},
        {"3000000000", "3000000000"},
        {"123456789012345678901234567890.123456789", "123456789012345678901234567890.123456789"},
        {"12.50", "12.50"},
        {"0.1", "0.1"},
        {"-1.0", "-1.0"},
        {"1e3", "1000"},
        {"1.5E+3", "1500"},
        {"15e-1", "1.5"},
        {"15e-2", "0.15"},
        {"-15e-3", "-0.015"},
        {"0.00012e4", "1.2"},
        {"0.0e5", "0"},
        {"-0e-5", "0"},
        {"0e999999999999", "0"},
        {"1.20e1", "12.0"},
        {"1e-7", "0.0000001"},
        {"123.456e2", "12345.6"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *document = g_strdup_printf("[0, {\"a\": %s}, -7]", cases[i].token);
        g_autoptr(GpJson) json = parse(document);

        assert_text(json, "/1/a", cases[i].text);
        assert_text(json, "/2", "-7");
    }
}

static void
test_bad_numbers(void)
{
    static const char *const strange[] = {
        "007", "-01", "+1",       ".5",  "5.",    "1.e3",  "1e",    "1e+",  "--1", "-",    "0x1A",
        "NaN", "nan", "Infinity", "1-2", "1.2.3", "1e5.5", "12kWh", "True", "nul", "1,5e", "٣"};
    g_autofree char *long_number = g_strnfill(61, '9');

    for (guint i = 0; i < G_N_ELEMENTS(strange); i++) {
        g_autofree char *document = g_strdup_printf("{\"a\": %s}", strange[i]);

        g_assert_null(gp_json_parse(document, strlen(document), "a.json", 0, NULL));
    }
    assert_refused("[007]", "a.json: neither a text, a number, true, false nor null: “007]”");
    assert_refused("[NaN]", "a.json: neither a text, a number, true, false nor null: “NaN]”");
    assert_refused("[1, 1e400]", "a.json: a number is too large or too small: “1e400”");
    assert_refused("[-1e-400]", "a.json: a number is too large or too small: “-1e-400”");
    assert_refused("[1e99999999999999999999]",
                   "a.json: a number is too large or too small: “1e99999999999999999999”");
    assert_refused(long_number, "a.json: a number has more than 60 digits: "
                                "“999999999999999999999999…”");
}

static void
test_texts(void)
{
    g_autoptr(GpJson) json =
        parse("[\"\\u00a3 \\ud83d\\ude00 \\\"\\\\\\/\\b\\f\\n\\r\\t\", \"é\"]");

    assert_text(json, "/0", "£ 😀 \"\\/\b\f\n\r\t");
    assert_text(json, "/1", "é");
    assert_refused("[\"\\u0000\"]", "a.json: a text holds the character NUL: “\\u0000\"]”");
    assert_refused("[\"\\ud83d\"]", "a.json: a text holds half a character: “\\ud83d\"]”");
    assert_refused("[\"\\ude00\"]", "a.json: a text holds half a character: “\\ude00\"]”");
    assert_refused("[\"\\ud83d\\u0041\"]",
                   "a.json: a text holds half a character: “\\ud83d\\u0041\"]”");
    assert_refused("[\"\\x41\"]", "a.json: a backslash is followed by something JSON does not "
                                  "know: “\\x41\"]”");
    assert_refused("[\"a\nb\"]",
                   "a.json: a text holds a line break or a control character: “\"a b\"]”");
    assert_refused("[\"a", "a.json: a text has no end: “\"a”");
    assert_refused("[\"a\\", "a.json: a backslash is followed by something JSON does not know: "
                             "“\\”");
    assert_refused("[\"\\u12", "a.json: a backslash is followed by something JSON does not know: "
                               "“\\u12”");
    assert_refused("[\"\\ud83d\\u12", "a.json: a text holds half a character: “\\ud83d\\u12”");
    assert_refused("[\"\xff\"]", "a.json: it is not UTF-8");
    assert_refused("[\"\xed\xa0\xbd\"]", "a.json: it is not UTF-8");
    assert_refused_bytes("[\"a\0b\"]", 7, "a.json: it holds the character NUL");
    assert_refused_bytes("[]\0", 3, "a.json: it holds the character NUL");
    assert_refused("[\x01]", "a.json: a character stands where JSON has none: “ ]”");
    assert_refused("['a']", "a.json: a character stands where JSON has none: “'a']”");
}

static void
test_structure(void)
{
    g_autoptr(GpJson) with_bom = parse("\xef\xbb\xbf {\"a\": 1}\r\n ");
    g_autoptr(GpJson) bare = parse("12");

    assert_text(with_bom, "/a", "1");
    assert_text(bare, "", "12");
    assert_refused("", "a.json: it is empty");
    assert_refused(" \n", "a.json: it is empty");
    assert_refused("\xef\xbb\xbf", "a.json: it is empty");
    assert_refused("{\"a\": 1}garbage",
                   "a.json: neither a text, a number, true, false nor null: “garbage”");
    assert_refused("{\"a\": 1} {}", "a.json: something follows the end of the document: “{}”");
    assert_refused("1 2", "a.json: something follows the end of the document: “2”");
    assert_refused("[1, 2", "a.json: it ends too early");
    assert_refused("{\"a\" 1}", "a.json: this is not where JSON would have it: “1}”");
    assert_refused("[1,]", "a.json: this is not where JSON would have it: “]”");
    assert_refused("{\"a\": 1, \"b\": {\"c\": 1, \"c\": 2}}",
                   "a.json: the key “c” is there twice in one object");
    assert_refused("{\"a\": 1, \"\\u0061\": 2}",
                   "a.json: the key “a” is there twice in one object");
    gp_json_free(parse("{\"a\": 1, \"A\": 2}"));
}

static GpJson *
parse_repeated(
    const char *open, const char *part, gsize n, const char *close, gsize max_bytes, GError **error)
{
    g_autoptr(GString) text = g_string_new(open);

    for (gsize i = 0; i < n; i++)
        g_string_append(text, part);
    g_string_append(text, close);
    return gp_json_parse(text->str, text->len, "a.json", max_bytes, error);
}

static void
assert_too_much(const char *part, gsize n, gsize max_bytes, const char *message)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(parse_repeated("[", part, n, "0]", max_bytes, &error));
    g_assert_error(error, GP_ERROR, GP_ERROR_MALFORMED);
    g_assert_cmpstr(error->message, ==, message);
}

static void
test_limits(void)
{
    g_autofree char *opened = g_strnfill(64, '['), *closed = g_strnfill(64, ']');
    g_autofree char *deep = g_strconcat(opened, closed, NULL);
    g_autoptr(GpJson) deepest = parse(deep);
    g_autoptr(GpJson) many = parse_repeated("[", "0,", 999998, "0]", 0, NULL);
    g_autoptr(GpJson) large =
        parse_repeated("[\"", "0123456789", 2000000, "\"]", GP_JSON_MOST_BYTES, NULL);

    g_assert_nonnull(deepest);
    g_assert_cmpuint(gp_json_size(gp_json_root(many)), ==, 999999);
    g_assert_cmpuint(strlen(gp_json_text(gp_json_at(gp_json_root(large), "/0"))), ==, 20000000);
    assert_too_much("[", 64, 0, "a.json: it is nested more than 64 levels deep");
    assert_too_much("[", 1000000, 0, "a.json: it is nested more than 64 levels deep");
    assert_too_much("{\"a\":", 1000000, 0, "a.json: it is nested more than 64 levels deep");
    assert_too_much("0,", 10000000, 0, "a.json: it is larger than 8 MB");
    assert_too_much("0,", 10000000, (gsize)32 << 20, "a.json: it has more than a million values");
    assert_too_much("0,", 40000000, G_MAXSIZE, "a.json: it is larger than 64 MB");
}

/* Every text of a tree is whole UTF-8, and every path leads where the walk went. */
static void
check_tree(const GpJsonValue *self, guint depth)
{
    GpJsonKind kind = gp_json_kind(self);
    const char *text = gp_json_text(self);
    guint n = 0;

    g_assert_cmpuint(depth, <=, 65);
    g_assert_true((text == NULL) ==
                  (kind == GP_JSON_NULL || kind == GP_JSON_ARRAY || kind == GP_JSON_OBJECT));
    g_assert_true(text == NULL || g_utf8_validate(text, -1, NULL));
    for (const GpJsonValue *v = gp_json_first(self); v != NULL; v = gp_json_next(v), n++)
        check_tree(v, depth + 1);
    g_assert_cmpuint(n, ==, gp_json_size(self));
}

static void
mutate(GRand *chance, GString *text)
{
    static const char *const pieces[] = {
        "{",       "}",      "[",      "]",     ",", ":",    "\"",   "\\u",
        "\\ud800", "1e",     "-",      "0",     ".", "null", "true", "\xef\xbb\xbf",
        "\xc3",    "\"a\":", "[[[[[[", "1e400", " "};
    gsize at = (gsize)g_rand_int_range(chance, 0, (gint32)text->len + 1);
    gsize n = (gsize)g_rand_int_range(chance, 0, 6);

    switch (g_rand_int_range(chance, 0, 4)) {
    case 0:
        g_string_erase(text, (gssize)at, (gssize)MIN(n, text->len - at));
        break;
    case 1:
        g_string_insert(text, (gssize)at,
                        pieces[g_rand_int_range(chance, 0, G_N_ELEMENTS(pieces))]);
        break;
    case 2:
        if (at < text->len)
            text->str[at] = (char)g_rand_int_range(chance, 0, 256);
        break;
    default:
        g_string_insert_c(text, (gssize)at, (char)g_rand_int_range(chance, 1, 128));
    }
}

/* Damaged documents are read or refused, never anything else. The bytes end with their memory, so
 * that a sanitizer sees a step too far. */
static void
test_damaged(void)
{
    static const char document[] =
        "{\"data\": [{\"from\": \"2018-01-20T12:00Z\", \"x\": [1.5e3, -0.25, 9007199254740993],"
        " \"intensity\": {\"actual\": null, \"index\": \"very \\u00a3 \\ud83d\\ude00 high\"}},"
        " {\"from\": \"2018-01-20T12:30Z\", \"y\": {\"z\": [[], {}, true, false]}}]}";
    guint32 seed = (guint32)g_test_rand_int();
    GRand *chance = g_rand_new_with_seed(seed);
    guint n_read = 0, n_refused = 0;

    for (guint i = 0; i < 40000; i++) {
        g_autoptr(GString) text = g_string_new(document);
        g_autoptr(GpJson) json = NULL;
        g_autoptr(GError) error = NULL;
        g_autofree char *exact = NULL;

        for (int n = g_rand_int_range(chance, 1, 5); n > 0; n--)
            mutate(chance, text);
        exact = g_memdup2(text->str, text->len);
        json = gp_json_parse(exact, text->len, "a.json", 0, &error);
        g_assert_true((json == NULL) == (error != NULL));
        if (json != NULL)
            check_tree(gp_json_root(json), 0);
        *(json == NULL ? &n_refused : &n_read) += 1;
    }
    g_rand_free(chance);
    g_test_message("seed %u: %u read, %u refused", seed, n_read, n_refused);
    g_assert_cmpuint(n_read, >, 1000);
    g_assert_cmpuint(n_refused, >, 1000);
}

/* What is written is read as it was, but for bytes that are no text. */
static void
test_append(void)
{
    static const char *const texts[][2] = {{"", ""},
                                           {"a \"b\" c\\d/e", "a \"b\" c\\d/e"},
                                           {"\x01\t\n\r\x1f\x7f", "\x01\t\n\r\x1f\x7f"},
                                           {"Größe 𝄞 \xe2\x80\xa8", "Größe 𝄞 \xe2\x80\xa8"},
                                           {"\xff", "\xef\xbf\xbd"}};

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GString) out = g_string_new(NULL);
        g_autoptr(GpJson) json = NULL;
        g_autoptr(GError) error = NULL;

        gp_json_append_text(out, texts[i][0]);
        json = gp_json_parse(out->str, out->len, "a.json", 0, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(gp_json_text(gp_json_root(json)), ==, texts[i][1]);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/json/paths", test_paths);
    g_test_add_func("/json/walk", test_walk);
    g_test_add_func("/json/numbers", test_numbers);
    g_test_add_func("/json/bad-numbers", test_bad_numbers);
    g_test_add_func("/json/texts", test_texts);
    g_test_add_func("/json/structure", test_structure);
    g_test_add_func("/json/limits", test_limits);
    g_test_add_func("/json/damaged", test_damaged);
    g_test_add_func("/json/append", test_append);
    return g_test_run();
}
