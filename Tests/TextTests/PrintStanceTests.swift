import AnalyzerKit
import Evidence
import Media
import Testing

@testable import Text

struct `A photo of a screen` {
    /// The turn and the one that undoes it, as EXIF orientations.
    @Test(arguments: [(3, 3), (6, 8), (8, 6)])
    func `that lies on its side or stands on its head is righted`(turn: Int, back: Int) async throws {
        let screen = try ReaderFixture.picture("text/shot_02.jpg")
        let reader = try ReaderFixture.reader()
        let reading = try await reader.readUpright(screen.turned(orientation: turn))
        #expect(reading.orientation == back)
        #expect(reading.picture == screen)
        #expect(reading.lines == (try await reader.read(screen)))
    }

    @Test(arguments: ["text/shot_07.jpg", "text/tag_02.jpg", "orders/dev_00_youxuan.jpg"])
    func `that stands upright is read as it is`(name: String) async throws {
        let picture = try ReaderFixture.picture(name)
        let reader = try ReaderFixture.reader()
        let reading = try await reader.readUpright(picture)
        #expect(reading.orientation == 1)
        #expect(reading.picture == picture)
        #expect(reading.lines == (try await reader.read(picture)))
    }

    @Test(arguments: [(1, 1), (3, 600), (600, 3), (400, 900)])
    func `without print is left alone`(width: Int, height: Int) async throws {
        let page = Raster(width: width, height: height, red: 250, green: 250, blue: 250)
        let reading = try await ReaderFixture.reader().readUpright(page)
        #expect(reading.orientation == 1)
        #expect(reading.lines.isEmpty)
    }

    @Test(arguments: [1, 3, 6, 8])
    func `has its boxes told where they were before it was turned`(orientation: Int) {
        let box = Box(x0: 1, y0: 0, x1: 4, y1: 2)
        let pixels: [UInt8] = (0..<4).flatMap { y in
            (0..<7).flatMap { x -> [UInt8] in
                (box.x0..<box.x1).contains(x) && (box.y0..<box.y1).contains(y) ? [255, 0, 0] : [0, 0, 0]
            }
        }
        let picture = Raster(width: 7, height: 4, pixels: pixels)
        let upright = picture.turned(orientation: orientation)
        let marked = (0..<(upright.width * upright.height)).filter { upright.pixels[$0 * 3] == 255 }
        let columns = marked.map { $0 % upright.width }
        let rows = marked.map { $0 / upright.width }
        let found = Box(
            x0: columns.min() ?? 0, y0: rows.min() ?? 0, x1: (columns.max() ?? 0) + 1,
            y1: (rows.max() ?? 0) + 1)
        #expect(
            found.turnedBack(orientation: orientation, width: upright.width, height: upright.height) == box)
    }

    @Test func `is not turned for a few boxes of one character`() {
        func box(_ width: Float, _ height: Float) -> Quadrilateral {
            Quadrilateral(
                topLeft: [0, 0], topRight: [width, 0], bottomRight: [width, height], bottomLeft: [0, height])
        }
        #expect(!PrintStance([]).isSideways)
        #expect(!PrintStance([box(20, 60), box(20, 60)]).isSideways)
        #expect(!PrintStance([box(20, 30), box(20, 30), box(20, 30)]).isSideways)
        #expect(PrintStance([box(20, 60), box(20, 60), box(20, 60), box(60, 20)]).isSideways)
        #expect(!PrintStance([box(20, 60), box(20, 60), box(20, 60), box(60, 20), box(60, 20)]).isSideways)
    }
}
