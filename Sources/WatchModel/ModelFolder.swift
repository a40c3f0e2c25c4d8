private import CorpusMaker
private import Foundation
internal import Glibc

/// A folder of logs that a model writes to, rotates, cuts and deletes as programs and people do.
struct ModelFolder {
    let path: String

    /// Planted values so far; value `n` is `address(n)`.
    private(set) var planted = 0

    /// Logs that end within a line.
    private var openLines: Set<String> = []

    static let logs = ["app.log", "db.log"]

    static func address(_ number: Int) -> String { "m\(number)@quillmoor-post.org" }

    init() throws {
        path =
            FileManager.default.temporaryDirectory.appendingPathComponent("seep-model-\(UUID().uuidString)")
            .path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }

    private func full(_ name: String) -> String { path + "/" + name }

    // MARK: What programs do

    /// Adds lines, each with a value of its own; the last may lack its end until the next call.
    mutating func write(_ log: String, lines: Int, fillerBytes: Int, endsLine: Bool) {
        var text = openLines.remove(log) == nil ? "" : " end\n"
        for number in 0..<lines {
            text += "2026-11-25 10:00:00 INFO request mail=\(Self.address(planted)) took \(number) ms\n"
            planted += 1
        }
        if fillerBytes > 0 {
            text += String(repeating: "nothing to be seen in this line\n", count: fillerBytes / 32)
        }
        if !endsLine {
            text += "2026-11-25 10:00:01 WARN a line that is"
            openLines.insert(log)
        }
        let file = unsafe open(full(log), O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer { close(file) }
        let bytes = Array(text.utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
    }

    /// How long a log is; 0 when it is not there.
    func bytes(of log: String) -> Int { contents(of: log)?.count ?? 0 }

    /// What a file holds; `nil` when it is not there.
    private func contents(of name: String) -> Data? {
        var status = stat()
        guard unsafe stat(full(name), &status) == 0 else { return nil }
        // For a file without bytes Foundation allocates some that it never frees.
        return status.st_size == 0 ? Data() : FileManager.default.contents(atPath: full(name))
    }

    // MARK: What rotation does

    mutating func rename(_ log: String) {
        shift(log)
        unsafe Glibc.rename(full(log), full(log) + ".1")
        openLines.remove(log)
    }

    func copy(_ log: String) {
        shift(log)
        guard let bytes = contents(of: log) else { return }
        _ = FileManager.default.createFile(atPath: full(log) + ".1", contents: bytes)
    }

    mutating func cut(_ log: String) {
        unsafe truncate(full(log), 0)
        openLines.remove(log)
    }

    mutating func delete(_ log: String) {
        unsafe unlink(full(log))
        openLines.remove(log)
    }

    /// A rotated file is compressed.
    func pack(_ log: String) {
        guard let bytes = contents(of: log + ".1") else { return }
        write(RawZstd.pack(Array(bytes)), to: log + ".1.zst")
        unsafe unlink(full(log) + ".1")
    }

    /// A log is copied and compressed at once.
    func copyPacked(_ log: String) {
        shift(log)
        guard let bytes = contents(of: log) else { return }
        write(RawZstd.pack(Array(bytes)), to: log + ".1.zst")
    }

    private func write(_ bytes: [UInt8], to name: String) {
        _ = FileManager.default.createFile(atPath: full(name), contents: Data(bytes))
    }

    private func shift(_ log: String) {
        for number in [3, 2, 1] {
            for packing in ["", ".zst"] {
                unsafe Glibc.rename(
                    full(log) + ".\(number)" + packing, full(log) + ".\(number + 1)" + packing)
            }
        }
    }

    // MARK: What an observer sees

    /// The values in all whole lines of logs.
    ///
    /// - Parameter rotatedFrom: In rotated logs only values from this one on count.
    func visible(rotatedFrom first: Int) -> Set<Int> {
        var numbers: Set<Int> = []
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
            guard name.contains(".log"), let contents = contents(of: name)
            else { continue }
            let bytes = name.hasSuffix(".zst") ? RawZstd.unpack(Array(contents)) : Array(contents)
            let least = name.hasSuffix(".log") ? 0 : first
            for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
                let text = String(decoding: line, as: UTF8.self)
                guard let mail = text.range(of: "mail=m"), let end = text.range(of: "@quillmoor"),
                    let number = Int(text[mail.upperBound..<end.lowerBound]), number >= least
                else { continue }
                numbers.insert(number)
            }
        }
        return numbers
    }
}
