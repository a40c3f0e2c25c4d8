import CorpusMaker
import Foundation
import Inputs
import Testing
import Watch

@Suite struct CheckpointLogTests {
    private static let key = WatchKey(secret: [UInt8](repeating: 5, count: 32))

    /// Checkpoints of which each changes a little of the one before, in all ways there are.
    private static func checkpoints(_ count: Int, seed: UInt64) -> [Checkpoint] {
        var numbers = SeededNumbers(seed: seed)
        var checkpoint = Checkpoint()
        return (1...count).map { _ in
            checkpoint.sequence += 1 + UInt64(numbers.below(3))
            checkpoint.time = 1_795_600_000_000_000_000 - Int64(numbers.below(1000))
            for _ in 0..<numbers.below(4) {
                let entry = entry(UInt64(numbers.below(5)), offset: UInt64(numbers.below(1000)))
                checkpoint.held[entry.identity] = numbers.below(3) > 0 ? entry : nil
            }
            checkpoint.ended.removeAll { _ in numbers.below(3) == 0 }
            for _ in 0..<numbers.below(3) {
                checkpoint.ended.append(entry(UInt64(numbers.below(5)), offset: .max))
            }
            return checkpoint
        }
    }

    private static func entry(_ number: UInt64, offset: UInt64) -> CheckpointEntry {
        let identity = FileIdentity(device: number, inode: number + 1, born: -7)
        return CheckpointEntry(
            identity: identity, origin: StreamOrigin(identity: identity, generation: 3), offset: offset,
            line: 12, beginsLine: number % 2 == 0, head: Proof(Array("head".utf8), key),
            tail: Proof(Array("tail".utf8), key), size: number + 5)
    }

    /// The text of all, and where each ends.
    private static func text(_ checkpoints: [Checkpoint]) -> (bytes: [UInt8], ends: [Int]) {
        var log = CheckpointLog(key)
        var bytes: [UInt8] = []
        var ends: [Int] = []
        for checkpoint in checkpoints {
            let (more, next) = log.adding(checkpoint)
            bytes += more
            ends.append(bytes.count)
            log = next
            #expect(log.bytesCount == bytes.count)
        }
        return (bytes, ends)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `what was written is read, and goes on`(seed: UInt64) {
        let checkpoints = Self.checkpoints(12, seed: seed)
        let (bytes, ends) = Self.text(checkpoints)
        for (index, end) in ends.enumerated() {
            let log = CheckpointLog(Array(bytes[..<end]), Self.key)
            #expect(log.latest == checkpoints[index])
            #expect(log.bytesCount == end)
            #expect(log.firstBytes == ends[0])
            #expect(!log.isDamaged)
            guard index + 1 < ends.count else { break }
            #expect(log.adding(checkpoints[index + 1]).bytes == Array(bytes[end..<ends[index + 1]]))
        }
    }

    @Test func `wherever the text is cut, all is read that is whole`() {
        let checkpoints = Self.checkpoints(6, seed: 7)
        let (bytes, ends) = Self.text(checkpoints)
        for count in 0...bytes.count {
            let log = CheckpointLog(Array(bytes[..<count]), Self.key)
            let whole = ends.last { $0 <= count }
            #expect(log.latest == (whole.map { checkpoints[ends.firstIndex(of: $0) ?? 0] } ?? Checkpoint()))
            #expect(log.bytesCount == whole ?? 0)
            #expect(!log.isDamaged, "cut at \(count)")
        }
    }

    @Test func `no changed byte goes unnoticed, and what stands before it is read`() {
        let checkpoints = Self.checkpoints(4, seed: 3)
        let (bytes, ends) = Self.text(checkpoints)
        for at in bytes.indices {
            for bit in 0..<8 as Range<UInt8> {
                var changed = bytes
                changed[at] ^= 1 << bit
                let log = CheckpointLog(changed, Self.key)
                let before = ends.filter { $0 <= at }
                #expect(log.latest == (before.isEmpty ? Checkpoint() : checkpoints[before.count - 1]))
                #expect(log.bytesCount < bytes.count, "byte \(at), bit \(bit)")
            }
        }
    }

    @Test func `what a longer text has left behind a shorter one is none of it`() {
        let long = Self.text(Self.checkpoints(9, seed: 1))
        let short = Self.checkpoints(2, seed: 2)
        let (bytes, ends) = Self.text(short)
        // Where one of the longer begins, and anywhere else.
        for start in long.ends + [long.ends[3] + 5] where start < long.bytes.count {
            let log = CheckpointLog(bytes + long.bytes[start...], Self.key)
            #expect(log.latest == short[1])
            #expect(log.bytesCount == ends[1])
            #expect(log.isDamaged)
        }
    }

    @Test func `another key or another version is none`() {
        let bytes = Self.text(Self.checkpoints(3, seed: 4)).bytes
        let other = WatchKey(secret: [UInt8](repeating: 6, count: 32))
        let text = String(decoding: bytes, as: UTF8.self).replacing("checkpoint 2", with: "checkpoint 3")
        for log in [CheckpointLog(bytes, other), CheckpointLog(Array(text.utf8), Self.key)] {
            #expect(log.latest == Checkpoint())
            #expect(log.isDamaged)
        }
    }
}

@Suite struct CheckpointStoreTests {
    /// A state folder of its own for each test.
    final class Folder {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(
            "seep-state-\(UUID().uuidString)"
        )
        .path

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func file(_ name: String) -> String { path + "/" + name }
    }

    private func checkpoint(_ offset: UInt64) -> Checkpoint {
        let identity = FileIdentity(device: 1, inode: 2, born: 3)
        var checkpoint = Checkpoint()
        checkpoint.held[identity] = CheckpointEntry(
            identity: identity, origin: StreamOrigin(identity: identity, generation: 0), offset: offset,
            line: 1, beginsLine: true, head: Proof(), tail: Proof(), size: 0)
        return checkpoint
    }

    private func offset(_ store: CheckpointStore) -> UInt64? { store.latest.held.values.first?.offset }

    @Test func `the newest checkpoint is read, and its folder is for its owner only`() throws {
        let folder = Folder()
        for offset in 1...3 as ClosedRange<UInt64> {
            let store = try CheckpointStore(folder: folder.path)
            try store.save(checkpoint(offset))
        }
        let store = try CheckpointStore(folder: folder.path)
        #expect(offset(store) == 3)
        #expect(store.latest.sequence == 3)
        for name in ["key", "checkpoint.0", "checkpoint.1"] {
            let mode =
                try FileManager.default.attributesOfItem(atPath: folder.file(name))[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
    }

    @Test(arguments: [1, 2]) func `whatever is left of the file being written, what was finished stands`(
        runs: Int
    ) throws {
        let folder = Folder()
        // The second run begins the other file anew.
        for run in 0..<UInt64(runs) {
            let store = try CheckpointStore(folder: folder.path)
            for offset in run * 3 + 1...run * 3 + 3 {
                try store.save(checkpoint(offset), waits: offset % 3 == 0)
            }
        }
        let newest = URL(fileURLWithPath: folder.file(runs == 1 ? "checkpoint.1" : "checkpoint.0"))
        let bytes = try Data(contentsOf: newest)
        var last: UInt64 = 0
        for count in 0...bytes.count {
            try bytes.prefix(count).write(to: newest)
            let store = try CheckpointStore(folder: folder.path)
            let read = offset(store) ?? 0
            #expect(read >= max(last, UInt64(runs - 1) * 3), "cut at \(count)")
            #expect(store.isDamaged == (count > 0 && read == 0), "cut at \(count)")
            last = read
        }
        #expect(last == UInt64(runs) * 3)
    }

    @Test func `what is damaged costs what was saved after it, is told, and told once`() throws {
        let folder = Folder()
        do {
            let store = try CheckpointStore(folder: folder.path)
            for offset in 1...3 as ClosedRange<UInt64> { try store.save(checkpoint(offset)) }
        }
        let file = URL(fileURLWithPath: folder.file("checkpoint.1"))
        var bytes = try Data(contentsOf: file)
        let second = try #require(bytes.dropFirst(30).range(of: Data("seep-checkpoint".utf8)))
        bytes[second.lowerBound + 40] ^= 1
        try bytes.write(to: file)
        do {
            let store = try CheckpointStore(folder: folder.path)
            #expect(store.isDamaged)
            #expect(offset(store) == 1)
        }
        let store = try CheckpointStore(folder: folder.path)
        #expect(!store.isDamaged)
        #expect(offset(store) == 1)
    }

    @Test func `a file of checkpoints is begun anew before it is long`() throws {
        let folder = Folder()
        let store = try CheckpointStore(folder: folder.path)
        for offset in 1...3000 as ClosedRange<UInt64> { try store.save(checkpoint(offset)) }
        for name in ["checkpoint.0", "checkpoint.1"] {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file(name))).count
            #expect(bytes > 1000 && bytes <= 64 << 10, "\(name)")
        }
        #expect(offset(store) == 3000)
    }

    @Test func `when neither can be read everything begins anew, and says so`() throws {
        let folder = Folder()
        do {
            let store = try CheckpointStore(folder: folder.path)
            try store.save(checkpoint(1))
            try store.save(checkpoint(2))
        }
        for name in ["checkpoint.0", "checkpoint.1"] {
            try Data("nonsense".utf8).write(to: URL(fileURLWithPath: folder.file(name)))
        }
        let store = try CheckpointStore(folder: folder.path)
        #expect(store.isDamaged)
        #expect(store.latest == Checkpoint())
        try store.save(checkpoint(5))
    }

    @Test func `a folder serves one watch at a time`() throws {
        let folder = Folder()
        let store = try CheckpointStore(folder: folder.path)
        #expect(throws: StateError.inUse) { try CheckpointStore(folder: folder.path) }
        withExtendedLifetime(store) {}
    }

    @Test func `a key that was cut short is made anew, and knows nothing of what was hashed before`() throws {
        let folder = Folder()
        do { try CheckpointStore(folder: folder.path).save(checkpoint(1)) }
        try Data("short".utf8).write(to: URL(fileURLWithPath: folder.file("key")))
        let store = try CheckpointStore(folder: folder.path)
        #expect(store.isDamaged)
        #expect(store.latest.held.isEmpty)
    }
}
