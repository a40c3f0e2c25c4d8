#ifndef SEEP_PLACEHOLDERS_H
#define SEEP_PLACEHOLDERS_H

#include <stddef.h>
#include <stdint.h>

/// Whether a value may be a placeholder, by a few looks that tell nearly all values from one: its first and last bytes,
/// whether four of its first eight differ, and whether neighbouring characters follow each other as in `abcdefgh`.
///
/// No placeholder is missed; `isPlaceholder` in Validation decides.
int seep_may_be_placeholder(const uint8_t *value, size_t count);

#endif
