/// An amount in yuan, kept in fen. Decimal by construction: no floating point ever holds money.
public struct Money: Hashable, Codable, Sendable, Comparable, CustomStringConvertible {
    public var fen: Int

    public init(fen: Int) { self.fen = fen }

    /// Reads `28.3`, `28.30`, `-5`, `0.05`; nil for anything else, also for a third decimal.
    public init?(_ text: some StringProtocol) {
        var rest = Substring(text)
        var sign = 1
        if rest.hasPrefix("-") {
            sign = -1
            rest = rest.dropFirst()
        }
        let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), !parts[0].isEmpty, parts[0].count <= 9,
            parts[0].allSatisfy({ $0.isASCII && $0.isNumber }), let yuan = Int(parts[0])
        else { return nil }
        var cents = 0
        if parts.count == 2 {
            guard (1...2).contains(parts[1].count), parts[1].allSatisfy({ $0.isASCII && $0.isNumber }),
                let read = Int(parts[1])
            else { return nil }
            cents = parts[1].count == 1 ? read * 10 : read
        }
        fen = sign * (yuan * 100 + cents)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self), let money = Money(text) {
            self = money
            return
        }
        // Promotion files may give whole or decimal yuan as JSON numbers; two decimals are exact after rounding.
        let number = try container.decode(Double.self)
        guard number.isFinite, abs(number) < 1e9 else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not an amount"))
        }
        fen = Int((number * 100).rounded())
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// Two decimals, no currency sign: `28.30`.
    public var description: String {
        let magnitude = fen.magnitude
        return "\(fen < 0 ? "-" : "")\(magnitude / 100).\(twoDigits(Int(magnitude % 100)))"
    }

    public static func < (left: Money, right: Money) -> Bool { left.fen < right.fen }
    public static func + (left: Money, right: Money) -> Money { Money(fen: left.fen + right.fen) }
    public static func - (left: Money, right: Money) -> Money { Money(fen: left.fen - right.fen) }
    public static func * (left: Money, right: Int) -> Money { Money(fen: left.fen * right) }
    public static prefix func - (amount: Money) -> Money { Money(fen: -amount.fen) }
    public static let zero = Money(fen: 0)
}
