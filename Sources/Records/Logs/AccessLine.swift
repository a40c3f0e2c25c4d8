internal import Bytes
internal import Findings

/// A line of a web server's access log, in the common or the combined format.
///
/// Source: Apache HTTP Server 2.4, "Log Files".
enum AccessLine {
    /// `192.0.2.7 - ada [25/Nov/2026:10:00:00 +0000] "GET `
    static func matches(_ line: ArraySlice<UInt8>) -> Bool {
        let parts = line.split(separator: 0x20, maxSplits: 5)
        guard parts.count == 6, let time = parts[3].first, let request = parts[5].first else { return false }
        return time == 0x5B && request == 0x22 && parts[4].last == 0x5D && parts[3].count == 21
    }

    /// The field in which a line's next byte stands; `nil` behind the last.
    ///
    /// - Parameter line: Up to that byte.
    static func field(_ bytes: Span<UInt8>, _ line: Range<Int>) -> String? {
        var field = 0
        var closing: UInt8 = 0
        for at in line {
            let byte = bytes[at]
            if closing != 0 {
                if byte == closing, closing == 0x5D || bytes[at - 1] != 0x5C { closing = 0 }
            } else if byte == 0x22 {
                closing = 0x22
            } else if byte == 0x5B {
                closing = 0x5D
            } else if byte == 0x20 {
                field += 1
            }
        }
        return field < fields.count ? fields[field] : nil
    }

    private static let fields = [
        "client", "ident", "user", "time", "request", "status", "bytes", "referer", "user_agent",
    ]
}
