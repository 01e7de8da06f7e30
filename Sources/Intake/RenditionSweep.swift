public import Evidence
public import Originals
public import Records

/// Removes the renditions that no record names: a row is changed in its transaction and the file goes afterwards, so a
/// failure between the two leaves a picture that nobody may see any more.
public enum RenditionSweep {
    /// Safe while evidence comes in: should the row of a file that was just written be too late, the rendition is made
    /// again when it is next asked for.
    /// - Returns: what was removed, sorted.
    /// - Throws: `RecordError`, or `OriginalError` where the folder may not be read or changed.
    public static func run(
        renditions: any OriginalStore, records: EvidenceRecords
    ) async throws -> [ContentHash] {
        // Files first: what is recorded while this looks is named below.
        let present = try renditions.hashes()
        let named = try await records.renditions.referenced()
        let leftovers = present.filter { !named.contains($0) }
        for leftover in leftovers { try renditions.erase(leftover) }
        return leftovers
    }
}
