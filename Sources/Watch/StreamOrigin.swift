internal import Findings
package import Inputs

/// The file and its generation, or the run, in which a stream began.
package struct StreamOrigin: Hashable, Sendable {
    package var identity: FileIdentity

    /// How often the file was written anew.
    package var generation: UInt32

    package init(identity: FileIdentity, generation: UInt32) {
        self.identity = identity
        self.generation = generation
    }

    /// Equal for equal origins, and no others.
    var text: String { "\(identity.device).\(identity.inode).\(identity.born).\(generation)" }

    /// The id of a finding: equal for equal findings of any run with the same key.
    func id(of finding: Finding, _ key: WatchKey) -> WatchKey.Hash {
        // With the value's fingerprint: where a file was written anew while nobody watched, its origin does not tell.
        id(
            [finding.position.streamOffset, UInt64(max(0, finding.length))],
            finding.rule.id.text + "\u{0}" + finding.sample.fingerprint, key)
    }

    /// The id of what was counted of a rule at a place since a finding.
    func id(of alert: Alert, _ key: WatchKey) -> WatchKey.Hash {
        id([alert.first.streamOffset, .max], alert.rule.id.text + "\u{0}" + alert.place.description, key)
    }

    private func id(_ numbers: [UInt64], _ text: String, _ key: WatchKey) -> WatchKey.Hash {
        var bytes: [UInt8] = []
        let all =
            [identity.device, identity.inode, UInt64(bitPattern: identity.born), UInt64(generation)] + numbers
        for number in all {
            for shift in stride(from: 0, to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
            }
        }
        return key.hash(bytes + Array(text.utf8), for: "id")
    }
}
