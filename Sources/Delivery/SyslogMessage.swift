private import Glibc
private import Reports

/// Alerts as messages of RFC 5424.
///
/// The facility is 10, `authpriv`: what alerts tell of, masked as it is, is kept where only administrators read. The
/// message begins without a byte order mark: it is JSON, whose readers need not take one (RFC 8259, 8.1), and RFC 5424,
/// 6.4 leaves it out of what it calls `MSG-ANY`.
package struct SyslogMessage {
    private let middle: [UInt8]

    package static let facility = 10

    /// - Parameters:
    ///   - host: The name of the machine; what the standard does not allow in it is left out.
    ///   - process: Its number.
    package init(host: String, process: Int32) {
        let visible = host.utf8.filter { (0x21...0x7E).contains($0) }.prefix(255)
        let name = visible.isEmpty ? "-" : String(decoding: visible, as: UTF8.self)
        middle = Array(" \(name) seep \(process) alert - ".utf8)
    }

    /// For this process on this machine.
    static func ofThisProcess() -> SyslogMessage {
        var name = [CChar](repeating: 0, count: 256)
        // Sound: the last byte stays 0.
        unsafe gethostname(&name, name.count - 1)
        let host = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return SyslogMessage(host: String(decoding: host, as: UTF8.self), process: getpid())
    }

    /// - Parameter line: Of JSON Lines, without its end.
    /// - Returns: The message; its time is that of the alert.
    package func encoded(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var message = Array("<\(Self.facility * 8 + Self.severity(of: line))>1 ".utf8)
        message.append(contentsOf: Self.time(of: line) ?? Array(timestamp().utf8)[...])
        message.append(contentsOf: middle)
        message.append(contentsOf: line)
        return message
    }

    /// Notice, warning, error or critical (RFC 5424, table 2) for an alert that is low, medium, high or critical.
    static func severity(of line: ArraySlice<UInt8>) -> Int {
        guard let start = line.end(of: #","severity":"#) else { return 5 }
        switch line[start...].prefix(2) {
        case [0x39, 0x39]: return 2
        case [0x37, 0x33]: return 3
        case [0x34, 0x37]: return 4
        default: return 5
        }
    }

    private static func time(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let key = Array(#"{"@timestamp":""#.utf8)
        guard line.starts(with: key) else { return nil }
        let time = line.dropFirst(key.count).prefix { $0 != 0x22 }
        return time.count == "2026-01-01T00:00:00.000Z".utf8.count && time.last == 0x5A ? time : nil
    }

    /// A line of the same alert for a socket that does not take the whole: when, which rule and which id it has, and how
    /// many bytes the whole had.
    package static func shortened(_ line: ArraySlice<UInt8>) -> [UInt8] {
        // What follows the rule may be long. None of these can stand within a string, which has its quotes escaped.
        let ends = [#","file":{"#, #","log":{"#, #","message":""#].compactMap { key in
            line.end(of: key).map { $0 - key.utf8.count }
        }
        var short = Array(line[..<(ends.min() ?? line.startIndex)])
        if short.isEmpty { short = Array(#"{"event":{"kind":"alert","module":"seep"}"#.utf8) }
        let message = #","message":"an alert of \#(line.count) bytes is too long for the socket"}"#
        return short + Array(message.utf8)
    }
}

extension ArraySlice<UInt8> {
    /// - Returns: The index after the first occurrence of `text`.
    fileprivate func end(of text: String) -> Int? {
        let sought = Array(text.utf8)
        guard count >= sought.count else { return nil }
        for start in startIndex...endIndex - sought.count
        where self[start] == sought[0] && self[start..<start + sought.count].elementsEqual(sought) {
            return start + sought.count
        }
        return nil
    }
}
