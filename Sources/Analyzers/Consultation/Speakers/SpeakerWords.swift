/// What the words of a segment say about who speaks: weights learnt from dialogues that were written for it
/// (`tools/make-speaker-words`), so that nobody has to list what each side says.
struct SpeakerWords: Sendable {
    static let shared = SpeakerWords()

    private let weights = CharacterRuns(SpeakerWordTable.weights, steps: SpeakerWordTable.steps)

    /// Log odds that a member of staff says this; negative for a customer.
    func evidence(_ utterance: Utterance) -> Double {
        let scalars = CharacterRuns.withoutFigures(utterance)
        var runs: Set<CharacterRuns.Run> = []
        for length in 1...CharacterRuns.longest where length <= scalars.count {
            for start in 0...scalars.count - length {
                runs.insert(CharacterRuns.run(scalars[start..<start + length], .anywhere))
            }
        }
        for length in 1...2 where !scalars.isEmpty {
            runs.insert(CharacterRuns.run(scalars.prefix(length), .start))
            runs.insert(CharacterRuns.run(scalars.suffix(length), .end))
        }
        if scalars.count <= CharacterRuns.longest { runs.insert(CharacterRuns.run(scalars[...], .whole)) }
        return SpeakerWordTable.constant + weights.sum(runs)
    }
}
