public import Evidence
public import Media

/// What is wrong with a catalogue's pack shots, before it is taken over.
public enum CatalogueReview {
    /// Something about one product that its keeper should know.
    public struct Problem: Sendable, Equatable, Codable {
        public enum Code: String, Sendable, Codable, CaseIterable {
            /// Two entries have one id.
            case duplicateSKU = "duplicate-sku"
            /// No pack shot was given.
            case noPackShot = "no-pack-shot"
            case tooSmall = "too-small"
            case blurred
            /// Too little print to be found by.
            case plain
            /// The very picture of another product.
            case samePicture = "same-picture"
            /// Looks like another product: its facings are told apart by little.
            case lookAlike = "look-alike"
        }
        public var code: Code
        public var sku: SKU
        /// The other product, for the codes that speak of two.
        public var other: SKU?
        /// Whether recognition cannot work with it; the rest is advice.
        public var blocking: Bool
        public var chinese: String
        public var english: String
    }

    private static let leastHeight = 96
    /// Pixels of the shorter side below which a pack shot shows nothing to go by.
    public static let leastSide = 32
    private static let samePicture: Float = 1.17

    /// Sorted by product, then code.
    public static func problems(entries: [CatalogueEntry], packShots: [SKU: [Raster]]) -> [Problem] {
        var found: [Problem] = []
        var seen = Set<SKU>()
        for entry in entries where !seen.insert(entry.sku).inserted {
            found.append(
                problem(.duplicateSKU, entry.sku, blocking: true, "商品编号重复，请改为唯一编号。", "The id occurs twice."))
        }
        for sku in seen {
            let shots = packShots[sku] ?? []
            if shots.isEmpty {
                found.append(
                    problem(.noPackShot, sku, blocking: true, "缺少商品图，请补充。", "There is no pack shot."))
            }
            for shot in shots { found += problems(of: shot, sku: sku) }
        }
        found += pairs(entries, packShots)
        return found.sorted {
            ($0.sku.rawValue, $0.code.rawValue, $0.other?.rawValue ?? "")
                < ($1.sku.rawValue, $1.code.rawValue, $1.other?.rawValue ?? "")
        }
    }

    private static func problem(
        _ code: Problem.Code, _ sku: SKU, other: SKU? = nil, blocking: Bool = false, _ chinese: String,
        _ english: String
    ) -> Problem {
        Problem(
            code: code, sku: sku, other: other, blocking: blocking, chinese: chinese, english: english)
    }

    static func problems(of shot: Raster, sku: SKU) -> [Problem] {
        guard shot.height >= leastHeight, shot.width >= leastSide else {
            return [
                problem(
                    .tooSmall, sku, blocking: true, "商品图太小（\(shot.width)×\(shot.height)），请换一张更大的。",
                    "The pack shot is only \(shot.width) × \(shot.height); please give a larger one.")
            ]
        }
        var found: [Problem] = []
        if PhotoMeasures(shot).sharpness < 0.2 {
            found.append(
                problem(.blurred, sku, "商品图模糊，请换一张清晰的。", "The pack shot is blurred; please give a sharp one.")
            )
        }
        let detector = FeatureDetector()
        if detector.features(of: PackShot(shot).luma()).count < 12 {
            found.append(
                problem(
                    .plain, sku, "商品图细节太少，识别会不可靠。", "The pack shows too little print to be found reliably."))
        }
        return found
    }

    private static func pairs(_ entries: [CatalogueEntry], _ packShots: [SKU: [Raster]]) -> [Problem] {
        let index = CatalogueIndex.build(entries: entries, packShots: packShots)
        var found: [Problem] = []
        for (first, others) in index.twins.enumerated() {
            for second in others {
                let sku = index.skus[index.templates[first].sku]
                let other = index.skus[index.templates[second].sku]
                let score = TemplateComparison.score(index.templates[first], index.templates[second])
                if score > samePicture {
                    found.append(
                        problem(
                            .samePicture, sku, other: other, "与 \(other) 的商品图相同，无法区分。",
                            "Same picture as \(other): they cannot be told apart."))
                } else if score > 0.8 {
                    found.append(
                        problem(
                            .lookAlike, sku, other: other, "与 \(other) 外观相近，识别结果会更多地转人工复核。",
                            "Looks like \(other): more of its facings go to review."))
                }
            }
        }
        return found
    }
}
