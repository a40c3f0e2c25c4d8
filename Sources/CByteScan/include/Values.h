#ifndef SEEP_VALUES_H
#define SEEP_VALUES_H

#include "Walks.h"

/// The value behind the colon of a member at `separator`: a string without its quotes, or a word.
///
/// - `end`: where the value, and the byte behind it, must lie before; `total`: bytes up to there may be read.
/// Returns an empty range at 0 for what is not simple: what has an escape, `%`, `&` or a quote inside, spaces around it
/// or no end, and what stands behind more than one space.
seep_range seep_plain_value(const uint8_t *bytes, size_t separator, size_t end, size_t total);

/// Reads a whole value as a decimal number with a point or a comma, up to 24 bytes in all, and with an optional unit of
/// letters, `%` and `/` behind it, of six bytes at most, perhaps after a space.
///
/// Returns 0 where it is none.
int seep_read_number(const uint8_t *value, size_t count, double *number);

#endif
