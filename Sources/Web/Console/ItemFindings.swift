import Evidence
import Records

/// Everything that the analysers made of one item, decoded, with what is shown of it.
struct ItemFindings: Sendable {
    var media: MediaFindings?
    var shelf: ShelfFindings?
    var orders: OrderFindings?
    var consultation: ConsultationFindings?
    var provenance: ProvenanceFindings?
    var rendition: Rendition?
    /// How far its review is.
    var standing = ReviewStanding()

    init(shelf: ShelfFindings? = nil) { self.shelf = shelf }

    init(_ documents: [FindingDocument], rendition: Rendition?, standing: ReviewStanding) throws {
        self.rendition = rendition
        self.standing = standing
        for document in documents {
            switch document.kind {
            case .shelf: shelf = try CanonicalJSON.decode(ShelfFindings.self, from: document.json)
            case .order: orders = try CanonicalJSON.decode(OrderFindings.self, from: document.json)
            case .consultation:
                consultation = try CanonicalJSON.decode(ConsultationFindings.self, from: document.json)
            case .provenance:
                provenance = try CanonicalJSON.decode(ProvenanceFindings.self, from: document.json)
            case .media: media = try CanonicalJSON.decode(MediaFindings.self, from: document.json)
            case .text: break
            }
        }
    }

    /// What is drawn over the photo; nil where nothing is. The shelf of a rejected photo was not looked at.
    func overlay(_ names: ReferenceNames, forStore: Bool, showsHeat: Bool) -> PhotoOverlay? {
        let observations = provenance?.told(toStore: forStore) ?? []
        let hasPlace = observations.contains { $0.areas?.isEmpty == false || $0.heat != nil }
        guard let size = uprightSize, shelf != nil || hasPlace else { return nil }
        return PhotoOverlay(
            size: size, shelf: shelf, observations: observations, showsHeat: showsHeat, names: names)
    }

    private var uprightSize: (width: Int, height: Int)? {
        if let shelf { return (shelf.width, shelf.height) }
        guard let width = media?.width, let height = media?.height else { return nil }
        return (media?.orientation ?? 1) > 4 ? (height, width) : (width, height)
    }
}
