// The walk over documents of one shape, for the instruction set that the machine has.

#include "Walks.h"
#include "strings.h"
#include "variant.h"

#include <string.h>

/// Whether two texts are equal; `SEEP_TEXT_PADDING` bytes may be read behind `other`'s, and behind `one`'s where they are
/// before `end`.
INLINE int is_same_portable(const uint8_t *one, const uint8_t *other, size_t count, const uint8_t *end) {
#if defined(__SSE2__)
    if ((size_t)(end - one) >= count + 16) {
        for (size_t at = 0; at < count; at += 16) {
            const __m128i ours = _mm_loadu_si128((const __m128i *)(one + at));
            const __m128i theirs = _mm_loadu_si128((const __m128i *)(other + at));
            unsigned differing = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(ours, theirs)) ^ 0xFFFF;
            if (count - at < 16) differing &= (1u << (count - at)) - 1;
            if (differing) return 0;
        }
        return 1;
    }
#endif
    return memcmp(one, other, count) == 0;
}

/// Passes letters, digits, `.`, `-`, `+` and `_`, as far as it can do so fast.
INLINE size_t pass_word_portable(const uint8_t *bytes, size_t at, size_t total) {
    (void)bytes;
    (void)total;
    return at;
}

/// Not inlined: few strings have escapes, and the walks are faster without the loop's variables.
static __attribute__((noinline)) size_t find_string_end_far(const uint8_t *bytes, size_t at, size_t end) {
    return find_string_end(bytes, at, end, '"', 1, 0);
}

#define NAME walk_portable
#define TARGET
#define IS_SAME is_same_portable
#define FIND_IN_STRING find_in_string
#define PASS_WORD pass_word_portable
#include "document.h"
#undef NAME
#undef TARGET
#undef IS_SAME
#undef FIND_IN_STRING
#undef PASS_WORD

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET_AVX2 __attribute__((target("avx2,bmi,bmi2")))
#define INLINE_AVX2 TARGET_AVX2 static inline __attribute__((always_inline))

/// The same for more than 32 bytes, or where no more may be read.
TARGET_AVX2 static __attribute__((noinline)) int is_same_far(
    const uint8_t *one, const uint8_t *other, size_t count, const uint8_t *end
) {
    if ((size_t)(end - one) < count + 32) return memcmp(one, other, count) == 0;
    for (size_t at = 0; at < count; at += 32) {
        const __m256i ours = _mm256_loadu_si256((const __m256i *)(one + at));
        const __m256i theirs = _mm256_loadu_si256((const __m256i *)(other + at));
        const uint32_t differing = ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(ours, theirs));
        // More bytes than a mask has leave it as it is.
        if (_bzhi_u32(differing, (uint32_t)(count - at < 32 ? count - at : 32))) return 0;
    }
    return 1;
}

INLINE_AVX2 int is_same_avx2(const uint8_t *one, const uint8_t *other, size_t count, const uint8_t *end) {
    if (count > 32 || end - one < 32) return is_same_far(one, other, count, end);
    const __m256i ours = _mm256_loadu_si256((const __m256i *)one);
    const __m256i theirs = _mm256_loadu_si256((const __m256i *)other);
    const uint32_t differing = ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(ours, theirs));
    return _bzhi_u32(differing, (uint32_t)count) == 0;
}

/// A bit for each of 32 bytes that `string_kinds` knows.
INLINE_AVX2 uint32_t ends_in_string(const uint8_t *bytes) {
    const __m256i least = _mm256_set1_epi8('"'), span = _mm256_set1_epi8('\'' - '"');
    const __m256i block = _mm256_loadu_si256((const __m256i *)bytes);
    const __m256i above = _mm256_sub_epi8(block, least);
    const __m256i hits = _mm256_or_si256(
        _mm256_cmpeq_epi8(_mm256_min_epu8(above, span), above),
        _mm256_or_si256(
            _mm256_cmpeq_epi8(block, _mm256_set1_epi8('\\')), _mm256_cmpeq_epi8(block, _mm256_set1_epi8('\n'))));
    return (uint32_t)_mm256_movemask_epi8(hits);
}

TARGET_AVX2 static __attribute__((noinline)) size_t find_in_string_far(
    const uint8_t *bytes, size_t at, size_t end, size_t total
) {
    for (; at < end && total - at >= 32; at += 32) {
        const uint32_t mask = ends_in_string(bytes + at);
        if (mask) return at + (size_t)__builtin_ctz(mask);
    }
    return find_in_string(bytes, at, end, total);
}

INLINE_AVX2 size_t find_in_string_avx2(const uint8_t *bytes, size_t at, size_t end, size_t total) {
    if (total - at < 32) return find_in_string_far(bytes, at, end, total);
    const uint32_t mask = ends_in_string(bytes + at);
    return mask ? at + (size_t)__builtin_ctz(mask) : find_in_string_far(bytes, at + 32, end, total);
}

INLINE_AVX2 size_t pass_word_avx2(const uint8_t *bytes, size_t at, size_t total) {
    if (total - at < 32) return at;
    const __m256i block = _mm256_loadu_si256((const __m256i *)(bytes + at));
    const __m256i digits = _mm256_sub_epi8(block, _mm256_set1_epi8('0'));
    const __m256i letters = _mm256_sub_epi8(_mm256_or_si256(block, _mm256_set1_epi8(0x20)), _mm256_set1_epi8('a'));
    const __m256i inside = _mm256_or_si256(
        _mm256_or_si256(
            _mm256_cmpeq_epi8(_mm256_min_epu8(digits, _mm256_set1_epi8(9)), digits),
            _mm256_cmpeq_epi8(_mm256_min_epu8(letters, _mm256_set1_epi8(25)), letters)),
        _mm256_or_si256(
            _mm256_cmpeq_epi8(block, _mm256_set1_epi8('.')), _mm256_cmpeq_epi8(block, _mm256_set1_epi8('-'))));
    const uint32_t outside = ~(uint32_t)_mm256_movemask_epi8(inside);
    return at + (outside ? (size_t)__builtin_ctz(outside) : 32);
}

#define NAME walk_avx2
#define TARGET TARGET_AVX2
#define IS_SAME is_same_avx2
#define FIND_IN_STRING find_in_string_avx2
#define PASS_WORD pass_word_avx2
#include "document.h"
#endif

void seep_walk_document(
    const uint8_t *bytes, size_t end, size_t total, const seep_document *shape, size_t target, seep_document_walk *walk,
    seep_range *values
) {
#if defined(__x86_64__)
    if (best() != PORTABLE) {
        walk_avx2(bytes, end, total, shape, target, walk, values);
        return;
    }
#endif
    walk_portable(bytes, end, total, shape, target, walk, values);
}
