// Connections to other machines, and what may be asked of any connection.

#define _GNU_SOURCE
#include "Connections.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <resolv.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/// Returns 0, or an error number.
static int await_connection(int connection, long until) {
    struct pollfd request = {.fd = connection, .events = POLLOUT};
    for (;;) {
        long left = until - now();
        int ready = left > 0 ? poll(&request, 1, (int)left) : 0;
        if (ready == 0) return ETIMEDOUT;
        if (ready > 0) break;
        if (errno != EINTR) return errno;
    }
    int problem = 0;
    socklen_t size = sizeof problem;
    return getsockopt(connection, SOL_SOCKET, SO_ERROR, &problem, &size) == 0 ? problem : errno;
}

static int connect_to(const struct addrinfo *address, long until, unsigned lost_milliseconds) {
    int connection = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (connection < 0) return -errno;
    const int on = 1;
    setsockopt(connection, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    setsockopt(connection, IPPROTO_TCP, TCP_USER_TIMEOUT, &lost_milliseconds, sizeof lost_milliseconds);
    int problem = connect(connection, address->ai_addr, address->ai_addrlen) == 0 ? 0 : errno;
    if (problem == EINPROGRESS) problem = await_connection(connection, until);
    if (problem == 0) return connection;
    close(connection);
    return -problem;
}

/// Makes a name server that is silent cost this thread a second, and not ten: the caller tries again later.
static void bound_look_ups(void) {
    // The machine's configuration is read anew, for it may have changed; the look-up itself is not to do so, since that sets
    // the bounds back. All of this is the thread's own.
    if (res_init() != 0) return;
    _res.options |= RES_NORELOAD;
    _res.retrans = 1;
    _res.retry = 1;
}

int seep_connect_tcp(const char *host, const char *port, int milliseconds, unsigned lost_milliseconds) {
    const struct addrinfo wanted = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    bound_look_ups();
    if (getaddrinfo(host, port, &wanted, &found) != 0) return SEEP_HOST_UNKNOWN;
    const long until = now() + milliseconds;
    int connection = SEEP_HOST_UNKNOWN;
    for (const struct addrinfo *address = found; address && connection < 0; address = address->ai_next)
        connection = connect_to(address, until, lost_milliseconds);
    freeaddrinfo(found);
    return connection;
}

int seep_unconfirmed(int connection) {
    int count;
    return ioctl(connection, TIOCOUTQ, &count) == 0 ? count : -1;
}

long seep_send(int connection, const void *bytes, unsigned long count) {
    long sent = send(connection, bytes, count, MSG_NOSIGNAL);
    return sent >= 0 ? sent : -errno;
}

int seep_ignore_answers(int connection) {
    char answer[512];
    ssize_t count = recv(connection, answer, sizeof answer, MSG_DONTWAIT);
    if (count == 0) return ECONNRESET;
    return count > 0 || errno == EAGAIN || errno == EINTR ? 0 : errno;
}
