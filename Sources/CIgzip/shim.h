#ifndef SEEP_CIGZIP_SHIM_H
#define SEEP_CIGZIP_SHIM_H
#include <isa-l/igzip_lib.h>
#include <isa-l/crc.h>
#endif
