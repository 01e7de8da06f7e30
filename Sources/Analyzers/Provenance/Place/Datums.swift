#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The three datums that coordinates are printed in in China, and the ways between them.
///
/// GCJ-02 is the shifted datum of Chinese map libraries (国测局坐标), BD-09 Baidu's further shift. The formulas are the
/// public ones (Krasovsky 1940 ellipsoid) that eviltransform and coord-convert use as well; outside the customary
/// latitude-longitude box nothing is shifted.
enum Datums {
    private static let semiMajor = 6_378_245.0
    private static let eccentricitySquared = 0.00669342162296594323

    /// The customary box. It is coarser than the border.
    static func isShifted(_ point: GeoPoint) -> Bool {
        (0.8293...55.8271).contains(point.latitude) && (72.004...137.8347).contains(point.longitude)
    }

    static func gcj02(fromWGS84 point: GeoPoint) -> GeoPoint {
        guard isShifted(point) else { return point }
        let x = point.longitude - 105
        let y = point.latitude - 35
        let wave = 20 * sin(6 * x * .pi) + 20 * sin(2 * x * .pi)
        let root = abs(x).squareRoot()
        var north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
        north += (wave + 20 * sin(y * .pi) + 40 * sin(y / 3 * .pi)) * 2 / 3
        north += (160 * sin(y / 12 * .pi) + 320 * sin(y * .pi / 30)) * 2 / 3
        var east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
        east += (wave + 20 * sin(x * .pi) + 40 * sin(x / 3 * .pi)) * 2 / 3
        east += (150 * sin(x / 12 * .pi) + 300 * sin(x / 30 * .pi)) * 2 / 3
        let radians = point.latitude / 180 * .pi
        let magic = 1 - eccentricitySquared * sin(radians) * sin(radians)
        let root2 = magic.squareRoot()
        return GeoPoint(
            latitude: point.latitude + north * 180
                / ((semiMajor * (1 - eccentricitySquared)) / (magic * root2) * .pi),
            longitude: point.longitude + east * 180 / (semiMajor / root2 * cos(radians) * .pi))
    }

    /// Fixed-point iteration until the forward formula gives the point back, to about a micrometre.
    static func wgs84(fromGCJ02 point: GeoPoint) -> GeoPoint {
        inverse(of: gcj02(fromWGS84:), at: point)
    }

    static func bd09(fromGCJ02 point: GeoPoint) -> GeoPoint {
        guard isShifted(point) else { return point }
        let turn = Double.pi * 3000 / 180
        let (x, y) = (point.longitude, point.latitude)
        let radius = (x * x + y * y).squareRoot() + 0.00002 * sin(y * turn)
        let angle = atan2(y, x) + 0.000003 * cos(x * turn)
        return GeoPoint(latitude: radius * sin(angle) + 0.006, longitude: radius * cos(angle) + 0.0065)
    }

    static func gcj02(fromBD09 point: GeoPoint) -> GeoPoint {
        inverse(of: bd09(fromGCJ02:), at: point)
    }

    static func wgs84(fromBD09 point: GeoPoint) -> GeoPoint {
        wgs84(fromGCJ02: gcj02(fromBD09: point))
    }

    private static func inverse(of shift: (GeoPoint) -> GeoPoint, at point: GeoPoint) -> GeoPoint {
        guard isShifted(point) else { return point }
        var guess = point
        for _ in 0..<30 {
            let shifted = shift(guess)
            let north = point.latitude - shifted.latitude
            let east = point.longitude - shifted.longitude
            guess.latitude += north
            guess.longitude += east
            if abs(north) < 1e-11 && abs(east) < 1e-11 { break }
        }
        return guess
    }
}
