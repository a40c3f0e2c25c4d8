internal import Bytes
private import Findings

/// What a line of a log says before its message.
struct LogHead: Equatable {
    /// The program or the logger that wrote it; empty where it does not say.
    var source = ""
    var host = ""

    /// Where the message begins, counted from the line's first byte.
    var messageStart: Int

    /// The message comes behind structured data.
    var hasData = false

    /// Bytes of a line that its head may have.
    static let bytesMax = 256

    /// A program's name, as a place shows it: a letter or `_` first, at most four digits, no key in it; empty for what is
    /// none.
    static func program(_ name: ArraySlice<UInt8>) -> String {
        let isName =
            name.count <= Limits.fieldNameBytesMax && name.first.map { isLetter($0) || $0 == 0x5F } == true
            && name.allSatisfy { isLetter($0) || isDigit($0) || "_-./$".utf8.contains($0) }
            && name.count { isDigit($0) } <= 4 && !Place.holdsKey(name.span)
        return isName ? String(decoding: name, as: UTF8.self) : ""
    }

    /// A host's name or its address; empty for what is none.
    static func host(_ name: ArraySlice<UInt8>) -> String {
        let isName =
            name.count <= Limits.fieldNameBytesMax && name.contains { isLetter($0) || isDigit($0) }
            && name.allSatisfy { isLetter($0) || isDigit($0) || "_-.:".utf8.contains($0) }
        return isName ? String(decoding: name, as: UTF8.self) : ""
    }

    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// Whether a word is a severity, whatever stands around it: `INFO`, `[warn]`, `ERROR:`.
    static func isLevel(_ word: ArraySlice<UInt8>) -> Bool {
        let letters = word.drop { !isLetter($0) }.prefix { isLetter($0) }
        guard letters.count >= 4, word.count <= letters.count + 2 else { return false }
        return levels.contains(String(decoding: letters, as: UTF8.self).uppercased())
    }

    private static let levels: Set<String> = [
        "TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "SEVERE", "FATAL", "CRITICAL",
    ]
}

// MARK: - Containers

extension LogHead {
    /// `2026-11-25T10:00:00.123456789Z stdout F `: what Kubernetes' runtimes write before each line of a container.
    ///
    /// Source: Kubernetes, "CRI container log format"; a line with `P` goes on in the next.
    static func container(_ line: ArraySlice<UInt8>) -> LogHead? {
        var scanner = HeadScanner(line)
        guard scanner.takeTime()?.contains(0x54) == true, scanner.take(" std") else { return nil }
        guard scanner.take("out ") || scanner.take("err "), scanner.take("F") || scanner.take("P"),
            scanner.take(" ")
        else { return nil }
        return LogHead(source: "log", messageStart: scanner.offset)
    }
}

// MARK: - Syslog

extension LogHead {
    /// `<34>Oct 11 22:14:15 host su[1]: `, the same without a priority or with an ISO time, and `<34>1 … app 1 - [data] `.
    ///
    /// Source: RFC 3164, section 4.1; RFC 5424, section 6; rsyslog, "RSYSLOG_FileFormat".
    static func syslog(_ line: ArraySlice<UInt8>) -> LogHead? {
        var scanner = HeadScanner(line)
        if scanner.take("<") {
            scanner.skip("0123456789")
            guard scanner.take(">") else { return nil }
            if scanner.take("1 ") { return structuredSyslog(&scanner) }
        }
        // An application's time has a blank between the day and the hour.
        guard let time = scanner.takeTime(), isLetter(time[time.startIndex]) || time.contains(0x54),
            scanner.take(" ")
        else { return nil }
        let host = scanner.takeWord()
        let tag = scanner.takeWord()
        guard !isLevel(host), tag.last == 0x3A, tag.count > 1 else { return nil }
        return LogHead(
            source: program(tag.dropLast().prefix { $0 != 0x5B }), host: Self.host(host),
            messageStart: scanner.offset)
    }

    private static func structuredSyslog(_ scanner: inout HeadScanner) -> LogHead? {
        let time = scanner.takeWord()
        guard time == [0x2D] || LogTime.prefix(of: time) != nil else { return nil }
        let host = scanner.takeWord()
        let name = scanner.takeWord()
        _ = scanner.takeWord()
        let message = scanner.takeWord()
        guard !message.isEmpty, let next = scanner.rest.first, next == 0x5B || next == 0x2D else {
            return nil
        }
        let hasData = next == 0x5B
        if !hasData {
            _ = scanner.takeWord()
            _ = scanner.take("\u{FEFF}")
        }
        return LogHead(
            source: program(name), host: Self.host(host), messageStart: scanner.offset, hasData: hasData)
    }
}

// MARK: - Applications

extension LogHead {
    /// The head of a line as Java's and Python's libraries write it, with a time, a severity and a logger.
    ///
    /// Source: the default patterns of Logback, Log4j 2, Spring Boot and Python's `logging`.
    static func application(_ line: ArraySlice<UInt8>) -> LogHead? {
        if let head = plainPython(line) { return head }
        var scanner = HeadScanner(line)
        _ = scanner.take("[")
        guard scanner.takeTime() != nil else { return nil }
        scanner.skip("] ")
        var hasLevel = false
        var logger = ""
        var before = scanner
        for _ in 0..<8 {
            scanner.skip(" -:|")
            before = scanner
            let word = scanner.takeWord()
            let name = word.drop { $0 == 0x5B }.prefix { $0 != 0x5D && $0 != 0x3A }
            if isLevel(word) {
                hasLevel = true
            } else if logger.isEmpty, isClass(name) || !hasLevel && isModule(name, before: scanner.rest) {
                logger = program(name)
            } else if word.first != 0x5B, !word.allSatisfy(isDigit) || word.isEmpty {
                break
            }
        }
        return hasLevel ? LogHead(source: logger, messageStart: before.offset) : nil
    }

    /// Whether an application's entry may begin with a byte: frames of a trace are told so at once.
    static func mayBeginEntry(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == 0x5B || byte &- 0x41 < 26
    }

    /// `WARNING:shop.mailer:`.
    private static func plainPython(_ line: ArraySlice<UInt8>) -> LogHead? {
        let parts = line.split(separator: 0x3A, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].allSatisfy({ $0 &- 0x41 < 26 }), isLevel(parts[0]) else {
            return nil
        }
        let name = program(parts[1])
        return name.isEmpty ? nil : LogHead(source: name, messageStart: parts[2].startIndex - line.startIndex)
    }

    /// `com.shop.Mailer`: packages in small letters, and a class. `ada.lovelace` is none.
    private static func isClass(_ name: ArraySlice<UInt8>) -> Bool {
        let parts = name.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard parts.count > 1, let last = parts.last?.first, last &- 0x41 < 26 else { return false }
        return parts.dropLast().allSatisfy { $0.first.map { $0 &- 0x61 < 26 } == true }
    }

    /// `shop.mailer`, when it stands between a time and a severity with dashes: ` - shop.mailer - INFO - `.
    private static func isModule(_ name: ArraySlice<UInt8>, before rest: ArraySlice<UInt8>) -> Bool {
        var scanner = HeadScanner(rest)
        guard scanner.take("- "), isLevel(scanner.takeWord()), scanner.take("- ") else { return false }
        return !program(name).isEmpty
    }

    /// Whether a line belongs to the trace of an exception: frames, causes, or the exception itself.
    static func isTrace(_ line: ArraySlice<UInt8>) -> Bool {
        guard let first = line.first else { return false }
        if first == 0x20 || first == 0x09 || starts.contains(where: { line.starts(with: $0) }) { return true }
        let type = line.prefix { isLetter($0) || isDigit($0) || "_.$".utf8.contains($0) }
        guard type.endIndex < line.endIndex, line[type.endIndex] == 0x3A else { return false }
        return ends.contains { type.suffix($0.count).elementsEqual($0) }
    }

    private static let starts = [
        "Caused by: ", "Suppressed: ", "Traceback (most recent", "During handling of",
    ]
    .map { Array($0.utf8) }
    private static let ends = ["Exception", "Error"].map { Array($0.utf8) }
}
