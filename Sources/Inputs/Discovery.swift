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
        var entries: ArraySlice<String>
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
                let path = level.path.hasSuffix("/") ? level.path + entry : level.path + "/" + entry
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
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        levels.append(
            Level(path: path, entries: names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }[...]))
        return nil
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
