import Evidence

/// Maps of how strongly the parts of a photo stand out, as areas to lay over it: the stronger, the denser.
struct HeatLayer {
    struct Area {
        let x: Int
        let y: Int
        let width: Int
        let height: Int
        /// 0…1, of the colour over the photo.
        let opacity: Double
    }
    let areas: [Area]

    /// At full strength the photo still shows through.
    private static let densest = 0.6

    init(_ maps: [HeatMap]) { areas = maps.flatMap(Self.areas) }

    /// Neighbours of a row that are equally strong are one area.
    private static func areas(of map: HeatMap) -> [Area] {
        let side = min(max(1, map.cell), 4096)
        return map.rows.enumerated().flatMap { row, digits in
            var areas: [Area] = []
            var start = 0
            let levels = digits.utf8.map { (48...57).contains($0) ? Int($0) - 48 : 0 }
            for column in levels.indices
            where column + 1 == levels.count || levels[column + 1] != levels[column] {
                if levels[column] > 0 {
                    areas.append(
                        Area(
                            x: start * side, y: row * side, width: (column + 1 - start) * side, height: side,
                            opacity: (Double(levels[column]) / 9 * densest * 100).rounded() / 100))
                }
                start = column + 1
            }
            return areas
        }
    }
}
