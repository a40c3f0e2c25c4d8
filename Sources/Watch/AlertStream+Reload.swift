internal import Detection

extension AlertStream {
    /// Loads anew what somebody asked for, and tells what has become of it.
    ///
    /// - Parameters:
    ///   - next: What is to be done from now on; `nil` when that of before stays, for a reason that was told.
    ///   - adopt: Goes on with it as a whole, or throws and changes nothing.
    /// - Returns: `nil` when the watch goes on.
    func reload(
        _ next: () -> WatchPlan?, adopt: (WatchPlan) throws(DetectionError) -> WatchEnd?
    ) -> WatchEnd? {
        observe(.reloads)
        reopen()
        var plan = next()
        if let next = plan {
            do throws(DetectionError) {
                if let end = try adopt(next) { return end }
            } catch {
                notice("there is no memory for the new rules, and the old ones stay")
                plan = nil
            }
        }
        observe(.reloaded(plan))
        return nil
    }
}
