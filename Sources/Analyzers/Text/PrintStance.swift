import AnalyzerKit
import Media

/// How the print of a picture stands: upright, on its side or on its head. The shape of the boxes tells the first two
/// apart; which end is up is told by where the recogniser is surer of what it reads in a few of them.
struct PrintStance {
    /// The largest boxes of the commoner direction: few, but enough to outvote a logo.
    let samples: [Quadrilateral]
    let isSideways: Bool
    private let indices: [Int]

    private static let sampleCount = 6
    /// Boxes less drawn out than this (a single character) have no direction.
    private static let leastElongation: Float = 2
    /// Upright print is read with more certainty than this, print on its head is not.
    private static let doubtful = 0.8
    private static let readable = 0.6
    private static let clearlyBetter = 0.1

    init(_ places: [Quadrilateral]) {
        let lying = places.indices.filter { places[$0].width >= Self.leastElongation * places[$0].height }
        let standing = places.indices.filter { places[$0].height >= Self.leastElongation * places[$0].width }
        isSideways = standing.count > 2 && standing.count > 2 * lying.count
        let area = { (index: Int) in places[index].width * places[index].height }
        let largest = (isSideways ? standing : lying).sorted {
            area($0) != area($1) ? area($0) > area($1) : $0 < $1
        }
        indices = Array(largest.prefix(Self.sampleCount))
        samples = indices.map { places[$0] }
    }

    /// The readings of the samples among those of all places.
    func sampled(_ readings: [LineReading]) -> [LineReading] { indices.map { readings[$0] } }

    /// Whether it is worth while to look at the samples the other way up.
    func looksInverted(_ readings: [LineReading]) -> Bool {
        samples.count > 1 && Self.certainty(sampled(readings)) < Self.doubtful
    }

    static func isBetter(_ readings: [LineReading], than others: [LineReading]) -> Bool {
        let certainty = certainty(readings)
        return certainty >= readable && certainty >= Self.certainty(others) + clearlyBetter
    }

    /// Mean over lines, each as sure as its characters are in the mean; a line without any is not.
    private static func certainty(_ readings: [LineReading]) -> Double {
        guard !readings.isEmpty else { return 0 }
        let each = readings.map { reading in
            reading.characters.isEmpty
                ? 0 : reading.characters.reduce(0) { $0 + $1.probability } / Double(reading.characters.count)
        }
        return each.reduce(0, +) / Double(readings.count)
    }
}
