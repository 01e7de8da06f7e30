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
}
