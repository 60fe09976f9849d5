/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-xlsx.h"

/*
 * What stands under gp-xlsx.h, from the bytes up:
 *
 *   file ── GpPackage ──▶ one part's bytes ── GpXml ──▶ places ──▶ list of sheets, strings, rows
 *     limits of the ZIP, checksums         limits of XML
 */

/* The element that a reader has not named; the document itself stands at GP_XML_TOP. */
#define GP_XML_ELSEWHERE (-1)
#define GP_XML_TOP 0

/* An element called @name, whatever its namespace prefix, directly inside @from is the place @to.
 */
typedef struct {
    int from;
    const char *name;
    int to;
} GpXmlStep;

/*
 * Called only for elements at places reached by steps; the rest is passed over. Each function
 * returns FALSE with @error set to fail, or FALSE alone to stop reading. @end and @text may be
 * NULL. Without steps any document is read to its end.
 */
typedef struct {
    const GpXmlStep *steps;
    guint n_steps;
    gboolean (*start)(gpointer data, int place, const char **attributes, GError **error);
    gboolean (*end)(gpointer data, int place, GError **error);
    gboolean (*text)(gpointer data, int place, const char *text, gsize length, GError **error);
} GpXmlReader;

typedef struct _GpXml GpXml;

GpXml *gp_xml_new(const GpXmlReader *reader, gpointer data);
void gp_xml_free(GpXml *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpXml, gp_xml_free)

/* Where the next @size bytes are to be put before they are fed: NULL if there is no memory. */
char *gp_xml_buffer(GpXml *self, gsize size);
gboolean gp_xml_feed(GpXml *self, gsize length, gboolean is_last, GError **error);

/* The reader's functions asked for no more. */
gboolean gp_xml_is_stopped(const GpXml *self);

/* The value of an attribute with just this name, NULL if there is none. */
const char *gp_xml_attribute(const char **attributes, const char *name);

/* The same for a name that carries a namespace prefix, whichever it is: `r:id`. */
const char *gp_xml_prefixed_attribute(const char **attributes, const char *name);

typedef struct _GpPackage GpPackage;

GpPackage *gp_package_open(const char *path, GError **error);
void gp_package_free(GpPackage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpPackage, gp_package_free)

/* Parts are named from the root: `/xl/workbook.xml`; ASCII capitals do not matter. */
gboolean gp_package_has(const GpPackage *self, const char *part);

/* Puts “xl/workbook.xml: ” before a message. */
void gp_package_prefix_error(GError **error, const char *part);

/* Reads a whole part unless @reader stops; the checksum is tested at its end. */
gboolean gp_package_parse(
    GpPackage *self, const char *part, const GpXmlReader *reader, gpointer data, GError **error);

/* Reads all parts, which must be XML. */
gboolean gp_package_check(GpPackage *self, GError **error);

/* TRUE if the open file can be a package: neither .xls nor cut short nor with too many parts. */
gboolean gp_package_check_file(int fd, GError **error);

/* Which part stands behind each id, and the parts by their type. */
typedef struct _GpRelations GpRelations;

/**
 * gp_relations_load:
 * @part: whose relations are wanted, `/` for those of the package
 *
 * Returns: (transfer full) (nullable)
 */
GpRelations *gp_relations_load(GpPackage *package, const char *part, GError **error);
void gp_relations_free(GpRelations *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpRelations, gp_relations_free)

/* The part with this id, or the first whose type ends in `/type`; NULL if there is none. */
const char *gp_relations_by_id(const GpRelations *self, const char *id);
const char *gp_relations_by_type(const GpRelations *self, const char *type);

/* Excel's own limit for the text of one cell, in characters. */
#define GP_XLSX_MAX_TEXT 32767

/*
 * The text of a cell or a shared string while it is gathered. A character takes at most 7 bytes,
 * as `_x000D_`, so that much is gathered before the characters are counted.
 */
gboolean gp_xlsx_gather(GString *text, const char *more, gsize length, GError **error);

/* Turns `_x000D_` into the character it stands for and counts the characters. */
gboolean gp_xlsx_finish_text(GString *text, GError **error);

typedef struct _GpStrings GpStrings;

GpStrings *gp_strings_new(void);
void gp_strings_free(GpStrings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GpStrings, gp_strings_free)
gboolean gp_strings_load(GpStrings *self, GpPackage *package, const char *part, GError **error);
guint gp_strings_size(const GpStrings *self);
const char *gp_strings_get(const GpStrings *self, guint index);

struct _GpXlsx {
    char *path;
    GpPackage *package;
    GPtrArray *names; /* (element-type utf8) of the sheets */
    GPtrArray *parts; /* (element-type utf8) of the sheets */
    GpStrings *strings;
    gboolean is_1904;
};
