// The walk over stripes, with `CLASSIFY`, `NAME` and `TARGET` given by the includer.

TARGET static __attribute__((flatten)) seep_scan_result NAME(
    const uint8_t *bytes, size_t begin, size_t end, size_t total, uint32_t shapes,
    const seep_names *names, const uint64_t *separators, uint64_t *events, size_t capacity
) {
    sink out = {events, 0};
    uint8_t padded[64];
    classes stripe;
    found_bits found;
    known_names known;
    memset(&known, 0, sizeof known);

    size_t at = begin;
    while (at < end) {
        // The blocks before the stripe and behind the bytes may be partly, or wholly, missing.
        for (size_t word = 0; word < AROUND_BEFORE + STRIPE_BLOCKS + 2; word++) {
            const size_t block = at + word * 64;
            if (block >= 64 && block - 64 + 64 <= total) {
                CLASSIFY(bytes + block - 64, &stripe, word);
                continue;
            }
            memset(padded, 0, sizeof padded);
            if (block < 64) {
                const size_t missing = 64 - block;
                const size_t known = total < block ? total : block;
                memcpy(padded + missing, bytes, known);
            } else if (block - 64 < total) {
                memcpy(padded, bytes + block - 64, total - (block - 64));
            }
            CLASSIFY(padded, &stripe, word);
        }
        find_shapes(&stripe, &found);
        for (size_t block = 0; block < STRIPE_BLOCKS && at < end; block++, at += 64) {
            // A block yields at most 64 events of each shape, in practice a handful.
            if (out.count + 64 * SEEP_SHAPE_COUNT > capacity) return (seep_scan_result){out.count, at};
            const size_t left = end - at;
            const uint64_t inside = left >= 64 ? ~0ull : (1ull << left) - 1;
            const uint64_t *own = separators ? separators + (at - begin) / 64 : 0;
            put_block(bytes, total, at, inside, &found, block, shapes, names, own, &known, &out);
        }
    }
    return (seep_scan_result){out.count, end};
}
