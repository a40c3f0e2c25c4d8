#ifndef SEEP_HASHES_H
#define SEEP_HASHES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// Both halves of a product, in one word.
static inline uint64_t seep_folded(uint64_t left, uint64_t right) {
    const unsigned __int128 product = (unsigned __int128)left * right;
    return (uint64_t)(product >> 64) ^ (uint64_t)product;
}

/// Eight bytes as a number, the first in the lowest place.
static inline uint64_t seep_word(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/// A keyed hash of bytes: two multiplications for up to sixteen of them, one more for each sixteen more.
///
/// In the header, so that it is inlined where values are hashed.
static inline uint64_t seep_hash_value(const uint8_t *value, size_t count, uint64_t low, uint64_t high) {
    uint64_t state = low ^ count, first = 0, last = 0;
    size_t at = 0;
    for (; count - at > 16; at += 16) {
        state = seep_folded(seep_word(value + at) ^ state, seep_word(value + at + 8) ^ high);
    }
    // The last sixteen bytes, of which a few may have been taken, or all of a shorter value.
    if (count >= 8) {
        first = seep_word(value + (count > 16 ? count - 16 : 0));
        last = seep_word(value + count - 8);
    } else {
        for (; at < count; at++) first = first << 8 | value[at];
    }
    return seep_folded(seep_folded(first ^ state, last ^ high), 0x9E3779B97F4A7C15 ^ state);
}

#endif
