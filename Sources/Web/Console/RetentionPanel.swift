import API
import Evidence
import Foundation
import Records

/// How long an item's original is kept, what holds it, and the form to hold or release it.
struct RetentionPanel {
    let sentence: String
    let hold: String?
    let heldBy: String
    /// Where headquarters' form goes; nil for stores and where there is nothing left to keep.
    let action: String?
    let label: String
    let button: String
    /// Why the form that was just sent was not taken.
    let complaint: String?

    init?(
        _ item: EvidenceItem, standing: RetentionDesk.Standing, isErased: Bool, forStore: Bool,
        zone: TimeZone,
        complaint: String?
    ) {
        if isErased { return nil }
        let id = item.id.rawValue.urlSegment
        hold = standing.hold?.reason
        heldBy = standing.hold.map { "\($0.by) · \(ChineseForm.date($0.at, in: zone))" } ?? ""
        self.complaint = complaint
        let isHeld = standing.hold != nil
        label = isHeld ? "解除保留的理由" : "保留原件的理由"
        button = isHeld ? "解除保留" : "保留原件"
        if let purgedAt = standing.purgedAt {
            sentence =
                "原件已按保存期限删除（\(ChineseForm.date(purgedAt, in: zone))）。识别结果、得分、哈希和保管链仍在。"
            action = nil
            return
        }
        sentence =
            standing.keptUntil.map {
                "原件保存到 \(ChineseForm.date($0, in: zone))\(isHeld ? "，解除保留之前不删除" : "")。"
            } ?? "原件长期保存。"
        action = forStore ? nil : "/console/items/\(id)/\(isHeld ? "release" : "hold")"
    }
}
