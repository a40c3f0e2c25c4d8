#ifndef SEEP_CONNECTIONS_H
#define SEEP_CONNECTIONS_H

/// What `seep_connect_tcp` returns when the name of the host leads nowhere.
enum { SEEP_HOST_UNKNOWN = -4096 };

/// Connects to a host, within a time for all its addresses, which begins when its name was looked up: for that each name
/// server has a second. The connection counts as lost when nothing is confirmed for `lost_milliseconds`. Returns a
/// descriptor that never blocks, or the system's error number, negated, or SEEP_HOST_UNKNOWN.
int seep_connect_tcp(const char *host, const char *port, int milliseconds, unsigned lost_milliseconds);

/// Bytes that were sent and that the peer's system (TCP), or the peer (a stream of this machine), has not taken yet; -1
/// when that cannot be told.
int seep_unconfirmed(int connection);

/// Sends what fits. Returns the number of bytes, or the system's error number, negated.
long seep_send(int connection, const void *bytes, unsigned long count);

/// Takes what a peer says, and forgets it. Returns 0, ECONNRESET when the peer has ended the connection, or another error
/// number.
int seep_ignore_answers(int connection);

#endif
