public import Evidence
public import Records

/// Everything that headquarters imported and that is in force now.
public struct ReferenceData: Sendable {
    /// The versions it was read from; the same versions mean the same data.
    public var versions: [String]
    public var catalogue: Catalogue?
    public var catalogueVersion: Int?
    public var planograms: [String: Planogram]
    public var schemes: [PromotionScheme]
    public var products: [Product]
    /// The words of order screenshots by field, over the shipped ones.
    public var vocabulary: [String: [String]]
    public var lexicon: TopicLexicon
    public var policy: ScoringPolicy
    public var rules: [FlagRule]
    public var requirements: [Requirement]

    public static func load(_ records: EvidenceRecords) async throws(PipelineError) -> ReferenceData {
        var data = ReferenceData(
            versions: [], planograms: [:], schemes: [], products: [], vocabulary: [:],
            lexicon: TopicLexicon(topics: []),
            policy: ScoringPolicy(), rules: [], requirements: [])
        for kind in ReferenceKind.allCases {
            let documents: [ReferenceDocument]
            do { documents = try await records.reference.current(kind) } catch {
                throw PipelineError(.recordsFailed, "\(error)")
            }
            for document in documents {
                data.versions.append("\(kind.rawValue)/\(document.name)/\(document.version)")
                do { try data.take(document, kind: kind) } catch {
                    throw PipelineError(.referenceData, "\(kind.rawValue) \(document.name): \(error)")
                }
            }
        }
        return data
    }

    private mutating func take(_ document: ReferenceDocument, kind: ReferenceKind) throws {
        switch kind {
        case .catalogue:
            catalogue = try CanonicalJSON.decode(Catalogue.self, from: document.json)
            catalogueVersion = document.version
        case .planogram:
            planograms[document.name] = try CanonicalJSON.decode(Planogram.self, from: document.json)
        case .promotions: schemes += try CanonicalJSON.decode([PromotionScheme].self, from: document.json)
        case .products: products += try CanonicalJSON.decode([Product].self, from: document.json)
        case .vocabulary:
            vocabulary = try CanonicalJSON.decode([String: [String]].self, from: document.json)
        case .topics:
            let more = try CanonicalJSON.decode(TopicLexicon.self, from: document.json)
            lexicon.topics += more.topics
            if let groups = more.groups {
                lexicon.groups = (lexicon.groups ?? [:]).merging(groups) { $1 }
            }
        case .policy: policy = try CanonicalJSON.decode(ScoringPolicy.self, from: document.json)
        case .rules: rules += try CanonicalJSON.decode([FlagRule].self, from: document.json)
        case .requirements: requirements += try CanonicalJSON.decode([Requirement].self, from: document.json)
        // Looked at by rules that compare stores, which are judged at night.
        case .clusters: break
        // Says nothing about what evidence shows.
        case .retention: break
        }
    }

    /// The slots that a store owes on a day: of all requirements in force that name it or everyone.
    public func slots(for store: StoreID, on day: BusinessDay) -> [RequiredSlot] {
        Requirement.slots(of: requirements, for: store, on: day)
    }

    /// The new products that a store's planograms of their launch day hold.
    func newProducts(of store: StoreID) -> [NewProductPlan] {
        let launches = (catalogue?.skus ?? []).compactMap { entry in
            entry.launchDate.map { NewProductPlan(store: store, sku: entry.sku, launch: $0) }
        }
        return launches.filter { plan in
            slots(for: store, on: plan.launch).compactMap(\.planogram).compactMap { planograms[$0] }
                .contains { $0.rows.joined().contains { $0.sku == plan.sku } }
        }
    }
}

extension TopicLexicon {
    /// Every word and phrase that belongs to a topic already.
    var words: Set<String> {
        let alternatives = topics.flatMap { ($0.pairs ?? []).joined() }
        return Set(
            topics.flatMap(\.phrases) + alternatives.flatMap { $0.split(separator: "|").map(String.init) })
    }
}
