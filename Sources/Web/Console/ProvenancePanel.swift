import API
import Evidence

/// Whether the evidence is what it claims to be: what was seen, never an accusation.
struct ProvenancePanel {
    struct Observation {
        let detail: String
        let code: String
        /// `info`, `suspect`, `rejected`.
        let tone: String
        /// How far such a hint can be trusted, for headquarters.
        let measured: String?
        /// The earlier picture that this one repeats.
        let otherHref: String?
    }
    struct Fact {
        let name: String
        let value: String
    }
    let verdict: String
    let tone: String
    let observations: [Observation]
    let hasObservations: Bool
    let watermark: [Fact]
    let hasWatermark: Bool
    let exif: [Fact]
    let hasExif: Bool

    /// - Parameter standing: the item's verdict, which headquarters may have decided otherwise; nil where none stands.
    init(_ findings: ProvenanceFindings, standing: Verdict? = nil, itemBase: String, forStore: Bool) {
        let standing = standing ?? findings.verdict
        verdict = standing.chineseName
        tone = standing.rawValue
        observations = findings.told(toStore: forStore).map { reason in
            Observation(
                detail: reason.detail, code: reason.code, tone: reason.severity.rawValue,
                measured: forStore ? nil : reason.measured,
                otherHref: reason.of.map { itemBase + $0.urlSegment })
        }
        hasObservations = !observations.isEmpty
        watermark = Self.watermarkFacts(findings)
        hasWatermark = !watermark.isEmpty
        exif = findings.exif.map(Self.exifFacts) ?? []
        hasExif = !exif.isEmpty
    }

    private static func watermarkFacts(_ findings: ProvenanceFindings) -> [Fact] {
        var facts: [Fact] = []
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { facts.append(Fact(name: name, value: value)) }
        }
        if let mark = findings.watermark {
            add("时间", mark.time?.replacing("T", with: " "))
            add("门店", mark.store)
            add("地点", mark.place)
            if let latitude = mark.latitude, let longitude = mark.longitude {
                let datum = mark.datum == .unknown ? "" : "（\(mark.datum.rawValue)）"
                add("坐标", "\(latitude), \(longitude)\(datum)")
            }
            add("验真码", mark.code)
            add("水印文字", mark.texts.joined(separator: " / "))
        }
        add("距门店", findings.distanceMetres.map(ChineseForm.distance))
        return facts
    }

    private static func exifFacts(_ exif: ProvenanceFindings.Exif) -> [Fact] {
        var facts: [Fact] = []
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { facts.append(Fact(name: name, value: value)) }
        }
        add("拍摄时间", exif.dateTimeOriginal.map { $0.replacing("T", with: " ") + (exif.offset ?? "") })
        add("设备", [exif.make, exif.model].compactMap(\.self).joined(separator: " "))
        add("软件", exif.software)
        if let latitude = exif.latitude, let longitude = exif.longitude {
            add("GPS", "\(latitude), \(longitude)")
        }
        add("GPS 时间", exif.gpsDateTime)
        return facts
    }
}

extension ProvenanceFindings {
    /// A store is told what speaks against its evidence, not what is merely noted.
    func told(toStore: Bool) -> [Observation] { reasons.filter { !toStore || $0.severity != .info } }
}
