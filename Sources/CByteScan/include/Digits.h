#ifndef SEEP_DIGITS_H
#define SEEP_DIGITS_H

#include <stddef.h>
#include <stdint.h>

/// The digits that a number of any standard has at most.
enum { SEEP_DIGITS_MAX = 24 };

/// Takes the digits of a value, a byte each from 0 to 9, and zeros behind them; spaces, `-`, `.` and `/` are left out,
/// and, if asked for, `(` and `)`.
///
/// Returns their number, or -1 where any other byte stands, or more than `SEEP_DIGITS_MAX` digits.
int seep_take_digits(const uint8_t *value, size_t count, int skips_parentheses, uint8_t digits[32]);

#endif
