import AnalyzerKit
import Evidence
import Media
import Records

/// What was seen before of the camera that took a photo.
struct SeenCamera {
    let item: EvidenceItem
    let device: CaptureDevice
    let records: EvidenceRecords

    /// Days before and after an item's own; nobody needs longer from one store of a chain to another.
    private static let daysBefore = 7
    private static let daysAfter = 1
    /// A camera that goes round a whole chain in a week.
    private static let mostSeen = 500
    private static let mostCounted = 1000

    /// nil where the photo does not say what took it.
    init?(_ item: EvidenceItem, _ capture: CaptureFacts, _ records: EvidenceRecords) {
        guard item.kind == .shelfPhoto, let model = capture.model else { return nil }
        self.item = item
        self.records = records
        device = CaptureDevice(
            model: [capture.make, model].compactMap(\.self).joined(separator: " "),
            serialNumber: capture.bodySerialNumber, hasMakerNote: capture.hasMakerNote)
    }

    /// For the photos that follow.
    func save() async throws(PipelineError) {
        try await fetch { try await records.devices.save(item.id, device) }
    }

    /// Of other photos of the model.
    func makerNotes() async throws(PipelineError) -> MakerNoteCounts {
        let known = try await fetch {
            try await records.devices.makerNotes(of: device.model, limit: Self.mostCounted)
        }
        return MakerNoteCounts(with: known.with, without: known.without)
    }

    /// Photos of other stores by the same camera that were analysed before.
    func elsewhere() async throws(PipelineError) -> [DeviceCapture] {
        let sightings = try await fetch {
            try await records.devices.sightings(
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
}
