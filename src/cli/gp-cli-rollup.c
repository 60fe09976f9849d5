/* SPDX-License-Identifier: MIT */
#include "gp-boarding.h"
#include "gp-cli.h"
#include "gp-error.h"
#include "gp-rolling.h"
#include "gp-rollups.h"

typedef struct {
    GpFigureOptions figures;
    char *name;
    char *targets;
    char *output;
    gboolean no_pdf;
} Options;

static void
options_clear(Options *self)
{
    gp_figure_options_clear(&self->figures);
    g_free(self->name);
    g_free(self->targets);
    g_free(self->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)
