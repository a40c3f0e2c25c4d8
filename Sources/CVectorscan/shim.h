#ifndef SEEP_CVECTORSCAN_SHIM_H
#define SEEP_CVECTORSCAN_SHIM_H
#include <hs.h>
#endif
