import Evidence
import Foundation

/// One answer of `analyze`: the input's name under the contract's key, then the findings or why there are none.
struct Answer<Findings: Encodable & Sendable>: Encodable, Sendable {
    var key: String
    var input: String
    var result: Result<Findings, Refusal>
    var seconds: [String: Double]?

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        if case .success(let findings) = result { try findings.encode(to: encoder) }
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(input, forKey: Key(stringValue: key))
        if case .failure(let refusal) = result {
            try container.encode(refusal, forKey: Key(stringValue: "error"))
        }
        if let seconds { try container.encode(seconds, forKey: Key(stringValue: "seconds")) }
    }

    var isRefused: Bool {
        if case .failure = result { return true }
        return false
    }
}

/// Why an input was refused.
struct Refusal: Error, Encodable {
    var code: String
    var message: String
    /// Of a photo that breaks off, where it can be known.
    var arrivedPercent: Int?
}

/// Prints the documents of one call: one document alone, several as an array in the order of the inputs.
enum ContractOutput {
    static func json(_ documents: [some Encodable], asArray: Bool) throws -> String {
        let texts = try documents.map { try CanonicalJSON.string($0) }
        guard asArray || texts.count != 1 else { return texts[0] }
        return "[" + texts.joined(separator: ",\n") + "]"
    }

    /// Exit 3 when any input was refused, after everything has been printed.
    static func finish<Findings>(_ answers: [Answer<Findings>]) throws {
        if answers.contains(where: \.isRefused) { throw Failure.silent(.badInput) }
    }
}

/// Seconds a stage took, kept only where they are asked for: without `--timings` output does not depend on the clock.
struct Stopwatch {
    private(set) var seconds: [String: Double] = [:]
    private let clock = ContinuousClock()

    mutating func time<Value>(_ stage: String, _ body: () throws -> Value) rethrows -> Value {
        let began = clock.now
        defer { add(stage, began) }
        return try body()
    }

    mutating func time<Value>(_ stage: String, _ body: () async throws -> Value) async rethrows -> Value {
        let began = clock.now
        defer { add(stage, began) }
        return try await body()
    }

    private mutating func add(_ stage: String, _ began: ContinuousClock.Instant) {
        let duration = clock.now - began
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        self.seconds[stage, default: 0] += (seconds * 1000).rounded() / 1000
    }
}

/// Runs work on several inputs, a few at a time, answers in the order of the inputs.
func inOrder<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], width: Int, _ work: @escaping @Sendable (Input) async throws -> Output
) async throws -> [Output] {
    try await withThrowingTaskGroup(of: (Int, Output).self) { group in
        var outputs = [Output?](repeating: nil, count: inputs.count)
        var next = 0
        func add(_ index: Int) { group.addTask { (index, try await work(inputs[index])) } }
        while next < min(width, inputs.count) {
            add(next)
            next += 1
        }
        while let (index, output) = try await group.next() {
            outputs[index] = output
            if next < inputs.count {
                add(next)
                next += 1
            }
        }
        return outputs.compactMap { $0 }
    }
}
