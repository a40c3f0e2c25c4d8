internal import Bytes
internal import Findings

/// A log whose entries are documents, one a line: which of their members hold the time and the host of an entry.
///
/// An export has times, too: a log is what tells the gravity or the stream of its entries as well. Keys: those of the
/// Elastic Common Schema, of Docker's `json-file`, of the journal's JSON, of MongoDB's log, and of the loggers in common use.
struct DocumentLog: Sendable {
    /// The identities of the members' paths; 0 for none.
    private var time: UInt64 = 0
    private var host: UInt64 = 0

    /// The times before the others that are surer to be an entry's own.
    private static let times = paths(
        ["@timestamp"], ["__REALTIME_TIMESTAMP"], ["timestamp"], ["time"], ["ts"], ["@t"], ["t"])
    private static let hosts = paths(
        ["host", "name"], ["host", "hostname"], ["hostname"], ["_HOSTNAME"], ["host"])
    private static let signs = Set(
        paths(
            ["level"], ["log", "level"], ["log.level"], ["levelname"], ["severity"], ["lvl"], ["stream"],
            ["@mt"],
            ["PRIORITY"], ["__CURSOR"], ["s"]))

    /// - Parameter head: The first bytes of a stream with one document a line; its first line tells.
    /// - Returns: `nil` for what is no log.
    init?(sniffing head: Span<UInt8>) {
        var found: Set<UInt64> = []
        var isLog = false
        let line = 0..<firstNewline(head, 0..<min(head.count, Limits.sniffedBytes))
        Self.survey(head, line) { hash, value in
            if Self.signs.contains(hash) { isLog = true }
            let isTime = Self.times.contains(hash) && Self.time(value()) != nil
            if isTime || Self.hosts.contains(hash) { found.insert(hash) }
        }
        guard isLog, let time = Self.times.first(where: found.contains) else { return nil }
        self.time = time
        host = Self.hosts.first(where: found.contains) ?? 0
    }

    /// The entry that was read last, of a span; several values of a line are found one after the other.
    struct Memory {
        fileprivate var line = -1
        fileprivate var fields = LogFields()
    }

    /// What the entry says in which a byte stands, by the bytes of its line around that one, at most
    /// `Limits.statementReachBytes` on each side.
    ///
    /// - Parameter start: Where the line begins.
    func fields(
        _ bytes: Span<UInt8>, line start: Int, at offset: Int, _ memory: inout Memory
    ) -> LogFields {
        if start == memory.line { return memory.fields }
        var fields = LogFields()
        let reach = min(bytes.count, offset + Limits.statementReachBytes)
        let line = start..<firstNewline(bytes, offset..<reach)
        Self.survey(bytes, line) { hash, value in
            if hash == time, fields.time.isEmpty, let time = Self.time(value()) {
                fields.time = String(decoding: time, as: UTF8.self)
            } else if hash == host, fields.host.isEmpty {
                fields.host = LogHead.host(value())
            }
        }
        // Of a longer line, another byte may reach what this one does not.
        if line.count < Limits.statementReachBytes { memory = Memory(line: start, fields: fields) }
        return fields
    }

    /// Hands out the values of a document that begin in a line: the identities of their paths, and their first bytes.
    private static func survey(
        _ bytes: Span<UInt8>, _ line: Range<Int>,
        _ body: (_ hash: UInt64, _ value: () -> ArraySlice<UInt8>) -> Void
    ) {
        var reader = JSONReader(isByLine: true)
        reader.beginSeeking(at: line.lowerBound)
        reader.survey(bytes, line) { spot, _ in
            let start = spot.valueStart
            let isText = start > 0 && bytes[start - 1] == 0x22
            let hash = spot.hash == noName ? path(ofValue: start - (isText ? 1 : 0), bytes) : spot.hash
            body(hash) {
                var value: [UInt8] = []
                value.append(bytes.extracting(start..<min(line.upperBound, start + valueBytesMax)))
                return value.prefix { isText ? $0 != 0x22 : LogHead.isDigit($0) || $0 == 0x2E }
            }
        }
    }

    /// The identity of all members of a document whose keys are no names.
    private static let noName = PlaceHash.step(PlaceHash.document, index: -1)

    /// The identity of a member like `@timestamp`, which is no name elsewhere.
    private static func path(ofValue start: Int, _ bytes: Span<UInt8>) -> UInt64 {
        var key = ArraySlice((max(0, start - keyBytesMax)..<start).map { bytes[$0] })
        while let last = key.last, last <= 0x20 || last == 0x3A { key.removeLast() }
        guard key.popLast() == 0x22, let quote = key.lastIndex(of: 0x22) else { return noName }
        key.removeFirst(quote + 1 - key.startIndex)
        return PlaceHash.step(PlaceHash.document, key.span)
    }

    private static let keyBytesMax = 32

    /// Longer than any time, and any host's name that is shown.
    private static let valueBytesMax = 128

    /// A time in words, or a number of seconds, or of thousandths of them and so on, since 1970.
    ///
    /// Only of the years up to 2033, whose first digit is 1: no card, and no telephone number with so many digits, begins so.
    private static func time(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        if let time = LogTime.prefix(of: value) { return time }
        let whole = value.prefix { LogHead.isDigit($0) }
        let fraction = value.dropFirst(whole.count)
        let isFraction = fraction.first == 0x2E && fraction.dropFirst().allSatisfy { LogHead.isDigit($0) }
        guard whole.first == 0x31, [10, 13, 16, 19].contains(whole.count), fraction.isEmpty || isFraction
        else { return nil }
        return value
    }

    private static func paths(_ paths: [String]...) -> [UInt64] {
        paths.map { $0.reduce(PlaceHash.document) { PlaceHash.step($0, $1) } }
    }
}
