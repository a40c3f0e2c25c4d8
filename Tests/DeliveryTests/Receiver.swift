import Foundation
import Synchronization

/// A receiver of webhooks, on a thread of its own.
final class Receiver: Sendable {
    enum Answer: Sendable {
        case status(Int, headers: String = "")

        /// The head of an answer of 200, and half of what it promises.
        case half

        /// Nothing at all.
        case none
    }

    struct Request: Sendable {
        var head: String
        var body: String
        var lines: [String] { body.split(separator: "\n").map(String.init) }
    }

    let port: UInt16
    private let listener: Listener
    private let state: Mutex<State>

    private struct State {
        var requests: [Request] = []
        var answers: [Answer]
        var hasEnded = false
    }

    /// - Parameter answers: One for each request, the last for all later ones.
    init(port: UInt16 = 0, _ answers: Answer...) {
        state = Mutex(State(answers: answers))
        listener = Listener(port: port)
        self.port = listener.port
        let (listener, state) = (
            listener,
            { @Sendable [weak self] (body: (inout State) -> Void) -> Bool in
                guard let self else { return false }
                return self.state.withLock {
                    body(&$0)
                    return !$0.hasEnded
                }
            }
        )
        Thread {
            while state({ _ in }) {
                guard isReadable(listener.descriptor, milliseconds: 20), let connection = listener.accept(),
                    let (head, body) = connection.request()
                else { continue }
                var answer = Answer.none
                _ = state {
                    $0.requests.append(Request(head: head, body: body))
                    answer = $0.answers.count > 1 ? $0.answers.removeFirst() : $0.answers[0]
                }
                switch answer {
                case .status(let status, let headers):
                    connection.write(
                        "HTTP/1.1 \(status) X\r\n\(headers)Content-Length: 2\r\nConnection: close\r\n\r\nok")
                case .half: connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
                case .none: break
                }
            }
        }.start()
    }

    var requests: [Request] { state.withLock { $0.requests } }

    var lines: [String] { requests.flatMap(\.lines) }

    /// What of all this was answered with 2xx is not kept; the port is free again soon.
    func end() { state.withLock { $0.hasEnded = true } }
}
