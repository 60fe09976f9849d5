/* SPDX-License-Identifier: MIT */
#include "gp-scan.h"

#include <string.h>

/* Bit i: byte i is @value. */
static guint64
bytes_equal(guint64 bytes, guint8 value)
{
    const guint64 ones = G_GUINT64_CONSTANT(0x0101010101010101), lows = ones * 0x7f;
    guint64 others = bytes ^ ones * value;
    guint64 zeros = ~(((others & lows) + lows) | others | lows);

    /* their high bits side by side: no two products of this hit the same bit */
    return (zeros >> 7) * G_GUINT64_CONSTANT(0x0102040810204080) >> 56;
}

static void
scan_plainly(const char *text, gsize n_words, GpScanWord *out_words)
{
    for (gsize i = 0; i < n_words; i++) {
        GpScanWord word = {0, 0, 0, 0, 0};

        for (guint at = 0; at < GP_SCAN_BYTES; at += 8, text += 8) {
            guint64 bytes;

            memcpy(&bytes, text, sizeof bytes);
            bytes = GUINT64_FROM_LE(bytes);
            word.commas |= bytes_equal(bytes, ',') << at;
            word.feeds |= bytes_equal(bytes, '\n') << at;
            word.quotes |= bytes_equal(bytes, '"') << at;
            word.returns |= bytes_equal(bytes, '\r') << at;
            word.zeros |= bytes_equal(bytes, '\0') << at;
        }
        out_words[i] = word;
    }
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2"))) static guint64
joined(__m256i low, __m256i high)
{
    return (guint32)_mm256_movemask_epi8(low) | (guint64)(guint32)_mm256_movemask_epi8(high) << 32;
}

__attribute__((target("avx2"))) static void
scan_avx2(const char *text, gsize n_words, GpScanWord *out_words)
{
    const __m256i comma = _mm256_set1_epi8(','), feed = _mm256_set1_epi8('\n');
    const __m256i quote = _mm256_set1_epi8('"'), carriage_return = _mm256_set1_epi8('\r');
    const __m256i zero = _mm256_setzero_si256();

    for (gsize i = 0; i < n_words; i++, text += GP_SCAN_BYTES) {
        __m256i a = _mm256_loadu_si256((const __m256i_u *)text);
        __m256i b = _mm256_loadu_si256((const __m256i_u *)(text + 32));
        GpScanWord word;

        word.commas = joined(_mm256_cmpeq_epi8(a, comma), _mm256_cmpeq_epi8(b, comma));
        word.feeds = joined(_mm256_cmpeq_epi8(a, feed), _mm256_cmpeq_epi8(b, feed));
        word.quotes = joined(_mm256_cmpeq_epi8(a, quote), _mm256_cmpeq_epi8(b, quote));
        word.returns =
            joined(_mm256_cmpeq_epi8(a, carriage_return), _mm256_cmpeq_epi8(b, carriage_return));
        word.zeros = joined(_mm256_cmpeq_epi8(a, zero), _mm256_cmpeq_epi8(b, zero));
        out_words[i] = word;
    }
}

__attribute__((target("avx512bw"))) static void
scan_avx512(const char *text, gsize n_words, GpScanWord *out_words)
{
    const __m512i comma = _mm512_set1_epi8(','), feed = _mm512_set1_epi8('\n');
    const __m512i quote = _mm512_set1_epi8('"'), carriage_return = _mm512_set1_epi8('\r');
    const __m512i zero = _mm512_setzero_si512();

    for (gsize i = 0; i < n_words; i++, text += GP_SCAN_BYTES) {
        __m512i bytes = _mm512_loadu_si512(text);
        GpScanWord word;

        word.commas = _mm512_cmpeq_epi8_mask(bytes, comma);
        word.feeds = _mm512_cmpeq_epi8_mask(bytes, feed);
        word.quotes = _mm512_cmpeq_epi8_mask(bytes, quote);
        word.returns = _mm512_cmpeq_epi8_mask(bytes, carriage_return);
        word.zeros = _mm512_cmpeq_epi8_mask(bytes, zero);
        out_words[i] = word;
    }
}
#endif

GpScanFunc
gp_scan_way(guint way)
{
    GpScanFunc ways[4] = {scan_plainly};
    guint n = 1;

#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2"))
        ways[n++] = scan_avx2;
    if (__builtin_cpu_supports("avx512bw"))
        ways[n++] = scan_avx512;
#endif
    return way < n ? ways[way] : NULL;
}

void
gp_scan(const char *text, gsize n_words, GpScanWord *out_words)
{
    static gsize best;

    if (g_once_init_enter(&best)) {
        GpScanFunc way = NULL;

        for (guint i = 0; gp_scan_way(i) != NULL; i++)
            way = gp_scan_way(i);
        g_once_init_leave(&best, (gsize)way);
    }
    ((GpScanFunc)best)(text, n_words, out_words);
}
