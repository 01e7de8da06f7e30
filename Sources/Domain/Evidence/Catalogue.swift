/// A product with its pack shots.
public struct CatalogueEntry: Hashable, Codable, Sendable {
    public var sku: SKU
    public var name: String
    public var kind: String?
    public var category: String?
    /// File names beside the catalogue file.
    public var templates: [String]
    public var twinGroup: String?
    /// A new product: the day from which stores that plan it should show it.
    public var launchDate: BusinessDay?
    public init(
        sku: SKU, name: String, kind: String? = nil, category: String? = nil, templates: [String],
        twinGroup: String? = nil, launchDate: BusinessDay? = nil
    ) {
        self.sku = sku
        self.name = name
        self.kind = kind
        self.category = category
        self.templates = templates
        self.twinGroup = twinGroup
        self.launchDate = launchDate
    }
}

/// The products that can stand on a shelf.
public struct Catalogue: Hashable, Codable, Sendable {
    public var skus: [CatalogueEntry]
    public init(skus: [CatalogueEntry]) { self.skus = skus }
}

/// A run of the same product in a planned row.
public struct PlannedRun: Hashable, Codable, Sendable {
    public var sku: SKU
    public var facings: Int
    public init(sku: SKU, facings: Int) {
        self.sku = sku
        self.facings = facings
    }
}

/// How a shelf section should look (陈列图): rows from the top, runs from the left.
public struct Planogram: Hashable, Codable, Sendable {
    public var rows: [[PlannedRun]]
    /// Products that must be there; nil = all that are planned.
    public var mustStock: [SKU]?
    public init(rows: [[PlannedRun]], mustStock: [SKU]? = nil) {
        self.rows = rows
        self.mustStock = mustStock
    }
}
