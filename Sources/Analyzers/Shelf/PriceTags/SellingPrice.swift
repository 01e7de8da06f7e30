import AnalyzerKit
import Evidence
import Media

/// The price that a customer without a membership pays today, out of everything that a tag states.
struct SellingPrice: Sendable, Equatable {
    var price: Money
    /// Least probability of its digits.
    var probability: Double

    /// Print may be this much smaller than the tallest that could be a price, and be the price still.
    private static let leastHeight = 0.8
    /// Of two prices without words the taller is the selling price if it is this much taller.
    private static let clearlyTaller = 1.25
    private static let mostFen = 9_999_99

    private struct Candidate {
        var price: Money
        var role: TagNumber.Role
        var height: Double
        var probability: Double
    }

    /// - Parameter picture: the tag that the lines were read from: fen that are printed small and high have no point.
    /// - Returns: nil where no price stands out.
    static func of(_ lines: [TextLine], on picture: Raster) -> SellingPrice? {
        let numbers = TagNumbers.find(in: lines)
        var candidates: [Candidate] = []
        var used = Set<Int>()
        for (index, number) in numbers.enumerated() {
            switch number.shape {
            case .amount(let price):
                candidates.append(candidate(price, number, height: Double(number.box.height)))
                used.insert(index)
            case .digits(let digits):
                guard let (price, height, parts) = joined(digits, index, numbers, lines, picture) else {
                    continue
                }
                candidates.append(candidate(price, number, height: height))
                used.formUnion(parts)
            }
        }
        candidates = candidates.filter { $0.price.fen >= 10 && $0.price.fen <= mostFen }
        guard let best = chosen(candidates.filter { $0.role.isSelling }) else { return nil }
        let tallest =
            numbers.indices.filter { !used.contains($0) && isDoubtful(numbers[$0]) }
            .map { Double(numbers[$0].box.height) }.max() ?? 0
        guard best.height >= leastHeight * tallest else { return nil }
        return SellingPrice(price: best.price, probability: best.probability)
    }

    private static func candidate(_ price: Money, _ number: TagNumber, height: Double) -> Candidate {
        Candidate(price: price, role: number.role, height: height, probability: number.probability)
    }

    private static func chosen(_ candidates: [Candidate]) -> Candidate? {
        for role in [TagNumber.Role.promotional, .selling, .plain] {
            let same = candidates.filter { $0.role == role }.sorted { $0.height > $1.height }
            guard let best = same.first else { continue }
            let rival = same.first { $0.price != best.price }
            if let rival, best.height < clearlyTaller * rival.height { return nil }
            if role != .plain { return best }
            return best
        }
        return nil
    }

    /// Digits that could be a price that was not understood.
    private static func isDoubtful(_ number: TagNumber) -> Bool {
        guard case .digits(let digits) = number.shape, number.role.isSelling else { return false }
        return digits.count <= 6
    }

    /// Yuan with their fen, which stand in a line of their own or smaller in the same line; yuan alone with a
    /// currency mark.
    private static func joined(
        _ digits: String, _ index: Int, _ numbers: [TagNumber], _ lines: [TextLine], _ picture: Raster
    ) -> (price: Money, height: Double, parts: Set<Int>)? {
        let number = numbers[index]
        guard number.role.isSelling, digits.allSatisfy(TagPrint.isDigit), digits.count <= 6,
            digits.count == 1 || digits.first != "0"
        else { return nil }
        if digits.count <= 4, let fen = smallFen(beside: number, numbers) {
            guard case .digits(let small) = numbers[fen].shape,
                let price = Money("\(digits).\(small.filter(TagPrint.isDigit))")
            else { return nil }
            return (price, Double(number.box.height), [index, fen])
        }
        if digits.count >= 3, lines[number.line].text.filter({ !$0.isWhitespace }).count <= digits.count + 2,
            let heights = GlyphHeights.of(picture, in: number.box),
            let yuan = heights.tallRun(glyphs: digits.count),
            let price = Money("\(digits.prefix(yuan)).\(digits.dropFirst(yuan))")
        {
            return (price, Double(number.box.height), [index])
        }
        let isWhole =
            number.hasCurrency && digits.count <= 4
            && GlyphHeights.of(picture, in: number.box)?.areEven(digits: digits.count) == true
        guard isWhole, let price = Money(digits) else { return nil }
        return (price, Double(number.box.height), [index])
    }

    /// Two small digits right of the yuan, at their top or bottom.
    private static func smallFen(beside yuan: TagNumber, _ numbers: [TagNumber]) -> Int? {
        numbers.indices.first { index in
            let fen = numbers[index]
            guard case .digits(let digits) = fen.shape, fen.line != yuan.line,
                digits.filter(TagPrint.isDigit).count == 2, fen.range.lowerBound == 0
            else { return false }
            let (height, small) = (Double(yuan.box.height), Double(fen.box.height))
            let distance = Double(fen.box.x0 - yuan.box.x1)
            return small < 0.8 * height && small > 0.25 * height && distance < 0.5 * height
                && distance > -0.35 * height && Double(fen.box.y0) > Double(yuan.box.y0) - 0.2 * height
                && Double(fen.box.y1) < Double(yuan.box.y1) + 0.2 * height
        }
    }
}

extension TagNumber.Role {
    /// May be what is paid.
    var isSelling: Bool { self == .promotional || self == .selling || self == .plain }
}
