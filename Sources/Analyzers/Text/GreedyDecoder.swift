import AnalyzerKit

/// Class probabilities a step → characters, by connectionist temporal classification's best path (Graves et al.
/// 2006): equal neighbours are one character, class 0 stands between.
struct GreedyDecoder: Sendable {
    /// By class: the blank, the dictionary, the space.
    private let characters: [String]
    /// How many of the next-best readings are kept, and from which probability on.
    private static let alternatives = 3
    private static let leastProbability: Float = 0.001

    /// - Parameter dictionary: one character a line, as the model's metadata carry it.
    init(dictionary: String) {
        let lines = dictionary.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        characters = [""] + lines.map { String(decoding: $0, as: UTF8.self) } + [" "]
    }

    var classCount: Int { characters.count }

    /// - Parameters:
    ///   - start: index of the line's first sample.
    ///   - steps: of the line, `classCount` samples each.
    func decode(_ samples: Span<Float>, start: Int, steps: Int) -> LineReading {
        samples.withUnsafeBufferPointer { buffer in
            var reading = LineReading()
            var run: Run?
            for step in 0..<steps {
                let row = UnsafeBufferPointer(
                    rebasing: buffer[(start + step * classCount)..<(start + (step + 1) * classCount)])
                let best = GreedyDecoder.best(row)
                if let current = run, current.best != best {
                    reading.characters.append(character(current))
                    run = nil
                }
                guard best != 0 else { continue }
                run = run ?? Run(best: best)
                run?.add(row, from: GreedyDecoder.leastProbability)
            }
            if let run { reading.characters.append(character(run)) }
            return reading
        }
    }

    private static func best(_ row: UnsafeBufferPointer<Float>) -> Int {
        // The samples of a step sum to 1: beyond a half nothing can be more likely.
        if row[0] > 0.5 { return 0 }
        let whole = row.count / 16 * 16
        var highest = SIMD16<Float>(repeating: -.infinity)
        for start in stride(from: 0, to: whole, by: 16) {
            highest = pointwiseMax(highest, block(row, start))
        }
        let probability = row[whole...].reduce(highest.max()) { max($0, $1) }
        var best: Int?
        each(of: row, reaching: probability) { index in best = best ?? index }
        return best ?? 0
    }

    /// Calls back with every class that reaches a probability, in order. Nearly all lie far below: sixteen are dismissed
    /// at once.
    private static func each(
        of row: UnsafeBufferPointer<Float>, reaching least: Float, _ body: (Int) -> Void
    ) {
        let whole = row.count / 16 * 16
        for start in stride(from: 0, to: whole, by: 16) where any(block(row, start) .>= least) {
            for index in start..<(start + 16) where row[index] >= least { body(index) }
        }
        for index in whole..<row.count where row[index] >= least { body(index) }
    }

    @inline(__always)
    private static func block(_ row: UnsafeBufferPointer<Float>, _ start: Int) -> SIMD16<Float> {
        UnsafeRawBufferPointer(row).loadUnaligned(
            fromByteOffset: start * MemoryLayout<Float>.stride, as: SIMD16<Float>.self)
    }

    private func character(_ run: Run) -> ReadCharacter {
        let others = run.seen.filter { $0.index != run.best && $0.index != 0 }
            .sorted {
                $0.probability != $1.probability ? $0.probability > $1.probability : $0.index < $1.index
            }
            .prefix(GreedyDecoder.alternatives)
        let own = run.seen.first { $0.index == run.best }?.probability ?? 0
        return ReadCharacter(
            text: characters[run.best], probability: LineReading.rounded(own),
            alternatives: others.map {
                .init(text: characters[$0.index], probability: LineReading.rounded($0.probability))
            })
    }

    /// Neighbouring steps with the same best class.
    private struct Run {
        let best: Int
        /// The highest probability that a class reaches in any step.
        var seen: [(index: Int, probability: Float)] = []

        init(best: Int) { self.best = best }

        mutating func add(_ row: UnsafeBufferPointer<Float>, from least: Float) {
            GreedyDecoder.each(of: row, reaching: least) { index in
                if let known = seen.firstIndex(where: { $0.index == index }) {
                    seen[known].probability = max(seen[known].probability, row[index])
                } else {
                    seen.append((index, row[index]))
                }
            }
        }
    }
}
