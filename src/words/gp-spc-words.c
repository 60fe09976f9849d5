/* SPDX-License-Identifier: MIT */
#include "gp-words.h"

char *
gp_words_unusual(const GpXmrPoint *point)
{
    gboolean is_high = point->sign > 0;

    switch (point->rule) {
    case GP_XMR_NONE:
        return NULL;
    case GP_XMR_OUTSIDE:
        return g_strdup(is_high ? "Above the upper limit" : "Below the lower limit");
    case GP_XMR_TREND:
        return g_strdup_printf("%s for %d months or more in a row", is_high ? "Rising" : "Falling",
                               GP_XMR_RUN);
    case GP_XMR_TWO_OF_THREE:
        return g_strdup_printf("Near the %s limit in 2 of 3 months", is_high ? "upper" : "lower");
    case GP_XMR_SHIFT:
        return g_strdup_printf("%s the mean for %d months or more in a row",
                               is_high ? "Above" : "Below", GP_XMR_RUN);
    }
    return NULL;
}

char *
gp_words_variation(const GpXmr *chart)
{
    const GpXmrSegment *segment;
    g_autofree char *words = NULL;
    const char *judged = "";

    if (chart->points->len == 0 || chart->segments->len == 0)
        return NULL;
    segment = gp_xmr_segment(chart, chart->segments->len - 1);
    words = gp_words_unusual(gp_xmr_point(chart, chart->last));
    if (!segment->has_limits)
        return g_strdup("Too few months to tell");
    if (chart->variation == GP_XMR_IMPROVEMENT)
        judged = ", an improvement";
    else if (chart->variation == GP_XMR_CONCERN)
        judged = ", to be looked into";
    return g_strdup_printf(
        "%s%s%s", words == NULL ? "Within the usual ups and downs" : words, judged,
        segment->n_based < GP_XMR_MIN_POINTS ? " (by trial limits, of fewer than 12 months)" : "");
}

char *
gp_words_assurance(const GpXmr *chart)
{
    static const char *const words[] = {
        [GP_ASSURANCE_NONE] = NULL,
        [GP_ASSURANCE_PASS] = "The usual ups and downs keep to it",
        [GP_ASSURANCE_FAIL] = "The usual ups and downs miss it",
        [GP_ASSURANCE_INCONSISTENT] = "The usual ups and downs keep to it in some months and miss "
                                      "it in others",
    };

    return g_strdup(words[chart->assurance]);
}
