#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A place on the ellipsoid, degrees, north and east positive.
struct GeoPoint: Hashable, Sendable {
    var latitude: Double
    var longitude: Double

    /// Inside the ranges that latitude and longitude have, and numbers at all.
    var isPossible: Bool {
        latitude.isFinite && longitude.isFinite && abs(latitude) <= 90 && abs(longitude) <= 180
    }

    /// Where cameras stand that wrote zeros because they had no fix: within 100 m of 0° N 0° E.
    var isNullIsland: Bool { abs(latitude) < 0.001 && abs(longitude) < 0.001 }

    var swapped: GeoPoint { GeoPoint(latitude: longitude, longitude: latitude) }

    /// Metres along the WGS-84 ellipsoid.
    ///
    /// T. Vincenty, "Direct and inverse solutions of geodesics on the ellipsoid", Survey Review 23 (1975): error below
    /// 1 mm. Its iteration does not settle for nearly opposite points; there the great circle of the mean radius
    /// answers, which is right within 0.6 %.
    func distanceMetres(to other: GeoPoint) -> Double {
        vincenty(to: other) ?? greatCircle(to: other)
    }

    private func vincenty(to other: GeoPoint) -> Double? {
        let semiMajor = 6_378_137.0
        let flattening = 1 / 298.257223563
        let semiMinor = semiMajor * (1 - flattening)
        let reducedHere = atan((1 - flattening) * tan(latitude * .pi / 180))
        let reducedThere = atan((1 - flattening) * tan(other.latitude * .pi / 180))
        let difference = remainder(other.longitude - longitude, 360) * .pi / 180
        let (sinHere, cosHere) = (sin(reducedHere), cos(reducedHere))
        let (sinThere, cosThere) = (sin(reducedThere), cos(reducedThere))
        var lambda = difference
        for _ in 0..<100 {
            let across = cosThere * sin(lambda)
            let along = cosHere * sinThere - sinHere * cosThere * cos(lambda)
            let sinSigma = (across * across + along * along).squareRoot()
            if sinSigma == 0 { return 0 }
            let cosSigma = sinHere * sinThere + cosHere * cosThere * cos(lambda)
            let sigma = atan2(sinSigma, cosSigma)
            let sinAlpha = cosHere * cosThere * sin(lambda) / sinSigma
            let cosSquaredAlpha = 1 - sinAlpha * sinAlpha
            let cosTwiceMiddle =
                cosSquaredAlpha == 0 ? 0 : cosSigma - 2 * sinHere * sinThere / cosSquaredAlpha
            let c = flattening / 16 * cosSquaredAlpha * (4 + flattening * (4 - 3 * cosSquaredAlpha))
            let middle = cosTwiceMiddle + c * cosSigma * (2 * cosTwiceMiddle * cosTwiceMiddle - 1)
            let next = difference + (1 - c) * flattening * sinAlpha * (sigma + c * sinSigma * middle)
            if abs(next - lambda) < 1e-12 {
                let u =
                    cosSquaredAlpha * (semiMajor * semiMajor - semiMinor * semiMinor)
                    / (semiMinor * semiMinor)
                let a = 1 + u / 16384 * (4096 + u * (-768 + u * (320 - 175 * u)))
                let b = u / 1024 * (256 + u * (-128 + u * (74 - 47 * u)))
                let twice = cosTwiceMiddle * cosTwiceMiddle
                let tail =
                    b / 6 * cosTwiceMiddle * (4 * sinSigma * sinSigma - 3) * (4 * twice - 3)
                let correction =
                    b * sinSigma * (cosTwiceMiddle + b / 4 * (cosSigma * (2 * twice - 1) - tail))
                return semiMinor * a * (sigma - correction)
            }
            lambda = next
        }
        return nil
    }

    private func greatCircle(to other: GeoPoint) -> Double {
        let here = latitude * .pi / 180
        let there = other.latitude * .pi / 180
        let north = sin((there - here) / 2)
        let east = sin((other.longitude - longitude) * .pi / 360)
        let haversine = north * north + cos(here) * cos(there) * east * east
        return 2 * 6_371_008.8 * asin(min(1, haversine.squareRoot()))
    }
}
