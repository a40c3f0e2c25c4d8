import Validation

extension Vectors {
    static let token: [Validator: Vectors] = [
        .jwt: Vectors(
            source: "RFC 7519, 3.1; RFC 7515, A.1; jwt.io",
            holds: [
                // RFC 7515, A.1.
                "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
                    + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
                    + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
                // RFC 7519, 6.1: an unsecured token still tells its claims.
                "eyJhbGciOiJub25lIn0"
                    + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.",
                "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ1LTIwNDE3IiwiaXNzIjoicXVpbGxtb29yIn0"
                    + ".OLvna81lCcKoAN05bXHjiqYtnZE0HA3D2_6xfyHZdjHNvr1HlFeEDxlYhlQ9SwYYH-Zqx5YHtZFI9o5GLJc8IQ",
            ],
            // RFC 7516, A.1: the second part is an encrypted key.
            open: [
                "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKoTCVJRgckCL9k"
                    + "iMT03JGeipsEdY3mx_etLbbWSrFr05kLzcSr4qKAq7YN7e9jwQRb23nfa6c9d-StnImGyFDbSv04uVuxIp5Zms1gNxKKK2Da14B8"
                    + ".48V1_ALb6US04U3b.5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6ji"
                    + ".XFBoMYUZodetZdvTiFvSkQ"
            ],
            fails: [
                "", "eyJhbGciOiJIUzI1NiJ9", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1LTIwNDE3In0",
                // No `alg`; a payload that is an array; a header that is no base64.
                "eyJ0eXAiOiJKV1QifQ.eyJzdWIiOiJ1LTIwNDE3In0.AAAA",
                "eyJhbGciOiJIUzI1NiJ9.WzEsMiwzLDQsNV0.AAAA",
                "eyJhbGci!iJIUzI1NiJ9.eyJzdWIiOiJ1LTIwNDE3In0.AAAA", "com.example.Service",
            ],
            placeholders: [
                "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
                    + ".eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ"
                    + ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"
            ]),
        .githubCRC: Vectors(
            source: "GitHub, \"Behind GitHub's new authentication token formats\" (2021)",
            holds: ["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", "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"],
            open: ["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A"],
            fails: [
                "ghp_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18", "ghp_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq71",
                "ghp_zQWBuTSOoRi4A9spHcVY5ncnsDkxJk0mLq17", "ghp_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq1", "ghp_",
            ]),
        .npmCRC: Vectors(
            source: "GitHub, \"Announcing npm's new access token format\" (2021)",
            // The checksum has a leading nought.
            holds: ["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"],
            open: ["npm_TdNH8Bth0LWTvc5LZxdi2kOAjySykR0L8Et3x"],
            fails: [
                "npm_TdNH8Bth0LWTvc5LZxdi2kOAjySykR0L8Et4", "npm_TdNH8Bth0LWTvc5LZxdi2kOAjySykR0L8tE3",
                "npm_TdNH8Bth0LWTvc5LZxdi2kOAjySykRL8Et3",
            ]),
        .httpBasic: Vectors(
            source: "RFC 7617, 2 and 2.1; RFC 4648",
            holds: [
                "QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "dGVzdDoxMjPCow==", "b3BzOmtUOCN2UTJ4",
                "QWxhZGRpbjpvcGVuIHNlc2FtZQ",
            ],
            fails: [
                "bm9jb2xvbg==", "c3ZjLXJlcG9ydDo=", "OnB3", "QWxhZGRpbjpvcGVuIHNlc2FtZQ===",
                "QWxh=GRpbjpvcGVu",
                "not base64!", "", "////////////",
            ],
            placeholders: ["c3ZjLXJlcG9ydDpjaGFuZ2VtZQ=="]),
        .elasticAPIKey: Vectors(
            source: "Elasticsearch reference, \"Create API key\": the `encoded` value of its example",
            holds: ["VnVhQ2ZHY0JDZGJrUW0tZTVhT3g6dWkybHAyYXhUTm1zeWFrdzl0dk5udw=="],
            fails: [
                // A byte less, a byte more, the colon elsewhere, a byte that no id has.
                "VnVhQ2ZHY0JDZGJrUW0tZTVhT3g6dWkybHAyYXhUTm1zeWFrdzl0dk5u",
                "VnVhQ2ZHY0JDZGJrUW0tZTVhT3g6dWkybHAyYXhUTm1zeWFrdzl0dk5ud3g=",
                "VnVhQ2ZHY0JDZGJrUW0tZTVhTzp4dWkybHAyYXhUTm1zeWFrdzl0dk5udw==",
                "VnVhQ2ZHY0JDZGJrUW0tZTVhT3g6dWkybHAyYXhUTm1zeWFrdzl0dk4hdw==",
                "ui2lp2axTNmsyakw9tvNnw", "",
            ]),
        .azureStorageKey: Vectors(
            source:
                "Microsoft, Azure Storage: \"Manage account access keys\"; Azurite, well-known account and key",
            holds: [
                "UFZ5GjhDIMQ0lWhy1yyIa8uPrhZmAtIcwftHDHnZOQE+ZWepBCpECCv+Zdcjy2IvSlgVG4pMiRE+znlSFrsssQ=="
            ],
            fails: [
                "UFZ5GjhDIMQ0lWhy1yyIa8uPrhZmAtIcwftHDHnZOQE+ZWepBCpECCv+Zdcjy2IvSlgVG4pMiRE+znlSFrss",
                "UFZ5GjhDIMQ0lWhy1yyIa8uPrhZmAtIcwftHDHnZOQE+ZWepBCpECCv+Zdcjy2IvSlgVG4pMiRE+znlSFrsssQAA",
                "UFZ5GjhDIMQ0lWhy1yyIa8uPrhZmAtIcwftHDHnZOQE+ZWepBCpECCv!Zdcjy2IvSlgVG4pMiRE+znlSFrsssQ==",
                "",
            ],
            placeholders: [
                "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
            ]),
        .urlUserInfo: Vectors(
            source: "RFC 3986, 3.2.1; RFC 2606",
            open: [
                "postgres://app:kT8vQ2x@db.quillmoor.net/shop", "https://u:p%40ss9x@quillmoor.net:8443",
                "mongodb://ops:kT8:vQ2x@10.4.2.1/?tls=true", "amqp://u:p@ss9x@mq.quillmoor.net",
            ],
            fails: [
                "https://quillmoor.net/", "https://user@quillmoor.net/", "https://user:@quillmoor.net/",
                "https://quillmoor.net/a:b@c", "https://quillmoor.net?x=a:b@c", "user:pass@quillmoor.net", "",
                "https://",
            ],
            placeholders: [
                "postgres://app:password@db.quillmoor.net/", "ftp://u:pass@quillmoor.net",
                "redis://u:${PW}@cache",
                "https://u:kT8vQ2x@example.com/", "https://u:kT8vQ2x@www.example.org",
                "https://u:****@quillmoor.net",
            ]),
    ]
}
