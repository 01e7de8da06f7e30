/// A name that is a string on the wire and a type of its own in the code.
public protocol StringIdentifier: RawRepresentable, Hashable, Codable, Sendable, Comparable,
    CustomStringConvertible
where RawValue == String {
    init(rawValue: String)
}

extension StringIdentifier {
    public init(_ rawValue: String) { self.init(rawValue: rawValue) }
    public var description: String { rawValue }
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A store (门店), as the chain numbers it: `HZ-001`.
public struct StoreID: StringIdentifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A sellable product (单品), as the catalogue names it.
public struct SKU: StringIdentifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// One uploaded file (证据).
public struct EvidenceID: StringIdentifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A person or program that signs in.
public struct AccountID: StringIdentifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A raised flag (标记).
public struct FlagID: StringIdentifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A SHA-256 of bytes as they were received: 64 lower-case hexadecimal digits.
public struct ContentHash: StringIdentifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The first 12 digits: what a receipt shows to a person.
    public var short: String { String(rawValue.prefix(12)) }
}

/// Which analyser, in which version, said something; stored with every finding.
public struct AnalyzerIdentity: Hashable, Codable, Sendable {
    public var name: String
    public var version: String
    public init(name: String, version: String) {
        self.name = name
        self.version = version
    }
}
