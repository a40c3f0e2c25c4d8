// Sockets of this machine. An address has another shape for each family, which C casts and Swift would have to rebind.

#define _GNU_SOURCE
#include "Sockets.h"

#include <errno.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { waiting_connections_max = 16 };

/// Returns the length of the address, 0 when the path is too long for one.
static socklen_t unix_address(const char *path, struct sockaddr_un *address) {
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof address->sun_path) return 0;
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    memcpy(address->sun_path, path, length);
    if (path[0] == '@') address->sun_path[0] = 0;
    return offsetof(struct sockaddr_un, sun_path) + length;
}

static socklen_t loopback_address(int is_version6, uint16_t port, struct sockaddr_storage *address) {
    *address = (struct sockaddr_storage){0};
    if (is_version6) {
        *(struct sockaddr_in6 *)address = (struct sockaddr_in6){
            .sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
        return sizeof(struct sockaddr_in6);
    }
    *(struct sockaddr_in *)address = (struct sockaddr_in){
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return sizeof(struct sockaddr_in);
}

/// Closes a socket, and tells why.
static int refuse(int made) {
    int number = errno;
    close(made);
    return -number;
}

static int make_socket(int family, int type) {
    int made = socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    return made < 0 ? -errno : made;
}

static int connect_to(const struct sockaddr *address, socklen_t length, int type) {
    int made = make_socket(address->sa_family, type);
    if (made < 0) return made;
    if (connect(made, address, length) != 0 && errno != EINPROGRESS) return refuse(made);
    return made;
}

static int listen_at(const struct sockaddr *address, socklen_t length) {
    int made = make_socket(address->sa_family, SOCK_STREAM);
    if (made < 0) return made;
    const int on = 1;
    if (address->sa_family != AF_UNIX) setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(made, address, length) != 0 || listen(made, waiting_connections_max) != 0) return refuse(made);
    return made;
}

int seep_connect_unix(const char *path, int type) {
    struct sockaddr_un address;
    socklen_t length = unix_address(path, &address);
    if (length == 0) return -ENAMETOOLONG;
    return connect_to((struct sockaddr *)&address, length, type == SEEP_DATAGRAM ? SOCK_DGRAM : SOCK_STREAM);
}

int seep_connect_loopback(int is_version6, uint16_t port) {
    struct sockaddr_storage address;
    socklen_t length = loopback_address(is_version6, port, &address);
    return connect_to((struct sockaddr *)&address, length, SOCK_STREAM);
}

int seep_listen_unix(const char *path) {
    struct sockaddr_un address;
    socklen_t length = unix_address(path, &address);
    if (length == 0) return -ENAMETOOLONG;
    struct stat status;
    if (lstat(path, &status) == 0) {
        if (!S_ISSOCK(status.st_mode)) return -EADDRINUSE;
        int other = seep_connect_unix(path, SEEP_STREAM);
        if (other >= 0) close(other);
        // Whoever listens takes the connection, or is too busy to; a socket that was left behind refuses it.
        if (other != -ECONNREFUSED) return -EADDRINUSE;
        if (unlink(path) != 0) return -errno;
    }
    return listen_at((struct sockaddr *)&address, length);
}

int seep_listen_loopback(int is_version6, uint16_t port) {
    struct sockaddr_storage address;
    socklen_t length = loopback_address(is_version6, port, &address);
    return listen_at((struct sockaddr *)&address, length);
}
