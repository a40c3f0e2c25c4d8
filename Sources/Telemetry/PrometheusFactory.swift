package import CoreMetrics
private import Synchronization

/// Keeps the metrics of the families that it was made with, and writes them as Prometheus reads them.
///
/// Any thread may record, and any may ask for the page.
package final class PrometheusFactory: MetricsFactory {
    private let families: [MetricFamily]
    private let kinds: [String: MetricFamily]
    private let kept = Mutex(Kept())

    /// Label sets of one family; metrics with other ones are not kept.
    package static let seriesMax = 4096

    private struct Kept {
        var instruments: [String: [Labels: Instrument]] = [:]
        var histograms: [String: [Labels: Histogram]] = [:]
    }

    /// - Parameter families: In the order of the page; no two of one name.
    package init(_ families: [MetricFamily]) {
        self.families = families
        kinds = Dictionary(uniqueKeysWithValues: families.map { ($0.name, $0) })
    }

    // MARK: Making instruments

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        instrument(label, dimensions, .counter) ?? NOOPMetricsHandler.instance
    }

    package func makeFloatingPointCounter(label: String, dimensions: [(String, String)])
        -> any FloatingPointCounterHandler
    {
        instrument(label, dimensions, .counter) ?? NOOPMetricsHandler.instance
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate { return histogram(label, dimensions) ?? NOOPMetricsHandler.instance }
        return instrument(label, dimensions, .gauge) ?? NOOPMetricsHandler.instance
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    // What was counted stays on the page when the one who counted has gone.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    private func instrument(
        _ name: String, _ dimensions: [(String, String)], _ kind: MetricFamily.Kind
    ) -> Instrument? {
        precondition(kinds[name]?.kind == kind, "a \(kind) that was not declared: \(name)")
        return kept.withLock { kept in
            Self.known(&kept.instruments[name, default: [:]], Labels(dimensions)) { Instrument() }
        }
    }

    private func histogram(_ name: String, _ dimensions: [(String, String)]) -> Histogram? {
        guard let family = kinds[name], family.kind == .histogram else {
            preconditionFailure("a histogram that was not declared: \(name)")
        }
        return kept.withLock { kept in
            Self.known(&kept.histograms[name, default: [:]], Labels(dimensions)) {
                Histogram(bounds: family.buckets)
            }
        }
    }

    private static func known<Made>(
        _ series: inout [Labels: Made], _ labels: Labels, _ make: () -> Made
    ) -> Made? {
        if let known = series[labels] { return known }
        guard series.count < seriesMax else { return nil }
        let made = make()
        series[labels] = made
        return made
    }

    // MARK: Telling

    /// The page: the text exposition format, version 0.0.4.
    package func page() -> String {
        let (instruments, histograms) = kept.withLock { ($0.instruments, $0.histograms) }
        var page = ExpositionText()
        for family in families {
            let samples = (instruments[family.name] ?? [:]).sorted { $0.key < $1.key }
            let shapes = (histograms[family.name] ?? [:]).sorted { $0.key < $1.key }
            if samples.isEmpty, shapes.isEmpty { continue }
            page.begin(family)
            for (labels, instrument) in samples { page.add(family.name, labels, instrument.value) }
            for (labels, histogram) in shapes { page.add(family, labels, histogram.counts) }
        }
        return page.text
    }
}
