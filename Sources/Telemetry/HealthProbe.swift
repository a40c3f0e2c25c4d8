private import Glibc

/// Asks a watch how it is, as an exec probe does: with one plain connection, and within a bounded time.
public struct HealthProbe {
    public static let secondsMax = 5.0

    /// Bytes of an answer that are looked at.
    private static let answerBytesMax = 4096

    private let endpoint: Endpoint

    public init(_ endpoint: Endpoint) { self.endpoint = endpoint }

    /// - Parameter readiness: Asks whether it does what it is for, and not only whether it lives.
    /// - Returns: What is wrong, for the user, in one line and not yet safe to print; `nil` when all is well.
    public func ask(readiness: Bool) -> String? {
        let deadline = monotonicNanoseconds() + UInt64(Self.secondsMax * 1e9)
        let socket = endpoint.connect()
        guard socket >= 0 else { return "nobody answers: system error \(-socket)" }
        defer { close(socket) }
        var request = Array(
            "GET \(readiness ? "/readyz" : "/livez") HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
        while !request.isEmpty {
            guard wait(for: POLLOUT, at: socket, until: deadline) else { return Self.isLate }
            let count = unsafe request.withUnsafeBytes { buffer in
                unsafe send(socket, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 || errno == EAGAIN || errno == EINTR else {
                return "nobody answers: system error \(errno)"
            }
            request.removeFirst(max(0, count))
        }
        var answer: [UInt8] = []
        while answer.count < Self.answerBytesMax {
            guard wait(for: POLLIN, at: socket, until: deadline) else { return Self.isLate }
            var piece = [UInt8](repeating: 0, count: Self.answerBytesMax)
            // Sound: as many bytes are there.
            let count = unsafe piece.withUnsafeMutableBytes {
                unsafe recv(socket, $0.baseAddress, $0.count, 0)
            }
            if count < 0, errno == EAGAIN || errno == EINTR { continue }
            guard count > 0 else { break }
            answer += piece.prefix(count)
        }
        return Self.complaint(in: String(decoding: answer, as: UTF8.self))
    }

    private static let isLate = "no answer within \(Int(secondsMax)) seconds"

    private static func complaint(in answer: String) -> String? {
        guard !answer.hasPrefix("HTTP/1.1 200 ") else { return nil }
        guard answer.hasPrefix("HTTP/1.1 503 ") else { return "the answer is not one of a watch" }
        let body = answer.split(separator: "\r\n\r\n", maxSplits: 1).last ?? ""
        return body.split(separator: "\n").joined(separator: ", ")
    }

    private func wait(for events: Int32, at socket: Int32, until deadline: UInt64) -> Bool {
        while true {
            let now = monotonicNanoseconds()
            guard now < deadline else { return false }
            var request = pollfd(fd: socket, events: Int16(events), revents: 0)
            if unsafe poll(&request, 1, Int32((deadline - now) / 1_000_000) + 1) > 0 { return true }
        }
    }
}
