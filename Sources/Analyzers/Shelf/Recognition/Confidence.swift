/// Probability that a detection is right, and what follows from it.
enum Confidence {
    /// Accepted and counted from here on.
    static let accept = 0.6
    /// Below this it is a stranger; between, a person decides.
    static let review = 0.25

    /// Of packs that a card hides.
    private static let hidden = 0.5

    static func of(_ detection: Detection) -> Double {
        if detection.hidden { return hidden }
        if let held = detection.held { return HeldCalibration.probability(held) }
        return FacingCalibration.probability(detection)
    }
}

/// Logistic regression over candidates of five generated sets, two of them of other packs, lights and cameras, and of
/// the photos of packs in a hand (weight 6), where the search for facings meets anything. Checked on three further sets:
/// figures and how to fit again in the decision on shelf recognition.
private enum FacingCalibration {
    private static let intercept: Float = 3.516
    private static let appearance: Float = 6.523
    private static let inliers: Float = 1.216
    private static let place: Float = 5.316
    private static let contradiction: Float = -3.551
    private static let margin: Float = 3.994
    /// Of log₂(height / 100 px): a large picture has more to agree on, so the same agreement says less.
    private static let size: Float = -0.399
    /// Of log₂(colour that is left), which says nothing below 4 and everything from 32 on: another flavour's.
    private static let residual: Float = -2.035

    static func probability(_ detection: Detection) -> Double {
        let height = max(40, min(400, detection.frame.height))
        var sum = intercept + appearance * detection.appearance
        sum += inliers * min(1, Float(detection.inliers) / 20)
        sum += place * detection.placeBonus
        sum += contradiction * (detection.blocks?.contradiction ?? 0)
        sum += margin * min(0.3, max(-0.1, detection.margin))
        sum += size * Approximation.log2(height / 100)
        sum += residual * Approximation.log2(max(4, min(32, detection.residual?.high ?? 8)))
        return Double(Approximation.logistic(sum))
    }
}

/// Logistic regression over 81 photos of packs in a hand, each asked twice: as it is, and with its product taken out of
/// the catalogue, when every name is wrong (weight 0.3). Fitted on either half it holds on the other.
private enum HeldCalibration {
    static func probability(_ held: HeldStanding) -> Double {
        Double(Approximation.logistic(0.972 * held.standing + 0.930 * min(1.5, held.lead) - 1.783))
    }
}
