#ifndef SEEP_SCREENS_H
#define SEEP_SCREENS_H

#include "ByteScan.h"

/// What of an expression can be told from a value's length and its bytes, wherever in the value they stand.
///
/// The expression has conditions, a bit each: one holds when the first byte meets it, when any byte does, or when all
/// bytes do. The highest bit is the alphabet's: the bytes of every match, and those that may begin one.
typedef struct {
    /// By byte: the conditions that hold where such a byte stands in the low half, and in the high half those that hold
    /// where no other stands.
    uint32_t bytes[256];

    /// By byte: the conditions that hold where the value begins with it.
    uint16_t first[256];

    /// The bytes of the alphabet.
    seep_byte_set alphabet;

    /// How long a match is.
    uint32_t least, most;

    /// The conditions that must hold for a match, but for the alphabet's.
    uint16_t wanted;

    /// A value of the alphabet, and of such a length, for which the conditions hold is a match.
    uint8_t is_sufficient;
} seep_screen;

enum { SEEP_SCREEN_ALPHABET = 0x8000 };

typedef enum {
    /// The expression itself must be asked.
    SEEP_SCREEN_ASKS,
    SEEP_SCREEN_MATCHES,
    SEEP_SCREEN_FAILS,
} seep_screened;

/// Whether an expression matches the whole of a value.
seep_screened seep_screen_value(const seep_screen *screen, const uint8_t *value, size_t count);

#endif
