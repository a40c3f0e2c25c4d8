// Landlock without its header, for Debian 12's ends with the third version of the interface, and the kernel may know
// more. The numbers are those of include/uapi/linux/landlock.h of Linux 6.12, the sixth.

#define _GNU_SOURCE
#include "Landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { ASK_VERSION = 1 };
enum { RULE_PATH_BENEATH = 1, RULE_NET_PORT = 2 };

#define BIT(number) (1ULL << (number))
static const uint64_t write_file = BIT(1), read_file = BIT(2), read_folder = BIT(3);
static const uint64_t remove_folder = BIT(4), remove_file = BIT(5);
static const uint64_t make_folder = BIT(7), make_file = BIT(8), make_socket = BIT(9);
static const uint64_t refer = BIT(13), truncate_file = BIT(14);
static const uint64_t bind_tcp = BIT(0), connect_tcp = BIT(1);
static const uint64_t abstract_sockets = BIT(0), signals = BIT(1);

// A kernel that does not know the last members takes the structure when they are 0.
struct handled {
    uint64_t files, net, scoped;
};
struct path_beneath {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));
struct net_port {
    uint64_t allowed, port;
};

static long version(void) { return syscall(SYS_landlock_create_ruleset, NULL, 0, ASK_VERSION); }

static uint64_t handled_files(long version) {
    uint64_t bits = BIT(13) - 1;
    if (version >= 2) bits |= refer;
    if (version >= 3) bits |= truncate_file;
    // Commands to devices that are opened later.
    if (version >= 5) bits |= BIT(15);
    return bits;
}

unsigned seep_count_threads(void) {
    struct stat tasks;
    // A folder has a link for itself, one for its name, and one for each folder in it.
    return stat("/proc/self/task", &tasks) == 0 && tasks.st_nlink > 2 ? tasks.st_nlink - 2 : 0;
}

int seep_confinement(unsigned left) {
    long known = version();
    if (known < 0) return -errno;
    struct handled handled = {.files = handled_files(known)};
    if (known >= 4) handled.net = left & SEEP_LEAVE_CONNECT ? bind_tcp : bind_tcp | connect_tcp;
    if (known >= 6) handled.scoped = left & SEEP_LEAVE_ABSTRACT ? signals : signals | abstract_sockets;
    long confinement = syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0);
    return confinement < 0 ? -errno : (int)confinement;
}

int seep_allow_path(int confinement, const char *path, unsigned rights) {
    struct path_beneath rule = {.parent = open(path, O_PATH | O_CLOEXEC)};
    if (rule.parent < 0) return errno;
    int error = 0;
    struct stat status;
    if (fstat(rule.parent, &status) == 0) {
        uint64_t folder = 0;
        if (rights & SEEP_MAY_READ) {
            rule.allowed |= read_file;
            folder |= read_folder;
        }
        if (rights & SEEP_MAY_WRITE) {
            rule.allowed |= read_file | write_file | truncate_file;
            folder |= read_folder | remove_folder | remove_file | make_folder | make_file | refer;
        }
        if (rights & SEEP_MAY_SERVE) folder |= make_socket | remove_file;
        if (S_ISDIR(status.st_mode)) rule.allowed |= folder;
        rule.allowed &= handled_files(version());
        if (syscall(SYS_landlock_add_rule, confinement, RULE_PATH_BENEATH, &rule, 0) != 0) error = errno;
    } else {
        error = errno;
    }
    close(rule.parent);
    return error;
}

int seep_allow_port(int confinement, uint16_t port, unsigned rights) {
    if (version() < 4) return 0;
    struct net_port rule = {.port = port};
    if (rights & SEEP_MAY_BIND) rule.allowed |= bind_tcp;
    if (rights & SEEP_MAY_CONNECT) rule.allowed |= connect_tcp;
    return syscall(SYS_landlock_add_rule, confinement, RULE_NET_PORT, &rule, 0) == 0 ? 0 : errno;
}

int seep_confine(int confinement) {
    // Otherwise a program that runs as another user could be confined by a caller that it must not trust.
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
    return syscall(SYS_landlock_restrict_self, confinement, 0) == 0 ? 0 : errno;
}
