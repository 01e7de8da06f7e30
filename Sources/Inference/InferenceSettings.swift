/// How a model is compiled. The figures are fixed numbers, never the machine's: the same input gives the same output
/// wherever it runs.
public struct InferenceSettings: Sendable, Equatable {
    /// Threads for all requests of the model together.
    public var threads: Int
    /// Requests that run at the same time.
    public var requests: Int

    public init(threads: Int, requests: Int = 1) {
        self.threads = threads
        self.requests = requests
    }
}
