import Findings
import Testing

@testable import Pipeline

@Suite struct ToldFindingsTests {
    private let email: RuleID
    private let phone: RuleID

    init() throws {
        email = try #require(RuleID("contact.email"))
        phone = try #require(RuleID("contact.phone"))
    }

    @Test func `a finding is new once, and so is each of another rule, offset, length or value`() {
        var told = ToldFindings()
        let isNew = (1...2).map { _ in
            [
                told.insert(email, at: 7, length: 12, valueHash: 1),
                told.insert(phone, at: 7, length: 12, valueHash: 1),
                told.insert(email, at: 8, length: 12, valueHash: 1),
                told.insert(email, at: 7, length: 13, valueHash: 1),
                told.insert(email, at: 7, length: 12, valueHash: 2),
            ]
        }
        #expect(isNew == [Array(repeating: true, count: 5), Array(repeating: false, count: 5)])
    }

    @Test func `what begins before an offset is forgotten, and nothing else`() {
        var told = ToldFindings()
        _ = told.insert(email, at: 7, length: 12, valueHash: 1)
        _ = told.insert(email, at: 8, length: 12, valueHash: 1)
        told.forget(before: 8)
        let isNew = [7, 8].map { told.insert(email, at: $0, length: 12, valueHash: 1) }
        #expect(isNew == [true, false])
    }
}
