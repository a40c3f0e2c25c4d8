/// The checks that rules name in `validator:`; the raw value is the word in a rule file.
public enum Validator: String, CaseIterable, Sendable {
    case email
    case phoneE164 = "phone-e164"
    case phoneNANP = "phone-nanp"
    case phoneUK = "phone-uk"
    case usSSN = "us-ssn"
    case ukNINO = "uk-nino"
    case ukNHS = "uk-nhs"
    case caSIN = "ca-sin"
    case inAadhaar = "in-aadhaar"
    case brCPF = "br-cpf"
    case esDNI = "es-dni"
    case frNIR = "fr-nir"
    case nlBSN = "nl-bsn"
    case plPESEL = "pl-pesel"
    case pan
    case luhn
    case iban
    case usABA = "us-aba"
    case btcAddress = "btc-address"
    case ethAddress = "eth-address"
    case jwt
    case githubCRC = "github-crc"
    case npmCRC = "npm-crc"
    case usNPI = "us-npi"
    case usDEA = "us-dea"
    case usMBI = "us-mbi"
    case icd10 = "icd-10"
    case mac
    case imei
    case ipv4Public = "ipv4-public"
    case ipv4Private = "ipv4-private"
    case ipv6Global = "ipv6-global"
    case date
    case httpBasic = "http-basic"
    case elasticAPIKey = "elastic-api-key"
    case azureStorageKey = "azure-storage-key"
    case urlUserInfo = "url-userinfo"
    case bloodType = "blood-type"
    case vin
    case latitudeLongitude = "latitude-longitude"
}

/// The alphabets for which an entropy floor is known; the raw value is the word in a rule file.
public enum EntropyAlphabet: String, CaseIterable, Sendable {
    case digits
    case hex
    case base32
    case base36
    case base62
    case base64

    /// A secret of unknown make: the gates of `isLikelySecret`, all of them.
    case generic
}
