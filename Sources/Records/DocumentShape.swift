internal import Bytes
internal import CByteScan
internal import Findings

/// What documents of one kind have in common: all of their text but the values.
///
/// Where the values of such a document stand was told once, by the reader of documents itself.
@safe
final class DocumentShape {
    /// Memory of the shape; freed with it. The slots are one more than the values.
    private let slots: UnsafeMutableBufferPointer<seep_slot>
    private let text: UnsafeMutableBufferPointer<UInt8>

    /// The places of the values.
    let places: [Place]

    /// The index that the document before has told for these documents, and that they tell for the next; empty for none.
    let indexBefore: [UInt8]
    let indexAfter: [UInt8]

    /// The number of the shape of the document that came behind one of these.
    var successor = 0

    /// No other shape of a reader has it.
    let number: Int

    /// A bit for each of the first 64 values that is a member's, and whose place in the index of the last one no other
    /// value has.
    let single: UInt64

    static let valuesMax = 256
    private static let textBytesMax = 16_384

    /// Reads a document that is the whole of a line.
    ///
    /// - Parameters:
    ///   - reader: Stands at the line's first byte.
    ///   - line: Without its line feed.
    ///   - number: One that no other shape has.
    /// - Returns: `nil` where the document has more values than `valuesMax`, or is no whole object.
    init?(_ reader: JSONReader, _ bytes: Span<UInt8>, _ line: Range<Int>, number: Int) {
        self.number = number
        guard line.count <= Self.textBytesMax else { return nil }
        var ends = JSONReader.LineEnds()
        ends.take(bytes, line)
        guard ends.first == 0x7B, ends.last == 0x7D else { return nil }
        var reader = reader
        indexBefore = reader.index.next
        var learned = Learned(line.lowerBound)
        guard learned.read(&reader, bytes, line) else { return nil }
        indexAfter = reader.index.next
        places = learned.places
        single = learned.single
        let padding = [UInt8](repeating: 0, count: Int(SEEP_TEXT_PADDING))
        unsafe text = .allocate(capacity: learned.text.count + padding.count)
        _ = unsafe text.initialize(from: learned.text + padding)
        unsafe slots = .allocate(capacity: learned.slots.count)
        _ = unsafe slots.initialize(from: learned.slots)
        guard isWhole(bytes, line, learned) else { return nil }
    }

    deinit {
        unsafe slots.deallocate()
        unsafe text.deallocate()
    }

    /// What a walk needs; holds as long as the shape lives.
    var shape: seep_document {
        unsafe seep_document(
            slots: UnsafePointer(slots.baseAddress), count: slots.count - 1, text: text.baseAddress)
    }

    var valuesCount: Int { unsafe slots.count - 1 }

    /// The identities of a value's place and of the document's index.
    func identity(of value: Int) -> (place: UInt64, container: UInt64) {
        // Sound: the slots live as long as the shape, and the index is checked.
        precondition(value < valuesCount, "a value that the shape has not")
        return unsafe (slots[value].place, slots[value].container)
    }

    /// Whether a walk finds in the document what the reader has found.
    private func isWhole(_ bytes: Span<UInt8>, _ line: Range<Int>, _ learned: Learned) -> Bool {
        // One more, so that there is an address for none.
        var values = [seep_range](repeating: seep_range(), count: learned.values.count + 1)
        var walk = seep_document_walk()
        walk.at = line.lowerBound
        var shape = unsafe self.shape
        // Sound: the walk reads the line, and writes as many ranges as the shape has values, during the call.
        unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe values.withUnsafeMutableBufferPointer { values in
                guard let base = buffer.baseAddress, let found = values.baseAddress else { return }
                unsafe seep_walk_document(base, line.upperBound, buffer.count, &shape, .max, &walk, found)
            }
        }
        return walk.is_whole != 0
            && learned.values.indices.allSatisfy {
                Int(values[$0].start)..<Int(values[$0].end) == learned.values[$0]
            }
    }
}

/// What a reader tells of one document, value after value.
private struct Learned {
    var slots: [seep_slot] = []
    var text: [UInt8] = []
    var places: [Place] = []
    var values: [Range<Int>] = []

    /// Behind the last value.
    private var behind: Int

    init(_ start: Int) { behind = start }

    /// As `DocumentShape` has it; the last slot is none of a value.
    var single: UInt64 {
        let all = slots.dropLast()
        var counts: [UInt64: Int] = [:]
        for slot in all { counts[slot.place, default: 0] += 1 }
        var bits: UInt64 = 0
        for (value, slot) in all.enumerated().prefix(64)
        where slot.is_member != 0 && counts[slot.place] == 1 && slot.container == all.last?.container {
            bits |= 1 << UInt64(value)
        }
        return bits
    }

    /// - Returns: Whether the document can be told by a shape.
    mutating func read(_ reader: inout JSONReader, _ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
        var from = line.lowerBound
        var at = line.lowerBound
        var expected = -1
        while at <= line.upperBound {
            from = reader.seek(bytes, from: from, to: at).next
            if let member = reader.ahead {
                let value = Int(member.value_start)..<Int(member.value_end)
                let isNew = Int(member.key_start) > behind
                if isNew, !take(value, member, reader, bytes) { return false }
                at = max(at, value.upperBound)
            } else if reader.holdsElement, reader.valueStart >= behind {
                let start = reader.valueStart
                // What stands where no value may come is one for its reader only once it has begun.
                guard expected == start - (reader.isInString ? 1 : 0) else { return false }
                let end =
                    reader.isInString
                    ? stringEnd(bytes, start..<line.upperBound) : scalarEnd(bytes, start..<line.upperBound)
                guard take(start..<end, nil, reader, bytes) else { return false }
                at = max(at, end)
            } else if reader.awaitsValue {
                expected = at
            }
            at += 1
        }
        guard reader.isOutside else { return false }
        addSlot(seep_slot(), bytes, upTo: line.upperBound)
        return true
    }

    private mutating func take(
        _ value: Range<Int>, _ member: seep_member?, _ reader: JSONReader, _ bytes: Span<UInt8>
    ) -> Bool {
        let quotes = value.lowerBound > behind && bytes[value.lowerBound - 1] == 0x22 ? 1 : 0
        let next = value.upperBound + quotes
        guard values.count < DocumentShape.valuesMax, next < bytes.count, Self.followers.contains(bytes[next])
        else { return false }
        var slot = seep_slot()
        let valueAt = value.lowerBound - quotes
        if let member {
            let key = Int(member.key_start)..<Int(member.key_end)
            slot.is_member = 1
            slot.key_back = UInt32(valueAt - key.lowerBound)
            slot.key_count = UInt32(key.count)
            slot.follows =
                (behind..<key.lowerBound - 1).allSatisfy { bytes[$0] == 0x2C || bytes[$0] == 0x20 } ? 1 : 0
        }
        let spot = reader.spot
        slot.place = spot.hash
        slot.container = spot.container
        addSlot(slot, bytes, upTo: valueAt)
        places.append(Place(.json, container: reader.indexText, name: reader.pathText(bytes)))
        values.append(value)
        behind = next
        return true
    }

    /// The text from the last value on belongs to a slot.
    private mutating func addSlot(_ slot: seep_slot, _ bytes: Span<UInt8>, upTo end: Int) {
        var slot = slot
        slot.text = UInt32(text.count)
        slot.count = UInt32(end - behind)
        text.append(bytes.extracting(behind..<end))
        slots.append(slot)
    }

    private func stringEnd(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        var at = range.lowerBound
        while at < range.upperBound, bytes[at] != 0x22 { at += bytes[at] == 0x5C ? 2 : 1 }
        return at
    }

    private func scalarEnd(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        range.first { Self.followers.contains(bytes[$0]) } ?? range.upperBound
    }

    /// What ends a value, and leaves the reader behind it, whatever the value is.
    private static let followers = Set(Array(0...0x20) + Array(",]}".utf8))
}
