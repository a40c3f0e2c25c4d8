import Testing
import Validation

@Suite struct SecretTests {
    private func ask(_ text: String, _ question: (Span<UInt8>) -> Bool) -> Bool {
        let bytes = Array(text.utf8)
        return question(bytes.span)
    }

    @Test(arguments: [
        "kT8vQ2xLm9RzW4sBn7Yd", "9f86d081884c7d659a2feaa0c55ad015",
        "wJ4rX7tUn2FqMdIb5pKzYcLsVh8GeTaOxRvB3D6y",
        "q7Zt-4Xv9_Lm2Rk8Ws", "Xk7#pQ2!mZ9$wL4v", "aB3dE6gH", "7hq2m9xk4w8zt1vb5nrc",
    ])
    func `a random value is likely a secret`(text: String) {
        let answer = ask(text) { isLikelySecret($0) }
        #expect(answer)
    }

    @Test(arguments: [
        "", "short1A", "password", "changeme", "your-api-key-here", "AKIAIOSFODNN7EXAMPLE", "aaaaaaaaaaaa",
        "0123456789abcdef", "123e4567-e89b-42d3-a456-426614174000", "2026-11-23T10:00:00.000Z",
        "1700000000000",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "com.example.service.UserAccountController",
        "/var/log/elasticsearch/production-cluster", "application/vnd.elasticsearch+json",
        "getUserAuthenticationTokenFromSession", "iVBORw0KGgoAAAANSUhEUgAAAAUA",
        "data:image/png;base64,iVBORw0K",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "arn:aws:secretsmanager:eu-west-1:1:secret:x",
        "vault:v1:8SDd3WHDOjf7mq69CyCqYjBXAiQQAVZRkFM13ok481zo",
        "ENC[AES256_GCM,data:x7Zt4Xv9Lm2Rk8Ws]", "https://quillmoor.net/a1b2c3d4",
        "d41d8cd98f00b204e9800998ecf8427e",
        "qR7xxxxx9Lm2", "kT8v Q2xLm9Rz", "kT8vQ2xLm9Rzé", "production-cluster-2024", "UserAccountController2",
        "ABCDEFGHJKLM", "ACCOUNT_LOCKED_2", "${SECRET_KEY_9}", "<api-key-42>",
    ])
    func `words, shapes of logs and placeholders are no secrets`(text: String) {
        let answer = ask(text) { isLikelySecret($0) }
        #expect(!answer)
    }

    @Test(arguments: EntropyTests.alphabets.filter { [.base36, .base62, .base64].contains($0.0) })
    func `few random values of twenty characters are lost`(alphabet: EntropyAlphabet, letters: String) {
        var numbers = SeededBytes(seed: 12)
        let characters = Array(letters.utf8)
        for count in [20, 24, 32, 40, 64] {
            var lost = 0
            for _ in 0..<1000 {
                let value = (0..<count).map { _ in
                    characters[Int.random(in: characters.indices, using: &numbers)]
                }
                if !isLikelySecret(value.span) { lost += 1 }
            }
            // A base62 value of twenty characters has no digit three times in a hundred. In one case alone runs of
            // letters are longer, and more of them look like words.
            #expect(lost <= (alphabet == .base36 ? 140 : 60), "\(alphabet) of \(count): \(lost) of 1000")
        }
    }

    @Test(arguments: [
        "", "null", "NULL", "None", "nil", "undefined", "N/A", "unknown", "changeme", "Change-Me",
        "change_me",
        "your_password", "your-token-here", "YOUR API KEY", "my_secret", "my-api-key", "todo", "TBD",
        "redacted",
        "filtered", "masked", "secret", "password", "dummy", "sample", "placeholder", "test", "testing",
        "foobar",
        "lorem", "SCRUBBED", "[FILTERED]", "[REDACTED]", "(hidden)", "<password>", "${DB_PASSWORD}",
        "$DB_PASSWORD",
        "$(cat key)", "{{ token }}", "%s", "%(name)s", "%{token}", "***", "********", "****1234", "xxxx",
        "XXXXXXXX",
        "xxxxxxxx1234", "aaaa", "0000", "00000000", "abababab", "11221122", "0123456789", "abcdefgh",
        "12345678",
        "ABCDEFGHIJ", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "d41d8cd98f00b204e9800998ecf8427e", "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "••••••••",
    ])
    func `what stands where a value would stand is a placeholder`(text: String) {
        let answer = ask(text) { isPlaceholder($0) }
        #expect(answer)
    }

    @Test(arguments: [
        "a", "aa", "jo", "Summer2024!", "hunter2", "$2b$12$R9h/cIPz0gi.URNNX3kh2O", "$argon2id$v=19$m=65536",
        "testing-1-2-3", "nullable", "1234-8765", "passwords", "mysecretive", "yourself", "x1", "%41bc",
        "<half", "a1b2c3d4", "135792468", "9876543210", "example of a text", "noreply",
        "AKIA2B7QW9XKTZ4LMN3V",
    ])
    func `a value of its own is no placeholder`(text: String) {
        let answer = ask(text) { isPlaceholder($0) }
        #expect(!answer)
    }

    @Test(arguments: [
        ("Summer2024!", true), ("hunter2", true), ("correct horse battery staple", true), ("1234567", true),
        ("s3cr", true), ("пароль1", true), (String(repeating: "Abc1", count: 32), true), ("s3c", false),
        ("", false),
        (String(repeating: "Abc1", count: 32) + "x", false), ("required", false), ("Enabled", false),
        ("INVALID", false),
        ("varchar", false), ("true", false), ("false", false), ("null", false), ("password", false),
        ("********", false), ("<password>", false), ("tab\there", false), ("bell\u{7}", false),
        ("del\u{7F}x", false),
    ])
    func `a password is what somebody may have typed`(text: String, expected: Bool) {
        let answer = ask(text) { isLikelyPassword($0) }
        #expect(answer == expected)
    }

    @Test(arguments: [
        ("123e4567-e89b-42d3-a456-426614174000", true), ("123e4567e89b42d3a456426614174000", false),
        ("123e4567-e89b-42d3-a456-42661417400g", false), ("2026-11-23T10:00:00Z", true), ("1700000000", true),
        ("gAAAAABkT8vQ2xLm9RzW4s", true), ("$ANSIBLE_VAULT;1.1;AES256", true), ("H4sIAAAAAAAA", true),
        ("/9j/4AAQSkZJRg", true), ("JVBERi0xLjQ", true), ("R0lGODlhAQAB", true),
        ("kT8vQ2xLm9RzW4sBn7Yd", false),
        ("a/b", true), ("a1/b", false), ("", false),
    ])
    func `a shape of logs is told by its form`(text: String, expected: Bool) {
        let answer = ask(text) { isStopShape($0) }
        #expect(answer == expected)
    }
}
