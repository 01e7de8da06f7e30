import API
import Evidence
import Foundation
import Records

/// One item with everything that is known about it.
struct ItemModel {
    struct Fact {
        let name: String
        let value: String
    }
    struct Custody {
        let sequence: String
        let time: String
        let actor: String
        let action: String
        let detail: String?
        let hash: String
    }
    struct Neighbour {
        let href: String
        let title: String
        let current: Bool
    }
    let shell: Shell
    let title: String
    let storeName: String
    let dayText: String
    let batchHref: String
    let summary: ItemSummary
    /// The replaced item's newer one.
    let supersededHref: String?
    let neighbours: [Neighbour]
    let shelf: ShelfPanel?
    let orders: OrderPanel?
    let consultation: ConsultationPanel?
    let provenance: ProvenancePanel?
    let review: ReviewPanel?
    let retention: RetentionPanel?
    let facts: [Fact]
    let custody: [Custody]
    let hasCustody: Bool
    /// Where the evidence pack is, for those who may have the original.
    let packHref: String?
    /// Headquarters' page to print.
    let printHref: String?
    let analyzers: [Fact]
    let hasAnalyzers: Bool

    init(
        shell: Shell, item: EvidenceItem, view: StoreDayView, documents: [FindingDocument],
        findings: ItemFindings, names: ReferenceNames, custody: [CustodyEntry], review: ReviewPanel?,
        retention: RetentionPanel?, forStore: Bool, mayOpenOriginal: Bool
    ) {
        let zone = view.store.zone
        let base = ItemSummary.base(forStore: forStore)
        let required = view.slots.first { $0.required.slot == item.slot }?.required
        self.shell = shell
        title = required?.title ?? item.slot
        storeName = view.store.name
        dayText = ChineseForm.day(item.day)
        batchHref =
            forStore
            ? "/m?day=\(item.day)" : "/console/batches/\(item.store.rawValue.urlSegment)/\(item.day)"
        summary = ItemSummary(
            item, title: required?.title, findings: findings, names: names, zone: zone, forStore: forStore,
            mayOpenOriginal: mayOpenOriginal, showsHeat: !forStore)
        packHref =
            mayOpenOriginal && !findings.standing.isErased
            ? "/v1/items/\(item.id.rawValue.urlSegment)/pack" : nil
        printHref = forStore ? nil : base + item.id.rawValue.urlSegment + "/print"
        supersededHref = item.supersededBy.map { base + $0.rawValue.urlSegment }
        neighbours = view.items.map {
            Neighbour(
                href: base + $0.id.rawValue.urlSegment, title: $0.shortName, current: $0.id == item.id)
        }
        shelf = findings.shelf.map { ShelfPanel($0, names: names) }
        orders = findings.orders.map { OrderPanel($0) }
        consultation = findings.consultation.map { ConsultationPanel($0, names: names) }
        provenance = findings.provenance.map {
            ProvenancePanel($0, standing: item.verdict, itemBase: base, forStore: forStore)
        }
        self.review = review
        self.retention = retention
        facts = Self.itemFacts(item, zone: zone) + (findings.media.map(Self.mediaFacts) ?? [])
        self.custody = custody.map { entry in
            Custody(
                sequence: "\(entry.sequence)", time: ChineseForm.instant(entry.at, in: zone),
                actor: entry.actor.rawValue, action: entry.action.chineseName,
                detail: entry.detail.isEmpty ? nil : entry.detail,
                hash: String(entry.hash.prefix(12)))
        }
        hasCustody = !custody.isEmpty
        analyzers = documents.sorted { $0.kind.rawValue < $1.kind.rawValue }.map { document in
            Fact(
                name: "\(document.analyzer.name) \(document.analyzer.version)",
                value: ChineseForm.instant(document.createdAt, in: zone))
        }
        hasAnalyzers = !documents.isEmpty
    }

    private static func itemFacts(_ item: EvidenceItem, zone: TimeZone) -> [Fact] {
        var facts = [
            Fact(name: "SHA-256", value: item.sha256.rawValue),
            Fact(name: "大小", value: ChineseForm.bytes(item.byteCount)),
            Fact(
                name: "收到", value: ChineseForm.instant(item.receivedAt, in: zone) + (item.late ? "（迟报）" : "")),
            Fact(name: "存证", value: ChineseForm.instant(item.recordedAt, in: zone)),
            Fact(name: "上传账号", value: item.sender.rawValue),
        ]
        if let name = item.fileName { facts.append(Fact(name: "文件名", value: name)) }
        if item.kind == .consultationAudio {
            facts.append(Fact(name: "顾客同意录音", value: item.consent.map { $0 ? "已同意" : "未同意" } ?? "未注明"))
        }
        if let position = item.clientPosition {
            let accuracy = position.accuracy.map { "，误差 \(ChineseForm.distance($0))" } ?? ""
            facts.append(
                Fact(
                    name: "上传时的位置",
                    value: "\(coordinate(position.latitude)), \(coordinate(position.longitude))\(accuracy)"))
        }
        if let transcript = item.transcriptSHA256 {
            facts.append(Fact(name: "转写文件", value: (item.transcriptName ?? "") + " " + transcript.short))
        }
        return facts
    }

    private static func mediaFacts(_ media: MediaFindings) -> [Fact] {
        let format = [media.format ?? "无法识别", media.codec].compactMap(\.self).joined(separator: " · ")
        var facts = [Fact(name: "格式", value: format)]
        if let claimed = media.claimedFormat {
            facts.append(Fact(name: "文件名与内容不符", value: "文件名写的是 .\(claimed)，以内容为准"))
        }
        if let width = media.width, let height = media.height {
            facts.append(Fact(name: "尺寸", value: "\(width) × \(height)"))
        }
        if let profile = media.colourProfile {
            let effect = ["none": "即 sRGB", "converted": "已转换为 sRGB"][profile.effect] ?? "无法使用，已忽略"
            facts.append(Fact(name: "色彩配置", value: "\(profile.name ?? "未命名")（\(effect)）"))
        }
        if let seconds = media.seconds {
            let sound = [
                "\(ChineseForm.number(seconds)) 秒", media.channels.map { "\($0) 声道" },
                media.sampleRate.map { "\($0) Hz" },
                media.bitRate.map { "\(($0 + 500) / 1000) kbit/s" },
            ]
            facts.append(Fact(name: "声音", value: sound.compactMap(\.self).joined(separator: "，")))
        }
        return facts
    }

    /// Five decimals are about a metre.
    private static func coordinate(_ degrees: Double) -> String {
        "\((degrees * 100_000).rounded() / 100_000)"
    }
}

extension CustodyAction {
    var chineseName: String {
        switch self {
        case .received: "收到并存证"
        case .superseded: "被新证据取代"
        case .transcriptAttached: "附上转写文本"
        case .opened: "查看原件"
        case .appealed: "提出申诉"
        case .decided: "总部复核"
        case .restored: "由原件恢复"
        case .erased: "应要求删除"
        case .held: "总部保留原件"
        case .released: "解除保留"
        case .purged: "原件按保存期限删除"
        }
    }
}
