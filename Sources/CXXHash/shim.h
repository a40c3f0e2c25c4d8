#ifndef SEEP_CXXHASH_SHIM_H
#define SEEP_CXXHASH_SHIM_H
#include <xxhash.h>
#endif
