internal import CoreMetrics
private import Synchronization

/// One number: of a counter, or of a gauge.
final class Instrument: CounterHandler, FloatingPointCounterHandler, RecorderHandler {
    private let number = Mutex(0.0)

    var value: Double { number.withLock { $0 } }

    func increment(by amount: Int64) { increment(by: Double(amount)) }

    func increment(by amount: Double) { number.withLock { $0 += amount } }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) { number.withLock { $0 = value } }

    func reset() { record(0.0) }
}
