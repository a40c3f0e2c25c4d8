import CByteScan
import CorpusMaker
import Testing

// Inside of the serialized suite: the choice of the kernel is the process's.
extension KernelTests {
    @Suite struct DigitTests {
        /// What a loop takes.
        private func digits(_ value: [UInt8], skipsParentheses: Bool) -> [UInt8]? {
            var taken: [UInt8] = []
            for byte in value {
                switch byte {
                case 0x30...0x39: taken.append(byte - 0x30)
                case 0x20, 0x2D, 0x2E, 0x2F: break
                case 0x28, 0x29: if !skipsParentheses { return nil }
                default: return nil
                }
            }
            return taken.count <= 24 ? taken : nil
        }

        private func kernelDigits(_ value: [UInt8], skipsParentheses: Bool) -> [UInt8]? {
            var words = [UInt8](repeating: 0xFF, count: 32)
            // Sound: both arrays are used during the call only, and the second has its 32 bytes.
            let count = unsafe value.withUnsafeBufferPointer { bytes in
                unsafe words.withUnsafeMutableBufferPointer { words in
                    unsafe seep_take_digits(
                        bytes.baseAddress, bytes.count, skipsParentheses ? 1 : 0, words.baseAddress)
                }
            }
            guard count >= 0 else { return nil }
            // Behind the digits there is nothing up to where eight may be taken from the last.
            return words[Int(count)..<32].allSatisfy { $0 == 0 } ? Array(words[..<Int(count)]) : [0xFF]
        }

        @Test(arguments: [false, true])
        func `digits are those that a loop takes, with both kernels`(isPortable: Bool) {
            seep_scan_force_portable(isPortable ? 1 : 0)
            defer { seep_scan_force_portable(0) }
            var numbers = SeededNumbers(seed: 11)
            let marks = Array("0123456789012345678901234567890123456789 -./()".utf8)
            for _ in 0..<40_000 {
                var value = (0..<numbers.below(44)).map { _ in marks[numbers.below(marks.count)] }
                if numbers.below(4) == 0, !value.isEmpty {
                    value[numbers.below(value.count)] = UInt8(truncatingIfNeeded: numbers.next())
                }
                for skips in [false, true] {
                    #expect(
                        kernelDigits(value, skipsParentheses: skips)
                            == digits(value, skipsParentheses: skips))
                }
            }
        }
    }
}
