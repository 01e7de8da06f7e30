/// Pages that print the sums of an order above its goods, as bills do: they are parted like other pages, seen from below.
enum SumsFirst {
    static func segments(_ rows: [RowReading], height: Int) -> [OrderSegment] {
        func mirrored(_ rows: [RowReading]) -> [RowReading] {
            rows.reversed().map { row in
                var row = row
                (row.top, row.bottom) = (height - row.bottom, height - row.top)
                return row
            }
        }
        return OrderSegmentation(mirrored(rows)).segments().reversed().map { segment in
            OrderSegment(rows: mirrored(segment.rows), isFirst: segment.isLast, isLast: segment.isFirst)
        }
    }

    /// Whether the page may be of that kind: sums stand above the first goods.
    static func isPossible(_ rows: [RowReading]) -> Bool {
        guard let goods = rows.firstIndex(where: \.hasGoodsValues) else { return false }
        return rows[..<goods].contains { !$0.sums.isEmpty }
    }
}
