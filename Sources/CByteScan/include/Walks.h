#ifndef SEEP_WALKS_H
#define SEEP_WALKS_H

#include <stddef.h>
#include <stdint.h>

/// A value of a table.
typedef struct {
    /// Its bytes, without quotes around them.
    int32_t start, end;

    /// Rows begun before it in the walk, and its column.
    uint32_t row;
    uint16_t column;

    /// It stands between quotes.
    uint16_t quoted;
} seep_cell;

/// Where a walk over the values of a table stands, and what it has passed.
typedef struct {
    /// The next byte: the first of a value, or one between tuples.
    size_t at;

    /// Cells written.
    size_t cells;

    /// Rows begun, and rows with another number of values than `columns`.
    uint64_t rows, malformed;
    uint32_t column;

    /// `at` lies inside of a row.
    int in_row;
} seep_walk;

/// What the walks are told.
typedef struct {
    /// Values of a row; 0 when nobody knows.
    uint32_t columns;

    /// A backslash takes the next byte's meaning away in strings; in lines one ends the walk when it begins a line.
    int escapes;

    /// Of lines: the byte between values, whether a value may stand between `"`, and whether an empty line is no row.
    uint8_t delimiter;
    int quotes, skips_empty;
} seep_walk_plan;

/// Passes whole values of SQL tuples that are numbers, words or single strings, and what stands between tuples.
///
/// Stops before what is none of these, such as an expression or a statement's end, and before what does not end before
/// `end`. Writes at most `capacity` cells to `out`, which may be null.
void seep_walk_tuples(
    const uint8_t *bytes, size_t end, const seep_walk_plan *plan, seep_walk *walk, seep_cell *out, size_t capacity);

/// Passes whole values of lines; a line feed ends a row, which a carriage return before it does not belong to.
///
/// Stops before what does not end before `end`, and before quotes that something else follows than a value's end.
void seep_walk_lines(
    const uint8_t *bytes, size_t end, const seep_walk_plan *plan, seep_walk *walk, seep_cell *out, size_t capacity);

/// What is asked of a table's values.
typedef struct {
    /// The plan of a column that nobody asks for.
    int32_t bare;

    /// The digits of a value that is wanted from a column that nobody asks for: other values there are not.
    size_t bare_min, bare_max;

    /// Values that begin here are counted, of so many columns at most.
    int32_t own_start, own_end;
    uint32_t columns_max;

    /// The columns that were counted: those before this one.
    uint32_t columns;
} seep_survey;

/// How many values a column has, and how many of them are empty or stand for no value.
typedef struct {
    uint64_t values, voids;
} seep_counts;

/// Counts the values of each column, and finds those that are wanted and neither empty nor `NULL`, `\N` or `DEFAULT`.
///
/// Values that begin before the bytes are left out. Writes the numbers of the wanted cells to `wanted`, which has room
/// for all, and returns how many they are.
size_t seep_survey_cells(
    const uint8_t *bytes, size_t bytes_count, const seep_cell *cells, size_t count, const int32_t *plans,
    size_t plans_count, seep_survey *survey, seep_counts *columns, uint32_t *wanted);

/// A member of a JSON object whose value is a string, a number or a word.
typedef struct {
    size_t key_start, key_end, value_start, value_end;
} seep_member;

/// Passes whole members of one object, from where a key may come up to the first member whose value ends behind
/// `target`, which it writes to `member` and passes, too.
///
/// Stops before a key whose value is none of these, or does not end before `end`, before a key with an escape, before
/// `_index`, and before the object's end.
/// Returns where it stopped: behind a value or, when it passed none, at `at`.
size_t seep_walk_members(
    const uint8_t *bytes, size_t at, size_t end, size_t target, seep_member *member, int *found);

/// A value of documents that have one shape, and the text between the value before and it, the same in all of them.
typedef struct {
    /// The text, as a range of the shape's: up to the value, or to the quote before it.
    uint32_t text, count;

    /// Where in the text the value's key stands, counted back from the text's end, and the key's length.
    uint32_t key_back, key_count;

    /// `seep_walk_members` passes the value; else it is an element of an array, or is written in another way.
    uint8_t is_member;

    /// Nothing but commas and spaces stands between the value before and the key.
    uint8_t follows;

    /// The identities of its place and of the document's index.
    uint64_t place, container;
} seep_slot;

/// What documents have in common: all but their values.
typedef struct {
    /// One for each value, and one more for the text behind the last.
    const seep_slot *slots;
    size_t count;

    /// The texts one after the other; `SEEP_TEXT_PADDING` bytes more may be read.
    const uint8_t *text;
} seep_document;

typedef struct {
    size_t start, end;
} seep_range;

/// Where a walk over a document stands.
typedef struct {
    /// Behind the last value passed.
    size_t at;

    /// Values passed.
    size_t slot;

    /// The document has the shape up to its end.
    int is_whole;

    /// A bit for each of the first 64 values that `seep_plain_value` reads where a name stands before it: not empty, at
    /// most `SEEP_PLAIN_BYTES_MAX` bytes, no space around it, and nothing inside that may begin an escape.
    uint64_t plain;
} seep_document_walk;

enum { SEEP_PLAIN_BYTES_MAX = 4000, SEEP_TEXT_PADDING = 32 };

/// Passes values of a document that ends at `end`, as long as it has the shape, up to the first that ends behind
/// `target`; writes each, without quotes, to `values`.
///
/// A value is a string, a number or a word; a value's text must be followed by the byte that follows it in the shape.
/// Bytes up to `total` may be read.
void seep_walk_document(
    const uint8_t *bytes, size_t end, size_t total, const seep_document *shape, size_t target, seep_document_walk *walk,
    seep_range *values);

#endif
