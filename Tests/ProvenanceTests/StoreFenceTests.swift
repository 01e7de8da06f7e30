import Evidence
import Testing

@testable import Provenance

struct StoreFenceTests {
    /// 400 m × 200 m of ground around the store with a yard cut out in its middle.
    private func ground(hole: Bool = false) throws -> Store {
        func ring(_ east: Double, _ north: Double) -> [[Double]] {
            [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)].map { x, y in
                let corner = Inputs.point(north: y * north, east: x * east)
                return [corner.longitude, corner.latitude]
            }
        }
        var store = Inputs.store
        store.geofence = try #require(
            GeoPolygon(coordinates: hole ? [ring(200, 100), ring(40, 40)] : [ring(200, 100)]))
        return store
    }

    @Test func `inside the ground the distance is nought, outside it is that to the edge`() throws {
        let fence = try #require(StoreFence(of: try ground(), policy: Inputs.policy))
        #expect(fence.distanceMetres(to: Inputs.point(east: 190)) == 0)
        #expect(abs(fence.distanceMetres(to: Inputs.point(east: 500)) - 300) < 2)
        #expect(abs(fence.distanceMetres(to: Inputs.point(north: -400)) - 300) < 2)
        #expect(fence.innerMetres == 0)
        #expect(fence.outerMetres == 1000)
    }

    @Test func `a hole is not the store's ground`() throws {
        let fence = try #require(StoreFence(of: try ground(hole: true), policy: Inputs.policy))
        #expect(abs(fence.distanceMetres(to: Inputs.point()) - 40) < 1)
        #expect(fence.distanceMetres(to: Inputs.point(east: 100)) == 0)
    }

    @Test func `the limit counts from the edge of a polygon`() throws {
        let store = try ground()
        func codes(_ east: Double) -> [String] {
            let capture = Inputs.capture(at: Inputs.point(east: east))
            return PlaceCheck(policy: Inputs.policy, store: store, stores: [store])
                .check(capture: capture, watermark: nil, client: nil).reasons.map(\.code)
        }
        #expect(codes(150).isEmpty)
        #expect(codes(600) == ["place.nearGeofence"])
        #expect(codes(1150) == ["place.nearGeofence"])
        #expect(codes(1250) == ["place.outsideGeofence"])
    }

    @Test func `a store that only has its ground stands in the middle of it`() throws {
        var store = try ground()
        store.latitude = nil
        store.longitude = nil
        let middle = try #require(store.point)
        #expect(middle.distanceMetres(to: Inputs.point()) < 1)
    }

    @Test func `rings that do not close or leave the globe are no polygon`() {
        #expect(GeoPolygon(coordinates: []) == nil)
        #expect(GeoPolygon(coordinates: [[[120, 30], [121, 30], [121, 31]]]) == nil)
        #expect(GeoPolygon(coordinates: [[[120, 30], [121, 30], [121, 31], [120, 31]]]) == nil)
        #expect(GeoPolygon(coordinates: [[[120, 91], [121, 30], [121, 31], [120, 91]]]) == nil)
        #expect(GeoPolygon(coordinates: [[[120], [121], [121], [120]]]) == nil)
    }
}
