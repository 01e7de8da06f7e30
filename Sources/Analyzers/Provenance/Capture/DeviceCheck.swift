import AnalyzerKit
import Evidence
import FoundationEssentials
import Media

/// A photo beside those that the same camera took at other stores: a regional manager's phone goes round, but not faster
/// than anyone travels. Only cameras that write their serial number can be told from others of their model.
struct DeviceCheck {
    let policy: ProvenancePolicy
    let store: Store
    let stores: [Store]

    /// Two photos of two stores, and what lies between them.
    private struct Journey {
        var other: DeviceCapture
        var metres: Double
        var seconds: Double
        var kilometresPerHour: Double { metres / max(1, seconds) * 3.6 }
    }

    func check(capture: CaptureFacts, elsewhere: [DeviceCapture]) -> [ProvenanceFindings.Observation] {
        guard !elsewhere.isEmpty else { return [] }
        return [shared(elsewhere), tooFast(capture, elsewhere)].compactMap(\.self)
    }

    private func shared(_ elsewhere: [DeviceCapture]) -> ProvenanceFindings.Observation {
        let others = Set(elsewhere.map(\.store)).sorted()
        let names = others.prefix(Self.mostNamed).map(name)
        let more = others.count > Self.mostNamed
        return policy.observation(
            .deviceAtOtherStores,
            chinese: "同一台设备近几天也拍过\(names.joined(separator: "、"))\(more ? "等 \(others.count) 家门店" : "")",
            english:
                "The same device also took photos of \(names.joined(separator: ", "))\(more ? " and others, \(others.count) stores" : "") these days"
        )
    }

    private static let mostNamed = 3

    private func tooFast(
        _ capture: CaptureFacts, _ elsewhere: [DeviceCapture]
    ) -> ProvenanceFindings.Observation? {
        let journeys = elsewhere.compactMap { journey(capture, $0) }
        guard let fastest = journeys.max(by: { $0.kilometresPerHour < $1.kilometresPerHour }),
            fastest.kilometresPerHour > policy.travelKilometresPerHour
        else { return nil }
        let minutes = (fastest.seconds / 60).rounded(places: 1)
        return policy.observation(
            .impossibleTravel,
            chinese:
                "同一台设备在 \(minutes) 分钟内拍了相距 \(fastest.metres.metresText) 米的两家门店（另一家：\(name(fastest.other.store))）",
            english:
                "The same device took photos of two stores \(fastest.metres.metresText) m apart within \(minutes) minutes (the other: \(name(fastest.other.store)))",
            of: fastest.other.name)
    }

    /// From fence to fence: a photo counts as taken at the store that it was sent for.
    private func journey(_ capture: CaptureFacts, _ other: DeviceCapture) -> Journey? {
        guard let there = stores.first(where: { $0.id == other.store }),
            let from = place(of: there), let to = place(of: store),
            let seconds = seconds(capture, other.exif, zoneThere: there.zone)
        else { return nil }
        let metres = from.distanceMetres(to: to) - there.geofenceMetres - store.geofenceMetres
        return metres > 0 ? Journey(other: other, metres: metres, seconds: seconds) : nil
    }

    /// By one and the same clock of both photos, so that one that is set wrong still tells how long it was.
    private func seconds(
        _ capture: CaptureFacts, _ other: ProvenanceFindings.Exif?, zoneThere: TimeZone
    ) -> Double? {
        if let here = capture.gpsDateTime.flatMap(LocalMoment.init)?.instant(offsetSeconds: 0),
            let there = other?.gpsDateTime.flatMap(LocalMoment.init)?.instant(offsetSeconds: 0)
        {
            return abs(here.timeIntervalSince(there))
        }
        guard let here = CaptureMoments(capture, zone: store.zone).clock,
            let there = CaptureMoments(other, zone: zoneThere).clock
        else { return nil }
        return abs(here.timeIntervalSince(there))
    }

    private func place(of store: Store) -> GeoPoint? {
        guard let latitude = store.latitude, let longitude = store.longitude else { return nil }
        return GeoPoint(latitude: latitude, longitude: longitude)
    }

    private func name(_ id: StoreID) -> String { stores.first { $0.id == id }?.name ?? id.rawValue }
}
