internal import Bytes

/// The index that a document of a search engine belongs to: its `_index`, or that of the action before it.
///
/// Source: Elasticsearch 8 reference, "Bulk API": the line of an action and the line of its document.
struct IndexName: Sendable {
    /// The name that was told last: most documents tell that of the one before.
    private var held: [UInt8] = []
    private var heldHash: UInt64 = 0

    /// Of the object that the name holds in; 0 while none does.
    private var depth = 0

    /// The next document's, as the action before it tells; empty for none.
    var next: [UInt8] = []

    /// The line being read has told it.
    private var isNextNew = false

    /// The value of `_index` is being read.
    var isComing = false
    var coming: [UInt8] = []

    var isEmpty: Bool { depth == 0 }

    var name: [UInt8] { isEmpty ? [] : held }

    var hash: UInt64 { isEmpty ? 0 : heldHash }

    mutating func beginDocument() {
        depth = 0
        guard !next.isEmpty else { return }
        hold(next, depth: 1)
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
        if isOfNext { (next, isNextNew) = (coming, true) }
        hold(coming, depth: depth)
    }

    /// The object at `depth` has ended.
    mutating func leave(depth: Int) {
        // What a line's end has cut is no part of the next line's name.
        if isComing { coming.removeAll(keepingCapacity: true) }
        isComing = false
        if depth <= self.depth { self.depth = 0 }
    }

    /// A line has ended: what an action tells holds for the next line alone, whether that is a document or not.
    mutating func endLine() {
        if !isNextNew, !next.isEmpty { next = [] }
        isNextNew = false
    }

    private mutating func hold(_ name: [UInt8], depth: Int) {
        self.depth = depth
        guard name != held else { return }
        held = name
        heldHash = PlaceHash.step(1, name.span)
    }
}
