internal import Bytes
internal import Findings

/// What the literals at one place of the statements of one shape have in common.
struct QueryLiteral {
    /// Without what the value itself may hold.
    var place: Place

    /// The place's identity, equal for all workers of the process.
    var hash: UInt64

    /// The names of the columns beside it, its own among them; empty where the syntax does not show it.
    var names: [String]

    /// Its number among those.
    var column: Int

    /// What somebody has answered for its column; `nil` for nobody yet.
    var plan: Int32?

    /// Of a statement.
    ///
    /// - Parameters:
    ///   - name: The column with its table; empty where the syntax does not show it.
    ///   - row: The columns of an `INSERT`, and the literal's number among them.
    init(_ shape: QueryShape, name: String, row: (columns: [String], column: Int)?) {
        place = Place(.query, container: shape.text, name: name, fingerprint: shape.fingerprint)
        hash = PlaceHash.step(
            PlaceHash.step(
                PlaceHash.table(""), index: Int(truncatingIfNeeded: shape.fingerprint)), name)
        if let row {
            (names, column) = row
        } else {
            (names, column) = (name.split(separator: ".").suffix(1).map(String.init), 0)
        }
    }

    /// Of a row event, by the number of its column; of a field, without a table.
    init(table: String, name: String) {
        place = table.isEmpty ? Place(.field, name: name) : Place(.column, container: table, name: name)
        hash = PlaceHash.step(PlaceHash.table(table), name)
        (names, column) = ([name], 0)
    }
}

/// The literals of the statements met so far, by what the statements have in common.
struct QueryLiterals {
    /// A statement without its literals.
    struct Template {
        /// By the order in which they stand; numbers of literals.
        var literals: [Int32]

        /// By the numbers of the parameters.
        var parameters: [UInt8: Int32]
    }

    private(set) var all: [QueryLiteral] = []
    private var templates: [UInt64: Template] = [:]
    private var fields: [Field: Int32] = [:]

    private struct Field: Hashable {
        var table: String
        var name: String
    }

    /// A log of ever new statements cannot make memory grow.
    var areMany: Bool { max(all.count, templates.count) >= Limits.statementLiteralsMax }

    mutating func removeAll() { self = QueryLiterals() }

    mutating func append(_ literal: QueryLiteral) -> Int32 {
        all.append(literal)
        return Int32(all.count - 1)
    }

    mutating func number(ofTable table: String, name: String) -> Int32 {
        let field = Field(table: table, name: name)
        if let known = fields[field] { return known }
        let number = append(QueryLiteral(table: table, name: name))
        fields[field] = number
        return number
    }

    /// - Parameter skeleton: `QuerySkeleton.hash`.
    func template(_ skeleton: UInt64) -> Template? { templates[skeleton] }

    mutating func keep(_ template: Template, of skeleton: UInt64) { templates[skeleton] = template }

    mutating func setPlan(_ plan: Int32, of literal: Int32) { all[Int(literal)].plan = plan }
}
