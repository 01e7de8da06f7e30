import AnalyzerKit
import Evidence
import Media
import Records

/// Where else the camera of a photo was.
struct DeviceSightings {
    let records: EvidenceRecords

    /// Days before and after an item's own; nobody needs longer from one store of a chain to another.
    private static let daysBefore = 7
    private static let daysAfter = 1
    /// A camera that goes round a whole chain in a week.
    private static let mostSeen = 500

    /// Photos of other stores that were analysed before; the item's own device is kept for those that follow.
    func elsewhere(
        _ item: EvidenceItem, _ capture: CaptureFacts
    ) async throws(PipelineError) -> [DeviceCapture] {
        guard item.kind == .shelfPhoto, let device = Self.name(of: capture) else { return [] }
        let sightings = try await fetch {
            try await records.devices.save(item.id, device: device)
            return try await records.devices.sightings(
                of: device, outside: item.store, from: item.day.adding(days: -Self.daysBefore),
                to: item.day.adding(days: Self.daysAfter), limit: Self.mostSeen)
        }
        var captures: [DeviceCapture] = []
        for sighting in sightings {
            do {
                let findings = try CanonicalJSON.decode(ProvenanceFindings.self, from: sighting.findings)
                captures.append(
                    DeviceCapture(
                        name: sighting.item.rawValue, store: sighting.store, exif: findings.exif))
            } catch {
                throw PipelineError(.recordsFailed, "findings of \(sighting.item) cannot be read: \(error)")
            }
        }
        return captures
    }

    /// Serial numbers are counted anew for each model.
    private static func name(of capture: CaptureFacts) -> String? {
        capture.bodySerialNumber.map { serial in
            [capture.make, capture.model, serial].compactMap(\.self).joined(separator: " ")
        }
    }
}
