#ifndef SEEP_BYTE_SCAN_H
#define SEEP_BYTE_SCAN_H

#include <stddef.h>
#include <stdint.h>

/// The shapes that the kernel reports; `ByteShape` in Rules has the same order.
enum seep_shape {
    SEEP_SHAPE_AT = 0,
    SEEP_SHAPE_PLUS_DIGIT,
    SEEP_SHAPE_DIGITS_324,
    SEEP_SHAPE_DIGITS_334,
    SEEP_SHAPE_PARENTHESISED_334,
    SEEP_SHAPE_DIGITS_444,
    SEEP_SHAPE_DIGITS_465,
    SEEP_SHAPE_DIGITS_3332,
    SEEP_SHAPE_DIGITS_13,
    SEEP_SHAPE_DIGITS_8_LETTER,
    SEEP_SHAPE_DOTTED_QUAD,
    SEEP_SHAPE_HEX_PAIRS,
    SEEP_SHAPE_LETTERS_2_DIGITS_2,
    SEEP_SHAPE_HEX_LITERAL,
    SEEP_SHAPE_TOKEN_RUN,

    /// A `:`, `=` or `>` that ends the name of a field which some rule asks for.
    SEEP_SHAPE_FIELD,

    SEEP_SHAPE_COUNT
};

/// Which field names are worth a look, by hashes of their last four letters.
typedef struct {
    uint64_t words[512];

    /// Some name is two digits in hexadecimal. Where none is, no name ends behind a pair of a hardware address.
    int has_pair;
} seep_name_endings;

/// A name that is asked for: the hash of its bytes from the last to the first, and what it stands for.
typedef struct {
    uint64_t hash;

    /// 0 to 65 534; negative for a free slot.
    int32_t plan;
} seep_name_slot;

/// All names that are asked for: open addressing, `mask + 1` slots, at most half of them taken.
typedef struct {
    seep_name_endings endings;
    const seep_name_slot *slots;
    size_t mask;
} seep_names;

/// The hash of a name without separators, in lower case.
uint64_t seep_hash_name(const uint8_t *name, size_t count);

/// Notes that names are asked for which end in `name`: without separators, in lower case.
void seep_note_name(seep_name_endings *endings, const uint8_t *name, size_t count);

/// The plan of a name as it stands at the head of a column, by its longest run of last words; -1 for none.
int32_t seep_find_name(const uint8_t *name, size_t count, const seep_names *names);

/// Bytes that a name may reach back from its separator: what an event can tell.
enum { SEEP_NAME_REACH = 72 };

/// What one call found.
typedef struct {
    /// Events written.
    size_t count;

    /// Where to go on: `end`, or less when `capacity` was reached.
    size_t resume;
} seep_scan_result;

/// Finds shapes whose trigger byte lies in `[begin, end)`.
///
/// Bytes in `[0, total)` may be read; every decision depends on at most 64 bytes before and 64
/// bytes after the trigger byte. An event is `offset << 8 | shape`. Events come in ascending
/// blocks of 64 bytes, and within a block by shape.
///
/// - `shapes`: a bit for each `seep_shape` that somebody wants.
/// - `names`: may be null when the bit of `SEEP_SHAPE_FIELD` is not set.
/// - `known`: a bit for each byte from `begin` on, set for separators whose names are known, and not asked about. May be
///   null.
/// - `capacity`: at least 64 for each shape: what one block can yield.
seep_scan_result seep_scan_shapes(
    const uint8_t *bytes, size_t begin, size_t end, size_t total, uint32_t shapes,
    const seep_names *names, const uint64_t *known, uint64_t *events, size_t capacity);

/// A set of bytes, in the form in which a vector of bytes is looked up: of each low half of a byte, a bit for every
/// high half with which it is in the set.
typedef struct {
    /// High halves 0 to 7, and 8 to 15.
    uint8_t low[16], high[16];
} seep_byte_set;

/// Where the run of the set's bytes begins that ends before `from`; not before `floor`.
size_t seep_run_start(const uint8_t *bytes, size_t from, size_t floor, const seep_byte_set *set);

/// Whether a byte is among those in `[start, from)`.
int seep_run_holds(const uint8_t *bytes, size_t start, size_t from, uint8_t byte);

/// Where the run of the set's bytes ends that begins at `from`; not behind `end`.
size_t seep_run_end(const uint8_t *bytes, size_t from, size_t end, const seep_byte_set *set);

/// The last line feed; null where there is none.
const uint8_t *seep_last_newline(const uint8_t *bytes, size_t count);

/// Counts line feeds.
size_t seep_count_newlines(const uint8_t *bytes, size_t count);

/// The name of the instruction set that this machine's calls use: `avx512`, `avx2` or `portable`.
const char *seep_scan_variant(void);

/// For tests: makes later calls use the portable code (1) or the best there is (0).
void seep_scan_force_portable(int forced);

#endif
