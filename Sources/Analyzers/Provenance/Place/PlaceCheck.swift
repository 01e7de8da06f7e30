import Evidence
import Media

/// Where the picture says it was taken, compared with where the store stands.
///
/// Sources of place are the EXIF position and the printed coordinates. Chinese map libraries hand out GCJ-02, so printed
/// numbers are read in both datums unless the print names one, and the reading that fits is believed: half a kilometre of
/// datum must never be held against a manager.
struct PlaceCheck {
    struct Result: Equatable {
        var reasons: [ProvenanceFindings.Observation] = []
        /// The reading that was believed.
        var believed: GeoPoint?
        var distanceMetres: Double?
        var datum: ProvenanceFindings.Datum = .unknown
    }

    let policy: ProvenancePolicy
    let store: Store
    let stores: [Store]

    private var home: GeoPoint? { store.point }
    private var fence: StoreFence? { StoreFence(of: store, policy: policy) }

    func check(
        capture: CaptureFacts, watermark: WatermarkReading?, client: ClientPosition?,
        earlierPositions: [ClientPosition] = []
    ) -> Result {
        var result = Result(datum: watermark?.datum ?? .unknown)
        let exif = exifPoint(capture, &result)
        let printed = printedPoint(watermark, near: exif, &result)
        result.believed = printed ?? exif
        if let client {
            result.reasons += ClientPositionCheck(policy: policy, fence: fence)
                .check(client, earlier: earlierPositions)
        }
        guard let home, let fence else {
            result.reasons.append(
                policy.observation(
                    .storeWithoutCoordinate, chinese: "门店\(store.name)没有坐标，未核对拍摄地点",
                    english: "The store has no coordinate, the place was not checked"))
            return result
        }
        compare(exif: exif, printed: printed, capture: capture, &result)
        result.distanceMetres = result.believed.map { $0.distanceMetres(to: home) }
        judge(exif: exif, printed: printed, capture: capture, fence: fence, &result)
        return result
    }

    // MARK: Sources

    /// Put right where latitude and longitude stand in each other's place: the program's slip, not the manager's.
    private func exifPoint(_ capture: CaptureFacts, _ result: inout Result) -> GeoPoint? {
        guard let written = Self.written(capture) else {
            if capture.hasExif {
                result.reasons.append(
                    policy.observation(
                        .exifNoGPS, chinese: "照片信息中没有定位", english: "The picture's EXIF has no position"))
            }
            return nil
        }
        if written.isNullIsland {
            result.reasons.append(
                policy.observation(
                    .gpsNullIsland, chinese: "照片定位为 0,0，视为没有定位",
                    english: "The EXIF position is 0,0 and counts as none"))
            return nil
        }
        if let fence, fence.fitsOnlySwapped(written) {
            result.reasons.append(
                policy.observation(
                    .exifSwapped, chinese: "照片定位的经度与纬度写反了，对调后与门店相符",
                    english: "Latitude and longitude are exchanged in EXIF; put right, the place fits"))
            return written.swapped
        }
        guard written.isPossible else {
            result.reasons.append(
                policy.observation(
                    .placeImpossible, chinese: "照片定位不是有效的经纬度",
                    english: "The EXIF position is no latitude and longitude"))
            return nil
        }
        return written
    }

    private static func written(_ capture: CaptureFacts) -> GeoPoint? {
        if let written = capture.impossiblePosition {
            return GeoPoint(latitude: written.latitudeDegrees, longitude: written.longitudeDegrees)
        }
        guard let latitude = capture.latitude, let longitude = capture.longitude else { return nil }
        return GeoPoint(latitude: latitude, longitude: longitude)
    }

    /// The printed coordinates as WGS-84, read in the datum that fits.
    private func printedPoint(_ watermark: WatermarkReading?, near exif: GeoPoint?, _ result: inout Result)
        -> GeoPoint?
    {
        guard let pair = watermark?.coordinate else { return nil }
        if pair.point.isNullIsland {
            result.reasons.append(
                policy.observation(
                    .gpsNullIsland, chinese: "水印坐标为 0,0，视为没有定位",
                    english: "The printed coordinates are 0,0 and count as none"))
            return nil
        }
        let datum = watermark?.datum ?? .unknown
        let straight = pair.point.isPossible ? best(of: readings(pair.point, datum), near: exif) : nil
        if let straight, !pair.isLabelled || fits(straight.point, exif) {
            return believe(straight, &result)
        }
        let exchanged =
            pair.point.swapped.isPossible ? best(of: readings(pair.point.swapped, datum), near: exif) : nil
        if let exchanged, fits(exchanged.point, exif) {
            result.reasons.append(
                policy.observation(
                    .placeSwapped, chinese: "水印中的经度与纬度写反了，对调后与门店相符",
                    english:
                        "Latitude and longitude are exchanged in the watermark; put right, the place fits"))
            return believe(exchanged, &result)
        }
        if let straight { return believe(straight, &result) }
        result.reasons.append(
            policy.observation(
                .placeImpossible, chinese: "水印坐标超出经纬度范围",
                english: "The printed coordinates are outside the range of latitude and longitude"))
        return nil
    }

    private typealias Reading = (point: GeoPoint, datum: ProvenanceFindings.Datum)

    private func readings(_ point: GeoPoint, _ datum: ProvenanceFindings.Datum) -> [Reading] {
        switch datum {
        case .wgs84: [(point, .wgs84)]
        case .gcj02: [(Datums.wgs84(fromGCJ02: point), .gcj02)]
        case .bd09: [(Datums.wgs84(fromBD09: point), .bd09)]
        case .unknown:
            Datums.isShifted(point)
                ? [(point, .wgs84), (Datums.wgs84(fromGCJ02: point), .gcj02)] : [(point, .wgs84)]
        }
    }

    /// The reading that agrees with the EXIF position, with the store or with another listed store.
    private func best(of readings: [Reading], near exif: GeoPoint?) -> Reading? {
        func nearest(to anchor: GeoPoint) -> Reading? {
            readings.min { $0.point.distanceMetres(to: anchor) < $1.point.distanceMetres(to: anchor) }
        }
        if let exif, let agreeing = nearest(to: exif),
            agreeing.point.distanceMetres(to: exif) <= policy.placeAgreementMetres || home == nil
        {
            return agreeing
        }
        for place in [store] + stores {
            guard let point = place.point, let fence = StoreFence(of: place, policy: policy),
                let agreeing = nearest(to: point),
                fence.distanceMetres(to: agreeing.point) <= fence.outerMetres
            else { continue }
            return agreeing
        }
        // Nothing tells; most apps in China print GCJ-02.
        return readings.last
    }

    /// Not outside by the place rules, or where the EXIF position is.
    private func fits(_ point: GeoPoint, _ exif: GeoPoint?) -> Bool {
        if let exif, point.distanceMetres(to: exif) <= policy.placeAgreementMetres { return true }
        guard let fence else { return true }
        return fence.distanceMetres(to: point) <= fence.outerMetres
    }

    private func believe(_ reading: Reading, _ result: inout Result) -> GeoPoint {
        if result.datum == .unknown { result.datum = reading.datum }
        if reading.datum == .gcj02 {
            result.reasons.append(
                policy.observation(
                    .datumGCJ02, chinese: "水印坐标按国测局坐标（GCJ-02）理解",
                    english: "The printed coordinates were read as GCJ-02"))
        }
        return reading.point
    }

    // MARK: Rules

    private func compare(exif: GeoPoint?, printed: GeoPoint?, capture: CaptureFacts, _ result: inout Result) {
        guard let exif, let printed else { return }
        let apart = exif.distanceMetres(to: printed) - accuracy(capture)
        guard apart > policy.placeAgreementMetres else { return }
        result.reasons.append(
            policy.observation(
                .placeMismatch, chinese: "照片定位与水印坐标相距约 \(apart.metresText) 米",
                english: "EXIF position and printed coordinates are about \(apart.metresText) m apart"))
    }

    private func judge(
        exif: GeoPoint?, printed: GeoPoint?, capture: CaptureFacts, fence: StoreFence, _ result: inout Result
    ) {
        let sources = [
            exif.map { (point: $0, slack: accuracy(capture)) }, printed.map { (point: $0, slack: 0) },
        ].compactMap(\.self).map {
            (point: $0.point, slack: $0.slack, distance: fence.distanceMetres(to: $0.point))
        }
        guard let nearest = sources.min(by: { $0.distance < $1.distance }) else { return }
        if sources.allSatisfy({ $0.distance - $0.slack > fence.outerMetres }) {
            result.reasons.append(
                policy.observation(
                    .placeOutsideGeofence,
                    chinese:
                        "拍摄地点距门店约 \(nearest.distance.metresText) 米，超出允许的 \(fence.outerMetres.metresText) 米",
                    english:
                        "Taken about \(nearest.distance.metresText) m from the store; \(fence.outerMetres.metresText) m are allowed"
                ))
            return
        }
        guard nearest.distance - nearest.slack > fence.innerMetres else { return }
        if let other = closer(to: nearest.point) {
            result.reasons.append(
                policy.observation(
                    .placeOtherStore, chinese: "拍摄地点离\(other.name)比离本店更近",
                    english: "The place is nearer to \(other.name) than to this store"))
        } else {
            result.reasons.append(
                policy.observation(
                    .placeNearGeofence,
                    chinese:
                        "拍摄地点距门店约 \(nearest.distance.metresText) 米，略超出 \(fence.innerMetres.metresText) 米的范围",
                    english:
                        "About \(nearest.distance.metresText) m from the store, a little beyond its ground"))
        }
    }

    /// Another listed store that the point is nearer to than to this one.
    private func closer(to point: GeoPoint) -> Store? {
        guard let distance = home?.distanceMetres(to: point) else { return nil }
        let others = stores.filter { $0.id != store.id }
            .compactMap { other in other.point.map { (other, $0.distanceMetres(to: point)) } }
        guard let nearest = others.min(by: { ($0.1, $0.0.id) < ($1.1, $1.0.id) }), nearest.1 < distance else {
            return nil
        }
        return nearest.0
    }

    private func accuracy(_ capture: CaptureFacts) -> Double {
        guard let radius = capture.horizontalErrorMetres, radius.isFinite, radius > 0 else { return 0 }
        // A stated error of kilometres would excuse any place.
        return min(radius, 500)
    }
}

extension Store {
    /// Where it stands; the middle of its ground where only that is known.
    var point: GeoPoint? {
        guard let latitude, let longitude else { return geofence.flatMap(\.middle) }
        let point = GeoPoint(latitude: latitude, longitude: longitude)
        return point.isPossible ? point : nil
    }
}

extension GeoPolygon {
    /// Mean of the outer ring's corners.
    fileprivate var middle: GeoPoint? {
        guard let corners = coordinates.first?.dropLast(), !corners.isEmpty else { return nil }
        let count = Double(corners.count)
        return GeoPoint(
            latitude: corners.reduce(0) { $0 + $1[1] } / count,
            longitude: corners.reduce(0) { $0 + $1[0] } / count)
    }
}

extension Double {
    /// Whole metres for a sentence.
    var metresText: String { isFinite && abs(self) < 1e9 ? String(Int(rounded())) : "?" }
}
