private import Bytes
private import Glibc

/// What discovery met.
public enum DiscoveryStep: Equatable, Sendable {
    case item(InputItem)

    /// A path that is not read, and why.
    case refused(name: String, reason: String)
}

/// Walks paths and folders, entries in the order of their bytes, one folder a level in memory.
///
/// A symbolic link that is given is followed. Inside of a folder a link to a file below the given root
/// names a file that the walk meets anyway, and a link out of the root is not followed: both are
/// passed over, the latter with a word.
public struct Discovery {
    private var roots: ArraySlice<String>
    private var levels: [Level] = []

    private struct Level {
        let path: String
        var entries: ArraySlice<Entry>
    }

    private struct Entry {
        let name: String

        /// The folder itself says that it is a regular file: nothing else is asked.
        let isRegular: Bool
    }

    /// - Parameter paths: Files and folders; `-` is standard input.
    public init(paths: [String]) {
        roots = paths[...]
    }

    /// The next item or refusal; `nil` at the end.
    public mutating func next() -> DiscoveryStep? {
        while true {
            if var level = levels.popLast() {
                guard let entry = level.entries.popFirst() else { continue }
                levels.append(level)
                let separator = level.path.utf8.last == UInt8(ascii: "/") ? "" : "/"
                let path = level.path + separator + entry.name
                if entry.isRegular { return .item(.file(path: path)) }
                if let step = visit(path, isGiven: false) { return step }
            } else {
                guard let root = roots.popFirst() else { return nil }
                if root == "-" { return .item(.standardInput) }
                if let step = visit(root, isGiven: true) { return step }
            }
        }
    }

    private mutating func visit(_ path: String, isGiven: Bool) -> DiscoveryStep? {
        var status = stat()
        let result = unsafe path.withCString { name in
            isGiven ? unsafe stat(name, &status) : unsafe lstat(name, &status)
        }
        guard result == 0 else { return .refused(name: path, reason: errorText(errno)) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .item(.file(path: path))
        case S_IFDIR: return enter(path)
        case S_IFLNK:
            return linkIsInside(path) ? nil : .refused(name: path, reason: "symbolic link out of the folder")
        default:
            return .refused(name: path, reason: InputError.notAFile(kind: kindName(status.st_mode)).reason)
        }
    }

    private mutating func enter(_ path: String) -> DiscoveryStep? {
        guard levels.count < Limits.folderDepthMax else {
            return .refused(name: path, reason: "deeper than \(Limits.folderDepthMax) folders")
        }
        guard let folder = unsafe opendir(path) else { return .refused(name: path, reason: errorText(errno)) }
        defer { unsafe closedir(folder) }
        var entries: [Entry] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            entries.append(Entry(name: name, isRegular: unsafe Int(entry.pointee.d_type) == Int(DT_REG)))
        }
        entries.sort { Self.precedes($0.name.utf8.span, $1.name.utf8.span) }
        levels.append(Level(path: path, entries: entries[...]))
        return nil
    }

    /// Whether a name comes before another by its bytes.
    private static func precedes(_ one: Span<UInt8>, _ other: Span<UInt8>) -> Bool {
        for index in 0..<min(one.count, other.count) where one[index] != other[index] {
            return one[index] < other[index]
        }
        return one.count < other.count
    }

    /// Whether a link's target lies below the folder that was given.
    private func linkIsInside(_ path: String) -> Bool {
        guard let root = levels.first?.path, let inside = resolved(root), let target = resolved(path) else {
            return false
        }
        return target == inside || target.hasPrefix(inside + "/")
    }

    private func resolved(_ path: String) -> String? {
        guard let name = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(name) }
        return unsafe String(cString: name)
    }
}
