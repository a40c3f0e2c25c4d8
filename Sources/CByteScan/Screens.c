// Values that an expression matches, or does not, by their bytes alone.

#include "Screens.h"

seep_screened seep_screen_value(const seep_screen *screen, const uint8_t *value, size_t count) {
    if (count < screen->least || count > screen->most) return SEEP_SCREEN_FAILS;
    if (count == 0) return SEEP_SCREEN_ASKS;
    const uint32_t first = screen->first[value[0]];
    if (!(first & SEEP_SCREEN_ALPHABET)) return SEEP_SCREEN_FAILS;
    uint32_t met = first;
    if (screen->wanted & ~first) {
        uint32_t any = 0, all = ~0u;
        for (size_t at = 0; at < count; at++) {
            const uint32_t byte = screen->bytes[value[at]];
            any |= byte;
            all &= byte;
        }
        all >>= 16;
        if (!(all & SEEP_SCREEN_ALPHABET)) return SEEP_SCREEN_FAILS;
        met |= any | all;
    } else if (seep_run_end(value, 0, count, &screen->alphabet) < count) {
        return SEEP_SCREEN_FAILS;
    }
    return screen->is_sufficient && !(screen->wanted & ~met) ? SEEP_SCREEN_MATCHES : SEEP_SCREEN_ASKS;
}
