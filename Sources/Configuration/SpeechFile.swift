/// How recordings without a transcript are transcribed.
public struct SpeechConfiguration: Sendable, Equatable {
    public enum Choice: String, Sendable, CaseIterable { case embedded, external, none }

    /// An engine behind OpenAI's `/v1/audio/transcriptions`.
    public struct External: Sendable, Equatable {
        public var address: String
        public var model: String
        /// Name of the environment variable that holds the bearer token; nil where none is sent.
        public var tokenVariable: String?
        public var timeoutSeconds = 60.0
        public var attempts = 3
        public var backOffSeconds = 1.0
        public var failuresUntilRest = 5
        public var restSeconds = 60.0
    }

    public var choice = Choice.embedded
    /// Path of another ggml Whisper model.
    public var model: String?
    public var threads = 2
    /// 1 decodes greedily.
    public var beam = 1
    /// A recording may take this many times its own length.
    public var deadlineMultiple = 6.0
    /// Of a longer recording the beginning is transcribed; no more than this is ever decoded.
    public var longestMinutes = 30
    public var external: External?

    public init() {}
}

/// `speech.yaml` of the data folder.
public enum SpeechFile {
    public static func read(_ text: String, file: String) throws(ConfigurationError) -> SpeechConfiguration {
        let root = try DocumentNode.root(of: text, file: file)
        var speech = SpeechConfiguration()
        if let name = root.optionalString("engine") {
            if let choice = SpeechConfiguration.Choice(rawValue: name) {
                speech.choice = choice
            } else {
                root.problems.add(
                    root.child("engine"), "engine 应是 embedded、external 或 none",
                    "engine must be embedded, external or none")
            }
        }
        speech.model = root.optionalString("model")
        speech.threads = root.integer("threads", in: 1...64, default: speech.threads) ?? speech.threads
        speech.beam = root.integer("beam", in: 1...8, default: speech.beam) ?? speech.beam
        speech.deadlineMultiple =
            root.number("deadlineMultiple", in: 0.5...100, default: speech.deadlineMultiple)
            ?? speech.deadlineMultiple
        speech.longestMinutes =
            root.integer("longestMinutes", in: 1...30, default: speech.longestMinutes)
            ?? speech.longestMinutes
        speech.external = root.child("external").flatMap(external)
        if speech.choice == .external, root.child("external") == nil {
            root.problems.add(root, "缺少 external", "external is missing")
        }
        try root.problems.throwIfAny()
        return speech
    }

    private static func external(_ node: DocumentNode) -> SpeechConfiguration.External? {
        guard let address = node.string("address"), let model = node.string("model") else { return nil }
        guard address.hasPrefix("http://") || address.hasPrefix("https://") else {
            node.problems.add(
                node.child("address"), "address 应以 http:// 或 https:// 开头",
                "address must begin with http:// or https://")
            return nil
        }
        var external = SpeechConfiguration.External(address: address, model: model)
        external.tokenVariable = node.optionalString("tokenVariable")
        func set(_ key: String, _ range: ClosedRange<Double>, _ value: inout Double) {
            value = node.number(key, in: range, default: value) ?? value
        }
        set("timeoutSeconds", 1...3600, &external.timeoutSeconds)
        set("backOffSeconds", 0...60, &external.backOffSeconds)
        set("restSeconds", 1...3600, &external.restSeconds)
        external.attempts = node.integer("attempts", in: 1...10, default: external.attempts) ?? 3
        external.failuresUntilRest =
            node.integer("failuresUntilRest", in: 1...100, default: external.failuresUntilRest) ?? 5
        return external
    }
}
