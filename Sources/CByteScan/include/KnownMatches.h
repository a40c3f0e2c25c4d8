#ifndef SEEP_KNOWN_MATCHES_H
#define SEEP_KNOWN_MATCHES_H

#include <stddef.h>
#include <stdint.h>

/// The expressions that are matched here, each as its rule writes it; `KnownExpression` in Detection has their texts.
enum seep_known {
    SEEP_KNOWN_MAC = 1,
    SEEP_KNOWN_SSN,
    SEEP_KNOWN_PAN,
    SEEP_KNOWN_IBAN,
    SEEP_KNOWN_PHONE,

    /// A public IPv4 address.
    SEEP_KNOWN_IPV4,

    /// A token of Amazon: four letters, a bar, and the token.
    SEEP_KNOWN_AMAZON_TOKEN,
};

/// What is returned where no match begins.
static const size_t seep_no_match = SIZE_MAX >> 1;

/// Matches a known expression at `start`, as far as its first path leads: no choice is taken back.
///
/// The first path is the one that a backtracking matcher tries before all others, so what succeeds here is what that
/// finds. Where the first path fails, or the value has a form that few values have, the answer is left to that.
///
/// - `end`: nothing from here on is seen; the bytes before `start` are, if there are any.
/// - `letters`: of a token of Amazon, its first four, the first in the lowest byte.
/// Returns where the match ends; 0 when PCRE2 must be asked, and `seep_no_match` where that would find nothing.
size_t seep_match_known(
    enum seep_known known, const uint8_t *bytes, size_t start, size_t end, uint32_t letters);

/// The end of a mail address, and its last two dots; `second_dot` is the `@` where there is one dot.
typedef struct {
    size_t end, last_dot, second_dot;
} seep_address;

/// Reads a mail address as nearly all are: at most 32 bytes before the `@` and 31 behind it, no two dots side by side, a
/// top-level domain of letters, and nothing behind it that could change where it ends.
///
/// - `begin`: its first byte; the bytes up to the `@` are those that may stand there.
/// - `end`: nothing from here on is seen.
/// Returns 0 when the address has to be read label by label.
int seep_match_address(const uint8_t *bytes, size_t begin, size_t at, size_t end, seep_address *address);

#endif
