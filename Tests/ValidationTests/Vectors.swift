import Validation

/// Values with a known verdict, from the documents that `source` names.
///
/// All are published samples, of test ranges, or made up with check digits that another implementation
/// (python-stdnum 2.2) has confirmed.
struct Vectors: Sendable {
    var source: String
    var holds: [String] = []
    var open: [String] = []
    var fails: [String]
    var placeholders: [String] = []

    /// Every value with the verdict it must get.
    var all: [(value: String, verdict: Verdict)] {
        [(holds, Verdict.holds), (open, .open), (fails, .fails), (placeholders, .placeholder)]
            .flatMap { values, verdict in values.map { ($0, verdict) } }
    }

    /// The tables of all validators.
    static let byValidator: [Validator: Vectors] = [
        contact, identity, financial, health, device, token,
    ].reduce(into: [:]) { whole, part in
        whole.merge(part) { _, _ in preconditionFailure("one validator with two tables") }
    }
}

/// The day on which all tests are run.
let testDay = CivilDate(year: 2026, month: 11, day: 23)

extension Validator {
    func verdict(on text: String) -> Verdict {
        let bytes = Array(text.utf8)
        return verdict(on: bytes.span, today: testDay)
    }
}
