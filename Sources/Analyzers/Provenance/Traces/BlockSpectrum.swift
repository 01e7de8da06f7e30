/// The low frequencies of a JPEG picture's 8 × 8 blocks, counted in the steps that the file was written with.
struct BlockSpectrum: Sendable {
    /// Those that are coarse enough in the file to remember an earlier compression: row and column of the block.
    static let frequencies: [(row: Int, column: Int)] = [
        (0, 1), (1, 0), (1, 1), (0, 2), (2, 0), (1, 2), (2, 1), (0, 3), (3, 0), (2, 2), (1, 3), (3, 1),
    ]
    /// Counts beyond are cut.
    static let highest = 40

    let columns: Int
    let rows: Int
    /// Of block 0 all frequencies, then of block 1 …
    let counts: [Int8]

    /// - Parameter steps: of luma, 64 of them, row by row of the block.
    init(of luma: GrayPicture, stored grid: StoredGrid, steps: [UInt16]) {
        precondition(steps.count == 64, "a block has 64 steps")
        columns = grid.width / 8
        rows = grid.height / 8
        counts = Self.counts(luma.samples, grid, columns, rows, steps)
    }

    private static func counts(
        _ samples: [UInt8], _ grid: StoredGrid, _ columns: Int, _ rows: Int, _ steps: [UInt16]
    ) -> [Int8] {
        let bases = Self.bases
        let inverse = frequencies.map { 1 / Float(max(1, steps[$0.row * 8 + $0.column])) }
        let limit = Float(highest)
        var counts = [Int8](repeating: 0, count: columns * rows * frequencies.count)
        samples.withUnsafeBufferPointer { samples in
            counts.withUnsafeMutableBufferPointer { counts in
                var place = 0
                for row in 0..<rows {
                    for column in 0..<columns {
                        let first = grid.origin + column * 8 * grid.stepRight + row * 8 * grid.stepDown
                        var (zero, one, two, three) = (
                            SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>()
                        )
                        for y in 0..<8 {
                            var line = SIMD8<Float>()
                            let start = first + y * grid.stepDown
                            for x in 0..<8 { line[x] = Float(samples[start + x * grid.stepRight]) }
                            zero += line * bases.0[y]
                            one += line * bases.1[y]
                            two += line * bases.2[y]
                            three += line * bases.3[y]
                        }
                        for (index, frequency) in frequencies.enumerated() {
                            let vertical =
                                switch frequency.row {
                                case 0: zero
                                case 1: one
                                case 2: two
                                default: three
                                }
                            let across =
                                switch frequency.column {
                                case 0: bases.0
                                case 1: bases.1
                                case 2: bases.2
                                default: bases.3
                                }
                            let count = ((vertical * across).sum() * inverse[index]).rounded()
                            counts[place] = Int8(max(-limit, min(limit, count)))
                            place += 1
                        }
                    }
                }
            }
        }
        return counts
    }

    /// The first four rows of the discrete cosine transform (ITU-T T.81 A.3.3).
    private static let bases: (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>) = {
        func base(_ frequency: Int) -> SIMD8<Float> {
            let scale: Float = frequency == 0 ? (1 / Float(8)).squareRoot() : 0.5
            var base = SIMD8<Float>()
            for place in 0..<8 {
                base[place] = scale * cosine(Float((2 * place + 1) * frequency) * .pi / 16)
            }
            return base
        }
        return (base(0), base(1), base(2), base(3))
    }()
}
