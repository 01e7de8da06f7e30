import Evidence
import Originals
import Records

extension OriginalStore {
    /// Removes bytes that no item needs, unless a label gives them to one. Whoever is recording the same bytes anew comes before
    /// or after, and learns in his transaction that they went.
    /// - Returns: false where an item needs them.
    func eraseUnlessNeeded(
        _ hash: ContentHash, by items: ItemRecords
    ) async throws(RecordError) -> Bool {
        try await items.unlessNeeded(hash) { () throws(RecordError) in
            do throws(OriginalError) {
                if try !isClaimed(hash) { try erase(hash) }
            } catch { throw RecordError(error) }
        }
    }

    /// Whether a label says that an item has the bytes: one that a lost database does not know yet.
    private func isClaimed(_ hash: ContentHash) throws(OriginalError) -> Bool {
        do { return try !labels(of: hash).isEmpty } catch  where error.code == .altered { return true }
    }
}
