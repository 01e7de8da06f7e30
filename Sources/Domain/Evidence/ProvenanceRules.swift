/// What a chain decides about the provenance checks, as far as it differs from the shipped policy: thresholds and, for
/// every reason code, how strong a verdict it may give, how much it weighs, and what it advises.
public struct ProvenanceRules: Codable, Sendable, Equatable {
    /// One reason code's entry; nil keeps what is shipped.
    public struct Entry: Codable, Sendable, Equatable {
        /// The strongest verdict that the code may give.
        public var verdict: ProvenanceFindings.Severity?
        /// Suspect codes add up: together they must reach `suspectWeight`.
        public var weight: Double?
        /// What the sender is told to do.
        public var chinese: String?
        public var english: String?
        public init(
            verdict: ProvenanceFindings.Severity? = nil, weight: Double? = nil, chinese: String? = nil,
            english: String? = nil
        ) {
            self.verdict = verdict
            self.weight = weight
            self.chinese = chinese
            self.english = english
        }
    }

    public var version: String?
    public var outsideMetres: Double?
    public var outsideRadii: Double?
    public var placeAgreementMetres: Double?
    public var timeToleranceMinutes: Double?
    public var uploadDelayHours: Double?
    public var travelKilometresPerHour: Double?
    /// Photos of a camera model with a maker note before the lack of one says anything.
    public var makerNoteOriginals: Int?
    /// The share of that model's photos that must have one, 0…1.
    public var makerNoteShare: Double?
    public var suspectWeight: Double?
    /// Whether photos must show the code of their batch or be signed with it.
    public var asksForCode: Bool?
    public var codes: [String: Entry]

    public init(codes: [String: Entry] = [:]) { self.codes = codes }
}
