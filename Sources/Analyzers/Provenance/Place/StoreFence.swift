import Evidence

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What counts as at the store: a circle around it, or a polygon with the same allowance beyond its edge.
struct StoreFence {
    private let centre: GeoPoint
    private let polygon: GeoPolygon?
    /// Within this distance a place is at the store, metres.
    let innerMetres: Double
    /// Beyond this distance it is elsewhere, metres.
    let outerMetres: Double

    /// nil for a store whose place is not known.
    init?(of store: Store, policy: ProvenancePolicy) {
        guard let centre = store.point else { return nil }
        self.centre = centre
        polygon = store.geofence
        innerMetres = store.geofence == nil ? store.geofenceMetres : 0
        outerMetres =
            store.geofence == nil
            ? policy.outsideLimit(radiusMetres: store.geofenceMetres) : policy.outsideMetres
    }

    /// From the centre of a circle; from the edge of a polygon, 0 inside it.
    func distanceMetres(to point: GeoPoint) -> Double {
        guard let polygon else { return point.distanceMetres(to: centre) }
        let rings = polygon.coordinates.map { $0.map { Local($0[0], $0[1], from: point) } }
        let inside = rings.reduce(false) { $0 != Self.surroundsOrigin($1) }
        if inside { return 0 }
        return rings.flatMap { ring in zip(ring, ring.dropFirst()).map(Self.distanceFromOrigin) }.min()
            ?? point.distanceMetres(to: centre)
    }

    /// Whether an exchange of latitude and longitude explains a place: as written it is elsewhere, put right it is here.
    func fitsOnlySwapped(_ point: GeoPoint) -> Bool {
        func isHere(_ point: GeoPoint) -> Bool {
            point.isPossible && distanceMetres(to: point) <= outerMetres
        }
        return isHere(point.swapped) && !isHere(point)
    }

    /// Metres east and north of a point, flat: good to a thousandth within the few kilometres that matter.
    private struct Local {
        var east: Double
        var north: Double

        init(_ longitude: Double, _ latitude: Double, from origin: GeoPoint) {
            let radians = origin.latitude * .pi / 180
            // Radii of curvature of the WGS-84 ellipsoid along and across the meridian.
            let flat = 0.00669437999014
            let root = (1 - flat * sin(radians) * sin(radians)).squareRoot()
            let across = 6_378_137 / root
            let along = 6_378_137 * (1 - flat) / (root * root * root)
            east = remainder(longitude - origin.longitude, 360) * .pi / 180 * across * cos(radians)
            north = (latitude - origin.latitude) * .pi / 180 * along
        }
    }

    /// Even-odd rule with a ray to the east.
    private static func surroundsOrigin(_ ring: [Local]) -> Bool {
        var inside = false
        for (first, second) in zip(ring, ring.dropFirst()) where (first.north > 0) != (second.north > 0) {
            let share = first.north / (first.north - second.north)
            if first.east + share * (second.east - first.east) > 0 { inside.toggle() }
        }
        return inside
    }

    private static func distanceFromOrigin(_ first: Local, _ second: Local) -> Double {
        let (east, north) = (second.east - first.east, second.north - first.north)
        let length = east * east + north * north
        let along = length == 0 ? 0 : max(0, min(1, -(first.east * east + first.north * north) / length))
        let (x, y) = (first.east + along * east, first.north + along * north)
        return (x * x + y * y).squareRoot()
    }
}
