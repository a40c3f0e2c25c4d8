/// The kinds of text that can be made in any amount.
public enum CorpusKind: String, CaseIterable, Sendable {
    /// An application log full of UUIDs, digests and numbers, without personal data.
    case clean

    /// An access log of which one line in 500 leaks.
    case access

    /// A customer table as `INSERT` statements, eight values a row.
    case dump

    /// Documents of an index, one a line, twelve values each.
    case export

    /// A file of nothing but different tokens, one a line.
    case tokens
}

extension CorpusWriter {
    /// Writes one record.
    ///
    /// - Parameter number: Of the record, from 0; what is written depends on it and the numbers' state.
    public mutating func putRecord(_ kind: CorpusKind, number: Int) {
        switch kind {
        case .clean: putCleanLine(number)
        case .access: putAccessLine(number)
        case .dump: putDumpRow(number)
        case .export: putExportDocument(number)
        case .tokens: putTokenLine()
        }
    }

    private mutating func putCleanLine(_ number: Int) {
        putTime(number * 7)
        put("Z INFO  [http-nio-8080-exec-")
        put(numbers.below(32))
        put("] c.b.orders.OrderService - request=")
        putUUID()
        switch number & 3 {
        case 0:
            put(" trace_id=")
            putHex(32)
            put(" span_id=")
            putHex(16)
            put(" status=200 bytes=")
            put(numbers.below(90_000))
        case 1:
            put(" digest sha256:")
            putHex(64)
            put(" layer=")
            put(numbers.below(40))
            put(" size=")
            put(numbers.below(900_000_000))
        case 2:
            put(" GET /api/v2/orders/")
            putUUID()
            put("/items?page=")
            put(numbers.below(50))
            put("&limit=100 from ")
            putPrivateAddress()
        default:
            put(" commit ")
            putHex(40)
            put(" build 4.18.")
            put(numbers.below(500))
            put(" epoch ")
            put(1_763_000_000_000 + number)
        }
        put(" took ")
        put(numbers.below(2_000))
        put(".")
        put(numbers.below(1_000), digits: 3)
        put(" ms\n")
    }

    private mutating func putAccessLine(_ number: Int) {
        putPrivateAddress()
        put(" - - [23/Nov/2026:")
        put(number / 3600 % 24, digits: 2)
        put(":")
        put(number / 60 % 60, digits: 2)
        put(":")
        put(number % 60, digits: 2)
        put(" +0000] \"GET /shop/")
        put(numbers.pick(Self.paths))
        put("/")
        put(numbers.below(100_000))
        if number % 500 == 499 {
            if number % 1000 == 999 {
                put("?email=")
                plant("contact.email-encoded") { $0.putEmail(at: "%40") }
            } else {
                put("?lang=en&to=")
                plant("contact.email") { $0.putEmail() }
            }
        } else {
            put("?lang=en&page=")
            put(numbers.below(90))
        }
        put(" HTTP/1.1\" 200 ")
        put(numbers.below(90_000))
        put(" \"https://shop.brackenfen-mail.net/\" \"")
        put(numbers.pick(Self.agents))
        put("\"\n")
    }

    private static let paths = ["cameras", "sensors", "plugs", "bulbs", "scales", "accessories"].map {
        Array($0.utf8)
    }
    private static let agents = [
        "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4",
        "curl/8.5.0", "okhttp/4.12.0",
    ].map { Array($0.utf8) }

    /// Rows of a hundred share a statement.
    private mutating func putDumpRow(_ number: Int) {
        put(number % 100 == 0 ? "INSERT INTO `customers` VALUES (" : ",(")
        put(number + 1)
        put(",'")
        plant("contact.email") { $0.putEmail() }
        put("','")
        plant("contact.phone") { $0.putPhone() }
        put("','")
        plant("financial.pan") { $0.putCard() }
        put("','")
        plant("financial.iban") { $0.putIBAN() }
        put("','")
        plant("identity.us-ssn") { $0.putSSN() }
        put("','")
        plant("device.mac") { $0.putMAC() }
        put("','")
        plant("credential.lwa-access-token") { $0.putAmazonToken("a") }
        put("','")
        plant("contact.email") { $0.putEmail() }
        put(number % 100 == 99 ? "');\n" : "')")
    }

    private mutating func putExportDocument(_ number: Int) {
        put("{\"_index\":\"device_info\",\"_id\":\"")
        putToken(20)
        put("\",\"_source\":{")
        putExportFields()
        put("}}\n")
    }

    /// The fields of the breach of 2019, twelve of them.
    mutating func putExportFields() {
        putField("\"user_name\":\"", "identity.username") { $0.putUserName() }
        putField("\",\"email\":\"", "contact.email") { $0.putEmail() }
        putField("\",\"nickname\":\"", "device.iot-name") {
            $0.put($0.numbers.pick(Self.givenNames))
            $0.put(" ")
            $0.put($0.numbers.pick(Self.places))
        }
        putField("\",\"product_model\":\"", "device.camera-model") { $0.put($0.numbers.pick(Self.models)) }
        putField("\",\"mac\":\"", "device.mac") { $0.putMAC() }
        putField("\",\"ssid\":\"", "network.ssid") {
            $0.put($0.numbers.pick(Self.familyNames))
            $0.put(" ")
            $0.put($0.numbers.below(1_000))
        }
        putField("\",\"alexa_token\":\"", "credential.lwa-refresh-token") { $0.putAmazonToken("r") }
        putField("\",\"height\":", "health.height") { $0.putDecimal(from: 150, to: 200) }
        putField(",\"weight\":", "health.weight") { $0.putDecimal(from: 45, to: 120) }
        putField(",\"gender\":\"", "identity.gender") { $0.put($0.numbers.below(2) == 0 ? "male" : "female") }
        putField("\",\"bone_density\":", "health.bone-density") {
            $0.put("1.")
            $0.put($0.numbers.below(90) + 10)
        }
        putField(",\"body_fat\":", "health.body-fat") { $0.putDecimal(from: 8, to: 45) }
    }

    @inline(__always)
    mutating func putField(_ before: StaticString, _ rule: String?, _ body: (inout CorpusWriter) -> Void) {
        put(before)
        plant(rule, body)
    }

    private mutating func putTokenLine() {
        plant("credential.github-pat") { $0.putGitHubToken() }
        put(" ok\n")
    }
}
