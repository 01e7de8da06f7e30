import Evidence
import Shelf

/// What `analyze shelf` prints: a document a photo, with `--batch` one more for all together.
enum ShelfDocument: Encodable, Sendable {
    case photo(Answer<ShelfFindings>)
    case batch(ShelfBatch)

    private enum CodingKeys: String, CodingKey { case batch }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .photo(let answer): try answer.encode(to: encoder)
        case .batch(let batch):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(batch, forKey: .batch)
        }
    }
}

/// The photos of one call taken together: each facing once, and which photos show one shelf.
struct ShelfBatch: Encodable, Sendable {
    var facings: [MergedShelves.Count]
    /// Names of the photos, those of one shelf together.
    var shelves: [[String]]

    /// Photos that were refused are left out.
    init(_ answers: [Answer<ShelfFindings>]) {
        var (names, found) = ([String](), [ShelfFindings]())
        for answer in answers {
            guard case .success(let findings) = answer.result else { continue }
            names.append(answer.input)
            found.append(findings)
        }
        let merged = ShelfMerging.merged(found)
        facings = merged.facings
        shelves = merged.shelves.map { $0.map { names[$0] } }
    }

    /// The same for people.
    func show() {
        Terminal.line("■ 合计，每个排面只计一次 (all photos, each facing once)")
        var table = TextTable(header: ["商品", "排面"])
        for facing in facings { table.rows.append([facing.sku.rawValue, "\(facing.count)"]) }
        for line in table.lines() { Terminal.line("  " + line) }
        for (number, photos) in shelves.enumerated() {
            Terminal.line("  货架 \(number + 1)：\(photos.joined(separator: " + "))")
        }
    }
}
