internal import Foundation

/// `labels.jsonl`: a label a line.
public enum LabelFile {
    public static func write(_ labels: [Label], to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var text = Data()
        for label in labels {
            text.append(try encoder.encode(label))
            text.append(0x0A)
        }
        try text.write(to: URL(fileURLWithPath: path))
    }

    public static func read(_ path: String) throws -> [Label] {
        let decoder = JSONDecoder()
        return try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 0x0A).map {
            try decoder.decode(Label.self, from: $0)
        }
    }
}
