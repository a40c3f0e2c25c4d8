#ifndef SEEP_LANDLOCK_H
#define SEEP_LANDLOCK_H

#include <stdint.h>

/// What a confined process may do with a path and all below it, as bits. Writing includes making, cutting, renaming and
/// removing files; serving is making sockets. Nobody may execute.
enum { SEEP_MAY_READ = 1, SEEP_MAY_WRITE = 2, SEEP_MAY_SERVE = 4 };

/// What a confined process may do with a port of TCP, as bits.
enum { SEEP_MAY_BIND = 1, SEEP_MAY_CONNECT = 2 };

/// What is left as it is for the whole process, as bits: connecting by TCP to any port; reaching sockets by abstract names.
enum { SEEP_LEAVE_CONNECT = 1, SEEP_LEAVE_ABSTRACT = 2 };

/// Threads that the process has; 0 where nobody tells.
unsigned seep_count_threads(void);

/// Begins a list of what the process may do; what it does not name is refused once `seep_confine` has put it in force,
/// as far as the kernel's Landlock knows of it. Returns its descriptor, which the caller closes, or the system's error
/// number, negative: -ENOSYS and -EOPNOTSUPP where there is no Landlock.
int seep_confinement(unsigned left);

/// Adds a path that exists to a list. Returns 0, or the system's error number.
int seep_allow_path(int confinement, const char *path, unsigned rights);

/// Adds a port of TCP to a list. Returns 0, also where the kernel does not confine TCP, or the system's error number.
int seep_allow_port(int confinement, uint16_t port, unsigned rights);

/// Puts a list in force for the calling thread and those that it starts, for ever; they get no new privileges, either.
/// Returns 0, or the system's error number.
int seep_confine(int confinement);

#endif
