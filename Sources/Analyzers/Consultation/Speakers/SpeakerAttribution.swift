/// Who says a segment.
enum Speaker: String, Sendable, Equatable {
    case customer
    case staff
    case unknown
}

/// Tells customer and staff apart by what they say and by whose turn it is: a hidden Markov chain of two speakers
/// whose most probable course is found (Viterbi 1967).
enum SpeakerAttribution {
    /// Below this much evidence a lone segment has no known speaker: of single segments one in five is told wrongly.
    private static let leastEvidence = 2.0

    static func speakers(_ utterances: [Utterance]) -> [Speaker] {
        let evidence = utterances.map(SpeakerWords.shared.evidence)
        if utterances.count == 1, let only = evidence.first, abs(only) < leastEvidence { return [.unknown] }
        return course(
            evidence, turns: zip(utterances, utterances.dropFirst()).map(SpeakerTurns.shared.odds))
    }

    /// The most probable course; `evidence` is the log odds for staff.
    private static func course(_ evidence: [Double], turns: [Double]) -> [Speaker] {
        guard let first = evidence.first else { return [] }
        var customer = -first / 2
        var staff = first / 2
        var cameFromStaff: [(customer: Bool, staff: Bool)] = []
        for (value, odds) in zip(evidence.dropFirst(), turns) {
            let fromStaff = (
                customer: staff + odds / 2 > customer - odds / 2,
                staff: staff - odds / 2 > customer + odds / 2
            )
            let next = (
                customer: max(staff + odds / 2, customer - odds / 2) - value / 2,
                staff: max(staff - odds / 2, customer + odds / 2) + value / 2
            )
            cameFromStaff.append(fromStaff)
            customer = next.customer
            staff = next.staff
        }
        var isStaff = staff > customer
        var backwards = [isStaff]
        for step in cameFromStaff.reversed() {
            isStaff = isStaff ? step.staff : step.customer
            backwards.append(isStaff)
        }
        return backwards.reversed().map { $0 ? .staff : .customer }
    }
}
