import Findings
import Testing

@testable import Records

/// Logs as the servers write them; `m1`, `m2` … are the values whose places are asked for.
@Suite struct QueryLogTests {
    private static let general = """
        mariadbd, Version: 10.11.19-MariaDB (Debian 12). started with:
        Tcp port: 0  Unix socket: /run/mysqld/mysqld.sock
        Time\t\t    Id Command\tArgument
        261125 15:36:46\t     6 Query\tSELECT * FROM customers c WHERE c.email = 'm1' LIMIT 5
        \t\t     6 Query\tINSERT INTO `orders` (`id`, `mail`) VALUES (1, 'm2'), (2, 'it''s \\'m3')
        \t\t     7 Query\tUPDATE customers SET phone = 'm4',
         note = "m5"
         WHERE id IN (1, 2) AND name LIKE 'm6'
        261125 15:36:47\t     7 Quit\t
        \t\t     8 Connect\tm7@localhost on shop using Socket
        2026-11-25T15:36:47.460123Z\t    8 Execute\tSELECT 1 FROM a JOIN b ON a.x = b.x WHERE lower(b.mail) = lower('m8')
        2026-11-25T15:36:48.460123Z\t    8 Query\tREPLACE INTO shop.t VALUES (1, 'm9')

        """

    private static let slow = """
        # Time: 261125 15:36:46
        # User@Host: root[root] @ localhost []
        # Query_time: 0.000119  Lock_time: 0.000000  Rows_sent: 1  Rows_examined: 0
        use shop;
        SET timestamp=1795621006;
        SELECT id FROM customers WHERE email BETWEEN 'm1' AND 'm2' AND payload->>'a' = 'm3';
        # User@Host: m4[root] @ localhost []
        # Query_time: 0.000119  Lock_time: 0.000000  Rows_sent: 1  Rows_examined: 0
        SET timestamp=1795621006;
        INSERT INTO a (x, y) VALUES ('{"user": {"mail": "m5"}}', 2) ON DUPLICATE KEY UPDATE y = 'm6';
        DELETE FROM b WHERE c = 'm7

        """

    private static let binlog = """
        /*!50530 SET @@SESSION.PSEUDO_SLAVE_MODE=1*/;
        DELIMITER /*!*/;
        # at 4
        #261125 15:36:46 server id 1  end_log_pos 622 CRC32 0xca6c2aef \tAnnotate_rows:
        #Q> UPDATE customers SET phone = 'm1'
        #Q>  WHERE mail = 'm2'
        #261125 15:36:46 server id 1  end_log_pos 705 CRC32 0xcd287e9d \tTable_map: `shop`.`customers` mapped to number 18
        BINLOG '
        jgAHaxMBAAAAUwAAAMECAAAAABIAAAAAAAEABHNob3AACWN1c3RvbWVycwAMAw8PDw8PDw8P
        '/*!*/;
        ### UPDATE `shop`.`customers`
        ### WHERE
        ###   @1=7
        ###   @2='m3'
        ### SET
        ###   @2='m4'
        # at 705
        # m5

        """

    private static let postgres = """
        2026-11-25 15:36:46.460 UTC [1] LOG:  starting PostgreSQL 15.14 on x86_64-pc-linux-gnu
        2026-11-25 15:36:47.460 UTC [13131] seep@shop LOG:  statement: /* find */ SELECT * FROM "Order Items" t WHERE t."E-Mail" = 'm1';
        2026-11-25 15:36:47.460 UTC [13131] seep@shop LOG:  duration: 0.120 ms  statement: UPDATE devices SET ssid = E'it\\'s m2'
        \t WHERE mac = 'm3';
        2026-11-25 15:36:47.504 UTC [13134] seep@shop LOG:  execute <unnamed>: INSERT INTO devices (id, mac, ssid) VALUES (3, $1, $2);
        2026-11-25 15:36:47.504 UTC [13134] seep@shop DETAIL:  parameters: $1 = 'm4', $2 = 'it''s m5'
        2026-11-25 15:36:47.504 UTC [13134] seep@shop ERROR:  duplicate key value violates unique constraint "k"
        2026-11-25 15:36:47.504 UTC [13134] seep@shop DETAIL:  Key (email)=(m6) already exists.
        2026-11-25 15:36:47.504 UTC [13134] seep@shop STATEMENT:  INSERT INTO a(email) VALUES('m7') ON CONFLICT DO NOTHING
        2026-11-25 15:36:47.504 UTC [13134] seep@shop LOG:  could not connect to m8

        """

    private static let postgresCSV = """
        2026-11-25 15:36:47.460 UTC,"seep","shop",1,"[local]",6b.33,30,"idle",2026-11-25 15:36:47 UTC,3/43,0,LOG,00000,"statement: UPDATE ""Devices"" SET ssid = 'm1'
         WHERE doc = '{""mail"": ""m2""}';",,,,,,,,,"psql","client backend",,0
        2026-11-25 15:36:47.504 UTC,"seep","shop",2,"[local]",6b.34,1,"SELECT",2026-11-25 15:36:47 UTC,3/216,0,LOG,00000,"execute <unnamed>: SELECT id FROM customers WHERE email = $1;","parameters: $1 = 'm3'",,,,,,,,"m4","client backend",,0
        2026-11-25 15:36:47.504 UTC,"seep","shop",2,"[local]",6b.34,1,"SELECT",2026-11-25 15:36:47 UTC,3/216,0,ERROR,42P01,"relation does not exist",,,,,"SELECT a FROM b WHERE a = 'm5'","SELECT a FROM b WHERE a = 'm6'",15,,"psql","client backend",,0

        """

    private static let postgresJSON = #"""
        {"timestamp":"2026-11-25 15:36:47.461 UTC","user":"seep","error_severity":"LOG","message":"statement: INSERT INTO \"a b\" (\"x\", y) VALUES ('m1',\t'it''s \"m2\"');","application_name":"m3"}
        {"timestamp":"2026-11-25 15:36:47.504 UTC","user":"seep","error_severity":"LOG","message":"execute <unnamed>: SELECT id FROM c WHERE d = $1;","detail":"parameters: $1 = 'm4'","query_id":0}

        """#

    private static let expected: [(text: String, places: [String: String])] = [
        (
            general,
            [
                "m1": "SELECT * FROM customers c WHERE c.email = ? LIMIT ? → customers.email",
                "m2": "INSERT INTO orders (id, mail) VALUES (?, …), … → orders.mail",
                "m3": "INSERT INTO orders (id, mail) VALUES (?, …), … → orders.mail",
                "m4":
                    "UPDATE customers SET phone = ?, note = ? WHERE id IN (?, …) AND name LIKE ? → customers.phone",
                "m5":
                    "UPDATE customers SET phone = ?, note = ? WHERE id IN (?, …) AND name LIKE ? → customers.note",
                "m6":
                    "UPDATE customers SET phone = ?, note = ? WHERE id IN (?, …) AND name LIKE ? → customers.name",
                "m8": "SELECT ? FROM a JOIN b ON a.x = b.x WHERE lower(b.mail) = lower(?) → b.mail",
                "m9": "REPLACE INTO shop.t VALUES (?, …) → shop.t.#2",
            ]
        ),
        (
            slow,
            [
                "m1":
                    "SELECT id FROM customers WHERE email BETWEEN ? AND ? AND payload->>? = ? → customers.email",
                "m2":
                    "SELECT id FROM customers WHERE email BETWEEN ? AND ? AND payload->>? = ? → customers.email",
                "m3":
                    "SELECT id FROM customers WHERE email BETWEEN ? AND ? AND payload->>? = ? → customers.payload",
                "m5": "INSERT INTO a (x, y) VALUES (?, …) ON DUPLICATE KEY UPDATE y = ? → a.x → user.mail",
                "m6": "INSERT INTO a (x, y) VALUES (?, …) ON DUPLICATE KEY UPDATE y = ? → a.y",
                "m7": "DELETE FROM b WHERE c = ? → b.c",
            ]
        ),
        (
            binlog,
            [
                "m1": "UPDATE customers SET phone = ? WHERE mail = ? → customers.phone",
                "m2": "UPDATE customers SET phone = ? WHERE mail = ? → customers.mail",
                "m3": "shop.customers.#2", "m4": "shop.customers.#2",
            ]
        ),
        (
            postgres,
            [
                "m1": "SELECT * FROM Order Items t WHERE t.E-Mail = ? → Order Items.E-Mail",
                "m2": "UPDATE devices SET ssid = ? WHERE mac = ? → devices.ssid",
                "m3": "UPDATE devices SET ssid = ? WHERE mac = ? → devices.mac",
                "m4": "INSERT INTO devices (id, mac, ssid) VALUES (?, …) → devices.mac",
                "m5": "INSERT INTO devices (id, mac, ssid) VALUES (?, …) → devices.ssid",
                "m6": "email", "m7": "INSERT INTO a(email) VALUES(?) ON CONFLICT DO NOTHING → a.email",
            ]
        ),
        (
            postgresCSV,
            [
                "m1": "UPDATE Devices SET ssid = ? WHERE doc = ? → Devices.ssid",
                "m2": "UPDATE Devices SET ssid = ? WHERE doc = ? → Devices.doc → mail",
                "m3": "SELECT id FROM customers WHERE email = ? → customers.email",
                "m6": "SELECT a FROM b WHERE a = ? → b.a",
            ]
        ),
        (
            postgresJSON,
            [
                "m1": "INSERT INTO a b (x, y) VALUES (?, …) → a b.x",
                "m2": "INSERT INTO a b (x, y) VALUES (?, …) → a b.y",
                "m4": "SELECT id FROM c WHERE d = ? → c.d",
            ]
        ),
    ]

    /// The places of the marks, in pieces between cuts.
    private func places(_ text: String, cuts: [Int] = []) -> [String: String] {
        let bytes = Array(text.utf8)
        guard let log = RecordReader(sniffing: bytes.span).queries?.log else { return [:] }
        var found: [String: String] = [:]
        for (offset, place) in QueryPieces.places(bytes, log, cuts: cuts).sorted(by: { $0.key < $1.key }) {
            found[String(decoding: bytes[offset...(offset + 1)], as: UTF8.self)] = place
        }
        return found
    }

    @Test(arguments: expected.indices)
    func `tells the shape and the column of every literal`(number: Int) {
        let (text, expected) = Self.expected[number]
        let found = places(text)
        for (mark, place) in expected { #expect(found[mark] == place, "\(mark)") }
        #expect(found.count == expected.count)
    }

    @Test(arguments: expected.indices)
    func `any cut in two gives the same places, also far inside of the log`(number: Int) {
        let (text, expected) = Self.expected[number]
        for cut in 1..<text.utf8.count { #expect(places(text, cuts: [cut]) == expected, "cut at \(cut)") }
        // Behind so much of the same log that the beginning is out of reach.
        let count = 9000 / text.utf8.count + 1
        let long = String(repeating: text, count: count)
        for cut in stride(from: (count - 1) * text.utf8.count, to: long.utf8.count, by: 7) {
            #expect(places(long, cuts: [cut]) == expected, "cut at \(cut)")
        }
    }

    @Test(arguments: [
        ("SELECT 1 WHERE a = 'b' AND c IN ('d','e', 'f')", "SELECT ? WHERE a = ? AND c IN (?,…)"),
        ("INSERT INTO t VALUES (1,'x'),(2,'y'),(3,NULL)", "INSERT INTO t VALUES (?,…), …"),
        ("/* a b@c.de */ SELECT -- d\n x", "SELECT x"),
        ("SELECT abc12345 FROM \"j@x.net\"", "SELECT * FROM *"),
    ])
    func `a shape has no literals, and no names that may be data`(statement: String, shape: String) {
        let bytes = Array(statement.utf8)
        let text = QueryText(range: 0..<bytes.count, wrapping: .none, isMySQL: false)
        #expect(QueryShape(text, bytes.span).text == shape)
    }

    @Test
    func `shapes that differ in case and blanks have one fingerprint`() {
        let shapes = ["select  a from t where b = 'x'", "SELECT a FROM t\n WHERE b = 7"].map { statement in
            let bytes = Array(statement.utf8)
            return QueryShape(
                QueryText(range: 0..<bytes.count, wrapping: .none, isMySQL: true), bytes.span)
        }
        #expect(shapes[0].fingerprint == shapes[1].fingerprint)
        // FNV-1a of "select a from t where b = ?", by the algorithm's definition.
        let known = "select a from t where b = ?".utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 1_099_511_628_211
        }
        #expect(shapes[0].fingerprint == known)
    }

    @Test(arguments: [QueryLog.general, .slow, .binlog, .postgres, .postgresCSV, .postgresJSON])
    func `no text makes a reader stumble`(log: QueryLog) {
        var state: UInt64 = 99
        func next(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        let index = QueryIndex()
        for (text, _) in Self.expected {
            for _ in 0..<60 {
                var bytes = Array(text.utf8)
                for _ in 0..<1 + next(30) {
                    let at = Int(next(UInt64(bytes.count)))
                    switch next(3) {
                    case 0:
                        bytes[at] = [0x27, 0x22, 0x5C, 0x0A, 0, 0xFF, 0x28, 0x2D, 0x2A, 0x24][Int(next(10))]
                    case 1: bytes.removeSubrange(at..<min(bytes.count, at + 40))
                    default: bytes.removeSubrange(at...)
                    }
                    if bytes.isEmpty { break }
                }
                index.read(bytes.span, QueryOutline(log), around: 0..<bytes.count, upTo: bytes.count)
                var outline = QueryOutline(log)
                outline.read(bytes.span, 0..<bytes.count)
                for offset in bytes.indices { _ = index.spot(at: offset) }
            }
        }
    }
}
