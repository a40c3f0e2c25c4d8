#ifndef SEEP_CPCRE2_SHIM_H
#define SEEP_CPCRE2_SHIM_H

// The code unit width chooses the names: only the `_8` functions exist here.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

// Cast macros are invisible to Swift; these constants stand for them.
static const size_t SEEP_PCRE2_UNSET = PCRE2_UNSET;

#endif
