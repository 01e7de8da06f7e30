import Evidence

/// A sentence that runs into the next line may break a label: `…，运` above `费3.00元`.
struct WrappedLabels {
    let labels: Labels

    /// More characters of a label than this do not stand before or behind the break.
    private static let longestHalf = 4

    /// Moves the end of a line to the beginning of the next where only both together are a label.
    func join(_ rows: inout [PrintedRow]) {
        for index in rows.indices.dropLast() {
            guard rows[index].pieces.count == 1, let upper = rows[index].pieces.first,
                let lower = rows[index + 1].pieces.first,
                abs(Double(upper.box.x0 - lower.box.x0)) < upper.height,
                Double(rows[index + 1].top - rows[index].bottom) < upper.height
            else { continue }
            let tail = Array(upper.glyphs.reversed().prefix(while: isWord).reversed())
            let head = Array(lower.glyphs.prefix(while: isWord))
            guard (1...Self.longestHalf).contains(tail.count), (1...Self.longestHalf).contains(head.count),
                tail.count < upper.glyphs.count, role(tail + head) != nil, role(head) == nil,
                role(tail) == nil
            else { continue }
            rows[index].pieces[0].glyphs.removeLast(tail.count)
            let start = lower.glyphs.first?.x0 ?? 0
            rows[index + 1].pieces[0].glyphs.insert(
                contentsOf: tail.map { glyph in
                    var moved = glyph
                    (moved.x0, moved.x1) = (start, start)
                    return moved
                }, at: 0)
        }
    }

    private func isWord(_ glyph: Glyph) -> Bool { glyph.folded.isLetter && !glyph.isLatin }

    private func role(_ glyphs: [Glyph]) -> AmountRole? {
        labels.role(of: String(glyphs.map(\.original)), isNegative: false)
    }
}
