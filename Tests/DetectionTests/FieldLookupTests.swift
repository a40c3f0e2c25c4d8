import Detection
import Findings
import Foundation
import Rules
import Testing
import Validation

/// Which fields a name stands for, and where their values end: the forms that `Rules/README.md` lists.
@Suite struct FieldLookupTests {
    private static let yaml = #"""
        rules:
          - id: contact.phone
            title: Phone
            severity: low
            fields: {names: [phone, mobile_number], value: {digits: [4, 12]}}
            examples: {match: [phone=1234, phone=2345], ignore: [a, b]}
          - id: contact.work
            title: Work phone
            severity: low
            fields: {names: [work_phone], value: {digits: [4, 12]}}
            examples: {match: [work_phone=1234, work_phone=2345], ignore: [a, b]}
        """#

    private func seen(_ text: String, yaml: String = yaml) throws -> [Seen] {
        let rules = try CompiledRules(RuleSet(parseRuleFile(yaml: yaml).rules))
        let detector = try Detector(rules, today: CivilDate(year: 2026, month: 11, day: 23))
        return detector.seen(in: Array(text.utf8), rules)
    }

    @Test(arguments: [
        "phone", "Phone", "PHONE", "home_phone", "homePhone", "home-phone", "customer.phone", "HomePhone",
        "phone2",
        "USPhone", "mobile_number", "mobileNumber", "MOBILE-NUMBER", "userMobileNumber",
        "x.y.z.phone",
        "téléPhone",
    ])
    func `a name stands for every field whose last words are its own`(name: String) throws {
        for text in ["\(name)=5550123 x", "{\"\(name)\":\"5550123\"}", "{\"\(name)\": 5550123}"] {
            #expect(try seen(text).map(\.rule.text) == ["contact.phone"], "\(text)")
            #expect(try seen(text).map(\.value) == ["5550123"], "\(text)")
        }
    }

    @Test(arguments: [
        "microphone", "phones", "phone_model", "xphone", "number", "mobile", "automobile_number", "phone2x",
        "Xphone",
        "téléphone",
    ])
    func `a name stands for no other field`(name: String) throws {
        for text in ["\(name)=5550123 x", "{\"\(name)\":\"5550123\"}"] {
            #expect(try seen(text) == [], "\(text)")
        }
    }

    @Test(arguments: [("ab", "ab"), ("ab", "AB"), ("f", "f2"), ("f", "F"), ("e4b", "e4b")])
    func `a name of two hex digits is found where a hardware address has none`(name: String, written: String)
        throws
    {
        let yaml = Self.yaml.replacingOccurrences(of: "[work_phone]", with: "[\(name)]")
        let text = "board 2c:aa:8e:ab:8a:f2 \(written)=5550123 x"
        #expect(try seen(text, yaml: yaml).map(\.rule.text) == ["contact.work"])
        #expect(try seen("board 2c:aa:8e:ab:8a:f2 phone=5550123 x").map(\.rule.text) == ["contact.phone"])
    }

    @Test(arguments: ["work_phone", "workPhone", "my.work.phone"])
    func `the longest name wins over all rules`(name: String) throws {
        #expect(try seen("\(name)=5550123").map(\.rule.text) == ["contact.work"])
    }

    @Test(arguments: [
        #"{"phone":"5550123"}"#, #"{"phone" : "5550123"}"#, #"{\"phone\":\"5550123\"}"#, "phone=5550123 a",
        #"{\\\"phone\\\":\\\"5550123\\\"}"#, "phone: 5550123", "Phone: 5550123\r\nHost: a",
        "'phone' => '5550123'",
        ":phone=>\"5550123\"", "{'phone': '5550123'}", "GET /a?phone=5550123&b=c", "a&phone=5550123;d",
        "<phone>5550123</phone>", "<c:phone> 5550123 </c:phone>", "phone=\"5550123\"", "<a phone='5550123'>",
        "User(phone=5550123, b=1)", "Mobile Number: 5550123", "phone=5550123", "[phone=5550123]",
        "phone: 5550123 was called",
    ])
    func `the value is the same in every form`(text: String) throws {
        let found = try seen(text)
        try #require(found.count == 1, "\(text)")
        #expect(found[0].value == "5550123")
        #expect(Array(text.utf8)[found[0].range].elementsEqual("5550123".utf8))
    }

    @Test(arguments: [
        "phone 5550123", "phone==5550123", "phone://5550123", "phone::5550123", "phone=\"5550123", "phone=",
        "phone", "\"phone\",\"5550123\"", "phone:\n5550123", "<b>5550123</b>", "phone>5550123<",
        "phone=555x0123",
    ])
    func `what is no field has no value`(text: String) throws {
        #expect(try seen(text) == [], "\(text)")
    }
}
