import Evidence
import Media
import Testing

@testable import Provenance

struct PlaceCheckTests {
    private func printed(_ point: GeoPoint, _ extra: String = "") -> [String] {
        [
            "2026-11-20 10:00",
            "\(point.latitude.rounded(places: 6))°N, \(point.longitude.rounded(places: 6))°E \(extra)",
        ]
    }

    @Test func `either datum of printed coordinates may fit`() throws {
        for reading in [Inputs.point(north: 60), Datums.gcj02(fromWGS84: Inputs.point(north: 60))] {
            let findings = Inputs.judged(printed(reading))
            #expect(findings.verdict == .trusted)
            #expect(abs(try #require(findings.distanceMetres) - 60) < 3)
        }
        #expect(
            Inputs.judged(printed(Datums.gcj02(fromWGS84: Inputs.point()))).codes.contains("datum.gcj02"))
    }

    @Test func `a printed datum leaves one reading`() {
        let shifted = Datums.gcj02(fromWGS84: Inputs.point())
        #expect(Inputs.judged(printed(shifted, "(GCJ-02)")).watermark?.datum == .gcj02)
        let asWGS84 = Inputs.judged(printed(shifted, "(WGS-84)"))
        #expect(asWGS84.codes.contains("place.nearGeofence"))
        let baidu = Datums.bd09(fromGCJ02: shifted)
        let findings = Inputs.judged(printed(baidu, "(BD-09)"))
        #expect(findings.watermark?.datum == .bd09)
        #expect((findings.distanceMetres ?? 99) < 1)
    }

    @Test func `all sources beyond the limit reject, one inside does not`() {
        let far = Inputs.point(north: 3000)
        #expect(Inputs.judged(printed(far)).charges == ["place.outsideGeofence"])
        #expect(
            Inputs.judged(capture: Inputs.capture(at: far, time: "2026-11-20T10:00:00")).charges
                == ["place.outsideGeofence"])
        let mixed = Inputs.judged(
            printed(Inputs.point()), capture: Inputs.capture(at: far, time: "2026-11-20T10:00:00"))
        #expect(mixed.charges == ["place.exifWatermarkMismatch"])
        #expect(mixed.verdict == .suspect)
    }

    @Test func `between circle and limit is only said, unless another store is nearer`() {
        let near = Inputs.judged(printed(Inputs.point(north: 700), "(WGS-84)"))
        #expect(near.verdict == .trusted)
        #expect(near.codes.contains("place.nearGeofence"))
        var neighbour = Inputs.other
        neighbour.latitude = Inputs.point(north: 800).latitude
        neighbour.longitude = Inputs.point().longitude
        let check = PlaceCheck(policy: Inputs.policy, store: Inputs.store, stores: [Inputs.store, neighbour])
        let result = check.check(
            capture: Inputs.capture(at: Inputs.point(north: 700)), watermark: nil, client: nil)
        #expect(result.reasons.map(\.code) == ["place.otherStore"])
    }

    @Test func `the stated error of a position is granted`() {
        var capture = Inputs.capture(at: Inputs.point(north: 1200), time: "2026-11-20T10:00:00")
        #expect(Inputs.judged(capture: capture).verdict == .rejected)
        capture.horizontalErrorMetres = 300
        #expect(Inputs.judged(capture: capture).verdict == .trusted)
        capture.horizontalErrorMetres = 1_000_000
        capture.latitude = Inputs.point(north: 5000).latitude
        #expect(Inputs.judged(capture: capture).verdict == .rejected)
    }

    @Test func `exchanged coordinates are put right and said`() throws {
        let point = Datums.gcj02(fromWGS84: Inputs.point())
        let findings = Inputs.judged([
            "2026-11-20 10:00",
            "经度:\(point.latitude.rounded(places: 6)) 纬度:\(point.longitude.rounded(places: 6))",
        ])
        #expect(findings.charges == ["place.swapped"])
        #expect(try #require(findings.distanceMetres) < 3)
    }

    @Test func `zeros and impossible numbers are no place`() {
        let zero = Inputs.judged(
            capture: Inputs.capture(at: GeoPoint(latitude: 0, longitude: 0), time: "2026-11-20T10:00:00"))
        #expect(zero.verdict == .trusted)
        #expect(zero.codes.contains("gps.nullIsland"))
        let wild = Inputs.judged(
            capture: Inputs.capture(at: GeoPoint(latitude: 123, longitude: 400), time: "2026-11-20T10:00:00"))
        #expect(wild.verdict == .trusted)
        #expect(wild.codes.contains("place.impossible"))
        #expect(
            Inputs.judged(["2026-11-20 10:00", "120.15°N 170.5°E"]).codes.contains("place.impossible"))
    }

    @Test func `latitude and longitude exchanged by the camera are put right where they fit`() {
        var facts = Inputs.capture(at: GeoPoint(latitude: 0, longitude: 0), time: "2026-11-20T10:00:00")
        (facts.latitude, facts.longitude) = (nil, nil)
        func judged(_ latitude: Double, _ longitude: Double, store: Store = Inputs.store) -> [String] {
            facts.impossiblePosition = ImpossiblePosition(
                latitudeDegrees: latitude, longitudeDegrees: longitude)
            return Inputs.judged(capture: facts, store: store).codes
        }
        let home = Inputs.store.point ?? GeoPoint(latitude: 0, longitude: 0)
        let exchanged = judged(home.longitude, home.latitude)
        #expect(exchanged.contains("exif.swapped"))
        #expect(!exchanged.contains("exif.noGps") && !exchanged.contains("place.impossible"))
        #expect(judged(120.15, 150.12).contains("place.impossible"))
        var placeless = Inputs.store
        (placeless.latitude, placeless.longitude) = (nil, nil)
        #expect(judged(home.longitude, home.latitude, store: placeless).contains("place.impossible"))
    }

    @Test func `a store without coordinate is not judged by place`() {
        var store = Inputs.store
        store.latitude = nil
        let findings = Inputs.judged(printed(Inputs.point(north: 90_000)), store: store)
        #expect(findings.verdict == .trusted)
        #expect(findings.codes.contains("place.storeWithoutCoordinate"))
    }

    @Test func `the page's own position is never held against a photo`() {
        let far = Inputs.point(north: 30_000)
        let findings = Inputs.judged(
            capture: Inputs.capture(time: "2026-11-20T10:00:00"),
            client: ClientPosition(latitude: far.latitude, longitude: far.longitude, accuracy: 0))
        #expect(findings.verdict == .trusted)
        #expect(findings.codes.contains("place.clientElsewhere"))
        #expect(findings.codes.contains("place.clientPositionMocked"))
    }

    @Test func `a position of the page that is none is named, and speaks neither way`() throws {
        func judged(_ latitude: Double, _ longitude: Double, store: Store = Inputs.store) throws
            -> ProvenanceFindings
        {
            let findings = Inputs.judged(
                capture: Inputs.capture(time: "2026-11-20T10:00:00"),
                client: ClientPosition(latitude: latitude, longitude: longitude, accuracy: 18), store: store)
            let signal = try #require(findings.signals?.first { $0.name == "client.position" })
            #expect(signal.result == .neutral)
            #expect(findings.verdict == .trusted && findings.charges.isEmpty)
            return findings
        }
        let home = try #require(Inputs.store.point)
        #expect(try judged(home.longitude, home.latitude).codes.contains("place.clientSwapped"))
        #expect(try judged(0, 0).codes.contains("place.clientNullIsland"))
        for (latitude, longitude) in [(120.15, 150.0), (91, 0), (1e308, -1e308)] {
            #expect(try judged(latitude, longitude).codes.contains("place.clientImpossible"))
        }
        var placeless = Inputs.store
        (placeless.latitude, placeless.longitude) = (nil, nil)
        #expect(
            try judged(home.longitude, home.latitude, store: placeless).codes.contains(
                "place.clientImpossible"))
        #expect(try judged(0, 0, store: placeless).codes.contains("place.clientNullIsland"))
    }

    @Test(arguments: [(50, true), (4000, true), (20_000, false), (1e308, false)])
    func `a radius of the page's position as large as a town tells no place`(
        accuracy: Double, tellsPlace: Bool
    ) throws {
        let findings = Inputs.judged(
            client: ClientPosition(latitude: 30.2784, longitude: 120.1186, accuracy: accuracy))
        #expect(findings.codes.contains("evidence.noCaptureFacts") != tellsPlace)
        let signal = try #require(findings.signals?.first { $0.name == "client.position" })
        #expect(signal.result == (tellsPlace ? .supports : .neutral))
    }

    @Test func `a position of the page that is none does not stand in for what a photo lacks`() {
        for (latitude, longitude, stands) in [(30.2784, 120.1186, true), (0, 0, false), (999, 999, false)] {
            let findings = Inputs.judged(client: ClientPosition(latitude: latitude, longitude: longitude))
            #expect(findings.codes.contains("evidence.noCaptureFacts") != stands)
        }
    }

    @Test func `an exchange that leaves two possible numbers is found where a store is`() throws {
        var west = Inputs.store
        (west.latitude, west.longitude) = (43.8, 87.6)
        let exchanged = GeoPoint(latitude: 87.6, longitude: 43.8)
        let findings = Inputs.judged(
            capture: Inputs.capture(at: exchanged, time: "2026-11-20T10:00:00"),
            client: ClientPosition(latitude: 87.6, longitude: 43.8), store: west)
        #expect(findings.codes.contains("exif.swapped") && findings.codes.contains("place.clientSwapped"))
        #expect(findings.verdict == .trusted)
        #expect(try #require(findings.distanceMetres) < 1)
    }
}
