/// Whether the speaker changes between two segments, by how the one ends and the other begins. People who wrote the
/// dialogues changed speaker with nearly every segment; recognisers cut what one person says, so that what looks like a
/// cut counts as the tables of `tools/make-speaker-words` say, and all else as a change.
struct SpeakerTurns: Sendable {
    static let shared = SpeakerTurns()

    /// Log odds for another speaker after a segment, after a question, and besides where a segment repeats the one before.
    private static let turnOdds = 2.0
    private static let answerOdds = 3.0
    private static let echoOdds = 1.5
    /// Segments longer than so many characters are compared no further.
    private static let reach = 400

    private let weights = CharacterRuns(SpeakerTurnTable.weights, steps: SpeakerTurnTable.steps)

    /// Log odds that another person says `now` than `before`.
    func odds(_ before: Utterance, _ now: Utterance) -> Double {
        let isAsked = Questions.isAsked(before)
        let learnt = learntOdds(before, now, isAsked: isAsked)
        if learnt < 0 { return learnt }
        let usual = isAsked ? Self.answerOdds : Self.turnOdds
        return Self.repeats(now, before, sounds: 5) ? usual + Self.echoOdds : usual
    }

    private func learntOdds(_ before: Utterance, _ now: Utterance, isAsked: Bool) -> Double {
        let one = CharacterRuns.withoutFigures(before)
        let other = CharacterRuns.withoutFigures(now)
        var runs: Set<CharacterRuns.Run> = []
        for length in 1...CharacterRuns.longest {
            runs.insert(CharacterRuns.run(one.suffix(length), .end))
            runs.insert(CharacterRuns.run(other.prefix(length), .start))
        }
        runs.insert(CharacterRuns.run(one.suffix(1) + other.prefix(1), .anywhere))
        var odds = SpeakerTurnTable.constant + weights.sum(runs)
        odds += SpeakerTurnTable.lengthBefore[min(one.count / 3, SpeakerTurnTable.lengthBefore.count - 1)]
        odds += SpeakerTurnTable.lengthNow[min(other.count / 3, SpeakerTurnTable.lengthNow.count - 1)]
        if isAsked { odds += SpeakerTurnTable.asked }
        if before.cutsWord(now) { odds += SpeakerTurnTable.word }
        if Self.repeats(now, before, sounds: 4) { odds += SpeakerTurnTable.echo }
        return odds
    }

    /// Whether a segment takes up so many sounds in a row of the one before: staff repeat what they were asked.
    private static func repeats(_ utterance: Utterance, _ before: Utterance, sounds length: Int) -> Bool {
        guard utterance.units.count >= length, before.units.count >= length else { return false }
        let said = before.units.prefix(reach).map(\.sound.first)
        let now = utterance.units.prefix(reach).map(\.sound.first)
        for start in 0...now.count - length {
            let run = now[start..<start + length]
            for at in 0...said.count - length where said[at..<at + length] == run { return true }
        }
        return false
    }
}

extension Utterance {
    /// Whether a common word begins with the last character here and ends with the first one there.
    fileprivate func cutsWord(_ next: Utterance) -> Bool {
        guard let last = units.last, let first = next.units.first else { return false }
        var word = String.UnicodeScalarView()
        word.append(last.scalar)
        word.append(first.scalar)
        return CommonWords.shared.contains(String(word))
    }
}
