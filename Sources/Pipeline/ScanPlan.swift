internal import Bytes
public import Detection
public import Findings
public import Inputs
public import Ledger
internal import Rules
public import Validation

/// What a scan is to do.
public struct ScanPlan: Sendable {
    public var paths: [String]
    public var rules: CompiledRules
    public var key: FingerprintKey
    public var today: CivilDate

    /// Threads that scan, at least 1.
    public var jobs = 1

    /// Bytes that a worker scans at a time; the findings are the same for any number.
    public var chunkBytes = Limits.chunkBytes
    public var inputLimits = InputLimits()
    public var confidenceMin = Confidence.possible

    /// All places of documents are counted, and not only those of findings; those of tables always are.
    public var countsPlaces = false

    /// Samples are the values themselves.
    public var reveals = false

    /// Called for every finding, in the order of the sources and of the bytes; `nil` to only count.
    ///
    /// - Returns: `false` ends the scan: nobody listens any more.
    public var onFinding: (@Sendable (Finding) -> Bool)?

    /// Of the findings of a rule at one place of a source only the first is told.
    public var tellsFirstOnly = false

    /// The rules and combinations whose alerts and findings are given; `nil` for all.
    public var reported: Set<RuleID>?

    /// What turns the counts into alerts.
    public var judgement: Judgement {
        let ids = rules.rules.map(\.id)
        let indexOf = Dictionary(uniqueKeysWithValues: zip(ids, ids.indices))
        var judgement = Judgement(identities: rules.identities, chanceRates: rules.chanceRates)
        judgement.identifiers = rules.rules.map(\.identifies)
        judgement.combinations = rules.combinations.map { combination in
            Judgement.Combination(
                identities: combination.grades.map { grade in
                    (
                        grade.records,
                        RuleIdentity(
                            id: combination.id, title: combination.title, severity: grade.severity)
                    )
                },
                members: combination.members.map { member in
                    let indices = member.rules.flatMap { pattern -> [Int] in
                        if let id = pattern.id { return indexOf[id].map { [$0] } ?? [] }
                        return ids.indices.filter { pattern.matches(ids[$0]) }
                    }
                    return Judgement.Member(rules: Set(indices.map { UInt16($0) }), least: member.least)
                })
        }
        judgement.reported = reported
        judgement.confidenceMin = confidenceMin
        return judgement
    }

    public init(paths: [String], rules: CompiledRules, key: FingerprintKey, today: CivilDate) {
        self.paths = paths
        self.rules = rules
        self.key = key
        self.today = today
    }
}

/// How far a scan is; read by the thread that tells the user.
public struct ScanProgress: Sendable {
    public var bytesDecoded: UInt64 = 0
    public var bytesRead: UInt64 = 0

    /// The sizes of all files opened so far; `nil` once a source without a size was met.
    public var bytesExpected: UInt64? = 0

    public init() {}
}
