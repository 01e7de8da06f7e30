public import FoundationEssentials

/// A store (门店) with its place and its clock.
public struct Store: Hashable, Codable, Sendable {
    public var id: StoreID
    public var name: String
    /// From the country down: 全国, 浙江, 杭州市, 西湖区. 全国 matches every store.
    public var region: [String]
    public var address: String?
    /// WGS-84 degrees; nil where the coordinate is not known.
    public var latitude: Double?
    public var longitude: Double?
    /// Radius of the circle in which a photo counts as taken at the store, metres.
    public var geofenceMetres: Double
    /// The store's ground where a circle does not describe it; stands instead of `geofenceMetres`.
    public var geofence: GeoPolygon?
    /// IANA name, `Asia/Shanghai`.
    public var timeZone: String
    /// Where a business day ends, on the next morning.
    public var cutOff: LocalTime
    /// Free attributes of the store (population of the community, life cycle, …).
    public var attributes: [String: String]

    public init(
        id: StoreID, name: String, region: [String], address: String? = nil, latitude: Double? = nil,
        longitude: Double? = nil, geofenceMetres: Double = 200, geofence: GeoPolygon? = nil,
        timeZone: String = "Asia/Shanghai",
        cutOff: LocalTime = LocalTime(minutes: 240), attributes: [String: String] = [:]
    ) {
        self.id = id
        self.name = name
        self.region = region
        self.address = address
        self.latitude = latitude
        self.longitude = longitude
        self.geofenceMetres = geofenceMetres
        self.geofence = geofence
        self.timeZone = timeZone
        self.cutOff = cutOff
        self.attributes = attributes
    }

    private enum CodingKeys: String, CodingKey {
        case id, name, region, address, latitude, longitude, geofenceMetres, geofence, timeZone, cutOff,
            attributes
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(StoreID.self, forKey: .id)
        name = try container.decodeIfPresent(String.self, forKey: .name) ?? id.rawValue
        if let joined = try? container.decode(String.self, forKey: .region) {
            region = joined.split(separator: "/").map(String.init)
        } else {
            region = try container.decodeIfPresent([String].self, forKey: .region) ?? []
        }
        address = try container.decodeIfPresent(String.self, forKey: .address)
        latitude = try container.decodeIfPresent(Double.self, forKey: .latitude)
        longitude = try container.decodeIfPresent(Double.self, forKey: .longitude)
        geofenceMetres = try container.decodeIfPresent(Double.self, forKey: .geofenceMetres) ?? 200
        geofence = try container.decodeIfPresent(GeoPolygon.self, forKey: .geofence)
        timeZone = try container.decodeIfPresent(String.self, forKey: .timeZone) ?? "Asia/Shanghai"
        cutOff = try container.decodeIfPresent(LocalTime.self, forKey: .cutOff) ?? LocalTime(minutes: 240)
        attributes = try container.decodeIfPresent([String: String].self, forKey: .attributes) ?? [:]
    }

    /// The store's zone; UTC+8 where the name is unknown to the system (`stores check` refuses such a file).
    public var zone: TimeZone {
        TimeZone(identifier: timeZone) ?? TimeZone(secondsFromGMT: 8 * 3600) ?? .gmt
    }

    /// The business day that holds an instant at this store.
    public func businessDay(at instant: Date) -> BusinessDay {
        BusinessDay(containing: instant, timeZone: zone, cutOff: cutOff)
    }

    /// Whether a region name (全国, 杭州市, 西湖区 …) covers this store.
    public func lies(in regionName: String) -> Bool { regionName == "全国" || region.contains(regionName) }
}
