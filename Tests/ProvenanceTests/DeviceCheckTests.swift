import AnalyzerKit
import Evidence
import Media
import Testing

@testable import Provenance

/// The two stores lie 11.5 km apart.
struct DeviceCheckTests {
    private func codes(
        clock: String? = nil, satellite: String? = nil, other: ProvenanceFindings.Exif?,
        policy: ProvenancePolicy = Inputs.policy
    ) -> [String] {
        var capture = Inputs.capture(time: clock)
        capture.gpsDateTime = satellite
        return DeviceCheck(policy: policy, store: Inputs.store, stores: Inputs.stores).check(
            capture: capture,
            elsewhere: [DeviceCapture(name: "earlier", store: Inputs.other.id, exif: other)]
        ).map(\.code)
    }

    private func exif(_ clock: String, satellite: String? = nil) -> ProvenanceFindings.Exif {
        .init(dateTimeOriginal: clock, offset: "+08:00", gpsDateTime: satellite)
    }

    @Test func `a device that is faster than anyone travels is suspect and names the other photo`() throws {
        let other = exif("2026-11-20T10:01:00")
        #expect(
            codes(clock: "2026-11-20T10:00:00", other: other)
                == ["behaviour.deviceAtOtherStores", "behaviour.impossibleTravel"])
        #expect(codes(clock: "2026-11-20T10:02:00", other: other).count == 2, "in either direction")
        #expect(Inputs.policy.severity(.impossibleTravel) == .suspect)
        #expect(Inputs.policy.severity(.deviceAtOtherStores) == .info)
    }

    @Test func `a device that goes round is only said`() {
        #expect(
            codes(clock: "2026-11-20T10:00:00", other: exif("2026-11-20T10:05:00"))
                == ["behaviour.deviceAtOtherStores"])
        #expect(codes(other: nil) == ["behaviour.deviceAtOtherStores"])
        #expect(
            codes(clock: "nonsense", other: exif("2026-99-20T10")) == ["behaviour.deviceAtOtherStores"])
    }

    @Test func `the satellite's time counts where both have it, else one clock of both`() {
        // The clock was set forward between the two.
        #expect(
            codes(
                clock: "2026-11-20T10:00:00", satellite: "2026-11-20T02:00:00Z",
                other: exif("2026-11-20T12:01:00", satellite: "2026-11-20T02:01:00Z")
            ).contains("behaviour.impossibleTravel"))
        // One has it, the other has not: their difference would be that of two clocks.
        #expect(
            !codes(
                clock: "2026-11-20T10:00:00", satellite: "2026-11-20T04:00:30Z",
                other: exif("2026-11-20T12:00:00")
            ).contains("behaviour.impossibleTravel"))
    }

    @Test func `the chain says how fast is too fast`() {
        var policy = ProvenancePolicy()
        policy.travelKilometresPerHour = 1000
        #expect(
            !codes(clock: "2026-11-20T10:00:00", other: exif("2026-11-20T10:01:00"), policy: policy)
                .contains("behaviour.impossibleTravel"))
    }

    @Test func `without another store, without a coordinate or next door nothing is held against it`() {
        let check = DeviceCheck(policy: Inputs.policy, store: Inputs.store, stores: Inputs.stores)
        let capture = Inputs.capture(time: "2026-11-20T10:00:00")
        #expect(check.check(capture: capture, elsewhere: []).isEmpty)
        var nextDoor = Inputs.other
        nextDoor.latitude = Inputs.store.latitude
        nextDoor.longitude = Inputs.store.longitude.map { $0 + 0.003 }
        var nowhere = Inputs.other
        nowhere.latitude = nil
        for there in [nextDoor, nowhere] {
            let codes = DeviceCheck(
                policy: Inputs.policy, store: Inputs.store, stores: [Inputs.store, there]
            )
            .check(
                capture: capture,
                elsewhere: [
                    DeviceCapture(name: "a", store: there.id, exif: exif("2026-11-20T10:00:05"))
                ]
            ).map(\.code)
            #expect(codes == ["behaviour.deviceAtOtherStores"])
        }
    }
}
