/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-actions.h"
#include "gp-flow.h"

/* The category of an activity in the catalogue; "" if it is not there. */
const char *gp_book_category_of(const GpBook *self, const char *activity);
