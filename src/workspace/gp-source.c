/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-json.h"
#include "gp-source-private.h"
#include "gp-source-settings-private.h"
#include "gp-text.h"

static gboolean
take_json_path(const GpSettingReader *self, const char *key, gboolean may_be_header, char **out)
{
    gp_setting_take(self, key, out);
    return *out == NULL || gp_json_is_path(*out) ||
           (may_be_header && g_str_equal(*out, "header")) ||
           gp_setting_throw(self, key,
                            may_be_header ? "it must be a path such as /links/next, or “header”"
                                          : "it must be a path such as /data");
}

/* ---- parts of a source ---- */

static gboolean
read_paging(const GpSettingReader *self, GpPaging *paging)
{
    static const char *const styles[] = {"one", "next", "number", "cursor", NULL};
    guint style = GP_PAGES_ONE, first = 1;

    if (!gp_setting_take_choice(self, "pages", styles, &style) ||
        !take_json_path(self, "next", TRUE, &paging->next) ||
        !take_json_path(self, "cursor", FALSE, &paging->cursor) ||
        !take_json_path(self, "records", FALSE, &paging->records) ||
        !take_json_path(self, "total", FALSE, &paging->total) ||
        !gp_setting_take_number(self, "first_page", 0, G_MAXINT, &first))
        return FALSE;
    paging->style = (GpPageStyle)style;
    paging->first = first;
    gp_setting_take(self, style == GP_PAGES_CURSOR ? "cursor_parameter" : "page_parameter",
                    &paging->parameter);
    if (style == GP_PAGES_NEXT && paging->next == NULL)
        return gp_setting_throw(self, "next", "“pages=next” needs it: a path such as /links/next");
    if (style == GP_PAGES_CURSOR && (paging->cursor == NULL || paging->parameter == NULL))
        return gp_setting_throw(self, "cursor",
                                "“pages=cursor” needs “cursor” and “cursor_parameter”");
    if (style == GP_PAGES_NUMBER && (paging->parameter == NULL || paging->records == NULL))
        return gp_setting_throw(self, "page_parameter",
                                "“pages=number” needs “page_parameter” and “records”");
    return paging->total == NULL || paging->records != NULL ||
           gp_setting_throw(self, "total", "it needs “records”, so that rows can be counted");
}

static gboolean
read_secrets(const GpSettingReader *self, GpSource *source)
{
    gp_setting_take_path(self, "token_file", &source->token_file);
    gp_setting_take(self, "token_env", &source->token_env);
    gp_setting_take_path(self, "password_file", &source->password_file);
    gp_setting_take(self, "password_env", &source->password_env);
    gp_setting_take(self, "token_header", &source->request->token_header);
    gp_setting_take(self, "token_parameter", &source->request->token_parameter);
    gp_setting_take(self, "user", &source->request->user);
    gp_setting_take_path(self, "key_file", &source->request->key_file);
    if (source->token_file != NULL && source->token_env != NULL)
        return gp_setting_throw(self, "token_env", "there is “token_file” too; keep one of them");
    if (source->request->token_parameter != NULL && source->token_file == NULL &&
        source->token_env == NULL)
        return gp_setting_throw(self, "token_parameter", "it needs “token_file” or “token_env”");
    if (source->password_file != NULL && source->password_env != NULL)
        return gp_setting_throw(self, "password_env",
                                "there is “password_file” too; keep one of them");
    return TRUE;
}

/* Who is asked, by way of whom, and how they show who they are. */
static gboolean
read_trust(const GpSettingReader *self, GpPullRequest *request)
{
    g_autoptr(GError) reason = NULL;

    gp_setting_take(self, "proxy", &request->proxy);
    gp_setting_take(self, "pinned_key", &request->pinned_key);
    gp_setting_take_path(self, "ca_file", &request->ca_file);
    gp_setting_take_path(self, "known_hosts", &request->known_hosts);
    if (request->proxy != NULL && !gp_pull_check_proxy(request->proxy, &reason))
        return gp_setting_throw(self, "proxy", reason->message);
    return request->pinned_key == NULL || g_str_has_prefix(request->pinned_key, "sha256//") ||
           gp_setting_throw(self, "pinned_key", "it must be a digest, as in sha256//…");
}

static gboolean
read_limits(const GpSettingReader *self, GpPullRequest *request)
{
    guint megabytes = (guint)(request->max_bytes >> 20);
    g_autofree char *types = gp_setting_get(self, "content_types");

    if (!gp_setting_take_number(self, "max_mb", 1, 4096, &megabytes) ||
        !gp_setting_take_number(self, "time_budget", 1, 86400, &request->budget_s) ||
        !gp_setting_take_number(self, "stall_seconds", 1, 600, &request->stall_s) ||
        !gp_setting_take_number(self, "retry_base_ms", 1, 60000, &request->unit_ms))
        return FALSE;
    request->max_bytes = (guint64)megabytes << 20;
    if (types != NULL) {
        g_strfreev(request->content_types);
        request->content_types = g_strsplit(types, "|", -1);
    }
    gp_setting_take(self, "pattern", &request->pattern);
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
read_times(const GpSettingReader *self, GpSource *source)
{
    g_autofree char *begins = gp_setting_get(self, "begins");
    GpSpan span;

    if (!gp_setting_take_days(self, "window", 1, &source->window_days) ||
        !gp_setting_take_days(self, "overlap", 0, &source->overlap_days) ||
        !gp_setting_take_every(self, &source->every))
        return FALSE;
    source->has_begin = begins != NULL;
    if (begins != NULL && gp_period_parse(begins, strlen(begins), &span) != GP_PERIOD_READ)
        return gp_setting_throw(self, "begins", "it must be a day, such as 2018-04-01");
    if (begins != NULL)
        source->begins = span.first;
    gp_setting_take(self, "dates", &source->dates);
    if (!is_date_format(source->dates))
        return gp_setting_throw(self, "dates", "it may have %Y, %m, %d, %H, %M and %S");
    return source->has_begin || !gp_source_has_windows(source) ||
           gp_setting_throw(self, "begins", "an address with {from} or {to} needs it");
}

static gboolean
read_address(const GpSettingReader *self, GpSource *source)
{
    GpPullKind kind = source->request->kind;
    GpSpan any = {0, 0};
    g_autofree char *example = NULL;
    g_autoptr(GError) reason = NULL;

    gp_setting_take(self, kind == GP_PULL_FILE ? "file" : "address", &source->address);
    source->request->base = g_strdup(self->workspace->folder);
    if (source->address == NULL)
        return kind == GP_PULL_FILE || gp_setting_throw(self, "address", "it is missing");
    example = gp_source_address(source, any);
    return gp_pull_check_address(kind, example, &reason) ||
           gp_setting_throw(self, "address", reason->message);
}

/* What a kind cannot do without. */
static gboolean
check_needs(const GpSettingReader *self, const GpSource *source)
{
    gboolean has_password = source->password_file != NULL || source->password_env != NULL;
    const GpPullRequest *request = source->request;

    if (request->kind == GP_PULL_SFTP && request->known_hosts == NULL)
        return gp_setting_throw(
            self, "known_hosts",
            "SFTP needs it: a file with the server’s key, as “ssh-keyscan” writes it");
    if (request->kind == GP_PULL_SFTP && request->key_file == NULL && !has_password)
        return gp_setting_throw(self, "key_file", "SFTP needs it, or “password_file”");
    return request->kind != GP_PULL_HTTPS || (request->user != NULL) == has_password ||
           gp_setting_throw(self, "user", "“user” and “password_file” go together");
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
read_source(const GpSettingReader *reader)
{
    static const char *const names[] = {"file", "folder", "https", "sftp", NULL};
    static const GpPullKind kinds[] = {GP_PULL_FILE, GP_PULL_FOLDER, GP_PULL_HTTPS, GP_PULL_SFTP};
    g_autoptr(GpSource) self = NULL;
    guint kind = 0;

    if (!gp_setting_take_choice(reader, "kind", names, &kind))
        return NULL;
    self = source_new(reader->group, kinds[kind]);
    if (*self->name == '\0' || !gp_text_is_clean(self->name, strlen(self->name))) {
        gp_setting_throw(reader, "this group", "it needs a name, as in [source energy-bills]");
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
        GpSettingReader reader = {workspace, groups[i], error};
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
