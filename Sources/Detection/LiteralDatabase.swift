private import CVectorscan
private import Glibc

/// A literal seen by the prefilter.
struct LiteralHit {
    /// Index into the literals that the database was made of.
    var literal: Int32

    /// Offset of its first byte.
    var start: Int32
}

/// A byte string that the prefilter looks for.
struct Literal: Hashable {
    var text: String

    /// ASCII letters match in either case.
    var caseless: Bool
}

/// The literals of all rules, compiled into one matcher.
@safe
final class LiteralDatabase: @unchecked Sendable {
    // Sendable: Vectorscan writes to its scratch alone, the database stays as it was compiled.
    private let database: OpaquePointer
    private let counts: [Int32]

    /// Bytes of the longest literal.
    let bytesMax: Int

    /// A worker's own memory for one database.
    @safe
    final class Scratch {
        fileprivate let memory: OpaquePointer
        fileprivate var hits: [LiteralHit] = []
        fileprivate var counts: [Int32] = []

        fileprivate init(_ memory: OpaquePointer) {
            unsafe self.memory = memory
        }

        deinit {
            unsafe hs_free_scratch(memory)
        }
    }

    /// - Parameter literals: At least one, none empty.
    convenience init(_ literals: [Literal]) throws(DetectionError) {
        try self.init(literals, platform: nil)
    }

    /// - Parameter platform: What machine to compile for; `nil` for this one.
    private init(_ literals: [Literal], platform: hs_platform_info_t?) throws(DetectionError) {
        var pointers: [UnsafePointer<CChar>?] = unsafe []
        let flags = literals.map { $0.caseless ? UInt32(HS_FLAG_CASELESS) : 0 }
        let lengths = literals.map { $0.text.utf8.count }
        let identifiers = literals.indices.map { UInt32($0) }
        // One block holds all literals, so that their addresses stay put during the call.
        let text = literals.flatMap { $0.text.utf8.map { CChar(bitPattern: $0) } }
        var database: OpaquePointer?
        var problem: UnsafeMutablePointer<hs_compile_error_t>?
        let status = unsafe text.withUnsafeBufferPointer { buffer -> Int32 in
            var offset = 0
            for length in lengths {
                unsafe pointers.append(buffer.baseAddress.map { unsafe $0 + offset })
                offset += length
            }
            guard var platform else {
                return unsafe hs_compile_lit_multi(
                    &pointers, flags, identifiers, lengths, UInt32(literals.count), UInt32(HS_MODE_BLOCK),
                    nil, &database, &problem)
            }
            return unsafe hs_compile_lit_multi(
                &pointers, flags, identifiers, lengths, UInt32(literals.count), UInt32(HS_MODE_BLOCK),
                &platform, &database, &problem)
        }
        if let problem = unsafe problem { unsafe hs_free_compile_error(problem) }
        guard status == HS_SUCCESS, let database = unsafe database else {
            throw .literalsRejected(status: status)
        }
        unsafe self.database = database
        counts = lengths.map { Int32($0) }
        bytesMax = lengths.max() ?? 1
    }

    /// Takes a compiled database over.
    ///
    /// - Parameter serialized: What `serialized(_:)` returned for the same literals.
    /// - Returns: `nil` when another version of Vectorscan wrote it, or for another kind of machine.
    init?(_ literals: [Literal], serialized: [UInt8]) {
        var database: OpaquePointer?
        // Sound: Vectorscan copies the bytes, and checks their version, platform and checksum first.
        let status = unsafe serialized.withUnsafeBytes { bytes in
            unsafe hs_deserialize_database(
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, &database)
        }
        guard status == HS_SUCCESS, let database = unsafe database else { return nil }
        unsafe self.database = database
        counts = literals.map { Int32($0.text.utf8.count) }
        bytesMax = literals.reduce(1) { max($0, $1.text.utf8.count) }
    }

    /// Compiles literals for any machine of this architecture.
    static func serialized(_ literals: [Literal]) throws(DetectionError) -> [UInt8] {
        // Without features named, the database runs wherever the library does. That of the book's 902 literals is as
        // large as one for AVX2, and was measured no slower.
        let compiled = try LiteralDatabase(literals, platform: hs_platform_info_t())
        var bytes: UnsafeMutablePointer<CChar>?
        var count = 0
        guard unsafe hs_serialize_database(compiled.database, &bytes, &count) == HS_SUCCESS,
            let bytes = unsafe bytes
        else { throw .outOfMemory }
        // Sound: the library hands over `count` bytes from `malloc`.
        defer { unsafe free(bytes) }
        return unsafe UnsafeBufferPointer(start: bytes, count: count).map { UInt8(bitPattern: $0) }
    }

    deinit {
        unsafe hs_free_database(database)
    }

    func makeScratch() throws(DetectionError) -> Scratch {
        var memory: OpaquePointer?
        let status = unsafe hs_alloc_scratch(database, &memory)
        guard status == HS_SUCCESS, let memory = unsafe memory else { throw .outOfMemory }
        return unsafe Scratch(memory)
    }

    /// Finds every literal that begins in `range` of `bytes`.
    ///
    /// - Parameter hits: Emptied, then filled in the order of the literals' last bytes.
    func scan(_ bytes: Span<UInt8>, range: Range<Int>, scratch: Scratch, hits: inout [LiteralHit]) {
        let end = min(bytes.count, range.upperBound + bytesMax - 1)
        scratch.hits.removeAll(keepingCapacity: true)
        swap(&scratch.hits, &hits)
        scratch.hits.removeAll(keepingCapacity: true)
        scratch.counts = counts
        // Sound: the scratch outlives the call, and the callback runs only during it.
        let context = unsafe Unmanaged.passUnretained(scratch).toOpaque()
        unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress, end > range.lowerBound else { return }
            unsafe base.advanced(by: range.lowerBound).withMemoryRebound(
                to: CChar.self, capacity: end - range.lowerBound
            ) { text in
                _ = unsafe hs_scan(
                    database, text, UInt32(end - range.lowerBound), 0, scratch.memory,
                    { literal, _, to, _, context in
                        guard let context = unsafe context else { return 1 }
                        let scratch = unsafe Unmanaged<Scratch>.fromOpaque(context).takeUnretainedValue()
                        scratch.hits.append(
                            LiteralHit(
                                literal: Int32(literal), start: Int32(to) - scratch.counts[Int(literal)]))
                        return 0
                    }, context)
            }
        }
        swap(&scratch.hits, &hits)
        let first = Int32(range.lowerBound)
        for index in hits.indices { hits[index].start += first }
        if end > range.upperBound { hits.removeAll { $0.start >= range.upperBound } }
    }
}
