private import FlyingSocks
private import Foundation
private import Glibc
private import Synchronization

/// Answers requests of this machine for `/livez`, `/readyz` and `/metrics`.
///
/// A request is one connection, and has `exchangeSecondsMax` from its beginning to its answer's last byte. The sockets are
/// those of FlyingFox; its server is not used, for it bounds neither the length of a request, nor the connections, nor
/// their time.
public final class StatusServer: Sendable {
    package static let requestBytesMax = 8 * 1024
    package static let connectionsMax = 16
    static let exchangeSecondsMax = 5.0

    /// Pause after the system gave no connection, as when there are no descriptors left.
    private static let retrySeconds = 0.1

    private let pages: StatusPages
    private let open = Atomic(0)
    private let listener: Int32

    /// The socket of the file system, to be removed: its path, and what tells it from another one of the same name.
    private let file: (path: String, device: UInt, inode: UInt)?

    /// Listens from now on; answers when it runs.
    ///
    /// - Throws: `ListenError`.
    public init(_ endpoint: Endpoint, _ health: Health, metrics: @escaping @Sendable () -> String)
        throws(ListenError)
    {
        pages = StatusPages(health: health, metrics: metrics)
        listener = endpoint.listen()
        guard listener >= 0 else { throw ListenError(number: -listener) }
        var status = stat()
        if case .unix(let path) = endpoint, unsafe lstat(path, &status) == 0 {
            file = (path, UInt(status.st_dev), UInt(status.st_ino))
        } else {
            file = nil
        }
    }

    deinit {
        close(listener)
        removeFile()
    }

    /// The port, for one that the system has chosen.
    package var port: UInt16? {
        let socket = Socket(file: Socket.FileDescriptor(rawValue: listener))
        switch try? socket.sockname() {
        case .ip4(_, let port), .ip6(_, let port): return port
        default: return nil
        }
    }

    /// Answers until the task is cancelled.
    package func run() async throws {
        let pool = SocketPool<ePoll>.ePoll()
        try await pool.prepare()
        let socket = try AsyncSocket(
            socket: Socket(file: Socket.FileDescriptor(rawValue: listener)), pool: pool)
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await pool.run() }
                group.addTask { await self.accept(from: socket) }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch {
            // Who was asked to stop did so, whatever it looks like.
            guard Task.isCancelled else { throw error }
        }
    }

    private func accept(from socket: AsyncSocket) async {
        await withDiscardingTaskGroup { connections in
            while !Task.isCancelled {
                guard let connection = try? await socket.accept() else {
                    try? await Task.sleep(for: .seconds(Self.retrySeconds))
                    continue
                }
                guard open.load(ordering: .relaxed) < Self.connectionsMax else {
                    try? connection.close()
                    continue
                }
                open.add(1, ordering: .relaxed)
                connections.addTask {
                    await self.talk(connection)
                    self.open.subtract(1, ordering: .relaxed)
                }
            }
        }
    }

    /// One request and its answer, or as much of them as the time allows.
    private func talk(_ connection: AsyncSocket) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await self.exchange(connection) }
            group.addTask { try? await Task.sleep(for: .seconds(Self.exchangeSecondsMax)) }
            await group.next()
            group.cancelAll()
        }
        try? connection.close()
    }

    private func exchange(_ connection: AsyncSocket) async throws {
        var head: [UInt8] = []
        var known = 0
        while !Self.endsHead(head, after: known) {
            known = head.count
            guard known < Self.requestBytesMax else {
                return try await connection.write(Data(StatusPages.tooLong))
            }
            head += try await connection.read(atMost: Self.requestBytesMax - known)
        }
        try await connection.write(Data(pages.answer(to: head)))
    }

    /// Whether the empty line is there, whose end stands after so many bytes.
    private static func endsHead(_ head: [UInt8], after known: Int) -> Bool {
        guard head.count >= 4 else { return false }
        return (max(4, known)...head.count).contains { head[$0 - 4..<$0] == [0x0D, 0x0A, 0x0D, 0x0A] }
    }

    /// Removes the socket of the file system, unless it is another one by now. Whoever has run the server calls it: at
    /// the end of a process nobody knows when the last reference goes.
    func removeFile() {
        guard let file else { return }
        var status = stat()
        guard unsafe lstat(file.path, &status) == 0, UInt(status.st_dev) == file.device,
            UInt(status.st_ino) == file.inode
        else { return }
        _ = unsafe unlink(file.path)
    }
}

/// Why nobody can listen at an endpoint.
public struct ListenError: Error, Equatable, Sendable {
    var number: Int32

    public var reason: String {
        number == EADDRINUSE ? "is in use" : "cannot be listened at: system error \(number)"
    }
}
