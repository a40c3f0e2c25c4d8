private import CLinux
private import Glibc

/// What a watch may still do once it reads what others write, as far as the kernel's Landlock can keep it to that.
///
/// Whatever a line makes the process do, it reads the folders that it watches and those that it is set up by, writes to
/// its own, executes nothing, speaks by TCP at the ports that it was told of, and sends no signals to others. What is open
/// already stays open. Folders are allowed rather than files, each with all below it, for files are moved and made anew.
public struct Confinement: Sendable {
    /// Ports of TCP that may be connected to, and that may be listened at.
    public var connectPorts: Set<UInt16> = []
    public var bindPorts: Set<UInt16> = []

    /// Every port may be connected to, as when a proxy is named elsewhere.
    public var connectsAnywhere = false

    private var rights: [String: Rights] = [:]

    private struct Rights: OptionSet {
        var rawValue: UInt32
        static let read = Rights(rawValue: UInt32(SEEP_MAY_READ))
        static let write = Rights(rawValue: UInt32(SEEP_MAY_WRITE))
        static let serve = Rights(rawValue: UInt32(SEEP_MAY_SERVE))
        static let bind = Rights(rawValue: UInt32(SEEP_MAY_BIND))
        static let connect = Rights(rawValue: UInt32(SEEP_MAY_CONNECT))
    }

    /// Allows what every watch needs of the system.
    public init() {
        for path in Self.systemPaths { allow(path, .read) }
        allow("/dev/null", .write)
    }

    /// Allows reading whatever a watch of these paths may meet: the folder of each, where rotated files stand, too; the
    /// one above it, unless that is the root or stands in it, for a folder may be deleted and made anew; and what links in
    /// it lead to by now. Of a pattern it is the deepest folder before the first special character. Where a folder is not
    /// there yet, it is the next one above that is.
    public mutating func follow(_ patterns: [String]) {
        for pattern in patterns {
            let folder = Self.folder(watchedBy: pattern)
            if let there = resolved(folder) {
                let above = Self.parent(there)
                allow(Self.parent(above) == "/" ? there : above, .read)
            } else {
                allow(Self.existing(folder), .read)
            }
            if Self.kubeletFolders.contains(where: pattern.hasPrefix) { allow(Self.dockerFolder, .read) }
        }
        var paths = WatchedPaths(patterns)
        for found in paths.find(refused: { _, _ in }) {
            guard let target = resolved(found.path), !isReadable(target) else { continue }
            allow(Self.parent(target), .read)
        }
    }

    /// Allows reading a folder, or a file and what takes its place.
    public mutating func read(_ path: String) { allowPlace(of: path, .read) }

    /// Allows writing in a folder; or to a file, and moving it in its folder. Of a device nothing is moved.
    public mutating func write(_ path: String) { allowPlace(of: path, .write) }

    /// Allows making a socket of a path, and removing it.
    public mutating func serve(_ path: String) { allow(Self.parent(path), .serve) }

    /// Those of some patterns that lead out of what may be read.
    public func outside(_ patterns: [String]) -> [String] {
        patterns.filter { !mayLook(in: Self.folder(watchedBy: $0)) }
    }

    /// Those of some files and folders that may not be read; in their names no character is special.
    public func outside(files: [String]) -> [String] {
        files.filter { !mayLook(in: Self.kind($0) == S_IFDIR ? $0 : Self.parent($0)) }
    }

    /// Whether a folder may be read, or the next one above it that is there.
    private func mayLook(in folder: String) -> Bool {
        resolved(Self.existing(folder)).map(isReadable) ?? false
    }

    /// Confines the process, for ever.
    ///
    /// - Throws: `ConfinementError`; nothing is confined then.
    public func apply() throws(ConfinementError) { try apply(threadsMax: 1) }

    /// - Parameter threadsMax: Landlock confines the thread that asks and those that it starts; with more than one, the
    ///   others are as free as before.
    package func apply(threadsMax: UInt32) throws(ConfinementError) {
        guard seep_count_threads() <= threadsMax else { throw .severalThreads }
        var left = connectsAnywhere ? UInt32(SEEP_LEAVE_CONNECT) : 0
        // systemd may listen at an abstract name, which begins so.
        if let socket = unsafe getenv("NOTIFY_SOCKET"), unsafe socket[0] == CChar(UInt8(ascii: "@")) {
            left |= UInt32(SEEP_LEAVE_ABSTRACT)
        }
        let list = seep_confinement(left)
        guard list >= 0 else {
            throw [ENOSYS, EOPNOTSUPP].contains(-list) ? .unsupported : .refused(-list)
        }
        defer { close(list) }
        var allowed = self
        if connectsAnywhere || !connectPorts.isEmpty {
            for path in Self.networkPaths { allowed.allow(path, .read) }
            // Whoever makes the list of resolvers anew does so where its link leads to.
            if let list = resolved(Self.resolverList) {
                let folder = Self.parent(list)
                allowed.allow(folder == "/" ? list : folder, .read)
            }
        }
        for (path, rights) in allowed.rights {
            let error = unsafe seep_allow_path(list, path, rights.rawValue)
            // What is not there, or not for this user, or no file at all as a pipe, needs no leave.
            guard [0, ENOENT, ENOTDIR, EACCES, EBADFD].contains(error) else { throw .refused(error) }
        }
        for (port, rights) in portRights {
            let error = seep_allow_port(list, port, rights.rawValue)
            guard error == 0 else { throw .refused(error) }
        }
        let error = seep_confine(list)
        guard error == 0 else { throw .refused(error) }
    }

    private var portRights: [UInt16: Rights] {
        var ports: [UInt16: Rights] = [:]
        for port in bindPorts { ports[port, default: []].insert(.bind) }
        guard !connectsAnywhere else { return ports }
        for port in connectPorts { ports[port, default: []].insert(.connect) }
        // The name of a host whose addresses do not fit into a datagram.
        if !connectPorts.isEmpty { ports[53, default: []].insert(.connect) }
        return ports
    }

    private mutating func allow(_ path: String, _ right: Rights) {
        rights[resolved(path) ?? path, default: []].insert(right)
    }

    /// Allows a folder, the folder of a file, or what is neither; of a link to a file its own folder and the file's.
    private mutating func allowPlace(of path: String, _ right: Rights) {
        switch Self.kind(path) {
        case S_IFDIR: allow(path, right)
        case S_IFREG, 0:
            allow(Self.parent(path), right)
            if let target = resolved(path) { allow(Self.parent(target), right) }
        default: allow(path, right)
        }
    }

    /// - Parameter path: From the root on, without links.
    private func isReadable(_ path: String) -> Bool {
        var folder = path
        while rights[folder, default: []].isDisjoint(with: [.read, .write]) {
            if folder == "/" { return false }
            folder = Self.parent(folder)
        }
        return true
    }

    /// The folder in which all stands that a pattern can match, at whatever depth, or a path name.
    private static func folder(watchedBy pattern: String) -> String {
        let plain = String(pattern.prefix { !"*?[".contains($0) })
        if plain.hasSuffix("/") || plain == pattern && kind(plain) == S_IFDIR { return plain }
        return parent(plain)
    }

    /// A folder, or the next one above it that is there.
    private static func existing(_ folder: String) -> String {
        var folder = folder
        while kind(folder) != S_IFDIR, folder != "/", folder != "." { folder = parent(folder) }
        return folder
    }

    private static func parent(_ path: String) -> String {
        var path = path[...]
        while path.count > 1, path.last == "/" { path.removeLast() }
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// - Returns: The bits of `S_IFMT`; 0 where there is nothing.
    private static func kind(_ path: String) -> mode_t {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
    }

    private static let kubeletFolders = ["/var/log/containers/", "/var/log/pods/"]

    /// What kubelet's links lead to where Docker runs the containers, also those of containers to come.
    private static let dockerFolder = "/var/lib/docker/containers"

    /// Libraries that are loaded when they are first needed, locales, time zones, and what the process is told of itself
    /// and of its processors.
    private static let systemPaths = [
        "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache",
        "/usr/share/locale", "/usr/share/zoneinfo", "/etc/localtime",
        // All of it, for libdispatch ends the process when it cannot read /proc/TID/stat of one of its threads. What others
        // hold stays hidden: the kernel lets no confined process look into one that is not.
        "/proc", "/sys/devices/system/cpu", "/dev/urandom",
    ]

    /// Where the resolvers of names stand; often a link to what another program keeps in /run.
    private static let resolverList = "/etc/resolv.conf"

    /// Certificates and names of hosts. All of /etc, for its `resolv.conf` is made anew whenever the network changes.
    private static let networkPaths = [
        "/etc", "/run/systemd/resolve", "/usr/share/ca-certificates", "/usr/local/share/ca-certificates",
    ]
}

/// The path without links; `nil` where there is nothing.
private func resolved(_ path: String) -> String? {
    guard let name = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(name) }
    return unsafe String(cString: name)
}
