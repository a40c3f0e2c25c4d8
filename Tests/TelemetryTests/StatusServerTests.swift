import Foundation
import Glibc
import Synchronization
import Telemetry
import Testing

/// A server shares the pool of tasks with all tests of its process, which may keep it from its work for minutes: those that
/// ask it something have a process of their own.
@Suite struct StatusServerTests {
    /// A folder of its own, and a server in it that has begun.
    fileprivate static func withServer(
        _ health: Health = Health(), _ body: @Sendable (_ path: String, Endpoint) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "seep-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("s").path
        let endpoint = Endpoint.unix(path)
        let server = try StatusServer(endpoint, health, metrics: { "level 1\n" })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            try await body(path, endpoint)
            group.cancelAll()
        }
    }

    /// The probe waits for its answer, and so has a thread of its own. On a busy machine it is asked again.
    fileprivate static func ask(_ endpoint: Endpoint, readiness: Bool, times: Int = 30) async -> String? {
        await withCheckedContinuation { waiting in
            Thread.detachNewThread {
                var answer: String?
                for _ in 0..<times {
                    answer = HealthProbe(endpoint).ask(readiness: readiness)
                    if answer?.contains("answer") != true { break }
                }
                waiting.resume(returning: answer)
            }
        }
    }

    @Test func `a probe hears of life and of readiness`() async throws {
        await #expect(processExitsWith: .success) {
            let health = Health()
            try await StatusServerTests.withServer(health) { _, endpoint in
                #expect(await StatusServerTests.ask(endpoint, readiness: false) == nil)
                #expect(
                    await StatusServerTests.ask(endpoint, readiness: true) == "the first look is not done")
                health.began()
                #expect(await StatusServerTests.ask(endpoint, readiness: true) == nil)
                health.saved(false)
                #expect(await StatusServerTests.ask(endpoint, readiness: true) == "the state cannot be saved")
            }
        }
    }

    @Test func `a port of this machine answers, too`() async throws {
        await #expect(processExitsWith: .success) {
            for isVersion6 in [false, true] {
                guard
                    let server = try? StatusServer(
                        .loopback(isVersion6: isVersion6, port: 0), Health(), metrics: { "" })
                else {
                    #expect(isVersion6, "there is always a version 4")
                    continue
                }
                let port = try #require(server.port)
                await withTaskGroup(of: Void.self) { group in
                    group.addTask { try? await server.run() }
                    let endpoint = Endpoint.loopback(isVersion6: isVersion6, port: port)
                    #expect(await StatusServerTests.ask(endpoint, readiness: false) == nil)
                    group.cancelAll()
                }
            }
        }
    }

    @Test
    func `a socket in use is not taken over, nor is a file; what was made is removed, and nothing else`()
        throws
    {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "seep-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("s").path
        func listen() throws -> StatusServer { try StatusServer(.unix(path), Health(), metrics: { "" }) }
        func isThere() -> Bool { FileManager.default.fileExists(atPath: path) }
        do {
            let server = try listen()
            #expect(throws: ListenError.self) { try listen() }
            #expect(isThere())
            withExtendedLifetime(server) {}
        }
        #expect(!isThere())
        do {
            let server = try listen()
            try FileManager.default.removeItem(atPath: path)
            try Data("kept".utf8).write(to: URL(fileURLWithPath: path))
            #expect(throws: ListenError.self) { try listen() }
            withExtendedLifetime(server) {}
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("kept".utf8))
    }

    @Test func `clients that say nothing do not keep others from their answers`() async throws {
        await #expect(processExitsWith: .success) {
            let answer = Mutex<String?>("not asked")
            // Silent clients are let go after a while, so each try has a server and clients of its own.
            for _ in 0..<10 where answer.withLock({ $0 }) != nil {
                try await StatusServerTests.withServer { path, endpoint in
                    var silent: [FileHandle] = []
                    for _ in 0..<StatusServer.connectionsMax - 1 {
                        silent.append(FileHandle(fileDescriptor: endpoint.connect(), closeOnDealloc: true))
                    }
                    let heard = await StatusServerTests.ask(endpoint, readiness: false, times: 1)
                    answer.withLock { $0 = heard }
                    withExtendedLifetime(silent) {}
                }
            }
            #expect(answer.withLock { $0 } == nil)
        }
    }

    @Test(arguments: [
        "GET /livez HTTP/1.1\r\nX: " + String(repeating: "a", count: StatusServer.requestBytesMax),
        String(repeating: "a", count: StatusServer.requestBytesMax),
    ])
    func `a request without an end is refused`(request: String) async throws {
        try await Self.withServer { _, endpoint in
            let socket = endpoint.connect()
            defer { close(socket) }
            let bytes = Array(request.utf8.prefix(StatusServer.requestBytesMax))
            let sent = unsafe bytes.withUnsafeBytes { unsafe send(socket, $0.baseAddress, $0.count, 0) }
            #expect(sent == bytes.count)
            var answer = ""
            for _ in 0..<500 where !answer.contains("\r\n\r\n") {
                var piece = [UInt8](repeating: 0, count: 4096)
                let count = unsafe piece.withUnsafeMutableBytes {
                    unsafe recv(socket, $0.baseAddress, $0.count, 0)
                }
                answer += String(decoding: piece.prefix(max(0, count)), as: UTF8.self)
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(answer.hasPrefix("HTTP/1.1 431 "))
        }
    }

    @Test func `a probe that nobody answers says so`() {
        #expect(HealthProbe(.unix("/nowhere/s")).ask(readiness: false) == "nobody answers: system error 2")
    }
}
