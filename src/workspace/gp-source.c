/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-file.h"
#include "gp-json.h"
#include "gp-source-private.h"
#include "gp-text.h"

#define MAX_SETTINGS ((gsize)4 << 20)

/* Every key that a source may have, those about reading too. */
static const char *const keys[] = {
    "activity",     "address",        "begins",
    "ca_file",      "content_types",  "corrections",
    "counts",       "cursor",         "cursor_parameter",
    "dates",        "department",     "encoding",
    "every",        "file",           "first_page",
    "format",       "key_file",       "kind",
    "known_hosts",  "max_mb",         "next",
    "overlap",      "page_parameter", "pages",
    "password_env", "password_file",  "pattern",
    "period",       "pinned_key",     "proxy",
    "quality",      "records",        "retry_base_ms",
    "role",         "site",           "stall_seconds",
    "styles",       "time_budget",    "token_env",
    "token_file",   "token_header",   "token_parameter",
    "total",        "unit",           "user",
    "window",
};

/* What is being read, for messages. */
typedef struct {
    const GpWorkspace *workspace;
    const char *group;
    GError **error;
} Reader;

static gboolean
throw_at(const Reader *self, const char *key, const char *reason)
{
    return gp_throw(self->error, GP_ERROR_MALFORMED, "%s/greenplan.ini: [%s] %s: %s",
                    self->workspace->folder, self->group, key, reason);
}

/* ---- strictness ---- */

static gboolean
check_key(const Reader *self, GHashTable *seen, const char *key)
{
    const char *closest = gp_text_closest(key, keys, G_N_ELEMENTS(keys));
    g_autofree char *shown = gp_text_quoted(key);
    g_autofree char *hint = closest == NULL
                                ? g_strdup("it is not a setting of a source")
                                : g_strdup_printf("it is not a setting of a source; did you mean "
                                                  "“%s”?",
                                                  closest);

    if (!g_hash_table_add(seen, g_strdup(key)))
        return throw_at(self, shown, "it is there twice");
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (g_str_equal(keys[i], key))
            return TRUE;
    }
    return throw_at(self, shown, hint);
}

/* A GKeyFile lets the last of several equal keys win without a word, so the lines are walked once
 * more. */
static gboolean
check_line(Reader *reader, char *line, GHashTable *groups, GHashTable *seen, char **group)
{
    char *equals;

    g_strstrip(line);
    if (line[0] == '[' && g_str_has_suffix(line, "]")) {
        g_free(*group);
        *group = g_strndup(line + 1, strlen(line) - 2);
        reader->group = *group;
        g_hash_table_remove_all(seen);
        return g_hash_table_add(groups, g_strdup(*group)) ||
               !g_str_has_prefix(*group, GP_SOURCE_PREFIX) ||
               throw_at(reader, "this group", "it is there twice");
    }
    equals = strchr(line, '=');
    if (equals == NULL || line[0] == '#' || *group == NULL ||
        !g_str_has_prefix(*group, GP_SOURCE_PREFIX))
        return TRUE;
    *equals = '\0';
    return check_key(reader, seen, g_strchomp(line));
}

gboolean
gp_sources_check_keys(const GpWorkspace *workspace, GError **error)
{
    g_autofree char *path = g_build_filename(workspace->folder, "greenplan.ini", NULL);
    g_autoptr(GHashTable) groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *bytes = NULL, *group = NULL;
    g_auto(GStrv) lines = NULL;
    Reader reader = {workspace, NULL, error};
    gsize length;

    if (!gp_file_read(path, MAX_SETTINGS, &bytes, &length, error))
        return FALSE;
    lines = g_strsplit(bytes, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        if (!check_line(&reader, lines[i], groups, seen, &group))
            return FALSE;
    }
    return TRUE;
}

/* ---- values ---- */

/* NULL if it is not there or empty. */
static char *
get(const Reader *self, const char *key)
{
    g_autofree char *text =
        g_key_file_get_string(self->workspace->settings, self->group, key, NULL);

    if (text == NULL)
        return NULL;
    g_strstrip(text);
    return *text == '\0' ? NULL : g_steal_pointer(&text);
}

static void
take(const Reader *self, const char *key, char **out)
{
    char *text = get(self, key);

    if (text != NULL) {
        g_free(*out);
        *out = text;
    }
}

/* A path beside greenplan.ini unless it is absolute. */
static void
take_path(const Reader *self, const char *key, char **out)
{
    g_autofree char *text = get(self, key);

    if (text != NULL)
        *out = g_path_is_absolute(text) ? g_steal_pointer(&text)
                                        : g_build_filename(self->workspace->folder, text, NULL);
}

static gboolean
take_number(const Reader *self, const char *key, guint least, guint most, guint *out)
{
    g_autofree char *text = get(self, key);
    g_autofree char *reason = g_strdup_printf("it must be a number from %u to %u", least, most);
    guint64 number;

    if (text == NULL)
        return TRUE;
    if (!g_ascii_string_to_unsigned(text, 10, least, most, &number, NULL))
        return throw_at(self, key, reason);
    *out = (guint)number;
    return TRUE;
}

/* `14 days`, or just `14`. */
static gboolean
take_days(const Reader *self, const char *key, guint least, guint *out)
{
    g_autofree char *text = get(self, key);
    char *blank = text == NULL ? NULL : strchr(text, ' ');
    guint64 number;

    if (text == NULL)
        return TRUE;
    if (blank != NULL && (g_str_equal(blank, " days") || g_str_equal(blank, " day")))
        *blank = '\0';
    if (!g_ascii_string_to_unsigned(text, 10, least, 36600, &number, NULL))
        return throw_at(self, key, "it must be a number of days, such as “14 days”");
    *out = (guint)number;
    return TRUE;
}

/* The place of the value among @choices, whose end is NULL. */
static gboolean
take_choice(const Reader *self, const char *key, const char *const *choices, guint *out)
{
    g_autofree char *text = get(self, key);
    g_autofree char *list = g_strjoinv(", ", (char **)choices);
    g_autofree char *reason = g_strdup_printf("it must be one of %s", list);

    for (guint i = 0; text != NULL && choices[i] != NULL; i++) {
        if (g_str_equal(text, choices[i])) {
            *out = i;
            return TRUE;
        }
    }
    return text == NULL || throw_at(self, key, reason);
}

static gboolean
take_json_path(const Reader *self, const char *key, gboolean may_be_header, char **out)
{
    take(self, key, out);
    return *out == NULL || gp_json_is_path(*out) ||
           (may_be_header && g_str_equal(*out, "header")) ||
           throw_at(self, key,
                    may_be_header ? "it must be a path such as /links/next, or “header”"
                                  : "it must be a path such as /data");
}

/* ---- parts of a source ---- */

static gboolean
read_paging(const Reader *self, GpPaging *paging)
{
    static const char *const styles[] = {"one", "next", "number", "cursor", NULL};
    guint style = GP_PAGES_ONE, first = 1;

    if (!take_choice(self, "pages", styles, &style) ||
        !take_json_path(self, "next", TRUE, &paging->next) ||
        !take_json_path(self, "cursor", FALSE, &paging->cursor) ||
        !take_json_path(self, "records", FALSE, &paging->records) ||
        !take_json_path(self, "total", FALSE, &paging->total) ||
        !take_number(self, "first_page", 0, G_MAXINT, &first))
        return FALSE;
    paging->style = (GpPageStyle)style;
    paging->first = first;
    take(self, style == GP_PAGES_CURSOR ? "cursor_parameter" : "page_parameter",
         &paging->parameter);
    if (style == GP_PAGES_NEXT && paging->next == NULL)
        return throw_at(self, "next", "“pages=next” needs it: a path such as /links/next");
    if (style == GP_PAGES_CURSOR && (paging->cursor == NULL || paging->parameter == NULL))
        return throw_at(self, "cursor", "“pages=cursor” needs “cursor” and “cursor_parameter”");
    if (style == GP_PAGES_NUMBER && (paging->parameter == NULL || paging->records == NULL))
        return throw_at(self, "page_parameter",
                        "“pages=number” needs “page_parameter” and “records”");
    return paging->total == NULL || paging->records != NULL ||
           throw_at(self, "total", "it needs “records”, so that rows can be counted");
}

static gboolean
read_secrets(const Reader *self, GpSource *source)
{
    take_path(self, "token_file", &source->token_file);
    take(self, "token_env", &source->token_env);
    take_path(self, "password_file", &source->password_file);
    take(self, "password_env", &source->password_env);
    take(self, "token_header", &source->request->token_header);
    take(self, "token_parameter", &source->request->token_parameter);
    take(self, "user", &source->request->user);
    take_path(self, "key_file", &source->request->key_file);
    if (source->token_file != NULL && source->token_env != NULL)
        return throw_at(self, "token_env", "there is “token_file” too; keep one of them");
    if (source->request->token_parameter != NULL && source->token_file == NULL &&
        source->token_env == NULL)
        return throw_at(self, "token_parameter", "it needs “token_file” or “token_env”");
    if (source->password_file != NULL && source->password_env != NULL)
        return throw_at(self, "password_env", "there is “password_file” too; keep one of them");
    return TRUE;
}

/* Who is asked, by way of whom, and how they show who they are. */
static gboolean
read_trust(const Reader *self, GpPullRequest *request)
{
    g_autoptr(GError) reason = NULL;

    take(self, "proxy", &request->proxy);
    take(self, "pinned_key", &request->pinned_key);
    take_path(self, "ca_file", &request->ca_file);
    take_path(self, "known_hosts", &request->known_hosts);
    if (request->proxy != NULL && !gp_pull_check_proxy(request->proxy, &reason))
        return throw_at(self, "proxy", reason->message);
    return request->pinned_key == NULL || g_str_has_prefix(request->pinned_key, "sha256//") ||
           throw_at(self, "pinned_key", "it must be a digest, as in sha256//…");
}

static gboolean
read_limits(const Reader *self, GpPullRequest *request)
{
    guint megabytes = (guint)(request->max_bytes >> 20);
    g_autofree char *types = get(self, "content_types");

    if (!take_number(self, "max_mb", 1, 4096, &megabytes) ||
        !take_number(self, "time_budget", 1, 86400, &request->budget_s) ||
        !take_number(self, "stall_seconds", 1, 600, &request->stall_s) ||
        !take_number(self, "retry_base_ms", 1, 60000, &request->unit_ms))
        return FALSE;
    request->max_bytes = (guint64)megabytes << 20;
    if (types != NULL) {
        g_strfreev(request->content_types);
        request->content_types = g_strsplit(types, "|", -1);
    }
    take(self, "pattern", &request->pattern);
    return TRUE;
}

static gboolean
is_date_format(const char *text)
{
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '%' && (*++p == '\0' || strchr("YmdHMS", *p) == NULL))
            return FALSE;
    }
    return TRUE;
}

static gboolean
read_times(const Reader *self, GpSource *source)
{
    static const char *const names[] = {"day", "week", "month", "quarter", "year", NULL};
    g_autofree char *begins = get(self, "begins");
    guint every = G_MAXUINT;
    GpSpan span;

    if (!take_days(self, "window", 1, &source->window_days) ||
        !take_days(self, "overlap", 0, &source->overlap_days) ||
        !take_choice(self, "every", names, &every))
        return FALSE;
    source->every = every == G_MAXUINT ? GP_EVERY_UNKNOWN : GP_EVERY_DAY + every;
    source->has_begin = begins != NULL;
    if (begins != NULL && gp_period_parse(begins, strlen(begins), &span) != GP_PERIOD_READ)
        return throw_at(self, "begins", "it must be a day, such as 2018-04-01");
    if (begins != NULL)
        source->begins = span.first;
    take(self, "dates", &source->dates);
    if (!is_date_format(source->dates))
        return throw_at(self, "dates", "it may have %Y, %m, %d, %H, %M and %S");
    return source->has_begin || !gp_source_has_windows(source) ||
           throw_at(self, "begins", "an address with {from} or {to} needs it");
}

static gboolean
read_address(const Reader *self, GpSource *source)
{
    GpPullKind kind = source->request->kind;
    GpSpan any = {0, 0};
    g_autofree char *example = NULL;
    g_autoptr(GError) reason = NULL;

    take(self, kind == GP_PULL_FILE ? "file" : "address", &source->address);
    source->request->base = g_strdup(self->workspace->folder);
    if (source->address == NULL)
        return kind == GP_PULL_FILE || throw_at(self, "address", "it is missing");
    example = gp_source_address(source, any);
    return gp_pull_check_address(kind, example, &reason) ||
           throw_at(self, "address", reason->message);
}

/* What a kind cannot do without. */
static gboolean
check_needs(const Reader *self, const GpSource *source)
{
    gboolean has_password = source->password_file != NULL || source->password_env != NULL;
    const GpPullRequest *request = source->request;

    if (request->kind == GP_PULL_SFTP && request->known_hosts == NULL)
        return throw_at(self, "known_hosts",
                        "SFTP needs it: a file with the server’s key, as “ssh-keyscan” writes it");
    if (request->kind == GP_PULL_SFTP && request->key_file == NULL && !has_password)
        return throw_at(self, "key_file", "SFTP needs it, or “password_file”");
    return request->kind != GP_PULL_HTTPS || (request->user != NULL) == has_password ||
           throw_at(self, "user", "“user” and “password_file” go together");
}

static GpSource *
source_new(const char *group, GpPullKind kind)
{
    GpSource *self = g_new0(GpSource, 1);

    self->group = g_strdup(group);
    self->name = g_strdup(group + strlen(GP_SOURCE_PREFIX));
    self->request = gp_pull_request_new(kind);
    self->dates = g_strdup("%Y-%m-%d");
    self->overlap_days = 45;
    return self;
}

static void
source_free(GpSource *self)
{
    if (self == NULL)
        return;
    gp_pull_request_free(self->request);
    g_free(self->name);
    g_free(self->group);
    g_free(self->address);
    g_free(self->token_file);
    g_free(self->token_env);
    g_free(self->password_file);
    g_free(self->password_env);
    g_free(self->dates);
    g_free(self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpSource, source_free)

static GpSource *
read_source(const Reader *reader)
{
    static const char *const names[] = {"file", "folder", "https", "sftp", NULL};
    static const GpPullKind kinds[] = {GP_PULL_FILE, GP_PULL_FOLDER, GP_PULL_HTTPS, GP_PULL_SFTP};
    g_autoptr(GpSource) self = NULL;
    guint kind = 0;

    if (!take_choice(reader, "kind", names, &kind))
        return NULL;
    self = source_new(reader->group, kinds[kind]);
    if (*self->name == '\0' || !gp_text_is_clean(self->name, strlen(self->name))) {
        throw_at(reader, "this group", "it needs a name, as in [source energy-bills]");
        return NULL;
    }
    if (!read_secrets(reader, self) || !read_trust(reader, self->request) ||
        !read_limits(reader, self->request) || !read_address(reader, self) ||
        !read_times(reader, self) || !read_paging(reader, &self->request->paging) ||
        !check_needs(reader, self))
        return NULL;
    return g_steal_pointer(&self);
}

GPtrArray *
gp_sources_load(const GpWorkspace *workspace, GError **error)
{
    g_auto(GStrv) groups = g_key_file_get_groups(workspace->settings, NULL);
    g_autoptr(GPtrArray) sources = g_ptr_array_new_with_free_func((GDestroyNotify)source_free);

    for (guint i = 0; groups[i] != NULL; i++) {
        Reader reader = {workspace, groups[i], error};
        GpSource *source;

        if (!g_str_has_prefix(groups[i], GP_SOURCE_PREFIX))
            continue;
        source = read_source(&reader);
        if (source == NULL)
            return NULL;
        g_ptr_array_add(sources, source);
    }
    return g_steal_pointer(&sources);
}

/* ---- secrets ---- */

static gboolean
unlock(const char *file, const char *variable, GpSecret **out, GError **error)
{
    if (file != NULL)
        *out = gp_secret_from_file(file, error);
    else if (variable != NULL)
        *out = gp_secret_from_env(variable, error);
    return *out != NULL || (file == NULL && variable == NULL);
}

gboolean
gp_source_unlock(GpSource *self, GError **error)
{
    return unlock(self->token_file, self->token_env, &self->request->token, error) &&
           unlock(self->password_file, self->password_env, &self->request->password, error) &&
           (self->request->key_file == NULL ||
            gp_secret_check_file(self->request->key_file, error));
}

/* ---- windows ---- */

gboolean
gp_source_has_windows(const GpSource *self)
{
    return self->address != NULL && self->request->kind == GP_PULL_HTTPS &&
           (strstr(self->address, "{from}") != NULL || strstr(self->address, "{to}") != NULL);
}

GArray *
gp_source_windows(const GpSource *self, const GpDay *known_to, GpDay last)
{
    GArray *windows = g_array_new(FALSE, FALSE, sizeof(GpSpan));
    GpDay first = self->begins;

    if (known_to != NULL) {
        /* A row of a day that has not come yet does not mean that all before it is known. */
        GpDay again = MIN(*known_to, last) - (GpDay)self->overlap_days;

        if (again > first)
            first = MAX(first, gp_month_first_day(gp_month_of_day(again)));
    }
    while (first <= last) {
        GpDay end = self->window_days == 0 ? last : first + (GpDay)self->window_days - 1;
        GpSpan window = {first, MIN(end, last)};

        g_array_append_val(windows, window);
        first = window.last + 1;
    }
    return windows;
}

static char *
print_date(const char *format, GpDay day)
{
    GString *out = g_string_new(NULL);
    int year, month, of_month;

    gp_day_to_civil(day, &year, &month, &of_month);
    for (const char *p = format; *p != '\0'; p++) {
        if (*p != '%') {
            g_string_append_c(out, *p);
            continue;
        }
        p++;
        if (*p == 'Y')
            g_string_append_printf(out, "%04d", year);
        else
            g_string_append_printf(out, "%02d", *p == 'm' ? month : *p == 'd' ? of_month : 0);
    }
    return g_string_free(out, FALSE);
}

char *
gp_source_address(const GpSource *self, GpSpan window)
{
    gboolean has_time = strstr(self->dates, "%H") != NULL;
    g_autofree char *from = print_date(self->dates, window.first);
    g_autofree char *to = print_date(self->dates, window.last + (has_time ? 1 : 0));
    g_autoptr(GString) address = g_string_new(self->address);

    if (gp_source_has_windows(self)) {
        g_string_replace(address, "{from}", from, 0);
        g_string_replace(address, "{to}", to, 0);
    }
    return g_strdup(address->str);
}

static void
rhythm_free(gpointer data)
{
    GpSourceRhythm *self = data;

    g_free(self->name);
    g_free(self);
}

GPtrArray *
gp_workspace_rhythms(const GpWorkspace *self, GError **error)
{
    g_autoptr(GPtrArray) sources = gp_sources_load(self, error);
    g_autoptr(GPtrArray) rhythms = g_ptr_array_new_with_free_func(rhythm_free);

    if (sources == NULL)
        return NULL;
    for (guint i = 0; i < sources->len; i++) {
        const GpSource *source = g_ptr_array_index(sources, i);
        GpSourceRhythm *rhythm = g_new0(GpSourceRhythm, 1);

        *rhythm = (GpSourceRhythm){g_strdup(source->name), source->every};
        g_ptr_array_add(rhythms, rhythm);
    }
    return g_steal_pointer(&rhythms);
}
