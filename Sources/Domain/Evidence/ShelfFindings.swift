/// A rectangle `[x0, y0, x1, y1]` in pixels of the upright picture; x1 and y1 are exclusive.
public struct Box: Hashable, Codable, Sendable {
    public var x0: Int
    public var y0: Int
    public var x1: Int
    public var y1: Int

    public init(x0: Int, y0: Int, x1: Int, y1: Int) {
        self.x0 = x0
        self.y0 = y0
        self.x1 = x1
        self.y1 = y1
    }

    public init(from decoder: any Decoder) throws {
        let numbers = try decoder.singleValueContainer().decode([Double].self)
        guard numbers.count == 4, numbers.allSatisfy({ $0.isFinite && abs($0) < 1e8 }) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a box is [x0, y0, x1, y1]"))
        }
        self.init(
            x0: Int(numbers[0].rounded()), y0: Int(numbers[1].rounded()), x1: Int(numbers[2].rounded()),
            y1: Int(numbers[3].rounded()))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode([x0, y0, x1, y1])
    }

    public var width: Int { max(0, x1 - x0) }
    public var height: Int { max(0, y1 - y0) }
    public var area: Int { width * height }

    public func intersection(_ other: Box) -> Box {
        Box(x0: max(x0, other.x0), y0: max(y0, other.y0), x1: min(x1, other.x1), y1: min(y1, other.y1))
    }

    /// Intersection over union, 0…1.
    public func overlap(_ other: Box) -> Double {
        let common = intersection(other).area
        let union = area + other.area - common
        return union > 0 ? Double(common) / Double(union) : 0
    }
}

/// What a shelf photo shows (contract of `analyze shelf`).
public struct ShelfFindings: Codable, Sendable, Equatable {
    /// One front unit of a product on the shelf (排面).
    public struct Facing: Codable, Sendable, Equatable {
        public var sku: SKU
        public var box: Box
        /// 0…1, calibrated as far as the analyser's bench says.
        public var confidence: Double
        /// Counted from 0 at the top; null where no row could be told.
        @ExplicitNull public var row: Int?
        public init(sku: SKU, box: Box, confidence: Double, row: Int?) {
            self.sku = sku
            self.box = box
            self.confidence = confidence
            self.row = row
        }
    }

    /// A product that is not in the catalogue.
    public struct UnknownProduct: Codable, Sendable, Equatable {
        public var box: Box
        public init(box: Box) { self.box = box }
    }

    /// An empty place on the shelf.
    public struct Gap: Codable, Sendable, Equatable {
        public var box: Box
        @ExplicitNull public var row: Int?
        public init(box: Box, row: Int?) {
            self.box = box
            self.row = row
        }
    }

    public enum SlotStatus: String, Codable, Sendable, CaseIterable {
        case ok
        case missing
        case outOfStock = "out-of-stock"
        case misplaced
        case extra
        case notAssessable = "not-assessable"
    }

    /// One planned facing (or, `extra`, one that is not planned) and what stands there.
    public struct Slot: Codable, Sendable, Equatable {
        @ExplicitNull public var row: Int?
        /// Facing index within the planned row from the left, from 0; null for `extra`.
        @ExplicitNull public var index: Int?
        public var sku: SKU
        public var status: SlotStatus
        /// Where it is (or should be) on the photo, when known.
        public var box: Box?
        public init(row: Int?, index: Int?, sku: SKU, status: SlotStatus, box: Box? = nil) {
            self.row = row
            self.index = index
            self.sku = sku
            self.status = status
            self.box = box
        }
    }

    /// Fitness of the photo; reasons are the codes of the contract (`blurred`, `dark`, …).
    public struct Quality: Codable, Sendable, Equatable {
        public var usable: Bool
        public var reasons: [String]
        /// One sentence for each reason: what to do.
        public var advice: [String]
        /// The figures behind it by name, for whoever opens the finding.
        public var measures: [String: Double]
        public init(
            usable: Bool, reasons: [String] = [], advice: [String] = [], measures: [String: Double] = [:]
        ) {
            self.usable = usable
            self.reasons = reasons
            self.advice = advice
            self.measures = measures
        }
    }

    /// Counts behind the four shelf sub-scores, so that they add up over the photos of a day.
    public struct Counts: Codable, Sendable, Equatable {
        public var mustStockSeen: Int
        public var mustStockPlanned: Int
        /// Σ min(seen, planned) over planned products.
        public var facingsSeen: Int
        public var facingsPlanned: Int
        public var slotsOk: Int
        public var slotsMisplaced: Int
        public var slotsOutOfStock: Int
        public var slotsAssessable: Int
        public init(
            mustStockSeen: Int = 0, mustStockPlanned: Int = 0, facingsSeen: Int = 0, facingsPlanned: Int = 0,
            slotsOk: Int = 0, slotsMisplaced: Int = 0, slotsOutOfStock: Int = 0, slotsAssessable: Int = 0
        ) {
            self.mustStockSeen = mustStockSeen
            self.mustStockPlanned = mustStockPlanned
            self.facingsSeen = facingsSeen
            self.facingsPlanned = facingsPlanned
            self.slotsOk = slotsOk
            self.slotsMisplaced = slotsMisplaced
            self.slotsOutOfStock = slotsOutOfStock
            self.slotsAssessable = slotsAssessable
        }
    }

    /// 0…100 each; null where nothing could be assessed.
    public struct Score: Codable, Sendable, Equatable {
        @ExplicitNull public var assortment: Double?
        @ExplicitNull public var facings: Double?
        @ExplicitNull public var position: Double?
        @ExplicitNull public var availability: Double?
        @ExplicitNull public var total: Double?
        public init(
            assortment: Double? = nil, facings: Double? = nil, position: Double? = nil,
            availability: Double? = nil, total: Double? = nil
        ) {
            self.assortment = assortment
            self.facings = facings
            self.position = position
            self.availability = availability
            self.total = total
        }
    }

    public var width: Int
    public var height: Int
    public var quality: Quality
    /// Accepted: scored and counted.
    public var facings: [Facing]
    /// A person must decide.
    public var review: [Facing]
    public var unknown: [UnknownProduct]
    public var gaps: [Gap]
    public var slots: [Slot]
    public var counts: Counts?
    public var score: Score
    /// The products and slots behind counts and score, where there is a planogram.
    public var basis: Basis?
    /// How much of the shelf each recognised product takes.
    public var shares: [Share]?
    /// The same by the categories of the catalogue, where it has any.
    public var categories: [CategoryShare]?
    /// All that were considered, on request.
    public var candidates: [Facing]?
    /// Price tags, where a price list was given.
    public var prices: [Price]?
    /// Promotion material, where the catalogue has posters.
    public var posters: [Poster]?
    public var analyzer: AnalyzerIdentity

    public init(
        width: Int, height: Int, quality: Quality, facings: [Facing] = [], review: [Facing] = [],
        unknown: [UnknownProduct] = [], gaps: [Gap] = [], slots: [Slot] = [], counts: Counts? = nil,
        score: Score = Score(), candidates: [Facing]? = nil, analyzer: AnalyzerIdentity
    ) {
        self.width = width
        self.height = height
        self.quality = quality
        self.facings = facings
        self.review = review
        self.unknown = unknown
        self.gaps = gaps
        self.slots = slots
        self.counts = counts
        self.score = score
        self.candidates = candidates
        self.analyzer = analyzer
    }
}
