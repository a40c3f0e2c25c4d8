// Names of fields: found before a separator, and looked up by their last words.

#ifndef SEEP_NAMES_H
#define SEEP_NAMES_H

#include "ByteScan.h"

#include <string.h>

#define INLINE static inline __attribute__((always_inline))

static const uint64_t name_seed = 0x9E3779B97F4A7C15ull;

INLINE uint64_t mix_name(uint64_t hash, uint8_t byte) {
    const uint64_t product = (hash ^ byte) * 0xFF51AFD7ED558CCDull;
    return product ^ product >> 29;
}

/// Where the bytes of a name before a separator end, behind a space, a quote and its backslashes.
INLINE size_t name_end(const uint8_t *bytes, size_t separator) {
    size_t end = separator;
    if (end > 0 && bytes[end - 1] == ' ') end--;
    if (end > 0 && (bytes[end - 1] == '"' || bytes[end - 1] == '\'')) {
        end--;
        // Escaped JSON inside a string closes the name with \" or, deeper, \\\".
        for (int depth = 0; depth < 3 && end > 0 && bytes[end - 1] == '\\'; depth++) end--;
    }
    return end;
}

/// What a byte is in a name; letters, digits and bytes of longer characters come last.
enum name_kind { NAME_END, NAME_JOINT, NAME_SPACE, NAME_LETTER, NAME_CAPITAL };

static const uint8_t name_kinds[256] = {
    ['_'] = NAME_JOINT, ['-'] = NAME_JOINT, ['.'] = NAME_JOINT, [' '] = NAME_SPACE,
    ['0' ... '9'] = NAME_LETTER, ['a' ... 'z'] = NAME_LETTER, [0x80 ... 0xFF] = NAME_LETTER,
    ['A' ... 'Z'] = NAME_CAPITAL,
};

enum { LAST_LETTERS = 4 };

/// A letter or digit of a name in five bits, the same for both cases.
INLINE unsigned letter_code(uint8_t byte) {
    // Digits share the codes of letters: a look at a name more, now and then, costs less than telling them apart.
    return byte & 31;
}

/// The bit of the last letters of a name: all of a short one, else four.
INLINE unsigned ending_bit(uint32_t letters, unsigned count) {
    return (letters | count << 20) * 0x9E3779B1u >> 17;
}

INLINE int has_ending(const seep_name_endings *endings, uint32_t letters, unsigned count) {
    const unsigned bit = ending_bit(letters, count);
    return (int)(endings->words[bit >> 6] >> (bit & 63)) & 1;
}

/// Whether some wanted name may end before `end`, by its last four letters, or by all when it has fewer.
///
/// Puts where the first byte stands that was looked at into `first`.
INLINE int ending_is_wanted(const uint8_t *bytes, size_t end, const seep_name_endings *endings, size_t *first) {
    size_t i = end;
    // `phone2` and `phone_2` are asked for as `phone`.
    for (int digits = 0; digits < 3 && i > 0 && (unsigned)(bytes[i - 1] - '0') < 10; digits++) i--;
    uint32_t letters = 0;
    unsigned count = 0;
    for (int steps = 0; steps < 16 && i > 0; steps++) {
        const uint8_t byte = bytes[--i];
        const uint8_t kind = name_kinds[byte];
        if (kind >= NAME_LETTER) {
            letters = letters << 5 | letter_code(byte);
            if (++count == LAST_LETTERS) break;
            // A hump of camel case may begin a short name.
            if (kind == NAME_CAPITAL && has_ending(endings, letters, count)) return 1;
        } else if (kind != NAME_END) {
            if (count > 0 && has_ending(endings, letters, count)) return 1;
        } else {
            break;
        }
    }
    *first = i;
    return count > 0 && has_ending(endings, letters, count);
}

INLINE int32_t find_name(const seep_names *names, uint64_t hash) {
    for (size_t at = (size_t)hash & names->mask;; at = (at + 1) & names->mask) {
        const seep_name_slot *slot = &names->slots[at];
        if (slot->plan < 0 || slot->hash == hash) return slot->plan;
    }
}

/// Whether a word of a name begins at `at`: after a separator, or at a camel-case hump.
INLINE int begins_word(const uint8_t *bytes, size_t total, size_t at, size_t floor) {
    if (at <= floor) return 1;
    const uint8_t before = bytes[at - 1];
    if (name_kinds[before] < NAME_LETTER) return 1;
    if (name_kinds[bytes[at]] != NAME_CAPITAL) return 0;
    // `userID`: a capital after a small letter; `APIToken`: the last capital before small ones.
    if (name_kinds[before] != NAME_CAPITAL) return 1;
    return at + 1 < total && (uint8_t)(bytes[at + 1] - 'a') < 26;
}

/// Looks up every run of last words of the name that ends at `from`; the longest wins.
///
/// Returns its plan and puts the whole name's first byte, as far as it is one word of the format, into
/// `start`; -1 where no rule asks for the name. Puts where the byte stands that no name can have into `stop`, if
/// that is what ended the walk, else the largest number: nothing before it was looked at.
INLINE int32_t search_name(
    const uint8_t *bytes, size_t total, size_t from, size_t floor, const seep_names *names, size_t *start,
    size_t *stop
) {
    uint64_t hash = name_seed;
    size_t at = from;
    int32_t found = -1;
    *stop = SIZE_MAX;
    for (unsigned letters = 0; at > floor;) {
        const uint8_t byte = bytes[at - 1];
        const uint8_t kind = name_kinds[byte];
        if (kind == NAME_END) {
            *stop = at - 1;
            break;
        }
        if (kind == NAME_SPACE) {
            // A space joins the words of a name only where nothing else can: `Full Name: ...`.
            if (at < floor + 2) break;
            const uint8_t before = bytes[at - 2];
            if (name_kinds[before] < NAME_LETTER || (uint8_t)(before - '0') < 10) break;
        }
        at--;
        if (kind < NAME_LETTER) continue;
        if (++letters > 40) break;
        hash = mix_name(hash, kind == NAME_CAPITAL ? byte | 0x20 : byte);
        // A small letter behind another is in the middle of a word: that is most of them.
        if (kind == NAME_LETTER && at > floor && name_kinds[bytes[at - 1]] >= NAME_LETTER) continue;
        if (begins_word(bytes, total, at, floor)) {
            const int32_t plan = find_name(names, hash);
            if (plan >= 0) {
                found = plan;
                *start = at;
            }
        }
    }
    if (found >= 0) {
        // The place is named by the whole field name, not only by the words that a rule knows.
        for (; *start > floor; --*start) {
            const uint8_t kind = name_kinds[bytes[*start - 1]];
            if (kind == NAME_END || kind == NAME_SPACE) break;
        }
    }
    return found;
}

/// A name that was found before, with the byte that ended the walk over it: records repeat theirs.
typedef struct {
    /// The bytes, the last in the last place; the mask tells which of the 32 they are.
    uint64_t words[4], mask[4];
    int32_t plan;

    /// Bytes of the whole name, up to its end; 0 for a free slot.
    uint32_t reach;
} known_name;

enum { KNOWN_NAMES = 64, KNOWN_BYTES = 32 };

/// What was found of names before.
typedef struct {
    known_name names[KNOWN_NAMES];

    /// The last four bytes of names that nobody asks for, which those bytes alone tell; of the zeros that a free slot has
    /// that is true.
    uint32_t unwanted[KNOWN_NAMES];
} known_names;

/// The slot of the name that ends at `end`, by the eight bytes before.
INLINE known_name *known_slot(known_names *known, const uint8_t *bytes, size_t end) {
    uint64_t last;
    memcpy(&last, bytes + end - sizeof last, sizeof last);
    return &known->names[last * 0x9E3779B97F4A7C15ull >> 58];
}

INLINE uint32_t *unwanted_slot(known_names *known, uint32_t last) { return &known->unwanted[last * 0x9E3779B1u >> 26]; }

INLINE int is_known(const known_name *slot, const uint8_t *bytes, size_t end) {
    uint64_t words[4];
    memcpy(words, bytes + end - KNOWN_BYTES, sizeof words);
    uint64_t different = 0;
    for (int word = 0; word < 4; word++) different |= (words[word] ^ slot->words[word]) & slot->mask[word];
    return slot->reach != 0 && different == 0;
}

INLINE void know(known_name *slot, const uint8_t *bytes, size_t stop, size_t start, size_t end, int32_t plan) {
    memset(slot, 0, sizeof *slot);
    memset((uint8_t *)slot->mask + KNOWN_BYTES - (end - stop), 0xFF, end - stop);
    memcpy(slot->words, bytes + end - KNOWN_BYTES, KNOWN_BYTES);
    slot->plan = plan;
    slot->reach = (uint32_t)(end - start);
}

/// Looks up the name that ends before the separator at `separator`.
INLINE int32_t look_up_name(
    const uint8_t *bytes, size_t total, size_t separator, const seep_names *names, known_names *known, size_t *start
) {
    const size_t end = name_end(bytes, separator);
    uint32_t last = 0;
    if (end >= sizeof last) {
        memcpy(&last, bytes + end - sizeof last, sizeof last);
        if (*unwanted_slot(known, last) == last) return -1;
    }
    known_name *slot = end >= KNOWN_BYTES ? known_slot(known, bytes, end) : 0;
    if (slot && is_known(slot, bytes, end)) {
        *start = end - slot->reach;
        return slot->plan;
    }
    size_t first = 0;
    if (!ending_is_wanted(bytes, end, &names->endings, &first)) {
        // Where the text begins nothing more could be looked at: that tells nothing of the bytes elsewhere.
        if (first > 0 && end - first <= sizeof last) *unwanted_slot(known, last) = last;
        return -1;
    }
    const size_t floor = separator > SEEP_NAME_REACH ? separator - SEEP_NAME_REACH : 0;
    size_t letters = end;
    while (letters > floor && (uint8_t)(bytes[letters - 1] - '0') < 10) letters--;
    size_t stop;
    int32_t plan = search_name(bytes, total, letters, floor, names, start, &stop);
    // A name whose digits belong to it is tried with them.
    if (plan < 0 && letters != end) plan = search_name(bytes, total, end, floor, names, start, &stop);
    // What was found depends on the bytes from the stop on, and on nothing else.
    if (plan >= 0 && slot && stop < end && end - stop <= KNOWN_BYTES) know(slot, bytes, stop, *start, end, plan);
    return plan;
}

#endif
