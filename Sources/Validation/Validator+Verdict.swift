extension Validator {
    /// Judges a value that has the shape of its rule.
    ///
    /// - Parameters:
    ///   - value: The value's bytes, escapes read through.
    ///   - today: The day after which no birth can have been.
    public func verdict(on value: Span<UInt8>, today: CivilDate) -> Verdict {
        switch self {
        case .email: emailVerdict(value)
        case .phoneE164: e164Verdict(value)
        case .phoneNANP: nanpVerdict(value)
        case .phoneUK: ukPhoneVerdict(value)
        case .usSSN: ssnVerdict(value)
        case .ukNINO: ninoVerdict(value)
        case .ukNHS: nhsVerdict(value)
        case .caSIN: sinVerdict(value)
        case .inAadhaar: aadhaarVerdict(value)
        case .brCPF: cpfVerdict(value)
        case .esDNI: dniVerdict(value)
        case .frNIR: nirVerdict(value)
        case .nlBSN: bsnVerdict(value)
        case .plPESEL: peselVerdict(value)
        case .pan: cardVerdict(value)
        case .luhn: luhnHolds(value) ? .holds : .fails
        case .iban: ibanVerdict(value)
        case .usABA: abaVerdict(value)
        case .btcAddress: btcAddressVerdict(value)
        case .ethAddress: ethAddressVerdict(value)
        case .jwt: jwtVerdict(value)
        case .githubCRC, .npmCRC: prefixedCRCVerdict(value)
        case .usNPI: npiVerdict(value)
        case .usDEA: deaVerdict(value)
        case .usMBI: mbiVerdict(value)
        case .icd10: icd10Verdict(value)
        case .mac: macVerdict(value)
        case .imei: imeiVerdict(value)
        case .ipv4Public: publicIPv4Verdict(value)
        case .ipv4Private: privateIPv4Verdict(value)
        case .ipv6Global: globalIPv6Verdict(value)
        case .date: dateVerdict(value, today: today)
        case .httpBasic: httpBasicVerdict(value)
        case .elasticAPIKey: elasticAPIKeyVerdict(value)
        case .azureStorageKey: azureStorageKeyVerdict(value)
        case .urlUserInfo: urlUserInfoVerdict(value)
        case .bloodType: bloodTypeVerdict(value)
        case .vin: vinVerdict(value)
        case .latitudeLongitude: latitudeLongitudeVerdict(value)
        }
    }
}
