/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-document.h"

/* A document as plain text, with everything in it: what stands in golden files. */
char *dump_document(const GpDocument *document);

/* Asserts what every document must hold to: ids that nothing else has, captions, keys, no empty
 * sentence, no doubled stop, no broken number. */
void check_document(const GpDocument *document);

/* Asserts that @document is as it stands in the golden file @name of GP_FIXTURES/compose, or writes
 * it there where GP_UPDATE is set. */
void compare_with_golden(const GpDocument *document, const char *name);
