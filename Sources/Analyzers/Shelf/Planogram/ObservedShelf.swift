import Evidence

/// What a photo shows, in the terms that a planogram is compared in.
struct ObservedShelf: Sendable {
    struct Item: Sendable {
        var sku: SKU
        var frame: Frame
        /// Part of it inside the photo, 0…1.
        var visible: Float = 1
        /// A poor match: it counts only where the plan and its neighbours expect just that product.
        var doubtful = false
        /// Mostly covered: it may be there, and nobody can say.
        var hidden = false
    }

    struct Row: Sendable {
        /// From left to right.
        var items: [Item]
        /// Places where the back of the shelf shows.
        var gaps: [Frame] = []
        /// Places where something stands that is not known.
        var unknown: [Frame] = []
        /// Places that cannot be seen for glare.
        var hidden: [Frame] = []
        /// Whether the shelf's upright shows at that end.
        var endsLeft = false
        var endsRight = false
        /// Height of a facing, for the width of products that were not seen.
        var height: Float = 100
    }

    /// From the top.
    var rows: [Row]
    var width: Float
    var height: Float
}
