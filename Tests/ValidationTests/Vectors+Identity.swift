import Validation

extension Vectors {
    static let identity: [Validator: Vectors] = [
        .usSSN: Vectors(
            source: "SSA, answer 425; SSA, \"Social Security cards issued by Woolworth\"",
            open: ["536-90-4399", "536 90 4399", "536904399", "001-01-0001", "899-99-9998"],
            fails: [
                "000-90-4399", "666-90-4399", "900-90-4399", "999-90-4399", "536-00-4399", "536-90-0000",
                "536-90-439", "536-90-43999", "536-9O-4399", "987-65-4320",
            ],
            placeholders: ["078-05-1120", "219-09-9999", "457-55-5462", "123-45-6789", "111-11-1111"]),
        .ukNINO: Vectors(
            source: "HMRC, National Insurance Manual, NIM39110",
            holds: ["AB123456C", "AB 12 34 56 C", "ab123456c", "AB-12-34-56-D", "JG103759A"],
            fails: [
                "DB123456C", "FB123456C", "IB123456C", "UB123456C", "VB123456C", "AO123456C", "AD123456C",
                "BG123456C", "GB123456C", "KN123456C", "NK123456C", "NT123456C", "TN123456C", "ZZ123456C",
                "AB123456E", "AB12345C", "AB1234567", "AB123456CD", "A1123456C", "QA123456C",
            ],
            placeholders: ["QQ123456C", "QQ 12 34 56 A"]),
        .ukNHS: Vectors(
            source: "NHS Data Dictionary, NHS NUMBER",
            holds: ["943 476 5870", "9434765870", "401-023-2137", "9000000009"],
            fails: [
                "9434765871", "9434765860", "9434768570", "943476587", "94347658700", "1111111111",
                "943476587X",
                // The check digit would be 10: such a number is not issued.
                "1000000010", "1000000011",
            ],
            placeholders: ["943 476 5919", "999 000 0018"]),
        .caSIN: Vectors(
            source: "Service Canada, Social Insurance Number Code of Practice, annex 2",
            holds: ["130 692 544", "130-692-544", "130692544", "912 345 675"],
            fails: [
                "130692545", "130692554", "130695244", "13069254", "1306925440", "13069254X", "812345678",
                "1306925441",
                // The agency's own sample begins with a digit that is not issued.
                "046 454 286",
            ]),
        .inAadhaar: Vectors(
            source: "UIDAI, A UID Numbering Scheme (2010); test numbers of the authentication API 2.5",
            holds: ["2341 2341 2346", "234123412346", "3977 8800 0234", "4991 1866 5246"],
            fails: [
                "234123412347", "234123412364", "243123412346", "23412341234", "2341234123460",
                "134123412346",
                "034123412346", "23412341234X",
                // Palindromes are not issued.
                "357932239753",
            ],
            placeholders: ["9999 4105 7058", "9999 3311 9405", "9999 5518 3433", "9999 9050 1894"]),
        .brCPF: Vectors(
            source: "Receita Federal, Ato Declaratório Executivo Cocad: dígitos verificadores do CPF",
            holds: ["390.533.447-05", "529.982.247-25", "52998224725", "111.444.777-35"],
            fails: [
                "390.533.447-06", "390.533.447-50", "390.533.474-05", "231.002.999-00", "39053344705 1",
                "3905334470", "000.000.000-00", "111.111.111-11", "999.999.999-99", "390.533.447-0x",
            ],
            placeholders: ["123.456.789-09"]),
        .esDNI: Vectors(
            source:
                "Real Decreto 1553/2005; Ministerio del Interior, Cálculo del dígito de control del NIF/NIE",
            holds: [
                "54362315K", "54362315-K", "54.362.315-K", "54362315k", "X2482300W", "X-2482300-W",
                "y3338121f", "Z8078221M",
            ],
            fails: [
                "54362315L", "54362351K", "X2482300A", "Y2482300W", "X2482301W", "5436231K", "543623155K",
                "54362315", "K54362315", "W2482300X", "X24823000W", "54362315KK",
            ],
            placeholders: ["12345678Z"]),
        .frNIR: Vectors(
            source: "INSEE, Numéro d'inscription au répertoire: structure et clé de contrôle",
            holds: [
                "2 95 10 99 126 111 93", "295109912611193", "2 55 08 14 168 025 38", "253072B07300470",
                "2 53 07 2a 073 004 43",
            ],
            fails: [
                "295109912611194", "295109912611139", "295109912161193", "29510991261119", "2951099126111930",
                "595109912611193", "253072A07300470", "253072B07300443", "253072C07300470",
                // No month 13 nor 00; the keys are right.
                "295139912611144", "295009912611130",
                // Corsica alone has letters; read as a nought with the correction of 2B the key would hold.
                "253073B07300491",
            ]),
        .nlBSN: Vectors(
            source: "RvIG, Logisch Ontwerp BSN: elfproef",
            holds: ["111222333", "1112.22.333", "123456782"],
            fails: [
                "111222334", "111222343", "112122333", "11122233", "1112223330", "000000000", "111111112",
                "11122233X",
            ]),
        .plPESEL: Vectors(
            source: "Ustawa o ewidencji ludności (2010), art. 15; Rozporządzenie MSWiA z 4 stycznia 2012",
            holds: ["44051401359", "02070803628", "02270803624", "00222901352"],
            fails: [
                "44051401358", "44051410359", "44054101359", "4405140135", "440514013590", "4405140135X",
                // The check digits hold; there is no 31 February, no month 13, no day 0, no 29 February 1900.
                "44023101353", "44131401350", "44050001353", "00022901356",
            ]),
    ]
}
