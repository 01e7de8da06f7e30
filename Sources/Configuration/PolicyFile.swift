public import Evidence

/// Weights and limits of the compliance score.
public enum PolicyFile {
    /// - Parameter provenanceCodes: every reason code of the provenance checks with the strongest verdict that it may be
    ///   given; the file's `provenance:` section is held against it.
    public static func read(
        _ text: String, file: String, provenanceCodes: [String: ProvenanceFindings.Severity] = [:]
    ) throws(ConfigurationError) -> ScoringPolicy {
        let root = try DocumentNode.root(of: text, file: file)
        var policy = ScoringPolicy()
        if let version = root.string("version") { policy.version = version }
        if let parts = root.required("parts") {
            completeness(parts, &policy)
            shelf(parts, &policy)
            promotion(parts, &policy)
            consultation(parts, &policy)
            let sum =
                policy.completenessWeight + policy.shelfWeight + policy.promotionWeight
                + policy.consultationWeight
            if abs(sum - 100) > 1e-6 {
                root.problems.add(
                    parts, "各部分权重之和应为 100，现为 \(sum)", "the weights must add up to 100, not \(sum)")
            }
        }
        policy.provisionalBelow =
            root.number("provisionalBelow", in: 0...1, default: policy.provisionalBelow)
            ?? policy.provisionalBelow
        policy.provenance = root.child("provenance").map {
            ProvenanceRulesReader.read($0, codes: provenanceCodes)
        }
        try root.problems.throwIfAny()
        return policy
    }

    private static func set(
        _ node: DocumentNode, _ key: String, _ range: ClosedRange<Double>, _ value: inout Double
    ) {
        value = node.number(key, in: range, default: value) ?? value
    }

    private static func completeness(_ parts: DocumentNode, _ policy: inout ScoringPolicy) {
        guard let node = parts.required("completeness") else { return }
        set(node, "weight", 0...100, &policy.completenessWeight)
        set(node, "lateFactor", 0...1, &policy.lateFactor)
    }

    private static func shelf(_ parts: DocumentNode, _ policy: inout ScoringPolicy) {
        guard let node = parts.required("shelf") else { return }
        set(node, "weight", 0...100, &policy.shelfWeight)
        set(node, "assortment", 0...1, &policy.assortmentShare)
        set(node, "facings", 0...1, &policy.facingsShare)
        set(node, "position", 0...1, &policy.positionShare)
        set(node, "availability", 0...1, &policy.availabilityShare)
        check(
            policy.assortmentShare + policy.facingsShare + policy.positionShare + policy.availabilityShare,
            at: node)
    }

    private static func promotion(_ parts: DocumentNode, _ policy: inout ScoringPolicy) {
        guard let node = parts.required("promotion") else { return }
        set(node, "weight", 0...100, &policy.promotionWeight)
        set(node, "fullReduction", 0...1, &policy.fullReductionShare)
        set(node, "material", 0...1, &policy.materialShare)
        check(policy.fullReductionShare + policy.materialShare, at: node)
    }

    private static func consultation(_ parts: DocumentNode, _ policy: inout ScoringPolicy) {
        guard let node = parts.required("consultation") else { return }
        set(node, "weight", 0...100, &policy.consultationWeight)
        set(node, "minimumSpeechSeconds", 0...600, &policy.minimumSpeechSeconds)
        set(node, "minimumSeconds", 0...600, &policy.minimumSeconds)
    }

    private static func check(_ sum: Double, at node: DocumentNode) {
        if abs(sum - 1) > 1e-6 {
            node.problems.add(node, "子项权重之和应为 1，现为 \(sum)", "the shares must add up to 1, not \(sum)")
        }
    }
}
