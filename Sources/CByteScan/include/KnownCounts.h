#ifndef SEEP_KNOWN_COUNTS_H
#define SEEP_KNOWN_COUNTS_H

#include "Walks.h"

#include <stddef.h>
#include <stdint.h>

/// How a value was found.
typedef struct {
    uint16_t rule, reasons;
    uint8_t confidence, marks;
} seep_traits;

/// A value that a rule found; `Match` in Detection tells what its parts are.
typedef struct {
    int32_t start, end;
    seep_traits traits;
    uint8_t name_count;
    int32_t name_start, value_start, value_count, field_hit;
} seep_match;

/// Marks of a match that are asked for here, too; `Match.Marks` has the others.
enum { SEEP_VALUE_IS_DECODED = 1, SEEP_IS_UNPROVEN = 64 };

/// The one of `Reasons` that is asked for here, too.
enum { SEEP_BY_FIELD_NAME = 4 };

/// What the matches of a rule at a place were counted as.
typedef struct {
    /// All that decides how a match counts.
    uint64_t bits;

    /// The number of an entry, or one of those below.
    int64_t entry;
} seep_answer;

/// Nobody has asked; it counts for nothing.
enum { SEEP_ANSWER_UNKNOWN = -2, SEEP_ANSWER_NOTHING = -1 };

/// Answers, by `seep_answer_slot`.
enum { SEEP_ANSWERS = 1024 };

static inline uint64_t seep_answer_bits(uint64_t place, seep_traits traits, int is_whole) {
    const uint64_t bits = (uint64_t)traits.rule << 4 | (uint64_t)traits.confidence << 24 | (is_whole ? 1 : 0)
        | (traits.reasons & SEEP_BY_FIELD_NAME ? 2 : 0) | (traits.marks & SEEP_IS_UNPROVEN ? 4 : 0) | 8;
    return place ^ bits * 0x9E3779B97F4A7C15;
}

static inline size_t seep_answer_slot(uint64_t bits) { return (size_t)(bits >> 7) & (SEEP_ANSWERS - 1); }

/// The identity of a column, by that of its table.
static inline uint64_t seep_column_identity(uint64_t table, uint16_t column) {
    return table ^ column * 0xD6E8FEB86659FD93;
}

/// The samples of an entry that are known here: as many as `Limits.samplesMax`.
enum { SEEP_SAMPLES_MAX = 5 };

/// Values that count for one entry, until they are handed to the tally.
typedef struct {
    /// -1 for none.
    int64_t entry;

    /// How many they are, and the number of rows that are not the one which the entry had before them.
    uint64_t count, rows;

    /// The row of the last one, its line, and where it begins.
    uint64_t last_row, last_line;
    int64_t last_start;

    /// What stands for the entry in a row; 0 where rows are not told; and the number of its table.
    uint64_t bit;
    int64_t container;

    /// A value may be a sample whose hash is below, and none of these.
    uint64_t samples_below, samples[SEEP_SAMPLES_MAX];
    size_t samples_count;

    /// The highest confidence, and all reasons.
    seep_traits traits;
} seep_known_block;

enum { SEEP_BLOCKS = 64, SEEP_BLOCK_VALUES = 64 };

/// How a column's values were found last, each as a whole, and the entry that they count for; -1 for none.
typedef struct {
    seep_traits traits;
    uint16_t column;
    int64_t entry;
} seep_known_column;

enum { SEEP_KNOWN_COLUMNS = 64 };

/// Rows, one after the other, that hold the same.
typedef struct {
    uint64_t first, last, count, bits;
    int64_t container;
} seep_equal_rows;

/// Where a walk over the values of a chunk's tables stands.
typedef struct {
    /// The value, the first one of the next table, and how many there are.
    size_t cell, end, count;

    /// The identity of the table with its columns, and the row that its cells count from.
    uint64_t table, first_row;
} seep_cell_place;

/// What is lent to a call.
typedef struct {
    const seep_match *matches;
    size_t matches_count;
    const seep_cell *cells;

    /// The text, and the values that are written in another way in it.
    const uint8_t *text, *decoded;
    const seep_answer *answers;
    seep_known_block *blocks;

    /// Of each block's values.
    uint64_t *hashes;

    /// Those of one table, by their numbers; what they count for has the confidence and the reasons of their traits.
    seep_known_column *columns;
} seep_known_view;

/// What a call has to go by, and where it stands.
typedef struct {
    /// The first match that was not passed.
    size_t next;

    /// A row whose matches are left.
    uint64_t cut_row;
    seep_cell_place place;

    /// The line of matches up to an offset.
    uint64_t line;
    int64_t line_end;
    uint64_t key_low, key_high;

    /// The entry, the row and the hash of the match that was looked at last.
    int64_t entry;
    uint64_t entry_row, hash;

    /// The rows that were passed, and the last one, which may go on.
    seep_equal_rows rows;
    uint64_t row, row_bits;
    int64_t row_container;
} seep_known_counts;

/// Why a call stopped before a match, or behind it.
enum seep_known_stop {
    /// Before one that is no value of a table, or of whose like nothing is known; or behind the last.
    SEEP_STOP_ASK,

    /// Before one in another table.
    SEEP_STOP_TABLE,

    /// Before one in another line.
    SEEP_STOP_LINE,

    /// Before one whose block is full, or another entry's.
    SEEP_STOP_BLOCK,

    /// Before one in another row, as that before is unlike the rows noted.
    SEEP_STOP_ROW,

    /// Behind one that may be a sample.
    SEEP_STOP_SAMPLE,
};

/// Counts matches as long as their like is known; a stop leaves all that is needed to go on.
enum seep_known_stop seep_count_known(const seep_known_view *view, seep_known_counts *counts);

#endif
