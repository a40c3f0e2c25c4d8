internal import Bytes
internal import CByteScan
internal import Findings

/// Follows the objects and arrays of documents, so that every byte's path is known.
///
/// What it knows at an offset depends on the bytes before and on nothing else, however they are cut. Syntax: RFC 8259;
/// what breaks it costs the path of one document, never a byte.
struct JSONReader: Sendable {
    /// One document a line: a line feed ends whatever is open.
    let isByLine: Bool
    var frames: [Frame] = []

    /// The path of the innermost object or array, and the key of the value in it; none in an array.
    var path: [UInt8] = []
    var key: [UInt8] = []

    /// The identity of the current value's path.
    var pathHash = PlaceHash.document

    /// The identities of paths whose keys are names, each in its slot: most documents repeat theirs. An array, because
    /// the reader is copied for every value whose place is asked.
    var knownNames = [UInt64](repeating: 0, count: 64)
    private(set) var state = State.root

    /// Objects and arrays that are open beyond the deepest level that a path tells.
    private(set) var depthBeyond = 0
    var index = IndexName()

    /// The document being read, from 1: by line its line, else its place among all.
    var document: UInt64
    var malformed: UInt64 = 0
    var line = LineEnds()

    /// The value being read began here, and what was read ends there; offsets of the span being read.
    var startedAt = 0
    var readUpTo = 0
    var valueAge = 0

    /// The member that was found by looking ahead of where the reader was sent, and was passed.
    var ahead: seep_member?
    var aheadKind = KeyKind.data

    /// The end of the line that is read, while somebody seeks in one span.
    var lineEnd = -1

    struct Frame {
        var isArray: Bool

        /// The identity of its path, and the length of the path around it.
        var hash: UInt64
        var outerCount: Int
    }

    /// How far a look ahead may go, and the byte whose member is wanted.
    struct Reach {
        var end: Int
        var target = Int.max
    }

    enum State: UInt8 {
        /// Outside of any document.
        case root

        /// A line that is no document.
        case noise

        /// Where a value or the end of an array may come.
        case value
        case string
        case stringEscape
        case scalar

        /// Where a key or the end of an object may come.
        case beforeKey
        case key
        case keyEscape
        case colon

        /// Behind a value.
        case after
    }

    init(isByLine: Bool) {
        self.isByLine = isByLine
        document = isByLine ? 1 : 0
    }

    /// A value, or a key, begins where the reader stands, or before, and ends behind it.
    var isInData: Bool {
        switch state {
        case .value, .string, .stringEscape, .scalar, .key, .keyEscape: depthBeyond == 0 && !frames.isEmpty
        default: false
        }
    }

    /// Where the value begins; an offset of the span that was read last.
    var valueStart: Int {
        if let ahead { return Int(ahead.value_start) }
        return state == .value ? readUpTo : startedAt
    }

    var isInKey: Bool { state == .key || state == .keyEscape }

    /// A value that was not found by looking ahead, and tells of no index.
    var holdsElement: Bool { (isInString || state == .scalar) && depthBeyond == 0 && !index.isComing }

    /// A value may begin here.
    var awaitsValue: Bool { state == .value && isInData }

    /// No document is open.
    var isOutside: Bool { state == .root && frames.isEmpty }

    var isInString: Bool { state == .string || state == .stringEscape }

    /// The identity of the place, with the index that the document belongs to.
    var placeHash: UInt64 {
        let hash =
            state == .key || state == .keyEscape
            ? PlaceHash.step(frames.last?.hash ?? 0, index: -1) : pathHash
        return index.isEmpty ? hash : hash ^ index.hash
    }

    mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var at = range.lowerBound
        startedAt = at - valueAge
        ahead = nil
        if isByLine { at = skipLines(bytes, range) }
        while at < range.upperBound {
            let rest = at..<range.upperBound
            at = isByLine ? readByLine(bytes, rest) : readPart(bytes, rest, Reach(end: range.upperBound))
        }
        valueAge = at - startedAt
        readUpTo = at
    }

    /// Bytes are missing from here on.
    mutating func passHole() {
        if state != .root { malformed += 1 }
        leaveDocument()
        state = .noise
    }

    // MARK: - Documents

    mutating func readPart(_ bytes: Span<UInt8>, _ range: Range<Int>, _ reach: Reach) -> Int {
        switch state {
        case .beforeKey, .after:
            let passed = walkMembers(bytes, range.lowerBound, reach)
            if passed > range.lowerBound { return passed }
            take(bytes[range.lowerBound], at: range.lowerBound)
            return range.lowerBound + 1
        case .string, .key:
            let end = runEnd(bytes, range, of: Self.plainInString)
            takeText(bytes, range.lowerBound..<end)
            guard end < range.upperBound else { return end }
            if bytes[end] == 0x22 {
                finishString()
            } else {
                state = state == .key ? .keyEscape : .stringEscape
            }
            return end + 1
        case .stringEscape, .keyEscape:
            state = state == .keyEscape ? .key : .string
            takeText(bytes, range.lowerBound..<range.lowerBound + 1)
            return range.lowerBound + 1
        case .scalar:
            let end = runEnd(bytes, range, of: Self.plainInScalar)
            if end < range.upperBound { state = .after }
            return end
        case .noise: return isByLine ? range.upperBound : readNoise(bytes, range)
        default:
            take(bytes[range.lowerBound], at: range.lowerBound)
            return range.lowerBound + 1
        }
    }

    /// Passes the members of an object that hold neither objects nor arrays.
    mutating func walkMembers(_ bytes: Span<UInt8>, _ at: Int, _ reach: Reach) -> Int {
        guard depthBeyond == 0, let frame = frames.last, !frame.isArray else { return at }
        var member = seep_member()
        var isFound: Int32 = 0
        // Sound: the walk reads the bytes up to `end` during the call only.
        let passed = unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress, reach.end <= buffer.count else { return at }
            return unsafe Int(seep_walk_members(base, at, reach.end, reach.target, &member, &isFound))
        }
        guard passed > at else { return at }
        state = .after
        index.isComing = false
        guard isFound != 0 else { return passed }
        aheadKind = takeKey(bytes.extracting(member.key_start..<member.key_end), of: frame.hash)
        ahead = member
        return passed
    }

    private mutating func readNoise(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        let end = firstNewline(bytes, range)
        if end < range.upperBound { state = .root }
        return end
    }

    private mutating func take(_ byte: UInt8, at: Int) {
        if byte <= 0x20 { return }
        if state == .after || state == .beforeKey && byte != 0x22 { leaveMember(before: byte) }
        switch byte {
        case 0x7B, 0x5B: open(isArray: byte == 0x5B)
        case 0x7D, 0x5D: close()
        case 0x2C:
            guard state != .root else { break }
            if frames.last?.isArray == true || depthBeyond > 0 { beginElement() } else { state = .beforeKey }
        case 0x3A: if state == .colon { state = .value }
        case 0x22:
            startedAt = at + 1
            switch state {
            case .beforeKey where depthBeyond == 0:
                key.removeAll(keepingCapacity: true)
                state = .key
            case .root: state = .noise
            default: state = .string
            }
        default:
            startedAt = at
            state = frames.isEmpty ? .noise : .scalar
        }
    }

    private mutating func takeText(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        if state == .key {
            // One byte more than a name may have: then it is none.
            let room = Limits.fieldNameBytesMax + 1 - key.count
            key.append(bytes.extracting(range.prefix(max(0, room))))
        } else if index.isComing {
            let room = Limits.fieldNameBytesMax + 1 - index.coming.count
            index.coming.append(bytes.extracting(range.prefix(max(0, room))))
        }
    }

    private mutating func finishString() {
        if state == .key {
            finishKey()
            state = .colon
            return
        }
        if index.isComing {
            index.take(
                depth: frames.count, isOfNext: frames.count == 2 && Self.bulkPaths.contains(path(with: key)))
        }
        state = .after
    }

    private mutating func open(isArray: Bool) {
        if state == .root {
            path.removeAll(keepingCapacity: true)
            key.removeAll(keepingCapacity: true)
            pathHash = PlaceHash.document
            index.beginDocument()
            if !isByLine, !isArray { document += 1 }
        }
        index.isComing = false
        guard frames.count < Limits.documentDepthMax else {
            // Most lines are passed without a look inside, so of those no depth is counted.
            if depthBeyond == 0, !isByLine { malformed += 1 }
            depthBeyond += 1
            state = .value
            return
        }
        let outerCount = path.count
        if path.count <= Limits.pathBytesMax, !key.isEmpty {
            if !path.isEmpty { path.append(0x2E) }
            path += key
        }
        key.removeAll(keepingCapacity: true)
        // The elements of an array that is the whole text are its documents.
        if isArray, !frames.isEmpty {
            path += [0x5B, 0x5D]
            pathHash = PlaceHash.step(pathHash, index: 0)
        }
        frames.append(Frame(isArray: isArray, hash: pathHash, outerCount: outerCount))
        if isArray { beginElement() } else { state = .beforeKey }
    }

    private mutating func beginElement() {
        state = .value
        guard depthBeyond == 0, let frame = frames.last else { return }
        pathHash = frame.hash
        if frames.count == 1, !isByLine { document += 1 }
    }

    private mutating func close() {
        if depthBeyond > 0 {
            depthBeyond -= 1
            state = .after
            return
        }
        guard let frame = frames.popLast() else { return }
        index.leave(depth: frames.count + 1)
        path.removeSubrange(frame.outerCount...)
        key.removeAll(keepingCapacity: true)
        state = frames.isEmpty ? .root : .after
    }

    /// Another text follows.
    mutating func restart() {
        leaveDocument()
        index = IndexName()
    }

    mutating func leaveDocument() {
        if !frames.isEmpty { frames.removeAll(keepingCapacity: true) }
        depthBeyond = 0
        state = .root
        index.leave(depth: 0)
    }

    static let indexKey = Array("_index".utf8)
    private static let bulkPaths = ["index._index", "create._index", "update._index"].map { Array($0.utf8) }
    static let plainInString = ByteSet(allBut: "\"\\".utf8).kernelSet
    private static let plainInScalar = ByteSet(allBut: Array(0...0x20) + ",]}".utf8).kernelSet
}

extension Array where Element == UInt8 {
    /// Appends bytes that are borrowed for the call.
    mutating func append(_ bytes: Span<UInt8>) {
        // Sound: the bytes are read during the call only.
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
