import AnalyzerKit
import Evidence
import Media

/// Reads parts of a photo again at a larger scale where the first reading left a watermark out or told half of one.
///
/// A reader sees a whole photo so small that white print on a full shelf is lost to it, above all where neither a bar
/// nor a shadow lies under it. Before a manager is told that a photo says neither time nor place, somebody must have
/// looked closely. A photo whose watermark was read whole at first is read once.
struct CloserLook {
    let picture: Raster
    let reader: any TextReader
    let watermarks: WatermarkReader

    /// The lines of the first reading, made better where a part was read again.
    /// - Parameter tellsTime: whether the photo says without any watermark when it was taken.
    func lines(_ first: [TextLine], tellsTime: Bool) async throws(AnalysisError) -> [TextLine] {
        var lines = first
        let reading = watermarks.read(first)
        if let reading, isWhole(reading, first) { return first }
        if let area = hintedArea(reading, first) {
            lines = merged(lines, try await readAgain(area))
            if watermarks.read(lines) != nil { return lines }
        }
        guard !tellsTime, watermarks.read(lines) == nil else { return lines }
        for band in bands() {
            lines = merged(lines, try await readAgain(band))
            guard let found = watermarks.read(lines) else { continue }
            if !isWhole(found, lines), let area = hintedArea(found, lines) {
                lines = merged(lines, try await readAgain(area))
            }
            break
        }
        return lines
    }

    // MARK: What is missing

    private func isWhole(_ reading: WatermarkReading, _ lines: [TextLine]) -> Bool {
        guard reading.date != nil, reading.time != nil else { return false }
        if reading.coordinate != nil { return true }
        return reading.address != nil && !lines.contains { Self.namesAxis($0.text) }
    }

    private static let axes = ["经度", "纬度", "北纬", "南纬", "东经", "西经", "经纬"]
    private static let labels = axes + ["时间", "日期", "地点", "地址", "位置", "坐标", "定位", "星期"]

    private static func namesAxis(_ text: String) -> Bool { axes.contains { text.contains($0) } }

    /// Round the lines of a watermark that say something, or round words that only stand in one. A strip over the whole
    /// width, where they fill most of it.
    private func hintedArea(_ reading: WatermarkReading?, _ lines: [TextLine]) -> Box? {
        let hints = lines.filter { line in
            if let reading, !reading.boxes.contains(line.box) { return false }
            return reading == nil && Self.labels.contains { line.text.contains($0) }
                || WatermarkLine(line, stores: watermarks.stores).isAnchor
        }.map(\.box)
        guard let frame = Box.union(of: hints) else { return nil }
        let height = hints.map(\.height).sorted()[hints.count / 2]
        let area = grown(frame, beside: Self.linesBeside * height, around: Self.linesAround * height)
        if area.width * 4 <= picture.width * 3 { return area.width >= area.height ? area : nil }
        let strip = grown(frame, beside: picture.width, around: Self.linesAround * height)
        return strip.height * 5 <= strip.width * 2 ? strip : nil
    }

    private func grown(_ frame: Box, beside: Int, around: Int) -> Box {
        Box(
            x0: max(0, frame.x0 - beside), y0: max(0, frame.y0 - around),
            x1: min(picture.width, frame.x1 + beside), y1: min(picture.height, frame.y1 + around))
    }

    /// Lines of print that may have been lost above and below of those that were read; a large time is two high.
    private static let linesAround = 4
    /// By which a line may have been read too short, in its height.
    private static let linesBeside = 6

    // MARK: Where to look

    /// Bands over the whole width, each a third as high as it is wide: the reader then sees them half as large again.
    /// From the lower edge, where most cameras print, then from the upper one inwards. None in what no camera takes:
    /// their number would be the sender's choice.
    func bands() -> [Box] {
        let height = picture.width * 3 / 10
        guard picture.width >= Self.leastWidth, picture.height > height,
            picture.height <= Self.mostAspect * picture.width
        else { return [] }
        let step = height * 4 / 5
        let count = (picture.height - height + step - 1) / step + 1
        let tops = (0..<count).map { (picture.height - height) * $0 / (count - 1) }
        let inwards = tops.indices.map { $0 % 2 == 0 ? tops[count - 1 - $0 / 2] : tops[$0 / 2] }
        return inwards.map { Box(x0: 0, y0: $0, x1: picture.width, y1: $0 + height) }
    }

    /// Pixels; the lines of a watermark are not legible in less.
    private static let leastWidth = 240
    /// Height over width: phones' longest sides are 2.3 times their shorter ones, which makes ten bands.
    private static let mostAspect = 3

    private func readAgain(_ area: Box) async throws(AnalysisError) -> [TextLine] {
        let part = picture.cropped(x0: area.x0, y0: area.y0, x1: area.x1, y1: area.y1)
        return try await reader.read(part).map { line in
            var moved = line
            moved.box = Box(
                x0: line.box.x0 + area.x0, y0: line.box.y0 + area.y0, x1: line.box.x1 + area.x0,
                y1: line.box.y1 + area.y0)
            return moved
        }
    }

    // MARK: Both readings together

    /// A line that was read again takes the place of those that lie in it; one that lies in a longer line of the first
    /// reading is a piece of it, and left out.
    private func merged(_ first: [TextLine], _ closer: [TextLine]) -> [TextLine] {
        let added = closer.filter { line in
            !first.contains { known in
                known.box.width > line.box.width && known.text.count > line.text.count
                    && known.box.intersection(line.box).isMostOf(line.box)
            }
        }
        let kept = first.filter { known in
            !added.contains { $0.box.intersection(known.box).isMostOf(known.box) }
        }
        return (kept + added).sorted { ($0.box.y0, $0.box.x0) < ($1.box.y0, $1.box.x0) }
    }
}
