import AnalyzerKit
import Evidence
import Media
import Synchronization
import Testing

@testable import Provenance

struct CloserLookTests {
    private static let address = "浙江省杭州市西湖区文三路478号"

    @Test func `a watermark that was read whole is not read again`() async throws {
        let reader = PartReader { _ in [] }
        let lines = [
            Self.line("2026-11-20 19:23", x: 40, y: 1000), Self.line(Self.address, x: 40, y: 1050),
        ]
        #expect(try await Self.look(reader).lines(lines, tellsTime: false) == lines)
        #expect(reader.seen.isEmpty)
    }

    @Test func `round a watermark without its time the picture is read again`() async throws {
        let reader = PartReader { width in
            [
                Self.line("上午6:29", x: 40, y: 0), Self.line("2026-11-20", x: 40, y: 200),
                Self.line(Self.address, x: 40, y: 240),
            ]
        }
        let first = [Self.line("2026-11-20", x: 300, y: 1000), Self.line(Self.address, x: 300, y: 1040)]
        let lines = try await Self.look(reader).lines(first, tellsTime: true)
        let reading = try #require(WatermarkReader(stores: Inputs.stores).read(lines))
        #expect(reading.time == PrintedTime(hour: 6, minute: 29, second: nil))
        #expect(reader.seen.count == 1)
        // Boxes are told in pixels of the whole picture.
        #expect(lines.allSatisfy { $0.box.y0 >= 860 })
    }

    @Test func `coordinates that were named and not read are looked for`() async throws {
        let reader = PartReader { _ in [Self.line("北纬：43.81785° 东经：87.57097°", x: 100, y: 250)] }
        let first = [
            Self.line("2026-11-20 19:23", x: 300, y: 900), Self.line(Self.address, x: 300, y: 950),
            Self.line("北纬：43", x: 300, y: 1000),
        ]
        let lines = try await Self.look(reader).lines(first, tellsTime: true)
        #expect(WatermarkReader(stores: Inputs.stores).read(lines)?.coordinate != nil)
    }

    @Test func `a photo that tells nothing is searched from its lower edge until something is found`()
        async throws
    {
        let looks = Mutex(0)
        let reader = PartReader { _ in
            let look = looks.withLock { count in
                count += 1
                return count
            }
            return look < 2
                ? [] : [Self.line("2026-11-20 19:23", x: 40, y: 40), Self.line(Self.address, x: 40, y: 80)]
        }
        let lines = try await Self.look(reader).lines([], tellsTime: false)
        #expect(WatermarkReader(stores: Inputs.stores).read(lines)?.date != nil)
        #expect(reader.seen == [Self.band, Self.band])
    }

    @Test func `every part of a photo lies in a band`() {
        for (width, height) in [(1600, 1200), (1200, 1600), (1000, 301), (1080, 2400), (1000, 1000)] {
            let bands = Self.bands(width: width, height: height).sorted { $0.y0 < $1.y0 }
            #expect(bands.first?.y0 == 0 && bands.last?.y1 == height)
            #expect(zip(bands, bands.dropFirst()).allSatisfy { $0.y1 > $1.y0 })
        }
    }

    @Test func `no shape of a picture makes many bands`() {
        for width in [1, 3, 40, 239, 240, 333, 1080, 8000] {
            for height in [1, 2, 100, 719, 720, 721, 4000, 24_000] where width * height < 40_000_000 {
                let bands = Self.bands(width: width, height: height)
                #expect(bands.count <= 13, "\(width) × \(height)")
                #expect(bands.allSatisfy { $0.height > 0 })
            }
        }
    }

    private static func bands(width: Int, height: Int) -> [Box] {
        CloserLook(
            picture: Raster(width: width, height: height, red: 9, green: 9, blue: 9),
            reader: PartReader { _ in [] }, watermarks: WatermarkReader(stores: [])
        ).bands()
    }

    @Test func `a photo that says when it was taken is not searched`() async throws {
        let reader = PartReader { _ in [] }
        let first = [Self.line("Zunami", x: 10, y: 10)]
        #expect(try await Self.look(reader).lines(first, tellsTime: true) == first)
        #expect(reader.seen.isEmpty)
    }

    @Test func `a piece of a line that was read whole before does not take its place`() async throws {
        let reader = PartReader { _ in [Self.line("文三路", x: 210, y: 188)] }
        let first = [Self.line("2026-11-20", x: 300, y: 1000), Self.line(Self.address, x: 300, y: 1050)]
        #expect(try await Self.look(reader).lines(first, tellsTime: true).map(\.text) == first.map(\.text))
    }

    @Test func `a reader that fails fails the analysis, it does not pass for nothing seen`() async throws {
        var input = Inputs.input()
        input.picture = Raster(width: 1600, height: 1200, red: 9, green: 9, blue: 9)
        input.reader = PartReader { (_) throws(AnalysisError) in
            throw AnalysisError(.capabilityFailed, detail: "gone")
        }
        await #expect(throws: AnalysisError.self) {
            try await ProvenanceAnalyzer(stores: Inputs.stores).analyze(input)
        }
    }

    private static let band = [1600, 480]

    private static func look(_ reader: PartReader) -> CloserLook {
        CloserLook(
            picture: Raster(width: 1600, height: 1200, red: 90, green: 90, blue: 90), reader: reader,
            watermarks: WatermarkReader(stores: Inputs.stores))
    }

    private static func line(_ text: String, x: Int, y: Int) -> TextLine {
        TextLine(
            text: text, box: Box(x0: x, y0: y, x1: x + 20 * text.count, y1: y + 34), confidence: 0.98)
    }
}

/// Says what it is told of every part, and keeps their sizes.
private final class PartReader: TextReader {
    let identity = AnalyzerIdentity(name: "parts", version: "1")
    private let answer: @Sendable (Int) throws(AnalysisError) -> [TextLine]
    private let sizes = Mutex<[[Int]]>([])

    init(_ answer: @escaping @Sendable (Int) throws(AnalysisError) -> [TextLine]) { self.answer = answer }

    /// Width and height of each part, in the order in which they came.
    var seen: [[Int]] { sizes.withLock { $0 } }

    func read(_ picture: Raster) async throws(AnalysisError) -> [TextLine] {
        sizes.withLock { $0.append([picture.width, picture.height]) }
        return try answer(picture.width)
    }
}
