#ifndef SEEP_CPCRE2_SHIM_H
#define SEEP_CPCRE2_SHIM_H

// The code unit width chooses the names: only the `_8` functions exist here.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stddef.h>

// Cast macros are invisible to Swift; these constants stand for them.
// The all-ones size reads as -1, for sizes are signed in Swift.
static const ptrdiff_t SEEP_PCRE2_UNSET = (ptrdiff_t)PCRE2_UNSET;

#endif
