public import AnalyzerKit
public import Evidence
public import Media

/// Reads the price tags (价签) below the facings of a shelf photo and compares them with a price list. Every tag is
/// read at several sizes; a price is told only where the readings agree.
public struct PriceTagReader: Sendable {
    /// Heights that a tag is brought to, page pixels: digits fill a third to a half of a tag.
    private static let tagHeights: [Float] = [72, 104, 144, 60, 88, 124]
    private static let widestTag: Float = 640
    /// Readings less sure than this do not count.
    private static let leastProbability = 0.9

    private let reader: any TextReader
    private let list: PriceList

    public init(reader: any TextReader, prices: PriceList) {
        self.reader = reader
        list = prices
    }

    /// - Parameter findings: what was recognised on the photo; tags are looked for below its facings.
    /// - Returns: one entry for each tag that hangs below a product of the price list, by place.
    /// - Throws: what the text reader throws.
    public func prices(
        on photo: Raster, showing findings: ShelfFindings
    ) async throws(AnalysisError) -> [ShelfFindings.Price] {
        let boards = ShelfBoard.boards(of: findings)
        let found = TagFinder(photo: photo, boards: boards).tags()
        let owners = boards.map { TagOwner(board: $0, findings: findings) }
        let tags = found.compactMap { tag in
            owners[tag.patch.board].sku(of: tag.patch).flatMap { sku in
                list.prices[sku].map { (tag: tag, sku: sku, listed: $0) }
            }
        }
        var readings = [[Reading]](repeating: [], count: tags.count)
        for (turn, height) in PriceTagReader.tagHeights.enumerated() {
            // Tags that were read well at the first sizes are not read again.
            let open = tags.indices.filter { turn < 3 || PriceTagReader.agreed(readings[$0]) == nil }
            let read = try await read(open.map { tags[$0].tag.patch }, boards, photo, height: height)
            for (index, reading) in zip(open, read) { readings[index].append(reading) }
        }
        var prices: [ShelfFindings.Price] = []
        for (tag, readings) in zip(tags, readings) {
            let price = PriceTagReader.agreed(readings)
            guard price != nil || readings.contains(where: { $0.price != nil }) else { continue }
            let text = readings.map(\.text).max { $0.count < $1.count } ?? ""
            let status: ShelfFindings.PriceStatus =
                price.map { $0 == tag.listed ? .match : .differs } ?? .unreadable
            prices.append(
                ShelfFindings.Price(
                    sku: tag.sku,
                    box: tag.tag.patch.box(
                        on: boards[tag.tag.patch.board], width: photo.width, height: photo.height),
                    text: text, price: price, status: status))
        }
        return prices
    }

    private struct Reading {
        var price: SellingPrice?
        var text: String
    }

    private func read(
        _ patches: [BoardPatch], _ boards: [ShelfBoard], _ photo: Raster, height: Float
    ) async throws(AnalysisError) -> [Reading] {
        let pictures = patches.map { patch in
            let wide = patch.grown(across: 0.12 * patch.height, down: 0.08 * patch.height)
            let zoom = min(height / max(1, wide.height), PriceTagReader.widestTag / max(1, wide.width))
            return wide.picture(of: photo, board: boards[patch.board], zoom: zoom, smooth: true)
        }
        let lines = try await TextPages(pictures).lines(reader)
        return zip(pictures, lines).map { picture, lines in
            Reading(
                price: SellingPrice.of(lines, on: picture), text: lines.map(\.text).joined(separator: " "))
        }
    }

    /// The price that at least two readings are sure of and all state, and of which they are sure on the whole: with
    /// every further reading it grows likelier that two are wrong in the same way.
    private static func agreed(_ readings: [Reading]) -> Money? {
        let prices = readings.compactMap(\.price)
        guard let first = prices.first?.price, prices.allSatisfy({ $0.price == first }) else { return nil }
        let mean = prices.map(\.probability).reduce(0, +) / Double(prices.count)
        let sure = prices.filter { $0.probability >= leastProbability }
        return sure.count >= 2 && mean >= leastProbability ? first : nil
    }
}
