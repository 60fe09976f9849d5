/* SPDX-License-Identifier: MIT */
#include "hostile.h"

#include <string.h>

#define PICK(rand, array) (array)[g_rand_int_range(rand, 0, (gint32)G_N_ELEMENTS(array))]

static const char *const periods[] = {
    "2024-06-14", "2024-06-30", "2023-12-01", "2024-02-29", "2024-06-14", "2024-06-15",
    "2024-06",    "2023-24",    "2024/25",    "2023-02-29", "1989-12-31", "2101-01-01",
    "2007-08",    "2024-13-01", "2024-00-10", "2024-6-14",  "",           "2024-06-1x"};
static const char *const activities[] = {"coal", "gas",    "coal",   "electricity, green",
                                         "un-1", "un-two", "\"coal", ""};
static const char *const quantities[] = {"1",
                                         "12.5",
                                         "-3",
                                         "0.000001",
                                         "1234567890.25",
                                         "7.0000005",
                                         "5.",
                                         ".5",
                                         "1.2.3",
                                         "1e5",
                                         "999999999999.9",
                                         "9999999999999999",
                                         "",
                                         "-",
                                         ".",
                                         "12 5",
                                         "-0.0000004",
                                         "000000000000001",
                                         "+4",
                                         "1,234",
                                         "12,34",
                                         "1234567890123",
                                         "123456789012345",
                                         "0.1234567",
                                         "--1",
                                         "9223372036854.775807"};
static const char *const units[] = {"kWh", "kWh", "GJ", "km", "KWH", "tonnes", "", "parsec"};
static const char *const names[] = {"",
                                    "S1",
                                    "St \"Mary\"",
                                    "A, B",
                                    "caf\xc3\xa9",
                                    "caf\xe9",
                                    "two\nlines",
                                    "cr\rcr",
                                    "a\r\nb",
                                    "tab\tinside",
                                    "\xe2\x80\xae",
                                    "x",
                                    "a name of more than thirty-two bytes",
                                    "a name of exactly 32 bytes, yes!"};
static const char *const ends[] = {"\n", "\n", "\n", "\n", "\r\n", "\r\n", "\r"};
static const char *const scraps[] = {"\"", "\"\"", ",",   "\n",  "\r",    "\r\n",
                                     "a",  "\"\n", ",\"", "\",", "\"\r",  "2024",
                                     " ",  "\t",   "kWh", "#",   "\"x\"", "\xef\xbb\xbf"};

static gboolean
is_plain(const char *text)
{
    return strpbrk(text, ",\"\n\r") == NULL;
}

/* A field as a program would write it, mostly. */
static void
append_field(GString *out, GRand *rand, const char *text)
{
    gboolean is_quoted = !is_plain(text) || g_rand_int_range(rand, 0, 8) == 0;
    gint32 slip = g_rand_int_range(rand, 0, 60);

    if (slip == 0)
        g_string_append(out, " \t ");
    if (is_quoted)
        g_string_append_c(out, '"');
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '"' && is_quoted)
            g_string_append_c(out, '"');
        g_string_append_c(out, *p);
    }
    if (is_quoted)
        g_string_append_c(out, '"');
    if (slip == 1)
        g_string_append(out, "  ");
}

static void
append_scraps(GString *out, GRand *rand)
{
    for (gint32 i = g_rand_int_range(rand, 0, 30); i > 0; i--) {
        if (g_rand_int_range(rand, 0, 20) == 0)
            g_string_append_c(out, '\0');
        g_string_append(out, PICK(rand, scraps));
    }
}

void
hostile_append_row(GString *out, GRand *rand, gint32 one_in)
{
    gboolean is_hostile = g_rand_int_range(rand, 0, one_in) == 0;
    gint32 n_usual = is_hostile ? 18 : 6;

    if (is_hostile && g_rand_boolean(rand)) {
        append_scraps(out, rand);
        return;
    }
    append_field(out, rand, periods[g_rand_int_range(rand, 0, n_usual)]);
    g_string_append_c(out, ',');
    append_field(out, rand, is_hostile ? PICK(rand, activities) : activities[0]);
    g_string_append_c(out, ',');
    append_field(out, rand, quantities[g_rand_int_range(rand, 0, is_hostile ? 26 : 4)]);
    g_string_append_c(out, ',');
    append_field(out, rand, is_hostile ? PICK(rand, units) : units[0]);
    for (guint i = 0; i < 3; i++) {
        g_string_append_c(out, ',');
        append_field(out, rand, names[g_rand_int_range(rand, 0, is_hostile ? 14 : 2)]);
    }
    g_string_append(out, is_hostile ? PICK(rand, ends) : "\n");
}
