public import Evidence
public import Media
import Scoring
public import Simulation

/// A shelf section with its packs, larger than what the camera sees of it.
public struct ShelfScene {
    private typealias Colour = Raster.Colour

    /// Of the furniture on the canvas, px.
    static let left = 130
    static let top = 110
    static let shelfWidth = 1540
    private static let shelfHeight = 1180
    private static let size = (width: 1800, height: 1400)

    private let packs: [SKU: PackCutOut]
    private var chance: SeededChance
    private let board: Colour
    private var canvas: Raster

    /// The photo that a phone takes of a planogram with its gaps.
    /// - Parameters:
    ///   - packs: those of the planogram; a product without one leaves its place empty.
    ///   - furniture: the same for all photos of a store.
    ///   - seed: of this photo alone: no two days of a shelf look the same.
    public static func photo(
        of planogram: Planogram, gaps: [PlannedPhoto.Gap], packs: [SKU: PackCutOut], furniture: UInt64,
        seed: UInt64
    ) -> Raster {
        var scene = ShelfScene(packs: packs, furniture: furniture, seed: seed)
        scene.fill(planogram, gaps)
        return CameraView(seed: seed).photo(of: scene.canvas)
    }

    private init(packs: [SKU: PackCutOut], furniture: UInt64, seed: UInt64) {
        self.packs = packs
        chance = SeededChance(seed: seed)
        var store = SeededChance(seed: furniture)
        let wall = UInt8(100 + store.number(below: 80))
        func tone() -> UInt8 { UInt8(130 + store.number(below: 90)) }
        board = (tone(), tone(), tone())
        canvas = Raster(
            width: Self.size.width, height: Self.size.height, red: wall, green: wall, blue: wall)
    }

    // MARK: Rows

    private mutating func fill(_ planogram: Planogram, _ gaps: [PlannedPhoto.Gap]) {
        let base = base(planogram)
        let (left, right) = (Self.left, Self.left + Self.shelfWidth)
        bar(x: left - 16, y: Self.top - 40, width: Self.shelfWidth + 32, height: 40, board)
        var y = Self.top
        for (row, runs) in planogram.rows.enumerated() {
            let rowHeight = Int(base * (tallest(runs) * 1.16 + 0.04))
            shade(y: y, height: rowHeight)
            y += rowHeight
            let strip = Int(base * 0.12)
            bar(x: left, y: y, width: Self.shelfWidth, height: strip, board)
            bar(x: left, y: y, width: Self.shelfWidth, height: 3, darker(board, 60))
            place(runs, gaps.filter { $0.row == row }, bottom: y, base: base)
            y += strip
        }
        bar(x: left, y: y, width: Self.shelfWidth, height: 110, darker(board, 55))
        for x in [left - 16, right] {
            bar(x: x, y: Self.top - 40, width: 16, height: y + 150 - Self.top, darker(board, 75))
        }
        bar(x: 0, y: y + 110, width: Self.size.width, height: Self.size.height, darker(board, 40))
    }

    /// Height of a tall pack: every row fits the width, all rows the height.
    private func base(_ planogram: Planogram) -> Double {
        var base = 320.0
        var height = 0.0
        for runs in planogram.rows {
            let width = runs.reduce(0.0) { $0 + Double($1.facings) * breadth($1.sku) }
            base = min(base, Double(Self.shelfWidth) * 0.95 / max(width, 0.1))
            height += tallest(runs) * 1.16 + 0.16
        }
        return min(base, Double(Self.shelfHeight - 110) / max(height, 0.1))
    }

    /// Of a pack, against the height of a tall one.
    private func breadth(_ sku: SKU) -> Double { packs[sku].map { $0.aspect * $0.relativeHeight } ?? 0.4 }

    private func tallest(_ runs: [PlannedRun]) -> Double {
        runs.compactMap { packs[$0.sku]?.relativeHeight }.max() ?? 1
    }

    private mutating func place(
        _ runs: [PlannedRun], _ gaps: [PlannedPhoto.Gap], bottom: Int, base: Double
    ) {
        let widths = runs.map { base * breadth($0.sku) }
        let facings = runs.reduce(0) { $0 + $1.facings }
        let used = zip(runs, widths).reduce(0.0) { $0 + Double($1.0.facings) * $1.1 }
        let slack = min((Double(Self.shelfWidth - 12) - used) / Double(max(1, facings)), base * 0.12)
        var x = Double(Self.left + 6)
        for (index, run) in runs.enumerated() {
            let empty = gaps.first { $0.run == index }?.facings ?? 0
            tag(x: Int(x + widths[index] * 0.05), y: bottom + Int(base * 0.015), base: base)
            for facing in 0..<run.facings {
                if facing < run.facings - empty, let pack = packs[run.sku] {
                    stand(pack, x: x, bottom: Double(bottom), base: base)
                }
                x += widths[index] + slack * (0.6 + 0.8 * chance.share())
            }
        }
    }

    /// One pack, a little turned and leaning, with its own light.
    private mutating func stand(_ pack: PackCutOut, x: Double, bottom: Double, base: Double) {
        let height = base * pack.relativeHeight * (0.985 + 0.03 * chance.share())
        let width = height * pack.aspect * (0.97 + 0.03 * chance.share())
        let foot = bottom + base * 0.01 * (chance.share() - 0.5)
        let lean = 0.015 * chance.normal()
        let gain = 0.85 + 0.17 * chance.share()
        let across = 0.08 * chance.normal()
        bar(
            x: Int(x), y: Int(bottom - base * 0.012), width: Int(width), height: Int(base * 0.02),
            (25, 25, 25))
        canvas.paste(
            pack,
            PackStand(
                x: x, foot: foot, width: width, height: height, lean: lean, gain: gain, across: across))
    }

    // MARK: Brushes

    private mutating func bar(x: Int, y: Int, width: Int, height: Int, _ colour: Colour) {
        canvas.fill(x0: x, y0: y, x1: x + width, y1: y + height, colour)
    }

    /// A white price tag with a few strokes in place of print.
    private mutating func tag(x: Int, y: Int, base: Double) {
        let (width, height) = (Int(base * 0.18), Int(base * 0.09))
        bar(x: x, y: y, width: width, height: height, (240, 240, 236))
        for stroke in 0..<4 where chance.happens(0.8) {
            bar(
                x: x + 5 + stroke * width / 5, y: y + height / 4, width: width / 9, height: height / 2,
                (40, 40, 40))
        }
    }

    /// Deep in the shelf it is dark, more so at the top.
    private mutating func shade(y: Int, height: Int) {
        for row in 0..<height {
            let tone = UInt8(38 + 45 * row / max(1, height))
            bar(x: Self.left, y: y + row, width: Self.shelfWidth, height: 1, (tone, tone, tone))
        }
    }

    private func darker(_ colour: Colour, _ percent: Int) -> Colour {
        func tone(_ value: UInt8) -> UInt8 { UInt8(Int(value) * percent / 100) }
        return (tone(colour.red), tone(colour.green), tone(colour.blue))
    }
}
