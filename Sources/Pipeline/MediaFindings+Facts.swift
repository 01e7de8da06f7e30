import AnalyzerKit
import Evidence
import Media

extension MediaFindings {
    static let analyzer = AnalyzerIdentity(name: "media", version: "1.0")

    /// - Parameter facts: nil where the bytes are nothing that is known.
    init(of item: EvidenceItem, _ facts: MediaFacts?) {
        self.init()
        format = facts?.format.rawValue
        if let claimed = item.fileName.flatMap(ClaimedFormat.init(fileName:)), claimed.contradicts(format) {
            claimedFormat = claimed.name
        }
        guard let facts else { return }
        codec = facts.codec
        if facts.storedWidth > 0, facts.storedHeight > 0 {
            width = facts.storedWidth
            height = facts.storedHeight
            orientation = facts.orientation
        }
        colourProfile = facts.colourProfile.map { Profile(name: $0.name, effect: $0.effect.rawValue) }
        if facts.capture.hasExif { exif = ProvenanceFindings.Exif(facts) }
        if facts.channels > 0 { channels = facts.channels }
        if facts.sampleRate > 0 { sampleRate = facts.sampleRate }
        if facts.seconds > 0 {
            seconds = (facts.seconds * 1000).rounded() / 1000
            bitRate = Int((Double(item.byteCount) * 8 / facts.seconds).rounded())
        }
    }
}
