private import Bytes
private import Glibc

/// How many descriptors the process may have open.
///
/// A process must never be without a free one: libdispatch, which reads `/proc` to see whether its threads wait, ends the
/// process then.
public enum DescriptorLimit {
    /// Raises the limit to what the system allows, at most to `Limits.descriptorsMax`.
    public static func raise() {
        guard var limit = read() else { return }
        let most = min(limit.rlim_max, rlim_t(Limits.descriptorsMax))
        guard limit.rlim_cur < most else { return }
        limit.rlim_cur = most
        // Where it stays, less is held open.
        _ = unsafe setrlimit(resource, &limit)
    }

    /// Files that may be held open: the rest is for all else.
    static var filesMax: Int {
        let descriptors = read().map { Int(min($0.rlim_cur, rlim_t(Limits.descriptorsMax))) } ?? 0
        return max(descriptors - Limits.descriptorsSpare, Limits.descriptorsSpare)
    }

    private static var resource: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_NOFILE.rawValue) }

    private static func read() -> rlimit? {
        var limit = rlimit()
        return unsafe getrlimit(resource, &limit) == 0 ? limit : nil
    }
}
