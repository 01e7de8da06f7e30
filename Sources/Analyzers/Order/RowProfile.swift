import Media

/// A picture reduced to a few cells a row, to compare rows of two screenshots with each other.
struct RowProfile {
    static let cells = 64
    let height: Int
    /// `height * cells` mean luminances.
    let values: [UInt8]
    /// The middle of each row's cells: what lies behind its print.
    private let grounds: [UInt8]

    /// Luminances nearer than this are the same, whatever the compression did.
    private static let tolerance = 16
    /// A cell shows something where it differs by more than this from the middle of its row.
    private static let structure = 10
    /// Cells that must show something before an agreement says anything: about one line of print.
    private static let fewestCells = 150

    init?(_ picture: Raster?) {
        guard let picture, picture.width >= Self.cells else { return nil }
        height = picture.height
        let values = Self.reduce(picture)
        self.values = values
        grounds = (0..<picture.height).map { row in
            values[(row * Self.cells)..<((row + 1) * Self.cells)].sorted()[Self.cells / 2]
        }
    }

    private static func reduce(_ picture: Raster) -> [UInt8] {
        let width = picture.width
        let edges = (0...cells).map { $0 * width / cells }
        return picture.pixels.withUnsafeBufferPointer { pixels in
            var result = [UInt8](repeating: 0, count: picture.height * cells)
            for y in 0..<picture.height {
                for cell in 0..<cells {
                    var sum = 0
                    for x in edges[cell]..<edges[cell + 1] {
                        let index = (y * width + x) * 3
                        sum +=
                            Int(pixels[index]) * 77 + Int(pixels[index + 1]) * 150 + Int(pixels[index + 2])
                            * 29
                    }
                    result[y * cells + cell] = UInt8((sum / (edges[cell + 1] - edges[cell])) >> 8)
                }
            }
            return result
        }
    }

    /// Share of the cells showing something, in the rows that both pictures have when the lower one lies `shift` rows
    /// further down, that agree; nil where too little is to be seen. Rows up to `sticky` of the lower picture and
    /// the last `bar` rows of the upper one are left out.
    func agreement(with lower: RowProfile, shift: Int, sticky: Int, bar: Int) -> Double? {
        let first = max(0, shift + sticky)
        let last = min(height - bar, shift + lower.height)
        guard first < last else { return nil }
        var shown = 0
        var agreeing = 0
        for y in first..<last {
            let ground = Int(grounds[y])
            let other = Int(lower.grounds[y - shift])
            for cell in 0..<Self.cells {
                let left = Int(values[y * Self.cells + cell])
                let right = Int(lower.values[(y - shift) * Self.cells + cell])
                guard abs(left - ground) > Self.structure || abs(right - other) > Self.structure else {
                    continue
                }
                shown += 1
                if abs(left - right) <= Self.tolerance { agreeing += 1 }
            }
        }
        guard shown >= Self.fewestCells else { return nil }
        return Double(agreeing) / Double(shown)
    }

    /// Rows from the top that are the same in both pictures: the phone's status bar, a title that stays.
    func stickyTop(with other: RowProfile) -> Int {
        var y = 0
        while y < min(height, other.height) / 4, same(y, other, y) { y += 1 }
        return y
    }

    /// Rows from the bottom that are the same in both pictures: buttons that stay.
    func stickyBottom(with other: RowProfile) -> Int {
        var y = 1
        while y <= min(height, other.height) / 4, same(height - y, other, other.height - y) { y += 1 }
        return y - 1
    }

    private func same(_ row: Int, _ other: RowProfile, _ otherRow: Int) -> Bool {
        var far = 0
        for cell in 0..<Self.cells {
            let difference = abs(
                Int(values[row * Self.cells + cell]) - Int(other.values[otherRow * Self.cells + cell]))
            if difference > Self.tolerance { far += 1 }
        }
        // The clock may have moved on between two screenshots.
        return far <= 3
    }
}
