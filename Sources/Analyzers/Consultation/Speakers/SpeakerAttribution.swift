/// Who says a segment.
enum Speaker: String, Sendable, Equatable {
    case customer
    case staff
    case unknown
}

/// Tells customer and staff apart.
enum SpeakerAttribution {
    static func speakers(_ utterances: [Utterance]) -> [Speaker] {
        utterances.map { _ in .unknown }
    }
}
