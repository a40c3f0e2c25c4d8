private import Bytes

/// Where in the data a value stands, in the words of the data: a column, a path, a field.
///
/// All parts are printable: what is no identifier is shown as `*` or left out.
public struct Place: Hashable, Sendable {
    public var kind: Kind

    /// The table, with its schema or database where the stream names them, the index, the program or the logger that
    /// wrote a line, or the shape of a statement, which is the statement without its literals; empty for none.
    public var container: String

    /// The column, the path of a document's value with indexes folded (`devices[].mac`), or the field's name; empty for
    /// the whole table or document.
    public var name: String

    /// The path inside of the value, when that is a document of its own; empty for none.
    public var inner: String

    public enum Kind: String, Sendable {
        /// Text without structure.
        case text

        /// A field that stands in text by its name.
        case field

        /// A column of a table.
        case column

        /// A value of a JSON document.
        case json

        /// A literal of a statement in a log; the name is the column that it stands for, or empty.
        case query
    }

    /// Of a statement's shape: equal for equal shapes of any run; 0 elsewhere.
    public var fingerprint: UInt64

    public init(
        _ kind: Kind, container: String = "", name: String = "", inner: String = "", fingerprint: UInt64 = 0
    ) {
        self.kind = kind
        self.fingerprint = fingerprint
        self.container = container
        self.name = name
        self.inner = inner
    }

    public static let text = Place(.text)

    /// What is counted together because a source has too many places.
    public static let other = Place(.field, name: "(other)")

    /// The table or index as a whole; `text` for the rest.
    public var ofContainer: Place {
        kind == .column || kind == .json ? Place(kind, container: container) : .text
    }

    /// The place of a field that has a name; `text` for what is no name, but data that stands where a name should.
    public init(fieldName: Span<UInt8>) {
        guard Self.isName(fieldName) else {
            self = .text
            return
        }
        self.init(.field, name: String(decoding: fieldName.indices.map { fieldName[$0] }, as: UTF8.self))
    }

    /// Whether a name may be shown: letters, digits, `_`, `-`, `.` and spaces, at most 64, a letter or `_` first, at
    /// most four digits, and no key in it.
    public static func isName(_ name: Span<UInt8>) -> Bool {
        guard !name.isEmpty, name.count <= Limits.fieldNameBytesMax else { return false }
        var digits = 0
        for at in name.indices {
            let byte = name[at]
            if byte &- 0x30 < 10 {
                digits += 1
            } else if (byte | 0x20) &- 0x61 >= 26, byte != 0x5F, byte != 0x2D, byte != 0x2E, byte != 0x20 {
                return false
            }
        }
        guard digits <= 4, (name[0] | 0x20) &- 0x61 < 26 || name[0] == 0x5F else { return false }
        return digits < 2 || !holdsKey(name)
    }

    /// Whether letters and digits stand side by side as in a key of access: 16 of them or more, with three numbers among
    /// them, or with two among capital letters alone.
    public static func holdsKey(_ name: Span<UInt8>) -> Bool {
        var (count, numbers) = (0, 0)
        var hasSmallLetters = false
        var isInNumber = false
        for at in name.indices {
            let byte = name[at]
            let isDigit = byte &- 0x30 < 10
            if isDigit || (byte | 0x20) &- 0x61 < 26 {
                count += 1
                if isDigit, !isInNumber { numbers += 1 }
                if byte >= 0x61 { hasSmallLetters = true }
                if count >= 16, numbers >= 3 { return true }
            } else {
                if count >= 16, numbers >= 2, !hasSmallLetters { return true }
                (count, numbers, hasSmallLetters) = (0, 0, false)
            }
            isInNumber = isDigit
        }
        return count >= 16 && numbers >= 2 && !hasSmallLetters
    }

    /// `shop.customers.email`, `users-2019 → _source.ssid`, `audit_log.payload → user.email`,
    /// `postfix/smtp → to`, `email` or `text`; of a whole record `shop.customers` or `documents`.
    public var description: String {
        var text = name
        switch kind {
        case .text: text = "text"
        case .field: if !container.isEmpty { text = name.isEmpty ? container : container + " → " + name }
        case .column:
            if !container.isEmpty { text = name.isEmpty ? container : container + "." + name }
            if text.isEmpty { text = "rows" }
        case .json:
            if !container.isEmpty { text = name.isEmpty ? container : container + " → " + name }
            if text.isEmpty { text = "documents" }
        case .query: text = name.isEmpty ? container : container + " → " + name
        }
        if !inner.isEmpty { text += " → " + inner }
        return text
    }
}

/// Which record of a table or of a stream of documents a value stands in.
public struct RecordPosition: Hashable, Sendable {
    /// Counted from 1, in the order of the stream: rows of the table, or documents.
    public var number: UInt64

    /// The name of the column that is the table's primary key; empty where the stream has not told it.
    public var keyColumn: String

    public init(number: UInt64, keyColumn: String = "") {
        self.number = number
        self.keyColumn = keyColumn
    }
}

extension Place: Comparable {
    /// By the bytes of what is shown, then by what it is made of: no two places share an order.
    public static func < (left: Place, right: Place) -> Bool {
        let (shown, other) = (left.description.utf8, right.description.utf8)
        if !shown.elementsEqual(other) { return shown.lexicographicallyPrecedes(other) }
        return (left.kind.rawValue, left.container, left.name, left.inner, left.fingerprint)
            < (right.kind.rawValue, right.container, right.name, right.inner, right.fingerprint)
    }
}
