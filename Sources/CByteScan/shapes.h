// From the byte classes of a stripe to events.
//
// A stripe is 64 blocks of 64 bytes; a class, or a shape, is one bit a byte: 64 words a stripe.
// The loops below run over words and are left to the compiler to make wide: eight words an
// instruction with AVX-512, four with AVX2.

#ifndef SEEP_SHAPES_H
#define SEEP_SHAPES_H

#include "names.h"

enum {
    STRIPE_BLOCKS = 64,
    STRIPE_BYTES = STRIPE_BLOCKS * 64,

    /// Blocks classified around a stripe: one before, two after.
    AROUND_BEFORE = 1,
    AROUND = STRIPE_BLOCKS + 8
};

typedef uint64_t words[AROUND];

/// The classes of a stripe's bytes; word `AROUND_BEFORE` is its first block.
typedef struct {
    words digit, upper, lower, hex_letter, high;
    words at, plus, dash, dot, space, colon, equal_greater, quote, slash_underscore;
} classes;

/// The shapes found in a stripe's blocks.
typedef struct {
    uint64_t shape[SEEP_SHAPE_FIELD][STRIPE_BLOCKS];
    uint64_t names[STRIPE_BLOCKS];

    /// The bytes behind a pair of hex digits that stands alone, as in a hardware address.
    uint64_t pairs[STRIPE_BLOCKS];

    /// A bit for each shape that the block has.
    uint64_t present[STRIPE_BLOCKS];
} found_bits;

/// The word whose bit i is bit i + k of the bytes from word j on; 0 < k < 64.
#define AHEAD(a, j, k) ((a)[j] >> (k) | (a)[(j) + 1] << (64 - (k)))

/// The word whose bit i is bit i - 1: set behind a set byte.
#define BEHIND(a, j) ((a)[j] << 1 | (a)[(j) - 1] >> 63)

/// The word whose bit i is bit i - k; 0 < k < 64.
#define BACK(a, j, k) ((a)[j] << (k) | (a)[(j) - 1] >> (64 - (k)))

/// Token runs that have what a secret or base64 text has: capitals, small letters and a digit.
///
/// The masks judge the first 64 bytes of a run at once: UUIDs, digests, paths and words drop out here.
INLINE uint64_t mixed_runs(uint64_t starts, const uint64_t *token, const classes *c, size_t j) {
    uint64_t kept = 0;
    for (; starts; starts &= starts - 1) {
        const unsigned at = (unsigned)__builtin_ctzll(starts);
#define FROM(a, i) (at ? AHEAD(a, i, at) : (a)[i])
        const uint64_t rest = ~FROM(token, j);
        const uint64_t run = rest ? (rest & -rest) - 1 : ~0ull;
        const int capitals = __builtin_popcountll(FROM(c->upper, j) & run);
        const int smalls = __builtin_popcountll(FROM(c->lower, j) & run);
        if (capitals >= 2 && smalls >= 2 && (FROM(c->digit, j) & run)) kept |= 1ull << at;
#undef FROM
    }
    return kept;
}

/// Finds every shape but token runs' mixture and names' endings, with nothing but word operations.
INLINE void find_shapes(const classes *c, found_bits *out) {
    words alnum, beyond_hex, joined, d2, d3, d4, d8, gap, gap_dot, hex, hex2, linked, joint, twice, token, t4, t8, hex4, hex16;
    const size_t first = AROUND_BEFORE;
    const size_t last = AROUND_BEFORE + STRIPE_BLOCKS + 1;

    for (size_t j = 0; j <= last; j++) {
        alnum[j] = c->upper[j] | c->lower[j] | c->digit[j];
        token[j] = alnum[j] | c->slash_underscore[j] | c->plus[j] | c->dash[j];
        hex[j] = c->digit[j] | c->hex_letter[j];
        beyond_hex[j] = alnum[j] & ~hex[j];
        joined[j] = alnum[j] | c->slash_underscore[j] | c->dash[j] | c->dot[j] | c->space[j] | c->high[j];
        gap[j] = c->dash[j] | c->space[j];
        gap_dot[j] = gap[j] | c->dot[j];
    }
    for (size_t j = first; j < last; j++) {
        d2[j] = c->digit[j] & AHEAD(c->digit, j, 1);
        d3[j] = d2[j] & AHEAD(c->digit, j, 2);
        hex2[j] = hex[j] & AHEAD(hex, j, 1);
        linked[j] = hex2[j] & (AHEAD(c->colon, j, 2) | AHEAD(c->dash, j, 2));
        joint[j] = c->dot[j] & AHEAD(c->digit, j, 1) & BEHIND(c->digit, j);
    }
    d2[last] = d3[last] = hex2[last] = linked[last] = joint[last] = 0;
    for (size_t j = first; j < last; j++) {
        d4[j] = d2[j] & AHEAD(d2, j, 2);
        hex4[j] = hex2[j] & AHEAD(hex2, j, 2);
        t4[j] = token[j] & AHEAD(token, j, 1) & AHEAD(token, j, 2) & AHEAD(token, j, 3);
        twice[j] = joint[j]
            & (AHEAD(joint, j, 2)
               | (AHEAD(c->digit, j, 2) & (AHEAD(joint, j, 3) | (AHEAD(c->digit, j, 3) & AHEAD(joint, j, 4)))));
    }
    d4[last] = hex4[last] = t4[last] = twice[last] = 0;
    for (size_t j = first; j < last; j++) {
        d8[j] = d4[j] & AHEAD(d4, j, 4);
        t8[j] = t4[j] & AHEAD(t4, j, 4);
        hex16[j] = hex4[j] & AHEAD(hex4, j, 4) & AHEAD(hex4, j, 8) & AHEAD(hex4, j, 12);
    }
    d8[last] = t8[last] = hex16[last] = 0;

    for (size_t block = 0; block < STRIPE_BLOCKS; block++) {
        const size_t j = block + AROUND_BEFORE;
        const uint64_t after_alnum = BEHIND(alnum, j);
        const uint64_t after_digit = BEHIND(c->digit, j);
        const uint64_t after_joint = after_alnum | BEHIND(c->dash, j) | BEHIND(c->dot, j);
        const uint64_t start = c->digit[j] & ~after_digit;
        const uint64_t start3 = start & d3[j];
        const uint64_t start4 = start & d4[j] & AHEAD(gap, j, 4) & ~after_joint;
#define FOUND(name, bits) out->shape[name][block] = (bits)
        FOUND(SEEP_SHAPE_AT, c->at[j]);
        FOUND(SEEP_SHAPE_PLUS_DIGIT, c->plus[j] & AHEAD(c->digit, j, 1));
        FOUND(SEEP_SHAPE_DIGITS_324,
              start3 & AHEAD(gap, j, 3) & AHEAD(d2, j, 4) & AHEAD(gap, j, 6) & AHEAD(d4, j, 7)
                  & ~AHEAD(c->digit, j, 11));
        FOUND(SEEP_SHAPE_DIGITS_334,
              start3 & AHEAD(gap_dot, j, 3) & AHEAD(d3, j, 4) & AHEAD(gap_dot, j, 7) & AHEAD(d4, j, 8)
                  & ~AHEAD(c->digit, j, 12));
        FOUND(SEEP_SHAPE_PARENTHESISED_334,
              AHEAD(d3, j, 1) & ~alnum[j] & ~AHEAD(alnum, j, 4)
                  & ((AHEAD(d3, j, 5) & AHEAD(d4, j, 9)) | (AHEAD(c->space, j, 5) & AHEAD(d3, j, 6) & AHEAD(d4, j, 10))));
        FOUND(SEEP_SHAPE_DIGITS_444, start4 & AHEAD(d4, j, 5) & AHEAD(gap, j, 9) & AHEAD(d4, j, 10));
        FOUND(SEEP_SHAPE_DIGITS_465,
              start4 & AHEAD(d4, j, 5) & AHEAD(d2, j, 9) & AHEAD(gap, j, 11) & AHEAD(d4, j, 12)
                  & AHEAD(c->digit, j, 16));
        FOUND(SEEP_SHAPE_DIGITS_3332,
              start3 & AHEAD(c->dot, j, 3) & AHEAD(d3, j, 4) & AHEAD(c->dot, j, 7) & AHEAD(d3, j, 8)
                  & AHEAD(c->dash, j, 11) & AHEAD(d2, j, 12));
        FOUND(SEEP_SHAPE_DIGITS_13,
              start & ~after_joint & d8[j] & AHEAD(d4, j, 8) & AHEAD(c->digit, j, 12)
                  & ~(AHEAD(d8, j, 8) & AHEAD(d4, j, 16)));
        FOUND(SEEP_SHAPE_DIGITS_8_LETTER, start & ~after_alnum & d8[j] & AHEAD(c->upper, j, 8) & ~AHEAD(alnum, j, 9));
        FOUND(SEEP_SHAPE_DOTTED_QUAD,
              twice[j]
                  & (AHEAD(twice, j, 2)
                     | (AHEAD(c->digit, j, 2) & (AHEAD(twice, j, 3) | (AHEAD(c->digit, j, 3) & AHEAD(twice, j, 4))))));
        FOUND(SEEP_SHAPE_HEX_PAIRS,
              linked[j] & AHEAD(linked, j, 3) & AHEAD(linked, j, 6) & AHEAD(linked, j, 9) & AHEAD(linked, j, 12)
                  & AHEAD(hex2, j, 15) & ~AHEAD(hex, j, 17) & ~BEHIND(hex, j) & ~BEHIND(c->colon, j)
                  & ~BEHIND(c->dash, j));
        FOUND(SEEP_SHAPE_LETTERS_2_DIGITS_2,
              c->upper[j] & AHEAD(c->upper, j, 1) & AHEAD(d2, j, 2) & ~after_alnum);
        FOUND(SEEP_SHAPE_HEX_LITERAL,
              c->digit[j] & AHEAD(beyond_hex, j, 1) & AHEAD(hex16, j, 2) & AHEAD(hex16, j, 18) & ~after_alnum);
#undef FOUND
        out->shape[SEEP_SHAPE_TOKEN_RUN][block] = token[j] & ~BEHIND(token, j) & t8[j] & AHEAD(t8, j, 8) & AHEAD(t8, j, 16);

        const uint64_t word = BEHIND(c->upper, j) | BEHIND(c->lower, j) | BEHIND(c->quote, j) | BEHIND(c->high, j);
        const uint64_t after_space = BEHIND(c->space, j);
        const uint64_t two_after_quote = c->quote[j] << 2 | c->quote[j - 1] >> 62;
        out->names[block] = (c->colon[j]
                             & (word | (after_space & two_after_quote) | (after_digit & AHEAD(c->space, j, 1))))
            | (c->equal_greater[j] & (word | after_digit | after_space));
        out->pairs[block] = BEHIND(hex, j) & BACK(hex, j, 2) & ~BACK(joined, j, 3);
    }
    for (size_t block = 0; block < STRIPE_BLOCKS; block++) {
        const uint64_t runs = out->shape[SEEP_SHAPE_TOKEN_RUN][block];
        if (runs) {
            out->shape[SEEP_SHAPE_TOKEN_RUN][block] = mixed_runs(runs, token, c, block + AROUND_BEFORE);
        }
    }
    memset(out->present, 0, sizeof out->present);
    for (unsigned shape = 0; shape < SEEP_SHAPE_FIELD; shape++) {
        const uint64_t own = 1ull << shape;
        for (size_t block = 0; block < STRIPE_BLOCKS; block++) out->present[block] |= out->shape[shape][block] ? own : 0;
    }
}

typedef struct {
    uint64_t *events;
    size_t count;
} sink;

/// Whether no letter and no digit stands before a byte, unless it is that of an escape: `\n`, `\r` or `\t`.
INLINE int ends_word(const uint8_t *at, size_t before) {
    const uint8_t last = at[-1];
    if ((uint8_t)((last | 0x20) - 'a') >= 26 && (uint8_t)(last - '0') >= 10) return 1;
    return (last == 'n' || last == 'r' || last == 't') && before > 1 && at[-2] == '\\';
}

/// What a shape asks of single bytes: a mask for a byte that few blocks hold would cost more than this.
///
/// The shape's masks tell that the bytes are there; `before` is how many stand before them.
INLINE int bytes_agree(const uint8_t *at, size_t before, unsigned shape) {
    switch (shape) {
    case SEEP_SHAPE_PLUS_DIGIT: return at[1] != '0' && (before == 0 || ends_word(at, before));
    case SEEP_SHAPE_PARENTHESISED_334: return at[0] == '(' && at[4] == ')';
    case SEEP_SHAPE_HEX_LITERAL: return at[0] == '0' && (at[1] | 0x20) == 'x';
    // A number that begins with 0 or 1 is a time far more often than a card.
    case SEEP_SHAPE_DIGITS_13: return at[0] >= '2';
    default: return 1;
    }
}

/// Writes the events of one block, whose first byte has the offset `at`.
///
/// `separators` has a bit for each whose name is known, or is null.
INLINE void put_block(
    const uint8_t *bytes, size_t total, size_t at, uint64_t inside, const found_bits *found, size_t block,
    uint32_t shapes, const seep_names *wanted, const uint64_t *separators, known_names *known, sink *out
) {
    for (uint64_t left = shapes & found->present[block]; left; left &= left - 1) {
        const unsigned shape = (unsigned)__builtin_ctzll(left);
        uint64_t bits = found->shape[shape][block] & inside;
        for (; bits; bits &= bits - 1) {
            const size_t offset = at + (size_t)__builtin_ctzll(bits);
            if (!bytes_agree(bytes + offset, offset, shape)) continue;
            out->events[out->count++] = (uint64_t)offset << 8 | shape;
        }
    }
    uint64_t names = shapes >> SEEP_SHAPE_FIELD & 1 ? found->names[block] & inside : 0;
    if (names && !wanted->endings.has_pair) names &= ~found->pairs[block];
    if (names && separators) names &= ~*separators;
    for (; names; names &= names - 1) {
        const size_t offset = at + (size_t)__builtin_ctzll(names);
        // `name >` compares: only a tag's own end follows a name.
        if (bytes[offset] == '>' && bytes[offset - 1] == ' ') continue;
        size_t start = offset;
        const int32_t plan = look_up_name(bytes, total, offset, wanted, known, &start);
        if (plan < 0) continue;
        out->events[out->count++] =
            (uint64_t)plan << 48 | (uint64_t)(offset - start) << 40 | (uint64_t)offset << 8 | SEEP_SHAPE_FIELD;
    }
}

#endif
