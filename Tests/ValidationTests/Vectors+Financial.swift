import Validation

extension Vectors {
    static let financial: [Validator: Vectors] = [
        .pan: Vectors(
            source: "ISO/IEC 7812-1:2017; the networks' tables of issuer ranges; Stripe, \"Testing\"",
            holds: [
                "4539148803436467", "4539 1488 0343 6467", "4539-1488-0343-6467", "4136001234564",
                "5200001234567894", "2221001234567896", "2720991234567894", "2200001234567891",
                "371449635398423", "30012345678907", "30951234567897", "36123456789013", "38123456789011",
                "3528001234567894", "3589991234567892", "6011001234567891", "6441234567890123",
                "6551234567890129", "6221261234567897", "621234567890123457", "6759123456789015",
                "9792123456789018", "8123456789012340",
            ],
            fails: [
                "4539148803436468", "4539148803436476", "4593148803436467", "453914880343646",
                "45391488034364670", "4539148803436x67", "0000000000000000",
                // The check digits hold; nobody issues such a number, or not of that length.
                "2730123456789018", "3527123456789013", "30601234567898", "411234567890122", "3612345678907",
                "7012345678901232", "691234567890123", "1234567890123452",
            ],
            placeholders: [
                "4242424242424242", "4111 1111 1111 1111", "4012888888881881", "5555555555554444",
                "5105105105105100", "2223003122003222", "378282246310005", "371449635398431",
                "6011111111111117",
                "30569309025904", "38520000023237", "3530111333300000", "6200000000000005",
                "4000056655665556",
            ]),
        .luhn: Vectors(
            source: "ISO/IEC 7812-1:2017, annex B; H. P. Luhn, US patent 2950048",
            holds: ["4111111111111111", "79927398713", "18", "0000 0000", "1-8", "8003608166690503"],
            fails: ["4111111111111112", "79927398710", "79927398731", "19", "0", "", "7992739871x"]),
        .iban: Vectors(
            source: "ISO 13616-1:2020, clause 6; SWIFT, IBAN Registry, release 101",
            holds: [
                "DE44500105175407324931", "DE44 5001 0517 5407 3249 31", "de44500105175407324931",
                "NO9386011117947", "FR2420041010050500013K02606", "MT50MALT011000012345MTLCAST917Q",
                "GB02NWBK60161331926820", "NL39RABO0300065264", "RU0304452522540817810538091310419",
                "BE71096123456769", "LC55HEMM000100010012001200023015", "GR1601101050000010547023795",
            ],
            fails: [
                "DE44500105175407324932", "DE45500105175407324931", "DE44500105175407324913",
                "DE44500105175470324931", "DE4450010517540732493", "DE445001051754073249310",
                "AT44500105175407324931", "XX44500105175407324931", "DEA4500105175407324931",
                "DE44-5001-0517-5407-3249-31", "DE4450010517540732493Ä",
                // Mod 97 holds, but check digits are 02 to 98: the same account's are 02, 97 and 98.
                "GB99NWBK16751216508545", "GB00NWBK10130160518994", "GB01NWBK00225898166520",
            ],
            placeholders: [
                "GB82 WEST 1234 5698 7654 32", "DE89370400440532013000", "FR14 2004 1010 0505 0001 3M02 606",
                "NL91ABNA0417164300", "ES9121000418450200051332", "CH9300762011623852957", "BE68539007547034",
                "IT60X0542811101000000123456", "GR1601101250000000012300695", "GB29NWBK60161331926819",
            ]),
        .usABA: Vectors(
            source: "ABA, Routing Number Policy and Procedures (2019), appendix 1",
            holds: [
                "011401533", "111000025", "021000021", "061000052", "011000015", "321271725", "122105155",
                "800000022", "001000025",
            ],
            fails: [
                "011401534", "011401351", "011041533", "01140153", "0114015330", "01140153X", "000000000",
                // The check digits hold; no such prefix is in use.
                "131000021", "201000029", "331000025", "601000027", "731000023", "791000021", "811000024",
            ]),
        .btcAddress: Vectors(
            source: "Bitcoin Wiki, Base58Check encoding; BIP-13; BIP-173; BIP-350, test vectors",
            holds: [
                "1NEDqZPvTWRaoho48qXuLLsrYomMXPABfD", "1HUM5kULcvN56ML4TbR6ouh4FBQUHRYd4g",
                "3GK77toY8Tr56zx8afRJLHmRGZ5yCgMRQa", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
                "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
                "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3",
                "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
            ],
            fails: [
                "1NEDqZPvTWRaoho48qXuLLsrYomMXPABfE", "1NEDqZPvTWRaoho48qXuLLsrYomMXPABDf",
                "1NEDqZPvTWRaoho48qXuLLsrYomMXPABf", "1NEDqZPvTWRaoho48qXuLLsrYomMXPABf0",
                // Another network's version byte.
                "mwzJNoZKRwoKsTogBAPUdpuP7B1BFSN2K8",
                "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t",
                // Invalid by BIP-350: each checksum with the other's version, `o`, a program of 16 bytes.
                "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh",
                "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",
                "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4",
                "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P",
                // Mixed case, within the data and between it and the prefix.
                "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3T4", "bc1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
            ]),
        .ethAddress: Vectors(
            source: "EIP-55, test cases",
            holds: [
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
            ],
            open: [
                "0x52908400098527886E0F7030069828D2E4169EE7", "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
                "0xde709f2102306220921060314715629080e2fb77", "0x27b1fdb04752bbc536007a920d24acb045561c26",
            ],
            fails: [
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAde", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAedd", "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed00",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg",
            ],
            placeholders: [
                "0x0000000000000000000000000000000000000000", "0xffffffffffffffffffffffffffffffffffffffff",
            ]),
    ]
}
