/// The keys with which MongoDB writes types that JSON lacks: `{"$date": …}` is a value.
///
/// Source: MongoDB Extended JSON (v2) specification, and what version 1 wrote.
enum ExtendedJSON {
    private static let types = [
        "$oid", "$date", "$numberLong", "$numberInt", "$numberDouble", "$numberDecimal", "$binary", "$uuid",
        "$timestamp", "$symbol", "$code", "$regularExpression", "$dbPointer",
    ].map { Array($0.utf8) }

    static func isType(_ key: Span<UInt8>) -> Bool {
        key.count > 3 && key[0] == 0x24
            && types.contains { name in
                name.count == key.count && name.indices.allSatisfy { name[$0] == key[$0] }
            }
    }
}
