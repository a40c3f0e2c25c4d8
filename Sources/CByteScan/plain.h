// What is simple in a value of a member.

#ifndef SEEP_PLAIN_H
#define SEEP_PLAIN_H

#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#define INLINE static inline __attribute__((always_inline))

/// What a byte means in a value.
enum { PLAIN, ENDS_VALUE, COMPLEX };

/// What a byte means in a string of a member: the bytes from `"` to `'` have a quote or begin an escape, but for two.
static const uint8_t string_kinds[256] = {['"' ... '\''] = ENDS_VALUE, ['\\'] = ENDS_VALUE, ['\n'] = ENDS_VALUE};

/// The first byte from `at` on that `string_kinds` knows, or one at `end` or behind it.
INLINE size_t find_in_string(const uint8_t *bytes, size_t at, size_t end, size_t total) {
#if defined(__SSE2__)
    const __m128i least = _mm_set1_epi8('"'), span = _mm_set1_epi8('\'' - '"');
    const __m128i backslash = _mm_set1_epi8('\\'), feed = _mm_set1_epi8('\n');
    for (; at < end && total - at >= 16; at += 16) {
        const __m128i block = _mm_loadu_si128((const __m128i *)(bytes + at));
        const __m128i above = _mm_sub_epi8(block, least);
        const __m128i hits = _mm_or_si128(
            _mm_cmpeq_epi8(_mm_min_epu8(above, span), above),
            _mm_or_si128(_mm_cmpeq_epi8(block, backslash), _mm_cmpeq_epi8(block, feed)));
        const unsigned mask = (unsigned)_mm_movemask_epi8(hits);
        if (mask) return at + (size_t)__builtin_ctz(mask);
    }
#endif
    while (at < end && string_kinds[bytes[at]] == PLAIN) at++;
    return at;
}

/// What a byte means in a word of a member.
static const uint8_t word_kinds[256] = {
    [0 ... ' '] = ENDS_VALUE, ['"'] = ENDS_VALUE, ['&'] = ENDS_VALUE, ['\''] = ENDS_VALUE, [')'] = ENDS_VALUE,
    [','] = ENDS_VALUE, [';'] = ENDS_VALUE, ['<'] = ENDS_VALUE, [']'] = ENDS_VALUE, ['}'] = ENDS_VALUE,
    ['\\'] = COMPLEX, ['%'] = COMPLEX,
};

#endif
