import AnalyzerKit
import Testing

@testable import Text

struct GreedyDecoderTests {
    /// Classes: blank, a, b, c, space.
    private let decoder = GreedyDecoder(dictionary: "a\nb\nc")

    private func decode(_ steps: [[Float]]) -> LineReading {
        let samples = steps.flatMap { $0 }
        return decoder.decode(samples.span, start: 0, steps: steps.count)
    }

    @Test func `equal neighbours are one character, a blank parts them`() {
        let a: [Float] = [0.05, 0.9, 0.03, 0.01, 0.01]
        let blank: [Float] = [0.96, 0.01, 0.01, 0.01, 0.01]
        #expect(decode([a, a, blank, a, blank]).characters.map(\.text) == ["a", "a"])
        #expect(decode([a, a, a]).characters.map(\.text) == ["a"])
        #expect(decode([blank, blank]).characters.isEmpty)
        #expect(decode([]).characters.isEmpty)
    }

    @Test func `probabilities are the best of the run, doubts are kept in order`() {
        let reading = decode([[0.1, 0.5, 0.3, 0.1, 0], [0.05, 0.8, 0.1, 0.05, 0], [0.9, 0.1, 0, 0, 0]])
        #expect(
            reading.characters == [
                ReadCharacter(
                    text: "a", probability: 0.8,
                    alternatives: [.init(text: "b", probability: 0.3), .init(text: "c", probability: 0.1)])
            ])
    }

    @Test func `the last class is a space`() {
        let reading = decode([[0, 0.9, 0, 0, 0.1], [0.1, 0, 0, 0, 0.9], [0, 0, 0.9, 0.1, 0]])
        #expect(reading.characters.map(\.text) == ["a", " ", "b"])
    }

    @Test func `a dictionary keeps its empty and odd lines in place`() {
        #expect(GreedyDecoder(dictionary: "a\n\u{3000}\n\nb").classCount == 6)
    }

    @Test(arguments: [1, 15, 16, 17, 40, 100])
    func `the best class is found wherever it stands, the first of equals`(count: Int) {
        let dictionary = (0..<count).map { "<\($0)>" }.joined(separator: "\n")
        let decoder = GreedyDecoder(dictionary: dictionary)
        for place in 0..<count {
            var step = [Float](repeating: 0.0001, count: decoder.classCount)
            step[place + 1] = 0.4
            if place + 2 < step.count { step[place + 2] = 0.4 }
            let reading = decoder.decode(step.span, start: 0, steps: 1)
            #expect(reading.characters.map(\.text) == ["<\(place)>"])
            #expect(reading.characters.first?.alternatives.count == 1)
        }
    }
}
