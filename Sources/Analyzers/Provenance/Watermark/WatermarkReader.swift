import AnalyzerKit
import Evidence

/// Reads the watermark of a field camera from a picture's lines of print, wherever it stands.
///
/// Lines that say a date, a time, a weekday, a coordinate, an address or an anti-fake code are anchors; anchors close to
/// one another make a block, and the block that says most is the watermark. What it leaves out is taken from another
/// block only if that says it completely (apps that put the time at the top and the place at the bottom). A date alone is
/// no watermark: packs carry dates as well.
struct WatermarkReader {
    let stores: [Store]

    func read(_ lines: [TextLine]) -> WatermarkReading? {
        let all = lines.map { WatermarkLine($0, stores: stores) }
        let blocks = Self.blocks(of: all.filter(\.isAnchor)).map { Block(lines: $0) }
            .filter { $0.weight >= 3 }
        guard
            let best = blocks.enumerated().max(by: {
                ($0.element.weight, -$0.offset) < ($1.element.weight, -$1.offset)
            })?.element
        else { return nil }
        var reading = WatermarkReading()
        var used = best.lines
        best.fill(&reading)
        for other in blocks where other.lines.first?.box != best.lines.first?.box {
            let before = reading
            other.complete(&reading)
            if reading != before { used += other.lines }
        }
        guard reading.tellsAnything else { return nil }
        continueAddress(&reading, used: used, all: all)
        addSurroundings(&reading, used: used, all: all)
        return reading
    }

    /// A long address runs on into the next line of print.
    private func continueAddress(
        _ reading: inout WatermarkReading, used: [WatermarkLine], all: [WatermarkLine]
    ) {
        guard let address = reading.address, let line = used.first(where: { $0.address == address }),
            !"号弄室楼层栋".contains(address.text.last ?? "号")
        else { return }
        let height = line.box.height
        let next = all.first { candidate in
            !candidate.isAnchor && candidate.storeName == nil && candidate.box.y0 > line.box.y0
                && candidate.box.y0 - line.box.y1 < height && abs(candidate.box.x0 - line.box.x0) < 2 * height
                && abs(candidate.box.height - height) < height / 2
        }
        guard let next else { return }
        let more = PrintedText(next.text).compact
        guard let last = more.last, "号弄室楼层栋店旁".contains(last), more.count <= 16 else { return }
        reading.address = PrintedAddress(compact: address.text + more) ?? address
    }

    /// The watermark's other lines: store, weather, title. They stand within the block or right beside it, and are Chinese or
    /// begin where one of its lines begins; other print in between is on the packs behind it.
    private func addSurroundings(
        _ reading: inout WatermarkReading, used: [WatermarkLine], all: [WatermarkLine]
    ) {
        guard let frame = Box.union(of: used.map(\.box)) else { return }
        let heights = used.map(\.box.height).sorted()
        let reach = heights[heights.count / 2]
        let wide = Box(
            x0: frame.x0 - reach, y0: frame.y0 - reach - reach / 2, x1: frame.x1 + reach,
            y1: frame.y1 + reach + reach / 2)
        let members = all.filter { line in
            used.contains { $0.box == line.box }
                || wide.intersection(line.box).isMostOf(line.box)
                    && (line.text.contains(where: \.isHan)
                        || used.contains { abs($0.box.x0 - line.box.x0) * 2 < reach })
        }
        reading.texts = members.map(\.text)
        reading.boxes = members.map(\.box)
        reading.box = Box.union(of: reading.boxes)
        if reading.storeName == nil { reading.storeName = members.lazy.compactMap(\.storeName).first }
        if reading.datum == .unknown {
            reading.datum = members.map(\.datum).first { $0 != .unknown } ?? .unknown
        }
    }

    /// Anchors in connected groups.
    private static func blocks(of anchors: [WatermarkLine]) -> [[WatermarkLine]] {
        var group = Array(anchors.indices)
        for first in anchors.indices {
            for second in anchors.indices where second > first {
                guard areNear(anchors[first].box, anchors[second].box) else { continue }
                let (from, to) = (group[second], group[first])
                if from != to { for index in group.indices where group[index] == from { group[index] = to } }
            }
        }
        var blocks: [[WatermarkLine]] = []
        for root in anchors.indices {
            let members = anchors.indices.filter { group[$0] == root }.map { anchors[$0] }
            if !members.isEmpty { blocks.append(members) }
        }
        return blocks
    }

    /// Four line heights leave room for a line of weather between two anchors.
    private static func areNear(_ first: Box, _ second: Box) -> Bool {
        let height = max(first.height, second.height)
        let smaller = max(1, min(first.height, second.height))
        let below = max(first.y0, second.y0) - min(first.y1, second.y1)
        let beside = max(first.x0, second.x0) - min(first.x1, second.x1)
        return below <= min(4 * smaller, 3 * height) && beside <= 3 * height
    }

    /// Anchors that stand together.
    struct Block {
        let lines: [WatermarkLine]

        var date: PrintedDate? {
            let dated = lines.filter { !$0.dates.isEmpty }
            let best =
                dated.first { !$0.times.isEmpty && $0.dates[0].year != nil }
                ?? dated.first { $0.dates[0].year != nil } ?? dated.first
            return best?.dates.first
        }

        /// The time beside the date, else the largest print that is a time, else the time that a large line begins with
        /// (the reader adds what stands behind it in the picture: `09:2925`).
        var time: PrintedTime? {
            if let line = lines.first(where: { !$0.dates.isEmpty && !$0.times.isEmpty }) {
                return line.times.first
            }
            let clean = lines.filter { !$0.times.isEmpty }
                .max { ($0.box.height, -$0.box.y0) < ($1.box.height, -$1.box.y0) }?.times.first
            if let clean { return clean }
            guard let dateHeight = lines.first(where: { !$0.dates.isEmpty })?.box.height else { return nil }
            return lines.lazy.filter { $0.box.height * 2 > dateHeight * 3 }.compactMap(\.leadingTime).first
        }

        var weekday: Int? {
            lines.lazy.filter { !$0.dates.isEmpty }.compactMap(\.weekday).first
                ?? lines.lazy.compactMap(\.weekday).first
        }

        var pair: CoordinateNotation.Pair? {
            lines.lazy.compactMap { CoordinateNotation.pair($0.angles) }.first
                ?? CoordinateNotation.pair(lines.flatMap(\.angles))
        }

        var address: PrintedAddress? { lines.lazy.compactMap(\.address).first }

        /// How much the block says; a date or a time alone is below 3.
        var weight: Int {
            (date == nil ? 0 : 2) + (time == nil ? 0 : 1) + (pair == nil ? 0 : 3) + (address == nil ? 0 : 3)
                + (weekday == nil ? 0 : 1) + (lines.contains { $0.code != nil } ? 1 : 0)
        }

        func fill(_ reading: inout WatermarkReading) {
            reading.date = date
            reading.time = time
            reading.weekday = weekday
            reading.coordinate = pair
            reading.datum = lines.map(\.datum).first { $0 != .unknown } ?? .unknown
            reading.address = address
            reading.storeName = lines.lazy.compactMap(\.storeName).first
            reading.code = lines.lazy.compactMap(\.code).first
            reading.dateBoxes = dateBoxes
        }

        func complete(_ reading: inout WatermarkReading) {
            if reading.date == nil, reading.time == nil, let date, let time {
                reading.date = date
                reading.time = time
                reading.weekday = reading.weekday ?? weekday
                reading.dateBoxes = dateBoxes
            }
            if reading.coordinate == nil, let pair, pair.isLabelled {
                reading.coordinate = pair
                reading.datum = lines.map(\.datum).first { $0 != .unknown } ?? .unknown
            }
            if reading.address == nil, let address, address.province != nil { reading.address = address }
            if reading.code == nil { reading.code = lines.lazy.compactMap(\.code).first }
        }

        private var dateBoxes: [Box] {
            lines.filter { !$0.dates.isEmpty || !$0.times.isEmpty || $0.weekday != nil }.map(\.box)
        }
    }
}

extension Box {
    static func union(of boxes: [Box]) -> Box? {
        guard var frame = boxes.first else { return nil }
        for box in boxes.dropFirst() {
            frame = Box(
                x0: min(frame.x0, box.x0), y0: min(frame.y0, box.y0), x1: max(frame.x1, box.x1),
                y1: max(frame.y1, box.y1))
        }
        return frame
    }

    /// Whether this box, a part of the other, covers two thirds of it.
    func isMostOf(_ other: Box) -> Bool { area * 3 >= other.area * 2 && other.area > 0 }
}
