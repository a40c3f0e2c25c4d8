internal import Configuration
private import Reports

/// What cannot be used in the settings of a command.
struct SettingsComplaint: Complaint {
    /// Where it stands; `nil` for the file as a whole, the environment, and the command line.
    let place: SettingOrigin?

    /// With the place; holds no value of a file or of the environment.
    let sentence: String

    /// - Parameter subject: What is complained about, where there is no place.
    init(at place: SettingOrigin?, of subject: String? = nil, _ sentence: String) {
        self.place = place
        let prefix: String? =
            switch place {
            case .file(let file, let line): "\(Sanitizer.visible(file)):\(line)"
            case .environment(let variable): Sanitizer.visible(variable)
            case nil: subject.map { Sanitizer.visible($0) }
            }
        self.sentence = (prefix.map { $0 + ": " } ?? "") + Sanitizer.visible(sentence, columnsMax: 4096)
    }
}
