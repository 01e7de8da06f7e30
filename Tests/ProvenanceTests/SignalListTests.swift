import Evidence
import Media
import Testing

@testable import Provenance

struct SignalListTests {
    private let noon = "2026-11-20T12:00:00"

    private func signal(_ name: String, _ findings: ProvenanceFindings) throws -> ProvenanceFindings.Signal {
        try #require(findings.signals?.first { $0.name == name })
    }

    @Test func `every check says what it saw`() throws {
        let findings = Inputs.judged(
            ["2026-11-20 12:00", "浙江省杭州市西湖区文三路478号"],
            capture: Inputs.capture(at: Inputs.point(east: 50), time: noon))
        #expect(try signal("exif.time", findings).result == .supports)
        #expect(try signal("exif.time", findings).detail == "2026-11-20T12:00:00+08:00")
        #expect(try signal("place.geofence", findings).result == .supports)
        #expect(try signal("place.geofence", findings).detail == "距门店 50 米")
        #expect(try signal("watermark.address", findings).result == .supports)
        #expect(try signal("exif.makerNote", findings).weight == 0)
        #expect(try signal("reuse", findings).result == .notAssessed)
        #expect(try signal("credential", findings).result == .neutral)
    }

    @Test func `a search for traces that finds none speaks for nothing`() throws {
        let picture = Raster(width: 480, height: 640, red: 90, green: 90, blue: 90)
        let findings = Inputs.judged(
            ["2026-11-20 12:00", "浙江省杭州市西湖区文三路478号"],
            capture: Inputs.capture(at: Inputs.point(east: 50), time: noon), picture: picture)
        for name in [
            "watermark.digits", "recapture", "exif.thumbnail", "exif.makerNote", "time.future", "evidence",
        ] {
            #expect(try signal(name, findings).result == .neutral)
        }
        #expect(try signal("recapture", Inputs.judged()).result == .notAssessed)
    }

    @Test func `a time or place that something contradicts speaks for nothing`() throws {
        let late = Inputs.judged(capture: Inputs.capture(at: Inputs.point(), time: "2026-11-12T12:00:00"))
        #expect(try signal("exif.time", late).result == .neutral)
        #expect(try signal("time.businessDay", late).result == .contradicts)
        let away = Inputs.judged(
            ["2026-11-20 12:00", "30.278421°N,120.118632°E"],
            capture: Inputs.capture(at: Inputs.point(north: 5000), time: noon))
        #expect(try signal("exif.place", away).result == .neutral)
        #expect(try signal("watermark.place", away).result == .neutral)
        #expect(try signal("place.agreement", away).result == .contradicts)
    }

    @Test func `a printed address or name speaks for the picture where it is the store's`() throws {
        let own = Inputs.judged(["2026-11-20 12:00", "门店：翠苑便利店", "浙江省杭州市西湖区文三路478号"])
        #expect(try signal("watermark.address", own).result == .supports)
        #expect(try signal("watermark.store", own).result == .supports)
        let unknown = Inputs.judged(["2026-11-20 12:00", "门店：南北小铺"])
        #expect(try signal("watermark.store", unknown).result == .neutral)
        #expect(try signal("watermark.address", unknown).result == .neutral)
    }

    @Test func `only a credential whose signer is known speaks for the picture`() throws {
        func result(_ credential: ContentCredential) throws -> ProvenanceFindings.Signal.Result {
            var capture = Inputs.capture(time: noon)
            capture.credential = credential
            return try signal("credential", Inputs.judged(capture: capture)).result
        }
        #expect(try result(ContentCredential(.valid, signer: "A", isTrustedSigner: true)) == .supports)
        var known = Inputs.capture(time: noon)
        known.credential = ContentCredential(.valid, signer: "A", isTrustedSigner: true)
        #expect(try signal("credential", Inputs.judged(capture: known)).detail.contains("A在信任名单中"))
        #expect(try result(ContentCredential(.valid, signer: "A")) == .neutral)
        #expect(try result(ContentCredential(.invalid)) == .contradicts)
        #expect(try result(ContentCredential(.remote)) == .notAssessed)
    }

    @Test func `every code that was given stands in exactly one signal`() throws {
        for findings in [
            Inputs.judged(),
            Inputs.judged(["2023-11-20 12:00 周三", "N 120.15 E 30.2"], received: nil),
            Inputs.judged(
                capture: Inputs.capture(at: Inputs.point(north: 5000), time: noon, software: "GIMP")),
        ] {
            let given = try #require(findings.signals).flatMap(\.codes)
            #expect(given.sorted() == findings.codes.sorted())
        }
    }

    @Test func `without a receipt the delay is not assessed`() throws {
        let findings = Inputs.judged(capture: Inputs.capture(time: noon), received: nil)
        #expect(try signal("time.uploadDelay", findings).result == .notAssessed)
        #expect(findings.verdict == .trusted)
    }

    @Test func `what contradicts tells its reason`() throws {
        let findings = Inputs.judged(capture: Inputs.capture(at: Inputs.point(north: 9000), time: noon))
        let place = try signal("place.geofence", findings)
        #expect(place.result == .contradicts)
        #expect(place.codes == ["place.outsideGeofence"])
        #expect(place.weight == 1)
        #expect(
            place.detail.contains("9000") || place.detail.contains("8999") || place.detail.contains("9001"))
    }

    @Test func `a place far from the other source does not speak for the store`() throws {
        let away = Inputs.point(north: 5000)
        let findings = Inputs.judged(
            [
                "2026-11-20 12:00",
                "\(away.latitude.rounded(places: 6))N \(away.longitude.rounded(places: 6))E",
            ],
            capture: Inputs.capture(at: Inputs.point(), time: noon))
        #expect(findings.codes.contains("place.exifWatermarkMismatch"))
        #expect(try signal("place.geofence", findings).result == .neutral)
    }

    @Test func `a store without coordinate leaves the place unassessed`() throws {
        var store = Inputs.store
        store.latitude = nil
        store.longitude = nil
        let findings = Inputs.judged(capture: Inputs.capture(at: Inputs.point(), time: noon), store: store)
        #expect(try signal("place.geofence", findings).result == .notAssessed)
        #expect(findings.codes.contains("place.storeWithoutCoordinate"))
        #expect(findings.verdict == .trusted)
    }
}

struct NamedResultTests {
    private func codes(_ texts: [String] = [], _ capture: CaptureFacts = CaptureFacts()) -> [String] {
        Inputs.judged(texts, capture: capture).codes
    }

    @Test func `a clock three years off has its name`() {
        let late = codes([], Inputs.capture(time: "2023-11-20T12:00:00"))
        #expect(late.contains("time.clockOff") && late.contains("time.otherBusinessDay"))
        let early = codes([], Inputs.capture(time: "2029-11-20T12:00:00"))
        #expect(early.contains("time.clockOff") && early.contains("time.future"))
        // The watermark's own clock is right: a device that was never set is not a reason to reject.
        let printed = Inputs.judged(
            ["2026-11-20 12:00"], capture: Inputs.capture(time: "2023-11-20T12:00:00"))
        #expect(printed.codes.contains("time.clockOff"))
        #expect(printed.verdict == .suspect)
        #expect(!codes([], Inputs.capture(time: "2026-10-20T12:00:00")).contains("time.clockOff"))
    }

    @Test func `nought, exchanged and impossible coordinates have their names`() {
        let zero = Inputs.capture(at: GeoPoint(latitude: 0, longitude: 0), time: "2026-11-20T12:00:00")
        #expect(codes([], zero).contains("gps.nullIsland"))
        #expect(codes(["2026-11-20 12:00", "0.000000°N,0.000000°E"]).contains("gps.nullIsland"))
        #expect(codes(["2026-11-20 12:00", "120.118632°N,30.278421°E"]).contains("place.swapped"))
        #expect(codes(["2026-11-20 12:00", "120.15N 150.12E"]).contains("place.impossible"))
    }

    @Test func `an offset that is not the store's zone is converted and said`() {
        let abroad = Inputs.capture(time: "2026-11-20T04:00:00", offset: "+00:00")
        #expect(codes([], abroad).contains("time.zoneDiffers"))
        #expect(!codes([], abroad).contains("time.otherBusinessDay"))
        #expect(!codes([], Inputs.capture(time: "2026-11-20T12:00:00")).contains("time.zoneDiffers"))
    }

    @Test func `a long way from capture to receipt is said`() {
        let findings = Inputs.judged(
            capture: Inputs.capture(time: "2026-11-20T12:00:00"), received: "2026-11-22T13:00:00+08:00")
        #expect(findings.codes.contains("time.uploadDelayed"))
        #expect(findings.verdict == .trusted)
    }

    @Test(
        arguments: [
            (.valid, nil, "credential.signerUnknown", Verdict.trusted),
            (.invalid, nil, "credential.invalid", .suspect),
            (.unreadable, nil, "credential.unreadable", .trusted),
            (.notAssessed, nil, "credential.notAssessed", .trusted),
            (.remote, nil, "credential.notAssessed", .trusted),
        ] as [(ContentCredential.State, String?, String, Verdict)])
    func `a content credential has its name`(
        state: ContentCredential.State, signer: String?, code: String, verdict: Verdict
    ) {
        var capture = Inputs.capture(at: Inputs.point(), time: "2026-11-20T12:00:00")
        capture.credential = ContentCredential(state, signer: signer)
        let findings = Inputs.judged(capture: capture)
        #expect(findings.codes.contains(code))
        #expect(findings.verdict == verdict)
    }

    @Test func `the same digits day after day are a hint, never a reason`() {
        let capture = Inputs.capture(at: Inputs.point(), time: "2026-11-20T12:00:00")
        let sent = ClientPosition(latitude: 30.2784, longitude: 120.1186, accuracy: 18)
        var other = sent
        other.accuracy = 21
        func mocked(_ earlier: [ClientPosition]) -> Bool {
            PlaceCheck(policy: Inputs.policy, store: Inputs.store, stores: Inputs.stores)
                .check(capture: capture, watermark: nil, client: sent, earlierPositions: earlier)
                .reasons.contains { $0.code == "place.clientPositionMocked" }
        }
        #expect(!mocked([]))
        #expect(!mocked([sent, sent]))
        #expect(mocked([sent, sent, sent]))
        #expect(!mocked([sent, sent, sent, other]))
        #expect(Inputs.policy.severity(.clientPositionMocked) == .info)
    }
}
