import AnalyzerKit
import Decoding
import Evidence
import Foundation
import Media
import TestSupport

@testable import Provenance

/// Makers of the values that the tests judge.
enum Inputs {
    static let store = Store(
        id: StoreID("HZ-001"), name: "翠苑便利店", region: ["全国", "浙江", "杭州市", "西湖区"],
        address: "浙江省杭州市西湖区文三路478号", latitude: 30.278421, longitude: 120.118632, geofenceMetres: 200)
    static let other = Store(
        id: StoreID("HZ-002"), name: "滨江星光店", region: ["全国", "浙江", "杭州市", "滨江区"],
        address: "浙江省杭州市滨江区江南大道228号", latitude: 30.207735, longitude: 120.206418, geofenceMetres: 250)
    static let stores = [store, other]
    static let policy = ProvenancePolicy()

    static func day(_ text: String) -> BusinessDay { BusinessDay(text) ?? BusinessDay(ordinal: 0) }

    static func instant(_ text: String) -> Date {
        ISO8601DateFormatter().date(from: text) ?? Date(timeIntervalSince1970: 0)
    }

    /// A point so many metres from the store, by degrees of its latitude.
    static func point(north: Double = 0, east: Double = 0, of store: Store = store) -> GeoPoint {
        GeoPoint(
            latitude: (store.latitude ?? 0) + north / 110_860,
            longitude: (store.longitude ?? 0) + east / 96_300)
    }

    static func capture(
        at point: GeoPoint? = nil, time: String? = nil, offset: String? = "+08:00", software: String? = nil
    ) -> CaptureFacts {
        var facts = CaptureFacts()
        facts.hasExif = true
        facts.latitude = point?.latitude
        facts.longitude = point?.longitude
        facts.dateTimeOriginal = time
        facts.offset = time == nil ? nil : offset
        facts.software = software
        return facts
    }

    static func lines(_ texts: [String]) -> [TextLine] {
        texts.enumerated().map { index, text in
            TextLine(
                text: text,
                box: Box(x0: 50, y0: 1200 + 44 * index, x1: 50 + 22 * text.count, y1: 1234 + 44 * index),
                confidence: 0.99)
        }
    }

    static func watermark(_ texts: String...) -> WatermarkReading? {
        WatermarkReader(stores: stores).read(lines(texts))
    }

    static func judged(
        _ texts: [String] = [], capture: CaptureFacts = CaptureFacts(), day: String = "2026-11-20",
        received: String? = "2026-11-20T21:30:00+08:00", prior: [PriorPicture] = [], picture: Raster? = nil,
        sha256: String = "aa", kind: EvidenceKind = .shelfPhoto, client: ClientPosition? = nil,
        store: Store = store
    ) -> ProvenanceFindings {
        ProvenanceAnalyzer(stores: stores).judge(
            input(
                texts, capture: capture, day: day, received: received, prior: prior, picture: picture,
                sha256: sha256, kind: kind, client: client, store: store))
    }

    static func input(
        _ texts: [String] = [], capture: CaptureFacts = CaptureFacts(), day: String = "2026-11-20",
        received: String? = "2026-11-20T21:30:00+08:00", prior: [PriorPicture] = [], picture: Raster? = nil,
        sha256: String = "aa", kind: EvidenceKind = .shelfPhoto, client: ClientPosition? = nil,
        store: Store = store
    ) -> ProvenanceInput {
        ProvenanceInput(
            picture: picture ?? Raster(width: 32, height: 24, red: 90, green: 90, blue: 90),
            sha256: ContentHash(sha256), facts: MediaFacts(format: .jpeg, capture: capture),
            lines: lines(texts),
            store: store, day: Self.day(day), receivedAt: received.map(instant), clientPosition: client,
            prior: prior, kind: kind)
    }
}

extension ProvenanceFindings {
    var codes: [String] { reasons.map(\.code) }
    /// Codes that are held against the picture.
    var charges: [String] { reasons.filter { $0.severity != .info }.map(\.code).sorted() }
}
