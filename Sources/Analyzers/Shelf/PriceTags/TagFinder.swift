import Evidence
import Media

/// Where price tags hang: print below the boards, and the paper around it.
struct TagFinder {
    /// Heights of a tag's digits as shares of a typical facing's height.
    private static let digits: ClosedRange<Float> = 0.02...0.2
    /// Pixels that the smallest digits are brought to for the search.
    private static let smallestDigits: Float = 8
    /// Lower ones cannot be read, photo pixels.
    private static let leastHeight: Float = 10

    let photo: Raster
    let boards: [ShelfBoard]

    struct Tag: Sendable {
        var patch: BoardPatch
    }

    func tags() -> [Tag] {
        TagFinder.merged(boards.indices.flatMap { board in self.tags(below: board) })
    }

    private func tags(below board: Int) -> [Tag] {
        let shelf = boards[board]
        let height = shelf.facingHeight
        let left = max(0, Float(shelf.facings.map(\.box.x0).min() ?? 0) - height / 2)
        let right = min(Float(photo.width), Float(shelf.facings.map(\.box.x1).max() ?? 0) + height / 2)
        let highest = min(shelf.bottom(at: left), shelf.bottom(at: right))
        let strip = BoardPatch(
            board: board, x0: left, x1: right, depth0: -0.04 * height,
            depth1: min(shelf.reach, Float(photo.height) - highest))
        guard strip.height > 6, strip.width > 6 else { return [] }
        let zoom = max(0.25, min(2, TagFinder.smallestDigits / (TagFinder.digits.lowerBound * height)))
        let picture = strip.picture(of: photo, board: shelf, zoom: zoom, smooth: false)
        let low = max(4, Int(TagFinder.digits.lowerBound * height * zoom))
        let high = max(low, Int(TagFinder.digits.upperBound * height * zoom))
        let paper = TagPaper(picture)
        return PrintSpots.find(in: picture.luma(), heights: low...high).compactMap { print in
            guard let outline = paper.outline(around: print) else { return nil }
            let patch = strip.part(outline, zoom: zoom)
            return patch.height >= TagFinder.leastHeight ? Tag(patch: patch) : nil
        }
    }

    /// One tag for one place.
    private static func merged(_ tags: [Tag]) -> [Tag] {
        let order = tags.sorted { one, two in
            (two.patch.area, one.patch.board, one.patch.x0, one.patch.depth0)
                < (one.patch.area, two.patch.board, two.patch.x0, two.patch.depth0)
        }
        var kept: [Tag] = []
        for tag in order {
            let same = kept.contains { other in
                let common = tag.patch.common(other.patch)
                return common > 0.5 * max(tag.patch.area, other.patch.area)
            }
            if !same { kept.append(tag) }
        }
        return kept.sorted {
            ($0.patch.board, $0.patch.x0, $0.patch.depth0) < ($1.patch.board, $1.patch.x0, $1.patch.depth0)
        }
    }
}
