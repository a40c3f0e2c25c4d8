import CorpusMaker
import Testing
import Validation

@testable import Detection

/// The kernel's look at a value against the question that it answers for most of them.
@Suite struct PlaceholderLookTests {
    private static let pieces = [
        "x", "X", "*", "<", ">", "[", "]", "{", "}", "(", ")", "$", "%", "abcdefgh", "0123456789", "EXAMPLE",
        "EXAMPLEKEY",
        "changeme", "your", "my", "-", "_", "key", "secret", "null", "a", "b", "7", "Q", "lorem", "redacted",
        "d41d8cd98f00b204e9800998ecf8427e", "\u{00E9}", "\u{00FF}", " ", "4539", "mail", "@", ".",
    ].map { Array($0.utf8) }

    @Test(arguments: 1...8)
    func `no placeholder is told as something else`(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        var placeholders = 0
        var told = 0
        for _ in 0..<20_000 {
            var value: [UInt8] = []
            for _ in 0..<(1 + numbers.next() % 6) {
                value += Self.pieces[Int(numbers.next() % UInt64(Self.pieces.count))]
            }
            // Steps as in a sequence, up to all of them.
            let share = numbers.next() % 5
            for index in value.indices.dropFirst() where numbers.next() % 4 < share {
                value[index] = value[index - 1] &+ 1
            }
            let isPlaceholder = isPlaceholder(value.span)
            let mayBe = mayBePlaceholder(value.span)
            if isPlaceholder { placeholders += 1 }
            if !mayBe { told += 1 }
            #expect(!isPlaceholder || mayBe, "value of \(value.count) bytes")
        }
        #expect(placeholders > 1000)
        #expect(told > 1000)
    }

    @Test(arguments: [
        "anonymous", "any", "abc123", "admin", "changeme", "change_me", "change-me", "dummy", "default",
        "deleted", "empty", "example", "encrypted", "filtered", "foobar", "foo", "false", "fake", "hidden",
        "lorem", "masked", "missing", "null", "none", "nil", "n/a", "nan", "na", "not_set", "no", "password",
        "passwd", "placeholder", "pass", "qwerty", "redacted", "removed", "required", "secret", "sample",
        "scrubbed", "string", "todo", "test", "testing", "tbd", "true", "token", "undefined", "unknown",
        "unset", "username", "xxx", "my_secret", "my-key", "your_value", "your-api-key",
        "EXAMPLE",
    ])
    func `a word that stands for a value is looked at`(word: String) {
        for written in [word, word.uppercased(), word.prefix(1).uppercased() + word.dropFirst()] {
            let value = Array(written.utf8)
            let isPlaceholder = isPlaceholder(value.span)
            let mayBe = mayBePlaceholder(value.span)
            #expect(isPlaceholder && mayBe, "\(written)")
        }
    }

    @Test(arguments: ["male", "Hanna", "b.varga", "kitchen", "Bram Cellar"])
    func `a short value that is no such word is not looked at`(value: String) {
        let value = Array(value.utf8)
        let mayBe = mayBePlaceholder(value.span)
        #expect(!mayBe)
    }

    @Test
    func `a value that ends where its memory does is looked at`() {
        for count in 0..<80 {
            let value = (0..<count).map { UInt8(0x42 + $0 * 7 % 23) }
            let isPlaceholder = isPlaceholder(value.span)
            #expect(!isPlaceholder || mayBePlaceholder(value.span))
        }
    }
}
