// Which of the kernels this processor has.

#ifndef SEEP_VARIANT_H
#define SEEP_VARIANT_H

#include <stdatomic.h>

extern atomic_int seep_portable_forced;

typedef enum { PORTABLE, AVX2, AVX512 } variant;

static inline variant best(void) {
    if (atomic_load_explicit(&seep_portable_forced, memory_order_relaxed)) return PORTABLE;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2")) return AVX512;
    if (__builtin_cpu_supports("avx2")) return AVX2;
#endif
    return PORTABLE;
}

#endif
