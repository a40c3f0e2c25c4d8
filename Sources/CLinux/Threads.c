// How threads begin, and what they are called.

#define _GNU_SOURCE
#include "Threads.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    void *(*run)(void *);
    void *argument;
    cpu_set_t everywhere;
} beginning;

static void *begin(void *pointer) {
    beginning its = *(beginning *)pointer;
    free(pointer);
    sched_setaffinity(0, sizeof its.everywhere, &its.everywhere);
    return its.run(its.argument);
}

/// Every `shares`th processor of `all`, from the one `share` behind the caller's on.
static cpu_set_t deal(const cpu_set_t *all, unsigned share, unsigned shares) {
    const int here = sched_getcpu();
    const unsigned first = here < 0 ? 0 : (unsigned)here, count = (unsigned)CPU_COUNT(all);
    if (shares > count) shares = count;
    cpu_set_t dealt;
    CPU_ZERO(&dealt);
    unsigned met = 0;
    for (unsigned step = 0; step < CPU_SETSIZE; step++) {
        const unsigned processor = (first + step) % CPU_SETSIZE;
        if (CPU_ISSET(processor, all) && met++ % shares == share % shares) CPU_SET(processor, &dealt);
    }
    return dealt;
}

int seep_start_thread(pthread_t *thread, void *(*run)(void *), void *argument, unsigned share, unsigned shares) {
    beginning *its = malloc(sizeof *its);
    if (!its) return ENOMEM;
    *its = (beginning){run, argument};
    // A system of more processors than the set holds says no; then the kernel chooses.
    int status = sched_getaffinity(0, sizeof its->everywhere, &its->everywhere) == 0 ? 0 : errno;
    pthread_attr_t attributes;
    if (!status) status = pthread_attr_init(&attributes);
    if (!status) {
        cpu_set_t dealt = deal(&its->everywhere, share, shares);
        status = pthread_attr_setaffinity_np(&attributes, sizeof dealt, &dealt);
        if (!status) status = pthread_create(thread, &attributes, begin, its);
        pthread_attr_destroy(&attributes);
    }
    if (!status) return 0;
    free(its);
    return pthread_create(thread, NULL, run, argument);
}

void seep_name_thread(const char *name) {
    char kept[16] = {0};
    strncpy(kept, name, sizeof kept - 1);
    pthread_setname_np(pthread_self(), kept);
}
