extension ShelfFindings {
    /// What stands behind the four parts of the score, so that each number can be opened down to its boxes.
    public struct Basis: Codable, Sendable, Equatable {
        /// A product with what was planned and seen of it.
        public struct Product: Codable, Sendable, Equatable {
            public var sku: SKU
            /// Planned facings that could be judged.
            public var planned: Int
            public var seen: Int
            /// Its accepted facings on the photo.
            public var boxes: [Box]
            public init(sku: SKU, planned: Int, seen: Int, boxes: [Box]) {
                self.sku = sku
                self.planned = planned
                self.seen = seen
                self.boxes = boxes
            }
        }

        /// Places in `slots` that a part counts, for and against the store.
        public struct Places: Codable, Sendable, Equatable {
            public var met: [Int]
            public var unmet: [Int]
            public init(met: [Int], unmet: [Int]) {
                self.met = met
                self.unmet = unmet
            }
        }

        /// Products that must be there: met where `seen` is more than 0.
        public var assortment: [Product]
        /// Products with planned facings: met are min(`seen`, `planned`) of `planned`.
        public var facings: [Product]
        public var position: Places
        public var availability: Places

        public init(assortment: [Product], facings: [Product], position: Places, availability: Places) {
            self.assortment = assortment
            self.facings = facings
            self.position = position
            self.availability = availability
        }

        /// The counts that add up over the photos of a day.
        public var counts: Counts {
            Counts(
                mustStockSeen: assortment.count { $0.seen > 0 }, mustStockPlanned: assortment.count,
                facingsSeen: facings.reduce(0) { $0 + min($1.seen, $1.planned) },
                facingsPlanned: facings.reduce(0) { $0 + $1.planned }, slotsOk: position.met.count,
                slotsMisplaced: position.unmet.count, slotsOutOfStock: availability.unmet.count,
                slotsAssessable: availability.met.count + availability.unmet.count)
        }
    }

    /// How much of the shelf a product takes, of all that was recognised or is not known.
    public struct Share: Codable, Sendable, Equatable {
        public var sku: SKU
        public var facings: Int
        /// 0…1 of the facings.
        public var byCount: Double
        /// 0…1 of the width that goods take, each row measured in its own facings' heights.
        public var byWidth: Double
        public init(sku: SKU, facings: Int, byCount: Double, byWidth: Double) {
            self.sku = sku
            self.facings = facings
            self.byCount = byCount
            self.byWidth = byWidth
        }
    }

    /// How much of the shelf the products of one category take together.
    public struct CategoryShare: Codable, Sendable, Equatable {
        /// As the catalogue names it; empty for products without one.
        public var category: String
        public var facings: Int
        /// 0…1 of the facings.
        public var byCount: Double
        /// 0…1 of the width that goods take.
        public var byWidth: Double
        public init(category: String, facings: Int, byCount: Double, byWidth: Double) {
            self.category = category
            self.facings = facings
            self.byCount = byCount
            self.byWidth = byWidth
        }
    }
}
