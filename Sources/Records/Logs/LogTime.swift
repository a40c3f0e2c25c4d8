/// Times as logs write them.
enum LogTime {
    /// `d` is a digit, `a` a letter, `_` a digit or a blank, `T` itself or a blank.
    private static let forms = [
        "dddd-dd-ddTdd:dd:dd", "dddd/dd/dd dd:dd:dd", "dd/aaa/dddd:dd:dd:dd", "aaa _d dd:dd:dd",
        "dddddd _d:dd:dd", "dd:dd:dd",
    ].map { Array($0.utf8) }

    /// How far from a line's first byte its time may begin.
    private static let searchedBytes = 64

    /// The time that a text begins with, with its fraction and its zone.
    static func prefix(of text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let form = forms.first(where: { fits($0, text) }) else { return nil }
        var end = text.startIndex + form.count
        let tail = text[end...].prefix { LogHead.isDigit($0) || ".,:+-Z".utf8.contains($0) }
        // What is behind its last digit belongs to the line.
        end = tail.lastIndex { LogHead.isDigit($0) || $0 == 0x5A }.map { $0 + 1 } ?? end
        let zone = text[end...].prefix(6)
        if fits(Array(" +dddd".utf8), zone) || fits(Array(" -dddd".utf8), zone) { end += 6 }
        return text[..<end]
    }

    /// The first time in the head of a line.
    static func first(in line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var before: UInt8 = 0x20
        for at in line.indices.prefix(searchedBytes) {
            if !LogHead.isDigit(before), !LogHead.isLetter(before), let time = prefix(of: line[at...]) {
                return time
            }
            before = line[at]
        }
        return nil
    }

    private static func fits(_ form: [UInt8], _ text: ArraySlice<UInt8>) -> Bool {
        text.count >= form.count
            && zip(form, text).allSatisfy { kind, byte in
                switch kind {
                case 0x64: LogHead.isDigit(byte)
                case 0x61: LogHead.isLetter(byte)
                case 0x5F: LogHead.isDigit(byte) || byte == 0x20
                case 0x54: byte == 0x54 || byte == 0x20
                default: byte == kind
                }
            }
    }
}
