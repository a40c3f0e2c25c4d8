// Walks over the simple parts of records: whatever is not simple is left to the readers in Swift.

#include "Walks.h"
#include "strings.h"

#include <string.h>

INLINE int is_blank(uint8_t byte) { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; }

/// What a byte means in a value without quotes.
static const uint8_t bare_kinds[256] = {
    [','] = ENDS_VALUE, [')'] = ENDS_VALUE, ['\''] = COMPLEX, ['('] = COMPLEX, ['['] = COMPLEX, [']'] = COMPLEX,
    [';'] = COMPLEX,
};

/// `seep_walk_tuples` for one of both meanings of a backslash, and with cells or without.
INLINE void walk_tuples(
    const uint8_t *bytes, size_t end, uint32_t columns, seep_walk *walk, seep_cell *out, size_t capacity, int escapes
) {
    size_t at = walk->at, cells = walk->cells;
    uint32_t rows = (uint32_t)walk->rows, column = walk->column;
    int in_row = walk->in_row;
    for (;;) {
        if (!in_row) {
            while (at < end && (is_blank(bytes[at]) || bytes[at] == ',')) at++;
            if (at >= end || bytes[at] != '(') goto done;
            at++;
            rows++;
            column = 0;
            in_row = 1;
        }
        for (;;) {
            size_t start = at, stop;
            while (start < end && is_blank(bytes[start])) start++;
            if (start >= end) goto done;
            const int quoted = bytes[start] == '\'';
            size_t next;
            if (quoted) {
                stop = find_string_end(bytes, ++start, end, '\'', escapes, 1);
                next = stop + 1;
            } else {
                stop = start;
                while (stop < end && bare_kinds[bytes[stop]] == PLAIN) stop++;
                next = stop;
            }
            // A string that ends with the bytes may go on behind a doubled quote.
            if (next >= end || bare_kinds[bytes[next]] != ENDS_VALUE) goto done;
            if (out) {
                if (cells == capacity) goto done;
                out[cells++] = (seep_cell){
                    (int32_t)start, (int32_t)stop, rows, (uint16_t)column, (uint16_t)quoted};
            }
            at = next + 1;
            if (bytes[next] != ',') break;
            column++;
        }
        in_row = 0;
        if (columns && column + 1 != columns) walk->malformed++;
    }
done:
    walk->at = at;
    walk->cells = cells;
    walk->rows += rows - (uint32_t)walk->rows;
    walk->column = column;
    walk->in_row = in_row;
}

void seep_walk_tuples(
    const uint8_t *bytes, size_t end, const seep_walk_plan *plan, seep_walk *walk, seep_cell *out, size_t capacity
) {
    if (!out) {
        if (plan->escapes) {
            walk_tuples(bytes, end, plan->columns, walk, NULL, 0, 1);
        } else {
            walk_tuples(bytes, end, plan->columns, walk, NULL, 0, 0);
        }
    } else if (plan->escapes) {
        walk_tuples(bytes, end, plan->columns, walk, out, capacity, 1);
    } else {
        walk_tuples(bytes, end, plan->columns, walk, out, capacity, 0);
    }
}

/// The end of a value of a line that begins at `start`: its delimiter or line feed; `end` when it is not whole, or not
/// simple.
INLINE size_t find_value_end(const uint8_t *bytes, size_t start, size_t end, const seep_walk_plan *plan) {
    size_t at = start;
    if (plan->quotes && bytes[start] == '"') {
        at = find_string_end(bytes, start + 1, end, '"', 0, 1) + 1;
        if (at < end && bytes[at] == '\r') at++;
        return at < end && (bytes[at] == plan->delimiter || bytes[at] == '\n') ? at : end;
    }
    return find_either(bytes, at, end, plan->delimiter, '\n');
}

void seep_walk_lines(
    const uint8_t *bytes, size_t end, const seep_walk_plan *plan, seep_walk *walk, seep_cell *out, size_t capacity
) {
    for (;;) {
        const size_t start = walk->at;
        if (start >= end || (out && walk->cells == capacity)) return;
        if (!walk->in_row) {
            if (plan->escapes && bytes[start] == '\\') return;
            if (plan->skips_empty && (bytes[start] == '\n' || bytes[start] == '\r')) {
                walk->at++;
                continue;
            }
        }
        const size_t at = find_value_end(bytes, start, end, plan);
        if (at >= end) return;
        if (!walk->in_row) {
            walk->rows++;
            walk->column = 0;
        }
        if (out) {
            const int quoted = plan->quotes && bytes[start] == '"';
            size_t stop = at;
            if (bytes[at] == '\n' && stop > start && bytes[stop - 1] == '\r') stop--;
            out[walk->cells++] = (seep_cell){
                (int32_t)(start + (size_t)quoted), (int32_t)(stop - (size_t)quoted), (uint32_t)walk->rows,
                (uint16_t)walk->column, (uint16_t)quoted};
        }
        walk->at = at + 1;
        walk->in_row = bytes[at] != '\n';
        if (walk->in_row) {
            walk->column++;
        } else if (plan->columns && walk->column + 1 != plan->columns) {
            walk->malformed++;
        }
    }
}

size_t seep_walk_members(
    const uint8_t *bytes, size_t at, size_t end, size_t target, seep_member *member, int *found
) {
    *found = 0;
    for (;;) {
        size_t next = at;
        while (next < end && (bytes[next] <= ' ' || bytes[next] == ',')) next++;
        if (next >= end || bytes[next] != '"') return at;
        seep_member read;
        read.key_start = next + 1;
        read.key_end = find_either(bytes, read.key_start, end, '"', '\\');
        if (read.key_end >= end || bytes[read.key_end] != '"') return at;
        if (read.key_end - read.key_start == 6 && memcmp(bytes + read.key_start, "_index", 6) == 0) return at;
        next = read.key_end + 1;
        if (next >= end || bytes[next] != ':') return at;
        next++;
        while (next < end && bytes[next] == ' ') next++;
        if (next >= end) return at;
        if (bytes[next] == '"') {
            read.value_start = next + 1;
            read.value_end = find_string_end(bytes, read.value_start, end, '"', 1, 0);
            next = read.value_end + 1;
        } else {
            read.value_start = next;
            while (next < end && scalar_kinds[bytes[next]] == PLAIN) next++;
            read.value_end = next;
        }
        if (next >= end || (bytes[next] != ',' && bytes[next] != '}')) return at;
        at = next;
        if (read.value_end > target) {
            *member = read;
            *found = 1;
            return at;
        }
    }
}

/// Whether a value without quotes is `NULL`, `\N` or `DEFAULT`.
INLINE int is_null(const uint8_t *text, size_t count) {
    static const uint8_t null[] = "null", by_default[] = "default";
    if (count == 2) return text[0] == '\\' && text[1] == 'N';
    if (count != 4 && count != 7) return 0;
    const uint8_t *word = count == 4 ? null : by_default;
    for (size_t at = 0; at < count; at++) {
        if ((text[at] | 0x20) != word[at]) return 0;
    }
    return 1;
}

/// Whether a value is digits and nothing else.
INLINE int is_number(const uint8_t *text, size_t count) {
    size_t at = 0;
    for (; count - at >= 8; at += 8) {
        uint64_t word;
        memcpy(&word, text + at, sizeof word);
        // A byte that is no digit has another upper half, or carries into it.
        if (((word & (word + 0x0606060606060606)) & 0xF0F0F0F0F0F0F0F0) != 0x3030303030303030) return 0;
    }
    for (; at < count; at++) {
        if ((uint8_t)(text[at] - '0') >= 10) return 0;
    }
    return 1;
}

size_t seep_survey_cells(
    const uint8_t *bytes, size_t bytes_count, const seep_cell *cells, size_t count, const int32_t *plans,
    size_t plans_count, seep_survey *survey, seep_counts *columns, uint32_t *wanted
) {
    size_t found = 0;
    const int32_t bare = survey->bare, own_start = survey->own_start, own_end = survey->own_end;
    const uint32_t bare_min = (uint32_t)survey->bare_min, bare_span = (uint32_t)survey->bare_max - bare_min;
    const uint32_t columns_max = survey->columns_max;
    uint32_t columns_count = survey->columns;
    for (size_t index = 0; index < count; index++) {
        const seep_cell cell = cells[index];
        if (cell.start < 0) continue;
        const uint32_t length = cell.end > cell.start ? (uint32_t)(cell.end - cell.start) : 0, column = cell.column;
        const int is_in_bytes = (size_t)cell.end <= bytes_count;
        const int is_void = length == 0 || (!cell.quoted && is_in_bytes && is_null(bytes + cell.start, length));
        if (cell.start >= own_start && cell.start < own_end && column < columns_max) {
            if (column >= columns_count) columns_count = column + 1;
            columns[column].values++;
            columns[column].voids += (uint64_t)is_void;
        }
        if (is_void) continue;
        if ((column >= plans_count || plans[column] == bare)
            && (length - bare_min > bare_span || (is_in_bytes && !is_number(bytes + cell.start, length)))) {
            continue;
        }
        wanted[found++] = (uint32_t)index;
    }
    survey->columns = columns_count;
    return found;
}
