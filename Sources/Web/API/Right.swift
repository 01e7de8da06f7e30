import Evidence

/// What not everyone who sees a store may do.
package enum Right: String, Sendable {
    /// See bytes as they were received, with whatever personal details they show.
    case evidenceOriginal = "evidence.original"
}

extension Principal {
    /// Headquarters has every right.
    package func has(_ right: Right) -> Bool {
        switch right {
        case .evidenceOriginal: account.role == .hq
        }
    }
}
