private import Glibc

/// A file of settings, as far as it may be believed.
public enum SettingsFile {
    /// Bytes of a settings file; what is larger is none.
    public static let bytesMax = 64 * 1024

    /// Reads the text of a settings file.
    ///
    /// Links are followed, for Kubernetes shows every file of a ConfigMap through two of them; what counts is the file at
    /// their end: a regular one of root or of this user, that nobody else can change.
    ///
    /// - Throws: `SettingsError` without a line.
    public static func text(_ path: String) throws(SettingsError) -> String {
        // Nobody waits at a pipe that has no writer.
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard file >= 0 else { throw .system(errno) }
        defer { close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else { throw .system(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
        guard status.st_uid == 0 || status.st_uid == geteuid() else { throw .ownedByAnother }
        guard status.st_mode & (S_IWGRP | S_IWOTH) == 0 else { throw .writableByOthers }
        let bytes = try readAll(file)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    private static func readAll(_ file: Int32) throws(SettingsError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: bytesMax + 1)
        var filled = 0
        while filled < bytes.count {
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                // Sound: the rest of the buffer is filled during the call.
                unsafe read(file, buffer.baseAddress.map { unsafe $0 + filled }, buffer.count - filled)
            }
            if count == 0 { break }
            if count > 0 {
                filled += count
            } else if errno != EINTR {
                throw .system(errno)
            }
        }
        guard filled <= bytesMax else { throw .tooLarge(bytesMax: bytesMax) }
        bytes.removeSubrange(filled...)
        return bytes
    }
}
