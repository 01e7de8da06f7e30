import Media

/// The latest rows of the blurs of one octave, in memory of somebody else.
struct LevelRows {
    let width: Int
    /// Rows of the whole picture; those that are kept are the last `kept` of them.
    let height: Int
    private let kept: Int
    private let start: UnsafeMutablePointer<Float>

    /// - Parameter kept: a power of two.
    init(_ start: UnsafeMutablePointer<Float>, width: Int, height: Int, kept: Int) {
        self.start = start
        self.width = width
        self.height = height
        self.kept = kept
    }

    @inline(__always)
    func row(_ level: Int, _ y: Int) -> UnsafeMutablePointer<Float> {
        start + (level * kept + (y & (kept - 1))) * width
    }
}

/// Blurs a picture again and again while its rows arrive from the top: each blur takes the rows that the one before
/// gives, so that nothing leaves the cache and no picture is held whole.
struct BlurCascade {
    private var stages: [RowBlur]
    /// Whether the first level is blurred too, or taken as it arrives.
    private let blursFirst: Bool
    private var arrived = 0

    /// Rows of the highest level that are ready.
    var complete: Int { stages[stages.count - 1].given }

    /// - Parameters:
    ///   - first: makes the first level of the picture; nil where the picture is the first level.
    ///   - steps: from each level to the next.
    init(first: GaussianBlur?, steps: [GaussianBlur], width: Int, height: Int) {
        blursFirst = first != nil
        stages = ([first].compactMap { $0 } + steps).map { RowBlur($0, width: width, height: height) }
    }

    /// Rows of a level that are ready.
    func ready(_ level: Int) -> Int {
        let stage = level - (blursFirst ? 0 : 1)
        return stage < 0 ? arrived : stages[stage].given
    }

    /// One more row of every level for which there is one.
    /// - Parameter row: of the picture; nil after the last.
    mutating func advance(_ row: UnsafePointer<Float>?, into rows: LevelRows) {
        var next = row
        if !blursFirst, let row {
            rows.row(0, arrived).update(from: row, count: rows.width)
            arrived += 1
        }
        for stage in stages.indices {
            if let next { stages[stage].push(next) }
            next = nil
            guard stages[stage].isReady else { continue }
            let target = rows.row(stage + (blursFirst ? 0 : 1), stages[stage].given)
            stages[stage].give(to: target)
            next = UnsafePointer(target)
        }
    }
}
