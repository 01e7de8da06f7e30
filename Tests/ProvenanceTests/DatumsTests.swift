import Foundation
import TestSupport
import Testing

@testable import Provenance

struct DatumsTests {
    struct Row {
        var name: String
        var wgs84: GeoPoint
        var gcj02: GeoPoint
        var bd09: GeoPoint?
    }

    static func table() throws -> [Row] {
        try String(decoding: Fixture.data("watermark/datum.csv"), as: UTF8.self)
            .split(separator: "\n").dropFirst().map { line in
                let cells = line.split(separator: ",", omittingEmptySubsequences: false)
                let numbers = cells[1...6].map { Double($0) }
                return Row(
                    name: String(cells[0]),
                    wgs84: GeoPoint(
                        latitude: try #require(numbers[0]), longitude: try #require(numbers[1])),
                    gcj02: GeoPoint(
                        latitude: try #require(numbers[2]), longitude: try #require(numbers[3])),
                    bd09: numbers[4].flatMap { north in
                        numbers[5].map { GeoPoint(latitude: north, longitude: $0) }
                    })
            }
    }

    @Test func `reference points are met within a centimetre`() throws {
        for row in try Self.table() {
            let gcj02 = Datums.gcj02(fromWGS84: row.wgs84)
            #expect(gcj02.distanceMetres(to: row.gcj02) < 0.01, "\(row.name)")
            #expect(Datums.wgs84(fromGCJ02: row.gcj02).distanceMetres(to: row.wgs84) < 0.01, "\(row.name)")
            if let bd09 = row.bd09 {
                #expect(Datums.bd09(fromGCJ02: gcj02).distanceMetres(to: bd09) < 0.01, "\(row.name)")
                #expect(Datums.wgs84(fromBD09: bd09).distanceMetres(to: row.wgs84) < 0.01, "\(row.name)")
            }
        }
    }

    @Test func `conversions come back to where they began`() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<500 {
            let point = GeoPoint(
                latitude: .random(in: 18...53, using: &random),
                longitude: .random(in: 74...134, using: &random))
            let there = Datums.gcj02(fromWGS84: point)
            #expect(Datums.wgs84(fromGCJ02: there).distanceMetres(to: point) < 0.001)
            let further = Datums.bd09(fromGCJ02: there)
            #expect(Datums.wgs84(fromBD09: further).distanceMetres(to: point) < 0.001)
            #expect((20...1200).contains(there.distanceMetres(to: point)))
        }
    }

    @Test func `nothing is shifted abroad`() {
        let tokyo = GeoPoint(latitude: 35.68124, longitude: 139.76712)
        #expect(Datums.gcj02(fromWGS84: tokyo) == tokyo)
        #expect(Datums.wgs84(fromBD09: tokyo) == tokyo)
    }

    @Test func `distances on the ellipsoid are those of the literature`() {
        // Flinders Peak to Buninyong, the example of the Geocentric Datum of Australia manual.
        let flinders = GeoPoint(latitude: -37.951033417, longitude: 144.424867889)
        let buninyong = GeoPoint(latitude: -37.652821139, longitude: 143.926495528)
        #expect(abs(flinders.distanceMetres(to: buninyong) - 54_972.271) < 0.005)
        let origin = GeoPoint(latitude: 0, longitude: 0)
        #expect(abs(origin.distanceMetres(to: GeoPoint(latitude: 0, longitude: 1)) - 111_319.491) < 0.005)
        #expect(abs(origin.distanceMetres(to: GeoPoint(latitude: 1, longitude: 0)) - 110_574.389) < 0.005)
        #expect(origin.distanceMetres(to: origin) == 0)
    }

    @Test func `nearly opposite points and the date line have a distance`() {
        let here = GeoPoint(latitude: 0, longitude: 0)
        let opposite = here.distanceMetres(to: GeoPoint(latitude: 0.3, longitude: 179.7))
        #expect((19_800_000...20_040_000).contains(opposite))
        let west = GeoPoint(latitude: 10, longitude: -179.999)
        let east = GeoPoint(latitude: 10, longitude: 179.999)
        #expect(west.distanceMetres(to: east) < 250)
    }
}
