internal import CorpusMaker
internal import Testing

@Suite struct TableCorpusTests {
    private let corpus = TableCorpus(rows: 20, seed: 7)

    @Test func `the same seed gives the same scripts and labels, another one others`() {
        let again = TableCorpus(rows: 20, seed: 7)
        for dialect in SQLDialect.allCases { #expect(again.script(dialect) == corpus.script(dialect)) }
        #expect(again.values == corpus.values)
        #expect(TableCorpus(rows: 20, seed: 8).values != corpus.values)
    }

    @Test(arguments: SQLDialect.allCases)
    func `a script holds every value that its dialect's dumps are asked for`(dialect: SQLDialect) {
        let script = corpus.script(dialect)
        for value in corpus.values where value.rule != nil && value.dialects.contains(dialect) {
            let quoted = value.value.replacing("'", with: "''")
            #expect(script.contains(quoted), "\(value.table).\(value.column) row \(value.row)")
        }
    }

    @Test func `traps hold no planted value`() {
        let traps = corpus.values.filter { $0.rule == nil }
        #expect(traps.contains { $0.table == "shipments" })
        for trap in traps {
            let isPlanted = corpus.values.contains {
                $0.rule != nil && $0.table == trap.table && $0.column == trap.column
                    && $0.database == trap.database
            }
            #expect(!isPlanted, "\(trap.table).\(trap.column)")
        }
    }

    @Test func `texts are escaped in the way of each dialect`() {
        // With so many rows each of the texts comes up.
        let corpus = TableCorpus(rows: 200, seed: 7)
        let scripts = SQLDialect.allCases.map { corpus.script($0) }
        #expect(scripts[0].contains("`say \"hi\"`"))
        #expect(scripts[1].contains("\"say \"\"hi\"\"\""))
        #expect(scripts[1].contains("E'a\\\\b"))
        #expect(scripts[2].contains("'||char(10)||'"))
        #expect(!scripts[2].contains("\r"))
    }

    @Test func `statements hold the values that their labels tell`() {
        let queries = QueryCorpus(count: 24, seed: 7)
        #expect(queries.values.contains { $0.bound } && queries.values.contains { $0.rule == nil })
        for value in queries.values where value.rule != nil {
            let text = value.bound ? queries.boundParameters : queries.script(.pg)
            #expect(text.contains(value.value), "\(value.table).\(value.column)")
            #expect(queries.script(.mysql).contains(value.value), "\(value.table).\(value.column)")
        }
    }
}
