/* SPDX-License-Identifier: MIT */
#include "gp-track.h"
