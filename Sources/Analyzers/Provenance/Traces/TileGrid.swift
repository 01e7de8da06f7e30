/// Tiles of a grid, numbered row by row.
struct TileGrid: Hashable, Sendable {
    var columns: Int
    var rows: Int

    var count: Int { columns * rows }

    /// The tiles that hang together with a seed by sides and corners and all hold; empty where the seed does not.
    /// - Parameter seen: tiles that were asked before, which are not asked again.
    func region(around seed: Int, seen: inout [Bool], holds: (Int) -> Bool) -> [Int] {
        var region: [Int] = []
        var waiting = [seed]
        while let tile = waiting.popLast() {
            if seen[tile] { continue }
            seen[tile] = true
            guard holds(tile) else { continue }
            region.append(tile)
            let (column, row) = (tile % columns, tile / columns)
            for nextRow in max(0, row - 1)...min(rows - 1, row + 1) {
                for nextColumn in max(0, column - 1)...min(columns - 1, column + 1) {
                    waiting.append(nextRow * columns + nextColumn)
                }
            }
        }
        return region.sorted()
    }
}
