internal import Findings

/// A table of a dump, as far as the stream has told of it.
final class Table: Sendable {
    /// Printable, with its schema or database where the stream names them.
    let name: String

    /// Printable; empty where the stream tells no names.
    let columns: [String]

    /// The column of the primary key; empty when the stream has not told.
    let keyColumn: String

    /// The identity of the table's name, equal for all workers of the process.
    let hash: UInt64
    private let columnHashes: [UInt64]

    /// The identity of the table's name with those of its columns: a later statement may name others.
    let shape: UInt64

    init(name: String, columns: [String], keyColumn: String = "") {
        self.name = name
        self.columns = columns
        self.keyColumn = keyColumn
        let hash = PlaceHash.table(name)
        self.hash = hash
        columnHashes = columns.map { PlaceHash.step(hash, $0) }
        shape = columns.reduce(hash) { PlaceHash.step($0, $1) }
    }

    /// The identity of a column as a place.
    @inline(__always)
    func placeHash(_ column: Int) -> UInt64 {
        column < columnHashes.count ? columnHashes[column] : PlaceHash.step(hash, index: column)
    }

    /// The column's name; `#3` for the third of which the stream tells no name.
    func columnName(_ column: Int) -> String {
        column < columns.count ? columns[column] : "#\(column + 1)"
    }
}

/// Keyed hashes of places: nobody outside of the process can choose names whose hashes are equal.
enum PlaceHash {
    private static let key = HashKey(low: .random(in: 0 ... .max), high: .random(in: 0 ... .max))

    /// The place of a document's root.
    static let document: UInt64 = keyedHash(of: [0x7B].span, key: key)

    static func table(_ name: String) -> UInt64 { step(0, name) }

    static func step(_ parent: UInt64, _ name: String) -> UInt64 {
        let bytes = Array(name.utf8)
        return step(parent, bytes.span)
    }

    @inline(__always)
    static func step(_ parent: UInt64, _ name: Span<UInt8>) -> UInt64 {
        mixed(parent, keyedHash(of: name, key: key))
    }

    @inline(__always)
    static func step(_ parent: UInt64, index: Int) -> UInt64 {
        mixed(parent, UInt64(truncatingIfNeeded: index) &+ 0x5851_F42D_4C95_7F2D)
    }

    @inline(__always)
    private static func mixed(_ parent: UInt64, _ child: UInt64) -> UInt64 {
        let product = (parent ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: child | 1)
        return (product.high ^ product.low) &+ child
    }
}
