/// Where the samples of an upright picture stood in its file: the 8 × 8 blocks of JPEG are those of the picture before
/// it was turned by EXIF.
struct StoredGrid: Hashable, Sendable {
    /// Of the picture as stored.
    let width: Int
    let height: Int
    /// Index, in the upright picture's samples, of the stored picture's first sample, and the steps to the next in its row
    /// and in its column.
    let origin: Int
    let stepRight: Int
    let stepDown: Int
    private let uprightWidth: Int

    /// - Parameter orientation: EXIF 1…8.
    init(uprightWidth: Int, uprightHeight: Int, orientation: Int) {
        let (lastColumn, lastRow) = (uprightWidth - 1, (uprightHeight - 1) * uprightWidth)
        self.uprightWidth = uprightWidth
        let isTurned = (5...8).contains(orientation)
        width = isTurned ? uprightHeight : uprightWidth
        height = isTurned ? uprightWidth : uprightHeight
        (origin, stepRight, stepDown) =
            switch orientation {
            case 2: (lastColumn, -1, uprightWidth)
            case 3: (lastRow + lastColumn, -1, -uprightWidth)
            case 4: (lastRow, 1, -uprightWidth)
            case 5: (0, uprightWidth, 1)
            case 6: (lastColumn, uprightWidth, -1)
            case 7: (lastRow + lastColumn, -uprightWidth, -1)
            case 8: (lastRow, -uprightWidth, 1)
            default: (0, 1, uprightWidth)
            }
    }

    /// Where a place of the stored picture stands in the upright one.
    func upright(x: Int, y: Int) -> (x: Int, y: Int) {
        let index = origin + x * stepRight + y * stepDown
        return (index % uprightWidth, index / uprightWidth)
    }
}
