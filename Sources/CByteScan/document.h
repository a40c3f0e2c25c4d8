// The walk over a document, with `NAME`, `TARGET`, `IS_SAME`, `FIND_IN_STRING` and `PASS_WORD` given by the includer.

TARGET static void NAME(
    const uint8_t *bytes, size_t end, size_t total, const seep_document *shape, size_t target, seep_document_walk *walk,
    seep_range *values
) {
    const uint8_t *text = shape->text;
    const seep_slot *slot = shape->slots + walk->slot, *rest = shape->slots + shape->count;
    seep_range *value = values + walk->slot;
    size_t at = walk->at, stop = 0;
    uint64_t plain = walk->plain, bit = walk->slot < 64 ? 1ull << walk->slot : 0;
    walk->is_whole = 0;
    for (; slot < rest && stop <= target; slot++, value++) {
        if (end - at <= slot->count || !IS_SAME(bytes + at, text + slot->text, slot->count, bytes + total)) break;
        // By a jump that is foreseen, for most fields have one kind of value: what follows need not wait for the byte.
        size_t start = at + slot->count, next;
        int is_plain;
        if (__builtin_expect(bytes[start] == '"', 1)) {
            start++;
            stop = FIND_IN_STRING(bytes, start, end, total);
            is_plain = stop < end && bytes[stop] == '"' && stop > start && bytes[start] > ' ' && bytes[stop - 1] > ' ';
            if (stop < end && bytes[stop] != '"') stop = find_string_end_far(bytes, stop, end);
            next = stop + 1;
        } else {
            uint8_t kinds = PLAIN;
            stop = PASS_WORD(bytes, start, total);
            for (; stop < end && scalar_kinds[bytes[stop]] == PLAIN; stop++) kinds |= word_kinds[bytes[stop]];
            // Where a value may come, and none does, the next string is it.
            if (stop == start && !slot->is_member) break;
            is_plain = kinds == PLAIN && stop > start && bytes[start] != ':' && bytes[start] != '/';
            next = stop;
        }
        if (next >= end || bytes[next] != text[slot->text + slot->count]) break;
        *value = (seep_range){start, stop};
        plain |= is_plain && stop - start <= SEEP_PLAIN_BYTES_MAX ? bit : 0;
        bit <<= 1;
        at = next;
    }
    walk->at = at;
    walk->plain = plain;
    walk->slot = (size_t)(slot - shape->slots);
    if (slot == rest) {
        walk->is_whole = end - at == rest->count && memcmp(bytes + at, text + rest->text, rest->count) == 0;
    }
}
