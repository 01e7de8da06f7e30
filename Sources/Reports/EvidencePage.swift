import Evidence
import FoundationEssentials
import Records

/// The printable page of an evidence pack: no script, no picture from elsewhere, black on white.
struct EvidencePage {
    private let pack: EvidencePack
    /// Where the picture is as it may be shown.
    private let picture: String?
    /// Whether the page stands without the other files of the pack.
    private let isAlone: Bool

    init(_ pack: EvidencePack, picture: String?, isAlone: Bool) {
        self.pack = pack
        self.picture = picture
        self.isAlone = isAlone
    }

    var html: String {
        """
        <!doctype html>
        <html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>证据 \(escaped(pack.item.id.rawValue))</title>
        <style>body{font:14px/1.5 sans-serif;max-width:52em;margin:2em auto;padding:0 1em}table{border-collapse:collapse;width:100%}
        th,td{border:1px solid #999;padding:.3em .6em;text-align:left;vertical-align:top}
        td:nth-last-child(-n+2){overflow-wrap:anywhere}
        h2{margin-top:1.5em}tr{break-inside:avoid}img{max-width:100%;max-height:60em}
        .hint{background:#eee;padding:.5em 1em}@media print{.hint{display:none}body{margin:0;max-width:none}}</style></head><body>
        \(printingHint)
        <h1>证据包 Evidence pack</h1>
        \(table(header: [], rows: facts))
        \(shownPicture)
        <h2>结论与依据 Verdict and reasons</h2>
        \(table(header: ["代码 code", "所见 what was seen"], rows: reasons))
        <h2>存证链 Chain of custody</h2>
        \(table(header: ["#", "时间 time", "谁 who", "事 action", "详情 detail", "哈希 hash"], rows: links))
        <p>\(whereabouts.chinese)。整条存证链的最新一环：\(escaped(head))。<br>
        \(whereabouts.english). Newest link of the whole chain: \(escaped(head)).</p>
        </body></html>

        """
    }

    private var printingHint: String {
        guard isAlone else { return "" }
        return
            "<p class=\"hint\">请用浏览器的打印功能打印或存为 PDF。Print with your browser, or save as PDF.</p>"
    }

    /// Where original and findings are.
    private var whereabouts: (chinese: String, english: String) {
        var (chinese, english) =
            isAlone
            ? ("原件存于系统，以上面的 SHA-256 为准", "The original is kept in the system under the SHA-256 above")
            : ("原件见 original/", "The original lies in original/")
        if let purgedAt = pack.purgedAt {
            let day = text(purgedAt)
            chinese = "原件已按保存期限于 \(day) 删除"
            english = "The original was removed after its retention period, \(day)"
        }
        return isAlone
            ? (chinese, english)
            : (chinese + "，全部识别结果见 findings/", english + ", all findings in findings/")
    }

    private var shownPicture: String {
        guard let picture else { return "" }
        return
            "<p><img src=\"\(escaped(picture))\" alt=\"证据图片，个人信息已遮盖 the picture, personal details covered\"></p>"
    }

    private var facts: [[String]] {
        let item = pack.item
        return [
            ["编号 id", item.id.rawValue],
            ["门店 store", [item.store.rawValue, pack.store?.name].compactMap(\.self).joined(separator: " ")],
            ["营业日 business day", "\(item.day)"], ["种类 kind", item.kind.chineseName], ["位置 slot", item.slot],
            ["收到 received", text(item.receivedAt)], ["落盘 recorded", text(item.recordedAt)],
            ["SHA-256", item.sha256.rawValue], ["字节 bytes", "\(item.byteCount)"],
            ["状态 state", item.state.chineseName(of: item.kind)],
            ["可信度 verdict", item.verdict?.chineseName ?? "—"],
        ]
    }

    private var reasons: [[String]] {
        guard let document = pack.findings.last(where: { $0.kind == .provenance }) else { return [] }
        do {
            let findings = try CanonicalJSON.decode(ProvenanceFindings.self, from: document.json)
            return findings.reasons.map {
                [
                    $0.code,
                    [$0.detail, $0.measured, $0.detailEnglish, $0.measuredEnglish].compactMap(\.self)
                        .joined(separator: "\n"),
                ]
            }
        } catch {
            return [["findings", "\(error)"]]
        }
    }

    private var links: [[String]] {
        pack.custody.map { entry in
            [
                "\(entry.sequence)", text(entry.at), entry.actor.rawValue, entry.action.rawValue,
                entry.detail,
                entry.hash,
            ]
        }
    }

    private var head: String { pack.chainHead.map { "\($0.sequence) \($0.hash)" } ?? "—" }

    private func text(_ instant: Date) -> String { instant.formatted(.iso8601) }

    private func table(header: [String], rows: [[String]]) -> String {
        if rows.isEmpty { return "<p>—</p>" }
        func row(_ cells: [String], _ tag: String) -> String {
            "<tr>" + cells.map { "<\(tag)>\(escaped($0))</\(tag)>" }.joined() + "</tr>"
        }
        let head = header.isEmpty ? "" : row(header, "th")
        return "<table>\(head)\(rows.map { row($0, "td") }.joined(separator: "\n"))</table>"
    }

    private func escaped(_ text: String) -> String {
        var out = ""
        for character in text {
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "\n": out += "<br>"
            default: out.append(character)
            }
        }
        return out
    }
}
