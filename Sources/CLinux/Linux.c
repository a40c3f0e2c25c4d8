// What the Glibc module keeps from Swift because it is declared for _GNU_SOURCE only.

#define _GNU_SOURCE
#include "Linux.h"

#include <pthread.h>
#include <string.h>

void seep_name_thread(const char *name) {
    char kept[16] = {0};
    strncpy(kept, name, sizeof kept - 1);
    pthread_setname_np(pthread_self(), kept);
}
