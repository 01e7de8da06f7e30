public import Evidence
import Foundation

/// The stores of a chain: a list, or `{"stores": […]}`.
public enum StoresFile {
    /// - Throws: every problem with its line: doubled ids, coordinates outside the globe, unknown time zones.
    public static func read(_ text: String, file: String) throws(ConfigurationError) -> [Store] {
        let root = try DocumentNode.root(of: text, file: file)
        var stores: [Store] = []
        var seen: Set<String> = []
        for entry in root.list("stores") {
            guard let store = store(entry) else { continue }
            if !seen.insert(store.id.rawValue).inserted {
                root.problems.add(entry, "门店编号 \(store.id) 重复", "store id \(store.id) stands twice")
            }
            stores.append(store)
        }
        try root.problems.throwIfAny()
        return stores
    }

    private static func store(_ entry: DocumentNode) -> Store? {
        guard let id = entry.string("id") else { return nil }
        let region =
            entry.child("region").map { found in
                found.text.map { $0.split(separator: "/").map(String.init) }
                    ?? found.elements().compactMap(\.text)
            } ?? []
        let zone = entry.optionalString("timeZone") ?? "Asia/Shanghai"
        if TimeZone(identifier: zone) == nil {
            entry.problems.add(entry.child("timeZone"), "没有时区 \(zone)", "there is no time zone \(zone)")
        }
        let hasPlace = entry.child("latitude") != nil || entry.child("longitude") != nil
        return Store(
            id: StoreID(id), name: entry.optionalString("name") ?? id, region: region,
            address: entry.optionalString("address"),
            latitude: hasPlace ? entry.number("latitude", in: -90...90) : nil,
            longitude: hasPlace ? entry.number("longitude", in: -180...180) : nil,
            geofenceMetres: entry.number("geofenceMetres", in: 10...20_000, default: 200) ?? 200,
            geofence: entry.child("geofence").flatMap(polygon), timeZone: zone,
            cutOff: entry.localTime("cutOff") ?? LocalTime(minutes: 240),
            attributes: entry.dictionary("attributes"))
    }

    /// A GeoJSON polygon, also inside a feature.
    private static func polygon(_ entry: DocumentNode) -> GeoPolygon? {
        let node = entry.child("geometry") ?? entry
        let rings = node.required("coordinates")?.elements().map { ring in
            ring.elements().map { position in position.elements().compactMap { $0.text.flatMap(Double.init) }
            }
        }
        guard node.optionalString("type") == "Polygon", let rings,
            let polygon = GeoPolygon(coordinates: rings)
        else {
            node.problems.add(
                node, "应是 GeoJSON 多边形：首尾相接的环，[经度, 纬度]",
                "must be a GeoJSON polygon: closed rings of [longitude, latitude]")
            return nil
        }
        return polygon
    }
}
