internal import Foundation

/// What can be fed.
enum FuzzTarget: String, CaseIterable {
    case lz4
    case gzip
    case zstd
    case plain
    case chunker

    /// - Parameter file: Where the input of each run is written.
    /// - Returns: One run from a seed, which gives what is wrong; `nil` for nothing.
    func makeBody(file: URL) throws -> (UInt64) throws -> String? {
        switch self {
        case .chunker:
            let fuzz = try ChunkerFuzz(file: file)
            return { try fuzz.run(seed: $0) }
        case .lz4, .gzip, .zstd, .plain:
            let fuzz = try StreamFuzz(packings, file: file)
            return { try fuzz.run(seed: $0) }
        }
    }

    /// Commands that pack a file to standard output.
    private var packings: [[String]] {
        switch self {
        case .lz4:
            [
                ["lz4", "-q", "-B4", "-c"], ["lz4", "-q", "-B4", "-BD", "-c"],
                ["lz4", "-q", "-B4", "-BX", "-c"],
                ["lz4", "-q", "-B5", "-BD", "-BX", "--content-size", "-c"],
                ["lz4", "-q", "--no-frame-crc", "-c"], ["lz4", "-q", "-l", "-c"],
                // Frames of both formats may follow each other.
                ["zstd", "-q", "-c"],
            ]
        case .gzip: [["gzip", "-1", "-c"], ["gzip", "-9", "-n", "-c"]]
        case .zstd:
            [
                ["zstd", "-q", "-c"], ["zstd", "-q", "--no-check", "--no-content-size", "-c"],
                ["zstd", "-q", "-19", "--check", "-c"], ["zstd", "-q", "--fast=9", "-c"],
                ["zstd", "-q", "--long=27", "-c"],
            ]
        case .plain: [["cat"], ["iconv", "-f", "UTF-8", "-t", "UTF-16"]]
        case .chunker: []
        }
    }
}
