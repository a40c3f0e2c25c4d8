internal import ArgumentParser
internal import CorpusMaker
internal import Foundation

struct MakeBreach: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "breach", abstract: "Writes the founding case with its labels into a folder.",
        discussion: "The files are compressed by lz4, zstd and gzip, which must be installed.")

    @Argument(help: "The folder; made if it is not there.")
    var folder: String

    func run() throws {
        let folder = URL(fileURLWithPath: folder, isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var labels: [Label] = []
        for file in Breach.files() {
            labels += file.writer.labels
            let target = folder.appendingPathComponent(file.name)
            try Data(file.writer.bytes).write(to: target)
            guard !file.compressor.isEmpty else { continue }
            try compress(target, by: file.compressor)
        }
        try LabelFile.write(labels, to: folder.appendingPathComponent("labels.jsonl").path)
    }

    private func compress(_ target: URL, by command: [String]) throws {
        let plain = target.deletingPathExtension()
        try? FileManager.default.removeItem(at: plain)
        try FileManager.default.moveItem(at: target, to: plain)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command + [plain.path]
        // With these tools the output's name is the input's and an ending: the name asked for.
        if command[0] == "lz4" { process.arguments?.append(target.path) }
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ValidationError("\(command[0]) ended with status \(process.terminationStatus)")
        }
        try? FileManager.default.removeItem(at: plain)
    }
}
