import Foundation
import Media
import TestSupport
import Testing

@testable import Decoding

struct JPEGStepsTests {
    private func steps(_ segments: [[UInt8]], first: UInt8? = 0) -> JPEGSteps {
        var steps = JPEGSteps()
        steps.first = first
        for segment in segments { steps.read(segment, 0..<segment.count) }
        return steps
    }

    @Test func `a table is put back into the order of the block`() throws {
        let table = try #require(steps([[0] + (0..<64).map { UInt8($0) }]).luminance)
        // T.81 figure A.6.
        #expect(table[0...7] == [0, 1, 5, 6, 14, 15, 27, 28])
        #expect(table[8] == 2 && table[16] == 3 && table[9] == 4 && table[63] == 63)
        #expect(table.sorted() == (0..<64).map { UInt16($0) })
    }

    @Test func `of several tables that of the first component counts`() {
        let segment = [0] + [UInt8](repeating: 3, count: 64) + [1] + [UInt8](repeating: 9, count: 64)
        #expect(steps([segment]).luminance == [UInt16](repeating: 3, count: 64))
        #expect(steps([segment], first: 1).luminance == [UInt16](repeating: 9, count: 64))
        #expect(steps([segment], first: 2).luminance == nil)
        #expect(steps([segment], first: nil).luminance == nil)
    }

    @Test func `a decoded photo tells the steps of its luma`() throws {
        let picture = Raster(width: 64, height: 48, red: 9, green: 80, blue: 200)
        let (_, facts) = try MediaDecoder().picture(JPEGWriter.bytes(of: picture, quality: 50))
        // Quality 50 is the table of T.81 annex K.
        let steps = try #require(facts.luminanceSteps)
        #expect(steps.count == 64)
        #expect(steps[0...7] == [16, 11, 10, 16, 24, 40, 51, 61])
        #expect(steps[8] == 12 && steps[63] == 99)
        let (_, png) = try MediaDecoder().picture([UInt8](Fixture.data("media/rgb8.png")))
        #expect(png.luminanceSteps == nil)
    }

    @Test func `tables of two bytes a step are read, cut ones left out`() {
        let wide: [UInt8] = [0x10] + (0..<64).flatMap { _ in [1, 4] as [UInt8] }
        #expect(steps([wide]).luminance == [UInt16](repeating: 260, count: 64))
        #expect(steps([wide.dropLast()].map(Array.init)).luminance == nil)
        #expect(steps([[0, 1, 2, 3]]).luminance == nil)
        #expect(steps([[]]).luminance == nil)
    }
}
