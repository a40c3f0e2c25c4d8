import Findings
import Testing

@Suite struct PlaceTests {
    @Test(arguments: [
        ("email", true), ("X-Forwarded-For", true), ("address_line_2", true), ("_id", true), ("ipv4", true),
        ("oauth2AccessTokenValidity", true), ("md5AndSha1Checksum", true), ("SHA256CERTIFICATEHASH", true),
        ("AWS_S3_BUCKET_REGION_2", true), ("user name", true),
        ("", false), ("2fa", false), ("a@b", false), ("card4539", true), ("card45391", false),
        // Keys as those of cloud providers are made, alone and within a name.
        ("AKIAQ7ZMTRWX5LKPHBNY", false), ("key-AKIAQ7ZMTRWX5LKPHBNY", false),
        ("AKIAQ7ZMTRWX5LKPHBNY.mail", false), ("ghp_aK3vTzWqLmB8dRuYxNc5PoJe", false),
    ])
    func `a name may be shown unless it is data, or a key`(name: String, isName: Bool) {
        #expect(Place.isName(Array(name.utf8).span) == isName)
    }

    @Test
    func `places that print alike have one order`() {
        let places = [
            Place(.column, container: "a", name: "b.c"), Place(.column, container: "a.b", name: "c"),
            Place(.json, container: "a.b", name: "c"),
            Place(.query, container: "x", name: "c", fingerprint: 1),
            Place(.query, container: "x", name: "c", fingerprint: 2),
        ]
        for _ in 0..<20 {
            let sorted = places.shuffled().sorted()
            #expect(sorted == places.sorted())
        }
        for (one, other) in zip(places.sorted(), places.sorted().dropFirst()) { #expect(one < other) }
    }
}
