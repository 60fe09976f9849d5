/* SPDX-License-Identifier: MIT */
#include "gp-compose-private.h"

/* What a trust knows of itself, and roll-up files do not hold. */
static void
compose_trust(const GpComposing *composing)
{
    gp_compose_sites(composing);
    gp_compose_roles(composing);
    gp_compose_actions(composing);
    gp_compose_months(composing);
    gp_compose_milestones(composing);
    gp_compose_quality(composing);
}

static gboolean
shows_figures(const GpSection *section)
{
    for (guint i = 0; i < section->blocks->len; i++) {
        const GpBlock *block = section->blocks->pdata[i];

        if (block->table != NULL || block->kind == GP_BLOCK_FIGURE)
            return TRUE;
    }
    return FALSE;
}

/* A part of a few sentences needs no page of its own. */
static void
keep_short_parts_together(GpDocument *document)
{
    for (guint i = 0; i < document->sections->len; i++) {
        GpSection *section = document->sections->pdata[i];
        gboolean is_long = shows_figures(section);

        for (guint k = i + 1; k < document->sections->len && !is_long; k++) {
            const GpSection *below = document->sections->pdata[k];

            if (below->level <= section->level)
                break;
            is_long = shows_figures(below);
        }
        section->begins_page = section->begins_page && is_long;
    }
}

GpDocument *
gp_compose_pack(const GpBoard *board, const GpPicture *pictures, guint n_pictures)
{
    GpDocument *document = gp_compose_document(board, "Green Plan progress report");
    g_auto(GpComposing) composing;

    gp_composing_init(&composing, board, document);
    composing.pictures = pictures;
    composing.n_pictures = n_pictures;
    gp_compose_board_page(&composing);
    gp_compose_targets(&composing);
    gp_compose_categories(&composing);
    if (board->rollups != NULL)
        gp_compose_trusts(&composing);
    else
        compose_trust(&composing);
    gp_compose_method(&composing);
    if (board->rollups == NULL) {
        gp_compose_factors(&composing);
        gp_compose_restatements(&composing);
    }
    gp_compose_issues(&composing);
    gp_compose_missing(&composing);
    keep_short_parts_together(document);
    return document;
}
