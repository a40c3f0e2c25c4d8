// The first paths of expressions that dense data asks for most.

#include "KnownMatches.h"

#include "ByteScan.h"

#define INLINE static inline __attribute__((always_inline))

enum { DIGIT = 1, UPPER = 2, LOWER = 4, HEX_LETTER = 8, GAP = 16 };

static const uint8_t kinds[256] = {
    ['0' ... '9'] = DIGIT, ['A' ... 'F'] = UPPER | HEX_LETTER, ['G' ... 'Z'] = UPPER,
    ['a' ... 'f'] = LOWER | HEX_LETTER, ['g' ... 'z'] = LOWER, [' '] = GAP, ['.'] = GAP, ['-'] = GAP, ['('] = GAP,
    [')'] = GAP,
};

INLINE int is(uint8_t byte, int kind) { return (kinds[byte] & kind) != 0; }

INLINE int is_alnum(uint8_t byte) { return is(byte, DIGIT | UPPER | LOWER); }

/// Whether so many bytes from `at` on are of a kind, all before `end`.
INLINE int are(const uint8_t *bytes, size_t at, size_t count, size_t end, int kind) {
    if (end - at < count || at > end) return 0;
    for (size_t index = 0; index < count; index++) {
        if (!is(bytes[at + index], kind)) return 0;
    }
    return 1;
}

INLINE size_t match_mac(const uint8_t *bytes, size_t start, size_t end) {
    enum { COUNT = 17 };
    if (end - start < COUNT) return 0;
    if (start > 0) {
        const uint8_t before = bytes[start - 1];
        if (is_alnum(before) || before == ':' || before == '-') return 0;
    }
    for (size_t at = start; at < start + COUNT; at += 3) {
        if (!is(bytes[at], DIGIT | HEX_LETTER) || !is(bytes[at + 1], DIGIT | HEX_LETTER)) return 0;
        if (at + 2 < start + COUNT && bytes[at + 2] != ':') return 0;
    }
    const size_t stop = start + COUNT;
    if (stop < end && (is_alnum(bytes[stop]) || bytes[stop] == ':' || bytes[stop] == '-')) return 0;
    return stop;
}

INLINE size_t match_ssn(const uint8_t *bytes, size_t start, size_t end) {
    enum { COUNT = 11 };
    if (end - start < COUNT) return 0;
    if (start > 0) {
        const uint8_t before = bytes[start - 1];
        if (is_alnum(before) || before == '-' || before == '.' || before == '+') return 0;
    }
    const uint8_t *at = bytes + start;
    if (at[0] == '9' || at[3] != '-' || at[6] != '-') return 0;
    if (!(are(at, 0, 3, COUNT, DIGIT) && are(at, 4, 2, COUNT, DIGIT) && are(at, 7, 4, COUNT, DIGIT))) return 0;
    const size_t stop = start + COUNT;
    if (stop < end && (is_alnum(bytes[stop]) || bytes[stop] == '-')) return 0;
    return stop;
}

/// A number of digits alone, of none of the two networks that may be written in three groups.
INLINE size_t match_pan(const uint8_t *bytes, size_t start, size_t end) {
    if (end - start < 13 || bytes[start] < '2' || bytes[start] > '6') return 0;
    if (bytes[start] == '3' && (bytes[start + 1] == '4' || bytes[start + 1] == '7')) return 0;
    if (start > 0) {
        const uint8_t before = bytes[start - 1];
        if (is_alnum(before) || before == '.' || before == '-') return 0;
    }
    size_t at = start + 1;
    while (at < end && at - start < 19 && is(bytes[at], DIGIT)) at++;
    if (at - start < 13) return 0;
    if (at < end) {
        const uint8_t next = bytes[at];
        if (is_alnum(next)) return 0;
        if ((next == '.' || next == '-') && at + 1 < end && is(bytes[at + 1], DIGIT)) return 0;
    }
    return at;
}

INLINE size_t match_iban(const uint8_t *bytes, size_t start, size_t end) {
    if (start > 0 && is_alnum(bytes[start - 1])) return 0;
    if (!are(bytes, start, 2, end, UPPER) || !are(bytes, start + 2, 2, end, DIGIT)) return 0;
    size_t at = start + 4;
    int groups = 0;
    for (; groups < 7; groups++) {
        const size_t group = at + (at < end && bytes[at] == ' ');
        if (!are(bytes, group, 4, end, DIGIT | UPPER)) break;
        at = group + 4;
    }
    if (groups < 2) return 0;
    const size_t rest = at + (at < end && bytes[at] == ' ');
    size_t stop = rest;
    while (stop < end && stop - rest < 3 && is(bytes[stop], DIGIT | UPPER)) stop++;
    if (stop > rest) at = stop;
    return at < end && is_alnum(bytes[at]) ? 0 : at;
}

INLINE size_t match_phone(const uint8_t *bytes, size_t start, size_t end) {
    if (end - start < 9 || bytes[start] != '+') return 0;
    if (start > 0 && (is_alnum(bytes[start - 1]) || bytes[start - 1] == '+')) return 0;
    size_t at = start + 1;
    // What begins like this may be a time zone behind a date.
    if (!is(bytes[at], DIGIT) || bytes[at] == '0' || (bytes[at] == '2' && bytes[at + 1] == '0')) return 0;
    at++;
    int digits = 0;
    for (; digits < 14; digits++) {
        size_t next = at;
        while (next < end && next - at < 2 && is(bytes[next], GAP)) next++;
        if (next >= end || !is(bytes[next], DIGIT)) break;
        at = next + 1;
    }
    if (digits < 7 || (at < end && is(bytes[at], DIGIT))) return 0;
    return at;
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

size_t seep_match_known(
    enum seep_known known, const uint8_t *bytes, size_t start, size_t end, uint32_t letters
) {
    switch (known) {
    case SEEP_KNOWN_MAC: return match_mac(bytes, start, end);
    case SEEP_KNOWN_SSN: return match_ssn(bytes, start, end);
    case SEEP_KNOWN_PAN: return match_pan(bytes, start, end);
    case SEEP_KNOWN_IBAN: return match_iban(bytes, start, end);
    case SEEP_KNOWN_PHONE: return match_phone(bytes, start, end);
    case SEEP_KNOWN_AMAZON_TOKEN: return match_amazon_token(bytes, start, end, letters);
    }
    return 0;
}
