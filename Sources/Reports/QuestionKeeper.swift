import Consultation
import Evidence
public import FoundationEssentials
public import Records

/// Keeps the questions of customers grouped, so that nobody waits for it: groups them anew when recordings came, went or
/// were analysed anew, and not otherwise.
public struct QuestionKeeper: Sendable {
    /// How often it is looked whether anything changed, seconds.
    private static let pauseSeconds = 5.0
    /// Rests so many times as long as the grouping took: no more than a twentieth of one core.
    private static let restFactor = 20.0

    private let records: EvidenceRecords
    private let clock: @Sendable () -> Date

    public init(records: EvidenceRecords, clock: @escaping @Sendable () -> Date) {
        self.records = records
        self.clock = clock
    }

    /// Looks again and again, until its task is cancelled.
    /// - Parameter report: what could not be read or kept; the next look tries again.
    public func run(report: @Sendable (RecordError) -> Void) async {
        while !Task.isCancelled {
            let began = ContinuousClock.now
            do throws(RecordError) { try await refresh() } catch { report(error) }
            let seconds = (ContinuousClock.now - began) / .seconds(1)
            do {
                try await Task.sleep(for: .seconds(max(Self.pauseSeconds, seconds * Self.restFactor)))
            } catch {
                return
            }
        }
    }

    /// Groups anew where anything changed.
    /// - Returns: whether it did.
    @discardableResult
    public func refresh() async throws(RecordError) -> Bool {
        // Read first: what changes while the recordings are read makes the next look group again.
        let state = try await records.questions.state()
        guard let last = state.lastDay, !state.isEmpty, try await records.questions.keptState() != state
        else { return false }
        let heard = try await recordings(until: last)
        let lexicon = try await lexicon()
        let sheets = QuestionSheet.spans.map { span in
            (
                days: span,
                sheet: QuestionSheet(
                    of: heard.recordings.filter { $0.day > last.adding(days: -span) },
                    isWhole: heard.days >= span, lexicon: lexicon)
            )
        }
        try await records.questions.keep(sheets, of: state, at: clock())
        return true
    }

    /// The recordings of the longest span, by day: whole days from the newest back, until they hold enough questions.
    private func recordings(
        until last: BusinessDay
    ) async throws(RecordError) -> (days: Int, recordings: [HeardRecording]) {
        var days: [[HeardRecording]] = []
        var questions = 0
        for back in 0..<(QuestionSheet.spans.max() ?? 0) where questions < QuestionClusters.mostQuestions {
            let heard = try await heard(on: last.adding(days: -back))
            questions += heard.reduce(0) { $0 + $1.questions.count }
            days.append(heard)
        }
        return (days.count, Array(days.reversed().joined()))
    }

    // Inlined into a loop, this crashes the optimiser of Swift 6.3.1 (coroutine splitting).
    @inline(never)
    private func heard(on day: BusinessDay) async throws(RecordError) -> [HeardRecording] {
        let found = try await records.findings.current(.consultation, ofEach: .consultationAudio, on: day)
        return try found.map { (recording) throws(RecordError) in
            do {
                return HeardRecording(
                    of: recording.item,
                    try CanonicalJSON.decode(ConsultationFindings.self, from: recording.json))
            } catch {
                throw RecordError(
                    .corruptRow, "findings of \(recording.item.id) cannot be read: \(error)")
            }
        }
    }

    private func lexicon() async throws(RecordError) -> TopicLexicon {
        var lexicon = TopicLexicon(topics: [])
        for document in try await records.reference.current(.topics) {
            do {
                lexicon.topics += try CanonicalJSON.decode(TopicLexicon.self, from: document.json).topics
            } catch {
                throw RecordError(.corruptRow, "the lexicon \(document.name) cannot be read: \(error)")
            }
        }
        return ShippedLexicon.standingIn(for: lexicon)
    }
}
