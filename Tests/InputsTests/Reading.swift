import Foundation
import Inputs
import Synchronization

/// What a source gave, read to its end the way the pipeline reads.
struct Reading {
    private(set) var bytes: [UInt8] = []
    private(set) var damages: [Damage] = []

    /// Decoded bytes before each piece that follows a hole.
    private(set) var partStarts: [Int] = []

    /// More steps than any honest source of the tests takes: the reader goes round in a circle.
    private(set) var isEndless = false

    /// - Parameter between: Called behind every block, with the bytes read so far.
    init(
        _ item: InputItem, capacity: Int = 1 << 16, limits: InputLimits = InputLimits(),
        between: (Int) throws -> Void = { _ in }
    ) throws {
        let stream = try Inputs.InputStream(item, limits: limits)
        let block = InputBlock(capacity: capacity)
        for _ in 0..<200_000 {
            switch stream.fetch(into: block) {
            case .bytes:
                damages += block.decode()
                if let damage = stream.verify(block) { damages.append(damage) }
                if block.startsPart { partStarts.append(bytes.count) }
                partStarts += block.holes.map { bytes.count + $0 }
                block.withBytes { span, own in
                    for index in own { bytes.append(span[index]) }
                }
                try between(bytes.count)
            case .gap(let damage): damages.append(damage)
            case .end: return
            }
        }
        isEndless = true
    }

    /// Reads bytes through a file of its own.
    init(_ bytes: [UInt8], capacity: Int = 1 << 16, limits: InputLimits = InputLimits()) throws {
        let folder = try TestFolder()
        self = try Reading(.file(path: folder.write(bytes, to: "input")), capacity: capacity, limits: limits)
    }

    private static let standardInput = Mutex(())

    /// Reads what a descriptor gives, as standard input.
    static func ofStandardInput(_ descriptor: Int32, capacity: Int = 1 << 16) throws -> Reading {
        try standardInput.withLock { _ in
            let kept = dup(0)
            dup2(descriptor, 0)
            defer {
                dup2(kept, 0)
                close(kept)
            }
            return try Reading(.standardInput, capacity: capacity)
        }
    }

    /// Reads bytes through a pipe.
    static func throughPipe(_ bytes: [UInt8], capacity: Int = 1 << 16) throws -> Reading {
        let pipe = Pipe()
        let writer = pipe.fileHandleForWriting
        Thread.detachNewThread {
            try? writer.write(contentsOf: Data(bytes))
            try? writer.close()
        }
        return try ofStandardInput(pipe.fileHandleForReading.fileDescriptor, capacity: capacity)
    }
}

/// Where bytes differ from those expected; `nil` when they are the same.
///
/// Comparing inside of `#expect` would look for the shortest change between arrays of megabytes.
func difference(_ bytes: some Collection<UInt8>, _ expected: some Collection<UInt8>) -> String? {
    let same = zip(bytes, expected).prefix { $0 == $1 }.count
    guard same < max(bytes.count, expected.count) else { return nil }
    return "\(bytes.count) bytes for \(expected.count), and other ones from \(same) on"
}

/// A folder that lasts as long as its test.
final class TestFolder {
    let path = FileManager.default.temporaryDirectory
        .appendingPathComponent("seep-inputs-\(UUID().uuidString)").path

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// - Returns: The file's path.
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }
}
