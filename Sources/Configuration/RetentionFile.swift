public import Evidence

/// How long originals are kept: `{version, days: {shelfPhoto, consultationAudio, orderScreenshot}, mostPercentANight}`, each kind a
/// number of days or `forever`; one that is not named is kept as long as is shipped.
public enum RetentionFile {
    static let mostDays = 36_500
    private static let forGood = "forever"

    public static func read(_ text: String, file: String) throws(ConfigurationError) -> RetentionPolicy {
        let root = try DocumentNode.root(of: text, file: file)
        // A misspelt name would silently be the shipped number, and originals would go by it.
        root.refuseOthers(than: ["version", "days", "mostPercentANight"])
        var policy = RetentionPolicy(version: root.string("version") ?? "")
        if root.child("mostPercentANight") != nil,
            let percent = root.integer("mostPercentANight", in: 1...100)
        {
            policy.mostPercentANight = percent
        }
        if let days = root.child("days") {
            if !days.isMapping {
                root.problems.add(days, "应是“种类: 天数”", "must be kinds with their days")
            }
            days.refuseOthers(than: EvidenceKind.allCases.map(\.rawValue))
            for kind in EvidenceKind.allCases {
                if days.optionalString(kind.rawValue) == forGood {
                    policy[kind] = nil
                } else {
                    policy[kind] = days.integer(kind.rawValue, in: 1...mostDays, default: policy[kind])
                }
            }
        }
        try root.problems.throwIfAny()
        return policy
    }
}
