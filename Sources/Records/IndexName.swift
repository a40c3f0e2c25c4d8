internal import Bytes

/// The index that a document of a search engine belongs to: its `_index`, or that of the action before it.
///
/// Source: Elasticsearch 8 reference, "Bulk API": the line of an action and the line of its document.
struct IndexName: Sendable {
    private(set) var name: [UInt8] = []
    private(set) var hash: UInt64 = 0
    private var depth = 0
    private var next: [UInt8] = []

    /// The value of `_index` is being read.
    var isComing = false
    var coming: [UInt8] = []

    mutating func beginDocument() {
        set(next, depth: 1)
        next = []
    }

    /// Takes the value that came.
    ///
    /// - Parameter isOfNext: It is an action's, and so the next document's.
    mutating func take(depth: Int, isOfNext: Bool) {
        defer {
            isComing = false
            coming.removeAll(keepingCapacity: true)
        }
        guard Names.isIndexName(coming.span) else { return }
        if isOfNext { next = coming }
        if coming != name { set(coming, depth: depth) } else { self.depth = depth }
    }

    /// The object at `depth` has ended.
    mutating func leave(depth: Int) {
        isComing = false
        if depth <= self.depth, !name.isEmpty { set([], depth: 0) }
    }

    private mutating func set(_ name: [UInt8], depth: Int) {
        self.name = name
        self.depth = depth
        hash = name.isEmpty ? 0 : PlaceHash.step(1, name.span)
    }
}
