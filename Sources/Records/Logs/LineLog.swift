internal import Bytes
public import Findings

/// A log whose lines say something of themselves before their message, or have fields by their order.
public enum LineLog: Sendable {
    case access
    case elasticSlow
    case syslog

    /// The lines of a container, each behind a time and a stream.
    case container

    /// Of Java's and Python's libraries: a time, a severity and a logger, and traces of exceptions.
    case application

    /// Fields `NAME=value`, one a line. Source: systemd, "Journal Export Formats".
    case journal

    /// Tells a log by its first lines.
    ///
    /// - Parameter head: The first bytes of the stream; a line that they cut counts as far as it goes.
    init?(sniffing head: [UInt8]) {
        let lines = head.split(separator: 0x0A, maxSplits: Self.linesMax).prefix(Self.linesMax)
        func most(_ isOne: (ArraySlice<UInt8>) -> Bool) -> Bool {
            let whole = lines.filter { !LogHead.isTrace($0) }
            return !whole.isEmpty && whole.count(where: isOne) * 2 > whole.count
        }
        if most(AccessLine.matches) {
            self = .access
        } else if lines.contains(where: ElasticSlowLine.matches) {
            self = .elasticSlow
        } else if lines.first?.starts(with: Array("__CURSOR=".utf8)) == true {
            self = .journal
        } else if most({ LogHead.container($0) != nil }) {
            self = .container
        } else if most({ LogHead.syslog($0) != nil }) {
            self = .syslog
        } else if most({ LogHead.application($0)?.source.isEmpty == false }) {
            self = .application
        } else {
            return nil
        }
    }

    private static let linesMax = 20

    /// What was read for the values placed before, so that no line is read twice: the entry that a trace belongs to,
    /// and the document that a message is.
    public struct Memory {
        fileprivate var line = -1
        fileprivate var entry: Int?
        fileprivate var message = InnerPath.Value()
        var document = DocumentLog.Memory()

        /// Of a span in which nothing was placed yet.
        public init() {}
    }

    /// The place of a value, by the bytes of its line before it, and in traces of the lines before: at most
    /// `Limits.statementReachBytes`.
    ///
    /// - Parameters:
    ///   - offset: Where the value begins.
    ///   - name: That of its field, as it was found; empty for none.
    ///   - nameIsFound: There is none, for a finding stands in its place.
    ///   - memory: Of the same span, and of values before this one.
    /// - Returns: The place and its identity; `nil` where nothing better is known than the field's name.
    public func place(
        _ bytes: Span<UInt8>, at offset: Int, name: Span<UInt8>, nameIsFound: Bool = false,
        _ memory: inout Memory
    ) -> (hash: UInt64, place: Place)? {
        guard let start = EntryLines.start(bytes, of: offset) else { return nil }
        let line = start..<offset
        switch self {
        case .access:
            return AccessLine.field(bytes, line).map { Self.place("", $0, inner: Self.shown(name)) }
        case .elasticSlow: return ElasticSlowLine.place(bytes, line, &memory.message)
        case .journal:
            return JournalField.start(bytes, line).flatMap { field in
                let (name, inner) = Self.part(bytes, field.value..<offset, name, &memory)
                return Self.place(field.name, name, inner: inner)
            }
        case .syslog, .container, .application:
            if let head = head(bytes, start) { return place(bytes, line, head, name, nameIsFound, &memory) }
            return self == .application ? tracePlace(bytes, line, name, &memory) : nil
        }
    }

    /// What the line that begins at an offset says before its message.
    func head(_ bytes: Span<UInt8>, _ start: Int) -> LogHead? {
        let line = EntryLines.head(bytes, start)[...]
        return switch self {
        case .syslog: LogHead.syslog(line)
        case .container: LogHead.container(line)
        case .application: LogHead.application(line)
        default: nil
        }
    }

    private func place(
        _ bytes: Span<UInt8>, _ line: Range<Int>, _ head: LogHead, _ name: Span<UInt8>, _ nameIsFound: Bool,
        _ memory: inout Memory
    ) -> (hash: UInt64, place: Place)? {
        var message = line.lowerBound + head.messageStart
        guard message <= line.upperBound, !head.source.isEmpty else { return nil }
        if head.hasData {
            let data = StructuredData(bytes, message..<line.upperBound, hidesParameter: nameIsFound)
            guard data.isEnded else { return data.name.map { Self.place(head.source, $0) } }
            message = data.end
        }
        var (part, inner) = Self.part(bytes, message..<line.upperBound, name, &memory)
        if part.isEmpty, self != .container { part = "message" }
        return Self.place(head.source, part, inner: inner)
    }

    /// A line of a trace belongs to the logger of the entry before it.
    private func tracePlace(
        _ bytes: Span<UInt8>, _ line: Range<Int>, _ name: Span<UInt8>, _ memory: inout Memory
    ) -> (hash: UInt64, place: Place)? {
        guard LogHead.isTrace(EntryLines.head(bytes, line.lowerBound)[...]) else { return nil }
        var start = line.lowerBound
        while start != memory.line {
            guard let before = EntryLines.start(before: start, bytes, reaching: line.upperBound) else {
                memory.entry = nil
                break
            }
            start = before
            if start != memory.line, LogHead.mayBeginEntry(bytes[start]), head(bytes, start) != nil {
                memory.entry = start
                break
            }
        }
        memory.line = line.lowerBound
        guard let entry = memory.entry, EntryLines.isInReach(entry, of: line.upperBound),
            let head = head(bytes, entry), !head.source.isEmpty
        else { return nil }
        return Self.place(head.source, "exception", inner: Self.shown(name))
    }

    /// The place of a value in a message: the path in a document, the field of an access log, or its own field's name.
    private static func part(
        _ bytes: Span<UInt8>, _ message: Range<Int>, _ name: Span<UInt8>, _ memory: inout Memory
    ) -> (name: String, inner: String) {
        if let path = memory.message.path(bytes, from: message.lowerBound, .plain, at: message.upperBound) {
            return (path.text, "")
        }
        if AccessLine.matches(EntryLines.head(bytes, message.lowerBound)[...]),
            let field = AccessLine.field(bytes, message)
        {
            return (field, shown(name))
        }
        return (shown(name), "")
    }

    private static func shown(_ name: Span<UInt8>) -> String {
        Place.isName(name) ? Place(fieldName: name).name : ""
    }

    private static func place(
        _ source: String, _ name: String, inner: String = ""
    ) -> (hash: UInt64, place: Place) {
        var hash = PlaceHash.step(PlaceHash.table(source), name)
        if !inner.isEmpty { hash = PlaceHash.step(hash, inner) }
        return (hash, Place(.field, container: source, name: name, inner: inner))
    }
}
