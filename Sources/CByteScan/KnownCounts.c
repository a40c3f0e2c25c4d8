// Counts the matches that count like others before: in dense data nearly all.

#include "KnownCounts.h"

#include "Hashes.h"

#include <string.h>

#define INLINE static inline __attribute__((always_inline))

/// Notes that the row ends which is open. Returns 0 where the rows that were passed hold something else.
INLINE int close_row(seep_known_counts *counts) {
    seep_equal_rows *rows = &counts->rows;
    if (!counts->row_bits) return 1;
    if (!rows->count) {
        rows->first = counts->row;
        rows->bits = counts->row_bits;
        rows->container = counts->row_container;
    } else if (rows->bits != counts->row_bits || rows->container != counts->row_container) {
        return 0;
    }
    rows->last = counts->row;
    rows->count++;
    counts->row_bits = 0;
    return 1;
}

INLINE int may_be_document(uint8_t first) { return first == '{' || first == '['; }

INLINE int is_whole(const seep_cell *value, const seep_match *match) {
    return value->start == match->start && value->end == match->end;
}

/// Whether a value that may be a sample by its hash is none yet.
static int is_new_sample(const seep_known_block *block, uint64_t hash) {
    for (size_t at = 0; at < block->samples_count; at++) {
        if (block->samples[at] == hash) return 0;
    }
    return 1;
}

/// What `look_up` answers where the match counts for nothing; below it are the stops.
enum { FOUND = 100, NOTHING };

/// Looks for what a match counts for.
static int look_up(
    const seep_known_view *view, seep_known_counts *counts, const seep_match *match, seep_known_block **block
) {
    const seep_cell *const cells = view->cells;
    const int32_t start = match->start;
    size_t cell = counts->place.cell;
    while (cell + 1 < counts->place.count && cells[cell + 1].start <= start) cell++;
    counts->place.cell = cell;
    if (cell >= counts->place.count || cells[cell].start < 0) return SEEP_STOP_ASK;
    if (cells[cell].start > start || cells[cell].end < start) return SEEP_STOP_ASK;
    if (cell >= counts->place.end) return SEEP_STOP_TABLE;
    const seep_cell *value = cells + cell;
    if (value->start != start && may_be_document(view->text[value->start])) return SEEP_STOP_ASK;
    if (counts->place.first_row + value->row == counts->cut_row) return SEEP_STOP_ASK;
    const uint64_t bits = seep_answer_bits(
        seep_column_identity(counts->place.table, value->column), match->traits, is_whole(value, match));
    const seep_answer *answer = view->answers + seep_answer_slot(bits);
    if (answer->bits != bits || answer->entry == SEEP_ANSWER_UNKNOWN) return SEEP_STOP_ASK;
    if (answer->entry == SEEP_ANSWER_NOTHING) return NOTHING;
    counts->entry = answer->entry;
    counts->entry_row = counts->place.first_row + value->row;
    if (start > counts->line_end) return SEEP_STOP_LINE;
    *block = view->blocks + ((size_t)answer->entry & (SEEP_BLOCKS - 1));
    if ((*block)->entry != answer->entry || (*block)->count == SEEP_BLOCK_VALUES) return SEEP_STOP_BLOCK;
    (*block)->traits.reasons |= match->traits.reasons;
    if (match->traits.confidence > (*block)->traits.confidence) (*block)->traits.confidence = match->traits.confidence;
    return FOUND;
}

enum seep_known_stop seep_count_known(const seep_known_view *view, seep_known_counts *counts) {
    const seep_cell *const cells = view->cells;
    const seep_match *match = view->matches + counts->next, *const end = view->matches + view->matches_count;
    const int64_t line_end = counts->line_end;
    const size_t cells_end = counts->place.end;
    size_t cell = counts->place.cell;
    int stop = SEEP_STOP_ASK;
    for (; match < end; match++) {
        const int32_t start = match->start;
        while (cell + 1 < cells_end && cells[cell + 1].start <= start) cell++;
        const seep_cell *value = cells + cell;
        const uint64_t row = counts->place.first_row + value->row;
        seep_known_column *column = view->columns + (value->column & (SEEP_KNOWN_COLUMNS - 1));
        seep_known_block *block = view->blocks + ((size_t)column->entry & (SEEP_BLOCKS - 1));
        if (start > line_end || !is_whole(value, match) || column->column != value->column
            || memcmp(&column->traits, &match->traits, sizeof match->traits) || column->entry < 0
            || block->entry != column->entry || block->count == SEEP_BLOCK_VALUES || row == counts->cut_row) {
            counts->place.cell = cell;
            stop = look_up(view, counts, match, &block);
            if (stop == NOTHING) continue;
            if (stop != FOUND) break;
            if (is_whole(value, match)) *column = (seep_known_column){match->traits, value->column, block->entry};
        }
        if (row != counts->row || block->container != counts->row_container) {
            if (!close_row(counts)) {
                stop = SEEP_STOP_ROW;
                break;
            }
            counts->row = row;
            counts->row_container = block->container;
        }
        counts->row_bits |= block->bit;
        const uint8_t *text = match->traits.marks & SEEP_VALUE_IS_DECODED ? view->decoded : view->text;
        const uint64_t hash =
            seep_hash_value(text + match->value_start, (size_t)match->value_count, counts->key_low, counts->key_high);
        view->hashes[(size_t)(block - view->blocks) * SEEP_BLOCK_VALUES + block->count++] = hash;
        if (row != block->last_row) {
            block->last_row = row;
            block->rows++;
        }
        block->last_start = start;
        block->last_line = counts->line;
        if (hash < block->samples_below && is_new_sample(block, hash)) {
            counts->entry = block->entry;
            counts->hash = hash;
            match++;
            stop = SEEP_STOP_SAMPLE;
            break;
        }
    }
    counts->place.cell = cell;
    counts->next = (size_t)(match - view->matches);
    return stop < FOUND ? (enum seep_known_stop)stop : SEEP_STOP_ASK;
}
