internal import Findings
internal import Reports
internal import Testing

@Suite struct CoverageLineTests {
    private func line(
        read: UInt64, decoded: UInt64, scanned: UInt64, gaps: Int = 0, seconds: Double? = nil
    ) -> String {
        var coverage = Coverage()
        coverage.bytesRead = read
        coverage.bytesDecoded = decoded
        coverage.bytesScanned = scanned
        let gap = Gap(source: "a", sourceOffset: 0, bytesSkipped: nil, reason: "truncated")
        coverage.gaps = Array(repeating: gap, count: gaps)
        return TerminalReport.coverageLine(coverage, elapsedSeconds: seconds)
    }

    @Test func `says 100 percent of a complete scan alone`() {
        #expect(line(read: 0, decoded: 0, scanned: 0) == "scanned 100 % of 0 B decoded from 0 B, 0 skipped")
        #expect(line(read: 9, decoded: 9, scanned: 9, gaps: 1).hasPrefix("scanned 99.9 % of 9 B"))
        #expect(line(read: 9, decoded: 1_000_000, scanned: 999_999).hasPrefix("scanned 99.9 % of 1.00 MB"))
        #expect(line(read: 9, decoded: .max, scanned: .max - 1).hasPrefix("scanned 99.9 % of 18.4 EB"))
        #expect(line(read: 9, decoded: 1000, scanned: 999).hasPrefix("scanned 99.9 %"))
        #expect(line(read: 9, decoded: 1000, scanned: 998).hasPrefix("scanned 99.8 %"))
        #expect(line(read: 9, decoded: 3, scanned: 0).hasPrefix("scanned 0.0 %"))
        #expect(line(read: 0, decoded: 0, scanned: 0, gaps: 2).hasPrefix("scanned 0 % of 0 B"))
    }

    @Test(
        arguments: [
            (0, "0 B"), (999, "999 B"), (1000, "1.00 kB"), (9994, "9.99 kB"), (9995, "10.0 kB"),
            (99_949, "99.9 kB"), (99_950, "100 kB"), (999_499, "999 kB"), (999_500, "1.00 MB"),
            (31_000_000, "31.0 MB"), (1_310_000_000, "1.31 GB"), (2_000_000_000_000, "2.00 TB"),
            (UInt64.max, "18.4 EB"),
        ] as [(UInt64, String)])
    func `tells sizes with three digits`(bytes: UInt64, expected: String) {
        #expect(line(read: bytes, decoded: 0, scanned: 0).contains("from \(expected),"))
    }

    @Test(arguments: [
        (1_310_000_000.0, ", 1 B/s"), (1.0, ", 1.31 GB/s"), (0.001, ", 1.31 TB/s"), (0, "skipped"),
        (-1, "skipped"), (.nan, "skipped"), (1e-300, "skipped"),
    ])
    func `tells the rate where the time allows`(seconds: Double, suffix: String) {
        let text = line(read: 1, decoded: 1_310_000_000, scanned: 1_310_000_000, seconds: seconds)
        #expect(text.hasSuffix(suffix))
    }
}
