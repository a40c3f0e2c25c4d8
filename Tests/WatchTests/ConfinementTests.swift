import Foundation
import Glibc
import Testing
import Watch

/// What a watch may read, in a folder of its own: `log/app` with a link to a file of `far/in`, and `other/in`.
@Suite struct ConfinementTests {
    final class Place {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(
            "seep-confinement-\(UUID().uuidString)")

        init() throws {
            for name in ["log/app", "far/in", "other/in"] {
                try FileManager.default.createDirectory(
                    at: root.appendingPathComponent(name), withIntermediateDirectories: true)
            }
            try Data().write(to: root.appendingPathComponent("far/in/x.log"))
            try FileManager.default.createSymbolicLink(
                atPath: root.path + "/log/app/link.log", withDestinationPath: "../../far/in/x.log")
        }

        deinit { try? FileManager.default.removeItem(at: root) }
    }

    @Test(arguments: [
        ("log/app/a.log", "log/app/b.log", true),
        ("log/app/*.log", "log/app/deep/er/*.log", true),
        ("log/app", "log/app/b.log", true),
        // The folder may be made anew.
        ("log/app/*.log", "log/b.log", true),
        ("log/app/*.log", "other/in/b.log", false),
        ("log/app/*.log", "*/b.log", false),
        ("log/app/*.log", "log/app/../../other/in/b.log", false),
        // What is not there yet may be made.
        ("log/later/on/*.log", "log/later/on/b.log", true),
        ("log/later/on/*.log", "other/in/b.log", false),
        // Where a link leads to, rotated files stand.
        ("log/app/*.log", "far/in/y.log", true),
        ("log/app/*.log", "far/y.log", false),
        ("log/app/[x]/*.log", "far/in/y.log", false),
        ("other/in/*", "log/app/link.log", false),
    ])
    func `may be read is what stands in the folder of a watched path, or where a link in it leads`(
        watched: String, asked: String, isInside: Bool
    ) throws {
        let place = try Place()
        var confinement = Confinement()
        confinement.follow([place.root.path + "/" + watched])
        let outside = confinement.outside([place.root.path + "/" + asked])
        #expect(outside.isEmpty == isInside)
    }

    @Test(arguments: [
        ("other/in/[x]/rules.yaml", true), ("other/in/[x]", true), ("other/in/[x]/*.yaml", true),
        ("other/in/rules.yaml", false), ("other/in/x/rules.yaml", false), ("other/in", false),
    ])
    func `in the name of a file that is read as it is named no character is special`(
        asked: String, isInside: Bool
    ) throws {
        let place = try Place()
        for name in ["[x]", "x"] {
            try FileManager.default.createDirectory(
                atPath: place.root.path + "/other/in/" + name, withIntermediateDirectories: true)
        }
        var confinement = Confinement()
        confinement.read(place.root.path + "/other/in/[x]/rules.yaml")
        #expect(confinement.outside(files: [place.root.path + "/" + asked]).isEmpty == isInside)
    }

    @Test func `what is written and what it is set up by may be read, too`() throws {
        let place = try Place()
        var confinement = Confinement()
        confinement.write(place.root.path + "/other/in/alerts.jsonl")
        confinement.read(place.root.path + "/far/in/x.log")
        #expect(
            confinement.outside(["other/in/*", "far/in/rules.yaml"].map { place.root.path + "/" + $0 })
                .isEmpty)
        #expect(confinement.outside([place.root.path + "/log/app/a.log"]).count == 1)
    }

    /// In a process of its own, for what is confined stays so.
    @Test func `the kernel refuses what is not allowed, and nothing else`() async throws {
        let place = try Place()
        let root = place.root.path
        try Data("x".utf8).write(to: place.root.appendingPathComponent("other/in/closed"))
        await #expect(processExitsWith: .success) { [root = root as String] in
            var confinement = Confinement()
            confinement.follow([root + "/log/app/*.log"])
            confinement.write(root + "/far/in/x.log")
            confinement.connectPorts = [9]
            do {
                try confinement.apply(threadsMax: .max)
            } catch ConfinementError.unsupported {
                print("this kernel has no Landlock: nothing is confined, and that is not tested")
                return
            }
            #expect(Self.error { unsafe open(root + "/log/app", O_RDONLY) } == 0)
            #expect(
                Self.error { unsafe open(root + "/log/app/new.log", O_WRONLY | O_CREAT, 0o600) } == EACCES)
            #expect(Self.error { unsafe open(root + "/far/in/x.log", O_WRONLY) } == 0)
            #expect(Self.error { unsafe rename(root + "/far/in/x.log", root + "/far/in/x.log.1") } == 0)
            #expect(Self.error { unsafe open(root + "/far/in/x.log", O_WRONLY | O_CREAT, 0o600) } == 0)
            #expect(Self.error { unsafe open(root + "/other/in/closed", O_RDONLY) } == EACCES)
            #expect(Self.error { unsafe unlink(root + "/other/in/closed") } == EACCES)
            #expect(Self.error { unsafe execv("/bin/true", [nil]) } == EACCES)
            // Nobody listens at either. Linux 6.7 has the first Landlock that knows TCP.
            let version = OperatingSystemVersion(majorVersion: 6, minorVersion: 7, patchVersion: 0)
            let knowsTCP = ProcessInfo.processInfo.isOperatingSystemAtLeast(version)
            #expect(Self.error { connect(to: 9) } == ECONNREFUSED)
            #expect(Self.error { connect(to: 7) } == (knowsTCP ? EACCES : ECONNREFUSED))
        }
    }

    /// - Returns: The system's error number; 0 for none.
    private static func error(_ call: () -> Int32) -> Int32 { call() < 0 ? errno : 0 }
}

/// Connects to a port of this machine.
private func connect(to port: UInt16) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    return unsafe withUnsafePointer(to: address) { pointer in
        // Sound: an address of this family is as long as it says.
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            unsafe Glibc.connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}
