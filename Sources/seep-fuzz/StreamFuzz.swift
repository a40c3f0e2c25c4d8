internal import CorpusMaker
internal import Foundation
private import Inputs

/// Reads changed streams, and looks at what a reader may rely on.
struct StreamFuzz {
    private var plain: [[UInt8]] = []
    private var packed: [[UInt8]] = []
    private let file: URL

    init(_ packings: [[String]], file: URL) throws {
        self.file = file
        // gzip puts a file's name and time into its header: the same ones in every process.
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "seep-fuzz-\(UUID().uuidString)")
        let sample = folder.appendingPathComponent("sample")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var numbers = SeededNumbers(seed: 5)
        for size in [0, 1, 300, 5000, 150_000] {
            let text = Self.makeText(size, &numbers)
            try Data(text).write(to: sample)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_000_000_000)], ofItemAtPath: sample.path)
            for packing in packings {
                plain.append(text)
                packed.append(try pack(sample, by: packing))
            }
        }
    }

    /// Lines, with stretches of noise that no format makes smaller.
    private static func makeText(_ size: Int, _ numbers: inout SeededNumbers) -> [UInt8] {
        var text: [UInt8] = []
        while text.count < size {
            text += "line \(text.count) has \(numbers.below(1 << 30))\n".utf8
            if numbers.below(400) == 0 {
                for _ in 0..<9000 { text.append(UInt8(0x20 + numbers.below(90))) }
            }
        }
        return Array(text.prefix(size))
    }

    private func pack(_ file: URL, by command: [String]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command + [file.path]
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let packed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw FuzzError.toolFailed(command[0]) }
        return Array(packed)
    }

    enum FuzzError: Error {
        case toolFailed(String)
    }

    /// - Returns: What is wrong; `nil` for nothing.
    func run(seed: UInt64) throws -> String? {
        var numbers = SeededNumbers(seed: seed)
        let number = numbers.below(packed.count)
        let isChanged = numbers.below(16) != 0
        let stream = isChanged ? mutate(packed[number], with: packed, &numbers) : packed[number]
        try Data(stream).write(to: file)
        let capacities = [64, 100, 1000, 4096, 65_536, 1 << 20]
        let first = try read(capacity: numbers.pick(capacities))
        let second = try read(capacity: numbers.pick(capacities))
        for reading in [first, second] {
            if let reason = reading.wrong(sourceBytes: UInt64(stream.count)) { return reason }
        }
        if first.isBounded || second.isBounded { return nil }
        // What igzip hands out for a distance before the member's first byte depends on the blocks.
        if first.isGarbled || second.isGarbled { return nil }
        guard first.bytes == second.bytes else {
            let same = zip(first.bytes, second.bytes).prefix { $0 == $1 }.count
            return
                "\(first.bytes.count) bytes and, in other blocks, \(second.bytes.count); \(same) are the same"
        }
        guard first.damages == second.damages else { return "other blocks tell other damages" }
        guard !isChanged else { return nil }
        let isWhole = first.damages.isEmpty && (first.bytes == plain[number] || isTranscoded(stream))
        return isWhole ? nil : "a sound stream does not give its bytes"
    }

    private func isTranscoded(_ stream: [UInt8]) -> Bool {
        stream.starts(with: [0xFF, 0xFE]) || stream.starts(with: [0xFE, 0xFF])
    }

    private struct Reading {
        var bytes: [UInt8] = []
        var damages: [Damage] = []
        var isEndless = false

        /// A bound ended it, at a place that depends on the blocks.
        var isBounded: Bool { damages.contains { $0.reason.contains("bound on") } }

        /// igzip met a damage, and may have taken some bytes behind it for data.
        var isGarbled: Bool { damages.contains { $0.reason == "gzip data is damaged" } }

        func wrong(sourceBytes: UInt64) -> String? {
            if isEndless { return "endless" }
            if bytes.count > StreamFuzz.decodedBytesMax + 16 << 20 {
                return "more bytes than the bound allows"
            }
            for damage in damages {
                guard damage.sourceOffset <= sourceBytes,
                    damage.sourceOffset + (damage.bytesSkipped ?? 0) <= sourceBytes
                else { return "a damage outside of the source: \(damage)" }
            }
            return nil
        }
    }

    private static let decodedBytesMax = 8 << 20

    private func read(capacity: Int) throws -> Reading {
        var limits = InputLimits()
        limits.decodedBytesMax = UInt64(Self.decodedBytesMax)
        let stream = try Inputs.InputStream(.file(path: file.path), limits: limits)
        let block = InputBlock(capacity: capacity)
        var reading = Reading()
        for _ in 0..<4_000_000 {
            switch stream.fetch(into: block) {
            case .bytes:
                reading.damages += block.decode()
                if let damage = stream.verify(block) { reading.damages.append(damage) }
                block.withBytes { span, own in
                    for index in own { reading.bytes.append(span[index]) }
                }
            case .gap(let damage): reading.damages.append(damage)
            case .end: return reading
            }
        }
        reading.isEndless = true
        return reading
    }
}
