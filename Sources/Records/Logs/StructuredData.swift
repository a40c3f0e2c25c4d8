internal import Bytes
internal import Findings

/// The structured data of a line of syslog: `[origin@32473 ip="192.0.2.1" user="ada"][…] `.
///
/// Source: RFC 5424, section 6.3.
struct StructuredData {
    /// The element and the parameter in whose value the range ends: `origin.ip`; `nil` in no value.
    private(set) var name: String?

    /// The data ended before the range did, and the message begins there.
    private(set) var isEnded = false
    private(set) var end: Int

    /// - Parameters:
    ///   - range: From the first bracket on, up to a value.
    ///   - hidesParameter: Only the element is named.
    init(_ bytes: Span<UInt8>, _ range: Range<Int>, hidesParameter: Bool = false) {
        var element = range.lowerBound..<range.lowerBound
        var parameter = range.lowerBound
        var equals = range.lowerBound
        var isQuoted = false
        var at = range.lowerBound
        end = range.upperBound
        while at < range.upperBound {
            switch bytes[at] {
            case 0x5C where isQuoted: at += 1
            case 0x22: isQuoted.toggle()
            case _ where isQuoted: break
            case 0x5B: element = at + 1..<at + 1
            case 0x20:
                if element.isEmpty { element = element.lowerBound..<at }
                parameter = at + 1
            case 0x3D: equals = at
            case 0x5D where at + 1 >= range.upperBound || bytes[at + 1] != 0x5B:
                isEnded = true
                end = min(at + 2, range.upperBound)
                return
            default: break
            }
            at += 1
        }
        guard isQuoted, parameter < equals else { return }
        let parameterName = hidesParameter ? parameter..<parameter : parameter..<equals
        name = [element.prefix { bytes[$0] != 0x40 }, parameterName].compactMap { word in
            let word = bytes.extracting(word)
            return Place.isName(word) ? Place(fieldName: word).name : nil
        }.joined(separator: ".")
    }
}
