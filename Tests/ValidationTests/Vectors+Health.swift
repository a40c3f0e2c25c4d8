import Validation

extension Vectors {
    static let health: [Validator: Vectors] = [
        .usNPI: Vectors(
            source: "CMS-0045-F; CMS, \"Requirements for NPI and NPI Check Digit\"",
            holds: ["1245319599", "1003000126", "2123456792", "1497758544", "1245-319-599"],
            fails: [
                "1234567890", "1245319598", "1245319959", "1254319599", "124531959", "12453195990",
                "124531959X",
                // The check digit holds; the first digit is not issued.
                "3003000122", "0003000128",
            ],
            placeholders: ["1234567893"]),
        .usDEA: Vectors(
            source: "DEA, Pharmacist's Manual, \"DEA number verification\"; 21 CFR 1301",
            holds: ["BB1388568", "AP5836727", "M95836727"],
            fails: [
                "BB1388569", "BB1388586", "BB3188568", "BB138856", "BB13885688", "1B1388568", "B11388568",
                "bb1388568", "BB138856X", "BB13-8568",
            ],
            placeholders: ["AB1234563", "F91234563"]),
        .usMBI: Vectors(
            source: "CMS, \"Understanding the Medicare Beneficiary Identifier (MBI) Format\"",
            open: ["2AC3-DF4-GH56", "2AC3DF4GH56", "2ac3-df4-gh56", "9A00-A00-AA00"],
            fails: [
                "0AC3-DF4-GH56", "AAC3-DF4-GH56", "22C3-DF4-GH56", "2SC3-DF4-GH56", "2LC3-DF4-GH56",
                "2OC3-DF4-GH56", "2IC3-DF4-GH56", "2BC3-DF4-GH56", "2ZC3-DF4-GH56", "2ACD-DF4-GH56",
                "2AC3-3F4-GH56", "2AC3-DFG-GH56", "2AC3-DF4-1H56", "2AC3-DF4-G156", "2AC3-DF4-GHA6",
                "2AC3-DF4-GH5A", "2AC3-DF4-GH5", "2AC3-DF4-GH567",
            ],
            placeholders: ["1EG4-TE5-MK72", "1EG4-TE5-MK73", "1EG4TE5MK73"]),
        .icd10: Vectors(
            source: "WHO, ICD-10 volume 2 (2019), 2.4; CDC, ICD-10-CM Official Guidelines (2025), I.A.2",
            open: ["E11", "E11.9", "E119", "J45.909", "S72.001A", "U07.1", "U89.9", "C7A.00", "e11.9"],
            fails: ["E1", "11.9", "EE1.9", "E11.", "E11.90001", "E11.9-", "U17.1", "E.119", "E1-", "E11.9.1"]),
        .bloodType: Vectors(
            source: "ISBT, Red cell immunogenetics and blood group terminology: ABO (001), RH (004)",
            holds: [
                "A+", "B-", "AB+", "O-", "ab-", "O pos", "A_NEG", "AB Positive", "B negative", "O Rh+",
                "a rh-",
            ],
            fails: ["", "A", "AB", "C+", "BA+", "ABO+", "0", "A++", "A plus", "+", "AA+", "A+ve1"]),
        .vin: Vectors(
            source: "ISO 3779:2009; 49 CFR 565.15 (c), table IV and VI",
            holds: ["1M8GDM9AXKP042788", "1m8gdm9axkp042788", "5GZCZ43D13S812715", "JH4KA7561PC008269"],
            open: ["WBA3A5C50CF256985", "WP0ZZZ99ZTS392124", "SUUAA81R0XA000001"],
            fails: [
                "1M8GDM9A1KP042788", "1M8GDM9AXKP042789", "1M8GDM9AXKP042878", "1M8GDM9AXKP04278",
                "1M8GDM9AXKP0427888", "1M8GDM9AXKPO42788", "IM8GDM9AXKP042788", "1M8GDM9AXKP04Q788",
                "1M8GDM9A-KP042788", "11111111111111111", "WBAABCDEFGHJKLMNP",
            ]),
    ]
}
