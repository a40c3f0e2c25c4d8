internal import ArgumentParser

/// Where a command's other options may stand, and whether they are only looked at.
struct SettingsOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Read settings from this file; SEEP_CONFIG names it, too.", valueName: "file"))
    var config: String?

    @Flag(help: "Check all settings, rules and folders, and watch nothing.")
    var checkConfig = false
}
