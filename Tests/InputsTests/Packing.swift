import CorpusMaker
import Foundation
import Testing

/// A way of packing, by the tools that people use.
struct Packing: Sendable, CustomTestStringConvertible {
    /// A script for bash that packs the file `$1` to standard output.
    let script: String

    init(_ script: String) {
        self.script = script
    }

    var testDescription: String { script }

    func pack(_ plain: [UInt8]) throws -> [UInt8] {
        let folder = try TestFolder()
        let file = try folder.write(plain, to: "plain")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-euo", "pipefail", "-c", script, "bash", file]
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let packed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(script)")
        return Array(packed)
    }

    /// A skippable frame with bytes that look like the magic numbers of others.
    private static let skippable =
        #"printf '\x5a\x2a\x4d\x18\x08\0\0\0\x04\x22\x4d\x18\x28\xb5\x2f\xfd'"#

    /// Halves the file, for formats of which several may follow each other.
    private static let halves =
        "half=$(($(stat -c %s $1) / 2)); head -c $half $1 >a; tail -c +$((half + 1)) $1 >b"

    static let lz4: [Packing] = ["-B4", "-B5", "-B6", "-B7"].flatMap { size in
        ["", "-BD", "-BX", "-BD -BX", "--content-size", "--no-frame-crc", "-BX --no-frame-crc -9"].map {
            Packing("lz4 -q -c \(size) \($0) $1")
        }
    }

    static let mixed: [Packing] = [
        Packing("lz4 -q -l -c $1"),
        Packing("\(halves); lz4 -q -l -c a; lz4 -q -l -c b"),
        Packing("\(halves); lz4 -q -c a; lz4 -q -c b"),
        Packing("\(halves); lz4 -q -BD -c a; lz4 -q -l -c b"),
        Packing("\(halves); lz4 -q -l -c a; lz4 -q -B4 -BX -c b"),
        Packing("\(halves); lz4 -q -l -c a; \(skippable); zstd -q -c b"),
        Packing("\(skippable); lz4 -q -c $1; \(skippable)"),
        Packing("\(halves); lz4 -q -c a; \(skippable); lz4 -q -B4 -BD -c b"),
        Packing("\(halves); : | lz4 -q -c; lz4 -q -c a; : | lz4 -q -B4 -c; lz4 -q -B4 -c b"),
        Packing("\(halves); \(skippable); lz4 -q -c a; \(skippable); zstd -q -c b"),
        Packing("\(halves); zstd -q -c a; lz4 -q -c b"),
        Packing("\(halves); zstd -q -c a; \(skippable); lz4 -q -BD -c b; : | zstd -q -c"),
    ]

    static let zstd: [Packing] = [
        Packing("zstd -q -c $1"),
        Packing("zstd -q -c --check $1"),
        Packing("zstd -q -c --no-check $1"),
        Packing("zstd -q -c --long=27 $1"),
        Packing("zstd -q -c -19 --no-content-size $1"),
        Packing("zstd -q -c --fast=5 <$1"),
        Packing("\(halves); zstd -q -c a; zstd -q -c --no-check b"),
        Packing("\(halves); \(skippable); zstd -q -c a; \(skippable); zstd -q -c b; \(skippable)"),
        Packing("\(halves); : | zstd -q -c; zstd -q -c a; : | zstd -q -c; zstd -q -c b"),
    ]

    /// gzip's fields (RFC 1952, 2.3) that the tool writes and those that only others write.
    static let gzip: [Packing] = [
        Packing("gzip -c $1"),
        Packing("gzip -1 -n -c $1"),
        Packing("gzip -9 -c <$1"),
        Packing("\(halves); gzip -c a; gzip -n -c b"),
        Packing("\(halves); gzip -c a; : | gzip -c; gzip -c b"),
        Packing("gzip -c $1; head -c 100000 /dev/zero"),
        Packing("\(halves); gzip -c a; head -c 700 /dev/zero; gzip -c b; head -c 3 /dev/zero"),
        // Extra field, name, comment and text flag.
        Packing(
            #"printf '\x1f\x8b\x08\x1d\0\0\0\0\x02\x03\x05\0extraname\0comment\0'; gzip -n -c $1 | tail -c +11"#
        ),
    ]

    static let all = lz4 + mixed + zstd + gzip
}

/// Text with stretches that no format makes smaller.
func makePayload(_ bytes: Int, seed: UInt64 = 1) -> [UInt8] {
    var numbers = SeededNumbers(seed: seed)
    var payload: [UInt8] = []
    var line = 0
    while payload.count < bytes {
        let number = numbers.next()
        if number % 4096 == 0 {
            for _ in 0..<160_000 { payload.append(UInt8(truncatingIfNeeded: numbers.next())) }
        }
        payload += "line \(line) of \(number % 97) has \(number >> 44)\n".utf8
        line += 1
    }
    return Array(payload.prefix(bytes))
}
