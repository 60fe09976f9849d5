/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-blocks-private.h"
#include "gp-quick-private.h"

/* Takes the rows of blocks: what one thread does. */
typedef struct {
    const GpHeader *header;
    GpTaker *taker;
    GpQuickTaker *quick; /* (nullable): owned */
    guint64 line;        /* of the row at hand */
    GpRow row;
    char *scratch; /* room for fields whose doubled quotes are undone */
    guint64 n_blank, first_blank_line;
} GpRowReader;

/* @quick: (transfer full) (nullable) */
void
gp_row_reader_init(GpRowReader *self, const GpHeader *header, GpTaker *taker, GpQuickTaker *quick);
void gp_row_reader_clear(GpRowReader *self);

/* Takes the rows of a block that is settled. */
void gp_row_reader_take(GpRowReader *self, const GpBlock *block);
