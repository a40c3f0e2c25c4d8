// What the Glibc module keeps from Swift because it is declared for _GNU_SOURCE only.

#define _GNU_SOURCE
#include "Linux.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

/// What nobody's clock shows, as `touch` may set it, stays far from the bounds of the type: differences are taken of it.
static int64_t nanoseconds(struct statx_timestamp time) {
    const int64_t most = 4000000000;
    if (time.tv_sec > most || time.tv_sec < -most) return (time.tv_sec > 0 ? most : -most) * 1000000000;
    return time.tv_sec * 1000000000 + time.tv_nsec;
}

static int identify(int folder, const char *path, int flags, seep_file_status *status) {
    struct statx found;
    if (statx(folder, path, flags, STATX_BASIC_STATS | STATX_BTIME, &found) != 0) return errno;
    *status = (seep_file_status){
        .device = makedev(found.stx_dev_major, found.stx_dev_minor),
        .inode = found.stx_ino,
        .born = found.stx_mask & STATX_BTIME ? nanoseconds(found.stx_btime) : 0,
        .modified = nanoseconds(found.stx_mtime),
        .changed = nanoseconds(found.stx_ctime),
        .size = found.stx_size,
        .links = found.stx_nlink,
        .is_regular = S_ISREG(found.stx_mode),
    };
    return 0;
}

int seep_status_of_path(const char *path, seep_file_status *status) { return identify(AT_FDCWD, path, 0, status); }

int seep_status_of_file(int file, seep_file_status *status) { return identify(file, "", AT_EMPTY_PATH, status); }

static atomic_uint caught;

static void note(int number) {
    atomic_fetch_or(&caught, number == SIGHUP ? SEEP_SIGNAL_RELOAD : SEEP_SIGNAL_STOP);
}

static sigset_t caught_signals(void) {
    sigset_t all;
    sigemptyset(&all);
    sigaddset(&all, SIGTERM);
    sigaddset(&all, SIGINT);
    sigaddset(&all, SIGHUP);
    return all;
}

void seep_catch_signals(void) {
    // Without SA_RESTART: whoever sleeps wakes up.
    struct sigaction action = {.sa_handler = note};
    sigemptyset(&action.sa_mask);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    // Whoever started the process may have kept them from its own threads, and the mask is inherited.
    const sigset_t wanted = caught_signals();
    pthread_sigmask(SIG_UNBLOCK, &wanted, NULL);
}

void seep_block_signals(void) {
    const sigset_t kept = caught_signals();
    pthread_sigmask(SIG_BLOCK, &kept, NULL);
}

unsigned seep_take_signals(void) { return atomic_exchange(&caught, 0); }

void seep_keep_memory_private(void) {
    const struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    umask(077);
}
