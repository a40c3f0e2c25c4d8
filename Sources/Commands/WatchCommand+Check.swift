internal import ArgumentParser
private import CCurl
private import Delivery
private import Glibc
private import Ledger
private import Pipeline
private import Reports
private import Watch

extension WatchCommand {
    /// Looks whether a watch could be started, makes nothing and changes nothing, and says what it found.
    func check(_ settings: WatchSettings) -> ExitCode {
        var isRight = true
        func refuse(_ path: String, _ reason: String?) {
            guard let reason else { return }
            complain("\(Sanitizer.visible(path)): \(reason)", in: telemetry.logFormat)
            isRight = false
        }
        if let state { refuse(state, reasonAgainst(folder: state)) }
        if let alerts = sinks.alerts {
            refuse(alerts, reasonAgainst(alerts: alerts, isBounded: sinks.alertsBytesMax > 0))
        }
        if let token = sinks.webhookTokenFile { refuse(token, reasonAgainst(token: token)) }
        if sinks.webhook != nil, seep_curl_is_present() == 0 {
            refuse("--webhook", SinkError.curlMissing.reason)
        }
        do {
            let plan = try plan(settings, key: .random(), hasLastingKey: false)
            guard isRight else { return ExitStatus.incomplete }
            let rules = plan.rulesReported
            print(
                "ok: \(rules) rules, \(paths.count) paths, \(settings.count) settings of file and environment"
            )
            return ExitStatus.clean
        } catch {
            let complaint = error as? any Complaint ?? settings.complaint(about: error)
            complain(complaint.sentence, in: telemetry.logFormat)
            return ExitStatus.incomplete
        }
    }
}

/// Why a folder cannot be written to, and not be made either; `nil` when it can.
private func reasonAgainst(folder path: String) -> String? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return reasonAgainst(making: path) }
    guard status.st_mode & S_IFMT == S_IFDIR else { return "is no folder" }
    return mayUse(path, W_OK | X_OK) ? nil : "cannot be written"
}

/// Why alerts cannot be added to a file, and it cannot be made either; `nil` when they can.
///
/// - Parameter isBounded: It is moved when it is full, as only a regular file can be.
private func reasonAgainst(alerts path: String, isBounded: Bool) -> String? {
    if SinkOptions.descriptor(named: path) != nil { return isBounded ? SinkError.unsuitable.reason : nil }
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return reasonAgainst(making: path) }
    let kind = status.st_mode & S_IFMT
    if kind == S_IFDIR { return "is a folder" }
    if kind == S_IFLNK { return SinkError.symbolicLink.reason }
    guard kind == S_IFREG || !isBounded && [S_IFIFO, S_IFCHR].contains(kind) else {
        return SinkError.unsuitable.reason
    }
    return mayUse(path, R_OK | W_OK) ? nil : "cannot be written"
}

/// Why a file gives no token; `nil` when it does.
private func reasonAgainst(token path: String) -> String? {
    do throws(SinkError) {
        _ = try BearerToken(path: path)
        return nil
    } catch {
        return error.reason
    }
}

private func reasonAgainst(making path: String) -> String? {
    guard errno == ENOENT else { return "system error \(errno)" }
    let end = path.lastIndex { $0 != "/" } ?? path.startIndex
    let folder = path[...end].lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    return mayUse(folder, W_OK | X_OK) ? nil : "is not there, and cannot be made"
}

/// Whether the user who runs the program may do so.
private func mayUse(_ path: String, _ modes: Int32) -> Bool {
    unsafe faccessat(AT_FDCWD, path, modes, AT_EACCESS) == 0
}
