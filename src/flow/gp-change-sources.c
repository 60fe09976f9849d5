/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "gp-error.h"
#include "gp-flow-private.h"

/* What an activity came to at a place, whatever its factors. */
typedef struct {
    const char *activity;
    GpInt128 quantity[GP_N_ENDS];
    double weather_index[GP_N_ENDS];
    GPtrArray *sites; /* (element-type utf8) that the place stands for */
} Use;

static void
use_free(gpointer data)
{
    Use *self = data;

    g_ptr_array_unref(self->sites);
    g_free(self);
}

/* One source under way. */
typedef struct {
    GpChangeSource source;
    const GpConvertedPart *main[GP_N_ENDS]; /* (nullable): the part with most emissions */
    const Use *use;
    const char *group;
} Draft;

/* How far the rows of an activity, or all rows, tell sites: at each end. */
typedef struct {
    gboolean with_site[GP_N_ENDS];
    gboolean without[GP_N_ENDS];
} Telling;

typedef struct {
    const GpChangeMaterial *material;
    const GpFactorLibrary *library;
    const int *fy;
    GpChangeSites *sites;
    Telling all;
    GHashTable *telling; /* activity -> Telling */
    GHashTable *present; /* site group -> gboolean[GP_N_ENDS]: it has figures */
    GHashTable *uses;    /* key -> Use */
    GHashTable *drafts;  /* key -> Draft */
} Sorter;

static void
sorter_init(Sorter *self, GpDay last, const GpSites *sites)
{
    self->sites = gp_change_sites_new(sites, last);
    self->telling = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    self->present = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    self->uses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, use_free);
    self->drafts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

static void
sorter_clear(Sorter *self)
{
    gp_change_sites_free(self->sites);
    g_hash_table_unref(self->telling);
    g_hash_table_unref(self->present);
    g_hash_table_unref(self->uses);
    g_hash_table_unref(self->drafts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sorter, sorter_clear)

/* The value of a key, made of zeros where it is new. The key is taken over if @takes_key. */
static gpointer
get(GHashTable *table, char *key, gsize size, gboolean takes_key)
{
    gpointer value = g_hash_table_lookup(table, key);

    if (value == NULL) {
        value = g_malloc0(size);
        g_hash_table_insert(table, key, value);
    } else if (takes_key) {
        g_free(key);
    }
    return value;
}

/* The end of the change that a part belongs to, or GP_N_ENDS. */
static GpEnd
end_of(const Sorter *self, const GpConvertedPart *part)
{
    return part->fy == self->fy[GP_FROM] ? GP_FROM
           : part->fy == self->fy[GP_TO] ? GP_TO
                                         : GP_N_ENDS;
}

static void
tell(Telling *telling, const GpConvertedPart *part, GpEnd end)
{
    telling->with_site[end] |= *part->site != '\0';
    telling->without[end] |= *part->site == '\0';
}

static void
look_at_site(Sorter *self, const GpConvertedPart *part, GpEnd end)
{
    const char *group = gp_change_sites_group(self->sites, part->site);
    gboolean *present = get(self->present, (char *)group, GP_N_ENDS * sizeof(gboolean), FALSE);

    tell(get(self->telling, (char *)part->activity, sizeof(Telling), FALSE), part, end);
    tell(&self->all, part, end);
    present[end] |= part->quantity != 0;
}

/* Where a part is compared: at its site, or in the trust as a whole if one of the years tells no
 * sites of the activity. */
static const char *
group_of(const Sorter *self, const GpConvertedPart *part)
{
    const Telling *telling = g_hash_table_lookup(self->telling, part->activity);

    for (guint end = 0; end < GP_N_ENDS; end++) {
        if (telling->without[end] && !telling->with_site[end])
            return "";
    }
    return gp_change_sites_group(self->sites, part->site);
}

/* The use that a part belongs to, made where it is new. */
static Use *
get_use(Sorter *self, const GpConvertedPart *part, char *key)
{
    Use *use = get(self->uses, key, sizeof(Use), TRUE);

    if (use->sites == NULL) {
        use->activity = part->activity;
        use->sites = g_ptr_array_new();
    }
    if (!g_ptr_array_find(use->sites, part->site, NULL))
        g_ptr_array_add(use->sites, (gpointer)part->site);
    return use;
}

static gboolean
take_part(Sorter *self, const GpConvertedPart *part, GpEnd end)
{
    const char *group = group_of(self, part);
    char *use_key = g_strdup_printf("%s\x1f%u\x1f%s", part->activity, part->unit, group);
    char *key = g_strdup_printf("%s\x1f%s\x1f%s", use_key,
                                gp_component_name(part->factor->component), part->factor->category);
    Use *use = get_use(self, part, use_key);
    Draft *draft = get(self->drafts, key, sizeof(Draft), TRUE);
    GpInt128 largest = draft->main[end] == NULL ? 0 : draft->main[end]->kg_co2e;

    draft->use = use;
    draft->group = group;
    draft->source.category = part->factor->category;
    if (draft->main[end] == NULL || ABS(part->kg_co2e) > ABS(largest))
        draft->main[end] = part;
    return gp_add(draft->source.kg[end], part->kg_co2e, &draft->source.kg[end]) &&
           (!part->is_first || gp_add(use->quantity[end], part->quantity, &use->quantity[end]));
}

static const GpConvertedPart *
any_main(const Draft *draft)
{
    return draft->main[GP_FROM] != NULL ? draft->main[GP_FROM] : draft->main[GP_TO];
}

/* The part of the year in which the site was open: by sites.csv, else by whether it has figures. */
static double
find_open_share(const Sorter *self, const char *group, GpEnd end)
{
    const gboolean *present = g_hash_table_lookup(self->present, group);
    double share;

    if (*group == '\0' || !self->all.with_site[GP_FROM] || !self->all.with_site[GP_TO])
        return 1;
    share = gp_change_sites_open_share(self->sites, group, self->fy[end]);
    return share >= 0 ? share : present[end] ? 1 : 0;
}

/* The index of prices at both ends, for spend. Returns: FALSE if that of one year is not known and
 * that of the nearest stands in, or none */
static gboolean
find_prices(const Sorter *self, Draft *draft)
{
    gboolean is_known = TRUE;
    const GpUnitTable *units = self->material->book->basis->units;
    GpUnit kind = gp_unit_kind(units, any_main(draft)->unit);
    double *index = draft->source.price_index;

    index[GP_FROM] = index[GP_TO] = 1;
    if (!g_str_equal(gp_unit_name(units, kind), "GBP") || draft->source.lacks_factor)
        return TRUE;
    for (guint end = 0; end < GP_N_ENDS; end++) {
        double known;
        int year;

        known = gp_factor_library_prices(self->library, self->fy[end], &year);
        draft->source.is_deflated |= *draft->main[end]->factor->deflator != '\0';
        index[end] = known > 0 ? known : 1;
        is_known &= known > 0 && year == self->fy[end];
    }
    return is_known;
}

/* Returns: whether prices could be told */
static gboolean
finish(const Sorter *self, Draft *draft)
{
    const GpConvertedPart *part = any_main(draft);
    const GpActivity *activity = gp_factor_library_activity(self->library, part->activity);
    GpFactorSeries series = {part->activity, part->factor->unit, part->factor->component};
    GpChangeSource *source = &draft->source;

    source->is_grid = activity != NULL && gp_activity_is_grid(activity);
    source->lacks_factor = draft->main[GP_FROM] == NULL || draft->main[GP_TO] == NULL;
    if (!source->lacks_factor)
        source->method_log =
            gp_factor_library_method_log(self->library, &series, self->fy[GP_FROM], self->fy[GP_TO],
                                         &self->material->options->rules);
    for (guint end = 0; end < GP_N_ENDS; end++) {
        source->quantity[end] = draft->use->quantity[end];
        source->quantity_places = GP_QUANTITY_PLACES;
        source->open_share[end] = find_open_share(self, draft->group, end);
        source->weather_index[end] = draft->use->weather_index[end];
    }
    return find_prices(self, draft);
}

/* What the weather did to each use of heat, and how many of them tell it. */
static void
find_weather(const Sorter *self, GpIssueList *issues)
{
    guint n_heating = 0, n_told = 0;
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, self->uses);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Use *use = value;
        const GpActivity *activity = gp_factor_library_activity(self->library, use->activity);

        use->weather_index[GP_FROM] = use->weather_index[GP_TO] = 1;
        if (activity == NULL || !gp_activity_is_heating(activity))
            continue;
        n_heating++;
        if (gp_change_weather_index(self->material->weather, use->activity, use->sites, self->fy,
                                    use->weather_index))
            n_told++;
    }
    if (n_told == 0 && n_heating > 0)
        gp_issue_list_add(
            issues, GP_SEVERITY_NOTE, "no-weather",
            "the weather is not told apart, and is part of activity: that needs "
            "degree days, and heating that follows them month by month in both years");
    else if (n_told < n_heating)
        gp_issue_list_add(issues, GP_SEVERITY_NOTE, "no-weather",
                          "the weather is told apart for %u of %u uses of heat; of the others, "
                          "which have no figures of each month or do not follow the degree days, "
                          "it is part of activity",
                          n_told, n_heating);
}

/* `DESNZ greenhouse gas conversion factors, 2019`, or the line of the trust's own file. */
static char *
name_factor(const GpFactor *factor)
{
    GString *text = g_string_new(NULL);

    if (factor->is_own)
        g_string_append_printf(text, "the trust's own, %s:%u", factor->file, factor->line);
    else
        g_string_append(text, factor->publication);
    if (*factor->edition != '\0')
        g_string_append_printf(text, ", %s", factor->edition);
    return g_string_free(text, FALSE);
}

static void
name_detail(const Sorter *self, const Draft *draft, GpChangeDetail *detail)
{
    const GpConvertedPart *part = any_main(draft);

    detail->category = g_strdup(draft->source.category);
    detail->activity = g_strdup(part->activity);
    detail->site = g_strdup(draft->group);
    detail->component = g_strdup(gp_component_name(part->factor->component));
    detail->unit = g_strdup(gp_unit_name(self->material->book->basis->units, part->unit));
    for (guint end = 0; end < GP_N_ENDS; end++) {
        if (draft->main[end] != NULL)
            detail->factors[end] = name_factor(draft->main[end]->factor);
    }
}

/* @details: (element-type GpChangeDetail): one for each source, or none */
static GArray *
finish_all(const Sorter *self, GArray *details, GpIssueList *issues)
{
    GArray *sources = g_array_new(FALSE, FALSE, sizeof(GpChangeSource));
    gboolean knows_prices = TRUE;
    GHashTableIter iter;
    gpointer value;

    find_weather(self, issues);
    g_hash_table_iter_init(&iter, self->drafts);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Draft *draft = value;

        knows_prices &= finish(self, draft);
        if (details->len > 0) {
            draft->source.detail = &g_array_index(details, GpChangeDetail, sources->len);
            name_detail(self, draft, draft->source.detail);
        }
        g_array_append_val(sources, draft->source);
    }
    if (!knows_prices)
        gp_issue_list_add(issues, GP_SEVERITY_NOTE, "no-price-index",
                          "the index of prices is not known for both %d and %d; the nearest year "
                          "stands in, and inflation beyond it counts as activity",
                          self->fy[GP_FROM], self->fy[GP_TO]);
    return sources;
}

static int
compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(a, b);
}

/* Says of a site with figures at one end only what that is taken for. */
static void
comment_on_site(const Sorter *self, const char *group, GpIssueList *issues)
{
    const gboolean *present = g_hash_table_lookup(self->present, group);
    GpEnd missing = present[GP_FROM] ? GP_TO : GP_FROM;
    char fy[16];

    if (present[GP_FROM] == present[GP_TO])
        return;
    gp_fy_print(self->fy[missing], fy);
    if (find_open_share(self, group, missing) > 0)
        gp_issue_list_add(issues, GP_SEVERITY_WARNING, "site-without-data",
                          "%s has no figures in %s although sites.csv does not say that it was "
                          "closed; its part of the change may be a gap",
                          group, fy);
    else if (gp_change_sites_open_share(self->sites, group, self->fy[missing]) < 0)
        gp_issue_list_add(issues, GP_SEVERITY_NOTE, "site-taken-as-closed",
                          "%s has no figures in %s and is taken as a site that %s", group, fy,
                          missing == GP_FROM ? "opened since" : "has closed");
}

static void
comment_on_sites(const Sorter *self, GpIssueList *issues)
{
    GList *groups = g_list_sort(g_hash_table_get_keys(self->present), compare_texts);

    for (GList *group = groups; group != NULL; group = group->next) {
        if (*(const char *)group->data != '\0' && self->all.with_site[GP_FROM] &&
            self->all.with_site[GP_TO])
            comment_on_site(self, group->data, issues);
    }
    g_list_free(groups);
}

static gboolean
sort_out(Sorter *self, const GArray *parts)
{
    for (guint i = 0; i < parts->len; i++) {
        const GpConvertedPart *part = &g_array_index(parts, GpConvertedPart, i);

        if (end_of(self, part) != GP_N_ENDS)
            look_at_site(self, part, end_of(self, part));
    }
    for (guint i = 0; i < parts->len; i++) {
        const GpConvertedPart *part = &g_array_index(parts, GpConvertedPart, i);

        if (end_of(self, part) != GP_N_ENDS && !take_part(self, part, end_of(self, part)))
            return FALSE;
    }
    return TRUE;
}

GpChange *
gp_change_of_parts(const GpChangeMaterial *material,
                   const GpChangeAsk *ask,
                   GpIssueList *issues,
                   GError **error)
{
    g_auto(Sorter)
        self = {.material = material, .library = material->book->basis->library, .fy = ask->fy};
    g_autoptr(GArray) sources = NULL;
    g_autoptr(GArray) details = NULL;
    GpChange *change;

    sorter_init(&self, gp_fy_span(MAX(ask->fy[GP_FROM], ask->fy[GP_TO])).last, ask->sites);
    if (!sort_out(&self, material->parts)) {
        gp_throw(error, GP_ERROR_OVERFLOW, "a quantity is too large to be held exactly");
        return NULL;
    }
    comment_on_sites(&self, issues);
    details = gp_change_details_new(ask->keeps_details ? g_hash_table_size(self.drafts) : 0);
    sources = finish_all(&self, details, issues);
    change = gp_change_of_sources((const GpChangeSource *)(const void *)sources->data, sources->len,
                                  material->kg_places, error);
    if (change == NULL)
        return NULL;
    g_array_unref(change->details);
    change->details = g_steal_pointer(&details);
    for (guint end = 0; end < GP_N_ENDS; end++)
        change->fy[end] = ask->fy[end];
    return change;
}
