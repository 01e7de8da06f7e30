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
    /// Pictures that people confirmed on photos: the product in other artwork or light than its pack shot.
    public var learned: [LearnedTemplate]?
    public init(
        sku: SKU, name: String, kind: String? = nil, category: String? = nil, templates: [String],
        twinGroup: String? = nil, launchDate: BusinessDay? = nil, learned: [LearnedTemplate]? = nil
    ) {
        self.sku = sku
        self.name = name
        self.kind = kind
        self.category = category
        self.templates = templates
        self.twinGroup = twinGroup
        self.launchDate = launchDate
        self.learned = learned
    }

    /// Every picture that the product is recognised by.
    public var pictures: [String] { templates + (learned ?? []).map(\.file) }

    /// Promotion material: found on photos, never a facing.
    public var isPoster: Bool { kind == "poster" }
}

/// A picture of a product cut from a photo on which a person confirmed it.
public struct LearnedTemplate: Hashable, Codable, Sendable {
    /// Beside the catalogue file.
    public var file: String
    /// The evidence or file that it was cut from.
    public var source: String
    /// Where, in pixels of the upright photo.
    public var box: Box
    public var addedBy: String
    public init(file: String, source: String, box: Box, addedBy: String) {
        self.file = file
        self.source = source
        self.box = box
        self.addedBy = addedBy
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
