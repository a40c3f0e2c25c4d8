import Foundation
import Synchronization

/// Waits until something holds, for ten seconds at most.
func eventually(_ holds: () throws -> Bool) rethrows -> Bool {
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
        if try holds() { return true }
        usleep(5_000)
    }
    return try holds()
}

/// A folder that is deleted with this object.
final class TestFolder {
    let path = FileManager.default.temporaryDirectory
        .appendingPathComponent("seep-delivery-\(UUID().uuidString.prefix(8))").path

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func text(_ name: String) -> String? { try? String(contentsOfFile: path + "/" + name, encoding: .utf8) }

    func put(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    }

    func move(_ name: String, _ other: String) {
        let moved = unsafe rename(path + "/" + name, path + "/" + other)
        precondition(moved == 0, "no such file")
    }

    func delete(_ name: String) { unsafe unlink(path + "/" + name) }

    func makeFIFO(_ name: String) { unsafe mkfifo(path + "/" + name, 0o600) }

    /// The reading end of a FIFO, which its writer need not wait for.
    func reader(_ name: String) -> Connection {
        Connection(unsafe open(path + "/" + name, O_RDONLY | O_NONBLOCK))
    }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }
}

/// A socket that others connect, or send, to; each wait ends after ten seconds.
final class Listener: Sendable {
    let descriptor: Int32
    let port: UInt16

    /// On a free port of this machine, or on `port`.
    init(port wanted: UInt16 = 0) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var one: Int32 = 1
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, 4)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = wanted.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let file = descriptor
        unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                let isBound = unsafe bind(file, pointer, size) == 0 && listen(file, 8) == 0
                precondition(isBound, "no port")
                unsafe getsockname(file, pointer, &size)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
    }

    /// At a path, for datagrams or a stream.
    init(path: String, isStream: Bool) {
        port = 0
        descriptor = socket(AF_UNIX, Int32((isStream ? SOCK_STREAM : SOCK_DGRAM).rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { buffer in
            unsafe buffer.copyBytes(from: path.utf8.prefix(107))
        }
        let file = descriptor
        unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                let isBound = unsafe bind(file, pointer, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
                precondition(isBound, "no socket")
            }
        }
        if isStream { listen(descriptor, 8) }
    }

    deinit { close(descriptor) }

    /// - Returns: `nil` when nobody connects.
    func accept() -> Connection? {
        guard isReadable(descriptor) else { return nil }
        let accepted = Foundation.accept(descriptor, nil, nil)
        return accepted >= 0 ? Connection(accepted) : nil
    }

    /// - Returns: The next datagram; `nil` when none comes.
    func receive() -> String? {
        guard isReadable(descriptor) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = unsafe bytes.withUnsafeMutableBytes {
            unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
        }
        return count >= 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }
}

func isReadable(_ descriptor: Int32, milliseconds: Int32 = 10_000) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&request, 1, milliseconds) > 0
}

/// Reads on a thread of its own until nothing comes.
final class Collected<Element: Sendable>: Sendable {
    private let kept = Mutex<[Element]>([])

    init(_ next: @escaping @Sendable () -> Element?) {
        Thread { while let element = next() { self.kept.withLock { $0.append(element) } } }.start()
    }

    /// The bytes of a connection.
    init(_ connection: Connection) where Element == UInt8 {
        Thread {
            while true {
                let bytes = connection.read()
                guard !bytes.isEmpty else { break }
                self.kept.withLock { $0 += bytes }
            }
        }.start()
    }

    /// As many as there are once there are so many, or after ten seconds.
    func elements(_ count: Int) -> [Element] {
        _ = eventually { kept.withLock { $0.count >= count } }
        return kept.withLock { $0 }
    }
}

/// A connection that somebody made to a listener; one thread at a time reads it.
final class Connection: @unchecked Sendable {
    private let descriptor: Int32
    private var isOpen = true

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { end() }

    func end() {
        if isOpen { close(descriptor) }
        isOpen = false
    }

    /// Ends it as a crash does: what was not read makes the peer's connection break.
    func breakOff() {
        var now = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        end()
    }

    /// - Returns: What is there, once something is; empty at the end.
    func read(most: Int = 1 << 16) -> [UInt8] {
        guard isReadable(descriptor) else { return [] }
        var bytes = [UInt8](repeating: 0, count: most)
        let count = unsafe bytes.withUnsafeMutableBytes {
            unsafe Foundation.read(descriptor, $0.baseAddress, $0.count)
        }
        return Array(bytes.prefix(max(0, count)))
    }

    /// Whether the peer has ended it already, and all it sent was read.
    var hasEnded: Bool { isReadable(descriptor, milliseconds: 0) && read().isEmpty }

    func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = unsafe bytes.withUnsafeBytes {
            unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }

    /// - Returns: The next message behind its length (RFC 6587, 3.4.1); `nil` at the end, or for what is none.
    func countedMessage() -> String? {
        while true {
            let digits = pending.prefix { $0 != 0x20 }
            if digits.count < pending.count {
                guard let count = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
                let message = pending.dropFirst(digits.count + 1).prefix(count)
                if message.count == count {
                    let text = String(decoding: message, as: UTF8.self)
                    pending.removeFirst(digits.count + 1 + count)
                    return text
                }
            }
            let more = read()
            guard !more.isEmpty else { return nil }
            pending += more
        }
    }

    private var pending: [UInt8] = []

    /// - Returns: The head of a request and its body; `nil` when it breaks off.
    func request() -> (head: String, body: String)? {
        let end = Array("\r\n\r\n".utf8)
        while true {
            let text = String(decoding: pending, as: UTF8.self)
            if let headEnd = text.range(of: "\r\n\r\n") {
                let head = String(text[..<headEnd.lowerBound])
                let length = head.split(separator: "\r\n")
                    .first { $0.lowercased().hasPrefix("content-length:") }
                    .flatMap { Int($0.split(separator: ":")[1].trimmingCharacters(in: .whitespaces)) }
                let body = pending.dropFirst(head.utf8.count + end.count)
                if let length, body.count >= length {
                    pending = []
                    return (head, String(decoding: body, as: UTF8.self))
                }
            }
            let more = read()
            guard !more.isEmpty else { return nil }
            pending += more
        }
    }
}
