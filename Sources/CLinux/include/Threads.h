#ifndef SEEP_THREADS_H
#define SEEP_THREADS_H

#include <pthread.h>

/// Starts a thread on a processor of its share of those that the process may use, which are dealt out in turn from the
/// caller's on: share 0 has the caller's. From its first step on the thread may go everywhere. Left to itself, the kernel
/// may put it behind its maker, for the 4 ms to the next tick, while other processors idle. There is at least one share.
/// Returns 0, or the system's error number.
int seep_start_thread(pthread_t *thread, void *(*run)(void *), void *argument, unsigned share, unsigned shares);

/// Names the calling thread for debuggers and `top`; longer names are cut at 15 bytes.
void seep_name_thread(const char *name);

#endif
