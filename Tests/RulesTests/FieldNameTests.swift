import Rules
import Testing

@Suite struct FieldNameTests {
    @Test(arguments: [
        ("birth_date", "birthdate"), ("birthDate", "birthdate"), ("Birth-Date", "birthdate"),
        ("BIRTH DATE", "birthdate"), ("customer.birth.date", "customerbirthdate"), ("phone2", "phone2"),
        ("é_É", "éé"),
        ("a", "a"), (String(repeating: "a", count: 40), String(repeating: "a", count: 40)),
        (String(repeating: "a_", count: 40), String(repeating: "a", count: 40)),
    ])
    func `case and separators do not count`(written: String, text: String) {
        #expect(FieldName(written)?.text == text)
        #expect(FieldName(written)?.description == text)
    }

    @Test(arguments: ["", "_", "-. _", String(repeating: "a", count: 41), String(repeating: "é", count: 21)])
    func `nothing, and more than forty bytes, is no name`(written: String) {
        #expect(FieldName(written) == nil)
    }

    @Test
    func `names that differ in case and separators are equal`() {
        #expect(
            Set(["birth_date", "birthDate", "BIRTH.DATE", "birth date"].map { FieldName($0) }).count == 1)
    }
}
