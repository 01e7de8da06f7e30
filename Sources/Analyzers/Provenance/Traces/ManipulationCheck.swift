import AnalyzerKit
import Evidence
import Media

/// Hints that a part of the picture was put over another: taken from elsewhere in it, or from another picture. Each says
/// where, with a map of how strongly every part stands out.
struct ManipulationCheck {
    let policy: ProvenancePolicy

    /// Whether either search can tell anything of a picture of this size.
    static func canTell(_ picture: Raster) -> Bool { min(picture.width, picture.height) >= 400 }

    func check(
        _ input: ProvenanceInput, watermark: WatermarkReading?
    ) -> [ProvenanceFindings.Observation] {
        guard Self.canTell(input.picture) else { return [] }
        let luma = GrayPicture(luma: input.picture)
        let print = input.lines.map(\.box)
        let scene = Scene(watermark: watermark?.box, lines: input.lines)
        return [copied(luma, print, scene), spliced(luma, input.facts, print, scene)].compactMap(\.self)
    }

    // MARK: Copied within the picture

    /// Of 212 unchanged pictures one lies above, a drawn shelf whose packs are one and the same picture; photos stay below 1.5.
    private static let leastCopied: Float = 4
    private static let copiedMeasured = ProvenancePolicy.Measured(
        chinese: "自制改动上的 AUC 为 .73，未改动的 212 张误报 1 张，真实改动未测",
        english:
            "AUC .73 on copies made for the purpose, 1 of 212 unchanged pictures named, real ones not measured"
    )

    private func copied(_ luma: GrayPicture, _ print: [Box], _ scene: Scene) -> ProvenanceFindings
        .Observation?
    {
        let found = RepeatedGround(in: luma, print: print)
        guard found.strength >= Self.leastCopied, let repetition = found.repetitions.first else { return nil }
        let tiles = repetition.tiles.map { tile in
            let (x, y) = (
                tile % found.grid.columns * RepeatedGround.tile,
                tile / found.grid.columns * RepeatedGround.tile
            )
            return Box(x0: x, y0: y, x1: x + RepeatedGround.tile, y1: y + RepeatedGround.tile)
        }
        let moved = tiles.map { tile in
            Box(
                x0: tile.x0 + repetition.right, y0: tile.y0 + repetition.down, x1: tile.x1 + repetition.right,
                y1: tile.y1 + repetition.down)
        }
        let areas = [Box.union(of: tiles), Box.union(of: moved)].compactMap(\.self)
        let place = scene.name(of: areas)
        var seen = policy.observation(
            .copiedArea,
            chinese: "\(place.0)有一块与画面另一处逐点相同",
            english: "\(place.1) an area is the same as another one, point by point", areas: areas,
            measured: Self.copiedMeasured)
        seen.heat = HeatMap(luma.width, luma.height, (tiles + moved).map { ($0, 1) })
        return seen
    }

    // MARK: From another picture

    /// 212 unchanged pictures stay below 38.
    private static let leastSpliced: Float = 50
    private static let splicedMeasured = ProvenancePolicy.Measured(
        chinese: "自制改动上的 AUC：以质量 95 保存 .90，85 为 .61，75 为 .58，未改动的 212 张没有误报，真实改动未测",
        english:
            "AUC on pictures made for the purpose: .90 where saved with quality 95, .61 with 85, .58 with 75, none of 212 unchanged pictures named, real ones not measured"
    )

    private func spliced(
        _ luma: GrayPicture, _ facts: MediaFacts, _ print: [Box], _ scene: Scene
    ) -> ProvenanceFindings.Observation? {
        guard let history = CompressionHistory(of: luma, facts: facts, print: print),
            let strongest = history.evidence.indices.max(by: { history.evidence[$0] < history.evidence[$1] }),
            history.evidence[strongest] >= Self.leastSpliced
        else { return nil }
        var seen = [Bool](repeating: false, count: history.grid.count)
        let region = history.grid.region(around: strongest, seen: &seen) {
            history.evidence[$0] >= Self.leastSpliced / 4
        }
        let areas = [Box.union(of: region.map(history.box))].compactMap(\.self)
        let place = scene.name(of: areas)
        let heat = history.evidence.indices.filter { history.evidence[$0] > 0 }
            .map { (history.box($0), history.evidence[$0] / history.evidence[strongest]) }
        var observation = policy.observation(
            .splicedArea,
            chinese: "\(place.0)有一块的压缩痕迹与周围不同",
            english: "\(place.1) an area was compressed otherwise than what is around it", areas: areas,
            measured: Self.splicedMeasured)
        observation.heat = HeatMap(luma.width, luma.height, heat)
        return observation
    }
}

/// What stands where in the picture, as far as it matters to a reader of a hint.
private struct Scene {
    let watermark: Box?
    let prices: [Box]

    init(watermark: Box?, lines: [TextLine]) {
        self.watermark = watermark
        prices = lines.filter { Scene.isPrice($0.text) }.map(\.box)
    }

    private static func isPrice(_ text: String) -> Bool {
        text.contains { $0 == "¥" || $0 == "￥" || $0 == "元" } && text.contains { $0.isASCIIDigit }
    }

    func name(of areas: [Box]) -> (String, String) {
        if let watermark, areas.contains(where: { $0.intersection(watermark).area > 0 }) {
            return ("水印处", "At the watermark")
        }
        if areas.contains(where: { area in prices.contains { $0.intersection(area).area > 0 } }) {
            return ("价格处", "At a price")
        }
        return ("画面中", "In the picture")
    }
}

extension HeatMap {
    /// Side of a cell, pixels: as the evidence of compression is counted.
    private static let side = CompressionHistory.tile

    /// - Parameter parts: boxes with their level, 0…1; a cell takes the strongest whose middle lies in it.
    init(_ width: Int, _ height: Int, _ parts: [(box: Box, level: Float)]) {
        let columns = (width + Self.side - 1) / Self.side
        let rows = (height + Self.side - 1) / Self.side
        var levels = [UInt8](repeating: 0, count: columns * rows)
        for (box, level) in parts {
            let column = (box.x0 + box.x1) / 2 / Self.side
            let row = (box.y0 + box.y1) / 2 / Self.side
            guard (0..<columns).contains(column), (0..<rows).contains(row) else { continue }
            let digit = UInt8(max(0, min(9, (level * 9).rounded())))
            levels[row * columns + column] = max(levels[row * columns + column], digit)
        }
        self.init(
            cell: Self.side,
            rows: (0..<rows).map { row in
                levels[(row * columns)..<((row + 1) * columns)].map(String.init).joined()
            })
    }
}
