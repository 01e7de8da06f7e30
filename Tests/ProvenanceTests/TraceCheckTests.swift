import AnalyzerKit
import Evidence
import Media
import TestSupport
import Testing

@testable import Provenance

struct TraceCheckTests {
    private let shelf = DrawnShelf(seed: 31, width: 960, height: 720).picture
        .cropped(x0: 30, y0: 60, x1: 930, y1: 690)

    private func thumbnailCodes(_ thumbnail: Raster, orientation: Int = 1) -> [String] {
        let input = ProvenanceInput(
            picture: shelf, sha256: ContentHash("aa"),
            facts: MediaFacts(format: .jpeg, orientation: orientation), lines: [], store: Inputs.store,
            day: Inputs.day("2026-11-20"), thumbnail: thumbnail)
        return ThumbnailCheck(policy: Inputs.policy).check(input).map(\.code)
    }

    @Test func `the picture's own thumbnail is recognised, turned, barred or retouched`() {
        let small = shelf.resized(width: 160, height: 120)
        #expect(thumbnailCodes(small).isEmpty)
        #expect(thumbnailCodes(small.mapped { value, _, _ in value * 4 / 5 + 20 }).isEmpty)
        let barred = Raster(width: 160, height: 160, red: 0, green: 0, blue: 0).pasting(small, x: 0, y: 20)
        #expect(thumbnailCodes(barred).isEmpty)
        let sideways = small.turned(exifOrientation: 8)
        #expect(thumbnailCodes(sideways, orientation: 6).isEmpty)
    }

    @Test func `a thumbnail of another picture is said`() {
        let other = DrawnShelf(seed: 32, width: 960, height: 720).picture
        #expect(thumbnailCodes(other.resized(width: 160, height: 120)) == ["exif.thumbnail"])
        #expect(thumbnailCodes(Raster(width: 160, height: 120, red: 9, green: 9, blue: 9)).isEmpty)
    }

    @Test(arguments: 1...8) func `orientations turn as EXIF defines them`(_ orientation: Int) {
        var picture = Raster(width: 3, height: 2, red: 0, green: 0, blue: 0)
        picture[0, 0] = (255, 0, 0)
        let turned = picture.turned(exifOrientation: orientation)
        #expect((turned.width == 2) == (orientation >= 5))
        let corners = [(0, 0), (2, 0), (2, 1), (0, 1), (0, 0), (1, 0), (1, 2), (0, 2)]
        let (x, y) = corners[orientation - 1]
        #expect(turned[x, y].red == 255)
    }

    @Test func `a screen's coloured grid and dark edge are hints`() {
        #expect(ScreenCheck(policy: Inputs.policy).check(shelf).isEmpty)
        var grid = shelf
        for y in 0..<grid.height {
            for x in 0..<grid.width {
                let (red, green, blue) = grid[x, y]
                // Stripes of the three colours that beat with the pixels about every 5.3 of them.
                let phase = Double(x) / 5.3 + Double(y) / 41
                let place = Int((phase - phase.rounded(.down)) * 3)
                grid[x, y] = (
                    place == 0 ? red : red / 2, place == 1 ? green : green / 2, place == 2 ? blue : blue / 2
                )
            }
        }
        #expect(ScreenCheck(policy: Inputs.policy).check(grid).map(\.code) == ["recapture.screen"])
        let edged = Raster(width: 1000, height: 760, red: 40, green: 40, blue: 42).pasting(
            shelf, x: 20, y: 20)
        #expect(ScreenCheck(policy: Inputs.policy).check(edged).map(\.code) == ["recapture.screen"])
    }

    /// Digits of five by seven cells, with a shadow or without.
    private func printed(_ text: String, shadowless: Set<Int> = [], lower: Set<Int> = []) -> (
        Raster, TextLine
    ) {
        let shapes: [Character: [String]] = [
            "0": ["01110", "10001", "10001", "10001", "10001", "10001", "01110"],
            "1": ["00100", "01100", "00100", "00100", "00100", "00100", "01110"],
            "2": ["01110", "10001", "00001", "00110", "01000", "10000", "11111"],
            "6": ["01110", "10000", "10000", "11110", "10001", "10001", "01110"],
            "-": ["00000", "00000", "00000", "11111", "00000", "00000", "00000"],
        ]
        let cell = 4
        var picture = Raster(width: 420, height: 120, red: 150, green: 140, blue: 120)
        var random = SeededGenerator(seed: 12)
        picture = picture.mapped { value, _, _ in value + Int.random(in: -3...3, using: &random) }
        func draw(_ dx: Int, _ dy: Int, _ color: UInt8, shadow: Bool) {
            var left = 40
            for (index, character) in text.enumerated() {
                let drop = lower.contains(index) ? 2 : 0
                for (row, bits) in (shapes[character] ?? []).enumerated() {
                    for (column, bit) in bits.enumerated()
                    where bit == "1" && !(shadow && shadowless.contains(index)) {
                        for y in 0..<cell {
                            for x in 0..<cell {
                                picture[left + column * cell + x + dx, 45 + drop + row * cell + y + dy] = (
                                    color, color, color
                                )
                            }
                        }
                    }
                }
                left += character == "-" ? 18 : 28
            }
        }
        draw(2, 2, 40, shadow: true)
        draw(0, 0, 250, shadow: false)
        let width = text.reduce(0) { $0 + ($1 == "-" ? 18 : 28) }
        return (
            picture, TextLine(text: text, box: Box(x0: 38, y0: 43, x1: 36 + width, y1: 75), confidence: 0.99)
        )
    }

    private func traces(_ drawn: (Raster, TextLine)) -> [EditTraces.Kind] {
        EditTraces(drawn.0, lines: [drawn.1], dateBoxes: [drawn.1.box]).findings().map(\.kind)
    }

    @Test func `digits that one program printed are alike`() {
        #expect(traces(printed("2026-11-20")).isEmpty)
    }

    @Test func `a digit without the others' shadow is found`() {
        #expect(traces(printed("2026-11-20", shadowless: [9])).contains(.shadow))
    }

    @Test func `a reason says where the changed digit stands`() throws {
        let (picture, line) = printed("2026-11-20", shadowless: [9])
        let watermark = WatermarkReading(dateBoxes: [line.box], boxes: [line.box])
        let input = ProvenanceInput(
            picture: picture, sha256: ContentHash("aa"), facts: MediaFacts(format: .jpeg), lines: [line],
            store: Inputs.store, day: Inputs.day("2026-11-20"))
        let reason = try #require(
            EditedCheck(policy: Inputs.policy).check(input, watermark: watermark).first)
        #expect(reason.code == "watermark.edited")
        let area = try #require(reason.areas?.first)
        // The last of ten characters.
        #expect(area.x0 > 240 && area.x1 <= line.box.x1 + 2 && area.y0 >= line.box.y0 - 2)
    }

    @Test func `a digit off the baseline is found`() {
        #expect(traces(printed("2026-11-20", lower: [8])).contains(.baseline))
    }

    @Test func `boxes beyond the picture are no trap`() {
        let line = TextLine(
            text: "2026-11-20", box: Box(x0: -50, y0: 700, x1: 4000, y1: 900), confidence: 0.9)
        #expect(EditTraces(shelf, lines: [line], dateBoxes: [line.box]).findings().isEmpty)
    }
}
