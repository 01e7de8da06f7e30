/// Probability that a detection is right, and what follows from it.
enum Confidence {
    /// Accepted and counted from here on.
    static let accept = 0.8
    /// Below this it is a stranger; between, a person decides.
    static let review = 0.4

    /// Of packs that a card hides.
    private static let hidden = 0.5

    static func of(_ detection: Detection) -> Double {
        if detection.hidden { return hidden }
        if let held = detection.held {
            let value = 1.5 * (held.standing - 1.2) + 4 * (min(1, held.lead) - 0.15) + 1.4
            return Double(Approximation.logistic(value))
        }
        let closeness = min(0.3, max(-0.1, detection.margin))
        let value = 11 * (detection.score - 0.83) + 4 * (closeness - 0.1)
        return Double(Approximation.logistic(value))
    }
}
