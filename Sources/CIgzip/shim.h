#ifndef SEEP_CIGZIP_SHIM_H
#define SEEP_CIGZIP_SHIM_H
#include <isa-l/igzip_lib.h>
#include <isa-l/crc.h>
#include <string.h>

// Moves bytes that were decoded ahead of a damage and that igzip does not hand out itself; at most `room` of them.
static inline size_t seep_inflate_drain(struct inflate_state *state, void *output, size_t room) {
    if (state->tmp_out_valid <= state->tmp_out_processed) return 0;
    size_t count = (size_t)(state->tmp_out_valid - state->tmp_out_processed);
    if (count > room) count = room;
    memcpy(output, state->tmp_out_buffer + state->tmp_out_processed, count);
    state->tmp_out_processed += (int32_t)count;
    return count;
}

#endif
