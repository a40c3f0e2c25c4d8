import CorpusMaker
import Testing

@Suite struct QueryScoreTests {
    private let values = QueryCorpus(count: 48, seed: 5).values

    private var log: QueryScore.Log {
        QueryScore.Log(name: "mysql-general.log", text: values.map { $0.value + "\n" }.joined())
    }

    private var perfect: [PlacedFinding] {
        values.filter { $0.rule != nil }.map { value in
            PlacedFinding(
                file: "/data/logs/mysql-general.log", rule: value.rule ?? "", value: value.value,
                record: .init(
                    kind: "query", column: "\(value.table).\(value.column)",
                    path: value.path.isEmpty ? nil : value.path))
        }
    }

    private func score(_ findings: [PlacedFinding]) -> QueryScore {
        QueryScore(values: values, rows: [], logs: [log], findings: findings)
    }

    @Test func `a scan without fault has full marks`() {
        let total = score(perfect).total
        #expect(total.isGood)
        #expect(total.held > 40)
        #expect(total.placed == total.held)
    }

    @Test func `values that are missed, misplaced or not planted are told`() {
        var findings = perfect
        // A value that stands in two places is found as long as it is in one.
        let single = findings.indices.filter { at in findings.count { $0.value == findings[at].value } == 1 }
        findings[single[0]].record?.column = "orders.id"
        findings[single[1]].record = nil
        findings[single[2]].value = "t.okafor@quillmoor-post.org"
        let result = score(findings)
        #expect(result.total.held - result.total.placed == 3)
        #expect(result.total.wrong == 1)
        #expect(result.notes.map(\.kind.rawValue).sorted() == ["misplaced", "misplaced", "missed", "wrong"])
        #expect(!result.total.isGood)
    }
}
