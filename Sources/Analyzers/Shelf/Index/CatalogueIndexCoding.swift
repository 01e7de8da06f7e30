import Evidence
import Media

/// Why stored bytes are not a catalogue index.
public struct CatalogueIndexError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// Not an index, or of another version of the analyser: build it again.
        case wrongFormat
        /// The bytes end too early, or go on too long.
        case wrongLength
        /// Numbers that cannot be: the file is damaged.
        case damaged
    }
    public var code: Code
    public var detail: String
    public init(_ code: Code, detail: String) {
        self.code = code
        self.detail = detail
    }
    public var description: String { "\(code.rawValue): \(detail); build the index again" }
}

/// The index as bytes, little-endian: a header, the products, their thumbnails, the features, the tree, the twins.
extension CatalogueIndex {
    private static let magic: [UInt8] = Array("SPSHELF4".utf8)
    /// Far above any catalogue, below what would exhaust memory.
    private static let mostTemplates = 20_000
    private static let mostFeatures = 8_000_000

    public func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.bytes += CatalogueIndex.magic
        writer.put(UInt32(skus.count))
        for (sku, form) in zip(skus, forms) {
            writer.put(Array(sku.rawValue.utf8))
            writer.put(UInt32(form.rawValue))
        }
        writer.put(UInt32(templates.count))
        for template in templates {
            writer.put(UInt32(template.sku))
            writer.put(UInt32(template.width))
            writer.put(template.storedColours)
            writer.put(template.storedMask)
        }
        for fingerprint in fingerprints {
            writer.put(UInt32(truncatingIfNeeded: fingerprint))
            writer.put(UInt32(truncatingIfNeeded: fingerprint >> 32))
        }
        writer.put(UInt32(features.x.count))
        for owner in features.template { writer.put(UInt32(bitPattern: owner)) }
        for column in [features.x, features.y, features.logSize] {
            for value in column { writer.put(value.bitPattern) }
        }
        writer.put(UInt32(tree.branches))
        writer.put(tree.rootCentres)
        writer.put(tree.leafCentres)
        for start in tree.leafStarts { writer.put(UInt32(bitPattern: start)) }
        writer.put(tree.descriptors)
        for list in twins {
            writer.put(UInt32(list.count))
            for twin in list { writer.put(UInt32(twin)) }
        }
        return writer.bytes
    }

    public init(decoding bytes: [UInt8]) throws(CatalogueIndexError) {
        self = try bytes.withUnsafeBufferPointer { buffer throws(CatalogueIndexError) in
            try CatalogueIndex(decoding: UnsafeRawBufferPointer(buffer))
        }
    }

    /// - Parameter bytes: of a mapped file, for one; nothing of them is kept.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(CatalogueIndexError) {
        var reader = ByteReader(bytes)
        guard try reader.raw(CatalogueIndex.magic.count) == CatalogueIndex.magic else {
            throw CatalogueIndexError(.wrongFormat, detail: "the bytes do not begin with SPSHELF4")
        }
        let skuCount = try reader.count(limit: CatalogueIndex.mostTemplates, of: "products")
        var skus: [SKU] = []
        var forms: [PackForm] = []
        for _ in 0..<skuCount {
            skus.append(SKU(rawValue: String(decoding: try reader.block(), as: UTF8.self)))
            forms.append(PackForm(rawValue: UInt8(try reader.number(below: 3, of: "a form"))) ?? .flat)
        }
        let templates = try CatalogueIndex.templates(&reader, skuCount: skuCount)
        var fingerprints: [UInt64] = []
        for _ in templates {
            let low = UInt64(try reader.number())
            fingerprints.append(low | UInt64(try reader.number()) << 32)
        }
        let features = try CatalogueIndex.features(&reader, templateCount: templates.count)
        let tree = try CatalogueIndex.tree(&reader, count: features.x.count)
        var twins: [[Int]] = []
        for _ in templates {
            let number = try reader.count(limit: templates.count, of: "look-alikes")
            var list: [Int] = []
            for _ in 0..<number {
                list.append(try reader.number(below: templates.count, of: "a look-alike"))
            }
            twins.append(list)
        }
        try reader.finish()
        self.init(
            skus: skus, templates: templates, tree: tree, features: features, twins: twins,
            forms: forms, fingerprints: fingerprints)
    }

    private static func templates(
        _ reader: inout ByteReader, skuCount: Int
    ) throws(CatalogueIndexError) -> [ProductTemplate] {
        let count = try reader.count(limit: mostTemplates, of: "pack shots")
        var templates: [ProductTemplate] = []
        for _ in 0..<count {
            let sku = try reader.number(below: skuCount, of: "the product of a pack shot")
            let width = try reader.number(below: 4096, of: "the width of a pack shot")
            let colours = try reader.block()
            let mask = try reader.block()
            guard width > 0 else {
                throw CatalogueIndexError(.damaged, detail: "a pack shot has no width")
            }
            let pixels = Thumbnail.width(forAspect: Float(width) / Float(PackShot.height)) * Thumbnail.height
            guard colours.count == pixels * 3, mask.count == pixels else {
                throw CatalogueIndexError(.damaged, detail: "a thumbnail has the wrong size")
            }
            templates.append(
                ProductTemplate(
                    sku: sku, width: width, storedColours: colours, storedMask: mask))
        }
        return templates
    }

    private static func features(
        _ reader: inout ByteReader, templateCount: Int
    ) throws(CatalogueIndexError) -> PackFeatures {
        let count = try reader.count(limit: mostFeatures, of: "features")
        var features = PackFeatures()
        for _ in 0..<count {
            features.template.append(
                Int32(try reader.number(below: templateCount, of: "the pack shot of a feature")))
        }
        features.x = try reader.floats(count)
        features.y = try reader.floats(count)
        features.logSize = try reader.floats(count)
        return features
    }

    private static func tree(_ reader: inout ByteReader, count: Int) throws(CatalogueIndexError)
        -> DescriptorTree
    {
        let bytes = FeatureSet.descriptorBytes
        let branches = try reader.number(below: 257, of: "branches")
        let roots = try reader.block()
        let leaves = try reader.block()
        guard branches > 0, roots.count == branches * bytes, leaves.count == branches * branches * bytes
        else {
            throw CatalogueIndexError(.damaged, detail: "the tree's centres have the wrong size")
        }
        var starts: [Int32] = []
        for _ in 0...(branches * branches) {
            let start = Int32(try reader.number(below: count + 1, of: "a leaf's start"))
            guard start >= starts.last ?? 0 else {
                throw CatalogueIndexError(.damaged, detail: "leaves overlap")
            }
            starts.append(start)
        }
        let descriptors = try reader.block()
        guard descriptors.count == count * bytes, starts.first == 0, starts.last == Int32(count) else {
            throw CatalogueIndexError(.damaged, detail: "the tree and its descriptors disagree")
        }
        return DescriptorTree(
            branches: branches, rootCentres: roots, leafCentres: leaves, leafStarts: starts,
            descriptors: descriptors)
    }
}
