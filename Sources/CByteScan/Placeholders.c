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

/// By the first letter of a word that stands for a value: a bit for each length that such words have, eleven at most.
static const uint16_t word_lengths[26] = {
    ['a' - 'a'] = 0x268, ['c' - 'a'] = 0x300, ['d' - 'a'] = 0x0A0, ['e' - 'a'] = 0x2A0, ['f' - 'a'] = 0x178,
    ['h' - 'a'] = 0x040, ['l' - 'a'] = 0x020, ['m' - 'a'] = 0x0C0, ['n' - 'a'] = 0x09C, ['p' - 'a'] = 0x950,
    ['q' - 'a'] = 0x040, ['r' - 'a'] = 0x180, ['s' - 'a'] = 0x140, ['t' - 'a'] = 0x0B8, ['u' - 'a'] = 0x3A0,
    ['x' - 'a'] = 0x008,
};

/// Whether a value may be such a word, or begin with `your` or `my`.
///
/// - `folded`: the first byte as a small letter, if it is a letter.
INLINE int may_be_word(const uint8_t *value, size_t count, uint8_t folded) {
    if (folded == 'y' || folded == 'm') {
        if ((value[1] | 0x20) == (folded == 'y' ? 'o' : 'y')) return 1;
    }
    const uint8_t letter = folded - 'a';
    return letter < 26 && count < 16 && word_lengths[letter] >> count & 1;
}

int seep_may_be_placeholder(const uint8_t *value, size_t count) {
    if (count < 2) return 1;
    const uint8_t first = value[0], folded = first | 0x20, last = value[count - 1];
    if (count < 8) {
        // A short one repeats its first byte, or is a word; or it begins with another sign.
        if (first == value[1]) return 1;
        return (uint8_t)(folded - 'a') < 26 ? may_be_word(value, count, folded) : (uint8_t)(first - '0') >= 10;
    }
    uint32_t start;
    memcpy(&start, value, sizeof start);
    // `$`, `%`, `(`, `*` and `<`; `X`, `[`, `x` and `{`. Others may be taken for them, and are looked at in full.
    const uint64_t signs = first & 0x40 ? 0x0900000009000000 : 0x1000053000000000;
    if (signs >> (first & 63) & 1) return 1;
    // Bytes that differ in their low six bits differ: the first four of most values do.
    uint64_t marks = 1ull << (start & 63) | 1ull << (start >> 8 & 63) | 1ull << (start >> 16 & 63) | 1ull << (start >> 24 & 63);
    marks &= marks - 1;
    marks &= marks - 1;
    if (!(marks & (marks - 1))) return 1;
    if (may_be_word(value, count, folded)) return 1;
    // `EXAMPLE`, `EXAMPLEKEY`, and the digests of nothing.
    if (last == 'E' || last == 'Y' || ((count & 7) == 0 && (folded & 0xFE) == 'd')) return 1;
    return is_sequence(value, count);
}
