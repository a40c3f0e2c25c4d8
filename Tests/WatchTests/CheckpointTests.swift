import Foundation
import Inputs
import Testing
import Watch

@Suite struct CheckpointTests {
    private static let key = WatchKey(secret: [UInt8](repeating: 5, count: 32))

    private static func entry(_ number: UInt64) -> CheckpointEntry {
        let identity = FileIdentity(device: number, inode: number + 1, born: -7)
        return CheckpointEntry(
            identity: identity, origin: StreamOrigin(identity: identity, generation: 3),
            offset: .max - number,
            line: 12, beginsLine: number % 2 == 0, head: Proof(Array("head".utf8), key),
            tail: Proof(Array("tail".utf8), key), size: number + 5)
    }

    private static let checkpoint: Checkpoint = {
        var checkpoint = Checkpoint()
        checkpoint.sequence = 9
        checkpoint.time = 1_795_600_000_000_000_000
        checkpoint.entries = (0..<3).map { entry($0) }
        return checkpoint
    }()

    @Test func `what was written is read`() {
        #expect(Checkpoint(Self.checkpoint.encoded(Self.key), Self.key) == Self.checkpoint)
    }

    @Test func `no changed or missing byte goes unnoticed`() {
        let bytes = Self.checkpoint.encoded(Self.key)
        for at in bytes.indices {
            for bit in 0..<8 as Range<UInt8> {
                var changed = bytes
                changed[at] ^= 1 << bit
                #expect(Checkpoint(changed, Self.key) == nil, "byte \(at), bit \(bit)")
            }
            #expect(Checkpoint(Array(bytes[..<at]), Self.key) == nil, "cut at \(at)")
        }
    }

    @Test func `another key or another version is none`() {
        let bytes = Self.checkpoint.encoded(Self.key)
        #expect(Checkpoint(bytes, WatchKey(secret: [UInt8](repeating: 6, count: 32))) == nil)
        let text = String(decoding: bytes, as: UTF8.self).replacing(
            "seep-checkpoint 1", with: "seep-checkpoint 2")
        #expect(Checkpoint(Array(text.utf8), Self.key) == nil)
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

    private func entries(_ offset: UInt64) -> [CheckpointEntry] {
        let identity = FileIdentity(device: 1, inode: 2, born: 3)
        return [
            CheckpointEntry(
                identity: identity, origin: StreamOrigin(identity: identity, generation: 0), offset: offset,
                line: 1, beginsLine: true, head: Proof(), tail: Proof(), size: 0)
        ]
    }

    @Test func `the newest checkpoint is read, and its folder is for its owner only`() throws {
        let folder = Folder()
        for offset in 1...3 as ClosedRange<UInt64> {
            let store = try CheckpointStore(folder: folder.path)
            try store.save(entries(offset), time: 1)
        }
        let store = try CheckpointStore(folder: folder.path)
        #expect(store.latest.entries == entries(3))
        #expect(store.latest.sequence == 3)
        for name in ["key", "checkpoint.0", "checkpoint.1"] {
            let mode =
                try FileManager.default.attributesOfItem(atPath: folder.file(name))[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
    }

    @Test func `whatever is left of the checkpoint being written, the one before stands`() throws {
        let folder = Folder()
        do {
            let store = try CheckpointStore(folder: folder.path)
            try store.save(entries(1), time: 1)
            try store.save(entries(2), time: 2)
        }
        let newest = folder.file("checkpoint.0")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: newest))
        for count in 0..<bytes.count {
            try bytes.prefix(count).write(to: URL(fileURLWithPath: newest))
            let store = try CheckpointStore(folder: folder.path)
            #expect(store.latest.entries == entries(1), "cut at \(count)")
            #expect(!store.isDamaged)
        }
    }

    @Test func `when neither can be read everything begins anew, and says so`() throws {
        let folder = Folder()
        do {
            let store = try CheckpointStore(folder: folder.path)
            try store.save(entries(1), time: 1)
            try store.save(entries(2), time: 2)
        }
        for name in ["checkpoint.0", "checkpoint.1"] {
            try Data("nonsense".utf8).write(to: URL(fileURLWithPath: folder.file(name)))
        }
        let store = try CheckpointStore(folder: folder.path)
        #expect(store.isDamaged)
        #expect(store.latest == Checkpoint())
        try store.save(entries(5), time: 3)
    }

    @Test func `a folder serves one watch at a time`() throws {
        let folder = Folder()
        let store = try CheckpointStore(folder: folder.path)
        #expect(throws: StateError.inUse) { try CheckpointStore(folder: folder.path) }
        withExtendedLifetime(store) {}
    }

    @Test func `a key that was cut short is made anew, and knows nothing of what was hashed before`() throws {
        let folder = Folder()
        do { try CheckpointStore(folder: folder.path).save(entries(1), time: 1) }
        try Data("short".utf8).write(to: URL(fileURLWithPath: folder.file("key")))
        let store = try CheckpointStore(folder: folder.path)
        #expect(store.isDamaged)
        #expect(store.latest.entries.isEmpty)
    }
}
