// Tells nearly all values from placeholders.

#include "Placeholders.h"

#include <string.h>

#define INLINE static inline __attribute__((always_inline))

// A step is a byte that the next character follows: bit `i` of a mask for byte `i`.

#if defined(__SSE2__)
#include <emmintrin.h>

/// Whether the first four of eight bytes differ from each other, or the last four.
INLINE int has_four_apart(const uint8_t *bytes) {
    const __m128i word = _mm_loadl_epi64((const __m128i *)bytes);
    const __m128i next = _mm_or_si128(_mm_slli_epi32(word, 8), _mm_srli_epi32(word, 24));
    const __m128i opposite = _mm_shufflelo_epi16(word, _MM_SHUFFLE(2, 3, 0, 1));
    const __m128i equal = _mm_or_si128(_mm_cmpeq_epi8(word, next), _mm_cmpeq_epi8(word, opposite));
    const uint32_t found = (uint32_t)_mm_movemask_epi8(equal);
    return !(found & 0x0F) | !(found & 0xF0);
}

INLINE uint32_t steps16(const uint8_t *bytes) {
    const __m128i next = _mm_add_epi8(_mm_loadu_si128((const __m128i *)bytes), _mm_set1_epi8(1));
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(bytes + 1)), next));
}

INLINE uint32_t steps8(const uint8_t *bytes) {
    const __m128i next = _mm_add_epi8(_mm_loadl_epi64((const __m128i *)bytes), _mm_set1_epi8(1));
    return (uint8_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadl_epi64((const __m128i *)(bytes + 1)), next));
}
#else
INLINE int has_four_apart(const uint8_t *bytes) {
    (void)bytes;
    return 0;
}

INLINE uint32_t steps_of(const uint8_t *bytes, unsigned count) {
    uint32_t found = 0;
    for (unsigned at = 0; at < count; at++) found |= (uint32_t)((uint8_t)(bytes[at] + 1) == bytes[at + 1]) << at;
    return found;
}

INLINE uint32_t steps16(const uint8_t *bytes) { return steps_of(bytes, 16); }

INLINE uint32_t steps8(const uint8_t *bytes) { return steps_of(bytes, 8); }
#endif

/// Not inlined, and so are others that few values ask for: the rest keeps its variables in fewer registers.
#define APART static __attribute__((noinline))

/// Whether there are at least so many steps.
APART int has_steps(const uint8_t *value, size_t steps, size_t least) {
    size_t found = 0, at = 0;
    // Once too many were missed, the rest cannot make up for them.
    for (; at + 16 <= steps && found + steps - at >= least; at += 16) {
        const uint32_t more = steps16(value + at);
        if (more) found += (size_t)__builtin_popcount(more);
    }
    for (; at < steps && found + steps - at >= least; at++) found += (uint8_t)(value[at] + 1) == value[at + 1];
    return found >= least;
}

/// Whether a mask has six bits or more: most have five at most.
INLINE int has_six(uint32_t found) {
    for (unsigned bit = 0; bit < 5; bit++) found &= found - 1;
    return found != 0;
}

/// Whether steps cover more than half of eight bytes or more, and six of them.
INLINE int is_sequence(const uint8_t *value, size_t count) {
    const size_t steps = count - 1, half = count / 2 + 1, least = half > 6 ? half : 6;
    if (steps < 8) return has_steps(value, steps, least);
    if (steps <= 32) {
        const uint32_t found = steps < 16 ? steps8(value) | steps8(value + steps - 8) << (steps - 8)
                                          : steps16(value) | steps16(value + steps - 16) << (steps - 16);
        return has_six(found) && (size_t)__builtin_popcount(found) >= least;
    }
    size_t missed = 0;
    for (size_t at = 0; at + 32 <= steps; at += 32) {
        if (has_six(steps16(value + at) | steps16(value + at + 16) << 16)) break;
        missed += 32 - 5;
        if (missed > steps - least) return 0;
    }
    return has_steps(value, steps, least);
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

/// A bit for each of four bytes, by its low six bits.
INLINE uint64_t marks_of(const uint8_t *bytes) {
    uint32_t word;
    memcpy(&word, bytes, sizeof word);
    return 1ull << (word & 63) | 1ull << (word >> 8 & 63) | 1ull << (word >> 16 & 63) | 1ull << (word >> 24 & 63);
}

/// Whether four of eight bytes differ from each other, as far as their low six bits tell.
APART int has_four(const uint8_t *bytes) {
    uint64_t marks = marks_of(bytes) | marks_of(bytes + 4);
    marks &= marks - 1;
    marks &= marks - 1;
    return (marks & (marks - 1)) != 0;
}

/// Of eight bytes or more.
APART int ends_in_example(const uint8_t *value, size_t count) {
    return memcmp(value + count - 7, "EXAMPLE", 7) == 0 || (count >= 10 && memcmp(value + count - 10, "EXAMPLEKEY", 10) == 0);
}

int seep_may_be_placeholder(const uint8_t *value, size_t count) {
    if (count < 2) return 1;
    const uint8_t first = value[0], folded = first | 0x20, last = value[count - 1];
    if (count < 8) {
        // A short one repeats its first byte, or is a word; or it begins with another sign.
        if (first == value[1]) return 1;
        return (uint8_t)(folded - 'a') < 26 ? may_be_word(value, count, folded) : (uint8_t)(first - '0') >= 10;
    }
    // `$`, `%`, `(`, `*` and `<`; `X`, `[`, `x` and `{`. Others may be taken for them, and are looked at in full.
    const uint64_t signs = first & 0x40 ? 0x0900000009000000 : 0x1000053000000000;
    if (signs >> (first & 63) & 1) return 1;
    // Bytes that differ in their low six bits differ: among the first eight of most values four do.
    if (!has_four_apart(value) && !has_four(value)) return 1;
    if (may_be_word(value, count, folded)) return 1;
    // `EXAMPLE`, `EXAMPLEKEY`, and the digests of nothing.
    if ((last == 'E' || last == 'Y') && ends_in_example(value, count)) return 1;
    if ((count == 32 || count == 40 || count == 64) && (folded & 0xFE) == 'd') return 1;
    return is_sequence(value, count);
}
