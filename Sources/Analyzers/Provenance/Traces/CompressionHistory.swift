import Evidence
import Media

/// Which parts of a JPEG picture were not compressed before together with the rest.
///
/// What an editor saves was a JPEG before: its coefficients heap up on the steps of the first compression, so that their
/// histogram has gaps. What was pasted in comes from another grid or another file and falls into the gaps too (Lin et
/// al. 2009, "Fast, automatic and fine-grained tampered JPEG image detection via DCT coefficient analysis"). Only the last
/// compression must be finer than the first: chat programs' coarse one wipes the gaps out.
struct CompressionHistory: Sendable {
    /// Blocks of a tile's side.
    static let tileBlocks = 8
    /// Fewer blocks than those of 0.64 megapixels make histograms of chance.
    static let fewestBlocks = 10_000
    private static let fewestCounts = 24
    /// Counts up to here have enough of their kind around them.
    private static let highestCompared = 36
    /// Reach of the histogram's smoothing, over three counts on both sides.
    private static let reach = 3
    private static let prior: Float = 5

    let grid: TileGrid
    let stored: StoredGrid
    /// For each tile of the stored picture how much likelier its counts are without the earlier compression, natural
    /// logarithm; 0 where too little could be counted.
    let evidence: [Float]

    /// nil where the picture is no JPEG of its own size, or too small.
    /// - Parameter print: boxes of text lines, upright; a watermark is put on after the first compression by nature.
    init?(of luma: GrayPicture, facts: MediaFacts, print: [Box]) {
        let stored = StoredGrid(
            uprightWidth: luma.width, uprightHeight: luma.height, orientation: facts.orientation)
        guard let steps = facts.luminanceSteps, Self.canTell(stored, facts) else { return nil }
        let spectrum = BlockSpectrum(of: luma, stored: stored, steps: steps)
        let grid = TileGrid(
            columns: spectrum.columns / Self.tileBlocks, rows: spectrum.rows / Self.tileBlocks)
        self.stored = stored
        self.grid = grid
        var evidence = Self.evidence(spectrum, grid)
        for tile in 0..<grid.count where Self.holdsPrint(Self.box(tile, grid, stored), print) {
            evidence[tile] = 0
        }
        self.evidence = evidence
    }

    /// Whether a picture's compression can be looked at.
    static func canTell(of picture: Raster, _ facts: MediaFacts) -> Bool {
        canTell(
            StoredGrid(
                uprightWidth: picture.width, uprightHeight: picture.height, orientation: facts.orientation),
            facts)
    }

    private static func canTell(_ stored: StoredGrid, _ facts: MediaFacts) -> Bool {
        // Colours that were converted stand on no step.
        facts.luminanceSteps?.count == 64 && facts.colourProfile?.effect != .converted
            && stored.width == facts.storedWidth
            && stored.height == facts.storedHeight
            && (stored.width / 8) * (stored.height / 8) >= fewestBlocks
    }

    /// Side of a tile, pixels.
    static let tile = tileBlocks * 8

    /// The box of a tile in the upright picture.
    func box(_ tile: Int) -> Box { Self.box(tile, grid, stored) }

    private static func box(_ tile: Int, _ grid: TileGrid, _ stored: StoredGrid) -> Box {
        let (x, y) = (tile % grid.columns * Self.tile, tile / grid.columns * Self.tile)
        let one = stored.upright(x: x, y: y)
        let other = stored.upright(x: x + Self.tile - 1, y: y + Self.tile - 1)
        return Box(
            x0: min(one.x, other.x), y0: min(one.y, other.y), x1: max(one.x, other.x) + 1,
            y1: max(one.y, other.y) + 1)
    }

    /// Blocks that a line of print only touches count as its own.
    private static func holdsPrint(_ box: Box, _ print: [Box]) -> Bool {
        print.contains {
            $0.x0 < box.x1 + 8 && $0.x1 > box.x0 - 8 && $0.y0 < box.y1 + 8 && $0.y1 > box.y0 - 8
        }
    }

    // MARK: Counting

    private static func evidence(_ spectrum: BlockSpectrum, _ grid: TileGrid) -> [Float] {
        let kinds = BlockSpectrum.frequencies.count
        let width = 2 * BlockSpectrum.highest + 1
        let ratios = ratios(spectrum, kinds, width)
        var evidence = [Float](repeating: 0, count: grid.count)
        spectrum.counts.withUnsafeBufferPointer { counts in
            ratios.withUnsafeBufferPointer { ratios in
                for tile in 0..<grid.count {
                    let firstRow = tile / grid.columns * tileBlocks
                    let firstColumn = tile % grid.columns * tileBlocks
                    var (sum, number): (Float, Int) = (0, 0)
                    for row in firstRow..<(firstRow + tileBlocks) {
                        var place = (row * spectrum.columns + firstColumn) * kinds
                        for _ in 0..<tileBlocks {
                            for kind in 0..<kinds {
                                let count = Int(counts[place])
                                if count != 0, abs(count) <= highestCompared {
                                    sum += ratios[kind * width + BlockSpectrum.highest + count]
                                    number += 1
                                }
                                place += 1
                            }
                        }
                    }
                    if number >= fewestCounts { evidence[tile] = sum }
                }
            }
        }
        return evidence
    }

    /// For each frequency and count the logarithm of how often it would come without gaps by how often it came.
    private static func ratios(_ spectrum: BlockSpectrum, _ kinds: Int, _ width: Int) -> [Float] {
        var histogram = [Float](repeating: 0, count: kinds * width)
        for (place, count) in spectrum.counts.enumerated() {
            histogram[place % kinds * width + BlockSpectrum.highest + Int(count)] += 1
        }
        var ratios = [Float](repeating: 0, count: kinds * width)
        for kind in 0..<kinds {
            let own = histogram[(kind * width)..<((kind + 1) * width)]
            let logarithms = own.map { logarithm($0 + 1) }
            for index in 0..<width {
                var sum: Float = 0
                for near in (index - reach)...(index + reach) {
                    sum += logarithms[min(max(0, near), width - 1)]
                }
                let smooth = exponential(sum / Float(2 * reach + 1))
                ratios[kind * width + index] =
                    logarithm(smooth + prior) - logarithm(own[own.startIndex + index] + prior)
            }
        }
        return ratios
    }
}
