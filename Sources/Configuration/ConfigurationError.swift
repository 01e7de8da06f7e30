/// One thing that is wrong in a policy file, and where.
public struct ConfigurationProblem: Hashable, Codable, Sendable, CustomStringConvertible {
    public var file: String
    /// From 1; nil where the problem has no place in the text (a missing picture beside the file).
    public var line: Int?
    /// Where in the document: `stores[2].latitude`.
    public var path: String
    public var chinese: String
    public var english: String

    public init(file: String, line: Int?, path: String, chinese: String, english: String) {
        self.file = file
        self.line = line
        self.path = path
        self.chinese = chinese
        self.english = english
    }

    /// `stores.json:12: stores[2].latitude: 纬度应在 −90…90 之间 (latitude must lie in −90…90)`
    public var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place): \(path.isEmpty ? "" : "\(path): ")\(chinese) (\(english))"
    }
}

/// A policy file cannot be used; every problem found is named, not only the first.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    public var problems: [ConfigurationProblem]
    public init(problems: [ConfigurationProblem]) { self.problems = problems }
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
