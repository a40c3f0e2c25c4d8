import CoreMetrics
import Telemetry
import Testing

@Suite struct ExpositionTests {
    @Test(
        arguments: [
            ([("path", "plain")], #"{path="plain"}"#),
            ([("path", "a \"quoted\" word")], #"{path="a \"quoted\" word"}"#),
            ([("path", "back\\slash")], #"{path="back\\slash"}"#),
            ([("path", "two\nlines")], #"{path="two\nlines"}"#),
            ([("zone", "1"), ("area", "2")], #"{area="2",zone="1"}"#),
            ([], ""),
        ] as [([(String, String)], String)])
    func `labels are in order, and escaped`(dimensions: [(String, String)], expected: String) {
        let factory = PrometheusFactory([MetricFamily("seen_total", .counter, "How often.")])
        Counter(label: "seen_total", dimensions: dimensions, factory: factory).increment(by: 3)
        let expectedPage =
            "# HELP seen_total How often.\n# TYPE seen_total counter\nseen_total\(expected) 3\n"
        #expect(factory.page() == expectedPage)
    }

    @Test(
        arguments: [
            (0, "0"), (1.5, "1.5"), (-2, "-2"), (1e15, "1000000000000000"), (1e300, "1e+300"),
            (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (0.001, "0.001"),
        ] as [(Double, String)])
    func `numbers are those that a reader knows`(value: Double, expected: String) {
        let factory = PrometheusFactory([MetricFamily("level", .gauge, "So much.")])
        Gauge(label: "level", factory: factory).record(value)
        #expect(factory.page().hasSuffix("\nlevel \(expected)\n"))
    }

    @Test func `a help text stays one line`() {
        let factory = PrometheusFactory([MetricFamily("level", .gauge, "So\nmuch \\.")])
        Gauge(label: "level", factory: factory).record(1)
        #expect(factory.page().hasPrefix("# HELP level So\\nmuch \\\\.\n# TYPE level gauge\n"))
    }

    @Test func `each bucket of a histogram holds those below it`() {
        let factory = PrometheusFactory([
            MetricFamily("write_seconds", .histogram, "How long.", buckets: [0.1, 1])
        ])
        let timer = Timer(label: "write_seconds", dimensions: [("disk", "a")], factory: factory)
        for seconds in [0.1, 0.25, 0.5, 4] { timer.recordSeconds(seconds) }
        #expect(
            factory.page() == """
                # HELP write_seconds How long.
                # TYPE write_seconds histogram
                write_seconds_bucket{disk="a",le="0.1"} 1
                write_seconds_bucket{disk="a",le="1"} 3
                write_seconds_bucket{disk="a",le="+Inf"} 4
                write_seconds_sum{disk="a"} 4.85
                write_seconds_count{disk="a"} 4

                """)
    }

    @Test
    func
        `families come in their order, their series in that of their labels, and one that is made again goes on`()
    {
        let factory = PrometheusFactory([
            MetricFamily("late_total", .counter, "Late."), MetricFamily("early_total", .counter, "Early."),
            MetricFamily("never_total", .counter, "Never."),
        ])
        for zone in ["b", "a", "b"] {
            Counter(label: "early_total", dimensions: [("zone", zone)], factory: factory).increment()
        }
        FloatingPointCounter(label: "late_total", factory: factory).increment(by: 0.5)
        let samples = factory.page().split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(
            samples == ["late_total 0.5", #"early_total{zone="a"} 1"#, #"early_total{zone="b"} 2"#])
    }

    @Test func `series are bounded`() {
        let factory = PrometheusFactory([MetricFamily("seen_total", .counter, "How often.")])
        for number in 0..<PrometheusFactory.seriesMax + 10 {
            Counter(label: "seen_total", dimensions: [("n", "\(number)")], factory: factory).increment()
        }
        #expect(factory.page().split(separator: "\n").count == PrometheusFactory.seriesMax + 2)
    }

    @Test func `a metric that nobody declared is a fault of the program`() async {
        await #expect(processExitsWith: .failure) {
            let factory = PrometheusFactory([MetricFamily("seen_total", .gauge, "How often.")])
            Counter(label: "seen_total", factory: factory).increment()
        }
    }

    @Test func `what many threads count is all there`() async {
        let factory = PrometheusFactory([MetricFamily("seen_total", .counter, "How often.")])
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<500 {
                        Counter(label: "seen_total", factory: factory).increment()
                        _ = factory.page()
                    }
                }
            }
        }
        #expect(factory.page().hasSuffix("seen_total 4000\n"))
    }
}
