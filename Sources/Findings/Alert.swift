/// All findings of one rule at one place of one source.
public struct Alert: Equatable, Sendable {
    public var rule: RuleIdentity

    /// The source as the user named it: a path, or `-` for standard input. Not yet safe to print.
    public var source: String

    public var place: Place
    public var confidence: Confidence

    /// Why the confidence is what it is, in the fixed words of the program.
    public var reasons: [String]
    public var count: UInt64

    /// Rows, documents or lines in which at least one finding begins; `nil` for what is counted together because a source has
    /// too many places.
    public var rows: UInt64?

    /// The rows of the table; `nil` outside of tables.
    public var rowsOfTable: UInt64?

    /// The values of the column; `nil` outside of tables.
    public var column: ColumnCounts?

    /// Values at the place that have the rule's shape and fail its check; `nil` for rules whose check does not tell.
    public var failedCheck: UInt64?
    public var distinct: DistinctCount
    public var first: Position
    public var last: Position

    /// Masked values, at most `Limits.samplesMax`; printable ASCII, or the values themselves
    /// under `--reveal`.
    public var samples: [Sample]

    public init(
        rule: RuleIdentity, source: String, place: Place, confidence: Confidence, reasons: [String],
        count: UInt64, rows: UInt64?, rowsOfTable: UInt64? = nil, distinct: DistinctCount, first: Position,
        last: Position,
        samples: [Sample]
    ) {
        self.rule = rule
        self.source = source
        self.place = place
        self.confidence = confidence
        self.reasons = reasons
        self.count = count
        self.rows = rows
        self.rowsOfTable = rowsOfTable
        self.distinct = distinct
        self.first = first
        self.last = last
        self.samples = samples
    }
}

/// A number of different values.
public struct DistinctCount: Equatable, Sendable {
    public var value: UInt64

    /// `false`: every value was counted; `true`: estimated, standard error 0.8 %.
    public var isEstimate: Bool

    public init(value: UInt64, isEstimate: Bool) {
        self.value = value
        self.isEstimate = isEstimate
    }
}

/// A value as reports may show it.
public struct Sample: Equatable, Sendable {
    public var text: String

    /// 128 bits of keyed HMAC-SHA-256 in 32 hex digits; equal values have equal fingerprints under one key.
    public var fingerprint: String

    public init(text: String, fingerprint: String) {
        self.text = text
        self.fingerprint = fingerprint
    }
}

/// One finding, as `--each` reports it.
public struct Finding: Equatable, Sendable {
    public var rule: RuleIdentity
    public var source: String
    public var place: Place

    /// The row or document; `nil` outside of tables and documents.
    public var record: RecordPosition?

    /// What the log says of the entry; `nil` outside of logs.
    public var log: LogFields?
    public var confidence: Confidence
    public var reasons: [String]
    public var position: Position

    /// Bytes of the value in the decoded stream.
    public var length: Int
    public var sample: Sample

    public init(
        rule: RuleIdentity, source: String, place: Place, record: RecordPosition? = nil,
        log: LogFields? = nil, confidence: Confidence, reasons: [String], position: Position, length: Int,
        sample: Sample
    ) {
        self.rule = rule
        self.source = source
        self.place = place
        self.record = record
        self.log = log
        self.confidence = confidence
        self.reasons = reasons
        self.position = position
        self.length = length
        self.sample = sample
    }
}
