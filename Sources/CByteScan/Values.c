// The values of fields: where the simple ones end, and the numbers among them.

#include "Values.h"

#include "Digits.h"
#include "plain.h"

seep_range seep_plain_value(const uint8_t *bytes, size_t separator, size_t end, size_t total) {
    const seep_range none = {0, 0};
    size_t start = separator + 1;
    if (start < end && bytes[start] == ' ') start++;
    // `::` joins names, `://` begins an address.
    if (start >= end || bytes[start] == ':' || bytes[start] == '/') return none;
    if (bytes[start] == '"') {
        start++;
        const size_t stop = find_in_string(bytes, start, end, total);
        const int is_plain = stop < end && bytes[stop] == '"' && stop > start;
        return is_plain && bytes[start] > ' ' && bytes[stop - 1] > ' ' ? (seep_range){start, stop} : none;
    }
    size_t stop = start;
    while (stop < end && word_kinds[bytes[stop]] == PLAIN) stop++;
    return stop < end && stop > start && word_kinds[bytes[stop]] == ENDS_VALUE ? (seep_range){start, stop} : none;
}

/// The end of the digits from `at` on.
INLINE size_t pass_digits(const uint8_t *value, size_t at, size_t count, uint64_t *number) {
    for (; at < count; at++) {
        const uint8_t digit = (uint8_t)(value[at] - '0');
        if (digit >= 10) break;
        *number = *number * 10 + digit;
    }
    return at;
}

/// The number that more digits make than a `double` holds: each is rounded.
static double rounded_number(const uint8_t *value, size_t at, size_t end) {
    double number = 0;
    for (; at < end; at++) {
        const uint8_t digit = (uint8_t)(value[at] - '0');
        if (digit < 10) number = number * 10 + digit;
    }
    return number;
}

enum { COUNT_MAX = 24 };

static const double powers[COUNT_MAX] = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22, 1e23,
};

/// The bytes of a value of one to eight, the first in the lowest place, and zeros behind them.
INLINE uint64_t short_word(const uint8_t *value, size_t count) {
    if (count < 4) {
        const size_t middle = count / 2, last = count - 1;
        return value[0] | (uint64_t)value[middle] << 8 * middle | (uint64_t)value[last] << 8 * last;
    }
    const uint64_t first = value[0] | (uint64_t)value[1] << 8 | (uint64_t)value[2] << 16 | (uint64_t)value[3] << 24;
    value += count - 4;
    const uint64_t rest = value[0] | (uint64_t)value[1] << 8 | (uint64_t)value[2] << 16 | (uint64_t)value[3] << 24;
    return first | rest << 8 * (count - 4);
}

/// Reads a number as nearly all are: eight bytes at most, all digits, or all but a point behind the first of them.
///
/// Without a jump for each digit: how many there are is nothing that a processor could foresee.
INLINE int read_short(const uint8_t *value, size_t count, double *number) {
    const uint64_t word = short_word(value, count), digits = word ^ 0x3030303030303030;
    const uint64_t above = ((digits & 0x7F7F7F7F7F7F7F7F) + 0x7676767676767676) | digits;
    const uint64_t others = above & 0x8080808080808080 & ~0ull >> (64 - 8 * count);
    uint64_t taken = word & 0x0F0F0F0F0F0F0F0F;
    size_t decimals = 0;
    if (others) {
        const size_t point = (size_t)__builtin_ctzll(others) >> 3;
        if (point == 0 || (others & (others - 1)) || value[point] != '.') return 0;
        // What stands behind the point moves over it.
        const uint64_t before = (1ull << 8 * point) - 1;
        taken = (taken & before) | (taken >> 8 & ~before);
        decimals = --count - point;
    }
    *number = (double)(int64_t)seep_eight_digits(taken << (64 - 8 * count)) / powers[decimals];
    return 1;
}

int seep_read_number(const uint8_t *value, size_t count, double *number) {
    enum { UNIT_MAX = 6, EXACT_MAX = 15 };
    if (count == 0 || count > COUNT_MAX) return 0;
    if (count <= 8 && read_short(value, count, number)) return 1;
    const size_t start = value[0] == '-' || value[0] == '+';
    uint64_t exact = 0;
    size_t end = pass_digits(value, start, count, &exact), decimals = 0, digits = end - start;
    if (end < count && (value[end] == '.' || value[end] == ',')) {
        const size_t point = end;
        end = pass_digits(value, point + 1, count, &exact);
        decimals = end - point - 1;
        digits += decimals;
    }
    if (digits == 0) return 0;
    size_t at = end;
    if (at < count && value[at] == ' ') at++;
    const size_t unit = at;
    while (at < count && ((uint8_t)((value[at] | 0x20) - 'a') < 26 || value[at] == '%' || value[at] == '/')) at++;
    if (at < count || at - unit > UNIT_MAX) return 0;
    const double size = digits <= EXACT_MAX ? (double)(int64_t)exact : rounded_number(value, start, end);
    *number = (value[0] == '-' ? -size : size) / powers[decimals];
    return 1;
}
