import Evidence

/// The `provenance:` section of the policy file.
enum ProvenanceRulesReader {
    /// - Parameter codes: every reason code with the strongest verdict that it may be given.
    static func read(
        _ node: DocumentNode, codes: [String: ProvenanceFindings.Severity]
    ) -> ProvenanceRules {
        var rules = ProvenanceRules()
        rules.version = node.optionalString("version")
        refuseUnknown(node.keys, of: known, at: node)
        rules.outsideMetres = optional(node, "outsideMetres", 10...100_000)
        rules.outsideRadii = optional(node, "outsideRadii", 1...100)
        rules.placeAgreementMetres = optional(node, "placeAgreementMetres", 10...10_000)
        rules.timeToleranceMinutes = optional(node, "timeToleranceMinutes", 0...1440)
        rules.uploadDelayHours = optional(node, "uploadDelayHours", 0...720)
        rules.travelKilometresPerHour = optional(node, "travelKilometresPerHour", 10...2000)
        rules.makerNoteOriginals =
            node.child("makerNoteOriginals") == nil
            ? nil : node.integer("makerNoteOriginals", in: 1...mostOriginals)
        rules.makerNoteShare = optional(node, "makerNoteShare", 0...1)
        rules.suspectWeight = optional(node, "suspectWeight", 0.01...100)
        rules.asksForCode = node.boolean("asksForCode")
        guard let entries = node.child("codes") else { return rules }
        for code in entries.keys {
            guard let entry = entries.child(code) else { continue }
            guard let strongest = codes[code] else {
                node.problems.add(entry, "没有原因代码 \(code)", "there is no reason code \(code)")
                continue
            }
            rules.codes[code] = read(entry, strongest: strongest)
        }
        return rules
    }

    /// No more photos of a model are counted.
    private static let mostOriginals = 1000

    private static let known: Set<String> = [
        "version", "outsideMetres", "outsideRadii", "placeAgreementMetres", "timeToleranceMinutes",
        "uploadDelayHours", "travelKilometresPerHour", "makerNoteOriginals", "makerNoteShare",
        "suspectWeight", "asksForCode", "codes",
    ]

    private static func read(
        _ node: DocumentNode, strongest: ProvenanceFindings.Severity
    ) -> ProvenanceRules.Entry {
        refuseUnknown(node.keys, of: ["verdict", "weight", "chinese", "english"], at: node)
        var entry = ProvenanceRules.Entry(
            weight: optional(node, "weight", 0...100), chinese: node.optionalString("chinese"),
            english: node.optionalString("english"))
        if let text = node.optionalString("verdict") {
            entry.verdict = ProvenanceFindings.Severity(rawValue: text)
            if entry.verdict == nil {
                node.problems.add(
                    node.child("verdict"), "应是 info、suspect 或 rejected", "must be info, suspect or rejected")
            } else if entry.verdict == .rejected, strongest != .rejected {
                node.problems.add(
                    node.child("verdict"), "这只是提示，最多为 suspect", "this is a hint: suspect at most")
            }
        }
        if (entry.chinese == nil) != (entry.english == nil) {
            node.problems.add(node, "chinese 与 english 应同时给出", "chinese and english go together")
        }
        return entry
    }

    private static func optional(
        _ node: DocumentNode, _ key: String, _ range: ClosedRange<Double>
    ) -> Double? {
        node.child(key) == nil ? nil : node.number(key, in: range)
    }

    private static func refuseUnknown(_ keys: [String], of known: Set<String>, at node: DocumentNode) {
        for key in keys where !known.contains(key) {
            node.problems.add(node.child(key) ?? node, "不认识的字段 \(key)", "unknown field \(key)")
        }
    }
}
