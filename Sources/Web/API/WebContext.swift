public import Evidence
public import Hummingbird

/// What a request carries through middleware and handlers.
public struct WebContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Who asks; nil before signing in.
    public var principal: Principal?

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress?.ipAddress ?? "local"
    }

    /// The peer's address, for the limits on signing in.
    public let remoteAddress: String

    /// The signed-in account; otherwise a problem that asks to sign in.
    package func signedIn() throws(Problem) -> Principal {
        guard let principal else { throw .signInFirst }
        return principal
    }
}

/// Who asks, and how they proved it.
public struct Principal: Sendable, Equatable {
    public enum Proof: Sendable, Equatable {
        case bearer
        /// Signed in on a page; forms must repeat this value.
        case session(formToken: String)
    }
    public let account: Account
    public let proof: Proof

    /// The value that forms of a page repeat.
    package var formToken: String? {
        if case .session(let formToken) = proof { return formToken }
        return nil
    }

    /// Whether this account may see a store: headquarters all, a manager the own, an integrator all or the own.
    package func sees(_ store: StoreID) -> Bool {
        switch account.role {
        case .hq: true
        case .manager: account.store == store
        case .integrator: account.store == nil || account.store == store
        }
    }
}
