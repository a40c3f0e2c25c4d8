internal import Bytes
internal import CByteScan
internal import Findings

/// Where a value stands, in words and as an identity.
extension JSONReader {
    enum KeyKind: UInt8 {
        case name

        /// No name, but data that stands where a name should.
        case data

        /// The type of a value of MongoDB, which is no step of its path.
        case type
    }

    /// The path with indexes folded: `devices[].mac`.
    ///
    /// - Parameter bytes: The span in which somebody sought last.
    func pathText(_ bytes: Span<UInt8>) -> String {
        var key = key
        if isInKey { key = [0x2A] }
        if let ahead {
            key.removeAll()
            switch aheadKind {
            case .name: key.append(bytes.extracting(ahead.key_start..<ahead.key_end))
            case .data: key = [0x2A]
            case .type: break
            }
        }
        return String(decoding: path(with: key), as: UTF8.self)
    }

    /// The path of a member of the innermost object.
    func path(with key: [UInt8]) -> [UInt8] {
        key.isEmpty ? path : path.isEmpty ? key : path + [0x2E] + key
    }

    var indexText: String { String(decoding: index.name, as: UTF8.self) }

    mutating func finishKey() {
        guard let parent = frames.last?.hash else { return }
        let written = key
        switch takeKey(written.span, of: parent) {
        case .name: break
        case .data: key = [0x2A]
        case .type: key = []
        }
        index.isComing = key.count == 6 && key == Self.indexKey
    }

    /// Sets the identity of a member's path.
    ///
    /// - Returns: Whether the key is a name, or data that stands where a name should.
    mutating func takeKey(_ key: Span<UInt8>, of parent: UInt64) -> KeyKind {
        if !key.isEmpty, key[0] == 0x24, ExtendedJSON.isType(key) {
            pathHash = parent
            return .type
        }
        pathHash = PlaceHash.step(parent, key)
        let slot = Int(truncatingIfNeeded: pathHash & 63)
        if knownNames[slot] == pathHash { return .name }
        guard Place.isName(key) else {
            pathHash = PlaceHash.step(parent, index: -1)
            return .data
        }
        knownNames[slot] = pathHash
        return .name
    }

    /// A value that stands where none may belongs to no member: the one before may have been passed without a look at
    /// its key.
    mutating func leaveMember(before byte: UInt8) {
        guard byte != 0x2C, byte != 0x5D, byte != 0x7D, let frame = frames.last else { return }
        key.removeAll(keepingCapacity: true)
        pathHash = frame.hash
    }
}
