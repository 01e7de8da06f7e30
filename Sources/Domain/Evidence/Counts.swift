/// Named whole numbers that add up: what a store-day was counted to hold. Sums of counts are exact in any order, so
/// that a total kept by adding and taking away is the same as one counted anew.
public struct Counts: Sendable, Hashable {
    /// Never holds a zero: equal counts are equal values.
    public private(set) var numbers: [String: Int]

    public init() { numbers = [:] }

    public init(_ numbers: [String: Int]) { self.numbers = numbers.filter { $0.value != 0 } }

    public var isEmpty: Bool { numbers.isEmpty }

    /// A name that is not there counts zero.
    public subscript(name: String) -> Int {
        get { numbers[name] ?? 0 }
        set { numbers[name] = newValue == 0 ? nil : newValue }
    }

    /// Adds, held at the largest and smallest number where a sum would not fit.
    public static func += (left: inout Counts, right: Counts) {
        for (name, number) in right.numbers {
            left[name] = clamped(left[name].addingReportingOverflow(number))
        }
    }

    public static func -= (left: inout Counts, right: Counts) {
        for (name, number) in right.numbers {
            let (difference, overflow) = left[name].subtractingReportingOverflow(number)
            left[name] = overflow ? (number < 0 ? .max : .min) : difference
        }
    }

    public static func + (left: Counts, right: Counts) -> Counts {
        var sum = left
        sum += right
        return sum
    }

    private static func clamped(_ result: (partialValue: Int, overflow: Bool)) -> Int {
        guard result.overflow else { return result.partialValue }
        return result.partialValue < 0 ? .max : .min
    }
}

extension Counts: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([String: Int].self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(numbers)
    }
}
