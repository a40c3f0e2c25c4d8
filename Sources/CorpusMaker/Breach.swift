/// The founding case in small: what lay open in 2019, in the forms that it takes on its way.
///
/// The table of the production database, the index that was made of it, the logs of the queries against both, the
/// application's own log, and a log without personal data that is full of what looks like it.
public enum Breach {
    /// A file of the case.
    public struct File: Sendable {
        public var name: String

        /// The tool that compresses it, with its arguments; none for plain text.
        public var compressor: [String]
        public var writer: CorpusWriter
    }

    /// All files, as they are before compression.
    ///
    /// - Parameter people: Customers of whom every file tells something.
    public static func files(people: Int = 40) -> [File] {
        [
            file("customers.sql.lz4", ["lz4", "-q", "-f", "-BX", "--content-size"], seed: 1) { writer in
                writer.putDump(rows: people)
            },
            file("device_info.ndjson.zst", ["zstd", "-q", "-f", "-19"], seed: 2) { writer in
                for number in 0..<people { writer.putBulkDocument(number) }
            },
            file("es-slowlog.log.gz", ["gzip", "-n", "-f"], seed: 3) { writer in
                for number in 0..<people { writer.putSlowQuery(number) }
            },
            file("mysql-query.log", [], seed: 4) { writer in
                for number in 0..<people { writer.putGeneralQuery(number) }
            },
            file("app.log", [], seed: 5) { writer in
                for number in 0..<people { writer.putAppLines(number) }
            },
            file("clean.log", [], seed: 6) { writer in
                for number in 0..<(people * 4) { writer.putTrapLine(number) }
            },
        ]
    }

    private static func file(
        _ name: String, _ compressor: [String], seed: UInt64, _ body: (inout CorpusWriter) -> Void
    ) -> File {
        var writer = CorpusWriter(file: name, seed: seed, keepsLabels: true)
        body(&writer)
        return File(name: name, compressor: compressor, writer: writer)
    }
}

extension CorpusWriter {
    /// A dump in the form of mariadb-dump: columns whose values speak for themselves.
    fileprivate mutating func putDump(rows: Int) {
        put(
            """
            -- MariaDB dump 10.19  Distrib 10.11.6-MariaDB, for debian-linux-gnu (x86_64)
            --
            -- Host: localhost    Database: shop
            -- ------------------------------------------------------
            /*!40101 SET NAMES utf8mb4 */;
            DROP TABLE IF EXISTS `customers`;
            CREATE TABLE `customers` (
              `id` int(11) NOT NULL AUTO_INCREMENT,
              `email` varchar(190) NOT NULL,
              `phone` varchar(32) DEFAULT NULL,
              `card` varchar(19) DEFAULT NULL,
              `iban` varchar(34) DEFAULT NULL,
              `mac` char(17) DEFAULT NULL,
              `alexa_token` varchar(512) DEFAULT NULL,
              PRIMARY KEY (`id`)
            ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

            INSERT INTO `customers` VALUES

            """ as String)
        for row in 0..<rows {
            put("(")
            put(row + 1)
            putField(",'", "contact.email") { $0.putEmail() }
            putField("','", "contact.phone") { $0.putPhone() }
            putField("','", "financial.pan") { $0.putCard() }
            putField("','", "financial.iban") { $0.putIBAN() }
            putField("','", "device.mac") { $0.putMAC() }
            putField("','", "credential.lwa-access-token") { $0.putAmazonToken("a") }
            put(row + 1 < rows ? "'),\n" : "');\n")
        }
    }

    /// A document as elasticdump writes it, with the other fields of the case.
    fileprivate mutating func putBulkDocument(_ number: Int) {
        put("{\"_index\":\"device_info\",\"_type\":\"_doc\",\"_id\":\"")
        putToken(20)
        put("\",\"_score\":1,\"_source\":{")
        putExportFields()
        putField(",\"bone_mass\":", "health.bone-mass") { $0.putDecimal(from: 2, to: 4) }
        putField(",\"daily_protein_intake\":", "health.protein-intake") { $0.put($0.numbers.below(60) + 50) }
        putField(",\"birthdate\":\"", "identity.dob") {
            $0.put($0.numbers.below(50) + 1950)
            $0.put("-")
            $0.put($0.numbers.below(12) + 1, digits: 2)
            $0.put("-")
            $0.put($0.numbers.below(26) + 2, digits: 2)
        }
        putField("\",\"bssid\":\"", "network.bssid") { $0.putMAC() }
        putField("\",\"subnet\":\"", "network.subnet") {
            $0.put("192.168.")
            $0.put($0.numbers.below(200))
            $0.put(".0/24")
        }
        putField("\",\"last_login\":\"", "device.last-login") {
            $0.put("2019-12-0\(number % 9 + 1)T10:11:12Z")
        }
        put("\",\"version\":\"4.9.6.\(number)\"}}\n")
    }

    /// A line of Elasticsearch's slow log: the query is JSON inside of a bracket.
    fileprivate mutating func putSlowQuery(_ number: Int) {
        put("[")
        putTime(number * 977)
        put(
            "][WARN ][i.s.s.query] [node-1] [device_info][0] took[1.2s], took_millis[1212], total_hits[1], source["
        )
        switch number % 3 {
        case 0:
            put("{\"query\":{\"term\":{\"email\":\"")
            plant("contact.email") { $0.putEmail() }
            put("\"}}}")
        case 1:
            put("{\"query\":{\"bool\":{\"filter\":[{\"term\":{\"ssid\":\"")
            plant("network.ssid") { $0.put("\("Harrowgate") \($0.numbers.below(900))") }
            put("\"}}]}}}")
        default:
            put("{\"query\":{\"match\":{\"alexa_token\":\"")
            plant("credential.lwa-refresh-token") { $0.putAmazonToken("r", bar: "\\u007C") }
            put("\"}}}")
        }
        put("], id[]\n")
    }

    /// A line of MySQL's general log.
    fileprivate mutating func putGeneralQuery(_ number: Int) {
        putTime(number * 1313)
        put("Z\t\t")
        put(number + 10)
        put(" Query\t")
        if number % 10 == 9 {
            put("ALTER USER 'shop'@'%' IDENTIFIED BY '")
            plant("credential.sql-identified-by") {
                $0.put("Kq7-")
                $0.putToken(12)
            }
            put("'\n")
        } else {
            put("SELECT id FROM customers WHERE email = '")
            plant("contact.email") { $0.putEmail() }
            put("' LIMIT 1\n")
        }
    }

    /// The application's log: logfmt, JSON, a URL and a header.
    fileprivate mutating func putAppLines(_ number: Int) {
        putTime(number * 500)
        put("Z INFO login user_name=")
        plant("identity.username") { $0.putUserName() }
        put(" from=10.1.2.3 trace_id=")
        putHex(32)
        put("\n")
        putTime(number * 500 + 40)
        put("Z DEBUG GET /oauth/callback?access_token=")
        plant("credential.lwa-access-token") { $0.putAmazonToken("a", bar: "%7C") }
        put("&state=ok\n")
        putTime(number * 500 + 80)
        put("Z DEBUG mail to ")
        plant("contact.email") { $0.putEmail() }
        put(" queued, phone ")
        plant("contact.phone") { $0.putPhone() }
        put("\n")
        putTime(number * 500 + 120)
        put("Z DEBUG body {\"msg\":\"{\\\"weight\\\":")
        plant("health.weight") { $0.putDecimal(from: 45, to: 120) }
        put(",\\\"height\\\":")
        plant("health.height") { $0.putDecimal(from: 150, to: 200) }
        put("}\"}\n")
    }

    /// A line that has nothing to find, and a value that looks like something.
    fileprivate mutating func putTrapLine(_ number: Int) {
        putRecord(.clean, number: number)
        putTime(number * 700)
        put("Z INFO ")
        switch number % 12 {
        case 0: putField("fetched icon@", nil) { $0.put("2x.png") }
        case 1: putField("order ", nil) { $0.put("4539148803436468") }
        case 2: putField("viewport {\"height\":", nil) { $0.put("1080,\"width\":1920}") }
        case 3: putField("mask ", nil) { $0.put("ff:ff:ff:ff:ff:ff") }
        case 4: putField("docs for ", nil) { $0.put("user@example.com") }
        case 5: putField("test card ", nil) { $0.put("4111111111111111") }
        case 6: putField("clone ", nil) { $0.put("git@github.com:shop/api.git") }
        case 7: putField("password=", nil) { $0.put("********") }
        case 8: putField("token=", nil) { $0.put("${ALEXA_TOKEN}") }
        case 9: putField("zone +", nil) { $0.put("0100 offset 2026-11-23T10:00:00+0100") }
        case 10: putField("bone_density_chart=", nil) { $0.put("1.05") }
        default: putField("account ", nil) { $0.put("GB33BUKB20201555555556") }
        }
        put("\n")
    }
}
