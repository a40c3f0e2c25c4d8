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
    static func numbers(_ line: some Collection<UInt8>) -> (mark: UInt8, numbers: [UInt64])? {
        let words = line.split(separator: 0x20, omittingEmptySubsequences: false)
        guard let mark = words.first, mark.count == 1, let first = mark.first else { return nil }
        var numbers: [UInt64] = []
        for word in words.dropFirst() {
            guard let number = UInt64(String(decoding: word, as: UTF8.self), radix: 16) else { return nil }
            numbers.append(number)
        }
        return (first, numbers)
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

    /// - Returns: `nil` unless there are as many numbers as an entry has.
    init?(numbers: [UInt64]) {
        guard numbers.count == 17 else { return nil }
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
