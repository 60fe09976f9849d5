/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "gp-cli.h"
#include "gp-text.h"

#define BAR_WIDTH 24
#define REDRAW_US (G_USEC_PER_SEC / 5)

/* What is shown of the source that is being fetched. */
typedef struct {
    gboolean is_terminal;
    gboolean is_drawn; /* a bar stands on the line */
    char *source;
    gint64 began_us, drawn_us;
    guint64 before; /* bytes of files that came whole */
    guint64 last;   /* bytes of the file that is coming */
    guint tenths;   /* lines that were printed for this file */
} Progress;

static gint must_stop; /* atomic */

static void
on_signal(int number)
{
    (void)number;
    g_atomic_int_set(&must_stop, 1);
}

/* The second signal ends the program at once. */
static void
listen_for_stop(void)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

static void
clear_bar(Progress *self)
{
    if (self->is_drawn)
        fputs("\r\033[K", stderr);
    self->is_drawn = FALSE;
}

static void
on_begin(const char *source, gpointer data)
{
    Progress *self = data;

    g_free(self->source);
    self->source = gp_text_printable(source, strlen(source), 30);
    self->began_us = g_get_monotonic_time();
    self->drawn_us = 0;
    self->before = self->last = 0;
    self->tenths = 0;
    if (!self->is_terminal)
        fprintf(stderr, "%s: asking\n", self->source);
}

static void
draw_time_left(double seconds)
{
    if (seconds < 100)
        fprintf(stderr, "  %.0f s left", seconds);
    else
        fprintf(stderr, "  %.0f min left", seconds / 60);
}

/* `[####----] 42%  3.1 MB  0.6 MB/s  7 s left`, as far as it is known. */
static void
draw_bar(Progress *self, guint64 done, guint64 total)
{
    double seconds = (double)(g_get_monotonic_time() - self->began_us) / G_USEC_PER_SEC;
    double rate = seconds > 0 ? (double)(self->before + done) / seconds : 0;

    clear_bar(self);
    fprintf(stderr, "%s  ", self->source);
    if (total > 0) {
        int full = (int)(MIN(done, total) * BAR_WIDTH / total);

        fprintf(stderr, "[%.*s%.*s] %3d%%  ", full, "########################", BAR_WIDTH - full,
                "------------------------", (int)(MIN(done, total) * 100 / total));
    }
    fprintf(stderr, "%.1f MB  %.2f MB/s", (double)(self->before + done) / 1e6, rate / 1e6);
    if (total > done && rate > 0)
        draw_time_left((double)(total - done) / rate);
    fflush(stderr);
    self->is_drawn = TRUE;
}

static void
on_progress(guint64 done, guint64 total, gpointer data)
{
    Progress *self = data;
    gint64 now = g_get_monotonic_time();

    if (done < self->last) {
        self->before += self->last;
        self->tenths = 0;
    }
    self->last = done;
    if (self->is_terminal && now - self->drawn_us >= REDRAW_US) {
        self->drawn_us = now;
        draw_bar(self, done, total);
    }
    if (self->is_terminal || total == 0 || done >= total)
        return;
    for (guint tenths = (guint)(done * 10 / total); self->tenths < tenths; self->tenths = tenths)
        fprintf(stderr, "%s: %u%% of %.1f MB\n", self->source, tenths * 10, (double)total / 1e6);
}

static void
on_say(const char *line, gpointer data)
{
    Progress *self = data;

    clear_bar(self);
    fprintf(stderr, "%s: %s\n", self->source, line);
}

static void
on_end(const GpPullSummary *summary, gpointer data)
{
    Progress *self = data;

    clear_bar(self);
    if (!self->is_terminal)
        fprintf(stderr, "%s: %s\n", self->source, summary->result);
}

/* Nothing new came, and nothing is sure to be unchanged. */
static gboolean
all_failed(const GPtrArray *summaries)
{
    for (guint i = 0; i < summaries->len; i++) {
        const GpPullSummary *summary = g_ptr_array_index(summaries, i);

        if (summary->n_new > 0 || g_str_equal(summary->result, "unchanged"))
            return FALSE;
    }
    return TRUE;
}

static gboolean
pull(GpCli *cli, char *const *names, GPtrArray **out_summaries, GError **error)
{
    g_autofree char *now = gp_cli_now();
    g_autoptr(GpWorkspace) workspace =
        gp_workspace_open(cli->workspace == NULL ? "." : cli->workspace, error);
    Progress progress = {.is_terminal = isatty(STDERR_FILENO) == 1};
    GpPullFollow follow = {on_begin, on_progress, on_say, on_end, &must_stop, &progress};
    gboolean ok;

    if (workspace == NULL)
        return FALSE;
    listen_for_stop();
    ok = gp_workspace_pull(workspace, cli->places, names, now, &follow, cli->issues, out_summaries,
                           error);
    clear_bar(&progress);
    g_free(progress.source);
    return ok;
}

GpExit
gp_command_pull(GpCli *cli, int argc, char **argv)
{
    g_autofree char *format_text = NULL;
    GOptionEntry entries[] = {{"format", 0, 0, G_OPTION_ARG_STRING, &format_text,
                               "How the summary is printed: table, csv or json", "FORMAT"},
                              {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GPtrArray) summaries = NULL;
    GpOutput format = GP_OUTPUT_TABLE;
    GError *error = NULL;
    GpExit status;

    if (!gp_cli_parse(&argc, &argv, entries, "[SOURCE…]",
                      "Fetches what is new from the sources of greenplan.ini, keeps the originals "
                      "and brings the figures up to date.",
                      &status))
        return status;
    if ((format_text != NULL && !gp_output_parse(format_text, &format, &error)) ||
        !pull(cli, argc > 1 ? argv + 1 : NULL, &summaries, &error))
        return gp_cli_fail(error);
    gp_report_pull(summaries, format, out);
    status = gp_cli_finish(cli, out);
    return all_failed(summaries) ? GP_EXIT_FAILED : status;
}
