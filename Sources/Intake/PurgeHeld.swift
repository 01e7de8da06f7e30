public import Evidence
import Foundation
import Records

/// A purge that carried nothing out. What goes cannot be brought back, so where a wrong clock or a slip in the policy may stand
/// behind it, a person looks first and names the number.
public struct PurgeHeld: Error, Hashable, Codable, Sendable, CustomStringConvertible {
    /// So many items may go whatever their share: a small chain's night.
    static let fewItems = 20
    /// Evidence comes every day: a clock that stands further from the newest is not believed.
    static let mostSilentDays = 30

    /// How many items would have lost their originals.
    public var going: Int
    public var reason: Reason

    public var description: String { "\(reason.chinese) (\(reason.english))" }

    private init(_ going: Int, _ code: String, chinese: String, english: String) {
        self.going = going
        reason = Reason(
            code: code, chinese: "原件没有删除：\(chinese)", english: "no originals were removed: \(english)")
    }

    /// - Returns: nil where the purge may be carried out.
    init?(_ going: Int, of kept: KeptOriginals, by policy: RetentionPolicy, at instant: Date) {
        guard going > 0 else { return nil }
        let silentDays = kept.newest.map { instant.timeIntervalSince($0) / 86_400 } ?? 0
        if silentDays > Double(Self.mostSilentDays) {
            self = .clock(going, newest: kept.newest, at: instant)
        } else if going > Self.fewItems, going * 100 > kept.items * policy.mostPercentANight {
            self = .share(going, of: kept.items, most: policy.mostPercentANight)
        } else {
            return nil
        }
    }
}

// MARK: The catalogue

extension PurgeHeld {
    private static func share(_ going: Int, of items: Int, most percent: Int) -> PurgeHeld {
        PurgeHeld(
            going, "purge.share",
            chinese: "到期的原件有 \(going) 件，超过现有 \(items) 件的 \(percent)%，请核对保存期限和机器时间；\(chineseWayOut(going))",
            english:
                "\(going) of \(items) originals would go, more than \(percent)%; please check the policy and the clock; \(wayOut(going))"
        )
    }

    private static func clock(_ going: Int, newest: Date?, at instant: Date) -> PurgeHeld {
        let (newest, now) = (newest?.ISO8601Format() ?? "—", instant.ISO8601Format())
        return PurgeHeld(
            going, "purge.clock",
            chinese:
                "现在是 \(now)，最新的存证是 \(newest)，相差超过 \(mostSilentDays) 天，请核对机器时间；\(chineseWayOut(going))",
            english:
                "it is \(now), and the newest evidence is of \(newest), more than \(mostSilentDays) days ago; please check the clock; \(wayOut(going))"
        )
    }

    static func count(_ going: Int, confirmed: Int) -> PurgeHeld {
        PurgeHeld(
            going, "purge.count",
            chinese: "确认的是 \(confirmed) 件，到期的原件有 \(going) 件，请用 --dry-run 再看一次",
            english: "\(confirmed) were confirmed, \(going) would go; please look again with --dry-run")
    }

    private static func chineseWayOut(_ going: Int) -> String {
        "确实要删除时请运行 storeproof retention run --apply --confirm \(going)"
    }

    private static func wayOut(_ going: Int) -> String {
        "to remove them all the same, run storeproof retention run --apply --confirm \(going)"
    }
}
