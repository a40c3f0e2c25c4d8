public import Findings
private import Synchronization

/// Collects the tallies of all workers and sources, and what was read and not read.
public final class Ledger: Sendable {
    private let state = Mutex(State())

    /// Gaps listed one by one; the rest are counted.
    public static let gapsMax = 1000

    private struct State {
        var sources: [String] = []
        var tallies: [Int: Tally] = [:]
        var rowsOfTables: [Int: [String: UInt64]] = [:]
        var coverage = Coverage()
    }

    public init() {}

    /// Makes a source known.
    ///
    /// - Returns: Its number, in the order of the calls.
    public func addSource(_ name: String) -> Int {
        state.withLock { state in
            state.sources.append(name)
            return state.sources.count - 1
        }
    }

    /// Adds what a worker has counted of a source.
    public func absorb(_ tally: Tally, source: Int) {
        guard !tally.isEmpty else { return }
        state.withLock { state in
            state.tallies[source, default: tally.empty].merge(tally)
        }
    }

    /// Notes how many rows the tables of a source have, by their names.
    public func setRows(_ rows: [String: UInt64], source: Int) {
        guard !rows.isEmpty else { return }
        state.withLock { $0.rowsOfTables[source] = rows }
    }

    public func addGap(_ gap: Gap) {
        state.withLock { state in
            if state.coverage.gaps.count < Self.gapsMax {
                state.coverage.gaps.append(gap)
            } else {
                state.coverage.gapsOmitted += 1
            }
        }
    }

    /// Changes the coverage's counts.
    public func addCoverage(_ change: (inout Coverage) -> Void) {
        state.withLock { state in change(&state.coverage) }
    }

    public var coverage: Coverage { state.withLock { $0.coverage } }

    /// The alerts of all sources so far, by source, rule and place.
    public func alerts(_ judgement: Judgement) -> [Alert] {
        state.withLock { state in
            state.sources.indices.flatMap { source in
                state.tallies[source]?.whole.alerts(
                    source: state.sources[source], judgement, rowsOfTables: state.rowsOfTables[source] ?? [:])
                    ?? []
            }
        }
    }

    /// The people that each table, each index and the text of the sources tell of, by source; the most people first.
    public func people(_ judgement: Judgement) -> [PeopleAffected] {
        state.withLock { state in
            state.sources.indices.flatMap { source in
                state.tallies[source]?.whole.people(source: state.sources[source], judgement) ?? []
            }
        }
    }

    /// All places of the sources, by source and place, with what was found there.
    public func inventory(_ judgement: Judgement) -> [InventoryItem] {
        state.withLock { state in
            state.sources.indices.flatMap { source in
                state.tallies[source]?.whole.inventory(source: state.sources[source], judgement) ?? []
            }
        }
    }
}
