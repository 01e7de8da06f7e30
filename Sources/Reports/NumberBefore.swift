import Evidence
public import FoundationEssentials
public import Records

/// What a number of a store-day was until something changed it, in words: 71 until 3 March, appeal accepted.
public struct NumberBefore: Sendable, Equatable {
    /// The metric's name, with its topic or category after a colon.
    public var name: String
    /// `—` where there was no data.
    public var before: String
    public var after: String
    public var until: Date
    /// Why it changed, with what a person wrote about it.
    public var reason: String
    /// Whether it is the compliance score itself.
    public var isTotal: Bool

    public init(_ change: MetricChange) {
        let metric = MetricInWords(
            code: change.topic.isEmpty ? change.code : "\(change.code):\(change.topic)")
        name = metric.name
        before = change.before.map(metric.text) ?? "—"
        after = change.after.map(metric.text) ?? "—"
        until = change.at
        reason = Self.words(change.reason)
        isTotal = change.code == "complianceTotal"
    }

    /// A reason is a code and, after a colon, what a person wrote.
    private static func words(_ reason: String) -> String {
        let parts = reason.split(separator: ":", maxSplits: 1).map(String.init)
        guard let code = parts.first, let name = names[code] else { return reason }
        return parts.count > 1 ? "\(name)：\(parts[1].drop { $0 == " " })" : name
    }

    private static let names = [
        "newEvidence": "收到新的证据", "lateEvidence": "收到迟到的证据", "evidenceRemoved": "证据已删除", "appeal": "门店提出申诉",
        "appealAccepted": "申诉通过", "appealRefused": "申诉未通过", "reviewDecided": "总部复核", "newPolicy": "评分方案更换",
        "reanalysis": "重新识别", "recount": "重新计数", "salesImport": "导入销售数据", "storeClosed": "门店关闭",
        "storeMoved": "门店迁移",
    ]
}
