package import Evidence

/// Something in a manifest that its author should know.
package struct ManifestProblem: Error, Equatable, Sendable {
    /// nil where it is about no line.
    package var line: Int?
    package var reason: Reason

    private init(_ line: Int?, _ code: String, _ chinese: String, _ english: String) {
        self.line = line
        reason = Reason(code: code, chinese: chinese, english: english)
    }

    // MARK: The catalogue

    static func openQuote(_ line: Int) -> ManifestProblem {
        ManifestProblem(
            line, "manifestUnreadable", "清单第 \(line) 行的引号没有结束，请补上后重新打包",
            "the quote on line \(line) of the manifest never ends: please close it and pack again")
    }

    static func tooManyRows(_ line: Int) -> ManifestProblem {
        ManifestProblem(
            line, "manifestUnreadable", "清单超过 \(ManifestTable.mostRows) 行，请分成几个压缩包",
            "the manifest has more than \(ManifestTable.mostRows) rows: please send several archives")
    }

    static func noFileColumn(_ line: Int) -> ManifestProblem {
        ManifestProblem(
            line, "manifestUnreadable", "清单第一行没有“file”（文件）这一列，可用的列：\(BatchManifest.Column.names)",
            "the first row of the manifest has no column “file”: the columns are \(BatchManifest.Column.names)"
        )
    }

    static let notText = ManifestProblem(
        nil, "manifestUnreadable", "清单 manifest.csv 不是文本，请另存为 CSV（UTF-8）后重新打包",
        "manifest.csv is no text: please save it as CSV (UTF-8) and pack again")

    static let twoManifests = ManifestProblem(
        nil, "manifestUnreadable", "压缩包里有两份 manifest.csv，请只留一份",
        "the archive has two manifest.csv: please leave one")

    static func unknownColumn(_ name: String, _ line: Int) -> ManifestProblem {
        ManifestProblem(
            line, "unknownColumn", "清单的列“\(shown(name))”不认识或重复，没有使用；可用的列：\(BatchManifest.Column.names)",
            "the column “\(shown(name))” is unknown or stands twice and was not used: the columns are \(BatchManifest.Column.names)"
        )
    }

    static func noFile(_ line: Int) -> ManifestProblem {
        ManifestProblem(
            line, "noFile", "清单第 \(line) 行没有写文件名，请补上", "line \(line) names no file: please add it")
    }

    static func tooManyFields(_ line: Int, file: String) -> ManifestProblem {
        ManifestProblem(
            line, "tooManyFields", "清单第 \(line) 行（\(shown(file))）的列比第一行多，请检查逗号和引号",
            "line \(line) (\(shown(file))) has more fields than the first row: please check commas and quotes"
        )
    }

    static func value(_ line: Int, file: String, column: String, _ value: String) -> ManifestProblem {
        let (chinese, english) = expected(column)
        return ManifestProblem(
            line, "value", "清单第 \(line) 行（\(shown(file))）的 \(column)“\(shown(value))”不对，应为\(chinese)",
            "line \(line) (\(shown(file))): \(column) “\(shown(value))” should be \(english)")
    }

    private static func expected(_ column: String) -> (String, String) {
        switch BatchManifest.Column(rawValue: column) {
        case .kind:
            let kinds = EvidenceKind.allCases.map(\.rawValue).joined(separator: ", ")
            return ("货架、咨询、订单之一", "one of \(kinds)")
        case .consent: return ("是或否", "true or false")
        case .receivedAt, .capturedAt:
            return ("2026-11-20T09:16:00+08:00 这样的时间", "like 2026-11-20T09:16:00+08:00")
        case .clientPosition:
            return (
                #"{"latitude":30.27,"longitude":120.12} 或 30.27,120.12（加引号）"#,
                #"{"latitude":30.27,"longitude":120.12} or 30.27,120.12, quoted"#
            )
        default: return ("更短的文字", "shorter")
        }
    }

    static func doubleRow(_ line: Int, file: String, first: Int) -> ManifestProblem {
        ManifestProblem(
            line, "doubleRow", "清单第 \(line) 行的 \(shown(file)) 在第 \(first) 行已经写过，请只留一行",
            "line \(line): \(shown(file)) stands on line \(first) already, please leave one of them")
    }

    static func missingFile(_ line: Int, file: String) -> ManifestProblem {
        ManifestProblem(
            line, "missingFile", "清单第 \(line) 行的文件 \(shown(file)) 不在压缩包里，请检查文件名",
            "line \(line): the file \(shown(file)) is not in the archive, please check its name")
    }

    static func timeAlone(_ line: Int, file: String) -> ManifestProblem {
        ManifestProblem(
            line, "timeAlone", "清单第 \(line) 行（\(shown(file))）的 capturedAt 没有使用：请同时写 code 或 clientPosition",
            "line \(line) (\(shown(file))): capturedAt was not used, it counts with code or clientPosition")
    }

    static func unlisted(_ name: String) -> ManifestProblem {
        ManifestProblem(
            nil, "unlisted", "\(shown(name)) 不在清单里，已按文件夹和文件名处理",
            "\(shown(name)) is not in the manifest and was filed by its folder and name")
    }

    /// What a stranger wrote, short, and nothing of it unseen.
    private static func shown(_ text: String) -> String { ShownText.short(text) }
}
