/// Weights and limits of the compliance score; the shipped values are those of the domain paper.
public struct ScoringPolicy: Codable, Sendable, Equatable {
    public var version: String
    public var completenessWeight: Double
    public var shelfWeight: Double
    public var promotionWeight: Double
    public var consultationWeight: Double
    public var assortmentShare: Double
    public var facingsShare: Double
    public var positionShare: Double
    public var availabilityShare: Double
    public var fullReductionShare: Double
    public var materialShare: Double
    /// What a late item counts, 0…1.
    public var lateFactor: Double
    /// A total over less than this share of the weights is provisional.
    public var provisionalBelow: Double
    /// A recording counts as usable from this much speech on, seconds.
    public var minimumSpeechSeconds: Double
    /// A recording shorter than this never counts, seconds.
    public var minimumSeconds: Double
    /// How provenance is judged; nil = as shipped.
    public var provenance: ProvenanceRules?

    public init(
        version: String = "default-1", completenessWeight: Double = 15, shelfWeight: Double = 45,
        promotionWeight: Double = 25, consultationWeight: Double = 15, assortmentShare: Double = 0.4,
        facingsShare: Double = 0.2, positionShare: Double = 0.2, availabilityShare: Double = 0.2,
        fullReductionShare: Double = 0.7, materialShare: Double = 0.3, lateFactor: Double = 0.5,
        provisionalBelow: Double = 0.5, minimumSpeechSeconds: Double = 3, minimumSeconds: Double = 5,
        provenance: ProvenanceRules? = nil
    ) {
        self.version = version
        self.completenessWeight = completenessWeight
        self.shelfWeight = shelfWeight
        self.promotionWeight = promotionWeight
        self.consultationWeight = consultationWeight
        self.assortmentShare = assortmentShare
        self.facingsShare = facingsShare
        self.positionShare = positionShare
        self.availabilityShare = availabilityShare
        self.fullReductionShare = fullReductionShare
        self.materialShare = materialShare
        self.lateFactor = lateFactor
        self.provisionalBelow = provisionalBelow
        self.minimumSpeechSeconds = minimumSpeechSeconds
        self.minimumSeconds = minimumSeconds
        self.provenance = provenance
    }
}

/// Who may do what.
public enum Role: String, Codable, Sendable, CaseIterable {
    case manager, hq, integrator
}

/// Someone who signs in: a manager sees the own store, headquarters all, an integrator the API.
public struct Account: Codable, Sendable, Equatable {
    public var id: AccountID
    public var name: String
    public var role: Role
    /// The own store of a manager (or a store-bound integrator).
    public var store: StoreID?
    public init(id: AccountID, name: String, role: Role, store: StoreID? = nil) {
        self.id = id
        self.name = name
        self.role = role
        self.store = store
    }
}
