// The first paths of expressions that dense data asks for most.

#include "KnownMatches.h"

#include "ByteScan.h"

#include <string.h>

#define INLINE static inline __attribute__((always_inline))

// Each value is read as a window of bytes, of which every kind is a mask: bit `i` for byte `i`.

enum { WINDOW = 32 };

#if defined(__SSE2__)
#include <emmintrin.h>

/// The bytes of a window in `[first, first + count)`.
INLINE uint32_t range(const uint8_t *window, uint8_t first, uint8_t count) {
    // The range moves to the bottom of the signed numbers.
    const __m128i shift = _mm_set1_epi8((char)(-128 - first)), bound = _mm_set1_epi8((char)(-128 + count));
    const __m128i low = _mm_loadu_si128((const __m128i *)window), high = _mm_loadu_si128((const __m128i *)(window + 16));
    return (uint32_t)_mm_movemask_epi8(_mm_cmplt_epi8(_mm_add_epi8(low, shift), bound))
        | (uint32_t)_mm_movemask_epi8(_mm_cmplt_epi8(_mm_add_epi8(high, shift), bound)) << 16;
}
#else
INLINE uint32_t range(const uint8_t *window, uint8_t first, uint8_t count) {
    uint32_t found = 0;
    for (unsigned at = 0; at < WINDOW; at++) found |= (uint32_t)((uint8_t)(window[at] - first) < count) << at;
    return found;
}
#endif

INLINE uint32_t digits(const uint8_t *window) { return range(window, '0', 10); }

INLINE uint32_t capitals(const uint8_t *window) { return range(window, 'A', 26); }

/// The bytes of a window from the first on that are set: at most all of them.
INLINE size_t run(uint32_t mask) { return ~mask ? (size_t)__builtin_ctz(~mask) : WINDOW; }

INLINE int is_digit(uint8_t byte) { return (uint8_t)(byte - '0') < 10; }

INLINE int is_capital(uint8_t byte) { return (uint8_t)(byte - 'A') < 26; }

INLINE int is_alnum(uint8_t byte) { return is_digit(byte) || (uint8_t)((byte | 0x20) - 'a') < 26; }

/// The bytes from `start` on, and zeros behind `end`, where there may be too few.
INLINE const uint8_t *window_at(const uint8_t *bytes, size_t start, size_t end, uint8_t room[WINDOW]) {
    if (end - start >= WINDOW) return bytes + start;
    memset(room, 0, WINDOW);
    memcpy(room, bytes + start, end - start);
    return room;
}

INLINE size_t match_mac(const uint8_t *window, uint8_t before) {
    enum { COUNT = 17, PAIRS = 0x1B6DB, COLONS = 0x04924 };
    if (is_alnum(before) || before == ':' || before == '-') return 0;
    const uint32_t hex = digits(window) | range(window, 'A', 6) | range(window, 'a', 6);
    if ((hex & PAIRS) != PAIRS || (range(window, ':', 1) & COLONS) != COLONS) return 0;
    const uint8_t next = window[COUNT];
    return is_alnum(next) || next == ':' || next == '-' ? 0 : COUNT;
}

INLINE size_t match_ssn(const uint8_t *window, uint8_t before) {
    enum { COUNT = 11, DIGITS = 0x7B7 };
    if (is_alnum(before) || before == '-' || before == '.' || before == '+') return 0;
    if (window[0] == '9' || window[3] != '-' || window[6] != '-') return 0;
    if ((digits(window) & DIGITS) != DIGITS) return 0;
    return is_alnum(window[COUNT]) || window[COUNT] == '-' ? 0 : COUNT;
}

/// A number of digits alone, of none of the two networks that may be written in three groups.
INLINE size_t match_pan(const uint8_t *window, uint8_t before) {
    if (window[0] < '2' || window[0] > '6') return 0;
    if (window[0] == '3' && (window[1] == '4' || window[1] == '7')) return 0;
    if (is_alnum(before) || before == '.' || before == '-') return 0;
    const size_t count = run(digits(window));
    if (count < 13 || count > 19) return 0;
    const uint8_t next = window[count];
    return is_alnum(next) || ((next == '.' || next == '-') && is_digit(window[count + 1])) ? 0 : count;
}

/// An account written without spaces.
INLINE size_t match_iban(const uint8_t *window, uint8_t before) {
    enum { HEAD = 4, LEAST = 8, MOST = 27 };
    if (is_alnum(before)) return 0;
    const uint32_t digit = digits(window), capital = capitals(window);
    if ((capital & 3) != 3 || (digit & 12) != 12) return 0;
    const size_t rest = run((digit | capital) >> HEAD);
    // A longer one may end behind the window, or have more groups than there are.
    if (rest < LEAST || rest > MOST - 2) return 0;
    const size_t count = HEAD + rest;
    const uint8_t next = window[count];
    if (is_alnum(next)) return 0;
    // Behind a space the number may go on.
    return next == ' ' && (is_digit(window[count + 1]) || is_capital(window[count + 1])) ? 0 : count;
}

INLINE size_t match_phone(const uint8_t *window, uint8_t before) {
    enum { LEAST = 8, MOST = 15 };
    if (window[0] != '+' || is_alnum(before) || before == '+') return 0;
    // What begins like this may be a time zone behind a date.
    if (!is_digit(window[1]) || window[1] == '0' || (window[1] == '2' && window[2] == '0')) return 0;
    const uint32_t digit = digits(window);
    // Space, `-`, `.` and parentheses.
    const uint32_t gap = range(window, ' ', 1) | range(window, '-', 2) | range(window, '(', 2);
    const size_t reach = 1 + run((digit | gap) >> 1);
    if (reach >= WINDOW - 1) return 0;
    // Three gaps in a row end the number.
    const uint32_t wide = gap & gap >> 1 & gap >> 2;
    const size_t stop = wide && (size_t)__builtin_ctz(wide) < reach ? (size_t)__builtin_ctz(wide) : reach;
    const uint32_t own = digit & ((1u << stop) - 1);
    const int count = __builtin_popcount(own);
    return count < LEAST || count > MOST ? 0 : WINDOW - (size_t)__builtin_clz(own);
}

/// Networks of one's own: 10, 127, 192.168 and 172.16 to 172.31.
INLINE int is_private(const uint8_t *window) {
    if (!memcmp(window, "10.", 3) || !memcmp(window, "127.", 4) || !memcmp(window, "192.168.", 8)) return 1;
    if (memcmp(window, "172.", 4) || window[6] != '.') return 0;
    const unsigned second = (unsigned)(window[4] - '0') * 10 + (unsigned)(window[5] - '0');
    return second >= 16 && second <= 31;
}

INLINE size_t match_ipv4(const uint8_t *window, uint8_t before) {
    enum { PARTS = 4, DIGITS = 3 };
    if (is_alnum(before) || before == '.' || before == '-' || before == '/') return seep_no_match;
    const uint32_t digit = digits(window);
    size_t count = run(digit);
    if (count == 0 || count > DIGITS) return seep_no_match;
    for (unsigned part = 1; part < PARTS; part++) {
        if (window[count++] != '.') return seep_no_match;
        const size_t own = run(digit >> count);
        if (own == 0 || own > DIGITS) return seep_no_match;
        count += own;
    }
    const uint8_t next = window[count];
    if (is_alnum(next) || next == '-' || (next == '.' && is_digit(window[count + 1]))) return seep_no_match;
    return is_private(window) ? seep_no_match : count;
}

/// A token that is written without escapes.
INLINE size_t match_amazon_token(const uint8_t *bytes, size_t start, size_t end, uint32_t letters) {
    // `A-Za-z0-9_=+/~-`, by the low halves of the bytes.
    static const seep_byte_set token = {
        {0xA8, 0xF8, 0xF8, 0xF8, 0xF8, 0xF8, 0xF8, 0xF8, 0xF8, 0xF8, 0xF0, 0x54, 0x50, 0x5C, 0xD0, 0x74}, {0}};
    enum { HEAD = 5, LEAST = 60 };
    if (end - start < HEAD + LEAST + 1) return 0;
    if (start > 0 && is_alnum(bytes[start - 1])) return 0;
    const uint8_t *at = bytes + start;
    const uint32_t first = at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
    if (first != letters || at[4] != '|') return 0;
    const size_t stop = seep_run_end(bytes, start + HEAD, end, &token);
    if (stop - start < HEAD + LEAST + 1) return 0;
    // An escape may go on with the token, and dots tell that it was cut.
    if (stop < end && (bytes[stop] == '%' || bytes[stop] == '\\' || bytes[stop] == '.')) return 0;
    return stop;
}

/// Whether the bytes before an `@` are few, and no two dots among them stand side by side.
INLINE int has_single_dots(const uint8_t *bytes, size_t begin, size_t at) {
    if (at < WINDOW || at - begin > WINDOW || at == begin) return 0;
    const uint32_t dots = range(bytes + at - WINDOW, '.', 1) >> (WINDOW - (at - begin));
    return !(dots & dots >> 1);
}

int seep_match_address(const uint8_t *bytes, size_t begin, size_t at, size_t end, seep_address *address) {
    enum { LABELS_MAX = 8 };
    const size_t start = at + 1;
    if (start > end || end - start < WINDOW || !has_single_dots(bytes, begin, at)) return 0;
    const uint8_t *window = bytes + start;
    const uint32_t letter = range(window, 'a', 26) | capitals(window) | range(window, 0x80, 0x80);
    const uint32_t dash = range(window, '-', 1), all_dots = range(window, '.', 1);
    const uint32_t label = letter | dash | digits(window);
    size_t count = run(label | all_dots);
    // It may go on behind the window.
    if (count == WINDOW) return 0;
    const uint8_t next = window[count];
    if (next == '@' || next == ':') return 0;
    uint32_t dots = all_dots & ((1u << count) - 1);
    // Each dot ends a label, and neither begins nor ends one with a dash.
    if (!dots || (dots & (dots << 1 | 1)) || (dash & (dots << 1 | dots >> 1 | 1)) || __builtin_popcount(dots) > LABELS_MAX) {
        return 0;
    }
    // A dot behind the last label belongs to the text.
    if (dots >> (count - 1)) dots ^= 1u << --count;
    if (!dots) return 0;
    const size_t last = WINDOW - 1 - (size_t)__builtin_clz(dots);
    const size_t top_level = count - last - 1;
    if (top_level < 2 || run(letter >> (last + 1)) < top_level) return 0;
    const uint32_t others = dots ^ 1u << last;
    address->end = start + count;
    address->last_dot = start + last;
    address->second_dot = others ? start + WINDOW - 1 - (size_t)__builtin_clz(others) : at;
    return 1;
}

size_t seep_match_known(
    enum seep_known known, const uint8_t *bytes, size_t start, size_t end, uint32_t letters
) {
    if (known == SEEP_KNOWN_AMAZON_TOKEN) return match_amazon_token(bytes, start, end, letters);
    uint8_t room[WINDOW];
    const uint8_t *window = window_at(bytes, start, end, room);
    const uint8_t before = start > 0 ? bytes[start - 1] : 0;
    size_t count = 0;
    switch (known) {
    case SEEP_KNOWN_MAC: count = match_mac(window, before); break;
    case SEEP_KNOWN_SSN: count = match_ssn(window, before); break;
    case SEEP_KNOWN_PAN: count = match_pan(window, before); break;
    case SEEP_KNOWN_IBAN: count = match_iban(window, before); break;
    case SEEP_KNOWN_PHONE: count = match_phone(window, before); break;
    case SEEP_KNOWN_IPV4: count = match_ipv4(window, before); break;
    case SEEP_KNOWN_AMAZON_TOKEN: break;
    }
    return count - 1 < seep_no_match - 1 ? start + count : count;
}
