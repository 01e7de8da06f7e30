public import Evidence

extension ReferenceRecords {
    /// What stores are asked to send, of all imported documents.
    public func requirements() async throws(RecordError) -> [Requirement] {
        var requirements: [Requirement] = []
        for document in try await current(.requirements) {
            do { requirements += try CanonicalJSON.decode([Requirement].self, from: document.json) } catch {
                throw RecordError(
                    .corruptRow, "requirements \(document.name) version \(document.version): \(error)")
            }
        }
        return requirements
    }
}
