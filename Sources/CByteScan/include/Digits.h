#ifndef SEEP_DIGITS_H
#define SEEP_DIGITS_H

#include <stddef.h>
#include <stdint.h>

/// The number that eight digits write, a byte each from 0 to 9, the first in the lowest one.
static inline uint64_t seep_eight_digits(uint64_t digits) {
    // Pairs, of which every second is one; then two sums of two pairs each, which meet in the upper half.
    const uint64_t pairs = (digits * 10 + (digits >> 8)) & 0x00FF00FF00FF00FF;
    const uint64_t outer = (pairs & 0x000000FF000000FF) * (100 + (1000000ull << 32));
    const uint64_t inner = (pairs >> 16 & 0x000000FF000000FF) * (1 + (10000ull << 32));
    return (outer + inner) >> 32;
}

/// The digits that a number of any standard has at most.
enum { SEEP_DIGITS_MAX = 24 };

/// Takes the digits of a value, a byte each from 0 to 9, and zeros behind them; spaces, `-`, `.` and `/` are left out,
/// and, if asked for, `(` and `)`.
///
/// Returns their number, or -1 where any other byte stands, or more than `SEEP_DIGITS_MAX` digits.
int seep_take_digits(const uint8_t *value, size_t count, int skips_parentheses, uint8_t digits[32]);

#endif
