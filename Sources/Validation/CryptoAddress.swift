private import Crypto

/// Bitcoin addresses: base58check (versions 0 and 5), or bech32 and bech32m (BIP-173, BIP-350) under `bc1`.
public func btcAddressVerdict(_ value: Span<UInt8>) -> Verdict {
    if value.count > 4, lowered(value[0]) == 0x62, lowered(value[1]) == 0x63, value[2] == 0x31 {
        return bech32Holds(value) ? .holds : .fails
    }
    guard (26...35).contains(value.count), let bytes = decodeBase58(value, count: 25) else { return .fails }
    guard bytes[0] == 0 || bytes[0] == 5 else { return .fails }
    let digest = Array(SHA256.hash(data: Array(SHA256.hash(data: bytes[0..<21]))))
    return digest[0..<4].elementsEqual(bytes[21..<25]) ? .holds : .fails
}

private func decodeBase58(_ value: Span<UInt8>, count: Int) -> [UInt8]? {
    let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)
    var bytes = [UInt8](repeating: 0, count: count)
    for index in value.indices {
        guard let digit = alphabet.firstIndex(of: value[index]) else { return nil }
        var carry = digit
        for place in stride(from: count - 1, through: 0, by: -1) {
            carry += Int(bytes[place]) * 58
            bytes[place] = UInt8(carry & 255)
            carry >>= 8
        }
        guard carry == 0 else { return nil }
    }
    return bytes
}

private func bech32Holds(_ value: Span<UInt8>) -> Bool {
    guard value.count == 42 || value.count == 62 else { return false }
    let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
    var hasUpper = false
    var hasLower = false
    // The human-readable part `bc`, expanded.
    var state = [3, 3, 0, 2, 3].reduce(UInt32(1)) { bech32Step($0, UInt32($1)) }
    var version = 0
    for index in value.indices {
        if value[index] &- 0x41 < 26 { hasUpper = true }
        if value[index] &- 0x61 < 26 { hasLower = true }
        guard index >= 3 else { continue }
        guard let digit = alphabet.firstIndex(of: lowered(value[index])) else { return false }
        if index == 3 { version = digit }
        state = bech32Step(state, UInt32(digit))
    }
    return !(hasUpper && hasLower) && state == (version == 0 ? 1 : 0x2BC8_30A3)
}

private func bech32Step(_ state: UInt32, _ value: UInt32) -> UInt32 {
    let generators: [UInt32] = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3]
    let top = state >> 25
    var next = (state & 0x1FF_FFFF) << 5 ^ value
    for bit in 0..<5 where top >> UInt32(bit) & 1 == 1 { next ^= generators[bit] }
    return next
}

/// Ethereum addresses: `0x` and 40 hex digits, whose capitals are a checksum (EIP-55). One case only checks nothing.
public func ethAddressVerdict(_ value: Span<UInt8>) -> Verdict {
    guard value.count == 42, value[0] == 0x30, value[1] | 0x20 == 0x78 else { return .fails }
    var text: [UInt8] = []
    var hasUpper = false
    var hasLower = false
    var distinct: Set<UInt8> = []
    for index in 2..<42 {
        guard hexNibble(value[index]) != nil else { return .fails }
        hasUpper = hasUpper || value[index] &- 0x41 < 26
        hasLower = hasLower || value[index] &- 0x61 < 26
        text.append(lowered(value[index]))
        distinct.insert(lowered(value[index]))
    }
    if distinct.count <= 3 { return .placeholder }
    guard hasUpper, hasLower else { return .open }
    let digest = keccak256(text)
    for index in 0..<40 where value[index + 2] &- 0x30 >= 10 {
        let nibble = index % 2 == 0 ? digest[index / 2] >> 4 : digest[index / 2] & 15
        guard (nibble >= 8) == (value[index + 2] &- 0x41 < 26) else { return .fails }
    }
    return .holds
}

/// Keccak-256 with the original padding, as Ethereum uses it (not FIPS 202's SHA3-256).
func keccak256(_ message: [UInt8]) -> [UInt8] {
    let rate = 136
    var padded = message
    padded.append(1)
    while padded.count % rate != 0 { padded.append(0) }
    padded[padded.count - 1] |= 0x80
    var state = [UInt64](repeating: 0, count: 25)
    for block in stride(from: 0, to: padded.count, by: rate) {
        for index in 0..<rate { state[index / 8] ^= UInt64(padded[block + index]) << (8 * UInt64(index % 8)) }
        keccakPermutation(&state)
    }
    return (0..<32).map { UInt8(truncatingIfNeeded: state[$0 / 8] >> (8 * UInt64($0 % 8))) }
}

private func keccakPermutation(_ state: inout [UInt64]) {
    var register: UInt8 = 1
    for _ in 0..<24 {
        var column = [UInt64](repeating: 0, count: 5)
        for x in 0..<5 { column[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20] }
        for x in 0..<5 {
            let mixed = column[(x + 4) % 5] ^ rotated(column[(x + 1) % 5], 1)
            for y in stride(from: 0, to: 25, by: 5) { state[x + y] ^= mixed }
        }
        var lane = state[1]
        var (x, y) = (1, 0)
        for step in 0..<24 {
            (x, y) = (y, (2 * x + 3 * y) % 5)
            let kept = state[x + 5 * y]
            state[x + 5 * y] = rotated(lane, UInt64((step + 1) * (step + 2) / 2 % 64))
            lane = kept
        }
        for y in stride(from: 0, to: 25, by: 5) {
            let row = Array(state[y..<(y + 5)])
            for x in 0..<5 { state[x + y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]) }
        }
        // The round constants come from a linear feedback shift register (Keccak reference, section 1.2).
        for bit in 0..<7 {
            if register & 1 == 1 { state[0] ^= 1 << UInt64((1 << bit) - 1) }
            register = register << 1 ^ (register >> 7 == 1 ? 0x71 : 0)
        }
    }
}

private func rotated(_ word: UInt64, _ count: UInt64) -> UInt64 {
    count == 0 ? word : word << count | word >> (64 - count)
}
