import Evidence
import TestSupport
import Testing

@testable import Shelf

/// Photos that show a part of what is planned: bays go on at the left and right, rows above and below.
struct PlanogramFrameTests {
    private struct Facing {
        var sku: SKU
        var frame: Frame
        var isGap: Bool
    }

    /// A bay of six rows about 3,000 pixels wide; some facings are sold out.
    private func bay(_ random: inout SeededGenerator) -> [[Facing]] {
        (0..<6).map { row in
            var facings: [Facing] = []
            var x: Float = 0
            var run = 0
            while x < 2900 {
                let sku = SKU(rawValue: "r\(row)-\(run)")
                let width = Float.random(in: 70...150, using: &random)
                let empty = Int.random(in: 0..<12, using: &random) == 0
                for _ in 0..<Int.random(in: 1...5, using: &random) {
                    let frame = Frame(x0: x, y0: Float(row) * 300, x1: x + width, y1: Float(row) * 300 + 250)
                    facings.append(Facing(sku: sku, frame: frame, isGap: empty))
                    x += width + Float.random(in: 0...6, using: &random)
                }
                run += 1
            }
            return facings
        }
    }

    private func plan(_ bay: [[Facing]]) -> Planogram {
        Planogram(
            rows: bay.map { row in
                row.reduce(into: []) { runs, facing in
                    if runs.last?.sku == facing.sku {
                        runs[runs.count - 1].facings += 1
                    } else {
                        runs.append(PlannedRun(sku: facing.sku, facings: 1))
                    }
                }
            })
    }

    /// What a photo of the given part shows.
    private func photo(_ bay: [[Facing]], rows: Range<Int>, from x0: Float, width: Float) -> ObservedShelf {
        var shelf = ObservedShelf(rows: [], width: width, height: Float(rows.count) * 300)
        for facing in bay.joined() { shelf.aspects[facing.sku] = facing.frame.width / 250 }
        for row in bay[rows] {
            var seen = ObservedShelf.Row(items: [], height: 250)
            for facing in row {
                let frame = shifted(facing, from: x0)
                let inside = frame.cut(width: Int(width), height: 3000).width
                guard inside > 0.2 * frame.width else { continue }
                if facing.isGap {
                    // A hole shows as one stretch up to the edge of the photo.
                    let part = Frame(x0: max(0, frame.x0), y0: 0, x1: min(width, frame.x1), y1: 250)
                    if let last = seen.gaps.last, part.x0 - last.x1 < 8 {
                        seen.gaps[seen.gaps.count - 1].x1 = part.x1
                    } else {
                        seen.gaps.append(part)
                    }
                } else {
                    seen.items.append(
                        ObservedShelf.Item(sku: facing.sku, frame: frame, visible: inside / frame.width))
                }
            }
            shelf.rows.append(seen)
        }
        return shelf
    }

    private func shifted(_ facing: Facing, from x0: Float) -> Frame {
        Frame(
            x0: facing.frame.x0 - x0, y0: facing.frame.y0, x1: facing.frame.x1 - x0, y1: facing.frame.y1)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `no slot outside the frame is missing, and none inside escapes`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bay = bay(&random)
        let first = Int.random(in: 0...2, using: &random)
        let rows = first..<(first + Int.random(in: 2...4, using: &random))
        let x0 = Float.random(in: 0...1400, using: &random)
        let width = Float.random(in: 900...1500, using: &random)
        let slots = PlanogramComparison.slots(plan(bay), photo(bay, rows: rows, from: x0, width: width))
        var (judged, escaped, accused) = (0, 0, [String]())
        for slot in slots {
            guard let row = slot.row, let index = slot.index else {
                Issue.record("nothing is extra: \(slot)")
                continue
            }
            let facing = bay[row][index]
            let frame = shifted(facing, from: x0)
            let visible =
                rows.contains(row) ? frame.cut(width: Int(width), height: 3000).width / frame.width : 0
            if visible < 0.6 {
                if [.missing, .outOfStock, .misplaced].contains(slot.status) {
                    accused.append("\(row) \(index) \(slot.sku) \(slot.status) \(frame.x0) of \(width)")
                }
            } else if visible > 0.9 {
                judged += 1
                if facing.isGap {
                    escaped += slot.status == .outOfStock ? 0 : 1
                } else {
                    #expect(slot.status == .ok)
                }
            }
        }
        #expect(accused.isEmpty)
        #expect(judged > 10)
        // How many facings a hole at the very edge of the photo stands for is a guess.
        #expect(escaped <= 1 + judged / 50)
    }

    @Test func `what a row lacks inside its bay is missing, not outside`() {
        // Three rows begin at the photo's left edge; the second lacks its first three facings.
        func row(_ name: String, _ count: Int, from x: Float) -> ObservedShelf.Row {
            let items = (0..<count).map { index in
                ObservedShelf.Item(
                    sku: SKU(rawValue: "\(name)\(index)"),
                    frame: Frame(x0: x + Float(index) * 100, y0: 0, x1: x + Float(index) * 100 + 98, y1: 150))
            }
            return ObservedShelf.Row(items: items, height: 150)
        }
        func planned(_ name: String, _ count: Int) -> [PlannedRun] {
            (0..<count).map { PlannedRun(sku: SKU(rawValue: "\(name)\($0)"), facings: 1) }
        }
        var second = row("b", 8, from: 10)
        second.items.removeFirst(3)
        for index in second.items.indices {
            second.items[index].frame.x0 -= 300
            second.items[index].frame.x1 -= 300
        }
        let shelf = ObservedShelf(
            rows: [row("a", 8, from: 5), second, row("c", 8, from: 12)], width: 1000, height: 600)
        let slots = PlanogramComparison.slots(
            Planogram(rows: [planned("a", 8), planned("b", 8), planned("c", 8)]), shelf)
        let states = slots.filter { $0.row == 1 }.prefix(3).map(\.status)
        // One facing may hide behind the edge that the row runs into.
        #expect(states == [.missing, .missing, .notAssessable])
    }
}
