#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An estimate with its 95 % interval.
public struct Interval: Codable, Sendable, Equatable {
    public var estimate: Double
    public var low: Double
    public var high: Double
    /// What stands behind it.
    public var count: Int

    public init(estimate: Double, low: Double, high: Double, count: Int) {
        self.estimate = estimate
        self.low = low
        self.high = high
        self.count = count
    }

    /// Fewer than this and a report says so.
    public static let smallSample = 30

    public var isSmall: Bool { count < Self.smallSample }

    /// Wilson's score interval (1927) of a share; nil of nothing.
    public static func share(_ part: Int, of whole: Int) -> Interval? {
        guard whole > 0, part >= 0, part <= whole else { return nil }
        let z = 1.959_964
        let n = Double(whole)
        let share = Double(part) / n
        let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
        let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        return Interval(
            estimate: share, low: max(0, middle - half), high: min(1, middle + half), count: whole)
    }

    /// The difference of two shares (Newcombe 1998, method 10: from the two Wilson intervals).
    public static func difference(
        _ part: Int, of whole: Int, minus otherPart: Int, of otherWhole: Int
    ) -> Interval? {
        guard let one = share(part, of: whole), let other = share(otherPart, of: otherWhole) else {
            return nil
        }
        let difference = one.estimate - other.estimate
        let down = hypot(one.estimate - one.low, other.high - other.estimate)
        let up = hypot(one.high - one.estimate, other.estimate - other.low)
        return Interval(
            estimate: difference, low: difference - down, high: difference + up,
            count: min(one.count, other.count))
    }

    /// The mean of some values, by Student's t; nil of fewer than two.
    public static func mean(_ values: [Double]) -> Interval? {
        guard values.count >= 2 else { return nil }
        let n = Double(values.count)
        let mean = values.reduce(0, +) / n
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
        let half = student(values.count - 1) * (variance / n).squareRoot()
        return Interval(estimate: mean, low: mean - half, high: mean + half, count: values.count)
    }

    /// The 97.5 % point of Student's t (Cornish–Fisher expansion; exact values where that is rough).
    static func student(_ freedom: Int) -> Double {
        let exact = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228]
        if freedom >= 1, freedom <= exact.count { return exact[freedom - 1] }
        let z = 1.959_964
        let n = Double(max(1, freedom))
        let first = (pow(z, 3) + z) / (4 * n)
        let second = (5 * pow(z, 5) + 16 * pow(z, 3) + 3 * z) / (96 * n * n)
        return z + first + second
    }
}
