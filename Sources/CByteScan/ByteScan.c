// Byte classes of 64 bytes at a time, for the instruction set that the machine has.

#define _GNU_SOURCE // memrchr

#include "ByteScan.h"
#include "shapes.h"
#include "variant.h"

#include <string.h>

atomic_int seep_portable_forced;

void seep_scan_force_portable(int forced) {
    atomic_store(&seep_portable_forced, forced);
}

// Portable: one table look-up a byte.

enum {
    C_DIGIT, C_UPPER, C_LOWER, C_HEX, C_HIGH, C_AT, C_PLUS, C_DASH, C_DOT, C_SPACE, C_COLON, C_EQUAL_GREATER,
    C_QUOTE, C_OTHER
};

static uint32_t class_of(uint8_t b) {
    uint32_t bits = 0;
    if (b >= '0' && b <= '9') bits |= 1u << C_DIGIT;
    if (b >= 'A' && b <= 'Z') bits |= 1u << C_UPPER;
    if (b >= 'a' && b <= 'z') bits |= 1u << C_LOWER;
    if ((b >= 'A' && b <= 'F') || (b >= 'a' && b <= 'f')) bits |= 1u << C_HEX;
    if (b >= 0x80) bits |= 1u << C_HIGH;
    switch (b) {
    case '@': return bits | 1u << C_AT;
    case '+': return bits | 1u << C_PLUS;
    case '/': case '_': return bits | 1u << C_OTHER;
    case '-': return bits | 1u << C_DASH;
    case '.': return bits | 1u << C_DOT;
    case ' ': return bits | 1u << C_SPACE;
    case ':': return bits | 1u << C_COLON;
    case '=': case '>': return bits | 1u << C_EQUAL_GREATER;
    case '"': case '\'': return bits | 1u << C_QUOTE;
    default: return bits;
    }
}

static void classify_portable(const uint8_t *block, classes *out, size_t word) {
    uint32_t bits[64];
    for (unsigned i = 0; i < 64; i++) bits[i] = class_of(block[i]);
#define TAKE(field, class)                                                              \
    do {                                                                                \
        uint64_t taken = 0;                                                             \
        for (unsigned i = 0; i < 64; i++) taken |= (uint64_t)(bits[i] >> class & 1) << i; \
        out->field[word] = taken;                                                       \
    } while (0)
    TAKE(digit, C_DIGIT);
    TAKE(upper, C_UPPER);
    TAKE(lower, C_LOWER);
    TAKE(hex_letter, C_HEX);
    TAKE(high, C_HIGH);
    TAKE(at, C_AT);
    TAKE(plus, C_PLUS);
    TAKE(dash, C_DASH);
    TAKE(dot, C_DOT);
    TAKE(space, C_SPACE);
    TAKE(colon, C_COLON);
    TAKE(equal_greater, C_EQUAL_GREATER);
    TAKE(quote, C_QUOTE);
    TAKE(slash_underscore, C_OTHER);
#undef TAKE
}

static inline int set_has(const seep_byte_set *set, uint8_t byte) {
    const uint8_t *table = byte < 0x80 ? set->low : set->high;
    return table[byte & 15] >> (byte >> 4 & 7) & 1;
}

static size_t run_start_portable(const uint8_t *bytes, size_t from, size_t floor, const seep_byte_set *set) {
    while (from > floor && set_has(set, bytes[from - 1])) from--;
    return from;
}

static size_t run_end_portable(const uint8_t *bytes, size_t from, size_t end, const seep_byte_set *set) {
    while (from < end && set_has(set, bytes[from])) from++;
    return from;
}

#define CLASSIFY classify_portable
#define NAME scan_portable
#define TARGET
#include "loop.h"
#undef CLASSIFY
#undef NAME
#undef TARGET

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt")))

TARGET_AVX2 static inline uint64_t join(__m256i low, __m256i high) {
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

TARGET_AVX2 static inline uint64_t equal2(__m256i low, __m256i high, char byte) {
    const __m256i wanted = _mm256_set1_epi8(byte);
    return join(_mm256_cmpeq_epi8(low, wanted), _mm256_cmpeq_epi8(high, wanted));
}

TARGET_AVX2 static inline uint64_t either2(__m256i low, __m256i high, char one, char other) {
    const __m256i first = _mm256_set1_epi8(one);
    const __m256i second = _mm256_set1_epi8(other);
    return join(_mm256_or_si256(_mm256_cmpeq_epi8(low, first), _mm256_cmpeq_epi8(low, second)),
                _mm256_or_si256(_mm256_cmpeq_epi8(high, first), _mm256_cmpeq_epi8(high, second)));
}

/// Bytes in `[first, first + count)`, by moving the range to the bottom of the signed numbers.
TARGET_AVX2 static inline uint64_t range2(__m256i low, __m256i high, char first, char count) {
    const __m256i shift = _mm256_set1_epi8((char)(-128 - first));
    const __m256i bound = _mm256_set1_epi8((char)(-128 + count));
    return join(_mm256_cmpgt_epi8(bound, _mm256_add_epi8(low, shift)),
                _mm256_cmpgt_epi8(bound, _mm256_add_epi8(high, shift)));
}

TARGET_AVX2 static inline void classify_avx2(const uint8_t *block, classes *out, size_t word) {
    const __m256i low = _mm256_loadu_si256((const __m256i *)block);
    const __m256i high = _mm256_loadu_si256((const __m256i *)(block + 32));
    const __m256i bit = _mm256_set1_epi8(0x20);
    const __m256i low_folded = _mm256_or_si256(low, bit);
    const __m256i high_folded = _mm256_or_si256(high, bit);
    const uint64_t letters = range2(low_folded, high_folded, 'a', 26);
    const uint64_t raised = join(_mm256_slli_epi16(low, 2), _mm256_slli_epi16(high, 2));
    out->digit[word] = range2(low, high, '0', 10);
    out->lower[word] = letters & raised;
    out->upper[word] = letters & ~raised;
    out->hex_letter[word] = range2(low_folded, high_folded, 'a', 6);
    out->high[word] = join(low, high);
    out->at[word] = equal2(low, high, '@');
    out->plus[word] = equal2(low, high, '+');
    out->dash[word] = equal2(low, high, '-');
    out->dot[word] = equal2(low, high, '.');
    out->space[word] = equal2(low, high, ' ');
    out->colon[word] = equal2(low, high, ':');
    out->equal_greater[word] = either2(low, high, '=', '>');
    out->quote[word] = either2(low, high, '"', '\'');
    out->slash_underscore[word] = either2(low, high, '/', '_');
}

#define CLASSIFY classify_avx2
#define NAME scan_avx2
#define TARGET TARGET_AVX2
#include "loop.h"
#undef CLASSIFY
#undef NAME
#undef TARGET

#define TARGET_AVX512 __attribute__((target("avx512bw,avx512f,avx512vl,avx512dq,avx512vbmi2,avx2,bmi,bmi2,popcnt,lzcnt")))

TARGET_AVX512 static inline uint64_t equal5(__m512i block, char byte) {
    return _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8(byte));
}

TARGET_AVX512 static inline uint64_t range5(__m512i block, char first, char count) {
    return _mm512_cmplt_epu8_mask(_mm512_sub_epi8(block, _mm512_set1_epi8(first)), _mm512_set1_epi8(count));
}

TARGET_AVX512 static inline void classify_avx512(const uint8_t *from, classes *out, size_t word) {
    const __m512i block = _mm512_loadu_si512(from);
    const __m512i folded = _mm512_or_si512(block, _mm512_set1_epi8(0x20));
    const uint64_t letters = range5(folded, 'a', 26);
    out->digit[word] = range5(block, '0', 10);
    out->lower[word] = range5(block, 'a', 26);
    out->upper[word] = letters & ~out->lower[word];
    out->hex_letter[word] = range5(folded, 'a', 6);
    out->high[word] = _mm512_movepi8_mask(block);
    out->at[word] = equal5(block, '@');
    out->plus[word] = equal5(block, '+');
    out->dash[word] = equal5(block, '-');
    out->dot[word] = equal5(block, '.');
    out->space[word] = equal5(block, ' ');
    out->colon[word] = equal5(block, ':');
    out->equal_greater[word] = equal5(block, '=') | equal5(block, '>');
    out->quote[word] = equal5(block, '"') | equal5(block, '\'');
    out->slash_underscore[word] = equal5(block, '/') | equal5(block, '_');
}

#define CLASSIFY classify_avx512
#define NAME scan_avx512
#define TARGET TARGET_AVX512
#include "loop.h"
#undef CLASSIFY
#undef NAME
#undef TARGET

TARGET_AVX2 static size_t count_newlines_avx2(const uint8_t *bytes, size_t count) {
    const __m256i feed = _mm256_set1_epi8('\n');
    size_t found = 0;
    size_t at = 0;
    for (; at + 128 <= count; at += 128) {
        const __m256i *from = (const __m256i *)(bytes + at);
        const __m256i a = _mm256_cmpeq_epi8(_mm256_loadu_si256(from), feed);
        const __m256i b = _mm256_cmpeq_epi8(_mm256_loadu_si256(from + 1), feed);
        const __m256i c = _mm256_cmpeq_epi8(_mm256_loadu_si256(from + 2), feed);
        const __m256i d = _mm256_cmpeq_epi8(_mm256_loadu_si256(from + 3), feed);
        found += (size_t)__builtin_popcountll(join(a, b)) + (size_t)__builtin_popcountll(join(c, d));
    }
    for (; at < count; at++) found += bytes[at] == '\n';
    return found;
}

/// A bit for each of 32 bytes that is not in a set.
TARGET_AVX2 static inline uint32_t outside_avx2(const uint8_t *bytes, const seep_byte_set *set) {
    const __m256i low = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)set->low));
    const __m256i high = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)set->high));
    const __m256i bits = _mm256_setr_epi8(
        1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128,
        1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
    const __m256i half = _mm256_set1_epi8(15);
    const __m256i block = _mm256_loadu_si256((const __m256i *)bytes);
    const __m256i low_half = _mm256_and_si256(block, half);
    const __m256i high_half = _mm256_and_si256(_mm256_srli_epi16(block, 4), half);
    // The top bit of a byte tells which table its high half is in.
    const __m256i row =
        _mm256_blendv_epi8(_mm256_shuffle_epi8(low, low_half), _mm256_shuffle_epi8(high, low_half), block);
    const __m256i found = _mm256_and_si256(row, _mm256_shuffle_epi8(bits, high_half));
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(found, _mm256_setzero_si256()));
}

TARGET_AVX2 static size_t run_start_avx2(const uint8_t *bytes, size_t from, size_t floor, const seep_byte_set *set) {
    for (; from >= floor + 32; from -= 32) {
        const uint32_t outside = outside_avx2(bytes + from - 32, set);
        if (outside) return from - (size_t)__builtin_clz(outside);
    }
    return run_start_portable(bytes, from, floor, set);
}

TARGET_AVX2 static size_t run_end_avx2(const uint8_t *bytes, size_t from, size_t end, const seep_byte_set *set) {
    const size_t first = from;
    for (; from + 32 <= end; from += 32) {
        const uint32_t outside = outside_avx2(bytes + from, set);
        if (outside) return from + (size_t)__builtin_ctz(outside);
    }
    if (end < first + 32) return run_end_portable(bytes, from, end, set);
    // The last block begins among bytes that are known to be inside.
    const uint32_t outside = outside_avx2(bytes + end - 32, set);
    return outside ? end - 32 + (size_t)__builtin_ctz(outside) : end;
}
#endif

seep_scan_result seep_scan_shapes(
    const uint8_t *bytes, size_t begin, size_t end, size_t total, uint32_t shapes,
    const seep_names *names, const uint64_t *known, uint64_t *events, size_t capacity
) {
#if defined(__x86_64__)
    switch (best()) {
    case AVX512: return scan_avx512(bytes, begin, end, total, shapes, names, known, events, capacity);
    case AVX2: return scan_avx2(bytes, begin, end, total, shapes, names, known, events, capacity);
    default: break;
    }
#endif
    return scan_portable(bytes, begin, end, total, shapes, names, known, events, capacity);
}

void seep_note_name(seep_name_endings *endings, const uint8_t *name, size_t count) {
    while (count > 0 && (unsigned)(name[count - 1] - '0') < 10) count--;
    if (count <= 2) {
        // With digits behind it a shorter name is a pair, too.
        int are_hex = 1;
        for (size_t at = 0; at < count; at++) are_hex &= (unsigned)(name[at] - '0') < 10 || (unsigned)(name[at] - 'a') < 6;
        endings->has_pair |= are_hex;
    }
    uint32_t letters = 0;
    unsigned taken = 0;
    while (count > 0 && taken < LAST_LETTERS) {
        letters = letters << 5 | letter_code(name[--count]);
        taken++;
    }
    const unsigned bit = ending_bit(letters, taken);
    endings->words[bit >> 6] |= 1ull << (bit & 63);
}

size_t seep_run_start(const uint8_t *bytes, size_t from, size_t floor, const seep_byte_set *set) {
#if defined(__x86_64__)
    if (best() != PORTABLE) return run_start_avx2(bytes, from, floor, set);
#endif
    return run_start_portable(bytes, from, floor, set);
}

int seep_run_holds(const uint8_t *bytes, size_t start, size_t from, uint8_t byte) {
#if defined(__x86_64__)
    // Most runs are short, and have bytes before them.
    if (from >= 32 && from - start <= 32) {
        const __m128i *const block = (const __m128i *)(bytes + from - 32);
        const __m128i wanted = _mm_set1_epi8((char)byte);
        const uint32_t low = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(block), wanted));
        const uint32_t high = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(block + 1), wanted));
        return from > start && (low | high << 16) >> (32 - (from - start)) != 0;
    }
#endif
    return memchr(bytes + start, byte, from - start) != NULL;
}

size_t seep_run_end(const uint8_t *bytes, size_t from, size_t end, const seep_byte_set *set) {
#if defined(__x86_64__)
    if (best() != PORTABLE) return run_end_avx2(bytes, from, end, set);
#endif
    return run_end_portable(bytes, from, end, set);
}

uint64_t seep_hash_name(const uint8_t *name, size_t count) {
    uint64_t hash = name_seed;
    while (count > 0) hash = mix_name(hash, name[--count]);
    return hash;
}

int32_t seep_find_name(const uint8_t *name, size_t count, const seep_names *names) {
    uint8_t field[SEEP_NAME_REACH + 1];
    if (count >= sizeof field) return -1;
    memcpy(field, name, count);
    field[count] = ':';
    known_names known;
    memset(&known, 0, sizeof known);
    size_t start;
    return look_up_name(field, count + 1, count, names, &known, &start);
}

const uint8_t *seep_last_newline(const uint8_t *bytes, size_t count) {
    return memrchr(bytes, '\n', count);
}

size_t seep_count_newlines(const uint8_t *bytes, size_t count) {
#if defined(__x86_64__)
    if (best() != PORTABLE) return count_newlines_avx2(bytes, count);
#endif
    size_t found = 0;
    for (size_t at = 0; at < count; at++) found += bytes[at] == '\n';
    return found;
}

const char *seep_scan_variant(void) {
    switch (best()) {
    case AVX512: return "avx512";
    case AVX2: return "avx2";
    default: return "portable";
    }
}
