private import Bytes
private import Glibc
internal import Inputs

/// The names that a watch looks under, and those that rotated files get beside them.
struct WatchedPaths {
    private let patterns: [String]

    /// The folders in which files that lose their names are looked for, with their last slash; empty for the current one.
    /// Those that are named, and those in which something was found last.
    private(set) var folders: Set<String> = []
    private var namedFolders: Set<String> = []

    /// A file that was found.
    struct Found {
        var path: String
        var status: FileStatus

        /// The path whose file it may have been, when it has a rotated name that is not watched itself.
        var rotatedFrom: String?

        /// The watched path whose file, or a copy of it, this may be by its name, whether watched itself or not.
        var original: String?
    }

    init(_ patterns: [String]) {
        self.patterns = patterns
        for pattern in patterns {
            let folder = Self.folder(of: pattern)
            if !Self.isPattern(folder) { namedFolders.insert(folder) }
        }
        folders = namedFolders
    }

    /// All files of now: first those under the names themselves, then those under rotated ones.
    ///
    /// - Parameter refused: Gets each path that cannot be followed, and the reason.
    mutating func find(refused: (String, String) -> Void) -> [Found] {
        let paths = paths(refused: refused)
        var found: [Found] = []
        found.reserveCapacity(paths.count)
        var seen = Set<String>(minimumCapacity: paths.count)
        var current = namedFolders
        for path in paths where seen.insert(path).inserted {
            do throws(InputError) {
                let status = try FileStatus(path: path)
                guard status.isRegular else {
                    refused(path, "is no regular file")
                    continue
                }
                found.append(Found(path: path, status: status))
                current.insert(Self.folder(of: path))
            } catch {
                // Between two looks files come and go; of a pattern the next look tells more.
                if isGiven(path) { refused(path, error.reason) }
            }
        }
        for index in found.indices {
            found[index].original = Self.original(of: found[index].path, among: seen)
        }
        for folder in folders.union(current) {
            for entry in Self.entries(of: folder) {
                let path = folder + entry
                guard !seen.contains(path), let name = unrotated(path),
                    let status = try? FileStatus(path: path),
                    status.isRegular
                else { continue }
                found.append(Found(path: path, status: status, rotatedFrom: name, original: name))
                current.insert(folder)
            }
        }
        folders = current
        return found
    }

    /// The path of a file that another one is with something behind it, among those that are there.
    private static func original(of path: String, among paths: Set<String>) -> String? {
        stems(of: path).first { paths.contains($0) }
    }

    /// What is left of a path without its last part, its last two, and so on: `app.log.1` and `app.log` of
    /// `app.log.1.gz`.
    private static func stems(of path: String) -> [String] {
        let bytes = path.utf8
        var stems: [String] = []
        var end = bytes.endIndex
        while let last = bytes[..<end].lastIndex(where: isSeparator), bytes[last] != slash {
            stems.append(String(path[..<last]))
            end = last
        }
        return stems
    }

    private static let slash = UInt8(ascii: "/")

    /// Whether a part of a name ends before a byte.
    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == slash
    }

    private func isGiven(_ path: String) -> Bool { patterns.contains(path) }

    private func paths(refused: (String, String) -> Void) -> [String] {
        patterns.flatMap { pattern -> [String] in
            if Self.isPattern(pattern) { return Self.matches(of: pattern, refused: refused) }
            var discovery = Discovery(paths: [pattern])
            var paths: [String] = []
            while let step = discovery.next() {
                switch step {
                case .item(.file(let path)): paths.append(path)
                case .item(.standardInput): break
                case .refused(let name, let reason): refused(name, reason)
                }
            }
            return paths
        }
    }

    private static func matches(of pattern: String, refused: (String, String) -> Void) -> [String] {
        var found = unsafe glob_t()
        defer { unsafe globfree(&found) }
        guard unsafe glob(pattern, GLOB_NOSORT, nil, &found) == 0 else { return [] }
        return (0..<Int(unsafe found.gl_pathc)).compactMap { index in
            // Sound: the call made as many paths, and they live until they are freed.
            guard let path = unsafe found.gl_pathv[index] else { return nil }
            if let name = unsafe String(validatingCString: path) { return name }
            refused(unsafe String(cString: path), "its name is not UTF-8")
            return nil
        }
    }

    /// The watched path that another one is with something behind it, as rotation makes them: `app.log.1`,
    /// `app.log-20260101`; `nil` for none.
    private func unrotated(_ path: String) -> String? {
        Self.stems(of: path).first { name in patterns.contains { Self.matches($0, name) } }
    }

    private static func matches(_ pattern: String, _ path: String) -> Bool {
        guard isPattern(pattern) else { return pattern == path }
        return unsafe fnmatch(pattern, path, FNM_PATHNAME) == 0
    }

    private static func isPattern(_ path: String) -> Bool { path.contains { "*?[".contains($0) } }

    private static func folder(of path: String) -> String {
        path.utf8.lastIndex(of: slash).map { String(path[...$0]) } ?? ""
    }

    /// - Parameter folder: With its last slash; empty for the current one.
    private static func entries(of folder: String) -> [String] {
        guard let open = unsafe opendir(folder.isEmpty ? "." : folder) else { return [] }
        defer { unsafe closedir(open) }
        var names: [String] = []
        while let entry = unsafe readdir(open) {
            names.append(
                unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                        unsafe String(cString: $0)
                    }
                })
        }
        return names
    }
}
