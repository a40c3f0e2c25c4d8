// Where strings and words end.

#ifndef SEEP_STRINGS_H
#define SEEP_STRINGS_H

#include "plain.h"

/// The first of two bytes from `at` on, or `end`.
INLINE size_t find_either(const uint8_t *bytes, size_t at, size_t end, uint8_t one, uint8_t other) {
#if defined(__SSE2__)
    const __m128i ones = _mm_set1_epi8((char)one), others = _mm_set1_epi8((char)other);
    for (; at + 16 <= end; at += 16) {
        const __m128i block = _mm_loadu_si128((const __m128i *)(bytes + at));
        const __m128i hits = _mm_or_si128(_mm_cmpeq_epi8(block, ones), _mm_cmpeq_epi8(block, others));
        const unsigned mask = (unsigned)_mm_movemask_epi8(hits);
        if (mask) return at + (size_t)__builtin_ctz(mask);
    }
#endif
    while (at < end && bytes[at] != one && bytes[at] != other) at++;
    return at;
}

/// The quote that ends a string from `at` on, or `end`; doubled and escaped ones are passed.
INLINE size_t find_string_end(const uint8_t *bytes, size_t at, size_t end, uint8_t quote, int escapes, int doubles) {
    const uint8_t escape = escapes ? '\\' : quote;
    for (;;) {
        at = find_either(bytes, at, end, quote, escape);
        if (at >= end) return end;
        if (bytes[at] != quote) {
            at += 2;
        } else if (doubles && at + 1 < end && bytes[at + 1] == quote) {
            at += 2;
        } else {
            return at;
        }
        if (at >= end) return end;
    }
}

/// What a byte means in a word of a document.
static const uint8_t scalar_kinds[256] = {
    [0 ... ' '] = ENDS_VALUE, [','] = ENDS_VALUE, ['}'] = ENDS_VALUE, [']'] = ENDS_VALUE, ['{'] = COMPLEX,
    ['['] = COMPLEX, ['"'] = COMPLEX,
};

#endif
