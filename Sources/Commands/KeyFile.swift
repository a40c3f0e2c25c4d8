private import Glibc
internal import Ledger

/// Why a key file cannot be used.
enum KeyFileError: Error {
    case system(Int32)
    case tooShort
    case openToOthers

    var reason: String {
        switch self {
        case .system(let number): "cannot be used as a key file: system error \(number)"
        case .tooShort: "holds less than \(FingerprintKey.secretBytes) bytes"
        case .openToOthers: "can be read by others; 'chmod 600' it"
        }
    }
}

/// Reads the key of a file, which is made with a new key if it is not there.
///
/// The file is readable by its owner only (0600); one that others can read is refused.
func readOrMakeKey(_ path: String) throws(KeyFileError) -> FingerprintKey {
    let made = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if made >= 0 {
        defer { close(made) }
        var generator = SystemRandomNumberGenerator()
        let secret = (0..<FingerprintKey.secretBytes).map { _ in
            UInt8.random(in: .min ... .max, using: &generator)
        }
        let written = unsafe secret.withUnsafeBytes { unsafe write(made, $0.baseAddress, $0.count) }
        guard written == secret.count, fsync(made) == 0 else { throw .system(errno) }
        return FingerprintKey(secret: secret)
    }
    guard errno == EEXIST else { throw .system(errno) }
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .system(errno) }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw .system(errno) }
    guard status.st_mode & 0o077 == 0 else { throw .openToOthers }
    var secret = [UInt8](repeating: 0, count: 4096)
    let count = unsafe secret.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
    guard count >= FingerprintKey.secretBytes else { throw count < 0 ? .system(errno) : .tooShort }
    return FingerprintKey(secret: Array(secret.prefix(count)))
}
