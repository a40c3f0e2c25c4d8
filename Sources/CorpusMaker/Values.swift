/// Values of the kinds that leak, none of them a real person's.
///
/// Mail domains are invented names that nobody has registered; card numbers have made-up issuers' digits
/// and a right check digit; telephone numbers lie in Germany's range for fiction.
extension CorpusWriter {
    static let givenNames = words(
        "Ada Tomas Jane Chidi Mirelle Oskar Priya Hanna Lucio Yusuf Ingrid Mateo Saoirse Bram Noor Emeka")
    static let familyNames = words(
        "Quillmoor Brackenfen Okafor Thistlewick Varga Lindqvist Harrowgate Pemberlane Castellane Drummore")
    static let mailDomains = words(
        "brackenfen-mail.net quillmoor-post.org thistlewick.email harrowgate-mail.net castellane-post.org")
    static let places = words("Porch Nursery Garage Kitchen Hallway Garden Attic Workshop Cellar Study")
    static let models = words("WYZECP1_JEF WYZEC1-JZ WYZE_CAKP2JFUS WLPP1CFH WYZEDB3 WVOD1")

    private static func words(_ text: StaticString) -> [[UInt8]] {
        "\(text)".utf8.split(separator: 0x20).map { Array($0) }
    }

    mutating func putName() {
        put(numbers.pick(Self.givenNames))
        put(" ")
        put(numbers.pick(Self.familyNames))
    }

    /// `t.okafor4821@quillmoor-post.org`, with any text for the `@`.
    mutating func putEmail(at: StaticString = "@") {
        putRandom(1, of: Self.letterAlphabet)
        put(".")
        for byte in numbers.pick(Self.familyNames) { bytes.append(byte | 0x20) }
        put(numbers.below(100_000))
        put(at)
        put(numbers.pick(Self.mailDomains))
    }

    mutating func putUserName() {
        for byte in numbers.pick(Self.givenNames) { bytes.append(byte | 0x20) }
        put("_")
        putRandom(2, of: Self.letterAlphabet)
        put(numbers.below(9_000) + 1_000)
    }

    /// +49 30 23125 000 to 999: kept free for films by the Bundesnetzagentur.
    mutating func putPhone() {
        put("+49 30 23125 ")
        putDigits(3)
    }

    /// Sixteen digits whose Luhn sum is a multiple of ten, as ISO/IEC 7812-1 asks; without the runs of equal or
    /// counting digits that samples in documentation have.
    mutating func putCard() {
        let start = bytes.count
        repeat {
            bytes.removeSubrange(start...)
            put("45391")
            putDigits(10)
            var sum = 0
            for index in 0..<15 {
                let digit = Int(bytes[start + index] & 15)
                sum += index & 1 == 0 ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit
            }
            bytes.append(UInt8(0x30 + (10 - sum % 10) % 10))
        } while looksLikeSample(from: start)
    }

    private func looksLikeSample(from start: Int) -> Bool {
        var equal = 1
        var counting = 1
        for index in (start + 1)..<bytes.count {
            equal = bytes[index] == bytes[index - 1] ? equal + 1 : 1
            counting = bytes[index] == bytes[index - 1] + 1 ? counting + 1 : 1
            if equal >= 4 || counting >= 5 { return true }
        }
        return false
    }

    /// A German account number with the two check digits of ISO 13616-1.
    mutating func putIBAN() {
        let start = bytes.count
        put("DE00")
        put("75512108")
        putDigits(10)
        var rest = 0
        for index in (start + 4)..<bytes.count { rest = (rest * 10 + Int(bytes[index] & 15)) % 97 }
        // The country's letters D and E count as 13 and 14, the unknown check digits as 00.
        for digit in [1, 3, 1, 4, 0, 0] { rest = (rest * 10 + digit) % 97 }
        let check = 98 - rest
        bytes[start + 2] = UInt8(0x30 + check / 10)
        bytes[start + 3] = UInt8(0x30 + check % 10)
    }

    /// A number in the form of the United States', in areas that were given out; of three digits and more, for
    /// one of fewer reads like a placeholder.
    mutating func putSSN() {
        let start = bytes.count
        repeat {
            bytes.removeSubrange(start...)
            put(numbers.below(130) + 532, digits: 3)
            put("-")
            put(numbers.below(90) + 10)
            put("-")
            put(numbers.below(9_000) + 1_000)
        } while Set(bytes[start...]).count < 4
    }

    mutating func putMAC() {
        put("2C:AA:8E")
        for _ in 0..<3 {
            put(":")
            putRandom(2, of: Array("0123456789ABCDEF".utf8))
        }
    }

    /// An access token as Login with Amazon gives out, with any text for the `|`.
    mutating func putAmazonToken(_ letter: StaticString, bar: StaticString = "|") {
        put("Atz")
        put(letter)
        put(bar)
        put("IwEBI")
        putRandom(64, of: Self.base64Alphabet)
    }

    /// A personal access token of GitHub: thirty digits and letters, then their CRC-32 in base62.
    mutating func putGitHubToken() {
        put("ghp_")
        let start = bytes.count
        putRandom(30, of: Self.base62Alphabet)
        var check: UInt32 = .max
        for byte in bytes[start...] {
            check ^= UInt32(byte)
            for _ in 0..<8 { check = check >> 1 ^ (check & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        check = ~check
        var digits: [UInt8] = []
        for _ in 0..<6 {
            digits.append(Self.base62Alphabet[Int(check % 62)])
            check /= 62
        }
        bytes.append(contentsOf: digits.reversed())
    }

    mutating func putDecimal(from: Int, to: Int) {
        put(from + numbers.below(to - from))
        put(".")
        put(numbers.below(9) + 1)
    }

    /// An address that is nobody's: RFC 1918.
    mutating func putPrivateAddress() {
        put("10.")
        put(numbers.below(256))
        put(".")
        put(numbers.below(256))
        put(".")
        put(numbers.below(254) + 1)
    }
}
