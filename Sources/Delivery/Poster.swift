private import Bytes
private import CCurl

/// A client of a webhook. One thread at a time posts; any may stop it.
@safe
package final class Poster: @unchecked Sendable {
    // Sendable: the handle is one thread's but for `stop`, which sets a flag that is made to be shared.
    private let handle: OpaquePointer

    /// What came of a post.
    package enum Outcome: Equatable {
        /// The status of the answer, and the seconds that the receiver asks to wait, or 0.
        case answered(status: Int, retryAfterSeconds: Double)

        /// There was no whole answer; in words that are constants of libcurl.
        case failed(String)
    }

    /// - Throws: `SinkError.curlMissing`; `.badAddress` when libcurl cannot speak to it.
    init(_ address: WebhookAddress, _ token: BearerToken?) throws(SinkError) {
        guard seep_curl_is_present() != 0 else { throw .curlMissing }
        func opened(_ token: UnsafePointer<CChar>?) -> OpaquePointer? {
            // Sound: everything is copied during the call.
            unsafe address.text.withCString { url in
                unsafe "application/x-ndjson".withCString { type in
                    var plan = unsafe seep_poster_plan(
                        url: url, is_plain: address.isPlain ? 1 : 0, token: token, content_type: type,
                        connect_milliseconds: Int(Limits.connectSeconds * 1000),
                        request_milliseconds: Int(Limits.requestSeconds * 1000),
                        answer_bytes_max: UInt64(Limits.answerBytesMax))
                    return unsafe seep_poster_open(&plan)
                }
            }
        }
        let poster = unsafe token.map { unsafe $0.text.withCString { unsafe opened($0) } } ?? opened(nil)
        guard let poster = unsafe poster else { throw .badAddress("libcurl cannot send to this URL") }
        unsafe handle = poster
    }

    deinit { unsafe seep_poster_close(handle) }

    /// Posts, and waits for the answer, for a bounded time.
    func post(_ bytes: [UInt8]) -> Outcome {
        // Sound: the bytes are read during the call.
        let result = unsafe bytes.withUnsafeBytes {
            unsafe seep_post(handle, $0.baseAddress, UInt64($0.count))
        }
        if let problem = unsafe result.problem { return .failed(unsafe String(cString: problem)) }
        return unsafe .answered(
            status: Int(result.status), retryAfterSeconds: Double(result.retry_after_seconds))
    }

    /// Ends the current post soon, and all later ones at once.
    func stop() { unsafe seep_poster_stop(handle) }
}
