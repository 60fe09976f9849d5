/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-disclose.h"

/* The staff of a trust in short, for tests of what may be published of it. */

/* The letters of @kg are categories that the staff has kg in: a capital is its own, a small letter
 * is shared. “Hh”: both of category h. A + says that there is staff even if it is no whole person.
 */
typedef struct {
    const char *role, *group, *site;
    gint64 people;
    const char *kg;
} Post;

typedef struct {
    GpDiscloseInput input;
    GPtrArray *roles, *sites, *groups, *categories;
    GArray *group_of_role, *lines, *cells;
    guint8 *has;
} Staff;

#define N_LETTERS 26

Staff *staff_new(const Post *posts, guint n, gint64 threshold);
void staff_free(Staff *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Staff, staff_free)

/* “Nurse 20, Other Nursing 12; A, Other sites; by site h; Nurse at A 20”: rows of roles with their
 * people, rows of sites, categories told apart by site, cells. Others: “Other categories: e, g”,
 * and a role whose parts are in sum: “Nurse: t in sum”. */
char *staff_describe(const Staff *self, const GpDisclosure *disclosure);
