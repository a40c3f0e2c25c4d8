internal import Findings

/// Alerts, findings and coverage that the tests share; every value is synthetic.
enum Examples {
    static func rule(_ id: String, _ title: String, _ severity: Severity) -> RuleIdentity {
        guard let ruleID = RuleID(id) else { preconditionFailure("\(id) is no rule id") }
        return RuleIdentity(id: ruleID, title: title, severity: severity)
    }

    static let email = rule("contact.email", "E-mail address", .medium)
    static let token = rule("credential.lwa-refresh-token", "Login with Amazon refresh token", .critical)
    static let birthDate = rule("identity.dob", "Date of birth", .high)
    static let device = rule("device.firmware", "Firmware version", .low)

    static func alert(
        _ rule: RuleIdentity, source: String = "-", place: String = "text", count: UInt64 = 1,
        distinct: UInt64? = nil, isEstimate: Bool = false, line: UInt64 = 1, sample: String = "****(14)"
    ) -> Alert {
        Alert(
            rule: rule, source: source, place: place == "text" ? .text : Place(.field, name: place),
            confidence: .certain, reasons: ["prefix", "length"],
            count: count, rows: count,
            distinct: DistinctCount(value: distinct ?? count, isEstimate: isEstimate),
            first: Position(streamOffset: 100 * line, line: line),
            last: Position(streamOffset: 100 * line + 60, line: line + 1),
            samples: [Sample(text: sample, fingerprint: "00112233445566778899aabbccddeeff")])
    }

    static func finding(
        source: String = "logs/app.log", place: String = "auth.token", sample: String = "At****Zx"
    ) -> Finding {
        Finding(
            rule: token, source: source, place: Place(.field, name: place), confidence: .certain,
            reasons: ["prefix"],
            position: Position(streamOffset: 1234, line: 12), length: 340,
            sample: Sample(text: sample, fingerprint: "00112233445566778899aabbccddeeff"))
    }

    static var complete: Coverage {
        var coverage = Coverage()
        coverage.bytesRead = 12_400_000
        coverage.bytesDecoded = 31_000_000
        coverage.bytesScanned = 31_000_000
        coverage.sourcesComplete = 1
        return coverage
    }

    static var incomplete: Coverage {
        var coverage = complete
        coverage.gaps = [
            Gap(
                source: "a\u{1B}[2J.lz4", sourceOffset: 4096, bytesSkipped: 17,
                reason: "checksum does not match"),
            Gap(source: "secret", sourceOffset: nil, bytesSkipped: nil, reason: "permission denied"),
            Gap(source: "-", sourceOffset: 0, bytesSkipped: nil, reason: "truncated"),
        ]
        coverage.gapsOmitted = 2
        coverage.regexLimitHits = 3
        return coverage
    }
}
