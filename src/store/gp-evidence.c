/* SPDX-License-Identifier: MIT */
#include "gp-store.h"
