import Foundation
import Glibc
import Telemetry
import Testing

@Suite struct ServiceManagerTests {
    /// A socket that takes datagrams, as systemd's does.
    final class Receiver {
        let descriptor: Int32

        /// - Parameter name: A path, or an abstract name after `@`.
        init(_ name: String) throws {
            descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            let bytes = Array(name.utf8)
            unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
            if bytes.first == 0x40 { address.sun_path.0 = 0 }
            let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
            let status = unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe bind(descriptor, $0, length)
                }
            }
            try #require(status == 0)
        }

        deinit { close(descriptor) }

        /// The messages that have come.
        func take() -> [String] {
            var messages: [String] = []
            var bytes = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = unsafe bytes.withUnsafeMutableBytes {
                    unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
                }
                guard count > 0 else { return messages }
                messages.append(String(decoding: bytes.prefix(count), as: UTF8.self))
            }
        }
    }

    @Test(arguments: ["/tmp/", "@"])
    func `the manager hears of a service's life`(prefix: String) throws {
        let name = "\(prefix)seep-notify-\(UUID().uuidString)"
        let receiver = try Receiver(name)
        defer { _ = unsafe unlink(name) }
        let manager = ServiceManager(environment: ["NOTIFY_SOCKET": name])
        manager.ready()
        manager.tell("watching 2 files")
        manager.tell("watching 2 files")
        manager.beat()
        manager.reloading()
        manager.stopping()
        let messages = receiver.take()
        #expect(messages.count == 4)
        #expect(messages.first == "READY=1")
        #expect(messages.dropFirst().first == "STATUS=watching 2 files")
        #expect(messages.dropFirst(2).first?.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") == true)
        #expect(messages.last == "STOPPING=1")
    }

    @Test(
        arguments: [
            ("2000000", nil, [0, 900, 1_000, 1_500, 2_100], 3),
            ("2000000", String(getpid()), [0, 999, 1_999], 2),
            ("2000000", "1", [0, 1_000], 0),
            ("0", nil, [0, 1_000], 0), ("soon", nil, [0, 1_000], 0),
            ("18446744073709551615", nil, [0, 1_000], 0),
        ] as [(String, String?, [UInt64], Int)])
    func `the watchdog hears at half of its time, when it is this process's`(
        microseconds: String, process: String?, beats: [UInt64], told: Int
    ) throws {
        let name = "@seep-watchdog-\(UUID().uuidString)"
        let receiver = try Receiver(name)
        var environment = ["NOTIFY_SOCKET": name, "WATCHDOG_USEC": microseconds]
        environment["WATCHDOG_PID"] = process
        let manager = ServiceManager(environment: environment)
        for milliseconds in beats { manager.beat(now: 5_000_000_000 + milliseconds * 1_000_000) }
        #expect(receiver.take() == Array(repeating: "WATCHDOG=1", count: told))
    }

    @Test(
        arguments: [[:], ["NOTIFY_SOCKET": "/nowhere/notify"], ["NOTIFY_SOCKET": ""]] as [[String: String]])
    func `without a manager nothing is told, and nothing fails`(environment: [String: String]) {
        let manager = ServiceManager(environment: environment)
        manager.ready()
        manager.beat()
        manager.stopping()
    }
}
