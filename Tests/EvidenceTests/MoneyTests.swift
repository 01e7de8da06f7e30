import Evidence
import TestSupport
import Testing

struct MoneyTests {
    @Test(arguments: [
        ("28.3", 2830), ("28.30", 2830), ("-5", -500), ("0.05", 5), ("0", 0),
        ("999999999.99", 99_999_999_999),
        ("-0.01", -1), ("007", 700),
    ])
    func `an amount is read to the fen`(text: String, fen: Int) { #expect(Money(text)?.fen == fen) }

    @Test(arguments: [
        "", ".", "-", ".5", "5.", "1.234", "1,5", "1.2.3", "--1", "+1", "1e3", "１２", "12元", " 1", "1 ",
        "1234567890", "1.-5", "1.+5", "-.5", "٣",
    ])
    func `what is no amount is none`(text: String) { #expect(Money(text) == nil) }

    @Test func `every amount comes back from its text`() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<20_000 {
            let money = Money(fen: Int.random(in: -99_999_999_999...99_999_999_999, using: &random))
            #expect(Money(money.description) == money)
        }
        for fen in -250...250 { #expect(Money(Money(fen: fen).description)?.fen == fen) }
    }

    @Test func `sums are exact where floating point is not`() {
        let dime = Money(fen: 10)
        #expect((1...10).reduce(Money.zero) { sum, _ in sum + dime } == Money("1.00"))
        #expect(Money(fen: 2830) - Money(fen: 2831) == Money(fen: -1))
        #expect(Money(fen: 333) * 3 == Money("9.99"))
        #expect(-Money(fen: 5) < .zero)
    }

    @Test(arguments: [
        ("\"28.3\"", 2830), ("28.3", 2830), ("30", 3000), ("0.29", 29), ("1.15", 115), ("-2.5", -250),
    ])
    func `JSON gives amounts as text or number`(json: String, fen: Int) throws {
        #expect(try CanonicalJSON.decode([Money].self, from: "[\(json)]") == [Money(fen: fen)])
    }

    @Test(arguments: ["1e30", "\"12x\"", "true", "null", "[]"])
    func `JSON that is no amount is refused`(json: String) {
        #expect(throws: (any Error).self) { try CanonicalJSON.decode([Money].self, from: "[\(json)]") }
    }

    @Test func `an amount is written as a decimal text`() throws {
        #expect(try CanonicalJSON.string([Money(fen: -2805)]) == "[\"-28.05\"]")
    }
}
