internal import Reports
internal import Testing

@Suite struct ProgressLineTests {
    private let half = ProgressLine.Numbers(
        bytesRead: 500_000_000, bytesTotal: 1_000_000_000, bytesDecoded: 1_310_000_000)

    @Test(
        arguments: [
            (500_000_000, 1_000_000_000, 10.0, "scanned 1.31 GB, 50 %, 131 MB/s, 0:10 left"),
            (500_000_000, nil, 10.0, "scanned 1.31 GB, 131 MB/s"),
            (0, 1_000_000_000, 10.0, "scanned 1.31 GB, 0 %, 131 MB/s"),
            (1_000_000_000, 1_000_000_000, 10.0, "scanned 1.31 GB, 99 %, 131 MB/s"),
            (2_000_000_000, 1_000_000_000, 10.0, "scanned 1.31 GB, 99 %, 131 MB/s"),  // it grew
            (1, 0, 10.0, "scanned 1.31 GB, 131 MB/s"),
            (250_000_000, 1_000_000_000, 1000.0, "scanned 1.31 GB, 25 %, 1.31 MB/s, 50:00 left"),
            (100_000_000, 1_000_000_000, 1000.0, "scanned 1.31 GB, 10 %, 1.31 MB/s, 2:30:00 left"),
            (1, 1_000_000_000, 1000.0, "scanned 1.31 GB, 0 %, 1.31 MB/s, 99:59:59 left"),
        ] as [(UInt64, UInt64?, Double, String)])
    func `tells share and time where the size is known`(
        read: UInt64, total: UInt64?, seconds: Double, expected: String
    ) {
        let numbers = ProgressLine.Numbers(bytesRead: read, bytesTotal: total, bytesDecoded: 1_310_000_000)
        #expect(ProgressLine.text(numbers, elapsedSeconds: seconds) == expected)
    }

    @Test func `comes after a second and ten times a second at most`() {
        var progress = ProgressLine()
        var drawn = 0
        for millisecond in 0..<3000 {
            let seconds = Double(millisecond) / 1000
            let text = progress.redraw(half, elapsedSeconds: seconds, columnsMax: 80)
            if text != nil { drawn += 1 }
            #expect(text == nil || seconds >= 1)
        }
        #expect((18...20).contains(drawn))
    }

    @Test func `erases itself when it was shown`() {
        var progress = ProgressLine()
        #expect(progress.erase() == nil)
        let drawn = progress.redraw(half, elapsedSeconds: 1, columnsMax: 80)
        #expect(drawn == "\rscanned 1.31 GB, 50 %, 1.31 GB/s, 0:01 left\u{1B}[K")
        #expect(progress.erase() == "\r\u{1B}[K")
        #expect(progress.erase() == nil)
    }

    @Test func `never fills the last column`() {
        var progress = ProgressLine()
        #expect(progress.redraw(half, elapsedSeconds: 1, columnsMax: 16) == "\rscanned 1.31 G…\u{1B}[K")
    }
}
