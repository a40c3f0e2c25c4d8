import Delivery
import Testing

@Suite struct DeliveryStateTests {
    @Test func `pauses double up to the longest, and begin anew after a delivery`() {
        var state = DeliveryState(BackOff(first: 1, most: 8))
        for most in [1.0, 2, 4, 8, 8] {
            let pause = state.step(after: .answered(status: 500, retryAfterSeconds: 0), []).pauseSeconds
            #expect((most / 2...most).contains(pause))
        }
        #expect(state.step(after: .answered(status: 200, retryAfterSeconds: 0), []).pauseSeconds == 0)
        let pause = state.step(after: .failed("no route"), []).pauseSeconds
        #expect((0.5...1).contains(pause))
    }

    @Test(arguments: [
        (400, true), (401, true), (404, true), (302, true), (408, false), (429, false), (502, false),
    ])
    func `what is refused is tried at the slowest pace`(status: Int, isRefused: Bool) {
        var state = DeliveryState(BackOff(first: 1, most: 60))
        let pause = state.step(after: .answered(status: status, retryAfterSeconds: 0), []).pauseSeconds
        #expect((isRefused ? 30...60 : 0.5...1).contains(pause))
    }

    @Test(arguments: [(7.0, 7.0...7), (1e9, 60...60), (0, 0.5...1), (-5, 0.5...1)])
    func `a receiver that asks for time gets it, within the bound`(
        seconds: Double, pauses: ClosedRange<Double>
    ) {
        var state = DeliveryState(BackOff(first: 1, most: 60))
        let pause = state.step(after: .answered(status: 429, retryAfterSeconds: seconds), []).pauseSeconds
        #expect(pauses.contains(pause))
    }

    @Test func `each trouble is told once, and its end`() {
        var state = DeliveryState(BackOff(first: 1, most: 8))
        let sentences = [
            state.step(after: .failed("a"), []), state.step(after: .failed("b"), []),
            state.step(after: .failed("a"), []),
            state.step(after: .failed(17)),
            state.step(after: .answered(status: 200, retryAfterSeconds: 0), []),
            state.step(after: .answered(status: 200, retryAfterSeconds: 0), []),
            state.step(after: .failed("a"), []),
        ].map { $0.sentence != nil }
        #expect(sentences == [true, true, false, true, true, false, true])
    }
}
