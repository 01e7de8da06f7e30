import Evidence

/// The position that the capture page reported: a hint of its own, said and never punished, since a photo may be sent from
/// elsewhere. A position that cannot be one is named too; the photo is taken all the same.
struct ClientPositionCheck {
    let policy: ProvenancePolicy
    /// nil where the store's place is not known.
    let fence: StoreFence?

    /// Whether it says where it was found: zeros and impossible numbers do not, nor does a radius as large as a town.
    static func tellsPlace(_ client: ClientPosition) -> Bool {
        let point = GeoPoint(latitude: client.latitude, longitude: client.longitude)
        return !point.isNullIsland && (point.isPossible || point.swapped.isPossible)
            && client.accuracy ?? 0 <= mostRadiusMetres
    }

    /// - Parameter earlier: what the same page reported on the days before.
    func check(_ client: ClientPosition, earlier: [ClientPosition]) -> [ProvenanceFindings.Observation] {
        [placeReason(client), mockedReason(client, earlier: earlier)].compactMap(\.self)
    }

    /// Satellites, wireless networks and radio cells are nearer than this; what goes by a network's address is tens of
    /// kilometres off.
    private static let mostRadiusMetres = 5000.0

    private func placeReason(_ client: ClientPosition) -> ProvenanceFindings.Observation? {
        let point = GeoPoint(latitude: client.latitude, longitude: client.longitude)
        if point.isNullIsland {
            return policy.observation(
                .clientNullIsland, chinese: "上传页面的定位为 0,0，视为没有定位",
                english: "The page's own position is 0,0 and counts as none")
        }
        if let fence, fence.fitsOnlySwapped(point) {
            return policy.observation(
                .clientSwapped, chinese: "上传页面的经度与纬度写反了，对调后与门店相符",
                english: "Latitude and longitude of the page's own position are exchanged; put right, it fits"
            )
        }
        guard point.isPossible else {
            return policy.observation(
                .clientImpossible, chinese: "上传页面的定位不是有效的经纬度",
                english: "The page's own position is no latitude and longitude")
        }
        guard let fence else { return nil }
        let distance = fence.distanceMetres(to: point)
        guard distance - max(0, client.accuracy ?? 0) > fence.outerMetres else { return nil }
        return policy.observation(
            .clientElsewhere, chinese: "上传页面的定位距门店约 \(distance.metresText) 米",
            english: "The page's own position is about \(distance.metresText) m from the store")
    }

    /// No receiver is exact, and none gives the same digits day after day. A hint, never more.
    private func mockedReason(
        _ client: ClientPosition, earlier: [ClientPosition]
    ) -> ProvenanceFindings.Observation? {
        if client.accuracy == 0 {
            return policy.observation(
                .clientPositionMocked, chinese: "上传页面的定位精度为 0 米，可能不是真实定位",
                english: "The page's position claims an accuracy of 0 m, which no receiver has")
        }
        let same = earlier.filter {
            $0.latitude == client.latitude && $0.longitude == client.longitude
                && $0.accuracy == client.accuracy
        }
        guard same.count >= Self.daysOfSameDigits, same.count == earlier.count else { return nil }
        return policy.observation(
            .clientPositionMocked, chinese: "上传页面的定位 \(same.count + 1) 天完全相同，可能不是真实定位",
            english: "The page's position was the same to the last digit on \(same.count + 1) days")
    }

    private static let daysOfSameDigits = 3
}
