extension Migration {
    /// Headquarters' day asks for the flags in hand, of years of flags that are done with.
    static let liveFlags = Migration(number: 11, name: "live-flags") { _ in
        [
            """
            CREATE INDEX flagLive ON flag (lastDay DESC, id) WHERE state IN ('open', 'acknowledged', 'actioned')
            """
        ]
    }
}
