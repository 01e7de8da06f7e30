import Foundation
import Media
import TestSupport
import Testing

struct ResamplerTests {
    private func resampled(_ samples: [Float], from: Int, to: Int, blocks: [Int]) -> [Float] {
        var resampler = Resampler(from: from, to: to)
        var output: [Float] = []
        var place = 0
        var number = 0
        while place < samples.count {
            let count = min(blocks[number % blocks.count], samples.count - place)
            resampler.push(Array(samples[place..<(place + count)]), into: &output)
            place += count
            number += 1
        }
        resampler.finish(into: &output)
        return output
    }

    private func tone(_ hertz: Double, rate: Int, seconds: Double) -> [Float] {
        (0..<Int(seconds * Double(rate))).map {
            Float(0.5 * sin(2 * .pi * hertz * Double($0) / Double(rate)))
        }
    }

    @Test(arguments: [8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000, 44_056])
    func `the output is as long as the input`(rate: Int) {
        for count in [1, 2, 999, 10_007] {
            let output = resampled(
                [Float](repeating: 0.1, count: count), from: rate, to: 16_000, blocks: [512])
            #expect(output.count == (count * 16_000 + rate - 1) / rate)
        }
    }

    @Test(arguments: [8_000, 44_100, 48_000])
    func `the output does not depend on the blocks`(rate: Int) {
        let sound = tone(700, rate: rate, seconds: 0.7)
        let whole = resampled(sound, from: rate, to: 16_000, blocks: [sound.count])
        #expect(resampled(sound, from: rate, to: 16_000, blocks: [1, 17, 300, 4]) == whole)
        #expect(resampled(sound, from: rate, to: 16_000, blocks: [1_000]) == whole)
    }

    @Test(arguments: [(8_000, 1_000.0), (44_100, 1_000), (44_100, 6_500), (48_000, 440), (11_025, 3_000)])
    func `a tone of the pass band keeps its shape`(rate: Int, hertz: Double) {
        let output = resampled(tone(hertz, rate: rate, seconds: 1), from: rate, to: 16_000, blocks: [4_096])
        let wanted = tone(hertz, rate: 16_000, seconds: 1)
        for index in 400..<(wanted.count - 400) {
            #expect(abs(output[index] - wanted[index]) < 0.005, "\(index)")
            if abs(output[index] - wanted[index]) >= 0.005 { break }
        }
    }

    @Test(arguments: [(44_100, 10_000.0), (48_000, 12_000), (96_000, 9_500)])
    func `a tone above the new limit is gone`(rate: Int, hertz: Double) {
        let output = resampled(tone(hertz, rate: rate, seconds: 0.5), from: rate, to: 16_000, blocks: [4_096])
        let loudest = output.dropFirst(400).dropLast(400).map { abs($0) }.max() ?? 1
        #expect(loudest < 0.001)
    }

    @Test func `the same rate changes nothing`() {
        let sound = tone(300, rate: 16_000, seconds: 0.2)
        #expect(resampled(sound, from: 16_000, to: 16_000, blocks: [77]) == sound)
    }
}
