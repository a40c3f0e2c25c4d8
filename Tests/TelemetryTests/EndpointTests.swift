import Telemetry
import Testing

@Suite struct EndpointTests {
    @Test(
        arguments: [
            ("unix:/run/seep.sock", Endpoint.unix("/run/seep.sock")),
            ("unix:./seep.sock", .unix("./seep.sock")),
            ("127.0.0.1:9464", .loopback(isVersion6: false, port: 9464)),
            ("localhost:1", .loopback(isVersion6: false, port: 1)),
            ("[::1]:65535", .loopback(isVersion6: true, port: 65535)),
        ] as [(String, Endpoint)])
    func `a socket and the ports of this machine are endpoints`(text: String, expected: Endpoint) throws {
        #expect(try Endpoint(text) == expected)
    }

    @Test(
        arguments: [
            ("0.0.0.0:9464", EndpointError.notThisMachine), (":9464", .notThisMachine),
            ("192.0.2.7:9464", .notThisMachine), ("[::]:9464", .notThisMachine),
            ("::1:9464", .notThisMachine),
            ("example.org:80", .notThisMachine), ("127.0.0.1.example.org:80", .notThisMachine),
            ("127.0.0.1", .notAnEndpoint), ("127.0.0.1:", .notAnEndpoint),
            ("127.0.0.1:65536", .notAnEndpoint),
            ("127.0.0.1:-1", .notAnEndpoint), ("", .notAnEndpoint), ("/run/seep.sock", .notAnEndpoint),
            ("unix:", .notAPath), ("unix:@abstract", .notAPath), ("unix:seep.sock", .notAPath),
            ("unix:/" + String(repeating: "a", count: 107), .pathIsTooLong),
        ] as [(String, EndpointError)])
    func `anything else is refused`(text: String, expected: EndpointError) {
        #expect(throws: expected) { try Endpoint(text) }
    }
}
