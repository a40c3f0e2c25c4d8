internal import Inputs

/// Lines of a checkpoint: words in hexadecimal digits, with a space between them.
struct CheckpointLines {
    private(set) var bytes: [UInt8] = []
    private(set) var count = 0

    /// Adds a line.
    mutating func add(_ mark: UInt8, _ numbers: some Sequence<UInt64>) {
        bytes.append(mark)
        for number in numbers {
            bytes.append(0x20)
            addDigits(number)
        }
        bytes.append(0x0A)
        count += 1
    }

    private mutating func addDigits(_ number: UInt64) {
        var shift = max(0, (67 - number.leadingZeroBitCount) / 4 * 4 - 4)
        while shift >= 0 {
            let digit = UInt8(truncatingIfNeeded: number >> UInt64(shift)) & 15
            bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
            shift -= 4
        }
    }

    /// The mark and the numbers of a line; `nil` when it has other words.
    static func numbers(_ line: ArraySlice<UInt8>) -> (mark: UInt8, numbers: [UInt64])? {
        let bytes = line.span
        guard bytes.count > 0 else { return nil }
        var numbers: [UInt64] = []
        numbers.reserveCapacity(CheckpointEntry.numbersCount)
        var at = 1
        while at < bytes.count {
            guard bytes[at] == 0x20 else { return nil }
            var number: UInt64 = 0
            at += 1
            let start = at
            while at < bytes.count, let digit = value(ofDigit: bytes[at]) {
                number = number << 4 | digit
                at += 1
            }
            guard (1...16).contains(at - start) else { return nil }
            numbers.append(number)
        }
        return (bytes[0], numbers)
    }

    private static func value(ofDigit byte: UInt8) -> UInt64? {
        switch byte {
        case 0x30...0x39: UInt64(byte - 0x30)
        case 0x61...0x66: UInt64(byte - 0x57)
        default: nil
        }
    }
}

extension FileIdentity {
    var numbers: [UInt64] { [device, inode, UInt64(bitPattern: born)] }

    /// - Parameter numbers: At least three.
    init(numbers: ArraySlice<UInt64>) {
        let at = numbers.startIndex
        self.init(
            device: numbers[at], inode: numbers[at + 1], born: Int64(bitPattern: numbers[at + 2]))
    }
}

extension CheckpointEntry {
    var numbers: [UInt64] {
        identity.numbers + origin.identity.numbers + [
            UInt64(origin.generation), offset, line, beginsLine ? 1 : 0, UInt64(head.count), head.hash.high,
            head.hash.low, UInt64(tail.count), tail.hash.high, tail.hash.low, size,
        ]
    }

    static let numbersCount = 17

    /// - Parameter numbers: As many as an entry has.
    init(numbers: [UInt64]) {
        func proof(_ at: Int) -> Proof {
            Proof(
                count: Int(clamping: numbers[at]),
                hash: WatchKey.Hash(high: numbers[at + 1], low: numbers[at + 2]))
        }
        self.init(
            identity: FileIdentity(numbers: numbers[0...]),
            origin: StreamOrigin(
                identity: FileIdentity(numbers: numbers[3...]), generation: UInt32(clamping: numbers[6])),
            offset: numbers[7], line: numbers[8], beginsLine: numbers[9] == 1, head: proof(10),
            tail: proof(13), size: numbers[16])
    }
}
