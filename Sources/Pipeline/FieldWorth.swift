/// Whether it pays to look at the documents of a chunk field by field, as the chunks before tell.
struct FieldWorth {
    /// The next chunk should be looked at so.
    var isGiven: Bool { isDense && pause == 0 }

    /// The chunk before had many matches.
    private var isDense = false

    /// Chunks, one after the other, that were looked at field by field for little.
    private var misfits = 0

    /// Chunks that are not looked at so.
    private var pause = 0

    /// A chunk is dense that has a match in so many bytes.
    private static let denseBytes = 256

    /// The first of a stream's chunks teaches what names the fields have.
    private static let misfitsMax = 2
    private static let pauseChunks = 64

    /// Notes what a chunk of so many bytes had.
    ///
    /// - Parameters:
    ///   - matches: Those that were found otherwise.
    ///   - byField: Those that were found field by field, if anything was looked at so.
    mutating func note(matches: Int, byField: Int?, bytes: Int) {
        isDense = (matches + (byField ?? 0)) * Self.denseBytes >= bytes
        guard let byField else {
            pause = max(0, pause - 1)
            return
        }
        misfits = byField * 4 < matches ? misfits + 1 : 0
        guard misfits >= Self.misfitsMax else { return }
        pause = Self.pauseChunks
        // One more is enough the next time.
        misfits -= 1
    }
}
