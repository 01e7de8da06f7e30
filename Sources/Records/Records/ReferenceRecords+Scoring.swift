public import Evidence

extension ReferenceRecords {
    /// The name under which clusters are put in force.
    public static let clusters = "stores"

    /// The scoring policy in force; the standard one where none was imported.
    public func scoringPolicy() async throws(RecordError) -> ScoringPolicy {
        guard let document = try await current(.policy).first else { return ScoringPolicy() }
        do { return try CanonicalJSON.decode(ScoringPolicy.self, from: document.json) } catch {
            throw RecordError(
                .corruptRow, "policy \(document.name) version \(document.version): \(error)")
        }
    }

    /// The flag rules in force.
    public func rules() async throws(RecordError) -> [FlagRule] {
        var rules: [FlagRule] = []
        for document in try await current(.rules) {
            do { rules += try CanonicalJSON.decode([FlagRule].self, from: document.json) } catch {
                throw RecordError(
                    .corruptRow, "rules \(document.name) version \(document.version): \(error)")
            }
        }
        return rules
    }

    /// The cluster of each store that is in one; none where no clusters are in force.
    public func clusters() async throws(RecordError) -> [StoreID: String] {
        guard let document = try await current(.clusters, Self.clusters) else { return [:] }
        do {
            let named = try CanonicalJSON.decode([String: String].self, from: document.json)
            return Dictionary(uniqueKeysWithValues: named.map { (StoreID($0.key), $0.value) })
        } catch {
            throw RecordError(.corruptRow, "clusters version \(document.version): \(error)")
        }
    }
}
