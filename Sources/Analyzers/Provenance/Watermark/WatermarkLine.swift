import AnalyzerKit
import Evidence

/// One line of print and everything a watermark may say that was found in it.
struct WatermarkLine: Sendable {
    let text: String
    let box: Box
    let dates: [PrintedDate]
    let times: [PrintedTime]
    /// A time at the line's very beginning with other digits run on to it.
    let leadingTime: PrintedTime?
    let weekday: Int?
    let angles: [PrintedAngle]
    let datum: ProvenanceFindings.Datum
    let address: PrintedAddress?
    let storeName: String?
    let code: String?

    init(_ line: TextLine, stores: [Store]) {
        text = line.text
        box = line.box
        let print = PrintedText(line.text)
        let dateTime = DateTimeNotation(print)
        dates = dateTime.dates.map(\.value)
        times = dateTime.times.map(\.value)
        leadingTime = times.isEmpty ? Self.leadingTime(print) : nil
        weekday = dateTime.weekday
        let coordinates = CoordinateNotation(print)
        angles = coordinates.angles.filter { $0.axis != nil || $0.resolution < 0.00051 }
        datum = coordinates.datum
        let segments = Self.segments(print.string)
        let found = Self.storeName(in: segments, stores: stores)
        storeName = found
        address =
            segments.lazy.compactMap { segment -> PrintedAddress? in
                var compact = PrintedText(segment).compact
                if let found, compact.hasSuffix(found), compact.count > found.count + 4 {
                    compact = String(compact.dropLast(found.count))
                    while let last = compact.last, "·.-,|".contains(last) { compact.removeLast() }
                }
                return PrintedAddress(compact: compact)
            }.first
        code = Self.code(in: line.text)
    }

    /// Whether the line belongs to a watermark by what it says.
    var isAnchor: Bool {
        !dates.isEmpty || !times.isEmpty || !angles.isEmpty || address != nil || leadingTime != nil
            || code != nil
            || weekday != nil && text.count <= 20
    }

    private static func leadingTime(_ print: PrintedText) -> PrintedTime? {
        guard let hour = print.digits(at: 0, limit: 2), hour.end == 2, hour.value < 24, print[2] == ":",
            let minute = print.digits(at: 3, limit: 2), minute.end == 5, minute.value < 60, print.count <= 8
        else { return nil }
        return PrintedTime(hour: hour.value, minute: minute.value, second: nil)
    }

    /// `address · store` on one line.
    private static func segments(_ text: String) -> [String] {
        text.split { $0 == "·" || $0 == "|" || $0 == "｜" }.map(String.init)
    }

    private static let storeLabels = ["门店名称", "店铺名称", "门店", "店名", "店铺", "商户"]

    private static func storeName(in segments: [String], stores: [Store]) -> String? {
        for segment in segments {
            let compact = PrintedText(segment).compact
            for label in storeLabels where compact.hasPrefix(label) {
                let rest = compact.dropFirst(label.count)
                guard rest.first == ":" || rest.first == ";" else { continue }
                let name = String(rest.dropFirst())
                if name.count >= 2 { return name }
            }
            let listed = stores.map { PrintedText($0.name).compact }.filter { compact.hasSuffix($0) }
            if let name = listed.max(by: { ($0.count, $0) < ($1.count, $1) }) { return name }
            if compact.count <= 16, compact.count >= 3, compact.hasSuffix("店"),
                compact.allSatisfy({ $0.isHan || $0.isLatinLetter || $0 == "(" || $0 == ")" }),
                stores.contains(where: { editDistance($0.name, compact) <= max(1, compact.count / 4) })
            {
                return compact
            }
        }
        return nil
    }

    private static let codeLabels = ["防伪编码", "防伪码", "防伪", "验真码", "安全码", "校验码"]

    /// The anti-fake code behind its label, letters and digits as they were read.
    private static func code(in text: String) -> String? {
        let compact = String(
            text.unicodeScalars.compactMap { scalar -> Character? in
                switch scalar.value {
                case 0x20, 0x3000, 0xA0: nil
                case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0).map(Character.init)
                default: Character(scalar)
                }
            })
        for label in codeLabels {
            guard let start = position(of: label, in: compact) else { continue }
            var rest = compact[start...].dropFirst(label.count)
            while let first = rest.first, ":：-.·".contains(first) { rest = rest.dropFirst() }
            let code = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
            return code.count >= 6 ? String(code) : nil
        }
        return nil
    }

    private static func position(of word: String, in text: String) -> String.Index? {
        text.indices.first { text[$0...].hasPrefix(word) }
    }
}
