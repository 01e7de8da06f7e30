import Evidence

/// Blocks of print side by side, as on the wide screen of a till: goods on the left, their sums on the right. Rows
/// must not be read across them. A gutter alone proves nothing, for labels and values have one between them as well:
/// whoever parts a page by it must see from the sums which reading is right.
enum SidePanels {
    /// A gutter is wider than this, in heights of a line.
    private static let narrowest = 1.0
    private static let mostGutters = 8
    /// Share of the print that may run across: headings and notes above and below the panels.
    private static let mostAcross = 0.1
    private static let fewestPieces = 4

    /// The print of the page in two blocks, left and right, for every gutter down the page, the widest first.
    static func partings(of pieces: [Piece]) -> [[[Piece]]] {
        guard pieces.count >= fewestPieces else { return [] }
        let height = pieces.map(\.height).sorted()[pieces.count / 2]
        var gutters: [(middle: Double, width: Double)] = []
        for edge in Set(pieces.map(\.box.x1)).sorted() {
            let next = pieces.map(\.box.x0).filter { $0 > edge }.min()
            guard let next, Double(next - edge) >= narrowest * height else { continue }
            let middle = Double(edge + next) / 2
            let across = pieces.filter { Double($0.box.x0) < middle && middle < Double($0.box.x1) }
            guard Double(across.count) <= mostAcross * Double(pieces.count) else { continue }
            gutters.append((middle, Double(next - edge)))
        }
        let widest = gutters.sorted { ($1.width, $0.middle) < ($0.width, $1.middle) }.prefix(mostGutters)
        return widest.map { gutter in
            let left = pieces.filter { Double($0.box.x0) < gutter.middle }
            let right = pieces.filter { Double($0.box.x0) >= gutter.middle }
            return [left, right]
        }
    }
}

extension RowReading {
    /// The heads of one table stand in more than one of the panels.
    func hasHeads(onBothSidesOf panels: [[Piece]]) -> Bool {
        let border = panels.last?.map(\.box.x0).min() ?? 0
        return heads.contains { $0.x0 < Double(border) } && heads.contains { $0.x0 >= Double(border) }
    }
}
