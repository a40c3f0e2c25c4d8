internal import Bytes

/// What the bytes before an offset of a query log tell of the entry that it stands in, where that begins so far before that
/// who reads from the offset on does not see it.
///
/// It looks for the head of an entry in every few thousand bytes, and reads the statement where there is none.
public struct QueryOutline: Sendable {
    let log: QueryLog

    /// Where the last entry begins, in bytes before what was read ends; once that is far, not kept.
    private var entry = 0

    /// The entry, when it begins far before.
    private(set) var far: FarEntry?

    /// An entry whose head is out of sight.
    struct FarEntry {
        /// From where on its end is looked for, in bytes before what was read ends.
        var searched: Int

        /// The rows that its statement is in; `nil` for another one.
        var rows: Rows?
    }

    /// The rows of an `INSERT`.
    struct Rows {
        /// Of the statement; where it stands is not kept.
        var text: QueryText
        var shape: QueryShape

        /// As it was before the row.
        var parser: QueryParser

        /// Where the row begins, in bytes before what was read ends.
        var row: Int
    }

    init(_ log: QueryLog) { self.log = log }

    /// Bytes before what was read ends that whoever goes on from there looks at.
    var reach: Int { far.map { max($0.searched, $0.rows?.row ?? 0) } ?? entry }

    /// Bytes behind an entry's first byte up to which it is seen by who stands there, and its values are placed outside of
    /// rows.
    static let sight = Limits.queryHeadBytesMax + Limits.statementReachBytes

    /// Reads on; the bytes before the range, as far as the context reaches, are those that were read last.
    mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        let end = range.upperBound
        if reach > range.lowerBound { passHole() }
        var entry = range.lowerBound - entry
        if let far {
            let next = pass(bytes, upTo: end, searched: range.lowerBound - far.searched) { reader, stop in
                guard let rows = far.rows else { return }
                reader.readRows(bytes, range.lowerBound - rows.row..<stop, rows)
            }
            guard let next else { return }
            entry = next
        }
        while entry + Self.sight + QueryLogReader.headBytesMax <= end {
            let reach = entry + Self.sight
            let next =
                QueryLogReader(log, outliningUpTo: end).lastHead(bytes, entry + 1..<reach)
                ?? pass(bytes, upTo: end, searched: reach) { reader, stop in
                    reader.read(bytes, entry..<stop)
                }
            guard let next else { return }
            entry = next
        }
        self.entry = end - entry
    }

    /// Goes on in a far entry.
    ///
    /// - Parameters:
    ///   - searched: From where on the entry's end is looked for.
    ///   - read: Reads it up to an offset, when it does not end.
    /// - Returns: Where the next entry begins; `nil` where the bytes end in this one.
    private mutating func pass(
        _ bytes: Span<UInt8>, upTo end: Int, searched: Int, _ read: (inout QueryLogReader, Int) -> Void
    ) -> Int? {
        let found = QueryLogReader(log, outliningUpTo: end).nextHead(bytes, searched..<end)
        guard !found.isHead else {
            far = nil
            return found.at
        }
        var reader = QueryLogReader(log, outliningUpTo: found.at)
        read(&reader, found.at)
        var rows = reader.openRows
        if let row = rows?.row { rows?.row = end - row }
        far = FarEntry(searched: end - found.at, rows: rows)
        return nil
    }

    /// Bytes of the stream are missing from here on.
    mutating func passHole() {
        entry = 0
        far = nil
    }
}
