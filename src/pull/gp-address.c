/* SPDX-License-Identifier: MIT */
#include <curl/curl.h>
#include <string.h>

#include "gp-error.h"
#include "gp-pull-private.h"
#include "gp-text.h"

#define MAX_NAME 120

typedef CURLU Address;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Address, curl_url_cleanup)

static Address *
parse(const char *text)
{
    g_autoptr(Address) self = curl_url();

    if (self == NULL || curl_url_set(self, CURLUPART_URL, text, 0) != CURLUE_OK)
        return NULL;
    return g_steal_pointer(&self);
}

/* A part of an address, or NULL if it has none. Returns: (transfer full) (nullable) */
static char *
part(Address *self, CURLUPart which, guint flags)
{
    char *text = NULL, *copy;

    if (curl_url_get(self, which, &text, flags) != CURLUE_OK)
        return NULL;
    copy = g_strdup(text);
    curl_free(text);
    return copy;
}

char *
gp_address_resolve(const char *base, const char *reference)
{
    g_autoptr(Address) self = parse(base);

    if (self == NULL || !gp_text_is_clean(reference, strlen(reference)) ||
        curl_url_set(self, CURLUPART_URL, reference, 0) != CURLUE_OK)
        return NULL;
    curl_url_set(self, CURLUPART_FRAGMENT, NULL, 0);
    return part(self, CURLUPART_URL, 0);
}

static gboolean
same_part(Address *a, Address *b, CURLUPart which)
{
    g_autofree char *x = part(a, which, CURLU_DEFAULT_PORT);
    g_autofree char *y = part(b, which, CURLU_DEFAULT_PORT);

    return x != NULL && y != NULL && g_ascii_strcasecmp(x, y) == 0;
}

gboolean
gp_address_same_host(const char *a, const char *b)
{
    g_autoptr(Address) x = parse(a);
    g_autoptr(Address) y = parse(b);

    return x != NULL && y != NULL && same_part(x, y, CURLUPART_SCHEME) &&
           same_part(x, y, CURLUPART_HOST) && same_part(x, y, CURLUPART_PORT);
}

char *
gp_address_with(const char *address, const char *name, const char *value)
{
    g_autoptr(Address) self = parse(address);
    g_autofree char *query = self == NULL ? NULL : part(self, CURLUPART_QUERY, 0);
    g_autofree char *key = g_uri_escape_string(name, NULL, FALSE);
    g_autofree char *escaped = g_uri_escape_string(value, NULL, FALSE);
    g_autofree char *begin = g_strconcat(key, "=", NULL);
    g_auto(GStrv) parameters = g_strsplit(query == NULL ? "" : query, "&", -1);
    g_autoptr(GString) made = g_string_new(NULL);

    if (self == NULL)
        return NULL;
    for (guint i = 0; parameters[i] != NULL; i++) {
        if (*parameters[i] != '\0' && !g_str_has_prefix(parameters[i], begin) &&
            !g_str_equal(parameters[i], key))
            g_string_append_printf(made, "%s&", parameters[i]);
    }
    g_string_append_printf(made, "%s%s", begin, escaped);
    curl_url_set(self, CURLUPART_QUERY, made->str, 0);
    return part(self, CURLUPART_URL, 0);
}

char *
gp_address_in_folder(const char *folder, const char *name)
{
    g_autofree char *escaped = g_uri_escape_string(name, NULL, FALSE);

    return g_strconcat(folder, escaped, NULL);
}

char *
gp_address_name(const char *address)
{
    g_autoptr(Address) self = parse(address);
    g_autofree char *path = self == NULL ? NULL : part(self, CURLUPART_PATH, CURLU_URLDECODE);
    const char *slash = path == NULL ? NULL : strrchr(path, '/');

    if (slash != NULL && slash[1] != '\0')
        return gp_text_printable(slash + 1, strlen(slash + 1), MAX_NAME);
    return self == NULL ? g_strdup(address) : part(self, CURLUPART_HOST, 0);
}

char *
gp_address_shown(const char *address)
{
    g_autoptr(Address) self = parse(address);
    char *shown;

    if (self == NULL)
        return g_strdup("the address");
    curl_url_set(self, CURLUPART_QUERY, NULL, 0);
    curl_url_set(self, CURLUPART_FRAGMENT, NULL, 0);
    curl_url_set(self, CURLUPART_USER, NULL, 0);
    shown = part(self, CURLUPART_URL, 0);
    return shown == NULL ? g_strdup("the address") : shown;
}

char *
gp_address_without_user(const char *address, char **out_user)
{
    g_autoptr(Address) self = parse(address);

    *out_user = NULL;
    if (self == NULL)
        return NULL;
    *out_user = part(self, CURLUPART_USER, CURLU_URLDECODE);
    curl_url_set(self, CURLUPART_USER, NULL, 0);
    return part(self, CURLUPART_URL, 0);
}

/* Parameters that are known to carry secrets: what stands in an address is kept and shown. */
static gboolean
check_query(Address *self, GError **error)
{
    static const char *const names[] = {"access_token", "api-key",          "api_key", "apikey",
                                        "key_secret",   "password",         "secret",  "sig",
                                        "signature",    "subscription-key", "token"};
    g_autofree char *query = part(self, CURLUPART_QUERY, 0);
    g_auto(GStrv) parameters = g_strsplit(query == NULL ? "" : query, "&", -1);

    for (guint i = 0; parameters[i] != NULL; i++) {
        g_auto(GStrv) pair = g_strsplit(parameters[i], "=", 2);

        for (guint k = 0; pair[0] != NULL && k < G_N_ELEMENTS(names); k++) {
            if (g_ascii_strcasecmp(pair[0], names[k]) == 0)
                return gp_throw(error, GP_ERROR_USAGE,
                                "“%s” looks like a secret, and an address is kept and shown; take "
                                "it out and name it with “token_parameter” and “token_file”",
                                pair[0]);
        }
    }
    return TRUE;
}

static gboolean
check_url(GpPullKind kind, Address *self, GError **error)
{
    g_autofree char *scheme = part(self, CURLUPART_SCHEME, 0);
    g_autofree char *user = part(self, CURLUPART_USER, 0);
    g_autofree char *password = part(self, CURLUPART_PASSWORD, 0);
    const char *wanted = kind == GP_PULL_HTTPS ? "https" : "sftp";

    if (password != NULL)
        return gp_throw(error, GP_ERROR_USAGE,
                        "an address must not hold a password; name a file that holds it with "
                        "“password_file”");
    if (g_strcmp0(scheme, wanted) != 0)
        return gp_throw(error, GP_ERROR_USAGE, "the address must begin with %s://", wanted);
    if (user != NULL && kind == GP_PULL_HTTPS)
        return gp_throw(error, GP_ERROR_USAGE,
                        "an address must not hold a user; name the user with “user”");
    return check_query(self, error);
}

gboolean
gp_pull_check_address(GpPullKind kind, const char *address, GError **error)
{
    g_autoptr(Address) self = NULL;

    if (kind == GP_PULL_FOLDER || kind == GP_PULL_FILE)
        return TRUE;
    self = parse(address);
    if (self == NULL)
        return gp_throw(error, GP_ERROR_USAGE, "it is not an address");
    return check_url(kind, self, error);
}

gboolean
gp_pull_check_proxy(const char *address, GError **error)
{
    static const char *const schemes[] = {"http", "https", "socks5h", NULL};
    g_autoptr(Address) self = curl_url();
    g_autofree char *scheme = NULL, *user = NULL, *password = NULL;

    if (self == NULL ||
        curl_url_set(self, CURLUPART_URL, address, CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
        return gp_throw(error, GP_ERROR_USAGE, "it is not an address");
    scheme = part(self, CURLUPART_SCHEME, 0);
    user = part(self, CURLUPART_USER, 0);
    password = part(self, CURLUPART_PASSWORD, 0);
    if (user != NULL || password != NULL)
        return gp_throw(error, GP_ERROR_USAGE,
                        "the address of a proxy must not hold a user or a password");
    return g_strv_contains(schemes, scheme) ||
           gp_throw(error, GP_ERROR_USAGE,
                    "the address of a proxy must begin with http://, https:// or socks5h://");
}
