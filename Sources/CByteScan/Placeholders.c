// Tells nearly all values from placeholders.

#include "Placeholders.h"

#include <string.h>

#define INLINE static inline __attribute__((always_inline))

// A step is a byte that the next character follows: bit `i` of a mask for byte `i`.

#if defined(__SSE2__)
#include <emmintrin.h>

INLINE uint32_t steps16(const uint8_t *bytes) {
    const __m128i next = _mm_add_epi8(_mm_loadu_si128((const __m128i *)bytes), _mm_set1_epi8(1));
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(bytes + 1)), next));
}

INLINE uint32_t steps8(const uint8_t *bytes) {
    const __m128i next = _mm_add_epi8(_mm_loadl_epi64((const __m128i *)bytes), _mm_set1_epi8(1));
    return (uint8_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadl_epi64((const __m128i *)(bytes + 1)), next));
}
#else
INLINE uint32_t steps_of(const uint8_t *bytes, unsigned count) {
    uint32_t found = 0;
    for (unsigned at = 0; at < count; at++) found |= (uint32_t)((uint8_t)(bytes[at] + 1) == bytes[at + 1]) << at;
    return found;
}

INLINE uint32_t steps16(const uint8_t *bytes) { return steps_of(bytes, 16); }

INLINE uint32_t steps8(const uint8_t *bytes) { return steps_of(bytes, 8); }
#endif

/// Whether there are at least so many steps.
static int has_steps(const uint8_t *value, size_t steps, size_t least) {
    size_t found = 0, at = 0;
    // Once too many were missed, the rest cannot make up for them.
    for (; at + 16 <= steps && found + steps - at >= least; at += 16) {
        const uint32_t more = steps16(value + at);
        if (more) found += (size_t)__builtin_popcount(more);
    }
    for (; at < steps && found + steps - at >= least; at++) found += (uint8_t)(value[at] + 1) == value[at + 1];
    return found >= least;
}

/// Whether steps cover more than half of eight bytes or more, and six of them.
INLINE int is_sequence(const uint8_t *value, size_t count) {
    const size_t steps = count - 1, half = count / 2 + 1, least = half > 6 ? half : 6;
    uint32_t found;
    if (steps < 8 || steps > 32) {
        return has_steps(value, steps, least);
    } else if (steps < 16) {
        found = steps8(value) | steps8(value + steps - 8) << (steps - 8);
    } else {
        found = steps16(value) | steps16(value + steps - 16) << (steps - 16);
    }
    // Most values have five at most.
    uint32_t rest = found;
    for (unsigned step = 0; step < 5; step++) rest &= rest - 1;
    return rest && (size_t)__builtin_popcount(found) >= least;
}

int seep_may_be_placeholder(const uint8_t *value, size_t count) {
    // Of the short ones, a number is told by its first two digits.
    if (count < 8) return count < 2 || (uint8_t)(value[0] - '0') >= 10 || value[0] == value[1];
    uint32_t start;
    memcpy(&start, value, sizeof start);
    const uint8_t first = value[0], folded = first | 0x20, last = value[count - 1];
    // `$`, `%`, `(`, `*` and `<`; `X`, `[`, `x` and `{`. Others may be taken for them, and are looked at in full.
    const uint64_t signs = first & 0x40 ? 0x0900000009000000 : 0x1000053000000000;
    if (signs >> (first & 63) & 1) return 1;
    // Bytes that differ in their low six bits differ: the first four of most values do.
    uint64_t marks = 1ull << (start & 63) | 1ull << (start >> 8 & 63) | 1ull << (start >> 16 & 63) | 1ull << (start >> 24 & 63);
    marks &= marks - 1;
    marks &= marks - 1;
    if (!(marks & (marks - 1))) return 1;
    // No word is longer than eleven; `your…` and `my…` are heads of longer ones.
    if (count <= 11 ? (uint8_t)(folded - 'a') < 26 : folded == 'y' || folded == 'm') return 1;
    // `EXAMPLE`, `EXAMPLEKEY`, and the digests of nothing.
    if (last == 'E' || last == 'Y' || ((count & 7) == 0 && (folded & 0xFE) == 'd')) return 1;
    return is_sequence(value, count);
}
