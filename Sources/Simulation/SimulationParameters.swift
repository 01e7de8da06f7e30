/// The rates of a simulated chain, by name; a parameter file replaces any of them.
public struct SimulationParameters: Sendable, Equatable {
    public private(set) var values: [String: Double]

    /// The shipped rates. Those on recognition are the analysers' measured ones (Sources/Measurements.md).
    public static let defaults: [String: Double] = [
        "missingStoreDays": 0.08, "lateItems": 0.10, "photos": 3, "recordings": 5, "screenshots": 3,
        "topicMentionsPerStoreDay": 0.7, "overdispersion": 1.5, "weekdayEffect": 0.25, "districtEffect": 0.2,
        "storesPerDistrict": 11, "surges": 6, "surgeFactor": 2.5, "surgeDays": 5,
        "kitchenStores": 0.05, "kitchenMentions": 3, "mentionRecognised": 0.8, "kitchenBackground": 0.05,
        "talentStores": 0.04, "talentFactor": 2.2, "ordersPerStoreDay": 10, "orderSpread": 0.15,
        "upgradeStores": 0.03, "promoFailingStores": 0.04, "promoCorrect": 0.92, "promoCorrectFailing": 0.4,
        "stockoutStores": 0.04, "stockoutRate": 0.03, "stockoutRateChronic": 0.16,
        "newProducts": 2, "newProductFailingStores": 0.05, "decliningStores": 0.03, "declinePerDay": 0.015,
        "badDevices": 1, "badDeviceUnusable": 0.5, "unusableItems": 0.02,
        "cheatingStores": 0.03, "cheatingDays": 0.2, "reuseRecognised": 0.95, "reuseFalseAlarm": 0.000_5,
        "suspectFalseAlarm": 0.01, "facingRecognised": 0.99, "topicFalseAlarm": 0.003, "orderUnknown": 0.02,
        "newPhrases": 1, "newPhraseMentions": 0.12, "backgroundPhrases": 12, "backgroundPhraseMentions": 0.04,
    ]

    public init() { values = Self.defaults }

    /// - Returns: nil where a name is unknown; see ``unknownNames(_:)``.
    public init(overrides: [String: Double]) {
        values = Self.defaults
        for (name, value) in overrides where Self.defaults[name] != nil { values[name] = value }
    }

    /// Names that no simulation knows, and numbers that make no sense for their name.
    public static func complaints(_ overrides: [String: Double]) -> [String] {
        overrides.keys.sorted().compactMap { name in
            guard let fallback = defaults[name], let value = overrides[name] else {
                return "没有参数 \(name) (there is no parameter \(name))"
            }
            let range: ClosedRange<Double> =
                fallback > 0 && fallback < 1 && name != "topicMentionsPerStoreDay"
                ? 0...1 : 0...1000
            return range.contains(value)
                ? nil : "\(name) 应在 \(range) 之间 (\(name) must lie in \(range))"
        }
    }

    subscript(name: String) -> Double { values[name] ?? 0 }
    func whole(_ name: String) -> Int { Int(max(0, self[name]).rounded()) }
}
