import Evidence

/// All rows of a picture, read; goods that are only recommended are left out.
struct PageReading {
    var rows: [RowReading]
    var height: Int
    var hasForeignAmounts: Bool
    var hasPrint: Bool
    /// Some of its print is Chinese, as that of every order here is.
    var isChinese: Bool
    /// The lower edge of the picture runs through a row.
    var isCutBelow: Bool
    /// Boxes of names, phone numbers and addresses.
    var privateAreas: [Box]

    /// - Parameter panels: blocks of print side by side, each with rows of its own; mostly one.
    init(panels: [[Piece]], height: Int, labels: Labels) {
        let reader = RowReader(labels: labels)
        let pieces = panels.joined()
        // What is not to be seen whole is not read, nor what stands beside it.
        let all = panels.flatMap(RowReconstruction.rows)
        var printed = all.filter { row in !row.pieces.contains { $0.isCut(pictureHeight: height) } }
        isCutBelow = all.last.map { row in row.pieces.contains { $0.isCut(pictureHeight: height) } } ?? false
        WrappedLabels(labels: labels).join(&printed)
        var readings = printed.map(reader.read)
        TableColumns.resolve(&readings)
        for index in readings.indices { readings[index].dropValuesBesideSums() }
        StackedLabels(labels: labels).resolve(&readings, printed: printed)
        NumberedGoods.resolve(&readings)
        CountedGoods.resolve(&readings, labels: labels)
        PrivateRows.resolve(&readings, printed: printed)
        if !readings.contains(where: { $0.number != nil }) {
            for index in readings.indices { readings[index].number = readings[index].bareNumber }
        }
        hasForeignAmounts = readings.contains(where: \.hasForeignAmount)
        hasPrint = pieces.contains { $0.glyphs.contains { $0.folded.isLetter } }
        isChinese = pieces.contains { piece in
            piece.glyphs.filter { $0.folded.isLetter && !$0.folded.isASCII }.count > 1
        }
        self.height = height
        // Half a line may be enough for a reader: what is cut is covered unread.
        let cut = all.filter { row in row.pieces.contains { $0.isCut(pictureHeight: height) } }
        privateAreas = readings.flatMap(\.privateAreas) + cut.flatMap { $0.pieces.map(\.box) }
        rows = Self.withoutRecommendations(readings)
    }

    /// From a heading like 猜你喜欢 down to the next row that can only belong to an order.
    private static func withoutRecommendations(_ rows: [RowReading]) -> [RowReading] {
        var result: [RowReading] = []
        var recommended = false
        for row in rows {
            if row.isRecommendation {
                recommended = true
                continue
            }
            if recommended, row.number != nil || row.sums.contains(where: { $0.role == .paid }) {
                recommended = false
            }
            if !recommended { result.append(row) }
        }
        return result
    }
}
