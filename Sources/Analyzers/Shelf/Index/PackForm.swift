/// What a product is, as far as recognition asks.
enum PackForm: UInt8, Sendable {
    /// Shows its front or another side: cartons, boxes, pouches, and all that the catalogue says nothing about.
    case flat = 0
    /// Promotion material: found, but no facing.
    case poster = 1
    /// Round about its upright axis: its front may be turned away by any angle.
    case round = 2

    private static let roundKinds: Set<String> = ["bottle", "can", "jar", "tin"]

    /// - Parameters:
    ///   - kind: as the catalogue names it.
    ///   - isPoster: whether it is promotion material.
    init(kind: String?, isPoster: Bool) {
        self = isPoster ? .poster : PackForm.roundKinds.contains(kind ?? "") ? .round : .flat
    }
}
