#ifndef SEEP_LINUX_H
#define SEEP_LINUX_H

#include <stdint.h>

#include "Sockets.h"
#include "Threads.h"

/// What tells one file from another, and whether it changed; times in nanoseconds since 1970.
typedef struct {
    uint64_t device, inode;

    /// When it was made; 0 where the file system does not keep that.
    int64_t born;
    int64_t modified, changed;
    uint64_t size;

    /// Names that it has; 0 when it was deleted and is still open.
    uint32_t links;
    int is_regular;
} seep_file_status;

/// Asks for the status of the file that a path leads to. Returns 0, or the system's error number.
int seep_status_of_path(const char *path, seep_file_status *status);

/// The same for an open file.
int seep_status_of_file(int file, seep_file_status *status);

/// What `seep_take_signals` tells, as bits.
enum { SEEP_SIGNAL_STOP = 1, SEEP_SIGNAL_RELOAD = 2 };

/// From now on SIGTERM and SIGINT ask to stop and SIGHUP asks to load anew: `seep_take_signals` tells. The calling thread
/// gets them.
void seep_catch_signals(void);

/// Keeps those signals from the calling thread, and from the threads that it makes: they go to another one.
void seep_block_signals(void);

/// The signals that came since the last call.
unsigned seep_take_signals(void);

/// Keeps what the process holds to itself: no core dumps, no tracing by others, no new privileges, files for nobody
/// else.
void seep_keep_memory_private(void);

#endif
