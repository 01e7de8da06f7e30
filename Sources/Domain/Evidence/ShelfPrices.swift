/// What each product should cost on the shelf.
public struct PriceList: Hashable, Codable, Sendable {
    public var prices: [SKU: Money]
    public init(prices: [SKU: Money]) { self.prices = prices }
}

extension ShelfFindings {
    /// How the price tag below a product compares with the price list.
    public enum PriceStatus: String, Codable, Sendable, CaseIterable {
        case match
        case differs
        /// There is a tag, and its price cannot be told for certain.
        case unreadable
    }

    /// The price tag (价签) below a facing.
    public struct Price: Codable, Sendable, Equatable {
        /// The product above the tag.
        public var sku: SKU
        /// The tag itself.
        public var box: Box
        /// All print on the tag, lines joined by spaces.
        public var text: String
        /// The selling price that the tag states; null where it cannot be told.
        @ExplicitNull public var price: Money?
        public var status: PriceStatus
        public init(sku: SKU, box: Box, text: String, price: Money?, status: PriceStatus) {
            self.sku = sku
            self.box = box
            self.text = text
            self.price = price
            self.status = status
        }
    }

    /// Promotion material (促销物料) of the catalogue that was seen; never a facing.
    public struct Poster: Codable, Sendable, Equatable {
        public var id: SKU
        public var box: Box
        /// 0…1, on the scale of the facings.
        public var confidence: Double
        public init(id: SKU, box: Box, confidence: Double) {
            self.id = id
            self.box = box
            self.confidence = confidence
        }
    }
}
