#ifndef SEEP_SOCKETS_H
#define SEEP_SOCKETS_H

#include <stdint.h>

/// Connects to a socket of the file system, or, when the path begins with `@`, of the abstract names.
///
/// `type` is `SEEP_STREAM` or `SEEP_DATAGRAM`. Returns a descriptor that does not block, or the system's error number,
/// negated.
int seep_connect_unix(const char *path, int type);
enum { SEEP_STREAM = 1, SEEP_DATAGRAM = 2 };

/// Begins to connect to a port of this machine: of 127.0.0.1, or of ::1. Returns as `seep_connect_unix` does; the
/// connection may not be there yet, and is when the descriptor can be written to.
int seep_connect_loopback(int is_version6, uint16_t port);

/// Listens at a socket of the file system, which is made for the process's umask. One that nobody listens at any more is
/// removed before; one that somebody does is `EADDRINUSE`, and so is a file of another kind.
///
/// Returns as `seep_connect_unix` does.
int seep_listen_unix(const char *path);

/// Listens at a port of this machine: of 127.0.0.1, or of ::1. Returns as `seep_connect_unix` does.
int seep_listen_loopback(int is_version6, uint16_t port);

#endif
