#ifndef SEEP_CZSTD_SHIM_H
#define SEEP_CZSTD_SHIM_H
#include <zstd.h>
#include <zstd_errors.h>
#endif
