/// Settings that stand in the environment: `SEEP_MIN_SEVERITY` for `--min-severity`.
public enum SettingsEnvironment {
    public static let prefix = "SEEP_"

    /// Parts the items of a list, as in `PATH`; an item that holds it goes into a file.
    public static let separator: Character = ":"

    /// Reads settings out of variables; one that is empty says nothing.
    ///
    /// - Parameters:
    ///   - environment: All variables; those without the prefix are not looked at.
    ///   - known: What there may be.
    /// - Returns: In the order of their variables' names.
    /// - Throws: `SettingsError` for the first variable that no setting has, or that has a value of another type.
    public static func settings(
        _ environment: [String: String], known: [KnownSetting]
    ) throws(SettingsError) -> [Setting] {
        var settings: [Setting] = []
        for (variable, value) in environment.sorted(by: { $0.key < $1.key }) where !value.isEmpty {
            guard variable.hasPrefix(prefix), !isOthers(variable) else { continue }
            guard let match = known.first(where: { self.variable(of: $0) == variable }) else {
                throw .unknownVariable(variable)
            }
            settings.append(Setting(match, try values(value, match, variable), .environment(variable)))
        }
        return settings
    }

    private static func variable(of setting: KnownSetting) -> String {
        prefix + setting.name.uppercased().replacing("-", with: "_")
    }

    private static func values(
        _ value: String, _ known: KnownSetting, _ variable: String
    ) throws(SettingsError) -> [String] {
        switch known.kind {
        case .flag:
            guard ["true", "false"].contains(value) else {
                throw .badVariable(variable, expected: "true or false")
            }
            return [value]
        case .value: return [value]
        case .list, .arguments: return value.split(separator: separator).map(String.init)
        }
    }

    /// Whether a variable is none of the watch's: `SEEP_BENCH`, the folder of the benchmarks' inputs, and those in which
    /// Kubernetes tells every pod of a service whose name begins with `seep`.
    private static func isOthers(_ variable: String) -> Bool {
        if variable == "SEEP_BENCH" || variable.hasSuffix("_SERVICE_HOST") { return true }
        let words = variable.split(separator: "_")
        guard let port = words.lastIndex(of: "PORT"), port > 0 else { return false }
        // SEEP_PORT, SEEP_SERVICE_PORT, SEEP_SERVICE_PORT_HTTP; SEEP_PORT_80_TCP, SEEP_PORT_80_TCP_ADDR.
        return words[port - 1] == "SERVICE" || port == words.count - 1
            || UInt16(words[port + 1]) != nil && words.dropFirst(port + 2).first.map(isProtocol) == true
    }

    private static func isProtocol(_ word: Substring) -> Bool { ["TCP", "UDP", "SCTP"].contains(word) }
}
