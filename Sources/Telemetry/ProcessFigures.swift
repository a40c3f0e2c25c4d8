private import Glibc
private import Synchronization

/// What the system tells of this process: the metrics that every Prometheus client has.
///
/// Its files are opened once, so that they can also be read after the process has given up to open others.
final class ProcessFigures: Sendable {
    static let families = [
        MetricFamily(
            "process_cpu_seconds_total", .counter, "Seconds of processor time that the process has used."),
        MetricFamily("process_resident_memory_bytes", .gauge, "Bytes of memory that the process holds."),
        MetricFamily("process_virtual_memory_bytes", .gauge, "Bytes of addresses that the process has."),
        MetricFamily("process_open_fds", .gauge, "Descriptors that the process has open."),
        MetricFamily("process_max_fds", .gauge, "Descriptors that the process may have open."),
        MetricFamily("process_start_time_seconds", .gauge, "When the process began, in seconds since 1970."),
    ]

    private let status: Int32
    private let descriptors: Int32
    private let bootSeconds: Double?

    /// A descriptor has one position, and the folder of descriptors is read from its beginning.
    private let reading = Mutex(())

    init() {
        status = unsafe open("/proc/self/stat", O_RDONLY | O_CLOEXEC)
        descriptors = unsafe open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        let system = unsafe open("/proc/stat", O_RDONLY | O_CLOEXEC)
        defer { close(system) }
        bootSeconds = Self.text(of: system).split(separator: "\n")
            .first { $0.hasPrefix("btime ") }.flatMap { Double($0.dropFirst(6)) }
    }

    deinit {
        close(status)
        close(descriptors)
    }

    /// The metrics of now, for the page; what the system does not tell is left out.
    func page() -> String {
        let figures = reading.withLock { _ in read() }
        var page = ExpositionText()
        for family in Self.families {
            guard let value = figures[family.name] else { continue }
            page.begin(family)
            page.add(family.name, Labels([]), value)
        }
        return page.text
    }

    private func read() -> [String: Double] {
        var figures: [String: Double] = [:]
        // The name of the program, in brackets, may hold spaces; the third field follows it.
        let fields = Self.text(of: status).split(separator: ")").last?.split(separator: " ") ?? []
        if fields.count > 21, let user = Double(fields[11]), let system = Double(fields[12]),
            let start = Double(fields[19]), let addresses = Double(fields[20]), let pages = Double(fields[21])
        {
            let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
            figures["process_cpu_seconds_total"] = (user + system) / ticks
            figures["process_resident_memory_bytes"] = pages * Double(sysconf(Int32(_SC_PAGESIZE)))
            figures["process_virtual_memory_bytes"] = addresses
            if let bootSeconds { figures["process_start_time_seconds"] = bootSeconds + start / ticks }
        }
        if let count = openDescriptors() { figures["process_open_fds"] = Double(count) }
        var limit = rlimit()
        if unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            figures["process_max_fds"] = Double(limit.rlim_cur)
        }
        return figures
    }

    private func openDescriptors() -> Int? {
        let copy = dup(descriptors)
        guard copy >= 0, let folder = unsafe fdopendir(copy) else { return nil }
        defer { unsafe closedir(folder) }
        unsafe rewinddir(folder)
        var count = 0
        while unsafe readdir(folder) != nil { count += 1 }
        // Without itself, its parent, and the copy that is being read.
        return count - 3
    }

    private static func text(of file: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 64 * 1024)
        // Sound: as many bytes are there.
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(file, $0.baseAddress, $0.count, 0) }
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
