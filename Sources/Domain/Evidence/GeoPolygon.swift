/// The ground of a store as a GeoJSON polygon (RFC 7946): an outer ring and holes, positions as `[longitude, latitude]`
/// in WGS-84 degrees.
public struct GeoPolygon: Hashable, Codable, Sendable {
    /// Rings of positions; each ring ends where it begins.
    public var coordinates: [[[Double]]]

    private enum CodingKeys: String, CodingKey { case type, coordinates }

    /// nil where a ring has fewer than four positions, does not close, or leaves the globe.
    public init?(coordinates: [[[Double]]]) {
        guard !coordinates.isEmpty, coordinates.allSatisfy(Self.isRing) else { return nil }
        self.coordinates = coordinates
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let type = try container.decodeIfPresent(String.self, forKey: .type) ?? "Polygon"
        let rings = try container.decode([[[Double]]].self, forKey: .coordinates)
        guard type == "Polygon", let polygon = GeoPolygon(coordinates: rings) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a GeoJSON polygon"))
        }
        self = polygon
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("Polygon", forKey: .type)
        try container.encode(coordinates, forKey: .coordinates)
    }

    private static func isRing(_ ring: [[Double]]) -> Bool {
        guard ring.count >= 4, ring.first?.prefix(2) == ring.last?.prefix(2) else { return false }
        return ring.allSatisfy { position in
            position.count >= 2 && abs(position[0]) <= 180 && abs(position[1]) <= 90
        }
    }
}
