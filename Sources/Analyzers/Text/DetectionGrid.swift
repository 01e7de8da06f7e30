import Media

/// How large the detector sees a picture, and in which tiles. The tiles' maps are joined into one before regions are
/// looked for, so that a line on a seam is found once and whole.
struct DetectionGrid: Equatable {
    /// The scaled picture, multiples of 32.
    let width: Int
    let height: Int
    let tiles: [DetectionTile]

    init(width pictureWidth: Int, height pictureHeight: Int, settings: TextReaderSettings) {
        let scale = DetectionGrid.scale(Float(pictureWidth), Float(pictureHeight), settings)
        let across = DetectionGrid.spans(
            of: DetectionGrid.length(Float(pictureWidth) * scale), settings)
        let down = DetectionGrid.spans(
            of: DetectionGrid.length(Float(pictureHeight) * scale), settings)
        width = across.last?.end ?? 32
        height = down.last?.end ?? 32
        tiles = down.flatMap { rows in across.map { DetectionTile(columns: $0, rows: rows) } }
    }

    private static func scale(_ width: Float, _ height: Float, _ settings: TextReaderSettings) -> Float {
        let shorter = min(width, height)
        let longer = min(max(width, height), settings.wholeAspect * shorter)
        let side = Float(settings.detectorSide)
        var scale: Float = 1
        if longer > side {
            scale = side / longer
        } else if shorter < Float(settings.detectorShorterSide) {
            scale = min(Float(settings.detectorShorterSide) / shorter, side / longer, settings.largestScale)
        }
        return min(scale, (settings.detectorPixels / (width * height)).squareRoot())
    }

    private static func length(_ wanted: Float) -> Int { max(32, Int((wanted / 32).rounded()) * 32) }

    /// Equally long parts that overlap, each with the share of the result that is taken from it.
    private static func spans(of length: Int, _ settings: TextReaderSettings) -> [DetectionTile.Span] {
        let side = settings.detectorSide
        guard length > side else { return [DetectionTile.Span(start: 0, end: length, kept: 0..<length)] }
        let step = side - settings.tileOverlap
        let count = (length - settings.tileOverlap + step - 1) / step
        let starts = (0..<count).map { (length - side) / 32 * $0 / (count - 1) * 32 }
        return starts.indices.map { index in
            let start = starts[index]
            // The seam lies in the middle of what two neighbours share.
            let from = index == 0 ? 0 : (start + starts[index - 1] + side) / 2
            let to = index == count - 1 ? length : (starts[index + 1] + start + side) / 2
            return DetectionTile.Span(start: start, end: start + side, kept: from..<to)
        }
    }
}

struct DetectionTile: Equatable {
    struct Span: Equatable {
        var start: Int
        var end: Int
        /// What is taken from this tile; neighbours' shares meet.
        var kept: Range<Int>
    }
    let columns: Span
    let rows: Span

    var x: Int { columns.start }
    var y: Int { rows.start }
    var width: Int { columns.end - columns.start }
    var height: Int { rows.end - rows.start }

    /// The kept part of the detector's answer for this tile into the whole map.
    func copy(_ samples: Swift.Span<Float>, into map: inout Plane) {
        for row in rows.kept {
            let from = (row - rows.start) * width - columns.start
            for column in columns.kept { map.samples[row * map.width + column] = samples[from + column] }
        }
    }
}
