import Evidence
import Records

/// Hints at recordings of one store that hold almost the same words: a script that is read out again and again is no
/// consultation. A hint only: customers do ask the same thing.
struct SameWords: ItemStep {
    let records: EvidenceRecords

    /// Days before an item's own that are looked at.
    private static let days = 7
    /// So many earlier recordings with the same words are worth a word.
    private static let leastRecordings = 2

    func run(_ work: inout ItemWork) async throws(PipelineError) {
        guard work.item.kind == .consultationAudio, work.rejection == nil,
            let transcript = work.consultation?.transcript, work.provenance != nil
        else { return }
        let words = WordLikeness(transcript)
        guard words.isLongEnough else { return }
        var alike: [EvidenceItem] = []
        for back in 0...Self.days {
            for item in try await earlierRecordings(work.item, on: work.item.day.adding(days: -back)) {
                if let other = try await self.transcript(of: item), words.isLike(WordLikeness(other)) {
                    alike.append(item)
                }
            }
        }
        guard alike.count >= Self.leastRecordings, let first = alike.last else { return }
        work.provenance?.reasons.append(
            ProvenanceFindings.Observation(
                code: "duplicate.sameWords",
                detail: "本周已有 \(alike.count) 段录音说的话与这段几乎一样，请确认是真实的顾客咨询",
                detailEnglish: "\(alike.count) recordings of this week hold almost the same words",
                severity: .info, of: first.id.rawValue))
    }

    private func earlierRecordings(
        _ item: EvidenceItem, on day: BusinessDay
    ) async throws(PipelineError) -> [EvidenceItem] {
        try await fetch { try await records.items.current(store: item.store, day: day) }
            .filter {
                $0.kind == .consultationAudio && $0.id != item.id
                    && ($0.receivedAt, $0.id.rawValue) < (item.receivedAt, item.id.rawValue)
            }
            .sorted { ($0.receivedAt, $0.id) > ($1.receivedAt, $1.id) }
    }

    private func transcript(of item: EvidenceItem) async throws(PipelineError) -> Transcript? {
        let documents = try await fetch { try await records.findings.current(item.id) }
        guard let document = documents.first(where: { $0.kind == .consultation }) else { return nil }
        do {
            return try CanonicalJSON.decode(ConsultationFindings.self, from: document.json).transcript
        } catch {
            throw PipelineError(.recordsFailed, "findings of \(item.id) cannot be read: \(error)")
        }
    }
}

/// Pairs of neighbouring characters: robust against a recogniser's errors, blind to punctuation.
struct WordLikeness {
    private let pairs: Set<String>

    /// Recognisers mishear one character in six, and differently each time: two readings of one text share about half
    /// of their pairs, two consultations about one subject less than a third.
    private static let leastShare = 0.5
    private static let leastPairs = 20

    init(_ transcript: Transcript) {
        let letters = Array(transcript.segments.flatMap { $0.text.filter { $0.isLetter || $0.isNumber } })
        pairs = Set(zip(letters, letters.dropFirst()).map { String([$0, $1]) })
    }

    var isLongEnough: Bool { pairs.count >= Self.leastPairs }

    func isLike(_ other: WordLikeness) -> Bool {
        guard other.isLongEnough else { return false }
        let common = pairs.intersection(other.pairs).count
        return Double(2 * common) >= Self.leastShare * Double(pairs.count + other.pairs.count)
    }
}
