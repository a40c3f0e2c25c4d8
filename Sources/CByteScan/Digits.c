// The digits of numbers that are written with separators.

#include "Digits.h"
#include "variant.h"
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static int take_portable(const uint8_t *value, size_t count, int skips_parentheses, uint8_t digits[32]) {
    size_t taken = 0;
    int is_other = 0;
    memset(digits, 0, 32);
    for (size_t at = 0; at < count; at++) {
        const uint8_t byte = value[at], digit = byte - '0';
        const int is_separator =
            byte == ' ' || (uint8_t)(byte - '-') < 3 || (skips_parentheses && (uint8_t)(byte - '(') < 2);
        // What is no digit is written over by the next, or by the zero behind the last.
        digits[taken] = digit;
        taken += digit < 10;
        is_other |= (digit >= 10) & !is_separator;
        if (taken > SEEP_DIGITS_MAX) return -1;
    }
    digits[taken] = 0;
    return is_other ? -1 : (int)taken;
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
