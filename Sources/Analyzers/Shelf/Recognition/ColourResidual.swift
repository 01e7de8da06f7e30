/// What is left of a patch's colours when the pack's are taken from them, block by block. Another flavour of a pack
/// agrees with it on the mean; where its fruit or its badge is, another colour is left.
struct ColourResidual: Sendable, Equatable {
    private static let side = 8
    private static let leastPixels = 24
    private static let leastBlocks = 6
    private static let exposures: ClosedRange<Float> = 0.3...1.6

    /// Distance in (a*, b*) that a tenth of the blocks exceed, as it would be under the light of the pack shot.
    private(set) var high: Float = 8

    private struct Block {
        var count: Float = 0
        var a: Float = 0
        var b: Float = 0
        var packA: Float = 0
        var packB: Float = 0
    }

    init(_ patch: Thumbnail, _ pack: Thumbnail, weights: [Float]) {
        let blocks = ColourResidual.blocks(patch, pack, weights)
        guard blocks.count >= ColourResidual.leastBlocks else { return }
        var (product, square) = (Float(0), Float(1))
        for block in blocks {
            product += block.a * block.packA + block.b * block.packB
            square += block.packA * block.packA + block.packB * block.packB
        }
        let range = ColourResidual.exposures
        let exposure = max(range.lowerBound, min(range.upperBound, product / square))
        var distances = blocks.map { block -> Float in
            let a = block.a - exposure * block.packA
            let b = block.b - exposure * block.packB
            return (a * a + b * b).squareRoot()
        }
        high = (Ranked.value(at: distances.count * 9 / 10, of: &distances) ?? high) / exposure
    }

    /// Mean colours, of blocks that show enough of the pack.
    private static func blocks(_ patch: Thumbnail, _ pack: Thumbnail, _ weights: [Float]) -> [Block] {
        var blocks: [Block] = []
        for top in stride(from: 0, to: Thumbnail.height, by: side) {
            for left in stride(from: 0, to: pack.width - side / 2, by: side) {
                var block = Block()
                for y in top..<min(Thumbnail.height, top + side) {
                    for x in left..<min(pack.width, left + side) {
                        let index = y * pack.width + x
                        guard weights[index] > 0 else { continue }
                        block.count += 1
                        block.a += patch.colours[index].y
                        block.b += patch.colours[index].z
                        block.packA += pack.colours[index].y
                        block.packB += pack.colours[index].z
                    }
                }
                guard block.count >= Float(leastPixels) else { continue }
                block.a /= block.count
                block.b /= block.count
                block.packA /= block.count
                block.packB /= block.count
                blocks.append(block)
            }
        }
        return blocks
    }
}
