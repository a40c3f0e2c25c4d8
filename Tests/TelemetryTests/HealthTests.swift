import Synchronization
import Telemetry
import Testing

@Suite struct HealthTests {
    final class Clock: Sendable {
        let seconds = Mutex(1.0)

        func advance(_ more: Double) { seconds.withLock { $0 += more } }

        func health() -> Health { Health(clock: { self.seconds.withLock { UInt64($0 * 1e9) } }) }
    }

    private static let notBegun = "the first look is not done"

    @Test func `a watch that starts lives, and is not ready before its first look`() {
        let health = Clock().health()
        #expect(health.complaint == nil)
        #expect(health.complaints == [Self.notBegun])
        health.began()
        #expect(health.complaints.isEmpty)
    }

    @Test(arguments: [(0.0, true), (Health.beatSecondsMax, true), (Health.beatSecondsMax + 1, false)])
    func `a loop that is silent for too long is dead`(silent: Double, lives: Bool) {
        let clock = Clock()
        let health = clock.health()
        health.began()
        health.beat()
        clock.advance(silent)
        #expect((health.complaint == nil) == lives)
        #expect(health.complaints.isEmpty == lives)
        health.beat()
        #expect(health.complaint == nil)
    }

    @Test func `who waits for a sink lives, and is not ready`() {
        let clock = Clock()
        let health = clock.health()
        health.began()
        health.waits()
        clock.advance(Health.sinkSecondsMax)
        health.waits()
        #expect(health.complaints.isEmpty)
        clock.advance(Health.beatSecondsMax * 10)
        #expect(health.complaint == nil)
        #expect(health.complaints == ["the alerts are not taken"])
        health.waitsNoMore()
        #expect(health.complaints.isEmpty)
    }

    @Test func `who cannot save is not ready until he can`() {
        let health = Clock().health()
        health.began()
        health.saved(false)
        #expect(health.complaints == ["the state cannot be saved"])
        #expect(health.complaint == nil)
        health.saved(true)
        #expect(health.complaints.isEmpty)
    }
}
