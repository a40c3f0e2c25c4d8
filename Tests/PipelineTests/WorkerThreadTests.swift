import Foundation
import Pipeline
import Synchronization
import Testing

@Suite struct WorkerThreadTests {
    @Test(arguments: [1, 2, 7, 300])
    func `threads begin on a share of the processors, and may go everywhere`(shares: Int) throws {
        let everywhere = try processors(of: "self")
        let seen = Mutex<[String?]>([])
        // The last one begins where the first does.
        let threads = (0...shares).map { share in
            WorkerThread(name: "share \(share)", share: share, of: shares) {
                let allowed = try? processors(of: "thread-self")
                seen.withLock { $0.append(allowed) }
            }
        }
        for thread in threads { thread.join() }
        let all = seen.withLock { $0 }
        #expect(all.count == shares + 1)
        #expect(all.allSatisfy { $0 == everywhere })
    }
}

/// What the system tells of the processors that a process or thread may use.
private func processors(of task: String) throws -> String {
    let status = try String(contentsOfFile: "/proc/\(task)/status", encoding: .utf8)
    return try #require(
        status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") }.map(String.init))
}
