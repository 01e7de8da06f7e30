import Media

/// The upright 4 × 4 × 8 histogram of gradient directions around a point (Lowe 2004, without the rotation), with
/// the square root of Arandjelović and Zisserman (RootSIFT, 2012), in bytes.
struct GradientDescriptor {
    /// Samples a side; four in each cell.
    private static let samples = 16
    private static let patch = samples + 2
    /// Distance of two samples: a cell is 3 σ wide.
    private static let spacing: Float = 0.75
    /// How far an upright descriptor looks up and down, and a turned one at most, in σ.
    static let reach = Float(patch - 1) / 2 * spacing
    static let turnedReach = reach * 1.414_214

    /// The middle of the patch counts most and differs most: with its cells first, a comparison can be given up early.
    private static let order = [5, 6, 9, 10, 1, 2, 4, 7, 8, 11, 13, 14, 0, 3, 12, 15]

    private var patchValues = [Float](repeating: 0, count: patch * patch)
    private var columns = [Int](repeating: 0, count: patch)
    private var columnNext = [Int](repeating: 0, count: patch)
    private var columnShare = [Float](repeating: 0, count: patch)
    private var cells = [SIMD8<Float>](repeating: .zero, count: 16)
    private let window: [Float]
    private let directionX: SIMD8<Float>
    private let directionY: SIMD8<Float>

    init() {
        // exp(−u² / 8), u in cells: the window of the original, separable.
        window = (0..<GradientDescriptor.samples).map { index in
            let offset = (Float(index) + 0.5) / 4 - 2
            return Approximation.exp2(-offset * offset / 8 * 1.442_695)
        }
        let diagonal: Float = 0.707_106_77
        directionX = SIMD8(1, diagonal, 0, -diagonal, -1, -diagonal, 0, diagonal)
        directionY = SIMD8(0, diagonal, 1, diagonal, 0, -diagonal, -1, -diagonal)
    }

    /// Appends 128 bytes.
    /// - Parameters:
    ///   - x: centre in samples of the level; what lies outside repeats the border.
    ///   - sigma: standard deviation of the blob in samples of the level.
    ///   - turn: which way the patch's right side points.
    mutating func append(
        around x: Float, _ y: Float, sigma: Float, turn: Turn = .none, level: Int, of rows: LevelRows,
        to bytes: inout [UInt8]
    ) {
        let step = sigma * GradientDescriptor.spacing
        if turn == .none {
            samplePatch(x, y, step: step, level, rows)
        } else {
            sampleTurnedPatch(x, y, step: step, turn, level, rows)
        }
        accumulate()
        quantise(to: &bytes)
    }

    private mutating func samplePatch(
        _ x: Float, _ y: Float, step: Float, _ level: Int, _ rows: LevelRows
    ) {
        let size = GradientDescriptor.patch
        let (width, height) = (rows.width, rows.height)
        let first = -Float(size - 1) / 2 * step
        for index in 0..<size {
            let place = max(0, min(Float(width - 1), x + first + Float(index) * step))
            let column = Int(place)
            columns[index] = column
            columnNext[index] = min(column + 1, width - 1)
            columnShare[index] = place - Float(column)
        }
        for line in 0..<size {
            let place = max(0, min(Float(height - 1), y + first + Float(line) * step))
            let row = Int(place)
            let share = place - Float(row)
            let upper = rows.row(level, row)
            let lower = rows.row(level, min(row + 1, height - 1))
            for index in 0..<size {
                let left = columns[index]
                let right = columnNext[index]
                let across = columnShare[index]
                let top = upper[left] + (upper[right] - upper[left]) * across
                let bottom = lower[left] + (lower[right] - lower[left]) * across
                patchValues[line * size + index] = top + (bottom - top) * share
            }
        }
    }

    private mutating func sampleTurnedPatch(
        _ x: Float, _ y: Float, step: Float, _ turn: Turn, _ level: Int, _ rows: LevelRows
    ) {
        let size = GradientDescriptor.patch
        let (width, height) = (rows.width, rows.height)
        let first = -Float(size - 1) / 2 * step
        let (right, bottom) = (Float(width - 1), Float(height - 1))
        for line in 0..<size {
            let down = first + Float(line) * step
            for index in 0..<size {
                let across = first + Float(index) * step
                let column = max(0, min(right, x + turn.cosine * across - turn.sine * down))
                let row = max(0, min(bottom, y + turn.sine * across + turn.cosine * down))
                let (left, top) = (Int(column), Int(row))
                let next = min(left + 1, width - 1)
                let upper = rows.row(level, top)
                let lower = rows.row(level, min(top + 1, height - 1))
                let share = column - Float(left)
                let above = upper[left] + (upper[next] - upper[left]) * share
                let below = lower[left] + (lower[next] - lower[left]) * share
                patchValues[line * size + index] = above + (below - above) * (row - Float(top))
            }
        }
    }

    private mutating func accumulate() {
        let size = GradientDescriptor.patch
        let (window, directionX, directionY) = (window, directionX, directionY)
        for index in 0..<16 { cells[index] = .zero }
        patchValues.withUnsafeBufferPointer { patch in
            cells.withUnsafeMutableBufferPointer { cells in
                for line in 0..<GradientDescriptor.samples {
                    var rows = (
                        SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero
                    )
                    let centre = (line + 1) * size + 1
                    for index in 0..<GradientDescriptor.samples {
                        let place = centre + index
                        let across = patch[place + 1] - patch[place - 1]
                        let down = patch[place + size] - patch[place - size]
                        let length = (across * across + down * down).squareRoot()
                        if length < 1e-4 { continue }
                        // cos⁸ of the angle to each direction: as narrow as linear shares of 45° bins.
                        var lobes = (directionX * across + directionY * down) * (1 / length)
                        lobes.replace(with: 0, where: lobes .< 0)
                        lobes *= lobes
                        lobes *= lobes
                        lobes *= lobes
                        lobes *= length * window[index]
                        let offset = (Float(index) + 0.5) / 4 - 0.5
                        let cell = Int(offset.rounded(.down))
                        let share = offset - Float(cell)
                        let near = lobes * (1 - share)
                        let far = lobes * share
                        switch cell {
                        case -1: rows.0 += far
                        case 0:
                            rows.0 += near
                            rows.1 += far
                        case 1:
                            rows.1 += near
                            rows.2 += far
                        case 2:
                            rows.2 += near
                            rows.3 += far
                        default: rows.3 += near
                        }
                    }
                    let offset = (Float(line) + 0.5) / 4 - 0.5
                    let cell = Int(offset.rounded(.down))
                    let share = offset - Float(cell)
                    let weight = window[line]
                    if cell >= 0 { Self.add(rows, to: cells, row: cell, weight * (1 - share)) }
                    if cell < 3 { Self.add(rows, to: cells, row: cell + 1, weight * share) }
                }
            }
        }
    }

    @inline(__always)
    private static func add(
        _ rows: (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>),
        to cells: UnsafeMutableBufferPointer<SIMD8<Float>>, row: Int, _ weight: Float
    ) {
        cells[row * 4] += rows.0 * weight
        cells[row * 4 + 1] += rows.1 * weight
        cells[row * 4 + 2] += rows.2 * weight
        cells[row * 4 + 3] += rows.3 * weight
    }

    private mutating func quantise(to bytes: inout [UInt8]) {
        var squares: Float = 0
        for cell in cells { squares += (cell * cell).sum() }
        let scale = 1 / max(squares.squareRoot(), 1e-6)
        // No direction may outweigh the rest (Lowe 2004: 0.2 of the norm).
        let ceiling = SIMD8<Float>(repeating: 0.2)
        var sum: Float = 0
        for index in 0..<16 {
            var cell = cells[index] * scale
            cell.replace(with: ceiling, where: cell .> ceiling)
            cells[index] = cell
            sum += cell.sum()
        }
        let share = 1 / max(sum, 1e-6)
        for cell in GradientDescriptor.order {
            let roots = (cells[cell] * share).squareRoot() * 512
            for lane in 0..<8 { bytes.append(UInt8(min(255, roots[lane] + 0.5))) }
        }
    }
}
