import Validation

extension Vectors {
    static let contact: [Validator: Vectors] = [
        .email: Vectors(
            source: "RFC 5321, 4.1.2; RFC 6531; RFC 3696, 3; RFC 2606; RFC 6761",
            holds: [
                "j.roe@quillmoor-post.org", "J.ROE@QUILLMOOR-POST.ORG", "user+tag@sub.quillmoor.co.uk",
                "customer/department=shipping@quillmoor.net", "!def!xyz%abc@quillmoor.net",
                "\"Abc@def\"@quillmoor.net", "пользователь@почта.рф", "jo@xn--quillmor-p4a.xn--p1ai",
                "a@b.co", String(repeating: "a", count: 64) + "@quillmoor.net",
                // Only the last two labels say what is reserved.
                "a@example.quillmoor.net", "a@example.com.quillmoor.net", "a@myexample.com",
            ],
            fails: [
                "quillmoor.net", "@quillmoor.net", "a@", "a@b", "a@b.c", ".a@quillmoor.net",
                "a.@quillmoor.net",
                "a..b@quillmoor.net", "a@quillmoor..net", "a@.quillmoor.net", "a@quillmoor.net.",
                "a@-quillmoor.net", "a@quillmoor-.net", "a@quill_moor.net", "a@10.20.30.40",
                "a@quillmoor.n3t",
                String(repeating: "a", count: 65) + "@quillmoor.net",
                "a@" + String(repeating: "b", count: 64) + ".net",
                // Files and hosts, not mailboxes.
                "icon@2x.png", "main@1.2.3.js", "user@printer.local", "getty@tty1.service",
            ],
            placeholders: [
                "jane@example.com", "jane@EXAMPLE.org", "jane@mail.example.net", "jane@shop.example",
                "jane@quillmoor.test", "jane@quillmoor.invalid", "jane@a.localhost",
            ]),
        .phoneE164: Vectors(
            // ARCEP (0199 00), BNetzA (030 23125), ComReg (020 91) and Ofcom set numbers aside for fiction.
            source:
                "ITU-T E.164 (2010), 6.2; list of assigned country codes, annex to Operational Bulletin 1114",
            holds: [
                "+33 1 99 00 12 34", "+49 30 23125 123", "+49(30)23125-123", "+353 20 911 1234",
                "+886 2 5550 0123", "+1 212-555-0247", "+7 495 555 01 23", "+39 06 5550 0123",
                "+44 1632 961234",
            ],
            fails: [
                "+0 30 23125 123", "+33 1 99", "+33 1 99 00 12 34 5 6", "+1 212-555-024", "+1 111-555-0247",
                "+4930", "+49 30 23125 12345 678 9", "+45 5550 012", "+44 9632 961234", "+49 30 23125 12x",
                // Spare or reserved country codes.
                "+210 555 01234", "+280 555 01234", "+289 555 01234", "+384 555 01234", "+422 555 01234",
                "+429 555 01234", "+671 555 01234", "+684 555 01234", "+699 555 01234", "+809 555 01234",
                "+837 555 01234", "+859 555 01234", "+889 555 01234", "+890 555 01234", "+969 555 01234",
                "+999 555 01234",
            ],
            placeholders: [
                "+1 212-555-0100", "+1 (212) 555-0199", "+44 7700 900123", "+44 20 7946 0000",
                // ACMA, "Phone numbers for use in TV shows, films and creative works".
                "+61 491 570 006", "+61 491 570 737", "+61 2 5550 1234", "+61 8 7010 9999",
            ]),
        .phoneNANP: Vectors(
            source: "NANPA, numbering resources: NPA and NXX formats; 555 line number assignments",
            holds: [
                "212-555-0247", "(212) 555-0247", "1 212 555 0247", "2125550247", "212.555.0099",
                "212-554-0123",
                "212-555-0200",
            ],
            fails: [
                "112-555-0247", "012-555-0247", "212-155-0247", "211-555-0247", "911-555-0247",
                "212-411-0247",
                "290-555-0247", "212-555-024", "212-555-02477", "2 212 555 0247", "212-555-O247",
            ],
            placeholders: ["212-555-0100", "(800) 555-0123", "+1 646 555 0199"]),
        .phoneUK: Vectors(
            source:
                "Ofcom, National Telephone Numbering Plan; Telephone numbers for use in TV and radio drama",
            holds: [
                "01632 96123", "01632 961234", "(01632) 961 234", "020 7947 1234", "0300 123 4567",
                "07911 961234",
                "+44 7911 961234", "08081 571234", "016977 2345",
            ],
            fails: [
                "01632 9612345 6", "04632 961234", "05632 961234", "0632", "07611 961234",
                "07011 961234", "7911 961234", "07911 96123", "07911 96123x", "00 44 7911 961234",
            ],
            placeholders: [
                "07700 900000", "07700 900999", "020 7946 0958", "01632 960123", "0121 496 0001",
                "0113 496 0999", "0117 496 0123", "0151 496 0456", "0191 498 0123", "028 9649 6123",
                "029 2018 0123", "08081 570123", "03069 990123", "+44 131 496 0123",
            ]),
    ]
}
