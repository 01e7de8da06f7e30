/// A rotation in the plane of the photo.
struct Turn: Sendable, Equatable {
    let cosine: Float
    let sine: Float

    static let none = Turn(cosine: 1, sine: 0)

    /// The full circle in steps of 30°: an upright descriptor stands half a step.
    static let circle: [Turn] = {
        let root: Float = 0.866_025_4
        let quarter: [(Float, Float)] = [(1, 0), (root, 0.5), (0.5, root)]
        return (0..<12).map { index in
            let (cosine, sine) = quarter[index % 3]
            switch index / 3 {
            case 0: return Turn(cosine: cosine, sine: sine)
            case 1: return Turn(cosine: -sine, sine: cosine)
            case 2: return Turn(cosine: -cosine, sine: -sine)
            default: return Turn(cosine: sine, sine: -cosine)
            }
        }
    }()
}
