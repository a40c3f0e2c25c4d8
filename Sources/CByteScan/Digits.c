// The digits of numbers that are written with separators.

#include "Digits.h"
#include "variant.h"
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/// Eight bytes of a value from `at` on, the first in the lowest byte, and zeros for those behind its end.
static inline uint64_t eight_bytes(const uint8_t *value, size_t count, size_t at) {
    uint64_t bytes = 0;
    if (count - at >= 8) {
        memcpy(&bytes, value + at, 8);
    } else if (count >= 8) {
        memcpy(&bytes, value + count - 8, 8);
        bytes >>= 8 * (8 - (count - at));
    } else {
        for (size_t last = count; last > at; last--) bytes = bytes << 8 | value[last - 1];
    }
    return bytes;
}

/// A run of digits at a time.
static int take_portable(const uint8_t *value, size_t count, int skips_parentheses, uint8_t digits[32]) {
    uint64_t words[4] = {0};
    size_t taken = 0, at = 0;
    while (at < count) {
        const uint64_t numbers = eight_bytes(value, count, at) ^ 0x3030303030303030;
        // A byte of ten or more carries into its top bit, and so does one behind the end.
        const uint64_t above = ((numbers & 0x7F7F7F7F7F7F7F7F) + 0x7676767676767676) | numbers;
        const uint64_t others = above & 0x8080808080808080;
        const size_t run = others ? (size_t)__builtin_ctzll(others) >> 3 : 8;
        if (run > 0) {
            if (taken + run > SEEP_DIGITS_MAX) return -1;
            const uint64_t found = numbers & ~0ull >> (64 - 8 * run);
            const unsigned shift = 8 * (taken & 7);
            words[taken >> 3] |= found << shift;
            words[(taken >> 3) + 1] |= found >> 1 >> (63 - shift);
            taken += run;
            at += run;
            if (run == 8 || at == count) continue;
        }
        const uint8_t byte = value[at++];
        const int is_separator =
            byte == ' ' || (uint8_t)(byte - '-') < 3 || (skips_parentheses && (uint8_t)(byte - '(') < 2);
        if (!is_separator) return -1;
    }
    memcpy(digits, words, sizeof words);
    return (int)taken;
}

#if defined(__x86_64__)
/// All bytes at once; at most 32.
__attribute__((target("avx512bw,avx512vl,avx512vbmi2,bmi2,popcnt"))) static int take_avx512(
    const uint8_t *value, size_t count, int skips_parentheses, uint8_t digits[32]
) {
    const __mmask32 inside = _bzhi_u32(~0u, (unsigned)count);
    const __m256i bytes = _mm256_maskz_loadu_epi8(inside, value);
    const __m256i numbers = _mm256_sub_epi8(bytes, _mm256_set1_epi8('0'));
    const __mmask32 found = _mm256_mask_cmplt_epu8_mask(inside, numbers, _mm256_set1_epi8(10));
    __mmask32 known = found | _mm256_cmpeq_epi8_mask(bytes, _mm256_set1_epi8(' ')) |
        _mm256_cmplt_epu8_mask(_mm256_sub_epi8(bytes, _mm256_set1_epi8('-')), _mm256_set1_epi8(3));
    if (skips_parentheses)
        known |= _mm256_cmplt_epu8_mask(_mm256_sub_epi8(bytes, _mm256_set1_epi8('(')), _mm256_set1_epi8(2));
    const int taken = __builtin_popcount(found);
    if ((inside & ~known) != 0 || taken > SEEP_DIGITS_MAX) return -1;
    _mm256_storeu_si256((__m256i *)digits, _mm256_maskz_compress_epi8(found, numbers));
    return taken;
}
#endif

int seep_take_digits(const uint8_t *value, size_t count, int skips_parentheses, uint8_t digits[32]) {
#if defined(__x86_64__)
    if (count <= 32 && best() == AVX512) return take_avx512(value, count, skips_parentheses, digits);
#endif
    return take_portable(value, count, skips_parentheses, digits);
}
