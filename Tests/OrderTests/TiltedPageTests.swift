import AnalyzerKit
import Evidence
import Media
import TestSupport
import Testing

@testable import Order

/// Turns print as a reader finds it on a page that leans in its picture: boxes grow round the turned lines.
struct TurnedPage {
    /// Pixels by which the print falls for each pixel to the right.
    let slope: Double
    let width: Int
    let height: Int

    func turned(_ line: TextLine) -> TextLine {
        let cosine = 1 / (1 + slope * slope).squareRoot()
        let corners = [
            (line.box.x0, line.box.y0), (line.box.x1, line.box.y0), (line.box.x1, line.box.y1),
            (line.box.x0, line.box.y1),
        ].map { corner in
            let (x, y) = (Double(corner.0 - width / 2), Double(corner.1 - height / 2))
            return (
                x: cosine * (x - slope * y) + Double(width) / 2,
                y: cosine * (y + slope * x) + Double(height) / 2
            )
        }
        let (across, down) = (corners.map(\.x).sorted(), corners.map(\.y).sorted())
        let isLong = line.box.x1 - line.box.x0 > 2 * (line.box.y1 - line.box.y0)
        return TextLine(
            text: line.text,
            box: Box(
                x0: Int(across[0].rounded()), y0: Int(down[0].rounded()), x1: Int(across[3].rounded()),
                y1: Int(down[3].rounded())),
            confidence: line.confidence, characters: line.characters, slope: isLong ? slope : nil)
    }
}

struct `A page that leans in its picture` {
    /// 1°, 2°, 3°, 5°, 8° to either side.
    static let slopes = [0.0175, 0.0349, 0.0524, 0.0875, 0.1405].flatMap { [$0, -$0] }

    private func findings(_ shot: OrderFixtures.Shot, slope: Double) throws -> OrderFindings {
        let page = TurnedPage(slope: slope, width: shot.width, height: shot.height)
        let lines = OrderFixtures.lines(shot)
        return try OrderFixtures.analyzer().findings(
            for: OrderFixtures.input(shot, lines: slope == 0 ? lines : lines.map(page.turned)))
    }

    @Test(arguments: try OrderFixtures.shots(), slopes)
    func `is read as the level one is`(shot: OrderFixtures.Shot, slope: Double) throws {
        let level = try findings(shot, slope: 0)
        let leaning = try findings(shot, slope: slope)
        #expect(level.orders.map(withoutBox) == leaning.orders.map(withoutBox))
    }

    @Test(arguments: slopes)
    func `hides what is private where it stands in the picture`(slope: Double) throws {
        let shot = try #require(try OrderFixtures.shots().first { $0.file.contains("jielong") })
        let page = TurnedPage(slope: slope, width: shot.width, height: shot.height)
        let level = try #require(try findings(shot, slope: 0).privateAreas)
        let leaning = try #require(try findings(shot, slope: slope).privateAreas)
        // What leaning pushes out of the picture is covered besides.
        #expect(!level.isEmpty && level.count <= leaning.count)
        for area in level {
            let wanted = page.turned(TextLine(text: "", box: area, confidence: 1)).box
            let isHidden = leaning.contains { found in
                found.x0 <= max(0, wanted.x0) + 3 && found.y0 <= max(0, wanted.y0) + 3
                    && found.x1 >= min(shot.width, wanted.x1) - 3
                    && found.y1 >= min(shot.height, wanted.y1) - 3
            }
            #expect(isHidden)
        }
    }

    @Test func `is laid straight and back to the pixel`() throws {
        let line = TextLine(
            text: "实付款：¥45.10", box: Box(x0: 600, y0: 900, x1: 900, y1: 945), confidence: 0.99)
        for slope in Self.slopes {
            let lines = (0..<3).map { _ in
                TurnedPage(slope: slope, width: 1080, height: 2340).turned(line)
            }
            let tilt = PageTilt(OrderInput(width: 1080, height: 2340, lines: lines))
            let straight = tilt.straightened(try #require(Piece(lines[0]))).box
            for (found, wanted) in [(straight, line.box), (tilt.inPicture(straight), lines[0].box)] {
                #expect(abs(found.x0 - wanted.x0) <= 2 && abs(found.x1 - wanted.x1) <= 2)
                #expect(abs(found.y0 - wanted.y0) <= 2 && abs(found.y1 - wanted.y1) <= 2)
            }
        }
    }

    @Test func `is not made out of a few slanting lines, nor of slopes that are none`() {
        func slope(_ slopes: [Double?]) -> Double {
            let lines = slopes.map {
                TextLine(text: "a", box: Box(x0: 0, y0: 0, x1: 200, y1: 40), confidence: 1, slope: $0)
            }
            return PageTilt(OrderInput(width: .max, height: .min, lines: lines)).slope
        }
        #expect(slope([0.05, 0.05]) == 0)
        #expect(slope([0, 0, 0, 0.05, nil]) == 0)
        #expect(slope([0.05, 0.05, 0.05, nil]) == 0.05)
        #expect(slope([.nan, .infinity, -.infinity, 0.05]) == 0)
        #expect(slope([2, 2, 2]) == 0)
        #expect(slope([0.008, 0.008, 0.008]) == 0)
    }

    private func withoutBox(_ order: Order) -> Order {
        var order = order
        order.box = nil
        return order
    }
}

struct `Edited digits of an order` {
    /// A number of twelve bars, one of them lower than the others, below the rest of an order.
    private func signals(slope: Double = 0, isPhoto: Bool = false) -> [String] {
        var sketch = Sketch()
        sketch.put("苹果 5斤", x: 60, y: 200)
        sketch.put("¥18.80", x: 800, y: 200, right: true)
        sketch.put("×2", x: 1000, y: 200, right: true)
        sketch.put("实付款", x: 60, y: 350)
        sketch.put("¥37.60", x: 1000, y: 350, right: true)
        sketch.put("下单时间：2026-11-12 14:13", x: 60, y: 430)
        sketch.put("订单编号", x: 60, y: 510)
        let number = Box(x0: 300, y0: 490, x1: 680, y1: 560)
        sketch.lines.append(TextLine(text: "123456789012", box: number, confidence: 0.99))
        var raster = Raster(width: 1080, height: 900, red: 250, green: 250, blue: 250)
        if isPhoto {
            for y in 0..<900 {
                for x in 0..<1080 {
                    let light = UInt8(250 - x / 18 - y / 15)
                    raster[x, y] = (light, light, light)
                }
            }
        }
        for digit in 0..<12 {
            for y in 510..<(digit == 5 ? 532 : 540) {
                for x in (310 + digit * 30)..<(322 + digit * 30) { raster[x, y] = (20, 20, 20) }
            }
        }
        for index in sketch.lines.indices { sketch.lines[index].slope = slope }
        let found = OrderAnalyzer(schemes: [], products: []).findings(
            for: OrderInput(width: 1080, height: 900, lines: sketch.lines, screenshot: raster))
        return found.orders.flatMap { $0.signals ?? [] }.map(\.code)
    }

    @Test func `are told on a screenshot, and on nothing that leans or was photographed`() {
        #expect(signals() == ["order.editedDigits"])
        #expect(signals(slope: 0.004) == ["order.editedDigits"])
        #expect(signals(slope: 0.01) == [])
        #expect(signals(slope: -0.01) == [])
        #expect(signals(isPhoto: true) == [])
    }
}
