/* SPDX-License-Identifier: MIT */
#include "gp-plot.h"
